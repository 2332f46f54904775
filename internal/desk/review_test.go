package desk_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// twoLetters is a policy with two letters that can stand for one another.
const twoLetters = `policy: house
title: {en: House rules}
days: calendar
run: {on: [tue, fri]}
steps:
  - {id: mild,   at: 5..20,  letter: warning, by: [post, email]}
  - {id: strict, at: 8..20,  letter: claim, by: [post], after: mild}
`

// planned gives what the plan of the day does, "customer step", and what blocks
// the rest.
func planned(t *testing.T, b *books, day string) (actions []string, blocked map[string]int) {
	t.Helper()
	p, err := b.Plan(t.Context(), desk.PlanQuery{Date: on(day), List: true}, func(d desk.Decided) error {
		for i, a := range d.Actions {
			actions = append(actions, strings.TrimSpace(string(d.Customer)+" "+a.Step+" "+d.Email(i)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return actions, p.Blocked.Counts()
}

// TestReviewsAreHeeded by the plan and by the run: left out, put off, another
// step, another address; and left to the policy again.
func TestReviewsAreHeeded(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.take("customers.csv", "customer,name,manager,address,email\nA,Alder,Ann,Minsk,a@a.by\nB,Birch,Ann,Brest,\nC,Cedar,Ann,Grodno,c@c.by\nD,Dogwood,Ann,Gomel,\n")
		b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-27,100,BYN\nI2,B,,2026-01-05,2026-01-27,70,BYN\nI3,C,,2026-01-05,2026-01-27,60,BYN\nI4,D,,2026-01-05,2026-01-27,50,BYN\n")
		if _, err := b.UsePolicy(t.Context(), b.file("house.yaml", twoLetters), 0); err != nil {
			t.Fatal(err)
		}
		day := on("2026-02-03")
		review := func(customer, kind string, v store.Review) {
			t.Helper()
			v.RunDate, v.Customer, v.Step, v.Currency, v.Kind, v.Reason = day, id.Customer(customer), "mild", "BYN", kind, "because"
			if err := b.Review(t.Context(), v); err != nil {
				t.Fatal(err)
			}
		}
		review("A", store.ReviewRecipient, store.Review{Value: "boss@a.by"})
		review("B", store.ReviewExclude, store.Review{})
		review("C", store.ReviewStep, store.Review{Value: "strict"})
		review("D", store.ReviewPostpone, store.Review{Until: day + 5})
		actions, blocked := planned(t, b, "2026-02-03")
		if got := strings.Join(actions, "; "); got != "A mild boss@a.by; C strict" || blocked[policy.Excluded] != 1 || blocked[policy.Postponed] != 1 {
			t.Errorf("the plan is %q, blocked %v", got, blocked)
		}
		for invoice, want := range map[string]string{"I1": "", "I2": policy.Excluded, "I3": "", "I4": policy.Postponed} {
			e, err := b.Explain(t.Context(), id.Invoice(invoice), day)
			if err != nil {
				t.Fatal(err)
			}
			open := e.Parts[0].Open
			if held := want != ""; held != (len(open.Today) == 0) || held && (open.Blockers[0].Code != want || open.Ladder[0].State != policy.Expected) {
				t.Errorf("%s is explained by %+v", invoice, open)
			}
		}
		applied, err := b.Apply(t.Context(), day, "")
		if err != nil || applied.Letters != 2 {
			t.Fatalf("%+v %v", applied, err)
		}
		if n := b.count("delivery WHERE address = 'boss@a.by'") + b.count("decision WHERE customer = 'C' AND step = 'strict'"); n != 2 {
			t.Errorf("the run does not do what the plan said")
		}
		if actions, blocked = planned(t, b, "2026-02-06"); strings.Join(actions, "; ") != "A strict; B mild; C mild" || blocked[policy.Postponed] != 1 {
			t.Errorf("three days later the plan is %q, blocked %v", actions, blocked)
		}
		if actions, _ = planned(t, b, "2026-02-10"); !strings.Contains(strings.Join(actions, "; "), "D mild") {
			t.Errorf("what was put off does not come: %q", actions)
		}
		if err := b.DropReview(t.Context(), store.Review{RunDate: day, Customer: "B", Step: "mild", Currency: "BYN"}); err != nil {
			t.Fatal(err)
		}
		if actions, _ = planned(t, b, "2026-02-03"); strings.Join(actions, "; ") != "B mild" {
			t.Errorf("without his word the plan is %q", actions)
		}
		b.sound()
	})
}

// TestReviewsAreRefused that could not be heeded.
func TestReviewsAreRefused(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	b.customers("A")
	if _, err := b.UsePolicy(t.Context(), b.file("house.yaml", twoLetters), 0); err != nil {
		t.Fatal(err)
	}
	good := store.Review{RunDate: on("2026-02-03"), Customer: "A", Step: "mild", Currency: "BYN", Kind: store.ReviewExclude, Reason: "x"}
	for _, c := range []struct {
		code   string
		change func(*store.Review)
	}{
		{"review.reason", func(v *store.Review) { v.Reason = " " }},
		{"review.kind", func(v *store.Review) { v.Kind = "forget" }},
		{"review.until", func(v *store.Review) { v.Kind = store.ReviewPostpone }},
		{"review.until", func(v *store.Review) { v.Kind, v.Until = store.ReviewPostpone, on("2026-12-31") }},
		{"review.address", func(v *store.Review) { v.Kind, v.Value = store.ReviewRecipient, "nobody" }},
		{"review.step", func(v *store.Review) { v.Kind, v.Value = store.ReviewStep, "mild" }},
	} {
		v := good
		c.change(&v)
		refused(t, b.Review(t.Context(), v), fault.Usage, c.code)
	}
	v := good
	v.Customer = "Z"
	refused(t, b.Review(t.Context(), v), fault.NotFound, "customer.unknown")
}

// TestKeptPlanIsThePlan: the lines that pages read are those of Plan, for all
// and for one manager, and are made anew when the books change.
func TestKeptPlanIsThePlan(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		manager := func(name id.User) *desk.Session {
			t.Helper()
			if err := b.AddPerson(t.Context(), desk.NewPerson{Name: name, Role: "sales-manager"}); err != nil {
				t.Fatal(err)
			}
			return b.as(name)
		}
		ann := manager("Ann")
		day := on("2026-02-03")
		sums := func(s *desk.Session) (actions, blocked int) {
			t.Helper()
			kept, err := s.KeptPlan(t.Context(), day)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range kept.Sums {
				if v.Step != "" {
					actions += v.Lines
				} else {
					blocked += v.Items
				}
			}
			return actions, blocked
		}
		list, tally := planned(t, b, "2026-02-03")
		want := 0
		for _, n := range tally {
			want += n
		}
		if actions, blocked := sums(b.Session); actions != len(list) || blocked != want {
			t.Errorf("%d actions, %d blocked; the plan has %d and %d", actions, blocked, len(list), want)
		}
		if actions, _ := sums(ann); actions != len(list) {
			t.Errorf("the manager of all sees %d of %d", actions, len(list))
		}
		if actions, _ := sums(manager("Bea")); actions != 0 {
			t.Errorf("the manager of nobody sees %d", actions)
		}
		b.take("payments.csv", paymentHead+"P1,B,2026-02-02,70,BYN,I3\n")
		after, _ := planned(t, b, "2026-02-03")
		if actions, _ := sums(b.Session); actions != len(after) || len(after) == len(list) {
			t.Errorf("after a payment %d actions are kept, the plan has %d", actions, len(after))
		}
		lines, total, err := b.PlanLines(t.Context(), desk.PlanLineQuery{Day: day, Step: "call", Limit: 10})
		if err != nil || total != 1 || len(lines) != 1 || lines[0].Customer != "A" || lines[0].Total != 14000 || lines[0].Data.Kind != policy.Call || len(lines[0].Data.Because) == 0 {
			t.Errorf("lines of the calls: %+v of %d, %v", lines, total, err)
		}
	})
}

// TestPlanAheadTakesEarlierRunsAsDone: what today's run will do is not foretold
// again for the next.
func TestPlanAheadTakesEarlierRunsAsDone(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	worked(t, b) // 3 February, the clock's day, is a run day that nobody applied
	kept, err := b.KeptPlan(t.Context(), on("2026-02-06"))
	if err != nil || !kept.Ahead {
		t.Fatal(kept.Ahead, err)
	}
	for _, v := range kept.Sums {
		if v.Step == "call" {
			t.Errorf("the calls of the 3rd are foretold for the 6th: %+v", v)
		}
	}
}

// TestForetoldPlanIsMadeAnew: what was foretold took the run of the 3rd as done;
// nobody did it, so on the 6th the calls are still to be made.
func TestForetoldPlanIsMadeAnew(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	worked(t, b)
	day := on("2026-02-06")
	if _, err := b.KeptPlan(t.Context(), day); err != nil {
		t.Fatal(err)
	}
	b.desk = desk.New(b.db, nil, func() time.Time { return clock.AddDate(0, 0, 3) })
	kept, err := b.as("").KeptPlan(t.Context(), day)
	if err != nil || kept.Ahead {
		t.Fatal(kept.Ahead, err)
	}
	if !slices.ContainsFunc(kept.Sums, func(v store.PlanSum) bool { return v.Step == "call" }) {
		t.Errorf("the plan of the day is still the one that was foretold: %+v", kept.Sums)
	}
}

// noted is a queue that only remembers what it was asked for.
type noted []string

func (q *noted) Enqueue(_ context.Context, _ db.Tx, kind, _ string, payload []byte) error {
	*q = append(*q, kind+" "+string(payload))
	return nil
}

// TestRunInTheBackground: a person sets a run going, the worker applies it as
// him, and a job that comes again finds nothing left to do.
func TestRunInTheBackground(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		var q noted
		d := desk.New(b.db, &q, func() time.Time { return clock })
		b.user("Eve", "head-of-sales")
		s, err := d.Session(t.Context(), "", desk.Actor{User: "Eve", System: "test"})
		if err != nil {
			t.Fatal(err)
		}
		day := on("2026-02-03")
		for range 2 { // the second press changes nothing
			if err := s.StartRun(t.Context(), day); err != nil {
				t.Fatal(err)
			}
		}
		jobs := 0
		payload := ""
		for _, job := range q {
			if text, ok := strings.CutPrefix(job, desk.JobApply+" "); ok {
				jobs, payload = jobs+1, text
			}
		}
		works, err := s.RunWorks(t.Context(), day)
		if err != nil || jobs != 1 || len(works) != 1 || !works[0].Working || works[0].Total != 2 {
			t.Fatalf("%d jobs, %+v, %v", jobs, works, err)
		}
		_, err = b.UndoRun(t.Context(), desk.Undo{Run: day, On: day, Reason: "x"})
		refused(t, err, fault.NotFound, "run.none")
		for range 2 {
			if err := d.Handlers()[desk.JobApply](t.Context(), string(b.Company().Code), []byte(payload)); err != nil {
				t.Fatal(err)
			}
		}
		works, err = s.RunWorks(t.Context(), day)
		if err != nil || works[0].Working || works[0].Failed != "" || works[0].Done != 2 {
			t.Errorf("%+v %v", works, err)
		}
		seen, err := s.RunSeen(t.Context(), day)
		if err != nil || seen.Letters != 2 || seen.Tasks != 4 || len(seen.Times) != 1 || seen.Times[0].Person != "Eve" {
			t.Errorf("%+v %v", seen, err)
		}
		refused(t, s.StartRun(t.Context(), day+1), fault.Refused, "run.off_day")
	})
}
