package policy

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// MaxSize bounds a policy's text, in bytes. The longest that a person can read
// aloud has a tenth of it, and the YAML reader takes time by its square.
const MaxSize = 32 << 10

// MaxSteps bounds the steps of a policy, and its holds.
const MaxSteps = 60

// Parse reads a policy and checks it. The fault of a bad one names everything
// that is wrong, each with line, column, the line itself and the way out; its
// cause is Problems.
func Parse(text []byte) (*Policy, error) {
	if len(text) > MaxSize {
		return nil, fault.New(fault.Input, "policy.too_large", "a policy has at most %d KiB", MaxSize>>10)
	}
	source := strings.TrimPrefix(string(text), "\ufeff")
	r := &reader{lines: strings.Split(strings.ReplaceAll(source, "\r\n", "\n"), "\n")}
	if !utf8.ValidString(source) { // it would go into letters and regulations as it is
		bad := slices.IndexFunc(r.lines, func(line string) bool { return !utf8.ValidString(line) })
		at := &token.Token{Position: &token.Position{Line: bad + 1, Column: 1}}
		r.fail(at, "policy.encoding", fault.Tell("hint.utf8", "save it as UTF-8"), "this is no text in UTF-8")
		return nil, r.problems.fault()
	}
	root := r.tree(source)
	if root == nil {
		return nil, r.problems.fault()
	}
	p := &Policy{Days: ledger.CalendarDays, Run: everyWorkingDay, per: PerCustomer}
	r.policy(p, root)
	if err := r.problems.fault(); err != nil {
		return nil, err
	}
	p.derive()
	return p, nil
}

// everyWorkingDay is the schedule of a policy that gives none.
var everyWorkingDay = Run{Weekdays{true, true, true, true, true, true, true}, NextWorkingDay}

// keyTwice is what the YAML library says of a key that is there already.
var keyTwice = regexp.MustCompile(`mapping key "(.*)" already defined at \[(\d+):`)

// tree is the document's root, nil with a problem noted. The YAML library is
// guarded, for it is handed what a user wrote and must not end the program.
func (r *reader) tree(source string) (root ast.Node) {
	defer func() {
		if e := recover(); e != nil {
			root = nil
			r.fail(nil, "policy.syntax", fault.Told{}, "this cannot be read as YAML (%v)", e)
		}
	}()
	file, err := parser.ParseBytes([]byte(source), 0)
	if err != nil {
		var at *token.Token
		says := ""
		if bad, ok := errors.AsType[yaml.Error](err); ok {
			at, says = bad.GetToken(), ": "+bad.GetMessage()
		}
		if key := keyTwice.FindStringSubmatch(says); key != nil {
			r.fail(at, "policy.syntax.twice", fault.Told{}, "this cannot be read as YAML: %q is already defined in line %s", key[1], key[2])
			return nil
		}
		r.fail(at, "policy.syntax", r.wayOut(at), "this cannot be read as YAML%s", says)
		return nil
	}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if root != nil {
			r.fail(start(doc.Body), "policy.shape.one", fault.Told{}, "a file holds one policy")
			return nil
		}
		root = doc.Body
	}
	if root == nil {
		r.fail(nil, "policy.empty", fault.Tell("hint.begin", "begin with policy: NAME"), "there is no policy here")
	}
	return root
}

// wayOut is a hint for the slips that people make most and that YAML's own
// words do not help with: an indentation by tabs, a list in the condition of a
// step that is written on one line, a colon within a text.
func (r *reader) wayOut(at *token.Token) fault.Told {
	if at == nil || at.Position == nil || at.Position.Line < 1 || at.Position.Line > len(r.lines) {
		return fault.Told{}
	}
	switch line := r.lines[at.Position.Line-1]; {
	case strings.Contains(line, "\t"):
		return fault.Tell("hint.tabs", "indent with spaces, not with tabs")
	case strings.Contains(line, "if:") && strings.Contains(line, " in ["):
		return fault.Tell("hint.quote_condition", `put the condition in quotes: if: "category in [1, 2]"`)
	case strings.Count(line, ": ") > 1:
		return fault.Tell("hint.quote_text", "put a text that holds a colon or a comma in quotes")
	}
	return fault.Told{}
}

