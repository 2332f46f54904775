package policy

import (
	"slices"

	"debitor/internal/money"
)

// Credit is how much customers may owe, what counts as owed, and what besides
// an overdue debt stops the next shipment. The zero Credit sets nothing.
type Credit struct {
	Counts []string // what counts against a limit, of Counted
	Limit  *Amounts // of customers who have no other; nil: none
	Days   int      // how many days goods may stay unpaid before nothing more ships; 0: no bound
	MeanOf int      // a month's shipments are at most the mean of so many months before; 0: no bound

	NewPaysPrevious bool // a new delivery only when the ones before are paid
	Papers          int  // days after which a document without its signed papers stops shipments; 0: never
	Lawsuit         bool // a debt that is in court stops shipments

	ForPayment int      // while a debt stops shipments, goods may go for so many per cent of what is paid; 0: none
	LiftedBy   []string // roles that may let goods go in spite of this section, where no rule of authority says

	Discounts []Discount // for paying early, the earliest first; the later, the less

	Prices     []Price    // by the agreed term, the shortest first; the longer, the dearer
	Commission Commission // of managers; the later the money, the less
}

// Discount is what who pays within some days of the delivery saves.
type Discount struct {
	Within  int         // calendar days; 0: at once
	Percent money.Minor // hundredths of a per cent
}

// Price is what a list price becomes for who is given a term.
type Price struct {
	Within  int         // the longest term, in days; 0: paid ahead or at once
	Percent money.Minor // hundredths of a per cent of the list price; negative: less than the list
}

// PriceOf is what the list price becomes for a term; false where the list has no
// price for so long a one.
func (c *Credit) PriceOf(term int) (percent money.Minor, found bool) {
	i := slices.IndexFunc(c.Prices, func(p Price) bool { return term <= p.Within })
	if i < 0 {
		return 0, false
	}
	return c.Prices[i].Percent, true
}

// Counted are the parts of what a customer owes or will owe. Each debt is of
// one of the first three.
var Counted = []string{CountOpen, CountOverdue, CountPromised, CountShipped, CountOrders, CountCredit}

// The parts of Counted.
const (
	CountOpen     = "open"     // not due yet
	CountOverdue  = "overdue"  // past due
	CountPromised = "promised" // promised for a day that is not past, or in a plan that is kept
	CountShipped  = "shipped"  // gone, and not invoiced yet
	CountOrders   = "orders"   // ordered, and not shipped yet
	CountCredit   = "credit"   // paid, and settling nothing yet: counts against the debts
)

// CountsAs says whether a part counts against the limits. A policy that does
// not say counts all of them.
func (c *Credit) CountsAs(part string) bool {
	return c.Counts == nil || slices.Contains(c.Counts, part)
}

// limit is the amount in a currency; false where there is none.
func (a *Amounts) limit(c money.Currency) (money.Minor, bool) {
	if a == nil {
		return 0, false
	}
	return a.In(c), true
}

// LimitOf is how much a customer of the category may owe in the company's
// currency: what the category sets, else what the policy does; false: neither
// sets anything. byCategory tells which.
func (p *Policy) LimitOf(c *Category, currency money.Currency) (limit money.Minor, byCategory, found bool) {
	if limit, found = c.Limit.limit(currency); found {
		return limit, true, true
	}
	limit, found = p.Credit.Limit.limit(currency)
	return limit, false, found
}

// DaysOf is for how many days goods may stay unpaid to a customer of the
// category; 0: no bound.
func (p *Policy) DaysOf(c *Category) int {
	if c.Days > 0 {
		return c.Days
	}
	return p.Credit.Days
}

// StopsByCredit says whether a debt may stop shipments by the section on credit,
// besides the holds.
func (p *Policy) StopsByCredit() bool {
	c := &p.Credit
	return c.Days > 0 || c.NewPaysPrevious || c.Papers > 0 || c.Lawsuit ||
		slices.ContainsFunc(p.Categories, func(k Category) bool { return k.Days > 0 })
}

// DiscountsOf are the discounts for paying early that a customer of the category
// has: for paying at once that of the category, where it has one.
func (p *Policy) DiscountsOf(c *Category) []Discount {
	if c.Discount == 0 {
		return p.Credit.Discounts
	}
	list := []Discount{{Percent: c.Discount}}
	for _, d := range p.Credit.Discounts {
		if d.Within > 0 && d.Percent < c.Discount {
			list = append(list, d)
		}
	}
	return list
}
