package cli

import (
	"strings"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/web/say"
)

type cashCommand struct {
	List  cashListCommand  `cmd:"" help:"Entries of the bank, the newest first."`
	Show  cashShowCommand  `cmd:"" help:"One entry: what it may be, and why."`
	Book  cashBookCommand  `cmd:"" help:"Say whose money an entry is."`
	Aside cashAsideCommand `cmd:"" help:"Say that an entry is no customer's money."`
	Undo  cashUndoCommand  `cmd:"" help:"Take the booking of an entry back."`
}

type cashListCommand struct {
	State string `enum:",booked,undecided,unknown,aside" default:"" help:"Only these; all if not given."`
	Date  string `placeholder:"D" help:"Only of this day."`
	Limit int    `default:"100" help:"How many at most."`
}

func (c *cashListCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	q := desk.CashQuery{On: date, Limit: c.Limit}
	if c.State != "" {
		q.States = []string{c.State}
	}
	return a.with(func(s *desk.Session) error {
		seen, err := s.Cash(a.ctx, q)
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(entriesJSON(seen))
		}
		lang := a.lang(s)
		t := newTable(headings(lang, "entry", "date", ">amount", "currency", "payer", "purpose", "state", "booked for")...)
		for i := range seen.Entries {
			e := &seen.Entries[i]
			t.add(e.ID, e.Date.String(), grouped(e.Amount.Decimal(e.Currency)), string(e.Currency), short(e.Payer, 30), short(e.Purpose, 40), word(lang, e.State), bookedFor(e))
		}
		t.print(a)
		if seen.More {
			a.sayIn(lang, "there are more: --limit")
		}
		return nil
	})
}

// short cuts a text for a column.
func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

func bookedFor(e *desk.CashEntry) string {
	parts := []string{}
	for _, p := range e.Made {
		parts = append(parts, strings.TrimSpace(string(p.Customer)+" "+string(p.Invoice))+" "+p.Amount.Decimal(p.Currency))
	}
	return strings.Join(parts, "; ")
}

// entryJSON is a bank entry in cash --json.
type entryJSON struct {
	Entry     string               `json:"entry"`
	Account   string               `json:"account"`
	Date      cal.Date             `json:"date"`
	ValueDate cal.Date             `json:"value_date"`
	Amount    string               `json:"amount"`
	Currency  money.Currency       `json:"currency"`
	Payer     string               `json:"counterparty"`
	TaxID     string               `json:"tax_id"`
	PayerAcc  string               `json:"counterparty_account"`
	Purpose   string               `json:"purpose"`
	Reference string               `json:"reference"`
	State     string               `json:"state"`
	Reason    string               `json:"reason,omitempty"`
	DecidedBy id.User              `json:"decided_by,omitempty"`
	Proposals []desk.EntryProposal `json:"proposals"`
	Payments  []cashPaymentJSON    `json:"payments"`
	Exchanges []exchangeJSON       `json:"exchanges,omitempty"` // of cash show alone
}

type cashPaymentJSON struct {
	Payment  id.Payment  `json:"payment"`
	Customer id.Customer `json:"customer"`
	Contract id.Contract `json:"contract,omitempty"`
	Invoice  id.Invoice  `json:"invoice,omitempty"`
	Amount   string      `json:"amount"`
}

func entriesJSON(seen desk.CashSeen) []entryJSON {
	out := []entryJSON{}
	for i := range seen.Entries {
		e := &seen.Entries[i]
		j := entryJSON{
			e.ID, e.Account, e.Date, e.ValueDate, e.Amount.Decimal(e.Currency), e.Currency, e.Payer, e.TaxID, e.PayerAccount, e.Purpose, e.Reference, e.State, e.Reason,
			e.DecidedBy, append([]desk.EntryProposal{}, e.Answer.Proposals...),
			[]cashPaymentJSON{},
			exchangesJSON(e.Exchanges),
		}
		for _, p := range e.Made {
			j.Payments = append(j.Payments, cashPaymentJSON{p.ID, p.Customer, p.Contract, p.Invoice, p.Amount.Decimal(p.Currency)})
		}
		out = append(out, j)
	}
	return out
}

type cashShowCommand struct {
	Entry string `arg:"" help:"The entry, as cash list has it."`
}

