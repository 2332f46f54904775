package policy

import (
	"debitor/internal/cal"
)

// longestGap bounds the search for a run day. Every week has one, unless it is
// a holiday and holidays are skipped; a year without any is no schedule.
const longestGap = 400

// IsRun says whether anything arises on the day: it is a run day of the
// policy, or one that a step has of its own.
func (p *Policy) IsRun(c *cal.Calendar, d cal.Date) bool { return p.running(c, d) != 0 }

// NextRun is the first run day after d, 0 if there is none within a year.
func (p *Policy) NextRun(c *cal.Calendar, d cal.Date) cal.Date { return p.seekRun(c, d, 1) }

// PrevRun is the last run day before d, 0 if there is none within a year.
func (p *Policy) PrevRun(c *cal.Calendar, d cal.Date) cal.Date { return p.seekRun(c, d, -1) }

func (p *Policy) seekRun(c *cal.Calendar, d, step cal.Date) cal.Date {
	for range longestGap {
		d += step
		if p.IsRun(c, d) {
			return d
		}
	}
	return 0
}

// stepSet is a set of a policy's steps, by index.
type stepSet uint64

func (s stepSet) has(i int) bool { return s&(1<<i) != 0 }

// ordinary stands for the policy itself in a set of what runs on a day: the
// steps without days of their own do then, and holds are looked at.
const ordinary = MaxSteps

// running is the steps that may arise on the day. A policy without steps runs
// on its days all the same.
func (p *Policy) running(c *cal.Calendar, d cal.Date) stepSet {
	var set stepSet
	base := p.Run.has(c, d, p.Run.On)
	if base {
		set = 1 << ordinary
	}
	for i := range p.Steps {
		e := p.Steps[i].Every
		on := base
		switch {
		case e.Month:
			_, _, day := d.Civil()
			on = c.IsWorking(d) && c.NextWorking(d-cal.Date(day-1)) == d
		case e.given():
			on = p.Run.has(c, d, e.On)
		}
		if on {
			set |= 1 << i
		}
	}
	return set
}

// has says whether the day is one of the weekdays: a working day, or the first
// working day after one that was not.
func (r Run) has(c *cal.Calendar, d cal.Date, days Weekdays) bool {
	on := days.Has(d.Weekday())
	if r.Holiday == SameDay {
		return on
	}
	if !c.IsWorking(d) {
		return false
	}
	if on || r.Holiday == SkipRun {
		return on
	}
	for e := d - 1; e > 0 && !c.IsWorking(e); e-- {
		if days.Has(e.Weekday()) {
			return true
		}
	}
	return false
}

// nextOrdinary is the first day after d on which the steps without days of
// their own arise, 0 if there is none within a year.
func (p *Policy) nextOrdinary(c *cal.Calendar, d cal.Date) cal.Date {
	for range longestGap {
		d++
		if p.Run.has(c, d, p.Run.On) {
			return d
		}
	}
	return 0
}
