package policy

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// SoonDays is from how many calendar days before its due date an instalment
// that takes part in nothing is reported.
const SoonDays = 7

// Decider decides for one customer after the other on one day. It must not be
// shared between goroutines; its decisions may be kept.
type Decider struct {
	List bool // list the skipped items one by one

	p     *Policy
	c     *cal.Calendar
	today moment
	isRun bool
	next  cal.Date // the first day after today on which anything arises

	coming []moment // the run days after today, as far as they were asked for
	ahead  *Decider // walks them (see walk)
	still  cal.Date // on a walk: the day after which nothing that was said about the customer ends
	asOf   cal.Date // the day that the account was read for; before today on a walk only

	account     *ledger.Account
	category    Category
	record      record
	totals      totals
	lastLetter  cal.Date // to the customer, of this policy, before today
	views       []view
	done        []past
	index       map[key]int
	suspensions ledger.Suspensions
	signals     ledger.SignalReader
	asker       asker
	entries     []entry
	reasons     []Reason
}

// moment is a day with the steps that may arise on it.
type moment struct {
	day  cal.Date
	runs stepSet
	next cal.Date // the first day after it on which the steps without days of their own arise
}

// NewDecider prepares to decide about a day.
func NewDecider(p *Policy, c *cal.Calendar, today cal.Date) *Decider {
	d := &Decider{p: p, c: c, index: map[key]int{}}
	d.On(today)
	return d
}

// On turns the decider to another day. It keeps its memory, for whoever asks
// about many days.
func (d *Decider) On(day cal.Date) {
	d.today, d.asOf = d.moment(day), day
	d.isRun = d.today.runs != 0
	d.next = d.p.NextRun(d.c, day)
	d.coming = d.coming[:0]
}

func (d *Decider) moment(day cal.Date) moment {
	return moment{day, d.p.running(d.c, day), d.p.nextOrdinary(d.c, day)}
}

// IsRun says whether the day is a run day.
func (d *Decider) IsRun() bool { return d.isRun }

// Today is the day that it decides about.
func (d *Decider) Today() cal.Date { return d.today.day }

// NextRun is the first run day after the day.
func (d *Decider) NextRun() cal.Date { return d.next }

// view is one instalment as the policy sees it today.
type view struct {
	item     *ledger.Item
	at       int      // its place in the account
	due      cal.Date // rolled
	done     []past   // by step
	standing ledger.Standing
	signals  ledger.Signals
	credit   money.Minor
	net      money.Minor // what may be asked for
	disputed money.Minor // what is disputed and not covered by credit

	risen
	small money.Minor // not zero: the total of an action that is too small to ask for
}

// risen is the steps that arise for an item.
type risen struct {
	rises stepSet
	late  stepSet // of them, those that were missed and come late
	early stepSet // those that come before their window
}

// past is what was done of a step for an instalment.
type past struct {
	first, last cal.Date // 0: never
	times       int
}

type key struct {
	invoice id.Invoice
	part    int
}

// Decide is what the policy does for the customer on the day.
func (d *Decider) Decide(a *ledger.Account) Decision {
	var out Decision
	d.look(a)
	if d.isRun {
		d.choose()
		d.gather()
		out.Actions = d.actions(a)
	}
	d.skipped(&out)
	return out
}

// look makes a view of every item: its rolled due date, what was done about
// it, what happened to it, what suspends it and what is left to ask for.
func (d *Decider) look(a *ledger.Account) {
	d.account, d.category, d.record = a, d.p.category(a.Category), record{}
	if cap(d.views) < len(a.Items) {
		d.views = make([]view, len(a.Items), len(a.Items)*3/2)
	}
	d.views = d.views[:len(a.Items)]
	for i := range a.Items {
		it := &a.Items[i]
		d.views[i] = view{item: it, at: i, due: d.due(it)}
	}
	d.history(a)
	d.cover(a)
	d.order()
	d.see()
}

