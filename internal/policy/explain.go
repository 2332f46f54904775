package policy

import (
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Explanation is what a policy has done about an instalment, what it does next
// and when, and what stands in the way.
type Explanation struct {
	Policy   string
	Invoice  id.Invoice
	Part     int
	Due      cal.Date // rolled as the policy says; 0: the term has not started
	Agreed   cal.Date
	Days     int // in the policy's unit, negative before the due date
	Currency money.Currency
	Gross    money.Minor // open in the ledger
	Open     money.Minor // what may be asked for
	IsRun    bool
	NextRun  cal.Date
	Today    *Action  // the action the instalment takes part in today
	Blockers []Reason // what stands in the way, if it takes part in none
	Next     *Next    // the step that arises next, today included
	Ladder   []Rung   // every step of the policy
}

// Rung is one step for one instalment.
type Rung struct {
	Step         string
	Letter, Task string
	From, To     cal.Date // the window on the calendar; 0: no end, or no due date
	State        State
	On           cal.Date // when it was done, or will be if nothing changes; 0: not known
}

// State is where a step stands.
type State string

// Where a step stands.
const (
	Done     State = "done"
	Today    State = "today"
	Expected State = "expected" // on the day given, or undated while something without a date holds it
	MissedIt State = "missed"   // it will not be done any more
)

// Explain answers for one open instalment of the account; false when it is not
// among its open items.
func Explain(p *Policy, c *cal.Calendar, a *ledger.Account, invoice id.Invoice, part int, today cal.Date) (Explanation, bool) {
	d := NewDecider(p, c, today)
	decision := d.Decide(a)
	for i := range d.views {
		v := &d.views[i]
		if v.item.Invoice == invoice && v.item.Part == part {
			return d.explain(a, v, &decision), true
		}
	}
	return Explanation{}, false
}

func (d *Decider) explain(a *ledger.Account, v *view, decision *Decision) Explanation {
	e := Explanation{
		Policy: d.p.Name, Invoice: v.item.Invoice, Part: v.item.Part, Due: v.due, Agreed: v.item.Due,
		Currency: v.item.Currency, Gross: v.item.Open, Open: v.net, IsRun: d.isRun, NextRun: d.next,
	}
	if v.due != 0 {
		e.Days = DaysPast(d.c, d.p.Days, v.due, d.today)
	}
	e.Today = takesPart(decision, v)
	if e.Today == nil {
		e.Blockers = d.blockers(v, nil)
	}
	d.climb(a, v, &e)
	return e
}

func takesPart(decision *Decision, v *view) *Action {
	for i := range decision.Actions {
		act := &decision.Actions[i]
		for j := range act.Items {
			if act.Items[j].Invoice == v.item.Invoice && act.Items[j].Part == v.item.Part {
				return act
			}
		}
	}
	return nil
}

// climb walks the run days ahead as if nothing else changed, taking each step
// as it arises, and fills the ladder and the next step from it.
func (d *Decider) climb(a *ledger.Account, v *view, e *Explanation) {
	e.Ladder = d.rungs(v)
	if v.due == 0 {
		return
	}
	was := v.done
	defer func() { v.done = was }()
	v.done = append([]cal.Date(nil), was...)
	undated := v.small != 0 || d.held(v, d.suspensions.At(a, forever))
	take := func(s int, day cal.Date) {
		v.done[s] = day
		rung := &e.Ladder[s]
		rung.State, rung.On = Expected, day
		if undated {
			rung.On = 0
		}
		if e.Next == nil {
			e.Next = &Next{rung.Step, rung.On}
		}
	}
	if e.Today != nil {
		take(v.step, d.today)
		e.Ladder[v.step].State = Today
	}
	day := d.next
	for n := 0; n < horizon && day != 0 && d.alive(v, day) && !d.tooOld(v, day); n++ {
		following := d.p.NextRun(d.c, day)
		if undated || !d.held(v, d.suspensions.At(a, day)) {
			if s, _ := d.rise(v, day, following); s >= 0 {
				take(s, day)
			}
		}
		day = following
	}
}

// rungs is the ladder with what was done, the rest taken as missed until a
// walk finds otherwise.
func (d *Decider) rungs(v *view) []Rung {
	out := make([]Rung, len(d.p.Steps))
	for s := range out {
		step := &d.p.Steps[s]
		out[s] = Rung{Step: step.ID, Letter: step.Letter, Task: step.Task, State: MissedIt}
		switch {
		case v.due == 0:
			out[s].State = Expected
		default:
			out[s].From, out[s].To = step.At.Dates(d.c, step.Days, v.due)
		}
		if v.done[s] != 0 {
			out[s].State, out[s].On = Done, v.done[s]
		}
	}
	return out
}
