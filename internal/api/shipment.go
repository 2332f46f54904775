package api

import (
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/rulebook"
)

// ShipmentQuestion asks whether goods may ship.
type ShipmentQuestion struct {
	Customer id.Customer    `json:"customer" doc:"The customer's code." example:"00017"`
	Amount   Amount         `json:"amount,omitempty" doc:"What is to ship, in the currency of the answer; without it the answer is what may ship at all." example:"1250.00"`
	Date     Day            `json:"date,omitempty" doc:"The day; today if not given." example:"2026-02-03"`
	Currency money.Currency `json:"currency,omitempty" doc:"Of the amount; if not given that of his oldest overdue debt, else the company's."`
	Contract id.Contract    `json:"contract,omitempty" doc:"Shipped under this contract; under any if not given."`
	Order    string         `json:"order,omitempty" doc:"Shipped for this order, which is then not counted a second time."`
}

// Shipment is the answer: whether goods may ship, and why not.
type Shipment struct {
	Customer          id.Customer    `json:"customer" example:"00017"`
	Date              cal.Date       `json:"date" example:"2026-02-03"`
	Allowed           bool           `json:"allowed" doc:"Whether the amount may ship; without an amount, whether anything may." example:"false"`
	Reasons           []Reason       `json:"reasons" doc:"Why not, or why in spite of a hold."`
	Text              string         `json:"text" doc:"All of it in words, line by line, for who asked: why, which payment or paper helps, who may let it go all the same."`
	Available         *string        `json:"available" doc:"How much may ship; null where no limit is set and nothing holds." example:"0.00"`
	ReleasedByPayment string         `json:"released_by_payment" doc:"The payment after which nothing holds any more." example:"72.27"`
	Currency          money.Currency `json:"currency" example:"BYN"`
	LiftedBy          []string       `json:"lifted_by" doc:"The roles that may let it ship all the same." example:"head-of-sales"`
	Since             cal.Date       `json:"since,omitzero" doc:"The first day of the hold." example:"2026-01-31"`
}

// Reason is one reason of an answer.
type Reason struct {
	Code    string     `json:"code" example:"hold.overdue"`
	Rule    string     `json:"rule,omitempty" example:"overdue"`
	Text    string     `json:"text" example:"72.27 BYN of document АВ 1234567 are overdue, day 9"`
	Invoice id.Invoice `json:"invoice,omitempty" doc:"The document's key." example:"00000152"`
	Part    int        `json:"part,omitempty" example:"1"`
	Days    int        `json:"days,omitempty" example:"9"`

	Document string `json:"document,omitempty" doc:"Its number as printed, which the text names; not given where it has none but the key." example:"АВ 1234567"`
}

// checkShipment is the hot path: live from the ledger, never stale.
func checkShipment(c *call, q *ShipmentQuestion) (*Shipment, error) {
	answer, err := c.Hold(c, desk.HoldQuery{Customer: q.Customer, Date: c.dayOr(q.Date), Amount: string(q.Amount), Currency: q.Currency, Contract: q.Contract, Order: q.Order})
	if err != nil {
		return nil, err
	}
	return shipment(&answer, c.lang), nil
}

func shipment(ans *credit.Answer, lang string) *Shipment {
	s := &Shipment{
		Customer: ans.Customer, Date: ans.Date, Allowed: ans.Allowed, Reasons: make([]Reason, len(ans.Reasons)),
		ReleasedByPayment: ans.ReleasedByPayment.Decimal(ans.Currency), Currency: ans.Currency, LiftedBy: ids(ans.LiftedBy), Since: ans.Since,
		Text: ans.Text(lang, credit.Names{Role: rulebook.RoleName, Paper: rulebook.Named}),
	}
	if ans.Available != nil {
		available := ans.Available.Decimal(ans.Currency)
		s.Available = &available
	}
	for i := range ans.Reasons {
		r := &ans.Reasons[i]
		s.Reasons[i] = Reason{Code: r.Code, Rule: r.Rule, Text: r.Text(lang), Invoice: r.Invoice, Part: r.Part, Days: r.Days, Document: r.Printed()}
	}
	return s
}

// StopQuery asks for the customers who are stopped.
type StopQuery struct {
	Date Day `query:"date" json:"-" doc:"The day; today if not given."`
	Paging
}

// listStopped are the customers to whom shipments are stopped, by code.
func listStopped(c *call, q *StopQuery) (Page[*Shipment], error) {
	after, limit, err := q.after()
	if err != nil {
		return Page[*Shipment]{}, err
	}
	var rows []credit.Answer
	err = enough(c.EachStopped(c, c.dayOr(q.Date), func(a credit.Answer) error {
		if string(a.Customer) > after {
			rows = append(rows, a)
		}
		return stopAt(len(rows) > limit)
	}))
	return pageOf(rows, limit, func(a *credit.Answer) string { return string(a.Customer) }, func(a *credit.Answer) *Shipment { return shipment(a, c.lang) }), err
}

// stopFile is the stop list as the file that apply --out writes.
func stopFile(c *call, q *StopFileQuery) (file, error) {
	content, err := c.StopList(c, c.dayOr(q.Date))
	return file{"text/csv; charset=utf-8", content}, err
}

// StopFileQuery asks for the stop list as a file.
type StopFileQuery struct {
	Date Day `query:"date" json:"-" doc:"The day; today if not given."`
}

// LiftWish lets goods go in spite of a hold.
type LiftWish struct {
	Customer id.Customer `json:"customer" doc:"The customer's code." example:"00017"`
	Reason   string      `json:"reason" doc:"Why." example:"guarantee letter 12 of 2 February"`
	Amount   Amount      `json:"amount" doc:"Up to this amount, in the currency of the hold." example:"1250.00"`
	Until    Day         `json:"until" doc:"Until this day, included." example:"2026-02-10"`
}

func liftHold(c *call, q *LiftWish) (desk.Lifted, error) {
	return c.LiftHold(c, desk.LiftRequest{Customer: q.Customer, Reason: q.Reason, Amount: string(q.Amount), Until: day(q.Until)})
}