func (r *reader) policy(p *Policy, root ast.Node) {
	var steps, holds, authority ast.Node
	seen := r.fields(root, "a policy", map[string]func(ast.Node){
		"policy":     func(n ast.Node) { p.Name = r.name(n) },
		"title":      func(n ast.Node) { p.Title = r.titles(n) },
		"text":       func(n ast.Node) { p.Text = r.titles(n) },
		"days":       func(n ast.Node) { p.Days = r.unit(n) },
		"run":        func(n ast.Node) { p.Run = r.run(n) },
		"steps":      func(n ast.Node) { steps = n },
		"holds":      func(n ast.Node) { holds = n },
		"roll":       func(n ast.Node) { p.Roll = r.word(n, "way to roll", "next-working-day", "off") == "next-working-day" },
		"min-amount": func(n ast.Node) { p.MinAmount = r.amounts(n) },
		"max-age":    func(n ast.Node) { p.MaxAge = r.number(n, 10*maxDays) },
		"min-gap":    func(n ast.Node) { p.MinGap = r.number(n, 366) },
		"per":        func(n ast.Node) { p.per = r.per(n) },
		"categories": func(n ast.Node) { p.Categories = r.categories(n) },
		"costs":      func(n ast.Node) { p.Costs = r.costs(n) },
		"credit":     func(n ast.Node) { p.Credit = r.credit(n) },
		"papers":     func(n ast.Node) { p.Papers = r.papers(n) },
		"originals":  func(n ast.Node) { p.Originals = r.originals(n) },
		"red-flags":  func(n ast.Node) { p.RedFlags = r.redFlags(n) },
		"black-list": func(n ast.Node) { p.BlackList = r.blackList(n) },
		"authority":  func(n ast.Node) { authority = n },
		"combine":    func(n ast.Node) { p.Combine = r.word(n, "way to combine", "strongest", "off") == "strongest" },
	})
	if seen != nil && !seen["policy"] {
		r.fail(start(root), "policy.missing.name", fault.Tell("hint.begin", "begin with policy: NAME"), "the policy has no name")
	}
	if seen != nil && steps == nil && holds == nil {
		r.fail(start(root), "policy.missing.steps", fault.Tell("hint.steps", "write steps: or holds:"), "the policy says nothing to do")
	}
	// Steps need the policy's unit of days, wherever in the file it stands.
	if steps != nil {
		p.Steps = r.steps(steps, p)
	}
	if holds != nil {
		p.Holds = r.holds(holds, p.Days)
	}
	if authority != nil {
		p.Authority = r.authority(authority)
	}
}

func (r *reader) unit(n ast.Node) ledger.DayUnit {
	return ledger.DayUnit(r.word(n, "kind of days", string(ledger.CalendarDays), string(ledger.WorkingDays), string(ledger.BankingDays)))
}

// amounts reads a decimal for every currency, or one for each by its code.
func (r *reader) amounts(n ast.Node) Amounts {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
	default:
		return Amounts{every: r.amount(n, 2)}
	}
	out := Amounts{by: map[money.Currency]money.Minor{}}
	for _, kv := range r.mapping(n, "an amount") {
		key := kv.Key.GetToken()
		c, err := money.ParseCurrency(key.Value)
		if err != nil {
			r.fail(key, "policy.currency", fault.Told{}, "%q is not a currency code debitor knows (such as RUB, BYN, EUR)", clip(key.Value))
			continue
		}
		out.by[c] = r.amount(kv.Value, c.Decimals())
	}
	return out
}

func (r *reader) amount(n ast.Node, decimals int) money.Minor {
	s, ok := r.text(n)
	if !ok {
		return 0
	}
	way := fault.Tell("hint.amount", "write it like 10.00")
	m, err := money.ParseMinor(s, decimals)
	switch {
	case fault.Code(err) == "money.too_many_decimals":
		r.fail(n.GetToken(), "policy.amount.decimals", way, "%q has more than %d decimals", clip(s), decimals)
	case err != nil:
		r.fail(n.GetToken(), "policy.amount", way, "%q is not an amount that can be recorded", clip(s))
	case m < 0:
		r.fail(n.GetToken(), "policy.amount.negative", way, "%q is less than nothing", clip(s))
	}
	return m
}
