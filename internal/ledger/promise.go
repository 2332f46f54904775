package ledger

import (
	"debitor/internal/cal"
	"debitor/internal/money"
)

// PromiseState is how a promise, or a part of a payment plan, stands on a day.
type PromiseState string

// Open waits for its day; Part came in, in time, but not all of it; Replaced
// gave way to a later promise before its day.
const (
	PromiseOpen     PromiseState = "open"
	PromiseKept     PromiseState = "kept"
	PromisePart     PromiseState = "part"
	PromiseBroken   PromiseState = "broken"
	PromiseReplaced PromiseState = "replaced"
	// PromiseWithdrawn was recorded by mistake: no fact says so, whoever reads the
	// register does.
	PromiseWithdrawn PromiseState = "withdrawn"
)

// Kept is how far a promise has been kept by a day.
type Kept struct {
	State    PromiseState
	Target   money.Minor // what was promised; where no amount was named, what was open then and due by its day
	Received money.Minor // of it, from the day after it was given to its day, tolerance included; at most Target
}

// PromiseAt measures the n-th of a customer's events, which are in the order of
// recording: a Promise or a part of a Plan. items are all his instalments,
// settled ones too (Open is not read), receipts all that was paid to them. The
// parts of a plan are paid one after the other.
func PromiseAt(events []Event, n int, items []Item, receipts []Receipt, tolerance, day cal.Date) Kept {
	e := &events[n]
	a := Account{Events: events, Receipts: receipts}
	last := e.Until + tolerance
	var k Kept
	got := a.received(e, e.Currency, e.begins(), min(last, day))
	if k.Target = e.Amount; k.Target == 0 {
		k.Target = owedThen(e, items, receipts)
	}
	if e.Kind == Plan {
		got -= plannedBefore(events, n)
	}
	k.Received = max(0, min(got, k.Target))
	switch {
	case k.Received == k.Target:
		k.State = PromiseKept
	case replaced(events, n, day):
		k.State = PromiseReplaced
	case day <= last:
		k.State = PromiseOpen
	case k.Received > 0:
		k.State = PromisePart
	default:
		k.State = PromiseBroken
	}
	return k
}

// owedThen is what a promise of no amount was about: what was open when it was
// given and due by its day.
func owedThen(e *Event, items []Item, receipts []Receipt) (sum money.Minor) {
	for i := range items {
		it := &items[i]
		if it.Currency == e.Currency && e.concerns(it.Invoice, it.Issued, it.Currency) && (e.Invoice != "" || it.Due != 0 && it.Due <= e.Until) {
			sum += it.Amount
		}
	}
	for i := range receipts {
		r := &receipts[i]
		if r.Currency == e.Currency && r.On <= e.Date && e.concerns(r.Invoice, r.Issued, r.Currency) {
			sum -= r.Amount
		}
	}
	return max(0, sum)
}

// plannedBefore is the sum of the plan's parts before one of them; of those of
// one day that are for several documents of a paper, the one recorded first.
func plannedBefore(events []Event, n int) (sum money.Minor) {
	e := &events[n]
	for i := range events {
		if part := &events[i]; part.planWith(e, e.Currency) && (part.Until < e.Until || part.Until == e.Until && part.Invoice != e.Invoice && i < n) {
			sum += part.Amount
		}
	}
	return sum
}

// replaced says whether a later fact of the kind and scope took a promise's
// place before its day.
func replaced(events []Event, n int, day cal.Date) bool {
	e := &events[n]
	for i := range events {
		o := &events[i]
		if o.Kind != e.Kind || o.Invoice != e.Invoice || o.Date > e.Until || o.Date > day {
			continue
		}
		if o.Date > e.Date || e.Kind == Promise && o.Date == e.Date && i > n {
			return true
		}
	}
	return false
}
