package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
)

// ListKept is what the names begin with under which lists are kept; what follows
// says which list it is, whose and narrowed to what.
const ListKept = "list "

// keptLists is how many lists of a company are kept, the newest: each way to
// narrow one is a list of its own.
const keptLists = 100

// KeepRows writes the rows of a list that is kept, JSON each, in the place of
// those before, and drops the lists that were made before a moment, in milliseconds since
// 1970, and those beyond the newest. Keep writes the list's head.
func (w Writer) KeepRows(ctx context.Context, what string, day cal.Date, rows []string, forget int64) error {
	company := string(w.company)
	_, err := w.tx.Exec(ctx, `DELETE FROM kept WHERE company = $1 AND what LIKE $2 AND (made < $3
			OR made < (SELECT k.made FROM kept k WHERE k.company = $1 AND k.what LIKE $2 ORDER BY k.made DESC LIMIT 1 OFFSET $4))`, company, ListKept+"%", forget, keptLists)
	if err != nil {
		return err
	}
	_, err = w.tx.Exec(ctx, `DELETE FROM kept_row WHERE company = $1 AND (what = $2 AND day = $3
			OR NOT EXISTS (SELECT 1 FROM kept k WHERE k.company = kept_row.company AND k.what = kept_row.what AND k.day = kept_row.day))`, company, what, day)
	if err != nil {
		return err
	}
	return w.insert(ctx, "kept_row", []string{"company", "what", "day", "place", "data"}, len(rows), func(i int) []any {
		return []any{company, what, day, i, rows[i]}
	})
}

// KeptRows are so many rows of a kept list from a place on, JSON each.
func (r Reader) KeptRows(ctx context.Context, what string, day cal.Date, from, n int) ([]string, error) {
	rows, err := r.q.Query(ctx, `SELECT data FROM kept_row WHERE company = $1 AND what = $2 AND day = $3 AND place >= $4 AND place < $5 ORDER BY place`,
		string(r.company), what, day, from, from+n)
	return collect(rows, err, func(rows db.Rows, text *string) error { return rows.Scan(text) })
}
