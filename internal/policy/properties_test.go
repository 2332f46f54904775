package policy_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/policies"
)

// randomCustomer is a customer with documents, payments and everything else
// that can be recorded about him, between two days.
func randomCustomer(r *rand.Rand, from, to cal.Date) *ledger.History {
	within := func() cal.Date { return from + cal.Date(r.IntN(int(to-from))) }
	h := &ledger.History{Head: ledger.Account{
		Customer: "c", HasEmail: r.IntN(8) > 0, HasPost: r.IntN(8) > 0, Category: []string{"", "1", "2", "3", "4", "x"}[r.IntN(6)],
		Reach: []ledger.Reach{{Role: "accountant", Verified: r.IntN(2) == 0}},
	}}
	for i := range 1 + r.IntN(6) {
		issued := within() - 20
		due := issued + cal.Date(r.IntN(40))
		if r.IntN(12) == 0 {
			due = 0
		}
		it := ledger.HistoryItem{Item: ledger.Item{
			Invoice: id.Invoice(fmt.Sprintf("%02d", i)), Part: 1, Contract: id.Contract([]string{"", "K", "L"}[r.IntN(3)]), Issued: issued, Due: due,
			Amount: money.Minor(100 + r.IntN(100_000)), Currency: []money.Currency{"RUB", "EUR"}[r.IntN(4)/3],
		}}
		if r.IntN(2) == 0 {
			it.HandedOver = issued + cal.Date(r.IntN(9))
		}
		h.Items = append(h.Items, it)
	}
	h.Head.Contracts = []ledger.Contract{{ID: "K", Law: "RU", PaymentDays: 14, PenaltyPerDay: "0.1"}, {ID: "L", PaymentDays: -1}}
	pay(r, h, within)
	h.Events = randomEvents(r, h, within)
	return h
}

// pay settles some of the documents, and leaves some money unapplied.
func pay(r *rand.Rand, h *ledger.History, within func() cal.Date) {
	for i := range h.Items {
		it := &h.Items[i]
		for left := it.Amount; left > 0 && r.IntN(3) == 0; {
			on, part := max(within(), it.Issued), 1+money.Minor(r.Int64N(int64(left)))
			if n := len(it.Settled); n > 0 {
				on = max(on, it.Settled[n-1].On)
			}
			left -= part
			it.Settled = append(it.Settled, ledger.Settle{On: on, Amount: part})
			h.Payments = append(h.Payments, ledger.Receipt{On: on, Amount: part, Currency: it.Currency})
		}
	}
	if r.IntN(4) == 0 {
		h.Payments = append(h.Payments, ledger.Receipt{On: within(), Amount: money.Minor(r.IntN(60_000)), Currency: "RUB"})
	}
}

func randomEvents(r *rand.Rand, h *ledger.History, within func() cal.Date) []ledger.Event {
	var events []ledger.Event
	on := within() - 60
	for range r.IntN(10) {
		on += cal.Date(r.IntN(20))
		e := ledger.Event{Date: on, Kind: ledger.EventKinds[r.IntN(len(ledger.EventKinds))], Reason: []string{"", "faulty"}[r.IntN(2)]}
		it := &h.Items[r.IntN(len(h.Items))]
		if r.IntN(3) > 0 {
			e.Invoice, e.Currency = it.Invoice, it.Currency
		}
		if r.IntN(2) == 0 || e.Kind == ledger.Plan {
			e.Amount, e.Currency = money.Minor(1+r.IntN(50_000)), it.Currency
		}
		if r.IntN(3) > 0 || e.Kind == ledger.Plan || e.Kind == ledger.Promise {
			e.Until = on + cal.Date(r.IntN(25))
		}
		events = append(events, e)
	}
	return events
}

