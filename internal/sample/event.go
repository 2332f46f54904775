package sample

import (
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// note records an event, by the customer's manager unless said otherwise; what
// has not happened yet is left out.
func (c *client) note(e ledger.Event) {
	if e.Date > c.o.Today {
		return
	}
	e.Customer = id.Customer(c.key)
	if e.By == "" {
		e.By = c.out.Customers[0].Manager
	}
	c.out.Events = append(c.out.Events, e)
}

// promise records that on a day he promised to pay until another; whether he
// keeps it is seen from his payments.
func (c *client) promise(p int, day, until cal.Date) {
	inv := &c.out.Invoices[c.parts[p].invoice]
	if c.stop > 0 && day > c.stop+10 {
		return // he no longer answers the telephone
	}
	e := ledger.Event{Date: workday(day), Kind: ledger.Promise, Invoice: inv.ID, Currency: inv.Currency, Until: until, Reason: of(c.dice, promiseReasons)}
	if c.dice.percent(50) {
		e.Amount = c.parts[p].amount
	}
	e.Until = max(e.Until, e.Date)
	c.note(e)
}

// inTransit records, for some of what will arrive in the next days, that the
// customer has shown his payment order.
func (c *client) inTransit(p int, day cal.Date, amount money.Minor) {
	inv := &c.out.Invoices[c.parts[p].invoice]
	if day > c.o.Today+4 || inv.Date >= c.o.Today || !c.dice.percent(40) {
		return
	}
	c.note(ledger.Event{
		Date: c.o.Today - c.dice.days(0, 1), Kind: ledger.InTransit, Invoice: inv.ID, Amount: amount, Currency: inv.Currency,
		Until: day, Reason: of(c.dice, transitReasons),
	})
}

// suspend takes a few customers out of the plans by a written order: one kind
// until a day, the other until somebody takes it back.
func (c *client) suspend() {
	order := ledger.Event{Kind: ledger.Suspend, Reason: of(c.dice, suspendReasons), By: Director}
	switch {
	case c.i%100 == 45:
		order.Date, order.Until = c.o.Today-10, c.o.Today+20
		c.note(order)
	case c.i%60 == 20:
		order.Date = c.o.Today - 40
		c.note(order)
		c.note(ledger.Event{Date: c.o.Today - 12, Kind: ledger.Resume, Reason: "сверка закончена", By: Director})
	}
}
