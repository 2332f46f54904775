package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
)

// ruled is books under a policy with rules of authority, with one document of
// 100 that fell due on 20 January; today is 3 February.
func ruled(t *testing.T, b *books) *books {
	t.Helper()
	b.customers("A", "B")
	b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-20,100,BYN\nI2,A,,2026-01-05,2026-03-20,40,BYN\n")
	policy := b.file("house.yaml", `policy: house
title: {en: House rules}
days: calendar
run: {on: [tue, fri]}
steps:
  - {id: reminder, at: -7..-3, letter: reminder, by: [email]}
holds:
  - {id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales]}
authority:
  - {may: promise, role: sales-manager, up-to: 5 days}
  - {may: promise, role: head-of-sales}
  - {may: lift-hold, role: finance-control, up-to: 10 days, amount: 500, evidence: [guarantee-letter]}
  - {may: waive-delay-price, role: sales-manager, up-to: 1 week}
  - {may: waive-delay-price, role: head-of-sales, up-to: 2 weeks}
  - {may: re-defer, role: head-of-sales, up-to: 2 months}
  - {may: re-defer, role: director}
  - {may: assign-category, role: commercial-director, proposed-by: [head-of-sales, head-of-control]}
  - {may: exclude, role: director, evidence: [order]}
`)
	if _, err := b.UsePolicy(b.Context(), policy, 0); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *books) ask(s *desk.Session, q desk.AskRequest) desk.Approval {
	b.Helper()
	if q.Reason == "" {
		q.Reason = "he is known to us"
	}
	a, err := s.Ask(b.Context(), q)
	if err != nil {
		b.Fatalf("%+v: %v", q, err)
	}
	return a
}

func (b *books) decide(s *desk.Session, number int64, approve bool) desk.Approval {
	b.Helper()
	a, err := s.Decide(b.Context(), number, desk.Word{Approve: approve, Reason: "looked at it"})
	if err != nil {
		b.Fatalf("request %d: %v", number, err)
	}
	return a
}

// approval is a request as of a day.
func (b *books) approval(number int64, day string) desk.Approval {
	b.Helper()
	list, err := b.Approvals(b.Context(), desk.ApprovalFilter{Number: number}, on(day))
	if err != nil || len(list) != 1 {
		b.Fatalf("request %d: %d found, %v", number, len(list), err)
	}
	return list[0]
}

// TestPromiseWithinAndBeyond: what is the manager's he decides at once, what is
// beyond waits for his superior.
func TestPromiseWithinAndBeyond(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ruled(t, b)
		ann, boss := b.user("Ann", "sales-manager"), b.user("Bob", "head-of-sales")
		own := b.ask(ann, desk.AskRequest{Kind: authority.Promise, Subject: "I1", Until: on("2026-02-08")})
		if own.State != "approved" || own.Number != 1 || own.Votes[0].Role != "sales-manager" || b.count("event WHERE kind = 'promise'") != 1 {
			t.Errorf("within his bound: %+v", own)
		}
		more := b.ask(ann, desk.AskRequest{Kind: authority.Promise, Subject: "I1", Until: on("2026-02-09")})
		if diff := cmp.Diff(&desk.Waits{Roles: []string{"head-of-sales"}, Proposals: []string{}, Evidence: []string{}}, more.Waits); diff != "" || more.State != "pending" {
			t.Errorf("beyond it: %s %s", more.State, diff)
		}
		if b.count("event WHERE kind = 'promise'") != 1 {
			t.Error("a promise that waits for a decision counts already")
		}
		_, err := ann.Decide(t.Context(), more.Number, desk.Word{Approve: true, Reason: "please"})
		refused(t, err, fault.Refused, "right.missing")
		_, err = boss.Decide(t.Context(), more.Number, desk.Word{Approve: true, Reason: " "})
		refused(t, err, fault.Usage, "approval.reason")
		done := b.decide(boss, more.Number, true)
		if done.State != "approved" || done.ClosedOn != on("2026-02-03") || b.count("event WHERE kind = 'promise' AND author = 'Ann' AND invoice = 'I1'") != 2 {
			t.Errorf("decided: %+v", done)
		}
		_, err = boss.Decide(t.Context(), more.Number, desk.Word{Approve: false, Reason: "no after all"})
		refused(t, err, fault.Refused, "approval.closed")
		_, err = boss.Decide(t.Context(), 99, desk.Word{Approve: false, Reason: "what?"})
		refused(t, err, fault.NotFound, "approval.unknown")
		b.sound()
	})
}

