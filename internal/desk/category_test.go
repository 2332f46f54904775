package desk_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/authority"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/store"
)

// rateable are books in which one customer is reliable, one was 40 days late,
// one has bought nothing, and one got a claim.
func rateable(b *books) {
	b.take("customers.csv", "customer,name,category\nG,Good,\nL,Late,2\nN,Nobody,\nC,Claimed,4\n")
	b.take("invoices.csv", "invoice,customer,date,amount,due\n"+
		"G1,G,2024-10-01,10,2024-10-15\nG2,G,2025-06-01,10,2025-06-16\nL1,L,2024-10-01,10,2024-10-15\nL2,L,2025-06-01,10,2025-06-16\nC1,C,2025-12-01,10,2026-03-01\n")
	b.take("payments.csv", "payment,customer,date,amount,invoice\n1,G,2024-10-10,10,G1\n2,G,2025-06-16,10,G2\n3,L,2024-10-10,10,L1\n4,L,2025-07-26,10,L2\n")
	b.take("events.csv", "date,kind,customer\n2026-01-10,claim_delivered,C\n")
}

func TestReviewCategories(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		rateable(b)
		if _, err := b.UsePolicy(t.Context(), "regulation", 0); err != nil {
			t.Fatal(err)
		}
		type row struct {
			customer, current, proposed string
			changed                     bool
		}
		for _, c := range []struct {
			day      string
			campaign credit.Campaign
			want     []row
		}{
			{"2026-01-20", "", []row{{"L", "2", "3", true}, {"G", "2", "1", true}, {"C", "4", "4", false}}},
			{"2026-01-20", credit.Quarterly, []row{{"C", "4", "4", false}}},
			{"2025-04-20", credit.Yearly, []row{{"G", "2", "2", false}, {"L", "2", "2", false}}},
		} {
			review, err := b.ReviewCategories(t.Context(), on(c.day), c.campaign)
			if err != nil {
				t.Fatal(err)
			}
			var got []row
			for _, r := range review.Rows {
				got = append(got, row{string(r.Customer), r.Current, r.Proposed, r.Changed})
			}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(row{})); diff != "" {
				t.Errorf("%s, %q:\n%s", c.day, c.campaign, diff)
			}
		}
		_, err := b.ReviewCategories(t.Context(), on("2026-01-20"), "daily")
		refused(t, err, fault.Usage, "category.campaign")
	})
}

// TestAskCategories: one head asks, the other seconds by asking the same, and
// only the director's approval changes the books.
func TestAskCategories(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		rateable(b)
		if _, err := b.UsePolicy(t.Context(), "regulation", 0); err != nil {
			t.Fatal(err)
		}
		sales, control, director := b.user("Eve", "head-of-sales"), b.user("Max", "head-of-control"), b.user("Dan", "commercial-director")
		ask := func(s *desk.Session) desk.CategoryAsked {
			review, err := s.ReviewCategories(t.Context(), on("2026-01-20"), "")
			if err != nil {
				t.Fatal(err)
			}
			asked, err := s.AskCategories(t.Context(), &review)
			if err != nil {
				t.Fatal(err)
			}
			return asked
		}
		for _, c := range []struct {
			who  *desk.Session
			want desk.CategoryAsked
		}{
			{sales, desk.CategoryAsked{Asked: 2}},
			{sales, desk.CategoryAsked{Waiting: 2}},
			{director, desk.CategoryAsked{Waiting: 2}},
			{control, desk.CategoryAsked{Seconded: 2}},
			{control, desk.CategoryAsked{Waiting: 2}},
		} {
			if got := ask(c.who); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		}
		if b.count("customer WHERE category IN ('1', '3')") != 0 {
			t.Error("asking has changed a category")
		}
		_, err := sales.Ask(t.Context(), desk.AskRequest{Kind: authority.AssignCategory, Subject: "L", Value: "9", Reason: "a slip"})
		refused(t, err, fault.Usage, "approval.category")
		list, err := b.Approvals(t.Context(), desk.ApprovalFilter{Pending: true}, b.Today())
		if err != nil || len(list) != 2 {
			t.Fatalf("%d requests (%v)", len(list), err)
		}
		for _, a := range list {
			b.decide(director, a.Number, true)
		}
		if got := ask(sales); got != (desk.CategoryAsked{}) {
			t.Errorf("approved, and asked again: %+v", got)
		}
		b.sound()
	})
}

// TestCallReview: when a review has begun, the heads whose proposals the policy
// wants get a task for each change, once; a word ends its own, a decision all.
func TestCallReview(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		rateable(b)
		call := func(day string, want int) {
			t.Helper()
			if made, err := b.CallReview(t.Context(), on(day)); err != nil || made != want {
				t.Errorf("%s: %d tasks, want %d, %v", day, made, want, err)
			}
		}
		tasks := func(why string, want ...string) {
			t.Helper()
			same(t, why, openTasks(t, b.Session, desk.TaskReviewCategory), want...)
		}
		call("2026-01-12", 0) // the policy in force says nothing of categories
		if _, err := b.UsePolicy(t.Context(), "regulation", 0); err != nil {
			t.Fatal(err)
		}
		call("2026-02-12", 0) // no review begins
		call("2026-01-04", 0) // a Sunday, before it
		call("2026-01-12", 0) // its seven days are over
		call("2026-01-11", 4)
		call("2026-01-11", 0)
		tasks("called", "G head-of-control :", "G head-of-sales :", "L head-of-control :", "L head-of-sales :")
		sales, control, director := b.user("Eve", "head-of-sales"), b.user("Max", "head-of-control"), b.user("Dan", "commercial-director")
		l := b.ask(sales, desk.AskRequest{Kind: authority.AssignCategory, Subject: "L", Value: "3", Reason: "r"})
		tasks("one head said yes", "G head-of-control :", "G head-of-sales :", "L head-of-control :")
		b.decide(control, l.Number, true)
		tasks("both did", "G head-of-control :", "G head-of-sales :")
		b.decide(director, l.Number, true)
		g := b.ask(b.Session, desk.AskRequest{Kind: authority.AssignCategory, Subject: "G", Value: "1", Reason: "r"})
		b.decide(control, g.Number, false)
		tasks("refused")
		call("2026-04-01", 0) // C keeps his category, the others had no business in the quarter
		b.sound()
	})
}

