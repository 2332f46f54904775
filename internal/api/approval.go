package api

import (
	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/id"
)

// ApprovalFilter picks requests for approval.
type ApprovalFilter struct {
	Pending  bool   `query:"pending" json:"-" doc:"Only those that can still be decided."`
	Kind     string `query:"kind" json:"-" doc:"Only of this kind."`
	Customer string `query:"customer" json:"-" doc:"Only about this customer."`
	Paging
}

func listApprovals(c *call, q *ApprovalFilter) (Page[desk.Approval], error) {
	offset, limit, err := q.offset()
	if err != nil {
		return Page[desk.Approval]{}, err
	}
	list, err := c.Approvals(c, desk.ApprovalFilter{Pending: q.Pending, Kind: authority.Kind(q.Kind), Customer: id.Customer(q.Customer)}, c.today())
	return counted(list[min(offset, len(list)):], offset, limit, approvalView), err
}

func approvalView(a *desk.Approval) desk.Approval { return *a }

// ApprovalPath names a request.
type ApprovalPath struct {
	Number int64 `path:"number" json:"-" doc:"The request's number."`
}

func showApproval(c *call, q *ApprovalPath) (desk.Approval, error) {
	list, err := c.Approvals(c, desk.ApprovalFilter{Number: q.Number}, c.today())
	return one(list, err, "approval.unknown", "request", "", approvalView)
}

// ApprovalWish asks to be allowed something.
type ApprovalWish struct {
	Kind     string          `json:"kind" doc:"lift-hold, promise, exclude and the others of the manual." example:"lift-hold"`
	Subject  string          `json:"subject" doc:"A document's key, else a customer's code." example:"00017"`
	Amount   Amount          `json:"amount,omitempty" example:"1250.00"`
	Until    Day             `json:"until,omitempty" doc:"The last day it is for." example:"2026-02-10"`
	Value    string          `json:"value,omitempty" doc:"What it is to be: the new category, the new terms."`
	Reason   string          `json:"reason" example:"he paid half today"`
	Evidence []desk.Evidence `json:"evidence,omitempty"`
}

func askApproval(c *call, q *ApprovalWish) (desk.Approval, error) {
	return c.Ask(c, desk.AskRequest{
		Kind: authority.Kind(q.Kind), Subject: q.Subject, Amount: string(q.Amount), Until: day(q.Until), Value: q.Value, Reason: q.Reason, Evidence: q.Evidence,
	})
}

// Decision is what is said to a request.
type Decision struct {
	ApprovalPath
	Approve *bool  `json:"approve" example:"true"`
	Reason  string `json:"reason,omitempty" example:"the payment order was shown"`
	// Requires has no effect on a refusal.
	Requires []string `json:"requires,omitempty" doc:"What the yes depends on being shown, of waits.require." example:"guarantee-letter"`
}

func decideApproval(c *call, q *Decision) (desk.Approval, error) {
	return c.Decide(c, q.Number, desk.Word{Approve: *q.Approve, Requires: q.Requires, Reason: q.Reason})
}

// Shown is what is shown for a request later.
type Shown struct {
	ApprovalPath
	Evidence []desk.Evidence `json:"evidence"`
}

func showEvidence(c *call, q *Shown) (desk.Approval, error) {
	return c.ShowEvidence(c, q.Number, q.Evidence)
}

func withdrawApproval(c *call, q *ApprovalPath) (desk.Approval, error) {
	return c.Withdraw(c, q.Number)
}
