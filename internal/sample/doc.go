// Package sample invents a company that sells on credit: its customers in five
// countries, their contacts and contracts, two years of invoices and payments
// with habits, promises, disputes and suspensions. The demo shows it, the
// benchmarks stretch it to a million invoices.
//
// Everything follows from Options: the same options give the same bytes, on any
// machine. There is no clock and no global randomness; arithmetic is in
// integers, for floats may differ between processors. Every customer draws from
// dice of his own, so the company is made customer by customer in bounded memory.
//
// Nothing in it is real. Names come from word lists made up here, mail
// addresses end in .example, telephone numbers lie where none are given out
// (Germany: the numbers kept free for films), and tax ids carry right check
// digits in ranges that are not issued, as far as the ranges are known.
//
// It is not a test fixture for rules: their scenarios are written by hand. It
// knows no holidays but the fixed ones, so a due date it computes for itself
// (when its customers pay) may lie a day beside the ledger's.
//
// Invariants: no payment lies after Today; unless a customer pays in advance,
// what he paid never exceeds what he was invoiced until then, per contract;
// files list customers in order, and each customer's rows by date.
//
// Start with Options and Write; then client.go, one customer's story in order.
package sample
