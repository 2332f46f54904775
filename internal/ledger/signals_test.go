package ledger_test

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

func receipt(date string, invoice id.Invoice, amount money.Minor) ledger.Receipt {
	return ledger.Receipt{On: day(date), Invoice: invoice, Issued: day("2026-01-01"), Amount: amount, Currency: "BYN"}
}

func why(e ledger.Event, reason string) ledger.Event {
	e.Reason = reason
	return e
}

func TestSignals(t *testing.T) {
	type signals = ledger.Signals
	today := "2026-02-10"
	broken := signals{PromiseBroken: day(today), BrokenPromises: 1}
	for name, c := range map[string]struct {
		events   []ledger.Event
		receipts []ledger.Receipt
		want     [3]signals // A, due 01-20; B, due 02-20; C, issued 02-05
	}{
		"the promised day":         {[]ledger.Event{event("2026-02-01", "promise", "A", 0, today)}, nil, [3]signals{}},
		"the day after":            {[]ledger.Event{event("2026-02-01", "promise", "A", 0, "2026-02-09")}, nil, [3]signals{broken}},
		"all that was due":         {[]ledger.Event{event("2026-02-01", "promise", "", 0, "2026-02-09")}, nil, [3]signals{broken}},
		"what he names":            {[]ledger.Event{event("2026-02-01", "promise", "B", 0, "2026-02-09")}, nil, [3]signals{1: broken}},
		"another day in time":      {[]ledger.Event{event("2026-02-01", "promise", "A", 0, "2026-02-09"), event("2026-02-09", "promise", "A", 0, "2026-02-19")}, nil, [3]signals{}},
		"another day too late":     {[]ledger.Event{event("2026-02-01", "promise", "A", 0, "2026-02-09"), event(today, "promise", "A", 0, "2026-02-19")}, nil, [3]signals{broken}},
		"of another scope":         {[]ledger.Event{event("2026-02-01", "promise", "A", 0, "2026-02-09"), event("2026-02-02", "promise", "", 0, "2026-02-19")}, nil, [3]signals{broken}},
		"broken twice":             {[]ledger.Event{event("2026-01-01", "promise", "A", 0, "2026-01-09"), event("2026-02-01", "promise", "", 0, "2026-02-09")}, nil, [3]signals{{PromiseBroken: day(today), BrokenPromises: 2}}},
		"the part he promised":     {[]ledger.Event{event("2026-02-01", "promise", "A", 40, "2026-02-09")}, []ledger.Receipt{receipt("2026-02-09", "A", 40)}, [3]signals{}},
		"a part of the part":       {[]ledger.Event{event("2026-02-01", "promise", "A", 40, "2026-02-09")}, []ledger.Receipt{receipt("2026-02-09", "A", 39)}, [3]signals{broken}},
		"paid to another":          {[]ledger.Event{event("2026-02-01", "promise", "A", 40, "2026-02-09")}, []ledger.Receipt{receipt("2026-02-09", "B", 40)}, [3]signals{broken}},
		"paid before, and late":    {[]ledger.Event{event("2026-02-01", "promise", "A", 40, "2026-02-09")}, []ledger.Receipt{receipt("2026-02-01", "A", 40), receipt(today, "A", 40)}, [3]signals{broken}},
		"a plan":                   {[]ledger.Event{event("2026-02-01", "plan", "A", 40, today), event("2026-02-01", "plan", "A", 60, "2026-03-10")}, nil, [3]signals{{Plan: true, PlanUntil: day(today)}}},
		"its first part paid":      {[]ledger.Event{event("2026-02-01", "plan", "A", 40, "2026-02-09"), event("2026-02-01", "plan", "A", 60, "2026-03-10")}, []ledger.Receipt{receipt("2026-02-05", "A", 40)}, [3]signals{{Plan: true, PlanUntil: day("2026-03-10")}}},
		"its first part missed":    {[]ledger.Event{event("2026-02-01", "plan", "A", 40, "2026-02-08"), event("2026-02-01", "plan", "A", 60, "2026-03-10")}, []ledger.Receipt{receipt("2026-02-09", "A", 40)}, [3]signals{{PlanBroken: day("2026-02-09")}}},
		"paid the day it was made": {[]ledger.Event{event("2026-02-01", "plan", "A", 40, "2026-02-09")}, []ledger.Receipt{receipt("2026-02-01", "A", 40)}, [3]signals{{PlanBroken: day(today)}}},
		"parts in any order":       {[]ledger.Event{event("2026-02-01", "plan", "A", 40, "2026-02-08"), event("2026-02-01", "plan", "A", 60, "2026-02-04")}, nil, [3]signals{{PlanBroken: day("2026-02-05")}}},
		"due on the promised day":  {[]ledger.Event{event("2026-01-01", "promise", "", 0, "2026-01-20")}, nil, [3]signals{{PromiseBroken: day("2026-01-21"), BrokenPromises: 1}}},
		"due the day after":        {[]ledger.Event{event("2026-01-01", "promise", "", 0, "2026-01-19")}, nil, [3]signals{}},
		"a plan for all":           {[]ledger.Event{event("2026-02-01", "plan", "", 40, "2026-03-10")}, nil, [3]signals{{Plan: true, PlanUntil: day("2026-03-10")}, {Plan: true, PlanUntil: day("2026-03-10")}}},
		"a later plan":             {[]ledger.Event{event("2026-02-01", "plan", "A", 40, "2026-02-05"), event("2026-02-06", "plan", "A", 40, "2026-03-10")}, nil, [3]signals{{Plan: true, PlanUntil: day("2026-03-10")}}},
		"a plan that is over":      {[]ledger.Event{event("2026-02-01", "plan", "A", 40, "2026-02-05")}, []ledger.Receipt{receipt("2026-02-05", "A", 40)}, [3]signals{}},
		"in transit":               {[]ledger.Event{event("2026-02-05", "in_transit", "A", 0, "")}, nil, [3]signals{}},
		"expired":                  {[]ledger.Event{event("2026-02-04", "in_transit", "A", 0, "")}, nil, [3]signals{{TransitExpired: day(today)}}},
		"arrived late":             {[]ledger.Event{event("2026-02-01", "in_transit", "", 9, "2026-02-03")}, []ledger.Receipt{receipt(today, "B", 9)}, [3]signals{}},
		"came and was returned":    {[]ledger.Event{event("2026-02-01", "in_transit", "", 9, "2026-02-03")}, []ledger.Receipt{receipt("2026-02-05", "B", 9), receipt("2026-02-06", "B", -9)}, [3]signals{{TransitExpired: day("2026-02-04")}, {TransitExpired: day("2026-02-04")}}},
		"said of one":              {[]ledger.Event{event("2026-02-02", "notice", "A", 0, "2026-03-01"), event("2026-02-03", "refusal", "B", 0, ""), event("2026-02-01", "lawsuit", "C", 0, "")}, nil, [3]signals{{Notice: day("2026-02-02")}, {Refusal: day("2026-02-03")}, {Lawsuit: day("2026-02-01")}}},
		"said of all":              {[]ledger.Event{event("2026-02-02", "no_contact", "", 0, ""), event("2026-02-01", "no_contact", "", 0, "")}, nil, [3]signals{{NoContact: day("2026-02-02")}, {NoContact: day("2026-02-02")}, {NoContact: day("2026-02-02")}}},
		"said tomorrow":            {[]ledger.Event{event("2026-02-11", "guarantee", "A", 0, "")}, nil, [3]signals{}},
		"signed, delivered":        {[]ledger.Event{event("2026-02-02", "restructured", "A", 0, ""), event("2026-02-03", "claim_delivered", "A", 0, ""), event("2026-02-04", "guarantee", "A", 0, "")}, nil, [3]signals{{Restructured: day("2026-02-02"), ClaimDelivered: day("2026-02-03"), Guarantee: day("2026-02-04")}}},
		"in dispute":               {[]ledger.Event{event("2026-02-02", "dispute", "A", 5, "")}, nil, [3]signals{{Disputed: day("2026-02-02")}}},
		"no longer":                {[]ledger.Event{event("2026-02-02", "dispute", "A", 5, ""), event("2026-02-02", "dispute_closed", "A", 0, "")}, nil, [3]signals{}},
		"the last reason":          {[]ledger.Event{why(event("2026-02-03", "call", "A", 0, ""), "no money"), why(event("2026-02-02", "call", "A", 0, ""), "ill"), event("2026-02-04", "call", "A", 0, "")}, nil, [3]signals{{Reason: "no money"}}},
		"the same day, recorded":   {[]ledger.Event{why(event("2026-02-03", "call", "A", 0, ""), "no money"), why(event("2026-02-03", "dispute", "A", 0, ""), "short")}, nil, [3]signals{{Reason: "short", Disputed: day("2026-02-03")}}},
	} {
		late := item("C", 1, "2026-02-08", 100)
		late.Issued = day("2026-02-05")
		a := &ledger.Account{
			Events: c.events, Receipts: c.receipts,
			Items: []ledger.Item{item("A", 1, "2026-01-20", 100), item("B", 1, "2026-02-20", 100), late},
		}
		var r ledger.SignalReader
		if diff := gocmp.Diff(c.want[:], r.At(a, day(today))); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		var s ledger.Suspensions
		for i, st := range s.At(a, day(today)) {
			if want := c.want[i].PlanUntil; st.Plan != want {
				t.Errorf("%s: item %d is suspended by a plan until %s, want %s", name, i, st.Plan, want)
			}
		}
	}
	var r ledger.SignalReader
	if got := r.At(&ledger.Account{Items: []ledger.Item{item("A", 1, "2026-01-20", 100)}}, day(today)); got != nil {
		t.Errorf("without events there are signals %+v", got)
	}
}

