package condition

import (
	"math"
	"slices"
	"strings"
	"testing"

	"debitor/internal/money"
)

func TestHolds(t *testing.T) {
	w := &world{
		flags:   map[string]bool{"broken": true},
		numbers: map[string]int{"days": 5},
		words:   map[string]string{"category": "3"},
		open:    100_000, currency: "BYN",
		done: []string{"warning"},
	}
	for text, want := range map[string]bool{
		"broken":                            true,
		"not broken":                        false,
		"not not broken":                    true,
		"plan":                              false,
		"days = 5":                          true,
		"days != 5":                         false,
		"days < 5":                          false,
		"days <= 5":                         true,
		"days > 5":                          false,
		"days >= 5":                         true,
		"days > -1":                         true,
		"days in [4, 5]":                    true,
		"days in [4, 6]":                    false,
		"category = 3":                      true,
		"category = '3'":                    true,
		"category != 3":                     false,
		"category in [1, \"2\"]":            false,
		"not category in [1, 2]":            true,
		"country = BY":                      false, // none
		"country != BY":                     true,
		"open = 1000":                       true,
		"open > 999.999":                    true,
		"open < 1000.001":                   true,
		"open = 1000.001":                   false,
		"open in [5, 1000.00]":              true,
		"done(warning)":                     true,
		"done('step one')":                  false,
		"plan or broken and days > 9":       false, // and binds tighter
		"broken or plan and days > 9":       true,
		"(broken or plan) and days > 9":     false,
		"not (plan or days > 9)":            true,
		"not plan and days > 9":             false, // not binds tightest
		"not days > 9 and days > 9":         false,
		"  days\n>\t4 ":                     true,
		"category = 3 and done( warning )":  true,
		"open>=1000.000 and(broken)":        true,
		"days = 005 and days != -0":         true,
		"not (days = 5 and not (plan))":     false,
		"not(broken and plan) or days = 77": true,
	} {
		if got := parse(t, text).Holds(w); got != want {
			t.Errorf("%s holds: %v", text, got)
		}
	}
}

func TestAnUnknownNumberComparesWithNothing(t *testing.T) {
	for _, o := range operators {
		if parse(t, "days "+o.text+" 5").Holds(&world{}) {
			t.Errorf("days %s 5 holds though nobody knows the days", o.text)
		}
	}
	if !parse(t, "not days > 5").Holds(&world{}) {
		t.Error("not turns what stands behind it, unknown or not")
	}
}

func TestNoConditionAlwaysHolds(t *testing.T) {
	var c *Condition
	if !c.Holds(nil) || c.String() != "" || c.Facts() != nil || c.Steps() != nil || c.Say("en", nil) != "" || Never(c) {
		t.Error("nil is not the condition that always holds")
	}
}

func TestAmountsAreComparedExactly(t *testing.T) {
	for _, c := range []struct {
		text     string
		open     money.Minor
		currency money.Currency
		want     bool
	}{
		{"open = 0.07", 7, "EUR", true},
		{"open = 0.071", 7, "EUR", false},
		{"open < 0.071", 7, "EUR", true},
		{"open > -0.071", -7, "EUR", true},
		{"open < -0.069", -7, "EUR", true},
		{"open = -0.07", -7, "EUR", true},
		{"open = 7", 7, "JPY", true},
		{"open < 7.5", 7, "JPY", true},
		{"open > 7.5", 8, "JPY", true},
		{"open > -0.5", 0, "JPY", true},
		{"open < 999999999999.999", math.MaxInt64, "JPY", false},
		{"open > 999999999999.999", math.MaxInt64, "EUR", true},
		{"open < -999999999999.999", math.MinInt64, "EUR", true},
	} {
		if got := parse(t, c.text).Holds(&world{open: c.open, currency: c.currency}); got != c.want {
			t.Errorf("%s holds for %s %s: %v", c.text, c.open.Decimal(c.currency), c.currency, got)
		}
	}
	// A currency of three or four decimals, of which money knows none yet.
	for decimals, open := range map[int]money.Minor{3: 1_125, 4: 11_250} {
		n := parse(t, "open = 1.125").root
		if !n.ofAmount(open, decimals) || n.ofAmount(open+1, decimals) {
			t.Errorf("1.125 is not itself with %d decimals", decimals)
		}
	}
}

