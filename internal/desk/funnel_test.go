package desk_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/policy"
)

// verbs are one call of each right.
func verbs(b *books) map[desk.Right]func(*desk.Session) error {
	file := b.file("customers.csv", "customer,name\nA,Co\n")
	return map[desk.Right]func(*desk.Session) error{
		desk.ReadBooks:  func(s *desk.Session) error { _, err := s.PlanHead(b.Context(), on("2026-02-03")); return err },
		desk.ReadRules:  func(s *desk.Session) error { _, err := s.Policies(b.Context(), on("2026-02-03")); return err },
		desk.CheckBooks: func(s *desk.Session) error { _, err := s.Check(b.Context()); return err },
		desk.ApplyRuns:  func(s *desk.Session) error { _, err := s.Apply(b.Context(), on("2026-02-03"), ""); return err },
		desk.ImportFiles: func(s *desk.Session) error {
			_, err := s.Import(b.Context(), []string{file}, desk.ImportOptions{})
			return err
		},
		desk.SuspendDebts: func(s *desk.Session) error {
			_, err := s.Suspend(b.Context(), desk.SuspendRequest{Subject: "A", Reason: "test"})
			return err
		},
		desk.PublishPolicy: func(s *desk.Session) error { _, err := s.UsePolicy(b.Context(), "aktivmarket", 0); return err },
		desk.ManageCompany: func(s *desk.Session) error { return s.SetCompany(b.Context(), desk.Profile{Currency: "X"}) },
		desk.ManageUsers:   func(s *desk.Session) error { return s.AddUser(b.Context(), "new", "buyer-of-nothing") },
		desk.LiftHolds: func(s *desk.Session) error {
			_, err := s.LiftHold(b.Context(), desk.LiftRequest{Customer: "A", Reason: "test", Amount: "1", Until: on("2026-02-03")})
			return err
		},
	}
}

// rightsOf is who may do what, said again apart from the table under test: the
// roles beside which nobody has the right. No entry: everybody.
var rightsOf = map[desk.Right][]string{
	desk.ReadRules: {
		"", "accountant", "admin", "assistant", "claims", "collector", "commercial-director", "director", "finance-director", "finance-control", "head-of-collection",
		"head-of-control", "head-of-sales", "head-of-security", "lawyer", "sales-manager", "sales-representative", "security", "service", "supervisor",
	},
	desk.ApplyRuns:     {"", "admin", "sales-manager", "supervisor", "head-of-sales", "finance-control", "finance-director", "collector"},
	desk.ImportFiles:   {"", "admin", "sales-manager", "head-of-sales", "finance-control", "accountant", "finance-director"},
	desk.SuspendDebts:  {"", "admin", "head-of-sales", "finance-director", "commercial-director", "director"},
	desk.PublishPolicy: {"", "admin", "finance-director", "commercial-director", "director"},
	desk.ManageCompany: {"", "admin", "director"},
	desk.ManageUsers:   {"", "admin", "director"},
	desk.LiftHolds:     {"head-of-sales"},
}

func TestEveryRoleAndRight(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		sessions := map[string]*desk.Session{"": b.Session}
		for _, role := range policy.Roles {
			sessions[role] = b.user(id.User("user "+role), role)
		}
		do := verbs(b)
		for role, s := range sessions {
			for right, verb := range do {
				allowed, restricted := rightsOf[right]
				changes := b.count("change")
				err := verb(s)
				if restricted && !slices.Contains(allowed, role) {
					refused(t, err, fault.Refused, "right.missing")
					if b.count("change") != changes {
						t.Errorf("%s: a refusal left a change", right)
					}
				} else if fault.Code(err) == "right.missing" {
					t.Errorf("%q has no right %s: %v", role, right, err)
				}
			}
		}
		_, err := b.desk.Session(t.Context(), "", desk.Actor{User: "nobody"})
		refused(t, err, fault.NotFound, "user.unknown")
	})
}

