package store

import (
	"context"

	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

// InvoiceLines are the positions of invoices, in the order of the documents.
func (r Reader) InvoiceLines(ctx context.Context, invoices []id.Invoice) ([]ledger.InvoiceLine, error) {
	rows, err := r.q.Query(ctx, `SELECT invoice, line, text, product_group, segment, rate, net, vat FROM invoice_line
		WHERE company = $1 AND `+r.q.Engine().Among("invoice", 2)+` ORDER BY invoice, line`, string(r.company), texts(invoices))
	return collect(rows, err, func(rows db.Rows, l *ledger.InvoiceLine) error {
		return rows.Scan(&l.Invoice, &l.Number, &l.Text, &l.Group, &l.Segment, &l.Rate, &l.Net, &l.VAT)
	})
}

var lineColumns = []string{"company", "invoice", "line", "text", "product_group", "segment", "rate", "net", "vat", "change"}

// ReplaceInvoiceLines records the positions of invoices in the place of those that
// are there.
func (w Writer) ReplaceInvoiceLines(ctx context.Context, invoices []id.Invoice, list []ledger.InvoiceLine) error {
	if _, err := w.tx.Exec(ctx, `DELETE FROM invoice_line WHERE company = $1 AND `+w.tx.Engine().Among("invoice", 2), string(w.company), texts(invoices)); err != nil {
		return err
	}
	return w.insert(ctx, "invoice_line", lineColumns, len(list), func(i int) []any {
		l := list[i]
		return []any{string(w.company), string(l.Invoice), l.Number, l.Text, l.Group, l.Segment, l.Rate, int64(l.Net), int64(l.VAT), w.change}
	})
}
