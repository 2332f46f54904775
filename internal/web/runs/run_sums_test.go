package runs

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/money"
	"debitor/internal/store"
)

// TestAStepStandsOnce: a step asked for in two currencies is one row with a sum
// of each.
func TestAStepStandsOnce(t *testing.T) {
	got := sumsBy([]store.PlanSum{
		{Step: "call", Currency: "BYN", Lines: 2, Items: 3, Total: 100},
		{Step: "letter", Currency: "BYN", Lines: 1, Items: 1, Total: 5},
		{Step: "call", Currency: "EUR", Lines: 1, Items: 1, Total: 7},
		{Blocker: "promised", Currency: "BYN", Lines: 9, Items: 9, Total: 9},
	}, func(s store.PlanSum) string { return s.Step })
	want := []planSum{
		{of: "call", lines: 3, items: 4, totals: []money.Amount{{Minor: 100, Currency: "BYN"}, {Minor: 7, Currency: "EUR"}}},
		{of: "letter", lines: 1, items: 1, totals: []money.Amount{{Minor: 5, Currency: "BYN"}}},
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(planSum{})); d != "" {
		t.Error(d)
	}
}
