package ledger_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

func TestPaid(t *testing.T) {
	day := cal.On(2026, 2, 3)
	item := ledger.HistoryItem{Item: ledger.Item{Issued: day, Due: day + 14, Amount: 100}}
	for _, c := range []struct {
		name    string
		due     cal.Date
		settled []ledger.Settle
		want    []ledger.Paid
	}{
		{
			"ahead: it counts when the document is there", day + 14,
			[]ledger.Settle{{On: day - 9, Amount: 40}, {On: day, Amount: 60}},
			[]ledger.Paid{{day, ledger.PaidAhead, 0, 40}, {day, ledger.PaidAhead, 0, 60}},
		},
		{
			"in term, to its last day", day + 14,
			[]ledger.Settle{{On: day + 1, Amount: 40}, {On: day + 14, Amount: 60}},
			[]ledger.Paid{{day + 1, ledger.PaidInTerm, 14, 40}, {day + 14, ledger.PaidInTerm, 14, 60}},
		},
		{"late", day + 14, []ledger.Settle{{On: day + 15, Amount: 100}}, []ledger.Paid{{day + 15, ledger.PaidLate, 1, 100}}},
		{"its term not begun", 0, []ledger.Settle{{On: day + 50, Amount: 100}}, []ledger.Paid{{day + 50, ledger.PaidInTerm, 50, 100}}},
		{
			"a refund takes back what came last, as it came", day + 14,
			[]ledger.Settle{{On: day, Amount: 60}, {On: day + 20, Amount: 40}, {On: day + 30, Amount: -70}},
			[]ledger.Paid{{day, ledger.PaidAhead, 0, 60}, {day + 20, ledger.PaidLate, 6, 40}, {day + 30, ledger.PaidLate, 6, -40}, {day + 30, ledger.PaidAhead, 0, -30}},
		},
		{"more is taken back than came", day + 14, []ledger.Settle{{On: day + 16, Amount: -5}}, []ledger.Paid{{day + 16, ledger.PaidLate, 2, -5}}},
	} {
		item.Due, item.Settled = c.due, c.settled
		if got := item.Paid(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v; want %v", c.name, got, c.want)
		}
	}
}

// Nothing is lost and nothing made: it comes to what settled the debt, and where no
// more is taken back than came, nothing is below zero in any manner at any time.
func TestPaidSumsToWhatSettled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := cal.On(2026, 2, 3)
		item := ledger.HistoryItem{Item: ledger.Item{Issued: day, Due: day + cal.Date(rapid.IntRange(0, 30).Draw(t, "term"))}}
		stands, on := money.Minor(0), day-5
		for range rapid.IntRange(0, 8).Draw(t, "times") {
			on += cal.Date(rapid.IntRange(0, 12).Draw(t, "later"))
			amount := money.Minor(rapid.IntRange(1, 100).Draw(t, "amount"))
			if rapid.Bool().Draw(t, "back") {
				amount = -min(amount, stands)
			}
			if amount != 0 {
				item.Settled, stands = append(item.Settled, ledger.Settle{On: on, Amount: amount}), stands+amount
			}
		}
		type manner struct {
			manner ledger.Manner
			days   int
		}
		sums, all := map[manner]money.Minor{}, money.Minor(0)
		for _, p := range item.Paid() {
			key := manner{p.Manner, p.Days}
			sums[key], all = sums[key]+p.Amount, all+p.Amount
			if sums[key] < 0 {
				t.Fatalf("%v: %d is kept of %v", item.Settled, sums[key], key)
			}
		}
		if all != stands {
			t.Fatalf("%v comes to %d, not %d", item.Settled, all, stands)
		}
	})
}
