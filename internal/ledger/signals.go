package ledger

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// Signals is what has happened to an item by a day, beside what suspends it
// (Standing). A date is that of the latest such event, up to the day; 0: there
// was none. What happened to the whole customer happened to each of his items.
type Signals struct {
	PromiseBroken  cal.Date // the day after a promise ran out
	PlanBroken     cal.Date // the day after the first part of the plan that was missed
	TransitExpired cal.Date // the day after money on its way should have arrived
	Notice         cal.Date
	Refusal        cal.Date
	NoContact      cal.Date
	Disputed       cal.Date // of a dispute that is not closed
	Guarantee      cal.Date
	Restructured   cal.Date
	Lawsuit        cal.Date
	ClaimDelivered cal.Date
	Prepayment     cal.Date // of an item issued by then

	BrokenPromises int
	Plan           bool     // a payment plan is being kept
	PlanUntil      cal.Date // the day by which its next part is due
	PrepaidUntil   cal.Date // the last day for which he is to pay in advance; cal.Last: until he is told otherwise
	Reason         string   // the last that was given with a dispute, call, notice or refusal
}

// SignalReader finds the signals of an account's items. It keeps its memory
// from one account to the next; the zero value is ready, and one must not be
// shared between goroutines.
//
// A promise is broken the day after it ran out, the account's tolerance
// included, while the debt is still open,
// unless a later one of the same scope took its place before that. A promise of
// the whole customer is about what was issued when he gave it and due when it
// ran out. One of an amount is kept when so much came in after the day he gave
// it, in time. Money on its way has expired when nothing has come in since it
// was reported.
type SignalReader struct {
	items    byInvoice
	own      []scope
	out      []Signals
	said     []int    // by its number from 1, the event that gave each item its Reason
	promises []*Event // up to the day, by scope, then as later ones take the place of earlier ones
	plans    courses
}

// At is what has happened to a.Items by a day, in their order; nil when there
// are no events. It is valid until the next call.
func (s *SignalReader) At(a *Account, day cal.Date) []Signals {
	if len(a.Events) == 0 || len(a.Items) == 0 {
		return nil
	}
	s.items.index(a)
	s.out = resize(s.out, len(a.Items))
	s.said = resize(s.said, len(a.Items))
	s.promises = s.promises[:0]
	var all Signals // what happened to the whole customer
	said := 0
	for i := range a.Events {
		e := &a.Events[i]
		switch {
		case e.Date > day:
		case e.Kind == Promise:
			s.promises = append(s.promises, e)
		case e.Kind == InTransit:
			s.transit(a, e, day)
		case e.Invoice == "":
			all.note(a, i+1, &said)
		default:
			for _, j := range s.items.of(a, e) {
				s.out[j].note(a, i+1, &s.said[j])
			}
		}
	}
	for i := range s.out {
		s.out[i].and(&all)
		if s.out[i].Prepayment < a.Items[i].Issued { // he was told with what he owed then
			s.out[i].Prepayment = 0
		}
		if last := a.laterOf(s.said[i], said); last != 0 {
			s.out[i].Reason = a.Events[last-1].Reason
		}
	}
	s.broken(a, day)
	s.scopes(a, day)
	return s.out
}

// note takes in the n-th event, from 1; said is the one that gave the reason so
// far.
func (v *Signals) note(a *Account, n int, said *int) {
	e := &a.Events[n-1]
	if date := v.dateOf(e.Kind); date != nil {
		*date = max(*date, e.Date)
	}
	switch e.Kind {
	case Prepayment:
		v.PrepaidUntil = max(v.PrepaidUntil, cmp.Or(e.Until, cal.Last))
	case Dispute, Call, Notice, Refusal:
		if e.Reason != "" {
			*said = a.laterOf(*said, n)
		}
	}
}

// laterOf is the later of two events by their numbers, 0 for none: the one of
// the later date, of one date the one recorded later.
func (a *Account) laterOf(x, y int) int {
	switch {
	case x == 0 || y == 0:
		return x + y
	case cmp.Or(cmp.Compare(a.Events[x-1].Date, a.Events[y-1].Date), cmp.Compare(x, y)) > 0:
		return x
	}
	return y
}