// TestTwoProposeAThirdDecides, and no one of them is two.
func TestTwoProposeAThirdDecides(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ruled(t, b)
		b.user("Bob", "head-of-sales")
		b.user("Bob", "commercial-director")
		all := b.user("Bob", "head-of-control") // he is all three
		sales, dan := b.user("Eve", "head-of-sales"), b.user("Dan", "commercial-director")
		a := b.ask(all, desk.AskRequest{Kind: authority.AssignCategory, Subject: "A", Value: "3"})
		if a.State != "pending" || len(a.Votes) != 1 || !slices.Equal(a.Waits.Proposals, []string{"head-of-sales"}) {
			t.Fatalf("who asks in a role that proposes has proposed: %+v", a)
		}
		_, err := all.Decide(t.Context(), a.Number, desk.Word{Approve: true, Reason: "as the other head"})
		refused(t, err, fault.Refused, "approval.voted")
		_, err = dan.Decide(t.Context(), a.Number, desk.Word{Approve: true, Reason: "at once"})
		refused(t, err, fault.Refused, authority.NeedsProposal)
		a = b.decide(sales, a.Number, true)
		if a.State != "pending" || len(a.Waits.Proposals) != 0 || b.count("customer WHERE category = '3'") != 0 {
			t.Errorf("both have proposed: %+v", a)
		}
		_, err = all.Decide(t.Context(), a.Number, desk.Word{Approve: true, Reason: "as the director"})
		refused(t, err, fault.Refused, "approval.voted")
		a = b.decide(dan, a.Number, true)
		if a.State != "approved" || len(a.Votes) != 3 || b.count("customer WHERE category = '3'") != 1 {
			t.Errorf("a third decides: %+v", a)
		}
		b.sound()
	})
}

// pieces are so many pieces of evidence, each of another name.
func pieces(from, n int) (list []desk.Evidence) {
	for i := from; i < from+n; i++ {
		list = append(list, desk.Evidence{fmt.Sprintf("paper-%d", i), "1"})
	}
	return list
}

// TestEvidence: without what must be shown nothing is recorded, and nobody shows
// more than anyone reads, at once or bit by bit.
func TestEvidence(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ruled(t, b)
		fin := b.user("Fin", "finance-control")
		q := desk.AskRequest{Kind: authority.LiftHold, Subject: "A", Until: on("2026-02-10"), Amount: "50", Reason: "season"}
		changes := b.count("change")
		_, err := fin.Ask(t.Context(), q)
		refused(t, err, fault.Refused, "approval.evidence")
		for _, bad := range [][]desk.Evidence{{{"guarantee-letter", ""}}, {{"", "7"}}, {{"x", "1"}, {"x", "2"}}, make([]desk.Evidence, desk.MaxEvidence+1)} {
			q.Evidence = bad
			if _, err := fin.Ask(t.Context(), q); fault.KindOf(err) != fault.Usage {
				t.Errorf("%v: %v", bad, err)
			}
		}
		if b.count("change") != changes {
			t.Error("a refusal left a change")
		}
		q.Evidence = []desk.Evidence{{"guarantee-letter", "14/2"}}
		if a := b.ask(fin, q); a.State != "approved" || a.Evidence[0].Document != "14/2" {
			t.Errorf("with the letter: %+v", a)
		}
		if h, err := b.Hold(t.Context(), desk.HoldQuery{Customer: "A", Date: on("2026-02-03"), Amount: "50"}); err != nil || !h.Allowed {
			t.Errorf("lifted: %+v %v", h, err)
		}
		late := b.ask(b.user("Ann", "head-of-sales"), desk.AskRequest{Kind: authority.ReDefer, Subject: "I1", Until: on("2026-03-21"), Evidence: pieces(0, desk.MaxEvidence-1)})
		for _, c := range []struct {
			show []desk.Evidence
			code string
		}{
			{pieces(desk.MaxEvidence-1, 2), "approval.evidence_many"},
			{pieces(desk.MaxEvidence-1, 1), ""},
			{pieces(desk.MaxEvidence, 1), "approval.evidence_many"},
		} {
			if _, err := b.as("Ann").ShowEvidence(t.Context(), late.Number, c.show); (err != nil) != (c.code != "") || err != nil && fault.Code(err) != c.code {
				t.Errorf("%d more pieces: %v, want %q", len(c.show), err, c.code)
			}
		}
		if _, err := b.as("Ann").Withdraw(t.Context(), late.Number); err != nil {
			t.Fatal(err)
		}
		_, err = b.as("Ann").ShowEvidence(t.Context(), late.Number, []desk.Evidence{{"order", "5"}})
		refused(t, err, fault.Refused, "approval.closed")
		q.Amount, q.Reason = "500.01", "more"
		_, err = fin.Ask(t.Context(), q)
		refused(t, err, fault.Refused, authority.Nobody)
		// The older verb goes by the same rules: here finance alone, with its letter.
		_, err = b.user("Bob", "head-of-sales").LiftHold(t.Context(), desk.LiftRequest{Customer: "A", Reason: "r", Amount: "5", Until: on("2026-02-05")})
		refused(t, err, fault.Refused, "right.missing")
		_, err = fin.LiftHold(t.Context(), desk.LiftRequest{Customer: "A", Reason: "r", Amount: "5", Until: on("2026-02-05")})
		refused(t, err, fault.Refused, "lift.beyond")
		b.sound()
	})
}

