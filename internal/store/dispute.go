package store

import (
	"context"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// The states of a dispute that are kept. Whether its answer is late the day
// tells.
const (
	DisputeOpen     = "open"     // nobody has answered the customer
	DisputeAnswered = "answered" // he knows that it is looked into
	DisputeAgreed   = "agreed"   // he is right, and waits for what was agreed
	DisputeClosed   = "closed"
)

// Dispute is a row of dispute: what a customer complains of, until it is
// settled.
type Dispute struct {
	Number      int64
	Customer    id.Customer
	Name        string // the customer's
	Reason      string // code: faulty, price…
	Complaint   string // in the customer's words
	Product     string // what it is about; empty: not said
	Department  string // the role that answers
	Amount      money.Minor
	Currency    money.Currency
	Certificate string   // of force majeure
	From, Until cal.Date // of force majeure; zero: no end
	OpenedOn    cal.Date
	OpenedBy    string
	AnswerBy    cal.Date // the last day to answer, included
	AnsweredOn  cal.Date // zero: not answered, or nobody knows when
	State       string
	Outcome     string      // empty: not decided
	Agreed      money.Minor // what he was found right about
	ClosedOn    cal.Date
	Cause       string // the root cause, empty: not found yet
}

// DisputeItem is a row of dispute_item: the disputed part of one document.
type DisputeItem struct {
	Number  int64
	Invoice id.Invoice // empty: the whole customer
	Amount  money.Minor
	Event   string // the fact of the ledger
}

// DisputeQuery picks disputes; empty fields pick all.
type DisputeQuery struct {
	Scope      Scope
	Number     int64
	Customer   id.Customer
	Invoice    id.Invoice
	Department string
	Reason     string
	Open       bool     // not closed, and not past its last day
	Late       bool     // open, not answered, and its last day to answer is past
	State      string   // one of the states
	Day        cal.Date // what open and late are seen from
	Sort       string   // number, amount, opened, answer, name; with "-" before it, downwards
	Limit      int      // 0: all
	Offset     int
}

const disputeColumns = `d.number, d.customer, c.name, d.reason, d.complaint, d.product, d.department, d.amount, d.currency, d.certificate, d.from_date, d.until,
	d.opened_on, d.opened_by, d.answer_by, d.answered_on, d.state, d.outcome, d.agreed, d.closed_on, d.cause`

// disputeOrders are the orders a list of disputes can have.
var disputeOrders = map[string]string{
	"number": "d.number", "amount": "d.amount", "opened": "d.opened_on", "answer": "d.answer_by", "name": "c.name",
}

// Disputes are the disputes that the query picks.
func (r Reader) Disputes(ctx context.Context, q DisputeQuery) ([]Dispute, error) {
	from, args := q.from(string(r.company))
	rows, err := r.q.Query(ctx, `SELECT `+disputeColumns+from+q.order(), args...)
	return collect(rows, err, func(rows db.Rows, d *Dispute) error {
		return rows.Scan(&d.Number, &d.Customer, &d.Name, &d.Reason, &d.Complaint, &d.Product, &d.Department, &d.Amount, &d.Currency, &d.Certificate, &d.From, &d.Until,
			&d.OpenedOn, &d.OpenedBy, &d.AnswerBy, &d.AnsweredOn, &d.State, &d.Outcome, &d.Agreed, &d.ClosedOn, &d.Cause)
	})
}

// DisputeSum is how many disputes there are in a currency, and of how much.
type DisputeSum struct {
	Currency money.Currency
	Count    int
	Amount   money.Minor
}

// DisputeSums counts what the query picks, its limit aside.
func (r Reader) DisputeSums(ctx context.Context, q DisputeQuery) ([]DisputeSum, error) {
	from, args := q.from(string(r.company))
	rows, err := r.q.Query(ctx, `SELECT d.currency, COUNT(*), CAST(SUM(d.amount) AS BIGINT)`+from+` GROUP BY d.currency ORDER BY d.currency`, args...)
	return collect(rows, err, func(rows db.Rows, s *DisputeSum) error { return rows.Scan(&s.Currency, &s.Count, &s.Amount) })
}

// from is the FROM and WHERE over dispute d and its customer c.
func (q DisputeQuery) from(company string) (string, []any) {
	args := []any{company}
	sql := ` FROM dispute d JOIN customer c ON c.company = d.company AND c.customer = d.customer WHERE d.company = $1`
	add := func(condition string, value any) {
		args = append(args, value)
		sql += ` AND ` + strings.ReplaceAll(condition, "?", "$"+strconv.Itoa(len(args)))
	}
	for _, c := range []struct{ column, value string }{
		{"d.customer", string(q.Customer)}, {"d.department", q.Department}, {"d.reason", q.Reason}, {"d.state", q.State},
	} {
		if c.value != "" {
			add(c.column+" = ?", c.value)
		}
	}
	if q.Number != 0 {
		add("d.number = ?", q.Number)
	}
	if q.Invoice != "" {
		add("EXISTS (SELECT 1 FROM dispute_item i WHERE i.company = d.company AND i.number = d.number AND i.invoice = ?)", string(q.Invoice))
	}
	if q.Open || q.Late {
		add("d.closed_on IS NULL AND (d.until IS NULL OR d.until >= ?)", q.Day)
	}
	if q.Late {
		add("d.state = 'open' AND d.answer_by < ?", q.Day)
	}
	return sql + q.Scope.filter("c", &args), args
}

func (q DisputeQuery) order() string {
	column, down := strings.CutPrefix(q.Sort, "-")
	order, known := disputeOrders[column]
	if !known {
		order = "d.number"
	}
	if down {
		order += " DESC"
	}
	sql := ` ORDER BY ` + order + `, d.number`
	if q.Limit > 0 {
		sql += ` LIMIT ` + strconv.Itoa(q.Limit) + ` OFFSET ` + strconv.Itoa(q.Offset)
	}
	return sql
}

// DisputeItems are the documents of the disputes, in the order of numbers.
func (r Reader) DisputeItems(ctx context.Context, numbers []int64) ([]DisputeItem, error) {
	rows, err := r.q.Query(ctx, `SELECT number, invoice, amount, event FROM dispute_item WHERE company = $1 AND `+r.q.Engine().Among("number", 2)+
		` ORDER BY number, invoice`, string(r.company), numbers)
	return collect(rows, err, scanDisputeItem)
}

func scanDisputeItem(rows db.Rows, v *DisputeItem) error {
	return rows.Scan(&v.Number, &v.Invoice, &v.Amount, &v.Event)
}

// UnsettledItems are the documents of a customer's disputes that are not closed
// nor past their last day.
func (r Reader) UnsettledItems(ctx context.Context, customer id.Customer, day cal.Date) ([]DisputeItem, error) {
	rows, err := r.q.Query(ctx, `SELECT i.number, i.invoice, i.amount, i.event FROM dispute d JOIN dispute_item i ON i.company = d.company AND i.number = d.number
		WHERE d.company = $1 AND d.customer = $2 AND d.closed_on IS NULL AND (d.until IS NULL OR d.until >= $3) ORDER BY i.number, i.invoice`,
		string(r.company), string(customer), day)
	return collect(rows, err, scanDisputeItem)
}

// LastDisputeNumber is the number of the newest dispute, 0 if there is none.
func (r Reader) LastDisputeNumber(ctx context.Context) (int64, error) {
	var n int64
	err := r.q.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) FROM dispute WHERE company = $1`, string(r.company)).Scan(&n)
	return n, err
}

// InsertDisputes records new disputes in bulk.
func (w Writer) InsertDisputes(ctx context.Context, list []Dispute) error {
	columns := strings.Split("company,number,customer,reason,complaint,product,department,amount,currency,certificate,from_date,until,"+
		"opened_on,opened_by,answer_by,answered_on,state,outcome,agreed,closed_on,cause,change", ",")
	return w.insert(ctx, "dispute", columns, len(list), func(i int) []any {
		d := list[i]
		return []any{
			string(w.company), d.Number, string(d.Customer), d.Reason, d.Complaint, d.Product, d.Department, int64(d.Amount), string(d.Currency), d.Certificate, d.From, d.Until,
			d.OpenedOn, d.OpenedBy, d.AnswerBy, d.AnsweredOn, d.State, d.Outcome, int64(d.Agreed), d.ClosedOn, d.Cause, w.change,
		}
	})
}

// InsertDisputeItems records the documents of disputes in bulk.
func (w Writer) InsertDisputeItems(ctx context.Context, list []DisputeItem) error {
	return w.insert(ctx, "dispute_item", []string{"company", "number", "invoice", "amount", "event", "change"}, len(list), func(i int) []any {
		return []any{string(w.company), list[i].Number, string(list[i].Invoice), int64(list[i].Amount), list[i].Event, w.change}
	})
}

// UpdateDispute writes where a dispute stands: who answers, what was said and
// decided, and its cause.
func (w Writer) UpdateDispute(ctx context.Context, d Dispute) error {
	_, err := w.tx.Exec(ctx, `UPDATE dispute SET department = $3, answer_by = $4, answered_on = $5, state = $6, outcome = $7, agreed = $8, closed_on = $9,
		cause = $10, change = $11 WHERE company = $1 AND number = $2`,
		string(w.company), d.Number, d.Department, d.AnswerBy, d.AnsweredOn, d.State, d.Outcome, int64(d.Agreed), d.ClosedOn, d.Cause, w.change)
	return err
}

// UpdateDisputeItem writes how much of a document is still disputed, and the
// fact that says so.
func (w Writer) UpdateDisputeItem(ctx context.Context, v DisputeItem) error {
	_, err := w.tx.Exec(ctx, `UPDATE dispute_item SET amount = $4, event = $5, change = $6 WHERE company = $1 AND number = $2 AND invoice = $3`,
		string(w.company), v.Number, string(v.Invoice), int64(v.Amount), v.Event, w.change)
	return err
}

// CreditedDispute is a dispute that waits for its credit note, and how much of
// it may have come.
type CreditedDispute struct {
	Number   int64
	Customer id.Customer
	Currency money.Currency
	Agreed   money.Minor
	Credited money.Minor // the customer's credit notes since it was opened, less what other disputes took of them
	LastOn   cal.Date    // the day of the last of the notes
}

// CreditedDisputes are the agreed disputes of customers to whom any credit note
// has come since, in the order of numbers. A credit note names no dispute, so
// what it is worth is counted once over all of the customer's.
func (r Reader) CreditedDisputes(ctx context.Context) ([]CreditedDispute, error) {
	rows, err := r.q.Query(ctx, `SELECT d.number, d.customer, d.currency, d.agreed,
			CAST(SUM(p.amount) - COALESCE((SELECT SUM(o.agreed) FROM dispute o WHERE o.company = d.company AND o.customer = d.customer AND o.currency = d.currency
				AND o.outcome IN ('credit', 'return') AND o.closed_on >= d.opened_on), 0) AS BIGINT), MAX(p.date)
		FROM dispute d JOIN payment p ON p.company = d.company AND p.customer = d.customer AND p.currency = d.currency AND p.kind = 'credit_note' AND p.date >= d.opened_on
		WHERE d.company = $1 AND d.closed_on IS NULL AND d.state = 'agreed' AND d.outcome IN ('credit', 'return')
		GROUP BY d.company, d.number, d.customer, d.currency, d.agreed, d.opened_on ORDER BY d.number`, string(r.company))
	return collect(rows, err, func(rows db.Rows, v *CreditedDispute) error {
		return rows.Scan(&v.Number, &v.Customer, &v.Currency, &v.Agreed, &v.Credited, &v.LastOn)
	})
}

// UnregisteredDisputes are the keys of disputes in the ledger about whose
// document the register has none; for check.
func (r Reader) UnregisteredDisputes(ctx context.Context) ([]string, error) {
	rows, err := r.q.Query(ctx, `SELECT e.event FROM event e WHERE e.company = $1 AND e.kind = 'dispute' AND NOT EXISTS (
		SELECT 1 FROM dispute d JOIN dispute_item i ON i.company = d.company AND i.number = d.number
		WHERE d.company = e.company AND i.invoice = e.invoice AND (e.invoice <> '' OR d.customer = e.customer)) ORDER BY e.event`, string(r.company))
	return collect(rows, err, func(rows db.Rows, s *string) error { return rows.Scan(s) })
}

// CustomersInDispute are those who have a dispute that is not closed.
func (r Reader) CustomersInDispute(ctx context.Context) ([]id.Customer, error) {
	rows, err := r.q.Query(ctx, `SELECT DISTINCT customer FROM dispute WHERE company = $1 AND closed_on IS NULL`, string(r.company))
	return collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
}