// and adds what happened to the whole customer.
func (v *Signals) and(all *Signals) {
	for _, k := range dated {
		on := v.dateOf(k)
		*on = max(*on, *all.dateOf(k))
	}
	v.PrepaidUntil = max(v.PrepaidUntil, all.PrepaidUntil)
}

// dated are the kinds of events of which the latest date is told.
var dated = [...]EventKind{Notice, Refusal, NoContact, Guarantee, Restructured, Lawsuit, ClaimDelivered, Prepayment}

func (v *Signals) dateOf(k EventKind) *cal.Date {
	switch k {
	case Notice:
		return &v.Notice
	case Refusal:
		return &v.Refusal
	case NoContact:
		return &v.NoContact
	case Guarantee:
		return &v.Guarantee
	case Restructured:
		return &v.Restructured
	case Lawsuit:
		return &v.Lawsuit
	case ClaimDelivered:
		return &v.ClaimDelivered
	case Prepayment:
		return &v.Prepayment
	}
	return nil
}

// broken notes the promises that ran out with the items for which they were
// broken. One that had not run out when a later one of its scope took its place
// was not.
func (s *SignalReader) broken(a *Account, day cal.Date) {
	slices.SortStableFunc(s.promises, func(x, y *Event) int {
		return cmp.Or(cmp.Compare(x.Invoice, y.Invoice), cmp.Compare(x.Date, y.Date))
	})
	for i, e := range s.promises {
		if e.Until < e.Date || e.Until+a.Tolerance >= day {
			continue
		}
		if i+1 < len(s.promises) && s.promises[i+1].Invoice == e.Invoice && s.promises[i+1].Date <= e.Until {
			continue
		}
		if e.Amount == 0 || a.received(e, e.Currency, e.Date+1, e.Until+a.Tolerance) < e.Amount {
			s.promise(a, e)
		}
	}
}

// promise notes a broken promise with the items that it was about.
func (s *SignalReader) promise(a *Account, e *Event) {
	for _, i := range s.items.of(a, e) {
		it := &a.Items[i]
		owed := e.Invoice != "" || (it.Due != 0 && it.Due <= e.Until)
		if owed && e.concerns(it.Invoice, it.Issued, it.Currency) {
			s.out[i].BrokenPromises++
			s.out[i].PromiseBroken = max(s.out[i].PromiseBroken, e.Until+a.Tolerance+1)
		}
	}
}

// transit notes money that should have arrived by now and has not with the
// items that it was on its way to.
func (s *SignalReader) transit(a *Account, e *Event, day cal.Date) {
	until := transitUntil(e)
	if until >= day {
		return
	}
	var currency money.Currency // of the item before
	came := false
	for _, i := range s.items.of(a, e) {
		it := &a.Items[i]
		if !e.concerns(it.Invoice, it.Issued, it.Currency) {
			continue
		}
		if it.Currency != currency {
			currency, came = it.Currency, a.received(e, it.Currency, e.Date, day) > 0
		}
		if !came {
			s.out[i].TransitExpired = max(s.out[i].TransitExpired, until+1)
		}
	}
}

// scopes notes what the latest of several facts decides: disputes and plans.
func (s *SignalReader) scopes(a *Account, day cal.Date) {
	var all scope
	s.own, all = latest(s.own, a, &s.items, day)
	s.plans = s.plans[:0]
	for i := range a.Items {
		it, v := &a.Items[i], &s.out[i]
		for _, of := range [2]*scope{&all, &s.own[i]} {
			if of.dispute != nil && of.dispute.Kind == Dispute {
				v.Disputed = max(v.Disputed, of.dispute.Date)
			}
			if of.plan != nil && of.plan.concerns(it.Invoice, it.Issued, of.plan.Currency) {
				k := s.plans.of(a, of.plan, it.Currency, day)
				v.Plan = v.Plan || k.next != 0
				v.PlanUntil = max(v.PlanUntil, k.next)
				v.PlanBroken = max(v.PlanBroken, k.broken)
			}
		}
	}
}
