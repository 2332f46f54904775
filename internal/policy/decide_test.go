package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// tuesday is a run day with run days around it.
var tuesday = day("2026-03-17")

// The windows of policy A to the day, with nothing done and with all done that
// comes before.
func TestPolicyABoundaries(t *testing.T) {
	p, by := policyA(t), cal.For("BY")
	warned := did("warning", "1", tuesday-4)
	claimed := did("claim", "1", tuesday-1)
	for _, c := range []struct {
		days  int
		done  []ledger.Applied
		want  string // "" none
		block string
	}{
		{-8, nil, "", ""},
		{-7, nil, "reminder", ""},
		{-3, nil, "reminder", ""},
		{-3, []ledger.Applied{did("reminder", "1", tuesday-4)}, "", policy.StepDone},
		{-2, nil, "", policy.WindowAhead},
		{0, nil, "", policy.WindowAhead},
		{4, nil, "", policy.WindowAhead},
		{5, nil, "warning", ""},
		{10, nil, "warning", ""},
		{10, []ledger.Applied{warned}, "", policy.WindowAhead},
		{11, nil, "warning", ""}, // late: nobody gets a claim unwarned
		{11, []ledger.Applied{warned}, "claim", ""},
		{11, []ledger.Applied{did("warning", "1", tuesday)}, "", policy.AfterMissing},
		{15, []ledger.Applied{warned, claimed}, "", policy.WindowAhead},
		{16, []ledger.Applied{warned, claimed}, "court", ""},
		{16, []ledger.Applied{warned}, "claim", ""},
		{16, nil, "warning", ""},
		{400, []ledger.Applied{warned, claimed, did("court", "1", tuesday-1)}, "", policy.StepsDone},
		{400, []ledger.Applied{{Invoice: "1", Part: 1, Policy: "another", Step: "warning", On: 1}}, "warning", ""},
		{400, []ledger.Applied{{Invoice: "1", Part: 2, Policy: "aktivmarket", Step: "warning", On: 1}}, "warning", ""},
	} {
		a := owing(item("1", tuesday-cal.Date(c.days), 7227))
		a.Steps = c.done
		got := policy.Decide(p, by, a, tuesday)
		name := ""
		if len(got.Actions) > 0 {
			name = got.Actions[0].Step
			if it := got.Actions[0].Items[0]; it.Days != c.days || it.Open != 7227 {
				t.Errorf("%d days: item %+v", c.days, it)
			}
		}
		if name != c.want || (c.block != "" && got.Blocked.Counts()[c.block] != 1) {
			t.Errorf("%d days, done %v: %q, blocked %v; want %q, %s", c.days, c.done, name, got.Blocked.Counts(), c.want, c.block)
		}
	}
}

