package backtest_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"debitor/internal/backtest"
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/policies"
)

var calendar = cal.For("BY")

func day(s string) cal.Date {
	d, err := cal.Parse(s)
	if err != nil {
		panic(s)
	}
	return d
}

func parse(t testing.TB, text string) *policy.Policy {
	t.Helper()
	p, err := policy.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func shipped(t testing.TB, name string) *policy.Policy {
	t.Helper()
	text, err := policies.Source(name)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(text))
}

// daily runs on other days than policy A, counts other days, and holds for a while only.
const daily = `policy: daily
title: {en: Daily}
days: working
roll: next-working-day
min-amount: 5.00
run: {on: [mon, tue, wed, thu, fri], holiday: skip}
steps:
  - {id: hello, at: -1, letter: reminder, by: [email]}
  - {id: note, at: 2..4, letter: warning, by: [post, email]}
  - {id: visit, at: 5..20, task: talk, to: sales-representative}
  - {id: end, at: 15.., letter: claim, by: [post], after: note}
holds:
  - {id: soon, at: 3..9, stops: shipments, lifted-by: [head-of-sales]}
  - {id: late, at: 30..60, stops: shipments, lifted-by: [head-of-sales]}
`

// rich has of everything that the language knows.
const rich = `policy: rich
title: {en: Rich}
min-gap: 4
combine: strongest
max-age: 90
run: {on: [mon, thu], holiday: next-working-day}
costs: {post: 3.20, email: 0.01, call: 5.00, visit: 30.00, meeting: 50.00, memo: 1.00}
categories:
  - {id: "1", title: {en: Good}, grace: 5, tone: soft}
  - {id: "2", title: {en: Other}, default: true}
steps:
  - {id: week, at: next-week, every: [fri], call: next-week, to: sales-representative, per: invoice}
  - {id: paper, on: not-handed-over, at: 5.., repeat: 10, task: fetch-papers, to: assistant}
  - {id: hello, at: -3..-1, letter: reminder, by: [email], missed: send-before, if: late_times > 0}
  - {id: ring, at: 1..20, call: ring, repeat: 3, every: [mon, tue, wed, thu, fri], if: open > 10.00 and not disputed}
  - {id: note, at: 2..6, letter: warning, by: [post, email], missed: send-late}
  - {id: broken, on: promise-broken, at: 0..5, call: ask-why}
  - {id: quarrel, on: dispute, at: 1.., memo: quarrel, to: supervisor}
  - {id: claim, at: 10.., letter: claim, by: [post], after: note, wait: 5}
  - {id: meet, at: 12..40, meeting: meet, to: head-of-sales, after: note, if: oldest > 15 and worst_delay > 20}
  - {id: fine, at: 14.., charge: fine, to: accountant, per: contract}
  - {id: papers, at: 20.., package: court, documents: [contract], to: lawyer, after: claim}
  - {id: list, at: 21.., every: month, propose: prepayment, to: finance-control}
  - {id: boss, at: 25.., escalate: what-now, options: [wait, sue], within: 10, to: director, if: done(claim)}
holds:
  - {id: big, at: 2.., stops: shipments, lifted-by: [head-of-sales], if: open > 20.00}
  - {id: worse, at: 10.., days: working, stops: shipments, lifted-by: [director]}
`

// happenings are the events that move an account, the frequent ones twice.
var happenings = slices.Concat(ledger.EventKinds[2:], []ledger.EventKind{ledger.Promise, ledger.Promise, ledger.Dispute, ledger.Dispute})

