package desk_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

// quarrel is a customer A of Ann's with two open documents, and the people who
// have to do with disputes.
func quarrel(t *testing.T, b *books) (ann, claims *desk.Session) {
	t.Helper()
	ann, claims = b.user("Ann", "sales-manager"), b.user("Clara", "claims")
	b.take("customers.csv", "customer,name,manager\nA,Alpha,Ann\nB,Beta,Ann\n")
	b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-20,100,BYN\nI2,A,,2026-01-05,2026-01-25,50,BYN\nI3,A,,2026-01-05,2026-01-25,9,USD\n")
	return ann, claims
}

func (b *books) dispute(s *desk.Session, q desk.DisputeRequest) desk.Dispute {
	b.Helper()
	q.Customer, q.Complaint = "A", "The oven does not heat"
	d, err := s.OpenDispute(b.Context(), q)
	if err != nil {
		b.Fatal(err)
	}
	return d
}

// free is what of customer A's documents is not disputed, by document.
func (b *books) free() map[id.Invoice]money.Minor {
	b.Helper()
	draft, err := b.DisputeDraft(b.Context(), "A")
	if err != nil {
		b.Fatal(err)
	}
	free := map[id.Invoice]money.Minor{}
	for _, d := range draft.Documents {
		free[d.Invoice] = d.Free
	}
	return free
}

func (b *books) isFree(want map[id.Invoice]money.Minor) {
	b.Helper()
	if diff := cmp.Diff(want, b.free()); diff != "" {
		b.Errorf("not disputed (-want +got):\n%s", diff)
	}
}

// TestDisputedPartIsKeptBack: exactly the disputed part is out of the plans, in
// each way a dispute can end it comes back.
func TestDisputedPartIsKeptBack(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ann, claims := quarrel(t, b)
		d := b.dispute(ann, desk.DisputeRequest{Reason: "faulty", Documents: []desk.DisputedPart{{"I1", "30"}, {"I2", ""}}})
		if d.Department != "claims" || d.AnswerBy != on("2026-02-06") || d.Amount != 8000 || d.State != "open" || d.Late {
			t.Errorf("%+v", d)
		}
		b.isFree(map[id.Invoice]money.Minor{"I1": 7000, "I2": 0, "I3": 900})
		other := b.dispute(ann, desk.DisputeRequest{Reason: "price", Documents: []desk.DisputedPart{{"I1", "20"}}})
		b.isFree(map[id.Invoice]money.Minor{"I1": 5000, "I2": 0, "I3": 900})
		if _, err := claims.SettleDispute(t.Context(), d.Number, desk.Settlement{Outcome: desk.OutcomeRejected, Reason: "it heats"}); err != nil {
			t.Fatal(err)
		}
		b.isFree(map[id.Invoice]money.Minor{"I1": 8000, "I2": 5000, "I3": 900}) // the price is still disputed
		if _, err := ann.SettleDispute(t.Context(), other.Number, desk.Settlement{Outcome: desk.OutcomeWithdrawn, Reason: "a mistake"}); err != nil {
			t.Fatal(err)
		}
		b.isFree(map[id.Invoice]money.Minor{"I1": 10000, "I2": 5000, "I3": 900})
		_, err := claims.AnswerDispute(t.Context(), d.Number, "sorry")
		refused(t, err, fault.Refused, "dispute.closed")
		b.sound()
	})
}