func TestOnce(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		once := func(key string, s *desk.Session) *desk.Session { s.Once(key); return s }
		first, err := once("k1", b.Session).Suspend(t.Context(), desk.SuspendRequest{Subject: "A", Reason: "first"})
		if err != nil {
			t.Fatal(err)
		}
		changes := b.count("change")
		again, err := once("k1", b.as("")).Suspend(t.Context(), desk.SuspendRequest{Subject: "A", Reason: "second"})
		if err != nil || again != first || b.count("change") != changes || b.count("event") != 1 {
			t.Errorf("again: %+v %v", again, err)
		}
		_, err = once("k1", b.as("")).Resume(t.Context(), desk.SuspendRequest{Subject: "A"})
		refused(t, err, fault.Refused, "once.other")
		_, err = once("k1", b.user("clerk", "accountant")).Suspend(t.Context(), desk.SuspendRequest{Subject: "A", Reason: "x"})
		refused(t, err, fault.Refused, "right.missing") // before the replay
		// The key is used up by one call.
		if _, err := b.Suspend(t.Context(), desk.SuspendRequest{Subject: "A", Reason: "third"}); err != nil || b.count("event") != 2 {
			t.Errorf("without a key: %v", err)
		}

		for range 2 {
			rules, err := once("k2", b.as("")).UsePolicy(t.Context(), "aktivmarket", 0)
			if err != nil || rules.Policy == nil || rules.Name != "aktivmarket" || rules.Version != 1 || b.count("policy_use") != 2 {
				t.Errorf("policy: %+v %v", rules, err)
			}
			if _, err := once("k3", b.as("")).Apply(t.Context(), on("2026-02-03"), ""); err != nil {
				t.Errorf("apply: %v", err)
			}
		}
		invoices := b.file("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-09,100,BYN\n")
		payments := b.file("payments.csv", paymentHead+"P1,A,2026-01-06,1,BYN,\n")
		preview, err := once("k4", b.as("")).Import(t.Context(), []string{invoices, payments}, desk.ImportOptions{DryRun: true})
		if err != nil || len(preview.Files) != 2 {
			t.Errorf("preview: %+v %v", preview, err)
		}
		for range 2 { // the second answers as the first did
			r, err := once("k4", b.as("")).Import(t.Context(), []string{invoices, payments}, desk.ImportOptions{})
			if err != nil || r.Files[0].New != 1 || r.Files[1].New != 1 {
				t.Errorf("import: %+v %v", r.Files, err)
			}
		}
		preview, err = once("k4", b.as("")).Import(t.Context(), []string{invoices}, desk.ImportOptions{DryRun: true})
		if err != nil || len(preview.Files) != 1 || preview.Files[0].Unchanged != 1 {
			t.Errorf("preview under a used key: %+v %v", preview, err)
		}
		lift := desk.LiftRequest{Customer: "A", Reason: "r", Amount: "5", Until: on("2026-03-01")}
		boss := b.user("boss", "head-of-sales")
		one, err := once("k5", boss).LiftHold(t.Context(), lift)
		two, err2 := once("k5", boss).LiftHold(t.Context(), lift)
		if err != nil || err2 != nil || one != two || b.count("hold_lift") != 1 {
			t.Errorf("lift: %v %v", err, err2)
		}
		_, err = once("k5", b.as("")).LiftHold(t.Context(), lift)
		refused(t, err, fault.Refused, "right.missing")
		b.sound()
	})
}

// TestAWriterFailsWhole: a change that fails leaves neither facts nor journal.
func TestAWriterFailsWhole(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		before := [3]int{b.count("change"), b.count("journal"), b.count("event")}
		for _, q := range []desk.SuspendRequest{
			{Subject: "Z", Reason: "r"}, {Subject: "A", Reason: ""}, {Subject: "A", Reason: "r", From: on("2026-02-02"), Until: on("2026-02-01")},
		} {
			if _, err := b.Suspend(t.Context(), q); err == nil {
				t.Errorf("%+v is taken", q)
			}
		}
		if after := [3]int{b.count("change"), b.count("journal"), b.count("event")}; after != before {
			t.Errorf("left %v, had %v", after, before)
		}
	})
}

