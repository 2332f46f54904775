package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

func event(date string, kind ledger.EventKind, invoice id.Invoice, amount money.Minor, until string) ledger.Event {
	return ledger.Event{Date: day(date), Kind: kind, Invoice: invoice, Amount: amount, Until: day(until), Currency: "BYN"}
}

func TestSuspensions(t *testing.T) {
	type standing = ledger.Standing
	today := "2026-02-10"
	for name, c := range map[string]struct {
		events []ledger.Event
		want   [3]standing // invoice A part 1 (100), A part 2 (100), B (50)
	}{
		"promise of the day":   {[]ledger.Event{event("2026-02-01", "promise", "B", 0, today)}, [3]standing{2: {Promise: day(today)}}},
		"promise past":         {[]ledger.Event{event("2026-02-01", "promise", "B", 0, "2026-02-09")}, [3]standing{}},
		"promise of tomorrow":  {[]ledger.Event{event("2026-02-11", "promise", "B", 0, "2026-02-19")}, [3]standing{}},
		"the latest promise":   {[]ledger.Event{event("2026-02-05", "promise", "B", 0, "2026-02-09"), event("2026-02-01", "promise", "B", 0, "2026-02-20")}, [3]standing{}},
		"promise for all":      {[]ledger.Event{event("2026-02-01", "promise", "", 0, today)}, [3]standing{{Promise: day(today)}, {Promise: day(today)}, {Promise: day(today)}}},
		"part disputed":        {[]ledger.Event{event("2026-02-01", "dispute", "A", 130, "")}, [3]standing{{Disputed: 100, DisputedSince: day("2026-02-01")}, {Disputed: 30, DisputedSince: day("2026-02-01")}, {}}},
		"more than all":        {[]ledger.Event{event("2026-02-01", "dispute", "B", 900, "")}, [3]standing{2: {Disputed: 50, DisputedSince: day("2026-02-01")}}},
		"all disputed":         {[]ledger.Event{event("2026-02-01", "dispute", "B", 0, "")}, [3]standing{2: {Disputed: 50, DisputedSince: day("2026-02-01")}}},
		"closed the same day":  {[]ledger.Event{event("2026-02-01", "dispute", "B", 0, ""), event("2026-02-01", "dispute_closed", "B", 0, "")}, [3]standing{}},
		"closed for another":   {[]ledger.Event{event("2026-02-01", "dispute", "B", 0, ""), event("2026-02-01", "dispute_closed", "", 0, "")}, [3]standing{2: {Disputed: 50, DisputedSince: day("2026-02-01")}}},
		"closed, then again":   {[]ledger.Event{event("2026-02-01", "dispute_closed", "B", 0, ""), event("2026-02-02", "dispute", "B", 7, "")}, [3]standing{2: {Disputed: 7, DisputedSince: day("2026-02-02")}}},
		"suspended until":      {[]ledger.Event{event("2026-02-01", "suspend", "B", 0, today)}, [3]standing{2: {Suspended: true, SuspendedUntil: day(today)}}},
		"suspension over":      {[]ledger.Event{event("2026-02-01", "suspend", "B", 0, "2026-02-09")}, [3]standing{}},
		"suspended, no end":    {[]ledger.Event{event("2026-02-01", "suspend", "", 0, ""), event("2026-02-01", "suspend", "B", 0, today)}, [3]standing{{Suspended: true}, {Suspended: true}, {Suspended: true}}},
		"customer resumed":     {[]ledger.Event{event("2026-02-01", "suspend", "", 0, ""), event("2026-02-01", "suspend", "B", 0, ""), event("2026-02-03", "resume", "", 0, "")}, [3]standing{2: {Suspended: true}}},
		"in transit, five":     {[]ledger.Event{event("2026-02-05", "in_transit", "B", 0, "")}, [3]standing{2: {InTransit: 50, TransitUntil: day(today)}}},
		"in transit, too long": {[]ledger.Event{event("2026-02-04", "in_transit", "B", 0, "")}, [3]standing{}},
		"two transfers": {
			[]ledger.Event{event("2026-02-09", "in_transit", "A", 70, ""), event("2026-02-09", "in_transit", "", 50, "2026-02-12")},
			[3]standing{{InTransit: 100, TransitUntil: day("2026-02-14")}, {InTransit: 20, TransitUntil: day("2026-02-12")}, {}},
		},
	} {
		a := &ledger.Account{Events: c.events, Items: []ledger.Item{
			item("A", 1, "2026-01-01", 100), item("A", 2, "2026-01-11", 100), item("B", 1, "2026-01-21", 50),
		}}
		var s ledger.Suspensions
		if diff := cmp.Diff(c.want[:], s.At(a, day(today))); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestAging(t *testing.T) {
	today := day("2026-06-30")
	for days, want := range map[cal.Date]int{-1: 0, 0: 0, 1: 1, 30: 1, 31: 2, 60: 2, 61: 3, 90: 3, 91: 4, 9999: 4} {
		if got := ledger.Bucket(today-days, today); got != want {
			t.Errorf("%d days: bucket %s, want %s", days, ledger.Buckets[got], ledger.Buckets[want])
		}
	}
	if ledger.Bucket(0, today) != 0 {
		t.Error("a debt whose term has not started must not be overdue")
	}
}

func TestAgingSumsToTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := day("2026-06-30")
		want := map[money.Currency]money.Minor{}
		var items []ledger.Item
		for range rapid.IntRange(0, 30).Draw(t, "items") {
			it := item("A", 1, "", money.Minor(rapid.IntRange(1, 1000).Draw(t, "open")))
			it.Due = today + cal.Date(rapid.IntRange(-150, 20).Draw(t, "due"))
			it.Currency = rapid.SampledFrom([]money.Currency{"RUB", "BYN"}).Draw(t, "currency")
			want[it.Currency] += it.Open
			items = append(items, it)
		}
		rows := ledger.Aging(items, today)
		if len(rows) != len(want) {
			t.Fatalf("%d rows, want %d", len(rows), len(want))
		}
		for _, r := range rows {
			var sum money.Minor
			for _, a := range r.Amounts {
				sum += a
			}
			if sum != r.Total || r.Total != want[r.Currency] || r.Overdue != sum-r.Amounts[0] {
				t.Fatalf("row %+v, want a total of %d", r, want[r.Currency])
			}
		}
	})
}