// TestWaivers: only what was repaid in full, by the week it was repaid in
// the books hold no price of delay yet, so it becomes a task.
func TestWaivers(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ruled(t, b)
		ann := b.user("Ann", "sales-manager")
		q := desk.AskRequest{Kind: authority.WaivePrice, Subject: "I1", Amount: "1.50", Reason: "agreed"}
		b.take("payments.csv", paymentHead+"P1,A,2026-01-26,60,BYN,I1\n")
		_, err := ann.Ask(t.Context(), q)
		refused(t, err, fault.Refused, authority.NotRepaid)
		b.take("payments.csv", paymentHead+"P2,A,2026-01-28,40,BYN,I1\n")
		a := b.ask(ann, q) // the eighth day: the second week
		if a.State != "pending" || a.Until != on("2026-01-28") || a.From != on("2026-01-20") || a.Expires != on("2026-02-17") || a.Waits.Roles[0] != "head-of-sales" {
			t.Errorf("%+v", a)
		}
		b.decide(b.user("Bob", "head-of-sales"), a.Number, true)
		if b.count("task WHERE task = 'waive-delay-price' AND assignee = 'Ann' AND total = 150") != 1 {
			t.Error("no task to waive it")
		}
		b.take("payments.csv", paymentHead+"P3,A,2026-01-29,40,BYN,I2\n")
		q.Subject = "I2"
		_, err = ann.Ask(t.Context(), q)
		refused(t, err, fault.Refused, "approval.not_late")
		q.Subject = "A"
		_, err = ann.Ask(t.Context(), q)
		refused(t, err, fault.Usage, "approval.invoice")
		b.sound()
	})
}

// TestReDeferAndExclude: what they leave in the books.
func TestReDeferAndExclude(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ruled(t, b)
		ann, boss := b.user("Ann", "sales-manager"), b.user("Bob", "head-of-sales")
		a := b.ask(boss, desk.AskRequest{Kind: authority.ReDefer, Subject: "I1", Until: on("2026-03-20")})
		if a.State != "approved" || b.count("event WHERE kind = 'restructured'") != 1 || b.count("event WHERE kind = 'promise'") != 1 {
			t.Errorf("two months of the first term are his: %+v", a)
		}
		if a = b.ask(boss, desk.AskRequest{Kind: authority.ReDefer, Subject: "I1", Until: on("2026-03-21")}); a.State != "pending" || a.Waits.Roles[0] != "director" {
			t.Errorf("a day more is the director's: %+v", a)
		}
		q := desk.AskRequest{Kind: authority.Exclude, Subject: "A", Until: on("2026-06-30"), Evidence: []desk.Evidence{{"order", "17-k"}, {"letter", "3"}}}
		a = b.ask(ann, q)
		b.decide(b.user("Eva", "director"), a.Number, true)
		if b.count("event WHERE kind = 'suspend' AND customer = 'A' AND invoice = '' AND document = '17-k'") != 1 {
			t.Error("not excluded")
		}
		b.sound()
	})
}

