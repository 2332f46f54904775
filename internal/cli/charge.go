package cli

import (
	"cmp"
	"os"
	"path/filepath"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/interest"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// chargesCommand is what is asked for because debts were late: counted,
// proposed, charged, paid, waived.
type chargesCommand struct {
	List    chargesList    `cmd:"" default:"withargs" help:"Charges, all or a customer's, and how they stand."`
	Count   chargesCount   `cmd:"" help:"What the lateness of a document costs up to a day, with its calculation. Changes nothing."`
	Show    chargesShow    `cmd:"" help:"One charge, its calculation as it was proposed, and what became of it."`
	Propose chargesPropose `cmd:"" help:"Propose a charge for a document, counted by contract or law; or a sum that you name."`
	Charge  chargesCharge  `cmd:"" help:"Charge what was proposed, where the policy lets you; else it waits for whoever it names."`
	Drop    chargesDrop    `cmd:"" help:"Drop a proposal."`
	Waive   chargesWaive   `cmd:"" help:"Let go of a charge or a part of it, where the policy lets you; else it waits for whoever it names."`
	Pay     chargesPay     `cmd:"" help:"Note money that came for a charge; with a minus, take it back."`
	Name    chargesName    `cmd:"" help:"Say that a payment in the books was for a charge; 0: for none."`
	Reverse chargesReverse `cmd:"" help:"Take back what was charged by mistake."`
}

type chargesList struct {
	Customer string `arg:"" optional:"" help:"The customer's code; all customers if not given."`
	Open     bool   `help:"Only what waits, and what is not paid or waived whole."`
}

func (c *chargesList) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		list, err := s.Charges(a.ctx, store.ChargeQuery{Customer: id.Customer(c.Customer), Open: c.Open})
		if err != nil {
			return err
		}
		if a.JSON {
			lines := make([]chargeJSON, len(list))
			for i := range list {
				lines[i] = chargeOf(&list[i])
			}
			return a.json(map[string]any{"charges": lines})
		}
		lang := a.lang(s)
		t := newTable(headings(lang, ">number", "customer", "invoice", "kind", "from", "until", ">sum", ">open", "currency", "state", "who", "why")...)
		for i := range list {
			v := chargeOf(&list[i])
			t.add(strconv.FormatInt(v.Number, 10), string(v.Customer), string(v.Invoice), word(lang, chargeWords[v.Kind]), v.From.String(), v.To.String(), grouped(v.Amount), grouped(v.Open),
				string(v.Currency), word(lang, chargeStates[v.State]), v.By, v.Why)
		}
		t.print(a)
		return nil
	})
}

// chargeWords are what kinds of charges are called.
var chargeWords = map[ledger.ChargeKind]string{
	ledger.ChargePenalty: "penalty", ledger.ChargeInterest: "late interest", ledger.ChargeUse: "interest for use", ledger.ChargeFine: "fine",
	ledger.ChargeLumpSum: "lump sum", ledger.ChargePrice: "price of delay", ledger.ChargeCourtFee: "court fee",
}

// chargeStates are what states of charges are called.
var chargeStates = map[string]string{
	store.ChargeProposed: "waits to be charged", store.ChargeStands: "charged", desk.ChargePartPaid: "paid in part", desk.ChargePaid: "paid",
	desk.ChargeWaived: "let go", store.ChargeDropped: "dropped", store.ChargeReversed: "reversed",
}

// chargeMoves are what becomes of charges.
var chargeMoves = map[string]string{store.MovePaid: "paid", store.MoveWaived: "let go"}

// chargeJSON is a charge as the commands print it.
type chargeJSON struct {
	Number     int64             `json:"number"`
	Customer   id.Customer       `json:"customer"`
	Contract   id.Contract       `json:"contract,omitempty"`
	Invoice    id.Invoice        `json:"invoice,omitempty"`
	Part       int               `json:"part,omitempty"`
	Kind       ledger.ChargeKind `json:"kind"`
	From       cal.Date          `json:"from,omitzero"`
	To         cal.Date          `json:"to"`
	Amount     string            `json:"amount"`
	Paid       string            `json:"paid"`
	Waived     string            `json:"waived"`
	Open       string            `json:"open"`
	Currency   money.Currency    `json:"currency"`
	State      string            `json:"state"` // proposed, charged, part-paid, paid, waived, dropped, reversed
	Law        string            `json:"jurisdiction,omitempty"`
	Basis      string            `json:"basis"`
	ProposedOn cal.Date          `json:"proposed_on"`
	ProposedBy string            `json:"proposed_by"`
	DecidedOn  cal.Date          `json:"decided_on,omitzero"`
	By         string            `json:"decided_by,omitempty"`
	Why        string            `json:"reason,omitempty"`
	Approval   int64             `json:"approval,omitempty"`
	Moves      []chargeMoveJSON  `json:"moves,omitempty"`
	Sheet      *interestJSON     `json:"calculation,omitempty"`
}

