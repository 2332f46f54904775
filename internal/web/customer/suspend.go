package customer

import (
	"cmp"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// suspend takes a customer, or one invoice of his, out of the plans by a written
// order.
func suspend(c *page.Call) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	return task{
		title: p.titled("customer.do_suspend"),
		body:  func(f *ui.Form) templ.Component { return suspendForm(p, f) },
		fill:  func(f *ui.Form) { f.Set("invoice", c.Ask("invoice")) },
		send: func(f *ui.Form) error {
			q := desk.SuspendRequest{From: c.Today, Until: f.Date("until"), Reason: f.Need("reason"), Order: f.Text("order")}
			if q.Order != "" && f.OK() {
				q.Until = f.NeedDate("until")
			}
			if !f.OK() {
				return nil
			}
			if q.Subject, err = p.subject(f.Text("invoice")); err != nil {
				return err
			}
			_, err := c.Session.Suspend(c.Context(), q)
			return err
		},
		to: p.back(), done: "customer.suspended",
	}.answer(c)
}

// subject is what is meant: the invoice, which must be the customer's, or the
// customer himself.
func (p customerPage) subject(invoice string) (string, error) {
	if invoice == "" {
		return string(p.who()), nil
	}
	v, err := p.Session.Explain(p.Context(), id.Invoice(invoice), p.Today)
	if err == nil && v.Customer.ID != p.who() {
		err = fault.New(fault.NotFound, "invoice.unknown", "there is no invoice %q", invoice)
	}
	return invoice, err
}

// resume puts back what was taken out of the plans.
func resume(c *page.Call) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	invoice := cmp.Or(c.Ask("invoice"), c.R.PostFormValue("invoice"))
	return task{
		title: p.titled("customer.resume"),
		body: func(f *ui.Form) templ.Component {
			return reasonForm(p, f, p.Say.T("customer.resume_means"), "customer.resume", ui.Hidden("invoice", invoice))
		},
		send: func(f *ui.Form) error {
			q := desk.SuspendRequest{From: c.Today, Reason: f.Need("reason")}
			if !f.OK() {
				return nil
			}
			if q.Subject, err = p.subject(invoice); err != nil {
				return err
			}
			_, err := c.Session.Resume(c.Context(), q)
			return err
		},
		to: p.back(), done: "customer.resumed",
	}.answer(c)
}

// lift lets goods go in spite of a hold. Whether the visitor may, the rules
// say.
func lift(c *page.Call) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	p.CustomerView, err = c.Session.Customer(c.Context(), desk.CustomerQuery{Customer: p.who(), Date: c.Today})
	if err != nil {
		return err
	}
	if p.names, err = c.Session.DocumentNames(c.Context(), p.documents()); err != nil {
		return err
	}
	return task{
		title: p.titled("customer.do_lift"),
		body:  func(f *ui.Form) templ.Component { return liftForm(p, f, p.Hold) },
		fill: func(f *ui.Form) {
			if p.Hold.ReleasedByPayment > 0 {
				f.Set("until", c.Today.String())
			}
		},
		send: func(f *ui.Form) error {
			q := desk.LiftRequest{Customer: p.who(), Until: f.NeedDate("until"), Reason: f.Need("reason")}
			amount := money.Minor(0)
			if f.Need("amount") != "" {
				amount = f.Money("amount", p.Hold.Currency)
			}
			if !f.OK() {
				return nil
			}
			q.Amount = amount.Decimal(p.Hold.Currency)
			_, err := c.Session.LiftHold(c.Context(), q)
			return err
		},
		to: p.here(), done: "customer.lifted",
	}.answer(c)
}
