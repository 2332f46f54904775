// Package reconcile compares what two sides have in their books: it settles
// the lines of a reconciliation act, compares it with the customer's own,
// compares balances with those of the general ledger, and proposes which
// mutual debts to set off.
//
// It is not the paper (desk makes that of an Act), not a reader of files
// (intake), and it books nothing: what it finds a person decides.
//
// Invariants: the same input gives the same answer, whatever its order; no
// amount is lost: the differences of a comparison sum to the difference of the
// two sides.
//
// Start with Settle, Compare, Totals and Netting.
package reconcile
