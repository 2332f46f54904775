package mailer

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"debitor/internal/fault"
	"debitor/internal/mailer/smtptest"
)

// short is long for a server on this machine, and bearable where a test waits
// for it to pass.
const short = 700 * time.Millisecond

func serve(t *testing.T, o smtptest.Options, faults ...smtptest.Fault) *smtptest.Server {
	t.Helper()
	s, err := smtptest.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	s.Fail(faults...)
	return s
}

// connect is a mailer for the server; change may alter the settings.
func connect(t *testing.T, s *smtptest.Server, change func(*Config)) *Mailer {
	t.Helper()
	c := Config{Host: s.Host(), Port: s.Port(), Security: None, Timeout: 20 * time.Second, EndTimeout: 20 * time.Second}
	if change != nil {
		change(&c)
	}
	m, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// impatient is for servers that fall silent.
func impatient(c *Config) { c.Timeout, c.EndTimeout = short, short }

// letters makes n messages, each to an address of its own.
func letters(n int) []Outgoing {
	list := make([]Outgoing, n)
	for i := range list {
		id := fmt.Sprintf("L%03d", i+1)
		list[i] = Outgoing{
			ID: id, From: "bounce+" + id + "@firma.example", To: []string{strings.ToLower(id) + "@kunde.example"},
			Message: []byte("From: a@firma.example\r\nTo: b@kunde.example\r\nSubject: " + id + "\r\nMessage-ID: <" + id + "@firma.example>\r\n\r\n.dot first\r\nbody\r\n"),
		}
	}
	return list
}

// book is what a caller writes down of its batches.
type book struct {
	queue    []Outgoing
	taken    []string // in the order of Next
	begun    map[string]int
	outcomes map[string]Outcome
}

func newBook(queue []Outgoing) *book {
	return &book{queue: queue, begun: map[string]int{}, outcomes: map[string]Outcome{}}
}

func (b *book) batch(t interface{ Errorf(string, ...any) }) Batch {
	return Batch{
		Next: func() (Outgoing, bool) {
			if len(b.queue) == 0 {
				return Outgoing{}, false
			}
			m := b.queue[0]
			b.queue = b.queue[1:]
			b.taken = append(b.taken, m.ID)
			return m, true
		},
		Begin: func(m Outgoing) error { b.begun[m.ID]++; return nil },
		Done: func(m Outgoing, o Outcome) error {
			if b.outcomes[m.ID] != nil {
				t.Errorf("%s was done twice", m.ID)
			}
			if len(o) != len(m.To) {
				t.Errorf("%s has %d recipients and %d results", m.ID, len(m.To), len(o))
			}
			b.outcomes[m.ID] = o
			return nil
		},
	}
}

// kept counts the copies of a message a recipient has on the server.
func kept(s *smtptest.Server, id, recipient string) int {
	n := 0
	for _, r := range s.Received() {
		if strings.Contains(string(r.Data), "Subject: "+id+"\n") && slices.Contains(r.To, recipient) {
			n++
		}
	}
	return n
}

// compare holds what the caller was told against what the server has.
func (b *book) compare(t interface{ Errorf(string, ...any) }, s *smtptest.Server, all []Outgoing) {
	for _, m := range all {
		for i, to := range m.To {
			n := kept(s, m.ID, to)
			state := State("untouched")
			if o := b.outcomes[m.ID]; o != nil {
				state = o[i].State
			}
			if n > 1 {
				t.Errorf("%s was sent %d times to %s", m.ID, n, to)
			}
			if n > 0 && b.begun[m.ID] != 1 {
				t.Errorf("%s was handed over and had begun %d times", m.ID, b.begun[m.ID])
			}
			switch {
			case state == Sent && n != 1, n != 0 && state != Sent && state != Unknown, state == "":
				t.Errorf("%s to %s: told %q, kept %d", m.ID, to, state, n)
			}
		}
	}
}

func TestEveryFaultEndsEveryMessage(t *testing.T) {
	ok := smtptest.Options{}
	for name, c := range map[string]struct {
		server smtptest.Options
		faults []smtptest.Fault
		change func(*Config)
		want   string // the states of four messages; "-" was not asked for
		about  About  // of the first that was not sent
		kept   int
	}{
		"all well":                 {ok, nil, nil, "sent sent sent sent", "", 4},
		"4xx at MAIL":              {ok, []smtptest.Fault{{At: smtptest.Mail, Reply: "451 4.3.0 later"}}, nil, "temporary - - -", Server, 0},
		"4xx at RCPT":              {ok, []smtptest.Fault{{At: smtptest.Rcpt, Reply: "450 4.7.1 greylisted"}}, nil, "temporary temporary temporary temporary", Receiver, 0},
		"4xx at DATA":              {ok, []smtptest.Fault{{At: smtptest.Data, Reply: "451 4.7.0 not now"}}, nil, "temporary temporary temporary temporary", Receiver, 0},
		"4xx after DATA":           {ok, []smtptest.Fault{{At: smtptest.Dot, Reply: "450 later", Every: 2}}, nil, "sent temporary sent temporary", Message, 2},
		"5xx at MAIL":              {ok, []smtptest.Fault{{At: smtptest.Mail, Reply: "553 5.7.1 not your address"}}, nil, "temporary - - -", Server, 0},
		"5xx at RCPT":              {ok, []smtptest.Fault{{At: smtptest.Rcpt, Reply: "550 5.1.1 no such user", Match: "l002"}}, nil, "sent permanent sent sent", Address, 3},
		"policy at RCPT":           {ok, []smtptest.Fault{{At: smtptest.Rcpt, Reply: "550-5.7.1 blocked\n550 5.7.1 by policy", Match: "l002"}}, nil, "sent permanent sent sent", Receiver, 3},
		"5xx after DATA":           {ok, []smtptest.Fault{{At: smtptest.Dot, Reply: "554 5.6.0 broken", Match: "l003"}}, nil, "sent sent permanent sent", Message, 3},
		"spam after DATA":          {ok, []smtptest.Fault{{At: smtptest.Dot, Reply: "554 5.7.1 spam", Match: "l003"}}, nil, "sent sent permanent sent", Receiver, 3},
		"421 in the middle":        {ok, []smtptest.Fault{{At: smtptest.Data, Reply: "421 4.3.2 closing", Every: 2}}, nil, "sent temporary - -", Server, 1},
		"421 instead of a welcome": {ok, []smtptest.Fault{{At: smtptest.Greeting, Reply: "421 too busy"}}, nil, "temporary - - -", Server, 0},
		"421 for the third, a new connection helps": {
			ok,
			[]smtptest.Fault{{At: smtptest.Mail, Reply: "421 4.7.0 enough on this connection", Every: 3}},
			nil, "sent sent sent sent", "", 4,
		},
		"421 always":                        {ok, []smtptest.Fault{{At: smtptest.Mail, Reply: "421 4.3.2 closing"}}, nil, "temporary - - -", Server, 0},
		"silence after the dot, kept":       {ok, []smtptest.Fault{{At: smtptest.Dot, Do: smtptest.Hang, Keep: true, Every: 2}}, impatient, "sent unknown - -", Server, 2},
		"silence after the dot, lost":       {ok, []smtptest.Fault{{At: smtptest.Dot, Do: smtptest.Hang, Every: 2}}, impatient, "sent unknown - -", Server, 1},
		"disconnect after the dot, kept":    {ok, []smtptest.Fault{{At: smtptest.Dot, Do: smtptest.Drop, Keep: true, Every: 3}}, nil, "sent sent unknown -", Server, 3},
		"disconnect after the dot, lost":    {ok, []smtptest.Fault{{At: smtptest.Dot, Do: smtptest.Drop, Every: 3}}, nil, "sent sent unknown -", Server, 2},
		"nonsense after the dot":            {ok, []smtptest.Fault{{At: smtptest.Dot, Reply: "what?", Keep: true}}, nil, "unknown - - -", Server, 1},
		"a strange code after the dot":      {ok, []smtptest.Fault{{At: smtptest.Dot, Reply: "354 go on", Keep: true}}, nil, "unknown - - -", Server, 1},
		"another 2xx after the dot":         {ok, []smtptest.Fault{{At: smtptest.Dot, Reply: "252 taken", Keep: true}}, nil, "sent sent sent sent", "", 4},
		"disconnect before the dot":         {ok, []smtptest.Fault{{At: smtptest.Data, Do: smtptest.Drop}}, nil, "temporary - - -", Server, 0},
		"silence at RCPT":                   {ok, []smtptest.Fault{{At: smtptest.Rcpt, Do: smtptest.Hang}}, impatient, "temporary - - -", Server, 0},
		"a connection for two messages":     {ok, []smtptest.Fault{{At: smtptest.After, Do: smtptest.Drop, Every: 2}}, nil, "sent sent sent sent", "", 4},
		"dropped at every second MAIL":      {ok, []smtptest.Fault{{At: smtptest.Mail, Do: smtptest.Drop, Every: 2}}, nil, "sent sent sent sent", "", 4},
		"slow, but in time":                 {ok, []smtptest.Fault{{At: smtptest.Mail, Do: smtptest.Drip, Pause: time.Millisecond}}, nil, "sent sent sent sent", "", 4},
		"too slow":                          {ok, []smtptest.Fault{{At: smtptest.Rcpt, Do: smtptest.Drip, Pause: short / 8}}, impatient, "temporary - - -", Server, 0},
		"too slow a welcome":                {ok, []smtptest.Fault{{At: smtptest.Greeting, Do: smtptest.Drip, Pause: short / 8}}, impatient, "temporary - - -", Server, 0},
		"too slow an answer to the dot":     {ok, []smtptest.Fault{{At: smtptest.Dot, Do: smtptest.Drip, Pause: short}}, impatient, "unknown - - -", Server, 1},
		"too big":                           {smtptest.Options{MaxSize: 20}, nil, nil, "permanent permanent permanent permanent", Message, 0},
		"login refused":                     {smtptest.Options{User: "u", Password: "p"}, nil, login("u", "wrong"), "temporary - - -", Server, 0},
		"login wanted":                      {smtptest.Options{User: "u", Password: "p"}, nil, nil, "temporary - - -", Server, 0},
		"login dies":                        {smtptest.Options{User: "u", Password: "p"}, []smtptest.Fault{{At: smtptest.Auth, Do: smtptest.Drop}}, login("u", "p"), "temporary - - -", Server, 0},
		"login at a server that knows none": {ok, nil, login("u", "p"), "temporary - - -", Server, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, c.server, c.faults...)
			all := letters(4)
			b := newBook(all)
			err := connect(t, s, c.change).Send(t.Context(), b.batch(t))
			b.compare(t, s, all)
			var states []string
			var about About
			for _, m := range all {
				state := "-"
				if o := b.outcomes[m.ID]; o != nil {
					state = string(o[0].State)
					if about == "" {
						about = o[0].About
					}
				}
				states = append(states, state)
			}
			if got := strings.Join(states, " "); got != c.want || about != c.about || len(s.Received()) != c.kept {
				t.Errorf("%s about %q, kept %d; want %s about %q, kept %d", got, about, len(s.Received()), c.want, c.about, c.kept)
			}
			if stopped := fault.Code(err) == "mailer.stopped"; stopped != (c.about == Server) || err != nil && !stopped {
				t.Errorf("error %v", err)
			}
		})
	}
}

