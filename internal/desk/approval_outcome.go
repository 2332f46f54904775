package desk

import (
	"cmp"
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
	PaidLate  Outcome = "late"   // the day passed, and it was paid since
	Broken    Outcome = "broken" // the day passed, and it is not paid
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
// by the day it was for; what was paid on the day of the decision counts. Of a
// lift that was given while nothing was overdue, as one beyond a limit is, it
// looks at what was invoiced on its days, each by its own due date.
func (l *settlement) outcome(row store.Approval, day cal.Date) Outcome {
	if row.State != store.Approved || !hasOutcome(row) {
		return ""
	}
	var p proceeds
	for _, v := range l.items {
		if concerns(row, v) {
			p.add(l, v, l.open(v, row.ClosedOn-1), row.Until, day)
		}
	}
	if p.owed == 0 && authority.Kind(row.Kind) == authority.LiftHold {
		for _, v := range l.items {
			if it := v.Item; it.Currency == row.Currency && it.Issued >= row.ClosedOn && it.Issued <= min(row.Until, day) {
				p.add(l, v, it.Amount, cmp.Or(it.Due, day), day) // without a term it is not late
			}
		}
	}
	if authority.Kind(row.Kind) == authority.Promise && row.Amount != 0 {
		p.only(row.Amount)
	}
	return p.outcome()
}

// proceeds are what debts were and what came in for them.
type proceeds struct {
	owed   money.Minor
	missed money.Minor // of it, what was not paid by its day, or is not yet
	left   money.Minor // of it, what is not paid
	late   money.Minor // of what is left, what is past its day
}

func (p *proceeds) add(l *settlement, v store.Instalment, owed money.Minor, by, day cal.Date) {
	left := min(owed, l.open(v, day))
	p.owed += owed
	p.missed += min(owed, l.open(v, min(by, day)))
	p.left += left
	if by < day {
		p.late += left
	}
}

// only is for a part that was promised: only that part is missed.
func (p *proceeds) only(part money.Minor) {
	rest := max(0, p.owed-part) // nobody promised it
	p.owed -= rest
	p.missed, p.left, p.late = max(0, p.missed-rest), max(0, p.left-rest), max(0, p.late-rest)
}

func (p *proceeds) outcome() Outcome {
	switch {
	case p.owed == 0:
		return ""
	case p.missed == 0:
		return Kept
	case p.late > 0:
		return Broken
	case p.left > 0:
		return StillOpen
	}
	return PaidLate
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
