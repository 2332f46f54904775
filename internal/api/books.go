package api

import (
	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// Customer is a customer's master data.
type Customer struct {
	Customer   id.Customer       `json:"customer" example:"00017"`
	Name       string            `json:"name" example:"Bakery Rye Ltd"`
	TaxID      string            `json:"tax_id,omitempty" example:"190000179"`
	Language   string            `json:"language,omitempty" doc:"Of his letters; absent: the company's." example:"ru"`
	Country    string            `json:"country,omitempty" example:"BY"`
	Email      string            `json:"email,omitempty" example:"accounts@rye.example"`
	Phone      string            `json:"phone,omitempty"`
	Address    string            `json:"address,omitempty"`
	Category   string            `json:"category,omitempty" example:"A"`
	Manager    string            `json:"manager,omitempty" doc:"Who answers for him." example:"anna"`
	Parent     id.Customer       `json:"parent,omitempty" doc:"The head of his group."`
	Attributes map[string]string `json:"attributes,omitempty" doc:"What else files said of him."`
}

func customerView(v *ledger.Customer) Customer {
	return Customer{v.ID, v.Name, v.TaxID, v.Language, v.Country, v.Email, v.Phone, v.Address, v.Category, v.Manager, v.Parent, v.Attrs}
}

// CustomerFilter picks customers.
type CustomerFilter struct {
	Manager  string `query:"manager" json:"-" doc:"Only his."`
	Category string `query:"category" json:"-" doc:"Only of this category."`
	Paging
}

func listCustomers(c *call, q *CustomerFilter) (Page[Customer], error) {
	b, err := q.book()
	if err != nil {
		return Page[Customer]{}, err
	}
	b.Scope.Manager, b.Category = q.Manager, q.Category
	rows, err := c.PageCustomers(c, b)
	return pageOf(rows, q.Limit, func(v *ledger.Customer) string { return string(v.ID) }, customerView), err
}

// CustomerPath names a customer.
type CustomerPath struct {
	Customer string `path:"customer" json:"-" doc:"The customer's code."`
}

func showCustomer(c *call, q *CustomerPath) (Customer, error) {
	rows, err := c.PageCustomers(c, store.PageQuery{Key: q.Customer, Limit: 1})
	return one(rows, err, "customer.unknown", "customer", q.Customer, customerView)
}

// Contract is a contract with its terms.
type Contract struct {
	Contract      id.Contract       `json:"contract" example:"K-17"`
	Customer      id.Customer       `json:"customer" example:"00017"`
	Number        string            `json:"number,omitempty" example:"17/2025"`
	Date          cal.Date          `json:"date,omitzero" example:"2025-03-01"`
	Law           string            `json:"law,omitempty" example:"BY"`
	PaymentDays   *int              `json:"payment_days,omitempty" doc:"Absent: the contract gives no term." example:"14"`
	DaysUnit      string            `json:"days_unit,omitempty" example:"calendar"`
	TermFrom      string            `json:"term_from,omitempty" example:"shipment"`
	Terms         string            `json:"terms,omitempty" doc:"Instalments." example:"30%@0;70%@20"`
	PenaltyPerDay string            `json:"penalty_per_day,omitempty" doc:"Per cent a day." example:"0.1"`
	LimitAmount   string            `json:"limit_amount,omitempty" doc:"In the company's currency." example:"5000.00"`
	LimitDays     int               `json:"limit_days,omitempty"`
	PaymentClause string            `json:"payment_clause,omitempty" example:"4.2"`
	PenaltyClause string            `json:"penalty_clause,omitempty" example:"6.1"`
	PaymentOrder  string            `json:"payment_order,omitempty" doc:"What of a debt payments cover first; absent: as the company has it." example:"law"`
	Attributes    map[string]string `json:"attributes,omitempty" doc:"What else files said of it."`
}

func contractView(v *ledger.Contract) Contract {
	k := Contract{
		Contract: v.ID, Customer: v.Customer, Number: v.Number, Date: v.Date, Law: v.Law, DaysUnit: string(v.DaysUnit), TermFrom: string(v.TermFrom), Terms: v.Terms,
		PenaltyPerDay: v.PenaltyPerDay, LimitAmount: v.LimitAmount, LimitDays: v.LimitDays, PaymentClause: v.PaymentClause, PenaltyClause: v.PenaltyClause, PaymentOrder: v.PaymentOrder, Attributes: v.Attrs,
	}
	if v.PaymentDays >= 0 {
		k.PaymentDays = &v.PaymentDays
	}
	return k
}

// ContractFilter picks contracts.
type ContractFilter struct {
	Customer string `query:"customer" json:"-" doc:"Only of this customer."`
	Paging
}

func listContracts(c *call, q *ContractFilter) (Page[Contract], error) {
	b, err := q.book()
	if err != nil {
		return Page[Contract]{}, err
	}
	b.Customer = id.Customer(q.Customer)
	rows, err := c.PageContracts(c, b)
	return pageOf(rows, q.Limit, func(v *ledger.Contract) string { return string(v.ID) }, contractView), err
}

// ContractPath names a contract.
type ContractPath struct {
	Contract string `path:"contract" json:"-" doc:"The contract's key."`
}

func showContract(c *call, q *ContractPath) (Contract, error) {
	rows, err := c.PageContracts(c, store.PageQuery{Key: q.Contract, Limit: 1})
	return one(rows, err, "contract.unknown", "contract", q.Contract, contractView)
}

// Invoice is a document of debt with its instalments.
type Invoice struct {
	Invoice     id.Invoice        `json:"invoice" example:"00000152"`
	Customer    id.Customer       `json:"customer" example:"00017"`
	Contract    id.Contract       `json:"contract,omitempty" example:"K-17"`
	Kind        string            `json:"kind,omitempty" example:"TTN"`
	Document    string            `json:"document,omitempty" example:"AB 1234567"`
	Date        cal.Date          `json:"date" example:"2026-01-11"`
	Amount      string            `json:"amount" doc:"Negative: a credit note." example:"72.27"`
	Currency    money.Currency    `json:"currency" example:"BYN"`
	Open        string            `json:"open" doc:"What of it is not paid yet." example:"72.27"`
	Instalments []Instalment      `json:"instalments"`
	Shipped     cal.Date          `json:"shipped,omitzero" example:"2026-01-11"`
	HandedOver  cal.Date          `json:"handed_over,omitzero" doc:"When its papers reached the customer."`
	Accepted    cal.Date          `json:"accepted,omitzero"`
	Attributes  map[string]string `json:"attributes,omitempty" doc:"What else files said of it."`
}

// Instalment is a part of an invoice with its own day.
type Instalment struct {
	Part   int      `json:"part" example:"1"`
	Due    cal.Date `json:"due,omitzero" doc:"Absent: its term has not started." example:"2026-01-25"`
	Amount string   `json:"amount" example:"72.27"`
	Open   string   `json:"open" example:"72.27"`
}

func invoiceView(v *desk.PageInvoice) Invoice {
	out := Invoice{
		Invoice: v.ID, Customer: v.Customer, Contract: v.Contract, Kind: v.Kind, Document: v.Document, Date: v.Date, Amount: v.Amount.Decimal(v.Currency), Currency: v.Currency,
		Instalments: []Instalment{}, Shipped: v.Shipped, HandedOver: v.HandedOver, Accepted: v.Accepted, Attributes: v.Attrs,
	}
	var open money.Minor
	for i := range v.Parts {
		p := &v.Parts[i].Item
		open += p.Open
		out.Instalments = append(out.Instalments, Instalment{p.Part, p.Due, p.Amount.Decimal(v.Currency), p.Open.Decimal(v.Currency)})
	}
	out.Open = open.Decimal(v.Currency)
	return out
}

// InvoiceFilter picks invoices.
type InvoiceFilter struct {
	Customer string `query:"customer" json:"-" doc:"Only of this customer."`
	Contract string `query:"contract" json:"-" doc:"Only under this contract."`
	State    string `query:"state" json:"-" enum:"open,overdue,paid" doc:"Only those that are so today."`
	From     Day    `query:"from" json:"-" doc:"Dated from this day on."`
	To       Day    `query:"to" json:"-" doc:"Dated until this day, included."`
	Paging
}

func listInvoices(c *call, q *InvoiceFilter) (Page[Invoice], error) {
	b, err := q.book()
	if err != nil {
		return Page[Invoice]{}, err
	}
	b.Customer, b.Contract, b.State, b.From, b.To = id.Customer(q.Customer), id.Contract(q.Contract), q.State, day(q.From), day(q.To)
	rows, err := c.PageInvoices(c, b)
	return pageOf(rows, q.Limit, func(v *desk.PageInvoice) string { return string(v.ID) }, invoiceView), err
}

// InvoicePath names an invoice.
type InvoicePath struct {
	Invoice string `path:"invoice" json:"-" doc:"The document's key."`
}

func showInvoice(c *call, q *InvoicePath) (Invoice, error) {
	rows, err := c.PageInvoices(c, store.PageQuery{Key: q.Invoice, Limit: 1})
	return one(rows, err, "invoice.unknown", "invoice", q.Invoice, invoiceView)
}

// Payment is a payment, and what of it settles nothing yet.
type Payment struct {
	Payment    id.Payment        `json:"payment" example:"PP-77"`
	Kind       string            `json:"kind" doc:"payment, credit_note, or an entry that waits to be explained." example:"payment"`
	Customer   id.Customer       `json:"customer" example:"00017"`
	Contract   id.Contract       `json:"contract,omitempty"`
	Date       cal.Date          `json:"date" example:"2026-02-02"`
	Amount     string            `json:"amount" example:"72.27"`
	Currency   money.Currency    `json:"currency" example:"BYN"`
	Invoice    id.Invoice        `json:"invoice,omitempty" doc:"What it is for; absent: the oldest first."`
	Purpose    string            `json:"purpose,omitempty"`
	Unapplied  string            `json:"unapplied" example:"0.00"`
	Attributes map[string]string `json:"attributes,omitempty" doc:"What else files said of it."`
}

func paymentView(v *store.Payment) Payment {
	return Payment{
		v.ID, string(v.Kind), v.Customer, v.Contract, v.Date, v.Amount.Decimal(v.Currency), v.Currency, v.Invoice, v.Purpose, v.Rest().Decimal(v.Currency), v.Attrs,
	}
}

// PaymentFilter picks payments.
type PaymentFilter struct {
	Customer string `query:"customer" json:"-" doc:"Only of this customer."`
	From     Day    `query:"from" json:"-" doc:"Of this day and later."`
	To       Day    `query:"to" json:"-" doc:"Until this day, included."`
	Paging
}

func listPayments(c *call, q *PaymentFilter) (Page[Payment], error) {
	b, err := q.book()
	if err != nil {
		return Page[Payment]{}, err
	}
	b.Customer, b.From, b.To = id.Customer(q.Customer), day(q.From), day(q.To)
	rows, err := c.PagePayments(c, b)
	return pageOf(rows, q.Limit, func(v *store.Payment) string { return string(v.ID) }, paymentView), err
}

// PaymentPath names a payment.
type PaymentPath struct {
	Payment string `path:"payment" json:"-" doc:"The payment's key."`
}

func showPayment(c *call, q *PaymentPath) (Payment, error) {
	rows, err := c.PagePayments(c, store.PageQuery{Key: q.Payment, Limit: 1})
	return one(rows, err, "payment.unknown", "payment", q.Payment, paymentView)
}

// Event is a fact that is neither a document nor money.
type Event struct {
	Event    string         `json:"event" doc:"Its key." example:"ev-3F7A"`
	Date     cal.Date       `json:"date" example:"2026-02-02"`
	Kind     string         `json:"kind" example:"handed_over"`
	Customer id.Customer    `json:"customer" example:"00017"`
	Invoice  id.Invoice     `json:"invoice,omitempty" doc:"Absent: the whole customer." example:"00000152"`
	Amount   string         `json:"amount,omitempty" doc:"Absent: all of it."`
	Currency money.Currency `json:"currency,omitempty"`
	Until    cal.Date       `json:"until,omitzero"`
	Reason   string         `json:"reason,omitempty"`
	By       string         `json:"by,omitempty"`
	Document string         `json:"document,omitempty"`
}

func eventView(v *store.Event) Event {
	return Event{
		Event: v.Key, Date: v.Date, Kind: string(v.Kind), Customer: v.Customer, Invoice: v.Invoice, Amount: amountIfAny(v.Amount, v.Currency), Currency: v.Currency,
		Until: v.Until, Reason: v.Reason, By: v.By, Document: v.Document,
	}
}

func amountIfAny(m money.Minor, c money.Currency) string {
	if m == 0 {
		return ""
	}
	return m.Decimal(c)
}

// EventFilter picks events.
type EventFilter struct {
	Customer string `query:"customer" json:"-" doc:"Only of this customer."`
	Invoice  string `query:"invoice" json:"-" doc:"Only of this document."`
	Kind     string `query:"kind" json:"-" doc:"Only of this kind."`
	From     Day    `query:"from" json:"-" doc:"Of this day and later."`
	To       Day    `query:"to" json:"-" doc:"Until this day, included."`
	Paging
}

func listEvents(c *call, q *EventFilter) (Page[Event], error) {
	b, err := q.book()
	if err != nil {
		return Page[Event]{}, err
	}
	b.Customer, b.Invoice, b.Kind, b.From, b.To = id.Customer(q.Customer), id.Invoice(q.Invoice), q.Kind, day(q.From), day(q.To)
	rows, err := c.PageEvents(c, b)
	return pageOf(rows, q.Limit, func(v *store.Event) string { return v.Key }, eventView), err
}
