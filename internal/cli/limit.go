package cli

import (
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

// limitCommand is how much a customer may owe: what was set, by whom, until when.
type limitCommand struct {
	Show   limitShow   `cmd:"" default:"withargs" help:"A customer's limits, securities and stops, those that ended included."`
	Set    limitSet    `cmd:"" help:"Set a limit, where the policy's rules let you; else ask with approval ask change-limit."`
	Secure limitSecure `cmd:"" help:"Note a pledge, surety, bank guarantee or insurance: it raises the limit while it lasts."`
	Stop   limitStop   `cmd:"" help:"Put a customer on the stop or black list, note missing papers, or ask for prepayment."`
	End    limitEnd    `cmd:"" help:"End one of them before its last day."`
}

type limitShow struct {
	Customer string `arg:"" help:"The customer's code."`
}

func (c *limitShow) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		list, err := s.Terms(a.ctx, id.Customer(c.Customer))
		if err != nil {
			return err
		}
		lines := make([]termLine, len(list))
		for i := range list {
			lines[i] = termOf(list[i], s.Today())
		}
		if a.JSON {
			return a.json(map[string]any{"customer": c.Customer, "terms": lines})
		}
		t := newTable(headings(a.lang(s), ">number", "kind", "scope", ">sum", "currency", ">days", ">prepaid %", "from", "until", "state", "who", "why")...)
		for _, l := range lines {
			t.add(strconv.FormatInt(l.Number, 10), word(a.lang(s), string(l.Kind)), word(a.lang(s), string(l.Scope))+spaced(l.Contract), grouped(l.Amount), string(l.Currency),
				some(l.Days), some(l.Percent), l.From.String(), l.Until.String(), word(a.lang(s), l.State), l.By, l.Reason)
		}
		t.print(a)
		return nil
	})
}

func spaced(c id.Contract) string {
	if c == "" {
		return ""
	}
	return " " + string(c)
}

func some(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// termLine is a term as the command prints it.
type termLine struct {
	Number   int64           `json:"number"`
	Customer id.Customer     `json:"customer"`
	Kind     credit.TermKind `json:"kind"`
	Scope    credit.Scope    `json:"scope"`
	Contract id.Contract     `json:"contract,omitempty"`
	Amount   string          `json:"amount,omitempty"`
	Currency money.Currency  `json:"currency,omitempty"`
	Days     int             `json:"days,omitempty"`
	Percent  int             `json:"percent,omitempty"`
	From     cal.Date        `json:"from"`
	Until    cal.Date        `json:"until,omitzero"`
	Document string          `json:"document,omitempty"`
	Reason   string          `json:"reason"`
	By       string          `json:"by"`
	Approval int64           `json:"approval,omitempty"`
	State    string          `json:"state"` // in force, to come, over, ended
	EndedOn  cal.Date        `json:"ended_on,omitzero"`
	EndedWhy string          `json:"ended_why,omitempty"`
}

func termOf(t store.Term, today cal.Date) termLine {
	l := termLine{
		Number: t.Number, Customer: t.Customer, Kind: t.Kind, Scope: t.Scope, Contract: t.Contract, Days: t.Days, Percent: t.Percent, From: t.From, Until: t.Until,
		Document: t.Document, Reason: t.Reason, By: t.By, Approval: t.Approval, State: desk.TermState(t, today), EndedOn: t.EndedOn, EndedWhy: t.EndedWhy,
	}
	if t.Amount != nil {
		l.Amount, l.Currency = t.Amount.Decimal(t.Currency), t.Currency
	}
	return l
}

type limitSet struct {
	Customer string `arg:"" help:"The customer's code."`
	Amount   string `placeholder:"N" help:"So much he may owe; 0: nothing on credit."`
	Days     int    `placeholder:"N" help:"For so many days goods may stay unpaid."`
	Contract string `placeholder:"K" xor:"scope" help:"Under this contract."`
	Group    bool   `xor:"scope" help:"He and the customers of whose group he is the head, together."`
	Month    bool   `xor:"scope" help:"Shipped in a calendar month."`
	Until    string `placeholder:"D" help:"Until this day, included; then the limit before it counts again."`
	Reason   string `required:"" help:"Why."`
}

func (c *limitSet) Run(a *app) error {
	q := desk.NewTerm{
		Customer: id.Customer(c.Customer), Kind: credit.TermLimit, Amount: c.Amount, Days: c.Days, Contract: id.Contract(c.Contract), Reason: c.Reason,
	}
	switch {
	case c.Group:
		q.Scope = credit.OfGroup
	case c.Month:
		q.Scope = credit.OfMonth
	case c.Contract != "":
		q.Scope = credit.OfContract
	}
	return a.setTerm(q, "", c.Until)
}

type limitSecure struct {
	Customer string `arg:"" help:"The customer's code."`
	Kind     string `required:"" enum:"pledge,surety,bank-guarantee,insurance" help:"pledge, surety, bank-guarantee or insurance."`
	Amount   string `required:"" placeholder:"N" help:"What it is worth."`
	Currency string `placeholder:"C" help:"In this currency; the company's if not given."`
	Document string `required:"" placeholder:"NUMBER" help:"The number of its document."`
	From     string `placeholder:"D" help:"From this day; today if not given."`
	Until    string `placeholder:"D" help:"Until this day, included."`
	Reason   string `required:"" help:"What it is."`
}

func (c *limitSecure) Run(a *app) error {
	q := desk.NewTerm{Customer: id.Customer(c.Customer), Kind: credit.TermKind(c.Kind), Amount: c.Amount, Document: c.Document, Reason: c.Reason}
	if c.Currency != "" {
		var err error
		if q.Currency, err = money.ParseCurrency(c.Currency); err != nil {
			return err
		}
	}
	return a.setTerm(q, c.From, c.Until)
}

type limitStop struct {
	Customer string `arg:"" help:"The customer's code."`
	List     string `enum:"stop-list,black-list,papers,prepayment" default:"stop-list" help:"stop-list, black-list, papers (they are missing) or prepayment."`
	Prepaid  int    `placeholder:"N" help:"Goods go when so many per cent are paid: for prepayment, and for a black list that still lets pay ahead."`
	Until    string `placeholder:"D" help:"Until this day, included."`
	Reason   string `required:"" help:"Why; he who asks about the customer reads it."`
}

func (c *limitStop) Run(a *app) error {
	return a.setTerm(desk.NewTerm{Customer: id.Customer(c.Customer), Kind: credit.TermKind(c.List), Percent: c.Prepaid, Reason: c.Reason}, "", c.Until)
}

// setTerm sets a term and tells its number.
func (a *app) setTerm(q desk.NewTerm, from, until string) error {
	var err error
	if q.From, err = day("--from", from); err != nil {
		return err
	}
	if q.Until, err = day("--until", until); err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		t, err := s.SetTerm(a.ctx, q)
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(termOf(t, s.Today()))
		}
		a.sayIn(a.lang(s), "Set for %s: %s, number %d.", t.Customer, word(a.lang(s), string(t.Kind)), t.Number)
		return nil
	})
}

type limitEnd struct {
	Number int64  `arg:"" help:"Its number, as limit show has it."`
	Reason string `required:"" help:"Why."`
}

func (c *limitEnd) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		t, err := s.EndTerm(a.ctx, c.Number, c.Reason)
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(termOf(t, s.Today()))
		}
		a.sayIn(a.lang(s), "Ended for %s: %s, number %d.", t.Customer, word(a.lang(s), string(t.Kind)), t.Number)
		return nil
	})
}
