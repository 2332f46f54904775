package desk_test

import (
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/store"
)

// TestRecheckCountsCredit: a letter that asked for less than is open, because
// money of the customer's lay there, is not sent when more of it is paid.
func TestRecheckCountsCredit(t *testing.T) {
	for _, c := range []struct {
		name, payments string
		sent, parked   int
	}{
		{"nothing came", "", 1, 0},
		{"part of the document was paid", "new,c00,2026-02-06,20.00,BYN,j00\n", 0, 1},
		{"all but what the money covers was paid", "new,c00,2026-02-06,70.00,BYN,j00\n", 0, 1},
		{"other money came", "new,c00,2026-02-06,20.00,BYN,i00\n", 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := openMailRoom(t, schema.SQLite(t), 1, nil)
			m.send()
			m.take("payments.csv", "payment,customer,date,amount,currency,invoice\nall,c00,2026-02-03,130.00,BYN,i00\n")
			m.take("invoices.csv", "invoice,customer,date,due,amount,currency\nj00,c00,2026-01-10,2026-01-30,100.00,BYN\n")
			applied, err := m.Apply(t.Context(), on("2026-02-06"), "")
			if err != nil || applied.Letters != 1 {
				t.Fatalf("%+v, %v", applied, err)
			}
			if c.payments != "" {
				m.take("payments.csv", "payment,customer,date,amount,currency,invoice\n"+c.payments)
			}
			r, err := m.SendMail(t.Context(), 0, on("2026-02-06"), 0)
			if err != nil || r.Sent != c.sent || r.Parked != c.parked {
				t.Errorf("%+v, %v; %v", r, err, m.mails())
			}
		})
	}
}

// TestRecheckNeverLooksBack: a day before the letter's, when nothing was owed
// yet, withdraws no letter.
func TestRecheckNeverLooksBack(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 1, nil)
	if r, err := m.SendMail(t.Context(), 0, on("2025-02-03"), 0); err != nil || r.Withdrawn != 0 {
		t.Errorf("%+v, %v: %v", r, err, m.mails()[store.Withdrawn])
	}
}

// TestRecheckAtTheLastMoment: what is paid while the letters before it go out is
// not chased, though its own was made before.
func TestRecheckAtTheLastMoment(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 3, nil)
	paid := false
	m.Progress = func(what string, done, _ int) {
		if what == "mail" && done == 2 && !paid {
			paid = true
			payments := "payment,customer,date,amount,currency,invoice\n"
			for _, l := range m.mails()[store.Ready] {
				n := strings.TrimPrefix(string(l.Customer), "c")
				payments += "p" + n + ",c" + n + ",2026-02-03,200.00,BYN,i" + n + "\n"
			}
			m.take("payments.csv", payments)
		}
	}
	if r := m.send(); r.Sent != 1 || r.Withdrawn != 2 || len(m.server.Received()) != 1 {
		t.Errorf("%+v, %d at the server", r, len(m.server.Received()))
	}
	m.sound()
}

// TestReminderOfSeveralDays: when one of the days it reminds of is past, a person
// looks at it; when all are, there is nothing to remind of.
func TestReminderOfSeveralDays(t *testing.T) {
	for day, want := range map[string]string{"2026-02-05": store.Sent, "2026-02-08": store.Parked, "2026-02-11": store.Withdrawn} {
		m := openMailRoom(t, schema.SQLite(t), 1, nil)
		m.send()
		m.take("payments.csv", "payment,customer,date,amount,currency,invoice\nall,c00,2026-02-03,100.00,BYN,i00\n")
		m.take("invoices.csv", "invoice,customer,date,due,amount,currency\nj00,c00,2026-01-10,2026-02-06,10.00,BYN\nk00,c00,2026-01-10,2026-02-10,10.00,BYN\n")
		if applied, err := m.Apply(t.Context(), on("2026-02-03"), ""); err != nil || applied.Emails != 2 {
			t.Fatalf("%+v, %v", applied, err)
		}
		before := len(m.mails()[want])
		if _, err := m.SendMail(t.Context(), 0, on(day), 0); err != nil || len(m.mails()[want]) != before+1 {
			t.Errorf("%s: %v, %v", day, m.mails(), err)
		}
	}
}

// TestRecheckLooksAtTheBank: money that came after the run and may be his keeps
// his letter, and says so; decided to be nobody's, it lets the letter go. While a
// statement is missing nothing leaves, by mail or on paper.
func TestRecheckLooksAtTheBank(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		m := openMailRoom(t, url, 2, nil)
		if err := m.SaveBankAccount(t.Context(), store.BankAccount{Account: ourAccount, Watched: true, Since: on("2026-02-02"), Lag: 1}); err != nil {
			t.Fatal(err)
		}
		if _, err := m.SendMail(t.Context(), 0, on(runDay), 0); fault.Code(err) != "bank.stale" {
			t.Fatalf("sent without Monday's statement: %v", err)
		}
		if _, err := m.WriteRun(t.Context(), on(runDay), "", t.TempDir(), desk.Written{On: on("2026-02-04")}); fault.Code(err) != "bank.stale" {
			t.Errorf("printed to leave on Wednesday: %v", err)
		}
		m.take("kl_to_1c.txt", statementOf("02.02.2026", "02.02.2026", "10.00", in{"9", "02.02.2026", "101.00", "ООО Гамма", "", "BY20OLMP31350000001000000944", "за товар"}))
		if r, err := m.SendMail(t.Context(), 0, on(runDay), 0); err != nil || r.Sent != 1 || r.Parked != 1 {
			t.Fatalf("%+v, %v", r, err)
		}
		parked := m.mails()[store.Parked]
		if len(parked) != 1 || parked[0].Customer != "c01" || !strings.Contains(parked[0].Note, "may be his") {
			t.Fatalf("parked: %+v", parked)
		}
		seen, err := m.Cash(t.Context(), desk.CashQuery{States: []string{store.EntryUndecided}})
		if err != nil || len(seen.Entries) != 1 {
			t.Fatalf("%+v, %v", seen.Entries, err)
		}
		if err := m.SetEntryAside(t.Context(), seen.Entries[0].ID, "the owner's loan"); err != nil {
			t.Fatal(err)
		}
		if err := m.SettleMail(t.Context(), parked[0].Letter, desk.SettleAgain, "", "it was not his", on(runDay)); err != nil {
			t.Fatal(err)
		}
		if r, err := m.SendMail(t.Context(), 0, on(runDay), 0); err != nil || r.Sent != 1 {
			t.Errorf("decided: %+v, %v", r, err)
		}
	})
}
