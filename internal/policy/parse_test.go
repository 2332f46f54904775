package policy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/policies"
)

func TestShippedPoliciesParse(t *testing.T) {
	for _, name := range policies.Names() {
		text, err := policies.Source(name)
		if err != nil {
			t.Fatal(err)
		}
		if p := parse(t, string(text)); p.Name != name {
			t.Errorf("%s.yaml holds policy %q", name, p.Name)
		}
	}
	if _, err := policies.Source("none"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a policy that is not shipped: %v", err)
	}
}

func TestParsePolicyA(t *testing.T) {
	p := policyA(t)
	want := map[string]string{"reminder": "-7..-3", "warning": "5..10", "claim": "11..", "court": "16.."}
	for _, s := range p.Steps {
		if s.At.String() != want[s.ID] {
			t.Errorf("%s at %s, want %s", s.ID, s.At, want[s.ID])
		}
	}
	warning, court, hold := p.Step("warning"), p.Step("court"), p.Holds[0]
	if warning.Letter != "warning" || !warning.Sign || warning.Missed != policy.SendLate || !cmp.Equal(warning.By, []policy.Channel{"post", "email"}) {
		t.Errorf("warning: %+v", warning)
	}
	if court.Task != "prepare-court-package" || court.After != "claim" || court.To != "sales-manager" || court.Missed != policy.Report {
		t.Errorf("court: %+v", court)
	}
	if hold.At.From != 6 || hold.At.To != policy.Open || !cmp.Equal(hold.LiftedBy, []string{"head-of-sales"}) {
		t.Errorf("hold: %+v", hold)
	}
	if p.Title["ru"] != "Письма по вторникам и пятницам" || p.Roll || p.Combine || p.MaxAge != 0 || p.Days != ledger.CalendarDays {
		t.Errorf("policy: %+v", p)
	}
}

func TestParseEverything(t *testing.T) {
	p := parse(t, `policy: all
days: working
run: {on: [mon], holiday: skip}
roll: next-working-day
combine: strongest
max-age: 1000
min-amount: {BYN: "10.00", JPY: 500}
steps:
  - {id: a, at: ..-1, task: look, days: calendar, to: lawyer}
  - id: b
    at: 5
    letter: note
    by: post
`)
	if p.Steps[0].Days != "calendar" || p.Steps[1].Days != "working" || p.Steps[0].At.String() != "..-1" || p.Steps[1].At.String() != "5" {
		t.Errorf("steps %+v", p.Steps)
	}
	if p.MinAmount.In("BYN") != 1000 || p.MinAmount.In("JPY") != 500 || p.MinAmount.In("EUR") != 0 {
		t.Errorf("min-amount %+v", p.MinAmount)
	}
	plain := parse(t, "policy: x\nmin-amount: 10.50\nsteps: [{id: a, at: 1.., task: b}]")
	if plain.MinAmount.In("EUR") != 1050 || plain.MinAmount.In("JPY") != 11 {
		t.Errorf("min-amount of every currency %+v", plain.MinAmount)
	}
}

// Each bad policy has one thing wrong, which is found at its place.
func TestParseProblems(t *testing.T) {
	step := func(s string) string { return "policy: x\nsteps:\n  - {" + s + "}\n" }
	for _, c := range []struct {
		text         string
		line, column int
		code, says   string
	}{
		{"", 1, 1, "policy.empty", "policy: NAME"},
		{"- a\n", 1, 1, "policy.shape", ""},
		{"policy: x\nsteps: [\n", 2, 8, "policy.syntax", ""},
		{"policy: x\npolicy: y\n", 2, 1, "policy.syntax", "already defined"},
		{"policy: x\n---\npolicy: y\n", 3, 1, "policy.shape", "one policy"},
		{"policy: x\n", 1, 1, "policy.missing", "says nothing to do"},
		{"steps: [{id: a, at: 1.., task: b}]\n", 1, 1, "policy.missing", "no name"},
		{"policy: Ну\nsteps: [{id: a, at: 1.., task: b}]\n", 1, 9, "policy.name", "small Latin"},
		{"policy: x\nstep: []\n", 2, 1, "policy.unknown_word", `did you mean "steps"?`},
		{"policy: x\nrun: {on: [tue, fry]}\nsteps: [{id: a, at: 1.., task: b}]\n", 2, 17, "policy.unknown_word", `did you mean "fri"?`},
		{"policy: x\nrun: {on: []}\nsteps: [{id: a, at: 1.., task: b}]\n", 2, 11, "policy.shape", "at least one"},
		{"policy: x\nmin-amount: {XYZ: 1}\nsteps: [{id: a, at: 1.., task: b}]\n", 2, 14, "policy.currency", ""},
		{"policy: x\nmin-amount: 1.005\nsteps: [{id: a, at: 1.., task: b}]\n", 2, 13, "policy.amount", ""},
		{"policy: x\nmax-age: -1\nsteps: [{id: a, at: 1.., task: b}]\n", 2, 10, "policy.number", ""},
		{step("id: a, at: 1.., letter: b, task: c, by: [post]"), 3, 39, "policy.step_kind", "not both"},
		{step("id: a, at: 1.."), 3, 5, "policy.step_kind", ""},
		{step("id: a, at: 1.., letter: b"), 3, 5, "policy.missing", "by: [post, email]"},
		{step("id: a, at: 1.., task: b, by: [post]"), 3, 35, "policy.step_kind", "leave it out"},
		{step("id: a, at: 5..1, task: b"), 3, 17, "policy.window", "-7..-3"},
		{step("id: a, at: .., task: b"), 3, 17, "policy.window", ""},
		{step("id: a, at: 99999.., task: b"), 3, 17, "policy.window", ""},
		{step("id: a, task: b"), 3, 5, "policy.missing", `no "at"`},
		{step("id: a, at: 1.., task: b, after: c"), 3, 38, "policy.after", ""},
		{step("id: a, at: 1.., task: b, missed: send-late"), 3, 39, "policy.missed", ""},
		{step("id: a, at: 1.., task: b, to: head-of-sale"), 3, 35, "policy.unknown_word", `did you mean "head-of-sales"?`},
		{step("id: a, at: 1.., task: b}\n  - {id: a, at: 2.., task: c"), 4, 10, "policy.twice", ""},
		{step("id: a, at: 5.., task: b}\n  - {id: c, at: 2.., task: c"), 4, 17, "policy.order", ""},
		{"policy: x\nholds: [{id: a, at: 6.., stops: shipment, lifted-by: admin}]\n", 2, 33, "policy.unknown_word", `did you mean "shipments"?`},
		{"policy: x\nholds: [{id: a, at: 6.., stops: shipments}]\n", 2, 9, "policy.missing", "lifted-by"},
	} {
		_, err := policy.Parse([]byte(c.text))
		var ps policy.Problems
		if !errors.As(err, &ps) || fault.KindOf(err) != fault.Input {
			t.Errorf("%q: %v, want a fault with problems", c.text, err)
			continue
		}
		if p := ps[0]; len(ps) != 1 || p.Line != c.line || p.Column != c.column || p.Code != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: want %d:%d %s %q, got\n%s (%s)", c.text, c.line, c.column, c.code, c.says, err, p.Code)
		}
	}
}