type chargeMoveJSON struct {
	Kind     string   `json:"kind"` // paid, waived
	Date     cal.Date `json:"date"`
	Amount   string   `json:"amount"`
	Document string   `json:"document,omitempty"`
	Reason   string   `json:"reason,omitempty"`
	By       string   `json:"by"`
	Approval int64    `json:"approval,omitempty"`
	Payment  string   `json:"payment,omitempty"` // of the ledger that covers it
}

func chargeOf(c *desk.ChargeSeen) chargeJSON {
	in := c.Currency
	return chargeJSON{
		Number: c.Number, Customer: c.Customer, Contract: c.Contract, Invoice: c.Invoice, Part: c.Part, Kind: c.Kind, From: c.From, To: c.To,
		Amount: c.Amount.Decimal(in), Paid: c.Paid.Decimal(in), Waived: c.Waived.Decimal(in), Open: c.Open().Decimal(in), Currency: in, State: c.State,
		Law: c.Law, Basis: c.Basis, ProposedOn: c.ProposedOn, ProposedBy: c.ProposedBy, DecidedOn: c.DecidedOn, By: c.DecidedBy, Why: c.DecidedWhy, Approval: c.Approval,
	}
}

type chargesShow struct {
	Number int64  `arg:"" help:"Its number, as charges list has it."`
	Out    string `placeholder:"FILE" help:"Write its calculation to this file: .pdf, .docx or .xlsx."`
}

func (c *chargesShow) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		v, err := s.Charge(a.ctx, c.Number)
		if err != nil {
			return err
		}
		if c.Out != "" && v.Calculation == nil {
			return fault.New(fault.Refused, "charge.no_sheet", "charge %d is a sum that was named: it has no calculation", c.Number)
		}
		if c.Out != "" {
			if err := a.lateFile(s, v.Customer, []desk.LateSheet{v.Paper()}, c.Out); err != nil {
				return err
			}
		}
		return a.charge(s, &v)
	})
}

// charge prints one charge.
func (a *app) charge(s *desk.Session, v *desk.ChargeSeen) error {
	lang := a.lang(s)
	if a.JSON {
		out := chargeOf(v)
		for _, m := range v.Moves {
			out.Moves = append(out.Moves, chargeMoveJSON{m.Kind, m.Date, m.Amount.Decimal(v.Currency), m.Document, m.Reason, m.Author, m.Approval, string(m.Payment)})
		}
		if v.Calculation != nil {
			sheet := sheetJSON(v.Calculation.Sheet, lang)
			out.Sheet = &sheet
		}
		return a.json(out)
	}
	in := func(m money.Minor) string { return amountIn(money.Amount{Minor: m, Currency: v.Currency}) }
	a.sayIn(lang, "Charge %d, %s: %s for %s %s, up to %s; %s.", v.Number, word(lang, chargeWords[v.Kind]), in(v.Amount), v.Customer, v.Invoice, v.To, word(lang, chargeStates[v.State]))
	a.say("  %s", v.Basis)
	for _, m := range v.Moves {
		a.say("  %s %s: %s %s %s", m.Date, word(lang, chargeMoves[m.Kind]), in(m.Amount), m.Author, cmp.Or(m.Reason, string(m.Payment)))
	}
	if v.Calculation == nil {
		return nil
	}
	a.say("")
	return a.calculated(v.Calculation, lang)
}

// calculated prints a calculation that was kept.
func (a *app) calculated(c *interest.Calculation, lang string) error {
	book, err := interest.Shipped()
	if err != nil {
		return err
	}
	l, err := book.Law(c.Case.Law)
	if err == nil {
		a.sheet(c.Sheet, &c.Case, l, lang)
	}
	return err
}

type chargesCount struct {
	Invoice  string `arg:"" optional:"" help:"The document that is late."`
	Customer string `placeholder:"CODE" help:"All that is open and late of a customer, instead of one document."`
	Part     int    `placeholder:"N" help:"Of the document's parts; the first if not given."`
	Date     string `required:"" aliases:"to" placeholder:"D" help:"Up to this day, included."`
	Kind     string `enum:",penalty,interest,lump-sum,use" default:"" help:"Of a document: penalty, interest, lump-sum or use; what the contract has, else interest by law, if not given."`
	Out      string `placeholder:"FILE" help:"Write the calculation to this file: .pdf, .docx or .xlsx, an annex to a claim."`
}

