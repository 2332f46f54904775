package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
)

// Attachment is a row of attachment: a file about a customer, without its
// bytes.
type Attachment struct {
	Customer id.Customer
	Number   int        // from 1, among the customer's
	Invoice  id.Invoice // it is about; empty: the customer
	Name     string     // of the file, as it was brought
	Type     string     // as its bytes tell
	Size     int        // in bytes
	Hash     string     // SHA-256 of the bytes, hex
	About    string     // what it is, in words; may be empty
	Date     cal.Date
	Author   string
	Removed  cal.Date // since when its bytes are gone; zero: they are here
}

// Attachments are a customer's files, newest first, removed ones too.
func (r Reader) Attachments(ctx context.Context, customer id.Customer) ([]Attachment, error) {
	rows, err := r.q.Query(ctx, `SELECT customer, number, invoice, name, type, size, hash, about, date, author, removed_on FROM attachment
		WHERE company = $1 AND customer = $2 ORDER BY number DESC`, string(r.company), string(customer))
	return collect(rows, err, func(rows db.Rows, a *Attachment) error {
		return rows.Scan(&a.Customer, &a.Number, &a.Invoice, &a.Name, &a.Type, &a.Size, &a.Hash, &a.About, &a.Date, &a.Author, &a.Removed)
	})
}

// AttachmentData is the bytes of a file, nil if they were removed.
func (r Reader) AttachmentData(ctx context.Context, customer id.Customer, number int) ([]byte, error) {
	rows, err := r.q.Query(ctx, `SELECT data FROM attachment_data WHERE company = $1 AND customer = $2 AND number = $3`, string(r.company), string(customer), number)
	list, err := collect(rows, err, func(rows db.Rows, b *[]byte) error { return rows.Scan(b) })
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// InsertAttachment records a file with its bytes.
func (w Writer) InsertAttachment(ctx context.Context, a Attachment, data []byte) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO attachment (company, customer, number, invoice, name, type, size, hash, about, date, author, change)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)`,
		string(w.company), string(a.Customer), a.Number, string(a.Invoice), a.Name, a.Type, a.Size, a.Hash, a.About, a.Date, a.Author, w.change)
	if err != nil {
		return err
	}
	_, err = w.tx.Exec(ctx, `INSERT INTO attachment_data (company, customer, number, data, change) VALUES ($1,$2,$3,$4,$5)`,
		string(w.company), string(a.Customer), a.Number, data, w.change)
	return err
}

// RemoveAttachment takes the bytes of a file away; false if they are gone.
func (w Writer) RemoveAttachment(ctx context.Context, customer id.Customer, number int, on cal.Date) (bool, error) {
	n, err := w.tx.Exec(ctx, `DELETE FROM attachment_data WHERE company = $1 AND customer = $2 AND number = $3`, string(w.company), string(customer), number)
	if err != nil || n == 0 {
		return false, err
	}
	_, err = w.tx.Exec(ctx, `UPDATE attachment SET removed_on = $4, change = $5 WHERE company = $1 AND customer = $2 AND number = $3`,
		string(w.company), string(customer), number, on, w.change)
	return true, err
}

// Note is what somebody wrote down about a customer or one of his invoices.
type Note struct {
	Customer id.Customer
	Number   int // from 1, among the customer's
	Invoice  id.Invoice
	Date     cal.Date
	Author   string
	Text     string
}

// Notes are a customer's notes, newest first.
func (r Reader) Notes(ctx context.Context, customer id.Customer) ([]Note, error) {
	rows, err := r.q.Query(ctx, `SELECT customer, number, invoice, date, author, text FROM note
		WHERE company = $1 AND customer = $2 ORDER BY number DESC`, string(r.company), string(customer))
	return collect(rows, err, func(rows db.Rows, n *Note) error {
		return rows.Scan(&n.Customer, &n.Number, &n.Invoice, &n.Date, &n.Author, &n.Text)
	})
}

// InsertNote records a note under the customer's next number.
func (w Writer) InsertNote(ctx context.Context, n Note) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO note (company, customer, number, invoice, date, author, text, change)
		SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5, $6, $7 FROM note WHERE company = $1 AND customer = $2`,
		string(w.company), string(n.Customer), string(n.Invoice), n.Date, n.Author, n.Text, w.change)
	return err
}
