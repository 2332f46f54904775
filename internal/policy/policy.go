package policy

import (
	"time"

	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Policy is a set of rules as it was written. It does not change after Parse
// and may be shared.
type Policy struct {
	Name      string
	Title     map[string]string // by language
	Days      ledger.DayUnit
	Run       Run
	Steps     []Step // weakest first: their order is their strength
	Holds     []Hold
	Roll      bool    // due dates roll off non-working days
	MinAmount Amounts // below it nothing is asked for
	MaxAge    int     // days past due after which nothing is done; 0: no bound
	Combine   bool    // all of a customer's debts go into his strongest letter
}

// Run says on which days steps arise.
type Run struct {
	On      Weekdays
	Holiday Holiday
}

// Weekdays is a set of days of the week.
type Weekdays [7]bool

// Has says whether the day is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w[d] }

// Holiday says what becomes of a run that falls on a non-working day.
type Holiday string

// What becomes of a run on a non-working day.
const (
	NextWorkingDay Holiday = "next-working-day"
	SameDay        Holiday = "same-day"
	SkipRun        Holiday = "skip"
)

// Step is one rung of the ladder: a letter or a task, when a debt is so many
// days old.
type Step struct {
	ID     string
	At     Window
	Days   ledger.DayUnit // the policy's, unless the step says otherwise
	Letter string         // a letter's template; empty for a task
	Task   string         // a task's kind; empty for a letter
	By     []Channel      // how a letter goes
	Sign   bool           // a letter is signed by hand
	Post   string         // class of mail of a posted letter: ordinary, registered, valuable; empty: what the law asks for
	Within int            // days a letter gives to pay; 0: the letter's own
	From   string         // whose name and address the e-mail bears, of the company file's senders; empty: the company's
	Copy   []string       // who gets a copy of the e-mail, of the same senders
	Signer string         // who signs, of the company file's signatories; empty: the company's signatory
	After  string         // the step that must have been done on an earlier day
	Missed Missed
	To     string // the role that does it

	after int // index of After, -1
}

// Channel is a way a letter goes.
type Channel string

// The ways a letter goes.
const (
	Post  Channel = "post"
	Email Channel = "email"
)

// Missed says what happens to a step when no run day fell into its window.
type Missed string

// What happens to a missed step.
const (
	Report     Missed = "report"
	SendBefore Missed = "send-before" // on the last run day before the window
	SendLate   Missed = "send-late"   // on the next run day after it
)

// Hold stops something while a debt is so many days overdue.
type Hold struct {
	ID       string
	At       Window
	Stops    string
	LiftedBy []string // roles
}

// Shipments is what a hold may stop.
const Shipments = "shipments"

// Amounts is an amount for every currency, or for some.
type Amounts struct {
	every money.Minor // in hundredths, for currencies not in by
	by    map[money.Currency]money.Minor
}

// In is the amount in a currency, 0 if none was given.
func (a Amounts) In(c money.Currency) money.Minor {
	if m, ok := a.by[c]; ok || c.Decimals() == 2 {
		return max(m, a.every)
	}
	return (a.every + 99) / 100
}

// Step is the step of that id, nil if there is none.
func (p *Policy) Step(id string) *Step {
	if i := p.step(id); i >= 0 {
		return &p.Steps[i]
	}
	return nil
}

func (p *Policy) step(id string) int {
	for i := range p.Steps {
		if p.Steps[i].ID == id {
			return i
		}
	}
	return -1
}
