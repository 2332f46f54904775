package api

import (
	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Dispute is a dispute.
type Dispute struct {
	Number     int64          `json:"number" example:"7"`
	Customer   id.Customer    `json:"customer" example:"00017"`
	Name       string         `json:"name" example:"Bakery Rye Ltd"`
	Reason     string         `json:"reason" example:"faulty"`
	Complaint  string         `json:"complaint" example:"two sacks were wet"`
	Department string         `json:"department" doc:"The role that answers." example:"claims"`
	Amount     string         `json:"amount" example:"20.00"`
	Currency   money.Currency `json:"currency" example:"BYN"`
	OpenedOn   cal.Date       `json:"opened_on" example:"2026-02-03"`
	OpenedBy   string         `json:"opened_by" example:"1c"`
	AnswerBy   cal.Date       `json:"answer_by,omitzero" example:"2026-02-10"`
	State      string         `json:"state" example:"open"`
	Outcome    string         `json:"outcome,omitempty"`
	Agreed     string         `json:"agreed,omitempty" doc:"What he was found right about."`
	ClosedOn   cal.Date       `json:"closed_on,omitzero"`
	Late       bool           `json:"late" doc:"Its answer is overdue." example:"false"`
}

func disputeView(d *desk.Dispute) Dispute {
	return Dispute{
		d.Number, d.Customer, d.Name, d.Reason, d.Complaint, d.Department, d.Amount.Decimal(d.Currency), d.Currency, d.OpenedOn, d.OpenedBy, d.AnswerBy, d.State, d.Outcome,
		amountIfAny(d.Agreed, d.Currency), d.ClosedOn, d.Late,
	}
}

// DisputeFilter picks disputes.
type DisputeFilter struct {
	Customer string `query:"customer" json:"-" doc:"Only of this customer."`
	Invoice  string `query:"invoice" json:"-" doc:"Only of this document."`
	State    string `query:"state" json:"-" enum:"open,late,agreed,closed" doc:"Only those that stand so."`
	Paging
}

func listDisputes(c *call, q *DisputeFilter) (Page[Dispute], error) {
	offset, limit, err := q.offset()
	if err != nil {
		return Page[Dispute]{}, err
	}
	list, err := c.Disputes(c, desk.DisputeFilter{
		State: q.State, Customer: id.Customer(q.Customer), Invoice: id.Invoice(q.Invoice), Sort: "number", Limit: limit + 1, Offset: offset,
	}, c.today())
	return counted(list.Rows, offset, limit, disputeView), err
}

// DisputePath names a dispute.
type DisputePath struct {
	Number int64 `path:"number" json:"-" doc:"The dispute's number."`
}

func showDispute(c *call, q *DisputePath) (Dispute, error) {
	d, err := c.Dispute(c, q.Number, c.today())
	return disputeView(&d.Dispute), err
}

// DisputeWish opens a dispute.
type DisputeWish struct {
	Customer   id.Customer    `json:"customer" example:"00017"`
	Documents  []DisputedPart `json:"documents" doc:"What is disputed."`
	Reason     string         `json:"reason" doc:"faulty, price, quantity and the others of the manual." example:"faulty"`
	Complaint  string         `json:"complaint" doc:"What he says." example:"two sacks were wet"`
	Product    string         `json:"product,omitempty"`
	Department string         `json:"department,omitempty" doc:"Left out: that of the reason."`
}

// DisputedPart is a document, or a part of it, that is disputed.
type DisputedPart struct {
	Invoice id.Invoice `json:"invoice" example:"00000152"`
	Amount  Amount     `json:"amount,omitempty" doc:"Left out: all that is open." example:"20.00"`
}

func openDispute(c *call, q *DisputeWish) (Dispute, error) {
	r := desk.DisputeRequest{Customer: q.Customer, Reason: q.Reason, Complaint: q.Complaint, Product: q.Product, Department: q.Department, On: c.today()}
	for _, p := range q.Documents {
		r.Documents = append(r.Documents, desk.DisputedPart{Invoice: p.Invoice, Amount: string(p.Amount)})
	}
	d, err := c.OpenDispute(c, r)
	return disputeView(&d), err
}

// DisputeAnswer is what the customer was answered.
type DisputeAnswer struct {
	DisputePath
	Answer string `json:"answer" example:"we take the sacks back"`
}

func answerDispute(c *call, q *DisputeAnswer) (Dispute, error) {
	d, err := c.AnswerDispute(c, q.Number, q.Answer)
	return disputeView(&d), err
}

// DisputeSettlement decides a dispute.
type DisputeSettlement struct {
	DisputePath
	Outcome string `json:"outcome" enum:"credit,return,replacement,rejected,withdrawn" example:"rejected"`
	Amount  Amount `json:"amount,omitempty" doc:"What he is right about; left out: all that is disputed."`
	Reason  string `json:"reason" example:"the sacks were dry when they were handed over"`
}

func settleDispute(c *call, q *DisputeSettlement) (Dispute, error) {
	d, err := c.SettleDispute(c, q.Number, desk.Settlement{Outcome: q.Outcome, Amount: string(q.Amount), Reason: q.Reason})
	return disputeView(&d), err
}