// latenessJSON is what lateness costs, as the command prints it.
type latenessJSON struct {
	Customer id.Customer       `json:"customer"`
	Invoice  id.Invoice        `json:"invoice"`
	Part     int               `json:"part"`
	Kind     ledger.ChargeKind `json:"kind"`
	Amount   string            `json:"amount"`
	Before   string            `json:"charged_before"`
	More     string            `json:"to_charge"`
	Currency money.Currency    `json:"currency"`
	Sheet    interestJSON      `json:"calculation"`
}

func latenessOf(v *desk.Lateness, lang string) latenessJSON {
	in := v.Item.Currency
	return latenessJSON{v.Customer, v.Item.Invoice, v.Item.Part, v.Kind, v.Amount().Decimal(in), v.Before.Decimal(in), v.More().Decimal(in), in, sheetJSON(v.Sheet, lang)}
}

func (c *chargesCount) Run(a *app) error {
	to, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	if (c.Invoice == "") == (c.Customer == "") {
		return fault.New(fault.Usage, "usage.count", "name a document, or --customer")
	}
	return a.with(func(s *desk.Session) error {
		if c.Customer != "" {
			return c.all(a, s, to)
		}
		v, err := s.Lateness(a.ctx, desk.LateQuery{Invoice: id.Invoice(c.Invoice), Part: c.Part, To: to, Kind: ledger.ChargeKind(c.Kind)})
		if err != nil {
			return err
		}
		if c.Out != "" {
			if err := a.lateFile(s, v.Customer, []desk.LateSheet{v.Paper()}, c.Out); err != nil {
				return err
			}
		}
		if a.JSON {
			return a.json(latenessOf(&v, a.lang(s)))
		}
		return a.lateness(&v, a.lang(s))
	})
}

// all counts everything late of a customer.
func (c *chargesCount) all(a *app, s *desk.Session, to cal.Date) error {
	v, err := s.Accrued(a.ctx, id.Customer(c.Customer), to)
	if err != nil {
		return err
	}
	if c.Out != "" && len(v.List) > 0 {
		if err := a.lateFile(s, id.Customer(c.Customer), v.Sheets(), c.Out); err != nil {
			return err
		}
	}
	lang := a.lang(s)
	if a.JSON {
		list, uncounted := []latenessJSON{}, []map[string]any{}
		for i := range v.List {
			list = append(list, latenessOf(&v.List[i], lang))
		}
		for _, u := range v.Uncounted {
			uncounted = append(uncounted, map[string]any{"invoice": u.Item.Invoice, "part": u.Item.Part, "code": fault.Code(u.Why), "text": u.Why.Error()})
		}
		return a.json(map[string]any{"customer": c.Customer, "to": to, "debts": list, "uncounted": uncounted})
	}
	for i := range v.List {
		if err := a.lateness(&v.List[i], lang); err != nil {
			return err
		}
		a.say("")
	}
	for _, u := range v.Uncounted {
		a.say("! %s: %s", u.Item.Invoice, u.Why)
	}
	all, _ := v.Sums()
	for _, sum := range all {
		a.sayIn(lang, "All of it: %s.", amountIn(sum))
	}
	return nil
}

// lateness prints what one debt's lateness costs.
func (a *app) lateness(v *desk.Lateness, lang string) error {
	in := v.Item.Currency
	if err := a.calculated(&v.Calculation, lang); err != nil || v.Before == 0 {
		return err
	}
	a.sayIn(lang, "Charged before: %s. To be charged: %s.", amountIn(money.Amount{Minor: v.Before, Currency: in}), amountIn(money.Amount{Minor: v.More(), Currency: in}))
	return nil
}

// lateFile writes calculations as a paper.
func (a *app) lateFile(s *desk.Session, customer id.Customer, sheets []desk.LateSheet, out string) error {
	p, err := s.LatePaperOf(a.ctx, customer, sheets)
	if err != nil {
		return err
	}
	if a.Language != "" {
		p.Language = a.Language
	}
	data, err := s.RenderLate(&p, filepath.Ext(out))
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, data, 0o644); err != nil {
		return fault.Wrap(err, fault.Input, "out.write", "%s cannot be written", out)
	}
	return nil
}

type chargesPropose struct {
	Invoice  string `arg:"" optional:"" help:"The document that was late."`
	Part     int    `placeholder:"N" help:"Of its parts; the first if not given."`
	Kind     string `enum:",penalty,interest,lump-sum,use,fine,delay-price,court-fee" default:"" help:"penalty, interest, lump-sum, use, fine, delay-price or court-fee; what the contract has, else interest by law, if not given."`
	Date     string `required:"" aliases:"to" placeholder:"D" help:"Counted up to this day, included; of a sum, its day."`
	Amount   string `placeholder:"N" help:"A sum instead of what is counted: a fine, a court fee."`
	Currency string `placeholder:"CUR" help:"Of a sum without a document; the company's if not given."`
	Customer string `placeholder:"CODE" help:"Whom a sum without a document is asked of."`
	Basis    string `placeholder:"TEXT" help:"What a sum goes by: the clause, the court's decision."`
	Reason   string `required:"" help:"Why."`
}

