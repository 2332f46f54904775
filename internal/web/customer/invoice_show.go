package customer

import (
	"cmp"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/cal"
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

// invoicePage is what the page of a document of debt is made from.
type invoicePage struct {
	customerPage
	v desk.InvoiceView
}

func invoiceOf(c *page.Call) (invoicePage, error) {
	v, err := c.Session.Invoice(c.Context(), id.Invoice(c.Arg("invoice")), c.AskDate("date", c.Today))
	p := invoicePage{customerPage{Call: c, CustomerView: viewOf(v.Customer)}, v}
	p.Date = v.Date
	return p, err
}

// showInvoice is one document: what settled it, what was done and said, what
// comes next.
func showInvoice(c *page.Call) error {
	p, err := invoiceOf(c)
	if err != nil {
		return err
	}
	return c.Render(p.title(), invoiceShow(p))
}

// why is the explanation of one instalment, a piece of a page.
func why(c *page.Call) error {
	p, err := invoiceOf(c)
	if err != nil {
		return err
	}
	part := c.AskInt("part", 1)
	for _, it := range p.v.Parts {
		if it.Instalment.Item.Part == part {
			return c.Part(p.explanation(it))
		}
	}
	return page.NotFound()
}

// explanation is what comes next for a part and what stands in the way; of one
// that is not open, that it is not.
func (p invoicePage) explanation(it desk.ExplainedPart) templ.Component {
	if it.Open == nil {
		return ui.Empty(p.Say.T("customer.part_settled"))
	}
	return templ.Raw(rulebook.Explain(*it.Open, p.v.Rules, p.Say.Lang(), p.v.Version).HTML())
}

func (p invoicePage) title() string {
	v := p.v.Invoice
	return strings.TrimSpace(cmp.Or(v.Kind, p.Say.T("customer.was_invoice")) + " " + cmp.Or(v.Document, string(v.ID)))
}

// open is what of the document is unpaid.
func (p invoicePage) open() string {
	v, open := p.v.Invoice, p.v.Invoice.Amount
	for _, s := range p.v.Settled {
		if s.Date <= p.v.Date {
			open -= s.Amount
		}
	}
	return p.Say.Money(max(open, 0), v.Currency)
}

// day is a day that may be none.
func (p invoicePage) day(d cal.Date) string {
	if d == 0 {
		return ""
	}
	return p.Say.Date(d)
}

// doings are the links of those things that can be done about the document.
func (p invoicePage) doings() []doing {
	invoice := string(p.v.Invoice.ID)
	var list []doing
	for _, d := range []struct {
		right desk.Right
		path  string
		key   string
	}{
		{desk.DoTasks, "promise", "customer.do_promise"},
		{desk.OpenDisputes, "dispute", "customer.do_dispute"},
		{desk.SuspendDebts, "suspend", "customer.do_suspend"},
		{desk.KeepClaims, "legal", "court.record"},
		{desk.EditCustomers, "attachments", "customer.add_file"},
		{desk.EditCustomers, "notes", "customer.add_note"},
	} {
		if p.May(d.right) {
			list = append(list, doing{page.With(p.here(d.path), "invoice", invoice), d.key, ""})
		}
	}
	return append(list, doing{p.To("invoices", invoice, "lateness"), "charge.lateness", ""})
}

func (p invoicePage) parts() ui.Table[desk.ExplainedPart] {
	item := func(it desk.ExplainedPart) ledger.Item { return it.Instalment.Item }
	c := p.v.Invoice.Currency
	return ui.Table[desk.ExplainedPart]{
		Caption: p.Say.T("customer.parts"), Rows: p.v.Parts, Empty: p.Say.T("customer.no_parts"),
		Columns: []ui.Column[desk.ExplainedPart]{
			{Title: p.Say.T("customer.number"), Number: true, Text: func(it desk.ExplainedPart) string { return p.Say.Number(item(it).Part) }},
			{Title: p.Say.T("customer.due"), Text: func(it desk.ExplainedPart) string { return p.Say.Date(item(it).Due) }},
			{Title: p.Say.T("customer.amount"), Number: true, Text: func(it desk.ExplainedPart) string { return p.Say.Figure(item(it).Amount, c) }},
			{Title: p.Say.T("customer.open"), Number: true, Text: func(it desk.ExplainedPart) string { return p.Say.Figure(openOf(it), c) }},
			{Title: p.Say.T("court.left"), Number: true, Cell: func(it desk.ExplainedPart) templ.Component {
				return limitLeft(p.customerPage, p.v.Limits[item(it).Part])
			}},
			{Title: p.Say.T("customer.settled"), Text: func(it desk.ExplainedPart) string { return p.Say.Date(it.Instalment.SettledOn) }},
			{Title: p.Say.T("customer.done"), Text: p.done},
		},
	}
}

func (p invoicePage) positions() ui.Table[ledger.InvoiceLine] {
	c := p.v.Invoice.Currency
	return ui.Table[ledger.InvoiceLine]{
		Caption: p.Say.T("customer.positions"), Rows: p.v.Lines,
		Columns: []ui.Column[ledger.InvoiceLine]{
			{Title: p.Say.T("customer.number"), Number: true, Text: func(l ledger.InvoiceLine) string { return p.Say.Number(l.Number) }},
			{Title: p.Say.T("customer.goods"), Text: func(l ledger.InvoiceLine) string { return l.Text }},
			{Title: p.Say.T("customer.product_group"), Minor: true, Text: func(l ledger.InvoiceLine) string { return l.Group }},
			{Title: p.Say.T("customer.price_segment"), Minor: true, Text: func(l ledger.InvoiceLine) string { return l.Segment }},
			{Title: p.Say.T("customer.net"), Number: true, Text: func(l ledger.InvoiceLine) string { return p.Say.Figure(l.Net, c) }},
			{Title: p.Say.T("customer.vat_rate"), Number: true, Minor: true, Text: func(l ledger.InvoiceLine) string { return l.Rate }},
			{Title: p.Say.T("customer.vat"), Number: true, Text: func(l ledger.InvoiceLine) string { return p.Say.Figure(l.VAT, c) }},
		},
	}
}

// done is the steps that were taken for a part.
func (p invoicePage) done(it desk.ExplainedPart) string {
	list := make([]string, len(it.Done))
	for i, d := range it.Done {
		list[i] = rulebook.StepTitle(p.rulesOf(d.Policy), d.Step, p.Say.Lang()) + " (" + p.Say.Date(d.RunDate) + ")"
	}
	return strings.Join(list, ", ")
}

// rulesOf is the policy in force if it is the one named, else none: a step of
// another policy is called by its name.
func (p invoicePage) rulesOf(name string) *policy.Policy {
	if p.v.Policy == name {
		return p.v.Rules
	}
	return &policy.Policy{}
}

func (p invoicePage) settled() ui.Table[desk.PartSettled] {
	c := p.v.Invoice.Currency
	return ui.Table[desk.PartSettled]{
		Caption: p.Say.T("customer.settled_by"), Rows: p.v.Settled, Empty: p.Say.T("customer.settled_nothing"),
		Columns: []ui.Column[desk.PartSettled]{
			{Title: p.Say.T("customer.date"), Text: func(s desk.PartSettled) string { return p.Say.Date(s.Date) }},
			{Title: p.Say.T("customer.payment"), Text: func(s desk.PartSettled) string {
				return p.named("customer.was_", string(s.Payment.Kind)) + " " + string(s.Payment.ID)
			}},
			{Title: p.Say.T("customer.purpose"), Minor: true, Text: func(s desk.PartSettled) string { return s.Payment.Purpose }},
			{Title: p.Say.T("customer.amount"), Number: true, Text: func(s desk.PartSettled) string { return p.Say.Figure(s.Amount, c) }},
		},
	}
}

// openOf is what of a part is unpaid on the day.
func openOf(it desk.ExplainedPart) money.Minor {
	if it.Open == nil {
		return 0
	}
	return it.Open.Gross
}

// saying is something that was said or done about the document, in one line.
func (p invoicePage) saying(e ledger.Event) string {
	return strings.Join(nonEmpty(p.amount(e.Amount, e.Currency), p.until(e.Until), e.Document, p.said(e.Kind, e.Reason), e.By), ", ")
}

// corrections are the journal's lines about the document, with what they
// changed.
func (p invoicePage) corrections() []string {
	var list []string
	for _, j := range p.v.Journal {
		for _, f := range desk.ChangedFields(j) {
			list = append(list, p.Say.Date(cal.Of(j.At))+", "+j.Actor+": "+p.change(f))
		}
	}
	return list
}

func (p invoicePage) letter(l store.Letter) string {
	return p.letterName(l.Template) + " " + p.Say.Date(l.RunDate) + ", " + p.Say.Money(l.Total, l.Currency)
}
