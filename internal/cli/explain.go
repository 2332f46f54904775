package cli

import (
	"fmt"
	"os"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
)

type explainCommand struct {
	Invoice string `arg:"" help:"The invoice's number."`
	Date    string `required:"" placeholder:"D" help:"As of this day, YYYY-MM-DD."`
	HTML    string `name:"html" placeholder:"FILE" help:"Write it as a fragment for a page, a section for each open part."`
}

func (c *explainCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		e, err := s.Explain(a.ctx, id.Invoice(c.Invoice), date)
		if err != nil {
			return err
		}
		if c.HTML != "" {
			return c.page(a, a.lang(s), e.Views(a.lang(s)))
		}
		out := explainJSON(e, a.lang(s))
		if a.JSON {
			return a.json(out)
		}
		a.explained(out, a.lang(s))
		return nil
	})
}

func (c *explainCommand) page(a *app, lang string, views []rulebook.View) error {
	var b strings.Builder
	for _, v := range views {
		b.WriteString(string(v.HTML()))
	}
	if err := os.WriteFile(c.HTML, []byte(b.String()), 0o644); err != nil {
		return fault.Wrap(err, fault.Input, "out.file", "%s cannot be written: %s", c.HTML, err)
	}
	a.tell("%s", c.HTML)
	if len(views) == 0 {
		a.tell(phrase(lang, "Nothing of %s is open on %s, so it has no section; \"debitor explain\" without --html says since when."), c.Invoice, c.Date)
	}
	return nil
}

type explainAnswer struct {
	Invoice  id.Invoice     `json:"invoice"`
	Customer id.Customer    `json:"customer"`
	Name     string         `json:"name"`
	Document string         `json:"document"`
	Date     cal.Date       `json:"date"`
	Amount   string         `json:"amount"`
	Currency money.Currency `json:"currency"`
	Policy   string         `json:"policy"`
	Version  int            `json:"version"`
	Clause   string         `json:"payment_clause,omitempty"` // of the contract
	Penalty  string         `json:"penalty_clause,omitempty"`
	Parts    []explainPart  `json:"parts"`
	Lines    []explainItem  `json:"lines,omitempty"` // positions, where they are known
	Journal  []explainLine  `json:"journal"`
}

type explainPart struct {
	Part     int           `json:"part"`
	Due      cal.Date      `json:"due,omitzero"`
	Amount   string        `json:"amount"`
	Open     string        `json:"open"`                // as of the date
	Issued   cal.Date      `json:"issued,omitzero"`     // if it is later than the date
	Settled  cal.Date      `json:"settled_on,omitzero"` // for good, by the date
	Days     int           `json:"days"`
	Done     []explainDone `json:"done"`
	Today    []string      `json:"today"` // the steps it takes part in on the date
	Because  []explainText `json:"because"`
	Blockers []explainText `json:"blockers"`
	Next     *explainNext  `json:"next,omitempty"`
	Ladder   []explainRung `json:"ladder"`
	Late     *explainLate  `json:"lateness,omitempty"` // where the policy charges it
}

