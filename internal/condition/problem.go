package condition

import (
	"fmt"
	"strings"

	"debitor/internal/fault"
)

// Problem is what is wrong with a condition's text: the first thing, for what
// follows it is seldom meant as it looks.
type Problem struct {
	At   int    // byte of the text, from 0; its length where something is missing at the end
	Text string // one sentence without its full stop
	Hint string // the way out
}

// problem puts one together at a token.
func problem(t token, hint, text string, args ...any) *Problem {
	return &Problem{At: t.at, Text: fmt.Sprintf(text, args...), Hint: hint}
}

// nearest is a hint with the known word closest to the one that was written,
// or with all of them.
func nearest(written string, known []string) string {
	best, distance := "", 3
	for _, k := range known {
		if d := fault.Edits(written, k); d < distance && d < len(k) {
			best, distance = k, d
		}
	}
	switch {
	case best != "":
		return fmt.Sprintf("did you mean %q?", best)
	case len(known) == 0:
		return "none is known here"
	}
	return "known are " + strings.Join(known, ", ")
}