// story is a made-up customer with everything that moves an account: refunds,
// money that came before its document, terms that have not started, disputes
// recorded late.
func story(r *rand.Rand, n int, from, to cal.Date) ledger.History {
	within := func() cal.Date { return from - 60 + cal.Date(r.IntN(int(to-from)+60)) }
	h := ledger.History{Head: ledger.Account{Customer: id.Customer(fmt.Sprintf("C%03d", n)), Manager: "Ann", Category: []string{"1", "2", ""}[n%3], HasEmail: n%4 > 0, HasPost: true}}
	for i := range r.IntN(12) {
		issued := within()
		it := ledger.HistoryItem{Item: ledger.Item{
			Invoice: id.Invoice(fmt.Sprintf("%03d-%d", n, i/2)), Part: 1 + i%2, Issued: issued, Due: issued + cal.Date(r.IntN(40)),
			Amount: money.Minor(1 + r.IntN(5000)), Currency: []money.Currency{"BYN", "EUR"}[r.IntN(5)/4],
		}}
		if r.IntN(15) == 0 {
			it.Due = 0
		}
		for open := it.Amount; open > 0 && r.IntN(3) > 0; {
			s := ledger.Settle{On: issued - 3 + cal.Date(r.IntN(70)), Amount: 1 + money.Minor(r.IntN(int(open)))}
			if r.IntN(2) == 0 {
				s.Amount = open
			}
			it.Settled = append(it.Settled, s)
			h.Payments = append(h.Payments, ledger.Receipt{On: s.On, Amount: s.Amount + money.Minor(r.IntN(2)*r.IntN(400)), Currency: it.Currency})
			if r.IntN(5) == 0 { // the bank takes it back
				back := ledger.Settle{On: s.On + cal.Date(r.IntN(20)), Amount: -s.Amount}
				it.Settled = append(it.Settled, back)
				h.Payments = append(h.Payments, ledger.Receipt{On: back.On, Amount: -s.Amount, Currency: it.Currency})
				continue
			}
			open -= s.Amount
		}
		slices.SortStableFunc(it.Settled, func(a, b ledger.Settle) int { return cmp.Compare(a.On, b.On) })
		h.Items = append(h.Items, it)
	}
	slices.SortFunc(h.Items, func(a, b ledger.HistoryItem) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Invoice, b.Invoice), cmp.Compare(a.Part, b.Part))
	})
	slices.SortStableFunc(h.Payments, func(a, b ledger.Receipt) int { return cmp.Compare(a.On, b.On) })
	for range r.IntN(10) {
		e := ledger.Event{Date: within(), Kind: happenings[r.IntN(len(happenings))], Customer: h.Head.Customer, Currency: "BYN"}
		if len(h.Items) > 0 && r.IntN(4) > 0 {
			it := &h.Items[r.IntN(len(h.Items))]
			e.Invoice, e.Currency = it.Invoice, it.Currency
		}
		if e.Kind != ledger.Refusal && r.IntN(2) == 0 || e.Kind == ledger.Promise || e.Kind == ledger.Plan {
			e.Until = e.Date + cal.Date(r.IntN(25))
		}
		if e.Kind == ledger.Plan || r.IntN(3) == 0 {
			e.Amount = money.Minor(1 + r.IntN(2000))
		}
		h.Events = append(h.Events, e) // recorded in another order than they happened
	}
	return h
}

// TestReplayIsDayByDay plays random histories and compares the result with the
// plainest way to it: on each day the account from the beginning, one decision,
// and everything recorded.
func TestReplayIsDayByDay(t *testing.T) {
	span := backtest.Span{From: day("2025-12-01"), To: day("2026-05-31")}
	r := rand.New(rand.NewPCG(8, 3)) //nolint:gosec // a test's seed
	var list []ledger.History
	for n := range 250 {
		list = append(list, story(r, n, span.From, span.To))
	}
	a, b, c := shipped(t, "aktivmarket"), parse(t, daily), parse(t, rich)
	for name, pair := range map[string][2]*policy.Policy{"two ladders": {a, b}, "everything": {c, a}} {
		t.Run(name, func(t *testing.T) {
			totals, differences := sameDayByDay(t, span, list, pair)
			for i, p := range pair {
				for _, step := range p.Steps {
					if totals[i]["step "+step.ID] == 0 {
						t.Errorf("policy %d: step %s never arises: the histories prove too little", i, step.ID)
					}
				}
				if totals[i]["letter"] < 300 || totals[i]["holds"] < 50 {
					t.Errorf("policy %d: the histories prove too little: %v", i, totals[i])
				}
			}
			if differences < 1000 {
				t.Errorf("only %d differences: the histories prove too little", differences)
			}
		})
	}
	for _, name := range policies.Names() {
		t.Run(name, func(t *testing.T) { sameDayByDay(t, span, list[:50], [2]*policy.Policy{shipped(t, name), c}) })
	}
}

// sameDayByDay compares and gives what the plain replay found.
func sameDayByDay(t *testing.T, span backtest.Span, list []ledger.History, pair [2]*policy.Policy) (totals [2]map[string]int, different int) {
	t.Helper()
	totals = [2]map[string]int{{}, {}}
	got := backtest.New(calendar, span, pair[0], pair[1]).Run(list)
	var differences []string
	for i := range list {
		a, b := playPlainly(pair[0], span, &list[i], totals[0]), playPlainly(pair[1], span, &list[i], totals[1])
		differences = append(differences, partings(&list[i], span, a, b)...)
	}
	for i := range totals {
		maps.DeleteFunc(totals[i], func(_ string, n int) bool { return n == 0 })
		if diff := gocmp.Diff(totals[i], lines(&got.Policies[i])); diff != "" {
			t.Errorf("policy %d (-day by day +replay):\n%s", i, diff)
		}
	}
	told := make([]string, len(got.Differences))
	for i := range told {
		d := &got.Differences[i]
		told[i] = parting(d.Customer, d.Invoice, d.Part, d.Date, entry{d.A, d.WhyA}, entry{d.B, d.WhyB}) + " " + short(d.Last) + " " + short(d.Next)
	}
	if diff := gocmp.Diff(differences, told); diff != "" {
		t.Errorf("differences (-day by day +replay):\n%s", diff)
	}
	return totals, len(differences)
}

