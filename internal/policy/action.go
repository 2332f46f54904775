package policy

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// entry is an item's part in a step that arises.
type entry struct {
	step     int    // whose action it takes part in
	own      int    // the step that arose; another one only under combine: strongest
	about    string // what the action gathers, if not everything of the customer
	currency money.Currency
	view     int
}

// gather puts what arises together by step, currency and what the step
// gathers, and takes back what is too small.
func (d *Decider) gather() {
	d.entries = d.entries[:0]
	for i := range d.views {
		v := &d.views[i]
		for s := 0; v.rises != 0 && s < len(d.p.Steps); s++ {
			if v.rises.has(s) {
				d.entries = append(d.entries, entry{s, s, d.p.Steps[s].About(v.item.Contract, v.item.Invoice), v.item.Currency, i})
			}
		}
	}
	if d.p.Combine {
		d.combine()
	}
	slices.SortFunc(d.entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.step, b.step), cmp.Compare(a.currency, b.currency), cmp.Compare(a.about, b.about), cmp.Compare(a.view, b.view))
	})
	kept := d.entries[:0]
	for group := range d.groups() {
		if d.smallGroup(group) {
			continue
		}
		kept = append(kept, group...)
	}
	d.entries = kept
}

// About is what the step's action gathers a document into: its contract, the
// document itself, or nothing where all of a customer's go together.
func (s *Step) About(contract id.Contract, invoice id.Invoice) string {
	switch s.Per {
	case PerContract:
		return string(contract)
	case PerInvoice:
		return string(invoice)
	}
	return ""
}

// combine puts all letters of a currency that gather the same (all of the
// customer, one contract) into the strongest of them.
func (d *Decider) combine() {
	type gathered struct {
		about    string
		currency money.Currency
	}
	strongest := map[gathered]int{}
	letters := func(do func(e *entry, of gathered)) {
		for i := range d.entries {
			if e := &d.entries[i]; d.p.Steps[e.own].Kind == Letter {
				do(e, gathered{e.about, e.currency})
			}
		}
	}
	letters(func(e *entry, of gathered) { strongest[of] = max(strongest[of], e.own) })
	letters(func(e *entry, of gathered) { e.step = strongest[of] })
}

// groups goes through the entries action by action.
func (d *Decider) groups() func(yield func([]entry) bool) {
	return func(yield func([]entry) bool) {
		for from := 0; from < len(d.entries); {
			to, e := from+1, &d.entries[from]
			for to < len(d.entries) && d.entries[to].step == e.step && d.entries[to].currency == e.currency && d.entries[to].about == e.about {
				to++
			}
			if !yield(d.entries[from:to]) {
				return
			}
			from = to
		}
	}
}

// smallGroup says whether an action would ask for too little, and marks its
// items with it.
func (d *Decider) smallGroup(group []entry) bool {
	var total money.Minor
	for _, e := range group {
		total += d.views[e.view].asked(&d.p.Steps[e.own])
	}
	if total >= d.p.MinAmount.In(group[0].currency) {
		return false
	}
	for _, e := range group {
		v := &d.views[e.view]
		v.rises &^= 1 << e.own
		v.small = total
	}
	return true
}

func (d *Decider) actions(a *ledger.Account) []Action {
	if len(d.entries) == 0 {
		return nil
	}
	n := 0
	for range d.groups() {
		n++
	}
	out := make([]Action, 0, n)
	for group := range d.groups() {
		out = append(out, d.action(a, group))
	}
	return out
}

func (d *Decider) action(a *ledger.Account, group []entry) Action {
	step := &d.p.Steps[group[0].step]
	act := Action{
		Step: step.ID, Kind: step.Kind, Letter: step.Letter, Task: step.Task, To: step.To, With: step.With, Options: step.Options,
		Documents: step.Documents, About: group[0].about, Soft: d.category.Soft,
		Currency: group[0].currency, Items: make([]ActionItem, 0, len(group)),
	}
	if step.Within > 0 {
		act.Deadline = d.today.day + cal.Date(step.Within)
	}
	d.reasons = d.reasons[:0]
	var first [3]*entry // the weakest step's item of each How
	for i := range group {
		e := &group[i]
		v := &d.views[e.view]
		act.Items = append(act.Items, d.actionItem(v, e.own))
		act.Total += act.Items[i].Open
		how := v.how(e.own)
		if first[how] == nil || d.p.Steps[first[how].own].At.From < d.p.Steps[e.own].At.From {
			first[how] = e
		}
	}
	for _, e := range first {
		if e != nil {
			d.why(e)
		}
	}
	d.netted(&act)
	d.address(a, step, &act)
	act.Because = slices.Clone(d.reasons)
	return act
}

