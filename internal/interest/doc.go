// Package interest is what lateness costs: statutory interest, contractual
// penalty, interest for the use of money, compensation for inflation, and how a
// payment that does not cover everything is spread over them.
//
// What the laws say is data (package law, files one can read): each rule has
// the days it holds, its source, and whether somebody read it there. Rates are
// series of dated rows with the same marks. Code knows how to count, never what
// a law gives: Read makes a Book of the files and refuses one that is not
// consistent; Shipped is the one inside the binary.
//
// Book.Accrue counts a Case (debts, facts, terms) into a Sheet: intervals in
// which nothing changes, each rounded half up to the minor unit, their sum, and
// warnings in codes and words. Arithmetic is exact: money in int64 with 128-bit
// products, percent as integers of six decimals, conformal interest between
// proven bounds. Book.Spread says how one payment is spread over claims by the
// order of the law; Book.Settle walks a case's payments through that order.
//
// What always holds: the sheet is the same whatever the order of the facts;
// the total never exceeds a cap; it never falls as days go by; no rate is
// guessed: before the first known one there is a fault, past the last a warning.
//
// It is not: court fees and whom to sue, prices of delay agreed with a customer,
// or limitation; and it shifts no due date: the ledger gives the effective one.
//
// Start with Case and Book.Accrue; law.go says what a rule may say.
package interest
