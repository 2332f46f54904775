package credit

import (
	"time"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/policy"
)

// Lateness is how a customer paid in the calendar month before a day: what was
// overdue in it, and how long by its end.
type Lateness struct {
	Times     int        `json:"times"`
	Worst     int        `json:"worst_days"`
	Documents []LateLine `json:"documents"`
}

// LateLine is one document that was overdue in the month.
type LateLine struct {
	Invoice  string `json:"invoice"`
	Document string `json:"document,omitempty"` // as printed; empty: nobody looked it up
	Days     int    `json:"days"`               // by the end of the month, or until it was paid in it
}

// LateLastMonth looks at the month before the one of the day. A debt that
// was paid or is still late counts with the delay it had reached in that month.
func LateLastMonth(r *ledger.Record, day cal.Date) (l Lateness) {
	y, m, _ := day.Civil()
	end := cal.On(y, time.Month(m), 1) - 1
	y, m, _ = end.Civil()
	first := cal.On(y, time.Month(m), 1)
	for _, d := range r.Delays {
		last := end
		if d.Settled != 0 {
			if d.Settled < first {
				continue
			}
			last = min(d.Settled, end)
		}
		if days := int(last - d.Due); days > 0 {
			l.Times++
			l.Worst = max(l.Worst, days)
			l.Documents = append(l.Documents, LateLine{Invoice: string(d.Invoice), Days: days})
		}
	}
	return l
}

// Systematic says whether that is enough for the black list.
func (l *Lateness) Systematic(b *policy.BlackList) bool {
	return b.Stands() && l.Times >= b.Times && l.Worst >= b.Days
}

// LastDay is the last day for which prepayment may be asked of somebody who is
// put on the list on a day.
func LastDay(b *policy.BlackList, from cal.Date) cal.Date {
	y, m, d := from.Civil()
	month := time.Month(m + b.Months)
	next := cal.On(y, month+1, 1) - 1 // the last day of that month
	if _, _, last := next.Civil(); d > last {
		return next
	}
	return cal.On(y, month, d)
}

// MayReturn says whether a customer may come off the list on a day: nothing is
// overdue, and nothing was paid late in the days before that the policy names.
// overdue and late are what stands in the way.
func MayReturn(b *policy.BlackList, r *ledger.Record, day cal.Date) (ok bool, overdue, late int) {
	for _, d := range r.Delays {
		switch {
		case d.Days > 0 && d.Settled == 0:
			overdue++
		case d.Days > 0 && d.Settled > day-cal.Date(b.Clean):
			late++
		}
	}
	return overdue+late == 0, overdue, late
}
