package policy

import (
	"slices"

	"debitor/internal/cal"
)

// skipped counts, and lists if asked, the items that are due or nearly due and
// take part in no action.
func (d *Decider) skipped(out *Decision) {
	for i := range d.views {
		v := &d.views[i]
		if !d.isSkipped(v) {
			continue
		}
		out.Skipped++
		if v.doneOn(d.today.day) {
			out.Done++
		}
		d.reasons = d.blockers(v, d.reasons[:0])
		for j := range d.reasons {
			out.Blocked.count(d.reasons[j].Code)
		}
		if d.List {
			out.Items = append(out.Items, Skipped{
				Invoice: v.item.Invoice, Part: v.item.Part, Due: v.due, Open: v.item.Open,
				Currency: v.item.Currency, Blockers: slices.Clone(d.reasons),
			})
		}
	}
	if len(out.Items) > 0 {
		d.nexts(out.Items)
	}
}

// doneOn says whether a step was taken of the item on the day.
func (v *view) doneOn(day cal.Date) bool {
	return slices.ContainsFunc(v.done, func(p past) bool { return p.times > 0 && p.last == day })
}

// isSkipped says whether the item takes part in nothing and ought to be told
// of. One whose term has not started is told of, or it would be forgotten.
func (d *Decider) isSkipped(v *view) bool {
	return v.rises == 0 && (v.due == 0 || v.due-d.today.day <= SoonDays)
}

// blockers appends everything that stands in the way of the item today.
func (d *Decider) blockers(v *view, rs []Reason) []Reason {
	if !d.today.runs.has(ordinary) {
		rs = append(rs, Reason{Code: OffDay, Policy: d.p.Name, Date: d.today.next})
	}
	rs = d.suspended(v, rs)
	switch {
	case v.due == 0:
		return append(rs, Reason{Code: NotStarted})
	case d.tooOld(v, d.today.day):
		return append(rs, Reason{
			Code: TooOld, Policy: d.p.Name, Unit: d.p.Days, To: d.p.MaxAge,
			Days: DaysPast(d.c, d.p.Days, v.due, d.today.day),
		})
	case v.small != 0:
		c := v.item.Currency
		return append(rs, Reason{Code: TooSmall, Policy: d.p.Name, Amount: v.small, Limit: d.p.MinAmount.In(c), Currency: c})
	}
	if d.rise(v, moment{d.today.day, 1<<ordinary | d.today.runs | d.p.ordinarySteps, d.today.next}).rises != 0 {
		return rs // the ladder lets it through
	}
	return d.ladder(v, rs)
}

// suspended appends what suspends the item. Money that covers only a part of
// it is no blocker: the rest is asked for.
func (d *Decider) suspended(v *view, rs []Reason) []Reason {
	s, c := &v.standing, v.item.Currency
	if v.net == 0 {
		if v.credit > 0 {
			rs = append(rs, Reason{Code: Covered, Amount: v.credit, Currency: c})
		}
		if s.Disputed > 0 && v.credit < v.item.Open {
			rs = append(rs, Reason{Code: Disputed, Amount: s.Disputed, Currency: c, Date: s.DisputedSince})
		}
		if s.InTransit > 0 && v.credit+s.Disputed < v.item.Open {
			rs = append(rs, Reason{Code: Transit, Amount: s.InTransit, Currency: c, Until: s.TransitUntil})
		}
	}
	if s.Promise != 0 {
		rs = append(rs, Reason{Code: Promised, Until: s.Promise})
	}
	if s.Plan != 0 {
		rs = append(rs, Reason{Code: Planned, Until: s.Plan})
	}
	if s.Suspended {
		rs = append(rs, Reason{Code: Suspended, Until: s.SuspendedUntil})
	}
	return rs
}

// ladder appends why no step of the ladder arises: the steps of today that
// were done or are held back, and the first one ahead, beside those that an
// event will bring.
func (d *Decider) ladder(v *view, rs []Reason) []Reason {
	if !d.alive(v, d.today.day) {
		return d.finished(v, rs)
	}
	var waiting stepSet // steps told of: what only waits for them is not told of again
	ahead := false      // a window ahead was met; those below it are farther still
	for s := range d.p.Steps {
		step := &d.p.Steps[s]
		from := v.anchor(step)
		if from == 0 || ahead && step.plain() {
			continue
		}
		days := d.daysInto(s, from)
		switch w := d.window(step); {
		case d.doneFor(v, s, from, d.today.day):
			if w.Has(days) {
				r := d.about(StepDone, v, step)
				r.Date = v.done[s].last
				rs = append(rs, r)
			}
		case days < w.From:
			if !step.plain() || waiting == 0 {
				rs = append(rs, d.about(WindowAhead, v, step))
			}
			ahead = ahead || step.plain()
		case w.Has(days) || d.mayBeLate(v, s, days):
			if step.after < 0 || !waiting.has(step.after) {
				rs = d.obstacles(v, s, rs)
			}
			waiting |= 1 << s
		case step.On == "" && step.Missed == Report && v.done[s].times == 0 && !d.laterDone(v, s):
			rs = append(rs, d.passed(v, step))
		}
	}
	return rs
}

