package page

import (
	"errors"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/bank"
	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/internal/web/ui"
)

// StaleNote says which accounts' statements the letters of a day wait for, and
// leads to where one takes them in or signs; nothing if they may go.
func (c *Call) StaleNote(day cal.Date) (templ.Component, error) {
	return c.staleNote(day, "cash.stale")
}

// StaleMail is StaleNote about e-mails that leave today, of whichever run.
func (c *Call) StaleMail() (templ.Component, error) { return c.staleNote(c.Today, "cash.stale_mail") }

func (c *Call) staleNote(day cal.Date, key string) (templ.Component, error) {
	list, err := c.Session.StaleAccounts(c.Context(), day)
	if err != nil || len(list) == 0 {
		return templ.NopComponent, err
	}
	lines := make([]string, len(list))
	for i, f := range list {
		lines[i] = c.Say.T("cash.complete_to", AccountName(f), c.Say.Date(f.To))
	}
	return ui.Waits(c.Say.T(key, c.Say.Date(day)), lines, c.accountsOn(day), c.Say.T("cash.stale_do")), nil
}

// UnlessStale leads whom missing statements refused something of a day to where
// one takes them in or signs; any other error it gives back.
func (c *Call) UnlessStale(day cal.Date, err error) error {
	var f *fault.Fault
	if fault.Code(err) != "bank.stale" || !errors.As(err, &f) {
		return err
	}
	return c.GoSaying(c.accountsOn(day), c.Say.Fault(f))
}

// accountsOn is the page of the accounts as letters of a day need them.
func (c *Call) accountsOn(day cal.Date) string {
	return With(c.To("cash", "accounts"), "on", day.String())
}

// AccountName is an account of the company's as people call it.
func AccountName(f desk.Freshness) string {
	if f.Name == "" {
		return f.Account
	}
	return f.Name + " " + f.Account
}

// GapText says what is missing in an account; empty if nothing is.
func (c *Call) GapText(gaps []bank.Gap, currency money.Currency) string {
	parts := make([]string, len(gaps))
	for i, g := range gaps {
		switch {
		case g.On != 0:
			parts[i] = c.Say.T("cash.balance_breaks", c.Say.Date(g.On), c.Say.Money(g.By, currency))
		case g.From == g.To:
			parts[i] = c.Say.T("cash.missing_day", c.Say.Date(g.From))
		default:
			parts[i] = c.Say.T("cash.missing_days", c.Say.Date(g.From), c.Say.Date(g.To))
		}
	}
	return strings.Join(parts, "; ")
}
