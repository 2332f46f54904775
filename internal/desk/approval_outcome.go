package desk

import (
	"context"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

// Outcome is what became of an approval, read from the ledger; empty for kinds
// that money does not answer for, and where nothing was owed.
type Outcome string

// The outcomes.
const (
	Kept      Outcome = "kept"   // paid by the day
	Broken    Outcome = "broken" // the day passed, and it was not
	StillOpen Outcome = "open"   // the day is not past
)

// settlement is one customer's instalments and what settled them.
type settlement struct {
	items   []store.Instalment
	settled map[part][]store.Allocation
}

type part struct {
	invoice id.Invoice
	number  int
}

// settlements are those of the customers of the approvals, in two readings.
func settlements(ctx context.Context, r store.Reader, rows []store.Approval) (map[id.Customer]*settlement, error) {
	all := map[id.Customer]*settlement{}
	var customers []id.Customer
	for _, row := range rows {
		if row.State == store.Approved && hasOutcome(row) && all[row.Customer] == nil {
			all[row.Customer] = &settlement{settled: map[part][]store.Allocation{}}
			customers = append(customers, row.Customer)
		}
	}
	if len(customers) == 0 {
		return all, nil
	}
	items, err := r.InstalmentsOf(ctx, customers)
	if err != nil {
		return nil, err
	}
	for _, v := range items {
		all[v.Customer].items = append(all[v.Customer].items, v)
	}
	allocations, err := r.AllocationsOf(ctx, customers)
	for _, v := range allocations {
		of := all[v.Customer].settled
		of[part{v.Invoice, v.Part}] = append(of[part{v.Invoice, v.Part}], v)
	}
	return all, err
}

// hasOutcome says whether money answers for an approval: whoever was believed
// or shipped to pays what he owed by the day, or does not.
func hasOutcome(row store.Approval) bool {
	switch authority.Kind(row.Kind) {
	case authority.Promise, authority.LiftHold, authority.ReDefer:
		return true
	}
	return false
}

// outcome is what became of an approval as of a day. It looks at what of the
// debts it is about was open when it was given, and how much of that was paid
// by the day it was for; what was paid on the day of the decision counts.
func (l *settlement) outcome(row store.Approval, day cal.Date) Outcome {
	if row.State != store.Approved || !hasOutcome(row) {
		return ""
	}
	var owed, left money.Minor
	for _, v := range l.items {
		if !concerns(row, v) {
			continue
		}
		before := l.open(v, row.ClosedOn-1)
		owed += before
		left += min(before, l.open(v, min(row.Until, day)))
	}
	if authority.Kind(row.Kind) == authority.Promise && row.Amount != 0 {
		// Of a part that was promised, only that part is missed.
		paid := owed - left
		owed = min(owed, row.Amount)
		left = max(0, owed-paid)
	}
	switch {
	case owed == 0:
		return ""
	case left == 0:
		return Kept
	case day > row.Until:
		return Broken
	}
	return StillOpen
}

// concerns says whether an approval is about an instalment: a lift about what
// was overdue when it was given, a promise for one document about that, a
// promise for everything about what is due by its day.
func concerns(row store.Approval, v store.Instalment) bool {
	it := v.Item
	switch {
	case it.Currency != row.Currency || it.Issued > row.ClosedOn:
		return false
	case row.Invoice != "":
		return it.Invoice == row.Invoice
	case authority.Kind(row.Kind) == authority.LiftHold:
		return it.Due != 0 && it.Due < row.ClosedOn
	}
	return it.Due != 0 && it.Due <= row.Until
}

// open is what of an instalment was open at the end of a day.
func (l *settlement) open(v store.Instalment, day cal.Date) money.Minor {
	open := v.Item.Amount
	for _, a := range l.settled[part{v.Item.Invoice, v.Item.Part}] {
		if a.Date <= day {
			open -= a.Amount
		}
	}
	return open
}
