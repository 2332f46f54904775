package sample

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// paid is a payment with the part it was meant for.
type paid struct {
	ledger.Payment
	part int
}

// settle lets the customer pay, each part as his habit is.
func (c *client) settle() {
	if c.habit == advance {
		c.payInAdvance()
		return
	}
	for p := range c.parts {
		if c.parts[p].due == 0 {
			continue // not handed over: not due, not paid
		}
		switch c.habit {
		case late, vanishing:
			c.payLate(p)
		case slow:
			c.paySlowly(p)
		case disputing:
			c.payOrDispute(p)
		default:
			c.payPunctually(p, c.parts[p].amount)
		}
	}
}

// payPunctually is up to four days before the term, seldom after it.
func (c *client) payPunctually(p int, amount money.Minor) {
	delay := c.dice.days(-4, 0)
	if c.dice.percent(3) {
		delay = c.dice.days(5, 12) // forgotten
	}
	c.pay(p, c.parts[p].due+delay, amount)
}

// payLate is a week or two after the term, sometimes with a promise first.
func (c *client) payLate(p int) {
	day := c.parts[p].due + c.dice.days(5, 16)
	if c.dice.percent(20) {
		c.promise(p, c.parts[p].due+c.dice.days(1, 3), day+2)
	}
	c.pay(p, day, c.parts[p].amount)
}

// paySlowly is in two or three parts, weeks after the term, with promises
// broken on the way.
func (c *client) paySlowly(p int) {
	part, d := c.parts[p], c.dice
	if d.percent(35) {
		asked := part.due + d.days(5, 9)
		c.promise(p, asked, asked+d.days(3, 7))
	}
	shares := money.Split(part.amount, []int64{int64(d.between(2, 5)), int64(d.between(2, 4)), int64(d.between(0, 2))})
	day := part.due + d.days(6, 20)
	for _, amount := range shares {
		if amount > 0 {
			c.pay(p, day, amount)
		}
		day += d.days(6, 18)
	}
}

// payOrDispute is punctual with what he does not quarrel about.
func (c *client) payOrDispute(p int) {
	part := c.parts[p]
	inv := &c.out.Invoices[part.invoice]
	day := inv.Date + c.dice.days(4, 15)
	if day > c.o.Today || !c.dice.percent(25) {
		c.payPunctually(p, part.amount)
		return
	}
	disputed, named := part.amount, money.Minor(0) // zero in the file: all of it
	if c.dice.percent(50) {
		disputed = part.amount * money.Minor(c.dice.between(20, 60)) / 100
		named = disputed
		c.payPunctually(p, part.amount-disputed)
	}
	c.note(ledger.Event{
		Date: day, Kind: ledger.Dispute, Invoice: inv.ID, Amount: named, Currency: inv.Currency,
		Reason: of(c.dice, disputeReasons),
	})
	closed := day + c.dice.days(12, 60)
	if closed > c.o.Today || day > c.o.Today-120 && c.dice.percent(30) {
		return
	}
	c.note(ledger.Event{Date: closed, Kind: ledger.DisputeClosed, Invoice: inv.ID, Reason: "согласовано, акт сверки подписан"})
	c.pay(p, max(closed, part.due)+c.dice.days(2, 12), disputed)
}

// payInAdvance keeps a balance that is never used up.
func (c *client) payInAdvance() {
	balance := map[id.Contract]money.Minor{}
	for p, part := range c.parts {
		inv := &c.out.Invoices[part.invoice]
		if balance[inv.Contract] <= part.amount {
			sum := part.amount*money.Minor(c.dice.between(11, 18))/10/1000*1000 + 1000
			balance[inv.Contract] += sum
			c.record(p, workday(inv.Date-c.dice.days(4, 8)), sum)
		}
		balance[inv.Contract] -= part.amount
	}
}

// pay records a payment for a part on a working day after delivery, unless
// that day has not come or the customer has vanished before it.
func (c *client) pay(p int, day cal.Date, amount money.Minor) {
	shipped := c.out.Invoices[c.parts[p].invoice].Date
	day = workday(max(day, shipped+1))
	if !c.names {
		day = payDay(day, shipped)
	}
	switch {
	case c.stop > 0 && day > c.stop:
	case day > c.o.Today:
		c.inTransit(p, day, amount)
	default:
		c.record(p, day, amount)
	}
}

