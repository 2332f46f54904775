// Package claims is what is asked before a court is: how long there is still
// time (limitation), whether a debt is doubtful or bad, whom it pays to sue, by
// which way and what the court's fee is.
//
// What the laws say is data (package law/court, files one can read): each rule
// has the days it holds, its source, and whether somebody read it there. Code
// knows how to count, never what a law gives. A figure that no rule gives is
// not there; none is guessed.
//
// It is not: what lateness costs (interest), which letters go out (policy), or
// where facts come from (desk tells them).
//
// Invariants: a clock is the same whatever the order of the facts; a fact of
// after the day changes nothing; an acknowledgment never shortens the time
// left; customers who are not late are counted apart, never dropped.
//
// Start with Limitation.Clock, then Select and Law.Fee.
package claims
