package backtest

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/policy"
)

// Deed is what was done about an instalment on a day. Without a Step, nothing.
type Deed struct {
	On   cal.Date
	Step string
	Kind policy.Kind
	Name string // of the letter, or of what a person does
}

// Difference is an instalment on a day on which one policy did something that
// the other did not.
type Difference struct {
	Invoice  id.Invoice
	Part     int
	Customer id.Customer
	Date     cal.Date
	A, B     Deed
	// WhyA and WhyB are why it was done, or, where nothing was, what stood in
	// the way.
	WhyA, WhyB []policy.Reason
	// Last and Next are what the one that did nothing had done about the
	// instalment before, and what it did next; without a Step, nothing.
	Last, Next Deed

	item int
}

// deed is a Deed with the history's item and the action it belongs to.
type deed struct {
	Deed
	item int
	why  []policy.Reason
	days int
}

func deedOf(act *policy.Action, it *policy.ActionItem, at int, day cal.Date) deed {
	name := act.Task
	if act.Kind == policy.Letter {
		name = act.Letter
	}
	return deed{Deed: Deed{day, act.Step, act.Kind, name}, item: at, why: act.Because, days: it.Days}
}

// same says whether the customer or the one who works for it would see no
// difference: it is the same letter or the same kind of work, whatever the
// policies call their steps.
func (d *deed) same(o *deed) bool { return d.item == o.item && d.Kind == o.Kind && d.Name == o.Name }

// because are the reasons for one instalment of the action: those told for the
// oldest in it, with this one's own days.
func (d *deed) because() []policy.Reason {
	why := slices.Clone(d.why)
	for i := range why {
		if why[i].Unit != "" && why[i].Step == d.Step {
			why[i].Days = d.days
		}
	}
	return why
}

// compare notes where the two policies did different things on the day.
func (r *Replay) compare(c *customer, day cal.Date) {
	a, b := &c.tracks[0], &c.tracks[1]
	if len(a.deeds) == 0 && len(b.deeds) == 0 {
		return
	}
	onlyA, onlyB := without(a.deeds, b.deeds), without(b.deeds, a.deeds)
	at := len(c.differences)
	for i := range onlyA {
		d := c.difference(&onlyA[i], day)
		d.A, d.WhyA = onlyA[i].Deed, onlyA[i].because()
		if j := slices.IndexFunc(onlyB, func(o deed) bool { return o.item == onlyA[i].item }); j >= 0 {
			d.B, d.WhyB = onlyB[j].Deed, onlyB[j].because()
			onlyB = slices.Delete(onlyB, j, j+1)
		} else {
			d.WhyB = r.lanes[1].blockers(c, b, &d)
		}
		c.differences = append(c.differences, d)
	}
	for i := range onlyB {
		d := c.difference(&onlyB[i], day)
		d.B, d.WhyB = onlyB[i].Deed, onlyB[i].because()
		d.WhyA = r.lanes[0].blockers(c, a, &d)
		c.differences = append(c.differences, d)
	}
	slices.SortStableFunc(c.differences[at:], func(x, y Difference) int { return cmp.Compare(x.item, y.item) })
}

func (c *customer) difference(d *deed, day cal.Date) Difference {
	it := &c.history.Items[d.item]
	return Difference{Invoice: it.Invoice, Part: it.Part, Customer: c.account.Customer, Date: day, item: d.item}
}

// without is what of list has nothing like it in other.
func without(list, other []deed) []deed {
	var out []deed
	for i := range list {
		if !slices.ContainsFunc(other, func(o deed) bool { return list[i].same(&o) }) {
			out = append(out, list[i])
		}
	}
	return out
}

// blockers are what stood in the way of a policy that did nothing about an
// instalment, as of the moment before it acted on the day. Where it did
// something that the other did as well, nothing had to. On a day on which
// nothing of it arises it has not looked at the customer yet.
func (l *lane) blockers(c *customer, t *track, d *Difference) []policy.Reason {
	if slices.ContainsFunc(t.deeds, func(o deed) bool { return o.item == d.item }) {
		return nil
	}
	if !l.decider.IsRun() {
		c.account.Steps = t.steps
		l.decider.Decide(&c.account)
	}
	return l.decider.Blockers(d.Invoice, d.Part)
}

// sequel finds what the policy that did nothing did before and after.
func (c *customer) sequel(d *Difference) {
	if d.A.Step != "" && d.B.Step != "" {
		return
	}
	silent := &c.tracks[0]
	if d.A.Step != "" {
		silent = &c.tracks[1]
	}
	for _, o := range silent.log[d.item] {
		switch {
		case o.On < d.Date:
			d.Last = o
		case o.On > d.Date:
			d.Next = o
			return
		}
	}
}
