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

// maxPromises is how many promises are measured for one list; a period with
// more is to be made shorter.
const maxPromises = 1000

// PromiseSeen is a promise, or a part of a payment plan, as it stands on a day.
type PromiseSeen struct {
	store.PromiseRow
	ledger.Kept
}

// PromiseFilter picks promises for a list.
type PromiseFilter struct {
	From, To cal.Date            // promised for these days, both included
	State    ledger.PromiseState // empty: every state
	Customer id.Customer         // empty: all that the actor sees
}

// PromiseList is the promises of a period, the latest day first.
type PromiseList struct {
	Promises []PromiseSeen
	Cut      bool // the period has more of them than are measured
}

// Promises lists promises and how they were kept by a day, from the ledger.
func (s *Session) Promises(ctx context.Context, f PromiseFilter, day cal.Date) (out PromiseList, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		rows, err := r.Promises(ctx, store.PromiseQuery{From: f.From, To: f.To, Customer: f.Customer, Scope: s.scope(), Limit: maxPromises + 1})
		if err != nil {
			return err
		}
		if out.Cut = len(rows) > maxPromises; out.Cut {
			rows = rows[:maxPromises]
		}
		seen, err := s.measured(ctx, r, rows, day)
		out.Promises = slices.DeleteFunc(seen, func(p PromiseSeen) bool { return f.State != "" && p.State != f.State })
		return err
	})
	return out, err
}

// PromiseFact is one promise with those that were given together with it.
type PromiseFact struct {
	PromiseSeen
	Together []PromiseSeen // itself included, by day
	Customer ledger.Customer
}

// Promise is one promise by the key of its event (fault promise.unknown).
func (s *Session) Promise(ctx context.Context, key string, day cal.Date) (out PromiseFact, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		rows, err := r.PromisesWith(ctx, key)
		if err != nil {
			return err
		}
		if len(rows) == 0 || s.mustSee(ctx, r, rows[0].Customer) != nil {
			return unknownPromise(key)
		}
		if out.Together, err = s.measured(ctx, r, rows, day); err != nil {
			return err
		}
		customers, err := r.Customers(ctx, []id.Customer{rows[0].Customer})
		if err != nil {
			return err
		}
		out.Customer = customers[0]
		for _, p := range out.Together {
			if p.Key == key {
				out.PromiseSeen = p
			}
		}
		return nil
	})
	return out, err
}

// measured holds promises against what was paid since.
func (s *Session) measured(ctx context.Context, r store.Reader, rows []store.PromiseRow, day cal.Date) ([]PromiseSeen, error) {
	profile, err := s.Profile()
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	customers := make([]id.Customer, len(rows))
	for i := range rows {
		customers[i] = rows[i].Customer
	}
	slices.Sort(customers)
	books, err := readPromiseBooks(ctx, r, slices.Compact(customers), s.company.Currency)
	if err != nil {
		return nil, err
	}
	seen := make([]PromiseSeen, len(rows))
	for i := range rows {
		c := rows[i].Customer
		if rows[i].Withdrawn != 0 {
			rows[i].Currency = cmp.Or(rows[i].Currency, s.company.Currency)
			seen[i] = PromiseSeen{rows[i], ledger.Kept{State: ledger.PromiseWithdrawn, Target: rows[i].Amount}}
			continue
		}
		n := slices.IndexFunc(books.events[c], func(e store.Event) bool { return e.Key == rows[i].Key })
		kept := ledger.PromiseAt(books.facts[c], n, books.items[c], books.receipts[c], cal.Date(profile.PromiseTolerance), day)
		rows[i].Currency = books.facts[c][n].Currency
		seen[i] = PromiseSeen{rows[i], kept}
	}
	return seen, nil
}

// promiseBooks is what promises of some customers are measured by.
type promiseBooks struct {
	events   map[id.Customer][]store.Event
	facts    map[id.Customer][]ledger.Event // the same, with a currency each
	items    map[id.Customer][]ledger.Item
	receipts map[id.Customer][]ledger.Receipt
}

func readPromiseBooks(ctx context.Context, r store.Reader, customers []id.Customer, c money.Currency) (b promiseBooks, err error) {
	if b.events, err = r.EventsAmong(ctx, customers); err != nil {
		return b, err
	}
	if b.receipts, err = r.ReceiptsOf(ctx, customers); err != nil {
		return b, err
	}
	rows, err := r.InstalmentsOf(ctx, customers)
	b.items, b.facts = map[id.Customer][]ledger.Item{}, map[id.Customer][]ledger.Event{}
	for i := range rows {
		b.items[rows[i].Customer] = append(b.items[rows[i].Customer], rows[i].Item)
	}
	for of, list := range b.events {
		facts := eventsOf(list)
		for i := range facts {
			if facts[i].Currency == "" {
				facts[i].Currency = cmp.Or(spokenOf(&facts[i], b.items[of]), c)
			}
		}
		b.facts[of] = facts
	}
	return b, err
}

// spokenOf is the currency of a promise that names none: that of the latest
// document it can be about; empty if there is none.
func spokenOf(e *ledger.Event, items []ledger.Item) (c money.Currency) {
	last := cal.Date(0)
	for i := range items {
		it := &items[i]
		if (e.Invoice == "" || it.Invoice == e.Invoice) && it.Issued <= e.Date && it.Issued >= last {
			last, c = it.Issued, it.Currency
		}
	}
	return c
}