// daysInto is how many days of its unit today lies after the one that a step's
// days are counted from. A step for what is due next week has one day, 0, that
// lasts for the week before.
func (d *Decider) daysInto(s int, from cal.Date) int {
	step, today := &d.p.Steps[s], d.today.day
	if !step.NextWeek {
		return DaysPast(d.c, step.Days, from, today)
	}
	switch monday, sunday := weekBefore(from); {
	case today < monday:
		return -1
	case today > sunday && !nextWeek(d.p.meant(step, today)).Has(int(from)):
		return 1
	}
	return 0
}

// passed is why a step does not come any more whose days are over: it was
// missed, or it was never meant for this debt.
func (d *Decider) passed(v *view, step *Step) Reason {
	if d.holds(v, step, d.today.day) {
		return d.about(WindowPassed, v, step)
	}
	r := d.about(ConditionFails, v, step)
	r.Condition = step.If.String()
	return r
}

// obstacles appends what keeps a step back whose days have come.
func (d *Decider) obstacles(v *view, s int, rs []Reason) []Reason {
	step, before := &d.p.Steps[s], len(rs)
	if !d.afterDone(v, step, d.today.day) {
		code := AfterMissing
		if on := d.before(v, step); on != 0 && on < d.today.day {
			code = Waiting
		}
		r := d.afterReason(code, v, step)
		r.To = step.Wait
		rs = append(rs, r)
	}
	if step.If != nil && !d.holds(v, step, d.today.day) {
		r := d.about(ConditionFails, v, step)
		r.Condition = step.If.String()
		rs = append(rs, r)
	}
	if d.tooSoon(step, d.today.day) {
		r := d.about(GapOpen, v, step)
		r.Date, r.Until, r.To = d.lastLetter, d.lastLetter+cal.Date(d.p.MinGap), d.p.MinGap
		rs = append(rs, r)
	}
	if step.Every.given() && !d.today.runs.has(s) {
		rs = append(rs, d.about(OwnDay, v, step))
	}
	if other := d.letterOf(v, d.today.day); step.Kind == Letter && other >= 0 && len(rs) == before {
		r := d.about(Overtaken, v, step)
		r.After, r.Date = d.p.Steps[other].ID, d.today.day
		rs = append(rs, r)
	}
	return rs
}

// finished appends the reasons of an item for which no step will ever arise:
// what was missed, and what waits for it in vain, or that all was done.
func (d *Decider) finished(v *view, rs []Reason) []Reason {
	before := len(rs)
	for s := range d.p.Steps {
		step := &d.p.Steps[s]
		from := v.anchor(step)
		if from == 0 || v.done[s].times > 0 || d.laterDone(v, s) {
			continue
		}
		switch {
		case d.daysInto(s, from) > d.window(step).To:
			rs = append(rs, d.passed(v, step))
		case step.after >= 0:
			rs = append(rs, d.afterReason(AfterMissing, v, step))
		}
	}
	if len(rs) == before {
		rs = append(rs, Reason{Code: StepsDone, Policy: d.p.Name})
	}
	return rs
}

// alive says whether any step can still arise on the day or later, whatever
// suspends the item now and whatever its condition says.
func (d *Decider) alive(v *view, day cal.Date) bool {
	for s := range d.p.Steps {
		if d.stepAlive(v, s, day) {
			return true
		}
	}
	return false
}

func (d *Decider) stepAlive(v *view, s int, day cal.Date) bool {
	step := &d.p.Steps[s]
	from := v.anchor(step)
	if from == 0 || step.Repeat == 0 && d.doneFor(v, s, from, day) {
		return false
	}
	if step.NextWeek {
		_, sunday := weekBefore(from)
		return day <= sunday+7 // a holiday may move the run into the week itself
	}
	days := DaysPast(d.c, step.Days, from, day)
	if days > d.window(step).To && !d.mayBeLate(v, s, days) {
		return false
	}
	return step.after < 0 || d.before(v, step) != 0 || d.stepAlive(v, step.after, day)
}
