package desk

import (
	"context"

	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// The records of the books a page at a time, in the order of their keys, of the
// customers that the actor sees.

// PageCustomers are the customers of a page.
func (s *Session) PageCustomers(ctx context.Context, q store.PageQuery) ([]ledger.Customer, error) {
	return listed(ctx, s, q, store.Reader.PageCustomers)
}

// PageContracts are the contracts of a page.
func (s *Session) PageContracts(ctx context.Context, q store.PageQuery) ([]ledger.Contract, error) {
	return listed(ctx, s, q, store.Reader.PageContracts)
}

// PagePayments are the payments of a page.
func (s *Session) PagePayments(ctx context.Context, q store.PageQuery) ([]store.Payment, error) {
	return listed(ctx, s, q, store.Reader.PagePayments)
}

// PageEvents are the events of a page that were not withdrawn.
func (s *Session) PageEvents(ctx context.Context, q store.PageQuery) ([]store.Event, error) {
	return listed(ctx, s, q, store.Reader.PageEvents)
}

// PageInvoice is an invoice with its instalments.
type PageInvoice struct {
	ledger.Invoice
	Parts []store.Instalment // of a credit note: none
}

// PageInvoices are the invoices of a page with their instalments.
func (s *Session) PageInvoices(ctx context.Context, q store.PageQuery) (list []PageInvoice, err error) {
	return listed(ctx, s, q, func(r store.Reader, ctx context.Context, q store.PageQuery) ([]PageInvoice, error) {
		rows, err := r.PageInvoices(ctx, q)
		if err != nil {
			return nil, err
		}
		list := make([]PageInvoice, len(rows))
		at := make(map[id.Invoice]int, len(rows))
		customers, invoices := make([]id.Customer, len(rows)), make([]id.Invoice, len(rows))
		for i, v := range rows {
			list[i].Invoice, at[v.ID] = v, i
			customers[i], invoices[i] = v.Customer, v.ID
		}
		parts, err := r.PartsOf(ctx, customers, invoices)
		for _, p := range parts {
			i := at[p.Item.Invoice]
			list[i].Parts = append(list[i].Parts, p)
		}
		return list, err
	})
}

func listed[T any](ctx context.Context, s *Session, q store.PageQuery, read func(store.Reader, context.Context, store.PageQuery) ([]T, error)) (list []T, err error) {
	q.Scope, q.Today = s.scope().Of(q.Scope.Manager), s.Today()
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		list, err = read(r, ctx, q)
		return err
	})
	return list, err
}
