package store

import (
	"context"
	"encoding/json"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Payment is a row of payment: a payment with how much of it is allocated.
type Payment struct {
	ledger.Payment
	Used    money.Minor
	Charged money.Minor // of Used, what covers charges
	UsedOn  cal.Date    // latest business date of an allocation
}

// Rest is what of the payment settles nothing yet.
func (p Payment) Rest() money.Minor { return p.Amount - p.Used }

func (p Payment) owner() id.Customer { return p.Customer }

var paymentColumns = []string{
	"company", "payment", "kind", "customer", "contract", "date", "amount", "currency", "invoice", "purpose",
	"charge", "used", "charged", "used_on", "attrs", "change",
}

const paymentSelect = `SELECT payment, kind, customer, contract, date, amount, currency, invoice, purpose, charge, used, charged, used_on, attrs
	FROM payment WHERE company = $1`

func scanPayment(rows db.Rows, p *Payment) error {
	var a json.RawMessage
	err := rows.Scan(&p.ID, &p.Kind, &p.Customer, &p.Contract, &p.Date, &p.Amount, &p.Currency, &p.Invoice, &p.Purpose, &p.Charge, &p.Used, &p.Charged, &p.UsedOn, &a)
	p.Attrs = readAttrs(a)
	return err
}

func (w Writer) paymentValues(p Payment) []any {
	return []any{
		string(w.company), string(p.ID), string(p.Kind), string(p.Customer), string(p.Contract), p.Date, int64(p.Amount), string(p.Currency),
		string(p.Invoice), p.Purpose, p.Charge, int64(p.Used), int64(p.Charged), p.UsedOn, attrs(p.Attrs), w.change,
	}
}

// Payments are the named payments that exist, in no order.
func (r Reader) Payments(ctx context.Context, ids []id.Payment) ([]Payment, error) {
	rows, err := r.q.Query(ctx, paymentSelect+` AND `+r.q.Engine().Among("payment", 2), string(r.company), texts(ids))
	return collect(rows, err, scanPayment)
}

// PaymentsOf are all payments of the customers, by customer, date, key.
func (r Reader) PaymentsOf(ctx context.Context, customers []id.Customer) ([]Payment, error) {
	rows, err := r.q.Query(ctx, paymentSelect+` AND `+r.q.Engine().Among("customer", 2)+` ORDER BY customer, date, payment`, string(r.company), texts(customers))
	return collect(rows, err, scanPayment)
}

// PaidDays are the days from one to another on which money of a customer came:
// neither credit notes nor nettings, nor what nobody explained.
func (r Reader) PaidDays(ctx context.Context, customer id.Customer, from, to cal.Date) ([]cal.Date, error) {
	rows, err := r.q.Query(ctx, `SELECT DISTINCT date FROM payment WHERE company = $1 AND customer = $2 AND date >= $3 AND date <= $4 AND kind = 'payment' AND amount > 0 ORDER BY date`,
		string(r.company), string(customer), from, to)
	return collect(rows, err, func(rows db.Rows, d *cal.Date) error { return rows.Scan(d) })
}

// PaymentsBy are the payments of the customers that a change wrote and that
// are not allocated whole, by customer, date, key.
func (r Reader) PaymentsBy(ctx context.Context, customers []id.Customer, change string) ([]Payment, error) {
	rows, err := r.q.Query(ctx, paymentSelect+` AND change = $3 AND amount <> used AND `+r.q.Engine().Among("customer", 2)+
		` ORDER BY customer, date, payment`, string(r.company), texts(customers), change)
	return collect(rows, err, scanPayment)
}

// HasPayments tells whether the company has any payment yet.
func (r Reader) HasPayments(ctx context.Context) (bool, error) {
	var some bool
	err := r.q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM payment WHERE company = $1)`, string(r.company)).Scan(&some)
	return some, err
}

// InsertPayments records new payments in bulk.
func (w Writer) InsertPayments(ctx context.Context, list []Payment) error {
	if err := touchAll(ctx, w, list, Payment.owner); err != nil {
		return err
	}
	return w.insert(ctx, "payment", paymentColumns, len(list), func(i int) []any { return w.paymentValues(list[i]) })
}

// SavePayments writes payments that exist or not.
func (w Writer) SavePayments(ctx context.Context, list []Payment) error {
	if err := touchAll(ctx, w, list, Payment.owner); err != nil {
		return err
	}
	return w.upsert(ctx, "payment", paymentColumns, `ON CONFLICT (company, payment) DO UPDATE SET kind = excluded.kind, customer = excluded.customer,
		contract = excluded.contract, date = excluded.date, amount = excluded.amount, currency = excluded.currency, invoice = excluded.invoice,
		purpose = excluded.purpose, charge = excluded.charge, used = excluded.used, charged = excluded.charged, used_on = excluded.used_on, attrs = excluded.attrs, change = excluded.change`,
		len(list), func(i int) []any { return w.paymentValues(list[i]) })
}

// Allocation is a row of allocation.
type Allocation struct {
	Customer id.Customer
	Invoice  id.Invoice
	Part     int
	Payment  id.Payment
	Line     int
	Date     cal.Date
	Amount   money.Minor // negative reverses
}

var allocationColumns = []string{"company", "customer", "invoice", "part", "payment", "line", "date", "amount", "change"}

// AllocationsOf are all allocation lines of the customers, ordered by
// customer, invoice, part, payment, line.
func (r Reader) AllocationsOf(ctx context.Context, customers []id.Customer) ([]Allocation, error) {
	rows, err := r.q.Query(ctx, `SELECT customer, invoice, part, payment, line, date, amount FROM allocation
			WHERE company = $1 AND `+r.q.Engine().Among("customer", 2)+` ORDER BY customer, invoice, part, payment, line`, string(r.company), texts(customers))
	return collect(rows, err, func(rows db.Rows, a *Allocation) error {
		return rows.Scan(&a.Customer, &a.Invoice, &a.Part, &a.Payment, &a.Line, &a.Date, &a.Amount)
	})
}

// AllocationsAbout are the allocation lines of one invoice, by date, part and
// payment.
func (r Reader) AllocationsAbout(ctx context.Context, customer id.Customer, invoice id.Invoice) ([]Allocation, error) {
	rows, err := r.q.Query(ctx, `SELECT customer, invoice, part, payment, line, date, amount FROM allocation
			WHERE company = $1 AND customer = $2 AND invoice = $3 ORDER BY date, part, payment, line`, string(r.company), string(customer), string(invoice))
	return collect(rows, err, func(rows db.Rows, a *Allocation) error {
		return rows.Scan(&a.Customer, &a.Invoice, &a.Part, &a.Payment, &a.Line, &a.Date, &a.Amount)
	})
}

// InsertAllocations records allocation lines in bulk.
func (w Writer) InsertAllocations(ctx context.Context, list []Allocation) error {
	return w.insert(ctx, "allocation", allocationColumns, len(list), func(i int) []any {
		a := list[i]
		return []any{string(w.company), string(a.Customer), string(a.Invoice), a.Part, string(a.Payment), a.Line, a.Date, int64(a.Amount), w.change}
	})
}

// LastPayment tells of a customer's payments what decides how new facts are
// settled.
type LastPayment struct {
	Before    cal.Date // date of the last payment that other changes wrote; zero: none
	New       bool     // the running change wrote some
	TakesBack bool     // one of those is negative
}

// LastPayments tells it of the customers that have any payment.
func (r Reader) LastPayments(ctx context.Context, customers []id.Customer, change string) (map[id.Customer]LastPayment, error) {
	rows, err := r.q.Query(ctx, `SELECT customer, change = $3, MAX(date), MIN(amount) FROM payment WHERE company = $1 AND `+
		r.q.Engine().Among("customer", 2)+` GROUP BY customer, change = $3`, string(r.company), texts(customers), change)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	last := map[id.Customer]LastPayment{}
	for rows.Next() {
		var c id.Customer
		var ours bool
		var on cal.Date
		var least money.Minor
		if err := rows.Scan(&c, &ours, &on, &least); err != nil {
			return nil, err
		}
		l := last[c]
		if ours {
			l.New, l.TakesBack = true, least < 0
		} else {
			l.Before = on
		}
		last[c] = l
	}
	return last, rows.Err()
}
