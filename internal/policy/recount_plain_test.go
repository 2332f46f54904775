package policy_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/policies"
)

// What the recounts of several policies share: random ledgers, and one document
// on one day as plain loops over the facts have it. Nothing here asks Decide or
// what it is made of.

// walked is one document on one day.
type walked struct {
	c           *cal.Calendar
	today, next cal.Date // next: the working day after today
	it          *ledger.Item
	category    string
	record      *ledger.Record
	steps       []ledger.Applied // of the document

	net, disputed money.Minor
	stopped       bool // a promise, a plan that is kept, a written order

	promiseBroken, planBroken, transitExpired, notice, refusal, noContact, guarantee, restructured, claim, dispute, prepayment, prepaidUntil cal.Date

	plan   bool
	reason string
}

// recounter names the steps that arise for a document on a working day; of its
// letters all, the weakest first.
type recounter struct {
	policy  string
	letters []string // in the order of the policy's file
	people  []string
	arises  func(w *walked, letters, people []string) []string
	atLeast int // how often each step must have arisen for the test to mean something
}

// run plays random ledgers day by day, applying what is decided, and compares
// each day with the recount.
func (k *recounter) run(t *testing.T, seed uint64) {
	t.Helper()
	source, err := policies.Source(k.policy)
	if err != nil {
		t.Fatal(err)
	}
	p := parse(t, string(source))
	if len(k.letters)+len(k.people) != len(p.Steps) {
		t.Fatalf("the recount knows %d steps, the policy has %d", len(k.letters)+len(k.people), len(p.Steps))
	}
	r := rand.New(rand.NewPCG(seed, 4))
	fired := map[string]int{}
	for n := range 260 {
		country := []string{"RU", "BY"}[n%2]
		from := day([]string{"2025-11-10", "2026-03-20"}[n/2%2])
		h := walkLedger(r, from)
		var done []ledger.Applied
		for d := from; d < from+150; d++ {
			a := h.At(d)
			a.Steps = done
			if n%5 == 0 && d >= from+70 {
				a.Category = "black-list"
			}
			decision := policy.Decide(p, cal.For(country), &a, d)
			want := k.plan(cal.For(country), &a, d)
			if diff := cmp.Diff(want, sorted(decision)); diff != "" {
				t.Fatalf("%s ledger %d (%s) on %s (-recount +decided):\n%s\n%+v", k.policy, n, country, d, diff, a)
			}
			for _, act := range decision.Actions {
				fired[act.Step] += len(act.Items)
			}
			record(p, &a, d, decision)
			done = a.Steps
		}
	}
	for _, step := range slices.Concat(k.letters, k.people) {
		t.Logf("%6d × %s", fired[step], step)
		if fired[step] < k.atLeast {
			t.Errorf("%s arose %d times: the ledgers prove too little", step, fired[step])
		}
	}
}

// sorted is a decision as lines, document by document.
func sorted(d policy.Decision) []string {
	out := flat(d)
	sort.Strings(out)
	return out
}

// plan is what the recount finds for an account, as the same lines.
func (k *recounter) plan(c *cal.Calendar, a *ledger.Account, today cal.Date) []string {
	if !c.IsWorking(today) {
		return nil
	}
	var out []string
	for i := range a.Items {
		w := walkTo(c, a, i, today)
		if w.stopped {
			continue
		}
		letter := ""
		for _, step := range k.arises(w, k.letters, k.people) {
			asked := w.net
			if step == "complaint" {
				asked = w.disputed
			}
			switch {
			case asked == 0:
			case slices.Contains(k.letters, step):
				letter = step // the strongest comes last
			default:
				out = append(out, fmt.Sprintf("%s %s %s %d", step, w.it.Currency, w.it.Invoice, asked))
			}
		}
		if letter != "" {
			out = append(out, fmt.Sprintf("%s %s %s %d", letter, w.it.Currency, w.it.Invoice, w.net))
		}
	}
	sort.Strings(out)
	return out
}

// days is how many calendar days the document is past due.
func (w *walked) days() int { return int(w.today - w.it.Due) }