// TestACategoryOfAnotherMind: where somebody has asked for another category than
// the review proposes, the review gives his request no word.
func TestACategoryOfAnotherMind(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	rateable(b)
	if _, err := b.UsePolicy(t.Context(), "regulation", 0); err != nil {
		t.Fatal(err)
	}
	sales, control := b.user("Eve", "head-of-sales"), b.user("Max", "head-of-control")
	asked := b.ask(control, desk.AskRequest{Kind: authority.AssignCategory, Subject: "L", Value: "4"})
	review, err := sales.ReviewCategories(t.Context(), on("2026-01-20"), "")
	if err != nil {
		t.Fatal(err)
	}
	got, err := sales.AskCategories(t.Context(), &review)
	if want := (desk.CategoryAsked{Asked: 1, Waiting: 1}); err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	if a, err := b.ApprovalSeen(t.Context(), asked.Number, b.Today()); err != nil || len(a.Votes) != 1 {
		t.Errorf("%+v, %v", a.Votes, err)
	}
}

// TestTwoRolesAreOneWord: who holds both roles whose word a category wants gives
// one of them, and is not asked to second himself.
func TestTwoRolesAreOneWord(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	rateable(b)
	if _, err := b.UsePolicy(t.Context(), "regulation", 0); err != nil {
		t.Fatal(err)
	}
	b.user("Eve", "head-of-sales")
	if err := b.EditUser(t.Context(), desk.UserEdit{Name: "Eve", Roles: []string{"head-of-sales", "head-of-control"}, Scope: desk.ScopeAll}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []desk.CategoryAsked{{Asked: 2}, {Waiting: 2}} {
		eve := b.as("Eve")
		review, err := eve.ReviewCategories(t.Context(), on("2026-01-20"), "")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := eve.AskCategories(t.Context(), &review); err != nil || got != want {
			t.Errorf("%+v, %v; want %+v", got, err, want)
		}
	}
}

// TestAReviewAfterAnother: what a review asked for and got no word on is asked for
// again by the next, and the task of before gives way.
func TestAReviewAfterAnother(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		rateable(b)
		b.take("more.csv", "invoice,customer,date,amount,due\nL3,L,2026-01-20,10,2026-02-10\n")
		if _, err := b.UsePolicy(t.Context(), "regulation", 0); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			day  string
			made int
		}{{"2026-01-11", 4}, {"2026-04-01", 2}, {"2026-04-02", 0}} {
			if made, err := b.CallReview(t.Context(), on(c.day)); err != nil || made != c.made {
				t.Errorf("%s: %d tasks, want %d, %v", c.day, made, c.made, err)
			}
		}
		if open, before := b.count("task WHERE customer = 'L' AND closed_on IS NULL"), b.count("task WHERE customer = 'L' AND outcome = 'cancelled'"); open != 2 || before != 2 {
			t.Errorf("of L %d tasks are open and %d were called off", open, before)
		}
		b.sound()
	})
}

// TestDueDatesRollInReviews: who pays on Monday what fell due on Saturday has paid
// in time where due dates roll, and late where they do not.
func TestDueDatesRollInReviews(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		b.take("invoices.csv", "invoice,customer,date,amount,due\nA1,A,2024-10-01,10,2024-10-15\nA2,A,2025-06-01,10,2025-06-14\n")
		b.take("payments.csv", "payment,customer,date,amount,invoice\n1,A,2024-10-15,10,A1\n2,A,2025-06-16,10,A2\n")
		for roll, want := range map[string]credit.Category{"next-working-day": credit.Reliable, "off": credit.Uncertain} {
			b.using("roll: " + roll + "\n")
			review, err := b.ReviewCategories(t.Context(), on("2026-01-20"), "")
			if err != nil || len(review.Rows) != 1 || review.Rows[0].Category != want {
				t.Errorf("roll %s: %+v, %v; want category %d", roll, review.Rows, err, want)
			}
		}
	})
}

// TestPrepaymentIsToldOnce: who comes into a category that pays in advance is
// written to, and not again when he goes on to another such.
func TestPrepaymentIsToldOnce(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.using("categories: [{id: good, default: true}, {id: slow, prepayment: true}, {id: bad, prepayment: true}]\nauthority: [{may: assign-category, role: director}]\n")
		b.customers("A")
		director := b.user("Dan", "director")
		for _, c := range []struct {
			category string
			told     int
		}{{"slow", 1}, {"bad", 1}, {"good", 1}, {"bad", 2}} {
			if a := b.ask(director, desk.AskRequest{Kind: authority.AssignCategory, Subject: "A", Value: c.category}); a.State != store.Approved {
				t.Fatalf("%s: %+v", c.category, a)
			}
			if told := b.count("event WHERE kind = 'prepayment'"); told != c.told {
				t.Errorf("%s: told %d times, want %d", c.category, told, c.told)
			}
		}
		b.sound()
	})
}
