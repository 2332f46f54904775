package desk

import (
	"errors"
	"testing"

	"debitor/internal/fault"
)

// TestPassing: what a person must mend ends a job, what goes by itself does not.
func TestPassing(t *testing.T) {
	for _, c := range []struct {
		err  error
		want bool
	}{
		{nil, false},
		{errors.New("connection reset"), true},
		{fault.New(fault.Refused, "db.unreachable", "PostgreSQL cannot be reached"), true},
		{fault.New(fault.Refused, "db.busy", "another program writes"), true},
		{fault.New(fault.Refused, "right.missing", "he may not"), false},
		{fault.New(fault.NotFound, "policy.none", "no policy"), false},
	} {
		if got := passing(c.err); got != c.want {
			t.Errorf("%v: tried again %t, want %t", c.err, got, c.want)
		}
	}
}
