package sample

import (
	"fmt"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// seasons is how much is bought in each month, in percent: building is done in summer.
var seasons = [13]int{0, 60, 65, 80, 100, 120, 125, 125, 120, 110, 100, 85, 80}

// buy makes the customer's invoices, oldest first.
func (c *client) buy() {
	switch {
	case c.o.AllOpen:
		c.buyOpen()
	case c.o.Invoices > 0:
		c.buyExactly()
	default:
		c.buyInRhythm()
	}
}

// buyInRhythm is every week to every month from some day on; who does not pay
// for a month gets nothing more.
func (c *client) buyInRhythm() {
	pause := []int{7, 10, 14, 21, 30}[c.dice.weighted(15, 20, 25, 20, 20)]
	day := c.o.first() + c.dice.days(0, pause)
	if c.dice.percent(15) {
		day += c.dice.days(0, int(c.o.Today-c.o.first())*3/4)
	}
	for {
		day = workday(day)
		if day > c.o.Today || c.stop > 0 && day > c.stop+30 {
			return
		}
		c.ship(day, 0)
		day += c.dice.days(pause*7/10, pause*13/10)
	}
}

// buyExactly spreads a given number of invoices evenly over the history.
func (c *client) buyExactly() {
	n := c.o.count(c.i)
	first, span := c.o.first()+1, int(c.o.Today-c.o.first())
	for k := range n {
		from, to := k*span/n, (k+1)*span/n
		c.ship(first+c.dice.days(from, to-1), 0)
	}
}

// buyOpen spreads due dates round Today, for a ledger of which nothing is paid.
func (c *client) buyOpen() {
	n := c.o.count(c.i)
	span := max(2*openSpread+1, n)
	for k := range n {
		due := c.o.Today - openSpread + c.dice.days(k*span/n, (k+1)*span/n-1)
		c.ship(due-30, due)
	}
}

// ship delivers on a day: the invoice and its instalments. A due date given is
// written as it stands.
func (c *client) ship(day, due cal.Date) {
	k := &c.deals[0]
	if len(c.deals) > 1 && c.dice.percent(30) {
		k = &c.deals[1]
	}
	kind := c.docKind()
	inv := ledger.Invoice{
		ID: c.invoiceID(day), Customer: id.Customer(c.key), Contract: k.ID, Kind: kind.kind,
		Document: c.document(kind, day), Date: day, Due: due, Amount: c.amount(k, day), Currency: k.currency, Shipped: day,
	}
	if kind.kind == "акт" {
		inv.Shipped = day - c.dice.days(0, 2)
		inv.Accepted = c.past(day + c.dice.days(1, 5))
	}
	handOver := c.handOver(k, day)
	inv.HandedOver = handOver
	if due == 0 && k.due {
		inv.Due = k.after(k.base(&inv), k.PaymentDays)
	}
	c.addParts(k, &inv)
	// Some offices learn of the hand-over later, as an event of its own.
	if handOver > 0 && !c.o.AllOpen && c.dice.percent(30) {
		inv.HandedOver = 0
		c.note(ledger.Event{Date: handOver, Kind: ledger.HandedOver, Invoice: inv.ID})
	}
	c.out.Invoices = append(c.out.Invoices, inv)
}

// handOver is when the documents came into the customer's hands; of the newest
// some never did.
func (c *client) handOver(k *deal, day cal.Date) cal.Date {
	if k.TermFrom != ledger.FromHandOver || day > c.o.Today-60 && c.dice.percent(7) {
		return 0
	}
	return c.past(workday(day + c.dice.days(1, 8)))
}

// past is the day if it has come.
func (c *client) past(day cal.Date) cal.Date {
	if day > c.o.Today {
		return 0
	}
	return day
}

// addParts splits the invoice as the contract says.
func (c *client) addParts(k *deal, inv *ledger.Invoice) {
	index := len(c.out.Invoices)
	if k.Terms == "" || inv.Due > 0 {
		due := inv.Due
		if due == 0 {
			due = k.after(k.base(inv), k.PaymentDays)
		}
		c.parts = append(c.parts, part{index, due, inv.Amount})
		return
	}
	base := k.base(inv)
	shares := money.Split(inv.Amount, []int64{30, 70})
	c.parts = append(c.parts, part{index, k.after(base, 0), shares[0]}, part{index, k.after(base, 20), shares[1]})
}

// amount is a delivery's: each doubling of the usual size half as likely.
func (c *client) amount(k *deal, day cal.Date) money.Minor {
	_, month, _ := day.Civil()
	minor := c.size * (512 + c.dice.IntN(512)) / 1024 * seasons[month] / 100 * k.scale / 100
	for range 4 {
		if c.dice.percent(60) {
			break
		}
		minor *= 2
	}
	if c.dice.percent(25) {
		minor -= minor % 1000
	}
	return money.Minor(max(minor, 500))
}

func (c *client) docKind() docKind {
	weights := make([]int, len(c.style.docs))
	for i, kind := range c.style.docs {
		weights[i] = kind.weight
	}
	return c.style.docs[c.dice.weighted(weights...)]
}

// ordinal numbers the documents of the company: in order of their days, one at
// most for each customer and day.
func (c *client) ordinal(day cal.Date) int {
	zero := c.o.first() - openSpread - 40
	if c.o.AllOpen {
		zero = c.o.Today - openSpread - 40
	}
	offset := int(day - zero)
	return offset*c.o.Customers + (c.i+offset*97)%c.o.Customers + 1
}

func (c *client) invoiceID(day cal.Date) id.Invoice {
	return id.Invoice(fmt.Sprintf("%09d", c.ordinal(day)))
}

// document is the number printed on the paper.
func (c *client) document(kind docKind, day cal.Date) string {
	const book = 9_000_000 // numbers in one series
	n := c.ordinal(day)
	text := strings.Replace(kind.number, "{series}", series[n/book%len(series)], 1)
	text = strings.Replace(text, "{number}", fmt.Sprintf("%07d", 1_000_000+n%book), 1)
	return strings.Replace(text, "{yy}", fmt.Sprintf("%02d", day.Year()%100), 1)
}