var measured = []ledger.EventKind{ledger.Promise, ledger.Plan, ledger.InTransit, ledger.Dispute, ledger.DisputeClosed, ledger.Call}

// someAccount is items, events and receipts of few days and documents, so that
// they meet. Events come in any order of days.
func someAccount(t *rapid.T) *ledger.Account {
	first := day("2026-02-01")
	on := func(name string) cal.Date { return first + cal.Date(rapid.IntRange(0, 12).Draw(t, name)) }
	currency := rapid.SampledFrom([]money.Currency{"BYN", "BYN", "EUR"})
	invoice := rapid.SampledFrom([]id.Invoice{"", "", "0", "1", "2"})
	a := &ledger.Account{}
	for i := range rapid.IntRange(1, 3).Draw(t, "items") {
		it := item(id.Invoice(rune('0'+i)), 1, "", 50)
		it.Issued, it.Currency = on("issued"), currency.Draw(t, "currency")
		if rapid.IntRange(0, 4).Draw(t, "started") > 0 {
			it.Due = it.Issued + cal.Date(rapid.IntRange(0, 5).Draw(t, "term"))
		}
		a.Items = append(a.Items, it)
	}
	for range rapid.IntRange(0, 8).Draw(t, "events") {
		e := ledger.Event{
			Date: on("date"), Kind: rapid.SampledFrom(measured).Draw(t, "kind"), Invoice: invoice.Draw(t, "invoice"),
			Reason: rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "reason"),
		}
		e.Until = e.Date + cal.Date(rapid.IntRange(0, 6).Draw(t, "until"))
		if e.Kind == ledger.Plan || rapid.Bool().Draw(t, "of an amount") {
			e.Amount, e.Currency = money.Minor(rapid.IntRange(1, 20).Draw(t, "amount")), currency.Draw(t, "its currency")
		}
		a.Events = append(a.Events, e)
		for e.Kind == ledger.Plan && rapid.Bool().Draw(t, "another part") {
			e.Until = e.Date + cal.Date(rapid.IntRange(0, 9).Draw(t, "its until"))
			a.Events = append(a.Events, e)
		}
	}
	for range rapid.IntRange(0, 6).Draw(t, "receipts") {
		a.Receipts = append(a.Receipts, ledger.Receipt{
			On: on("received"), Invoice: rapid.SampledFrom([]id.Invoice{"0", "1", "2", "9"}).Draw(t, "for"), Issued: on("of"),
			Amount: money.Minor(rapid.IntRange(-5, 20).Draw(t, "paid")), Currency: currency.Draw(t, "in"),
		})
	}
	slices.SortStableFunc(a.Receipts, func(x, y ledger.Receipt) int { return cmp.Compare(x.On, y.On) })
	return a
}

