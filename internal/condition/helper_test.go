package condition

import (
	"slices"
	"testing"

	"debitor/internal/money"
)

// The facts and steps of all tests.
var (
	facts = []Fact{
		{Name: "category", Type: Word, Values: []string{"1", "2", "3", "A B"}},
		{Name: "country", Type: Word},
		{Name: "open", Type: Money},
		{Name: "days", Type: Number},
		{Name: "broken", Type: Flag},
		{Name: "plan", Type: Flag},
	}
	steps = []string{"warning", "final-2", "step one"}
)

// world is an Env by names. A number that is not there is unknown.
type world struct {
	flags    map[string]bool
	numbers  map[string]int
	words    map[string]string
	open     money.Minor
	currency money.Currency
	done     []string
}

func (w *world) Flag(fact int) bool { return w.flags[facts[fact].Name] }

func (w *world) Number(fact int) (int, bool) {
	n, ok := w.numbers[facts[fact].Name]
	return n, ok
}

func (w *world) Money(int) (money.Minor, money.Currency) { return w.open, w.currency }
func (w *world) Word(fact int) string                    { return w.words[facts[fact].Name] }
func (w *world) Done(step int) bool                      { return slices.Contains(w.done, steps[step]) }

func parse(t testing.TB, text string) *Condition {
	t.Helper()
	c, wrong := Parse(text, facts, steps)
	if wrong != nil {
		t.Fatalf("Parse(%s): %d: %s; %s", text, wrong.At, wrong.Text.Text, wrong.Hint.Text)
	}
	return c
}
