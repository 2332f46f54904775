package intake

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"debitor/internal/fault"
	"debitor/internal/money"
)

// MaxProblems bounds what is said about one map file.
const MaxProblems = 20

// mapReader walks the YAML tree itself, so that every problem knows its place
// and all are found at once.
type mapReader struct {
	name     string
	problems []string
	code     string // of the first
}

func (r *mapReader) fail(at ast.Node, code, text string, args ...any) {
	s := spot{1, 1}
	if at != nil {
		s = spotAt(at)
	}
	if r.code == "" {
		r.code = code
	}
	if len(r.problems) < MaxProblems {
		r.problems = append(r.problems, s.in(r.name)+": "+fmt.Sprintf(text, args...))
	}
}

func (r *mapReader) fault() error {
	if len(r.problems) == 0 {
		return nil
	}
	return fault.New(fault.Input, r.code, "%s", strings.Join(r.problems, "\n"))
}

// yamlFault is what the YAML library says of a text that is not YAML.
func yamlFault(name string, err error) error {
	if placed, ok := errors.AsType[interface {
		GetMessage() string
		GetToken() *token.Token
		error
	}](err); ok {
		return fault.Wrap(err, fault.Input, "intake.map.yaml", "%s: %s", spotOf(placed.GetToken()).in(name), placed.GetMessage())
	}
	return fault.Wrap(err, fault.Input, "intake.map.yaml", "%s: is not YAML", name)
}

func (s spot) in(name string) string { return fmt.Sprintf("%s:%d:%d", name, s.line, s.column) }

func spotAt(n ast.Node) spot {
	switch v := n.(type) {
	case nil:
		return spot{1, 1}
	case *ast.MappingNode:
		if len(v.Values) > 0 && !v.IsFlowStyle {
			return spotOf(v.Values[0].Key.GetToken())
		}
	case *ast.MappingValueNode:
		return spotOf(v.Key.GetToken())
	}
	return spotOf(n.GetToken())
}

func spotOf(t *token.Token) spot {
	if t == nil || t.Position == nil {
		return spot{1, 1}
	}
	return spot{max(1, t.Position.Line), max(1, t.Position.Column)}
}

// fields reads a mapping whose keys are known words and answers what they hold.
func (r *mapReader) fields(n ast.Node, known map[string]func(ast.Node)) map[string]ast.Node {
	seen := map[string]ast.Node{}
	for _, kv := range r.mapping(n) {
		key := r.text(kv.Key)
		read, ok := known[key]
		if !ok {
			r.fail(kv.Key, "intake.map.unknown_word", "there is no %q here%s", clip(key), nearest(key, slices.Sorted(maps.Keys(known))))
			continue
		}
		seen[key] = kv.Value
		read(kv.Value)
	}
	return seen
}

// mapping gives the pairs of a mapping, each key once.
func (r *mapReader) mapping(n ast.Node) []*ast.MappingValueNode {
	var pairs []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		pairs = m.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{m}
	default:
		r.fail(n, "intake.map.shape", "words with values are expected here, like {a: b}")
		return nil
	}
	seen := map[string]bool{}
	for _, kv := range pairs {
		key := kv.Key.GetToken().Value
		if seen[key] {
			r.fail(kv.Key, "intake.map.twice", "%q is there twice", clip(key))
		}
		seen[key] = true
	}
	return pairs
}

// list reads a sequence, or a single value as a list of one.
func (r *mapReader) list(n ast.Node) []ast.Node {
	if s, ok := n.(*ast.SequenceNode); ok {
		return s.Values
	}
	return []ast.Node{n}
}

// text reads a scalar as it is written: 007 keeps its zeros.
func (r *mapReader) text(n ast.Node) string {
	switch v := n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value
	case *ast.LiteralNode:
		return strings.TrimSpace(v.Value.Value)
	}
	r.fail(n, "intake.map.shape", "a text is expected here")
	return ""
}

func (r *mapReader) texts(n ast.Node) (list []string) {
	for _, e := range r.list(n) {
		list = append(list, r.text(e))
	}
	return list
}

func (r *mapReader) ref(n ast.Node) ref { return ref{spotAt(n), r.text(n)} }

// word reads one of the known words; empty if it is none.
func (r *mapReader) word(n ast.Node, known ...string) string {
	s := r.text(n)
	if !slices.Contains(known, s) {
		r.fail(n, "intake.map.word", "%q is not %s", clip(s), strings.Join(known, " or "))
		return ""
	}
	return s
}

func (r *mapReader) flag(n ast.Node) bool { return r.word(n, "true", "false") == "true" }

func (r *mapReader) kind(n ast.Node) Kind {
	s := r.text(n)
	k, err := ParseKind(s)
	if slices.Contains(unimported, Kind(s)) {
		return Kind(s)
	}
	if err != nil {
		r.fail(n, "intake.map.kind", "%q is not one of %s", clip(s), joined(Kinds))
	}
	return k
}

// template reads a value: text with columns of the table in braces. Values
// that are not text are one column, or a constant, which is checked here.
func (r *mapReader) template(v *mapValue, n ast.Node, form form) {
	s := r.text(n)
	if rest, ok := strings.CutPrefix(s, "-{"); ok && form == amountForm {
		v.negate, s = true, "{"+rest
	}
	for s != "" {
		i := strings.IndexAny(s, "{}")
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			v.parts = append(v.parts, mapPart{text: s[:i]})
			s = s[i:]
			continue
		}
		end := strings.IndexByte(s, '}')
		if s[0] == '}' || end < 2 || strings.IndexByte(s[1:end], '{') >= 0 {
			r.fail(n, "intake.map.template", "braces hold the name of a column, as in {Invoice No}")
			return
		}
		v.parts = append(v.parts, mapPart{column: strings.TrimSpace(s[1:end])})
		s = s[end+1:]
	}
	switch {
	case len(v.parts) == 0:
		v.parts = []mapPart{{}}
	case form == textForm || form == idForm:
	case len(v.parts) > 1:
		r.fail(n, "intake.map.template", "%s is one column or one constant, not a text of several", v.field)
	case v.parts[0].column == "":
		r.constant(v, n, form)
	}
}

// constant checks a constant of a typed field.
func (r *mapReader) constant(v *mapValue, n ast.Node, form form) {
	s := v.parts[0].text
	switch form {
	case dateForm:
		var d dates
		if _, _, problem := d.parse(s); problem != "" {
			r.fail(n, "intake.map.constant", "%q %s", clip(s), problem)
		}
	case currencyForm:
		if _, err := money.ParseCurrency(s); err != nil {
			r.fail(n, "intake.map.constant", "%s", err)
		}
	case languageForm, countryForm:
		if !twoLetters(s) {
			r.fail(n, "intake.map.constant", "%q is not a code of two letters", clip(s))
		}
	case lawForm:
		if !isLaw(s) {
			r.fail(n, "intake.map.constant", "%q is not a law such as BY or BA-FBIH", clip(s))
		}
	}
}

// nearest is a hint with the known word that is closest, or with all of them.
func nearest[T ~string](word string, known []T) string {
	best, least := "", 3
	for _, k := range known {
		if d := fault.Edits(word, string(k)); d < least && d < len(k) {
			best, least = string(k), d
		}
	}
	if best != "" {
		return " (perhaps " + best + ")"
	}
	return " (there are " + joined(known) + ")"
}