// What people do to a file by accident is told in their words, not in YAML's.
func TestSlipsOfTheEditor(t *testing.T) {
	long := "policy: x\nsteps:\n  - {id: a, title: {ru: " + strings.Repeat("Очень длинное название шага ", 10) + "}, at: 5, call: ask, to: boss, per: invoice, within: 5}\n"
	for _, c := range []struct {
		name, text, says string
		line, column     int
	}{
		{"windows-1251", "policy: x\ntitle: {ru: \xcd\xe0\xf8\xe0}\nsteps: [{id: a, at: 5, call: ask}]\n", "save it as UTF-8", 2, 1},
		{"tabs", "policy: x\nsteps:\n  -\tid: a\n\tat: 5\n", "indent with spaces", 3, 6},
		{"list in a condition", "policy: x\nsteps:\n  - {id: a, at: 5, call: ask, if: category in [1, 2]}\n", "put the condition in quotes", 3, 47},
		{"colon in a text", "policy: x\ntext:\n  en: First this: then that\nsteps: [{id: a, at: 5, call: ask}]\n", "put a text that holds a colon", 3, 7},
		{"comma in a title", "policy: x\nsteps:\n  - {id: a, title: {en: Call, then write}, at: 5, call: ask}\n", "put the text in quotes", 3, 31},
		{"condition over lines", "policy: x\nsteps:\n  - id: a\n    at: 5\n    call: ask\n    if: category = 3 and\n        opn > 1\n", `did you mean "open"?`, 6, 9},
		{"folded condition", "policy: x\nsteps:\n  - id: a\n    at: 5\n    call: ask\n    if: >\n      category = 3\n      and opn > 1\n", `did you mean "open"?`, 6, 9},
		{"long line", long, "\n    | " + strings.Repeat(" ", 100) + "^", 3, 330},
		{"keys of a terminal", "policy: \"\x1b[2J\"\nsteps: [{id: a, at: 5, call: ask}]\n", `| policy: "?[2J"`, 1, 9},
	} {
		_, err := policy.Parse([]byte(c.text))
		var ps policy.Problems
		if !errors.As(err, &ps) {
			t.Errorf("%s: %v, want a fault with problems", c.name, err)
			continue
		}
		if p := ps[0]; p.Line != c.line || p.Column != c.column || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: want %d:%d %q, got\n%s", c.name, c.line, c.column, c.says, err)
		}
	}
}

func TestProblemsShowTheLine(t *testing.T) {
	_, err := policy.Parse([]byte("policy: x\nsteps:\n  - {id: a, at: 1.., taks: b}\n"))
	if err == nil {
		t.Fatal("a step without a task was accepted")
	}
	lines := strings.Split(err.Error(), "\n")
	if diff := cmp.Diff([]string{
		`line 3, column 22: a step has no "taks"; did you mean "task"?`,
		"  3 |   - {id: a, at: 1.., taks: b}",
		"    |                      ^",
	}, lines); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range policies.Names() {
		text, err := policies.Source(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("policy: x\nmin-amount: {BYN: 1}\nsteps: [{id: a, at: ..-1, task: b}]"))
	f.Add([]byte("a: &x [*x]\n? b\n: |\n  c\n<<: *x"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := policy.Parse(text)
		if (p == nil) == (err == nil) {
			t.Fatalf("policy %v with error %v", p, err)
		}
		if err != nil {
			if fault.KindOf(err) != fault.Input {
				t.Fatalf("not a fault of the input: %v", err)
			}
			return
		}
		// What is accepted can be decided by.
		policy.NewDecider(p, calendar, tuesday).Decide(owing(item("1", tuesday-6, 100)))
	})
}
