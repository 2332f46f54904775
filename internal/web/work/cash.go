package work

import (
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

func cash(c *page.Call) error {
	t, err := talkOf(c, "", "")
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("work.take_cash"), cashPage(c, t, c.Form()))
}

func cashTake(c *page.Call) error {
	t, err := talkOf(c, "", "")
	if err != nil {
		return err
	}
	f := c.Form()
	f.Need("amount")
	currency := t.Currency
	for i := range t.Open {
		if string(t.Open[i].Invoice) == f.Text("invoice") {
			currency = t.Open[i].Currency
		}
	}
	q := desk.CashRequest{Customer: t.Customer.ID, Invoice: id.Invoice(f.Text("invoice")), Amount: f.Money("amount", currency), Document: f.Need("document")}
	if !f.OK() {
		return c.Again(c.Say.T("work.take_cash"), cashPage(c, t, f))
	}
	if _, err := c.Session.TakeCash(c.Context(), q); err != nil {
		if err := f.Take(err); err != nil {
			return err
		}
		return c.Again(c.Say.T("work.take_cash"), cashPage(c, t, f))
	}
	return c.Go(c.To("customers", string(t.Customer.ID)), "work.cash_taken")
}

func cashHeld(c *page.Call) error {
	list, err := c.Session.CashHeld(c.Context())
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("work.cash_held"), cashHeldPage(c, list))
}

func cashIn(c *page.Call) error {
	f := c.Form()
	if err := c.Session.HandInCash(c.Context(), c.Arg("receipt")); err != nil {
		if err := f.Take(err); err != nil {
			return err
		}
		return c.GoSaying(c.To("cash-held"), f.Problem)
	}
	return c.Go(c.To("cash-held"), "work.cash_in")
}

func cashTable(c *page.Call, list []store.Cash) ui.Table[store.Cash] {
	p := c.Say
	return ui.Table[store.Cash]{
		Caption: p.T("work.cash_held"), Empty: p.T("work.no_cash"), Rows: list, Keys: true,
		Columns: []ui.Column[store.Cash]{
			{Title: p.T("work.customer"), Cell: func(h store.Cash) component { return ui.Link(c.To("customers", string(h.Customer)), h.Name) }},
			{Title: p.T("work.receipt"), Text: func(h store.Cash) string { return h.Document }},
			{Title: p.T("work.taken_on"), Text: func(h store.Cash) string { return p.Date(h.TakenOn) }},
			{Title: p.T("work.taken_by"), Text: func(h store.Cash) string { return string(h.TakenBy) }},
			{Title: p.T("work.sum"), Number: true, Text: func(h store.Cash) string { return p.Money(h.Amount, h.Currency) }},
			{Title: p.T("work.do"), Cell: func(h store.Cash) component {
				if !c.May(desk.TakeCash) || h.TakenBy == c.Visitor.User {
					return ui.Text("")
				}
				return ui.Press(c.To("cash-held", h.Receipt, "in"), p.T("work.hand_in"), "")
			}},
		},
	}
}
