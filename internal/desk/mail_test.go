package desk_test

import (
	"bytes"
	"fmt"
	"net/mail"
	"strings"
	"testing"
	"time"

	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/mailer/smtptest"
	"debitor/internal/store"
)

// mailRoom is a company whose run of 2026-02-03 wrote n warnings, customer c00
// and on, to c00@one.example and on, with a mail server.
type mailRoom struct {
	*books
	server *smtptest.Server
	now    time.Time
}

const runDay = "2026-02-03"

func openMailRoom(t *testing.T, url string, n int, change func(*desk.Profile)) *mailRoom {
	t.Helper()
	m := &mailRoom{books: openBooks(t, url), now: clock}
	server, err := smtptest.Start(smtptest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	m.server = server
	m.desk = desk.New(m.db, nil, func() time.Time { return m.now })
	m.Session = m.as("")
	p, err := m.Profile()
	if err != nil {
		t.Fatal(err)
	}
	p.Email = "us@creditor.example"
	p.Mail = desk.MailSettings{Host: server.Host(), Port: server.Port(), Security: "none", Timeout: 1, Bounce: "bounce@creditor.example"}
	if change != nil {
		change(&p)
	}
	if err := m.SetCompany(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	customers, invoices := "customer,name,email,address\n", "invoice,customer,date,due,amount,currency\n"
	for i := range n {
		customers += fmt.Sprintf("c%02d,Customer %02d,c%02d@one.example,\"220030, Минск\"\n", i, i, i)
		invoices += fmt.Sprintf("i%02d,c%02d,2026-01-10,2026-01-27,%d.00,BYN\n", i, i, 100+i)
	}
	m.take("customers.csv", customers)
	m.take("invoices.csv", invoices)
	applied, err := m.Apply(t.Context(), on(runDay), "")
	if err != nil || applied.Emails != n {
		t.Fatalf("%+v, %v", applied, err)
	}
	return m
}

func (m *mailRoom) send() desk.MailReport {
	m.Helper()
	r, err := m.SendMail(m.Context(), 0, on(runDay), 0)
	if err != nil && fault.Code(err) != "mailer.stopped" {
		m.Fatal(err)
	}
	return r
}

// mails are all e-mails by where they stand.
func (m *mailRoom) mails() map[string][]desk.MailLine {
	m.Helper()
	lines, err := m.Mails(m.Context(), 0, store.States)
	if err != nil {
		m.Fatal(err)
	}
	by := map[string][]desk.MailLine{}
	for _, l := range lines {
		by[l.State] = append(by[l.State], l)
	}
	return by
}

// kept counts what the server kept, by letter.
func (m *mailRoom) kept() map[string]int {
	m.Helper()
	count := map[string]int{}
	for _, r := range m.server.Received() {
		msg, err := mail.ReadMessage(bytes.NewReader(r.Data))
		if err != nil {
			m.Fatal(err)
		}
		count[msg.Header.Get("X-Letter-Id")]++
	}
	return count
}

// TestFaultyMailServer lets a server fail in every way it can, again and
// again: in the end every letter is sent, parked or a task, and none went out
// twice.
func TestFaultyMailServer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		const n = 40
		m := openMailRoom(t, url, n, nil)
		m.server.Fail(
			smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "550 5.1.1 no such user", Match: "c07@"},
			smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "451 4.7.1 greylisted", Every: 5},
			smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "452 4.2.2 mailbox full", Match: "c09@"},
			smtptest.Fault{At: smtptest.Data, Do: smtptest.Answer, Reply: "554 5.7.1 we do not like it", Match: "", Every: 17},
			smtptest.Fault{At: smtptest.Mail, Do: smtptest.Answer, Reply: "421 4.3.0 too busy", Every: 13},
			smtptest.Fault{At: smtptest.Body, Do: smtptest.Drop, Every: 11},
			smtptest.Fault{At: smtptest.Dot, Do: smtptest.Hang, Keep: true, Every: 19},
			smtptest.Fault{At: smtptest.Dot, Do: smtptest.Drop, Every: 23},
			smtptest.Fault{At: smtptest.Dot, Do: smtptest.Answer, Reply: "451 4.3.0 try later", Every: 7},
			smtptest.Fault{At: smtptest.Greeting, Do: smtptest.Answer, Reply: "421 4.3.2 not now", Every: 9},
		)
		rounds := 0
		for by := m.mails(); len(by[store.Ready])+len(by[store.Retry]) > 0; by = m.mails() {
			if rounds++; rounds > 60 {
				t.Fatalf("after %d rounds %d letters still wait", rounds, len(by[store.Ready])+len(by[store.Retry]))
			}
			m.send()
			m.now = m.now.Add(13 * time.Hour)
		}
		by, kept := m.mails(), m.kept()
		if got := len(by[store.Sent]) + len(by[store.Parked]) + len(by[store.Failed]); got != n {
			t.Errorf("%d letters are sent, parked or failed; there are %d: %v", got, n, by)
		}
		for state, lines := range by {
			for _, l := range lines {
				switch got := kept[string(l.Letter)]; {
				case state == store.Sent && got != 1, state == store.Failed && got != 0, got > 1:
					t.Errorf("letter %s to %s is %s (%s), the server kept it %d times", l.Letter, l.Address, state, l.Note, got)
				}
			}
		}
		for _, state := range []string{store.Sent, store.Parked, store.Failed} {
			if len(by[state]) == 0 {
				t.Errorf("no letter is %s: the test does not reach that", state)
			}
		}
		m.tasked(by[store.Failed])
		m.dead("c07@one.example")
		m.sound()
	})
}