// TestEndsOfRequests: refused, withdrawn, run out.
func TestEndsOfRequests(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ruled(t, b)
		now := clock
		b.desk = desk.New(b.db, nil, func() time.Time { return now })
		ann, boss := b.user("Ann", "sales-manager"), b.user("Bob", "head-of-sales")
		ask := func() int64 {
			return b.ask(ann, desk.AskRequest{Kind: authority.Promise, Subject: "A", Until: on("2026-03-30")}).Number
		}
		no, back, late := ask(), ask(), ask()
		if a := b.decide(boss, no, false); a.State != "refused" || a.Votes[0].Vote != "refuse" {
			t.Errorf("%+v", a)
		}
		_, err := boss.Withdraw(t.Context(), back)
		refused(t, err, fault.Refused, "approval.not_yours")
		if a, err := ann.Withdraw(t.Context(), back); err != nil || a.State != "withdrawn" {
			t.Errorf("%+v %v", a, err)
		}
		_, err = ann.Withdraw(t.Context(), back)
		refused(t, err, fault.Refused, "approval.closed")
		if b.approval(late, "2026-02-17").State != "pending" || b.approval(late, "2026-02-18").State != "expired" {
			t.Error("a request waits a fortnight")
		}
		now = clock.AddDate(0, 0, 15)
		_, err = boss.Decide(t.Context(), late, desk.Word{Approve: true, Reason: "yes"})
		refused(t, err, fault.Refused, "approval.expired")
		now = clock
		soon := b.ask(ann, desk.AskRequest{Kind: authority.Promise, Subject: "A", Until: on("2026-02-09")})
		if soon.Expires != on("2026-02-09") {
			t.Errorf("a request for a day ends with it, not on %s", soon.Expires)
		}
		now = clock.AddDate(0, 0, 4) // two days before it, but six after the asking
		_, err = ann.Decide(t.Context(), soon.Number, desk.Word{Approve: true, Reason: "it is near now"})
		refused(t, err, fault.Refused, "right.missing")
		now = clock.AddDate(0, 0, 15)
		if list, err := boss.Approvals(t.Context(), desk.ApprovalFilter{Pending: true}, boss.Today()); err != nil || len(list) != 0 {
			t.Errorf("nothing can be decided any more: %+v %v", list, err)
		}
		if b.count("event WHERE kind = 'promise'") != 0 {
			t.Error("something was carried out")
		}
		b.sound()
	})
}

// TestOnlyOneDecision: of many who decide at once one does, whatever they say.
func TestOnlyOneDecision(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ruled(t, b)
		ann := b.user("Ann", "sales-manager")
		a := b.ask(ann, desk.AskRequest{Kind: authority.Promise, Subject: "I1", Until: on("2026-03-01")})
		var bosses []*desk.Session
		for _, name := range []id.User{"B1", "B2", "B3", "B4"} {
			bosses = append(bosses, b.user(name, "head-of-sales"))
		}
		results := make([]error, len(bosses))
		var all sync.WaitGroup
		for i, s := range bosses {
			all.Go(func() { _, results[i] = s.Decide(t.Context(), a.Number, desk.Word{Approve: i%2 == 0, Reason: "now"}) })
		}
		all.Wait()
		won := 0
		for _, err := range results {
			if err == nil {
				won++
			} else {
				refused(t, err, fault.Refused, "approval.closed")
			}
		}
		a = b.approval(a.Number, "2026-02-03")
		promises := b.count("event WHERE kind = 'promise'")
		if won != 1 || len(a.Votes) != 1 || (a.State == "approved") != (promises == 1) || promises > 1 {
			t.Errorf("%d decided, %d promises: %+v", won, promises, a)
		}
		b.sound()
	})
}

