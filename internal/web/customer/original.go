package customer

import (
	"slices"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// returnOriginal records that the signed original of a paper came back, or that
// it did not after all.
func returnOriginal(c *page.Call) error {
	p, err := invoiceOf(c)
	if err != nil {
		return err
	}
	paper := c.Arg("paper")
	i := slices.IndexFunc(p.v.Proof, func(e desk.Proof) bool { return e.Paper == paper })
	if i < 0 || !slices.Contains(policy.Returned, paper) {
		return page.NotFound()
	}
	kept, invoice := p.v.Proof[i], p.v.Invoice.ID
	return task{
		title: p.paper(paper) + ": " + p.title(),
		body:  func(f *ui.Form) templ.Component { return originalForm(p, f, kept) },
		fill: func(f *ui.Form) {
			f.Set("on", c.Today.String())
			if kept.On != 0 {
				f.Set("on", kept.On.String())
				f.Set("number", kept.Number)
			}
		},
		send: func(f *ui.Form) error {
			if f.Checked("take_back", "1") {
				reason := f.Need("reason")
				if !f.OK() {
					return nil
				}
				return c.Session.TakeBackOriginal(c.Context(), invoice, paper, reason)
			}
			q := desk.ReturnedPaper{Invoice: invoice, Paper: paper, On: f.NeedDate("on"), Number: f.Text("number")}
			if !f.OK() {
				return nil
			}
			return c.Session.ReturnOriginal(c.Context(), q)
		},
		to: p.To("invoices", string(invoice)), done: "proof.kept",
	}.answer(c)
}

// paper is what a paper of evidence is called.
func (p invoicePage) paper(name string) string { return rulebook.Named(name, p.Say.Lang()) }