func (d *Decider) actionItem(v *view, s int) ActionItem {
	it, step := v.item, &d.p.Steps[s]
	return ActionItem{
		Invoice: it.Invoice, Part: it.Part, Contract: it.Contract, Issued: it.Issued, Due: v.due, Agreed: it.Due,
		Days: d.daysOf(v, step), Step: step.ID, Occurrence: v.done[s].times + 1, How: v.how(s),
		Amount: it.Amount, Gross: it.Open, Credit: v.credit,
		Disputed:  v.disputed,
		InTransit: min(v.standing.InTransit, max(0, it.Open-v.credit-v.standing.Disputed)),
		Open:      v.asked(step),
	}
}

// daysOf is the item's age in the step's unit; 0 while its term has not
// started.
func (d *Decider) daysOf(v *view, step *Step) int {
	if v.due == 0 {
		return 0
	}
	return DaysPast(d.c, step.Days, v.due, d.today.day)
}

var howCodes = [...]string{InWindow: BecauseWindow, Late: BecauseLate, Before: BecauseEarly}

func (d *Decider) why(e *entry) {
	v, step := &d.views[e.view], &d.p.Steps[e.own]
	switch {
	case step.On != "":
		r := d.about(BecauseEvent, v, step)
		r.Event, r.Date = step.On, v.anchor(step)
		d.reasons = append(d.reasons, r)
	case step.NextWeek:
		d.reasons = append(d.reasons, d.about(BecauseNextWeek, v, step))
	default:
		d.reasons = append(d.reasons, d.about(howCodes[v.how(e.own)], v, step))
	}
	if e.own != e.step {
		r := d.about(BecauseCombined, v, step)
		r.After = d.p.Steps[e.step].ID
		d.reasons = append(d.reasons, r)
	}
	if step.after >= 0 {
		d.reasons = append(d.reasons, d.afterReason(BecauseAfter, v, step))
	}
	if p := &v.done[e.own]; p.times > 0 {
		r := d.about(BecauseAgain, v, step)
		r.Date = p.last
		d.reasons = append(d.reasons, r)
	}
	if step.If != nil {
		r := d.about(BecauseCondition, v, step)
		r.Condition = step.If.String()
		d.reasons = append(d.reasons, r)
	}
	if d.window(step) != step.At {
		r := d.about(GraceGiven, v, step)
		r.Condition, r.To = d.category.ID, d.category.Grace
		d.reasons = append(d.reasons, r)
	}
}

// about is a reason with the facts of an item's place in a step's window.
func (d *Decider) about(code string, v *view, step *Step) Reason {
	w := d.window(step)
	if step.NextWeek && v.due != 0 {
		monday, sunday := weekBefore(v.due)
		w = Window{int(monday - v.due), int(sunday - v.due)}
	}
	return Reason{
		Code: code, Policy: d.p.Name, Step: step.ID, Line: step.Line, Event: step.On, From: w.From, To: w.To, Unit: step.Days, Days: d.daysOf(v, step),
	}
}

func (d *Decider) afterReason(code string, v *view, step *Step) Reason {
	r := d.about(code, v, step)
	r.After, r.Date = step.After, d.before(v, step)
	return r
}

// netted tells what was taken off the documents.
func (d *Decider) netted(act *Action) {
	var credit, disputed, transit money.Minor
	for i := range act.Items {
		credit += act.Items[i].Credit
		if !d.p.disputeSteps.has(d.p.step(act.Items[i].Step)) { // which ask for what is disputed
			disputed += act.Items[i].Disputed
		}
		transit += act.Items[i].InTransit
	}
	tell := func(code string, m money.Minor) {
		if m > 0 {
			d.reasons = append(d.reasons, Reason{Code: code, Amount: m, Currency: act.Currency})
		}
	}
	tell(CreditNetted, credit)
	tell(DisputeNetted, disputed)
	tell(TransitNetted, transit)
}

// address chooses the ways a letter can really go. With no way at all it
// becomes a task to mend the contact; a posted letter is printed even without
// an address, for whoever signs it may know one.
func (d *Decider) address(a *ledger.Account, step *Step, act *Action) {
	if step.Kind != Letter {
		return
	}
	if step.Verified && !verified(a, step.Recipients) {
		d.mend(step, act, NotVerified)
		return
	}
	for _, ch := range step.By {
		if ch != Email || a.HasEmail {
			act.Channels = append(act.Channels, ch)
		}
	}
	if len(act.Channels) == 0 {
		d.mend(step, act, NoEmail)
		return
	}
	act.Sign = step.Sign
	if slices.Contains(act.Channels, Post) && !a.HasPost {
		d.reasons = append(d.reasons, Reason{Code: NoAddress, Step: step.ID})
	}
}

// mend makes a task of a letter that has nowhere to go.
func (d *Decider) mend(step *Step, act *Action, why string) {
	act.Kind, act.Letter, act.Task, act.Channels = Task, "", MendContact, nil
	d.reasons = append(d.reasons, Reason{Code: why, Step: step.ID})
}
