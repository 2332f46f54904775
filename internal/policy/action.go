package policy

import (
	"cmp"
	"slices"

	"debitor/internal/ledger"
	"debitor/internal/money"
)

// group sums the items by step and currency, and takes back what is too small.
func (d *Decider) group() {
	d.combine()
	d.groups = d.groups[:0]
	for i := range d.views {
		if v := &d.views[i]; v.step >= 0 {
			g := d.groupOf(v.into, v.item.Currency)
			g.total += v.net
			g.items++
		}
	}
	for i := range d.groups {
		if g := &d.groups[i]; g.total < d.p.MinAmount.In(g.currency) {
			d.tooSmall(g)
		}
	}
	d.groups = slices.DeleteFunc(d.groups, func(g group) bool { return g.items == 0 })
	slices.SortFunc(d.groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.step, b.step), cmp.Compare(a.currency, b.currency))
	})
}

// combine puts each item into the action of its own step, or, under combine:
// strongest, all letters of a currency into the strongest of them.
func (d *Decider) combine() {
	d.groups = d.groups[:0]
	for i := range d.views {
		v := &d.views[i]
		v.into = v.step
		if d.p.Combine && v.step >= 0 && d.p.Steps[v.step].Letter != "" {
			g := d.groupOf(-1, v.item.Currency)
			g.items = max(g.items, v.step)
		}
	}
	for i := range d.views {
		v := &d.views[i]
		if d.p.Combine && v.step >= 0 && d.p.Steps[v.step].Letter != "" {
			v.into = d.groupOf(-1, v.item.Currency).items
		}
	}
}

func (d *Decider) groupOf(step int, c money.Currency) *group {
	for i := range d.groups {
		if g := &d.groups[i]; g.step == step && g.currency == c {
			return g
		}
	}
	d.groups = append(d.groups, group{step: step, currency: c})
	return &d.groups[len(d.groups)-1]
}

func (d *Decider) tooSmall(g *group) {
	for i := range d.views {
		if v := &d.views[i]; d.inGroup(v, g) {
			v.small = g.total
		}
	}
	g.items = 0
}

func (d *Decider) inGroup(v *view, g *group) bool {
	return v.step >= 0 && v.small == 0 && v.into == g.step && v.item.Currency == g.currency
}

func (d *Decider) actions(a *ledger.Account) []Action {
	if len(d.groups) == 0 {
		return nil
	}
	out := make([]Action, len(d.groups))
	for i := range d.groups {
		out[i] = d.action(a, &d.groups[i])
	}
	return out
}

func (d *Decider) action(a *ledger.Account, g *group) Action {
	step := &d.p.Steps[g.step]
	act := Action{
		Step: step.ID, Kind: Task, Letter: step.Letter, Task: step.Task, To: step.To,
		Currency: g.currency, Total: g.total, Items: make([]ActionItem, 0, g.items),
	}
	d.reasons = d.reasons[:0]
	var first [3]*view // the oldest item of each How
	for i := range d.views {
		v := &d.views[i]
		if !d.inGroup(v, g) {
			continue
		}
		act.Items = append(act.Items, d.actionItem(v))
		if first[v.how] == nil || d.p.Steps[first[v.how].step].At.From < d.p.Steps[v.step].At.From {
			first[v.how] = v
		}
	}
	for _, v := range first {
		if v != nil {
			d.why(v, g)
		}
	}
	d.netted(&act)
	d.address(a, step, &act)
	act.Because = slices.Clone(d.reasons)
	return act
}

func (d *Decider) actionItem(v *view) ActionItem {
	it, step := v.item, &d.p.Steps[v.step]
	return ActionItem{
		Invoice: it.Invoice, Part: it.Part, Contract: it.Contract, Issued: it.Issued, Due: v.due, Agreed: it.Due,
		Days: DaysPast(d.c, step.Days, v.due, d.today), Step: step.ID, How: v.how,
		Amount: it.Amount, Gross: it.Open, Credit: v.credit,
		Disputed:  min(v.standing.Disputed, it.Open-v.credit),
		InTransit: min(v.standing.InTransit, max(0, it.Open-v.credit-v.standing.Disputed)),
		Open:      v.net,
	}
}

var howCodes = [...]string{InWindow: BecauseWindow, Late: BecauseLate, Before: BecauseEarly}

func (d *Decider) why(v *view, g *group) {
	step := &d.p.Steps[v.step]
	d.reasons = append(d.reasons, d.about(howCodes[v.how], v, step))
	if v.step != g.step {
		r := d.about(BecauseCombined, v, step)
		r.After = d.p.Steps[g.step].ID
		d.reasons = append(d.reasons, r)
	}
	if step.after >= 0 {
		d.reasons = append(d.reasons, d.afterReason(BecauseAfter, v, step))
	}
}

// about is a reason with the facts of an item's place in a step's window.
func (d *Decider) about(code string, v *view, step *Step) Reason {
	return Reason{
		Code: code, Policy: d.p.Name, Step: step.ID, From: step.At.From, To: step.At.To, Unit: step.Days,
		Days: DaysPast(d.c, step.Days, v.due, d.today),
	}
}

func (d *Decider) afterReason(code string, v *view, step *Step) Reason {
	r := d.about(code, v, step)
	r.After, r.Date = step.After, v.done[step.after]
	return r
}

// netted tells what was taken off the documents.
func (d *Decider) netted(act *Action) {
	var credit, disputed, transit money.Minor
	for i := range act.Items {
		credit += act.Items[i].Credit
		disputed += act.Items[i].Disputed
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
	if step.Letter == "" {
		return
	}
	for _, ch := range step.By {
		if ch != Email || a.HasEmail {
			act.Channels = append(act.Channels, ch)
		}
	}
	if len(act.Channels) == 0 {
		act.Letter, act.Task = "", MendContact
		d.reasons = append(d.reasons, Reason{Code: NoEmail, Step: step.ID})
		return
	}
	act.Kind, act.Sign = Letter, step.Sign
	if slices.Contains(act.Channels, Post) && !a.HasPost {
		d.reasons = append(d.reasons, Reason{Code: NoAddress, Step: step.ID})
	}
}
