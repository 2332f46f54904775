package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
)

// addLetters records that a change made letters of a run, or took some back
// where n is less than zero.
func (w Writer) addLetters(ctx context.Context, day cal.Date, n int) error {
	if n == 0 {
		return nil
	}
	_, err := w.tx.Exec(ctx, `INSERT INTO letter_count (company, run_date, change, letters) VALUES ($1, $2, $3, $4)
		ON CONFLICT (company, run_date, change) DO UPDATE SET letters = letter_count.letters + excluded.letters`, string(w.company), day, w.change, n)
	return err
}

// LetterCount is how many letters of a run stand, and how many are kept to.
type LetterCount struct {
	RunDate    cal.Date
	Made, Kept int
}

// LetterCounts are those of every run, by day.
func (r Reader) LetterCounts(ctx context.Context) ([]LetterCount, error) {
	rows, err := r.q.Query(ctx, `SELECT run_date, CAST(SUM(made) AS BIGINT), CAST(SUM(kept) AS BIGINT) FROM (
			SELECT run_date, COUNT(*) AS made, 0 AS kept FROM letter WHERE company = $1 AND undone = 0 GROUP BY run_date
			UNION ALL SELECT run_date, 0, letters FROM letter_count WHERE company = $1) l GROUP BY run_date ORDER BY run_date`, string(r.company))
	return collect(rows, err, func(rows db.Rows, v *LetterCount) error { return rows.Scan(&v.RunDate, &v.Made, &v.Kept) })
}
