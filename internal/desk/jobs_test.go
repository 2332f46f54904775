package desk

import (
	"errors"
	"testing"
	"time"

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

// TestEveryJobIsAskedFor: a job is either put into the queue by a change that
// wants it, or comes by itself, as often as the manual promises. A new one that is
// neither never runs, and nobody notices: so it is to be listed here.
func TestEveryJobIsAskedFor(t *testing.T) {
	byChange := map[string]bool{"seal": true, "mail": true, "apply": true, "upload": true, "backtest": true, "keep": true, "campaign": true, "answers": true, "hook": true}
	within := map[string]time.Duration{
		"runs": 10 * time.Minute, "mail-due": time.Minute, "mail-fetch": 10 * time.Minute, "statements": time.Hour, "black-list": time.Hour, "acts": time.Minute, "acts-late": time.Hour,
		"standing": time.Minute, "limitation": 6 * time.Hour, "originals": 6 * time.Hour, "restructurings": time.Hour, "registers": 6 * time.Hour, "categories": 12 * time.Hour,
		"answers-due": time.Minute, "stop-files": time.Minute, "hook-due": 30 * time.Second, "hook-watch": 5 * time.Minute,
	}
	periodic := Periodic()
	for kind := range New(nil, nil, time.Now).Handlers() {
		every, ticks := periodic[kind]
		switch most, known := within[kind]; {
		case byChange[kind] && ticks, !byChange[kind] && !known:
			t.Errorf("is %s asked for by changes, or does it come by itself?", kind)
		case known && (!ticks || every > most):
			t.Errorf("%s comes every %v, want %v", kind, every, most)
		}
		delete(within, kind)
		delete(byChange, kind)
	}
	if len(within)+len(byChange) > 0 {
		t.Errorf("nothing works %v %v", within, byChange)
	}
	for kind := range periodic {
		if New(nil, nil, time.Now).Handlers()[kind] == nil {
			t.Errorf("nothing works %s", kind)
		}
	}
}
