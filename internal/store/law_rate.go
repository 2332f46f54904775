package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/interest"
)

// LawRate is a row of a series that a law refers to.
type LawRate struct {
	Series string
	interest.Row
	Seen cal.Date // the last day on which it was seen in force
}

// LawRates are the rows that were taken in, of all series, by series and day.
func (r Reader) LawRates(ctx context.Context) ([]LawRate, error) {
	rows, err := r.q.Query(ctx, `SELECT series, day, rate, seen, source, verified FROM law_rate WHERE company = $1 ORDER BY series, day`, string(r.company))
	return collect(rows, err, func(rows db.Rows, v *LawRate) error {
		var rate, verified int64
		err := rows.Scan(&v.Series, &v.From, &rate, &v.Seen, &v.Source, &verified)
		v.Rate, v.Verified = interest.Percent(rate), verified == 1
		return err
	})
}

// SaveLawRates records rows; one of the same series and day gives way.
func (w Writer) SaveLawRates(ctx context.Context, list []LawRate) error {
	return w.upsert(ctx, "law_rate", []string{"company", "series", "day", "rate", "seen", "source", "verified", "change"},
		`ON CONFLICT (company, series, day) DO UPDATE SET rate = excluded.rate, seen = excluded.seen, source = excluded.source,
		verified = excluded.verified, change = excluded.change`, len(list), func(i int) []any {
			v := list[i]
			return []any{string(w.company), v.Series, v.From, int64(v.Rate), v.Seen, v.Source, bit(v.Verified), w.change}
		})
}
