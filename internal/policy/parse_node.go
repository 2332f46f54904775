package policy

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"debitor/internal/fault"
)

// reader walks the YAML tree itself rather than decoding into structs, so that
// every problem knows its place and all of them are found at once.
type reader struct {
	lines    []string
	ids      []string // of all steps, for conditions
	problems Problems
}

// fail notes a problem; what its code has below "policy.unknown_word" and the
// like tells texts apart.
func (r *reader) fail(at *token.Token, code string, hint fault.Told, text string, args ...any) {
	family := strings.Join(strings.SplitN(code, ".", 3)[:2], ".")
	r.note(at, Problem{Code: family, Text: fault.Tell(code, text, args...), Hint: hint})
}

// note puts a problem in its place.
func (r *reader) note(at *token.Token, p Problem) {
	p.Line, p.Column = 1, 1
	if at != nil && at.Position != nil {
		p.Line, p.Column = max(1, at.Position.Line), max(1, at.Position.Column)
	}
	if p.Line <= len(r.lines) {
		p.Excerpt = visible(r.lines[p.Line-1])
	}
	r.problems = append(r.problems, p)
}

// visible is a line that can be shown on any terminal, letter for letter, so
// that a mark under it stays where it belongs.
func visible(line string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\t':
			return ' '
		case !unicode.IsPrint(c):
			return '?'
		}
		return c
	}, strings.ToValidUTF8(line, "?"))
}

// fields reads a mapping whose keys are known words. It returns the keys that
// were there, nil when some were not understood: then it is idle to say what
// is missing.
func (r *reader) fields(n ast.Node, what string, known map[string]func(ast.Node)) map[string]bool {
	seen := map[string]bool{}
	before := len(r.problems)
	pairs := r.mapping(n, what)
	understood := len(r.problems) == before
	for _, kv := range pairs {
		key := kv.Key.GetToken()
		read, ok := known[key.Value]
		if !ok {
			words := slices.Sorted(maps.Keys(known))
			r.fail(key, "policy.unknown_word.key", nearest(key.Value, words), "%[2]s has no %[1]q", clip(key.Value), what)
			understood = false
			continue
		}
		seen[key.Value] = true
		read(kv.Value)
	}
	if !understood {
		return nil
	}
	return seen
}

func (r *reader) mapping(n ast.Node, what string) []*ast.MappingValueNode {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}
	}
	r.fail(start(n), "policy.shape.mapping", fault.Told{}, "%s must be a list of words with values, like {a: b}", what)
	return nil
}

// list reads a sequence, or a single value as a list of one.
func (r *reader) list(n ast.Node) []ast.Node {
	if s, ok := n.(*ast.SequenceNode); ok {
		return s.Values
	}
	return []ast.Node{n}
}

// text reads a scalar as it was written: "10.00" keeps its zeros.
func (r *reader) text(n ast.Node) (string, bool) {
	switch v := n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	case *ast.LiteralNode:
		return strings.TrimSpace(v.Value.Value), true
	}
	r.fail(start(n), "policy.shape.value", fault.Told{}, "a value is expected here")
	return "", false
}

// start is where a node begins; the tree has a mapping begin at a colon.
func start(n ast.Node) *token.Token {
	switch m := n.(type) {
	case nil:
		return nil
	case *ast.MappingNode:
		if len(m.Values) > 0 && !m.IsFlowStyle {
			return m.Values[0].Key.GetToken()
		}
	case *ast.MappingValueNode:
		return m.Key.GetToken()
	}
	return n.GetToken()
}

// word reads one of the known words.
func (r *reader) word(n ast.Node, what string, known ...string) string {
	s, ok := r.text(n)
	if ok && !slices.Contains(known, s) {
		r.fail(n.GetToken(), "policy.unknown_word", nearest(s, known), "%q is not %s", s, article(what))
		return ""
	}
	return s
}

func article(what string) string {
	if strings.ContainsRune("aeiou", rune(what[0])) {
		return "an " + what
	}
	return "a " + what
}

// words reads a list of known words, each at most once and at least one.
func (r *reader) words(n ast.Node, what string, known ...string) []string {
	var out []string
	for _, e := range r.list(n) {
		w := r.word(e, what, known...)
		if w != "" && slices.Contains(out, w) {
			r.fail(e.GetToken(), "policy.twice", fault.Told{}, "%q is there twice", w)
			continue
		}
		if w != "" {
			out = append(out, w)
		}
	}
	if len(r.list(n)) == 0 {
		r.fail(start(n), "policy.shape.none", fault.Told{}, "at least one %s is needed", what)
	}
	return out
}

// maxName bounds the names a policy gives, in bytes.
const maxName = 64

// name reads a name in small letters, digits and hyphens: it becomes part of
// keys, file names and addresses.
func (r *reader) name(n ast.Node) string {
	s, ok := r.text(n)
	if !ok {
		return ""
	}
	bad := s == "" || len(s) > maxName || s[0] == '-'
	for _, c := range []byte(s) {
		bad = bad || (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-'
	}
	if bad {
		r.fail(n.GetToken(), "policy.name", fault.Tell("hint.name", "use small Latin letters, digits and hyphens"), "%q is not a name", clip(s))
	}
	return s
}

func clip(s string) string {
	for i := range s {
		if i > maxName {
			return s[:i] + "…"
		}
	}
	return s
}

// names reads a list of names.
func (r *reader) names(n ast.Node) []string {
	var all []string
	for _, e := range r.list(n) {
		all = append(all, r.name(e))
	}
	return all
}

func (r *reader) flag(n ast.Node) bool { return r.word(n, "yes or no", "true", "false") == "true" }

func (r *reader) window(n ast.Node) Window {
	s, ok := r.text(n)
	w, good := parseWindow(s)
	if ok && !good {
		r.fail(n.GetToken(), "policy.window", fault.Tell("hint.window", "write days from the due date like -7..-3, 5..10, 11.. or 5"), "%q is not a stretch of days", clip(s))
	}
	return w
}

// number reads a whole number from 1 to high.
func (r *reader) number(n ast.Node, high int) int {
	s, ok := r.text(n)
	if !ok {
		return 1
	}
	v, err := strconv.Atoi(s)
	if err != nil || v < 1 || v > high {
		r.fail(n.GetToken(), "policy.number", fault.Told{}, "%q is not a number from 1 to %d", clip(s), high)
		return 1
	}
	return v
}

// titles reads texts by language.
func (r *reader) titles(n ast.Node) map[string]string {
	out := map[string]string{}
	for _, kv := range r.mapping(n, "title") {
		lang := kv.Key.GetToken()
		if len(lang.Value) != 2 || utf8.RuneCountInString(lang.Value) != 2 {
			r.fail(lang, "policy.language", fault.Tell("hint.language", "use two letters, like en or ru; if it belongs to a text with a comma, put the text in quotes"), "%q is not a language", clip(lang.Value))
			continue
		}
		if s, ok := r.text(kv.Value); ok {
			out[lang.Value] = s
		}
	}
	return out
}
