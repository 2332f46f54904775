package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

type customerCommand struct {
	Show      customerShowCommand      `cmd:"" help:"The card: requisites, people, outlet, days on which he pays, papers, contracts."`
	Set       customerSetCommand       `cmd:"" help:"Set fields of the card."`
	Paper     customerPaperCommand     `cmd:"" help:"Record a paper that he shows before the first shipment, or take it back."`
	Gaps      customerGapsCommand      `cmd:"" help:"New customers whose papers are not complete."`
	Contracts customerContractsCommand `cmd:"" help:"Contracts that do not say all that a claim needs."`
	Original  customerOriginalCommand  `cmd:"" help:"Record that the signed original of a paper came back, or did not after all."`
	Originals customerOriginalsCommand `cmd:"" help:"Unpaid shipments whose signed papers are not back; tasks to get them."`
	Check     customerCheckCommand     `cmd:"" help:"Record that he was looked up in the registers, and the red flag that was found."`
	Flags     customerFlagsCommand     `cmd:"" help:"Red flags that stand; this month's tasks to look into the registers."`
	Unflag    customerUnflagCommand    `cmd:"" help:"Take a red flag off that is none any more."`
	Black     blackListCommand         `cmd:"" name:"black-list" help:"Who was systematically late last month, who is on the black list, and who comes off."`
}

type customerShowCommand struct {
	Customer string `arg:"" help:"The customer's code."`
	Date     string `placeholder:"D" help:"On this day, YYYY-MM-DD; today if not given."`
}

func (c *customerShowCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		card, err := s.Card(a.ctx, id.Customer(c.Customer), orToday(s, date))
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(cardDocument(a.lang(s), &card))
		}
		a.card(a.lang(s), &card)
		return nil
	})
}

func orToday(s *desk.Session, day cal.Date) cal.Date {
	if day == 0 {
		return s.Today()
	}
	return day
}

// cardJSON is a card for programs.
type cardJSON struct {
	Customer  id.Customer       `json:"customer"`
	Name      string            `json:"name"`
	TaxID     string            `json:"tax_id"`
	Fields    map[string]string `json:"fields"`
	Flaws     []flawJSON        `json:"flaws"`
	People    map[string]string `json:"people"`
	PaysNext  cal.Date          `json:"pays_next,omitzero"`
	First     cal.Date          `json:"first_document,omitzero"`
	Stops     bool              `json:"stops"` // nothing ships on credit for want of papers
	Papers    []paperJSON       `json:"papers"`
	Contracts []gapsJSON        `json:"contracts"`
}

type flawJSON struct {
	Field string `json:"field"`
	Code  string `json:"code"`
	Text  string `json:"text"`
}

type paperJSON struct {
	Paper      string            `json:"paper"`
	Title      string            `json:"title"`
	State      credit.PaperState `json:"state"`
	Number     string            `json:"number,omitempty"`
	Dated      cal.Date          `json:"dated,omitzero"`
	Attachment int               `json:"attachment,omitempty"`
	Approval   int64             `json:"approval,omitempty"`
}

type gapsJSON struct {
	Contract id.Contract `json:"contract"`
	Gaps     []string    `json:"gaps"`
	OnDemand int         `json:"days_on_demand,omitempty"`
}

func cardDocument(lang string, card *desk.Card) cardJSON {
	doc := cardJSON{
		Customer: card.Customer.ID, Name: card.Customer.Name, TaxID: card.Customer.TaxID, Fields: map[string]string{}, Flaws: []flawJSON{}, People: map[string]string{},
		PaysNext: card.PaysNext, First: card.First, Stops: card.Stops(), Papers: []paperJSON{}, Contracts: []gapsJSON{},
	}
	for _, f := range ledger.CardFields {
		if v := card.Customer.Attrs[f]; v != "" {
			doc.Fields[f] = v
		}
	}
	for _, f := range card.Flaws {
		doc.Flaws = append(doc.Flaws, flawJSON{f.Field, f.Code, f.Text})
	}
	for _, p := range card.People {
		doc.People[p.Role] = p.Name
	}
	for i := range card.Papers {
		p := &card.Papers[i]
		doc.Papers = append(doc.Papers, paperJSON{p.ID, p.Called(lang), p.State, p.Kept.Number, p.Kept.Dated, p.Kept.Attachment, p.Kept.Approval})
	}
	for _, k := range card.Contracts {
		doc.Contracts = append(doc.Contracts, gapsJSON{k.ID, append([]string{}, k.Gaps...), k.OnDemand})
	}
	return doc
}

// gapNames are what a contract does not say, in words.
var gapNames = map[string]string{
	credit.GapTerm: "no term of payment", credit.GapNumber: "no number or no date", credit.GapLaw: "no governing law", credit.GapPenalty: "no penalty",
	credit.GapPaymentClause: "no clause on payment", credit.GapPenaltyClause: "no clause on the penalty",
}

