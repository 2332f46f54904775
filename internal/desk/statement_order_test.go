package desk_test

import (
	"strings"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/mailer/smtptest"
	"debitor/internal/store"
)

// ordered is a mail room in which a parent's statement goes out on the third.
func ordered(t *testing.T, url string) *mailRoom {
	m := openMailRoom(t, url, 2, nil)
	m.take("customers.csv", "customer,name,parent\nc01,Daughter,c00\n")
	if err := m.OrderStatement(t.Context(), store.StatementOrder{Customer: "c00", Address: "books@one.example", Day: 3, Children: true}); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *mailRoom) order() store.StatementOrder {
	m.Helper()
	o, _, err := m.StatementOrder(m.Context(), "c00")
	if err != nil {
		m.Fatal(err)
	}
	return o
}

// The statement of the month before goes out once a month, on its day and not
// before, with the customers of the group, until it is ended.
func TestStatementsGoByThemselves(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		m := ordered(t, url)
		m.now = clock.AddDate(0, 0, -1) // the second
		m.work("statements")
		if n := len(m.server.Received()); n != 0 {
			t.Errorf("%d statements before their day", n)
		}
		m.now = clock
		m.work("statements")
		m.work("statements")
		got := m.server.Received()
		if len(got) != 1 || got[0].To[0] != "books@one.example" || m.order().SentFor != on("2026-01-31") {
			t.Fatalf("%d statements, %+v", len(got), m.order())
		}
		data := string(got[0].Data)
		if !strings.Contains(data, "statement.pdf") {
			t.Error("no PDF goes along")
		}
		q := desk.StatementQuery{Customer: "c00", From: on("2026-01-01"), To: on("2026-01-31"), Children: true}
		group, err := m.Statement(t.Context(), q)
		if err != nil || group.Closing != balanceOf(m.books, "c00", "2026-01-31")+balanceOf(m.books, "c01", "2026-01-31") || group.Closing == balanceOf(m.books, "c00", "2026-01-31") {
			t.Errorf("%+v, %v", group.Act, err)
		}
		m.now = clock.AddDate(0, 1, 0)
		m.work("statements")
		if n := len(m.server.Received()); n != 2 || m.order().SentFor != on("2026-02-28") {
			t.Errorf("the month after: %d statements, %+v", n, m.order())
		}
		if err := m.EndStatements(t.Context(), "c00"); err != nil {
			t.Error(err)
		}
		if err := m.EndStatements(t.Context(), "c00"); fault.Code(err) != "statement.no_order" {
			t.Errorf("ended twice: %v", err)
		}
		m.now = clock.AddDate(0, 2, 0)
		m.work("statements")
		if n := len(m.server.Received()); n != 2 {
			t.Errorf("after its end: %d", n)
		}
		m.sound()
	})
}

// What the server puts off goes at the next look, for three days; what it
// refuses is a task at once, in words that every reader is told in his language.
func TestStatementsThatDoNotGo(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		m := ordered(t, url)
		m.server.Fail(smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "451 4.7.1 greylisted"})
		m.work("statements")
		if m.order().SentFor != 0 || len(m.tasksNamed("send-statement")) != 0 {
			t.Fatalf("put off: %+v", m.order())
		}
		m.server.Fail()
		m.now = m.now.Add(time.Hour)
		m.work("statements")
		if n := len(m.server.Received()); n != 1 {
			t.Errorf("an hour later: %d", n)
		}
		m.server.Fail(smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "451 4.7.1 greylisted"})
		m.now = clock.AddDate(0, 1, 0) // 3 March
		for range 5 {
			m.work("statements")
			m.now = m.now.AddDate(0, 0, 1)
		}
		late := m.tasksNamed("send-statement")
		if len(late) != 1 || late[0].RunDate != on("2026-03-07") || m.order().SentFor != on("2026-02-28") {
			t.Fatalf("after its patience: %+v, %+v", late, m.order())
		}
		m.server.Fail(smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "550 5.1.1 no such user"})
		m.now = clock.AddDate(0, 2, 0)
		m.work("statements")
		m.dead("books@one.example")
		list := m.tasksNamed("send-statement")
		if len(list) != 2 || list[1].why.Code != "mail.test" || list[1].Role != "accountant" {
			t.Errorf("%+v", list)
		}
		m.sound()
	})
}

// A trial sends no statement by itself; a server that is not set up neither.
func TestNoStatementsInATrial(t *testing.T) {
	m := ordered(t, schema.SQLite(t))
	m.change(func(p *desk.Profile) { p.Mail.Dry = "trial@creditor.example" })
	m.work("statements")
	if len(m.server.Received()) != 0 || m.order().SentFor != cal.Date(0) {
		t.Errorf("%+v", m.order())
	}
}
