package mailer

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// session is the connection of one batch, made when the first message wants it.
type session struct {
	mailer *Mailer
	client *smtp.Client
	conn   net.Conn // under the client and its TLS
	hangUp func()   // ends that connection at once; whoever reads or writes meets an error
	proven bool     // it has carried a message: if it is dead now, the server closed it
}

// block is how much of a message goes within one timeout; RFC 5321 speaks of a
// buffer of TCP.
const block = 32 << 10

// quitTimeout is how long a good-bye may take. Nothing depends on it.
const quitTimeout = 3 * time.Second

// send tries one message; the error is begin's.
func (s *session) send(ctx context.Context, message Outgoing, begin func(Outgoing) error) (Outcome, error) {
	outcome := start(message.To)
	if !slices.ContainsFunc(outcome, func(r Result) bool { return r.pending() }) {
		return outcome, nil
	}
	signed, end := s.prepare(message)
	if !end.pending() {
		outcome.rest(end)
		return outcome, nil
	}
	if err := s.mailer.limit.wait(ctx, message.To); err != nil {
		outcome.rest(judge(AtConnect, err))
		return outcome, nil
	}
	t := transaction{session: s, from: message.From, data: signed, outcome: outcome, begin: func() error { return begin(message) }}
	end, err := t.run(ctx)
	outcome.rest(end)
	return outcome, err
}

// prepare signs the message. What cannot go at all has its end here.
func (s *session) prepare(message Outgoing) ([]byte, Result) {
	never := Result{State: Permanent, About: Message, At: AtMail}
	if !isMailbox(message.From) {
		never.Text = "the envelope's sender is not an e-mail address"
		return nil, never
	}
	signed, err := s.mailer.signer.sign(message.Message)
	if err != nil {
		never.Text = clean("the message cannot be signed: " + err.Error())
		return nil, never
	}
	return signed, Result{}
}

// transaction is one message on its way.
type transaction struct {
	*session

	from    string
	data    []byte
	outcome Outcome
	begin   func() error
}

// run gives the end of all recipients that have none of their own yet. A
// connection that served before and is found dead is made anew, once; so is one
// the server is done with (421), be it for idling or for its count of messages.
func (t *transaction) run(ctx context.Context) (Result, error) {
	for {
		if err := t.connect(ctx); err != nil {
			return judge(AtConnect, err), nil
		}
		served := t.proven
		end, err := t.deliver(ctx)
		lost := end.State == Temporary && (end.Code == 0 || end.Code == 421 && end.At == AtMail)
		if err != nil || !lost || !served || ctx.Err() != nil {
			return end, err
		}
	}
}

// deliver is the transaction itself: sender, recipients, message, dot. After
// any failure without a reply the connection is gone.
func (t *transaction) deliver(ctx context.Context) (end Result, err error) {
	release := context.AfterFunc(ctx, t.hangUp)
	defer release()
	defer func() { t.settle(end) }()
	if err := t.client.Mail(t.from, &smtp.MailOptions{Size: int64(len(t.data))}); err != nil {
		return judge(AtMail, err), nil
	}
	if end, ok := t.recipients(); !ok {
		return end, nil
	}
	w, err := t.client.Data()
	if err != nil {
		return judge(AtData, err), nil
	}
	if err := t.write(w); err != nil {
		return judge(AtBody, err), nil
	}
	if !release() {
		return judge(AtBody, ctx.Err()), nil
	}
	if err := t.begin(); err != nil {
		return judge(AtBody, err), err
	}
	return t.finish(w), nil
}

// recipients names those that are pending, and decides on each that is refused.
// It says no, with the end of the others, when there is nobody to go on for.
func (t *transaction) recipients() (Result, bool) {
	taken := 0
	for i := range t.outcome {
		r := &t.outcome[i]
		if !r.pending() {
			continue
		}
		err := t.client.Rcpt(r.Address, nil)
		if err == nil {
			taken++
			continue
		}
		end := judge(AtRcpt, err)
		if end.About == Server {
			return end, false
		}
		end.Address = r.Address
		*r = end
	}
	return Result{}, taken > 0
}

