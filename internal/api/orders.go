package api

import (
	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
)

// OrderQuery picks orders of the queue.
type OrderQuery struct {
	Goes     string `query:"goes" json:"-" doc:"Only orders that may go whole, part, or no."`
	Customer string `query:"customer" json:"-" doc:"Only of this customer."`
	Manager  string `query:"manager" json:"-" doc:"Only of this manager's customers."`
	Paging
}

// QueuedOrder is an order with its place and what of it may go.
type QueuedOrder struct {
	Place    int            `json:"place" doc:"In the queue of the whole company, from 1." example:"1"`
	Order    string         `json:"order" example:"З-118"`
	Customer id.Customer    `json:"customer" example:"00017"`
	Contract id.Contract    `json:"contract,omitempty"`
	Date     cal.Date       `json:"date" doc:"The day it was taken." example:"2026-02-02"`
	ToShip   string         `json:"to_ship" example:"7000.00"`
	Currency money.Currency `json:"currency" example:"BYN"`
	Goes     string         `json:"goes" doc:"whole, part or no." example:"part"`
	MayGo    string         `json:"may_go" doc:"How much of it may go." example:"5000.00"`
	Priority Priority       `json:"priority"`
	Answer   *Shipment      `json:"answer" doc:"The answer of the shipment check for the order, once what stands above it is gone."`
}

// Priority is why an order stands where it does.
type Priority struct {
	Points  int    `json:"points" doc:"Half for what is paid ahead, half for what was paid in time, less the days overdue: 0 to 100." example:"63"`
	Paid    string `json:"paid_ahead" doc:"What of the customer's money is beyond his debts." example:"90.00"`
	Ordered string `json:"ordered" doc:"All his orders in the currency." example:"120.00"`
	Due     int    `json:"fell_due" doc:"Instalments that fell due within a year." example:"40"`
	InTime  int    `json:"in_time" doc:"Of them, paid in time." example:"36"`
	Overdue int    `json:"days_overdue" doc:"Of his oldest debt." example:"0"`
}

// listOrders is the order queue.
func listOrders(c *call, q *OrderQuery) (Page[*QueuedOrder], error) {
	offset, limit, err := q.offset()
	if err != nil {
		return Page[*QueuedOrder]{}, err
	}
	queue, err := c.OrderQueue(c, desk.QueueQuery{Goes: q.Goes, Customer: id.Customer(q.Customer), Manager: q.Manager, Offset: offset, Limit: limit + 1})
	return counted(queue.Rows, offset, limit, func(o *desk.QueuedOrder) *QueuedOrder {
		p := &o.Priority
		return &QueuedOrder{
			Place: o.Place, Order: o.Order, Customer: o.Customer, Contract: o.Contract, Date: o.On, ToShip: o.Left.Decimal(o.Currency), Currency: o.Currency,
			Goes: o.Goes, MayGo: o.May.Decimal(o.Currency), Answer: shipment(&o.Answer, c.lang),
			Priority: Priority{p.Points, p.Paid.Decimal(o.Currency), p.Ordered.Decimal(o.Currency), p.Due, p.InTime, p.Overdue},
		}
	}), err
}
