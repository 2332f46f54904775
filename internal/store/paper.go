package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
)

// Paper is a row of paper: what a customer showed before the first shipment, or
// was let ship without.
type Paper struct {
	Customer   id.Customer
	Paper      string // of the policy's list
	Number     string // as it bears; may be empty
	Dated      cal.Date
	Attachment int   // the file it is kept as; 0: none
	Approval   int64 // by which it was done without; 0: it was shown
	AddedOn    cal.Date
	Author     string
}

// Papers are those of a customer, by their names.
func (r Reader) Papers(ctx context.Context, customer id.Customer) ([]Paper, error) {
	rows, err := r.q.Query(ctx, `SELECT customer, paper, number, dated, attachment, approval, added_on, author FROM paper
		WHERE company = $1 AND customer = $2 ORDER BY paper`, string(r.company), string(customer))
	return collect(rows, err, func(rows db.Rows, p *Paper) error {
		return rows.Scan(&p.Customer, &p.Paper, &p.Number, &p.Dated, &p.Attachment, &p.Approval, &p.AddedOn, &p.Author)
	})
}

// SavePaper records a paper in the place of the one there was.
func (w Writer) SavePaper(ctx context.Context, p Paper) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO paper (company, customer, paper, number, dated, attachment, approval, added_on, author, change)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (company, customer, paper) DO UPDATE SET number = excluded.number, dated = excluded.dated, attachment = excluded.attachment,
			approval = excluded.approval, added_on = excluded.added_on, author = excluded.author, change = excluded.change`,
		string(w.company), string(p.Customer), p.Paper, p.Number, p.Dated, p.Attachment, p.Approval, p.AddedOn, p.Author, w.change)
	return err
}

// RemovePaper takes a paper back; false if there was none.
func (w Writer) RemovePaper(ctx context.Context, customer id.Customer, paper string) (bool, error) {
	n, err := w.tx.Exec(ctx, `DELETE FROM paper WHERE company = $1 AND customer = $2 AND paper = $3`, string(w.company), string(customer), paper)
	return n == 1, err
}

// FirstInvoice is the day of a customer's first document of debt; zero: there is
// none.
func (r Reader) FirstInvoice(ctx context.Context, customer id.Customer) (day cal.Date, err error) {
	err = r.q.QueryRow(ctx, `SELECT MIN(issued) FROM instalment WHERE company = $1 AND customer = $2`, string(r.company), string(customer)).Scan(&day)
	return day, err
}

// Unvetted are the customers without a document of debt yet, by their codes.
func (r Reader) Unvetted(ctx context.Context) ([]id.Customer, error) {
	rows, err := r.q.Query(ctx, `SELECT c.customer FROM customer c WHERE c.company = $1
		AND NOT EXISTS (SELECT 1 FROM instalment i WHERE i.company = c.company AND i.customer = c.customer) ORDER BY c.customer`, string(r.company))
	return collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
}