func login(user, password string) func(*Config) {
	return func(c *Config) { c.User, c.Password = user, NewSecret(password) }
}

// TestNothingIsLostOrDoubled lets several things go wrong at once, and sends in
// batches until every message has an end, as a queue would.
func TestNothingIsLostOrDoubled(t *testing.T) {
	stages := []smtptest.Stage{
		smtptest.Greeting, smtptest.Hello, smtptest.Mail, smtptest.Rcpt, smtptest.Data, smtptest.Body, smtptest.Dot, smtptest.After,
	}
	replies := []string{"421 4.3.2 closing", "450 4.2.0 later", "451 later", "550 5.1.1 no such user", "554 5.7.1 policy", "552 too big", "599 odd", "nonsense"}
	rapid.Check(t, func(rt *rapid.T) {
		s := serve(t, smtptest.Options{})
		faults := make([]smtptest.Fault, rapid.IntRange(1, 3).Draw(rt, "faults"))
		for i := range faults {
			faults[i] = smtptest.Fault{
				At: rapid.SampledFrom(stages).Draw(rt, "at"), Do: rapid.SampledFrom([]smtptest.Action{smtptest.Answer, smtptest.Drop}).Draw(rt, "do"),
				Reply: rapid.SampledFrom(replies).Draw(rt, "reply"), Every: rapid.IntRange(1, 5).Draw(rt, "every"), Keep: rapid.Bool().Draw(rt, "keep"),
			}
			if f := &faults[i]; f.At == smtptest.Dot && f.Do == smtptest.Answer {
				f.Keep = false // a server that keeps what it refuses is a liar, and no client can help it
			}
		}
		s.Fail(faults...)
		all := letters(8)
		for i := range all {
			all[i].To = append(all[i].To, "copy@firma.example")
		}
		m := connect(t, s, nil)
		b := newBook(all)
		for len(b.queue) > 0 {
			before := len(b.queue)
			if err := m.Send(t.Context(), b.batch(rt)); err != nil && fault.Code(err) != "mailer.stopped" {
				rt.Fatal(err)
			}
			if len(b.queue) == before {
				rt.Fatal("a batch took nothing")
			}
		}
		b.compare(rt, s, all)
		if len(b.outcomes) != len(all) {
			rt.Errorf("%d of %d messages have an end", len(b.outcomes), len(all))
		}
	})
}

