package bank

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// Period is what a statement covers of its account.
type Period struct {
	From, To cal.Date // both days included
	Opening  *money.Minor
	Closing  *money.Minor
	Interim  bool // To is not over
}

// Gap is days of an account that no statement covers, or a balance that does
// not continue the one before.
type Gap struct {
	From cal.Date    `json:"from,omitzero"` // zero: nothing is missing but the balance
	To   cal.Date    `json:"to,omitzero"`
	On   cal.Date    `json:"on,omitzero"` // the day on which the balance breaks; zero if it does not
	By   money.Minor `json:"by,omitzero"` // the opening balance less the closing one before it
}

// Complete finds up to which day an account is known without a gap, from since
// on; the day before since if nothing covers it. Days on which no bank works
// and over which the balance stays are no gap. All gaps are named, in order.
func Complete(list []Period, since cal.Date, working func(cal.Date) bool) (to cal.Date, gaps []Gap) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Period) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	known, broken := since-1, false
	to = known
	var last *Period // that reaches farthest
	for i := range list {
		p := &list[i]
		end := p.To
		if p.Interim {
			end--
		}
		if p.To < since || end < p.From && end <= known {
			continue
		}
		missing := p.From > known+1 && gapMatters(known+1, p.From-1, last, p, working)
		if missing {
			gaps = append(gaps, Gap{From: known + 1, To: p.From - 1})
		}
		if by, breaks := breaksBalance(last, p); breaks && !missing {
			gaps, missing = append(gaps, Gap{On: p.From, By: by}), true
		}
		broken = broken || missing
		if end > known {
			known, last = end, p
			if !broken {
				to = known
			}
		}
	}
	return to, gaps
}

// gapMatters tells whether something may have happened on the days between two
// statements: not if the balance after them is the one before, not if no bank
// worked and a balance is not known.
func gapMatters(from, to cal.Date, last, next *Period, working func(cal.Date) bool) bool {
	if last != nil && last.Closing != nil && next.Opening != nil {
		return *last.Closing != *next.Opening
	}
	for d := from; d <= to; d++ {
		if working(d) {
			return true
		}
	}
	return false
}

// breaksBalance tells whether a statement that begins behind another one begins
// with another balance.
func breaksBalance(last, next *Period) (by money.Minor, breaks bool) {
	if last == nil || last.Closing == nil || next.Opening == nil || next.From <= last.To || last.Interim {
		return 0, false
	}
	by = *next.Opening - *last.Closing
	return by, by != 0
}