// TestJournalOfEveryChange: whatever changes the books says so.
func TestJournalOfEveryChange(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		said := func(action string, do func() error) {
			t.Helper()
			lines, changes := b.count("journal WHERE action = '"+action+"'"), b.count("change")
			if err := do(); err != nil {
				t.Errorf("%s: %v", action, err)
			}
			if b.count("journal WHERE action = '"+action+"'") == lines || b.count("change") == changes {
				t.Errorf("%s left no line", action)
			}
		}
		file := func(name, text string) func() error {
			return func() error { _, err := b.try(name, text, desk.ImportOptions{}); return err }
		}
		said("file.imported", file("customers.csv", "customer,name\nA,Co\n"))
		said("customer.changed", file("customers.csv", "customer,name\nA,Company\n"))
		said("file.imported", file("contacts.csv", "customer,name,role,email\nA,Ann,payer,a@b.by\n"))
		said("contact.changed", file("contacts.csv", "customer,name,role,email\nA,Ann,payer,c@b.by\n"))
		said("file.imported", file("contracts.csv", contractHead+"K1,A,10,invoice,\n"))
		said("file.imported", file("invoices.csv", invoiceHead+"I1,A,K1,2026-01-05,,100,BYN\nI2,A,K1,2026-01-05,,100,BYN\n"))
		said("contract.changed", file("contracts.csv", contractHead+"K1,A,11,invoice,\n"))
		said("invoice.corrected", file("invoices.csv", invoiceHead+"I1,A,K1,2026-01-05,,110,BYN\n"))
		said("file.imported", file("payments.csv", paymentHead+"P1,A,2026-01-20,10,BYN,I1\n"))
		said("payment.corrected", file("payments.csv", paymentHead+"P1,A,2026-01-20,11,BYN,I1\n"))
		said("file.imported", file("events.csv", "date,kind,customer,invoice,until\n2026-01-20,promise,A,I1,2026-02-01\n"))
		items := func(day, text string) func() error {
			return func() error {
				_, err := b.try("open-items.csv", itemHead+text, desk.ImportOptions{Date: on(day), Kind: intake.OpenItems})
				return err
			}
		}
		said("invoice.closed_unexplained", items("2026-01-25", "A,I1,2026-01-05,,99,BYN\n"))
		said("snapshot.taken", items("2026-01-26", "A,I1,2026-01-05,,99,BYN\n"))
		said("invoice.reopened", items("2026-01-27", "A,I2,2026-01-05,,50,BYN\n"))
		said("debt.suspend", func() error {
			_, err := b.Suspend(t.Context(), desk.SuspendRequest{Subject: "I1", Reason: "r"})
			return err
		})
		said("debt.resume", func() error { _, err := b.Resume(t.Context(), desk.SuspendRequest{Subject: "I1"}); return err })
		said("policy.used", func() error { _, err := b.UsePolicy(t.Context(), "aktivmarket", 0); return err })
		said("company.changed", func() error { return b.SetCompany(t.Context(), desk.Profile{Address: "Minsk"}) })
		said("user.role_given", func() error { return b.AddUser(t.Context(), "boss", "head-of-sales") })
		said("hold.lifted", func() error {
			_, err := b.as("boss").LiftHold(t.Context(), desk.LiftRequest{Customer: "A", Reason: "r", Amount: "5", Until: on("2026-03-01")})
			return err
		})
		said("run.opened", func() error { _, err := b.Apply(t.Context(), on("2026-01-30"), ""); return err })
		said("run.applied", func() error { _, err := b.Apply(t.Context(), on("2026-02-03"), ""); return err })
		b.sound()
	})
}

// TestSealsUnderConcurrency: writers and sealers at once leave one whole chain.
func TestSealsUnderConcurrency(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers(codes...)
		var wg sync.WaitGroup
		errs := make(chan error, 100)
		for i := range 6 {
			s := b.as("")
			wg.Go(func() {
				for range 5 {
					_, err := s.Suspend(t.Context(), desk.SuspendRequest{Subject: codes[i%3], Reason: "r"})
					errs <- errors.Join(err, s.Seal(t.Context()))
				}
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Error(err)
			}
		}
		if n := b.count("event"); n != 30 {
			t.Errorf("%d events", n)
		}
		if n := b.count("change WHERE seal IS NULL"); n != 0 {
			t.Errorf("%d changes are not sealed", n)
		}
		b.sound()
	})
}