func TestString(t *testing.T) {
	for text, want := range map[string]string{
		"((broken))":                             "broken",
		"not not not broken":                     "not broken",
		"(broken and plan) and days=1":           "broken and plan and days = 1",
		"broken or (plan and days<1)":            "broken or plan and days < 1",
		"(broken or plan)and days<=1":            "(broken or plan) and days <= 1",
		"broken or (plan or days=1)":             "broken or plan or days = 1",
		"not (broken or plan)":                   "not (broken or plan)",
		"not (broken and plan)":                  "not (broken and plan)",
		"not (category = 1)":                     "not category = 1",
		"not not (broken and plan) and days = 1": "broken and plan and days = 1",
		"category in ['1',2,1]":                  "category in [1, 2]",
		"category in [1]":                        "category = 1",
		"category = 'A B'":                       `category = "A B"`,
		"country = 'and'":                        `country = "and"`,
		`country = 'a "b"'`:                      `country = 'a "b"'`,
		"country = Беларусь":                     "country = Беларусь",
		"done('warning') and done('step one')":   `done(warning) and done("step one")`,
		"open > 1000.00":                         "open > 1000",
		"open > 1000.5":                          "open > 1000.50",
		"open > -00.125":                         "open > -0.125",
		"open != -0":                             "open != 0",
		"days in [007, -0]":                      "days in [7, 0]",
	} {
		if got := parse(t, text).String(); got != want {
			t.Errorf("%s is written %s, want %s", text, got, want)
		}
	}
}

func TestFactsAndSteps(t *testing.T) {
	c := parse(t, "broken and (days > 1 or not (days < 9 and done(final-2))) and category = 1 and done(warning)")
	if got := c.Facts(); !slices.Equal(got, []int{0, 3, 4}) {
		t.Errorf("facts are %v", got)
	}
	if got := c.Steps(); !slices.Equal(got, []int{0, 1}) {
		t.Errorf("steps are %v", got)
	}
}

