package condition

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"debitor/internal/money"
)

// said is a random condition: its text, and what it means, told without the
// package.
type said struct {
	text  string
	means func(*world) bool
	joins string // and, or: the text is a bare join by it
}

func drawCondition(t *rapid.T, depth int) said {
	if depth == 0 || rapid.IntRange(0, 2).Draw(t, "leaf") == 0 {
		return drawLeaf(t)
	}
	a := drawCondition(t, depth-1)
	switch rapid.SampledFrom([]string{"and", "or", "not", "()"}).Draw(t, "node") {
	case "and":
		b := drawCondition(t, depth-1)
		return said{bracket(a, "or") + " and " + bracket(b, "or"), func(w *world) bool { return a.means(w) && b.means(w) }, "and"}
	case "or":
		b := drawCondition(t, depth-1)
		return said{a.text + " or " + b.text, func(w *world) bool { return a.means(w) || b.means(w) }, "or"}
	case "not":
		return said{"not " + bracket(a, "and", "or"), func(w *world) bool { return !a.means(w) }, ""}
	}
	return said{"(" + a.text + ")", a.means, ""}
}

// bracket puts a join by one of the words into brackets.
func bracket(s said, joins ...string) string {
	if slices.Contains(joins, s.joins) {
		return "(" + s.text + ")"
	}
	return s.text
}

func drawLeaf(t *rapid.T) said {
	sign := rapid.SampledFrom([]string{"=", "!=", "<", "<=", ">", ">="}).Draw(t, "sign")
	switch rapid.SampledFrom([]string{"flag", "done", "days", "open", "category", "list"}).Draw(t, "about") {
	case "flag":
		return said{text: "broken", means: func(w *world) bool { return w.flags["broken"] }}
	case "done":
		return said{text: "done(warning)", means: func(w *world) bool { return slices.Contains(w.done, "warning") }}
	case "days":
		n := rapid.IntRange(-2, 3).Draw(t, "days")
		return said{text: fmt.Sprint("days", sign, n), means: func(w *world) bool {
			got, known := w.numbers["days"]
			return known && orderIs(sign, cmp.Compare(got, n))
		}}
	case "open":
		text := fmt.Sprintf("%d.%03d", rapid.IntRange(0, 2).Draw(t, "whole"), 5*rapid.IntRange(0, 199).Draw(t, "cents"))
		return said{text: "open " + sign + text, means: func(w *world) bool {
			got, _ := new(big.Rat).SetString(w.open.Decimal(w.currency))
			want, _ := new(big.Rat).SetString(text)
			return orderIs(sign, got.Cmp(want))
		}}
	case "category":
		v := rapid.SampledFrom([]string{"1", "2", "A B"}).Draw(t, "category")
		return said{text: "category != '" + v + "'", means: func(w *world) bool { return w.words["category"] != v }}
	}
	list := rapid.SliceOfN(rapid.SampledFrom([]string{"1", "2", "3"}), 1, 4).Draw(t, "list")
	return said{text: "category in[" + strings.Join(list, ",") + "]", means: func(w *world) bool { return slices.Contains(list, w.words["category"]) }}
}

func orderIs(sign string, order int) bool {
	switch sign {
	case "=":
		return order == 0
	case "!=":
		return order != 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order >= 0
}

func drawWorld(t *rapid.T) *world {
	w := &world{
		flags:    map[string]bool{"broken": rapid.Bool().Draw(t, "broken")},
		words:    map[string]string{"category": rapid.SampledFrom([]string{"", "1", "2", "3", "A B"}).Draw(t, "category")},
		numbers:  map[string]int{},
		currency: rapid.SampledFrom([]money.Currency{"BYN", "JPY"}).Draw(t, "currency"),
		open:     money.Minor(rapid.Int64Range(0, 300).Draw(t, "open")),
	}
	if rapid.Bool().Draw(t, "known") {
		w.numbers["days"] = rapid.IntRange(-3, 4).Draw(t, "days")
	}
	if rapid.Bool().Draw(t, "done") {
		w.done = []string{"warning"}
	}
	return w
}

func TestEveryConditionMeansWhatItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawCondition(t, 4)
		c, wrong := Parse(s.text, facts, steps)
		if wrong != nil {
			if strings.Contains(wrong.Text.Text, "more than") || strings.Contains(wrong.Text.Text, "longer than") {
				return // a limit
			}
			t.Fatalf("%s: %s", s.text, wrong.Text.Text)
		}
		again, wrong := Parse(c.String(), facts, steps)
		if wrong != nil || again.String() != c.String() {
			t.Fatalf("%s is written %s, which is read as %s (%v)", s.text, c, again, wrong)
		}
		for range 10 {
			w := drawWorld(t)
			want := s.means(w)
			if c.Holds(w) != want || again.Holds(w) != want {
				t.Fatalf("%s holds for %+v: %v, want %v", s.text, w, c.Holds(w), want)
			}
			if want && Never(c) {
				t.Fatalf("%s never holds, but does for %+v", s.text, w)
			}
		}
	})
}

func TestDisjointConditionsNeverHoldTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, wrongA := Parse(drawCondition(t, 2).text, facts, steps)
		b, wrongB := Parse(drawCondition(t, 2).text, facts, steps)
		if wrongA != nil || wrongB != nil {
			return
		}
		disjoint := Disjoint(a, b)
		if disjoint != Disjoint(b, a) {
			t.Fatalf("%s and %s are disjoint one way only", a, b)
		}
		for range 20 {
			if w := drawWorld(t); disjoint && a.Holds(w) && b.Holds(w) {
				t.Fatalf("%s and %s both hold for %+v", a, b, w)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "category = 3 and open > 1000.00 and not broken", "category in [1, '2'] or (done(warning) and days >= -30)",
		"not not (broken or plan) and country != \"a 'b'\"", "((((((((((", "open = 999999999999.999", "days=", "\"", "done(", "!\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, wrong := Parse(text, facts, steps)
		if (c == nil) != (wrong != nil) {
			t.Fatalf("Parse = %v, %v", c, wrong)
		}
		if wrong != nil {
			if wrong.At < 0 || wrong.At > len(text) || wrong.Text.Text == "" || wrong.Hint.Text == "" {
				t.Fatalf("%+v", wrong)
			}
			return
		}
		w := &world{open: 1, currency: "BYN"}
		again, wrong := Parse(c.String(), facts, steps)
		if wrong != nil || again.String() != c.String() || again.Holds(w) != c.Holds(w) {
			t.Fatalf("%q is written %q, which is read as %q (%v)", text, c, again, wrong)
		}
		if Never(c) && c.Holds(w) {
			t.Fatalf("%q holds, and never does", text)
		}
		c.Say("ru", echo{})
	})
}
