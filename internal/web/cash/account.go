package cash

import (
	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/money"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

func accounts(c *page.Call) error {
	add := c.Form()
	add.Set("account", c.Ask("account")) // as the refusal of its statement has it
	add.Set("watched", "1")
	add.Set("lag", "1")
	return accountsWith(c, add, c.Form())
}

// accountsWith shows the accounts with the forms that add one and that sign
// for a day.
func accountsWith(c *page.Call, add, sign *ui.Form) error {
	day := c.AskDate("on", c.Today)
	banks, err := c.Session.BankAccounts(c.Context(), day)
	if err != nil {
		return err
	}
	signed, is, err := c.Session.Waived(c.Context(), day)
	if err != nil {
		return err
	}
	v := &accountsView{day: day, banks: banks, add: add, sign: sign}
	if is {
		v.signed = &signed
	}
	if c.May(desk.MatchCash) {
		seen, err := c.Session.Cash(c.Context(), desk.CashQuery{Limit: 1})
		if err != nil {
			return err
		}
		v.waiting = seen.Waiting
	}
	add.Action, sign.Action = c.To("cash", "accounts"), c.To("cash", "waive")
	if add.OK() && sign.OK() {
		return c.Render(c.Say.T("cash.accounts"), accountsPage(c, v))
	}
	return c.Again(c.Say.T("cash.accounts"), accountsPage(c, v))
}

type accountsView struct {
	day       cal.Date
	banks     []desk.Freshness
	waiting   []store.EntrySum // of who may decide it
	signed    *store.FreshWaiver
	add, sign *ui.Form
}

func addAccount(c *page.Call) error {
	f := c.Form()
	a := store.BankAccount{Account: f.Need("account"), Name: f.Text("name"), Since: f.Date("since"), Lag: f.Int("lag"), Watched: f.Checked("watched", "1")}
	if text := f.Text("currency"); text != "" {
		currency, err := money.ParseCurrency(text)
		if err := f.Take(err); err != nil {
			return err
		}
		a.Currency = currency
	}
	if f.OK() {
		if err := f.Take(c.Session.SaveBankAccount(c.Context(), a)); err != nil {
			return err
		}
	}
	if !f.OK() {
		return accountsWith(c, f, ui.NewForm(c.Say, nil))
	}
	return c.Go(c.To("cash", "accounts"), "cash.done.account")
}

func waive(c *page.Call) error {
	f := c.Form()
	day, reason := f.NeedDate("on"), f.Need("reason")
	if f.OK() {
		if err := f.Take(c.Session.WaiveFreshness(c.Context(), day, reason)); err != nil {
			return err
		}
	}
	if !f.OK() {
		return accountsWith(c, ui.NewForm(c.Say, nil), f)
	}
	return c.Go(page.With(c.To("cash", "accounts"), "on", day.String()), "cash.done.waived")
}

func accountTable(c *page.Call, list []desk.Freshness) ui.Table[desk.Freshness] {
	p := c.Say
	return ui.Table[desk.Freshness]{
		Caption: p.T("cash.accounts"), Rows: list, Empty: p.T("cash.no_accounts"),
		Columns: []ui.Column[desk.Freshness]{
			{Title: p.T("cash.account"), Text: page.AccountName},
			{Title: p.T("cash.currency"), Text: func(f desk.Freshness) string { return string(f.Currency) }},
			{Title: p.T("cash.since"), Minor: true, Text: func(f desk.Freshness) string { return p.Date(f.Since) }},
			{Title: p.T("cash.to"), Text: func(f desk.Freshness) string { return p.Date(f.To) }},
			{Title: p.T("cash.letters"), Cell: func(f desk.Freshness) component { return lettersCell(c, f) }},
		},
	}
}

// lettersCell says whether letters wait for the account.
func lettersCell(c *page.Call, f desk.Freshness) component {
	switch {
	case !f.Watched:
		return ui.Badge(c.Say.T("cash.not_watched"), "")
	case f.Stale:
		return ui.Badge(c.Say.T("cash.letters_wait"), "bad")
	}
	return ui.Badge(c.Say.T("cash.letters_go"), "good")
}
