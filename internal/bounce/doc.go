// Package bounce reads one mail that came back and says what it is: a letter
// that could not be delivered and whether the address is dead, a warning of a
// delay, an absence note, a complaint, a receipt, or something else.
//
// Bytes in, verdict out: it fetches nothing, stores nothing and marks nobody.
// It does not know whom we have written to; which contact and which letter a
// report is about is the caller's to look up, by the address, the Message-ID
// and the letter's identifier that stand in the Report.
//
// What always holds:
//
//   - A recipient is Hard only if a server said, by words or by a code, that the
//     address or its domain does not exist or has moved. A full mailbox, a spam
//     filter, a suspended account, a policy, the network: not dead. In doubt,
//     not dead: an address wrongly called dead costs a customer his letters.
//   - A receipt, an absence note, a complaint and a warning of a delay never
//     hold a Hard recipient, whatever words stand in them.
//   - Every mail has a verdict; what cannot be read is Other. No mail makes Read
//     fail, and its work is bounded by the limits in part.go.
//
// Anybody can write such a mail. Who marks an address dead should do so only if
// the letter that the report names was sent there.
//
// The forms it knows: reports of RFC 3464 and 6522 with the codes of RFC 3463,
// complaints of RFC 5965, receipts of RFC 8098, automatic answers of RFC 3834,
// and the free text of servers that know none of these.
//
// Start with Read; reason.go holds what words and codes mean.
package bounce
