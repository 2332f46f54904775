// Package mail writes letters as e-mail messages: a file in the form of RFC
// 5322 with the letter as HTML and as plain text, and the PDF beside it where
// the letter is one that gets signed.
//
// It does not send (internal/mailer does) and has no clock: date and Message-ID
// come from the caller and are fixed, so that a message written twice is the
// same bytes and a mail server can tell that it is the same mail. A signature
// (DKIM) is added on sending.
//
// Invariants: no value of a name, a subject or an address can begin a header
// line of its own; lines are at most 76 characters of ASCII outside of headers
// that cannot be folded; what is not ASCII travels encoded; a hidden copy (Bcc)
// stands in no byte of the message; what a trial redirects goes to one mailbox
// and cannot be taken for the letter.
//
// Start with Compose, then Write; Recipients and Sender are the envelope.
package mail
