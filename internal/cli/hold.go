package cli

import (
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
)

// holdCommand answers "hold CUSTOMER"; "hold lift CUSTOMER" is its one verb.
// A customer whose code is "lift" is asked about with "hold -- lift".
type holdCommand struct {
	Ask  holdAsk  `cmd:"" default:"withargs" help:"May this customer be shipped to?"`
	Lift holdLift `cmd:"" help:"Let goods go in spite of a hold."`
}

type holdAsk struct {
	Customer string `arg:"" help:"The customer's code."`
	Date     string `placeholder:"D" help:"On this day, YYYY-MM-DD; today if not given."`
	Amount   string `placeholder:"N" help:"May so much be shipped?"`
}

func (c *holdAsk) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		if date == 0 {
			date = s.Today()
		}
		answer, err := s.Hold(a.ctx, desk.HoldQuery{Customer: id.Customer(c.Customer), Date: date, Amount: c.Amount})
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(holdJSON(answer, a.lang(s)))
		}
		a.held(answer, a.lang(s))
		return nil
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
}

type holdReason struct {
	Code    string     `json:"code"`
	Text    string     `json:"text"`
	Invoice id.Invoice `json:"invoice,omitempty"`
	Part    int        `json:"part,omitempty"`
	Days    int        `json:"days,omitempty"`
}

func holdJSON(ans credit.Answer, lang string) holdAnswer {
	out := holdAnswer{
		Customer: ans.Customer, Date: ans.Date, Allowed: ans.Allowed, Reasons: []holdReason{},
		ReleasedByPayment: ans.ReleasedByPayment.Decimal(ans.Currency), Currency: ans.Currency,
		LiftedBy: append([]string{}, ans.LiftedBy...), Since: ans.Since,
	}
	if ans.Available != nil {
		available := ans.Available.Decimal(ans.Currency)
		out.Available = &available
	}
	for _, r := range ans.Reasons {
		out.Reasons = append(out.Reasons, holdReason{r.Code, r.Text(lang), r.Invoice, r.Part, r.Days})
	}
	return out
}

func (a *app) held(ans credit.Answer, lang string) {
	verdict := "%s, %s: may NOT ship"
	if ans.Allowed {
		verdict = "%s, %s: may ship"
	}
	a.sayIn(lang, verdict, ans.Customer, ans.Date)
	for _, r := range ans.Reasons {
		a.say("  – %s", r.Text(lang))
	}
	if ans.Available != nil {
		a.sayIn(lang, "  available: %s %s", grouped(ans.Available.Decimal(ans.Currency)), ans.Currency)
	}
	if ans.ReleasedByPayment > 0 {
		a.sayIn(lang, "  released by a payment of %s %s", grouped(ans.ReleasedByPayment.Decimal(ans.Currency)), ans.Currency)
	}
	for _, role := range ans.LiftedBy {
		a.sayIn(lang, "  may be lifted by: %s", role)
	}
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