// TestCreditEndsADispute: what is agreed waits for its credit note, the rest is
// back at once; the note that comes closes the dispute.
func TestCreditEndsADispute(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ann, claims := quarrel(t, b)
		d := b.dispute(ann, desk.DisputeRequest{Reason: "faulty", Documents: []desk.DisputedPart{{"I1", "30"}, {"I2", "50"}}})
		tasks := func(name, role string) int {
			return b.count("task WHERE task = '" + name + "' AND role = '" + role + "' AND closed_on IS NULL")
		}
		if tasks(desk.TaskAnswerDispute, "claims") != 1 || b.count("task WHERE deadline = '2026-02-06' AND total = 8000") != 1 {
			t.Error("nobody is asked to answer")
		}
		for _, department := range []string{"service", "claims"} { // there and back on one day
			if _, err := ann.RouteDispute(t.Context(), d.Number, department, "it is yours"); err != nil {
				t.Fatal(err)
			}
			if tasks(desk.TaskAnswerDispute, department) != 1 {
				t.Errorf("%s has the dispute and is not asked to answer", department)
			}
		}
		_, err := claims.FinishDispute(t.Context(), d.Number, "done")
		refused(t, err, fault.Refused, "dispute.undecided")
		_, err = claims.SettleDispute(t.Context(), d.Number, desk.Settlement{Outcome: desk.OutcomeCredit, Amount: "81", Reason: "so much"})
		refused(t, err, fault.Usage, "dispute.agreed")
		if _, err = claims.SettleDispute(t.Context(), d.Number, desk.Settlement{Outcome: desk.OutcomeCredit, Reason: "all of it"}); err != nil {
			t.Fatal(err)
		}
		d, err = claims.SettleDispute(t.Context(), d.Number, desk.Settlement{Outcome: desk.OutcomeCredit, Amount: "40", Reason: "no, half of it"})
		if err != nil || d.State != "agreed" || d.Agreed != 4000 || d.AnsweredOn != on("2026-02-03") {
			t.Fatalf("%+v %v", d, err)
		}
		if tasks(desk.TaskAnswerDispute, "claims") != 0 || tasks(desk.TaskCreditNote, "accountant") != 1 {
			t.Error("the accountant is not asked for the credit note, or the claims department still for an answer")
		}
		b.isFree(map[id.Invoice]money.Minor{"I1": 7000, "I2": 4000, "I3": 900})
		b.take("invoices.csv", invoiceHead+"K0,A,,2026-01-30,,-90,BYN\nK1,A,,2026-02-03,,-30,BYN\n") // the first is from before
		if got := b.disputeState(d.Number); got != "agreed " {
			t.Errorf("30 of 40 came, and it is %q", got)
		}
		b.take("invoices.csv", invoiceHead+"K2,A,,2026-02-03,,-10,BYN\n")
		if got := b.disputeState(d.Number); got != "closed credit" {
			t.Errorf("the credit came, and it is %q", got)
		}
		b.isFree(map[id.Invoice]money.Minor{"I2": 2000, "I3": 900}) // all that is still open
		if tasks(desk.TaskCreditNote, "accountant") != 0 {
			t.Error("the credit note has come, and the accountant is still asked for it")
		}
		b.sound()
	})
}

func (b *books) disputeState(number int64) string {
	b.Helper()
	v, err := b.Dispute(b.Context(), number, b.Today())
	if err != nil {
		b.Fatal(err)
	}
	if v.State != "closed" {
		return v.State + " "
	}
	return v.State + " " + v.Outcome
}

// TestImportedDisputesAreRegistered: each fact ends what was known before of the
// document, whoever recorded that.
func TestImportedDisputesAreRegistered(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ann, _ := quarrel(t, b)
		b.take("events.csv", "date,kind,customer,invoice,amount,reason\n"+
			"2026-01-10,dispute,A,I1,30,price\n2026-01-12,dispute,A,I1,,bad flour\n2026-01-20,dispute_closed,A,I1,,agreed\n2026-01-22,dispute,A,I2,5,bad flour\n")
		want := []string{"closed imported", "closed imported", "open "}
		for i, w := range want {
			if got := b.disputeState(int64(i + 1)); got != w {
				t.Errorf("dispute %d is %q, want %q", i+1, got, w)
			}
		}
		if v, err := b.Dispute(t.Context(), 2, b.Today()); err != nil || v.Reason != "other" || v.Complaint != "bad flour" || v.Amount != 10000 {
			t.Errorf("%+v %v", v, err)
		}
		if v, err := b.Dispute(t.Context(), 1, b.Today()); err != nil || v.Reason != "price" || v.Department != "head-of-sales" {
			t.Errorf("%+v %v", v, err)
		}
		list, err := b.Disputes(t.Context(), desk.DisputeFilter{State: "late"}, on("2026-01-28"))
		if err != nil || list.Total != 1 || list.Rows[0].Number != 3 || !list.Rows[0].Late {
			t.Errorf("%+v %v", list, err)
		}
		mine := b.dispute(ann, desk.DisputeRequest{Reason: "damaged", Documents: []desk.DisputedPart{{"I1", "10"}, {"I2", "6"}}})
		b.take("events.csv", "date,kind,customer,invoice,amount,reason\n2026-02-04,dispute_closed,A,I1,,agreed\n")
		if got := b.disputeState(mine.Number); got != "open " {
			t.Errorf("of two documents one is still disputed, and it is %q", got)
		}
		b.take("events.csv", "date,kind,customer,invoice,amount,reason\n2026-02-04,dispute_closed,A,I2,,agreed\n")
		if got := b.disputeState(mine.Number) + b.disputeState(3); got != "closed importedclosed imported" {
			t.Errorf("they are %q", got)
		}
		if n := b.count("task WHERE closed_on IS NULL"); n != 0 {
			t.Errorf("the disputes are over, and %d tasks about them are still to be done", n)
		}
		b.sound()
	})
}

