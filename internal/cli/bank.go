package cli

import (
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/money"
	"debitor/internal/store"
)

type bankCommand struct {
	Accounts bankAccountsCommand `cmd:"" help:"The company's accounts, and up to when the statements of each are complete."`
	Add      bankAddCommand      `cmd:"" help:"Add an account whose statements are taken in, or change it."`
	Waive    bankWaiveCommand    `cmd:"" help:"Sign that the letters of a day may go although statements are missing."`
}

type bankAccountsCommand struct {
	Date string `placeholder:"D" help:"As letters of this day need them; today if not given."`
}

// accountJSON is an account in bank accounts --json.
type accountJSON struct {
	Account  string         `json:"account"`
	Currency money.Currency `json:"currency"`
	Name     string         `json:"name,omitempty"`
	Watched  bool           `json:"watched"`
	Since    cal.Date       `json:"since"`
	Lag      int            `json:"lag"`
	Complete cal.Date       `json:"complete_to"`
	Stale    bool           `json:"stale"`
	Gaps     []gapJSON      `json:"gaps"`
}

type gapJSON struct {
	From cal.Date `json:"from,omitzero"`
	To   cal.Date `json:"to,omitzero"`
	On   cal.Date `json:"on,omitzero"`
	By   string   `json:"by,omitempty"`
}

func (c *bankAccountsCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		if date == 0 {
			date = s.Today()
		}
		list, err := s.BankAccounts(a.ctx, date)
		if err != nil {
			return err
		}
		if a.JSON {
			out := []accountJSON{}
			for _, f := range list {
				out = append(out, accountJSON{f.Account, f.Currency, f.Name, f.Watched, f.Since, f.Lag, f.To, f.Stale, gaps(f)})
			}
			return a.json(out)
		}
		lang := a.lang(s)
		t := newTable(headings(lang, "account", "currency", "bank", "since", "complete to", "letters of the day", "missing")...)
		for _, f := range list {
			state := word(lang, "may go")
			if f.Stale {
				state = word(lang, "wait")
			}
			var missing []string
			for _, g := range f.Gaps {
				missing = append(missing, gapWords(lang, g.From, g.To, g.On, g.By.Decimal(f.Currency)))
			}
			t.add(f.Account, string(f.Currency), f.Name, f.Since.String(), f.To.String(), state, strings.Join(missing, "; "))
		}
		t.print(a)
		return nil
	})
}

func gaps(f desk.Freshness) []gapJSON {
	list := []gapJSON{}
	for _, g := range f.Gaps {
		j := gapJSON{From: g.From, To: g.To, On: g.On}
		if g.On != 0 {
			j.By = g.By.Decimal(f.Currency)
		}
		list = append(list, j)
	}
	return list
}

// gapWords says what is missing: days, or how far a balance does not continue.
func gapWords(lang string, from, to, on cal.Date, by string) string {
	switch {
	case on != 0:
		return on.String() + ": " + word(lang, "balance differs by") + " " + by
	case from == to:
		return from.String()
	}
	return from.String() + "…" + to.String()
}

type bankAddCommand struct {
	Account  string `arg:"" help:"Its number; IBAN where there is one."`
	Currency string `placeholder:"CODE" help:"Of the account; the company's if not given."`
	Name     string `placeholder:"TEXT" help:"What people call it, such as the bank."`
	Since    string `placeholder:"D" help:"From which day on its statements are expected; today if not given."`
	Lag      int    `default:"1" help:"How many working days the bank may be behind."`
	NoWatch  bool   `help:"Letters do not wait for its statements."`
}

func (c *bankAddCommand) Run(a *app) error {
	since, err := day("--since", c.Since)
	if err != nil {
		return err
	}
	v := store.BankAccount{Account: c.Account, Name: c.Name, Watched: !c.NoWatch, Since: since, Lag: c.Lag}
	if c.Currency != "" {
		if v.Currency, err = money.ParseCurrency(c.Currency); err != nil {
			return err
		}
	}
	return a.with(func(s *desk.Session) error { return s.SaveBankAccount(a.ctx, v) })
}

type bankWaiveCommand struct {
	Date   string `required:"" placeholder:"D" help:"The day of the letters."`
	Reason string `required:"" placeholder:"TEXT" help:"Why they may go."`
}

func (c *bankWaiveCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error { return s.WaiveFreshness(a.ctx, date, c.Reason) })
}

// bankTaken prints what became of the statements of a file.
func (a *app) bankTaken(lang string, list []desk.BankTaken) {
	if len(list) == 0 {
		return
	}
	t := newTable(headings(lang, "account", "from", "to", ">entries", ">known", ">booked", ">to decide", ">unknown", ">aside")...)
	for _, b := range list {
		t.add(b.Account, b.From.String(), b.To.String(), count(b.Entries), count(b.Known), count(b.Booked), count(b.Undecided), count(b.Unknown), strconv.Itoa(b.Aside+b.Pending))
	}
	a.say("")
	t.print(a)
}
