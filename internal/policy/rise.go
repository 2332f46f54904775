package policy

import (
	"time"

	"debitor/internal/cal"
)

// choose finds the steps that arise for each item: at most one letter, the
// strongest, and beside it everything that people do.
func (d *Decider) choose() {
	for i := range d.views {
		d.chooseFor(&d.views[i])
	}
}

func (d *Decider) chooseFor(v *view) {
	v.risen, v.small = risen{}, 0
	if d.stopped(v) {
		return
	}
	on := d.today
	if v.net == 0 {
		on.runs &= d.p.disputeSteps
	}
	v.risen = d.rise(v, on)
}

// stopped says whether nothing is done about the item today, whatever its age.
func (d *Decider) stopped(v *view) bool {
	s := &v.standing
	return s.Promise != 0 || s.Plan != 0 || s.Suspended || v.net == 0 && v.disputed == 0 || d.tooOld(v, d.today.day)
}

func (d *Decider) tooOld(v *view, day cal.Date) bool {
	return d.p.MaxAge > 0 && v.due != 0 && DaysPast(d.c, d.p.Days, v.due, day) > d.p.MaxAge
}

// rise is the steps that the ladder allows for the item on a day, whatever
// suspends it.
func (d *Decider) rise(v *view, on moment) (r risen) {
	written := d.letterOf(v, on.day) >= 0
	for s := len(d.p.Steps) - 1; s >= 0; s-- {
		step := &d.p.Steps[s]
		if !on.runs.has(s) || step.Kind == Letter && written {
			continue
		}
		how, ok := d.arises(v, s, on)
		if !ok {
			continue
		}
		written = written || step.Kind == Letter
		r.rises |= 1 << s
		switch how {
		case Late:
			r.late |= 1 << s
		case Before:
			r.early |= 1 << s
		}
	}
	return r
}

// letterOf is the letter that was written about the item on the day, -1 for none.
func (d *Decider) letterOf(v *view, day cal.Date) int {
	for s := range v.done {
		if v.done[s].last == day && d.p.Steps[s].Kind == Letter {
			return s
		}
	}
	return -1
}

func (r *risen) how(s int) How {
	switch {
	case r.late.has(s):
		return Late
	case r.early.has(s):
		return Before
	}
	return InWindow
}

// arises says whether the ladder lets the step through for the item on a day
// on which it runs, and how it came to that day.
func (d *Decider) arises(v *view, s int, on moment) (How, bool) {
	step := &d.p.Steps[s]
	from := v.anchor(step)
	if from == 0 || d.doneFor(v, s, from, on.day) || !d.afterDone(v, step, on.day) {
		return InWindow, false
	}
	how, ok := d.inWindow(v, s, from, on)
	if !ok || d.tooSoon(step, on.day) || !d.holds(v, step, on.day) {
		return InWindow, false
	}
	return how, true
}

// anchor is the day a step's days are counted from, 0 if it has not come.
func (v *view) anchor(step *Step) cal.Date {
	switch step.On {
	case "":
		return v.due
	case InvoiceIssued:
		return v.item.Issued
	case GoodsReceived:
		if v.item.Accepted != 0 {
			return v.item.Accepted
		}
		return v.item.HandedOver
	case NotHandedOver:
		if v.due == 0 {
			return v.item.Issued
		}
		return 0
	}
	if v.due == 0 && step.On.needsTerm() || step.On == DisputeOpened && v.disputed == 0 {
		return 0
	}
	return signal(&v.signals, step.On)
}

// doneFor says whether the step was done for the item since its days began, or
// not long enough ago to be done again.
func (d *Decider) doneFor(v *view, s int, from, day cal.Date) bool {
	step, p := &d.p.Steps[s], &v.done[s]
	switch {
	case p.times == 0:
		return false
	case step.Repeat > 0:
		return DaysPast(d.c, step.Days, p.last, day) < step.Repeat
	case step.On == "":
		return true
	}
	return p.last >= from // an event that came again begins anew
}

func (d *Decider) afterDone(v *view, step *Step, day cal.Date) bool {
	if step.after < 0 {
		return true
	}
	on := d.before(v, step)
	return on != 0 && on < day && DaysPast(d.c, step.Days, on, day) >= step.Wait
}

// before is when the step was done that must come before this one; 0: it was
// not. Where both count from one event that came again, it must be done again.
func (d *Decider) before(v *view, step *Step) cal.Date {
	p := &v.done[step.after]
	from := cal.Date(0)
	if step.On != "" && d.p.Steps[step.after].On == step.On {
		from = v.anchor(step)
	}
	switch {
	case p.first >= from:
		return p.first
	case p.last >= from:
		return p.last
	}
	return 0
}

// window is the step's window for this customer: good payers are given time.
func (d *Decider) window(step *Step) Window {
	w := step.At
	if d.category.Grace == 0 || step.On != "" || w.From < 1 {
		return w
	}
	w.From += d.category.Grace
	if w.To != Open {
		w.To += d.category.Grace
	}
	return w
}

func (d *Decider) inWindow(v *view, s int, from cal.Date, on moment) (How, bool) {
	step := &d.p.Steps[s]
	if step.NextWeek {
		return InWindow, nextWeek(d.p.meant(step, on.day)).Has(int(from))
	}
	w := d.window(step)
	days := DaysPast(d.c, step.Days, from, on.day)
	switch {
	case w.Has(days):
		return InWindow, true
	case d.mayBeLate(v, s, days):
		return Late, true
	case days < w.From && step.Missed == SendBefore && on.next != 0 && DaysPast(d.c, step.Days, from, on.next) > w.To:
		return Before, true
	}
	return InWindow, false
}

// nextWeek is the calendar week after the one that a day is in, Monday to
// Sunday, as dates.
func nextWeek(day cal.Date) Window {
	monday := int(day) + 7 - (int(day.Weekday())+6)%7
	return Window{monday, monday + 6}
}

// meant is the day that the step's run on a day stands for: a holiday may have
// moved it, and what is due in the week after a Friday stays that.
func (p *Policy) meant(step *Step, day cal.Date) cal.Date {
	days := p.Run.On
	if step.Every.given() {
		days = step.Every.On
	}
	for d := day; d > day-7; d-- {
		if days.Has(d.Weekday()) {
			return d
		}
	}
	return day
}

// weekBefore is the calendar week before the one that a day is in.
func weekBefore(day cal.Date) (monday, sunday cal.Date) {
	sunday = day - 1
	for sunday.Weekday() != time.Sunday {
		sunday--
	}
	return sunday - 6, sunday
}

// mayBeLate says whether a missed step is caught up. It is not once a stronger
// one was done: nobody is warned after a claim.
func (d *Decider) mayBeLate(v *view, s, days int) bool {
	step := &d.p.Steps[s]
	return step.Missed == SendLate && days > d.window(step).To && !d.laterDone(v, s)
}

// laterDone says whether a stronger step of the same sort was done: letters
// are overtaken by letters, what people do by what they did since.
func (d *Decider) laterDone(v *view, s int) bool {
	letter := d.p.Steps[s].Kind == Letter
	for i := s + 1; i < len(d.p.Steps); i++ {
		if v.done[i].times > 0 && (d.p.Steps[i].Kind == Letter) == letter {
			return true
		}
	}
	return false
}

// tooSoon says whether the customer was written to a short while ago.
func (d *Decider) tooSoon(step *Step, day cal.Date) bool {
	return step.Kind == Letter && d.lastLetter != 0 && d.lastLetter < day && int(day-d.lastLetter) < d.p.MinGap
}
