package insight_test

import (
	"testing"

	"pgregory.net/rapid"

	"debitor/internal/insight"
	"debitor/internal/money"
)

func TestCommission(t *testing.T) {
	for _, c := range []struct {
		received        money.Minor
		factor, percent insight.Hundredths
		counted, earned money.Minor
	}{
		{100_00, 1_20, 2_00, 120_00, 2_40},
		{100_00, 1_00, 1_50, 100_00, 1_50},
		{33_33, 70, 1_50, 23_33, 35}, // 23.331, 0.34995
		{1, 50, 10_00, 1, 0},         // 0.5 is rounded up, 0.1 down
		{-1, 50, 10_00, -1, 0},       // what is taken back as it was given
		{100_00, 0, 2_00, 0, 0},      // not at all
		{100_00, -1_00, -2_00, 0, 0}, // never less than nothing
	} {
		counted, ok := insight.Weighted(c.received, c.factor)
		earned, good := insight.Commission(counted, c.percent)
		if !ok || !good || counted != c.counted || earned != c.earned {
			t.Errorf("%+v: counts for %d, %d", c, counted, earned)
		}
	}
	if _, ok := insight.Weighted(1<<62, 10_00); ok {
		t.Error("what does not fit is known")
	}
}

// more money never earns less; what is taken back cancels what was given.
func TestMoreMoneyNeverEarnsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		received := money.Minor(rapid.Int64Range(0, 1e15).Draw(t, "received"))
		more := money.Minor(rapid.Int64Range(0, 1e15).Draw(t, "more"))
		factor := insight.Hundredths(rapid.Int64Range(0, 10_00).Draw(t, "factor"))
		counted, _ := insight.Weighted(received, factor)
		with, _ := insight.Weighted(received+more, factor)
		back, _ := insight.Weighted(-received, factor)
		if with < counted || counted+back != 0 {
			t.Fatalf("%d at %d counts for %d, with %d more for %d, taken back for %d", received, factor, counted, more, with, back)
		}
		if exact := int64(received) * int64(factor); abs(exact-int64(counted)*100)*2 > 100 {
			t.Fatalf("%d at %d is rounded to %d", received, factor, counted)
		}
	})
}

func abs(n int64) int64 { return max(n, -n) }