// TestBatchesAddUp cuts the same histories into other batches.
func TestBatchesAddUp(t *testing.T) {
	span := backtest.Span{From: day("2026-01-01"), To: day("2026-03-31")}
	a, b := shipped(t, "aktivmarket"), parse(t, daily)
	r := rand.New(rand.NewPCG(5, 5)) //nolint:gosec // a test's seed
	var list []ledger.History
	for n := range 60 {
		list = append(list, story(r, n, span.From, span.To))
	}
	whole := backtest.New(calendar, span, a, b).Run(list)
	replay := backtest.New(calendar, span, a, b)
	sum := replay.Run(list[:1])
	for i := 1; i < len(list); i += 7 {
		part := replay.Run(list[i:min(i+7, len(list))])
		for j := range sum.Policies {
			sum.Policies[j].Add(&part.Policies[j])
		}
		sum.Customers = append(sum.Customers, part.Customers...)
		sum.Differences = append(sum.Differences, part.Differences...)
	}
	unexported := gocmp.FilterPath(func(p gocmp.Path) bool { return strings.HasSuffix(p.String(), "item") }, gocmp.Ignore())
	if diff := gocmp.Diff(whole, sum, unexported); diff != "" {
		t.Errorf("-whole +in batches:\n%s", diff)
	}
}

// entry is what was done about an instalment, or nothing, and why.
type entry struct {
	backtest.Deed
	why []policy.Reason
}

// played is one policy over one customer: what it did by instalment, and what
// stood in the way of it on a day.
type played struct {
	deeds    map[string][]entry
	blockers func(invoice id.Invoice, part int, day cal.Date) []policy.Reason
}

func name(invoice id.Invoice, part int) string { return fmt.Sprintf("%s/%d", invoice, part) }

// playPlainly takes the account of each day from the beginning and adds what
// it finds to the totals.
func playPlainly(p *policy.Policy, span backtest.Span, h *ledger.History, totals map[string]int) played {
	var done []ledger.Applied
	out := played{deeds: map[string][]entry{}}
	out.blockers = func(invoice id.Invoice, part int, day cal.Date) []policy.Reason {
		a := h.At(day)
		for _, s := range done {
			if s.On < day {
				a.Steps = append(a.Steps, s)
			}
		}
		e, _ := policy.Explain(p, calendar, &a, invoice, part, day)
		return e.Blockers
	}
	held := 0
	for day := span.From; day <= span.To+1; day++ {
		a := h.At(day)
		a.Steps = done
		if day <= span.To && credit.Check(credit.Query{Policy: p, Calendar: calendar, Account: &a, Date: day, Currency: "BYN"}).Held {
			held++
			totals["hold days"]++
		} else if held > 0 {
			totals["holds"]++
			totals[fmt.Sprintf("hold of %v", held > 14)]++
			held = 0
		}
		if day > span.To {
			break
		}
		for _, act := range policy.NewDecider(p, calendar, day).Decide(&a).Actions {
			totals[string(act.Kind)]++
			switch {
			case act.Kind != policy.Letter:
				totals["cost"] += int(p.Costs[string(act.Kind)])
				totals["by hand"]++
			case slices.Contains(act.Channels, policy.Post):
				totals["by hand"]++
			}
			totals["step "+act.Step]++
			for _, ch := range act.Channels {
				totals[string(ch)]++
				totals["cost"] += int(p.Costs[string(ch)])
			}
			year, week := day.Time().ISOWeek()
			totals[fmt.Sprintf("%s %d-W%02d", act.To, year, week)]++
			for _, it := range act.Items {
				totals["items "+act.Step]++
				done = append(done, ledger.Applied{Invoice: it.Invoice, Part: it.Part, Policy: p.Name, Step: it.Step, On: day})
				e := entry{backtest.Deed{On: day, Step: act.Step, Kind: act.Kind, Name: act.Letter + act.Task}, nil}
				out.deeds[name(it.Invoice, it.Part)] = append(out.deeds[name(it.Invoice, it.Part)], e)
			}
		}
	}
	for _, it := range h.Items {
		a := h.At(it.Due)
		if !slices.ContainsFunc(a.Items, func(o ledger.Item) bool { return o.Invoice == it.Invoice && o.Part == it.Part }) || it.Due < span.From || it.Due >= span.To {
			continue
		}
		late := -1
		for _, e := range out.deeds[name(it.Invoice, it.Part)] {
			if late < 0 && e.On >= it.Due {
				late = int(e.On - it.Due)
			}
		}
		if late < 0 {
			totals["untouched"]++
			last := h.At(span.To)
			if slices.ContainsFunc(last.Items, func(o ledger.Item) bool { return o.Invoice == it.Invoice && o.Part == it.Part }) {
				totals["forgotten"]++
			}
			continue
		}
		totals["touched"]++
		totals["days to the first"] += late
	}
	return out
}

