// Package insight turns the recorded history of customers into the figures of
// one day: what is open and overdue, how fast money comes in, who pays how,
// where it is stuck and why. A baseline is these figures frozen on the day a
// company begins, to be compared with later ones (SEEDS ).
//
// It is not a report (desk puts one together, paper draws it), and it decides
// nothing about a customer (policy, credit). It adds no currencies together:
// each has its figures.
//
// Formulas name their source: F-n is SEEDS Part III, KPI n is section n of
// KPI.md; docs/diagnose.md explains them to people. Amounts are minor units,
// everything else Hundredths; a figure that cannot be computed, such as days of
// sales without any sale, is NotKnown and never zero.
//
// Invariants: the buckets of an aging and the reasons of Stuck sum to what is
// open; shares lie between 0 and 100 %; the order in which customers are added
// does not matter.
//
// Start with Fold.
package insight
