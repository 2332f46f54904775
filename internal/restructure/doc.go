// Package restructure is what a late debt costs under a signed supplementary
// agreement (R-94, F-21): the table of weeks, counted from the day the debt was
// due at first, and how the instalments of an agreement are dealt to its debts.
//
// It is not statutory interest or a contract's penalty (interest), nor whether
// instalments come in (ledger), nor who may waive a price (authority). That
// there is no price without a signed agreement is the desk's to see to.
//
// Invariants: exact integers, each line rounded once, half away from zero; an
// amount bears the percentage of the week in which it is repaid, so a part
// payment waives nothing; a price never falls with the days; what is dealt sums
// to what there is.
//
// Start with PriceOf.
package restructure
