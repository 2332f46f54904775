package policy

import (
	"slices"

	"debitor/internal/id"
	"debitor/internal/ledger"
)

// Withhold takes out of a decision the actions that somebody gave a reason
// against: the function says it, with a Code, or an empty one for what may be
// done. Documents that take part in no other action are told of as skipped,
// one by one if list is set.
func (d *Decision) Withhold(list bool, against func(*Action) Reason) {
	kept := make([]Action, 0, len(d.Actions)) // the decider's own may be shared
	held := map[key]Skipped{}
	var order []key
	for i := range d.Actions {
		a := &d.Actions[i]
		r := against(a)
		if r.Code == "" {
			kept = append(kept, *a)
			continue
		}
		for _, it := range a.Items {
			k := key{it.Invoice, it.Part}
			s, more := held[k]
			if !more {
				s = Skipped{Invoice: it.Invoice, Part: it.Part, Due: it.Due, Open: it.Gross, Currency: a.Currency}
				order = append(order, k)
			}
			s.Blockers = append(s.Blockers, r)
			held[k] = s
		}
	}
	if len(order) == 0 {
		return
	}
	d.Actions = kept
	for _, k := range order {
		if d.acts(k.invoice, k.part) {
			continue
		}
		d.Skipped++
		for _, r := range held[k].Blockers {
			d.Blocked.count(r.Code)
		}
		if list {
			d.Items = append(d.Items, held[k])
		}
	}
}

// Withhold takes the actions out of an explanation that somebody gave a reason
// against, as it does of a decision: their steps are expected again, left out
// ones at the next run, put off ones without a date beside that of the reason.
func (e *Explanation) Withhold(against func(*Action) Reason) {
	var kept []*Action
	var held []Reason
	for _, a := range e.Today {
		r := against(a)
		if r.Code == "" {
			kept = append(kept, a)
			continue
		}
		held = append(held, r)
		again := e.NextRun
		if r.Code != Excluded {
			again = 0
		}
		for i := range e.Ladder {
			if rung := &e.Ladder[i]; rung.Step == a.Step && rung.State == Today {
				rung.State, rung.On, rung.Blockers = Expected, again, []Reason{r}
			}
		}
		if e.Next != nil && e.Next.Step == a.Step {
			e.Next = &Next{Step: a.Step, Date: again, day: e.Next.day}
		}
	}
	if e.Today = kept; len(kept) == 0 {
		e.Blockers = append(e.Blockers, held...)
	}
}

// acts says whether a document takes part in an action.
func (d *Decision) acts(invoice id.Invoice, part int) bool {
	return slices.ContainsFunc(d.Actions, func(a Action) bool {
		return slices.ContainsFunc(a.Items, func(it ActionItem) bool { return it.Invoice == invoice && it.Part == part })
	})
}

// Instead is a letter of a decision as the letter of another step of the
// policy, about the same documents: somebody found that one better. done is
// what was done about the customer before. It is false if the step writes no
// letter or gathers documents otherwise.
func (p *Policy) Instead(a Action, step string, done []ledger.Applied) (Action, bool) {
	was, to := p.Step(a.Step), p.Step(step)
	if was == nil || to == nil || a.Kind != Letter || to.Kind != Letter || was.Per != to.Per {
		return a, false
	}
	a.Step, a.Letter, a.Sign = to.ID, to.Letter, to.Sign
	a.Items = slices.Clone(a.Items)
	for i := range a.Items {
		it := &a.Items[i]
		it.Step, it.Occurrence = to.ID, 1
		for _, d := range done {
			if d.Invoice == it.Invoice && d.Part == it.Part && d.Policy == p.Name && d.Step == to.ID {
				it.Occurrence++
			}
		}
	}
	a.Because = append(slices.Clone(a.Because), Reason{Code: BecauseReviewed, Step: to.ID, After: was.ID})
	return a, true
}
