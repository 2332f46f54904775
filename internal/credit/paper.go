package credit

import (
	"cmp"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/policy"
)

// PaperState is how a customer stands with a paper.
type PaperState string

// The states of a paper.
const (
	PaperShown   PaperState = "shown"
	PaperWaived  PaperState = "waived"  // whoever may has let him ship without it
	PaperOld     PaperState = "old"     // it was older than it may be
	PaperMissing PaperState = "missing" // it was never shown
)

// Paper is a paper that a customer has shown, or was let ship without.
type Paper struct {
	ID     string
	Dated  cal.Date
	Waived bool
}

// PaperCheck is a paper that is wanted, with how the customer stands with it.
type PaperCheck struct {
	policy.Paper
	State PaperState
}

// Lacks says whether the paper stands in the way of the first shipment.
func (c *PaperCheck) Lacks() bool { return c.State == PaperOld || c.State == PaperMissing }

// CheckPapers compares what is wanted with what is there on the day of the first
// shipment; before it, today. After that day papers grow no older: it was then
// that they were to be fresh.
func CheckPapers(wanted []policy.Paper, have []Paper, day cal.Date) []PaperCheck {
	list := make([]PaperCheck, len(wanted))
	for i, paper := range wanted {
		list[i] = PaperCheck{Paper: paper, State: PaperMissing}
		for _, h := range have {
			switch {
			case h.ID != paper.ID:
			case h.Waived:
				list[i].State = PaperWaived
			case paper.Fresh > 0 && int(day-h.Dated) > paper.Fresh:
				list[i].State = PaperOld
			default:
				list[i].State = PaperShown
			}
		}
	}
	return list
}

// The gaps of a contract, each a code.
const (
	GapTerm          = "term"           // no term of payment: the law's
	GapNumber        = "number"         // without number or date nobody can cite it
	GapLaw           = "law"            // which law governs is not said
	GapPenalty       = "penalty"        // no penalty for lateness
	GapPaymentClause = "payment_clause" // which clause says when to pay
	GapPenaltyClause = "penalty_clause" // which clause says what lateness costs
)

// Gaps are all of them, those first that a claim wants most.
var Gaps = []string{GapTerm, GapPenalty, GapNumber, GapLaw, GapPaymentClause, GapPenaltyClause}

// ContractGaps are what a contract does not say and a claim would want.
func ContractGaps(c *ledger.Contract) (gaps []string) {
	for _, gap := range []struct {
		code string
		is   bool
	}{
		{GapTerm, c.PaymentDays < 0 && c.Terms == ""},
		{GapNumber, c.Number == "" || c.Date == 0},
		{GapLaw, c.Law == ""},
		{GapPenalty, c.PenaltyPerDay == ""},
		{GapPaymentClause, c.PaymentClause == ""},
		{GapPenaltyClause, c.PenaltyPerDay != "" && c.PenaltyClause == ""},
	} {
		if gap.is {
			gaps = append(gaps, gap.code)
		}
	}
	return gaps
}

// DemandDays is how many days after a demand a debt is due where the contract
// gives no term and Russian law governs: art. 314 of the Civil Code.
const DemandDays = 7

// DueOnDemand is the day by which a debt without a term is due after a demand of
// the day; 0 where the contract gives a term, or another law than the Russian
// governs it. law is what governs a contract that names none.
func DueOnDemand(c *ledger.Contract, law string, demand cal.Date) cal.Date {
	if cmp.Or(c.Law, law) != "RU" || c.PaymentDays >= 0 || c.Terms != "" {
		return 0
	}
	return demand + DemandDays
}