// working is how many working days lie between two days, the second counted.
func (w *walked) working(from, to cal.Date) int {
	n := 0
	for d := from + 1; d <= to; d++ {
		if w.c.IsWorking(d) {
			n++
		}
	}
	for d := to + 1; d <= from; d++ {
		if w.c.IsWorking(d) {
			n--
		}
	}
	return n
}

// first is the day a step was done first, 0 if never; times how often; last
// when last.
func (w *walked) first(step string) (on cal.Date) {
	for _, s := range w.steps {
		if s.Step == step && (on == 0 || s.On < on) {
			on = s.On
		}
	}
	return on
}

func (w *walked) last(step string) (on cal.Date) {
	for _, s := range w.steps {
		if s.Step == step {
			on = max(on, s.On)
		}
	}
	return on
}

func (w *walked) never(step string) bool { return w.first(step) == 0 }

// before says whether a step was done on an earlier day, and at least so many
// calendar days ago.
func (w *walked) before(step string, ago int) bool {
	on := w.first(step)
	return on != 0 && on < w.today && int(w.today-on) >= ago
}

// overtaken says whether a stronger one of the steps was done already.
func (w *walked) overtaken(step string, order []string) bool {
	for _, s := range order[slices.Index(order, step)+1:] {
		if !w.never(s) {
			return true
		}
	}
	return false
}

// early says whether today is the last working day before days that hold none.
func (w *walked) early(from, to int) bool {
	return w.days() < from && int(w.next-w.it.Due) > to
}

// event says whether something happened for which the step was not done yet.
func (w *walked) event(step string, on cal.Date) bool {
	return on != 0 && w.it.Due != 0 && w.last(step) < on
}

// weekday says whether what is done on a weekday is done today: on that day,
// or on the first working day after it if it was none.
func (w *walked) weekday(want time.Weekday) bool {
	for d := w.today; ; d-- {
		if d.Weekday() == want {
			return true
		}
		if w.c.IsWorking(d - 1) {
			return false
		}
	}
}

// walkTo finds what is to be known of a document.
func walkTo(c *cal.Calendar, a *ledger.Account, i int, today cal.Date) *walked {
	it := &a.Items[i]
	w := &walked{c: c, today: today, next: today + 1, it: it, category: a.Category, record: a.Record}
	for !c.IsWorking(w.next) {
		w.next++
	}
	for _, s := range a.Steps {
		if s.Invoice == it.Invoice {
			w.steps = append(w.steps, s)
		}
	}
	credit := money.Minor(0)
	for _, cr := range a.Credits {
		credit = cr.Amount
	}
	for j := range i { // in the order of due dates, those without one at the end
		credit -= min(credit, a.Items[j].Open)
	}
	credit = min(credit, it.Open)
	w.sums(a, credit)
	w.standing(a)
	w.happened(a)
	return w
}

// about are the events of the document, or of the whole customer, of the kinds.
func (w *walked) about(a *ledger.Account, own bool, kinds ...ledger.EventKind) (list []ledger.Event) {
	for _, e := range a.Events {
		if slices.Contains(kinds, e.Kind) && (own && e.Invoice == w.it.Invoice || !own && e.Invoice == "") {
			list = append(list, e)
		}
	}
	return list
}

// newest is the last of a list: events come in the order of their dates.
func newest(list []ledger.Event) ledger.Event {
	if len(list) == 0 {
		return ledger.Event{}
	}
	return list[len(list)-1]
}

// sums takes disputes and money on its way off the document.
func (w *walked) sums(a *ledger.Account, credit money.Minor) {
	free, disputed, way := w.it.Open, money.Minor(0), money.Minor(0)
	for _, e := range a.Events {
		if e.Invoice != "" && e.Invoice != w.it.Invoice {
			continue
		}
		part := free
		if e.Amount != 0 {
			part = min(free, e.Amount)
		}
		switch {
		case e.Kind == "dispute" && e == newest(w.about(a, e.Invoice != "", "dispute", "dispute_closed")):
			disputed += part
			free -= part
		case e.Kind == "in_transit" && e.Until >= w.today:
			way += part
			free -= part
		}
	}
	w.net = max(0, w.it.Open-credit-disputed-way)
	w.disputed = min(disputed, w.it.Open-credit)
}

