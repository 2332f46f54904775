package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/restructure"
	"debitor/internal/store"
)

type replanCommand struct {
	Make     restructuringMake     `cmd:"" help:"Draw up a supplementary agreement or a guarantee letter with instalments."`
	List     restructuringList     `cmd:"" default:"withargs" help:"List them, the newest first."`
	Show     restructuringShow     `cmd:"" help:"Show one: instalments, what came, the price of delay; --out writes the paper."`
	Send     restructuringSend     `cmd:"" help:"Give one to the customer to sign; who may not, asks who may."`
	Sign     restructuringSign     `cmd:"" help:"Record that one was signed: its instalments count from then on."`
	Refuse   restructuringRefuse   `cmd:"" help:"Record that the customer does not sign."`
	Withdraw restructuringWithdraw `cmd:"" help:"Take one back that is not signed."`
	Cancel   restructuringCancel   `cmd:"" help:"End a signed one: its documents are chased by their own due dates again."`
	Charge   restructuringCharge   `cmd:"" help:"Propose what the delay costs today as charges."`
	Watch    restructuringWatch    `cmd:"" help:"Look now which are kept, broken or not answered; the worker does every hour."`
}

type restructuringMake struct {
	Customer  string   `arg:"" help:"The customer's code."`
	Parts     []string `required:"" name:"part" placeholder:"D:N" help:"An instalment, its last day and amount: 2026-02-10:90.00; once for each. A single one may be of a day alone: all that is open."`
	Invoices  []string `name:"invoice" placeholder:"KEY" help:"A document it is about; once for each. All that he owes if not given."`
	Guarantee bool     `help:"A guarantee letter instead of a supplementary agreement."`
	Reading   string   `enum:"cumulative,column,none" default:"cumulative" help:"How the price of delay is counted: cumulative, column, none."`
	AnswerBy  string   `placeholder:"D" help:"By when he is to answer; ten days after it is sent if not given."`
	In        string   `name:"in" placeholder:"LANG" help:"Its language; the customer's if not given."`
	Reason    string   `placeholder:"TEXT" help:"Why."`
	Out       string   `placeholder:"FILE" help:"Write it to this file too: .pdf or .docx."`
}

func (c *restructuringMake) Run(a *app) error {
	q := desk.RestructuringRequest{Customer: id.Customer(c.Customer), Language: c.In, Reason: c.Reason, Free: c.Reading == "none"}
	if c.Guarantee {
		q.Kind = store.GuaranteeLetter
	}
	if !q.Free {
		q.Reading = restructure.Reading(c.Reading)
	}
	for _, v := range c.Invoices {
		q.Invoices = append(q.Invoices, id.Invoice(v))
	}
	for _, text := range c.Parts {
		until, amount, _ := strings.Cut(text, ":")
		last, err := day("--part", until)
		if err != nil {
			return err
		}
		q.Parts = append(q.Parts, desk.PromisePart{Until: last, Decimal: amount})
	}
	slices.SortFunc(q.Parts, func(x, y desk.PromisePart) int { return int(x.Until - y.Until) })
	var err error
	if c.AnswerBy != "" {
		if q.AnswerBy, err = day("--answer-by", c.AnswerBy); err != nil {
			return err
		}
	}
	return a.with(func(s *desk.Session) error {
		number, err := s.DraftRestructuring(a.ctx, q)
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		return a.restructuring(s, number, c.Out)
	})
}

// restructuringLine is a paper as JSON.
type restructuringLine struct {
	Number      int64            `json:"number"`
	Paper       string           `json:"paper"`
	Kind        string           `json:"kind"`
	Customer    id.Customer      `json:"customer"`
	State       string           `json:"state"`
	Amount      string           `json:"amount"`
	Currency    string           `json:"currency"`
	MadeOn      cal.Date         `json:"made_on"`
	SentOn      cal.Date         `json:"sent_on,omitzero"`
	AnswerBy    cal.Date         `json:"answer_by,omitzero"`
	SignedOn    cal.Date         `json:"signed_on,omitzero"`
	SignedBy    string           `json:"signed_by,omitempty"`
	EndedOn     cal.Date         `json:"ended_on,omitzero"`
	Note        string           `json:"note,omitempty"`
	Approval    int64            `json:"approval,omitempty"`
	Documents   []id.Invoice     `json:"documents"`
	Instalments []instalmentLine `json:"instalments"`
	Reading     string           `json:"reading,omitempty"`
	Planned     string           `json:"price_planned,omitempty"`
	Price       string           `json:"price,omitempty"`
	Waived      string           `json:"price_waived,omitempty"`
	Beyond      bool             `json:"price_beyond,omitempty"`
}

