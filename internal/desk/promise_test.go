package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// stand is how the promises of a customer stand on a day: document, day, state
// and what came in of what was promised, by day.
func (b *books) stand(customer, day string) string {
	b.Helper()
	list, err := b.Promises(b.Context(), desk.PromiseFilter{From: on("2026-01-01"), To: on("2026-12-31"), Customer: id.Customer(customer)}, on(day))
	if err != nil {
		b.Fatal(err)
	}
	var out []string
	for _, p := range list.Promises {
		out = append(out, fmt.Sprintf("%s%s %s %s/%s", p.Invoice, p.Until.String()[5:], p.State, p.Received.Decimal(p.Currency), p.Target.Decimal(p.Currency)))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func (b *books) standsAs(customer, day, want string) {
	b.Helper()
	if got := b.stand(customer, day); got != want {
		b.Errorf("on %s %s stands as\n%s\nwant\n%s", day, customer, got, want)
	}
}

func part(day string, amount int64) desk.PromisePart {
	return desk.PromisePart{Until: on(day), Amount: money.Minor(amount)}
}

// TestPromises: a promise over several documents is one for each; it is kept,
// partly kept or broken by what comes in until its day, and a later one takes
// its place.
func TestPromises(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		out, err := b.TakePromise(t.Context(), desk.PromiseRequest{
			Customer: "A", Invoices: []id.Invoice{"I1", "I2"}, Parts: []desk.PromisePart{part("2026-02-06", 12000)},
		})
		if err != nil || out.Recorded != 2 || out.Waiting != nil {
			t.Fatalf("%+v %v", out, err)
		}
		b.standsAs("A", "2026-02-06", "I102-06 open 0.00/100.00, I202-06 open 0.00/20.00")
		b.take("payments.csv", paymentHead+"P1,A,2026-02-05,100,BYN,I1\nP2,A,2026-02-06,5,BYN,I2\n")
		b.standsAs("A", "2026-02-07", "I102-06 kept 100.00/100.00, I202-06 part 5.00/20.00")
		_, err = b.TakePromise(t.Context(), desk.PromiseRequest{Customer: "B", Parts: []desk.PromisePart{part("2026-02-05", 0)}})
		if err != nil {
			t.Fatal(err)
		}
		b.standsAs("B", "2026-02-06", "02-05 broken 0.00/70.00")
		_, err = b.TakePromise(t.Context(), desk.PromiseRequest{Customer: "B", Parts: []desk.PromisePart{part("2026-02-04", 0)}})
		if err != nil {
			t.Fatal(err)
		}
		b.standsAs("B", "2026-02-06", "02-04 broken 0.00/70.00, 02-05 replaced 0.00/70.00")
		b.sound()
	})
}

// TestTolerance: the days a company waits beyond a promise count for the
// register and for the policy alike.
func TestTolerance(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		p, err := b.Profile()
		if err != nil {
			t.Fatal(err)
		}
		p.PromiseTolerance = 2
		if err := b.SetCompany(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if _, err := b.TakePromise(t.Context(), desk.PromiseRequest{Customer: "B", Parts: []desk.PromisePart{part("2026-02-05", 0)}}); err != nil {
			t.Fatal(err)
		}
		kept := func(day string) bool { // whether the promise keeps letters back
			e, err := b.Explain(t.Context(), "I3", on(day))
			if err != nil || len(e.Parts) != 1 {
				t.Fatalf("%+v %v", e, err)
			}
			return len(e.Parts[0].Open.Today) == 0
		}
		b.standsAs("B", "2026-02-07", "02-05 open 0.00/70.00")
		b.standsAs("B", "2026-02-08", "02-05 broken 0.00/70.00")
		if !kept("2026-02-06") || kept("2026-02-10") {
			t.Errorf("the policy waits on the 6th: %v, on the 10th: %v", kept("2026-02-06"), kept("2026-02-10"))
		}
		p.PromiseTolerance = 400
		refused(t, b.SetCompany(t.Context(), p), fault.Input, "company.promise_tolerance")
	})
}

