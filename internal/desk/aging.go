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
}

// Aging gives the rows of an aging as of a day, by customer, then contract or
// invoice, then currency. by is "customer", "contract" or "invoice".
func (s *Session) Aging(ctx context.Context, day cal.Date, by string, fn func(AgingRow) error) error {
	return s.AgingAfter(ctx, day, by, "", fn)
}

// AgingAfter is Aging of the customers after one, by code.
func (s *Session) AgingAfter(ctx context.Context, day cal.Date, by string, after id.Customer, fn func(AgingRow) error) error {
	return s.read(ctx, ReadBooks, func(r store.Reader) error {
		q := store.AccountQuery{AsOf: day, Scope: s.scope(), After: after, Limit: planCustomers}
		for {
			list, last, err := r.Accounts(ctx, q)
			if err != nil || last == "" {
				return err
			}
			names, err := namesOf(ctx, r, list)
			if err != nil {
				return err
			}
			for i := range list {
				for _, row := range ageAccount(&list[i], day, by) {
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

func ageAccount(a *ledger.Account, day cal.Date, by string) []AgingRow {
	type key struct {
		contract id.Contract
		invoice  id.Invoice
	}
	groups := map[key][]ledger.Item{}
	for _, it := range a.Items {
		k := key{}
		switch by {
		case "contract":
			k.contract = it.Contract
		case "invoice":
			k = key{it.Contract, it.Invoice}
		}
		groups[k] = append(groups[k], it)
	}
	var rows []AgingRow
	for k, items := range groups {
		for _, ages := range ledger.Aging(items, day) {
			rows = append(rows, AgingRow{Customer: a.Customer, Contract: k.contract, Invoice: k.invoice, Ages: ages})
		}
	}
	slices.SortFunc(rows, func(a, b AgingRow) int {
		return cmp.Or(cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Invoice, b.Invoice), cmp.Compare(a.Currency, b.Currency))
	})
	if by == "customer" {
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