// payDay is the Thursday before, when those who do not name invoices pay all
// that falls due, if that is a working day after delivery.
func payDay(day, shipped cal.Date) cal.Date {
	thursday := day - cal.Date((int(day.Weekday())-int(time.Thursday)+7)%7)
	if thursday > shipped && isWorkday(thursday) {
		return thursday
	}
	return day
}

func (c *client) record(p int, day cal.Date, amount money.Minor) {
	inv := &c.out.Invoices[c.parts[p].invoice]
	pay := ledger.Payment{
		Kind: ledger.Money, Customer: id.Customer(c.key), Contract: inv.Contract, Date: day, Amount: amount, Currency: inv.Currency,
	}
	if c.names || inv.Contract == "" && c.habit != advance {
		pay.Invoice = inv.ID
	}
	pay.Purpose = c.purpose(inv, &pay)
	c.paid = append(c.paid, paid{pay, p})
}

// purpose is the text of the payment order in the customer's language.
func (c *client) purpose(inv *ledger.Invoice, pay *ledger.Payment) string {
	texts := &c.style.purpose
	text, number, date := texts.contract, "", cal.Date(0)
	for i := range c.deals {
		if k := &c.deals[i]; k.ID == inv.Contract {
			number, date = k.Number, k.Date
		}
	}
	switch {
	case c.habit == advance && number != "":
		text = texts.advance
	case pay.Invoice != "" || number == "":
		text = texts.invoice
		if pay.Amount < inv.Amount {
			text = texts.part
		}
		return fmt.Sprintf(text, c.declined(inv.Kind), inv.Document, dotted(inv.Date))
	}
	return fmt.Sprintf(text, number, dotted(date))
}

// declined is a kind of document as payment orders write it.
func (c *client) declined(kind string) string {
	for i := range c.style.docs {
		if d := &c.style.docs[i]; d.kind == kind && d.paid != "" {
			return d.paid
		}
	}
	return kind
}

// dotted is a date as people here write it.
func dotted(d cal.Date) string {
	y, m, day := d.Civil()
	return fmt.Sprintf("%02d.%02d.%d", day, m, y)
}

// receiveCredit turns some payments of reliable customers into a smaller one
// after a credit note: goods went back. Nothing older may be open on that day,
// for a credit note settles the oldest debt.
func (c *client) receiveCredit() {
	if c.habit != punctual && c.habit != late {
		return
	}
	returned := map[int]bool{}
	for i := range c.paid {
		pay := &c.paid[i]
		part := c.parts[pay.part]
		inv := c.out.Invoices[part.invoice]
		day := pay.Date - c.dice.days(1, 4)
		if !c.dice.percent(3) || returned[part.invoice] || pay.Amount < 2000 || day <= inv.Date || !c.clean(pay, day) {
			continue
		}
		returned[part.invoice] = true
		amount := pay.Amount * money.Minor(c.dice.between(3, 25)) / 100
		kind := c.style.credit
		c.out.Invoices = append(c.out.Invoices, ledger.Invoice{
			ID: inv.ID + "-R", Customer: inv.Customer, Contract: inv.Contract, Kind: kind.kind,
			Document: c.document(kind, day), Date: day, Amount: -amount, Currency: inv.Currency,
		})
		pay.Amount -= amount
		pay.Purpose = c.purpose(&inv, &pay.Payment)
	}
}

// clean is whether everything due before the payment's part was paid by day.
func (c *client) clean(pay *paid, day cal.Date) bool {
	due, open := c.parts[pay.part].due, 0
	for _, part := range c.parts {
		if part.due > 0 && part.due <= due {
			open++
		}
	}
	for i := range c.paid {
		if other := &c.paid[i]; c.parts[other.part].due <= due && (other.Date < day || other.part == pay.part) {
			open--
		}
	}
	return open == 0
}

// combine sorts payments by date and makes one of those of a day, contract and
// currency that name no invoice.
func combine(all []paid) []ledger.Payment {
	slices.SortStableFunc(all, func(a, b paid) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Contract, b.Contract))
	})
	out := make([]ledger.Payment, 0, len(all))
	for i := range all {
		pay := all[i].Payment
		if n := len(out) - 1; n >= 0 && pay.Invoice == "" && out[n].Invoice == "" &&
			out[n].Date == pay.Date && out[n].Contract == pay.Contract && out[n].Currency == pay.Currency {
			out[n].Amount += pay.Amount
			continue
		}
		out = append(out, pay)
	}
	return out
}
