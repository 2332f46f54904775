package customer

import (
	"net/http"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// task is a page that is one form: shown, filled, sent, and shown again where
// something is wrong.
type task struct {
	title string
	body  func(*ui.Form) templ.Component
	fill  func(*ui.Form) // what it is first shown with; may be nil
	// send reads the form and, if nothing is wrong with it, does what it is for.
	send func(*ui.Form) error
	to   string // where it leads when done
	done string // the key of what is said then
}

func (t task) answer(c *page.Call) error {
	f := c.Form()
	if c.R.Method != http.MethodPost {
		if t.fill != nil {
			t.fill(f)
		}
		return c.Render(t.title, t.body(f))
	}
	err := t.send(f)
	if err == nil && f.OK() {
		return c.Go(t.to, t.done)
	}
	if err := f.Take(err); err != nil {
		return err
	}
	return c.Again(t.title, t.body(f))
}

// about is the customer of the address and the start of a page about him.
func about(c *page.Call) (customerPage, error) {
	card, err := c.Session.CustomerCard(c.Context(), id.Customer(c.Arg("customer")))
	return customerPage{Call: c, CustomerView: viewOf(card)}, err
}

func viewOf(card ledger.Customer) desk.CustomerView { return desk.CustomerView{Customer: card} }

// who is the customer's code.
func (p customerPage) who() id.Customer { return p.Customer.ID }

// titled is a title that names the customer.
func (p customerPage) titled(key string) string {
	return p.Say.T(key) + ": " + p.Customer.Name
}

// back is where a page about an invoice leads back to: the invoice, else the
// customer.
func (p customerPage) back() string {
	invoice := p.Ask("invoice")
	if p.R.Method == http.MethodPost {
		invoice = p.R.PostFormValue("invoice")
	}
	if invoice != "" {
		return p.To("invoices", invoice)
	}
	return p.here()
}
