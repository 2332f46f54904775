// Package formula is the catalogue of the formulas of receivables (SEEDS Part
// III): each with its number, its inputs, the worked example, and the named
// function that counts it, for people who want to try one with figures of their
// own.
//
// It counts nothing itself: the functions stand where they belong (insight,
// claims); here they are given their inputs by name and say how the result came
// about, in six languages. Amounts are exact decimals of two places, in whatever currency;
// a result that cannot be had, such as a share of nothing, is empty.
//
// It is not: what lateness costs by law (interest), the price of delay, or
// limits of shipments (credit).
//
// Start with All and Formula.Run.
package formula
