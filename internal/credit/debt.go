package credit

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// debt is an open instalment that puts a hold in force.
type debt struct {
	item  *ledger.Item
	code  string // of the reason
	hold  *policy.Hold
	days  int
	since cal.Date
	net   money.Minor // less the credit that covers it
}

// debts lists what stops shipments, the oldest first: by the policy's holds,
// and by its section on credit. An instalment counts once, for the first that
// it meets. What unapplied credit covers to the last kopeck holds nothing.
func (q *Query) debts() []debt {
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
		if covered == it.Open {
			continue
		}
		d := debt{item: it, net: it.Open - covered}
		if d.hold, d.days, d.since = holds.Of(it); d.hold != nil {
			d.code = Overdue
		} else {
			q.byCredit(&d)
		}
		if d.hold != nil {
			out = append(out, d)
		}
	}
	return out
}

// byCredit finds what of the policy's section on credit the debt meets.
func (q *Query) byCredit(d *debt) {
	c, it := &q.Policy.Credit, d.item
	depth := q.depth(it.Contract)
	switch sued := q.sued(it); {
	case c.Lawsuit && sued != 0:
		q.stop(d, Sued, sued)
	case depth > 0 && q.Date > it.Issued+cal.Date(depth):
		q.stop(d, TooLong, it.Issued+cal.Date(depth)+1)
	case c.NewPaysPrevious && it.Issued < q.Date:
		q.stop(d, Previous, it.Issued+1)
	case c.Papers > 0 && it.Due == 0 && q.Date > it.Issued+cal.Date(c.Papers):
		q.stop(d, NoPapers, it.Issued+cal.Date(c.Papers)+1)
	}
}

func (q *Query) stop(d *debt, code string, since cal.Date) {
	d.code, d.since, d.days = code, since, int(q.Date-d.item.Issued)
	d.hold = &policy.Hold{ID: code, Stops: policy.Shipments, LiftedBy: q.Policy.Credit.LiftedBy}
}

// sued is the day on which the debt went to court; 0: it did not.
func (q *Query) sued(it *ledger.Item) (day cal.Date) {
	for i := range q.Account.Events {
		e := &q.Account.Events[i]
		if e.Kind == ledger.Lawsuit && e.Date <= q.Date && (e.Invoice == it.Invoice || e.Invoice == "" && it.Issued <= e.Date) {
			day = e.Date
		}
	}
	return day
}

// depth is for how many days goods may stay unpaid: what somebody set for the
// contract or the customer, else what the contract says, else the category,
// else the policy; 0: no bound.
func (q *Query) depth(contract id.Contract) int {
	for _, t := range [...]*Term{q.limit(OfContract, contract, true), q.limit(OfCustomer, "", true)} {
		if t != nil && (t.Scope == OfCustomer || contract != "") {
			return t.Days
		}
	}
	if days := q.Depths[contract]; days > 0 && contract != "" {
		return days
	}
	category := q.Policy.CategoryOf(q.Account.Category)
	return q.Policy.DaysOf(&category)
}

// lift is the override in force that lets most ship, if the rules that stand
// in the way are ones that it lifts.
func (q *Query) lift(debts []debt, stopped, overLimit bool) *Lift {
	var best *Lift
	for i := range q.Lifts {
		l := &q.Lifts[i]
		if l.inForce(q.Date) && !q.ended(l) && l.lifts(debts, stopped, overLimit) && (best == nil || best.prefer(l) < 0) {
			best = l
		}
	}
	return best
}

// ended says whether a lift has ended by itself: it was given because of debts,
// and none of those is open any more. What is late since is another matter.
func (q *Query) ended(l *Lift) bool {
	return l.ForDebts && !slices.ContainsFunc(q.Account.Items, func(it ledger.Item) bool { return it.Issued <= l.Given && it.Due != 0 && it.Due < l.Given })
}

// prefer orders lifts by what is left on them, then by how long they last.
func (l *Lift) prefer(o *Lift) int {
	return cmp.Or(cmp.Compare(l.left(), o.left()), cmp.Compare(l.Until, o.Until))
}

func (l *Lift) lifts(debts []debt, stopped, overLimit bool) bool {
	switch {
	case l.Rule == "":
		return len(debts) > 0 || stopped || overLimit
	case stopped:
		return false
	case l.Rule == RuleLimit:
		return overLimit && len(debts) == 0
	}
	for i := range debts {
		if debts[i].hold.ID != l.Rule {
			return false
		}
	}
	return len(debts) > 0
}
