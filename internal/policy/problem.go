package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"debitor/internal/fault"
)

// Problem is one thing wrong with a policy's text.
type Problem struct {
	Line, Column int        // from 1
	Code         string     // "policy.unknown_word"…
	Text         fault.Told // one sentence; its code is Code, or one below it
	Hint         fault.Told // the way out, may be none
	Excerpt      string     // the line, without what a terminal would not print
}

// String is the problem for a person, with the line and a mark under it.
func (p Problem) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "line %d, column %d: %s", p.Line, p.Column, p.Text.Text)
	if p.Hint.Text != "" {
		b.WriteString("; " + p.Hint.Text)
	}
	if p.Excerpt != "" {
		number := fmt.Sprint(p.Line)
		line, mark := around(p.Excerpt, p.Column)
		fmt.Fprintf(&b, "\n  %s | %s\n  %*s | %*s", number, line, len(number), "", mark, "^")
	}
	return b.String()
}

// around is as much of a line as one takes in at a glance, with the column in
// it, and that column's place in what is left.
func around(line string, column int) (string, int) {
	const most, before = 160, 100 // letters
	letters := []rune(line)
	if len(letters) <= most {
		return line, column
	}
	from := min(max(0, column-before), len(letters)-1)
	to := min(len(letters), from+most)
	cut := string(letters[from:to])
	if to < len(letters) {
		cut += "…"
	}
	if from > 0 {
		return "…" + cut, column - from + 1
	}
	return cut, column
}

// Problems is everything wrong with a policy's text, in its order. Parse puts
// them under its fault, for an editor that marks them.
type Problems []Problem

// Error is all of them, one under the other.
func (ps Problems) Error() string {
	texts := make([]string, len(ps))
	for i, p := range ps {
		texts[i] = p.String()
	}
	return strings.Join(texts, "\n")
}

func (ps Problems) fault() error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return fault.Wrap(ps, fault.Input, ps[0].Code, "%s", ps.Error())
}

// nearest is a hint with the known word closest to the one that was written,
// or with all of them.
func nearest(word string, known []string) fault.Told {
	best, distance := "", 6
	for _, k := range known {
		d := 2 * fault.Edits(word, k)
		if k != "" && word != "" && k[0] != word[0] {
			d++ // people get the first letter right
		}
		if d < distance && d < 2*len(k) {
			best, distance = k, d
		}
	}
	switch {
	case best != "":
		return fault.Tell("hint.nearest", "did you mean %q?", best)
	case len(known) == 0:
		return fault.Told{}
	}
	return fault.Tell("hint.known", "known are %s", strings.Join(known, ", "))
}