func (a *app) card(lang string, card *desk.Card) {
	a.say("%s  %s  %s", card.Customer.ID, card.Customer.Name, card.Customer.TaxID)
	for _, f := range ledger.CardFields {
		if v := card.Customer.Attrs[f]; v != "" {
			a.say("  %s: %s", word(lang, f), v)
		}
	}
	for _, p := range card.People {
		if p.Name == "" {
			a.sayIn(lang, "  nobody is known as %s", word(lang, strings.ReplaceAll(p.Role, "_", " ")))
		} else {
			a.say("  %s: %s", word(lang, strings.ReplaceAll(p.Role, "_", " ")), p.Name)
		}
	}
	for _, f := range card.Flaws {
		a.say("  ! %s: %s", f.Field, f.Text)
	}
	if card.PaysNext != 0 {
		a.sayIn(lang, "He pays next on %s.", card.PaysNext)
	}
	if len(card.Papers) > 0 {
		t := newTable(headings(lang, "paper", "title", "state", "date", "number")...)
		t.whole = true
		for i := range card.Papers {
			p := &card.Papers[i]
			dated := ""
			if p.Kept.Dated != 0 {
				dated = p.Kept.Dated.String()
			}
			t.add(p.ID, p.Called(lang), word(lang, string(p.State)), dated, p.Kept.Number)
		}
		t.print(a)
	}
	for _, k := range card.Contracts {
		for _, gap := range k.Gaps {
			a.sayIn(lang, "Contract %s: %s.", k.ID, word(lang, gapNames[gap]))
		}
		if k.OnDemand > 0 {
			a.sayIn(lang, "Contract %s: without a term a debt is due %d days after a demand (art. 314 of the Civil Code).", k.ID, k.OnDemand)
		}
	}
	if card.Stops() {
		a.sayIn(lang, "Nothing ships on credit before the papers are complete; papers missing: %d.", len(card.Missing()))
	}
}

type customerSetCommand struct {
	Customer string   `arg:"" help:"The customer's code."`
	Fields   []string `arg:"" name:"field=value" help:"Fields with their values; an empty value takes one away."`
}

func (c *customerSetCommand) Run(a *app) error {
	fields := map[string]string{}
	for _, f := range c.Fields {
		name, value, ok := strings.Cut(f, "=")
		if !ok {
			return fault.New(fault.Usage, "customer.form", "%q is not FIELD=VALUE; fields are %s, %s", f, desk.CardTaxID, strings.Join(ledger.CardFields, ", "))
		}
		fields[name] = value
	}
	return a.with(func(s *desk.Session) error {
		if err := s.SaveCard(a.ctx, id.Customer(c.Customer), fields); err != nil {
			return err
		}
		return s.Seal(a.ctx)
	})
}

type customerPaperCommand struct {
	Customer string `arg:"" help:"The customer's code."`
	Paper    string `arg:"" help:"The paper, as the policy calls it."`
	Dated    string `placeholder:"D" help:"The day it bears."`
	Number   string `help:"Its number."`
	File     string `help:"The file to keep it as."`
	Remove   bool   `help:"It was not shown after all; with --reason."`
	Reason   string `help:"Why."`
}

func (c *customerPaperCommand) Run(a *app) error {
	dated, err := day("--dated", c.Dated)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		who := id.Customer(c.Customer)
		if c.Remove {
			if err := s.TakeBackPaper(a.ctx, who, c.Paper, c.Reason); err != nil {
				return err
			}
			return s.Seal(a.ctx)
		}
		shown := desk.ShownPaper{Customer: who, Paper: c.Paper, Number: c.Number, Dated: dated, Date: s.Today()}
		if c.File != "" {
			data, err := os.ReadFile(c.File)
			if err != nil {
				return fault.Wrap(err, fault.NotFound, "attachment.file", "%s cannot be read", c.File)
			}
			shown.Name, shown.Data = filepath.Base(c.File), data
		}
		if err := s.ShowPaper(a.ctx, shown); err != nil {
			return err
		}
		return s.Seal(a.ctx)
	})
}

type customerGapsCommand struct {
	Date string `placeholder:"D" help:"On this day, YYYY-MM-DD; today if not given."`
}

func (c *customerGapsCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		list, err := s.Unvetted(a.ctx, orToday(s, date))
		if err != nil {
			return err
		}
		lang := a.lang(s)
		if a.JSON {
			docs := make([]cardJSON, len(list))
			for i := range list {
				docs[i] = cardDocument(lang, &list[i])
			}
			return a.json(docs)
		}
		t := newTable(headings(lang, "customer", "name", "missing")...)
		t.whole = true
		for i := range list {
			var missing []string
			for _, p := range list[i].Missing() {
				missing = append(missing, p.ID)
			}
			t.add(string(list[i].Customer.ID), list[i].Customer.Name, strings.Join(slices.Compact(missing), ", "))
		}
		t.print(a)
		return nil
	})
}
