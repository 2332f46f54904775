package policy

import (
	"slices"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// skipped counts, and lists if asked, the items that are due or nearly due and
// take part in no action.
func (d *Decider) skipped(a *ledger.Account, out *Decision) {
	for i := range d.views {
		v := &d.views[i]
		if !d.isSkipped(v) {
			continue
		}
		out.Skipped++
		if slices.Contains(v.done, d.today) {
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
		d.nexts(a, out.Items)
	}
}

// isSkipped says whether the item takes part in nothing and ought to be told
// of. One whose term has not started is told of, or it would be forgotten.
func (d *Decider) isSkipped(v *view) bool {
	taking := v.step >= 0 && v.small == 0
	return !taking && (v.due == 0 || v.due-d.today <= SoonDays)
}

// blockers appends everything that stands in the way of the item today.
func (d *Decider) blockers(v *view, rs []Reason) []Reason {
	if !d.isRun {
		rs = append(rs, Reason{Code: OffDay, Policy: d.p.Name, Date: d.next})
	}
	rs = d.suspended(v, rs)
	switch {
	case v.due == 0:
		return append(rs, Reason{Code: NotStarted})
	case d.tooOld(v, d.today):
		return append(rs, Reason{
			Code: TooOld, Policy: d.p.Name, Unit: d.p.Days, To: d.p.MaxAge,
			Days: DaysPast(d.c, d.p.Days, v.due, d.today),
		})
	case v.small != 0:
		c := v.item.Currency
		return append(rs, Reason{Code: TooSmall, Policy: d.p.Name, Amount: v.small, Limit: d.p.MinAmount.In(c), Currency: c})
	}
	if s, _ := d.rise(v, d.today, d.next); s >= 0 {
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
	if s.Suspended {
		rs = append(rs, Reason{Code: Suspended, Until: s.SuspendedUntil})
	}
	return rs
}

// ladder appends why no step of the ladder arises: the step of today that was
// done, and the first obstacle ahead.
func (d *Decider) ladder(v *view, rs []Reason) []Reason {
	if !d.alive(v, d.today) {
		return d.finished(v, rs)
	}
	for s := range d.p.Steps {
		step := &d.p.Steps[s]
		days := DaysPast(d.c, step.Days, v.due, d.today)
		switch {
		case v.done[s] != 0:
			if step.At.Has(days) {
				r := d.about(StepDone, v, step)
				r.Date = v.done[s]
				rs = append(rs, r)
			}
		case days < step.At.From:
			return append(rs, d.about(WindowAhead, v, step))
		case step.At.Has(days) || d.mayBeLate(v, s, days):
			return append(rs, d.afterReason(AfterMissing, v, step))
		case step.Missed == Report && !laterDone(v, s):
			rs = append(rs, d.about(WindowPassed, v, step))
		}
	}
	return rs
}

// finished appends the reasons of an item for which no step will ever arise:
// what was missed, and what waits for it in vain, or that all was done.
func (d *Decider) finished(v *view, rs []Reason) []Reason {
	before := len(rs)
	for s := range d.p.Steps {
		step := &d.p.Steps[s]
		if v.done[s] != 0 || laterDone(v, s) {
			continue
		}
		if DaysPast(d.c, step.Days, v.due, d.today) > step.At.To {
			rs = append(rs, d.about(WindowPassed, v, step))
		} else {
			rs = append(rs, d.afterReason(AfterMissing, v, step))
		}
	}
	if len(rs) == before {
		rs = append(rs, Reason{Code: StepsDone, Policy: d.p.Name})
	}
	return rs
}

// alive says whether any step can still arise on the day or later, whatever
// suspends the item now.
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
	if v.done[s] != 0 {
		return false
	}
	days := DaysPast(d.c, step.Days, v.due, day)
	if days > step.At.To && !d.mayBeLate(v, s, days) {
		return false
	}
	return step.after < 0 || v.done[step.after] != 0 || d.stepAlive(v, step.after, day)
}

// horizon bounds the walk to a next step, in run days: ten years of two a week.
const horizon = 1040

// forever is a day on which every suspension with an end is over.
var forever = cal.Last + 1

// nexts finds for each listed item the step that arises next. Items are in the
// order of the views they come from.
func (d *Decider) nexts(a *ledger.Account, items []Skipped) {
	waiting := d.waiting(a, items)
	day := d.next
	for n := 0; n < horizon && day != 0 && len(waiting) > 0; n++ {
		following := d.p.NextRun(d.c, day)
		standings := d.suspensions.At(a, day)
		waiting = slices.DeleteFunc(waiting, func(w waiter) bool {
			if !d.alive(w.view, day) || d.tooOld(w.view, day) {
				return true
			}
			if !w.undated && d.held(w.view, standings) {
				return false
			}
			s, _ := d.rise(w.view, day, following)
			if s >= 0 {
				w.item.Next = &Next{Step: d.p.Steps[s].ID}
				if !w.undated {
					w.item.Next.Date = day
				}
			}
			return s >= 0
		})
		day = following
	}
}

// waiter is a listed item whose next step is being looked for.
type waiter struct {
	view    *view
	item    *Skipped
	undated bool // what holds it has no date
}

func (d *Decider) waiting(a *ledger.Account, items []Skipped) []waiter {
	last := d.suspensions.At(a, forever)
	out := make([]waiter, 0, len(items))
	i := 0
	for j := range d.views {
		v := &d.views[j]
		if !d.isSkipped(v) {
			continue
		}
		if v.due != 0 {
			out = append(out, waiter{v, &items[i], v.small != 0 || d.held(v, last)})
		}
		i++
	}
	return out
}

// held says whether the item is suspended by standings, which are in the order
// of the account's items.
func (d *Decider) held(v *view, standings []ledger.Standing) bool {
	var s ledger.Standing
	if standings != nil {
		s = standings[v.at]
	}
	return s.Promise != 0 || s.Suspended || v.left(s) == money.Minor(0)
}