func TestRunDays(t *testing.T) {
	p := policyA(t)
	for _, c := range []struct {
		country, from, to string
		want              []string
	}{
		{"BY", "2025-12-30", "2026-01-14", []string{"2025-12-30", "2026-01-05", "2026-01-06", "2026-01-09", "2026-01-13"}},
		{"RU", "2025-12-22", "2026-01-17", []string{"2025-12-23", "2025-12-26", "2025-12-30", "2026-01-12", "2026-01-13", "2026-01-16"}},
		{"RU", "2026-04-27", "2026-05-13", []string{"2026-04-28", "2026-05-04", "2026-05-05", "2026-05-08", "2026-05-12"}},
		{"DE", "2026-01-01", "2026-01-07", []string{"2026-01-02", "2026-01-06"}},
	} {
		var got []string
		for d := day(c.from); d <= day(c.to); d++ {
			if p.IsRun(cal.For(c.country), d) {
				got = append(got, d.String())
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %s..%s:\n%s", c.country, c.from, c.to, diff)
		}
		for i := 1; i < len(got); i++ {
			a, b := day(got[i-1]), day(got[i])
			if p.NextRun(cal.For(c.country), a) != b || p.PrevRun(cal.For(c.country), b) != a {
				t.Errorf("%s: %s and %s are not neighbours", c.country, a, b)
			}
		}
	}
	same := parse(t, "policy: x\nrun: {on: [thu], holiday: same-day}\nsteps: [{id: a, at: 1.., task: b}]")
	skip := parse(t, "policy: x\nrun: {on: [thu], holiday: skip}\nsteps: [{id: a, at: 1.., task: b}]")
	if d := day("2026-01-01"); !same.IsRun(cal.For("RU"), d) || skip.IsRun(cal.For("RU"), d) || skip.NextRun(cal.For("RU"), d) != day("2026-01-15") {
		t.Error("same-day and skip on New Year's Day")
	}
}

// Around long holidays no run day may fall into a window: the reminder goes
// before it, the warning after it.
func TestHolidays(t *testing.T) {
	p := policyA(t)
	for _, c := range []struct {
		country, due string
		want         map[string]string // what is done on which day, walking from three weeks before due
	}{
		// RU: no run day from 31 December to 11 January.
		{"RU", "2026-01-09", map[string]string{"2025-12-30": "reminder", "2026-01-16": "warning", "2026-01-20": "claim", "2026-01-27": "court"}},
		{"RU", "2026-01-14", map[string]string{"2025-12-30": "reminder", "2026-01-20": "warning", "2026-01-27": "claim", "2026-01-30": "court"}},
		{"RU", "2025-12-26", map[string]string{"2025-12-19": "reminder", "2026-01-12": "warning", "2026-01-13": "claim", "2026-01-16": "court"}},
		// BY: 1, 2 and 7 January are off; Friday the 2nd moves to Monday the 5th.
		{"BY", "2026-01-08", map[string]string{"2026-01-05": "reminder", "2026-01-13": "warning", "2026-01-20": "claim", "2026-01-27": "court"}},
		// May: Friday the 1st moves to Monday the 4th.
		{"RU", "2026-05-07", map[string]string{"2026-05-04": "reminder", "2026-05-12": "warning", "2026-05-19": "claim", "2026-05-26": "court"}},
	} {
		due := day(c.due)
		a := owing(item("1", due, 100))
		got := map[string]string{}
		for d := due - 21; d < due+25; d++ {
			dec := policy.Decide(p, cal.For(c.country), a, d)
			record(p, a, d, dec)
			for _, s := range steps(dec) {
				got[d.String()] = s
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s due %s:\n%s", c.country, c.due, diff)
		}
	}
}

func TestSuspended(t *testing.T) {
	p, by := policyA(t), cal.For("BY")
	for name, c := range map[string]struct {
		credit money.Minor
		events []ledger.Event
		open   money.Minor // asked for; 0: blocked
		code   string
	}{
		"free":              {0, nil, 100, ""},
		"covered":           {100, nil, 0, policy.Covered},
		"partly covered":    {30, nil, 70, ""},
		"disputed":          {0, []ledger.Event{{Kind: ledger.Dispute, Invoice: "1"}}, 0, policy.Disputed},
		"partly disputed":   {0, []ledger.Event{{Kind: ledger.Dispute, Invoice: "1", Amount: 60, Currency: "BYN"}}, 40, ""},
		"both":              {30, []ledger.Event{{Kind: ledger.Dispute, Invoice: "1", Amount: 60, Currency: "BYN"}}, 10, ""},
		"both, all":         {50, []ledger.Event{{Kind: ledger.Dispute, Invoice: "1", Amount: 60, Currency: "BYN"}}, 0, policy.Covered},
		"promised today":    {0, []ledger.Event{{Kind: ledger.Promise, Invoice: "1", Until: tuesday}}, 0, policy.Promised},
		"promise past":      {0, []ledger.Event{{Kind: ledger.Promise, Invoice: "1", Until: tuesday - 1}}, 100, ""},
		"customer on order": {0, []ledger.Event{{Kind: ledger.Suspend}}, 0, policy.Suspended},
		"in transit":        {0, []ledger.Event{{Kind: ledger.InTransit, Invoice: "1"}}, 0, policy.Transit},
	} {
		a := owing(item("1", tuesday-6, 100))
		if c.credit > 0 {
			a.Credits = []ledger.Credit{{Currency: "BYN", Amount: c.credit}}
		}
		for _, e := range c.events {
			e.Date = tuesday - 1
			a.Events = append(a.Events, e)
		}
		got := policy.Decide(p, by, a, tuesday)
		var open money.Minor
		for _, act := range got.Actions {
			open += act.Total
		}
		if open != c.open || (c.code != "" && got.Blocked.Counts()[c.code] != 1) {
			t.Errorf("%s: asked for %d, blocked %v; want %d %s", name, open, got.Blocked.Counts(), c.open, c.code)
		}
	}
}
