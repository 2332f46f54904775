package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// Original is a row of original: the signed original of a paper that came back.
type Original struct {
	Invoice    id.Invoice  // empty: it is the contract's
	Contract   id.Contract // empty: it is the invoice's
	Paper      string      // of policy.Returned
	Number     string      // as it bears; may be empty
	ReturnedOn cal.Date
	Author     string
}

const originalSelect = `SELECT invoice, contract, paper, number, returned_on, author FROM original WHERE company = $1`

// Originals are those of invoices and of contracts.
func (r Reader) Originals(ctx context.Context, invoices []id.Invoice, contracts []id.Contract) ([]Original, error) {
	among := r.q.Engine().Among
	rows, err := r.q.Query(ctx, originalSelect+` AND (invoice <> '' AND `+among("invoice", 2)+` OR contract <> '' AND `+among("contract", 3)+`) ORDER BY invoice, contract, paper`,
		string(r.company), texts(invoices), texts(contracts))
	return collect(rows, err, func(rows db.Rows, o *Original) error {
		return rows.Scan(&o.Invoice, &o.Contract, &o.Paper, &o.Number, &o.ReturnedOn, &o.Author)
	})
}

// SaveOriginal records an original in the place of the one there was.
func (w Writer) SaveOriginal(ctx context.Context, o Original) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO original (company, invoice, contract, paper, number, returned_on, author, change) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (company, invoice, contract, paper) DO UPDATE SET number = excluded.number, returned_on = excluded.returned_on, author = excluded.author, change = excluded.change`,
		string(w.company), string(o.Invoice), string(o.Contract), o.Paper, o.Number, o.ReturnedOn, o.Author, w.change)
	return err
}

// RemoveOriginal takes an original back; false if there was none.
func (w Writer) RemoveOriginal(ctx context.Context, o Original) (bool, error) {
	n, err := w.tx.Exec(ctx, `DELETE FROM original WHERE company = $1 AND invoice = $2 AND contract = $3 AND paper = $4`,
		string(w.company), string(o.Invoice), string(o.Contract), o.Paper)
	return n == 1, err
}

// BareQuery picks the shipments that lack signed originals.
type BareQuery struct {
	Scope         Scope
	Papers        []string      // of policy.Returned: those of which any is not back
	Until         cal.Date      // shipped by this day, or issued where it is not known
	Customers     []id.Customer // only of these; nil: of all
	After         id.Customer   // only of customers after this one
	Offset, Limit int
}

// Bare is a shipment that is not paid and lacks a signed original.
type Bare struct {
	Customer id.Customer
	Name     string // of the customer
	Manager  string
	Invoice  id.Invoice
	Contract id.Contract // empty: none
	Shipped  cal.Date    // issued, where it is not known
	Open     money.Minor
	Currency money.Currency
}

// from is the statement that the query is about, and its arguments.
func (q BareQuery) from(r Reader) (string, []any) {
	args := []any{string(r.company), q.Until}
	add := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	var lacks []string
	for _, p := range policy.Returned {
		if !slices.Contains(q.Papers, p) {
			continue
		}
		key := `o.invoice = i.invoice AND o.contract = ''`
		if p == policy.EvidenceContract {
			key = `o.invoice = '' AND o.contract = i.contract AND i.contract <> ''`
		}
		lacks = append(lacks, `NOT EXISTS (SELECT 1 FROM original o WHERE o.company = i.company AND `+key+` AND o.paper = `+add(p)+`)`)
	}
	sql := ` FROM instalment i JOIN customer c ON c.company = i.company AND c.customer = i.customer
		WHERE i.company = $1 AND i.settled_on IS NULL AND i.paid < i.amount AND COALESCE(i.shipped, i.issued) <= $2 AND (` + strings.Join(lacks, " OR ") + `)`
	if q.Customers != nil {
		args = append(args, texts(q.Customers))
		sql += ` AND ` + r.q.Engine().Among("i.customer", len(args))
	}
	if q.After != "" {
		sql += ` AND i.customer > ` + add(string(q.After))
	}
	return sql + q.Scope.filter("c", &args), args
}

// bareSelect are the columns of Bare, and what makes one row of a document's
// instalments.
const (
	bareSelect = `SELECT i.customer, c.name, c.manager, i.invoice, i.contract, COALESCE(i.shipped, i.issued) AS went, CAST(SUM(i.amount - i.paid) AS BIGINT) AS open, i.currency`
	bareGroup  = ` GROUP BY i.customer, c.name, c.manager, i.invoice, i.contract, i.currency, COALESCE(i.shipped, i.issued)`
)

func scanBare(rows db.Rows, b *Bare) error {
	return rows.Scan(&b.Customer, &b.Name, &b.Manager, &b.Invoice, &b.Contract, &b.Shipped, &b.Open, &b.Currency)
}

// BareShipments are the shipments picked, the oldest first.
func (r Reader) BareShipments(ctx context.Context, q BareQuery) ([]Bare, error) {
	from, args := q.from(r)
	args = append(args, q.Limit, q.Offset)
	rows, err := r.q.Query(ctx, bareSelect+from+bareGroup+` ORDER BY went, i.customer, i.invoice`+fmt.Sprintf(` LIMIT $%d OFFSET $%d`, len(args)-1, len(args)), args...)
	return collect(rows, err, scanBare)
}

// BareOfEach are the shipments picked, of each customer so many, the oldest; by
// customer. Offset and Limit count for nothing.
func (r Reader) BareOfEach(ctx context.Context, q BareQuery, most int) ([]Bare, error) {
	from, args := q.from(r)
	args = append(args, most)
	rows, err := r.q.Query(ctx, `SELECT b.customer, b.name, b.manager, b.invoice, b.contract, b.went, b.open, b.currency FROM (
			SELECT g.customer, g.name, g.manager, g.invoice, g.contract, g.went, g.open, g.currency, ROW_NUMBER() OVER (PARTITION BY g.customer ORDER BY g.went, g.invoice) AS place FROM (`+bareSelect+from+bareGroup+`) AS g) AS b
		WHERE b.place <= `+fmt.Sprintf("$%d", len(args))+` ORDER BY b.customer, b.place`, args...)
	return collect(rows, err, scanBare)
}

// BareCount is how many shipments the query picks, whatever its Offset and Limit.
func (r Reader) BareCount(ctx context.Context, q BareQuery) (n int, err error) {
	from, args := q.from(r)
	err = r.q.QueryRow(ctx, `SELECT COUNT(DISTINCT i.invoice)`+from, args...).Scan(&n)
	return n, err
}

// BareCustomers are the customers of the shipments picked, by code.
func (r Reader) BareCustomers(ctx context.Context, q BareQuery) ([]id.Customer, error) {
	from, args := q.from(r)
	args = append(args, q.Limit)
	rows, err := r.q.Query(ctx, `SELECT DISTINCT i.customer`+from+fmt.Sprintf(` ORDER BY i.customer LIMIT $%d`, len(args)), args...)
	return collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
}

// CustomersWithTasks are the customers with tasks to be done that come of
// something whose name begins so, by code.
func (r Reader) CustomersWithTasks(ctx context.Context, from string) ([]id.Customer, error) {
	rows, err := r.q.Query(ctx, `SELECT DISTINCT customer FROM task WHERE company = $1 AND step >= $2 AND step < $3 AND closed_on IS NULL ORDER BY customer`,
		string(r.company), from, from+"~")
	return collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
}