// TestEveryPolicyKeepsItsWord plays random customers through every shipped
// policy, applying each day's plan, and asks of each day what holds whatever
// the rules are.
func TestEveryPolicyKeepsItsWord(t *testing.T) {
	for _, name := range policies.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := policies.Source(name)
			if err != nil {
				t.Fatal(err)
			}
			p := parse(t, string(text))
			r := rand.New(rand.NewPCG(7, uint64(len(name))))
			fired := map[string]int{}
			for n := range 30 {
				from := day("2025-11-20")
				if n%2 == 1 {
					from = day("2026-03-20")
				}
				playOut(t, p, cal.For([]string{"RU", "BY", "DE"}[n%3]), randomCustomer(r, from, from+100), from-30, from+130, fired)
			}
			if len(fired) < len(p.Steps)/2 {
				t.Errorf("only %d of %d steps ever arose: %v", len(fired), len(p.Steps), fired)
			}
		})
	}
}

func playOut(t *testing.T, p *policy.Policy, c *cal.Calendar, h *ledger.History, from, to cal.Date, fired map[string]int) {
	t.Helper()
	var done []ledger.Applied
	for d := from; d <= to; d++ {
		a := h.At(d)
		a.Steps = done
		decider := policy.NewDecider(p, c, d)
		decider.List = true
		decision := decider.Decide(&a)
		if diff := cmp.Diff(decision, again(p, c, d, &a), cmp.AllowUnexported(policy.Tally{}, policy.Next{})); diff != "" {
			t.Fatalf("%s: the same facts, another plan:\n%s", d, diff)
		}
		for _, problem := range wrong(&a, decision, d) {
			t.Fatalf("%s on %s: %s\n%+v", p.Name, d, problem, a)
		}
		for _, act := range decision.Actions {
			fired[act.Step]++
		}
		record(p, &a, d, decision)
		done = a.Steps
		if left := policy.Decide(p, c, &a, d); len(left.Actions) > 0 {
			t.Fatalf("%s: applied, and there is still %v", d, steps(left))
		}
	}
}

func again(p *policy.Policy, c *cal.Calendar, d cal.Date, a *ledger.Account) policy.Decision {
	decider := policy.NewDecider(p, c, d)
	decider.List = true
	return decider.Decide(a)
}

// wrong is what a decision must never be.
func wrong(a *ledger.Account, d policy.Decision, day cal.Date) (problems []string) {
	tell := func(text string, args ...any) { problems = append(problems, fmt.Sprintf(text, args...)) }
	var s ledger.Suspensions
	standing := s.At(a, day)
	open := map[id.Invoice]money.Minor{}
	held := map[id.Invoice]bool{}
	for i, it := range a.Items {
		open[it.Invoice] = it.Open
		if standing != nil {
			held[it.Invoice] = standing[i].Promise != 0 || standing[i].Suspended || standing[i].Plan != 0
		}
	}
	acted, letters, actions := map[id.Invoice]bool{}, map[id.Invoice]int{}, map[string]int{}
	for _, act := range d.Actions {
		actions[fmt.Sprint(act.Step, act.Currency, act.About)]++
		if act.Total <= 0 || len(act.Because) == 0 || act.To == "" {
			tell("step %s asks for %d of %q, because of %v", act.Step, act.Total, act.To, act.Because)
		}
		for _, it := range act.Items {
			acted[it.Invoice] = true
			if it.Open <= 0 || it.Open > open[it.Invoice] {
				tell("step %s asks for %d of %s, where %d is open", act.Step, it.Open, it.Invoice, open[it.Invoice])
			}
			if held[it.Invoice] {
				tell("step %s for %s, which is suspended", act.Step, it.Invoice)
			}
			if act.Kind == policy.Letter {
				letters[it.Invoice]++
			}
		}
	}
	for key, n := range actions {
		if n > 1 {
			tell("%d actions of %s", n, key)
		}
	}
	for invoice, n := range letters {
		if n > 1 {
			tell("%d letters on one day about %s", n, invoice)
		}
	}
	explained := map[id.Invoice]bool{}
	for _, it := range d.Items {
		explained[it.Invoice] = len(it.Blockers) > 0
	}
	for _, it := range a.Items {
		if it.Due != 0 && it.Due < day && !acted[it.Invoice] && !explained[it.Invoice] {
			tell("%s is late, and neither acted on nor explained", it.Invoice)
		}
	}
	return problems
}
