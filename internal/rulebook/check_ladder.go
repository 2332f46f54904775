package rulebook

import (
	"slices"
	"strconv"

	"debitor/internal/condition"
	"debitor/internal/policy"
)

// mass finds a mass of notifications where few would do.
func (c *checker) mass() {
	worst, before := 0, 0
	for _, id := range Categories(c.p) {
		var days []int
		early := 0
		for _, s := range c.met(id) {
			if !onLine(s) || anyDay(s.At) {
				continue
			}
			if s.Kind == policy.Letter {
				days = append(days, stretched(s.At.From, s.Days))
			}
			if told(s.Kind) && s.At.From < 0 && s.At.To <= 0 {
				early++
			}
		}
		worst, before = max(worst, within30(days)), max(before, early)
	}
	if c.p.MinGap > 0 {
		worst = min(worst, 29/c.p.MinGap+1)
	}
	if worst > mostLetters {
		c.note(Note, TooMany, "", "", 0, "n", strconv.Itoa(worst), "most", strconv.Itoa(mostLetters))
	}
	if before > mostBefore {
		c.note(Note, TooMany, ".before", "", 0, "n", strconv.Itoa(before), "most", strconv.Itoa(mostBefore))
	}
}

// told says whether the customer notices an action of the kind.
func told(k policy.Kind) bool { return k == policy.Letter || k == policy.Call || k == policy.Visit }

// met is the steps that a customer of the category may meet, whose conditions
// do not all exclude one another.
func (c *checker) met(category string) (steps []*policy.Step) {
	d := drawing{p: c.p, category: category}
	only := d.only()
	for i := range c.p.Steps {
		s := &c.p.Steps[i]
		if only != nil && condition.Disjoint(s.If, only) {
			continue
		}
		rival := func(o *policy.Step) bool {
			return o.At == s.At && o.Kind == s.Kind && o.If != nil && condition.Disjoint(o.If, s.If)
		}
		if !slices.ContainsFunc(steps, rival) {
			steps = append(steps, s)
		}
	}
	return steps
}

// within30 is the most days that lie within thirty.
func within30(days []int) int {
	slices.Sort(days)
	most := 0
	for i := range days {
		n := 0
		for _, day := range days[i:] {
			if day < days[i]+30 {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// idle finds days overdue on which nothing can happen, and ladders that end.
func (c *checker) idle() {
	var spans []policy.Window
	for i := range c.p.Steps {
		s := &c.p.Steps[i]
		if onLine(s) && s.At.To > 0 && !anyDay(s.At) && !condition.Never(s.If) {
			spans = append(spans, policy.Window{From: stretched(s.At.From, s.Days), To: stretched(s.At.To, s.Days)})
		}
	}
	slices.SortFunc(spans, func(a, b policy.Window) int { return a.From - b.From })
	if len(spans) == 0 {
		return
	}
	reached := 0
	for _, w := range spans {
		if w.From > reached+1 {
			days := policy.Window{From: reached + 1, To: w.From - 1}
			c.note(Note, Idle, "", "", 0, "days", c.t.window(days, ""))
		}
		reached = max(reached, w.To)
	}
	if reached < policy.Open {
		c.note(Note, BoundedLast, "", "", 0, "day", strconv.Itoa(reached))
	}
}
