package ledger

import (
	"testing"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// TestNextBucket walks the days: a debt changes its column on the day that was
// foretold, and on none before.
func TestNextBucket(t *testing.T) {
	due := cal.On(2026, 1, 31)
	for day := due - 5; day < due+120; day++ {
		next := NextBucket(due, day)
		for d := day; d < min(next, due+200); d++ {
			if Bucket(due, d) != Bucket(due, day) {
				t.Fatalf("on %s a change is foretold for %s, but there is one on %s", day, next, d)
			}
		}
		if next != cal.Last && Bucket(due, next) == Bucket(due, day) {
			t.Fatalf("on %s a change is foretold for %s, and there is none", day, next)
		}
	}
	if NextBucket(0, due) != cal.Last {
		t.Error("a debt without a due date changes its column")
	}
}

func TestClasses(t *testing.T) {
	for _, c := range []struct {
		amounts []money.Minor
		a, b    money.Minor
	}{
		{nil, 0, 0},
		{[]money.Minor{100}, 100, 100},
		{[]money.Minor{50, 30, 10, 6, 4}, 30, 6},    // 80 of 100 are two; the fourth passes 95
		{[]money.Minor{50, 29, 11, 6, 4}, 11, 6},    // 79 are not enough
		{[]money.Minor{10, 10, 10, 10, 10}, 10, 10}, // equals are of one class
	} {
		if a, b := Classes(c.amounts); a != c.a || b != c.b {
			t.Errorf("%v: A from %d, B from %d, want %d and %d", c.amounts, a, b, c.a, c.b)
		}
	}
}
