package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/fx"
	"debitor/internal/money"
)

// Rates are the rates in a base currency of the days from … to, both included;
// the newest first, then by currency.
func (r Reader) Rates(ctx context.Context, base money.Currency, from, to cal.Date) ([]fx.Rate, error) {
	rows, err := r.q.Query(ctx, `SELECT currency, base, day, units, price, source, verified FROM rate
		WHERE company = $1 AND base = $2 AND day >= $3 AND day <= $4 ORDER BY day DESC, currency`, string(r.company), string(base), from, to)
	return collect(rows, err, func(rows db.Rows, v *fx.Rate) error {
		var verified int
		err := rows.Scan(&v.Currency, &v.Base, &v.Day, &v.Units, &v.Price, &v.Source, &verified)
		v.Verified = verified == 1
		return err
	})
}

// LastRateDay is the newest day with a rate in a base currency; zero if there
// is none.
func (r Reader) LastRateDay(ctx context.Context, base money.Currency) (cal.Date, error) {
	rows, err := r.q.Query(ctx, `SELECT day FROM rate WHERE company = $1 AND base = $2 ORDER BY day DESC LIMIT 1`, string(r.company), string(base))
	list, err := collect(rows, err, func(rows db.Rows, d *cal.Date) error { return rows.Scan(d) })
	if err != nil || len(list) == 0 {
		return 0, err
	}
	return list[0], nil
}

// SaveRates records rates; one of the same day and currency gives way.
func (w Writer) SaveRates(ctx context.Context, list []fx.Rate) error {
	return w.upsert(ctx, "rate", []string{"company", "base", "day", "currency", "units", "price", "source", "verified", "change"},
		`ON CONFLICT (company, base, day, currency) DO UPDATE SET units = excluded.units, price = excluded.price, source = excluded.source,
		verified = excluded.verified, change = excluded.change`, len(list), func(i int) []any {
			v := list[i]
			return []any{string(w.company), string(v.Base), v.Day, string(v.Currency), v.Units, v.Price, v.Source, bit(v.Verified), w.change}
		})
}
