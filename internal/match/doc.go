// Package match says whose money a receipt is and which instalments it
// settles: it reads the words of the purpose, looks into an index of what is
// open, and answers with proposals that give their reasons.
//
// It is not: the reader of statements (bank), nor the ledger, which allocates
// what was booked. It decides nothing about a receipt that is not sure; a
// person does, and the book learns from it.
//
// Invariants: the shares and the rest of a proposal sum to the receipt's
// amount; a share is positive and never more than is open of its instalment;
// money that no document number names never leaves the one contract it is
// for, unless Settings.CrossContracts; an answer does not depend on the order in which facts
// were added; Settle followed by Unsettle changes nothing; nothing is Sure
// where two customers fit equally, nor by the amount alone.
//
// Start with Book.Match; purpose.go reads the words, payer.go asks who pays,
// explain.go asks for what, sum.go finds instalments that make an amount.
package match
