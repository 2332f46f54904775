package customer

import (
	"github.com/a-h/templ"

	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// writeNote takes a note about a customer, or the invoice that the address
// names.
func writeNote(c *page.Call) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	return task{
		title: p.titled("customer.add_note"),
		body:  func(f *ui.Form) templ.Component { return noteForm(p, f) },
		fill:  func(f *ui.Form) { f.Set("invoice", c.Ask("invoice")) },
		send: func(f *ui.Form) error {
			text := f.Need("text")
			if !f.OK() {
				return nil
			}
			return c.Session.WriteNote(c.Context(), store.Note{Customer: p.who(), Invoice: id.Invoice(f.Text("invoice")), Date: c.Today, Text: text})
		},
		to: p.back(), done: "customer.note_kept",
	}.answer(c)
}
