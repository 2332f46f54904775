package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/policy"
)

// What an item that takes part in nothing says about itself, and what comes
// next. Thursday 19 March is no run day.
func TestSkipped(t *testing.T) {
	p := policyA(t)
	next := func(step, on string) string { return step + " " + on }
	for name, c := range map[string]struct {
		due    int // days past due today
		today  cal.Date
		done   []ledger.Applied
		event  *ledger.Event
		credit bool
		want   string
		next   string
	}{
		"before the window":    {due: 2, want: "window.before", next: next("warning", "2026-03-20")},
		"between the windows":  {due: -2, want: "window.before", next: next("warning", "2026-03-24")},
		"off day":              {due: 7, today: tuesday + 2, want: "run.off_day", next: next("warning", "2026-03-20")},
		"off day and window":   {due: 2, today: tuesday + 2, want: "run.off_day window.before", next: next("warning", "2026-03-24")},
		"warned today":         {due: 12, done: []ledger.Applied{did("warning", "1", tuesday)}, want: "step.after", next: next("claim", "2026-03-20")},
		"warned before":        {due: 8, done: []ledger.Applied{did("warning", "1", tuesday-3)}, want: "step.done window.before", next: next("claim", "2026-03-20")},
		"all done":             {due: 50, done: []ledger.Applied{did("warning", "1", 1), did("claim", "1", 2), did("court", "1", 3)}, want: "steps.finished"},
		"promised":             {due: 6, event: &ledger.Event{Kind: ledger.Promise, Until: tuesday + 6}, want: "promise.open", next: next("warning", "2026-03-24")},
		"promised for friday":  {due: 6, event: &ledger.Event{Kind: ledger.Promise, Until: tuesday + 3}, want: "promise.open", next: next("warning", "2026-03-24")},
		"disputed":             {due: 6, event: &ledger.Event{Kind: ledger.Dispute}, want: "dispute.open", next: next("warning", "")},
		"disputed, too early":  {due: 2, event: &ledger.Event{Kind: ledger.Dispute}, want: "dispute.open window.before", next: next("warning", "")},
		"suspended, with end":  {due: 6, event: &ledger.Event{Kind: ledger.Suspend, Until: tuesday + 2}, want: "suspended", next: next("warning", "2026-03-20")},
		"suspended":            {due: 6, event: &ledger.Event{Kind: ledger.Suspend}, want: "suspended", next: next("warning", "")},
		"in transit":           {due: 6, event: &ledger.Event{Kind: ledger.InTransit}, want: "transit.open", next: next("warning", "2026-03-24")},
		"covered":              {due: 6, credit: true, want: "credit.covered", next: next("warning", "")},
		"term not started":     {due: int(tuesday), want: "term.not_started"},
		"soon, but far enough": {due: -8, want: ""},
	} {
		today := max(c.today, tuesday)
		a := owing(item("1", today-cal.Date(c.due), 100))
		if c.due == int(tuesday) {
			a.Items[0].Due = 0
		}
		a.Steps = c.done
		if c.event != nil {
			c.event.Date = today - 1
			a.Events = []ledger.Event{*c.event}
		}
		if c.credit {
			a.Credits = []ledger.Credit{{Currency: "BYN", Amount: 100}}
		}
		d := policy.NewDecider(p, calendar, today)
		d.List = true
		got := d.Decide(a)
		text, then := "", ""
		for _, s := range got.Items {
			text = strings.Join(codes(s.Blockers), " ")
			if s.Next != nil {
				then = fmt.Sprintf("%s %s", s.Next.Step, s.Next.Date)
			}
		}
		if text != c.want || then != c.next || got.Skipped != len(got.Items) {
			t.Errorf("%s: %q, next %q; want %q, %q", name, text, then, c.want, c.next)
		}
	}
}

// Whatever Next promises comes about if nothing changes.
func TestNextComesAbout(t *testing.T) {
	p := policyA(t)
	for days := -7; days < 30; days++ {
		a := owing(item("1", tuesday+1-cal.Date(days), 100))
		d := policy.NewDecider(p, calendar, tuesday+1) // no run day
		d.List = true
		next := d.Decide(a).Items[0].Next
		for on := tuesday + 1; next != nil && on <= next.Date; on++ {
			got := steps(policy.Decide(p, calendar, a, on))
			if on < next.Date && got != nil || on == next.Date && !cmp.Equal(got, []string{next.Step}) {
				t.Errorf("%d days: %v on %s, promised %+v", days, got, on, next)
			}
		}
	}
}

