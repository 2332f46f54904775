package ledger

import (
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Customer is master data: current, with its changes in the journal.
type Customer struct {
	ID       id.Customer
	Name     string
	TaxID    string
	Language string // ISO 639-1; empty means the company's
	Country  string // ISO 3166-1 alpha-2; empty means the company's
	Email    string
	Phone    string
	Address  string
	Category string
	Manager  string      // name of the user who answers for the customer
	Parent   id.Customer // the group's head, if any
	Attrs    map[string]string
}

// ContactRoles are the roles a contact may have (docs/import.md).
var ContactRoles = []string{"payer", "accountant", "decision_maker", "director", "buyer", "owner"}

// Contact is a person at a customer. Key: customer, name, role.
type Contact struct {
	Customer   id.Customer
	Name       string
	Position   string
	Role       string
	Email      string
	Phone      string
	Language   string
	VerifiedOn cal.Date
	Attrs      map[string]string
}

// TermBase is the event from which a contract's term of payment runs.
type TermBase string

// The term bases of contracts.csv, column term_from.
const (
	FromShipment TermBase = "shipment"
	FromInvoice  TermBase = "invoice"
	FromHandOver TermBase = "handed_over"
	FromAccept   TermBase = "accepted"
	FromDemand   TermBase = "demand"
)

// DayUnit says how days are counted.
type DayUnit string

// Calendar days, working days of the company's calendar, banking days.
const (
	CalendarDays DayUnit = "calendar"
	WorkingDays  DayUnit = "working"
	BankingDays  DayUnit = "banking"
)

// Contract is what was agreed with a customer.
type Contract struct {
	ID            id.Contract // the key in other files
	Customer      id.Customer
	Number        string // as a letter prints it; empty means ID
	Date          cal.Date
	Law           string // governing law: RU, BY, UA, BA, DE…
	PaymentDays   int    // -1 when the contract gives no term
	DaysUnit      DayUnit
	TermFrom      TermBase
	Terms         string // "30%@0;70%@20", see ParseTerms
	PenaltyPerDay string // percent per day as written, "0.1"
	LimitAmount   string // decimal in the company's currency, empty: none
	LimitDays     int    // 0: none
	PaymentClause string
	PenaltyClause string
	PaymentOrder  string // what of a debt payments cover first, see PaymentOrders; empty: as the company has it
	Attrs         map[string]string
}

// The orders of a contract or company that are words; any other lists kinds, as
// "costs,use+late,principal,penalty".
const (
	OrderInvoices = "invoices" // payments cover no charges
	OrderLaw      = "law"      // by the law of the contract
)

// Invoice is a debt document: a waybill, an act, an invoice. A negative Amount
// is a credit note: it settles other debts and has no instalments.
type Invoice struct {
	ID         id.Invoice
	Customer   id.Customer
	Contract   id.Contract // empty: none known
	Kind       string      // as a letter calls it: "ТТН", "акт"
	Document   string      // series and number as printed; empty means ID
	Date       cal.Date
	Due        cal.Date // as the file gave it; zero: from the contract's terms
	Amount     money.Minor
	Currency   money.Currency
	Shipped    cal.Date
	HandedOver cal.Date
	Accepted   cal.Date
	Attrs      map[string]string
}

// Instalment is one part of an invoice with its own due date. Parts count
// from 1. A zero Due means that the term has not started.
type Instalment struct {
	Invoice id.Invoice
	Part    int
	Due     cal.Date
	Amount  money.Minor
}

// PaymentKind tells what settled a debt.
type PaymentKind string

// Money received, a credit note, the closing of an item that vanished from a
// snapshot of open items and still waits to be explained, and what was set off
// against a debt of ours.
const (
	Money       PaymentKind = "payment"
	CreditNote  PaymentKind = "credit_note"
	Unexplained PaymentKind = "unexplained"
	Netting     PaymentKind = "netting"
)

// Payment is anything that settles debt. A positive Amount settles; a negative
// one takes back (a refund, a returned transfer).
type Payment struct {
	ID       id.Payment
	Kind     PaymentKind
	Customer id.Customer
	Contract id.Contract // empty: any contract
	Date     cal.Date
	Amount   money.Minor
	Currency money.Currency
	Invoice  id.Invoice // empty: the oldest instalments first
	Charge   int64      // the charge that it is for, before all else; 0: none is named
	Purpose  string
	Attrs    map[string]string
}

// EventKind is what events.csv reports.
type EventKind string

// The kinds of events.csv.
const (
	HandedOver    EventKind = "handed_over"
	Accepted      EventKind = "accepted"
	Promise       EventKind = "promise"
	Dispute       EventKind = "dispute"
	DisputeClosed EventKind = "dispute_closed"
	Suspend       EventKind = "suspend"
	Resume        EventKind = "resume"
	InTransit     EventKind = "in_transit"

	Notice         EventKind = "notice"          // he says beforehand that he will be late; until: his date
	Plan           EventKind = "plan"            // one part of a payment plan: so much until a day
	Refusal        EventKind = "refusal"         // he refuses to pay or to restructure
	NoContact      EventKind = "no_contact"      // he avoids contact
	Restructured   EventKind = "restructured"    // a restructuring was signed
	Guarantee      EventKind = "guarantee"       // a guarantee letter was received
	ClaimDelivered EventKind = "claim_delivered" // a formal pre-trial claim reached him
	Lawsuit        EventKind = "lawsuit"         // it is in court
	Call           EventKind = "call"            // someone spoke with him; reason: the outcome
	Prepayment     EventKind = "prepayment"      // he is to pay in advance from now on; until: the last day

	ClaimSent     EventKind = "claim_sent"     // limitation goes by it and by the next: a formal pre-trial claim went out; document: its number
	Acknowledged  EventKind = "acknowledged"   // he recognised the debt in writing, signed by somebody with authority
	LawsuitClosed EventKind = "lawsuit_closed" // the suit ended without a judgment on the debt
	Uncollectable EventKind = "uncollectable"  // it ended otherwise than by payment: liquidation, an act of state, a bailiff's act
)

// OriginalReturned is a row of events.csv and no event of an account: the signed
// original of a paper came back; reason is which, document its number.
const OriginalReturned EventKind = "original_returned"

// EventKinds lists them in the order of the manual.
var EventKinds = []EventKind{
	HandedOver, Accepted, Promise, Dispute, DisputeClosed, Suspend, Resume, InTransit,
	Notice, Plan, Refusal, NoContact, Restructured, Guarantee, ClaimDelivered, Lawsuit, Call, Prepayment,
	ClaimSent, Acknowledged, LawsuitClosed, Uncollectable,
}

// Event is a fact about a customer or one of his invoices that is not money:
// a promise to pay, a dispute, a suspension, a hand-over of documents.
type Event struct {
	Date     cal.Date
	Kind     EventKind
	Customer id.Customer
	Invoice  id.Invoice     // empty: the whole customer
	Amount   money.Minor    // in Currency; zero: all of it
	Currency money.Currency // empty in a file: the invoice's
	Until    cal.Date       // promised for, suspended to, in transit to (inclusive)
	Reason   string
	By       string
	Document string // number of the order, the payment order, the letter
	// Restructuring is the number of the signed paper that a part of a plan stands
	// in: what stands in one paper is one plan, over all its documents. 0: none.
	Restructuring int64
}

// OpenItem is one row of a snapshot of open items.
type OpenItem struct {
	Customer id.Customer
	Contract id.Contract
	Invoice  id.Invoice
	Document string
	Date     cal.Date
	Due      cal.Date
	Open     money.Minor
	Currency money.Currency
	Attrs    map[string]string
}

// Payable is one document by which we owe a customer: for netting, never
// for letters. It is as of the day of the list it stands in.
type Payable struct {
	Customer id.Customer
	Contract id.Contract // the customer's with us as the list names it; empty: not said
	Document string
	Date     cal.Date // zero: not said
	Due      cal.Date // zero: not said
	Open     money.Minor
	Currency money.Currency
}

// Order is what a customer will owe: an order taken, as far as it is not shipped,
// or goods that went on a waybill for one and are not invoiced yet.
type Order struct {
	Order    string
	Shipment string // the waybill; empty: it is about the order
	Customer id.Customer
	Contract id.Contract
	Date     cal.Date    // zero: not said
	Left     money.Minor // 0: all of it is shipped, invoiced or called off
	Currency money.Currency
}