// TestManyAskAtOnce: each gets a number of his own.
func TestManyAskAtOnce(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ruled(t, b)
		b.user("Ann", "sales-manager")
		numbers := make([]int64, 5)
		var all sync.WaitGroup
		for i := range numbers {
			s := b.as("Ann")
			all.Go(func() {
				a, err := s.Ask(t.Context(), desk.AskRequest{Kind: authority.Promise, Subject: "I1", Until: on("2026-02-05"), Reason: "r"})
				if err != nil {
					t.Error(err)
				}
				numbers[i] = a.Number
			})
		}
		all.Wait()
		slices.Sort(numbers)
		if !slices.Equal(numbers, []int64{1, 2, 3, 4, 5}) || b.count("event WHERE kind = 'promise'") != len(numbers) {
			t.Errorf("%v", numbers)
		}
		b.sound()
	})
}

// TestOutcome: a lift is kept when what was overdue is paid by its day, a
// promise when its debt is, part of a debt when that part is.
func TestOutcome(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A", "B")
		b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-20,130,BYN\nI2,A,,2026-01-05,2026-03-20,40,BYN\nI3,A,,2026-01-05,2026-01-21,10,USD\n")
		b.take("payments.csv", paymentHead+"P0,A,2026-02-02,30,BYN,I1\n") // before any of it
		boss := b.user("boss", "head-of-sales")
		if _, err := boss.LiftHold(t.Context(), desk.LiftRequest{Customer: "A", Reason: "r", Amount: "5", Until: on("2026-02-06")}); err != nil {
			t.Fatal(err)
		}
		ask := func(subject, amount, until string) {
			t.Helper()
			b.ask(boss, desk.AskRequest{Kind: authority.Promise, Subject: subject, Amount: amount, Until: on(until)})
		}
		ask("I1", "", "2026-02-06")   // 2
		ask("I1", "60", "2026-02-05") // 3
		ask("A", "", "2026-02-10")    // 4: I1 alone is due by then
		ask("A", "", "2026-03-20")    // 5: both
		ask("I2", "", "2026-02-04")   // 6
		ask("B", "", "2026-02-04")    // 7: owes nothing
		ask("I1", "70", "2026-02-05") // 8: what he paid before is not of it
		outcomes := func(day string) string {
			t.Helper()
			list, err := b.Approvals(t.Context(), desk.ApprovalFilter{}, on(day))
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, a := range list {
				out = append(out, string(a.Outcome))
			}
			return strings.Join(out, " ")
		}
		want := func(day, want string) {
			t.Helper()
			if got := outcomes(day); got != want {
				t.Errorf("%s: %q, want %q", day, got, want)
			}
		}
		want("2026-02-03", "open open open open open open  open")
		want("2026-02-05", "open open open open open broken  open")
		b.take("payments.csv", paymentHead+"P1,A,2026-02-05,60,BYN,I1\n")
		want("2026-02-06", "open open kept open open broken  broken")
		b.take("payments.csv", paymentHead+"P2,A,2026-02-07,40,BYN,I1\n")
		want("2026-02-06", "open open kept open open broken  broken") // as it was known of that day
		want("2026-02-07", "late late kept kept open broken  late")
		b.take("payments.csv", paymentHead+"P3,A,2026-02-08,40,BYN,I2\n")
		want("2026-02-08", "late late kept kept kept late  late")
		record, err := b.AuthorityRecord(t.Context(), on("2026-02-08"))
		if diff := cmp.Diff([]desk.AuthorityLine{
			{Kind: authority.Promise, Person: "boss", Given: 7, Kept: 3, Late: 3}, {Kind: authority.LiftHold, Person: "boss", Given: 1, Late: 1},
		}, record); diff != "" || err != nil {
			t.Error(diff, err)
		}
		b.sound()
	})
}