type instalmentLine struct {
	Until    cal.Date `json:"until"`
	Amount   string   `json:"amount"`
	Received string   `json:"received"`
	State    string   `json:"state"`
}

func restructuringJSON(v *desk.Restructuring) restructuringLine {
	line := restructuringLine{
		Number: v.Number, Paper: desk.PaperNumber(v.Number), Kind: v.Kind, Customer: v.Customer, State: v.State, Amount: v.Amount.Decimal(v.Currency), Currency: string(v.Currency),
		MadeOn: v.MadeOn, SentOn: v.SentOn, AnswerBy: v.AnswerBy, SignedOn: v.SignedOn, SignedBy: v.SignedBy, EndedOn: v.EndedOn, Note: v.Note, Approval: v.Approval,
		Documents: []id.Invoice{}, Instalments: []instalmentLine{}, Reading: v.Reading, Beyond: v.Delay.Beyond,
	}
	for _, d := range v.Of {
		if !slices.Contains(line.Documents, d.Invoice) {
			line.Documents = append(line.Documents, d.Invoice)
		}
	}
	for _, in := range v.Instalments {
		line.Instalments = append(line.Instalments, instalmentLine{in.Until, in.Amount.Decimal(v.Currency), in.Received.Decimal(v.Currency), string(in.State)})
	}
	if v.Reading != "" {
		line.Planned, line.Price, line.Waived = v.Delay.Planned.Decimal(v.Currency), v.Delay.Total.Decimal(v.Currency), v.Delay.Waived.Decimal(v.Currency)
	}
	return line
}

// restructuring writes a paper to a file, if one is named, and tells of it.
func (a *app) restructuring(s *desk.Session, number int64, out string) error {
	v, err := s.Restructuring(a.ctx, number)
	if err != nil {
		return err
	}
	if out != "" {
		data, err := s.RenderRestructuring(&v, filepath.Ext(out))
		if err != nil {
			return err
		}
		if err := os.WriteFile(out, data, 0o644); err != nil {
			return fault.Wrap(err, fault.Input, "out.write", "%s cannot be written", out)
		}
	}
	if a.JSON {
		return a.json(restructuringJSON(&v))
	}
	lang := a.lang(s)
	a.sayIn(lang, "Agreement %s with %s: %s %s, %s.", desk.PaperNumber(number), v.Customer, v.Amount.Decimal(v.Currency), v.Currency, word(lang, v.State))
	t := newTable(word(lang, "until"), ">"+word(lang, "sum"), ">"+word(lang, "came in time"), word(lang, "state"))
	for _, in := range v.Instalments {
		t.add(in.Until.String(), grouped(in.Amount.Decimal(v.Currency)), grouped(in.Received.Decimal(v.Currency)), word(lang, string(in.State)))
	}
	t.print(a)
	switch {
	case v.Reading == "":
	case v.SignedOn == 0:
		a.sayIn(lang, "Price of delay if all is paid on its day: %s %s. Nothing is owed for it before the signature.", v.Delay.Planned.Decimal(v.Currency), v.Currency)
	default:
		a.sayIn(lang, "Price of delay today: %s %s; waived: %s.", v.Delay.Total.Decimal(v.Currency), v.Currency, v.Delay.Waived.Decimal(v.Currency))
	}
	return nil
}

type restructuringList struct {
	Customer string `placeholder:"CODE" help:"Only with this customer."`
	State    string `enum:"draft,sent,signed,kept,broken,refused,expired,replaced,cancelled,withdrawn," default:"" help:"Only in this state: draft, sent, signed, kept, broken, refused, expired, replaced, cancelled, withdrawn."`
}

