package desk_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/mailer/smtptest"
	"debitor/internal/reconcile"
	"debitor/internal/store"
)

// work lets a worker do a share of one kind.
func (m *mailRoom) work(kind string) {
	m.Helper()
	if err := m.desk.Handlers()[kind](m.Context(), "", nil); err != nil {
		m.Error(err)
	}
}

func (m *mailRoom) act(number int64) desk.Act {
	m.Helper()
	a, err := m.Act(m.Context(), number)
	if err != nil {
		m.Fatal(err)
	}
	return a
}

// openTask is a task that is to be done, and why.
type openTask struct {
	store.Task
	why *fault.Fault
}

// tasksNamed are the open tasks of a name.
func (m *mailRoom) tasksNamed(name string) (list []openTask) {
	m.Helper()
	err := m.db.Read(m.Context(), func(q db.Querier) error {
		for _, customer := range []id.Customer{"c00", "c01", "c02", "c03"} {
			tasks, err := store.Read(q, "main").OpenTasksFrom(m.Context(), customer, "")
			if err != nil {
				return err
			}
			for _, task := range tasks {
				var d desk.TaskDetails
				if err := json.Unmarshal([]byte(cmp.Or(task.Details, "{}")), &d); err != nil {
					return err
				}
				if task.Task == name {
					list = append(list, openTask{task, fault.Kept(d.Why)})
				}
			}
		}
		return nil
	})
	if err != nil {
		m.Fatal(err)
	}
	return list
}

// A campaign is mailed: what the server takes is sent, once; what it puts off is
// tried again; what it refuses is undelivered, with a dead address and a task, and
// goes again when somebody knows a better one.
func TestCampaignIsMailed(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		m := openMailRoom(t, url, 4, nil)
		m.take("customers.csv", "customer,name,email\nc03,Customer 03,-\n")
		m.exec(`UPDATE customer SET email = '' WHERE customer = 'c03'`)
		m.server.Fail(
			smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "550 5.1.1 no such user", Match: "c01@"},
			smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "451 4.7.1 greylisted", Match: "c02@"},
		)
		c, err := m.MakeCampaign(t.Context(), desk.CampaignRequest{To: on(runDay)})
		if err != nil || c.Made != 4 {
			t.Fatalf("%+v, %v", c, err)
		}
		out, err := m.SendCampaign(t.Context(), c.Number)
		if err != nil || out.Sent != 1 || out.Waiting != 1 || len(out.NoMail) != 1 || len(out.Failed) != 1 {
			t.Fatalf("%+v, %v", out, err)
		}
		of := map[string]desk.Act{}
		for i := range 4 {
			a := m.act(c.Number + int64(i))
			of[string(a.Customer)] = a
		}
		if a := of["c00"]; a.State != store.ActSent || a.SentTo != "c00@one.example" || a.Term != on(runDay)+10 {
			t.Errorf("%+v", a.Act)
		}
		if a := of["c01"]; a.State != store.ActUndelivered || fault.Kept(a.Trouble).Code != "mail.test" {
			t.Errorf("refused: %+v", a.Act)
		}
		if a := of["c02"]; a.State != store.ActMade || a.Due == 0 || a.Tries != 1 {
			t.Errorf("put off: %+v", a.Act)
		}
		m.dead("c01@one.example")
		mend := m.tasksNamed("mend-contact")
		if len(mend) != 1 || desk.ActOfTask(mend[0].Task) != of["c01"].Number || mend[0].why.Code != "task.act_undelivered" {
			t.Errorf("%+v", mend)
		}
		m.work("acts")
		if a := m.act(of["c02"].Number); a.State != store.ActMade {
			t.Errorf("tried before its time: %+v", a.Act)
		}
		m.server.Fail()
		m.now = m.now.Add(13 * time.Hour)
		m.work("acts")
		m.work("acts")
		if a := m.act(of["c02"].Number); a.State != store.ActSent || a.Trouble != "" {
			t.Errorf("%+v", a.Act)
		}
		if err := m.SendAct(t.Context(), of["c01"].Number, "c01@one.example"); fault.Code(err) != "statement.dead" || m.act(of["c01"].Number).State != store.ActUndelivered {
			t.Errorf("to a dead address: %v, %+v", err, m.act(of["c01"].Number).Act)
		}
		if err := m.SendAct(t.Context(), of["c01"].Number, "new@one.example"); err != nil {
			t.Error(err)
		}
		if mend := m.tasksNamed("mend-contact"); len(mend) != 0 {
			t.Errorf("the task stands although the act is out: %+v", mend)
		}
		kept := m.kept()
		if len(m.server.Received()) != 3 || kept[fmt.Sprintf("ACT-%d", of["c00"].Number)] != 1 || kept[fmt.Sprintf("ACT-%d", of["c02"].Number)] != 1 {
			t.Errorf("%v", kept)
		}
		if data := string(m.server.Received()[0].Data); !strings.Contains(data, "act.pdf") {
			t.Error("no PDF goes along")
		}
		m.sound()
	})
}