// tasked sees that each failed e-mail is a task to mend the contact.
func (m *mailRoom) tasked(failed []desk.MailLine) {
	m.Helper()
	tasks := map[string]bool{}
	err := m.db.Read(m.Context(), func(q db.Querier) error {
		list, err := store.Read(q, "main").RunTasks(m.Context(), on(runDay), "")
		for _, t := range list {
			tasks[string(t.Customer)+" "+t.Task] = true
		}
		return err
	})
	if err != nil {
		m.Fatal(err)
	}
	for _, l := range failed {
		if !tasks[string(l.Customer)+" mend-contact"] {
			m.Errorf("the failed letter to %s is no task", l.Customer)
		}
	}
	if len(tasks) != len(failed) {
		m.Errorf("%d tasks for %d failed letters", len(tasks), len(failed))
	}
}

// dead sees that exactly these addresses are marked.
func (m *mailRoom) dead(want ...string) {
	m.Helper()
	var got map[string]bool
	err := m.db.Read(m.Context(), func(q db.Querier) (err error) {
		got, err = store.Read(q, "main").DeadAddresses(m.Context())
		return err
	})
	if err != nil {
		m.Fatal(err)
	}
	if len(got) != len(want) {
		m.Errorf("dead are %v, want %v", got, want)
	}
	for _, a := range want {
		if !got[a] {
			m.Errorf("%s is not marked as dead", a)
		}
	}
}

// TestPaidIsNotSent: what was paid between the run and the sending is not
// chased, and what no longer says what is so waits for a person.
func TestPaidIsNotSent(t *testing.T) {
	m := openMailRoom(t, dbtest.SQLite(t), 6, nil)
	m.take("payments.csv", "payment,customer,date,amount,currency,invoice\np0,c00,2026-02-03,100.00,BYN,i00\np1,c01,2026-02-03,50.00,BYN,i01\n")
	m.take("events.csv", "date,kind,customer,invoice,until,reason\n2026-02-03,promise,c02,,2026-02-10,promised by phone\n2026-02-03,suspend,c03,,,ask first\n")
	r := m.send()
	if r.Sent != 2 || r.Withdrawn != 1 || r.Parked != 3 {
		t.Errorf("%+v", r)
	}
	for _, l := range m.mails()[store.Withdrawn] {
		if l.Customer != "c00" {
			t.Errorf("the letter to %s was withdrawn: %s", l.Customer, l.Note)
		}
	}
	if again := m.send(); again.Sent+again.Parked+again.Withdrawn != 0 {
		t.Errorf("a second call did something: %+v", again)
	}
	late, err := m.SendMail(m.Context(), 0, on("2026-02-20"), 0)
	if err != nil || late.Sent != 0 {
		t.Errorf("%+v, %v", late, err)
	}
	m.sound()
}