func (c *cashShowCommand) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		seen, err := s.CashOf(a.ctx, c.Entry)
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(entriesJSON(seen)[0])
		}
		lang, e := a.lang(s), &seen.Entries[0]
		a.say("%s  %s  %s %s  %s", e.ID, e.Date, grouped(e.Amount.Decimal(e.Currency)), e.Currency, word(lang, e.State))
		a.say("%s  %s  %s", e.Payer, e.TaxID, e.PayerAccount)
		a.say("%s", e.Purpose)
		if made := bookedFor(e); made != "" {
			a.say("= %s", made)
		}
		for i, p := range e.Answer.Proposals {
			a.say("%d. %s %s  %d ‰", i+1, p.Customer, seen.Names[p.Customer], p.Confidence)
			for _, share := range p.Shares {
				a.say("     %s  %s", share.Invoice, grouped(share.Amount.Decimal(e.Currency)))
			}
			if p.Rest != 0 {
				a.say("     + %s", grouped(p.Rest.Decimal(e.Currency)))
			}
			for _, r := range p.Reasons {
				a.say("     %s", matchReason(lang, r))
			}
		}
		for _, x := range e.Exchanges {
			a.exchanged(lang, x)
		}
		return nil
	})
}

type cashBookCommand struct {
	Entry    string   `arg:"" help:"The entry, as cash list has it."`
	Proposal int      `placeholder:"N" help:"As the N-th proposal of cash show."`
	Customer string   `placeholder:"CODE" help:"Whose money it is: settles his oldest debts, the rest is credit."`
	Contract string   `placeholder:"CODE" help:"Only debts of this contract."`
	Pay      []string `placeholder:"INVOICE=AMOUNT" help:"So much for this document; may be repeated."`
}

func (c *cashBookCommand) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		seen, err := s.CashOf(a.ctx, c.Entry)
		if err != nil {
			return err
		}
		q := desk.EntryChoice{Entry: c.Entry, Proposal: c.Proposal, Customer: id.Customer(c.Customer), Contract: id.Contract(c.Contract)}
		for _, v := range c.Pay {
			invoice, amount, ok := cutLast(v, "=")
			if !ok {
				return fault.New(fault.Usage, "cash.pay", "--pay is INVOICE=AMOUNT, not %q", v)
			}
			m, err := money.ParseMinor(amount, seen.Entries[0].Currency.Decimals())
			if err != nil {
				return err
			}
			q.Shares = append(q.Shares, desk.EntryShare{Invoice: id.Invoice(invoice), Amount: m})
		}
		made, err := s.BookEntry(a.ctx, q)
		if err != nil {
			return err
		}
		if a.JSON {
			out := []cashPaymentJSON{}
			for _, p := range made {
				out = append(out, cashPaymentJSON{p.ID, p.Customer, p.Contract, p.Invoice, p.Amount.Decimal(p.Currency)})
			}
			return a.json(out)
		}
		for _, p := range made {
			a.say("%s  %s  %s  %s", p.ID, p.Customer, p.Invoice, grouped(p.Amount.Decimal(p.Currency)))
		}
		return nil
	})
}

// cutLast cuts at the last separator: keys of documents may hold it too.
func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

type cashAsideCommand struct {
	Entry  string `arg:"" help:"The entry, as cash list has it."`
	Reason string `required:"" placeholder:"TEXT" help:"Why it is nobody's money."`
}

func (c *cashAsideCommand) Run(a *app) error {
	return a.with(func(s *desk.Session) error { return s.SetEntryAside(a.ctx, c.Entry, c.Reason) })
}

type cashUndoCommand struct {
	Entry  string `arg:"" help:"The entry, as cash list has it."`
	Reason string `required:"" placeholder:"TEXT" help:"Why the booking is wrong."`
}

func (c *cashUndoCommand) Run(a *app) error {
	return a.with(func(s *desk.Session) error { return s.UnbookEntry(a.ctx, c.Entry, c.Reason) })
}

// matchReason is why an entry may be somebody's, in one line.
func matchReason(lang string, r desk.EntryReason) string {
	if lang != "ru" && lang != "be" { // as the headings are
		return say.For("en").Why(r.Code, r.Args)
	}
	return say.For("ru").Why(r.Code, r.Args)
}