func TestExplain(t *testing.T) {
	p := policyA(t)
	a := owing(item("1", tuesday-12, 7227))
	e, ok := policy.Explain(p, calendar, a, "1", 1, tuesday)
	if !ok || e.Today == nil || e.Today[0].Step != "warning" || e.Days != 12 || e.Open != 7227 {
		t.Fatalf("%v %+v", ok, e)
	}
	due := tuesday - 12
	want := []policy.Rung{
		{Step: "reminder", Kind: policy.Letter, Letter: "reminder", From: due - 7, To: due - 3, State: policy.MissedIt},
		{Step: "warning", Kind: policy.Letter, Letter: "warning", From: due + 5, To: due + 10, State: policy.Today, On: tuesday},
		{Step: "claim", Kind: policy.Letter, Letter: "claim", From: due + 11, State: policy.Expected, On: tuesday + 3},
		{Step: "court", Kind: policy.Task, Task: "prepare-court-package", From: due + 16, State: policy.Expected, On: tuesday + 7},
	}
	stops := []string{policy.WindowPassed, "", policy.AfterMissing, policy.WindowAhead + " " + policy.AfterMissing}
	for i := range want {
		rung := &e.Ladder[i]
		if got := strings.Join(codes(rung.Blockers), " "); got != stops[i] || rung.Line == 0 || rung.Role != "sales-manager" {
			t.Errorf("%s: %q, want %q; line %d, %s", rung.Step, got, stops[i], rung.Line, rung.Role)
		}
		want[i].Line, want[i].Role, want[i].Blockers = rung.Line, rung.Role, rung.Blockers
	}
	if diff := cmp.Diff(want, e.Ladder); diff != "" {
		t.Error(diff)
	}
	if e.Next == nil || e.Next.Step != "warning" || e.Next.Date != tuesday {
		t.Errorf("next is %+v", e.Next)
	}
	a.Events = []ledger.Event{{Date: tuesday, Kind: ledger.Dispute, Invoice: "1"}}
	a.Steps = []ledger.Applied{did("warning", "1", tuesday-5)}
	e, _ = policy.Explain(p, calendar, a, "1", 1, tuesday)
	if e.Today != nil || !cmp.Equal(codes(e.Blockers), []string{policy.Disputed}) || e.Next.Date != 0 || e.Ladder[1].State != policy.Done || e.Ladder[2].On != 0 {
		t.Errorf("disputed: %+v", e)
	}
	if _, ok := policy.Explain(p, calendar, a, "2", 1, tuesday); ok {
		t.Error("explained an invoice that is not open")
	}
}

func TestReasonText(t *testing.T) {
	window := policy.Reason{Code: policy.BecauseWindow, Policy: "aktivmarket", Step: "warning", Days: 9, From: 5, To: 10}
	soon := policy.Reason{Code: policy.WindowAhead, Policy: "aktivmarket", Step: "reminder", Days: -12, From: -7, To: -3}
	claim := policy.Reason{Code: policy.WindowAhead, Policy: "x", Step: "claim", Days: 1, From: 11, To: policy.Open, Unit: ledger.WorkingDays}
	for _, c := range []struct {
		reason   policy.Reason
		lang, is string
	}{
		{window, "en", "9 days overdue; the warning goes out from day 5 to day 10 (policy aktivmarket)"},
		{window, "pl", "9 days overdue; the warning goes out from day 5 to day 10 (policy aktivmarket)"},
		{window, "ru", "9 дней просрочки; предупреждение — с 5-го по 10-й день просрочки (политика aktivmarket)"},
		{soon, "en", "due in 12 days; the reminder goes out 7 to 3 days before the due date (policy aktivmarket)"},
		{soon, "ru", "до срока оплаты 12 дней; напоминание — за 3–7 дней до срока (политика aktivmarket)"},
		{claim, "en", "1 working day overdue; the claim goes out from day 11 (policy x)"},
		{claim, "ru", "1 рабочий день просрочки; претензия — с 11-го дня просрочки (политика x)"},
		{policy.Reason{Code: policy.Covered, Amount: 7227, Currency: "BYN"}, "en", "the customer's unapplied payments cover 72.27 BYN of it"},
		{policy.Reason{Code: policy.Promised, Until: tuesday}, "ru", "оплата обещана до 17.03.2026"},
		{policy.Reason{Code: policy.AfterMissing, Step: "claim", After: "warning", Date: tuesday}, "en", "the claim follows only on a later day than the warning (2026-03-17)"},
		{policy.Reason{Code: policy.AfterMissing, Step: "claim", After: "warning"}, "ru", "претензия — только после шага «предупреждение», а его не было"},
	} {
		if got := c.reason.Text(c.lang); got != c.is {
			t.Errorf("%s %s: %s\nwant %s", c.reason.Code, c.lang, got, c.is)
		}
	}
}