type (
	explainDone struct {
		Step    string        `json:"step"`
		On      cal.Date      `json:"on"`
		Open    string        `json:"open"` // then
		Days    int           `json:"days"` // then
		Policy  string        `json:"policy"`
		Because []explainText `json:"because"` // of what was done on the date itself, by what is known now
	}
	explainText struct {
		Code   string `json:"code"`
		Text   string `json:"text"`
		Line   int    `json:"line,omitempty"`   // of the policy's file
		Change string `json:"change,omitempty"` // what would change it
	}
	explainItem struct {
		Line    int    `json:"line"`
		Text    string `json:"text"`
		Group   string `json:"product_group,omitempty"`
		Segment string `json:"price_segment,omitempty"`
		Net     string `json:"net"`
		Rate    string `json:"vat_rate,omitempty"`
		VAT     string `json:"vat"`
	}
	explainLate struct {
		Kind    ledger.ChargeKind `json:"kind"`
		Accrued string            `json:"accrued"`
		Before  string            `json:"charged_before"`
		More    string            `json:"to_charge"`
		PerDay  string            `json:"per_day"`
	}
	explainNext struct {
		Step string   `json:"step"`
		Date cal.Date `json:"date,omitzero"`
	}
	explainRung struct {
		Step     string        `json:"step"`
		Line     int           `json:"line"` // of the policy's file
		Kind     policy.Kind   `json:"kind"`
		Role     string        `json:"role"`
		State    policy.State  `json:"state"`
		From     cal.Date      `json:"from,omitzero"`
		To       cal.Date      `json:"to,omitzero"`
		On       cal.Date      `json:"on,omitzero"`
		Times    int           `json:"times,omitempty"`
		Blockers []explainText `json:"blockers"`
	}
	explainLine struct {
		At     string `json:"at"`
		Actor  string `json:"actor"`
		Action string `json:"action"`
		Reason string `json:"reason"`
	}
)

func explainJSON(e desk.Explained, lang string) explainAnswer {
	v := e.Invoice
	out := explainAnswer{
		Invoice: v.ID, Customer: v.Customer, Name: e.Customer.Name, Document: v.Document, Date: e.Date, Amount: v.Amount.Decimal(v.Currency),
		Currency: v.Currency, Policy: e.Policy, Version: e.Version, Clause: e.Contract.PaymentClause, Penalty: e.Contract.PenaltyClause, Parts: []explainPart{}, Journal: []explainLine{},
	}
	for _, p := range e.Parts {
		out.Parts = append(out.Parts, explainOne(e.Rules, p, e.Date, lang))
	}
	for _, l := range e.Lines {
		out.Lines = append(out.Lines, explainItem{l.Number, l.Text, l.Group, l.Segment, l.Net.Decimal(v.Currency), l.Rate, l.VAT.Decimal(v.Currency)})
	}
	for _, l := range e.Journal {
		out.Journal = append(out.Journal, explainLine{l.At.UTC().Format("2006-01-02T15:04:05Z"), l.Actor, l.Action, l.Reason})
	}
	return out
}

func explainOne(rules *policy.Policy, p desk.ExplainedPart, date cal.Date, lang string) explainPart {
	it := p.Instalment.Item
	out := explainPart{
		Part: it.Part, Due: it.Due, Amount: it.Amount.Decimal(it.Currency), Open: money.Minor(0).Decimal(it.Currency),
		Done: []explainDone{}, Today: []string{}, Because: []explainText{}, Blockers: []explainText{}, Ladder: []explainRung{},
	}
	for _, d := range p.Done {
		out.Done = append(out.Done, explainDone{d.Step, d.RunDate, d.Open.Decimal(d.Currency), d.Days, d.Policy, texts(rules, d.Because, lang)})
	}
	if p.Open == nil {
		if it.Issued > date {
			out.Issued = it.Issued
		} else if p.Instalment.SettledOn <= date {
			out.Settled = p.Instalment.SettledOn
		}
		return out
	}
	out.Open, out.Days = p.Open.Gross.Decimal(it.Currency), p.Open.Days
	for _, act := range p.Open.Today {
		out.Today, out.Because = append(out.Today, act.Step), append(out.Because, texts(rules, act.Because, lang)...)
	}
	out.Blockers = texts(rules, p.Open.Blockers, lang)
	if n := p.Open.Next; n != nil {
		out.Next = &explainNext{n.Step, n.Date}
	}
	if l := p.Late; l != nil {
		in := it.Currency
		out.Late = &explainLate{l.Kind, l.Amount().Decimal(in), l.Before.Decimal(in), l.More().Decimal(in), l.Sheet.PerDay.Decimal(in)}
	}
	for _, r := range p.Open.Ladder {
		out.Ladder = append(out.Ladder, explainRung{r.Step, r.Line, r.Kind, r.Role, r.State, r.From, r.To, r.On, r.Times, texts(rules, r.Blockers, lang)})
	}
	return out
}

