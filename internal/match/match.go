package match

import (
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Settings are what a company decides about matching. The zero value is the
// careful one.
type Settings struct {
	CrossContracts bool        // money that names no document may settle debts of any contract of its customer
	Sure           int         // permille from which a proposal is booked without asking; 0: DefaultSure
	Fee            money.Minor // a shortfall up to it may be what banks withheld; 0: DefaultFee
}

// DefaultSure is the confidence, in permille, from which a proposal may be
// booked without asking; DefaultFee is 50.00 of the receipt's currency.
const (
	DefaultSure             = 900
	DefaultFee  money.Minor = 50_00
)

// Receipt is one movement of a bank account as the bank tells it. A negative
// amount went out.
type Receipt struct {
	ID        string
	Date      cal.Date
	Amount    money.Minor
	Currency  money.Currency
	Payer     string // the other side's name
	TaxID     string
	Account   string
	Purpose   string
	Reference string // the payer's own, read like the purpose
	Fee       bool   // the bank says that it is its own charge
}

// Customer is who may pay. Accounts are those on his record.
type Customer struct {
	Customer id.Customer
	Name     string
	TaxID    string
	Parent   id.Customer // the group's head, who may pay for him; "" if none
	Accounts []string
}

// Contract is what a purpose may name. Number as it is printed; empty means
// the key.
type Contract struct {
	Contract id.Contract
	Customer id.Customer
	Number   string
}

// Item is an instalment. One that is settled (Open 0) may be added, so that a
// second payment of it is recognised as that.
type Item struct {
	Customer id.Customer
	Contract id.Contract
	Invoice  id.Invoice
	Part     int
	Document string // series and number as printed; empty means the invoice's key
	Issued   cal.Date
	Due      cal.Date // zero: the term has not started
	Open     money.Minor
	Currency money.Currency
}

// Promise is a promise or a part of a payment plan that is still waited for.
type Promise struct {
	Customer id.Customer
	Invoice  id.Invoice // "" where it is about all he owes
	Amount   money.Minor
	Currency money.Currency
	Until    cal.Date
}

// Kinds of learnt facts: what of a payer was recognised.
const (
	ByAccount = "account"
	ByTaxID   = "tax_id"
	ByName    = "name"
)

// Learnt is that a person gave money of such a payer to a customer, so many
// times. Key is normalised as Facts gives it.
type Learnt struct {
	Kind     string // ByAccount, ByTaxID, ByName
	Key      string
	Customer id.Customer
	Times    int
}

// Verdict is what is to be done with a receipt.
type Verdict string

// Sure is booked, Doubtful is put before a person with the best candidates,
// Unknown is parked.
const (
	Sure     Verdict = "sure"
	Doubtful Verdict = "doubtful"
	Unknown  Verdict = "unknown"
)

// Kind is what a receipt is.
type Kind string

// The kinds of a proposal.
const (
	Payment     Kind = "payment"     // settles exactly what it names or makes
	Advance     Kind = "advance"     // all of it is credit
	Overpayment Kind = "overpayment" // something is left over
	Short       Kind = "short"       // less than what it names
	Refund      Kind = "refund"      // went out to a customer
	Fee         Kind = "fee"         // the bank's own charge: nobody's money
	Difference  Kind = "difference"  // in another currency than the debt
)

// Answer is what Match found. Proposals are at most MaxProposals, the best first.
type Answer struct {
	Verdict   Verdict
	Proposals []Proposal
}

// MaxProposals is how many candidates a person is shown.
const MaxProposals = 5

// Proposal is one way to book a receipt.
type Proposal struct {
	Customer   id.Customer // whose the rest is; "" for a fee
	Contract   id.Contract // of the rest; "" where it is of none
	Shares     []Share
	Rest       money.Minor // unapplied: Amount less the shares; negative for what went out
	Kind       Kind
	Confidence int // permille
	Reasons    []Reason
}

// Share is what of a receipt settles one instalment.
type Share struct {
	Customer id.Customer
	Contract id.Contract
	Invoice  id.Invoice
	Part     int
	Amount   money.Minor // > 0
}

// Reason is one line of why: a stable code, and what fills its sentence
// (strings, money.Minor, money.Currency, cal.Date, int). docs/matching.md has
// them all with their arguments.
type Reason struct {
	Code string
	Args []any
}
