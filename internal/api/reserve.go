package api

import (
	"cmp"
	"time"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
)

// ReservationWish asks whether goods may ship today and holds their amount.
type ReservationWish struct {
	Customer id.Customer    `json:"customer" doc:"The customer's code." example:"00017"`
	Amount   Amount         `json:"amount" doc:"What is to ship, in the currency of the answer." example:"1250.00"`
	Currency money.Currency `json:"currency,omitempty" doc:"Of the amount; if not given that of his oldest overdue debt, else the company's."`
	Contract id.Contract    `json:"contract,omitempty" doc:"Shipped under this contract; under any if not given."`
	Order    string         `json:"order,omitempty" doc:"Shipped for this order; an earlier reservation for it is replaced."`
	Hours    int            `json:"hours,omitempty" doc:"How long it holds, up to 168; 8 if not given." example:"8"`
}

// Reservation is the answer: with a number if the amount is held.
type Reservation struct {
	Reservation string         `json:"reservation" doc:"Its number; empty where nothing is held, for it may not ship." example:"4f0c2a91be"`
	Expires     *time.Time     `json:"expires" doc:"When it ends by itself; null where nothing is held." example:"2026-02-03T17:00:00Z"`
	Amount      string         `json:"amount" doc:"What is held." example:"1250.00"`
	Currency    money.Currency `json:"currency" example:"BYN"`
	Answer      *Shipment      `json:"answer" doc:"Whether it may ship and why not, as a shipment check answers."`
}

func reserve(c *call, q *ReservationWish) (*Reservation, error) {
	kept, err := c.Reserve(c, desk.ReserveRequest{
		HoldQuery: desk.HoldQuery{Customer: q.Customer, Amount: string(q.Amount), Currency: q.Currency, Contract: q.Contract, Order: q.Order}, Hours: q.Hours,
	})
	if err != nil {
		return nil, err
	}
	r := &Reservation{Reservation: kept.Key, Currency: cmp.Or(kept.Money, kept.Answer.Currency), Answer: shipment(&kept.Answer, c.lang)}
	r.Amount = kept.Amount.Decimal(r.Currency)
	if kept.Key != "" {
		r.Expires = &kept.Expires
	}
	return r, nil
}

// ReservationRelease gives a reservation back.
type ReservationRelease struct {
	Reservation string `path:"reservation" json:"-" doc:"Its number."`
	Reason      string `json:"reason,omitempty" doc:"Why." example:"the order was cancelled"`
}

func release(c *call, q *ReservationRelease) (Done, error) {
	return Done{true}, c.Release(c, q.Reservation, q.Reason)
}
