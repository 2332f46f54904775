package store

import (
	"context"
	"encoding/json"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

var invoiceColumns = []string{
	"company", "invoice", "customer", "contract", "kind", "document", "date", "due", "amount", "currency",
	"shipped", "handed_over", "accepted", "attrs", "change",
}

const invoiceSelect = `SELECT invoice, customer, contract, kind, document, date, due, amount, currency, shipped, handed_over, accepted, attrs
	FROM invoice WHERE company = $1`

func scanInvoice(rows db.Rows, v *ledger.Invoice) error {
	var a json.RawMessage
	err := rows.Scan(&v.ID, &v.Customer, &v.Contract, &v.Kind, &v.Document, &v.Date, &v.Due, &v.Amount, &v.Currency,
		&v.Shipped, &v.HandedOver, &v.Accepted, &a)
	v.Attrs = readAttrs(a)
	return err
}

// Invoices are the named invoices that exist, in no order.
func (r Reader) Invoices(ctx context.Context, ids []id.Invoice) ([]ledger.Invoice, error) {
	rows, err := r.q.Query(ctx, invoiceSelect+` AND `+r.q.Engine().Among("invoice", 2), string(r.company), texts(ids))
	return collect(rows, err, scanInvoice)
}

// InvoicesOfContracts are the invoices under the contracts that take their due
// date from them.
func (r Reader) InvoicesOfContracts(ctx context.Context, ids []id.Contract) ([]ledger.Invoice, error) {
	rows, err := r.q.Query(ctx, invoiceSelect+` AND due IS NULL AND amount > 0 AND `+r.q.Engine().Among("contract", 2)+` ORDER BY invoice`, string(r.company), texts(ids))
	return collect(rows, err, scanInvoice)
}

// HasInvoices tells whether the company has any invoice yet; a first import
// needs no look-ups.
func (r Reader) HasInvoices(ctx context.Context) (bool, error) {
	var some bool
	err := r.q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM invoice WHERE company = $1)`, string(r.company)).Scan(&some)
	return some, err
}

// InsertInvoices records new invoices in bulk; instalments are apart.
func (w Writer) InsertInvoices(ctx context.Context, list []ledger.Invoice) error {
	return w.insert(ctx, "invoice", invoiceColumns, len(list), func(i int) []any {
		return append([]any{string(w.company)}, append(invoiceValues(list[i]), w.change)...)
	})
}

// UpdateInvoice replaces an invoice's row; the journal holds what it was and
// which change corrected it. The row goes on naming the change that recorded it,
// by which Lifts tells what was shipped later.
func (w Writer) UpdateInvoice(ctx context.Context, v ledger.Invoice) error {
	_, err := w.tx.Exec(ctx, `UPDATE invoice SET customer = $3, contract = $4, kind = $5, document = $6, date = $7, due = $8, amount = $9,
		currency = $10, shipped = $11, handed_over = $12, accepted = $13, attrs = $14 WHERE company = $1 AND invoice = $2`,
		append([]any{string(w.company)}, invoiceValues(v)...)...)
	return err
}

func invoiceValues(v ledger.Invoice) []any {
	return []any{
		string(v.ID), string(v.Customer), string(v.Contract), v.Kind, v.Document, v.Date, v.Due, int64(v.Amount), string(v.Currency),
		v.Shipped, v.HandedOver, v.Accepted, attrs(v.Attrs),
	}
}

// Instalment is a row of instalment: an instalment with what a plan reads of
// its invoice and what settled it so far.
type Instalment struct {
	Customer  id.Customer
	Item      ledger.Item // Open is as of now, every recorded fact counted
	PaidOn    cal.Date    // latest business date of an allocation
	SettledOn cal.Date    // since when it is settled for good; zero: open
}

func (s Instalment) owner() id.Customer { return s.Customer }

var instalmentColumns = []string{
	"company", "customer", "invoice", "part", "contract", "currency", "issued", "due", "amount", "paid", "paid_on", "settled_on",
	"kind", "shipped", "handed_over", "accepted",
}

const instalmentSelect = `SELECT customer, invoice, part, contract, currency, issued, due, amount, amount - paid, paid_on, settled_on,
		kind, shipped, handed_over, accepted
	FROM instalment WHERE company = $1`

func scanInstalment(rows db.Rows, s *Instalment) error {
	v := &s.Item
	return rows.Scan(&s.Customer, &v.Invoice, &v.Part, &v.Contract, &v.Currency, &v.Issued, &v.Due, &v.Amount, &v.Open, &s.PaidOn, &s.SettledOn,
		&v.Kind, &v.Shipped, &v.HandedOver, &v.Accepted)
}

func (w Writer) instalmentValues(s Instalment) []any {
	v := s.Item
	return []any{
		string(w.company), string(s.Customer), string(v.Invoice), v.Part, string(v.Contract), string(v.Currency), v.Issued, v.Due,
		int64(v.Amount), int64(v.Amount - v.Open), s.PaidOn, s.SettledOn,
		v.Kind, v.Shipped, v.HandedOver, v.Accepted,
	}
}

// InstalmentsOf are all instalments of the customers, settled ones too,
// ordered by customer, invoice, part.
func (r Reader) InstalmentsOf(ctx context.Context, customers []id.Customer) ([]Instalment, error) {
	return r.instalments(ctx, customers, ``)
}

// OpenInstalmentsOf are the instalments of the customers that are open now.
func (r Reader) OpenInstalmentsOf(ctx context.Context, customers []id.Customer) ([]Instalment, error) {
	return r.instalments(ctx, customers, ` AND paid < amount`)
}

func (r Reader) instalments(ctx context.Context, customers []id.Customer, filter string) ([]Instalment, error) {
	rows, err := r.q.Query(ctx, instalmentSelect+filter+` AND `+r.q.Engine().Among("customer", 2)+` ORDER BY customer, invoice, part`, string(r.company), texts(customers))
	return collect(rows, err, scanInstalment)
}

// InsertInstalments records the instalments of new invoices in bulk.
func (w Writer) InsertInstalments(ctx context.Context, list []Instalment) error {
	if err := touchAll(ctx, w, list, Instalment.owner); err != nil {
		return err
	}
	return w.insert(ctx, "instalment", instalmentColumns, len(list), func(i int) []any { return w.instalmentValues(list[i]) })
}

// SaveInstalments writes instalments that exist or not: what is derived of
// them (due, amount, paid) is replaced.
func (w Writer) SaveInstalments(ctx context.Context, list []Instalment) error {
	if err := touchAll(ctx, w, list, Instalment.owner); err != nil {
		return err
	}
	return w.upsert(ctx, "instalment", instalmentColumns, `ON CONFLICT (company, customer, invoice, part) DO UPDATE SET contract = excluded.contract,
		currency = excluded.currency, issued = excluded.issued, due = excluded.due, amount = excluded.amount, paid = excluded.paid,
		paid_on = excluded.paid_on, settled_on = excluded.settled_on, kind = excluded.kind, shipped = excluded.shipped,
		handed_over = excluded.handed_over, accepted = excluded.accepted`, len(list), func(i int) []any { return w.instalmentValues(list[i]) })
}

// DeleteInstalment removes a part that a correction of its invoice left
// without an amount; its allocations have been reversed before.
func (w Writer) DeleteInstalment(ctx context.Context, s Instalment) error {
	if err := w.Touch(ctx, s.Customer); err != nil {
		return err
	}
	_, err := w.tx.Exec(ctx, `DELETE FROM instalment WHERE company = $1 AND customer = $2 AND invoice = $3 AND part = $4`,
		string(w.company), string(s.Customer), string(s.Item.Invoice), s.Item.Part)
	return err
}

// InvoiceOwners are the customers of the named invoices that exist.
func (r Reader) InvoiceOwners(ctx context.Context, ids []id.Invoice) (map[id.Invoice]id.Customer, error) {
	owners := make(map[id.Invoice]id.Customer, len(ids))
	if len(ids) == 0 {
		return owners, nil
	}
	rows, err := r.q.Query(ctx, `SELECT invoice, customer FROM invoice WHERE company = $1 AND `+r.q.Engine().Among("invoice", 2),
		string(r.company), texts(ids))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v id.Invoice
		var c id.Customer
		if err := rows.Scan(&v, &c); err != nil {
			return nil, err
		}
		owners[v] = c
	}
	return owners, rows.Err()
}

// SnapshotItems gives the customers' documents that a snapshot of a day could
// name: open on that day, or credited by earlier snapshots beyond their amount.
func (r Reader) SnapshotItems(ctx context.Context, day cal.Date, customers []id.Customer, fn func(id.Customer, id.Invoice)) error {
	among := r.q.Engine().Among("customer", 3)
	rows, err := r.q.Query(ctx, `SELECT customer, invoice FROM instalment WHERE company = $1 AND issued <= $2 AND (paid < amount OR paid_on > $2) AND `+among+`
		UNION SELECT customer, invoice FROM payment WHERE company = $1 AND date <= $2 AND invoice <> '' AND kind <> 'payment' AND amount <> used AND `+among,
		string(r.company), day, texts(customers))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c id.Customer
		var v id.Invoice
		if err := rows.Scan(&c, &v); err != nil {
			return err
		}
		fn(c, v)
	}
	return rows.Err()
}

// PartCounts is the number of instalments of the customers' invoices that
// have more than one.
func (r Reader) PartCounts(ctx context.Context, customers []id.Customer) (map[id.Invoice]int, error) {
	counts := map[id.Invoice]int{}
	rows, err := r.q.Query(ctx, `SELECT invoice, MAX(part) FROM instalment WHERE company = $1 AND part > 1 AND `+
		r.q.Engine().Among("customer", 2)+` GROUP BY invoice`, string(r.company), texts(customers))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v id.Invoice
		var n int
		if err := rows.Scan(&v, &n); err != nil {
			return nil, err
		}
		counts[v] = n
	}
	return counts, rows.Err()
}
