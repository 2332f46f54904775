package insight_test

import (
	"testing"

	"debitor/internal/insight"
)

// prepayers and the punctual first; the late last.
func TestShippingPriority(t *testing.T) {
	for _, c := range []struct {
		ahead, inTime insight.Hundredths
		late, want    int
	}{
		{100_00, 100_00, 0, 100},
		{100_00, insight.NotKnown, 0, 75}, // new, and has paid
		{0, 100_00, 0, 50},
		{30_00, 90_00, 5, 55},
		{0, insight.NotKnown, 0, 25},
		{0, 99_99, 0, 50},
		{0, 50_00, 40, 0},
		{150_00, 100_00, -3, 100},
		{-10_00, 100_00, 0, 50},
	} {
		if got := insight.ShippingPriority(c.ahead, c.inTime, c.late); got != c.want {
			t.Errorf("%v %v %d: %d, want %d", c.ahead, c.inTime, c.late, got, c.want)
		}
	}
}

// More paid ahead or in time never costs a place; a day more overdue never wins one.
func TestShippingPriorityIsFair(t *testing.T) {
	for ahead := insight.Hundredths(0); ahead <= 100_00; ahead += 777 {
		for inTime := insight.Hundredths(0); inTime <= 100_00; inTime += 777 {
			for late := range 60 {
				p := insight.ShippingPriority(ahead, inTime, late)
				if p < 0 || p > 100 || insight.ShippingPriority(ahead+777, inTime, late) < p || insight.ShippingPriority(ahead, inTime+777, late) < p ||
					insight.ShippingPriority(ahead, inTime, late+1) > p {
					t.Fatalf("%v %v %d: %d", ahead, inTime, late, p)
				}
			}
		}
	}
}
