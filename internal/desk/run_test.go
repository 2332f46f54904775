package desk_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/desk"
	"debitor/internal/fault"
)

// manyKinds is a policy with work of several kinds; 3 February 2026 is a Tuesday.
const manyKinds = `policy: house
title: {en: House rules}
days: calendar
run: {on: [tue, fri]}
steps:
  - {id: notice,  at: 5..20,  letter: warning, by: [email], verified: true, recipients: [accountant, payer], per: contract, to: sales-manager}
  - {id: call,    at: 5..20,  call: ask-why, to: supervisor, options: [promised, disputed], within: 2}
  - {id: decide,  at: 10..,   escalate: what-now, to: head-of-sales, with: [lawyer], options: [court, wait], documents: [statement], within: 3, per: invoice}
holds:
  - {id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales], if: payment_days > 10}
authority:
  - {may: lift-hold, role: finance-control, up-to: 3 days}
  - {may: lift-hold, role: finance-director}
  - {may: lift-hold, role: finance-control, up-to: 9 days, if: owed > 5000.00}
`

// worked is books under manyKinds: A has two contracts and a verified payer, B
// a payer whom nobody has verified.
func worked(t *testing.T, b *books) *books {
	t.Helper()
	b.take("customers.csv", "customer,name,manager,email\nA,Co,Ann,a@co.by\nB,Co,Ann,b@co.by\n")
	b.take("contacts.csv", "customer,name,role,email,verified_on\nA,P,payer,payer@co.by,2026-01-01\nA,D,accountant,books@co.by,\nB,P,payer,payer@b.by,\n")
	b.take("contracts.csv", contractHead+"K1,A,14,invoice,\nK2,A,5,invoice,\n")
	b.take("invoices.csv", invoiceHead+"I1,A,K1,2026-01-05,2026-01-20,100,BYN\nI2,A,K2,2026-01-05,2026-01-25,40,BYN\nI3,B,,2026-01-05,2026-01-26,70,BYN\n")
	if _, err := b.UsePolicy(b.Context(), b.file("house.yaml", manyKinds), 0); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestRunOfManyKinds: calls, decisions and letters by contract are made once,
// and the lists tell people what they need.
func TestRunOfManyKinds(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		b.user("Bob", "supervisor")
		first, err := b.Apply(t.Context(), on("2026-02-03"), "")
		if err != nil || first.New != 6 || first.Letters != 2 || first.Tasks != 4 {
			t.Fatalf("%+v %v", first, err)
		}
		if again, err := b.Apply(t.Context(), on("2026-02-03"), ""); err != nil || again.New != 0 || again.Letters != 2 || again.Tasks != 4 {
			t.Errorf("applied again: %+v %v", again, err)
		}
		if n := b.count("delivery WHERE channel = 'email' AND address = 'payer@co.by'"); n != 2 {
			t.Errorf("%d letters go to the one who was verified", n)
		}
		dir := t.TempDir()
		if _, err := b.WriteRun(t.Context(), on("2026-02-03"), "", dir, desk.Written{}); err != nil {
			t.Fatal(err)
		}
		read := func(name string) string {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
		if diff := cmp.Diff(`customer,task,step,to,assignee,total,currency,documents,kind,deadline,about,options,papers,with
A,ask-why,call,supervisor,Bob,140.00,BYN,I1; I2,call,2026-02-05,,promised; disputed,,
A,what-now,decide,head-of-sales,,100.00,BYN,I1,escalate,2026-02-06,I1,court; wait,statement,lawyer
B,ask-why,call,supervisor,Bob,70.00,BYN,I3,call,2026-02-05,,promised; disputed,,
B,mend-contact,notice,sales-manager,Ann,70.00,BYN,I3,task,,,,,
`, strings.ReplaceAll(read("tasks.csv"), "\r", "")); diff != "" {
			t.Error(diff)
		}
		// Only K1 has the term that the hold asks about; who may lift it is said by the rules of authority.
		if list := read("stoplist.csv"); strings.Count(list, "\n") != 2 || !strings.Contains(list, "A,2026-01-26,") || !strings.Contains(list, "finance-control;finance-director") {
			t.Errorf("stop list:\n%s", list)
		}
		b.exec("UPDATE task SET details = '{}' WHERE task = 'what-now'")
		if r, err := b.Check(t.Context()); err != nil || r.OK {
			t.Errorf("a decision without its options is not found: %v", err)
		}
	})
}

// TestRunAppliedByTwo: at the same moment, and nothing is there twice.
func TestRunAppliedByTwo(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		made := make([]int, 4)
		var all sync.WaitGroup
		for i := range made {
			s := b.as("")
			all.Go(func() {
				a, err := s.Apply(t.Context(), on("2026-02-03"), "")
				if err != nil {
					t.Error(err)
				}
				made[i] = a.New
			})
		}
		all.Wait()
		if sum := made[0] + made[1] + made[2] + made[3]; sum != 6 || b.count("task") != 4 || b.count("letter") != 2 {
			t.Errorf("%v made, %d tasks and %d letters are there", made, b.count("task"), b.count("letter"))
		}
		b.sound()
	})
}

// TestWhoMayLift: the answer names those whom the rules of authority let.
func TestWhoMayLift(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		held, err := b.Hold(t.Context(), desk.HoldQuery{Customer: "A", Date: on("2026-02-03")})
		if diff := cmp.Diff([]string{"finance-control", "finance-director"}, held.LiftedBy); diff != "" || err != nil || held.Allowed {
			t.Errorf("%+v %v %s", held, err, diff)
		}
		free, err := b.Hold(t.Context(), desk.HoldQuery{Customer: "B", Date: on("2026-02-03")})
		if err != nil || !free.Allowed || len(free.LiftedBy) != 0 {
			t.Errorf("%+v %v", free, err)
		}
	})
}

