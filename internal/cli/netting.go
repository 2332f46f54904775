package cli

import (
	"os"
	"path/filepath"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/reconcile"
	"debitor/internal/store"
)

type nettingCommand struct {
	Propose  nettingPropose  `cmd:"" default:"withargs" help:"What to set off between what a customer owes and what we owe him."`
	List     nettingList     `cmd:"" help:"List a customer's nettings, the newest first."`
	Book     nettingBook     `cmd:"" help:"Settle the documents of a netting that both sides have signed."`
	Reverse  nettingReverse  `cmd:"" help:"Take a booked netting back: its documents are open again."`
	Withdraw nettingWithdraw `cmd:"" help:"Withdraw a proposal that is not signed."`
}

type nettingPropose struct {
	Customer string `arg:"" help:"The customer's code."`
	Date     string `required:"" placeholder:"D" help:"As of this day."`
	Out      string `placeholder:"FILE" help:"Write the draft to this file: .pdf or .docx."`
	Task     bool   `help:"Keep the proposal, and give it to the accountant as a task."`
}

func (c *nettingPropose) Run(a *app) error {
	on, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		propose := s.Netting
		if c.Task {
			propose = s.ProposeNetting
		}
		n, err := propose(a.ctx, id.Customer(c.Customer), on)
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if c.Out != "" {
			if err := a.nettingFile(s, &n, c.Out); err != nil {
				return err
			}
		}
		return a.netting(&n, on)
	})
}

func (a *app) nettingFile(s *desk.Session, n *desk.NettingProposal, out string) error {
	doc, err := s.NettingDocument(n)
	if err != nil {
		return err
	}
	data, err := desk.RenderLetter(doc, filepath.Ext(out))
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, data, 0o644); err != nil {
		return fault.Wrap(err, fault.Input, "out.write", "%s cannot be written", out)
	}
	return nil
}

// nettingLine is an offset as JSON.
type nettingLine struct {
	Receivable string `json:"receivable"`
	Payable    string `json:"payable"`
	Amount     string `json:"amount"`
	Currency   string `json:"currency"`
}

func (a *app) netting(n *desk.NettingProposal, on cal.Date) error {
	lines := []nettingLine{}
	for _, set := range n.Sets {
		for _, o := range set.Offsets {
			lines = append(lines, nettingLine{o.Receivable.Document, o.Payable.Document, o.Amount.Decimal(set.Currency), string(set.Currency)})
		}
	}
	if a.JSON {
		return a.json(map[string]any{"date": on, "payables_of": n.Listed, "numbers": append([]int64{}, n.Numbers...), "offsets": lines})
	}
	t := newTable("owed to us", "owed by us", ">set off", "currency")
	for _, l := range lines {
		t.add(l.Receivable, l.Payable, grouped(l.Amount), l.Currency)
	}
	t.print(a)
	for i, number := range n.Numbers {
		a.say("Netting %d: %s %s waits to be signed.", number, n.Sets[i].Amount.Decimal(n.Sets[i].Currency), n.Sets[i].Currency)
	}
	return nil
}

type nettingList struct {
	Customer string `arg:"" help:"The customer's code."`
}

// keptNetting is a netting as JSON.
type keptNetting struct {
	Number   int64       `json:"number"`
	Customer id.Customer `json:"customer"`
	Date     cal.Date    `json:"date"`
	Amount   string      `json:"amount"`
	Currency string      `json:"currency"`
	State    string      `json:"state"`
	SignedOn string      `json:"signed_on,omitempty"`
	SignedBy string      `json:"signed_by,omitempty"`
}

func keptJSON(n *store.Netting) keptNetting {
	line := keptNetting{Number: n.Number, Customer: n.Customer, Date: n.Date, Amount: n.Amount.Decimal(n.Currency), Currency: string(n.Currency), State: n.State, SignedBy: n.SignedBy}
	if n.SignedOn != 0 {
		line.SignedOn = n.SignedOn.String()
	}
	return line
}

func (c *nettingList) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		list, err := s.Nettings(a.ctx, id.Customer(c.Customer))
		if err != nil {
			return err
		}
		lines := []keptNetting{}
		t := newTable("№", "date", ">amount", "currency", "state", "signed by")
		for i := range list {
			l := keptJSON(&list[i])
			lines = append(lines, l)
			t.add(strconv.FormatInt(l.Number, 10), l.Date.String(), grouped(l.Amount), l.Currency, l.State, l.SignedBy)
		}
		if a.JSON {
			return a.json(lines)
		}
		t.print(a)
		return nil
	})
}

// authorityFlags are on what ground somebody signed.
type authorityFlags struct {
	Authority  string `enum:"charter,power," default:"" help:"On what authority: charter (director), power (power of attorney); none known if not given."`
	Power      string `placeholder:"NUMBER" help:"Number of the power of attorney."`
	PowerFrom  string `placeholder:"D" help:"Its day."`
	PowerUntil string `placeholder:"D" help:"Its last day; it names none if not given."`
}

func (f authorityFlags) authority() (v reconcile.Authority, err error) {
	v = reconcile.Authority{Kind: f.Authority, Number: f.Power}
	for _, d := range []struct {
		flag, text string
		into       *cal.Date
	}{{"--power-from", f.PowerFrom, &v.Issued}, {"--power-until", f.PowerUntil, &v.Until}} {
		if d.text == "" {
			continue
		}
		if *d.into, err = day(d.flag, d.text); err != nil {
			return v, err
		}
	}
	return v, nil
}

type nettingBook struct {
	authorityFlags
	Number   int64  `arg:"" help:"The netting's number."`
	SignedOn string `required:"" placeholder:"D" help:"The day on which both had signed."`
	OwnBy    string `required:"" placeholder:"NAME" help:"Who signed for us."`
	SignedBy string `required:"" placeholder:"NAME" help:"Who signed for the customer."`
	Position string `help:"His position."`
}

func (c *nettingBook) Run(a *app) error {
	v := desk.SignedNetting{Number: c.Number, OwnBy: c.OwnBy, SignedBy: c.SignedBy, Position: c.Position}
	var err error
	if v.SignedOn, err = day("--signed-on", c.SignedOn); err != nil {
		return err
	}
	if v.Authority, err = c.authority(); err != nil {
		return err
	}
	return a.netted(c.Number, func(s *desk.Session) error { return s.BookNetting(a.ctx, v) })
}

type nettingReverse struct {
	Number int64  `arg:"" help:"The netting's number."`
	Reason string `required:"" help:"Why."`
}

func (c *nettingReverse) Run(a *app) error {
	return a.netted(c.Number, func(s *desk.Session) error { return s.ReverseNetting(a.ctx, c.Number, c.Reason) })
}

type nettingWithdraw struct {
	Number int64  `arg:"" help:"The netting's number."`
	Reason string `required:"" help:"Why."`
}

func (c *nettingWithdraw) Run(a *app) error {
	return a.netted(c.Number, func(s *desk.Session) error { return s.WithdrawNetting(a.ctx, c.Number, c.Reason) })
}

// netted changes a netting and tells where it stands.
func (a *app) netted(number int64, change func(*desk.Session) error) error {
	return a.with(func(s *desk.Session) error {
		if err := change(s); err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		n, err := s.KeptNetting(a.ctx, number)
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(keptJSON(&n.Netting))
		}
		a.say("Netting %d is %s.", number, n.State)
		return nil
	})
}
