package policy

import (
	"time"

	"debitor/internal/condition"
	"debitor/internal/ledger"
)

// Step is one rung of the ladder: what is done by whom, when a debt is so many
// days old or something has happened to it.
type Step struct {
	ID    string
	Line  int               // in the file
	Title map[string]string // by language; may be empty

	// When.
	On       Event  // what its days are counted from; empty: the due date
	At       Window // days after it
	NextWeek bool   // instead of At: what falls due in the next calendar week
	Days     ledger.DayUnit
	Every    Every
	Repeat   int    // done again so many days after the last time, while in the window; 0: once
	After    string // the step that must have been done on an earlier day
	Wait     int    // days that must have passed since; 0: a later day is enough
	If       *condition.Condition
	Missed   Missed
	CountsAs []CountsAs

	// What.
	Kind       Kind
	Letter     string    // a letter's template; empty for anything else
	Task       string    // what a person does; empty for a letter
	By         []Channel // how a letter goes
	Sign       bool      // a letter is signed by hand
	Post       string    // class of mail of a posted letter: ordinary, registered, valuable; empty: what the law asks for
	Within     int       // days a letter gives to pay, or a person has to do it; 0: the letter's own, no deadline
	From       string    // whose name and address the e-mail bears, of the company file's senders; empty: the company's
	Copy       []string  // who gets a copy of the e-mail, of the same senders
	Signer     string    // who signs, of the company file's signatories; empty: the company's signatory
	Recipients []string  // roles of the customer's contacts it is mailed to, the best first; empty: his own address first
	Verified   bool      // mailed to contacts only whose address somebody has verified
	Options    []string  // the decisions or outcomes to choose from
	Documents  []string  // what is made or collected
	Per        Per

	// Who.
	To   string   // the role that answers for it, exactly one
	With []string // roles that help

	after int // index of After, -1
}

// Kind says what is done.
type Kind string

// The kinds of actions: a letter to the customer, or something that a person
// does.
const (
	Letter   Kind = "letter"
	Call     Kind = "call"
	Visit    Kind = "visit"
	Meeting  Kind = "meeting"
	Task     Kind = "task"
	Memo     Kind = "memo"     // to a superior, in writing
	Package  Kind = "package"  // documents are put together
	Charge   Kind = "charge"   // a fee or a penalty is counted
	Propose  Kind = "propose"  // another category, other terms, a limit: for approval
	Escalate Kind = "escalate" // a superior decides, by a day, between Options
)

// Kinds lists them in the order of the manual.
var Kinds = []Kind{Letter, Call, Visit, Meeting, Task, Memo, Package, Charge, Propose, Escalate}

// Event is what a step's days may be counted from instead of the due date.
type Event string

// The events. Each happens to an instalment on a day, or has not happened.
const (
	InvoiceIssued  Event = "invoice-issued"  // the document's date
	GoodsReceived  Event = "goods-received"  // accepted, else handed over
	NotHandedOver  Event = "not-handed-over" // the term has not started; counted from the document's date
	PromiseBroken  Event = "promise-broken"  // the day after the day promised
	PlanBroken     Event = "plan-broken"     // the day after the first part that was not paid
	Notified       Event = "notice"          // he says beforehand that he will be late
	Refused        Event = "refusal"
	NotReached     Event = "no-contact"
	DisputeOpened  Event = "dispute"
	TransitExpired Event = "transit-expired" // money said to be on its way did not come
	ClaimReached   Event = "claim-delivered" // a formal claim reached him: the terms of the law run from it
	Prepaid        Event = "prepayment"      // he was put on the black list, or is to pay in advance for another reason
)

// Events lists them in the order of the manual.
var Events = []Event{
	InvoiceIssued, GoodsReceived, NotHandedOver, PromiseBroken, PlanBroken, Notified, Refused, NotReached, DisputeOpened, TransitExpired, ClaimReached, Prepaid,
}

// needsTerm says whether the event can only happen to a debt whose term runs.
func (e Event) needsTerm() bool {
	return e != InvoiceIssued && e != GoodsReceived && e != NotHandedOver && e != Prepaid
}

// broken says whether the event comes of itself, when a day that was named goes
// by.
func (e Event) broken() bool { return e == PromiseBroken || e == PlanBroken || e == TransitExpired }

// Every narrows a step to some days of its own, whether or not the policy runs
// on them. The zero value is the policy's run days.
type Every struct {
	On    Weekdays
	Month bool // the first working day of a month
}

func (e Every) given() bool { return e.Month || e.On != Weekdays{} }

// CountsAs names a step of another policy that counts as done where this one is
// in force.
type CountsAs struct{ Policy, Step string }

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
