package ledger

import (
	"debitor/internal/cal"
	"debitor/internal/money"
)

// TransitDays is how long money said to be on its way is waited for when
// nobody said how long, in calendar days after the day it was reported: a bank
// transfer abroad takes no longer.
const TransitDays = 5

// Standing is what suspends an item on a day, apart from money.
type Standing struct {
	Promise        cal.Date    // promised for this day, tolerance included, which is not past; 0: no promise
	Plan           cal.Date    // the next part of a payment plan that is being kept is due by this day; 0: no plan
	Suspended      bool        // taken out of the plans by a written order
	SuspendedUntil cal.Date    // inclusive; 0: until it is resumed
	Disputed       money.Minor // the disputed part, at most the open amount
	DisputedSince  cal.Date
	InTransit      money.Minor // on its way; with Disputed at most the open amount
	TransitUntil   cal.Date    // inclusive
}

// Suspensions finds what suspends the items of an account. It keeps its
// memory from one account to the next; the zero value is ready, and one must
// not be shared between goroutines.
//
// A dispute with a last day, as force majeure has, ends with it.
//
// A fact is about one invoice or about the whole customer: that is its scope.
// Of the promises of a scope the latest counts; so does the latest of its
// payment plans, whose parts have one date; of its disputes and closings, and
// of its suspensions and resumptions. Transfers on their way add up, for each
// is money of its own. A later fact is one of a later date, or of the same date
// recorded later. Amounts are used up once over the items of the scope in
// their currency, the oldest due first. A plan of the whole customer is about
// what was issued by its date: what he buys later he pays in time.
type Suspensions struct {
	items byInvoice
	own   []scope
	out   []Standing
	plans courses
}

// scope holds the latest fact of each sort.
type scope struct {
	promise, plan, dispute, suspend *Event
}

// At is the standing of a.Items on a day, in their order; nil when nothing
// suspends any. It is valid until the next call.
func (s *Suspensions) At(a *Account, day cal.Date) []Standing {
	if len(a.Events) == 0 || len(a.Items) == 0 {
		return nil
	}
	var all scope
	s.items.index(a)
	s.own, all = latest(s.own, a, &s.items, day)
	s.out = resize(s.out, len(a.Items))
	s.plans = s.plans[:0]
	for i := range a.Items {
		st := &s.out[i]
		st.Plan = max(s.next(a, i, all.plan, day), s.next(a, i, s.own[i].plan, day))
		st.promised(all.promise, day, a.Tolerance)
		st.promised(s.own[i].promise, day, a.Tolerance)
		st.suspended(all.suspend, day)
		st.suspended(s.own[i].suspend, day)
	}
	s.amounts(a, day, all)
	return s.out
}

// resize gives n zeroed elements in the memory of buf.
func resize[T any](buf []T, n int) []T {
	if cap(buf) < n {
		return make([]T, n, n+n/2)
	}
	buf = buf[:n]
	clear(buf)
	return buf
}

// latest is the scopes of the items, in the memory of own, and the customer's.
func latest(own []scope, a *Account, items *byInvoice, day cal.Date) (_ []scope, all scope) {
	own = resize(own, len(a.Items))
	for i := range a.Events {
		e := &a.Events[i]
		if e.Date > day {
			continue
		}
		if e.Invoice == "" {
			all.note(e)
			continue
		}
		for _, j := range items.of(a, e) {
			own[j].note(e)
		}
	}
	return own, all
}

func (s *scope) note(e *Event) {
	switch e.Kind {
	case Promise:
		later(&s.promise, e)
	case Plan:
		later(&s.plan, e)
	case Dispute, DisputeClosed:
		later(&s.dispute, e)
	case Suspend, Resume:
		later(&s.suspend, e)
	}
}

func later(slot **Event, e *Event) {
	if *slot == nil || e.Date >= (*slot).Date {
		*slot = e
	}
}

// next is the day by which the next part of the plan is due, if it is about the
// item and is being kept.
func (s *Suspensions) next(a *Account, i int, plan *Event, day cal.Date) cal.Date {
	it := &a.Items[i]
	if plan == nil || !plan.concerns(it.Invoice, it.Issued, plan.Currency) {
		return 0
	}
	return s.plans.of(a, plan, it.Currency, day).next
}

func (st *Standing) promised(e *Event, day, tolerance cal.Date) {
	if e != nil && e.Until+tolerance >= day {
		st.Promise = max(st.Promise, e.Until+tolerance)
	}
}

func (st *Standing) suspended(e *Event, day cal.Date) {
	if e == nil || e.Kind != Suspend || (e.Until != 0 && e.Until < day) {
		return
	}
	switch {
	case !st.Suspended:
		st.SuspendedUntil = e.Until
	case e.Until == 0 || st.SuspendedUntil == 0:
		st.SuspendedUntil = 0
	default:
		st.SuspendedUntil = max(st.SuspendedUntil, e.Until)
	}
	st.Suspended = true
}

// amounts deals the disputed amounts and those on their way out to the items.
func (s *Suspensions) amounts(a *Account, day cal.Date, all scope) {
	for i := range a.Events {
		e := &a.Events[i]
		if e.Date > day {
			continue
		}
		switch e.Kind {
		case Dispute:
			if (e.Until == 0 || e.Until >= day) && s.current(a, e, all) {
				s.deal(a, e, disputed)
			}
		case InTransit:
			if transitUntil(e) >= day {
				s.deal(a, e, inTransit)
			}
		}
	}
}

// current says whether the dispute is the latest word of its scope. The items
// of a document are of one scope.
func (s *Suspensions) current(a *Account, e *Event, all scope) bool {
	if e.Invoice == "" {
		return e == all.dispute
	}
	items := s.items.of(a, e)
	return len(items) > 0 && e == s.own[items[0]].dispute
}

func transitUntil(e *Event) cal.Date {
	if e.Until != 0 {
		return e.Until
	}
	return e.Date + TransitDays
}

func disputed(st *Standing, e *Event, amount money.Minor) {
	st.Disputed += amount
	if st.DisputedSince == 0 || e.Date < st.DisputedSince {
		st.DisputedSince = e.Date
	}
}

func inTransit(st *Standing, e *Event, amount money.Minor) {
	st.InTransit += amount
	st.TransitUntil = max(st.TransitUntil, transitUntil(e))
}

// deal gives the items that the event is about their part of its amount, first
// those that are due on a day, then those whose term has not started.
func (s *Suspensions) deal(a *Account, e *Event, give func(*Standing, *Event, money.Minor)) {
	left := e.Amount
	for _, started := range [2]bool{true, false} {
		for _, j := range s.items.of(a, e) {
			it, st := &a.Items[j], &s.out[j]
			if started != (it.Due != 0) || (e.Currency != "" && e.Amount != 0 && e.Currency != it.Currency) {
				continue
			}
			free := it.Open - st.Disputed - st.InTransit
			if e.Amount != 0 {
				free = min(free, left)
				left -= free
			}
			if free > 0 {
				give(st, e, free)
			}
		}
	}
}
