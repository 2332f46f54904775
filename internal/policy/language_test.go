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

// walk plays an account from day to day, applying what is decided, and tells
// what was done when: "2026-03-17 warning 1 2" for documents 1 and 2.
func walk(p *policy.Policy, c *cal.Calendar, from, to cal.Date, account func(day cal.Date) *ledger.Account) []string {
	var done []ledger.Applied
	var told []string
	for d := from; d <= to; d++ {
		a := account(d)
		a.Steps = append(a.Steps, done...)
		before := len(a.Steps)
		decision := policy.Decide(p, c, a, d)
		for _, act := range decision.Actions {
			line := fmt.Sprintf("%s %s", d, act.Step)
			if act.About != "" {
				line += " about " + act.About
			}
			for _, it := range act.Items {
				line += " " + string(it.Invoice)
			}
			told = append(told, line)
		}
		record(p, a, d, decision)
		done = append(done, a.Steps[before:]...)
	}
	return told
}

// TestLanguage walks small policies, each about one word of the language, over
// a debt due on Sunday 1 March 2026 in Germany, whose calendar has weekends
// only.
func TestLanguage(t *testing.T) {
	due := day("2026-03-01")
	one := func(cal.Date) *ledger.Account { return owing(item("1", due, 100)) }
	for name, c := range map[string]struct {
		steps   string
		more    string
		account func(cal.Date) *ledger.Account
		to      string
		want    []string
	}{
		"a letter and a call on the same day": {
			steps: `[{id: letter, at: 1, letter: warning, by: [email]}, {id: call, at: 1, call: ask}]`,
			want:  []string{"2026-03-02 letter 1", "2026-03-02 call 1"},
		},
		"of two letters the stronger": {
			steps: `[{id: weak, at: 1..3, letter: reminder, by: [email]}, {id: strong, at: 1..3, letter: warning, by: [email]}]`,
			want:  []string{"2026-03-02 strong 1", "2026-03-03 weak 1"},
		},
		"repeat": {
			steps: `[{id: daily, at: 1..4, call: ask, repeat: 1}, {id: other, at: 1..9, call: ask, repeat: 3}]`,
			want:  []string{"2026-03-02 daily 1", "2026-03-02 other 1", "2026-03-03 daily 1", "2026-03-04 daily 1", "2026-03-05 daily 1", "2026-03-05 other 1", "2026-03-09 other 1"},
		},
		"working days repeat on Monday": {
			steps: `[{id: daily, at: 4..6, days: working, call: ask, repeat: 1}]`,
			want:  []string{"2026-03-05 daily 1", "2026-03-06 daily 1", "2026-03-09 daily 1"},
		},
		"every Friday what falls due next week": {
			steps: `[{id: call, at: next-week, every: [fri], call: ask}]`,
			want:  []string{"2026-02-20 call 1"}, // the week of Monday 23 February holds the 1st of March
		},
		"due on a Monday": {
			steps:   `[{id: call, at: next-week, every: [fri], call: ask}]`,
			account: func(cal.Date) *ledger.Account { return owing(item("1", due+1, 100)) },
			want:    []string{"2026-02-27 call 1"},
		},
		"on days of its own beside run days": {
			steps: `[{id: fridays, at: 1.., every: [fri], call: ask, repeat: 7}, {id: mondays, at: 1.., letter: warning, by: [email]}]`,
			more:  "run: {on: [mon]}\n", to: "2026-03-14",
			want: []string{"2026-03-02 mondays 1", "2026-03-06 fridays 1", "2026-03-13 fridays 1"},
		},
		"the first working day of a month": {
			steps: `[{id: list, at: -30.., every: month, task: list, repeat: 20}]`, to: "2026-05-05",
			want: []string{"2026-03-02 list 1", "2026-04-01 list 1", "2026-05-01 list 1"},
		},
		"wait": {
			steps: `[{id: a, at: 1, letter: warning, by: [email]}, {id: b, at: 1.., call: ask, after: a, wait: 5}]`,
			want:  []string{"2026-03-02 a 1", "2026-03-09 b 1"}, // the 7th is a Saturday
		},
		"if": {
			steps: `[{id: a, at: 1.., call: ask, if: open > 1.00}, {id: b, at: 1.., call: ask, if: open >= 1.00 and days > 2}, {id: c, at: 1.., call: ask, if: "done(b) and not done(a)"}]`,
			want:  []string{"2026-03-04 b 1", "2026-03-05 c 1"},
		},
		"min-gap": {
			steps: `[{id: a, at: 1.., letter: reminder, by: [email]}, {id: b, at: 2.., letter: warning, by: [email]}, {id: call, at: 2, call: ask}]`, more: "min-gap: 5\n",
			want: []string{"2026-03-02 a 1", "2026-03-03 call 1", "2026-03-09 b 1"},
		},
		"grace": {
			steps:   `[{id: early, at: -3, call: ask}, {id: late, at: 1..4, letter: warning, by: [email]}]`,
			more:    `categories: [{id: "1", grace: 3, tone: soft}, {id: "2", default: true}]` + "\n",
			account: func(cal.Date) *ledger.Account { a := owing(item("1", due, 100)); a.Category = "1"; return a },
			want:    []string{"2026-02-26 early 1", "2026-03-05 late 1"},
		},
		"the default category": {
			steps: `[{id: two, at: 1, call: ask, if: category = 2}, {id: one, at: 1, call: ask, if: category = 1}]`,
			more:  `categories: [{id: "1"}, {id: "2", default: true}]` + "\n",
			want:  []string{"2026-03-02 two 1"},
		},
		"per contract and per invoice": {
			steps: `[{id: a, at: 1, letter: warning, by: [email], per: contract}, {id: b, at: 2, call: ask, per: invoice}, {id: c, at: 3, task: list}]`,
			account: func(cal.Date) *ledger.Account {
				a := owing(item("1", due, 100), item("2", due, 100), item("3", due, 100))
				a.Items[0].Contract, a.Items[1].Contract, a.Items[2].Contract = "K", "L", "K"
				return a
			},
			want: []string{
				"2026-03-02 a about K 1 3", "2026-03-02 a about L 2",
				"2026-03-03 b about 1 1", "2026-03-03 b about 2 2", "2026-03-03 b about 3 3", "2026-03-04 c 1 2 3",
			},
		},
		"counts-as": {
			steps: `[{id: warned, at: 1.., letter: warning, by: [email], counts-as: [aktivmarket/warning]}, {id: claim, at: 1.., letter: claim, by: [email], after: warned}]`,
			account: func(cal.Date) *ledger.Account {
				a := owing(item("1", due, 100))
				a.Steps = []ledger.Applied{did("warning", "1", due-1)}
				return a
			},
			want: []string{"2026-03-02 claim 1"},
		},
		"nobody verified": {
			steps: `[{id: claim, at: 1, letter: claim, by: [email], verified: true, recipients: [director]}]`,
			want:  []string{"2026-03-02 claim 1"},
		},
		"a paper that is missing": {
			steps:   `[{id: paper, on: not-handed-over, at: 3.., task: chase-document}, {id: issued, on: invoice-issued, at: 1, task: send}, {id: late, at: 1.., call: ask}]`,
			account: func(cal.Date) *ledger.Account { it := item("1", 0, 100); it.Issued = due; return owing(it) },
			want:    []string{"2026-03-02 issued 1", "2026-03-04 paper 1"},
		},
		"goods received": {
			steps: `[{id: ask, on: goods-received, at: 1.., call: ask}]`,
			account: func(cal.Date) *ledger.Account {
				it := item("1", due+30, 100)
				it.HandedOver, it.Accepted = due, due+2
				return owing(it)
			},
			want: []string{"2026-03-04 ask 1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := parse(t, "policy: test\n"+c.more+"steps: "+c.steps)
			account, to := one, due+20
			if c.account != nil {
				account = c.account
			}
			if c.to != "" {
				to = day(c.to)
			}
			if diff := cmp.Diff(c.want, walk(p, cal.For("DE"), due-20, to, account)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestLanguageErrors: what does not fit together is refused at its place.
func TestLanguageErrors(t *testing.T) {
	for text, want := range map[string]string{
		`{id: a, at: 1, call: x, letter: y}`:                         "not both",
		`{id: a, at: 1, call: x, by: [email]}`:                       `a call has no "by"`,
		`{id: a, at: 1, letter: x, by: [email], options: [y]}`:       `a letter has no "options"`,
		`{id: a, at: 1, escalate: x}`:                                "nothing to decide between",
		`{id: a, at: 1, call: x, if: categry = 3}`:                   "category",
		`{id: a, at: 1, call: x, if: open > }`:                       "",
		`{id: a, at: 1, call: x, wait: 3}`:                           "after: STEP",
		`{id: a, on: promise-borken, call: x}`:                       `did you mean "promise-broken"?`,
		`{id: a, at: next-week, repeat: 1, call: x}`:                 "once for each",
		`{id: a, at: 1, every: [month, fri], call: x}`:               "not both",
		`{id: a, on: notice, call: x, missed: send-late}`:            "can be missed",
		`{id: a, at: 1, call: x, to: lawyer, with: [lawyer]}`:        "helps anyway",
		`{id: a, at: 1, call: x, counts-as: [warning]}`:              "POLICY/STEP",
		`{id: a, at: 1, letter: x, by: [email], recipients: [boss]}`: "role of a contact",
		`{id: a, at: 1, call: x, per: house}`:                        "thing to gather by",
		`{id: a, at: 1, call: x, if: done(b)}`:                       "",
		`{id: a, call: x}`:                                           `no "at"`,
	} {
		_, err := policy.Parse([]byte("policy: test\nsteps:\n  - " + text + "\n"))
		if err == nil {
			t.Errorf("%s is taken", text)
			continue
		}
		if !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "line 3") {
			t.Errorf("%s:\n%s\nwant %q on line 3", text, err, want)
		}
	}
}

// TestEvents walks what a step may wait for, over a debt of 100 due on Monday
// 2 March 2026 that nobody pays.
func TestEvents(t *testing.T) {
	due := day("2026-03-02")
	on := func(n int) cal.Date { return due + cal.Date(n) }
	for name, c := range map[string]struct {
		steps    string
		events   []ledger.Event
		receipts []ledger.Receipt
		want     []string
	}{
		"a promise broken twice": {
			steps: `[{id: call, on: promise-broken, at: 0..2, call: ask}, {id: late, at: 3.., task: look}]`,
			events: []ledger.Event{
				{Date: on(1), Kind: ledger.Promise, Invoice: "1", Until: on(2)},
				{Date: on(7), Kind: ledger.Promise, Invoice: "1", Until: on(9)},
			},
			want: []string{"2026-03-05 call 1", "2026-03-05 late 1", "2026-03-12 call 1"},
		},
		"a promise replaced in time": {
			steps: `[{id: call, on: promise-broken, call: ask}]`,
			events: []ledger.Event{
				{Date: on(1), Kind: ledger.Promise, Invoice: "1", Until: on(4)},
				{Date: on(3), Kind: ledger.Promise, Invoice: "1", Until: on(9)},
			},
			want: []string{"2026-03-12 call 1"},
		},
		"a plan kept and broken": {
			steps: `[{id: late, at: 1.., task: look}, {id: broken, on: plan-broken, letter: breach-notice, by: [email]}]`,
			events: []ledger.Event{
				{Date: on(0), Kind: ledger.Plan, Invoice: "1", Until: on(3), Amount: 40, Currency: "BYN"},
				{Date: on(0), Kind: ledger.Plan, Invoice: "1", Until: on(10), Amount: 60, Currency: "BYN"},
			},
			receipts: []ledger.Receipt{{On: on(2), Invoice: "1", Amount: 40, Currency: "BYN"}},
			want:     []string{"2026-03-13 late 1", "2026-03-13 broken 1"},
		},
		"money that does not come": {
			steps:  `[{id: late, at: 1.., task: look}, {id: expired, on: transit-expired, call: ask}]`,
			events: []ledger.Event{{Date: on(0), Kind: ledger.InTransit, Invoice: "1", Until: on(2)}},
			want:   []string{"2026-03-05 late 1", "2026-03-05 expired 1"},
		},
		"a dispute is routed though nothing is asked for": {
			steps:  `[{id: late, at: 1.., task: look}, {id: route, on: dispute, at: 0..5, task: route, to: claims}]`,
			events: []ledger.Event{{Date: on(1), Kind: ledger.Dispute, Invoice: "1", Reason: "faulty"}, {Date: on(7), Kind: ledger.DisputeClosed, Invoice: "1"}},
			want:   []string{"2026-03-03 route 1", "2026-03-09 late 1"},
		},
		"notice, refusal and no contact": {
			steps: `[{id: notice, on: notice, call: ask}, {id: refused, on: refusal, at: 2.., visit: go}, {id: away, on: no-contact, at: 0, visit: go, if: refused}]`,
			events: []ledger.Event{
				{Date: on(-4), Kind: ledger.Notice, Invoice: "1"}, {Date: on(1), Kind: ledger.Refusal, Invoice: "1"}, {Date: on(3), Kind: ledger.NoContact},
			},
			want: []string{"2026-02-26 notice 1", "2026-03-05 refused 1", "2026-03-05 away 1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := parse(t, "policy: test\nsteps: "+c.steps)
			got := walk(p, cal.For("DE"), due-10, due+12, func(d cal.Date) *ledger.Account {
				a := owing(item("1", due, 100))
				for _, e := range c.events {
					if e.Date <= d {
						a.Events = append(a.Events, e)
					}
				}
				for _, r := range c.receipts {
					if r.On <= d {
						a.Receipts = append(a.Receipts, r)
						a.Items[0].Open -= r.Amount
					}
				}
				return a
			})
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
