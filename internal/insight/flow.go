package insight

import (
	"time"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Flow is money of one currency that became open on a day or, below zero, was
// settled on it; all that falls due on one day. Due is zero where the term has
// not started.
type Flow struct {
	Due, On cal.Date
	Amount  money.Minor
}

// AgesAt is how old the debts were on each of the days, from all flows up to
// then. Flows of debts that were settled before the first day may be missing.
func AgesAt(flows []Flow, currency money.Currency, days []cal.Date) []ledger.Ages {
	ages := make([]ledger.Ages, len(days))
	for i, day := range days {
		ages[i].Currency = currency
		for _, f := range flows {
			if f.On <= day {
				ages[i].Add(f.Due, day, f.Amount)
			}
		}
	}
	return ages
}

// Kept is a promise and what its customer paid from the day he gave it to the
// day he named, that day included.
type Kept struct {
	Until          cal.Date
	Promised, Paid money.Minor
}

// PromiseWeek is what was promised for a week, and what of it came in time.
type PromiseWeek struct {
	Monday             cal.Date
	Promised, Received money.Minor
}

// PromiseWeeks sums promises by the week they name, from the week of first to
// that of last. More than was promised is not a better kept promise.
func PromiseWeeks(promises []Kept, first, last cal.Date) []PromiseWeek {
	var weeks []PromiseWeek
	for d := monday(first); d <= last; d += 7 {
		weeks = append(weeks, PromiseWeek{Monday: d})
	}
	for _, p := range promises {
		i := int(monday(p.Until)-monday(first)) / 7
		if p.Until < monday(first) || i >= len(weeks) {
			continue
		}
		weeks[i].Promised += p.Promised
		weeks[i].Received += min(p.Promised, max(p.Paid, 0))
	}
	return weeks
}

func monday(d cal.Date) cal.Date { return d - cal.Date(d.Weekday()+6)%7 }

// Receipts is money received by the day of the month and of the week, to see
// whether it comes evenly (SEEDS S4-D: no hot Fridays).
type Receipts struct {
	MonthDays [31]money.Minor // the first of the month first
	Weekdays  [7]money.Minor  // Monday first
}

// Add counts in what was received on a day.
func (r *Receipts) Add(on cal.Date, amount money.Minor) {
	_, _, day := on.Civil()
	r.MonthDays[day-1] += amount
	r.Weekdays[(on.Weekday()+7-time.Monday)%7] += amount
}
