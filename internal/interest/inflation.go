package interest

import (
	"math/big"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// inflation is what an index of consumer prices took from each debt, if the law
// compensates it. The index of a month counts from the month after what arose
// late in one, and until the month before what was paid early in one; part
// payments come off what the index has made of the debt (LAW.md 3.2):
// (X × i1 − P) × i2 …, less what is left in figures.
func (a *accrual) inflation() error {
	if len(a.law.Inflation) == 0 || a.c.Method != Statutory {
		return nil
	}
	var sum money.Minor
	for i := range a.debts {
		rule, ok := find(a.law.Inflation, a.c.To, a.debts[i].arisen())
		if !ok {
			continue
		}
		a.use(&rule.Rule)
		loss := a.loss(rule, i)
		if sum += loss; sum > money.Max {
			return (money.Max + 1).Check()
		}
	}
	a.sheet.Inflation = &sum
	return nil
}

// loss is the compensation of one debt, rounded half up; prices that fell more
// than they rose give none.
func (a *accrual) loss(rule *Inflation, i int) money.Minor {
	d := &a.debts[i]
	begin := max(d.Due+1, a.c.From)
	if a.c.To < begin {
		return 0
	}
	first, end := turn(begin, rule.HalfMonth), turn(a.c.To, rule.HalfMonth)
	left, cuts := d.Principal, a.cuts[i]
	grown := new(big.Rat).SetInt64(int64(left))
	for m := first; m < end; m = nextMonth(m) {
		for len(cuts) > 0 && turn(cuts[0].paid, rule.HalfMonth) <= m {
			left -= cuts[0].amount
			grown.Sub(grown, new(big.Rat).SetInt64(int64(cuts[0].amount)))
			cuts = cuts[1:]
		}
		if left == 0 {
			break
		}
		if index, ok := a.index(rule, m, end); ok {
			grown.Mul(grown, big.NewRat(int64(index), int64(whole)))
		}
	}
	for _, x := range cuts {
		grown.Sub(grown, new(big.Rat).SetInt64(int64(x.amount)))
		left -= x.amount
	}
	return halfUp(grown.Sub(grown, new(big.Rat).SetInt64(int64(left))))
}

// turn is the first month whose index counts for what arose on a day, and the
// first whose index counts no more for what was paid on it.
func turn(day cal.Date, half int) cal.Date {
	if _, _, d := day.Civil(); d > half {
		return nextMonth(day)
	}
	return month(day)
}

// index is that of a month; one that is not known is left out, with a warning.
func (a *accrual) index(rule *Inflation, m, end cal.Date) (Percent, bool) {
	row, _, ok := a.book.series[rule.Series].at(m)
	if !ok || row.From != m {
		if !slices.ContainsFunc(a.sheet.Warnings, func(w Warning) bool { return w.Code == "interest.index_missing" }) {
			a.warn("interest.index_missing", m, end-1)
		}
		return 0, false
	}
	if _, _, err := a.row(rule.Series, m); err != nil {
		return 0, false
	}
	return row.Rate, true
}

func halfUp(r *big.Rat) money.Minor {
	if r.Sign() <= 0 {
		return 0
	}
	n := new(big.Int).Lsh(r.Num(), 1)
	n.Add(n, r.Denom())
	n.Quo(n, new(big.Int).Lsh(r.Denom(), 1))
	if !n.IsInt64() {
		return money.Max + 1
	}
	return money.Minor(n.Int64())
}
