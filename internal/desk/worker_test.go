package desk_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/mailer/smtptest"
	"debitor/internal/store"
)

// tick lets a worker do its periodic share of mail.
func (m *mailRoom) tick() error {
	return m.desk.Handlers()["mail-due"](m.Context(), "", nil)
}

// change sets something in the company file.
func (m *mailRoom) change(set func(*desk.Profile)) {
	m.Helper()
	p, err := m.Profile()
	if err != nil {
		m.Fatal(err)
	}
	set(&p)
	if err := m.SetCompany(m.Context(), p); err != nil {
		m.Fatal(err)
	}
}

// TestWorkerGoesOnLater: what a worker could not send for want of a password
// file is sent when the file is back, by itself.
func TestWorkerGoesOnLater(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "password")
	m := openMailRoom(t, schema.SQLite(t), 3, func(p *desk.Profile) {
		p.Mail.Send, p.Mail.User, p.Mail.PasswordFile = "automatic", "us", secret
	})
	if err := m.desk.Handlers()[desk.JobMail](t.Context(), "main", []byte(runDay)); err == nil {
		t.Error("sent without the password")
	}
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	m.change(func(p *desk.Profile) { p.Mail.User, p.Mail.PasswordFile = "", "" })
	m.now = m.now.Add(time.Hour)
	if err := m.tick(); err != nil {
		t.Error(err)
	}
	if by := m.mails(); len(by[store.Sent]) != 3 {
		t.Errorf("%v", by)
	}
}

// TestWorkerSendsWhatItIsTrustedWith: in a company that sends by hand the worker
// takes up what a person has begun, and nothing else; in a trial it does nothing.
func TestWorkerSendsWhatItIsTrustedWith(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 4, nil)
	m.server.Fail(smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "451 4.7.1 greylisted", Match: "c00@"},
		smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "421 4.3.0 too busy", Match: "c01@"},
		smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "421 4.3.0 too busy", Match: "c02@"},
		smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "421 4.3.0 too busy", Match: "c03@"})
	m.send()
	before := m.mails()
	if len(before[store.Ready]) == 0 || len(before[store.Retry]) == 0 {
		t.Fatalf("%v", before)
	}
	m.server.Fail()
	m.now = m.now.Add(time.Hour)
	m.change(func(p *desk.Profile) { p.Mail.Dry = "trial@creditor.example" })
	if err := m.tick(); err != nil || len(m.server.Received()) != 0 {
		t.Errorf("%d trial messages, %v", len(m.server.Received()), err)
	}
	m.change(func(p *desk.Profile) { p.Mail.Dry = "" })
	if err := m.tick(); err != nil {
		t.Error(err)
	}
	if by := m.mails(); len(by[store.Ready]) != len(before[store.Ready]) || len(by[store.Sent]) != len(before[store.Retry]) {
		t.Errorf("before: %v\nafter: %v", before, by)
	}
}

// TestSettledMailGoes: what a person lets go again is sent by the worker; what
// waits for another try can be dropped, and what was withdrawn can be sent.
func TestSettledMailGoes(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 1, nil)
	m.server.Fail(smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "451 4.7.1 greylisted"})
	m.send()
	m.server.Fail()
	letter := m.mails()[store.Retry][0].Letter
	for _, decision := range []string{desk.SettleDrop, desk.SettleAgain} {
		if err := m.SettleMail(t.Context(), letter, decision, "", "says the customer", on(runDay)); err != nil {
			t.Error(err)
		}
	}
	if err := m.tick(); err != nil || m.kept()[string(letter)] != 1 {
		t.Errorf("%v, %v", m.mails(), err)
	}
	m.sound()
}

// TestNothingGoesToDeadAddress: an address that died after the letter was
// written gets it no more; the letter waits for a person.
func TestNothingGoesToDeadAddress(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 2, nil)
	m.take("customers.csv", "customer,name,email,address\nc01,Customer 01,c00@one.example,Minsk\n")
	m.take("invoices.csv", "invoice,customer,date,due,amount,currency\nj01,c01,2026-01-10,2026-01-30,10.00,BYN\n")
	m.send()
	applied, err := m.Apply(t.Context(), on("2026-02-06"), "")
	if err != nil || applied.Emails != 1 {
		t.Fatalf("%+v, %v", applied, err)
	}
	letters := m.mails()[store.Sent]
	for _, l := range letters {
		if l.Customer == "c00" {
			if _, err := m.ReadReturned(t.Context(), []string{m.file("hard.eml", dsn(string(l.Letter), l.Address, "failed", "5.1.1", "550 5.1.1 user unknown"))}, on(runDay)); err != nil {
				t.Fatal(err)
			}
		}
	}
	r, err := m.SendMail(t.Context(), 0, on("2026-02-06"), 0)
	if err != nil || r.Sent != 0 || r.Parked != 1 {
		t.Errorf("%+v, %v: %v", r, err, m.mails())
	}
}