func TestOneConnectionForAHundredMessages(t *testing.T) {
	s := serve(t, smtptest.Options{Security: smtptest.OfferTLS, User: "u", Password: "p"})
	all := letters(100)
	b := newBook(all)
	m := connect(t, s, func(c *Config) {
		login("u", "p")(c)
		c.Security, c.Roots, c.HelloName = StartTLS, s.Roots(), "mail.firma.example"
	})
	if err := m.Send(t.Context(), b.batch(t)); err != nil {
		t.Fatal(err)
	}
	b.compare(t, s, all)
	if s.Connections() != 1 || len(s.Received()) != 100 {
		t.Errorf("%d connections for %d messages", s.Connections(), len(s.Received()))
	}
	r := s.Received()[99]
	if !r.TLS || r.User != "u" || r.HelloName != "mail.firma.example" || r.From != all[99].From {
		t.Errorf("the last came as %+v", r)
	}
	if want := strings.ReplaceAll(string(all[99].Message), "\r\n", "\n"); string(r.Data) != want {
		t.Errorf("the message changed on its way (-want +got):\n%s", cmp.Diff(want, string(r.Data)))
	}
}

// TestRefusedMessagesLeaveTheConnection shows that a refusal costs no new one.
func TestRefusedMessagesLeaveTheConnection(t *testing.T) {
	s := serve(t, smtptest.Options{}, smtptest.Fault{At: smtptest.Rcpt, Reply: "550 5.1.1 gone", Every: 2}, smtptest.Fault{At: smtptest.Dot, Reply: "554 5.6.0 no", Every: 3})
	b := newBook(letters(20))
	if err := connect(t, s, nil).Send(t.Context(), b.batch(t)); err != nil {
		t.Fatal(err)
	}
	if s.Connections() != 1 {
		t.Errorf("%d connections", s.Connections())
	}
}

