package policy_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// history is a made-up customer over a quarter: what was invoiced, what was
// settled when, what credit came when, and what happened.
type history struct {
	items   []ledger.Item
	settled map[id.Invoice]cal.Date
	credits []struct {
		on cal.Date
		ledger.Credit
	}
	events []ledger.Event
}

func makeHistory(r *rand.Rand, from, to cal.Date) history {
	h := history{settled: map[id.Invoice]cal.Date{}}
	within := func() cal.Date { return from + cal.Date(r.IntN(int(to-from))) }
	for i := range 1 + r.IntN(7) {
		it := item(id.Invoice(fmt.Sprintf("%02d", i)), within()-30+cal.Date(r.IntN(50)), money.Minor(1+r.IntN(5000)))
		it.Issued = it.Due - cal.Date(r.IntN(40))
		it.Currency = []money.Currency{"BYN", "EUR"}[r.IntN(5)/4]
		if r.IntN(15) == 0 {
			it.Due = 0
		}
		h.items = append(h.items, it)
		if r.IntN(3) == 0 {
			h.settled[it.Invoice] = within()
		}
	}
	for range r.IntN(3) {
		c := struct {
			on cal.Date
			ledger.Credit
		}{within(), ledger.Credit{Currency: "BYN", Amount: money.Minor(1 + r.IntN(6000))}}
		h.credits = append(h.credits, c)
	}
	kinds := []ledger.EventKind{"promise", "dispute", "dispute_closed", "suspend", "resume", "in_transit"}
	for range r.IntN(8) {
		e := ledger.Event{Date: within(), Kind: kinds[r.IntN(len(kinds))], Currency: "BYN"}
		if it := h.items[r.IntN(len(h.items))]; r.IntN(4) > 0 {
			e.Invoice, e.Currency = it.Invoice, it.Currency
			if e.Kind == "dispute" && r.IntN(2) == 0 {
				e.Amount = money.Minor(1 + r.IntN(3000))
			}
		}
		if e.Kind == "promise" || e.Kind == "in_transit" || e.Kind == "suspend" && r.IntN(2) == 0 {
			e.Until = e.Date + cal.Date(r.IntN(20))
		}
		h.events = append(h.events, e)
	}
	sort.SliceStable(h.events, func(i, j int) bool { return h.events[i].Date < h.events[j].Date })
	return h
}

// account is the history as of a day, in the order a store would give it.
func (h *history) account(day cal.Date, steps []ledger.Applied) *ledger.Account {
	a := owing()
	a.Steps = steps
	for _, it := range h.items {
		if paid := h.settled[it.Invoice]; it.Issued <= day && (paid == 0 || paid > day) {
			a.Items = append(a.Items, it)
		}
	}
	slices.SortFunc(a.Items, func(x, y ledger.Item) int { return ledger.CompareDue(&x, &y) })
	var credit money.Minor
	for _, c := range h.credits {
		if c.on <= day {
			credit += c.Amount
		}
	}
	if credit > 0 {
		a.Credits = []ledger.Credit{{Currency: "BYN", Amount: credit}}
	}
	for _, e := range h.events {
		if e.Date <= day {
			a.Events = append(a.Events, e)
		}
	}
	return a
}

// TestRecount plays random ledgers through a quarter across New Year and one
// across the May holidays, applying the plan on every day, and compares each
// day with a recount written as plain loops that shares nothing with Decide.
func TestRecount(t *testing.T) {
	p := policyA(t)
	r := rand.New(rand.NewPCG(4, 11))
	letters := 0
	for _, quarter := range [][2]string{{"2025-11-15", "2026-02-15"}, {"2026-03-25", "2026-06-25"}} {
		for n := range 700 {
			country := []string{"RU", "BY"}[n%2]
			from, to := day(quarter[0]), day(quarter[1])
			h := makeHistory(r, from, to)
			var done []ledger.Applied
			for d := from; d <= to; d++ {
				a := h.account(d, done)
				dec := policy.Decide(p, cal.For(country), a, d)
				want := recount(cal.For(country), a, d)
				if diff := cmp.Diff(want, flat(dec)); diff != "" {
					t.Fatalf("%s ledger %d on %s:\n%s\n%+v", country, n, d, diff, a)
				}
				letters += len(want)
				slices.Reverse(a.Items)
				slices.Reverse(a.Steps)
				if diff := cmp.Diff(want, flat(policy.Decide(p, cal.For(country), a, d))); diff != "" {
					t.Fatalf("%s ledger %d on %s: the order of the facts changes the plan:\n%s", country, n, d, diff)
				}
				honoured(t, dec)
				record(p, a, d, dec)
				done = a.Steps
				again := policy.Decide(p, cal.For(country), a, d)
				if len(again.Actions) > 0 {
					t.Fatalf("%s ledger %d on %s: decided again %v", country, n, d, flat(again))
				}
				once(t, done)
			}
		}
	}
	if letters < 5000 {
		t.Errorf("only %d items were chased: the ledgers prove too little", letters)
	}
}

