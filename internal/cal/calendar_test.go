package cal

import (
	"testing"

	"pgregory.net/rapid"
)

// day is a date of a test, which must be one.
func day(s string) Date {
	d, err := Parse(s)
	if err != nil || d == 0 {
		panic(s)
	}
	return d
}

func TestIsWorking(t *testing.T) {
	for _, c := range []struct {
		country, day string
		want         bool
	}{
		{"RU", "2025-12-30", true},
		{"RU", "2025-12-31", false}, // moved from 5 January
		{"RU", "2026-01-09", false}, // moved from 3 January
		{"RU", "2026-01-12", true},
		{"RU", "2025-11-01", true}, // working Saturday
		{"RU", "2026-05-08", true}, // shortened
		{"RU", "2026-05-11", false},
		{"RU", "2027-01-04", true}, // not known: weekends only
		{"BY", "2026-01-02", false},
		{"BY", "2026-01-05", true},
		{"BY", "2026-01-06", true},
		{"BY", "2026-01-07", false},
		{"BY", "2025-01-06", false}, // corrected
		{"BY", "2025-01-11", true},  // working Saturday
		{"BY", "2026-01-10", false},
		{"DE", "2026-01-01", true},
		{"DE", "2026-01-03", false},
		{"", "2026-01-04", false},
	} {
		if got := For(c.country).IsWorking(day(c.day)); got != c.want {
			t.Errorf("%s %s: working %v, want %v", c.country, c.day, got, c.want)
		}
	}
}

// The totals are those that the source publishes for the years.
func TestWorkingDaysOfYears(t *testing.T) {
	for _, c := range []struct {
		country string
		year    int
		want    int
	}{{"RU", 2025, 247}, {"RU", 2026, 247}, {"RU", 2020, 219}, {"RU", 2021, 240}, {"DE", 2026, 261}} {
		got := For(c.country).WorkingBetween(On(c.year-1, 12, 31), On(c.year, 12, 31))
		if got != c.want {
			t.Errorf("%s %d: %d working days, want %d", c.country, c.year, got, c.want)
		}
	}
}

func TestKnown(t *testing.T) {
	for _, c := range []struct {
		country string
		year    int
		want    bool
	}{
		{"RU", 2012, false},
		{"RU", 2013, true},
		{"RU", 2026, true},
		{"RU", 2027, false},
		{"by", 2014, false},
		{"by", 2015, true},
		{"by", 2026, true},
		{"DE", 2026, false},
		{"DE", 0, false},
	} {
		if got := For(c.country).Known(c.year); got != c.want {
			t.Errorf("%s %d: known %v, want %v", c.country, c.year, got, c.want)
		}
	}
}

func TestAddWorking(t *testing.T) {
	by := For("BY")
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2025-12-31", 1, "2026-01-05"},
		{"2025-12-31", 3, "2026-01-08"},
		{"2026-01-08", -3, "2025-12-31"},
		{"2026-01-03", 0, "2026-01-03"},
		{"2026-01-03", -1, "2025-12-31"},
	} {
		if got := by.AddWorking(day(c.from), c.n); got != day(c.want) {
			t.Errorf("%s %+d: %s, want %s", c.from, c.n, got, c.want)
		}
	}
	if got := by.NextWorking(day("2026-01-01")); got != day("2026-01-05") {
		t.Errorf("next working day after New Year: %s", got)
	}
}

// Counting must be what walking day by day gives, whichever side of the data.
func TestWorkingBetweenIsWalking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := For(rapid.SampledFrom([]string{"RU", "BY", "DE"}).Draw(t, "country"))
		a := Date(rapid.Int32Range(int32(On(2012, 6, 1)), int32(On(2027, 6, 1))).Draw(t, "a"))
		b := a + Date(rapid.Int32Range(0, 400).Draw(t, "later"))
		n := 0
		for d := a + 1; d <= b; d++ {
			if c.IsWorking(d) {
				n++
			}
		}
		if got := c.WorkingBetween(a, b); got != n {
			t.Fatalf("%s..%s: %d, want %d", a, b, got, n)
		}
		if got := c.WorkingBetween(b, a); got != -n {
			t.Fatalf("%s..%s: %d, want %d", b, a, got, -n)
		}
		if n > 0 && c.WorkingBetween(a, c.AddWorking(a, n)) != n {
			t.Fatalf("AddWorking(%s, %d) = %s", a, n, c.AddWorking(a, n))
		}
	})
}

func BenchmarkDateAppendString(b *testing.B) {
	d, buf := On(2026, 2, 3), make([]byte, 0, 16)
	b.ReportAllocs()
	for b.Loop() {
		buf = d.AppendString(buf[:0])
	}
}
