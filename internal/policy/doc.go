// Package policy is the company's written rules: it reads them, checks them,
// decides by them what is done today for one customer, and explains it.
//
// Decide is the heart. It is a pure function of a policy, a calendar, one
// customer's account and a day: it has no clock, no I/O and no error, for a
// policy that cannot be applied cannot be parsed. What it does not do it says
// too: every open instalment that is due or nearly due either takes part in an
// action or has all its blockers (see Decider.List and Explain). What comes
// next is found by playing the plans of the days ahead (ahead.go), so the two
// cannot disagree.
//
// It answers with codes and facts. Texts are made at the door (Reason.Text).
// It is not a letter (letter), not storage (store), and not approval: its rules
// of authority are read here and judged in authority. What stops shipments is
// only read here; whether one may go is credit's question.
//
// Invariants, of one policy and one day:
//   - a step is done once for an instalment, unless it repeats, or counts from
//     an event and that came again; each time has its own number (Occurrence);
//   - an instalment takes part in at most one letter, the strongest; what
//     people do arises beside it;
//   - there is one action for a step, a currency and what the step gathers
//     (customer, contract or invoice);
//   - nothing is asked for that credit covers, that is disputed or on its way,
//     and nothing at all while a promise or a payment plan is being kept or an
//     order takes the instalment out; a step about a dispute asks for what is
//     disputed;
//   - decided again after it was done, a day has nothing left to do;
//   - a date that is told for the next step comes true if nothing changes but
//     by the plans themselves, each carried out on its day.
//
// Start with policy.go and step.go (the rules as data), parse.go, then
// decide.go, rise.go (which steps the ladder lets through) and action.go.
package policy
