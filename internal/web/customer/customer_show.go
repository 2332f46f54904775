package customer

import (
	"cmp"
	"slices"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// timelineSize is how many lines of the timeline a page has.
const timelineSize = 50

// customerPage is what the page of a customer is made from.
type customerPage struct {
	*page.Call
	desk.CustomerView
	timeline desk.Timeline
	kind     store.HappeningKind // of the timeline; empty: all
	at       int                 // the page of the timeline
	names    map[id.Invoice]string
}

// printed is a document as it is printed.
func (p customerPage) printed(v id.Invoice) string { return cmp.Or(p.names[v], string(v)) }

// documents are those that the page speaks of.
func (p customerPage) documents() (list []id.Invoice) {
	for i := range p.Promises {
		list = append(list, p.Promises[i].Invoice)
	}
	for i := range p.timeline.Entries {
		list = append(list, p.timeline.Entries[i].Invoice)
	}
	return slices.DeleteFunc(list, func(v id.Invoice) bool { return v == "" })
}

// show is everything about one customer.
func show(c *page.Call) error {
	p := customerPage{Call: c, kind: store.HappeningKind(c.Ask("kind")), at: max(1, c.AskInt("page", 1))}
	customer := id.Customer(c.Arg("customer"))
	var err error
	p.CustomerView, err = c.Session.Customer(c.Context(), desk.CustomerQuery{
		Customer: customer, Date: c.AskDate("date", c.Today), All: c.Ask("all") != "",
	})
	if err != nil {
		return err
	}
	if !slices.Contains(store.HappeningKinds, p.kind) {
		p.kind = ""
	}
	p.timeline, err = c.Session.Timeline(c.Context(), desk.TimelineQuery{Customer: customer, Kind: p.kind, Page: p.at, Size: timelineSize})
	if err != nil {
		return err
	}
	if p.names, err = c.Session.DocumentNames(c.Context(), p.documents()); err != nil {
		return err
	}
	return c.Render(p.Customer.Name, customerShow(p))
}

// here is an address below the customer.
func (p customerPage) here(parts ...string) string {
	return p.To(append([]string{"customers", string(p.Customer.ID)}, parts...)...)
}

// doing is something that can be done about the customer.
type doing struct{ href, key, class string }

// doings are the links of those things that the visitor may do.
func (p customerPage) doings() []doing {
	var list []doing
	for _, d := range []struct {
		right desk.Right
		doing
	}{
		{desk.DoTasks, doing{p.here("call"), "customer.do_call", "primary"}},
		{desk.DoTasks, doing{page.With(p.here("call"), "kind", "visit"), "customer.do_visit", ""}},
		{desk.DoTasks, doing{p.here("promise"), "customer.do_promise", ""}},
		{desk.DoTasks, doing{p.here("plan"), "customer.do_plan", ""}},
		{desk.TakeCash, doing{p.here("cash"), "customer.do_cash", ""}},
		{desk.OpenDisputes, doing{p.here("dispute"), "customer.do_dispute", ""}},
		{desk.ReadBooks, doing{page.With(p.To("disputes"), "customer", string(p.Customer.ID), "state", "all"), "nav.disputes", ""}},
		{desk.ReadBooks, doing{p.here("card"), "card.title", ""}},
		{desk.AskApprovals, doing{p.here("ask"), "customer.do_ask", ""}},
		{desk.ReadBooks, doing{p.here("statement"), "customer.do_statement", ""}},
		{desk.ReadBooks, doing{p.here("lateness"), "charge.lateness", ""}},
		{desk.KeepActs, doing{p.here("act"), "acts.make_one", ""}},
		{desk.KeepActs, doing{p.here("statements"), "acts.monthly_short", ""}},
		{desk.KeepActs, doing{p.here("netting"), "acts.netting_short", ""}},
		{desk.KeepRestructurings, doing{p.here("restructuring"), "plans.make_one", ""}},
		{desk.SuspendDebts, doing{p.here("suspend"), "customer.do_suspend", ""}},
		{desk.KeepClaims, doing{p.here("legal"), "court.record", ""}},
	} {
		if p.May(d.right) {
			list = append(list, d.doing)
		}
	}
	if p.Hold.Held && p.Hold.Lift == nil {
		list = append(list, doing{p.here("lift"), "customer.do_lift", ""})
	}
	return list
}

// category is what the customer's category is called.
func (p customerPage) category() string {
	if title := p.Category.Title[p.Say.Lang()]; title != "" {
		return title
	}
	return p.Category.ID
}

// buckets are the parts of the bar of ages.
func (p customerPage) buckets(a ledger.Ages) []ui.Part {
	parts := make([]ui.Part, len(a.Amounts))
	for i, m := range a.Amounts {
		parts[i] = ui.Part{Name: p.Say.T("customer.age_" + strconv.Itoa(i)), Text: p.Say.Figure(m, a.Currency), Size: int64(m)}
	}
	return parts
}

// late is how an instalment stands to its due date, with the tone of a badge.
func (p customerPage) late(it desk.OpenItem) (text, tone string) {
	switch {
	case it.Due == 0:
		return p.Say.T("customer.not_started"), ""
	case it.Late > 0:
		return p.Say.N("customer.late", it.Late), "bad"
	case it.Late == 0:
		return p.Say.T("customer.due_today"), "warn"
	}
	return p.Say.N("customer.ahead", -it.Late), ""
}

// next is what is done about an instalment next.
func (p customerPage) next(e *policy.Explanation) string {
	if e == nil {
		return "–"
	}
	if len(e.Today) > 0 {
		return p.Say.T("customer.next_today", rulebook.StepTitle(p.Rules.Policy, e.Today[0].Step, p.Say.Lang()))
	}
	if e.Next == nil {
		return p.Say.T("customer.next_none")
	}
	step := rulebook.StepTitle(p.Rules.Policy, e.Next.Step, p.Say.Lang())
	if e.Next.Date == 0 {
		return step
	}
	return p.Say.T("customer.next_on", step, p.Say.Date(e.Next.Date))
}

// blockersShown is how many of an instalment's blockers its row names; the rest
// is one press away.
const blockersShown = 2

// blockers is what stands in the way, in words. That the day is no run day goes
// without saying, for the next step has its date.
func (p customerPage) blockers(e *policy.Explanation) []string {
	var list []string
	if e == nil {
		return nil
	}
	for _, r := range e.Blockers {
		if r.Code != policy.OffDay && len(list) < blockersShown {
			list = append(list, rulebook.ReasonSeen(p.Rules.Policy, r, p.Say.Lang()))
		}
	}
	return list
}

// agreements are those in force and those of the past.
func (p customerPage) agreements() (now, past []desk.Agreement) {
	for i, a := range p.Agreed {
		if !a.InForce {
			return p.Agreed[:i], p.Agreed[i:]
		}
	}
	return p.Agreed, nil
}

// hold is whether goods may ship, in one line with the tone of its badge.
func (p customerPage) hold() (text, tone string) {
	h := p.Hold
	switch {
	case p.Rules.Policy == nil:
		return p.Say.T("customer.hold_no_rules"), ""
	case h.Allowed && h.Lift != nil && h.Available != nil:
		return p.Say.T("customer.hold_lifted", p.Say.Money(*h.Available, h.Currency), p.Say.Date(h.Lift.Until), h.Lift.By), "warn"
	case h.Allowed && h.Available != nil:
		return p.Say.T("customer.hold_up_to", p.Say.Money(*h.Available, h.Currency)), "good"
	case h.Allowed:
		return p.Say.T("customer.hold_free"), "good"
	case h.Since != 0:
		return p.Say.T("customer.hold_since", p.Say.Date(h.Since)), "bad"
	}
	if slices.ContainsFunc(h.Reasons, func(r credit.Reason) bool { return r.Code == credit.NoRate }) {
		return p.Say.T("rates.hold_no_rate"), "bad"
	}
	if slices.ContainsFunc(h.Reasons, func(r credit.Reason) bool { return r.Code == credit.OverLimit }) {
		return p.Say.T("customer.hold_limit"), "bad"
	}
	return p.Say.T("credit.stopped"), "bad"
}

// releasing is every payment after which goods ship again.
func (p customerPage) releasing() []string {
	var list []string
	if p.Hold.ReleasedByPayment > 0 {
		list = append(list, p.Say.Money(p.Hold.ReleasedByPayment, p.Hold.Currency))
	}
	for _, a := range p.Hold.ReleasedAbroad {
		list = append(list, p.Say.Money(a.Minor, a.Currency))
	}
	return list
}

// roles are roles by name.
func (p customerPage) roles(list []string) []string {
	names := make([]string, len(list))
	for i, r := range list {
		names[i] = p.Say.T("role." + r)
	}
	return names
}

// amount is money that may be none: a fact about all of a debt.
func (p customerPage) amount(m money.Minor, c money.Currency) string {
	if m == 0 {
		return ""
	}
	return p.Say.Money(m, c)
}

// until is a day that may be none.
func (p customerPage) until(d cal.Date) string {
	if d == 0 {
		return ""
	}
	return p.Say.T("customer.until", p.Say.Date(d))
}

// tabs are the sorts of the timeline.
func (p customerPage) tabs() []ui.Tab {
	all := 0
	for _, n := range p.timeline.Counts {
		all += n
	}
	tabs := []ui.Tab{{Text: p.Say.T("say.all"), Href: p.Same("kind", "", "page", "") + "#timeline", Here: p.kind == "", Count: p.Say.Number(all)}}
	for _, k := range store.HappeningKinds {
		if n := p.timeline.Counts[k]; n > 0 {
			tabs = append(tabs, ui.Tab{
				Text: p.Say.T("customer.kind_" + string(k)), Href: p.Same("kind", string(k), "page", "") + "#timeline", Here: p.kind == k, Count: p.Say.Number(n),
			})
		}
	}
	return tabs
}
