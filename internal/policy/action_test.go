package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
)

var calendar = cal.For("BY")

func codes(rs []policy.Reason) (out []string) {
	for _, r := range rs {
		out = append(out, r.Code)
	}
	return out
}

// One action per step and currency, in the policy's order, its table by due
// date.
func TestActionsAreGrouped(t *testing.T) {
	euro := item("3", tuesday-7, 30)
	euro.Currency = "EUR"
	a := owing(item("2", tuesday-9, 20), item("1", tuesday-6, 10), euro, item("4", tuesday+5, 40), item("5", tuesday+30, 50))
	a.Credits = []ledger.Credit{{Currency: "BYN", Amount: 5}}
	got := policy.Decide(policyA(t), calendar, a, tuesday)
	type line struct {
		step     string
		currency money.Currency
		total    money.Minor
		invoices []id.Invoice
	}
	var lines []line
	for _, act := range got.Actions {
		l := line{act.Step, act.Currency, act.Total, nil}
		for _, it := range act.Items {
			l.invoices = append(l.invoices, it.Invoice)
		}
		lines = append(lines, l)
	}
	want := []line{
		{"reminder", "BYN", 40, []id.Invoice{"4"}},
		{"warning", "BYN", 25, []id.Invoice{"2", "1"}},
		{"warning", "EUR", 30, []id.Invoice{"3"}},
	}
	if diff := cmp.Diff(want, lines, cmp.AllowUnexported(line{})); diff != "" {
		t.Error(diff)
	}
	oldest := got.Actions[1].Items[0]
	if oldest.Open != 15 || oldest.Gross != 20 || oldest.Credit != 5 || oldest.Days != 9 {
		t.Errorf("netted item: %+v", oldest)
	}
	if diff := cmp.Diff([]string{policy.BecauseWindow, policy.CreditNetted}, codes(got.Actions[1].Because)); diff != "" {
		t.Error(diff)
	}
	if got.Skipped != 0 {
		t.Errorf("%d skipped; what is due in 30 days is not worth telling", got.Skipped)
	}
}

func TestContacts(t *testing.T) {
	for name, c := range map[string]struct {
		due         cal.Date
		email, post bool
		kind        policy.Kind
		channels    []policy.Channel
		because     string
	}{
		"reminder":             {tuesday + 5, true, true, policy.Letter, []policy.Channel{"email"}, policy.BecauseWindow},
		"reminder, no e-mail":  {tuesday + 5, false, true, policy.Task, nil, policy.NoEmail},
		"warning":              {tuesday - 5, true, true, policy.Letter, []policy.Channel{"post", "email"}, policy.BecauseWindow},
		"warning, no e-mail":   {tuesday - 5, false, true, policy.Letter, []policy.Channel{"post"}, policy.BecauseWindow},
		"warning, no address":  {tuesday - 5, true, false, policy.Letter, []policy.Channel{"post", "email"}, policy.NoAddress},
		"warning, no contacts": {tuesday - 5, false, false, policy.Letter, []policy.Channel{"post"}, policy.NoAddress},
	} {
		a := owing(item("1", c.due, 10))
		a.HasEmail, a.HasPost = c.email, c.post
		act := policy.Decide(policyA(t), calendar, a, tuesday).Actions[0]
		last := act.Because[len(act.Because)-1].Code
		if act.Kind != c.kind || !cmp.Equal(act.Channels, c.channels) || last != c.because {
			t.Errorf("%s: %s by %v because %s", name, act.Kind, act.Channels, last)
		}
		if (act.Kind == policy.Task) != (act.Task == policy.MendContact && act.Letter == "") || act.To != "sales-manager" {
			t.Errorf("%s: letter %q, task %q to %q", name, act.Letter, act.Task, act.To)
		}
	}
}

func TestMinAmountAndMaxAge(t *testing.T) {
	p := parse(t, `policy: x
min-amount: {BYN: 1.00}
max-age: 100
steps: [{id: a, at: 1.., letter: a, by: [post]}]`)
	for _, c := range []struct {
		days int
		open []money.Minor
		code string
	}{
		{5, []money.Minor{99}, policy.TooSmall},
		{5, []money.Minor{100}, ""},
		{5, []money.Minor{50, 50}, ""},
		{100, []money.Minor{100}, ""},
		{101, []money.Minor{100}, policy.TooOld},
	} {
		a := owing()
		for i, open := range c.open {
			a.Items = append(a.Items, item(id.Invoice('1'+rune(i)), tuesday-cal.Date(c.days), open))
		}
		got := policy.Decide(p, calendar, a, tuesday)
		if (len(got.Actions) == 0) != (c.code != "") || (c.code != "" && got.Blocked.Counts()[c.code] != 1) {
			t.Errorf("%d days, %v: %v, blocked %v", c.days, c.open, steps(got), got.Blocked.Counts())
		}
	}
}

// Combined, all letters of a currency become the strongest; each document is
// still recorded for its own step, so its own ladder goes on.
func TestCombineStrongest(t *testing.T) {
	p := parse(t, `policy: aktivmarket
combine: strongest
steps:
  - {id: reminder, at: -7..-3, letter: reminder, by: [email]}
  - {id: warning, at: 5..10, letter: warning, by: [post]}
  - {id: court, at: 16.., task: court}`)
	euro := item("4", tuesday+5, 9)
	euro.Currency = "EUR"
	a := owing(item("1", tuesday-30, 1), item("2", tuesday-6, 2), item("3", tuesday+5, 4), euro)
	got := policy.Decide(p, calendar, a, tuesday)
	if diff := cmp.Diff([]string{"reminder EUR 4 9", "warning BYN 2 2", "warning BYN 3 4", "court BYN 1 1"}, flat(got)); diff != "" {
		t.Error(diff)
	}
	if it := got.Actions[1].Items[1]; it.Step != "reminder" {
		t.Errorf("recorded for %s", it.Step)
	}
}

func TestRollAndWorkingDays(t *testing.T) {
	p := parse(t, `policy: x
days: working
roll: next-working-day
steps: [{id: a, at: 3, letter: a, by: [post]}]`)
	// Due on Saturday 3 January, rolled to Monday the 5th; the 7th is off.
	a := owing(item("1", day("2026-01-03"), 10))
	for d := day("2026-01-05"); d <= day("2026-01-12"); d++ {
		got := policy.Decide(p, calendar, a, d)
		if want := d == day("2026-01-09"); (len(got.Actions) == 1) != want {
			t.Errorf("%s: %v", d, steps(got))
		}
	}
	it := policy.Decide(p, calendar, a, day("2026-01-09")).Actions[0].Items[0]
	if it.Due != day("2026-01-05") || it.Agreed != day("2026-01-03") || it.Days != 3 {
		t.Errorf("%+v", it)
	}
}
