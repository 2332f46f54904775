package policy

import (
	"debitor/internal/cal"
	"debitor/internal/ledger"
)

// forever is a day on which every suspension with an end is over.
var forever = cal.Last + 1

// slackDays is how long after the last change that is known of a step is still
// looked for: a month, so that days of its own have come, and some.
const slackDays = 45

// slackOfAge is the same where a condition asks for an age, which comes to be
// true by waiting: two years.
const slackOfAge = 730

// ahead is the n-th run day after today, from 0; false when there is none. The
// days are the same for every customer, so they are found once.
func (d *Decider) ahead(n int) (moment, bool) {
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

// quiet is a day after which nothing about the item changes by itself: every
// step's days have come, and what suspends it has ended. Whoever looks for its
// next step need look no further.
func (d *Decider) quiet(v *view) cal.Date {
	last, slack := d.today.day, slackDays
	for i := range d.account.Events {
		e := &d.account.Events[i]
		last = max(last, e.Until, e.Date)
	}
	for s := range d.p.Steps {
		step := &d.p.Steps[s]
		from := v.anchor(step)
		if from == 0 {
			continue
		}
		begins := from
		if w := d.window(step); !step.NextWeek && w.From != -Open {
			begins = FirstDay(d.c, step.Days, from, w.From)
		}
		last = max(last, begins)
		slack = max(slack, slackDays+2*max(step.Wait, step.Repeat))
		if asksAge(step) {
			slack = max(slack, slackOfAge)
		}
	}
	return last + cal.Date(slack+d.p.MinGap+ledger.TransitDays)
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
