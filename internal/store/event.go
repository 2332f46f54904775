package store

import (
	"context"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Event is a row of event: a fact with the key that recognises it when it is
// imported again, and its place in the order of recording.
type Event struct {
	ledger.Event
	Key    string
	Number int64
}

// EventKey derives the key from everything the event says, so that the same
// row imported twice is one event. Events from before documents were kept have
// none in theirs.
func EventKey(e ledger.Event) string {
	parts := []string{
		"event", e.Date.String(), string(e.Kind), string(e.Customer), string(e.Invoice),
		e.Amount.Decimal(e.Currency), string(e.Currency), e.Until.String(), e.Reason, e.By,
	}
	if e.Document != "" {
		parts = append(parts, e.Document)
	}
	return id.New(parts...)
}

const eventSelect = `SELECT event, number, date, kind, customer, invoice, amount, currency, until, reason, author, document, restructuring FROM event WHERE company = $1`

func scanEvent(rows db.Rows, e *Event) error {
	return rows.Scan(&e.Key, &e.Number, &e.Date, &e.Kind, &e.Customer, &e.Invoice, &e.Amount, &e.Currency, &e.Until, &e.Reason, &e.By, &e.Document, &e.Restructuring)
}

// Events are the named events that exist.
func (r Reader) Events(ctx context.Context, keys []string) ([]Event, error) {
	rows, err := r.q.Query(ctx, eventSelect+` AND `+r.q.Engine().Among("event", 2), string(r.company), texts(keys))
	return collect(rows, err, scanEvent)
}

// EventsOf are the events of one customer that stand, in the order of recording. He is asked
// for as a range for the reason that ContractsOf gives.
func (r Reader) EventsOf(ctx context.Context, customer id.Customer) ([]Event, error) {
	rows, err := r.q.Query(ctx, eventSelect+` AND customer >= $2 AND customer <= $2`+stands+` ORDER BY customer, number`, string(r.company), string(customer))
	return collect(rows, err, scanEvent)
}

// LastEventNumber is the number of the event recorded last, 0 if none.
func (r Reader) LastEventNumber(ctx context.Context) (int64, error) {
	var n int64
	err := r.q.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) FROM event WHERE company = $1`, string(r.company)).Scan(&n)
	return n, err
}

// InsertEvents records new events in bulk.
func (w Writer) InsertEvents(ctx context.Context, list []Event) error {
	columns := strings.Split("company,event,number,date,kind,customer,invoice,amount,currency,until,reason,author,document,restructuring,change", ",")
	return w.insert(ctx, "event", columns, len(list), func(i int) []any {
		e := list[i]
		return []any{
			string(w.company), e.Key, e.Number, e.Date, string(e.Kind), string(e.Customer), string(e.Invoice), int64(e.Amount),
			string(e.Currency), e.Until, e.Reason, e.By, e.Document, e.Restructuring, w.change,
		}
	})
}

// Lift is a row of hold_lift: somebody with the right let goods go in spite of
// a hold, up to an amount and a day.
type Lift struct {
	Customer id.Customer
	Number   int64
	Reason   string
	Amount   money.Minor
	Currency money.Currency
	From     cal.Date // zero: from the beginning
	Until    cal.Date
	By       id.User
	Shipped  money.Minor // invoiced after the lift was given, in its currency
	Given    cal.Date    // the day it was given; zero: nobody wrote it down
	ForDebts bool        // because of debts that were overdue: with the last of them paid it ends
	Approval int64       // the request it came from; 0: from none
	EndedOn  cal.Date    // it was ended by hand; zero: it was not
	Change   string
}

// Lifts are the lifts given to a customer, oldest first. What was shipped on
// them is found by his instalments, for documents are not kept by customer.
func (r Reader) Lifts(ctx context.Context, customer id.Customer) ([]Lift, error) {
	rows, err := r.q.Query(ctx, `SELECT l.customer, l.number, l.reason, l.amount, l.currency, l.from_date, l.until, l.author, l.given_on, l.for_debts, l.approval, l.ended_on, l.change,
			CAST(COALESCE((SELECT SUM(v.amount) FROM instalment i JOIN invoice v ON v.company = i.company AND v.invoice = i.invoice
				JOIN change c ON c.company = v.company AND c.change = v.change
				WHERE i.company = l.company AND i.customer >= l.customer AND i.customer <= l.customer AND i.part = 1 AND i.currency = l.currency AND v.amount > 0
				AND v.date <= l.until AND c.at > g.at), 0) AS BIGINT)
		FROM hold_lift l JOIN change g ON g.company = l.company AND g.change = l.change
		WHERE l.company = $1 AND l.customer = $2 ORDER BY l.number`, string(r.company), string(customer))
	return collect(rows, err, scanLift)
}

func scanLift(rows db.Rows, l *Lift) error {
	var forDebts int
	err := rows.Scan(&l.Customer, &l.Number, &l.Reason, &l.Amount, &l.Currency, &l.From, &l.Until, &l.By, &l.Given, &forDebts, &l.Approval, &l.EndedOn, &l.Change, &l.Shipped)
	l.ForDebts = forDebts == 1
	return err
}

// LiftedCustomers are the customers to whom any lift was given.
func (r Reader) LiftedCustomers(ctx context.Context) (map[id.Customer]bool, error) {
	rows, err := r.q.Query(ctx, `SELECT DISTINCT customer FROM hold_lift WHERE company = $1`, string(r.company))
	list, err := collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
	set := make(map[id.Customer]bool, len(list))
	for _, c := range list {
		set[c] = true
	}
	return set, err
}

// InsertLift records a lift under the customer's next number.
func (w Writer) InsertLift(ctx context.Context, l Lift) error {
	forDebts := 0
	if l.ForDebts {
		forDebts = 1
	}
	_, err := w.tx.Exec(ctx, `INSERT INTO hold_lift (company, customer, number, reason, amount, currency, from_date, until, author, given_on, for_debts, approval, change)
		SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM hold_lift WHERE company = $1 AND customer = $2`,
		string(w.company), string(l.Customer), l.Reason, int64(l.Amount), string(l.Currency), l.From, l.Until, string(l.By), l.Given, forDebts, l.Approval, w.change)
	return err
}

// EndLift ends a lift before its last day; false if it was ended before, or is
// none.
func (w Writer) EndLift(ctx context.Context, customer id.Customer, number int64, on cal.Date) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE hold_lift SET ended_on = $4 WHERE company = $1 AND customer = $2 AND number = $3 AND ended_on IS NULL`,
		string(w.company), string(customer), number, on)
	return n == 1, err
}
