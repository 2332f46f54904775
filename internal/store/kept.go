package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
)

// Kept is figures of a day that were computed and kept: they can be had again
// from the books, which takes long.
type Kept struct {
	What    string // whose figures: PlanKept, or what desk calls them
	Day     cal.Date
	Since   string // of the changes from this one on
	Changes int    // they know so many
	Made    int64  // milliseconds since 1970
	Took    int64  // milliseconds
	Figures string // JSON
}

// ChangesSince counts the changes with identifiers from one on. Those sort by
// the time they began, and one that began earlier may end later: that there are
// no others says the count, not the last one.
func (r Reader) ChangesSince(ctx context.Context, since string) (n int, err error) {
	err = r.q.QueryRow(ctx, `SELECT COUNT(*) FROM change WHERE company = $1 AND change >= $2`, string(r.company), since).Scan(&n)
	return n, err
}

// Kept is what is kept of a day under a name, false if nothing is.
func (r Reader) Kept(ctx context.Context, what string, day cal.Date) (Kept, bool, error) {
	rows, err := r.q.Query(ctx, `SELECT what, day, since, changes, made, took, figures FROM kept WHERE company = $1 AND what = $2 AND day = $3`, string(r.company), what, day)
	list, err := collect(rows, err, func(rows db.Rows, v *Kept) error {
		return rows.Scan(&v.What, &v.Day, &v.Since, &v.Changes, &v.Made, &v.Took, &v.Figures)
	})
	if err != nil || len(list) == 0 {
		return Kept{}, false, err
	}
	return list[0], true, nil
}

// Keep keeps figures in the place of those before, and forgets those of the
// name that were made before a moment, in milliseconds since 1970.
func (w Writer) Keep(ctx context.Context, v Kept, forget int64) error {
	company := string(w.company)
	if _, err := w.tx.Exec(ctx, `DELETE FROM kept WHERE company = $1 AND what = $2 AND (day = $3 OR made < $4)`, company, v.What, v.Day, forget); err != nil {
		return err
	}
	_, err := w.tx.Exec(ctx, `INSERT INTO kept (company, what, day, since, changes, made, took, figures) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		company, v.What, v.Day, v.Since, v.Changes, v.Made, v.Took, v.Figures)
	return err
}
