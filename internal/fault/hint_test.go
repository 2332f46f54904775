package fault_test

import (
	"strings"
	"testing"

	"debitor/internal/fault"
)

func TestEdits(t *testing.T) {
	long := strings.Repeat("a", 100)
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"step", "step", 0},
		{"", "abc", 3},
		{"letter", "leter", 1},
		{"warning", "waring", 1},
		{"claim", "court", 4},
		{"at", "to", 2},
		{long, long, 64},
	} {
		if got := fault.Edits(c.a, c.b); got != c.want {
			t.Errorf("Edits(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := fault.Edits(c.b, c.a); got != c.want {
			t.Errorf("Edits(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
