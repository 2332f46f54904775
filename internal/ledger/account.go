package ledger

import (
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Account is everything known about one customer as of a day that decides
// what is done about his debts: the unit of a plan, of a letter and of a
// node's share of work.
type Account struct {
	Customer id.Customer
	Manager  string
	Category string // empty: none given
	Country  string // ISO 3166-1 alpha-2; empty means the company's
	HasEmail bool
	HasPost  bool      // a postal address is known
	Reach    []Reach   // contacts that can be mailed to, one for each role and whether verified
	Items    []Item    // open as of the day, ordered by Due, Invoice, Part (bytes)
	Credits  []Credit  // unapplied, one per currency, positive, ordered by currency
	Events   []Event   // dated up to the day, in recorded order
	Steps    []Applied // what was done about the items before, whichever day

	// Tolerance is for how many days beyond its day a promise, or a part of a
	// payment plan, is still waited for.
	Tolerance cal.Date

	// What only some policies ask for (policy.Needs); empty where it was not.
	Record    *Record    // how he paid in the last year
	Receipts  []Receipt  // allocations up to the day, by date, where any event is measured by them (Measured)
	Contracts []Contract // of the customer, by key
}

// Reach is a role of the customer's contacts that a letter can be mailed to.
type Reach struct {
	Role     string // of ContactRoles; empty where a contact has none
	Verified bool
}

// Item is an open instalment.
type Item struct {
	Invoice  id.Invoice
	Part     int
	Contract id.Contract
	Issued   cal.Date // the document's date
	Due      cal.Date // zero: the term has not started
	Amount   money.Minor
	Open     money.Minor // Amount less allocations as of the day, > 0
	Currency money.Currency

	// Of the document, zero where not recorded, or not asked for (policy.Needs).
	Kind       string
	Shipped    cal.Date
	HandedOver cal.Date
	Accepted   cal.Date
	Document   string // as printed, where store.Reader.Owing reads it
}

// Credit is money of the customer that settles nothing yet.
type Credit struct {
	Currency money.Currency
	Amount   money.Minor
}

// Applied records that a step of a policy was applied to an instalment on a
// run's date. A step happens once per instalment because this is unique.
type Applied struct {
	Invoice id.Invoice
	Part    int
	Policy  string
	Step    string
	On      cal.Date
}