// recounter lives through the days of one item, an event after the other.
type recounter struct {
	a   *ledger.Account
	it  *ledger.Item
	got ledger.Signals
	// by scope: the document's own, the customer's
	promise, dispute map[id.Invoice]*ledger.Event
	plan             map[id.Invoice][]*ledger.Event
	missed           map[id.Invoice]cal.Date
}

func recount(a *ledger.Account, it *ledger.Item, today cal.Date) ledger.Signals {
	r := recounter{a: a, it: it, promise: map[id.Invoice]*ledger.Event{}, dispute: map[id.Invoice]*ledger.Event{}, plan: map[id.Invoice][]*ledger.Event{}, missed: map[id.Invoice]cal.Date{}}
	for d := day("2026-02-01"); d <= today; d++ {
		for i := range a.Events {
			if e := &a.Events[i]; e.Date == d && (e.Invoice == "" || e.Invoice == it.Invoice) {
				r.happens(e)
			}
		}
		if d < today {
			r.evening(d)
		}
	}
	r.morning(today)
	return r.got
}

func (r *recounter) happens(e *ledger.Event) {
	switch e.Kind {
	case ledger.Promise:
		r.promise[e.Invoice] = e
	case ledger.Dispute, ledger.DisputeClosed:
		r.dispute[e.Invoice] = e
	case ledger.Plan:
		if list := r.plan[e.Invoice]; len(list) > 0 && list[0].Date != e.Date {
			r.plan[e.Invoice], r.missed[e.Invoice] = nil, 0
		}
		r.plan[e.Invoice] = append(r.plan[e.Invoice], e)
	}
	if (e.Kind == ledger.Dispute || e.Kind == ledger.Call) && e.Reason != "" {
		r.got.Reason = e.Reason
	}
}

