package policy

import (
	"cmp"
	"slices"

	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Commission is what managers have of the money that came in, by how it was paid:
// work on credit earns them less than work paid ahead. The zero Commission
// gives nothing.
type Commission struct {
	Percent money.Minor // of what came in, in hundredths of a per cent; 0: not said
	Factors []Factor    // who pays earliest first; the later, the less
}

// Factor is what money counts for that was paid in a manner.
type Factor struct {
	Paid   ledger.Manner
	Within int         // in term: the longest term; late: the most days; 0: any
	Factor money.Minor // hundredths: 120 is 1.20
}

// Stands says whether the policy has one.
func (c *Commission) Stands() bool { return len(c.Factors) > 0 }

// FactorOf is the place of the factor that money counts for: the first that it is
// not later than, so that later money never counts for more; false where all are
// for earlier money, and it counts for nothing.
func (c *Commission) FactorOf(p ledger.Paid) (place int, found bool) {
	place = slices.IndexFunc(c.Factors, func(f Factor) bool { return !later(p.Manner, p.Days, f) })
	return place, place >= 0
}

// later says whether money is later than a factor is for.
func later(m ledger.Manner, days int, f Factor) bool {
	if c := compareManners(m, f.Paid); c != 0 {
		return c > 0
	}
	return f.Within > 0 && days > f.Within
}

// compare orders factors by how late the money is that they are for; what is for
// any number of days stands after what is for some.
func (f Factor) compare(g Factor) int {
	last := func(within int) int { return cmp.Or(within, maxDays+1) }
	return cmp.Or(compareManners(f.Paid, g.Paid), cmp.Compare(last(f.Within), last(g.Within)))
}

// compareManners orders manners from the earliest to the latest.
func compareManners(a, b ledger.Manner) int {
	return cmp.Compare(slices.Index(ledger.Manners, a), slices.Index(ledger.Manners, b))
}