func TestProblems(t *testing.T) {
	for _, c := range []struct {
		text, at   string // the mark stands under the ^
		says, hint string
	}{
		{"", "^", "empty", "leave the key out"},
		{"   ", "   ^", "empty", ""},
		{"categry = 3", "^", `no fact "categry"`, `"category"`},
		{"xyz", "^", `no fact "xyz"`, "known are category, country"},
		{"warning", "^", "is a step", "done(warning)"},
		{"broken = true", "       ^", "yes or no", "write broken, or not broken"},
		{"broken in [1]", "       ^", "yes or no", ""},
		{"days", "    ^", "must be compared", "days = 30"},
		{"days and plan", "     ^", "must be compared", ""},
		{"days >", "      ^", "a whole number is missing", "30"},
		{"days > 1.5", "       ^", "a whole number", "digits only"},
		{"days > ten", "       ^", "a whole number", ""},
		{"days > '5'", "       ^", "without quotes", "take the quotes off"},
		{"days > 1234567890", "       ^", "a whole number", "nine"},
		{"open > 1.2345", "       ^", "an amount", "three"},
		{"open > 1234567890123", "       ^", "an amount", ""},
		{"open > 5.", "       ^", "an amount", ""},
		{"open > days", "       ^", "an amount", ""},
		{"open > 1 000", "         ^", "stands where", "in one piece"},
		{"open > 1,000", "        ^", "stands where", "a list"},
		{"category > 3", "         ^", "neither less nor more", "=, != or in"},
		{"category = 4", "           ^", `never "4"`, `known are 1, 2, 3`},
		{"category in 3", "            ^", "a list is missing", "category in [B]"},
		{"category in []", "             ^", "a word is missing", ""},
		{"category in [1 2]", "               ^", "not closed", "commas"},
		{"category in [1", "              ^", "not closed", "]"},
		{"category not in [1]", "         ^", "before a fact", "not category in"},
		{"country = and", "          ^", "a word is missing", "in quotes"},
		{"country = ''", "          ^", "empty", ""},
		{"country = 'BY", "          ^", "not closed", "'"},
		{"done(warnin)", "     ^", `no step "warnin"`, `"warning"`},
		{"done warning", "     ^", "in brackets", "done(step)"},
		{"done()", "     ^", "the step is missing", ""},
		{"done(warning", "            ^", "not closed", "done(warning)"},
		{"done(warning, final-2)", "            ^", "not closed", "one step in each"},
		{"(broken or plan", "^", "not closed", ")"},
		{"broken or plan)", "              ^", "closes nothing", ""},
		{"broken and", "          ^", `missing after "and"`, ""},
		{"and broken", "^", `missing before "and"`, ""},
		{"broken and or plan", "           ^", `between "and" and "or"`, ""},
		{"()", " ^", `between "(" and ")"`, ""},
		{"broken plan", "       ^", "stands where", "and, or"},
		{"(broken plan)", "        ^", "stands where", "and, or"},
		{"broken not plan", "       ^", "stands where", "and not"},
		{"days == 3", "     ^", "means nothing", "write ="},
		{"broken && plan", "       ^", "means nothing", "write and"},
		{"!broken", "^", "means nothing", "write not"},
		{"days > 3%", "        ^", "has no place", ""},
		{"3 = category", "^", "not the number", "fact first"},
		{"'category' = 3", "^", "not a word in quotes", ""},
		{"true", "^", "not a fact", "left out"},
		{"broken and \xff", "           ^", "has no place", ""},
	} {
		_, wrong := Parse(c.text, facts, steps)
		if wrong == nil {
			t.Errorf("%s is accepted", c.text)
			continue
		}
		if wrong.At != len(c.at)-1 || !strings.Contains(wrong.Text.Text, c.says) || !strings.Contains(wrong.Hint.Text, c.hint) || wrong.Hint.Text == "" {
			t.Errorf("%s\n%*s %s; %s", c.text, wrong.At+1, "^", wrong.Text.Text, wrong.Hint.Text)
		}
	}
}

func TestLimits(t *testing.T) {
	list := func(n int) string {
		return "days in [0" + strings.Repeat(", 1", n) + "]"
	}
	for text, ok := range map[string]bool{
		strings.Repeat("(", maxNesting) + "plan" + strings.Repeat(")", maxNesting):     true,
		strings.Repeat("(", maxNesting+1) + "plan" + strings.Repeat(")", maxNesting+1): false,
		strings.Repeat("not ", maxNesting) + "plan":                                    true,
		strings.Repeat("not ", maxNesting+1) + "plan":                                  false,
		"plan" + strings.Repeat(" or plan", maxNodes-2):                                true,
		"plan" + strings.Repeat(" or plan", maxNodes-1):                                false,
		list(50): true, // two different values
		"country in [A,B,C,D,E,F,G,H,I,J,K,L,M,N,O,P,Q,R,S,T]":   true,
		"country in [A,B,C,D,E,F,G,H,I,J,K,L,M,N,O,P,Q,R,S,T,U]": false,
		"country = " + strings.Repeat("a", maxText-10):           true,
		"country = " + strings.Repeat("a", maxText-9):            false,
		"country=" + strings.Repeat("a", maxText-8):              false, // its canonical text is longer
	} {
		if _, wrong := Parse(text, facts, steps); (wrong == nil) != ok {
			t.Errorf("%.60s…: %v", text, wrong)
		}
	}
}

func BenchmarkHolds(b *testing.B) {
	c := parse(b, "category = 3 and open > 1000.00 and not broken")
	var w Env = answers{}
	b.ReportAllocs()
	for b.Loop() {
		if !c.Holds(w) {
			b.Fatal("does not hold")
		}
	}
}

// answers is an Env that costs nothing.
type answers struct{}

func (answers) Flag(int) bool                           { return false }
func (answers) Number(int) (int, bool)                  { return 5, true }
func (answers) Money(int) (money.Minor, money.Currency) { return 100_001, "BYN" }
func (answers) Word(int) string                         { return "3" }
func (answers) Done(int) bool                           { return false }
