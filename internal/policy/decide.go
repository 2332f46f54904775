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

// Decide is what the policy does for a customer today. For many customers use
// one Decider, which keeps its memory.
func Decide(p *Policy, c *cal.Calendar, a *ledger.Account, today cal.Date) Decision {
	return NewDecider(p, c, today).Decide(a)
}

// Decider decides for one customer after the other on one day. It must not be
// shared between goroutines; its decisions may be kept.
type Decider struct {
	List bool // list the skipped items one by one

	p     *Policy
	c     *cal.Calendar
	today cal.Date
	isRun bool
	next  cal.Date // the first run day after today

	views       []view
	done        []cal.Date
	index       map[key]int
	suspensions ledger.Suspensions
	groups      []group
	reasons     []Reason
}

// NewDecider prepares to decide about a day.
func NewDecider(p *Policy, c *cal.Calendar, today cal.Date) *Decider {
	return &Decider{p: p, c: c, today: today, isRun: p.IsRun(c, today), next: p.NextRun(c, today), index: map[key]int{}}
}

// IsRun says whether the day is a run day.
func (d *Decider) IsRun() bool { return d.isRun }

// NextRun is the first run day after the day.
func (d *Decider) NextRun() cal.Date { return d.next }

// view is one instalment as the policy sees it today.
type view struct {
	item     *ledger.Item
	at       int      // its place in the account
	due      cal.Date // rolled
	done     []cal.Date
	standing ledger.Standing
	credit   money.Minor
	net      money.Minor
	step     int // the step that arises, -1 for none
	into     int // the step whose action the item takes part in
	how      How
	small    money.Minor // not zero: the group's total, which is too small
}

type key struct {
	invoice id.Invoice
	part    int
}

// group is what becomes an action.
type group struct {
	step     int
	currency money.Currency
	total    money.Minor
	items    int
}

// Decide is what the policy does for the customer on the day.
func (d *Decider) Decide(a *ledger.Account) Decision {
	var out Decision
	d.look(a)
	if d.isRun {
		d.choose()
		d.group()
		out.Actions = d.actions(a)
	}
	d.skipped(a, &out)
	return out
}

// look makes a view of every item: its rolled due date, what was done about
// it, what suspends it and what is left to ask for.
func (d *Decider) look(a *ledger.Account) {
	if cap(d.views) < len(a.Items) {
		d.views = make([]view, len(a.Items), len(a.Items)*3/2)
	}
	d.views = d.views[:len(a.Items)]
	for i := range a.Items {
		it := &a.Items[i]
		d.views[i] = view{item: it, at: i, due: d.due(it), step: -1}
	}
	d.history(a)
	d.cover(a)
	standings := d.suspensions.At(a, d.today)
	for i := range d.views {
		v := &d.views[i]
		if standings != nil {
			v.standing = standings[i]
		}
		v.net = v.left(v.standing)
	}
	d.order()
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

// history finds on which day each step was done for each item.
func (d *Decider) history(a *ledger.Account) {
	steps := len(d.p.Steps)
	if n := len(a.Items) * steps; cap(d.done) < n {
		d.done = make([]cal.Date, n, n*3/2)
	} else {
		d.done = d.done[:n]
		clear(d.done)
	}
	for i := range d.views {
		d.views[i].done = d.done[i*steps : (i+1)*steps : (i+1)*steps]
	}
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
		if s.Policy != d.p.Name {
			continue
		}
		at, ok := d.index[key{s.Invoice, s.Part}]
		if n := d.p.step(s.Step); ok && n >= 0 {
			if done := &d.views[at].done[n]; *done == 0 || s.On < *done {
				*done = s.On
			}
		}
	}
}

// cover takes off each item what the customer's unapplied credit pays for.
func (d *Decider) cover(a *ledger.Account) {
	for i, credit := range ledger.Covered(a) {
		d.views[i].credit = credit
	}
}

// choose finds the step that arises for each item.
func (d *Decider) choose() {
	for i := range d.views {
		v := &d.views[i]
		if v.due == 0 || v.net == 0 || v.standing.Promise != 0 || v.standing.Suspended || d.tooOld(v, d.today) {
			continue
		}
		v.step, v.how = d.rise(v, d.today, d.next)
	}
}

func (d *Decider) tooOld(v *view, day cal.Date) bool {
	return d.p.MaxAge > 0 && DaysPast(d.c, d.p.Days, v.due, day) > d.p.MaxAge
}

// rise is the strongest step that the ladder allows on a run day, the next one
// being next; -1 if none.
func (d *Decider) rise(v *view, day, next cal.Date) (int, How) {
	for s := len(d.p.Steps) - 1; s >= 0; s-- {
		step := &d.p.Steps[s]
		if v.done[s] != 0 || !d.afterDone(v, step, day) {
			continue
		}
		days := DaysPast(d.c, step.Days, v.due, day)
		switch {
		case step.At.Has(days):
			return s, InWindow
		case d.mayBeLate(v, s, days):
			return s, Late
		case days < step.At.From && step.Missed == SendBefore && next != 0 && DaysPast(d.c, step.Days, v.due, next) > step.At.To:
			return s, Before
		}
	}
	return -1, InWindow
}

func (d *Decider) afterDone(v *view, step *Step, day cal.Date) bool {
	return step.after < 0 || v.done[step.after] != 0 && v.done[step.after] < day
}

// mayBeLate says whether a missed step is caught up. It is not once a stronger
// one was done: nobody is warned after a claim.
func (d *Decider) mayBeLate(v *view, s, days int) bool {
	step := &d.p.Steps[s]
	return days > step.At.To && step.Missed == SendLate && !laterDone(v, s)
}

func laterDone(v *view, s int) bool {
	for _, on := range v.done[s+1:] {
		if on != 0 {
			return true
		}
	}
	return false
}
