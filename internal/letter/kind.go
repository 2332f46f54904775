package letter

import "slices"

// Kind is what a letter is: the name of its template, as policies call it. A
// company may have kinds of its own; they behave as a warning does.
type Kind string

// The kinds of letters and papers that come with debitor (SEEDS Part IV).
const (
	Reminder           Kind = "reminder"            // the due date comes near
	PaymentPlan        Kind = "payment-plan"        // please put our invoice into your payment plan
	PaymentReminder    Kind = "payment-reminder"    // the eve of the due date
	Warning            Kind = "warning"             // overdue; shipments are or will be suspended
	Claim              Kind = "claim"               // overdue for long; enforced collection is next
	Dunning1           Kind = "dunning-1"           // a series of rising firmness: may have been overlooked
	Dunning2           Kind = "dunning-2"           // asks firmly
	Dunning3           Kind = "dunning-3"           // names what follows
	Dunning4           Kind = "dunning-4"           // the last one
	PerformanceRequest Kind = "performance-request" // request to perform the contract
	PretrialDemand     Kind = "pretrial-demand"     // opens the way to court
	PenaltyNotice      Kind = "penalty-notice"      // contractual penalty or statutory interest begins to run
	CourtNotice        Kind = "court-notice"        // the court file is being prepared
	BreachNotice       Kind = "breach-notice"       // breach of contract, citing clauses
	StopNotice         Kind = "stop-notice"         // complete stop of shipments; asks for a payment schedule
	PrepaymentNotice   Kind = "prepayment-notice"   // transfer to prepayment
	FinalDemand        Kind = "final-demand"        // within three days, with the draft statement of claim
	LawFirm            Kind = "law-firm"            // the same on a law firm's letterhead
	Thanks             Kind = "thanks"              // the payment has come
	Correction         Kind = "correction"          // an earlier letter was wrong
	Memo               Kind = "memo"                // internal: supervisor to head of sales
	Resolution         Kind = "resolution"          // internal: the director's decision
)

// Traits are what the program must know of a kind before it is written.
type Traits struct {
	Coming   bool // about what is not due yet: no delay, no deadline, not signed by hand
	Deadline int  // calendar days it gives unless the policy says otherwise; 0: none
	Court    bool // is to open the way to court: the law may ask how it is posted
	Agent    bool // on the letterhead of the law firm, if the company named one
	Informs  bool // demands nothing: its documents may be paid, or none
	Internal bool // a paper of the house: no addressee outside, no bank details
}

var traits = []struct {
	kind Kind
	is   Traits
}{
	{Reminder, Traits{Coming: true}},
	{PaymentPlan, Traits{Coming: true}},
	{PaymentReminder, Traits{Coming: true}},
	{Warning, Traits{Deadline: 5}},
	{Claim, Traits{Deadline: 5, Court: true}},
	{Dunning1, Traits{Deadline: 7}},
	{Dunning2, Traits{Deadline: 7}},
	{Dunning3, Traits{Deadline: 5}},
	{Dunning4, Traits{Deadline: 5}},
	{PerformanceRequest, Traits{Deadline: 7}},
	{PretrialDemand, Traits{Deadline: 10, Court: true}},
	{PenaltyNotice, Traits{Deadline: 5}},
	{CourtNotice, Traits{Deadline: 5}},
	{BreachNotice, Traits{Deadline: 5}},
	{StopNotice, Traits{Deadline: 5}},
	{PrepaymentNotice, Traits{Deadline: 5}},
	{FinalDemand, Traits{Deadline: 3, Court: true}},
	{LawFirm, Traits{Deadline: 7, Court: true, Agent: true}},
	{Thanks, Traits{Informs: true}},
	{Correction, Traits{Informs: true}},
	{Memo, Traits{Internal: true}},
	{Resolution, Traits{Internal: true}},
}

// Kinds lists the kinds that come with debitor, from the mildest to the
// hardest, papers of the house last.
func Kinds() []Kind {
	all := make([]Kind, len(traits))
	for i, t := range traits {
		all[i] = t.kind
	}
	return all
}

// Traits of a kind; a company's own kind has those of a warning.
func (k Kind) Traits() Traits {
	i := slices.IndexFunc(traits, func(t struct {
		kind Kind
		is   Traits
	},
	) bool {
		return t.kind == k
	})
	if i < 0 {
		return Traits{Deadline: 5}
	}
	return traits[i].is
}

// ByHand tells whether a letter of the kind is signed by hand when it is
// printed.
func (k Kind) ByHand() bool { return !k.Traits().Coming && k != Thanks }
