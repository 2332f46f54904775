package ledger

import "debitor/internal/cal"

// Signals is what happened to an item until a day.
type Signals struct {
	PromiseBroken, PlanBroken, TransitExpired, Notice, Refusal, NoContact, Disputed, Guarantee, Restructured, Lawsuit, ClaimDelivered cal.Date
	BrokenPromises                                                                                                                    int
	Plan                                                                                                                              bool
	PlanUntil                                                                                                                         cal.Date
	Reason                                                                                                                            string
}

// SignalReader finds the signals of an account's items.
type SignalReader struct{}

// At is the signals of a.Items on a day, in their order; nil when nothing
// happened to any.
func (s *SignalReader) At(*Account, cal.Date) []Signals { return nil }
