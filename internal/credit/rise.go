package credit

import (
	"math"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Unbounded is a limit that is none.
const Unbounded money.Minor = math.MaxInt64

// Rise is what the end of a limit lets a customer have beyond what he may while
// it lasts: the highest that takes its place on any day it would have counted.
type Rise struct {
	Was, Amount       money.Minor // in the company's currency; both 0: not in money. Unbounded: no limit takes its place
	WasDays, MostDays int         // for how long goods may stay unpaid; both 0: not in days. MostDays 0: without bound
}

// Any says whether the customer may have more at all.
func (r Rise) Any() bool { return r.Amount > r.Was || r.WasDays > 0 }

// RiseWithout is what may be had when the limit of this number is ended on the
// day of the question, which is in the company's currency. A limit is compared
// with what takes its place: not with the other limits that may be in the way
// today, for they too can be changed.
func (q *Query) RiseWithout(number int64) (r Rise) {
	i := slices.IndexFunc(q.Terms, func(t Term) bool { return t.Number == number && t.Kind == TermLimit })
	if i < 0 {
		return r
	}
	t := q.Terms[i]
	rest := slices.Delete(slices.Clone(q.Terms), i, i+1)
	for _, day := range q.turns(&t) {
		with, without := *q, *q
		with.Date, without.Date, without.Terms = day, day, rest
		if t.Amount != nil {
			was, now := with.bound(&t), without.bound(&t)
			if now > was && now > r.Amount {
				r.Was, r.Amount = was, now
			}
		}
		for _, k := range with.depths(&t) {
			r.longer(with.depth(k), without.depth(k))
		}
	}
	return r
}

// longer notes that goods may stay unpaid for more days; 0 is without bound.
func (r *Rise) longer(was, now int) {
	if was == 0 || now > 0 && now <= was || r.WasDays > 0 && r.MostDays == 0 || r.WasDays > 0 && now > 0 && now <= r.MostDays {
		return
	}
	r.WasDays, r.MostDays = was, now
}

// turns are the days on which the limit counts and another limit begins or is
// over: the day of the question is the first.
func (q *Query) turns(t *Term) (days []cal.Date) {
	all := []cal.Date{q.Date, t.From}
	for i := range q.Terms {
		if o := &q.Terms[i]; o.Kind == TermLimit {
			all = append(all, o.From)
			if o.Until != 0 {
				all = append(all, o.Until+1)
			}
		}
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(day cal.Date) bool { return day < q.Date || !t.InForce(day) })
}

// bound is the limit in money in the place of t.
func (q *Query) bound(t *Term) money.Minor {
	q.Contract = t.Contract
	own := []Party{{q.Account, q.Commitments}}
	byContract, limited := q.contractCap(own)
	switch {
	case t.Scope == OfContract && limited:
		return byContract.Limit
	case t.Scope == OfGroup:
		if best := q.limitOf(t.Customer, OfGroup, "", false); best != nil {
			return *best.Amount
		}
		return Unbounded
	case t.Scope == OfMonth:
		if c, ok := q.monthCap(); ok {
			return c.Limit
		}
		return Unbounded
	}
	if c, ok := q.customerCap(own, limited); ok {
		return c.Limit
	}
	return Unbounded
}

// depths are the contracts for which a limit in days may count; one without a
// name stands for all that have no days of their own.
func (q *Query) depths(t *Term) []id.Contract {
	switch {
	case t.Days == 0:
		return nil
	case t.Scope == OfContract:
		return []id.Contract{t.Contract}
	}
	list := []id.Contract{""}
	for k := range q.Depths {
		list = append(list, k)
	}
	return list
}
