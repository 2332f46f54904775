package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

const payableSelect = `SELECT customer, contract, document, date, due, open, currency FROM payable WHERE company = $1`

func scanPayable(rows db.Rows, p *ledger.Payable) error {
	return rows.Scan(&p.Customer, &p.Contract, &p.Document, &p.Date, &p.Due, &p.Open, &p.Currency)
}

// PayablesDay is the day of the newest list of payables up to a day; zero if
// there is none.
func (r Reader) PayablesDay(ctx context.Context, until cal.Date) (day cal.Date, err error) {
	rows, err := r.q.Query(ctx, `SELECT day FROM payable WHERE company = $1 AND day <= $2 ORDER BY day DESC LIMIT 1`, string(r.company), until)
	list, err := collect(rows, err, func(rows db.Rows, d *cal.Date) error { return rows.Scan(d) })
	if err != nil || len(list) == 0 {
		return 0, err
	}
	return list[0], nil
}

// Payables is what we owe a customer by the newest list up to a day, and that
// list's day; by due date. The day is zero where no list was ever taken in.
func (r Reader) Payables(ctx context.Context, customer id.Customer, until cal.Date) (list []ledger.Payable, day cal.Date, err error) {
	if day, err = r.PayablesDay(ctx, until); err != nil || day == 0 {
		return nil, 0, err
	}
	rows, err := r.q.Query(ctx, payableSelect+` AND day = $2 AND customer = $3 AND open > 0 ORDER BY due IS NULL, due, date IS NULL, date, document`, string(r.company), day, string(customer))
	list, err = collect(rows, err, scanPayable)
	return list, day, err
}

// PayablesOn is the list of one day, of all customers.
func (r Reader) PayablesOn(ctx context.Context, day cal.Date) ([]ledger.Payable, error) {
	rows, err := r.q.Query(ctx, payableSelect+` AND day = $2 ORDER BY customer, contract, document, currency`, string(r.company), day)
	return collect(rows, err, scanPayable)
}

var payableColumns = []string{"company", "day", "customer", "contract", "document", "currency", "date", "due", "open", "change"}

// ReplacePayables records the list of a day in the place of the one that is
// there.
func (w Writer) ReplacePayables(ctx context.Context, day cal.Date, list []ledger.Payable) error {
	if _, err := w.tx.Exec(ctx, `DELETE FROM payable WHERE company = $1 AND day = $2`, string(w.company), day); err != nil {
		return err
	}
	return w.insert(ctx, "payable", payableColumns, len(list), func(i int) []any {
		p := list[i]
		return []any{string(w.company), day, string(p.Customer), string(p.Contract), p.Document, string(p.Currency), p.Date, p.Due, int64(p.Open), w.change}
	})
}