// received is what was paid to the document between two days.
func (w *walked) received(a *ledger.Account, from, to cal.Date) (sum money.Minor) {
	for _, r := range a.Receipts {
		if r.Invoice == w.it.Invoice && r.On >= from && r.On <= to {
			sum += r.Amount
		}
	}
	return sum
}

// standing finds whether anything suspends the document, and its payment plan.
func (w *walked) standing(a *ledger.Account) {
	for _, own := range []bool{true, false} {
		promise, order := newest(w.about(a, own, "promise")), newest(w.about(a, own, "suspend", "resume"))
		w.stopped = w.stopped || promise.Until != 0 && promise.Until >= w.today
		w.stopped = w.stopped || order.Kind == "suspend" && (order.Until == 0 || order.Until >= w.today)
	}
	latest := newest(w.about(a, true, "plan")).Date
	for _, row := range w.about(a, true, "plan") {
		switch {
		case row.Date != latest:
		case row.Until >= w.today:
			w.plan = true
		default:
			sum := money.Minor(0)
			for _, other := range w.about(a, true, "plan") {
				if other.Date == latest && other.Until <= row.Until {
					sum += other.Amount
				}
			}
			if w.received(a, row.Date+1, row.Until) < sum && (w.planBroken == 0 || row.Until < w.planBroken) {
				w.planBroken = row.Until + 1
			}
		}
	}
	w.plan = w.plan && w.planBroken == 0
	w.stopped = w.stopped || w.plan
}

// happened finds the days of what happened.
func (w *walked) happened(a *ledger.Account) {
	for _, own := range []bool{true, false} {
		promises := w.about(a, own, "promise")
		for i, e := range promises {
			replaced := false
			for _, later := range promises[i+1:] {
				replaced = replaced || later.Date <= e.Until
			}
			owed := own || w.it.Due != 0 && w.it.Due <= e.Until && w.it.Issued <= e.Date
			if e.Until < w.today && !replaced && owed {
				w.promiseBroken = max(w.promiseBroken, e.Until+1)
			}
		}
		if e := newest(w.about(a, own, "dispute", "dispute_closed")); e.Kind == "dispute" {
			w.dispute = max(w.dispute, e.Date)
		}
		for _, e := range w.about(a, own, "in_transit") {
			if e.Until < w.today && w.received(a, e.Date, w.today) == 0 && (own || w.it.Issued <= e.Date) {
				w.transitExpired = max(w.transitExpired, e.Until+1)
			}
		}
		w.notice = max(w.notice, newest(w.about(a, own, "notice")).Date)
		w.refusal = max(w.refusal, newest(w.about(a, own, "refusal")).Date)
		w.noContact = max(w.noContact, newest(w.about(a, own, "no_contact")).Date)
		w.guarantee = max(w.guarantee, newest(w.about(a, own, "guarantee")).Date)
		w.restructured = max(w.restructured, newest(w.about(a, own, "restructured")).Date)
		w.claim = max(w.claim, newest(w.about(a, own, "claim_delivered")).Date)
		w.prepayment = max(w.prepayment, newest(w.about(a, own, "prepayment")).Date)
		for _, e := range w.about(a, own, "prepayment") {
			if e.Until == 0 {
				e.Until = cal.Last
			}
			w.prepaidUntil = max(w.prepaidUntil, e.Until)
		}
	}
	if w.prepayment < w.it.Issued {
		w.prepayment = 0
	}
	for _, e := range a.Events {
		if e.Reason != "" && (e.Invoice == "" || e.Invoice == w.it.Invoice) && slices.Contains([]ledger.EventKind{"dispute", "call", "notice", "refusal"}, e.Kind) {
			w.reason = e.Reason
		}
	}
}