// see takes in what the account's facts come to on the day.
func (d *Decider) see() {
	d.totals.day = 0
	standings := d.suspensions.At(d.account, d.today.day)
	signals := d.signals.At(d.account, d.today.day)
	for i := range d.views {
		v := &d.views[i]
		if standings != nil {
			v.standing = standings[v.at]
		}
		if signals != nil {
			v.signals = signals[v.at]
		}
		v.net = v.left(v.standing)
		v.disputed = min(v.standing.Disputed, v.item.Open-v.credit)
	}
}

// order sorts the views by due date; they are nearly always sorted already.
func (d *Decider) order() {
	for i := 1; i < len(d.views); i++ {
		if compareViews(&d.views[i-1], &d.views[i]) > 0 {
			slices.SortFunc(d.views, func(x, y view) int { return compareViews(&x, &y) })
			return
		}
	}
}

func (d *Decider) due(it *ledger.Item) cal.Date {
	if d.p.Roll && it.Due != 0 {
		return d.c.NextWorking(it.Due)
	}
	return it.Due
}

// left is what may be asked for. Credit is used up before a dispute is: what
// is paid cannot be disputed into being owed.
func (v *view) left(s ledger.Standing) money.Minor {
	return max(0, v.item.Open-v.credit-s.Disputed-s.InTransit)
}

// asked is what a step asks for: a step about a dispute, what is disputed.
func (v *view) asked(s *Step) money.Minor {
	if s.On == DisputeOpened {
		return v.disputed
	}
	return v.net
}

func compareViews(x, y *view) int {
	if c := cmp.Compare(uint32(x.due-1), uint32(y.due-1)); c != 0 { // no date comes last
		return c
	}
	if c := cmp.Compare(x.item.Invoice, y.item.Invoice); c != 0 {
		return c
	}
	return cmp.Compare(x.item.Part, y.item.Part)
}

// largeIndex is from how many instalments on an index is thrown away after
// use: clearing it for every small customer after a large one would be slow.
const largeIndex = 4096

// history finds on which days each step was done for each item, and when the
// customer was written to last.
func (d *Decider) history(a *ledger.Account) {
	steps := len(d.p.Steps)
	if n := len(a.Items) * steps; cap(d.done) < n {
		d.done = make([]past, n, n*3/2)
	} else {
		d.done = d.done[:n]
		clear(d.done)
	}
	for i := range d.views {
		d.views[i].done = d.done[i*steps : (i+1)*steps : (i+1)*steps]
	}
	d.lastLetter = 0
	if len(a.Steps) == 0 {
		return
	}
	if len(d.index) > largeIndex {
		d.index = make(map[key]int)
	}
	clear(d.index)
	for i := range a.Items {
		d.index[key{a.Items[i].Invoice, a.Items[i].Part}] = i
	}
	for i := range a.Steps {
		s := &a.Steps[i]
		n := d.p.counts(s)
		if n < 0 {
			continue
		}
		if d.p.Steps[n].Kind == Letter && s.On < d.today.day {
			d.lastLetter = max(d.lastLetter, s.On)
		}
		if at, ok := d.index[key{s.Invoice, s.Part}]; ok {
			d.views[at].done[n].note(s.On)
		}
	}
}

// note takes in that the step was done on a day.
func (p *past) note(on cal.Date) {
	p.times++
	p.last = max(p.last, on)
	if p.first == 0 || on < p.first {
		p.first = on
	}
}

// counts is the step of this policy that was done with it, -1 for none.
func (p *Policy) counts(s *ledger.Applied) int {
	if s.Policy == p.Name {
		if n := p.step(s.Step); n >= 0 {
			return n // else an earlier version may have called it so
		}
	}
	for i := range p.Steps {
		if slices.Contains(p.Steps[i].CountsAs, CountsAs{s.Policy, s.Step}) {
			return i
		}
	}
	return -1
}

// cover takes off each item what the customer's unapplied credit pays for.
func (d *Decider) cover(a *ledger.Account) {
	for i, credit := range ledger.Covered(a) {
		d.views[i].credit = credit
	}
}
