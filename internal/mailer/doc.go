// Package mailer hands finished messages to a mail server by SMTP (RFC 5321)
// and says for every recipient what became of it.
//
// It composes nothing (internal/mail does), keeps no queue and writes no
// record: which message is due, what is recorded before and after, and who is
// told are the caller's, through the three functions of a Batch. It reads no
// clock either: where the limit per domain needs one, the caller gives it.
//
// What always holds:
//
//   - A message is tried once in a call of Send. Only where the connection was
//     found dead before the end of the message could be sent is it handed over
//     again, on a new one; the server cannot have taken it by then, for it takes
//     over a message at the line with the dot that ends it (RFC 5321, 4.2.5).
//   - Batch.Begin runs before that dot, Batch.Done after the server's answer. A
//     message that has begun and is not done may or may not have gone, whatever
//     killed the program: it is Unknown, as is one whose answer never came. The
//     program does not send it again, a person decides.
//   - A recipient is called dead (Result.Dead) only when the server named the
//     address as the reason. A spam filter, a full mailbox, a wrong password of
//     ours kills no address.
//   - What is wrong with the server or with us is never a Permanent end of a
//     letter; it ends the batch instead.
//   - Passwords go over TLS or to this very machine; certificates are verified.
//
// Start with Mailer.Send, then session.deliver; judge holds what replies mean.
package mailer