// TestOneKeyTwice: two at once with one key are one change.
func TestOneKeyTwice(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		var wg sync.WaitGroup
		answers := make([]desk.Suspended, 4)
		for i := range answers {
			s := b.as("")
			s.Once("key")
			wg.Go(func() {
				var err error
				if answers[i], err = s.Suspend(t.Context(), desk.SuspendRequest{Subject: "A", Reason: string(rune('a' + i))}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, a := range answers {
			if a != answers[0] || a.Customer != "A" {
				t.Errorf("different answers: %+v", answers)
			}
		}
		if b.count("event") != 1 {
			t.Errorf("%d events", b.count("event"))
		}
	})
}

// TestImportTwiceAtOnce: two imports of one file at once are one.
func TestImportTwiceAtOnce(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		file := b.file("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-09,100,BYN\nI2,A,,2026-01-05,2026-01-09,100,BYN\n")
		var wg sync.WaitGroup
		for range 4 {
			s := b.as("")
			wg.Go(func() {
				if _, err := s.Import(t.Context(), []string{file}, desk.ImportOptions{}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if b.count("invoice") != 2 || b.count("instalment") != 2 {
			t.Error("invoices doubled or lost")
		}
		b.sound()
	})
}

// TestCheckFindsTampering changes one row behind the desk's back at a time.
func TestCheckFindsTampering(t *testing.T) {
	cases := map[string]struct{ sql, code string }{
		"journal line":      {"UPDATE journal SET reason = 'because' WHERE action = 'debt.suspend'", "check.change"},
		"journal line gone": {"DELETE FROM journal WHERE action = 'debt.suspend'", "check.change"},
		"who did it":        {"UPDATE change SET actor = 'nobody' WHERE command = 'suspend'", "check.change"},
		"change gone":       {"DELETE FROM change WHERE command = 'suspend'", "check.seal"},
		"seal":              {"UPDATE seal SET root = 'x' WHERE seal = 1", "check.seal"},
		"letter":            {"UPDATE letter SET facts = '{}'", "check.content"},
		"letter gone":       {"DELETE FROM letter", "check.content"},
		"instalment paid":   {"UPDATE instalment SET paid = paid + 1 WHERE invoice = 'I1'", "check.paid"},
		"payment used":      {"UPDATE payment SET used = used - 1", "check.used"},
		"allocation":        {"UPDATE allocation SET amount = amount - 1", "check.paid"},
		"invoice amount":    {"UPDATE invoice SET amount = amount + 1 WHERE invoice = 'I1'", "check.instalments"},
		"repeated date":     {"UPDATE instalment SET handed_over = '2026-01-06' WHERE invoice = 'I1'", "check.repeated"},
		"settled on":        {"UPDATE instalment SET settled_on = '2026-01-01' WHERE invoice = 'I1'", "check.settled"},
	}
	schema.Each(t, func(t *testing.T, url string) {
		if !t.Run("untouched", func(t *testing.T) { suspendedAndWritten(openBooks(t, url)) }) {
			return
		}
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				b := reopenBooks(t, dbtest.Copy(t, url))
				b.exec(c.sql)
				r, err := b.Check(t.Context())
				if err != nil || r.OK || !slices.ContainsFunc(r.Problems, func(p desk.Problem) bool { return p.Code == c.code }) {
					t.Errorf("found %v %v, want %s", r.Problems, err, c.code)
				}
			})
		}
	})
}

// suspendedAndWritten has a debt suspended, one paid in part, and a letter.
func suspendedAndWritten(b *books) {
	b.take("customers.csv", "customer,name,email\nA,Co,a@b.by\n")
	b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-26,100,BYN\nI2,A,,2026-01-05,2026-01-27,100,BYN\n")
	b.take("payments.csv", paymentHead+"P1,A,2026-01-20,40,BYN,I1\n")
	if _, err := b.Suspend(b.Context(), desk.SuspendRequest{Subject: "I2", Reason: "r"}); err != nil {
		b.Fatal(err)
	}
	if r, err := b.Apply(b.Context(), on("2026-02-03"), ""); err != nil || r.Letters != 1 {
		b.Fatalf("%+v %v", r, err)
	}
	b.sound()
}

// TestSuspendAndResume: the order said last stands, whichever day it counts
// from.
func TestSuspendAndResume(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.take("customers.csv", "customer,name,email\nA,Co,a@b.by\n")
		b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-26,100,BYN\nI2,A,,2026-01-05,2026-01-26,100,BYN\n")
		items := func(day string) (n int) {
			t.Helper()
			_, err := b.Plan(t.Context(), desk.PlanQuery{Date: on(day)}, func(d desk.Decided) error {
				for _, a := range d.Actions {
					n += len(a.Items)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		want := func(when, day string, n int) {
			t.Helper()
			if got := items(day); got != n {
				t.Errorf("%s, %s: %d items, want %d", when, day, got, n)
			}
		}
		suspend := func(subject, from, until string) {
			t.Helper()
			if _, err := b.Suspend(t.Context(), desk.SuspendRequest{Subject: subject, Reason: "r", From: on(from), Until: dateOr(until)}); err != nil {
				t.Error(err)
			}
		}
		resume := func(subject string) {
			t.Helper()
			if _, err := b.Resume(t.Context(), desk.SuspendRequest{Subject: subject}); err != nil {
				t.Error(err)
			}
		}
		want("at first", "2026-02-03", 2)
		suspend("I1", "", "")
		want("one invoice", "2026-02-03", 1)
		resume("I1")
		want("resumed", "2026-02-03", 2)
		suspend("I1", "2026-02-01", "")
		want("from a day", "2026-02-03", 1)
		resume("I1")
		want("resumed without a day", "2026-02-03", 2)
		suspend("I1", "", "")
		want("again without a day", "2026-02-03", 1)
		suspend("A", "2026-02-01", "2026-02-03")
		want("the customer", "2026-02-03", 0)
		want("its last day is past", "2026-02-06", 1)
		resume("A")
		want("the customer resumed", "2026-02-03", 1)
		e, err := b.Explain(t.Context(), "I1", on("2026-02-03"))
		if err != nil || len(e.Journal) != 5 {
			t.Errorf("explain: %d lines, %v", len(e.Journal), err)
		}
	})
}

func dateOr(s string) cal.Date {
	d, _ := cal.Parse(s)
	return d
}

// TestLiftCounts: a lift counts for every day up to its last, and what is
// shipped on it uses it up; a correction of an old invoice does not.
func TestLiftCounts(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-20,100,BYN\n")
		boss := b.user("boss", "head-of-sales")
		may := func(day, amount string) bool {
			t.Helper()
			a, err := b.Hold(t.Context(), desk.HoldQuery{Customer: "A", Date: on(day), Amount: amount})
			if err != nil {
				t.Fatal(err)
			}
			return a.Allowed
		}
		if may("2026-02-03", "1") || !may("2026-01-25", "1") {
			t.Error("the hold begins on the sixth day")
		}
		if _, err := boss.LiftHold(t.Context(), desk.LiftRequest{Customer: "A", Reason: "r", Amount: "50", Until: on("2026-02-05")}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			day, amount string
			want        bool
		}{
			{"2026-02-03", "50", true}, {"2026-02-05", "50", true}, {"2026-02-05", "50.01", false}, {"2026-02-06", "1", false}, {"2026-01-30", "50", true},
		} {
			if got := may(c.day, c.amount); got != c.want {
				t.Errorf("%s %s: %v", c.day, c.amount, got)
			}
		}
		for _, q := range []desk.LiftRequest{
			{Customer: "Z", Reason: "r", Amount: "1", Until: on("2026-02-05")},
			{Customer: "A", Reason: "r", Amount: "-1", Until: on("2026-02-05")},
			{Customer: "A", Amount: "1", Until: on("2026-02-05")},
			{Customer: "A", Reason: "r", Amount: "x", Until: on("2026-02-05")},
		} {
			if _, err := boss.LiftHold(t.Context(), q); err == nil {
				t.Errorf("%+v is taken", q)
			}
		}
	})
}
