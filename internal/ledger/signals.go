package ledger

import "debitor/internal/cal"

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

	BrokenPromises int
	Plan           bool     // a payment plan is being kept
	PlanUntil      cal.Date // the day by which its next part is due
	Reason         string   // the last that was given with a dispute, call, notice or refusal
}

// SignalReader finds the signals of an account's items. It keeps its memory
// from one account to the next; the zero value is ready, and one must not be
// shared between goroutines.
//
// A promise is broken the day after it ran out while the debt is still open,
// unless a later one of the same scope took its place before that. A promise of
// the whole customer is about what was issued when he gave it and due when it
// ran out. One of an amount is kept when so much came in after the day he gave
// it, in time. Money on its way has expired when nothing has come in since it
// was reported.
type SignalReader struct {
	own   []scope
	out   []Signals
	said  []cal.Date // when each item's Reason was given
	plans courses
}

// At is what has happened to a.Items by a day, in their order; nil when there
// are no events. It is valid until the next call.
func (s *SignalReader) At(a *Account, day cal.Date) []Signals {
	if len(a.Events) == 0 || len(a.Items) == 0 {
		return nil
	}
	s.out = resize(s.out, len(a.Items))
	s.said = resize(s.said, len(a.Items))
	for i := range a.Events {
		if e := &a.Events[i]; e.Date <= day {
			s.event(a, e, day)
		}
	}
	s.scopes(a, day)
	return s.out
}

// event notes a fact with the items that it is about.
func (s *SignalReader) event(a *Account, e *Event, day cal.Date) {
	switch e.Kind {
	case Promise:
		s.promise(a, e, day)
	case InTransit:
		s.transit(a, e, day)
	default:
		for i := range a.Items {
			if e.Invoice == "" || e.Invoice == a.Items[i].Invoice {
				s.note(i, e)
			}
		}
	}
}

// note takes in a fact that needs no measuring.
func (s *SignalReader) note(i int, e *Event) {
	v := &s.out[i]
	if date := v.dateOf(e.Kind); date != nil {
		*date = max(*date, e.Date)
	}
	switch e.Kind {
	case Dispute, Call, Notice, Refusal:
		if e.Reason != "" && e.Date >= s.said[i] {
			v.Reason, s.said[i] = e.Reason, e.Date
		}
	}
}

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
	}
	return nil
}

// promise notes a promise that ran out with the items for which it was broken.
func (s *SignalReader) promise(a *Account, e *Event, day cal.Date) {
	if e.Until < e.Date || e.Until >= day || a.replaced(e) {
		return
	}
	kept := e.Amount != 0 && a.received(e, e.Currency, e.Date+1, e.Until) >= e.Amount
	for i := range a.Items {
		it := &a.Items[i]
		owed := e.Invoice != "" || (it.Due != 0 && it.Due <= e.Until)
		if !kept && owed && e.concerns(it.Invoice, it.Issued, it.Currency) {
			s.out[i].BrokenPromises++
			s.out[i].PromiseBroken = max(s.out[i].PromiseBroken, e.Until+1)
		}
	}
}

// replaced says whether a later promise of the same scope took the place of
// one that had not run out.
func (a *Account) replaced(e *Event) bool {
	after := false // recorded after e
	for i := range a.Events {
		f := &a.Events[i]
		if f == e {
			after = true
			continue
		}
		later := f.Date > e.Date || (f.Date == e.Date && after)
		if f.Kind == Promise && f.Invoice == e.Invoice && later && f.Date <= e.Until {
			return true
		}
	}
	return false
}

// transit notes money that should have arrived by now and has not with the
// items that it was on its way to.
func (s *SignalReader) transit(a *Account, e *Event, day cal.Date) {
	until := transitUntil(e)
	if until >= day {
		return
	}
	for i := range a.Items {
		it := &a.Items[i]
		if e.concerns(it.Invoice, it.Issued, it.Currency) && a.received(e, it.Currency, e.Date, day) <= 0 {
			s.out[i].TransitExpired = max(s.out[i].TransitExpired, until+1)
		}
	}
}

// scopes notes what the latest of several facts decides: disputes and plans.
func (s *SignalReader) scopes(a *Account, day cal.Date) {
	var all scope
	s.own, all = latest(s.own, a, day)
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
