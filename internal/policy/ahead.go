package policy

import (
	"math/bits"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// forever is a day on which every suspension with an end is over.
var forever = cal.Last + 1

// slackDays is how long after the last change that is known of a step is still
// looked for: a month, so that days of its own have come, and some.
const slackDays = 45

// slackOfAge is the same where a condition asks for an age, which comes to be
// true by waiting: two years.
const slackOfAge = 730

// farthest bounds a look ahead, in calendar days: what comes later than in
// four years depends on more than a policy.
const farthest = 1461

// waiter is an item whose next steps are looked for.
type waiter struct {
	view    *view    // of the decider that walks ahead
	undated bool     // what holds it today has no date
	quiet   cal.Date // after which no step comes that has not come before
	take    func(step int, day cal.Date, dated bool)
	enough  func() bool // whether it need not be followed any further
}

// walk plays the run days after today as if nothing changed but by the plans
// themselves, each carried out on its day, and tells every waiter what it takes
// part in. What is held by something without a date is told what would be done
// if it were not.
func (d *Decider) walk(waiting []waiter) {
	f := d.ahead
	for n := 0; len(waiting) > 0; n++ {
		on, more := d.runAfter(n)
		if !more || on.day > d.today.day+farthest {
			return
		}
		was := f.today.day
		f.today = on
		if f.changed(was) {
			f.see()
		}
		waiting = slices.DeleteFunc(waiting, func(w waiter) bool {
			return on.day > w.quiet || f.tooOld(w.view, on.day) || on.day > f.still && !f.alive(w.view, on.day)
		})
		f.plan(waiting)
		for i := range waiting {
			f.tell(&waiting[i])
		}
		f.carryOut()
		waiting = slices.DeleteFunc(waiting, func(w waiter) bool { return w.enough() })
	}
}

// follow gives the decider that walks ahead the account as it is when what was
// decided today is done. Its views are in the order of the decider's own.
func (d *Decider) follow() {
	if d.ahead == nil {
		d.ahead = &Decider{p: d.p, c: d.c, index: map[key]int{}}
	}
	f := d.ahead
	f.today, f.asOf = d.today, d.today.day
	f.look(d.account)
	f.still = f.stillAfter()
	for i := range d.account.Steps {
		f.wrote(&d.account.Steps[i], d.today.day)
	}
	for i := range d.views {
		f.views[i].risen = d.views[i].risen
	}
	f.carryOut()
}

// wrote takes in a letter that was written on the day itself.
func (d *Decider) wrote(s *ledger.Applied, day cal.Date) {
	if n := d.p.counts(s); s.On == day && n >= 0 && d.p.Steps[n].Kind == Letter {
		d.lastLetter = day
	}
}

// plan decides about the day. Where no item's step hangs on another's, it
// decides about those alone that are waited for.
func (d *Decider) plan(waiting []waiter) {
	if d.p.MinGap > 0 || d.p.MinAmount.given() {
		d.choose()
		d.gather()
		return
	}
	for i := range waiting {
		d.chooseFor(waiting[i].view)
	}
}

// tell tells a waiter the steps of the day, the weakest first.
func (d *Decider) tell(w *waiter) {
	v, dated := w.view, w.view.rises
	if w.undated || v.small != 0 {
		each(d.rise(v, d.today).rises&^dated, func(s int) { w.take(s, d.today.day, false) })
	}
	each(dated, func(s int) { w.take(s, d.today.day, true) })
}

// carryOut notes what was decided as done.
func (d *Decider) carryOut() {
	for i := range d.views {
		v := &d.views[i]
		each(v.rises, func(s int) {
			v.done[s].note(d.today.day)
			if d.p.Steps[s].Kind == Letter {
				d.lastLetter = d.today.day
			}
		})
		v.rises = 0
	}
}

// each calls fn for the steps of a set, the weakest first.
func each(set stepSet, fn func(step int)) {
	for ; set != 0; set &= set - 1 {
		fn(bits.TrailingZeros64(uint64(set)))
	}
}

// runAfter is the n-th run day after today, from 0; false when there is none. The
// days are the same for every customer, so they are found once.
func (d *Decider) runAfter(n int) (moment, bool) {
	for len(d.coming) <= n {
		day := d.today.day
		if k := len(d.coming); k > 0 {
			day = d.coming[k-1].day
		}
		if day = d.p.NextRun(d.c, day); day == 0 {
			return moment{}, false
		}
		d.coming = append(d.coming, d.moment(day))
	}
	return d.coming[n], true
}

// waits is the waiter for one of the decider's views.
func (d *Decider) waits(i int, last []ledger.Standing) waiter {
	v := &d.views[i]
	return waiter{view: &d.ahead.views[i], undated: d.held(v, last), quiet: d.quiet(v)}
}

// held says whether the item is suspended by standings, which are in the order
// of the account's items.
func (d *Decider) held(v *view, standings []ledger.Standing) bool {
	var s ledger.Standing
	if standings != nil {
		s = standings[v.at]
	}
	return s.Promise != 0 || s.Plan != 0 || s.Suspended || v.left(s) == money.Minor(0)
}

// stillAfter is the day after which nothing that was said about the customer
// ends, or comes to be broken.
func (d *Decider) stillAfter() cal.Date {
	last := d.today.day
	for i := range d.account.Events {
		e := &d.account.Events[i]
		last = max(last, e.Until, e.Date+ledger.TransitDays)
	}
	return last + 1
}

// changed says whether anything that was said about the customer has ended, or
// come to be broken, since a day.
func (d *Decider) changed(since cal.Date) bool {
	within := func(day cal.Date) bool { return since <= day && day < d.today.day }
	return slices.ContainsFunc(d.account.Events, func(e ledger.Event) bool { return within(e.Until) || within(e.Date+ledger.TransitDays) })
}

// quiet is a day after which nothing about the item changes by itself: every
// step's days have come, and what suspends it has ended. Whoever looks for its
// next step need look no further.
func (d *Decider) quiet(v *view) cal.Date {
	last, slack := d.ahead.still, slackDays
	for s := range d.p.Steps {
		step := &d.p.Steps[s]
		from := v.anchor(step)
		if step.On.broken() {
			from = max(from, d.ahead.still)
		}
		if from == 0 {
			continue
		}
		begins := from
		if w := d.window(step); !step.NextWeek && w.From != -Open {
			begins = FirstDay(d.c, step.Days, from, w.From)
		}
		last = max(last, begins)
		slack += 2 * step.Wait
		slack = max(slack, slackDays+2*step.Repeat)
		if asksAge(step) {
			slack = max(slack, slackOfAge)
		}
	}
	return last + cal.Date(slack+d.p.MinGap)
}

// asksAge says whether the step's condition may come true by waiting alone.
func asksAge(step *Step) bool {
	for _, fact := range step.If.Facts() {
		switch fact {
		case factDays, factOldest, factOverdueTotal, factWorstDelay, factLateTimes, factHistoryMonths, factLateLastMonth, factWorstLastMonth:
			return true
		}
	}
	return false
}

// nexts finds for each listed item the step that arises next. Items are in the
// order of the views they come from.
func (d *Decider) nexts(items []Skipped) {
	d.follow()
	last := d.suspensions.At(d.account, forever)
	waiting := make([]waiter, 0, len(items))
	for i := range d.views {
		if !d.isSkipped(&d.views[i]) {
			continue
		}
		item, w := &items[len(waiting)], d.waits(i, last)
		w.take = func(s int, day cal.Date, dated bool) { item.Next = d.p.next(s, day, dated) }
		w.enough = func() bool { return item.Next != nil }
		waiting = append(waiting, w)
	}
	d.walk(waiting)
}

func (p *Policy) next(s int, day cal.Date, dated bool) *Next {
	n := &Next{Step: p.Steps[s].ID, day: day}
	if dated {
		n.Date = day
	}
	return n
}
