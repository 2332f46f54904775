package ledger

import (
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// concerns says whether a fact is about a document: the one it names, or, where
// it is about the whole customer, one that was issued by its date. An amount
// is about documents of its currency.
func (e *Event) concerns(invoice id.Invoice, issued cal.Date, c money.Currency) bool {
	if e.Amount != 0 && e.Currency != "" && e.Currency != c {
		return false
	}
	if e.Invoice != "" {
		return e.Invoice == invoice
	}
	return issued <= e.Date
}

// received is what was paid to the documents that a fact is about, from a day
// to another, both included.
func (a *Account) received(e *Event, c money.Currency, from, to cal.Date) (sum money.Minor) {
	for i := range a.Receipts {
		r := &a.Receipts[i]
		if r.On >= from && r.On <= to && r.Currency == c && a.about(e, r) {
			sum += r.Amount
		}
	}
	return sum
}

// about says whether money came for what a fact is about; for a part of a signed
// paper that is any of the paper's documents.
func (a *Account) about(e *Event, r *Receipt) bool {
	if e.Restructuring == 0 {
		return e.concerns(r.Invoice, r.Issued, r.Currency)
	}
	return slices.ContainsFunc(a.Events, func(part Event) bool {
		return part.planWith(e, r.Currency) && part.concerns(r.Invoice, r.Issued, r.Currency)
	})
}

// begins is the first day whose money counts for a part of a plan: the day after
// it was given; for a signed paper the day itself, for its parts are what was left
// on the evening before.
func (e *Event) begins() cal.Date {
	if e.Restructuring != 0 {
		return e.Date
	}
	return e.Date + 1
}

// course is how a payment plan goes in one currency.
type course struct {
	row      *Event
	currency money.Currency
	next     cal.Date // the day by which the next part is due, of a plan that is kept; 0: none
	broken   cal.Date // the day after the first part that was missed; 0: it is kept
}

// courses measures the payment plans of an account on a day, each once.
type courses []course

// of is how the plan goes that the event is a part of.
func (k *courses) of(a *Account, row *Event, c money.Currency, day cal.Date) course {
	for _, known := range *k {
		if known.row == row && known.currency == c {
			return known
		}
	}
	found := courseOf(a, row, c, day)
	*k = append(*k, found)
	return found
}

// courseOf measures the plan: by the end of each day that a part was to be paid
// by, what was paid after the plan was made must have reached the sum of the
// parts up to it. What is paid later does not mend it.
func courseOf(a *Account, row *Event, c money.Currency, day cal.Date) course {
	k := course{row: row, currency: c}
	for i := range a.Events {
		part := &a.Events[i]
		switch {
		case !part.planWith(row, c):
		case part.Until+a.Tolerance >= day:
			if until := part.Until + a.Tolerance; k.next == 0 || until < k.next {
				k.next = until
			}
		case (k.broken == 0 || part.Until+a.Tolerance < k.broken) && a.received(part, c, part.begins(), part.Until+a.Tolerance) < a.planned(part, c):
			k.broken = part.Until + a.Tolerance + 1
		}
	}
	if k.broken != 0 {
		k.next = 0
	}
	return k
}

// planned is the sum of a plan's parts up to one of them.
func (a *Account) planned(upTo *Event, c money.Currency) (sum money.Minor) {
	for i := range a.Events {
		if part := &a.Events[i]; part.planWith(upTo, c) && part.Until <= upTo.Until {
			sum += part.Amount
		}
	}
	return sum
}

// planWith says whether the event is a part of the same plan: of the same paper,
// or, where there is none, given for the same on the same day.
func (e *Event) planWith(row *Event, c money.Currency) bool {
	return e.Kind == Plan && e.Date == row.Date && e.Currency == c && e.Restructuring == row.Restructuring &&
		(e.Restructuring != 0 || e.Invoice == row.Invoice)
}

// Course is how the plan of a signed paper goes on a day.
type Course struct {
	Planned  money.Minor // all parts together
	Received money.Minor // for its documents, from the day of signing to the day
	Next     cal.Date    // the day by which the next part is due, tolerance included; 0: it is broken, or over
	Due      money.Minor // what has not come yet of the parts up to the next
	Broken   cal.Date    // the day after the first part that was missed, tolerance included; 0: none was
	Short    money.Minor // by which it was missed
}

// Kept says whether all of it came, in time.
func (c Course) Kept() bool { return c.Broken == 0 && c.Received >= c.Planned }

// CourseOf measures the plan of a paper by the account's events and receipts;
// false if none of its parts stands.
func CourseOf(a *Account, restructuring int64, day cal.Date) (Course, bool) {
	first := slices.IndexFunc(a.Events, func(e Event) bool { return e.Kind == Plan && e.Restructuring == restructuring })
	if first < 0 {
		return Course{}, false
	}
	row := &a.Events[first]
	k := courseOf(a, row, row.Currency, day)
	c := Course{Received: a.received(row, row.Currency, row.begins(), day), Next: k.next, Broken: k.broken}
	for i := range a.Events {
		part := &a.Events[i]
		if !part.planWith(row, row.Currency) {
			continue
		}
		c.Planned += part.Amount
		if part.Until+a.Tolerance == k.next {
			c.Due = max(0, a.planned(part, row.Currency)-c.Received)
		}
		if until := part.Until + a.Tolerance; k.broken == until+1 {
			c.Short = a.planned(part, row.Currency) - a.received(row, row.Currency, row.begins(), until)
		}
	}
	return c, true
}

// Planned says whether any of the events is a payment plan. A kept plan
// suspends whatever is asked, so such an account always needs its Receipts.
func Planned(events []Event) bool {
	return slices.ContainsFunc(events, func(e Event) bool { return e.Kind == Plan })
}

// Measured says whether any of the events is one that is measured by what was
// paid since: only then do Signals need Receipts. A promise without an amount
// is measured by whether the debt is open.
func Measured(events []Event) bool {
	for i := range events {
		switch e := &events[i]; e.Kind {
		case Plan, InTransit:
			return true
		case Promise:
			if e.Amount != 0 {
				return true
			}
		}
	}
	return false
}
