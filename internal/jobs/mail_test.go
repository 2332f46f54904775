package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
	"debitor/internal/jobs"
	"debitor/internal/mailer/smtptest"
	"debitor/internal/store"
)

// mailLetters is how many letters a run of these tests mails.
const mailLetters = 12

// nodes are several nodes of one company whose clock is moved by hand, and its
// mail server.
type nodes struct {
	*desk.Session
	t      *testing.T
	desk   *desk.Desk
	server *smtptest.Server
	passed atomic.Int64 // time since tuesday
}

// openNodes opens a company that sends as told, and lets nodes work for it.
func openNodes(t *testing.T, url, send string, count int) *nodes {
	t.Helper()
	n := &nodes{t: t}
	var err error
	if n.server, err = smtptest.Start(smtptest.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.server.Close() })
	d := dbtest.Open(t, url)
	if err := d.Migrate(t.Context(), store.Migrations); err != nil {
		t.Fatal(err)
	}
	first := n.node(d)
	for range count - 1 {
		work(t, n.node(dbtest.Open(t, url)))
	}
	n.desk = desk.New(d, first, n.now)
	profile := desk.Profile{Name: "Trusting Ltd", Country: "BY", Currency: "BYN", Language: "en", Email: "us@trusting.example"}
	profile.Mail = desk.MailSettings{Send: send, Host: n.server.Host(), Port: n.server.Port(), Security: "none", Timeout: 5}
	if _, err := n.desk.Init(t.Context(), desk.Actor{System: "test"}, profile); err != nil {
		t.Fatal(err)
	}
	if n.Session, err = n.desk.Session(t.Context(), "", desk.Actor{System: "test"}); err != nil {
		t.Fatal(err)
	}
	customers, invoices := "customer,name,email\n", "invoice,customer,date,due,amount,currency\n"
	for i := range mailLetters {
		customers += fmt.Sprintf("C%d,Alder %d,c%d@alder.example\n", i, i, i)
		invoices += fmt.Sprintf("I%d,C%d,2026-01-10,2026-01-28,7%d.00,BYN\n", i, i, i)
	}
	dir := t.TempDir()
	files := []string{write(t, dir, "customers.csv", customers), write(t, dir, "invoices.csv", invoices)}
	if _, err := n.Import(t.Context(), files, desk.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	work(t, first)
	return n
}

// node is a queue whose handlers are a desk of their own.
func (n *nodes) node(d *db.DB) *jobs.Queue {
	n.t.Helper()
	own := desk.New(d, nil, n.now)
	q, err := jobs.Open(n.t.Context(), d, own.Handlers(), nil, nil)
	if err != nil {
		n.t.Fatal(err)
	}
	return q
}

func (n *nodes) now() time.Time { return tuesday.Add(time.Duration(n.passed.Load())) }

// apply applies the run of the day.
func (n *nodes) apply() {
	n.t.Helper()
	if a, err := n.Apply(n.t.Context(), cal.Of(tuesday), ""); err != nil || a.Emails != mailLetters {
		n.t.Fatalf("%+v, %v", a, err)
	}
}

// wait waits until all letters stand at a state.
func (n *nodes) wait(state string) {
	n.t.Helper()
	for range 400 {
		lines, err := n.Mails(n.t.Context(), 0, []string{state})
		if err != nil {
			n.t.Fatal(err)
		}
		if len(lines) == mailLetters {
			return
		}
		<-time.After(50 * time.Millisecond)
	}
	n.t.Fatalf("the letters are not all %s; the server has %d", state, len(n.server.Received()))
}

// once sees that the server has each letter once.
func (n *nodes) once() {
	n.t.Helper()
	to := map[string]int{}
	for _, r := range n.server.Received() {
		to[strings.Join(r.To, " ")]++
	}
	for i := range mailLetters {
		if c := fmt.Sprintf("c%d@alder.example", i); to[c] != 1 {
			n.t.Errorf("%s was sent %d letters", c, to[c])
		}
	}
}

// An applied run's letters are sent by one of the nodes, each once, and a
// second run of the same day sends nothing again.
func TestAppliedLettersAreSent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		n := openNodes(t, url, "automatic", 2)
		n.apply()
		n.wait(store.Sent)
		n.apply()
		if err := n.desk.Handlers()[desk.JobMail](t.Context(), "main", []byte(cal.Of(tuesday).String())); err != nil {
			t.Error(err)
		}
		n.once()
	})
}

// A company that sends by hand has nothing sent by workers.
func TestByHandNothingIsSent(t *testing.T) {
	n := openNodes(t, dbtest.SQLite(t), "by-hand", 1)
	n.apply()
	if err := n.due(t.Context()); err != nil {
		t.Error(err)
	}
	n.wait(store.Ready)
	if got := len(n.server.Received()); got != 0 {
		t.Errorf("%d letters were sent", got)
	}
}

// due is what a worker does every minute.
func (n *nodes) due(ctx context.Context) error { return n.desk.Handlers()["mail-due"](ctx, "", nil) }

// What the server wants later waits, is not tried before its time, and goes
// once that has come.
func TestWhatTheServerWantsLaterGoesLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		n := openNodes(t, url, "automatic", 1)
		n.server.Fail(smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "451 4.7.1 greylisted"})
		n.apply()
		n.wait(store.Retry)
		n.server.Fail()
		if err := n.due(t.Context()); err != nil {
			t.Error(err)
		}
		n.wait(store.Retry)
		n.passed.Store(int64(3 * time.Hour))
		if err := n.due(t.Context()); err != nil {
			t.Error(err)
		}
		n.wait(store.Sent)
		n.once()
	})
}
