package desk

import (
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/claims"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// leftPiece is for how many customers days left are read at once.
const leftPiece = 500

// Left are the days an instalment has left before limitation, as of today.
type Left struct {
	Days     int  // below zero: it has run out
	Verified bool // somebody read every rule that counted in its source
	Known    bool // a law gives it one, and its term has started
}

// InvoiceLeft names an instalment in DaysLeft.
type InvoiceLeft struct {
	Invoice id.Invoice
	Part    int
}

// CustomerLeft names what a customer owes in a currency in DaysLeft.
type CustomerLeft struct {
	Customer id.Customer
	Currency money.Currency
}

// DaysLeft are the days left of the open instalments of some customers, and the
// fewest of each customer and currency, for lists.
type DaysLeft struct {
	Invoices  map[InvoiceLeft]Left
	Customers map[CustomerLeft]Left
}

// DaysLeft gives them as of today; customers may be named more than once.
func (s *Session) DaysLeft(ctx context.Context, customers []id.Customer) (out DaysLeft, err error) {
	out = DaysLeft{map[InvoiceLeft]Left{}, map[CustomerLeft]Left{}}
	ids := slices.Clone(customers)
	slices.Sort(ids)
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		for piece := range slices.Chunk(slices.Compact(ids), leftPiece) {
			if err := s.daysLeft(ctx, r, piece, &out); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func (s *Session) daysLeft(ctx context.Context, r store.Reader, ids []id.Customer, out *DaysLeft) error {
	seen, err := r.CustomersWithin(ctx, s.scope(), ids)
	if err != nil {
		return err
	}
	ids = slices.DeleteFunc(slices.Clone(ids), func(c id.Customer) bool { return !seen[c] })
	l, accounts, err := s.barely(ctx, r, ids, s.Today())
	if err != nil {
		return err
	}
	open, err := r.OpenItems(ctx, ids)
	for i := range open {
		v := &open[i]
		it := ledger.Item{Invoice: v.Invoice, Part: v.Part, Contract: v.Contract, Issued: v.Issued, Due: v.Due, Open: v.Open, Currency: v.Currency}
		left := l.left(accounts[v.Customer], &it)
		if !left.Known {
			continue
		}
		out.Invoices[InvoiceLeft{v.Invoice, v.Part}] = left
		key := CustomerLeft{v.Customer, v.Currency}
		out.Customers[key] = out.Customers[key].fewer(left)
	}
	return err
}

// left is what an item of an account has left.
func (l *clocks) left(a *ledger.Account, it *ledger.Item) Left {
	limit := l.of(a, it)
	days, known := limit.Left()
	if !known {
		return Left{}
	}
	return Left{days, len(limit.Clock.Doubtful()) == 0, true}
}

// fewer is the one of both that has fewer days.
func (l Left) fewer(other Left) Left {
	if !l.Known || other.Known && other.Days < l.Days {
		return other
	}
	return l
}

// barely reads of customers what their clocks need, and no more.
func (s *Session) barely(ctx context.Context, r store.Reader, ids []id.Customer, day cal.Date) (*clocks, map[id.Customer]*ledger.Account, error) {
	book, err := claims.Shipped()
	if err != nil {
		return nil, nil, err
	}
	l := &clocks{book: book, country: s.company.Country, day: day, acts: map[id.Customer][]store.Act{}}
	if err := l.load(ctx, r, accountsOf(ids)); err != nil {
		return nil, nil, err
	}
	acts, err := r.SignedActs(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range acts {
		if a.Restarts() {
			l.acts[a.Customer] = append(l.acts[a.Customer], a)
		}
	}
	customers, err := r.Customers(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	laws, err := r.Laws(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	contracts := make([]ledger.Contract, 0, len(laws))
	for k, law := range laws {
		contracts = append(contracts, ledger.Contract{ID: k, Law: law})
	}
	accounts := map[id.Customer]*ledger.Account{}
	for i := range customers {
		accounts[customers[i].ID] = &ledger.Account{Customer: customers[i].ID, Country: customers[i].Country, Contracts: contracts}
	}
	kinds := []string{string(ledger.Uncollectable)}
	for k := range clockFacts {
		kinds = append(kinds, string(k))
	}
	events, err := r.LegalEvents(ctx, ids, kinds, day)
	for i := range events {
		if a := accounts[events[i].Customer]; a != nil {
			a.Events = append(a.Events, events[i].Event)
		}
	}
	return l, accounts, err
}

func accountsOf(ids []id.Customer) []ledger.Account {
	list := make([]ledger.Account, len(ids))
	for i := range ids {
		list[i].Customer = ids[i]
	}
	return list
}
