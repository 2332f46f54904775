package insight

import (
	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Deferral sums what goods cost that stand unpaid: each balance by the days it
// was owed, at a yearly rate of a year of 360 days, until its due date and beyond
// it apart. Make one with NewDeferral.
type Deferral struct {
	Sold         money.Minor // of what was counted
	Open         money.Minor // of it, unpaid on the last day
	agreed, late wide        // balances × days × rate
	term         mean
	rate         Hundredths
	from, to     cal.Date
}

// NewDeferral sums what was issued from a day to another, as far as it was owed
// by then, at a rate in per cent a year.
func NewDeferral(rate Hundredths, from, to cal.Date) *Deferral {
	return &Deferral{rate: max(0, rate), from: from, to: to}
}

// Add counts an instalment in. What has no due date yet is deferred as agreed.
func (d *Deferral) Add(it *ledger.HistoryItem) {
	if it.Issued < d.from || it.Issued > d.to {
		return
	}
	due := it.Due
	if due == 0 {
		due = d.to
	} else {
		d.term.add(it.Amount, int(it.Due-it.Issued))
	}
	d.Sold += it.Amount
	balance, since := it.Amount, it.Issued
	for _, s := range it.Settled {
		if s.On > d.to {
			break
		}
		d.owed(balance, since, s.On, due)
		since = max(since, s.On)
		balance -= s.Amount
	}
	d.owed(balance, since, d.to, due)
	d.Open += max(0, balance)
}

// owed counts a balance that stood from a day to another.
func (d *Deferral) owed(balance money.Minor, from, to, due cal.Date) {
	if balance <= 0 {
		return
	}
	if days := min(to, due) - from; days > 0 {
		d.agreed.add(int64(balance), int64(days)*int64(d.rate))
	}
	if days := to - max(from, due); days > 0 {
		d.late.add(int64(balance), int64(days)*int64(d.rate))
	}
}

// costOf turns balances × days × hundredths of a per cent into money: the sum is
// divided by 100 × 100 × 360, rounded half up; what would not fit is NotKnown.
func costOf(w wide) Hundredths { return w.over(100 * 100 * CreditYear) }

// Agreed is what the deferral cost that was agreed.
func (d *Deferral) Agreed() (money.Minor, bool) { return known(costOf(d.agreed)) }

// Late is what it cost that customers took longer.
func (d *Deferral) Late() (money.Minor, bool) { return known(costOf(d.late)) }

func known(h Hundredths) (money.Minor, bool) { return money.Minor(h), h.Known() }

// Term is the mean term that was agreed, in days, weighted by amount (F-17).
func (d *Deferral) Term() Hundredths { return d.term.value() }

// FairDiscount is the discount for paying at once at which credit costs as much
// as a bank's loan, in per cent: rate × term / 360, F-20 turned round.
func FairDiscount(bank Hundredths, term int) Hundredths {
	if bank < 0 || term < 0 {
		return NotKnown
	}
	return Ratio(money.Minor(bank), int64(term), CreditYear)
}