func (c *chargesPropose) Run(a *app) error {
	to, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	if (c.Invoice == "") == (c.Customer == "") || c.Customer != "" && c.Amount == "" {
		return fault.New(fault.Usage, "usage.charge", "name a document; or, with --amount, --customer")
	}
	n := desk.NewCharge{
		Kind: ledger.ChargeKind(c.Kind), Invoice: id.Invoice(c.Invoice), Part: c.Part, Customer: id.Customer(c.Customer), To: to, Amount: c.Amount, Basis: c.Basis, Reason: c.Reason,
	}
	if c.Currency != "" {
		if n.Currency, err = money.ParseCurrency(c.Currency); err != nil {
			return err
		}
	}
	return a.with(func(s *desk.Session) error {
		row, err := s.ProposeCharge(a.ctx, n)
		if err != nil {
			return err
		}
		return a.chargeChanged(s, row.Number)
	})
}

// chargeChanged seals a change of a charge and tells how it stands.
func (a *app) chargeChanged(s *desk.Session, number int64) error {
	if err := s.Seal(a.ctx); err != nil {
		return err
	}
	v, err := s.Charge(a.ctx, number)
	if err != nil {
		return err
	}
	if a.JSON {
		return a.json(chargeOf(&v))
	}
	lang := a.lang(s)
	a.sayIn(lang, "Charge %d, %s: %s for %s %s, up to %s; %s.", number, word(lang, chargeWords[v.Kind]), amountIn(money.Amount{Minor: v.Amount, Currency: v.Currency}), v.Customer, v.Invoice,
		v.To, word(lang, chargeStates[v.State]))
	return nil
}

type chargesCharge struct {
	Number int64  `arg:"" help:"Its number, as charges list has it."`
	Reason string `required:"" help:"Why."`
}

func (c *chargesCharge) Run(a *app) error {
	return a.approve(func(s *desk.Session) (desk.Approval, error) { return s.ChargeNow(a.ctx, c.Number, c.Reason) })
}

type chargesWaive struct {
	Number int64  `arg:"" help:"Its number, as charges list has it."`
	Amount string `placeholder:"N" help:"So much of it; all that is open if not given."`
	Reason string `required:"" help:"Why."`
}

func (c *chargesWaive) Run(a *app) error {
	return a.approve(func(s *desk.Session) (desk.Approval, error) {
		return s.WaiveChargeNow(a.ctx, c.Number, c.Amount, c.Reason, nil)
	})
}

type chargesDrop struct {
	Number int64  `arg:"" help:"Its number, as charges list has it."`
	Reason string `required:"" help:"Why."`
}

func (c *chargesDrop) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		if err := s.DropCharge(a.ctx, c.Number, c.Reason); err != nil {
			return err
		}
		return a.chargeChanged(s, c.Number)
	})
}

type chargesReverse struct {
	Number int64  `arg:"" help:"Its number, as charges list has it."`
	Reason string `required:"" help:"Why."`
}

func (c *chargesReverse) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		if err := s.ReverseCharge(a.ctx, c.Number, c.Reason); err != nil {
			return err
		}
		return a.chargeChanged(s, c.Number)
	})
}

type chargesName struct {
	Payment string `arg:"" help:"The payment, as the books call it."`
	Number  int64  `arg:"" help:"The charge that the customer named; 0: none."`
	Reason  string `required:"" help:"Where he named it."`
}

func (c *chargesName) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		if err := s.NameCharge(a.ctx, id.Payment(c.Payment), c.Number, c.Reason); err != nil || c.Number == 0 {
			return err
		}
		return a.chargeChanged(s, c.Number)
	})
}

type chargesPay struct {
	Number   int64  `arg:"" help:"Its number, as charges list has it."`
	Amount   string `required:"" placeholder:"N" help:"So much; --amount=-N takes a payment back."`
	Date     string `required:"" placeholder:"D" help:"The day it came."`
	Document string `required:"" placeholder:"NUMBER" help:"The bank's or the cash desk's document."`
	Reason   string `help:"What is to be said of it."`
}

func (c *chargesPay) Run(a *app) error {
	on, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		if err := s.PayCharge(a.ctx, desk.ChargePayment{Number: c.Number, Amount: c.Amount, Date: on, Document: c.Document, Reason: c.Reason}); err != nil {
			return err
		}
		return a.chargeChanged(s, c.Number)
	})
}
