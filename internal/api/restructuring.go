package api

import (
	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

// Restructuring is a supplementary agreement or a guarantee letter.
type Restructuring struct {
	Number      int64              `json:"number" example:"12"`
	Paper       string             `json:"paper" doc:"The number that is printed on it." example:"R-12"`
	Kind        string             `json:"kind" doc:"agreement or guarantee." example:"agreement"`
	Customer    id.Customer        `json:"customer" example:"00017"`
	State       string             `json:"state" doc:"draft, sent, signed, kept, broken, refused, expired, replaced, cancelled or withdrawn." example:"signed"`
	Amount      string             `json:"amount" example:"150.00"`
	Currency    money.Currency     `json:"currency" example:"BYN"`
	MadeOn      cal.Date           `json:"made_on" example:"2026-02-03"`
	SentOn      cal.Date           `json:"sent_on,omitzero"`
	AnswerBy    cal.Date           `json:"answer_by,omitzero"`
	SignedOn    cal.Date           `json:"signed_on,omitzero"`
	SignedBy    string             `json:"signed_by,omitempty"`
	EndedOn     cal.Date           `json:"ended_on,omitzero" doc:"The day its plan ended."`
	Note        string             `json:"note,omitempty" doc:"Why it ended, was refused or taken back; of a broken one what was missing."`
	Approval    int64              `json:"approval,omitempty" doc:"The request by which it is let out."`
	Documents   []RestructuredPart `json:"documents" doc:"What it is about, as it was when it was drawn up."`
	Instalments []AgreedInstalment `json:"instalments"`
	Price       *DelayPrice        `json:"delay_price,omitempty" doc:"What the delay costs; absent: nothing was agreed about it."`
}

// RestructuredPart is an instalment of a document that a paper is about.
type RestructuredPart struct {
	Invoice id.Invoice `json:"invoice" example:"00000152"`
	Part    int        `json:"part" example:"1"`
	Due     cal.Date   `json:"due" doc:"The day it was due at first." example:"2026-01-20"`
	Open    string     `json:"open" example:"100.00"`
}

// AgreedInstalment is a part of a plan and how it stands.
type AgreedInstalment struct {
	Until    cal.Date `json:"until" example:"2026-02-10"`
	Amount   string   `json:"amount" example:"90.00"`
	Received string   `json:"received" doc:"What came of it in time." example:"90.00"`
	State    string   `json:"state" doc:"open, kept, part or broken." example:"kept"`
	Price    string   `json:"price,omitempty" doc:"Of the delay, if it is paid on its day." example:"4.05"`
}

// DelayPrice is what the delay costs as of today.
type DelayPrice struct {
	Reading string `json:"reading" doc:"cumulative or column." example:"cumulative"`
	Planned string `json:"planned" doc:"If each instalment is paid on its day." example:"7.85"`
	Total   string `json:"total" doc:"What is owed for it today; nothing before the signature." example:"4.50"`
	Waived  string `json:"waived" example:"0.00"`
	Beyond  bool   `json:"beyond" doc:"Part of it is later than the table goes: the director decides." example:"false"`
}

func restructuringView(a *desk.Restructuring) Restructuring {
	decimal := func(m money.Minor) string { return m.Decimal(a.Currency) }
	v := Restructuring{
		Number: a.Number, Paper: desk.PaperNumber(a.Number), Kind: a.Kind, Customer: a.Customer, State: a.State, Amount: decimal(a.Amount), Currency: a.Currency,
		MadeOn: a.MadeOn, SentOn: a.SentOn, AnswerBy: a.AnswerBy, SignedOn: a.SignedOn, SignedBy: a.SignedBy, EndedOn: a.EndedOn, Note: a.Note, Approval: a.Approval,
		Documents: []RestructuredPart{}, Instalments: []AgreedInstalment{},
	}
	for i := range a.Of {
		d := &a.Of[i]
		v.Documents = append(v.Documents, RestructuredPart{d.Invoice, d.Part, d.Due, decimal(d.Open)})
	}
	for i := range a.Instalments {
		in := &a.Instalments[i]
		row := AgreedInstalment{Until: in.Until, Amount: decimal(in.Amount), Received: decimal(in.Received), State: string(in.State)}
		if a.Reading != "" {
			row.Price = decimal(in.Price)
		}
		v.Instalments = append(v.Instalments, row)
	}
	if d := &a.Delay; a.Reading != "" {
		v.Price = &DelayPrice{a.Reading, decimal(d.Planned), decimal(d.Total), decimal(d.Waived), d.Beyond}
	}
	return v
}

// RestructuringFilter picks papers.
type RestructuringFilter struct {
	Customer string `query:"customer" json:"-" doc:"Only with this customer."`
	State    string `query:"state" json:"-" enum:"draft,sent,signed,kept,broken,refused,expired,replaced,cancelled,withdrawn" doc:"Only those that stand so."`
	Paging
}

func listRestructurings(c *call, q *RestructuringFilter) (Page[Restructuring], error) {
	offset, limit, err := q.offset()
	if err != nil {
		return Page[Restructuring]{}, err
	}
	list, err := c.Restructurings(c, store.RestructuringQuery{State: q.State, Customer: id.Customer(q.Customer), Limit: limit + 1, Offset: offset})
	return counted(list.Rows, offset, limit, restructuringView), err
}

// RestructuringPath names a paper.
type RestructuringPath struct {
	Number int64 `path:"number" json:"-" doc:"Its number."`
}

func showRestructuring(c *call, q *RestructuringPath) (Restructuring, error) {
	a, err := c.Restructuring(c, q.Number)
	if err != nil {
		return Restructuring{}, err
	}
	return restructuringView(&a), nil
}
