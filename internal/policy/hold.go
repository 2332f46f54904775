package policy

import (
	"debitor/internal/cal"
	"debitor/internal/ledger"
)

// Holding answers which of a policy's holds an account's debts meet on a day.
// Whether goods may ship in spite of one is credit's question.
type Holding struct {
	p   *Policy
	c   *cal.Calendar
	day cal.Date
	d   *Decider    // knows the account; nil where no hold has a condition
	at  map[key]int // the decider's views
}

// Holding prepares to ask about an account's items on a day.
func (p *Policy) Holding(c *cal.Calendar, a *ledger.Account, day cal.Date) Holding {
	h := Holding{p: p, c: c, day: day}
	for i := range p.Holds {
		if p.Holds[i].If != nil {
			h.d = NewDecider(p, c, day)
			h.d.look(a)
			h.at = make(map[key]int, len(h.d.views))
			for j := range h.d.views {
				v := &h.d.views[j]
				h.at[key{v.item.Invoice, v.item.Part}] = j
			}
			break
		}
	}
	return h
}

// Of is the first hold that an item of the account meets, how many days of its
// unit the item is overdue and since which day it holds; nil for none. What
// the item leaves to pay is not looked at.
func (h *Holding) Of(it *ledger.Item) (rule *Hold, days int, since cal.Date) {
	if it.Due == 0 {
		return nil, 0, 0
	}
	due := it.Due
	if h.p.Roll {
		due = h.c.NextWorking(due)
	}
	for i := range h.p.Holds {
		rule := &h.p.Holds[i]
		days := DaysPast(h.c, rule.Days, due, h.day)
		if rule.At.Has(days) && h.applies(rule, it) {
			since, _ := rule.At.Dates(h.c, rule.Days, due)
			return rule, days, since
		}
	}
	return nil, 0, 0
}

// applies says whether the hold's condition is true for the item.
func (h *Holding) applies(rule *Hold, it *ledger.Item) bool {
	if rule.If == nil {
		return true
	}
	at, known := h.at[key{it.Invoice, it.Part}]
	if !known {
		return false
	}
	h.d.asker = asker{h.d, &h.d.views[at], h.day}
	return rule.If.Holds(&h.d.asker)
}
