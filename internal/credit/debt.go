package credit

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
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

// room is what the limits leave: the sum of the limits that concern the query,
// less what is open under them and not covered by unapplied credit. Debts
// without a contract count too, for they were shipped on somebody's trust;
// those of a contract without a limit do not.
func (q *Query) room() (room money.Minor, limited bool) {
	under := map[string]bool{"": true}
	for _, l := range q.Limits {
		if l.Currency == q.Currency && (q.Contract == "" || l.Contract == q.Contract) {
			limited = true
			room += l.Amount
			under[string(l.Contract)] = true
		}
	}
	if !limited {
		return 0, false
	}
	var open, credit money.Minor
	for i := range q.Account.Items {
		if it := &q.Account.Items[i]; it.Currency == q.Currency && under[string(it.Contract)] {
			open += it.Open
		}
	}
	for _, c := range q.Account.Credits {
		if c.Currency == q.Currency {
			credit += c.Amount
		}
	}
	return room - max(0, open-credit), true
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
