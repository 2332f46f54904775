package cal

import (
	"testing"
	"time"
)

func TestDateAgreesWithTheStandardLibrary(t *testing.T) {
	for d := First; d <= Last; d += 13 {
		tm := d.Time()
		if got := Of(tm); got != d {
			t.Fatalf("Of(%v) = %d, want %d", tm, got, d)
		}
		if d.Weekday() != tm.Weekday() {
			t.Fatalf("%s: weekday %v, want %v", d, d.Weekday(), tm.Weekday())
		}
		if d.String() != tm.Format(time.DateOnly) {
			t.Fatalf("String %s, want %s", d, tm.Format(time.DateOnly))
		}
		back, err := Parse(d.String())
		if err != nil || back != d {
			t.Fatalf("Parse(%s) = %v, %v", d, back, err)
		}
	}
}

func TestParseRefusesWhatIsNoDay(t *testing.T) {
	for _, s := range []string{"2026-02-29", "2026-13-01", "2026-00-10", "20226-01-01", "1026-01-01", "2026-1-1", "31.03.2026", "2026-03-31 "} {
		if d, err := Parse(s); err == nil {
			t.Errorf("Parse(%q) = %s, want an error", s, d)
		}
	}
}
