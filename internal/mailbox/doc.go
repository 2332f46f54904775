// Package mailbox reads what came into a mailbox by IMAP (RFC 3501, RFC 9051)
// and hands each new message to a function.
//
// It does not know what a message means (internal/bounce does), answers
// nothing, and never deletes or moves a message. It keeps no record of its own:
// what was handled is marked in the mailbox, by the flag \Seen. So the mailbox
// should be one for returns alone: what a person opens there counts as handled,
// and what is marked unread by hand is handled again.
//
// What always holds:
//
//   - A message is marked after its handler succeeded, and only then; fetching
//     does not mark it. What was marked is not handed over again.
//   - A crash or a lost connection between the handler and the mark means that
//     the message is handed over again by the next run. The handler must bear
//     that: the same message twice has the effect of once. Message.Key tells it
//     the same message, as does everything in the message.
//   - One message is in memory at a time, and of that at most MaxMessage bytes.
//   - The password goes over TLS or to this very machine; certificates are
//     verified. Every answer of the server has a time by which it must be there.
//
// Start with Read.
package mailbox