// write sends all but the end, each block within the timeout.
func (t *transaction) write(w io.Writer) error {
	watch := time.AfterFunc(t.mailer.config.Timeout, t.hangUp)
	defer watch.Stop()
	for b := range slices.Chunk(t.data, block) {
		watch.Reset(t.mailer.config.Timeout)
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return nil
}

// finish sends the dot and waits for the answer. From here on only a reply can
// say that the message did not go.
func (t *transaction) finish(w *smtp.DataCommand) Result {
	watch := time.AfterFunc(t.mailer.config.EndTimeout, t.hangUp) // the client's own does not cover sending the dot
	defer watch.Stop()
	reply, err := w.CloseWithResponse()
	if err == nil {
		return accepted(reply.StatusText)
	}
	end := judge(AtEnd, err)
	if end.About == Address && t.takers() > 1 {
		end.About = Message // one of them, but nobody knows which
	}
	return end
}

// takers counts the recipients a reply to the whole message is about.
func (t *transaction) takers() (n int) {
	for i := range t.outcome {
		if t.outcome[i].pending() {
			n++
		}
	}
	return n
}

// settle leaves the connection fit for the next message, or closed.
func (t *transaction) settle(end Result) {
	switch {
	case end.About == Server:
		t.hangUp()
		t.client = nil
	case end.State == Sent:
		t.proven = true
	default: // refused: the server still holds the half of a transaction
		if t.client.Reset() != nil {
			t.hangUp()
			t.client = nil
		}
		t.proven = true
	}
}

// connect makes the connection where there is none.
func (s *session) connect(ctx context.Context) error {
	if s.client != nil {
		return nil
	}
	c := s.mailer.config
	ctx, cancel := context.WithTimeoutCause(ctx, c.Timeout, fmt.Errorf("no connection to %s within %s", c.Host, c.Timeout))
	defer cancel()
	err := s.dial(ctx)
	if err == nil {
		s.proven = false
		return nil
	}
	s.client = nil
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func (s *session) dial(ctx context.Context) error {
	c := s.mailer.config
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort(c.Host, strconv.Itoa(c.Port)))
	if err != nil {
		return err
	}
	s.conn, s.hangUp = &wire{Conn: conn}, func() { _ = conn.Close() } // it may be closed already
	release := context.AfterFunc(ctx, s.hangUp)
	defer release()
	if err := s.greet(); err != nil {
		s.hangUp()
		return err
	}
	return nil
}

// greet takes the connection to where messages can be sent.
func (s *session) greet() error {
	c := s.mailer.config
	settings := &tls.Config{ServerName: c.Host, RootCAs: c.Roots, MinVersion: tls.VersionTLS12}
	var err error
	switch c.Security {
	case TLS:
		s.client = smtp.NewClient(tls.Client(s.conn, settings))
	case StartTLS:
		if s.client, err = smtp.NewClientStartTLS(s.conn, settings); err != nil {
			return err
		}
	case None:
		s.client = smtp.NewClient(s.conn)
	}
	s.client.CommandTimeout, s.client.SubmissionTimeout = c.Timeout, c.EndTimeout
	if err := s.client.Hello(c.HelloName); err != nil {
		return err
	}
	return s.login()
}

// login uses what the server offers. Both ways send the password itself, so
// they are for an encrypted connection or one that does not leave the machine.
func (s *session) login() error {
	c := s.mailer.config
	if c.User == "" {
		return nil
	}
	if _, encrypted := s.client.TLSConnectionState(); !encrypted && !staysHere(s.conn) {
		return errors.New("the password is not sent without encryption")
	}
	switch {
	case s.client.SupportsAuth(sasl.Plain):
		return s.client.Auth(sasl.NewPlainClient("", c.User, c.Password.value()))
	case s.client.SupportsAuth(sasl.Login):
		return s.client.Auth(sasl.NewLoginClient(c.User, c.Password.value()))
	}
	return errors.New("the server offers no login by password (AUTH PLAIN or LOGIN)")
}

// wire is a connection that is over once reading from it failed. Without it, a
// reply cut off by a timeout would be read to its end as the reply to the next
// command.
type wire struct {
	net.Conn

	failed error
}

// Read fails for good after its first failure.
func (w *wire) Read(p []byte) (n int, err error) {
	if w.failed != nil {
		return 0, w.failed
	}
	n, w.failed = w.Conn.Read(p)
	return n, w.failed
}

func staysHere(conn net.Conn) bool {
	addr, ok := conn.RemoteAddr().(*net.TCPAddr)
	return ok && addr.IP.IsLoopback()
}

// close says good-bye.
func (s *session) close() {
	if s.client == nil {
		return
	}
	s.client.CommandTimeout = quitTimeout
	_ = s.client.Quit() // every message has its answer by now
	s.hangUp()
}