// honoured sees that every window is kept, but by what was missed, and that
// nothing is asked for where nothing is left.
func honoured(t *testing.T, d policy.Decision) {
	t.Helper()
	windows := map[string]policy.Window{"reminder": {From: -7, To: -3}, "warning": {From: 5, To: 10}, "claim": {From: 11, To: policy.Open}, "court": {From: 16, To: policy.Open}}
	seen := map[string]bool{}
	for _, act := range d.Actions {
		name := act.Step + string(act.Currency)
		if seen[name] {
			t.Fatalf("two actions of %s", name)
		}
		seen[name] = true
		for _, it := range act.Items {
			w := windows[it.Step]
			ok := it.How == policy.InWindow && w.Has(it.Days) || it.How == policy.Late && it.Days > w.To || it.How == policy.Before && it.Days < w.From
			if !ok || it.Open <= 0 || it.Open+it.Credit+it.Disputed+it.InTransit != it.Gross {
				t.Fatalf("%s: %+v", act.Step, it)
			}
		}
	}
}

// once sees that no step was done twice, nor two steps on one day.
func once(t *testing.T, done []ledger.Applied) {
	t.Helper()
	steps, days := map[string]bool{}, map[string]bool{}
	for _, s := range done {
		step, on := string(s.Invoice)+s.Step, string(s.Invoice)+s.On.String()
		if steps[step] || days[on] {
			t.Fatalf("twice: %+v in %+v", s, done)
		}
		steps[step], days[on] = true, true
	}
}

// flat is a decision as lines.
func flat(d policy.Decision) []string {
	var out []string
	for _, act := range d.Actions {
		var total money.Minor
		for _, it := range act.Items {
			out = append(out, fmt.Sprintf("%s %s %s %d", act.Step, act.Currency, it.Invoice, it.Open))
			total += it.Open
		}
		if total != act.Total {
			out = append(out, "total is wrong")
		}
	}
	return out
}

// recount says the same in the plainest way.
func recount(c *cal.Calendar, a *ledger.Account, today cal.Date) []string {
	runs := func(d cal.Date) bool {
		if !c.IsWorking(d) {
			return false
		}
		for {
			if w := d.Weekday(); w == time.Tuesday || w == time.Friday {
				return true
			}
			d--
			if c.IsWorking(d) {
				return false
			}
		}
	}
	if !runs(today) {
		return nil
	}
	doneOn := map[string]cal.Date{}
	for _, s := range a.Steps {
		doneOn[s.Step+string(s.Invoice)] = s.On
	}
	credit := map[money.Currency]money.Minor{}
	for _, cr := range a.Credits {
		credit[cr.Currency] = cr.Amount
	}
	type line struct {
		rank int
		text string
	}
	var lines []line
	for _, it := range a.Items { // by due date, those without at the end
		net := it.Open - min(it.Open, credit[it.Currency])
		credit[it.Currency] -= it.Open - net
		var promise, suspend, disputeAll, disputeOwn ledger.Event
		var promiseAll, suspendAll ledger.Event
		transit := false
		for _, e := range a.Events {
			all := e.Invoice == ""
			if !all && e.Invoice != it.Invoice {
				continue
			}
			switch {
			case e.Kind == "promise" && all:
				promiseAll = e
			case e.Kind == "promise":
				promise = e
			case (e.Kind == "suspend" || e.Kind == "resume") && all:
				suspendAll = e
			case e.Kind == "suspend" || e.Kind == "resume":
				suspend = e
			case strings.HasPrefix(string(e.Kind), "dispute") && all:
				disputeAll = e
			case strings.HasPrefix(string(e.Kind), "dispute"):
				disputeOwn = e
			case e.Kind == "in_transit" && e.Until >= today:
				transit = true
			}
		}
		stopped := transit || disputeAll.Kind == "dispute"
		for _, e := range []ledger.Event{promise, promiseAll} {
			stopped = stopped || e.Until != 0 && e.Until >= today
		}
		for _, e := range []ledger.Event{suspend, suspendAll} {
			stopped = stopped || e.Kind == "suspend" && (e.Until == 0 || e.Until >= today)
		}
		if disputeOwn.Kind == "dispute" {
			if disputeOwn.Amount == 0 || disputeOwn.Amount >= net {
				stopped = true
			} else {
				net -= disputeOwn.Amount
			}
		}
		if stopped || net == 0 || it.Due == 0 {
			continue
		}
		days := int(today - it.Due)
		nextRun := today + 1
		for !runs(nextRun) {
			nextRun++
		}
		reminded := doneOn["reminder"+string(it.Invoice)] != 0
		warned := doneOn["warning"+string(it.Invoice)]
		claimed := doneOn["claim"+string(it.Invoice)]
		sued := doneOn["court"+string(it.Invoice)]
		var rank int
		var step string
		switch {
		case days >= 16 && claimed != 0 && claimed < today && sued == 0:
			rank, step = 4, "court"
		case days >= 11 && warned != 0 && warned < today && claimed == 0:
			rank, step = 3, "claim"
		case days >= 5 && warned == 0:
			rank, step = 2, "warning"
		case days >= -7 && days <= -3 && !reminded:
			rank, step = 1, "reminder"
		case days < -7 && int(nextRun-it.Due) > -3 && !reminded:
			rank, step = 1, "reminder"
		default:
			continue
		}
		if it.Currency == "EUR" {
			rank += 10
		}
		lines = append(lines, line{rank, fmt.Sprintf("%s %s %s %d", step, it.Currency, it.Invoice, net)})
	}
	sort.SliceStable(lines, func(i, j int) bool {
		x, y := lines[i], lines[j]
		return x.rank%10*2+x.rank/10 < y.rank%10*2+y.rank/10
	})
	var out []string
	for _, l := range lines {
		out = append(out, l.text)
	}
	return out
}
