package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/ledger"
)

// every gives the days of a period that a test picks.
func every(from cal.Date, days int, pick func(cal.Date) bool) (list []cal.Date) {
	for d := from; d < from+cal.Date(days); d++ {
		if pick(d) {
			list = append(list, d)
		}
	}
	return list
}

func TestRhythm(t *testing.T) {
	from := cal.On(2026, time.January, 1)
	thursday := func(d cal.Date) bool { return d.Weekday() == time.Thursday }
	// The 10th and the 25th, on Monday where they are on a weekend.
	pay := func(d cal.Date) bool {
		if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
			return false
		}
		for back := cal.Date(0); back < 3; back++ {
			_, _, day := (d - back).Civil()
			if (day == 10 || day == 25) && (back == 0 || (d-back).Weekday() == time.Saturday || (d-back).Weekday() == time.Sunday) && (back < 2 || (d-back).Weekday() == time.Saturday) {
				return true
			}
		}
		return false
	}
	for _, c := range []struct {
		name string
		paid []cal.Date
		want string
	}{
		{"nothing", nil, "0 [] [] 0"},
		{"Thursdays", every(from, 90, thursday), "13 [Thursday] [] 100"},
		{"Thursdays, twice a day", append(every(from, 90, thursday), every(from, 90, thursday)...), "13 [Thursday] [] 100"},
		{"too few Thursdays", every(from, 35, thursday), "5 [] [] 0"},
		{"Tuesdays and Fridays", every(from, 60, func(d cal.Date) bool { return d.Weekday() == 2 || d.Weekday() == 5 }), "17 [Tuesday Friday] [] 100"},
		{"two days of the month", every(from, 365, pay), "24 [] [10 25] 100"},
		{"the 10th, and never right after it", every(from, 365, func(d cal.Date) bool { _, _, day := d.Civil(); return day == 10 }), "12 [] [10] 100"},
		{"every working day", every(from, 90, func(d cal.Date) bool { return d.Weekday() > 0 && d.Weekday() < 6 }), "64 [] [] 0"},
	} {
		r := ledger.RhythmOf(c.paid)
		if got := fmt.Sprintf("%d %v %v %d", r.Days, r.Usual.Weekdays, r.Usual.Days, r.Share); got != c.want {
			t.Errorf("%s: %s; want %s", c.name, got, c.want)
		}
	}
}

// The sums hold, the order of payments does not matter, and whoever pays on any
// day has no usual ones.
func TestRhythmOfAnybody(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	usual := 0
	const people = 300
	for range people {
		days := every(cal.On(2026, time.January, 1), 365, func(d cal.Date) bool { return d.Weekday() > 0 && d.Weekday() < 6 && rnd.IntN(8) == 0 })
		r := ledger.RhythmOf(days)
		rnd.Shuffle(len(days), func(i, j int) { days[i], days[j] = days[j], days[i] })
		if again := ledger.RhythmOf(days); fmt.Sprint(again) != fmt.Sprint(r) {
			t.Fatalf("%+v, in another order %+v", r, again)
		}
		sum := 0
		for _, n := range r.Weekdays {
			sum += n
		}
		if sum != r.Days || r.Thirds[0]+r.Thirds[1]+r.Thirds[2] != r.Days || r.Days != len(days) {
			t.Fatalf("%+v of %d days", r, len(days))
		}
		if r.Share > 0 {
			usual++
			on := 0
			for _, d := range days {
				if slices.Contains(r.Usual.Weekdays, d.Weekday()) {
					on++
				}
			}
			if len(r.Usual.Weekdays) > 0 && on*100/r.Days != r.Share {
				t.Fatalf("%+v: %d days", r, on)
			}
		}
	}
	if usual > people/50 {
		t.Errorf("%d of %d who pay on any day have usual ones", usual, people)
	}
}
