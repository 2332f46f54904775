package acts

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/reconcile"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// nettingAddress is the page of a netting that is kept.
func nettingAddress(c *page.Call, number int64) string {
	return c.To("nettings", strconv.FormatInt(number, 10))
}

// netting shows what to set off with a customer, or a draft of it.
func netting(c *page.Call) error {
	n, err := c.Session.Netting(c.Context(), id.Customer(c.Arg("customer")), c.AskDate("date", c.Today))
	if err != nil && fault.Code(err) != "netting.nothing" {
		return err
	}
	if c.Ask("format") == "pdf" && len(n.Sets) > 0 {
		return nettingFile(c, &n)
	}
	kept, err := c.Session.Nettings(c.Context(), n.Debtor.ID)
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("acts.netting", n.Debtor.Name), nettingPage(c, &n, kept))
}

func nettingFile(c *page.Call, n *desk.NettingProposal) error {
	doc, err := c.Session.NettingDocument(n)
	if err != nil {
		return err
	}
	pdf, err := desk.RenderLetter(doc, ".pdf")
	if err != nil {
		return err
	}
	return c.File("netting-"+string(n.Debtor.ID)+"-"+n.Date.String()+".pdf", "application/pdf", pdf, false)
}

// proposeNetting gives it to the accountant.
func proposeNetting(c *page.Call) error {
	n, err := c.Session.ProposeNetting(c.Context(), id.Customer(c.Arg("customer")), c.Today)
	if err != nil {
		return err
	}
	return c.Go(nettingAddress(c, n.Numbers[0]), "acts.netting_task")
}

func offsetTable(c *page.Call, s *reconcile.Set) ui.Table[reconcile.Offset] {
	debt := func(d reconcile.Debt) string {
		if d.Date == 0 {
			return d.Document
		}
		return d.Document + ", " + c.Say.Date(d.Date)
	}
	return ui.Table[reconcile.Offset]{
		Caption: c.Say.T("acts.offsets"), Rows: s.Offsets,
		Columns: []ui.Column[reconcile.Offset]{
			{Title: c.Say.T("acts.owed_to_us"), Text: func(o reconcile.Offset) string { return debt(o.Receivable) }},
			{Title: c.Say.T("acts.open"), Number: true, Text: func(o reconcile.Offset) string { return c.Say.Figure(o.Receivable.Amount, s.Currency) }},
			{Title: c.Say.T("acts.owed_by_us"), Text: func(o reconcile.Offset) string { return debt(o.Payable) }},
			{Title: c.Say.T("acts.open"), Number: true, Text: func(o reconcile.Offset) string { return c.Say.Figure(o.Payable.Amount, s.Currency) }},
			{Title: c.Say.T("acts.set_off"), Number: true, Text: func(o reconcile.Offset) string { return c.Say.Figure(o.Amount, s.Currency) }},
		},
	}
}

// keptTable lists the nettings of a customer.
func keptTable(c *page.Call, list []store.Netting) ui.Table[store.Netting] {
	return ui.Table[store.Netting]{
		Caption: c.Say.T("acts.nettings"), Rows: list,
		Columns: []ui.Column[store.Netting]{
			{Title: c.Say.T("acts.netting_short"), Short: true, Cell: func(n store.Netting) templ.Component {
				return ui.Link(nettingAddress(c, n.Number), c.Say.T("acts.no", n.Number))
			}},
			{Title: c.Say.T("acts.as_of"), Text: func(n store.Netting) string { return c.Say.Date(n.Date) }},
			{Title: c.Say.T("acts.set_off"), Number: true, Text: func(n store.Netting) string { return c.Say.Money(n.Amount, n.Currency) }},
			{Title: c.Say.T("acts.state"), Cell: func(n store.Netting) templ.Component { return nettingBadge(c, &n) }},
		},
	}
}

