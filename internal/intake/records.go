package intake

import (
	"strconv"
	"strings"

	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

func (r *reader) customer() ledger.Customer {
	c := ledger.Customer{
		ID:       id.Customer(r.name("customer")),
		Name:     r.must("name"),
		TaxID:    r.text("tax_id"),
		Language: r.language("language"),
		Country:  r.country("country"),
		Email:    r.text("email"),
		Phone:    r.text("phone"),
		Address:  r.text("address"),
		Category: r.text("category"),
		Manager:  r.text("manager"),
		Parent:   id.Customer(r.nameIfAny("parent")),
		Attrs:    r.attrs(),
	}
	for _, f := range ledger.CardFields {
		if said := r.text(field(f)); said != "" {
			if c.Attrs == nil {
				c.Attrs = map[string]string{}
			}
			c.Attrs[f] = said
		}
	}
	return c
}

func (r *reader) contact() ledger.Contact {
	return ledger.Contact{
		Customer:   id.Customer(r.name("customer")),
		Name:       r.must("name"),
		Position:   r.text("position"),
		Role:       r.word("role", ledger.ContactRoles),
		Email:      r.text("email"),
		Phone:      r.text("phone"),
		Language:   r.language("language"),
		VerifiedOn: r.date("verified_on"),
		Attrs:      r.attrs(),
	}
}

var (
	dayUnits  = []string{string(ledger.CalendarDays), string(ledger.WorkingDays), string(ledger.BankingDays)}
	termBases = []string{
		string(ledger.FromShipment), string(ledger.FromInvoice), string(ledger.FromHandOver),
		string(ledger.FromAccept), string(ledger.FromDemand),
	}
	eventKinds = func() (list []string) {
		for _, k := range ledger.EventKinds {
			list = append(list, string(k))
		}
		return append(list, string(ledger.OriginalReturned))
	}()
)

func (r *reader) contract() ledger.Contract {
	c := ledger.Contract{
		ID:            id.Contract(r.name("contract")),
		Customer:      id.Customer(r.name("customer")),
		Number:        r.text("number"),
		Date:          r.date("date"),
		Law:           r.law("law"),
		PaymentDays:   r.count("payment_days", -1),
		DaysUnit:      ledger.DayUnit(r.word("days_unit", dayUnits)),
		TermFrom:      ledger.TermBase(r.word("term_from", termBases)),
		Terms:         r.text("terms"),
		PenaltyPerDay: r.percent("penalty_per_day"),
		LimitAmount:   r.decimal("limit_amount"),
		LimitDays:     r.count("limit_days", 0),
		PaymentClause: r.text("payment_clause"),
		PenaltyClause: r.text("penalty_clause"),
		PaymentOrder:  strings.ToLower(r.text("payment_order")),
		Attrs:         r.attrs(),
	}
	if _, err := ledger.ParseTerms(c.Terms); err != nil {
		f := asFault(err)
		r.refuse("terms", c.Terms, f.Code, "cannot be read: "+f.Text)
	}
	return c
}

func (r *reader) invoice() ledger.Invoice {
	c := r.currency()
	return ledger.Invoice{
		ID:         id.Invoice(r.name("invoice")),
		Customer:   id.Customer(r.name("customer")),
		Contract:   id.Contract(r.nameIfAny("contract")),
		Kind:       r.text("kind"),
		Document:   r.text("document"),
		Date:       r.mustDate("date"),
		Due:        r.date("due"),
		Amount:     r.mustAmount("amount", c),
		Currency:   c,
		Shipped:    r.date("shipped"),
		HandedOver: r.date("handed_over"),
		Accepted:   r.date("accepted"),
		Attrs:      r.attrs(),
	}
}

// Position is a position of an invoice as a table has it.
type Position struct {
	ledger.InvoiceLine                // Number is 0 where the table does not number them
	Currency           money.Currency // of the row; the books know whether it is the invoice's
}

// MaxPosition is the highest number of a position.
const MaxPosition = 1_000_000

func (r *reader) position() Position {
	c := r.currency()
	p := Position{Currency: c, InvoiceLine: ledger.InvoiceLine{
		Invoice: id.Invoice(r.name("invoice")),
		Text:    r.text("text"),
		Group:   r.text("product_group"),
		Segment: r.text("price_segment"),
		Net:     r.mustAmount("net", c),
	}}
	if s := r.raw("line"); s != "" {
		n, err := strconv.Atoi(strings.TrimSuffix(s, ".0"))
		if err != nil || n < 1 || n > MaxPosition {
			r.refuse("line", s, "intake.position", "is not the number of a position")
		}
		p.Number = n
	}
	rate, hundredths, ok := ledger.VATRate(r.raw("vat_rate"))
	if !ok {
		r.refuse("vat_rate", r.raw("vat_rate"), "intake.vat_rate", "is not a rate of VAT (write 20, or nothing where there is none)")
	}
	p.Rate, p.VAT = rate, ledger.VATOf(p.Net, hundredths)
	if r.raw("vat") != "" {
		p.VAT = r.mustAmount("vat", c)
	}
	return p
}

func (r *reader) payment() ledger.Payment {
	c := r.currency()
	return ledger.Payment{
		ID:       id.Payment(r.name("payment")),
		Kind:     ledger.Money,
		Customer: id.Customer(r.name("customer")),
		Contract: id.Contract(r.nameIfAny("contract")),
		Date:     r.mustDate("date"),
		Amount:   r.mustAmount("amount", c),
		Currency: c,
		Invoice:  id.Invoice(r.nameIfAny("invoice")),
		Purpose:  r.text("purpose"),
		Attrs:    r.attrs(),
	}
}

func (r *reader) openItem() ledger.OpenItem {
	c := r.currency()
	return ledger.OpenItem{
		Customer: id.Customer(r.name("customer")),
		Contract: id.Contract(r.nameIfAny("contract")),
		Invoice:  id.Invoice(r.name("invoice")),
		Document: r.text("document"),
		Date:     r.date("date"),
		Due:      r.date("due"),
		Open:     r.mustAmount("open", c),
		Currency: c,
		Attrs:    r.attrs(),
	}
}

func (r *reader) payable() ledger.Payable {
	c := r.currency()
	p := ledger.Payable{
		Customer: id.Customer(r.name("customer")),
		Contract: id.Contract(r.nameIfAny("contract")),
		Document: r.must("document"),
		Date:     r.date("date"),
		Due:      r.date("due"),
		Open:     r.mustAmount("payable", c),
		Currency: c,
	}
	if p.Open < 0 && !r.bad {
		r.refuse("payable", r.raw("payable"), "intake.value.negative", "is negative (what they owe us is a document of debt)")
	}
	return p
}

// order is what is left of an order, or, where it names a waybill, what went on
// it and is not invoiced.
func (r *reader) order() ledger.Order {
	c := r.currency()
	o := ledger.Order{
		Order:    r.name("order"),
		Shipment: r.nameIfAny("shipment"),
		Customer: id.Customer(r.name("customer")),
		Contract: id.Contract(r.nameIfAny("contract")),
		Date:     r.date("date"),
		Left:     r.mustAmount("to_ship", c),
		Currency: c,
	}
	if o.Left < 0 && !r.bad {
		r.refuse("to_ship", r.raw("to_ship"), "intake.value.negative", "is negative (write 0 for what is done or called off)")
	}
	return o
}

func (r *reader) event() ledger.Event {
	e := ledger.Event{
		Date:     r.mustDate("date"),
		Kind:     ledger.EventKind(r.word("kind", eventKinds)),
		Customer: id.Customer(r.nameIfAny("customer")),
		Invoice:  id.Invoice(r.nameIfAny("invoice")),
		Until:    r.date("until"),
		Reason:   r.text("reason"),
		By:       r.text("by"),
		Document: r.text("document"),
	}
	if r.raw("kind") == "" {
		r.mustNotBeEmpty("kind")
	}
	if e.Customer == "" && e.Invoice == "" && !r.bad {
		r.refuse("customer", "", "intake.value.empty", "is empty, and so is invoice; an event is about one of them")
	}
	if r.raw("amount") != "" {
		c := r.currency()
		e.Amount = r.mustAmount("amount", c)
		if e.Invoice == "" || r.raw("currency") != "" {
			e.Currency = c
		} // else it is the invoice's, which only the books know
	}
	return e
}
