package sample

import (
	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// talk records what comes of asking those who pay badly: what they announce,
// what is agreed with them, and how some of them end. It has dice of its own,
// so that nothing else about the company depends on it.
func (c *client) talk() {
	c.dice = newDice(c.o.Seed, 2, uint64(c.i))
	for p := range c.parts {
		if c.parts[p].due == 0 {
			continue // its term has not started
		}
		switch c.habit {
		case late:
			c.announce(p)
		case slow:
			c.bargain(p)
		}
	}
	if c.habit == vanishing {
		c.fallSilent()
	}
}

// announce records that he said beforehand that he would be late.
func (c *client) announce(p int) {
	part := c.parts[p]
	inv := &c.out.Invoices[part.invoice]
	day := workday(part.due - c.dice.days(2, 5))
	if day <= inv.Date || !c.dice.percent(20) {
		return
	}
	c.note(ledger.Event{Date: day, Kind: ledger.Notice, Invoice: inv.ID, Until: max(day, part.due+c.dice.days(3, 10)), Reason: "ждёт оплаты от своего покупателя"})
}

// bargain records a call after the term, and for a few a new term that was
// signed on the strength of a guarantee letter.
func (c *client) bargain(p int) {
	part := c.parts[p]
	inv := c.out.Invoices[part.invoice].ID
	if c.dice.percent(40) {
		c.note(ledger.Event{Date: workday(part.due + c.dice.days(2, 6)), Kind: ledger.Call, Invoice: inv, Reason: "new-date"})
	}
	if c.dice.percent(4) {
		day := workday(part.due + c.dice.days(12, 18))
		c.note(ledger.Event{Date: day, Kind: ledger.Guarantee, Invoice: inv, Until: day + c.dice.days(20, 40), Reason: "гарантийное письмо за подписью директора"})
		c.note(ledger.Event{Date: day + 1, Kind: ledger.Restructured, Invoice: inv, Reason: "дополнительное соглашение подписано"})
	}
}

// fallSilent is the end of one who stopped paying: a plan he does not keep, a
// refusal, no answer, a formal claim, the court.
func (c *client) fallSilent() {
	for _, part := range c.parts {
		if part.due <= c.stop {
			continue
		}
		inv := &c.out.Invoices[part.invoice]
		day := part.due + c.dice.days(5, 10)
		for i, amount := range money.Split(part.amount, []int64{1, 1}) {
			c.note(ledger.Event{Date: day, Kind: ledger.Plan, Invoice: inv.ID, Amount: amount, Currency: inv.Currency, Until: day + cal.Date(7*(i+1)), Reason: "две равные части"})
		}
		c.note(ledger.Event{Date: day + 10, Kind: ledger.Refusal, Reason: "денег нет и не предвидится"})
		c.note(ledger.Event{Date: day + 20, Kind: ledger.NoContact, Reason: "телефоны не отвечают"})
		c.note(ledger.Event{Date: day + 30, Kind: ledger.ClaimSent, Invoice: inv.ID, Reason: "ценным письмом с описью"})
		c.note(ledger.Event{Date: day + 35, Kind: ledger.ClaimDelivered, Invoice: inv.ID, Reason: "уведомление о вручении"})
		c.note(ledger.Event{Date: day + 80, Kind: ledger.Lawsuit, Invoice: inv.ID, Reason: "исковое заявление принято"})
		return
	}
}
