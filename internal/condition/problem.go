package condition

import (
	"strings"

	"debitor/internal/fault"
)

// Problem is what is wrong with a condition's text: the first thing, for what
// follows it is seldom meant as it looks.
type Problem struct {
	At   int        // byte of the text, from 0; its length where something is missing at the end
	Text fault.Told // one sentence without its full stop
	Hint fault.Told // the way out
}

// problem puts one together at a token.
func problem(t token, code string, hint fault.Told, text string, args ...any) *Problem {
	return &Problem{At: t.at, Text: fault.Tell(code, text, args...), Hint: hint}
}

// nearest is a hint with the known word closest to the one that was written,
// or with all of them.
func nearest(written string, known []string) fault.Told {
	best, distance := "", 3
	for _, k := range known {
		if d := fault.Edits(written, k); d < distance && d < len(k) {
			best, distance = k, d
		}
	}
	switch {
	case best != "":
		return fault.Tell("hint.nearest", "did you mean %q?", best)
	case len(known) == 0:
		return fault.Tell("hint.none", "none is known here")
	}
	return fault.Tell("hint.known", "known are %s", strings.Join(known, ", "))
}