// walkLedger is a made-up customer over five months, most of whose documents
// stay open long enough to climb a whole ladder.
func walkLedger(r *rand.Rand, from cal.Date) *ledger.History {
	h := &ledger.History{Head: ledger.Account{
		Customer: "c", HasEmail: true, HasPost: true, Category: []string{"", "1", "2", "3", "3", "4", "black-list"}[r.IntN(7)],
	}}
	for n := range 1 + r.IntN(4) {
		due := from - 10 + cal.Date(r.IntN(60))
		it := ledger.HistoryItem{Item: ledger.Item{
			Invoice: id.Invoice(fmt.Sprintf("%02d", n)), Part: 1, Issued: due - cal.Date(5+r.IntN(30)), Due: due, Amount: money.Minor(100 + r.IntN(5000)), Currency: "BYN",
		}}
		if r.IntN(3) > 0 {
			it.HandedOver = it.Issued + cal.Date(r.IntN(4))
		}
		if r.IntN(3) > 0 {
			it.Accepted = it.Issued + cal.Date(r.IntN(6))
		}
		if r.IntN(15) == 0 {
			it.Due = 0
		}
		if r.IntN(3) == 0 {
			it.Settled = append(it.Settled, ledger.Settle{On: due + cal.Date(r.IntN(60)), Amount: 1 + money.Minor(r.Int64N(int64(it.Amount)))})
		}
		h.Items = append(h.Items, it)
		for range r.IntN(5) {
			h.Events = append(h.Events, happening(r, &h.Items[n], due)...)
		}
	}
	if r.IntN(2) == 0 {
		for _, e := range happening(r, &h.Items[0], h.Items[0].Due+5) {
			if e.Kind != "plan" {
				e.Invoice, e.Amount, e.Currency = "", 0, ""
				h.Events = append(h.Events, e)
			}
		}
	}
	for i := range h.Items {
		sort.SliceStable(h.Items[i].Settled, func(x, y int) bool { return h.Items[i].Settled[x].On < h.Items[i].Settled[y].On })
		for _, s := range h.Items[i].Settled {
			h.Payments = append(h.Payments, ledger.Receipt{On: s.On, Amount: s.Amount, Currency: "BYN"})
		}
	}
	if r.IntN(6) == 0 {
		h.Payments = append(h.Payments, ledger.Receipt{On: from + cal.Date(r.IntN(90)), Amount: money.Minor(1 + r.IntN(3000)), Currency: "BYN"})
	}
	slices.SortFunc(h.Items, func(a, b ledger.HistoryItem) int { return ledger.CompareDue(&a.Item, &b.Item) })
	sort.SliceStable(h.Events, func(i, j int) bool { return h.Events[i].Date < h.Events[j].Date })
	return h
}

// happening is something that happens to a document, around its due date or
// later; a payment plan is kept for a while.
func happening(r *rand.Rand, it *ledger.HistoryItem, due cal.Date) []ledger.Event {
	kinds := []ledger.EventKind{
		"promise", "promise", "dispute", "dispute_closed", "suspend", "resume", "in_transit", "notice", "refusal", "no_contact", "guarantee", "restructured", "claim_delivered", "call", "plan", "plan", "prepayment",
	}
	on := due - 8 + cal.Date(r.IntN(60))
	if r.IntN(3) == 0 {
		on = due - 6 + cal.Date(r.IntN(8))
	}
	e := ledger.Event{Date: on, Kind: kinds[r.IntN(len(kinds))], Invoice: it.Invoice, Currency: "BYN", Reason: []string{"", "", "high-risk", "faulty"}[r.IntN(4)]}
	switch e.Kind {
	case "promise", "in_transit", "notice":
		e.Until = e.Date + cal.Date(r.IntN(12))
	case "suspend":
		e.Until = e.Date + cal.Date(r.IntN(20))
	case "dispute":
		e.Amount = money.Minor(r.IntN(2) * (1 + r.IntN(3000)))
	case "plan":
		half := max(1, it.Amount/4)
		first, second := e, e
		first.Until, first.Amount = e.Date+cal.Date(5+r.IntN(10)), half
		second.Until, second.Amount = first.Until+cal.Date(5+r.IntN(20)), half
		if r.IntN(2) == 0 {
			it.Settled = append(it.Settled, ledger.Settle{On: first.Until - cal.Date(r.IntN(4)), Amount: half})
		}
		return []ledger.Event{first, second}
	}
	return []ledger.Event{e}
}
