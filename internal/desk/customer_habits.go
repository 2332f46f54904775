package desk

import (
	"cmp"
	"slices"
	"time"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Habits is how a customer has paid what fell due in the last year.
type Habits struct {
	Since   cal.Date // of his first document; 0: there is none
	Parts   int      // instalments that fell due
	Late    int      // of them, paid late or still open
	Average int      // days late, of all, rounded
	Worst   int      // days late
	Months  []HabitMonth
}

// HabitMonth is the instalments that fell due in one month.
type HabitMonth struct {
	First   cal.Date // the month's first day
	Parts   int
	Average int // days late, rounded
}

// habitMonths is how far back the months go: as far as a Record does.
const habitMonths = 12

// habitsOf sums a record up; the months are the last twelve, oldest first, those
// without documents too.
func habitsOf(r *ledger.Record, day cal.Date) Habits {
	h := Habits{Since: r.Since, Parts: len(r.Delays)}
	month, days := firstOfMonth(day), map[cal.Date]int{}
	for range habitMonths {
		h.Months = append(h.Months, HabitMonth{First: month})
		month = firstOfMonth(month - 1)
	}
	slices.Reverse(h.Months)
	total := 0
	for _, d := range r.Delays {
		if d.Days > 0 {
			h.Late++
		}
		h.Worst = max(h.Worst, d.Days)
		total += d.Days
		days[firstOfMonth(d.Due)] += d.Days
		if i := slices.IndexFunc(h.Months, func(m HabitMonth) bool { return m.First == firstOfMonth(d.Due) }); i >= 0 {
			h.Months[i].Parts++
		}
	}
	h.Average = rounded(total, h.Parts)
	for i := range h.Months {
		m := &h.Months[i]
		m.Average = rounded(days[m.First], m.Parts)
	}
	return h
}

func firstOfMonth(d cal.Date) cal.Date {
	y, m, _ := d.Civil()
	return cal.On(y, time.Month(m), 1)
}

func rounded(sum, n int) int {
	if n == 0 {
		return 0
	}
	return (sum + n/2) / n
}

// Agreement is a fact that keeps a debt out of the plans, or did, besides
// promises and disputes: an order, money on its way, a guarantee letter.
type Agreement struct {
	Kind     ledger.EventKind
	Date     cal.Date
	Invoice  id.Invoice // empty: all of the customer
	Amount   money.Minor
	Currency money.Currency
	Until    cal.Date
	Reason   string
	By       string
	Document string
	InForce  bool // it is the last word of its sort, and its day is not past
}

// agreed are the kinds of facts that are agreements, each with the one that
// ends it.
var agreed = map[ledger.EventKind]ledger.EventKind{
	ledger.Guarantee: "", ledger.InTransit: "", ledger.Suspend: ledger.Resume,
}

// agreementsShown is how many are listed; the timeline has all.
const agreementsShown = 12

// agreements are the newest of them, those in force first, and the last reason
// he gave. A later word about the same document stands above the earlier one,
// but transfers on their way stand beside each other.
func agreements(a *ledger.Account, day cal.Date) (list []Agreement, reason string) {
	type word struct {
		kind    ledger.EventKind
		invoice id.Invoice
	}
	over := map[word]bool{}
	events := slices.Clone(a.Events)
	slices.SortStableFunc(events, func(x, y ledger.Event) int { return cmp.Compare(x.Date, y.Date) })
	for _, e := range slices.Backward(events) {
		if reason == "" && e.Kind == ledger.Call {
			reason = e.Reason
		}
		for kind, end := range agreed {
			if end == e.Kind {
				over[word{kind, e.Invoice}] = true
			}
		}
		if _, is := agreed[e.Kind]; !is {
			continue
		}
		until := e.Until
		if e.Kind == ledger.InTransit && until == 0 {
			until = e.Date + ledger.TransitDays
		}
		inForce := !over[word{e.Kind, e.Invoice}] && (until == 0 || until >= day)
		list = append(list, Agreement{e.Kind, e.Date, e.Invoice, e.Amount, e.Currency, until, e.Reason, e.By, e.Document, inForce})
		if e.Kind != ledger.InTransit {
			over[word{e.Kind, e.Invoice}] = true
		}
	}
	slices.SortStableFunc(list, func(x, y Agreement) int { return cmp.Compare(ahead(x.InForce), ahead(y.InForce)) })
	return list[:min(len(list), agreementsShown)], reason
}
