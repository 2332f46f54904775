package e2e_test

import (
	"bytes"
	"fmt"
	"net/mail"
	"os"
	"os/exec"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
	"debitor/internal/mailer/smtptest"
	"debitor/internal/store"
)

// workerLetters is how many letters a worker sends in these tests.
const workerLetters = 40

// dailyWarning mails a warning on every day of the year: a worker's letters are
// of today, for it lives by the clock.
const dailyWarning = `
policy: daily
run: {on: [mon, tue, wed, thu, fri, sat, sun], holiday: same-day}
steps: [{id: warning, at: "1..", letter: warning, by: [email]}]
`

// outgoing is a company whose letters of today a worker is to send.
type outgoing struct {
	*office
	url   string
	today cal.Date
}

// openOutgoing applies today's run, which asks for the worker.
func openOutgoing(t *testing.T, url string) *outgoing {
	t.Helper()
	o := &outgoing{openOffice(t, url, desk.Profile{
		Name: "Mill", Country: "BY", Currency: "BYN", Language: "en", Email: "us@creditor.example", Mail: desk.MailSettings{Send: "automatic"},
	}), url, cal.Of(time.Now())}
	o.rule(dailyWarning)
	customers, invoices := [][]string{{"customer", "name", "email"}}, [][]string{{"invoice", "customer", "date", "due", "amount", "currency"}}
	for i := range workerLetters {
		c := fmt.Sprintf("c%02d", i)
		customers = append(customers, []string{c, "Customer " + c, c + "@one.example"})
		invoices = append(invoices, []string{"i" + c, c, (o.today - 20).String(), (o.today - 3).String(), "100.00", "BYN"})
	}
	o.take(customers...)
	o.take(invoices...)
	if a := readApplied(t, must(t, url, "apply", "--date", o.today.String(), "--json")); a.Emails != workerLetters {
		t.Fatalf("%+v", a)
	}
	// Slow enough to be disturbed between taking a letter and saying so.
	o.server.Fail(smtptest.Fault{At: smtptest.Dot, Do: smtptest.Drip, Pause: time.Millisecond})
	return o
}

// work starts workers and gives what kills them all, or ends them well.
func (o *outgoing) work(workers int) (end func(os.Signal)) {
	o.Helper()
	var list []*exec.Cmd
	var said []*bytes.Buffer
	for range workers {
		cmd, _, stderr := debitor(o.url, "work")
		if err := cmd.Start(); err != nil {
			o.Fatal(err)
		}
		list, said = append(list, cmd), append(said, stderr)
	}
	ended := false
	end = func(s os.Signal) {
		if ended {
			return
		}
		ended = true
		for _, cmd := range list {
			_ = cmd.Process.Signal(s)
		}
		for i, cmd := range list {
			if err := cmd.Wait(); err != nil && s != os.Kill {
				o.Errorf("a worker ended with %v\n%s", err, said[i])
			}
		}
	}
	o.Cleanup(func() { end(os.Kill) })
	return end
}

// until waits for something that workers do.
func (o *outgoing) until(what string, done func() bool) {
	o.Helper()
	for late := time.Now().Add(time.Minute); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(late) {
			o.Fatalf("waited in vain until %s: %v, the server has %d", what, o.states(), len(o.server.Received()))
		}
	}
}

// states are the letters by where they stand.
func (o *outgoing) states() map[string][]string {
	o.Helper()
	lines, err := o.Mails(o.Context(), 0, store.States)
	if err != nil {
		o.Fatal(err)
	}
	by := map[string][]string{}
	for _, l := range lines {
		by[l.State] = append(by[l.State], string(l.Letter))
	}
	return by
}

// kept counts what the server took, by letter.
func (o *outgoing) kept() map[string]int {
	o.Helper()
	kept := map[string]int{}
	for _, r := range o.server.Received() {
		m, err := mail.ReadMessage(bytes.NewReader(r.Data))
		if err != nil {
			o.Fatal(err)
		}
		kept[m.Header.Get("X-Letter-ID")]++
	}
	return kept
}

// TestWorkersSendEachLetterOnce: two workers and somebody who sends by hand at
// the same time send each letter once.
func TestWorkersSendEachLetterOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		o := openOutgoing(t, url)
		end := o.work(2)
		o.until("a worker has begun", func() bool { return len(o.server.Received()) > 3 })
		together(t, url, []string{"mail", "send"}, []string{"mail", "send"})
		o.until("all are sent", func() bool { return len(o.states()[store.Sent]) == workerLetters })
		end(os.Interrupt)
		kept := o.kept()
		for _, id := range o.states()[store.Sent] {
			if kept[id] != 1 {
				t.Errorf("letter %s is sent, the server has it %d times", id, kept[id])
			}
		}
		if len(kept) != workerLetters {
			t.Errorf("the server has %d letters of %d", len(kept), workerLetters)
		}
		must(t, url, "check")
	})
}

// TestKilledWorkerSendsNothingTwice kills a worker in the middle of its work,
// again and again: in the end each letter is sent or parked; what is sent the
// server has once, what is parked it has once at most.
func TestKilledWorkerSendsNothingTwice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		o := openOutgoing(t, url)
		for round := range 3 {
			end := o.work(1)
			want := len(o.server.Received()) + 3 + 4*round
			o.until("the worker has begun", func() bool { return len(o.server.Received()) >= want })
			end(os.Kill)
			o.noticed()
		}
		end := o.work(1)
		o.until("nothing waits", func() bool { by := o.states(); return len(by[store.Ready])+len(by[store.Retry]) == 0 })
		end(os.Interrupt)
		o.later()
		by, kept := o.states(), o.kept()
		if len(by[store.Sent])+len(by[store.Parked]) != workerLetters || len(by[store.Parked]) > 3 {
			t.Errorf("%v", by)
		}
		for state, ids := range by {
			for _, id := range ids {
				if n := kept[id]; n > 1 || n == 0 && state == store.Sent {
					t.Errorf("letter %s is %s, the server has it %d times", id, state, n)
				}
			}
		}
		t.Logf("%d sent, %d parked", len(by[store.Sent]), len(by[store.Parked]))
		must(t, url, "check")
	})
}

// noticed does what the queue does minutes after a worker died: it takes note
// that nobody leads, and gives the dead one's jobs to others.
func (o *outgoing) noticed() {
	o.Helper()
	err := o.db.Tx(o.Context(), func(tx db.Tx) error {
		for _, sql := range []string{"DELETE FROM river_leader", "UPDATE river_job SET state = 'available' WHERE state = 'running'"} {
			if _, err := tx.Exec(o.Context(), sql); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		o.Fatal(err)
	}
}

// later is half an hour after: the tries that never had an outcome are parked.
func (o *outgoing) later() {
	o.Helper()
	d := desk.New(o.db, nil, func() time.Time { return time.Now().Add(31 * time.Minute) })
	s, err := d.Session(o.Context(), "", desk.Actor{System: "test"})
	if err != nil {
		o.Fatal(err)
	}
	if r, err := s.SendMail(o.Context(), 0, o.today, 0); err != nil || r.Sent > 0 || len(o.states()[store.Sending]) > 0 {
		o.Errorf("%+v, %v, %v", r, err, o.states())
	}
}
