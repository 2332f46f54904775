package sample

import (
	"iter"

	"debitor/internal/cal"
	"debitor/internal/ledger"
)

// Options say how large a company to invent and when its history ends. Zero
// fields mean those of Default.
type Options struct {
	Seed      uint64
	Customers int
	Months    int // of history before Today; grows where Invoices would not fit at one a day

	// Today is the last day of the history.
	Today cal.Date

	// Invoices, if positive, is the exact number of invoices (credit notes
	// apart), the same for every customer to within one; otherwise each customer
	// buys in a rhythm of his own.
	Invoices int

	// AllOpen leaves out payments and all other facts: invoices with an explicit
	// due date, spread 60 days to either side of Today. Without Invoices each
	// customer has ten.
	AllOpen bool
}

// Default is the company of the demo; its last day is a Friday, a run day.
var Default = Options{Seed: 1, Customers: 300, Months: 24, Today: cal.On(2026, 10, 30)}

// MaxCustomers bounds a company: beyond it tax ids would repeat.
const MaxCustomers = 300_000

// openSpread is how far from Today due dates lie when AllOpen, in days.
const openSpread = 60

// Data is a company in memory, or one customer's part of it.
type Data struct {
	Customers []ledger.Customer
	Contacts  []ledger.Contact
	Contracts []ledger.Contract
	Invoices  []ledger.Invoice // negative amounts are credit notes
	Payments  []ledger.Payment
	Events    []ledger.Event
}

// Each makes the company one customer at a time, in order.
func Each(o Options) iter.Seq[Data] {
	o = o.filled()
	return func(yield func(Data) bool) {
		for i := range o.Customers {
			if !yield(story(o, i)) {
				return
			}
		}
	}
}

// filled replaces what is missing by Default and makes room for all invoices.
func (o Options) filled() Options {
	if o.Seed == 0 {
		o.Seed = Default.Seed
	}
	if o.Customers <= 0 {
		o.Customers = Default.Customers
	}
	o.Customers = min(o.Customers, MaxCustomers)
	if o.Months <= 0 {
		o.Months = Default.Months
	}
	if o.Today == 0 {
		o.Today = Default.Today
	}
	if o.AllOpen && o.Invoices <= 0 {
		o.Invoices = 10 * o.Customers
	}
	o.Months = max(o.Months, o.Invoices/o.Customers/30+1)
	return o
}

// first is the day the history begins.
func (o Options) first() cal.Date { return o.Today - cal.Date(o.Months*365/12) }

// count is how many invoices customer i gets when their number is given.
func (o Options) count(i int) int {
	return o.Invoices*(i+1)/o.Customers - o.Invoices*i/o.Customers
}
