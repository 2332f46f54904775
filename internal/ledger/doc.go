// Package ledger is the receivables ledger as pure data and functions:
// customers, contracts, invoices in instalments, payments, credit notes,
// allocation, the facts that suspend dunning, open items and aging.
//
// It is not storage (store), not rules about what to do (policy), and it never
// reads a clock: every question names its date. "As of D" means every fact
// recorded until now whose business date is D or earlier, D included.
//
// Invariants: an instalment's open amount is its amount less its allocations;
// a payment's unapplied rest is its amount less its allocations; neither is
// ever negative; instalments of an invoice sum to the invoice; the buckets of
// an aging row sum to its total.
//
// Start with records.go (the facts), then account.go (one customer as of a
// day), terms.go, allocate.go, suspension.go and aging.go.
package ledger
