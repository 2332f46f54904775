// Package payqr builds the text of a payment code: what a bank's application
// reads from the square on a letter and turns into a transfer order.
//
// Three formats are written: ST00012 (GOST R 56042-2014, roubles in Russia),
// EPC069-12 version 002 (euros in SEPA) and the National Bank of Ukraine's 002
// (hryvnias in Ukraine). For says which of them a payee can use, or none:
// Belarus and Bosnia have none, and their letters carry the details to type.
//
// It is not the picture (package paper draws it) and not a reader of codes: a
// code is built once from our own details and never read back.
//
// Invariants: the sum is exact and never left out; a number that does not
// pass its own check digits is refused, for money sent there is lost or comes
// back; names and purposes that are too long are shortened at a word, because
// the account and the tax number say who is paid and the reference is put first
// in the purpose. No clock, no floats.
//
// What the sources do not confirm is marked [K], known from practice.
//
// Start with Text; st.go, epc.go and nbu.go are the formats one by one.
package payqr
