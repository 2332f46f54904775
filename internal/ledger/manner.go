package ledger

import (
	"debitor/internal/cal"
	"debitor/internal/money"
)

// Manner is how a debt was paid: by when, measured by its document and its due
// date.
type Manner string

// The manners.
const (
	PaidAhead  Manner = "ahead"   // on the day of the document at the latest
	PaidInTerm Manner = "in-term" // after it, on the due date at the latest
	PaidLate   Manner = "late"
)

// Manners are all of them, the earliest first.
var Manners = []Manner{PaidAhead, PaidInTerm, PaidLate}

// Paid is an amount that was paid in a manner; negative where it was taken back.
type Paid struct {
	On     cal.Date // the day it counts on: what was paid ahead counts when the document is issued
	Manner Manner
	Days   int // in term: that were agreed; late: days late; ahead: 0
	Amount money.Minor
}

// Paid is how the instalment was paid, in the order in which it was settled. What
// a refund takes back is what came in last, in the manner in which it had come, so
// that nothing is kept of it.
func (it *HistoryItem) Paid() (list []Paid) {
	var stands []Paid // what no refund has taken back, in the order in which it came
	for _, s := range it.Settled {
		p := it.paidOn(s.On)
		if s.Amount > 0 {
			p.Amount = s.Amount
			list, stands = append(list, p), append(stands, p)
			continue
		}
		for left := -s.Amount; left > 0; {
			taken := p
			taken.Amount = left
			if n := len(stands); n > 0 {
				last := &stands[n-1]
				taken.Manner, taken.Days, taken.Amount = last.Manner, last.Days, min(left, last.Amount)
				if last.Amount -= taken.Amount; last.Amount == 0 {
					stands = stands[:n-1]
				}
			}
			left -= taken.Amount
			taken.Amount = -taken.Amount
			list = append(list, taken)
		}
	}
	return list
}

// paidOn is how something is paid that is paid on a day. Where no term has begun,
// nothing can be late: the days it took were given to him.
func (it *HistoryItem) paidOn(day cal.Date) Paid {
	switch {
	case day <= it.Issued:
		return Paid{On: it.Issued, Manner: PaidAhead}
	case it.Due == 0:
		return Paid{On: day, Manner: PaidInTerm, Days: int(day - it.Issued)}
	case day <= it.Due:
		return Paid{On: day, Manner: PaidInTerm, Days: int(it.Due - it.Issued)}
	}
	return Paid{On: day, Manner: PaidLate, Days: int(day - it.Due)}
}
