package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
)

// StatementOrder is a row of statement_order: whose statement goes out each
// month by itself.
type StatementOrder struct {
	Customer id.Customer
	Address  string
	Day      int // of the month, 1 to 28
	Children bool
	SentFor  cal.Date // last day of the newest period sent; zero: none
	Author   string
}

// StatementOrders are all of them, or a customer's.
func (r Reader) StatementOrders(ctx context.Context, customer id.Customer) ([]StatementOrder, error) {
	rows, err := r.q.Query(ctx, `SELECT customer, address, day, children, sent_for, author FROM statement_order
		WHERE company = $1 AND ($2 = '' OR customer = $2) ORDER BY customer`, string(r.company), string(customer))
	return collect(rows, err, func(rows db.Rows, o *StatementOrder) error {
		children := 0
		err := rows.Scan(&o.Customer, &o.Address, &o.Day, &children, &o.SentFor, &o.Author)
		o.Children = children == 1
		return err
	})
}

// SaveStatementOrder records one, in place of the customer's one before.
func (w Writer) SaveStatementOrder(ctx context.Context, o StatementOrder) error {
	children := 0
	if o.Children {
		children = 1
	}
	_, err := w.tx.Exec(ctx, `INSERT INTO statement_order (company, customer, address, day, children, sent_for, author, change) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)
		ON CONFLICT (company, customer) DO UPDATE SET address = excluded.address, day = excluded.day, children = excluded.children,
		sent_for = excluded.sent_for, author = excluded.author, change = excluded.change`,
		string(w.company), string(o.Customer), o.Address, o.Day, children, o.SentFor, o.Author, w.change)
	return err
}

// DeleteStatementOrder ends one; false if there is none.
func (w Writer) DeleteStatementOrder(ctx context.Context, customer id.Customer) (bool, error) {
	n, err := w.tx.Exec(ctx, `DELETE FROM statement_order WHERE company = $1 AND customer = $2`, string(w.company), string(customer))
	return n > 0, err
}
