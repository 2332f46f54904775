package policy_test

import (
	"math/rand/v2"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/policies"
)

// everythingAtOnce is a policy whose every step hangs on what else is done for
// the customer.
const everythingAtOnce = `policy: odd
min-gap: 6
min-amount: 300.00
max-age: 70
combine: strongest
roll: next-working-day
run: {on: [tue, fri], holiday: next-working-day}
categories: [{id: "1", title: {en: A}, grace: 5}, {id: "2", title: {en: B}, default: true}]
steps:
  - {id: week, at: next-week, every: [fri], call: warn}
  - {id: rem, at: -7..-3, letter: reminder, by: [email], missed: send-before}
  - {id: warn, at: 2..6, days: working, letter: warning, by: [email], missed: send-late}
  - {id: month, at: 1.., every: month, repeat: 1, call: x, if: overdue_total > 500.00 and late_times >= 2}
  - {id: again, at: 5..40, repeat: 4, letter: warning, by: [email], if: oldest > 12}
  - {id: broken, on: promise-broken, call: ask}
  - {id: broken2, on: promise-broken, after: broken, wait: 5, letter: claim, by: [email]}
  - {id: lost, on: transit-expired, at: 2.., call: where, per: invoice}
  - {id: claim, at: 12.., after: warn, wait: 6, per: contract, letter: claim, by: [email]}
  - {id: dis, on: dispute, repeat: 7, task: settle}
`

// TestNextComesTrue asks every shipped policy, and one that is worse, on some
// days what comes next for
// each document, and walks there with nothing changed but what the plans
// themselves do: the step promised must be taken on the day promised, and none
// before it.
func TestNextComesTrue(t *testing.T) {
	for _, name := range append(policies.Names(), "") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := []byte(everythingAtOnce)
			if name != "" {
				var err error
				if text, err = policies.Source(name); err != nil {
					t.Fatal(err)
				}
			}
			p := parse(t, string(text))
			r := rand.New(rand.NewPCG(11, uint64(len(name))))
			promised := 0
			for n := range 40 {
				from := day([]string{"2025-11-20", "2026-03-20"}[n%2])
				c := cal.For([]string{"RU", "BY", "DE"}[n%3])
				h := randomCustomer(r, from, from+100)
				promised += keepsPromises(t, p, c, h, from-10, from+90)
			}
			if promised < 50 {
				t.Errorf("only %d dates were promised", promised)
			}
		})
	}
}

// keepsPromises plays a customer from a day to the next, and on every ninth
// day walks ahead from there.
func keepsPromises(t *testing.T, p *policy.Policy, c *cal.Calendar, h *ledger.History, from, to cal.Date) (promised int) {
	t.Helper()
	var done []ledger.Applied
	for d := from; d <= to; d++ {
		a := h.At(d)
		a.Steps = done
		if (d-from)%9 == 0 {
			promised += walkAhead(t, p, c, frozen(h, d), done, d)
		}
		record(p, &a, d, policy.Decide(p, c, &a, d))
		done = a.Steps
	}
	return promised
}

// frozen is the history as it is known on a day: nothing comes after it.
func frozen(h *ledger.History, day cal.Date) *ledger.History {
	known := &ledger.History{Head: h.Head}
	for _, it := range h.Items {
		if it.Issued > day {
			continue
		}
		var settled []ledger.Settle
		for _, s := range it.Settled {
			if s.On <= day {
				settled = append(settled, s)
			}
		}
		it.Settled = settled
		known.Items = append(known.Items, it)
	}
	for _, m := range h.Payments {
		if m.On <= day {
			known.Payments = append(known.Payments, m)
		}
	}
	for _, e := range h.Events {
		if e.Date <= day {
			known.Events = append(known.Events, e)
		}
	}
	return known
}

// walkAhead compares what is promised about every document on a day with what
// is done in the days after it.
func walkAhead(t *testing.T, p *policy.Policy, c *cal.Calendar, h *ledger.History, done []ledger.Applied, today cal.Date) (promised int) {
	t.Helper()
	type one struct {
		step string
		on   cal.Date
	}
	first := map[string]map[one]bool{} // what is done for a document on the first day on which anything is
	when := map[string]cal.Date{}
	last := today + 60
	a := h.At(today)
	a.Steps = append([]ledger.Applied(nil), done...)
	listed := policy.NewDecider(p, c, today)
	listed.List = true
	skipped := map[string]policy.Skipped{}
	for _, s := range listed.Decide(&a).Items {
		skipped[string(s.Invoice)] = s
	}
	explained := map[string]policy.Explanation{}
	for _, it := range a.Items {
		e, _ := policy.Explain(p, c, &a, it.Invoice, it.Part, today)
		explained[string(it.Invoice)] = e
	}
	steps := a.Steps
	for d := today; d <= last; d++ {
		then := h.At(d)
		then.Steps = steps
		for _, act := range policy.Decide(p, c, &then, d).Actions {
			for _, it := range act.Items {
				key := string(it.Invoice)
				if when[key] == 0 {
					when[key], first[key] = d, map[one]bool{}
				}
				if when[key] == d {
					first[key][one{it.Step, d}] = true
				}
			}
		}
		record(p, &then, d, policy.Decide(p, c, &then, d))
		steps = then.Steps
	}
	for key, e := range explained {
		for source, next := range map[string]*policy.Next{"explain": e.Next, "list": skipped[key].Next} {
			if _, ok := skipped[key]; source == "list" && !ok {
				continue
			}
			switch {
			case next == nil && when[key] != 0:
				t.Errorf("%s: %s on %s: %s says nothing comes, but on %s %v; %+v", p.Name, key, today, source, when[key], first[key], e.Blockers)
			case next == nil || next.Date == 0 || next.Date > last:
			case !first[key][one{next.Step, next.Date}]:
				t.Errorf("%s: %s on %s: %s promises %s on %s, but on %s %v; %+v", p.Name, key, today, source, next.Step, next.Date, when[key], first[key], e.Blockers)
			default:
				promised++
			}
		}
	}
	return promised
}
