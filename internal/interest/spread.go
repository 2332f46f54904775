package interest

// Kind is one of the things that a debtor owes.
type Kind string

// The kinds of what is owed.
const (
	Costs     Kind = "costs"     // of getting the money: court fees
	UseKind   Kind = "use"       // interest for the use of money
	Late      Kind = "late"      // statutory interest on late money, and inflation
	Principal Kind = "principal" // the debt itself
	PenaltyOf Kind = "penalty"   // contractual penalty and fines
)

// Kinds lists them.
var Kinds = []Kind{Costs, UseKind, Late, Principal, PenaltyOf}

// Precedence is what decides among several debts.
type Precedence string

// The precedences.
const (
	FirstDue       Precedence = "due"       // those that are due before those that are not, then the earlier due
	FirstUnsecured Precedence = "unsecured" // the less secured first
	FirstBurden    Precedence = "burden"    // the one that costs the debtor most first
	FirstOlder     Precedence = "age"       // the older first
	ByShare        Precedence = "share"     // equal in all else: in proportion
)

var precedences = []Precedence{FirstDue, FirstUnsecured, FirstBurden, FirstOlder, ByShare}