func nettingBadge(c *page.Call, n *store.Netting) templ.Component {
	tone := map[string]string{store.NettingProposed: "warn", store.NettingBooked: "good", store.NettingReversed: "bad"}[n.State]
	return ui.Badge(c.Say.T("acts.netting_state_"+n.State), tone)
}

// nettingOf is the netting that the address names.
func nettingOf(c *page.Call) (desk.KeptNetting, error) {
	number, err := strconv.ParseInt(c.Arg("netting"), 10, 64)
	if err != nil {
		return desk.KeptNetting{}, page.NotFound()
	}
	return c.Session.KeptNetting(c.Context(), number)
}

// kept shows a netting, or the paper of it.
func kept(c *page.Call) error {
	n, err := nettingOf(c)
	if err != nil {
		return err
	}
	if c.Ask("format") == "pdf" {
		return nettingFile(c, &n.Proposal)
	}
	return c.Render(c.Say.T("acts.netting_title", n.Number, n.Proposal.Debtor.Name), keptPage(c, &n))
}

// changeNetting is a form about the netting that the address names.
func changeNetting(c *page.Call, build func(n *desk.KeptNetting) form) error {
	n, err := nettingOf(c)
	if err != nil {
		return err
	}
	p := build(&n)
	p.back, p.to = nettingAddress(c, n.Number), func() string { return nettingAddress(c, n.Number) }
	return p.answer(c)
}

// bookNetting settles the debts of a netting that both have signed.
func bookNetting(c *page.Call) error {
	return changeNetting(c, func(n *desk.KeptNetting) form {
		return form{
			title: c.Say.T("acts.netting_book_title", n.Number, n.Proposal.Debtor.Name), intro: c.Say.T("acts.netting_book_intro"), submit: c.Say.T("do.save"), done: "acts.netting_booked",
			fields: append([]field{
				{Input: ui.Input{Name: "signed_on", Label: c.Say.T("acts.signed_on"), Type: "date", Required: true}},
				{Input: ui.Input{Name: "own_by", Label: c.Say.T("acts.netting_own_by"), Required: true}},
				{Input: ui.Input{Name: "signed_by", Label: c.Say.T("acts.netting_signed_by"), Required: true}},
				{Input: ui.Input{Name: "position", Label: c.Say.T("acts.position")}},
			}, authorityFields(c)...),
			fill: func(f *ui.Form) { f.Set("signed_on", c.Today.String()) },
			send: func(f *ui.Form) error {
				v := desk.SignedNetting{
					Number: n.Number, SignedOn: f.NeedDate("signed_on"), OwnBy: f.Need("own_by"), SignedBy: f.Need("signed_by"), Position: f.Text("position"), Authority: authorityOf(f),
				}
				if !f.OK() {
					return nil
				}
				return c.Session.BookNetting(c.Context(), v)
			},
		}
	})
}

// reverseNetting takes a booked one back, withdrawNetting one that is not
// signed.
func reverseNetting(c *page.Call) error {
	return endNetting(c, "acts.netting_reverse_title", "acts.netting_reverse", "acts.netting_reversed", c.Session.ReverseNetting)
}

func withdrawNetting(c *page.Call) error {
	return endNetting(c, "acts.netting_withdraw_title", "acts.withdraw", "acts.netting_withdrawn", c.Session.WithdrawNetting)
}

func endNetting(c *page.Call, title, submit, done string, end func(context.Context, int64, string) error) error {
	return changeNetting(c, func(n *desk.KeptNetting) form {
		return form{
			title: c.Say.T(title, n.Number, n.Proposal.Debtor.Name), submit: c.Say.T(submit), done: done,
			fields: []field{{Input: ui.Input{Name: "reason", Label: c.Say.T("say.reason"), Required: true}, Area: true}},
			send: func(f *ui.Form) error {
				reason := f.Need("reason")
				if !f.OK() {
					return nil
				}
				return end(c.Context(), n.Number, reason)
			},
		}
	})
}