// TestNoSender: a company without an address sends nothing as somebody else, and
// its letters wait.
func TestNoSender(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 2, func(p *desk.Profile) { p.Email = "" })
	if _, err := m.SendMail(t.Context(), 0, on(runDay), 0); fault.Code(err) != "mail.no_sender" {
		t.Error(err)
	}
	m.change(func(p *desk.Profile) { p.Email = "us@creditor.example" })
	if r := m.send(); r.Sent != 2 || strings.Contains(string(m.server.Received()[0].Data), "debitor.invalid") {
		t.Errorf("%+v", r)
	}
}

// TestInvoiceCopies: copies go along as far as they are files of a bearable size
// in the directory itself.
func TestInvoiceCopies(t *testing.T) {
	dir := t.TempDir()
	m := openMailRoom(t, schema.SQLite(t), 2, func(p *desk.Profile) { p.Mail.Invoices = dir })
	if err := os.WriteFile(filepath.Join(dir, "i00.pdf"), []byte("%PDF small"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "i01.pdf"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(dir, "i01.pdf"), 1<<40); err != nil {
		t.Skip("no sparse files here")
	}
	if r := m.send(); r.Sent != 2 {
		t.Errorf("%+v", r)
	}
	for _, r := range m.server.Received() {
		if got, want := strings.Contains(string(r.Data), "i00.pdf"), strings.Contains(r.To[0], "c00@"); got != want || strings.Contains(string(r.Data), "i01.pdf") {
			t.Errorf("to %s: copy %v", r.To[0], got)
		}
	}
}

// TestForeignFilesStay: a directory that holds others' mails loses none of them.
func TestForeignFilesStay(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 1, nil)
	foreign := filepath.Join(m.dir, "mail", "from-the-bank.eml")
	if err := os.MkdirAll(filepath.Dir(foreign), 0o700); err != nil {
		t.Fatal(err)
	}
	stale := filepath.Join(m.dir, "mail", "AAAAA-BBBBB.eml")
	for _, file := range []string{foreign, stale} {
		if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := m.WriteRun(t.Context(), on(runDay), "", m.dir, desk.Written{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(stale); err == nil {
		t.Error("a letter of another run stayed")
	}
}

// TestTwoSendersOneOld: who looked at the letters before another tried them in
// vain neither tries nor puts them off by what it saw then.
func TestTwoSendersOneOld(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		m := openMailRoom(t, url, 3, nil)
		m.server.Fail(smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "451 4.7.1 greylisted"})
		m.send()
		m.now = m.now.Add(13 * time.Hour)
		old := m.as("")
		old.Progress = func(what string, done, _ int) {
			if what == "mail" && done == 1 {
				if r := m.send(); r.Retry != 3 {
					t.Errorf("%+v", r)
				}
				m.now = m.now.Add(time.Minute) // the time of the old one is up
			}
		}
		if _, err := old.SendMail(t.Context(), 0, on(runDay), time.Second); err != nil {
			t.Error(err)
		}
		for _, l := range m.mails()[store.Retry] {
			if l.Tries != 2 {
				t.Errorf("%+v", l)
			}
		}
		m.server.Fail()
		m.now = m.now.Add(13 * time.Hour)
		if r := m.send(); r.Sent != 3 {
			t.Errorf("%+v", r)
		}
		m.sound()
	})
}

// TestAnswerIsKept: who ends the program while the server answers finds the
// answer recorded, and the other letters where they were.
func TestAnswerIsKept(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		m := openMailRoom(t, url, 3, nil)
		ctx, cancel := context.WithCancel(t.Context())
		d := desk.New(m.db, nil, func() time.Time {
			if len(m.server.Received()) > 0 {
				cancel()
			}
			return clock
		})
		s, err := d.Session(ctx, "", desk.Actor{System: "test"})
		if err != nil {
			t.Fatal(err)
		}
		if r, err := s.SendMail(ctx, 0, on(runDay), 0); err == nil || r.Sent != 1 {
			t.Errorf("%+v, %v", r, err)
		}
		if by := m.mails(); len(by[store.Sent]) != 1 || len(by[store.Ready]) != 2 {
			t.Errorf("%v", by)
		}
		m.sound()
	})
}

// TestOutageUsesUpNoTries: a server of ours that is away for days says nothing of
// the letters, so they have all their tries when it is back.
func TestOutageUsesUpNoTries(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 1, nil)
	m.server.Fail(smtptest.Fault{At: smtptest.Greeting, Do: smtptest.Answer, Reply: "421 4.3.2 not now"})
	for range 12 {
		m.send()
		m.now = m.now.Add(13 * time.Hour)
	}
	m.server.Fail(smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "451 4.7.1 greylisted"})
	if r := m.send(); r.Retry != 1 {
		t.Errorf("%+v: %v", r, m.mails())
	}
	m.server.Fail()
	m.now = m.now.Add(13 * time.Hour)
	if r := m.send(); r.Sent != 1 {
		t.Errorf("%+v", r)
	}
	m.sound()
}
