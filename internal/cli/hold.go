package cli

import (
	"strings"
	"time"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/rulebook"
)

// holdCommand answers "hold CUSTOMER"; its verbs are words before the customer.
// A customer whose code is one of them is asked about with "hold -- lift".
type holdCommand struct {
	Ask     holdAsk     `cmd:"" default:"withargs" help:"May this customer be shipped to?"`
	Lift    holdLift    `cmd:"" help:"Let goods go in spite of a hold."`
	Unlift  holdUnlift  `cmd:"" help:"End a lift before its last day."`
	Release holdRelease `cmd:"" help:"Give back what was reserved."`
}

type holdAsk struct {
	Customer string `arg:"" help:"The customer's code."`
	Date     string `placeholder:"D" help:"On this day, YYYY-MM-DD; today if not given."`
	Amount   string `placeholder:"N" help:"May so much be shipped?"`
	Currency string `placeholder:"C" help:"In this currency; that of his oldest overdue debt if not given, else the company's."`
	Contract string `placeholder:"K" help:"Under this contract."`
	Order    string `placeholder:"N" help:"For this order: what is reserved or ordered under its number is not counted beside the amount."`
	Why      bool   `help:"Show what counts against each limit, document by document."`
	Reserve  bool   `help:"If it may ship, hold the amount until the invoice arrives or the time is over. Today only."`
	Hours    int    `placeholder:"H" help:"For how long a reservation holds, up to 168 hours; 8 if not given."`
}

func (c *holdAsk) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	q := desk.HoldQuery{Customer: id.Customer(c.Customer), Amount: c.Amount, Contract: id.Contract(c.Contract), Order: c.Order, Explain: c.Why}
	if c.Currency != "" {
		if q.Currency, err = money.ParseCurrency(c.Currency); err != nil {
			return err
		}
	}
	return a.with(func(s *desk.Session) error {
		if q.Date = date; date == 0 {
			q.Date = s.Today()
		}
		lang := a.lang(s)
		if !c.Reserve {
			answer, err := s.Hold(a.ctx, q)
			if err != nil {
				return err
			}
			if a.JSON {
				return a.json(holdJSON(answer, lang))
			}
			a.held(answer, lang)
			return c.why(a, s, &answer)
		}
		if q.Date != s.Today() {
			return fault.New(fault.Usage, "reserve.date", "--reserve is for today: leave --date out")
		}
		kept, err := s.Reserve(a.ctx, desk.ReserveRequest{HoldQuery: q, Hours: c.Hours})
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if err := a.reserved(kept, lang); err != nil {
			return err
		}
		return c.why(a, s, &kept.Answer)
	})
}

// why says, where it was asked for, what counts against each limit; where there
// is none, that there is none and what counts instead.
func (c *holdAsk) why(a *app, s *desk.Session, ans *credit.Answer) error {
	if !c.Why || a.JSON {
		return nil
	}
	lang := a.lang(s)
	if len(ans.Caps) > 0 {
		return a.limits(s, ans, lang)
	}
	rules, err := s.InForce(a.ctx, ans.Date)
	if err != nil {
		return err
	}
	a.sayIn(lang, "No limit in money counts for %s on %s: neither he, his contracts, his group nor his category has one, nor does the policy set one for all.", ans.Customer, ans.Date)
	a.sayIn(lang, "  Without one goods are stopped only by what the policy holds for (late debts, lists, papers): debitor policy show %s", rules.Name)
	a.sayIn(lang, "  To set one: debitor limit set %s --amount N --reason TEXT", ans.Customer)
	return nil
}

func (a *app) reserved(r desk.Reserved, lang string) error {
	if a.JSON {
		out := holdJSON(r.Answer, lang)
		out.Reservation, out.Expires = r.Key, r.Expires
		return a.json(out)
	}
	a.held(r.Answer, lang)
	if r.Key != "" {
		a.sayIn(lang, "  reserved under %s until %s", r.Key, r.Expires.Local().Format("2006-01-02 15:04"))
	}
	return nil
}

type holdRelease struct {
	Key    string `arg:"" help:"The reservation's key."`
	Reason string `help:"Why."`
}

func (c *holdRelease) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		if err := s.Release(a.ctx, c.Key, c.Reason); err != nil {
			return err
		}
		if !a.JSON {
			a.sayIn(a.lang(s), "Reservation %s is given back.", c.Key)
		}
		return s.Seal(a.ctx)
	})
}