// TestCheckMissesNoDispute: one that keeps letters back without being in the
// register is found.
func TestCheckMissesNoDispute(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ann, _ := quarrel(t, b)
		b.dispute(ann, desk.DisputeRequest{Reason: "faulty", Documents: []desk.DisputedPart{{"I1", ""}}})
		b.sound()
		b.exec("DELETE FROM dispute_item WHERE invoice = 'I1'")
		r, err := b.Check(t.Context())
		if err != nil || r.OK || r.Problems[0].Code != "check.dispute" {
			t.Errorf("%+v %v", r.Problems, err)
		}
	})
}

// TestDisputeOfTask: a task tells which dispute it comes of.
func TestDisputeOfTask(t *testing.T) {
	for step, want := range map[string]int64{"dispute-17-answer-dispute-claims": 17, "warning": 0, "dispute-": 0, "dispute-x-1": 0} {
		if got := desk.DisputeOfTask(store.Task{Step: step}); got != want {
			t.Errorf("%s is of dispute %d, want %d", step, got, want)
		}
	}
}

// TestForceMajeure excuses until its last day, and then the debt is back by
// itself.
func TestForceMajeure(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ann, _ := quarrel(t, b)
		q := desk.DisputeRequest{Reason: desk.ForceMajeure, Documents: []desk.DisputedPart{{"I1", ""}}, Certificate: "77-1", From: on("2026-01-30")}
		q.Customer, q.Complaint = "A", "flood"
		_, err := ann.OpenDispute(t.Context(), q)
		refused(t, err, fault.Usage, "dispute.certificate")
		q.Until = on("2026-02-10")
		d := b.dispute(ann, q)
		if d.Department != "lawyer" {
			t.Errorf("%+v", d)
		}
		b.isFree(map[id.Invoice]money.Minor{"I1": 0, "I2": 5000, "I3": 900})
		for day, want := range map[string]string{"2026-02-10": "open", "2026-02-11": desk.Lapsed} {
			v, err := b.Dispute(t.Context(), d.Number, on(day))
			list, lerr := b.Disputes(t.Context(), desk.DisputeFilter{State: "open"}, on(day))
			if err != nil || lerr != nil || v.State != want || (list.Total == 1) != (want == "open") {
				t.Errorf("%s: %s, %d open (%v, %v), want %s", day, v.State, list.Total, err, lerr, want)
			}
		}
		b.sound()
	})
}