// TestOutcomeBeyondTheLimit: a lift that was given while nothing was overdue is
// answered for by what was invoiced on its days, each document by its due date.
func TestOutcomeBeyondTheLimit(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		b.take("invoices.csv", invoiceHead+"I0,A,,2026-01-05,2026-03-20,130,BYN\n")
		boss := b.user("boss", "head-of-sales")
		if _, err := boss.LiftHold(t.Context(), desk.LiftRequest{Customer: "A", Reason: "the season", Amount: "500", Until: on("2026-02-06")}); err != nil {
			t.Fatal(err)
		}
		want := func(day string, want desk.Outcome) {
			t.Helper()
			list, err := b.Approvals(t.Context(), desk.ApprovalFilter{}, on(day))
			if err != nil || len(list) != 1 || list[0].Outcome != want {
				t.Errorf("%s: %+v, want %q, %v", day, list, want, err)
			}
		}
		want("2026-02-04", "") // nothing went on it yet
		b.take("more.csv", invoiceHead+"I1,A,,2026-02-04,2026-02-14,100,BYN\nI2,A,,2026-02-06,2026-02-20,50,BYN\nI3,A,,2026-02-07,2026-02-08,70,BYN\nI4,A,,2026-02-05,2026-02-06,70,USD\n")
		want("2026-02-14", desk.StillOpen) // I3 went after it, I4 is not of its currency
		want("2026-02-15", desk.Broken)
		b.take("payments.csv", paymentHead+"P1,A,2026-02-16,100,BYN,I1\n")
		want("2026-02-16", desk.StillOpen)
		b.take("payments.csv", paymentHead+"P2,A,2026-02-20,50,BYN,I2\n")
		want("2026-02-20", desk.PaidLate)
		b.sound()
	})
}

// TestWhereThePolicyIsSilent: the rights of the desk decide, as they do for the
// verbs there were before.
func TestWhereThePolicyIsSilent(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-20,100,BYN\n")
		if _, err := b.UsePolicy(t.Context(), b.file("bare.yaml", "policy: bare\ntitle: {en: Bare}\ndays: calendar\nrun: {on: [tue]}\nsteps:\n  - {id: reminder, at: 5.., letter: reminder, by: [email]}\nholds:\n  - {id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales]}\n"), 0); err != nil {
			t.Fatal(err)
		}
		sessions := map[string]*desk.Session{}
		for _, role := range []string{"accountant", "head-of-sales", "law-firm"} {
			sessions[role] = b.user(id.User(role), role)
		}
		for kind, c := range map[authority.Kind]struct {
			q    desk.AskRequest
			once []string // roles that decide it themselves
		}{
			authority.Promise:        {desk.AskRequest{Subject: "I1", Until: on("2026-02-20")}, []string{"accountant", "head-of-sales", "law-firm"}},
			authority.LiftHold:       {desk.AskRequest{Subject: "A", Until: on("2026-02-20"), Amount: "5"}, []string{"head-of-sales"}},
			authority.ReDefer:        {desk.AskRequest{Subject: "I1", Until: on("2026-02-20")}, []string{"head-of-sales"}},
			authority.AssignCategory: {desk.AskRequest{Subject: "A", Value: "2"}, []string{"head-of-sales"}},
			authority.Exclude:        {desk.AskRequest{Subject: "I1", Until: on("2026-02-20")}, []string{"head-of-sales"}},
			authority.ChangeLimit:    {desk.AskRequest{Subject: "A", Amount: "700"}, []string{"head-of-sales"}},
			authority.ChangeTerms:    {desk.AskRequest{Subject: "A", Value: "prepayment"}, []string{"head-of-sales"}},
			authority.PublishPolicy:  {desk.AskRequest{Subject: "bare@1"}, nil},
			authority.WriteOff:       {desk.AskRequest{Subject: "I1"}, []string{"head-of-sales"}},
		} {
			c.q.Kind = kind
			for role, s := range sessions {
				want := "pending"
				if slices.Contains(c.once, role) {
					want = "approved"
				}
				if a := b.ask(s, c.q); a.State != want {
					t.Errorf("%s asked by %s is %s, want %s", kind, role, a.State, want)
				}
			}
		}
		if b.count("task") != 2 { // terms that are words, the write-off; a limit is changed at once
			t.Errorf("%d tasks", b.count("task"))
		}
		b.sound()
	})
}

