package policy

import (
	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// The codes of what stands in the way of a step. They are stable.
const (
	OffDay       = "run.off_day"
	NotStarted   = "term.not_started"
	Covered      = "credit.covered"
	Disputed     = "dispute.open"
	Promised     = "promise.open"
	Suspended    = "suspended"
	Transit      = "transit.open"
	TooOld       = "age.beyond_maximum"
	TooSmall     = "amount.below_minimum"
	WindowAhead  = "window.before"
	WindowPassed = "window.passed"
	AfterMissing = "step.after"
	StepDone     = "step.done"
	StepsDone    = "steps.finished"

	Planned        = "plan.open"    // a payment plan is being kept
	ConditionFails = "policy.if"    // the step's condition does not hold
	GapOpen        = "gap.open"     // the customer was written to a short while ago
	Waiting        = "step.wait"    // not long enough after another step
	OwnDay         = "step.off_day" // the step has days of its own
	NoEvent        = "event.none"   // what the step waits for has not happened
	Overtaken      = "letter.other" // another letter about it went that day

	Excluded  = "review.excluded"  // a person left it out of this run
	Postponed = "review.postponed" // a person put it off until a day
	Undecided = "bank.undecided"   // money came that may be the customer's
	NoProof   = "evidence.missing" // a paper that a court would want has not come back
)

// The codes of why something is done, and done as it is. They are stable.
const (
	BecauseWindow   = "policy.window"
	BecauseLate     = "policy.late"
	BecauseEarly    = "policy.before"
	BecauseAfter    = "policy.after"
	BecauseCombined = "policy.combined"
	CreditNetted    = "credit.netted"
	DisputeNetted   = "dispute.netted"
	TransitNetted   = "transit.netted"
	NoEmail         = "contact.no_email"
	NoAddress       = "contact.no_address"

	BecauseEvent     = "policy.event"
	BecauseNextWeek  = "policy.next_week"
	BecauseAgain     = "policy.again"
	BecauseCondition = "policy.condition"
	GraceGiven       = "category.grace"
	NotVerified      = "contact.not_verified"
	BecauseReviewed  = "review.step" // a person chose another step
)

// Reason is why something is done or not: a code and its facts. Only the facts
// that the code needs are set.
type Reason struct {
	Code      string
	Policy    string
	Step      string
	Line      int    // of the step in the policy's file; 0: the reason is no step's
	After     string // the step that must come before
	Event     Event
	Condition string // as the policy writes it; for category.grace the category
	Days      int    // days overdue in Unit, negative before the due date
	Unit      ledger.DayUnit
	From, To  int // of the step's window; Open for no end. To alone: days of a gap, a wait, a grace, a maximum
	Date      cal.Date
	Until     cal.Date
	Amount    money.Minor
	Limit     money.Minor
	Currency  money.Currency
}

// blockers lists the codes a Tally counts.
var blockers = [...]string{
	OffDay, NotStarted, Covered, Disputed, Promised, Suspended, Transit,
	TooOld, TooSmall, WindowAhead, WindowPassed, AfterMissing, StepDone, StepsDone,
	Planned, ConditionFails, GapOpen, Waiting, OwnDay, NoEvent, Overtaken, Excluded, Postponed, Undecided, NoProof,
}

// Tally counts blockers by code. The zero value is ready; tallies of many
// customers are added up.
type Tally struct {
	n [len(blockers)]int
}

func (t *Tally) count(code string) {
	for i, c := range blockers {
		if c == code {
			t.n[i]++
			return
		}
	}
}

// Add counts another tally in.
func (t *Tally) Add(o Tally) {
	for i, n := range o.n {
		t.n[i] += n
	}
}

// Counts is the number of instalments by blocker, without zeros.
func (t Tally) Counts() map[string]int {
	counts := map[string]int{}
	for i, n := range t.n {
		if n > 0 {
			counts[blockers[i]] = n
		}
	}
	return counts
}