func TestEveryRecipientHasItsOwnEnd(t *testing.T) {
	s := serve(t, smtptest.Options{},
		smtptest.Fault{At: smtptest.Rcpt, Reply: "550 5.1.1 no such user", Match: "gone@"},
		smtptest.Fault{At: smtptest.Rcpt, Reply: "452 4.2.2 full", Match: "full@"})
	m := letters(1)[0]
	m.To = []string{"ok@kunde.example", "gone@kunde.example", "full@kunde.example", "not an address", "x@y> SIZE=1", "боб@kunde.example", "copy@firma.example"}
	got := connect(t, s, nil).SendOne(t.Context(), m)
	want := Outcome{
		{Address: m.To[0], State: Sent, At: AtEnd, Code: 250, Enhanced: "2.0.0", Text: "queued"},
		{Address: m.To[1], State: Permanent, About: Address, At: AtRcpt, Code: 550, Enhanced: "5.1.1", Text: "no such user"},
		{Address: m.To[2], State: Temporary, About: Receiver, At: AtRcpt, Code: 452, Enhanced: "4.2.2", Text: "full"},
		{Address: m.To[3], State: Permanent, About: Address, At: AtRcpt, Text: "is not an e-mail address"},
		{Address: m.To[4], State: Permanent, About: Address, At: AtRcpt, Text: "is not an e-mail address"},
		{Address: m.To[5], State: Permanent, About: Address, At: AtRcpt, Text: "is not an e-mail address"},
		{Address: m.To[6], State: Sent, At: AtEnd, Code: 250, Enhanced: "2.0.0", Text: "queued"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
	if !got[1].Dead() || got[2].Dead() || !slices.Equal(got.Retry(), []string{"full@kunde.example"}) {
		t.Errorf("dead %v %v, retry %v", got[1].Dead(), got[2].Dead(), got.Retry())
	}
	if r := s.Received(); len(r) != 1 || !slices.Equal(r[0].To, []string{m.To[0], m.To[6]}) {
		t.Errorf("received %+v", r)
	}
}

func TestNobodyIsMarkedForAReplyToAll(t *testing.T) {
	s := serve(t, smtptest.Options{}, smtptest.Fault{At: smtptest.Dot, Reply: "550 5.1.1 no such user"})
	m := connect(t, s, nil)
	alone, together := letters(1)[0], letters(1)[0]
	together.To = append(together.To, "copy@firma.example")
	if o := m.SendOne(t.Context(), alone); !o[0].Dead() {
		t.Errorf("one recipient: %+v", o)
	}
	if o := m.SendOne(t.Context(), together); o[0].Dead() || o[1].Dead() || o[0].State != Permanent {
		t.Errorf("two recipients: %+v", o)
	}
}

func TestTheServersIdentityIsVerified(t *testing.T) {
	for _, c := range []struct {
		name   string
		server smtptest.Security
		ours   Security
		roots  bool
		host   string
		cert   string
		want   State
		text   string
	}{
		{"tls", smtptest.ImplicitTLS, TLS, true, "127.0.0.1", "", Sent, "queued"},
		{"starttls", smtptest.OfferTLS, StartTLS, true, "127.0.0.1", "", Sent, "queued"},
		{"by name", smtptest.OfferTLS, StartTLS, true, "localhost", "", Sent, "queued"},
		{"tls, unknown authority", smtptest.ImplicitTLS, TLS, false, "127.0.0.1", "", Temporary, "unknown authority"},
		{"starttls, unknown authority", smtptest.OfferTLS, StartTLS, false, "127.0.0.1", "", Temporary, "unknown authority"},
		{"tls, another name", smtptest.ImplicitTLS, TLS, true, "localhost", "elsewhere.example", Temporary, "elsewhere.example"},
		{"starttls, another name", smtptest.OfferTLS, StartTLS, true, "localhost", "elsewhere.example", Temporary, "elsewhere.example"},
		{"starttls is not offered", smtptest.Plain, StartTLS, true, "127.0.0.1", "", Temporary, "STARTTLS"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, smtptest.Options{Security: c.server, User: "u", Password: "p", CertName: c.cert})
			m := connect(t, s, func(k *Config) {
				login("u", "p")(k)
				k.Security, k.Host = c.ours, c.host
				k.Roots = x509.NewCertPool()
				if c.roots && s.Roots() != nil {
					k.Roots = s.Roots()
				}
			})
			o := m.SendOne(t.Context(), letters(1)[0])
			if o[0].State != c.want || !strings.Contains(o[0].Text, c.text) {
				t.Errorf("%+v", o)
			}
			if c.want != Sent && len(s.Received()) != 0 {
				t.Error("the message went all the same")
			}
		})
	}
}