// TestPlanBeyondAuthority: a payment plan whose last day is beyond what a sales
// manager may accept waits, and is recorded part by part when it is approved.
func TestPlanBeyondAuthority(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		if _, err := b.UsePolicy(t.Context(), "bpm", 0); err != nil {
			t.Fatal(err)
		}
		ann, head := b.user("Ann", "sales-manager"), b.user("Max", "head-of-sales")
		within, err := ann.TakePromise(t.Context(), desk.PromiseRequest{Customer: "A", Parts: []desk.PromisePart{part("2026-02-10", 500)}, Guarantee: "G-1"})
		if err != nil || within.Recorded != 1 {
			t.Fatalf("%+v %v", within, err)
		}
		plan := desk.PromiseRequest{Customer: "B", Parts: []desk.PromisePart{part("2026-02-06", 3000), part("2026-02-13", 4000)}, Note: "in two parts"}
		out, err := ann.TakePromise(t.Context(), plan)
		if err != nil || out.Recorded != 0 || len(out.Waiting) != 1 {
			t.Fatalf("%+v %v", out, err)
		}
		b.standsAs("B", "2026-02-05", "")
		if _, err := head.Decide(t.Context(), out.Waiting[0], desk.Word{Approve: true, Reason: "agreed"}); err != nil {
			t.Fatal(err)
		}
		b.take("payments.csv", paymentHead+"P1,B,2026-02-05,30,BYN,I3\nP2,B,2026-02-12,20,BYN,I3\n")
		b.standsAs("B", "2026-02-14", "02-06 kept 30.00/30.00, 02-13 part 20.00/40.00")
		if n := b.count("event WHERE kind = 'guarantee' AND document = 'G-1'"); n != 1 {
			t.Errorf("%d guarantee letters", n)
		}
		plan.Parts = []desk.PromisePart{part("2026-02-06", 3000), part("2026-02-06", 1000)}
		_, err = ann.TakePromise(t.Context(), plan)
		refused(t, err, fault.Usage, "promise.order")
		plan.Parts = []desk.PromisePart{part("2026-02-06", 3000), part("2026-02-07", 90000)}
		_, err = ann.TakePromise(t.Context(), plan)
		refused(t, err, fault.Usage, "promise.plan_sum")
		b.sound()
	})
}

// TestTalk: a talk leaves the facts that policies ask for and the tasks that
// follow, and ends the calls that waited for it.
func TestTalk(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		now := clock
		b.desk = desk.New(b.db, nil, func() time.Time { return now })
		b.Session = b.as("")
		worked(t, b)
		ann, boss := b.user("Ann", "sales-manager"), b.user("Bob", "supervisor")
		if _, err := b.Apply(t.Context(), on("2026-02-03"), ""); err != nil {
			t.Fatal(err)
		}
		work := agenda(t, boss)
		if len(work) != 2 || work[0].Kind != "call" || work[0].Class != "A" {
			t.Fatalf("the supervisor is to do %+v", work)
		}
		q := desk.TalkRequest{
			Customer: work[0].Customer, Kind: "call", Task: work[0].ID, Outcome: desk.TalkRefusal, Reason: "no-funds", Behaviour: "C",
			Objection: "no-trade", Tactic: "court", Joint: true, Note: "shop is empty",
		}
		_, err := boss.Talk(t.Context(), q)
		refused(t, err, fault.Usage, "talk.next")
		q.Next = on("2026-02-04")
		if _, err := boss.Talk(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		_, err = boss.Talk(t.Context(), q)
		refused(t, err, fault.Refused, "task.closed")
		refused(t, boss.DoneTask(t.Context(), work[1].ID, "", ""), fault.Refused, "task.talk")
		if n := b.count("event WHERE kind = 'refusal' AND reason = 'high-risk'"); n != 1 {
			t.Errorf("%d refusals", n)
		}
		if diff := cmp.Diff([]string{"call ask-why"}, names(agenda(t, boss))); diff != "" {
			t.Errorf("after the talk the supervisor is to do: %s", diff)
		}
		now = now.AddDate(0, 0, 1)
		if diff := cmp.Diff([]string{"call ask-why", "call call-again"}, names(agenda(t, boss))); diff != "" {
			t.Errorf("on the next day: %s", diff)
		}
		if diff := cmp.Diff([]string{"task joint-visit", "task mend-contact"}, names(agenda(t, ann))); diff != "" {
			t.Errorf("the manager is to do: %s", diff)
		}
		counts, err := b.TalkResults(t.Context(), on("2026-02-01"), on("2026-02-28"))
		if diff := cmp.Diff([]store.TalkCount{{Tactic: "court", Objection: "no-trade", Outcome: "refusal", Talks: 1}}, counts); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		b.sound()
	})
}

// agenda is what a person is to do on the day of the desk's clock.
func agenda(t *testing.T, s *desk.Session) []desk.WorkItem {
	t.Helper()
	a, err := s.Agenda(t.Context(), desk.AgendaQuery{Day: s.Today(), Free: true})
	if err != nil {
		t.Fatal(err)
	}
	return a.Work
}

func names(list []desk.WorkItem) []string {
	var out []string
	for i := range list {
		out = append(out, list[i].Kind+" "+list[i].Task.Task)
	}
	slices.Sort(out)
	return out
}