// about says whether a customer's fact is about a document of a day.
func about(e *ledger.Event, issued cal.Date) bool { return e.Invoice != "" || issued <= e.Date }

func (r *recounter) in(e *ledger.Event, c money.Currency, from, to cal.Date) (sum money.Minor) {
	for _, v := range r.a.Receipts {
		if v.On >= from && v.On <= to && v.Currency == c && (e.Invoice == "" || e.Invoice == v.Invoice) && about(e, v.Issued) {
			sum += v.Amount
		}
	}
	return sum
}

// evening finds what was to be done by the end of a day and was not.
func (r *recounter) evening(d cal.Date) {
	for _, e := range r.promise {
		if e.Until != d || !about(e, r.it.Issued) || (e.Amount != 0 && e.Currency != r.it.Currency) {
			continue
		}
		if e.Invoice == "" && (r.it.Due == 0 || r.it.Due > d) {
			continue
		}
		if e.Amount == 0 || r.in(e, e.Currency, e.Date+1, d) < e.Amount {
			r.got.BrokenPromises++
			r.got.PromiseBroken = max(r.got.PromiseBroken, d+1)
		}
	}
	for scope, parts := range r.plan {
		var sum money.Minor
		ends := false
		for _, p := range parts {
			if p.Currency == r.it.Currency && p.Until <= d {
				sum += p.Amount
				ends = ends || p.Until == d
			}
		}
		if ends && r.missed[scope] == 0 && r.in(parts[0], r.it.Currency, parts[0].Date+1, d) < sum {
			r.missed[scope] = d + 1
		}
	}
}

// morning finds what is in force on a day.
func (r *recounter) morning(today cal.Date) {
	for _, e := range r.dispute {
		if e.Kind == ledger.Dispute {
			r.got.Disputed = max(r.got.Disputed, e.Date)
		}
	}
	for scope, parts := range r.plan {
		if !about(parts[0], r.it.Issued) {
			continue
		}
		next := cal.Date(0)
		for _, p := range parts {
			if p.Currency == r.it.Currency && p.Until >= today && (next == 0 || p.Until < next) {
				next = p.Until
			}
		}
		r.got.PlanBroken = max(r.got.PlanBroken, r.missed[scope])
		if r.missed[scope] == 0 && next != 0 {
			r.got.Plan, r.got.PlanUntil = true, max(r.got.PlanUntil, next)
		}
	}
	for i := range r.a.Events {
		e := &r.a.Events[i]
		if e.Kind != ledger.InTransit || e.Until >= today || (e.Invoice != "" && e.Invoice != r.it.Invoice) || !about(e, r.it.Issued) {
			continue
		}
		if (e.Amount == 0 || e.Currency == r.it.Currency) && r.in(e, r.it.Currency, e.Date, today) <= 0 {
			r.got.TransitExpired = max(r.got.TransitExpired, e.Until+1)
		}
	}
}

// TestSignalsRecounted: day by day, with nothing but the facts of each day.
func TestSignalsRecounted(t *testing.T) {
	var r ledger.SignalReader // its memory must not show
	var s ledger.Suspensions
	rapid.Check(t, func(t *rapid.T) {
		a := someAccount(t)
		for today := day("2026-02-01"); today < day("2026-02-22"); today++ {
			got := r.At(a, today)
			if got == nil {
				got = make([]ledger.Signals, len(a.Items))
			}
			standing := s.At(a, today)
			for i := range a.Items {
				want := recount(a, &a.Items[i], today)
				if diff := gocmp.Diff(want, got[i]); diff != "" {
					t.Fatalf("%s, item %d:\n%s\n%+v", today, i, diff, a)
				}
				if standing != nil && standing[i].Plan != want.PlanUntil {
					t.Fatalf("%s, item %d: suspended by a plan until %s, want %s", today, i, standing[i].Plan, want.PlanUntil)
				}
			}
		}
	})
}

// TestSignalsKeepTheirMemory: an account after the other costs nothing.
func TestSignalsKeepTheirMemory(t *testing.T) {
	plain := &ledger.Account{Items: []ledger.Item{item("A", 1, "2026-01-20", 100)}, Events: []ledger.Event{
		event("2026-02-01", "promise", "A", 0, "2026-02-05"), event("2026-02-02", "dispute", "", 5, ""), event("2026-02-02", "plan", "", 5, "2026-02-15"),
	}}
	var r ledger.SignalReader
	var s ledger.Suspensions
	read := func() { r.At(plain, day("2026-02-10")); s.At(plain, day("2026-02-10")) }
	read()
	if n := testing.AllocsPerRun(100, read); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