// TestBadAsks are refused with what would mend them.
func TestBadAsks(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ruled(t, b)
		b.take("invoices.csv", invoiceHead+"I9,B,,2026-01-05,,100,BYN\n")
		boss := b.user("boss", "head-of-sales")
		changes := b.count("change")
		for _, c := range []struct {
			q    desk.AskRequest
			kind fault.Kind
			code string
		}{
			{desk.AskRequest{Kind: "raise", Subject: "A"}, fault.Usage, "approval.kind"},
			{desk.AskRequest{Kind: authority.Promise, Subject: "A"}, fault.Usage, "approval.until"},
			{desk.AskRequest{Kind: authority.Promise, Subject: "A", Until: on("2026-02-02")}, fault.Usage, "approval.past"},
			{desk.AskRequest{Kind: authority.Promise, Subject: "Z", Until: on("2026-02-05")}, fault.NotFound, "subject.unknown"},
			{desk.AskRequest{Kind: authority.Promise, Subject: "A", Until: on("2026-02-05"), Amount: "-1"}, fault.Usage, "amount.positive"},
			{desk.AskRequest{Kind: authority.LiftHold, Subject: "A", Until: on("2026-02-05")}, fault.Usage, "approval.amount"},
			{desk.AskRequest{Kind: authority.LiftHold, Subject: "I1", Until: on("2026-02-05"), Amount: "1"}, fault.NotFound, "customer.unknown"},
			{desk.AskRequest{Kind: authority.AssignCategory, Subject: "A", Value: " "}, fault.Usage, "approval.value"},
			// A plan that goes further than what whose word is judged by.
			{desk.AskRequest{Kind: authority.Promise, Subject: "A", Amount: "1.00", Until: on("2026-02-05"), Value: "2030-01-01:900.00"}, fault.Usage, "promise.plan_ask"},
			{desk.AskRequest{Kind: authority.Promise, Subject: "A", Amount: "1.00", Until: on("2026-02-05"), Value: "2026-02-05:900.00"}, fault.Usage, "promise.plan_ask"},
			{desk.AskRequest{Kind: authority.Promise, Subject: "A", Amount: "1.00", Until: on("2026-02-05"), Value: "2026-02-05:2.00;2026-02-06:-1.00"}, fault.Usage, "promise.order"},
			{desk.AskRequest{Kind: authority.ReDefer, Subject: "I9", Until: on("2026-02-05")}, fault.Refused, "approval.no_due"},
			{desk.AskRequest{Kind: authority.ReDefer, Subject: "I2", Until: on("2026-03-20")}, fault.Usage, "approval.not_later"},
			{desk.AskRequest{Kind: authority.PublishPolicy, Subject: "house"}, fault.Usage, "approval.policy"},
			{desk.AskRequest{Kind: authority.PublishPolicy, Subject: "house@9"}, fault.NotFound, "policy.version"},
		} {
			c.q.Reason = "r"
			_, err := boss.Ask(t.Context(), c.q)
			refused(t, err, c.kind, c.code)
		}
		_, err := boss.Ask(t.Context(), desk.AskRequest{Kind: authority.Promise, Subject: "A", Until: on("2026-02-05"), Reason: "  "})
		refused(t, err, fault.Usage, "approval.reason")
		if b.count("change") != changes {
			t.Error("a refusal left a change")
		}
	})
}

// TestAskOnce: a request repeated under its key is one request.
func TestAskOnce(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ruled(t, b)
		ann := b.user("Ann", "sales-manager")
		q := desk.AskRequest{Kind: authority.Promise, Subject: "I1", Until: on("2026-02-05")}
		ann.Once("k")
		one := b.ask(ann, q)
		ann.Once("k")
		if diff := cmp.Diff(one, b.ask(ann, q)); diff != "" || b.count("approval") != 1 || b.count("event") != 1 {
			t.Error(diff)
		}
	})
}

// TestJournalOfApprovals: each word said is in the journal of what it is about.
func TestJournalOfApprovals(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ruled(t, b)
		ann, boss := b.user("Ann", "sales-manager"), b.user("Bob", "head-of-sales")
		ask := func() int64 {
			return b.ask(ann, desk.AskRequest{Kind: authority.Promise, Subject: "I1", Until: on("2026-03-01")}).Number
		}
		b.decide(boss, ask(), true)
		b.decide(boss, ask(), false)
		if _, err := ann.Withdraw(t.Context(), ask()); err != nil {
			t.Fatal(err)
		}
		for action, n := range map[string]int{"asked": 3, "approved": 1, "refused": 1, "withdrawn": 1} {
			if got := b.count("journal WHERE subject = 'invoice:I1' AND action = 'approval." + action + "'"); got != n {
				t.Errorf("%s: %d lines, want %d", action, got, n)
			}
		}
		b.sound()
	})
}
