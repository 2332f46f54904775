package cli

import (
	"cmp"

	"debitor/internal/desk"
	"debitor/internal/fx"
	"debitor/internal/money"
)

// exchanged tells what a debt in another currency is worth by the rates of an
// entry's day and of its own, and what the entry differs from it.
func (a *app) exchanged(lang string, x desk.Exchange) {
	a.say("%s: %s", x.Invoice, amountIn(x.Open))
	if x.Worth == nil {
		a.sayIn(lang, "  there is no rate of the entry's day: import the rates")
		return
	}
	a.sayIn(lang, "  by the rates of the entry's day: %s", amountIn(x.Worth.Amount))
	a.byRates(lang, x.Worth.Rates)
	a.sayIn(lang, "  the entry is short of it by %s (less than zero: more); nothing is booked of it", amountIn(money.Amount{Minor: x.Left(), Currency: x.Paid.Currency}))
	if x.Was != nil {
		a.sayIn(lang, "  by the rates of the document's day: %s, difference of exchange %s", amountIn(x.Was.Amount), amountIn(money.Amount{Minor: x.Drift(), Currency: x.Paid.Currency}))
		a.byRates(lang, x.Was.Rates)
	}
}

func amountIn(m money.Amount) string { return grouped(m.String()) + " " + string(m.Currency) }

// byRates tells by which rates something was counted.
func (a *app) byRates(lang string, rates []fx.Rate) {
	for _, r := range rates {
		doubt := ""
		if !r.Verified {
			doubt = ", " + word(lang, "not verified")
		}
		a.say("  – %s, %s (%s%s)", r, r.Day, cmp.Or(r.Source, "?"), doubt)
	}
}

// exchangeJSON is a debt in another currency in cash show --json; amounts are in
// the currency of the entry, but for open.
type exchangeJSON struct {
	Invoice    string         `json:"invoice"`
	Open       string         `json:"open"`
	Currency   money.Currency `json:"currency"`
	Worth      *string        `json:"worth"` // null: there is no rate of the entry's day
	Short      *string        `json:"short"`
	Was        *string        `json:"was"` // null: there is no rate of the document's day
	Difference *string        `json:"difference"`
	Rates      []rateJSON     `json:"rates"`
}

func exchangesJSON(list []desk.Exchange) (out []exchangeJSON) {
	for _, x := range list {
		j := exchangeJSON{Invoice: string(x.Invoice), Open: x.Open.String(), Currency: x.Open.Currency, Rates: []rateJSON{}}
		text := func(m money.Minor) *string { s := m.Decimal(x.Paid.Currency); return &s }
		if x.Worth != nil {
			j.Worth, j.Short, j.Rates = text(x.Worth.Amount.Minor), text(x.Left()), ratesJSON(x.Worth.Rates)
		}
		if x.Worth != nil && x.Was != nil {
			j.Was, j.Difference = text(x.Was.Amount.Minor), text(x.Drift())
			j.Rates = ratesJSON(fx.Used(x.Worth.Rates, x.Was.Rates))
		}
		out = append(out, j)
	}
	return out
}