// TestLateLetterWaits: a letter is not sent after the day it names is past.
func TestLateLetterWaits(t *testing.T) {
	m := openMailRoom(t, dbtest.SQLite(t), 3, nil)
	r, err := m.SendMail(t.Context(), on(runDay), on("2026-02-09"), 0)
	if err != nil || r.Parked != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestDryMail: in a trial no customer gets anything.
func TestDryMail(t *testing.T) {
	m := openMailRoom(t, dbtest.SQLite(t), 4, func(p *desk.Profile) { p.Mail.Dry = "trial@creditor.example" })
	if r := m.send(); r.Sent != 4 || r.Dry == "" {
		t.Errorf("%+v", r)
	}
	for _, r := range m.server.Received() {
		if strings.Join(r.To, " ") != "trial@creditor.example" || bytes.Count(r.Data, []byte("trial")) == 0 {
			t.Errorf("a trial went to %v", r.To)
		}
	}
}

// TestSettleMail: a parked letter is settled by hand, with a reason.
func TestSettleMail(t *testing.T) {
	m := openMailRoom(t, dbtest.SQLite(t), 3, nil)
	m.server.Fail(smtptest.Fault{At: smtptest.Dot, Do: smtptest.Drop})
	for range 3 { // a server that hangs up ends the batch
		m.send()
	}
	m.server.Fail()
	parked := m.mails()[store.Parked]
	if len(parked) != 3 {
		t.Fatalf("%v", parked)
	}
	for i, decision := range []string{desk.SettleSent, desk.SettleAgain, desk.SettleDrop} {
		if err := m.SettleMail(t.Context(), parked[i].Letter, decision, "", "asked the customer", on(runDay)); err != nil {
			t.Fatal(err)
		}
	}
	if r := m.send(); r.Sent != 1 {
		t.Errorf("%+v", r)
	}
	by := m.mails()
	if len(by[store.Sent]) != 2 || len(by[store.Withdrawn]) != 1 {
		t.Errorf("%v", by)
	}
	if err := m.SettleMail(t.Context(), parked[0].Letter, desk.SettleAgain, "", "x", on(runDay)); fault.Code(err) != "mail.state" {
		t.Errorf("a sent letter was settled: %v", err)
	}
}

// TestDeadAddressIsPassedOver: the next letter goes to the next contact, or is
// a task where there is none.
func TestDeadAddressIsPassedOver(t *testing.T) {
	m := openMailRoom(t, dbtest.SQLite(t), 2, nil)
	m.server.Fail(smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "550 5.1.1 no such user"})
	if r := m.send(); r.Failed != 2 {
		t.Fatalf("%+v", r)
	}
	m.take("contacts.csv", "customer,name,role,email\nc00,Payer,payer,payer@one.example\n")
	m.take("invoices.csv", "invoice,customer,date,due,amount,currency\nj00,c00,2026-01-10,2026-02-11,10.00,BYN\nj01,c01,2026-01-10,2026-02-11,10.00,BYN\n")
	applied, err := m.Apply(t.Context(), on("2026-02-06"), "")
	if err != nil || applied.Emails != 1 || applied.Tasks != 1 {
		t.Errorf("%+v, %v", applied, err)
	}
	if err := m.ReviveAddress(t.Context(), "c01@one.example", "the customer says so"); err != nil {
		t.Error(err)
	}
	m.dead("c00@one.example")
	m.sound()
}