func TestLoginTakesWhatIsOffered(t *testing.T) {
	for _, ways := range []string{"PLAIN LOGIN", "PLAIN", "LOGIN", "CRAM-MD5 LOGIN"} {
		s := serve(t, smtptest.Options{User: "u", Password: "п@ss", Auth: ways})
		if o := connect(t, s, login("u", "п@ss")).SendOne(t.Context(), letters(1)[0]); o[0].State != Sent {
			t.Errorf("%s: %+v", ways, o)
		}
	}
	s := serve(t, smtptest.Options{User: "u", Password: "p", Auth: "CRAM-MD5"})
	if o := connect(t, s, login("u", "p")).SendOne(t.Context(), letters(1)[0]); o[0].State != Temporary || o[0].About != Server {
		t.Errorf("%+v", o)
	}
}

func TestBeginAndDoneCanStop(t *testing.T) {
	s := serve(t, smtptest.Options{})
	m := connect(t, s, nil)
	no := errors.New("the disk is full")

	b := newBook(letters(2))
	batch := b.batch(t)
	batch.Begin = func(Outgoing) error { return no }
	if err := m.Send(t.Context(), batch); !errors.Is(err, no) || len(b.outcomes) != 0 || len(s.Received()) != 0 {
		t.Errorf("begin failed: %v, %d outcomes, %d received", err, len(b.outcomes), len(s.Received()))
	}
	b = newBook(letters(2))
	batch = b.batch(t)
	batch.Done = func(Outgoing, Outcome) error { return no }
	if err := m.Send(t.Context(), batch); !errors.Is(err, no) || len(b.taken) != 1 || len(s.Received()) != 1 {
		t.Errorf("done failed: %v, %v taken, %d received", err, b.taken, len(s.Received()))
	}
}

