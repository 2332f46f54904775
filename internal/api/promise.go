package api

import (
	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Promise is a promise to pay, or a part of a payment plan.
type Promise struct {
	Promise  string              `json:"promise" doc:"Its key." example:"ev-3F7A"`
	Kind     string              `json:"kind" doc:"promise, or plan for a part of a payment plan." example:"promise"`
	Date     cal.Date            `json:"date" doc:"When it was given." example:"2026-02-03"`
	Until    cal.Date            `json:"until" doc:"For which day." example:"2026-02-10"`
	Customer id.Customer         `json:"customer" example:"00017"`
	Name     string              `json:"name" example:"Bakery Rye Ltd"`
	Invoice  id.Invoice          `json:"invoice,omitempty" doc:"Absent: all that he owes." example:"00000152"`
	State    ledger.PromiseState `json:"state" doc:"open, kept, part, broken, replaced or withdrawn." example:"open"`
	Promised string              `json:"promised" example:"72.27"`
	Received string              `json:"received" example:"0.00"`
	Currency money.Currency      `json:"currency,omitempty" example:"BYN"`
	By       string              `json:"by,omitempty" doc:"Who took it." example:"anna"`
	Note     string              `json:"note,omitempty"`
}

func promiseView(p *desk.PromiseSeen) Promise {
	return Promise{
		p.Key, string(p.Kind), p.Date, p.Until, p.Customer, p.Name, p.Invoice, p.State, p.Target.Decimal(p.Currency), p.Received.Decimal(p.Currency), p.Currency, p.By, p.Reason,
	}
}

// PromiseFilter picks promises.
type PromiseFilter struct {
	Customer string `query:"customer" json:"-" doc:"Only of this customer."`
	State    string `query:"state" json:"-" enum:"open,kept,part,broken,replaced,withdrawn" doc:"Only those that stand so."`
	From     Day    `query:"from" json:"-" doc:"Promised for this day or later; a month ago if not given."`
	To       Day    `query:"to" json:"-" doc:"Promised for this day or earlier; in three months if not given."`
	Paging
}

func listPromises(c *call, q *PromiseFilter) (Page[Promise], error) {
	offset, limit, err := q.offset()
	if err != nil {
		return Page[Promise]{}, err
	}
	f := desk.PromiseFilter{From: c.today() - 30, To: c.today() + 92, State: ledger.PromiseState(q.State), Customer: id.Customer(q.Customer)}
	if q.From != "" {
		f.From = day(q.From)
	}
	if q.To != "" {
		f.To = day(q.To)
	}
	list, err := c.Promises(c, f, c.today())
	rows := list.Promises[min(offset, len(list.Promises)):]
	return counted(rows, offset, limit, promiseView), err
}

// PromisePath names a promise.
type PromisePath struct {
	Promise string `path:"promise" json:"-" doc:"The promise's key."`
}

func showPromise(c *call, q *PromisePath) (Promise, error) {
	p, err := c.Promise(c, q.Promise, c.today())
	return promiseView(&p.PromiseSeen), err
}

// PromiseWish is what a customer promises.
type PromiseWish struct {
	Customer  id.Customer   `json:"customer" example:"00017"`
	Invoices  []id.Invoice  `json:"invoices,omitempty" doc:"The documents it is about; left out: all that he owes." example:"00000152"`
	Parts     []PromisePart `json:"parts" doc:"One: a promise. Several: a payment plan."`
	Guarantee string        `json:"guarantee,omitempty" doc:"The number of a letter of guarantee."`
	Note      string        `json:"note,omitempty" example:"will pay after the holidays"`
}

// PromisePart is so much until a day.
type PromisePart struct {
	Until  Day    `json:"until" example:"2026-02-10"`
	Amount Amount `json:"amount,omitempty" doc:"In the currency of the documents; left out: all that is open." example:"72.27"`
}

func takePromise(c *call, q *PromiseWish) (desk.Promised, error) {
	r := desk.PromiseRequest{Customer: q.Customer, Invoices: q.Invoices, Guarantee: q.Guarantee, Note: q.Note}
	for _, p := range q.Parts {
		r.Parts = append(r.Parts, desk.PromisePart{Until: day(p.Until), Decimal: string(p.Amount)})
	}
	out, err := c.TakePromise(c, r)
	out.Waiting = append([]int64{}, out.Waiting...)
	return out, err
}

// Why is the reason of a withdrawal.
type Why struct {
	Reason string `json:"reason" example:"recorded by mistake"`
}

// PromiseWithdrawal takes a promise back.
type PromiseWithdrawal struct {
	PromisePath
	Why
}

// Done answers a change that has nothing else to tell.
type Done struct {
	Done bool `json:"done" example:"true"`
}

func withdrawPromise(c *call, q *PromiseWithdrawal) (Done, error) {
	return Done{true}, c.WithdrawPromise(c, q.Promise, q.Reason)
}
