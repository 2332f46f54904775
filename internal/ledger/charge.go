package ledger

// ChargeKind is what is asked for beside the debt itself because it was late.
type ChargeKind string

// The kinds of charges.
const (
	ChargePenalty  ChargeKind = "penalty"     // per cent of what was late, as the contract has it
	ChargeInterest ChargeKind = "interest"    // by law, with compensation for inflation where the law gives it
	ChargeUse      ChargeKind = "use"         // interest for the use of money
	ChargeFine     ChargeKind = "fine"        // a fixed sum of the contract
	ChargeLumpSum  ChargeKind = "lump-sum"    // a fixed sum of the law, such as EUR 40
	ChargePrice    ChargeKind = "delay-price" // of a supplementary agreement
	ChargeCourtFee ChargeKind = "court-fee"
)

// ChargeKinds lists them in the order of the manual.
var ChargeKinds = []ChargeKind{ChargePenalty, ChargeInterest, ChargeUse, ChargeFine, ChargeLumpSum, ChargePrice, ChargeCourtFee}
