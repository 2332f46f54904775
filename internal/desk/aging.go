package desk

import (
	"cmp"
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// AgingRow is the open items of a customer, a contract or an invoice in one
// currency by days overdue. Credit is what of the customer's payments settles
// nothing; it is not part of Total.
type AgingRow struct {
	Customer id.Customer
	Name     string
	Contract id.Contract // of rows by contract and by invoice
	Invoice  id.Invoice  // of rows by invoice
	ledger.Ages
	Credit money.Minor
	Left   Left // of its instalments, the one with the fewest days; where it was asked for
}

// AgingQuery asks for an aging as of a day.
type AgingQuery struct {
	Date  cal.Date
	By    string      // customer, contract or invoice
	After id.Customer // only customers after this one, by code
	Left  bool        // with the days left before limitation
}

// Aging gives the rows of an aging as of a day, by customer, then contract or
// invoice, then currency. by is "customer", "contract" or "invoice".
func (s *Session) Aging(ctx context.Context, day cal.Date, by string, fn func(AgingRow) error) error {
	return s.AgingOf(ctx, AgingQuery{Date: day, By: by}, fn)
}

// AgingOf is Aging by a query.
func (s *Session) AgingOf(ctx context.Context, query AgingQuery, fn func(AgingRow) error) error {
	return s.read(ctx, ReadBooks, func(r store.Reader) error {
		q := store.AccountQuery{AsOf: query.Date, Scope: s.scope(), After: query.After, Limit: planCustomers}
		for {
			list, last, err := r.Accounts(ctx, q)
			if err != nil || last == "" {
				return err
			}
			names, err := namesOf(ctx, r, list)
			if err != nil {
				return err
			}
			left, err := s.leftOf(ctx, r, list, &query)
			if err != nil {
				return err
			}
			for i := range list {
				for _, row := range ageAccount(&list[i], &query, left) {
					row.Name = names[row.Customer]
					if err := fn(row); err != nil {
						return err
					}
				}
			}
			q.After = last
		}
	})
}

func namesOf(ctx context.Context, r store.Reader, list []ledger.Account) (map[id.Customer]string, error) {
	ids := make([]id.Customer, len(list))
	for i := range list {
		ids[i] = list[i].Customer
	}
	customers, err := r.Customers(ctx, ids)
	names := make(map[id.Customer]string, len(customers))
	for _, c := range customers {
		names[c.ID] = c.Name
	}
	return names, err
}

// leftOf tells what an item of these accounts has left before limitation,
// where somebody asked.
func (s *Session) leftOf(ctx context.Context, r store.Reader, list []ledger.Account, q *AgingQuery) (func(*ledger.Account, *ledger.Item) Left, error) {
	if !q.Left {
		return func(*ledger.Account, *ledger.Item) Left { return Left{} }, nil
	}
	ids := make([]id.Customer, len(list))
	for i := range list {
		ids[i] = list[i].Customer
	}
	l, accounts, err := s.barely(ctx, r, ids, q.Date)
	return func(a *ledger.Account, it *ledger.Item) Left { return l.left(accounts[a.Customer], it) }, err
}

func ageAccount(a *ledger.Account, q *AgingQuery, left func(*ledger.Account, *ledger.Item) Left) []AgingRow {
	type key struct {
		contract id.Contract
		invoice  id.Invoice
	}
	groups := map[key][]ledger.Item{}
	for _, it := range a.Items {
		k := key{}
		switch q.By {
		case "contract":
			k.contract = it.Contract
		case "invoice":
			k = key{it.Contract, it.Invoice}
		}
		groups[k] = append(groups[k], it)
	}
	var rows []AgingRow
	for k, items := range groups {
		for _, ages := range ledger.Aging(items, q.Date) {
			row := AgingRow{Customer: a.Customer, Contract: k.contract, Invoice: k.invoice, Ages: ages}
			for i := range items {
				if items[i].Currency == ages.Currency {
					row.Left = row.Left.fewer(left(a, &items[i]))
				}
			}
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b AgingRow) int {
		return cmp.Or(cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Invoice, b.Invoice), cmp.Compare(a.Currency, b.Currency))
	})
	if q.By == "customer" {
		for i := range rows {
			for _, c := range a.Credits {
				if c.Currency == rows[i].Currency {
					rows[i].Credit = c.Amount
				}
			}
		}
	}
	return rows
}
