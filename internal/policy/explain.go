package policy

import (
	"slices"

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
	Today    []*Action // the actions the instalment takes part in today
	Blockers []Reason  // what stands in the way, if it takes part in none
	Next     *Next     // the step that arises next, today included
	Ladder   []Rung    // every step of the policy
}

// Rung is one step for one instalment.
type Rung struct {
	Step         string
	Line         int // of the policy's file
	Kind         Kind
	Letter, Task string
	Role         string   // that answers for it
	Event        Event    // what its days are counted from, if not the due date
	From, To     cal.Date // the window on the calendar; 0: no end, or nothing to count it from
	State        State
	On           cal.Date // when it was done last, or will be if nothing changes; 0: not known
	Times        int      // how often it was done
	Blockers     []Reason // all that keeps it back today; none when it was done or is due today
}

// State is where a step stands.
type State string

// Where a step stands.
const (
	Done     State = "done"
	Today    State = "today"
	Expected State = "expected"  // on the day given, or undated while something without a date holds it
	Waits    State = "waits"     // for an event, or for its condition to come true
	MissedIt State = "missed"    // it will not be done any more
	NotMeant State = "not_meant" // its days are over, and its condition does not hold: it was not for this debt
)

// Explain answers for one open instalment of the account; false when it is not
// among its open items. For a day in the past the account is that day's, and
// its Steps are those done until then.
func Explain(p *Policy, c *cal.Calendar, a *ledger.Account, invoice id.Invoice, part int, today cal.Date) (Explanation, bool) {
	d := NewDecider(p, c, today)
	decision := d.Decide(a)
	for i := range d.views {
		v := &d.views[i]
		if v.item.Invoice == invoice && v.item.Part == part {
			return d.explain(v, &decision), true
		}
	}
	return Explanation{}, false
}

// ExplainSome explains those open instalments of an account that are picked, in
// the order of its items: one decision serves them all.
func ExplainSome(p *Policy, c *cal.Calendar, a *ledger.Account, today cal.Date, pick func(*ledger.Item) bool) []Explanation {
	d := NewDecider(p, c, today)
	decision := d.Decide(a)
	var list []Explanation
	for i := range d.views {
		if v := &d.views[i]; pick(v.item) {
			list = append(list, d.explain(v, &decision))
		}
	}
	return list
}

func (d *Decider) explain(v *view, decision *Decision) Explanation {
	e := Explanation{
		Policy: d.p.Name, Invoice: v.item.Invoice, Part: v.item.Part, Due: v.due, Agreed: v.item.Due,
		Currency: v.item.Currency, Gross: v.item.Open, Open: v.net, IsRun: d.isRun, NextRun: d.next,
		Today: takesPart(decision, v),
	}
	if v.due != 0 {
		e.Days = DaysPast(d.c, d.p.Days, v.due, d.today.day)
	}
	if len(e.Today) == 0 {
		e.Blockers = d.blockers(v, nil)
	}
	e.Ladder = d.rungs(v)
	d.climb(v, &e)
	for s := range e.Ladder {
		// What only waits for a step that may come is not missed.
		if after := d.p.Steps[s].after; after >= 0 && e.Ladder[s].State == MissedIt && e.Ladder[after].State == Waits {
			e.Ladder[s].State = Waits
		}
	}
	return e
}

func takesPart(decision *Decision, v *view) (in []*Action) {
	for i := range decision.Actions {
		act := &decision.Actions[i]
		for j := range act.Items {
			if act.Items[j].Invoice == v.item.Invoice && act.Items[j].Part == v.item.Part {
				in = append(in, act)
				break
			}
		}
	}
	return in
}

// climb walks ahead (see walk) and fills the ladder and the next step from it.
func (d *Decider) climb(v *view, e *Explanation) {
	each(v.rises, func(s int) {
		e.Next = d.p.next(s, d.today.day, true)
		rung := &e.Ladder[s]
		rung.State, rung.On, rung.Blockers = Today, d.today.day, nil
	})
	d.follow()
	w := d.waits(d.place(v), d.suspensions.At(d.account, forever))
	w.enough = func() bool { return false }
	w.take = func(s int, day cal.Date, dated bool) {
		next := d.p.next(s, day, dated)
		if e.Next == nil || e.Next.day == day {
			e.Next = next
		}
		if rung := &e.Ladder[s]; rung.State == Waits || rung.State == MissedIt {
			rung.State, rung.On = Expected, next.Date
		}
		if !dated {
			w.view.done[s].note(day) // as if it had not been held
		}
	}
	d.walk([]waiter{w})
}

// place is where in the decider's order a view stands.
func (d *Decider) place(v *view) int {
	return slices.IndexFunc(d.views, func(o view) bool { return o.at == v.at })
}

// rungs is the ladder as of today: what was done, and of the rest everything
// that keeps it back.
func (d *Decider) rungs(v *view) []Rung {
	out := make([]Rung, len(d.p.Steps))
	for s := range out {
		out[s] = d.rung(v, s)
	}
	return out
}

func (d *Decider) rung(v *view, s int) Rung {
	step, done := &d.p.Steps[s], &v.done[s]
	r := Rung{
		Step: step.ID, Line: step.Line, Kind: step.Kind, Letter: step.Letter, Task: step.Task, Role: step.To, Event: step.On,
		State: MissedIt, Times: done.times,
	}
	from := v.anchor(step)
	switch {
	case from == 0:
	case step.NextWeek:
		r.From, r.To = weekBefore(from)
	default:
		r.From, r.To = d.window(step).Dates(d.c, step.Days, from)
	}
	if done.times > 0 && (step.On == "" || from == 0 || done.last >= from) { // an event that came again begins anew
		r.State, r.On = Done, done.last
		return r
	}
	r.State, r.Blockers = d.standing(v, s, from, r)
	return r
}

// standing is where a step stands that was not done, and all that keeps it
// back.
func (d *Decider) standing(v *view, s int, from cal.Date, r Rung) (State, []Reason) {
	step, today := &d.p.Steps[s], d.today.day
	if from == 0 {
		reason := d.about(NoEvent, v, step)
		if step.On == "" {
			reason = Reason{Code: NotStarted}
		}
		reason.Event = step.On
		return Waits, []Reason{reason}
	}
	var rs []Reason
	state := MissedIt
	switch {
	case r.From != 0 && today < r.From:
		rs = append(rs, d.about(WindowAhead, v, step))
	case r.To != 0 && today > r.To && !d.mayBeLate(v, s, DaysPast(d.c, step.Days, from, today)):
		r := d.passed(v, step)
		if r.Code == ConditionFails {
			return NotMeant, []Reason{r}
		}
		return MissedIt, []Reason{r}
	}
	rs = d.obstacles(v, s, rs)
	if step.If != nil && !d.holds(v, step, today) {
		state = Waits
	}
	return state, rs
}