func texts(rules *policy.Policy, list []policy.Reason, lang string) []explainText {
	out := []explainText{}
	for _, r := range list {
		out = append(out, explainText{r.Code, rulebook.Reason(rules, r, lang), r.Line, rulebook.Change(rules, r, lang)})
	}
	return out
}

func (a *app) explained(e explainAnswer, lang string) {
	title := fmt.Sprintf("%s %s · %s %s · %s %s", word(lang, "invoice"), e.Invoice, e.Customer, e.Name, grouped(e.Amount), e.Currency)
	if e.Document != "" {
		title += " · " + e.Document
	}
	a.say("%s", title)
	rules := []string{fmt.Sprintf("%s %s, %s %d", word(lang, "policy"), e.Policy, word(lang, "version"), e.Version)}
	for _, clause := range []string{e.Clause, e.Penalty} {
		if clause != "" {
			rules = append(rules, word(lang, "clause")+" "+clause)
		}
	}
	a.say("%s", strings.Join(rules, " · "))
	for _, p := range e.Parts {
		a.say("\n%s %d: %s %s, %s %s, %s %s, %s %d", word(lang, "part"), p.Part, word(lang, "due"), p.Due, word(lang, "total"), grouped(p.Amount),
			word(lang, "open"), grouped(p.Open), word(lang, "days"), p.Days)
		for _, d := range p.Done {
			a.say("  %s: %s %s (%s %s, %s %d)", word(lang, "done"), d.Step, d.On, grouped(d.Open), e.Currency, word(lang, "days"), d.Days)
			a.reasons(lang, "      – ", d.Because)
			if d.On == e.Date && len(d.Because) == 0 {
				a.sayIn(lang, "      by what is known now of that day it would not be done")
			}
		}
		if p.Issued != 0 {
			a.say("  %s: %s", word(lang, "issued"), p.Issued)
		}
		if p.Settled != 0 {
			a.say("  %s: %s", word(lang, "settled"), p.Settled)
		}
		if len(p.Today) > 0 {
			a.say("  %s: %s", word(lang, "today"), strings.Join(p.Today, ", "))
		}
		a.reasons(lang, "  – ", append(p.Because, p.Blockers...))
		if p.Next != nil {
			a.say("  %s: %s %s", word(lang, "next"), p.Next.Step, p.Next.Date)
		}
		if l := p.Late; l != nil {
			a.sayIn(lang, "  %s up to %s: %s; charged before: %s; to be charged: %s", word(lang, chargeWords[l.Kind]), e.Date, grouped(l.Accrued), grouped(l.Before), grouped(l.More))
		}
		for _, r := range p.Ladder {
			a.say("    %-16s %-10s %s…%s  %s", r.Step, word(lang, strings.ReplaceAll(string(r.State), "_", " ")), r.From, r.To, r.On)
			if r.State == policy.Waits || r.State == policy.MissedIt || r.State == policy.NotMeant {
				a.reasons(lang, "        ", r.Blockers)
			}
		}
	}
	if len(e.Lines) > 0 {
		a.say("")
		t := newTable(headings(lang, ">line", "text", "product group", "price segment", ">net", ">VAT %", ">VAT")...)
		for _, l := range e.Lines {
			t.add(count(l.Line), l.Text, l.Group, l.Segment, grouped(l.Net), l.Rate, grouped(l.VAT))
		}
		t.print(a)
	}
	for _, l := range e.Journal {
		a.say("  %s %s: %s %s", l.At, l.Actor, l.Action, l.Reason)
	}
}

// reasons prints each with its line in the policy's file and what would change
// it.
func (a *app) reasons(lang, head string, list []explainText) {
	for _, t := range list {
		text := t.Text
		if t.Line > 0 {
			text += fmt.Sprintf(" [%s %d]", word(lang, "line"), t.Line)
		}
		if t.Change != "" {
			text += " → " + t.Change
		}
		a.say("%s%s", head, text)
	}
}
