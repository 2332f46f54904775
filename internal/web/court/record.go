package court

import (
	"net/http"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// recordPage is the form of a fact that limitation goes by.
type recordPage struct {
	*page.Call
	customer ledger.Customer
	invoice  string
}

// back is the document the fact is about, else the customer.
func (p recordPage) back() string {
	if p.invoice != "" {
		return p.To("invoices", p.invoice)
	}
	return p.To("customers", string(p.customer.ID))
}

func (p recordPage) kinds() []ui.Option {
	list := make([]ui.Option, len(desk.LegalFacts))
	for i, k := range desk.LegalFacts {
		list[i] = ui.Option{Value: string(k), Text: p.Say.T("court.record_" + string(k))}
	}
	return list
}

// record writes one down about a customer or one document of his.
func record(c *page.Call) error {
	customer := id.Customer(c.Arg("customer"))
	card, err := c.Session.CustomerCard(c.Context(), customer)
	if err != nil {
		return err
	}
	f := c.Form()
	p := recordPage{c, card, c.Ask("invoice")}
	title := c.Say.T("court.record") + ": " + card.Name
	if c.R.Method != http.MethodPost {
		f.Set("invoice", p.invoice)
		f.Set("on", c.Today.String())
		return c.Render(title, recordForm(p, f))
	}
	p.invoice = f.Text("invoice")
	q := desk.LegalFact{Kind: ledger.EventKind(f.Need("kind")), Subject: string(customer), Date: f.NeedDate("on"), Document: f.Text("document"), Reason: f.Text("reason")}
	if p.invoice != "" {
		q.Subject = p.invoice
		if v, err := c.Session.Invoice(c.Context(), id.Invoice(p.invoice), c.Today); err != nil || v.Customer.ID != customer {
			return page.NotFound()
		}
	}
	if f.OK() {
		if err := f.Take(c.Session.RecordLegal(c.Context(), q)); err != nil {
			return err
		}
	}
	if !f.OK() {
		return c.Again(title, recordForm(p, f))
	}
	return c.Go(p.back(), "court.recorded")
}