func (c *restructuringList) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		list, err := s.Restructurings(a.ctx, store.RestructuringQuery{Customer: id.Customer(c.Customer), State: c.State})
		if err != nil {
			return err
		}
		if a.JSON {
			lines := []restructuringLine{}
			for i := range list.Rows {
				lines = append(lines, restructuringJSON(&list.Rows[i]))
			}
			return a.json(lines)
		}
		lang := a.lang(s)
		t := newTable("№", word(lang, "customer"), ">"+word(lang, "sum"), word(lang, "currency"), word(lang, "state"), word(lang, "instalments"), ">"+word(lang, "price of delay"))
		for i := range list.Rows {
			v := &list.Rows[i]
			t.add(strconv.FormatInt(v.Number, 10), string(v.Customer), grouped(v.Amount.Decimal(v.Currency)), string(v.Currency), word(lang, v.State),
				strconv.Itoa(len(v.Instalments)), grouped(v.Delay.Total.Decimal(v.Currency)))
		}
		t.print(a)
		return nil
	})
}

type restructuringShow struct {
	Number int64  `arg:"" help:"Its number."`
	Out    string `placeholder:"FILE" help:"Write the paper to this file: .pdf or .docx."`
}

func (c *restructuringShow) Run(a *app) error {
	return a.with(func(s *desk.Session) error { return a.restructuring(s, c.Number, c.Out) })
}

// replanned changes a paper and tells where it stands.
func (a *app) replanned(number int64, change func(*desk.Session) error) error {
	return a.with(func(s *desk.Session) error {
		if err := change(s); err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		return a.restructuring(s, number, "")
	})
}

type restructuringSend struct {
	Number int64 `arg:"" help:"Its number."`
}

func (c *restructuringSend) Run(a *app) error {
	return a.replanned(c.Number, func(s *desk.Session) error {
		out, err := s.SendRestructuring(a.ctx, c.Number)
		if err == nil && out.Waiting != 0 {
			a.tell(word(a.lang(s), "It waits for request %d: somebody with authority approves it first."), out.Waiting)
		}
		return err
	})
}

type restructuringSign struct {
	Number   int64  `arg:"" help:"Its number."`
	By       string `required:"" placeholder:"NAME" help:"Who signed."`
	Position string `help:"His position."`
	On       string `required:"" placeholder:"D" help:"When."`
}

func (c *restructuringSign) Run(a *app) error {
	on, err := day("--on", c.On)
	if err != nil {
		return err
	}
	return a.replanned(c.Number, func(s *desk.Session) error {
		return s.SignRestructuring(a.ctx, desk.SignedRestructuring{Number: c.Number, On: on, By: c.By, Position: c.Position})
	})
}

type restructuringCharge struct {
	Number int64 `arg:"" help:"Its number."`
}

func (c *restructuringCharge) Run(a *app) error {
	return a.replanned(c.Number, func(s *desk.Session) error {
		n, err := s.ChargeRestructuring(a.ctx, c.Number)
		if err == nil {
			a.tell(word(a.lang(s), "Proposed: %d charges."), n)
		}
		return err
	})
}

// endingFlags name a paper and why it ends.
type endingFlags struct {
	Number int64  `arg:"" help:"Its number."`
	Reason string `required:"" help:"Why."`
}

type restructuringRefuse struct{ endingFlags }

func (c *restructuringRefuse) Run(a *app) error {
	return a.replanned(c.Number, func(s *desk.Session) error { return s.RefuseRestructuring(a.ctx, c.Number, c.Reason) })
}

type restructuringWithdraw struct{ endingFlags }

func (c *restructuringWithdraw) Run(a *app) error {
	return a.replanned(c.Number, func(s *desk.Session) error { return s.WithdrawRestructuring(a.ctx, c.Number, c.Reason) })
}

type restructuringCancel struct{ endingFlags }

func (c *restructuringCancel) Run(a *app) error {
	return a.replanned(c.Number, func(s *desk.Session) error { return s.CancelRestructuring(a.ctx, c.Number, c.Reason) })
}

type restructuringWatch struct {
	Date string `placeholder:"D" help:"As of this day; today if not given."`
}

func (c *restructuringWatch) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		on := s.Today()
		if c.Date != "" {
			var err error
			if on, err = day("--date", c.Date); err != nil {
				return err
			}
		}
		out, err := s.WatchRestructurings(a.ctx, on)
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(out)
		}
		a.sayIn(a.lang(s), "Kept: %d, broken: %d, not broken after all: %d, not answered: %d.", out.Kept, out.Broken, out.Mended, out.Expired)
		return nil
	})
}