type holdUnlift struct {
	Customer string `arg:"" help:"The customer's code."`
	Number   int64  `arg:"" help:"Which of his lifts: the first is 1."`
	Reason   string `required:"" help:"Why."`
}

func (c *holdUnlift) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		if err := s.EndLift(a.ctx, id.Customer(c.Customer), c.Number, c.Reason); err != nil {
			return err
		}
		if !a.JSON {
			a.sayIn(a.lang(s), "Lift %d of %s is ended.", c.Number, c.Customer)
		}
		return s.Seal(a.ctx)
	})
}

type holdAnswer struct {
	Customer          id.Customer    `json:"customer"`
	Date              cal.Date       `json:"date"`
	Allowed           bool           `json:"allowed"`
	Reasons           []holdReason   `json:"reasons"`
	Available         *string        `json:"available"`
	ReleasedByPayment string         `json:"released_by_payment"`
	Currency          money.Currency `json:"currency"`
	LiftedBy          []string       `json:"lifted_by"`
	Since             cal.Date       `json:"since,omitzero"`
	Text              string         `json:"text"` // all of it for a person, line by line
	Lifters           []holdLifter   `json:"lifters,omitempty"`
	Limits            []holdLimit    `json:"limits,omitempty"`
	Reservation       string         `json:"reservation,omitempty"`
	Expires           time.Time      `json:"expires,omitzero"`
}

// holdLifter is who may let goods go, and what it takes.
type holdLifter struct {
	Ask        string   `json:"ask"`
	Role       string   `json:"role"`
	Evidence   []string `json:"evidence,omitempty"`
	ProposedBy []string `json:"proposed_by,omitempty"`
	Together   []string `json:"together,omitempty"`
}

// holdLimit is one limit and what counts against it.
type holdLimit struct {
	Scope   string     `json:"scope"`
	Source  string     `json:"source"`
	Limit   string     `json:"limit"`
	Secured string     `json:"secured,omitempty"`
	Used    string     `json:"used"`
	Left    string     `json:"left"`
	Percent int        `json:"percent,omitempty"`
	Until   cal.Date   `json:"until,omitzero"`
	Parts   []holdPart `json:"parts,omitempty"`

	Contracts []holdContract `json:"contracts,omitempty"` // of several contracts' limits, with --why
}

// holdContract is one contract's part of the limit of contracts.
type holdContract struct {
	Contract id.Contract    `json:"contract"`
	Number   string         `json:"number,omitempty"` // as printed
	Source   string         `json:"source"`
	Limit    string         `json:"limit"`
	Currency money.Currency `json:"currency"`
	Until    cal.Date       `json:"until,omitzero"`
}

type holdPart struct {
	Part    string     `json:"part"`
	Counts  bool       `json:"counts"`
	Amounts []holdSum  `json:"amounts"`
	Lines   []holdLine `json:"lines,omitempty"`
}

type holdSum struct {
	Amount   string         `json:"amount"`
	Currency money.Currency `json:"currency"`
}

type holdLine struct {
	Customer id.Customer    `json:"customer"`
	Key      string         `json:"document,omitempty"`
	On       cal.Date       `json:"on,omitzero"`
	Amount   string         `json:"amount"`
	Currency money.Currency `json:"currency"`
}

type holdReason struct {
	Code    string     `json:"code"`
	Rule    string     `json:"rule,omitempty"`
	Text    string     `json:"text"`
	Invoice id.Invoice `json:"invoice,omitempty"`
	Part    int        `json:"part,omitempty"`
	Days    int        `json:"days,omitempty"`

	Document string `json:"document,omitempty"` // as printed, where that is not its key
}

func holdJSON(ans credit.Answer, lang string) holdAnswer {
	out := holdAnswer{
		Customer: ans.Customer, Date: ans.Date, Allowed: ans.Allowed, Reasons: []holdReason{},
		ReleasedByPayment: ans.ReleasedByPayment.Decimal(ans.Currency), Currency: ans.Currency,
		LiftedBy: append([]string{}, ans.LiftedBy...), Since: ans.Since,
		Text: answerText(&ans, lang),
	}
	if ans.Available != nil {
		available := ans.Available.Decimal(ans.Currency)
		out.Available = &available
	}
	for _, r := range ans.Reasons {
		out.Reasons = append(out.Reasons, holdReason{Code: r.Code, Rule: r.Rule, Text: r.Text(lang), Invoice: r.Invoice, Part: r.Part, Days: r.Days, Document: r.Printed()})
	}
	for _, l := range ans.Lifters {
		if l.Kind != string(authority.LiftHold) || len(l.Evidence)+len(l.ProposedBy)+len(l.Together) > 0 { // else lifted_by says it all
			out.Lifters = append(out.Lifters, holdLifter{l.Kind, l.Role, l.Evidence, l.ProposedBy, l.Together})
		}
	}
	for i := range ans.Caps {
		out.Limits = append(out.Limits, limitJSON(&ans.Caps[i], ans.Currency))
	}
	return out
}

