package desk_test

import (
	"bytes"
	"fmt"
	"net/mail"
	"strings"
	"testing"
	"time"

	"debitor/internal/db"
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
	schema.Each(t, func(t *testing.T, url string) {
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
		list, err := store.Read(q, "main").RunTasks(m.Context(), on(runDay), store.Scope{All: true})
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
	m := openMailRoom(t, schema.SQLite(t), 6, nil)
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
	m := openMailRoom(t, schema.SQLite(t), 3, nil)
	r, err := m.SendMail(t.Context(), on(runDay), on("2026-02-09"), 0)
	if err != nil || r.Parked != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestDryMail: in a trial no customer gets anything, and the letters wait
// afterwards as they did before.
func TestDryMail(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 4, func(p *desk.Profile) { p.Mail.Dry = "trial@creditor.example" })
	if r := m.send(); r.Sent != 4 || r.Dry == "" {
		t.Errorf("%+v", r)
	}
	for _, r := range m.server.Received() {
		if strings.Join(r.To, " ") != "trial@creditor.example" || bytes.Count(r.Data, []byte("trial")) == 0 {
			t.Errorf("a trial went to %v", r.To)
		}
	}
	if by := m.mails(); len(by[store.Ready]) != 4 {
		t.Errorf("after the trial: %v", by)
	}
	p, err := m.Profile()
	if err != nil {
		t.Fatal(err)
	}
	p.Mail.Dry = ""
	if err := m.SetCompany(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if r := m.send(); r.Sent != 4 || r.Dry != "" {
		t.Errorf("%+v", r)
	}
}

// TestSettleMail: a parked letter is settled by hand, with a reason.
func TestSettleMail(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 3, nil)
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
	m := openMailRoom(t, schema.SQLite(t), 2, nil)
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

// dsn is a report about a letter as a server writes it.
func dsn(letter, address, action, status, words string) string {
	return strings.ReplaceAll(`From: MAILER-DAEMON@one.example
To: bounce+`+letter+`@creditor.example
Subject: Delivery report
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

`+words+`
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; one.example

Final-Recipient: rfc822; `+address+`
Action: `+action+`
Status: `+status+`
Diagnostic-Code: smtp; `+words+`
--b
Content-Type: text/rfc822-headers

From: us@creditor.example
To: `+address+`
X-Letter-ID: `+letter+`
Message-ID: <`+letter+`.20260203@creditor.example>

--b--
`, "\n", "\r\n")
}

// TestReturnedMail: a dead address is marked and a task; a full mailbox is
// tried again; an absence, a receipt and a second reading change nothing.
func TestReturnedMail(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		m := openMailRoom(t, url, 5, nil)
		if r := m.send(); r.Sent != 5 {
			t.Fatalf("%+v", r)
		}
		letters := map[string]string{}
		for _, l := range m.mails()[store.Sent] {
			letters[string(l.Customer)] = string(l.Letter)
		}
		vacation := "From: c02@one.example\r\nTo: us@creditor.example\r\nSubject: Out of office\r\nAuto-Submitted: auto-replied\r\n" +
			"In-Reply-To: <" + letters["c02"] + ".20260203@creditor.example>\r\n\r\nI am away until Monday.\r\n"
		files := []string{
			m.file("hard.eml", dsn(letters["c00"], "c00@one.example", "failed", "5.1.1", "550 5.1.1 user unknown")),
			m.file("full.eml", dsn(letters["c01"], "c01@one.example", "failed", "5.2.2", "552 5.2.2 mailbox full")),
			m.file("away.eml", vacation),
			m.file("late.eml", dsn(letters["c03"], "c03@one.example", "delayed", "4.4.1", "451 4.4.1 no answer, still trying")),
			m.file("there.eml", dsn(letters["c04"], "c04@one.example", "delivered", "2.0.0", "250 2.0.0 delivered")),
		}
		want := desk.ReturnReport{Read: 5, Hard: 1, Soft: 1, Delayed: 1, Delivered: 1, Vacation: 1}
		for range 2 {
			got, err := m.ReadReturned(t.Context(), files, on(runDay))
			if err != nil || got != want {
				t.Errorf("%+v, %v; want %+v", got, err, want)
			}
		}
		m.dead("c00@one.example")
		by := m.mails()
		if len(by[store.Bounced]) != 1 || len(by[store.Retry]) != 1 || len(by[store.Sent]) != 3 {
			t.Errorf("%v", by)
		}
		m.tasked(by[store.Bounced])
		m.now = m.now.Add(25 * time.Hour)
		if r := m.send(); r.Sent != 1 || m.kept()[letters["c01"]] != 2 {
			t.Errorf("the letter to the full mailbox was not sent again: %+v", r)
		}
		m.sound()
	})
}

// TestPostedLetters: the post office's file moves printed letters, is all or
// nothing, and makes a task of what came back.
func TestPostedLetters(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		m := openMailRoom(t, url, 4, nil)
		var id []string
		for _, l := range m.mails()[store.Ready] {
			id = append(id, string(l.Letter))
		}
		good := "letter,state,date,tracking\n" + id[0] + ",posted,2026-02-03,RR1\nD1/20260203/" + id[1] + "/1/1,posted,2026-02-03,RR2\n"
		if r, err := m.RecordPost(t.Context(), m.file("post.csv", good)); err != nil || r.New != 2 {
			t.Fatalf("%+v, %v", r, err)
		}
		if r, err := m.RecordPost(t.Context(), m.file("post.csv", good)); err != nil || r.New != 0 || r.Unchanged != 2 {
			t.Errorf("again: %+v, %v", r, err)
		}
		bad := "letter,state,date\n" + id[0] + ",returned,2026-02-09\nNOSUCH,posted,2026-02-03\n" + id[1] + ",lost,2026-02-03\n" + id[2] + ",posted,tomorrow\n" + id[3] + ",posted,2026-01-01\n"
		r, err := m.RecordPost(t.Context(), m.file("bad.csv", bad))
		if fault.Code(err) != "post.refused" || len(r.Refused) != 4 || r.New != 0 {
			t.Errorf("%+v, %v", r, err)
		}
		back := "letter,state,date,note\n" + id[0] + ",returned,2026-02-09,addressee moved\n" + id[1] + ",delivered,2026-02-06,\n"
		if r, err := m.RecordPost(t.Context(), m.file("back.csv", back)); err != nil || r.New != 2 || r.Tasks != 1 {
			t.Errorf("%+v, %v", r, err)
		}
		trace, err := m.TraceLetter(t.Context(), "D1/20260203/"+id[0]+"/1/1")
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range trace.Deliveries {
			if d.Channel == "post" && (d.State != store.Returned || d.Tracking != "RR1" || d.Note != "addressee moved") {
				t.Errorf("%+v", d)
			}
		}
		m.sound()
	})
}