// TestRulesOnPublishing: who may publish rules may also hang on a fact, which
// no customer answers; a file that was never kept is told how to be asked for.
func TestRulesOnPublishing(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		text := strings.Replace(manyKinds, "authority:", "authority:\n  - {may: publish-policy, role: director, if: owed > 1.00}\n  - {may: publish-policy, role: commercial-director}", 1)
		if _, err := b.UsePolicy(t.Context(), b.file("house.yaml", text), 0); err != nil {
			t.Fatal(err)
		}
		next := b.file("next.yaml", strings.Replace(text, "5..20", "5..19", 1))
		fin, boss := b.user("Eva", "finance-director"), b.user("Eve", "commercial-director")
		versions := b.count("policy_version")
		_, err := fin.UsePolicy(t.Context(), next, 0)
		refused(t, err, fault.Refused, "policy.approval")
		if b.count("policy_version") != versions {
			t.Error("what may not be published was kept")
		}
		drafted, err := fin.DraftPolicy(t.Context(), next, "")
		if err != nil {
			t.Fatal(err)
		}
		a := b.ask(fin, desk.AskRequest{Kind: "publish-policy", Subject: "house@2"})
		if drafted.Version != 2 || a.State != "pending" {
			t.Errorf("version %d, %+v", drafted.Version, a)
		}
		b.decide(boss, a.Number, true)
		if used, err := fin.UsePolicy(t.Context(), next, 0); err != nil || used.Version != 2 {
			t.Errorf("an approved text used as a file: %+v %v", used, err)
		}
		history, err := b.PolicyHistory(t.Context(), "house")
		if err != nil || len(history) != 2 {
			t.Fatalf("%+v %v", history, err)
		}
		var said []string
		for _, l := range history[1].Entries {
			said = append(said, l.Actor+" "+l.What)
		}
		slices.Sort(said) // the clock of tests stands still
		if diff := cmp.Diff([]string{"Eva asked", "Eva drafted", "Eva used", "Eve approved"}, said); diff != "" {
			t.Error(diff)
		}
		if used, err := boss.UsePolicy(t.Context(), b.file("third.yaml", strings.Replace(text, "5..20", "5..18", 1)), 0); err != nil || used.Version != 3 {
			t.Errorf("whose word it is needs none: %+v %v", used, err)
		}
		b.sound()
	})
}

// TestExplainPast: a day in the past knows what was done until then, why what
// was done on it was done, and says so when a fact that came later speaks
// against it.
func TestExplainPast(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		for _, day := range []string{"2026-01-30", "2026-02-03"} {
			if _, err := b.Apply(t.Context(), on(day), ""); err != nil {
				t.Fatal(err)
			}
		}
		done := func(day string) string {
			t.Helper()
			e, err := b.Explain(t.Context(), "I1", on(day))
			if err != nil || len(e.Parts) != 1 {
				t.Fatalf("%+v %v", e, err)
			}
			var list []string
			for _, d := range e.Parts[0].Done {
				s := d.Step + " " + d.RunDate.String() + " " + d.Open.Decimal(d.Currency)
				if len(d.Because) > 0 {
					s += " " + d.Because[0].Code
				}
				list = append(list, s)
			}
			if e.Parts[0].Open == nil {
				list = append(list, "not open")
			}
			return strings.Join(list, "; ")
		}
		check := func(day, want string) {
			t.Helper()
			if got := done(day); got != want {
				t.Errorf("%s: %q, want %q", day, got, want)
			}
		}
		check("2026-01-04", "not open")
		check("2026-01-29", "")
		check("2026-01-30", "call 2026-01-30 100.00 policy.window; decide 2026-01-30 100.00 policy.window; notice 2026-01-30 100.00 policy.window")
		check("2026-02-03", "call 2026-01-30 100.00; decide 2026-01-30 100.00; notice 2026-01-30 100.00")
		b.take("payments.csv", paymentHead+"P1,A,2026-01-28,100,BYN,I1\n") // posted late
		check("2026-01-27", "")
		check("2026-01-30", "call 2026-01-30 100.00; decide 2026-01-30 100.00; notice 2026-01-30 100.00; not open")
		b.sound()
	})
}

// TestTasksBetweenRuns: what was approved after a run is out stands in the list
// of the next one, and of that one alone.
func TestTasksBetweenRuns(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		now := clock
		b.desk = desk.New(b.db, nil, func() time.Time { return now })
		b.Session = b.as("")
		worked(t, b)
		apply := func(day string) desk.Applied {
			t.Helper()
			a, err := b.Apply(t.Context(), on(day), "")
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		ask := func(invoice string) {
			b.ask(b.Session, desk.AskRequest{Kind: "write-off", Subject: invoice})
		}
		first := apply("2026-02-03").Tasks
		ask("I1") // on the day of the run, and after it
		now = clock.AddDate(0, 0, 1)
		ask("I2")
		if again := apply("2026-02-03").Tasks; again != first {
			t.Errorf("%d tasks, and later %d", first, again)
		}
		for day, want := range map[string]string{"2026-02-03": "", "2026-02-06": "approval-1 approval-2"} {
			apply(day)
			dir := t.TempDir()
			if _, err := b.WriteRun(t.Context(), on(day), "", dir, desk.Written{}); err != nil {
				t.Fatal(err)
			}
			list, err := os.ReadFile(filepath.Join(dir, "tasks.csv"))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, row := range strings.Split(string(list), "\n") {
				if cells := strings.Split(row, ","); len(cells) > 2 && strings.HasPrefix(cells[2], "approval-") {
					got = append(got, cells[2])
				}
			}
			if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
				t.Errorf("%s: %s", day, diff)
			}
		}
		b.sound()
	})
}