// TestCallsAreSetAside: who has paid something that is not applied is not
// offered for a call before the others, and what is paid is only to be
// closed.
func TestCallsAreSetAside(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		boss := b.user("Bob", "supervisor")
		if _, err := b.Apply(t.Context(), on("2026-02-03"), ""); err != nil {
			t.Fatal(err)
		}
		if first := agenda(t, boss)[0]; first.Customer != "A" || first.Stake != 14000 || first.Late != 14 {
			t.Fatalf("first is %+v", first)
		}
		b.take("payments.csv", paymentHead+"P1,A,2026-02-03,150,BYN,\n")
		work := agenda(t, boss)
		if last := work[len(work)-1]; last.Customer != "A" || !last.Paid || len(last.Unapplied) != 1 {
			t.Fatalf("last is %+v", last)
		}
		if n, err := boss.ClosePaid(t.Context(), desk.AgendaQuery{Day: on("2026-02-03")}); err != nil || n != 1 {
			t.Errorf("%d paid tasks are closed: %v", n, err)
		}
		if again := agenda(t, boss); len(again) != 1 || again[0].Customer != "B" {
			t.Errorf("left is %+v", again)
		}
		b.sound()
	})
}

// TestTheHeadSumsItsRows: what stands at the head of the day is what its tasks
// are worth now, not what they were worth when they were made.
func TestTheHeadSumsItsRows(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		boss := b.user("Bob", "supervisor")
		if _, err := b.Apply(t.Context(), on("2026-02-03"), ""); err != nil {
			t.Fatal(err)
		}
		b.take("payments.csv", paymentHead+"P1,A,2026-02-03,50,BYN,\n")
		a, err := boss.Agenda(t.Context(), desk.AgendaQuery{Day: on("2026-02-03"), Free: true})
		if err != nil || len(a.Sums) != 1 || a.Tasks != len(a.Work) {
			t.Fatalf("%+v, %v", a, err)
		}
		var rows, made money.Minor
		for i := range a.Work {
			rows, made = rows+a.Work[i].Stake, made+a.Work[i].Total
		}
		if a.Sums[0].Minor != rows || rows == made {
			t.Errorf("the head says %d, its rows %d; they were made of %d", a.Sums[0].Minor, rows, made)
		}
	})
}

// TestCallHours: in the hours for calling, as the customer's clock shows them,
// only calls are shown.
func TestCallHours(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		p, err := b.Profile()
		if err != nil {
			t.Fatal(err)
		}
		p.CallHours = []desk.CallHours{{From: "10:00", To: "12:00"}}
		if err := b.SetCompany(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Apply(t.Context(), on("2026-02-03"), ""); err != nil {
			t.Fatal(err)
		}
		for hour, calling := range map[int]bool{6: false, 8: true, 9: false} { // UTC; Minsk is three hours ahead
			a, err := b.Agenda(t.Context(), desk.AgendaQuery{Day: on("2026-02-03"), Now: time.Date(2026, 2, 3, hour, 30, 0, 0, time.UTC), All: true})
			others := slices.ContainsFunc(a.Work, func(w desk.WorkItem) bool { return w.Kind != "call" })
			if err != nil || a.Calling != calling || others == calling {
				t.Errorf("at %d: calling %v, others shown %v, %v", hour, a.Calling, others, err)
			}
		}
		p.CallHours[0].To = "9:00"
		refused(t, b.SetCompany(t.Context(), p), fault.Input, "company.call_hours")
	})
}

// TestAMistypedPromiseIsWithdrawn: who recorded it may on the day, later who has
// the right; from that day on it neither suspends nor is broken.
func TestAMistypedPromiseIsWithdrawn(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		if _, err := b.TakePromise(t.Context(), desk.PromiseRequest{Customer: "B", Parts: []desk.PromisePart{part("2026-02-13", 0)}}); err != nil {
			t.Fatal(err)
		}
		list, err := b.Promises(t.Context(), desk.PromiseFilter{From: on("2026-01-01"), To: on("2026-12-31"), Customer: "B"}, b.Today())
		if err != nil || len(list.Promises) != 1 {
			t.Fatalf("%+v %v", list, err)
		}
		promised := func() bool {
			e, err := b.Explain(t.Context(), "I3", on("2026-02-06"))
			if err != nil {
				t.Fatal(err)
			}
			return slices.ContainsFunc(e.Parts[0].Open.Blockers, func(r policy.Reason) bool { return r.Code == policy.Promised })
		}
		if !promised() {
			t.Fatal("the promise keeps nothing back")
		}
		key := list.Promises[0].Key
		clerk := b.user("Olga", "accountant")
		refused(t, clerk.WithdrawPromise(t.Context(), key, "typed twice"), fault.Refused, "right.missing")
		refused(t, b.WithdrawPromise(t.Context(), key, " "), fault.Usage, "promise.withdraw_reason")
		refused(t, b.WithdrawPromise(t.Context(), "none", "x"), fault.NotFound, "promise.unknown")
		if err := b.WithdrawPromise(t.Context(), key, "it was another customer"); err != nil {
			t.Fatal(err)
		}
		refused(t, b.WithdrawPromise(t.Context(), key, "again"), fault.Refused, "promise.withdrawn")
		b.standsAs("B", "2026-02-20", "02-13 withdrawn 0.00/70.00")
		if promised() {
			t.Error("what was withdrawn still keeps letters back")
		}
		b.sound()
	})
}