// TestBadDisputes are refused with what would mend them.
func TestBadDisputes(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ann, _ := quarrel(t, b)
		one := []desk.DisputedPart{{"I1", ""}}
		for _, c := range []struct {
			q    desk.DisputeRequest
			kind fault.Kind
			code string
		}{
			{desk.DisputeRequest{Reason: "mood", Documents: one}, fault.Usage, "dispute.reason"},
			{desk.DisputeRequest{Reason: "price"}, fault.Usage, "dispute.documents"},
			{desk.DisputeRequest{Reason: "price", Documents: one, Department: "security"}, fault.Usage, "dispute.department"},
			{desk.DisputeRequest{Reason: "price", Documents: one, On: on("2026-02-04")}, fault.Usage, "dispute.future"},
			{desk.DisputeRequest{Reason: "price", Documents: one, Certificate: "1"}, fault.Usage, "dispute.not_force"},
			{desk.DisputeRequest{Reason: "price", Documents: []desk.DisputedPart{{"I9", ""}}}, fault.Refused, "dispute.not_open"},
			{desk.DisputeRequest{Reason: "price", Documents: []desk.DisputedPart{{"I1", "101"}}}, fault.Refused, "dispute.beyond"},
			{desk.DisputeRequest{Reason: "price", Documents: []desk.DisputedPart{{"I1", ""}, {"I1", "1"}}}, fault.Usage, "dispute.twice"},
			{desk.DisputeRequest{Reason: "price", Documents: []desk.DisputedPart{{"I1", ""}, {"I3", "1"}}}, fault.Usage, "dispute.currency"},
		} {
			c.q.Customer, c.q.Complaint = "A", "no"
			_, err := ann.OpenDispute(t.Context(), c.q)
			refused(t, err, c.kind, c.code)
		}
		_, err := ann.OpenDispute(t.Context(), desk.DisputeRequest{Customer: "Z", Reason: "price", Complaint: "no", Documents: one})
		refused(t, err, fault.NotFound, "customer.unknown")
		_, err = b.user("acc", "accountant").OpenDispute(t.Context(), desk.DisputeRequest{Customer: "A", Reason: "price", Complaint: "no", Documents: one})
		refused(t, err, fault.Refused, "right.missing")
		d := b.dispute(ann, desk.DisputeRequest{Reason: "price", Documents: one})
		_, err = ann.SettleDispute(t.Context(), d.Number, desk.Settlement{Outcome: desk.OutcomeCredit, Reason: "so"})
		refused(t, err, fault.Refused, "right.missing")
		_, err = ann.AnswerDispute(t.Context(), 99, "no")
		refused(t, err, fault.Refused, "right.missing")
		ann.IfUnchanged(desk.DisputeSubject(d.Number), "another")
		_, err = ann.RouteDispute(t.Context(), d.Number, "claims", "theirs")
		refused(t, err, fault.Refused, "edit.changed")
	})
}

// TestRootCauses: what was done about a cause, and how often it came again with
// the same customer or product.
func TestRootCauses(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ann, claims := quarrel(t, b)
		d := b.dispute(ann, desk.DisputeRequest{Reason: "faulty", Product: "oven", On: on("2026-01-26"), Documents: []desk.DisputedPart{{"I1", "30"}}})
		if err := claims.FindCause(t.Context(), d.Number, desk.Cure{Cause: "no check before shipping", Action: "check each oven", Owner: "Clara", Due: on("2026-02-20")}); err != nil {
			t.Fatal(err)
		}
		report, err := b.Causes(t.Context(), "cause", on("2026-01-01"), on("2026-12-31"))
		if err != nil || len(report.Actions) != 1 || report.Actions[0].Recurred != 0 || report.Actions[0].Owner != "Clara" {
			t.Fatalf("%+v %v", report, err)
		}
		if b.count("task WHERE assignee = 'Clara' AND task = 'check each oven' AND closed_on IS NULL") != 1 {
			t.Error("the owner has no task")
		}
		if err := claims.FinishCure(t.Context(), 1, "list of checks"); err != nil {
			t.Fatal(err)
		}
		if b.count("task WHERE assignee = 'Clara' AND closed_on IS NULL") != 0 {
			t.Error("it is done, and its task is not")
		}
		refused(t, claims.FinishCure(t.Context(), 1, "again"), fault.Refused, "cause.done")
		b.desk = desk.New(b.db, nil, func() time.Time { return clock.AddDate(0, 0, 7) })
		ann, claims = b.as("Ann"), b.as("Clara")
		again := b.dispute(ann, desk.DisputeRequest{Reason: "price", Documents: []desk.DisputedPart{{"I2", ""}}})
		if err := claims.FindCause(t.Context(), again.Number, desk.Cure{Cause: "no check before shipping"}); err != nil {
			t.Fatal(err)
		}
		if _, err := claims.AnswerDispute(t.Context(), again.Number, "we look into it"); err != nil {
			t.Fatal(err)
		}
		report, err = b.as("").Causes(t.Context(), "reason", on("2026-01-01"), on("2026-12-31"))
		if err != nil || report.Actions[0].Recurred != 1 || report.Reaction.Due != 2 || report.Reaction.Timely != 1 {
			t.Errorf("%+v %v", report, err)
		}
		var got []string
		for _, l := range report.Lines {
			got = append(got, l.Key)
		}
		if !slices.Equal(got, []string{"price", "faulty"}) || report.Lines[0].Share != 625 || report.Lines[1].Running != 1000 {
			t.Errorf("%+v", report.Lines)
		}
		b.sound()
	})
}