// lines are a replay's figures under the names that playPlainly gives them.
func lines(f *backtest.Figures) map[string]int {
	out := map[string]int{
		"letter": f.Letters, "email": f.Emails, "post": f.Prints, "call": f.Calls, "visit": f.Visits, "meeting": f.Meetings, "task": f.Tasks,
		"memo": f.Memos, "package": f.Packages, "charge": f.Charges, "propose": f.Proposals, "escalate": f.Escalations, "by hand": f.Hands,
		"cost": int(f.Cost), "hold days": f.HoldDays, "holds": f.HoldLengths.N,
		"hold of false": f.HoldLengths.Buckets[0] + f.HoldLengths.Buckets[1], "hold of true": f.HoldLengths.Buckets[2] + f.HoldLengths.Buckets[3] + f.HoldLengths.Buckets[4],
		"untouched": f.Untouched, "forgotten": f.Forgotten, "touched": f.First.N, "days to the first": f.First.Days,
	}
	for _, s := range f.Steps {
		if s.Actions > 0 {
			out["step "+s.Step], out["items "+s.Step] = s.Actions, s.Items
		}
	}
	for duty, c := range f.Work {
		out[duty.Role+" "+duty.Week()] = c.Letters + c.Calls + c.Visits + c.Meetings + c.Tasks + c.Memos + c.Packages + c.Charges + c.Proposals + c.Escalations
	}
	maps.DeleteFunc(out, func(_ string, n int) bool { return n == 0 })
	return out
}

// partings are the differences in plain loops.
func partings(h *ledger.History, span backtest.Span, a, b played) []string {
	var out []string
	for day := span.From; day <= span.To; day++ {
		for _, it := range h.Items {
			key := name(it.Invoice, it.Part)
			da, db := on(day, a.deeds[key]), on(day, b.deeds[key])
			onlyA, onlyB := lacking(da, db), lacking(db, da)
			for i := range max(len(onlyA), len(onlyB)) {
				var ea, eb entry
				var silent []entry
				if i < len(onlyA) {
					ea = onlyA[i]
				} else if silent = a.deeds[key]; len(da) == 0 {
					ea.why = a.blockers(it.Invoice, it.Part, day)
				}
				if i < len(onlyB) {
					eb = onlyB[i]
				} else if silent = b.deeds[key]; len(db) == 0 {
					eb.why = b.blockers(it.Invoice, it.Part, day)
				}
				var last, next backtest.Deed
				for _, e := range silent {
					if e.On < day {
						last = e.Deed
					} else if e.On > day && next.Step == "" {
						next = e.Deed
					}
				}
				out = append(out, parting(h.Head.Customer, it.Invoice, it.Part, day, ea, eb)+" "+short(last)+" "+short(next))
			}
		}
	}
	return out
}

func on(day cal.Date, list []entry) (out []entry) {
	for _, e := range list {
		if e.On == day {
			out = append(out, e)
		}
	}
	return out
}

func lacking(list, other []entry) (out []entry) {
	for _, e := range list {
		if !slices.ContainsFunc(other, func(o entry) bool { return o.Kind == e.Kind && o.Name == e.Name }) {
			out = append(out, e)
		}
	}
	return out
}

// parting is a difference as a line; the reasons of what was done are looked at
// in another test.
func parting(c id.Customer, invoice id.Invoice, part int, day cal.Date, a, b entry) string {
	line := fmt.Sprintf("%s %s %s:", c, name(invoice, part), day)
	for _, e := range []entry{a, b} {
		line += " " + short(e.Deed)
		if e.Step == "" {
			for _, r := range e.why {
				line += " (" + r.Text("en") + ")"
			}
		}
	}
	return line
}

func short(d backtest.Deed) string {
	if d.Step == "" {
		return "nothing"
	}
	return fmt.Sprintf("%s:%s %s on %s", d.Step, d.Kind, d.Name, d.On)
}
