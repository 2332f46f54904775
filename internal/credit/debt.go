package credit

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fx"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// debt is an open instalment that puts a hold in force.
type debt struct {
	item  *ledger.Item
	hold  *policy.Hold
	days  int
	since cal.Date
	net   money.Minor // less the credit that covers it
}

// overdue lists what the policy's holds stop shipments for, the oldest first;
// an instalment counts once, for the first hold that it meets. What unapplied
// credit covers to the last kopeck holds nothing.
func (q *Query) overdue() []debt {
	items := make([]*ledger.Item, len(q.Account.Items))
	for i := range q.Account.Items {
		items[i] = &q.Account.Items[i]
	}
	slices.SortFunc(items, ledger.CompareDue)
	credit := map[money.Currency]money.Minor{}
	for _, c := range q.Account.Credits {
		credit[c.Currency] += c.Amount
	}
	holds := q.Policy.Holding(q.Calendar, q.Account, q.Date)
	var out []debt
	for _, it := range items {
		covered := max(0, min(credit[it.Currency], it.Open))
		credit[it.Currency] -= covered
		if it.Due == 0 || covered == it.Open {
			continue
		}
		if hold, days, since := holds.Of(it); hold != nil {
			out = append(out, debt{item: it, hold: hold, days: days, since: since, net: it.Open - covered})
		}
	}
	return out
}

// room is what the limits leave, in the currency of the query.
type room struct {
	left    money.Minor
	limited bool
	rates   []fx.Rate        // by which debts and limits were counted
	unknown []money.Currency // what could not be counted for want of a rate; then nothing is left
}

// room is the sum of the limits that concern the query, less what is open under
// them and not covered by unapplied credit in its currency. Debts without a
// contract count too, for they were shipped on somebody's trust; those of a
// contract without a limit do not.
func (q *Query) room() room {
	var r room
	under := map[string]bool{"": true}
	for _, l := range q.Limits {
		if (q.Contract == "" || l.Contract == q.Contract) && q.counts(l.Currency) {
			r.limited = true
			under[string(l.Contract)] = true
		}
	}
	if !r.limited {
		return r
	}
	var limits, open []money.Amount
	for _, l := range q.Limits {
		if under[string(l.Contract)] && q.counts(l.Currency) {
			limits = add(limits, l.Amount, l.Currency)
		}
	}
	for i := range q.Account.Items {
		if it := &q.Account.Items[i]; under[string(it.Contract)] && q.counts(it.Currency) {
			open = add(open, it.Open, it.Currency)
		}
	}
	for _, c := range q.Account.Credits {
		if q.counts(c.Currency) {
			open = add(open, -c.Amount, c.Currency)
		}
	}
	for i := range open {
		open[i].Minor = max(0, open[i].Minor)
	}
	r.left = r.count(q, limits) - r.count(q, open)
	if len(r.unknown) > 0 {
		r.left = 0
	}
	return r
}

// counts says whether amounts of a currency take part: in a company that has no
// rates each currency stands by itself.
func (q *Query) counts(c money.Currency) bool { return c == q.Currency || q.Rates != nil }

// add sums by currency.
func add(list []money.Amount, m money.Minor, c money.Currency) []money.Amount {
	for i := range list {
		if list[i].Currency == c {
			list[i].Minor += m
			return list
		}
	}
	return append(list, money.Amount{Minor: m, Currency: c})
}

// count is amounts in the currency of the query.
func (r *room) count(q *Query, amounts []money.Amount) money.Minor {
	whole, err := q.Rates.Sum(amounts, q.Currency, q.Date)
	if err != nil {
		whole.Missing = amounts // more than can be counted is as good as unknown
	}
	r.rates = fx.Used(r.rates, whole.Rates)
	for _, a := range whole.Missing {
		if a.Currency != q.Currency && !slices.Contains(r.unknown, a.Currency) {
			r.unknown = append(r.unknown, a.Currency)
		}
	}
	return whole.Amount.Minor
}

// lift is the override in force that lets most ship, if the rules that stand
// in the way are ones that it lifts.
func (q *Query) lift(overdue []debt, overLimit bool) *Lift {
	var best *Lift
	for i := range q.Lifts {
		l := &q.Lifts[i]
		if l.inForce(q.Date) && l.lifts(overdue, overLimit) && (best == nil || best.prefer(l) < 0) {
			best = l
		}
	}
	return best
}

// prefer orders lifts by what is left on them, then by how long they last.
func (l *Lift) prefer(o *Lift) int {
	return cmp.Or(cmp.Compare(l.left(), o.left()), cmp.Compare(l.Until, o.Until))
}

func (l *Lift) lifts(overdue []debt, overLimit bool) bool {
	if l.Rule == "" {
		return len(overdue) > 0 || overLimit
	}
	if l.Rule == RuleLimit {
		return overLimit && len(overdue) == 0
	}
	for i := range overdue {
		if overdue[i].hold.ID != l.Rule {
			return false
		}
	}
	return len(overdue) > 0
}
