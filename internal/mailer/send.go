package mailer

import (
	"context"

	"debitor/internal/fault"
)

// Outgoing is one message, ready to go.
type Outgoing struct {
	ID      string   // the caller's own; nothing here looks at it
	From    string   // the envelope's sender, where bounces go: a bare mailbox in ASCII
	To      []string // the envelope's recipients, copies among them: bare mailboxes in ASCII
	Message []byte   // as mail.Write wrote it; DKIM is added here
}

// Batch is where messages come from and where their outcomes go. None of the
// three may be nil; all are called by the goroutine that called Send.
type Batch struct {
	// Next gives the next message, false when there are no more.
	Next func() (Outgoing, bool)
	// Begin is called when the server has everything but the dot that ends the
	// message: the last moment at which nothing has happened. Record here that
	// an attempt has begun. If it fails, the message is not sent and Send
	// returns the error. It is not called for a message refused earlier.
	Begin func(Outgoing) error
	// Done is called once for each message that Next gave, right after its
	// fate is known; except where Begin failed. If it fails, Send returns the
	// error: the attempt has begun and is not recorded as done.
	Done func(Outgoing, Outcome) error
}

// Send hands over the messages of a batch one after the other, all on one
// connection as long as the server keeps it. It returns nil when Next has no
// more; a fault "mailer.stopped" when something is wrong with the server or the
// login, so that the messages after this one would meet the same (they have not
// been asked for; its own outcome has been given to Done); the context's error,
// or that of Begin or Done.
//
// Where the context ends, a message whose end is not sent yet is dropped
// (Temporary); one that is handed over waits for its answer.
func (m *Mailer) Send(ctx context.Context, b Batch) error {
	s := &session{mailer: m}
	defer s.close()
	for ctx.Err() == nil {
		message, ok := b.Next()
		if !ok {
			return nil
		}
		outcome, err := s.send(ctx, message, b.Begin)
		if err != nil {
			return err
		}
		if err := b.Done(message, outcome); err != nil {
			return err
		}
		if r := outcome.stopper(); r != nil && ctx.Err() == nil {
			return fault.New(fault.Refused, "mailer.stopped", "the mail server %s stopped the batch: %s", m.config.Host, r.reason())
		}
	}
	return ctx.Err()
}

// SendOne sends a single message that leaves no record, such as a test of the
// settings. The outcome says what the server said, also of connection and login.
func (m *Mailer) SendOne(ctx context.Context, message Outgoing) Outcome {
	s := &session{mailer: m}
	defer s.close()
	outcome, _ := s.send(ctx, message, func(Outgoing) error { return nil }) // only Begin can fail
	return outcome
}
