package credit

import (
	"cmp"
	"slices"

	"debitor/internal/fx"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Source is where a limit comes from.
type Source string

// The sources. Of the customer's limits the first of these that there is counts:
// one set for a time, one set, the category's, the policy's; the policy's only
// where no contract sets any. A contract's own counts beside it.
const (
	SetForATime  Source = "temporary"
	Set          Source = "set"
	ByCategory   Source = "category"
	ByPolicy     Source = "policy"
	ByContract   Source = "contract"
	ByMean       Source = "mean"       // of the months before
	ByPrepayment Source = "prepayment" // no credit: what his money pays for
)

// Cap is one bound on what may ship, and how it was found. Amounts are in the
// currency of the question.
type Cap struct {
	Scope      Scope
	Source     Source
	Limit      money.Minor // without what is secured
	Secured    money.Minor // by which the securities raise it
	Securities []Term
	Exposure   Exposure // of OfMonth: what went, or is to go, this month, in Total alone
	Left       money.Minor
	Percent    int              // of ByPrepayment
	Term       *Term            // that set it; nil: nobody did
	Rates      []fx.Rate        // by which it was counted
	Unknown    []money.Currency // for want of a rate of which nothing is left
	Contracts  []ContractLimit  // of OfContract: what Limit is the sum of
}

// ContractLimit is one contract's part of the limit of contracts.
type ContractLimit struct {
	Contract id.Contract
	Number   string // as printed; empty: as its key
	Amount   money.Amount
	Term     *Term // that set it; nil: the contract itself does
}

// Source is where the contract's limit comes from.
func (l *ContractLimit) Source() Source {
	if l.Term != nil {
		return sourceOf(l.Term)
	}
	return ByContract
}

// Month is what goes to a customer in a calendar month, for the shipment limit:
// the mean of the months before, and this month's so far, each in the
// currencies it went in.
type Month struct {
	Sums  []money.Amount // of the months before, together
	Of    int            // how many months
	Gone  []money.Amount // this month, invoiced
	Known bool           // he bought before the first of them; else there is nothing to go by
}

// caps are all bounds that concern the question.
func (q *Query) caps() (list []Cap) {
	own := []Party{{q.Account, q.Commitments}}
	if c, ok := q.contractCap(own); ok {
		list = append(list, c)
	}
	if c, ok := q.customerCap(own, len(list) > 0); ok {
		list = append(list, c)
	}
	for i := range q.Terms {
		// Each group that he is in has a limit of its own.
		if t := &q.Terms[i]; t.Kind == TermLimit && t.Scope == OfGroup && t == q.limitOf(t.Customer, OfGroup, "", false) {
			c := q.set(Cap{Scope: OfGroup}, t)
			list = append(list, q.weigh(c, slices.Concat(own, q.Groups[t.Customer]), nil, true))
		}
	}
	if c, ok := q.monthCap(); ok {
		list = append(list, c)
	}
	if percent, by := q.prepaid(); percent > 0 {
		c := Cap{Scope: OfPrepayment, Source: ByPrepayment, Percent: percent, Term: by, Exposure: q.measure(own, nil)}
		c.Left = -c.Exposure.Total * wholePercent / money.Minor(percent)
		list = append(list, c.closed())
	}
	return list
}

// contractCap is the sum of the contracts' limits, or that of the one it ships
// under, over what is owed under them. What is owed under a contract without a
// limit does not count here.
func (q *Query) contractCap(own []Party) (Cap, bool) {
	c := Cap{Scope: OfContract, Source: ByContract}
	wanted := map[id.Contract]bool{}
	var limits []money.Amount
	note := func(contract id.Contract, amount money.Minor, currency money.Currency, by *Term) {
		if (q.Contract == "" || contract == q.Contract) && q.counts(currency) && !wanted[contract] {
			wanted[contract] = true
			limits = add(limits, amount, currency)
			if q.Explain {
				c.Contracts = append(c.Contracts, ContractLimit{contract, q.Numbers[contract], money.Amount{Minor: amount, Currency: currency}, by})
			}
		}
	}
	for i := range q.Terms {
		t := &q.Terms[i]
		if t.Scope == OfContract && t.Kind == TermLimit && t == q.limit(OfContract, t.Contract, false) {
			note(t.Contract, *t.Amount, t.Currency, t)
			c.Source, c.Term = sourceOf(t), t
		}
	}
	for _, l := range q.Limits {
		note(l.Contract, l.Amount, l.Currency, nil)
	}
	if len(wanted) == 0 {
		return c, false
	}
	slices.SortFunc(c.Contracts, func(a, b ContractLimit) int { return cmp.Compare(a.Contract, b.Contract) })
	c.Limit, c.Rates, c.Unknown = q.inOne(limits)
	return q.weigh(c, own, wanted, false), true
}

// customerCap is the customer's own limit; byContract says that contracts set
// some.
func (q *Query) customerCap(own []Party, byContract bool) (Cap, bool) {
	c := Cap{Scope: OfCustomer}
	if t := q.limit(OfCustomer, "", false); t != nil {
		return q.weigh(q.set(c, t), own, nil, false), true
	}
	base := cmp.Or(q.Base, q.Currency)
	category := q.Policy.CategoryOf(q.Account.Category)
	limit, byCategory, found := q.Policy.LimitOf(&category, base)
	if !found || !byCategory && byContract || !q.counts(base) {
		return c, false
	}
	if c.Source = ByPolicy; byCategory {
		c.Source = ByCategory
	}
	c.Limit, c.Rates, c.Unknown = q.inOne([]money.Amount{{Minor: limit, Currency: base}})
	return q.weigh(c, own, nil, false), true
}

// monthCap is the shipment limit of the month.
func (q *Query) monthCap() (Cap, bool) {
	c := Cap{Scope: OfMonth, Source: ByMean}
	switch t := q.limit(OfMonth, "", false); {
	case q.Month == nil:
		return c, false
	case t != nil:
		c = q.set(c, t)
	case !q.Month.Known || q.Month.Of == 0:
		return c, false
	default:
		c.Limit, c.Rates, c.Unknown = q.inOne(q.Month.Sums)
		c.Limit /= money.Minor(q.Month.Of)
	}
	gone := slices.Clone(q.Month.Gone)
	for i := range q.Commitments {
		if k := &q.Commitments[i]; k.Kind != Order && q.counts(k.Currency) && !q.Replaces(k) {
			gone = add(gone, k.Amount, k.Currency)
		}
	}
	c.Exposure.Total, c.Exposure.Rates, c.Exposure.Unknown = q.inOne(gone)
	c.Left = c.Limit - c.Exposure.Total
	return c.closed(), true
}

// set fills a cap in from a term.
func (q *Query) set(c Cap, t *Term) Cap {
	c.Source, c.Term = sourceOf(t), t
	c.Limit, c.Rates, c.Unknown = q.inOne([]money.Amount{{Minor: *t.Amount, Currency: t.Currency}})
	return c
}

func sourceOf(t *Term) Source {
	if t.Until != 0 {
		return SetForATime
	}
	return Set
}

// weigh measures what is owed against the limit and what raises it.
func (q *Query) weigh(c Cap, of []Party, wanted map[id.Contract]bool, group bool) Cap {
	c.Exposure = q.measure(of, wanted)
	if c.Securities = q.securities(group); len(c.Securities) > 0 {
		var sums []money.Amount
		for _, t := range c.Securities {
			sums = add(sums, *t.Amount, t.Currency)
		}
		secured, rates, _ := q.inOne(sums) // one whose rate is unknown secures nothing
		c.Secured, c.Rates = secured, fx.Used(c.Rates, rates)
	}
	c.Left = c.Limit + c.Secured - c.Exposure.Total
	return c.closed()
}

// closed gathers what is told of the rates; without one that is needed nothing
// is left.
func (c Cap) closed() Cap {
	c.Rates = fx.Used(c.Rates, c.Exposure.Rates)
	for _, u := range c.Exposure.Unknown {
		if !slices.Contains(c.Unknown, u) {
			c.Unknown = append(c.Unknown, u)
		}
	}
	if len(c.Unknown) > 0 {
		c.Left = 0
	}
	return c
}

// room is the least that the caps leave.
type room struct {
	caps    []Cap
	left    money.Minor
	limited bool
}

func (q *Query) room() room {
	r := room{caps: q.caps()}
	for i := range r.caps {
		if c := &r.caps[i]; !r.limited || c.Left < r.left {
			r.left, r.limited = c.Left, true
		}
	}
	return r
}

// released is the payment in the currency of the question after which the
// amount asked for fits; 0: none is needed, or none helps.
func (c *Cap) released(asked money.Minor) money.Minor {
	switch {
	case c.Scope == OfMonth || len(c.Unknown) > 0:
		return 0
	case c.Source == ByPrepayment:
		need := (asked*money.Minor(c.Percent) + wholePercent - 1) / wholePercent
		return max(0, need+c.Exposure.Total)
	}
	return max(0, asked-c.Left, -c.Left)
}
