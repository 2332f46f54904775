package store

import (
	"context"
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

// PageQuery asks for records of the books in the order of their keys, a page at
// a time. What is empty narrows nothing; what a kind does not have is not asked.
type PageQuery struct {
	Scope    Scope
	Key      string // only the record of this key
	Customer id.Customer
	Contract id.Contract
	Invoice  id.Invoice
	Category string
	Kind     string // of events
	State    string // of invoices: open, overdue, paid
	From, To cal.Date
	Today    cal.Date // of which day an invoice is overdue
	After    string   // the key of the last record before
	Limit    int
}

// page is the end of a statement over a table, whose key and date columns are
// named, and its arguments.
func (q PageQuery) page(r Reader, table, key, date string) (string, []any) {
	args := []any{string(r.company)}
	sql := ""
	add := func(condition string, v any) {
		args = append(args, v)
		sql += fmt.Sprintf(" AND "+condition, len(args))
	}
	for _, f := range []struct{ column, value string }{
		{key, q.Key}, {"customer", string(q.Customer)}, {"contract", string(q.Contract)}, {"invoice", string(q.Invoice)}, {"category", q.Category}, {"kind", q.Kind},
	} {
		if f.value != "" {
			add(f.column+" = $%d", f.value)
		}
	}
	if q.From != 0 {
		add(date+" >= $%d", q.From)
	}
	if q.To != 0 {
		add(date+" <= $%d", q.To)
	}
	if q.After != "" {
		add(key+" > $%d", q.After)
	}
	if table == "customer" {
		sql += q.Scope.filter(table, &args)
	} else {
		sql, args = q.Scope.within(sql, args, table)
	}
	if q.State != "" {
		args = append(args, q.Today)
		sql += fmt.Sprintf(invoiceStates[q.State], len(args))
	}
	return sql + fmt.Sprintf(" ORDER BY %s LIMIT %d", key, q.Limit), args
}

// invoiceStates are the conditions of an invoice's states; the day stands in
// each, so that all have the same arguments.
var invoiceStates = map[string]string{
	"open":    ` AND EXISTS (SELECT 1 FROM instalment i WHERE i.company = invoice.company AND i.customer = invoice.customer AND i.invoice = invoice.invoice AND i.paid < i.amount AND i.issued <= $%d)`,
	"overdue": ` AND EXISTS (SELECT 1 FROM instalment i WHERE i.company = invoice.company AND i.customer = invoice.customer AND i.invoice = invoice.invoice AND i.paid < i.amount AND i.due < $%d)`,
	"paid":    ` AND NOT EXISTS (SELECT 1 FROM instalment i WHERE i.company = invoice.company AND i.customer = invoice.customer AND i.invoice = invoice.invoice AND i.paid < i.amount AND i.issued <= $%d)`,
}

// PageCustomers are the customers of a page, by code.
func (r Reader) PageCustomers(ctx context.Context, q PageQuery) ([]ledger.Customer, error) {
	end, args := q.page(r, "customer", "customer", "")
	rows, err := r.q.Query(ctx, customerSelect+end, args...)
	return collect(rows, err, scanCustomer)
}

// PageContracts are the contracts of a page, by key.
func (r Reader) PageContracts(ctx context.Context, q PageQuery) ([]ledger.Contract, error) {
	end, args := q.page(r, "contract", "contract", "date")
	rows, err := r.q.Query(ctx, contractSelect+end, args...)
	return collect(rows, err, scanContract)
}

// PageInvoices are the invoices of a page, by key.
func (r Reader) PageInvoices(ctx context.Context, q PageQuery) ([]ledger.Invoice, error) {
	end, args := q.page(r, "invoice", "invoice", "date")
	rows, err := r.q.Query(ctx, invoiceSelect+end, args...)
	return collect(rows, err, scanInvoice)
}

// PagePayments are the payments of a page, by key.
func (r Reader) PagePayments(ctx context.Context, q PageQuery) ([]Payment, error) {
	end, args := q.page(r, "payment", "payment", "date")
	rows, err := r.q.Query(ctx, paymentSelect+end, args...)
	return collect(rows, err, scanPayment)
}

// PageEvents are the events of a page that stand, by key.
func (r Reader) PageEvents(ctx context.Context, q PageQuery) ([]Event, error) {
	end, args := q.page(r, "event", "event", "date")
	rows, err := r.q.Query(ctx, eventSelect+stands+end, args...)
	return collect(rows, err, scanEvent)
}

// PartsOf are the instalments of invoices of the customers, settled ones too, by
// customer, invoice and part.
func (r Reader) PartsOf(ctx context.Context, customers []id.Customer, invoices []id.Invoice) ([]Instalment, error) {
	among := r.q.Engine().Among
	rows, err := r.q.Query(ctx, instalmentSelect+` AND `+among("customer", 2)+` AND `+among("invoice", 3)+` ORDER BY customer, invoice, part`,
		string(r.company), texts(customers), texts(invoices))
	return collect(rows, err, scanInstalment)
}
