package store

import (
	"context"
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// PromiseQuery picks promises and parts of payment plans by the day they are
// promised for.
type PromiseQuery struct {
	From, To cal.Date    // both included
	Customer id.Customer // empty: all of the scope
	Scope    Scope
	Limit    int
}

// PromiseRow is a promise with who gave it.
type PromiseRow struct {
	Event
	Change    string
	Name      string // of the customer
	Manager   string
	Withdrawn cal.Date // 0: it stands
}

const promiseSelect = `SELECT e.event, e.number, e.date, e.kind, e.customer, e.invoice, e.amount, e.currency, e.until, e.reason, e.author, e.document, e.restructuring,
	e.change, c.name, c.manager, w.date
	FROM event e JOIN customer c ON c.company = e.company AND c.customer = e.customer
	LEFT JOIN withdrawn w ON w.company = e.company AND w.event = e.event
	WHERE e.company = $1 AND e.until IS NOT NULL AND e.kind IN ('promise', 'plan')`

func scanPromise(rows db.Rows, e *PromiseRow) error {
	return rows.Scan(&e.Key, &e.Number, &e.Date, &e.Kind, &e.Customer, &e.Invoice, &e.Amount, &e.Currency, &e.Until, &e.Reason, &e.By, &e.Document, &e.Restructuring,
		&e.Change, &e.Name, &e.Manager, &e.Withdrawn)
}

// Promises are the promises that the query picks, the latest day first.
func (r Reader) Promises(ctx context.Context, q PromiseQuery) ([]PromiseRow, error) {
	args := []any{string(r.company), q.From, q.To}
	sql := promiseSelect + ` AND e.until >= $2 AND e.until <= $3`
	if q.Customer != "" {
		args = append(args, string(q.Customer))
		sql += fmt.Sprintf(` AND e.customer >= $%[1]d AND e.customer <= $%[1]d`, len(args)) // a range for the reason that ContractsOf gives
	}
	sql += q.Scope.filter("c", &args)
	args = append(args, q.Limit)
	rows, err := r.q.Query(ctx, sql+fmt.Sprintf(` ORDER BY e.until DESC, e.number DESC LIMIT $%d`, len(args)), args...)
	return collect(rows, err, scanPromise)
}

// PromisesWith are the promises and parts recorded together with one of a
// customer, itself included, by day.
func (r Reader) PromisesWith(ctx context.Context, key string) ([]PromiseRow, error) {
	rows, err := r.q.Query(ctx, promiseSelect+` AND (e.customer, e.change, e.date) IN (SELECT o.customer, o.change, o.date FROM event o
		WHERE o.company = $1 AND o.event = $2) ORDER BY e.until, e.number`, string(r.company), key)
	return collect(rows, err, scanPromise)
}

// EventsAmong are the promises and plans of the customers that stand, in the order of
// recording, customer by customer.
func (r Reader) EventsAmong(ctx context.Context, customers []id.Customer) (map[id.Customer][]Event, error) {
	rows, err := r.q.Query(ctx, eventSelect+` AND kind IN ('promise', 'plan') AND `+r.q.Engine().Among("customer", 2)+stands+` ORDER BY customer, number`,
		string(r.company), texts(customers))
	list, err := collect(rows, err, scanEvent)
	of := map[id.Customer][]Event{}
	for _, e := range list {
		of[e.Customer] = append(of[e.Customer], e)
	}
	return of, err
}

// ReceiptsOf is what was paid to the documents of the customers.
func (r Reader) ReceiptsOf(ctx context.Context, customers []id.Customer) (map[id.Customer][]ledger.Receipt, error) {
	type row struct {
		of id.Customer
		ledger.Receipt
	}
	rows, err := r.q.Query(ctx, `SELECT a.customer, a.date, a.invoice, i.issued, CAST(SUM(a.amount) AS BIGINT), i.currency
		FROM allocation a JOIN instalment i ON i.company = a.company AND i.customer = a.customer AND i.invoice = a.invoice AND i.part = a.part
		WHERE a.company = $1 AND `+r.q.Engine().Among("a.customer", 2)+`
		GROUP BY a.customer, a.invoice, a.date, i.issued, i.currency HAVING SUM(a.amount) <> 0`, string(r.company), texts(customers))
	list, err := collect(rows, err, func(rows db.Rows, v *row) error {
		return rows.Scan(&v.of, &v.On, &v.Invoice, &v.Issued, &v.Amount, &v.Currency)
	})
	of := map[id.Customer][]ledger.Receipt{}
	for _, v := range list {
		of[v.of] = append(of[v.of], v.Receipt)
	}
	return of, err
}

// OpenItem is an instalment that is open now.
type OpenItem struct {
	Customer id.Customer
	Contract id.Contract
	Number   string // of the contract, as printed
	Invoice  id.Invoice
	Part     int
	Document string // as printed; empty: the key
	Kind     string
	Issued   cal.Date
	Due      cal.Date
	Open     money.Minor
	Currency money.Currency
}

// OpenItems are the open instalments of the customers, of each the oldest due
// first.
func (r Reader) OpenItems(ctx context.Context, customers []id.Customer) ([]OpenItem, error) {
	rows, err := r.q.Query(ctx, `SELECT i.customer, i.contract, COALESCE(c.number, ''), i.invoice, i.part, v.document, i.kind, i.issued, i.due, i.amount - i.paid, i.currency
		FROM instalment i JOIN invoice v ON v.company = i.company AND v.invoice = i.invoice
		LEFT JOIN contract c ON c.company = i.company AND c.contract = i.contract
		WHERE i.company = $1 AND i.settled_on IS NULL AND i.paid < i.amount AND `+r.q.Engine().Among("i.customer", 2)+`
		ORDER BY i.customer, i.due NULLS LAST, i.invoice, i.part`, string(r.company), texts(customers))
	return collect(rows, err, func(rows db.Rows, v *OpenItem) error {
		return rows.Scan(&v.Customer, &v.Contract, &v.Number, &v.Invoice, &v.Part, &v.Document, &v.Kind, &v.Issued, &v.Due, &v.Open, &v.Currency)
	})
}

// Unapplied is the money of the customers that settles nothing yet, by customer
// and currency; those without any are left out.
func (r Reader) Unapplied(ctx context.Context, customers []id.Customer) (map[id.Customer][]ledger.Credit, error) {
	type row struct {
		of id.Customer
		ledger.Credit
	}
	rows, err := r.q.Query(ctx, `SELECT customer, currency, CAST(SUM(amount - used) AS BIGINT) FROM payment
		WHERE company = $1 AND amount <> used AND `+r.q.Engine().Among("customer", 2)+`
		GROUP BY customer, currency HAVING SUM(amount - used) > 0 ORDER BY customer, currency`, string(r.company), texts(customers))
	list, err := collect(rows, err, func(rows db.Rows, v *row) error { return rows.Scan(&v.of, &v.Currency, &v.Amount) })
	of := map[id.Customer][]ledger.Credit{}
	for _, v := range list {
		of[v.of] = append(of[v.of], v.Credit)
	}
	return of, err
}

// ToPost is how many letters of a run are printed and not posted yet.
type ToPost struct {
	Run     cal.Date
	Letters int
}

// ToPost counts, by run, the letters of the runs since a day that wait to be
// printed, signed and posted, the newest run first.
func (r Reader) ToPost(ctx context.Context, since cal.Date, of Scope) ([]ToPost, error) {
	args := []any{string(r.company), since}
	from := ` FROM delivery d WHERE d.company = $1`
	if filter := of.filter("c", &args); filter != "" { // by his customers, who are few
		from = ` FROM customer c JOIN letter l ON l.company = c.company AND l.customer = c.customer AND l.run_date >= $2
			JOIN delivery d ON d.company = l.company AND d.letter = l.letter WHERE c.company = $1` + filter
	}
	rows, err := r.q.Query(ctx, `SELECT d.run_date, COUNT(*)`+from+` AND d.run_date >= $2 AND d.channel = 'post' AND d.state IN ('ready', 'signed')
		GROUP BY d.run_date ORDER BY d.run_date DESC`, args...)
	return collect(rows, err, func(rows db.Rows, v *ToPost) error { return rows.Scan(&v.Run, &v.Letters) })
}