// What comes back of a mailed act does with it what it does with a letter.
func TestActsMailComesBack(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		m := openMailRoom(t, url, 2, nil)
		hard, soft := makeAct(m.books, desk.ActRequest{Customer: "c00", To: on(runDay)}), makeAct(m.books, desk.ActRequest{Customer: "c01", To: on(runDay)})
		for _, a := range []desk.Act{hard, soft} {
			if err := m.SendAct(t.Context(), a.Number, a.Debtor.Email); err != nil {
				t.Fatal(err)
			}
		}
		r, err := m.ReadReturned(t.Context(), []string{
			m.file("hard.eml", dsn(fmt.Sprintf("ACT-%d", hard.Number), "c00@one.example", "failed", "5.1.1", "550 5.1.1 user unknown")),
			m.file("soft.eml", dsn(fmt.Sprintf("ACT-%d", soft.Number), "c01@one.example", "failed", "4.2.2", "452 4.2.2 mailbox full")),
		}, on(runDay))
		if err != nil || r.Hard != 1 || r.Unmatched != 0 {
			t.Fatalf("%+v, %v", r, err)
		}
		if a := m.act(hard.Number); a.State != store.ActUndelivered {
			t.Errorf("%+v", a.Act)
		}
		m.dead("c00@one.example")
		if len(m.tasksNamed("mend-contact")) != 1 {
			t.Error("no task to find out the address")
		}
		if a := m.act(soft.Number); a.State != store.ActMade || a.Due == 0 {
			t.Errorf("%+v", a.Act)
		}
		m.now = m.now.Add(25 * time.Hour)
		m.work("acts")
		if a := m.act(soft.Number); a.State != store.ActSent {
			t.Errorf("%+v", a.Act)
		}
		m.sound()
	})
}

// A server of ours that is away says nothing of an act; an answer that never
// comes leaves it to a person, who is told so.
func TestActsAndAServerThatIsAway(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 1, nil)
	a := makeAct(m.books, desk.ActRequest{Customer: "c00", To: on(runDay)})
	m.server.Fail(smtptest.Fault{At: smtptest.Greeting, Do: smtptest.Answer, Reply: "421 4.3.2 not now"})
	for range 12 {
		if err := m.SendAct(t.Context(), a.Number, "c00@one.example"); fault.Code(err) != "mail.test" {
			t.Error(err)
		}
	}
	if a = m.act(a.Number); a.State != store.ActMade || a.Tries != 0 || a.Due == 0 {
		t.Errorf("%+v", a.Act)
	}
	m.server.Fail(smtptest.Fault{At: smtptest.Dot, Do: smtptest.Hang, Keep: true})
	m.now = m.now.Add(time.Hour)
	m.work("acts")
	if a = m.act(a.Number); a.State != store.ActUndelivered || len(m.tasksNamed("mend-contact")) != 1 {
		t.Errorf("%+v", a.Act)
	}
	m.server.Fail()
	m.work("acts")
	if n := len(m.server.Received()); n != 1 {
		t.Errorf("it went %d times", n)
	}
}

// In a trial nothing is noted, and no campaign goes.
func TestActsInATrial(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 1, func(p *desk.Profile) { p.Mail.Dry = "trial@creditor.example" })
	c, err := m.MakeCampaign(t.Context(), desk.CampaignRequest{To: on(runDay)})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.MailCampaign(t.Context(), c.Number); fault.Code(err) != "act.trial" {
		t.Errorf("%v", err)
	}
	if err := m.SendAct(t.Context(), c.Number, "c00@one.example"); err != nil {
		t.Error(err)
	}
	if a := m.act(c.Number); a.State != store.ActMade || len(m.server.Received()) != 1 || m.server.Received()[0].To[0] != "trial@creditor.example" {
		t.Errorf("%+v", a.Act)
	}
}

// An act that does not come back in its term expires and becomes a task, which is
// done when it comes after all.
func TestActsExpire(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		m := openMailRoom(t, url, 2, nil)
		mailed, printed := makeAct(m.books, desk.ActRequest{Customer: "c00", To: on(runDay)}), makeAct(m.books, desk.ActRequest{Customer: "c01", To: on(runDay)})
		if err := m.SendAct(t.Context(), mailed.Number, "c00@one.example"); err != nil {
			t.Fatal(err)
		}
		if err := m.SendAct(t.Context(), printed.Number, desk.PrintedAct); err != nil {
			t.Fatal(err)
		}
		if err := m.SignAct(t.Context(), mailed.Number, "Director D."); err != nil {
			t.Error(err)
		}
		if err := m.SignAct(t.Context(), mailed.Number, "Director D."); fault.Code(err) != "act.own_signed" {
			t.Errorf("signed by us twice: %v", err)
		}
		for days, want := range []string{10: store.ActSent, 11: store.ActExpired} {
			if want == "" {
				continue
			}
			m.now = clock.AddDate(0, 0, days)
			m.work("acts-late")
			m.work("acts-late")
			if a := m.act(mailed.Number); a.State != want || a.OwnBy != "Director D." {
				t.Errorf("after %d days: %+v", days, a.Act)
			}
		}
		if a := m.act(printed.Number); a.State != store.ActSent {
			t.Errorf("paper has five days more: %+v", a.Act)
		}
		chase := m.tasksNamed("chase-act")
		if len(chase) != 1 || chase[0].why.Code != "task.act_expired" || chase[0].Customer != "c00" {
			t.Fatalf("%+v", chase)
		}
		if err := m.ReturnAct(t.Context(), desk.Returned{Number: mailed.Number, SignedOn: on("2026-02-10"), SignedBy: "Director D.", Authority: reconcile.Authority{Kind: reconcile.Charter}}); err != nil {
			t.Fatal(err)
		}
		if a := m.act(mailed.Number); !a.Restarts() || len(m.tasksNamed("chase-act")) != 0 {
			t.Errorf("%+v, %+v", a.Act, m.tasksNamed("chase-act"))
		}
		m.sound()
	})
}
