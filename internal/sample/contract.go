package sample

import (
	"fmt"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// meet invents the people to write to and to call.
func (c *client) meet() {
	cust := &c.out.Customers[0]
	_, host, _ := strings.Cut(cust.Email, "@")
	for i, contact := range []struct {
		role, mailbox string
		share         int
	}{{"accountant", "buh", 95}, {"payer", "oplata", 55}, {"director", "director", 80}} {
		if !c.dice.percent(contact.share) {
			continue
		}
		person := ledger.Contact{
			Customer: cust.ID, Name: c.person(), Position: c.style.positions[i], Role: contact.role,
			Phone: c.phone(), Language: c.style.lang,
		}
		if host != "" && c.dice.percent(85) {
			person.Email = contact.mailbox + "@" + host
		}
		if c.dice.percent(70) {
			person.VerifiedOn = c.o.Today - c.dice.days(5, 400)
		}
		c.out.Contacts = append(c.out.Contacts, person)
	}
}

func (c *client) person() string {
	p, d := &c.style.people, c.dice
	given, family, father := p.men, p.surnamesMen, p.patronymicsMen
	if d.percent(60) {
		given, family, father = p.women, p.surnames, p.patron
	}
	name := []string{of(d, given), of(d, family)}
	if p.surnameFirst {
		name[0], name[1] = name[1], name[0]
	}
	if len(father) > 0 {
		name = append(name, of(d, father))
	}
	return strings.Join(name, " ")
}

// agree makes the customer's contracts: one, for some none, for some a second
// one in another currency.
func (c *client) agree() {
	s := c.style
	if c.i != 34 && c.dice.percent(2) {
		// Delivered on invoice, without a contract.
		c.deals = []deal{{Contract: ledger.Contract{PaymentDays: 14, TermFrom: ledger.FromInvoice}, currency: s.currency, scale: s.scale, due: true}}
		return
	}
	c.deals = []deal{c.contract(1, s.currency, s.scale)}
	if c.i == 17 || c.dice.percent(2) {
		if s.currency == "EUR" {
			c.deals = append(c.deals, c.contract(2, "USD", 33))
		} else {
			c.deals = append(c.deals, c.contract(2, "EUR", 28))
		}
	}
	for i := range c.deals {
		c.out.Contracts = append(c.out.Contracts, c.deals[i].Contract)
	}
}

// contract is the customer's n-th.
func (c *client) contract(n int, currency money.Currency, scale int) deal {
	d, s := c.dice, c.style
	k := deal{currency: currency, scale: scale, due: s.explicitDue || c.o.AllOpen, Contract: ledger.Contract{
		ID: id.Contract(c.key + "-" + strconv.Itoa(n)), Customer: id.Customer(c.key),
		Date: workday(c.o.first() - c.dice.days(10, 700)), Law: s.country,
		PaymentDays: []int{7, 14, 21, 30, 45}[d.weighted(10, 30, 25, 25, 10)],
		DaysUnit:    ledger.CalendarDays, PenaltyPerDay: "0.1",
		PaymentClause: fmt.Sprintf("%d.%d", d.between(2, 4), d.between(1, 5)),
		PenaltyClause: fmt.Sprintf("%d.%d", d.between(5, 7), d.between(1, 6)),
	}}
	k.Number = strings.NewReplacer("{number}", strconv.Itoa(d.between(3, 480)),
		"{yy}", fmt.Sprintf("%02d", k.Date.Year()%100)).Replace(s.contractNo)
	if c.i == 34 || d.percent(3) {
		k.Number = ""
	}
	k.TermFrom = []ledger.TermBase{ledger.FromShipment, ledger.FromInvoice, ledger.FromHandOver}[d.weighted(55, 30, 15)]
	if s.explicitDue {
		k.TermFrom = ledger.FromInvoice
	}
	if s.workUnit != "" && k.PaymentDays <= 21 && d.percent(22) {
		k.DaysUnit = s.workUnit
	}
	if !k.due && c.habit != advance && d.percent(6) {
		k.PaymentDays, k.Terms = 20, "30%@0;70%@20"
	}
	c.limit(&k)
	return k
}

// limit sets credit limits: about two months of buying, in whole thousands.
func (c *client) limit(k *deal) {
	if c.habit == advance || c.dice.percent(35) {
		return
	}
	const thousand = 100_000 // in kopecks
	rounded := money.Minor(c.size*c.dice.between(6, 14)/thousand+1) * thousand
	k.LimitAmount = rounded.Decimal(Currency)
	if c.dice.percent(40) {
		k.LimitDays = c.dice.between(1, 3) * 5
	}
}

// after is the day a number of the contract's days after the base; none when
// the term has not started.
func (k *deal) after(base cal.Date, days int) cal.Date {
	switch {
	case base == 0:
		return 0
	case k.DaysUnit == ledger.CalendarDays || k.DaysUnit == "":
		return base + cal.Date(days)
	default:
		return addWorkdays(base, days)
	}
}

// base is the day the term runs from; none if it has not come.
func (k *deal) base(inv *ledger.Invoice) cal.Date {
	switch k.TermFrom {
	case ledger.FromShipment:
		return inv.Shipped
	case ledger.FromHandOver:
		return inv.HandedOver
	default:
		return inv.Date
	}
}
