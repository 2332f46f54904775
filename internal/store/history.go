package store

import (
	"cmp"
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

// HistoryQuery asks for histories, customer by customer.
type HistoryQuery struct {
	Scope Scope
	After id.Customer // customers after this one, by bytes
	Only  id.Customer // none but this one; empty: all
	Limit int         // at most so many customers
}

// Histories reads the next customers' histories in the order of their codes:
// everything recorded about each, whatever its date. last is the code to go on
// after; empty when there are no more.
func (r Reader) Histories(ctx context.Context, q HistoryQuery) (list []ledger.History, last id.Customer, err error) {
	heads, last, err := r.accountHeads(ctx, AccountQuery{Scope: q.Scope, After: q.After, Only: q.Only, Limit: q.Limit})
	if err != nil || len(heads) == 0 {
		return nil, last, err
	}
	for _, read := range []func(context.Context, accountSpan) error{r.accountContacts, r.accountContracts} {
		if err := read(ctx, accountSpan{list: heads}); err != nil {
			return nil, "", err
		}
	}
	list = make([]ledger.History, len(heads))
	for i := range heads {
		list[i].Head = heads[i]
	}
	span := historySpan{list: list}
	for _, read := range []func(context.Context, *historySpan) error{r.historyItems, r.historySettled, r.historyPayments, r.historyEvents} {
		if err := read(ctx, &span); err != nil {
			return nil, "", err
		}
		span.at = 0
	}
	for i := range list {
		slices.SortFunc(list[i].Items, func(a, b ledger.HistoryItem) int { return compareItems(a.Item, b.Item) })
	}
	return list, last, nil
}

// historySpan is the customers from the first to the last of list, never
// empty. Rows come in their order, so it walks along with them.
type historySpan struct {
	list []ledger.History
	at   int // the customer of the row before
}

func (s *historySpan) args(company id.Company) []any {
	return []any{string(company), string(s.list[0].Head.Customer), string(s.list[len(s.list)-1].Head.Customer)}
}

// find is the history of a row's customer; nil where the row is nobody's.
func (s *historySpan) find(customer id.Customer) *ledger.History {
	for s.at < len(s.list) && s.list[s.at].Head.Customer < customer {
		s.at++
	}
	if s.at < len(s.list) && s.list[s.at].Head.Customer == customer {
		return &s.list[s.at]
	}
	return nil
}

// historyItems reads the instalments, by invoice and part, which is the order
// in which their allocations come.
func (r Reader) historyItems(ctx context.Context, s *historySpan) error {
	rows, err := r.q.Query(ctx, `SELECT customer, invoice, part, contract, currency, issued, due, amount, kind, shipped, handed_over, accepted
		FROM instalment WHERE company = $1 AND customer >= $2 AND customer <= $3 ORDER BY customer, invoice, part`, s.args(r.company)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var customer id.Customer
		var v ledger.HistoryItem
		if err := rows.Scan(&customer, &v.Invoice, &v.Part, &v.Contract, &v.Currency, &v.Issued, &v.Due, &v.Amount,
			&v.Kind, &v.Shipped, &v.HandedOver, &v.Accepted); err != nil {
			return err
		}
		if h := s.find(customer); h != nil {
			h.Items = append(h.Items, v)
		}
	}
	return rows.Err()
}

// historySettled reads the allocations and gives each instalment its own: one
// for a payment, none where a reversal took it back.
func (r Reader) historySettled(ctx context.Context, s *historySpan) error {
	rows, err := r.q.Query(ctx, `SELECT customer, invoice, part, date, CAST(SUM(amount) AS BIGINT) FROM allocation
		WHERE company = $1 AND customer >= $2 AND customer <= $3
		GROUP BY customer, invoice, part, payment, date HAVING SUM(amount) <> 0 ORDER BY customer, invoice, part, date, 5`, s.args(r.company)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var h *ledger.History
	item := 0
	for rows.Next() {
		var customer id.Customer
		var invoice id.Invoice
		var part int
		var v ledger.Settle
		if err := rows.Scan(&customer, &invoice, &part, &v.On, &v.Amount); err != nil {
			return err
		}
		if now := s.find(customer); now != h {
			h, item = now, 0
		}
		if h == nil {
			continue
		}
		for item < len(h.Items) && cmp.Or(cmp.Compare(h.Items[item].Invoice, invoice), cmp.Compare(h.Items[item].Part, part)) < 0 {
			item++
		}
		if item < len(h.Items) && h.Items[item].Invoice == invoice && h.Items[item].Part == part {
			h.Items[item].Settled = append(h.Items[item].Settled, v)
		}
	}
	return rows.Err()
}

func (r Reader) historyPayments(ctx context.Context, s *historySpan) error {
	rows, err := r.q.Query(ctx, `SELECT customer, date, amount - charged, currency FROM payment
		WHERE company = $1 AND customer >= $2 AND customer <= $3 ORDER BY customer, date, payment`, s.args(r.company)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var customer id.Customer
		var v ledger.Receipt
		if err := rows.Scan(&customer, &v.On, &v.Amount, &v.Currency); err != nil {
			return err
		}
		if h := s.find(customer); h != nil {
			h.Payments = append(h.Payments, v)
		}
	}
	return rows.Err()
}

func (r Reader) historyEvents(ctx context.Context, s *historySpan) error {
	rows, err := r.q.Query(ctx, eventSelect+` AND customer >= $2 AND customer <= $3
		AND kind NOT IN ('handed_over', 'accepted')`+stands+` ORDER BY customer, number`, s.args(r.company)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var e Event
		if err := scanEvent(rows, &e); err != nil {
			return err
		}
		if h := s.find(e.Customer); h != nil {
			h.Events = append(h.Events, e.Event)
		}
	}
	return rows.Err()
}

// Span is the first and the last day of a document or payment; zeros of empty
// books.
func (r Reader) Span(ctx context.Context) (first, last cal.Date, err error) {
	err = r.q.QueryRow(ctx, `SELECT MIN(date), MAX(date) FROM (
			SELECT date FROM invoice WHERE company = $1 UNION ALL SELECT date FROM payment WHERE company = $1) facts`, string(r.company)).Scan(&first, &last)
	return first, last, err
}
