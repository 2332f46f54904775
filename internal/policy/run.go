package policy

import (
	"debitor/internal/cal"
)

// longestGap bounds the search for a run day. Every week has one, unless it is
// a holiday and holidays are skipped; a year without any is no schedule.
const longestGap = 400

// IsRun says whether steps arise on the day: a working day of the schedule,
// or the first working day after one that was not.
func (p *Policy) IsRun(c *cal.Calendar, d cal.Date) bool {
	on := p.Run.On.Has(d.Weekday())
	if p.Run.Holiday == SameDay {
		return on
	}
	if !c.IsWorking(d) {
		return false
	}
	if on || p.Run.Holiday == SkipRun {
		return on
	}
	for e := d - 1; e > 0 && !c.IsWorking(e); e-- {
		if p.Run.On.Has(e.Weekday()) {
			return true
		}
	}
	return false
}

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