func TestAnEndedContextSendsNothingMore(t *testing.T) {
	s := serve(t, smtptest.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	b := newBook(letters(3))
	batch := b.batch(t)
	done := batch.Done
	batch.Done = func(m Outgoing, o Outcome) error { cancel(); return done(m, o) }
	if err := connect(t, s, nil).Send(ctx, batch); !errors.Is(err, context.Canceled) || len(b.taken) != 1 || b.outcomes["L001"][0].State != Sent {
		t.Errorf("%v, %v", err, b.outcomes)
	}
	// It ends while a message waits for the answer to its dot: that is waited for.
	ctx, cancel = context.WithCancel(t.Context())
	b = newBook(letters(3))
	batch = b.batch(t)
	batch.Begin = func(Outgoing) error { cancel(); return nil }
	if err := connect(t, s, nil).Send(ctx, batch); !errors.Is(err, context.Canceled) || b.outcomes["L001"][0].State != Sent {
		t.Errorf("%v, %v", err, b.outcomes)
	}
	// It ends while the server is silent before the dot.
	s.Fail(smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Hang})
	ctx, cancel = context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	b = newBook(letters(3))
	if err := connect(t, s, nil).Send(ctx, b.batch(t)); !errors.Is(err, context.DeadlineExceeded) || b.outcomes["L001"][0].State != Temporary {
		t.Errorf("%v, %v", err, b.outcomes)
	}
}

// TestAServerThatStopsReading is what only a timeout on writing notices.
func TestAServerThatStopsReading(t *testing.T) {
	s := serve(t, smtptest.Options{}, smtptest.Fault{At: smtptest.Body, Do: smtptest.Hang})
	m := letters(1)[0]
	m.Message = append(m.Message, []byte(strings.Repeat("0123456789012345678901234567890123456789012345678901234567890123456789\r\n", 1<<18))...)
	o := connect(t, s, impatient).SendOne(t.Context(), m)
	if o[0].State != Temporary || o[0].At != AtBody || o[0].About != Server {
		t.Errorf("%+v", o)
	}
}

func TestNoServer(t *testing.T) {
	s, err := smtptest.Start(smtptest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := connect(t, s, nil)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	o := m.SendOne(t.Context(), letters(1)[0])
	if o[0].State != Temporary || o[0].About != Server || o[0].At != AtConnect || !strings.Contains(o[0].Text, "refused") {
		t.Errorf("%+v", o)
	}
}

func TestAMessageThatNamesNobodyIsRefusedHere(t *testing.T) {
	s := serve(t, smtptest.Options{})
	m := letters(1)[0]
	m.From = "a@b>\r\nRCPT TO:<c@d"
	if o := connect(t, s, nil).SendOne(t.Context(), m); o[0].State != Permanent || o[0].About != Message || s.Connections() != 0 {
		t.Errorf("%+v", o)
	}
}
