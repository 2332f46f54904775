package policy

import (
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Decision is what is done for one customer on a day, and how much is not.
type Decision struct {
	Actions []Action  // by the policy's order of steps, then currency
	Skipped int       // instalments due or nearly due that take part in none
	Done    int       // of Skipped, those of which a step was taken on this very day
	Blocked Tally     // what stands in their way; one may have several blockers
	Items   []Skipped // the same one by one, only if Decider.List is set
}

// MendContact is the task that takes a letter's place when it has nowhere to
// go: someone finds out the address, and the customer is not skipped.
const MendContact = "mend-contact"

// Action is one step for one customer in one currency: a letter with a table
// of documents, or a task with the same table.
type Action struct {
	Step      string
	Kind      Kind
	Letter    string // the template, when Kind is Letter
	Task      string // what a person does, for all other kinds
	Channels  []Channel
	Sign      bool
	Soft      bool     // a letter is written in the soft tone
	To        string   // the role that answers for it
	With      []string // roles that help
	Options   []string // to choose from
	Documents []string // to make or collect
	Deadline  cal.Date // 0: none
	About     string   // the contract or invoice it gathers, where the step is not per customer
	Currency  money.Currency
	Total     money.Minor  // of the items' Open
	Items     []ActionItem // by due date, invoice, part
	Because   []Reason
}

// ActionItem is an instalment that an action is about.
type ActionItem struct {
	Invoice  id.Invoice
	Part     int
	Contract id.Contract
	Issued   cal.Date
	Due      cal.Date // rolled off non-working days if the policy says so
	Agreed   cal.Date // as the terms or the document give it
	Days     int      // from Due to today in Unit of the step; negative before
	// Step is what is done about this instalment, and what is recorded so that
	// it is not done again. It differs from the action's step only where a
	// policy combines all letters into the strongest.
	Step       string
	Occurrence int // 1 the first time the step is done for the instalment
	How        How
	Amount     money.Minor // of the instalment
	Gross      money.Minor // open in the ledger
	Credit     money.Minor // of Gross, covered by unapplied credit
	Disputed   money.Minor // of Gross, disputed
	InTransit  money.Minor // of Gross, said to be on its way
	Open       money.Minor // what is asked for: Gross less the three; by a step about a dispute, Disputed
}

// How says how a step came to its day.
type How uint8

// How a step came to its day.
const (
	InWindow How = iota
	Late         // missed: send-late
	Before       // missed: send-before
)

// Skipped is an instalment that is due or nearly due and takes part in no
// action, with everything that stands in its way.
type Skipped struct {
	Invoice  id.Invoice
	Part     int
	Due      cal.Date
	Open     money.Minor // in the ledger
	Currency money.Currency
	Blockers []Reason
	Next     *Next // nil: no step will ever arise as things are
}

// Next is the step that arises next, and when, if nothing else changes. The
// date is zero when that depends on something without a date: a dispute, an
// order without an end, credit, too small an amount.
type Next struct {
	Step string
	Date cal.Date

	day cal.Date // the run day it would be, dated or not
}