func limitJSON(c *credit.Cap, currency money.Currency) holdLimit {
	out := holdLimit{
		Scope: string(c.Scope), Source: string(c.Source), Limit: c.Limit.Decimal(currency), Used: c.Exposure.Total.Decimal(currency), Left: c.Left.Decimal(currency), Percent: c.Percent,
	}
	if c.Secured > 0 {
		out.Secured = c.Secured.Decimal(currency)
	}
	if c.Term != nil {
		out.Until = c.Term.Until
	}
	for i := range c.Contracts {
		l := &c.Contracts[i]
		line := holdContract{Contract: l.Contract, Number: l.Number, Source: string(l.Source()), Limit: l.Amount.Minor.Decimal(l.Amount.Currency), Currency: l.Amount.Currency}
		if l.Term != nil {
			line.Until = l.Term.Until
		}
		out.Contracts = append(out.Contracts, line)
	}
	for _, p := range c.Exposure.Parts {
		if len(p.Amounts) == 0 {
			continue
		}
		part := holdPart{Part: p.Code, Counts: p.Counts}
		for _, m := range p.Amounts {
			part.Amounts = append(part.Amounts, holdSum{m.Minor.Decimal(m.Currency), m.Currency})
		}
		for _, l := range p.Lines {
			part.Lines = append(part.Lines, holdLine{l.Customer, l.Key, l.On, l.Amount.Minor.Decimal(l.Amount.Currency), l.Amount.Currency})
		}
		out.Parts = append(out.Parts, part)
	}
	return out
}

// held prints the answer as the browser and the API give it, in each of its
// languages.
func (a *app) held(ans credit.Answer, lang string) {
	a.say("%s", answerText(&ans, lang))
}

func answerText(ans *credit.Answer, lang string) string {
	return ans.Text(lang, credit.Names{Role: rulebook.RoleName, Paper: rulebook.Named})
}

// limits tells what counts against each limit, documents as they are printed.
func (a *app) limits(s *desk.Session, ans *credit.Answer, lang string) error {
	var keys []id.Invoice
	for i := range ans.Caps {
		for _, p := range ans.Caps[i].Exposure.Parts {
			for _, l := range p.Lines {
				keys = append(keys, id.Invoice(l.Key))
			}
		}
	}
	names, err := s.DocumentNames(a.ctx, keys) // what is no document keeps its key
	if err != nil {
		return err
	}
	for i := range ans.Caps {
		c := &ans.Caps[i]
		for j, line := range c.Lines(ans.Currency, lang, credit.Names{}) {
			a.say("  %s%s", strings.Repeat("  ", min(j, 1)), line)
		}
		for _, p := range c.Exposure.Parts {
			for _, l := range p.Lines {
				counts := ""
				if !p.Counts {
					counts = ", " + word(lang, "does not count")
				}
				a.say("    %-10s %-12s %-16s %-10s  %s %s%s", word(lang, p.Code), l.Customer, names[id.Invoice(l.Key)], l.On, grouped(l.Amount.Minor.Decimal(l.Amount.Currency)), l.Amount.Currency, counts)
			}
		}
	}
	return nil
}

type holdLift struct {
	Customer string `arg:"" help:"The customer's code."`
	Reason   string `required:"" help:"Why."`
	Amount   string `required:"" placeholder:"N" help:"Up to this amount."`
	Until    string `required:"" placeholder:"D" help:"Until this day, included."`
}

func (c *holdLift) Run(a *app) error {
	until, err := day("--until", c.Until)
	if err != nil {
		return err
	}
	if c.Until == "" {
		return fault.New(fault.Usage, "lift.until", "--until needs a day")
	}
	return a.with(func(s *desk.Session) error {
		lifted, err := s.LiftHold(a.ctx, desk.LiftRequest{Customer: id.Customer(c.Customer), Reason: c.Reason, Amount: c.Amount, Until: until})
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(lifted)
		}
		a.sayIn(a.lang(s), "%s may be shipped %s %s until %s.", lifted.Customer, grouped(lifted.Amount), lifted.Currency, lifted.Until)
		return nil
	})
}
