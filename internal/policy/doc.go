// Package policy is the company's written rules: it reads them, checks them,
// decides by them what is done today for one customer, and explains it.
//
// Decide is the heart. It is a pure function of a policy, a calendar, one
// customer's account and a day: it has no clock, no I/O and no error, for a
// policy that cannot be applied cannot be parsed. What it does not do it says
// too: every open instalment that is due or nearly due either takes part in an
// action or has its blockers (see Decider.Skipped and Explain).
//
// It answers with codes and facts. Texts are made at the door (Reason.Text).
// It is not a letter (letter), not storage (store), and what stops shipments
// is only read here; whether one may go is credit's question.
//
// Invariants: a step is applied to an instalment once, ever; an instalment
// takes part in at most one step a day; there is at most one action per step
// and currency; nothing is asked for that credit covers, that is disputed, or
// that is promised for a day not yet past; decided again after it was applied,
// a day has nothing left to do.
//
// Start with policy.go (the rules as data), parse.go, then decide.go.
package policy
