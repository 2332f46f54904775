package dispute

import (
	"slices"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// draft shows the form of a new dispute; ?invoice= ticks a document.
func draft(c *page.Call) error {
	f := c.Form()
	f.Set("on", c.Today.String())
	if v := c.Ask("invoice"); v != "" {
		f.Set("invoice", v)
	}
	f.Set("complaint", c.Ask("complaint")) // what was said on the phone
	return showDraft(c, f)
}

func showDraft(c *page.Call, f *ui.Form) error {
	d, err := c.Session.DisputeDraft(c.Context(), id.Customer(c.Arg("customer")))
	if err != nil {
		return err
	}
	title := c.Say.T("dispute.new", d.Customer.Name)
	if f.OK() {
		return c.Render(title, draftPage(c, f, d))
	}
	return c.Again(title, draftPage(c, f, d))
}

// open records the dispute.
func open(c *page.Call) error {
	f := c.Form()
	customer := id.Customer(c.Arg("customer"))
	d, err := c.Session.DisputeDraft(c.Context(), customer)
	if err != nil {
		return err
	}
	q := desk.DisputeRequest{
		Customer: customer, Documents: parts(c, f, d.Documents), Reason: f.Need("reason"), Complaint: f.Need("complaint"), Product: f.Text("product"),
		Department: f.Text("department"), On: f.NeedDate("on"),
	}
	if q.Reason == desk.ForceMajeure {
		q.Certificate, q.From, q.Until = f.Need("certificate"), f.NeedDate("from"), f.NeedDate("until")
	}
	if !f.OK() {
		return showDraft(c, f)
	}
	made, err := c.Session.OpenDispute(c.Context(), q)
	if err := f.Take(err); err != nil {
		return err
	}
	if !f.OK() {
		return showDraft(c, f)
	}
	return c.Go(address(c, made.Number), "dispute.opened_notice", made.Number, c.Say.T("role."+made.Department), c.Say.Date(made.AnswerBy))
}

// parts are the documents that are ticked, with the part of each that is
// disputed.
func parts(c *page.Call, f *ui.Form, documents []desk.Disputable) []desk.DisputedPart {
	var list []desk.DisputedPart
	for _, v := range f.Values("invoice") {
		part := desk.DisputedPart{Invoice: id.Invoice(v)}
		if i := slices.IndexFunc(documents, func(d desk.Disputable) bool { return string(d.Invoice) == v }); i >= 0 {
			currency := documents[i].Currency
			if amount := f.Money(partField(documents[i].Invoice), currency); amount != 0 {
				part.Amount = amount.Decimal(currency)
			}
		}
		list = append(list, part)
	}
	if len(list) == 0 {
		f.Fail("invoice", c.Say.T("dispute.need_document"))
	}
	return list
}

func partField(v id.Invoice) string { return "part-" + string(v) }

// maxChoices is how many documents the form shows; another is disputed from its
// own page.
const maxChoices = 100

// choices are the documents of which anything can be disputed: the oldest due,
// and those that are ticked.
func choices(f *ui.Form, list []desk.Disputable) (out []desk.Disputable) {
	for _, d := range list {
		if d.Free > 0 && (len(out) < maxChoices || f.Checked("invoice", string(d.Invoice))) {
			out = append(out, d)
		}
	}
	return out
}

// documentChoice is the open documents to tick, with the part of each.
func documentChoice(c *page.Call, f *ui.Form, d desk.DisputeDraft) ui.Table[desk.Disputable] {
	return ui.Table[desk.Disputable]{
		Caption: c.Say.T("dispute.documents"), Rows: choices(f, d.Documents),
		Columns: []ui.Column[desk.Disputable]{
			{Title: c.Say.T("dispute.document"), Cell: func(d desk.Disputable) templ.Component { return tick(c, f, d) }},
			{Title: c.Say.T("dispute.date"), Minor: true, Text: func(d desk.Disputable) string { return c.Say.Date(d.Date) }},
			{Title: c.Say.T("dispute.due"), Text: func(d desk.Disputable) string { return c.Say.Date(d.Due) }},
			{Title: c.Say.T("dispute.free"), Number: true, Text: func(d desk.Disputable) string { return c.Say.Money(d.Free, d.Currency) }},
			{Title: c.Say.T("dispute.part"), Number: true, Cell: func(d desk.Disputable) templ.Component { return part(c, f, d) }},
		},
	}
}
