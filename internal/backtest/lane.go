package backtest

import (
	"slices"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/ledger"
	"debitor/internal/policy"
)

// lane is one policy in a replay.
type lane struct {
	policy   *policy.Policy
	calendar *cal.Calendar
	span     Span
	decider  *policy.Decider
	figures  *Figures
	holds    holds
}

func newLane(p *policy.Policy, c *cal.Calendar, span Span) *lane {
	return &lane{policy: p, calendar: c, span: span, decider: policy.NewDecider(p, c, span.From), holds: holdsOf(p)}
}

// track is what one policy has done about one customer so far.
type track struct {
	done   [][]ledger.Applied // by the history's items
	steps  []ledger.Applied   // the part of it that a decision asks about
	first  []cal.Date         // the first action at the due date or after it, by the history's items
	held   cal.Date           // since when shipments are stopped; 0: they are not
	counts Counts
	deeds  []deed   // of the day
	log    [][]Deed // of every day, by the history's items
}

func newTrack(items int) track {
	return track{done: make([][]ledger.Applied, items), first: make([]cal.Date, items), log: make([][]Deed, items)}
}

// act decides the day and records what is done, as a run would.
func (l *lane) act(c *customer, t *track, day cal.Date) {
	c.account.Steps = t.steps
	decision := l.decider.Decide(&c.account)
	for i := range decision.Actions {
		act := &decision.Actions[i]
		l.count(t, act, day)
		for j := range act.Items {
			it := &act.Items[j]
			at := c.index[key{it.Invoice, it.Part}]
			t.record(at, ledger.Applied{Invoice: it.Invoice, Part: it.Part, Policy: l.policy.Name, Step: it.Step, On: day})
			if due := c.history.Items[at].Due; t.first[at] == 0 && due != 0 && day >= due {
				t.first[at] = day
			}
			d := deedOf(act, it, at, day)
			t.deeds, t.log[at] = append(t.deeds, d), append(t.log[at], d.Deed)
		}
	}
}

// record keeps that a step was done, so that it is not done again.
func (t *track) record(at int, s ledger.Applied) {
	t.done[at] = append(t.done[at], s)
	t.steps = append(t.steps, s)
}

func (l *lane) count(t *track, act *policy.Action, day cal.Date) {
	counts := of(act, l.policy.Costs)
	t.counts.add(&counts)
	duty := Duty{act.To, monday(day)}
	work := l.figures.Work[duty]
	work.add(&counts)
	l.figures.Work[duty] = work
	at := slices.IndexFunc(l.figures.Steps, func(s StepFigures) bool { return s.Step == act.Step })
	l.figures.Steps[at].Actions++
	l.figures.Steps[at].Items += len(act.Items)
}

// follow chooses the steps that a decision asks about after the facts have
// changed: those of the open items, and the latest of the others, for letters
// keep their distance (min-gap) also from those about debts since paid.
// Without this a customer's whole past would be gone through on every day.
func (t *track) follow(b *books, p *policy.Policy, day cal.Date) {
	t.steps = slices.DeleteFunc(t.steps, func(s ledger.Applied) bool {
		return b.open[b.index[key{s.Invoice, s.Part}]] > 0 || int(day-s.On) > p.MinGap
	})
	for _, at := range b.live {
		t.steps = append(t.steps, t.done[at]...)
	}
}

// reached counts how soon the debts that fell due in the span were acted on.
func (l *lane) reached(c *customer, t *track) {
	for i := range c.history.Items {
		it := &c.history.Items[i]
		switch {
		case !l.span.has(it.Due) || it.Due == l.span.To || !openAfter(it):
		case t.first[i] == 0:
			l.figures.Untouched++
			if c.open[i] > 0 {
				l.figures.Forgotten++
			}
		default:
			l.figures.First.note(int(t.first[i] - it.Due))
		}
	}
}

// openAfter says whether the instalment was still open when its due date was over.
func openAfter(it *ledger.HistoryItem) bool {
	open := it.Amount
	for _, s := range it.Settled {
		if s.On <= it.Due {
			open -= s.Amount
		}
	}
	return it.Issued <= it.Due && open > 0
}

// holds are what of a policy's holds lets a day be passed over.
type holds struct {
	any     bool
	soonest int  // days after the oldest due date before which none is in force
	anyDay  bool // soonest does not tell: ask on every day
	lasting bool // once in force, only a fact ends them
}

func holdsOf(p *policy.Policy) holds {
	out := holds{soonest: policy.Open, lasting: true}
	if p.StopsByCredit() { // counted from the delivery, not from the due date; only a fact ends it
		out.any, out.anyDay = true, true
	}
	for i := range p.Holds {
		h := &p.Holds[i]
		if h.Stops != policy.Shipments {
			continue
		}
		out.any = true
		out.soonest = min(out.soonest, h.At.From)
		out.anyDay = out.anyDay || h.At.From < 0 // so many working days before are not so many days
		out.lasting = out.lasting && h.At.To == policy.Open && h.If == nil
	}
	return out
}

// held says whether shipments to the customer are stopped on the day. The
// answer is credit's; it is not asked where it can only be as before.
func (l *lane) held(c *customer, t *track, day cal.Date, changed bool) bool {
	h := &l.holds
	switch {
	case !h.any || !h.anyDay && (c.oldest == 0 || int(day-c.oldest) < h.soonest):
		return false
	case t.held != 0 && h.lasting && !changed:
		return true
	}
	c.account.Steps = t.steps
	q := credit.Query{Policy: l.policy, Calendar: l.calendar, Account: &c.account, Date: day, Currency: c.account.Items[0].Currency}
	return credit.Check(q).Held
}

// hold notes whether shipments are stopped on a day.
func (l *lane) hold(t *track, day cal.Date, held bool) {
	switch {
	case held && t.held == 0:
		t.held = day
	case !held:
		l.until(t, day)
	}
}

// release ends a hold that is still in force after the last day.
func (l *lane) release(t *track) { l.until(t, l.span.To+1) }

// until counts a hold that ended before a day.
func (l *lane) until(t *track, day cal.Date) {
	if t.held == 0 {
		return
	}
	days := int(day - t.held)
	t.counts.Holds++
	t.counts.HoldDays += days
	l.figures.HoldLengths.note(days)
	t.held = 0
}
