package work

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

type component = templ.Component

func tone(n int, some string) string {
	if n == 0 {
		return ""
	}
	return some
}

// stakes are the sums of what is at stake: in the company's currency, or the
// first there is, and in the others.
func stakes(c *page.Call, a *desk.Agenda) (total, others string) {
	main := c.Session.Company().Currency
	if !slices.ContainsFunc(a.Sums, func(s money.Amount) bool { return s.Currency == main }) && len(a.Sums) > 0 {
		main = a.Sums[0].Currency
	}
	for _, s := range a.Sums {
		if text := c.Say.Money(s.Minor, s.Currency); s.Currency == main {
			total = text
		} else {
			others = join(others, text)
		}
	}
	return total, others
}

func paidIn(a *desk.Agenda) (n int) {
	for i := range a.Work {
		if a.Work[i].Paid {
			n++
		}
	}
	return n
}

// callTo is the form of the talk that a task asks for.
func callTo(c *page.Call, w *desk.WorkItem) string {
	return page.With(c.To("customers", string(w.Customer), "call"), "kind", w.Kind, "task", string(w.ID))
}

var promiseTones = map[ledger.PromiseState]string{
	ledger.PromiseKept: "good", ledger.PromisePart: "warn", ledger.PromiseBroken: "bad", ledger.PromiseReplaced: "", ledger.PromiseOpen: "",
}

func stateBadge(c *page.Call, s ledger.PromiseState) component {
	return ui.Badge(c.Say.T("work.state."+string(s)), promiseTones[s])
}

// promiseAbout is what a promise is about: a document or all that is owed.
func promiseAbout(c *page.Call, p *desk.PromiseSeen) string {
	if p.Invoice == "" {
		return c.Say.T("work.all_documents")
	}
	return string(p.Invoice)
}

func promiseKind(c *page.Call, p *desk.PromiseSeen) string {
	return c.Say.T("work.promise_kind." + string(p.Kind))
}

func promiseTable(c *page.Call, rows []desk.PromiseSeen) ui.Table[desk.PromiseSeen] {
	p := c.Say
	return ui.Table[desk.PromiseSeen]{
		Caption: p.T("nav.promises"), Empty: p.T("work.no_promises"), Rows: rows, Keys: true,
		Columns: []ui.Column[desk.PromiseSeen]{
			{Title: p.T("work.until"), Cell: func(v desk.PromiseSeen) component { return ui.Link(c.To("promises", v.Key), p.Date(v.Until)) }},
			{Title: p.T("work.customer"), Cell: func(v desk.PromiseSeen) component {
				return ui.Link(c.To("customers", string(v.Customer)), v.Name)
			}},
			{Title: p.T("work.about"), Minor: true, Text: func(v desk.PromiseSeen) string { return promiseAbout(c, &v) }},
			{Title: p.T("work.kind"), Minor: true, Text: func(v desk.PromiseSeen) string { return promiseKind(c, &v) }},
			{Title: p.T("work.promised"), Number: true, Text: func(v desk.PromiseSeen) string { return p.Money(v.Target, v.Currency) }},
			{Title: p.T("work.received"), Number: true, Text: func(v desk.PromiseSeen) string { return p.Money(v.Received, v.Currency) }},
			{Title: p.T("work.state"), Cell: func(v desk.PromiseSeen) component { return stateBadge(c, v.State) }},
			{Title: p.T("work.taken_by"), Minor: true, Text: func(v desk.PromiseSeen) string { return v.By }},
		},
	}
}

func approvalTable(c *page.Call, rows []desk.Approval) ui.Table[desk.Approval] {
	p := c.Say
	return ui.Table[desk.Approval]{
		Caption: p.T("work.my_word"), Rows: rows, Keys: true,
		Columns: []ui.Column[desk.Approval]{
			{Title: p.T("work.number"), Cell: func(a desk.Approval) component { return numbered(c, a.Number) }},
			{Title: p.T("work.what"), Text: func(a desk.Approval) string { return a.Kind.Text(p.Lang()) }},
			{Title: p.T("work.customer"), Text: func(a desk.Approval) string { return string(a.Customer) + a.Policy }},
			{Title: p.T("say.reason"), Minor: true, Text: func(a desk.Approval) string { return a.Reason }},
			{Title: p.T("work.asked_by"), Minor: true, Text: func(a desk.Approval) string { return string(a.AskedBy) }},
			{Title: p.T("work.deadline"), Text: func(a desk.Approval) string { return p.Date(a.Expires) }},
		},
	}
}

// moneyOf is a decimal amount as the visitor reads it; what is none stays as it
// was written.
func moneyOf(c *page.Call, decimal string, currency money.Currency) string {
	a, err := money.Parse(decimal, currency)
	if err != nil {
		return decimal
	}
	return c.Say.Money(a.Minor, currency)
}

// date is a day as a form's field of the type date has it.
func date(d cal.Date) string { return d.String() }

// openTable is what a customer owes, document by document.
func openTable(c *page.Call, rows []store.OpenItem) ui.Table[store.OpenItem] {
	p := c.Say
	return ui.Table[store.OpenItem]{
		Caption: p.T("work.owes"), Empty: p.T("work.owes_nothing"), Rows: rows,
		Class: func(v store.OpenItem) string {
			if late(c, v.Due) > 0 {
				return "late"
			}
			return ""
		},
		Columns: []ui.Column[store.OpenItem]{
			{Title: p.T("work.document"), Cell: func(v store.OpenItem) component {
				return ui.Link(c.To("invoices", string(v.Invoice)), cmp.Or(v.Document, string(v.Invoice)))
			}},
			{Title: p.T("work.due_on"), Text: func(v store.OpenItem) string { return p.Date(v.Due) }},
			{Title: p.T("work.days"), Number: true, Text: func(v store.OpenItem) string { return p.Number(late(c, v.Due)) }},
			{Title: p.T("work.open"), Number: true, Text: func(v store.OpenItem) string { return p.Money(v.Open, v.Currency) }},
		},
	}
}
