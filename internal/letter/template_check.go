package letter

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"debitor/internal/fault"
)

// context says what an inserted value must not become.
type context int

const (
	plainText    context = iota // a header, a title: one line
	markdownText                // text whose punctuation means something
)

// escaper is the function appended to the pipeline of every action.
func (c context) escaper() string {
	if c == plainText {
		return "_plain"
	}
	return "_markdown"
}

// parseChecked parses one text and refuses everything a letter does not need.
func parseChecked(name string, p piece, c context) (*parse.Tree, *Problem) {
	known := map[string]any{}
	for _, fn := range Functions {
		known[fn.Name] = true
	}
	for _, op := range operators {
		known[op] = true
	}
	trees, err := parse.Parse("letter", p.text, "{{", "}}", known)
	if err != nil {
		return nil, syntaxProblem(name, p, err)
	}
	ck := &checker{name: name, piece: p, context: c}
	for defined, tree := range trees {
		if defined != "letter" {
			return nil, ck.problem(tree.Root.Pos, fault.Tell("letter.define", "a template cannot define another"), fault.Tell("hint.define", "write the text where it is needed"))
		}
	}
	tree := trees["letter"]
	if tree == nil || tree.Root == nil {
		return nil, &Problem{Name: name, Line: p.line, Column: p.col, Text: fault.Tell("letter.empty", "the text is empty")}
	}
	if problem := ck.list(tree.Root); problem != nil {
		return nil, problem
	}
	return tree, nil
}

var syntaxError = regexp.MustCompile(`^template: letter:(\d+)(?::\d+)?: (.*)$`)

// syntaxProblem finds the place in the parser's message; the parser names only
// the line, so the column is that of the line's first action.
func syntaxProblem(name string, p piece, err error) *Problem {
	m := syntaxError.FindStringSubmatch(err.Error())
	if m == nil {
		return &Problem{Name: name, Line: p.line, Column: p.col, Text: fault.Tell("letter.syntax", "%v", err)}
	}
	n, _ := strconv.Atoi(m[1])
	offset := p.lineStart(n)
	line, _, _ := strings.Cut(p.text[offset:], "\n")
	if i := strings.Index(line, "{{"); i >= 0 {
		offset += i
	}
	problem := &Problem{Name: name, Text: fault.Tell("letter.syntax", "%s", m[2])}
	problem.Line, problem.Column = p.at(offset)
	switch m[2] {
	case "unexpected EOF":
		problem.Text, problem.Hint = fault.Tell("letter.no_end", "the text ends, but a condition does not"), fault.Tell("hint.end", "close each {{if …}} with {{end}}")
	case "unclosed action":
		problem.Text = fault.Tell("letter.unclosed", "unclosed action")
	case "unexpected {{end}}", "unexpected {{else}}":
		problem.Text = fault.Tell("letter.unopened", "%s", m[2])
	}
	if fn, ok := strings.CutPrefix(m[2], "function "); ok {
		unknown := strings.Trim(strings.TrimSuffix(fn, " not defined"), `"`)
		if i := strings.Index(line, unknown); i >= 0 {
			problem.Line, problem.Column = p.at(offset - max(0, strings.Index(line, "{{")) + i)
		}
		problem.Text, problem.Hint = fault.Tell("letter.function", "there is no function %s", unknown), nearest(unknown, functionNames())
	}
	return problem
}

var executionError = regexp.MustCompile(`^template: letter:(\d+):(\d+): `)

// executionProblem finds the place in the message of a failed execution, and
// what went wrong at its end.
func executionProblem(name string, p piece, err error) *Problem {
	problem := problemOf(name, err)
	if problem.Text.Code == "letter.failed" {
		problem.Text = failed(err.Error())
	}
	if m := executionError.FindStringSubmatch(err.Error()); m != nil {
		line, _ := strconv.Atoi(m[1])
		column, _ := strconv.Atoi(m[2])
		problem.Line, problem.Column = p.at(p.lineStart(line) + column)
	}
	return problem
}

// failed is what went wrong in an execution: most often a function is given
// what it does not take.
func failed(text string) fault.Told {
	if i := strings.LastIndex(text, ">: "); i >= 0 {
		text = text[i+3:]
	}
	if strings.HasPrefix(text, "wrong type for value") || strings.HasPrefix(text, "wrong number of args") {
		return fault.Tell("letter.argument", "%s", text)
	}
	return fault.Tell("letter.failed", "%s", text)
}

// checker walks a parse tree: it allows text, fields of Facts, the closed
// functions, if/else, and appends the escaper to every action.
type checker struct {
	name    string
	piece   piece
	context context
}

func (ck *checker) problem(pos parse.Pos, text, hint fault.Told) *Problem {
	p := &Problem{Name: ck.name, Text: text, Hint: hint}
	p.Line, p.Column = ck.piece.at(int(pos))
	return p
}

func (ck *checker) list(l *parse.ListNode) *Problem {
	if l == nil {
		return nil
	}
	for _, n := range l.Nodes {
		if p := ck.node(n); p != nil {
			return p
		}
	}
	return nil
}

func (ck *checker) node(n parse.Node) *Problem {
	switch n := n.(type) {
	case *parse.TextNode, *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		if p := ck.pipe(n.Pipe, true); p != nil {
			return p
		}
		id := parse.NewIdentifier(ck.context.escaper()).SetPos(n.Pos)
		n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{id}})
		return nil
	case *parse.IfNode:
		if p := ck.pipe(n.Pipe, false); p != nil {
			return p
		}
		if p := ck.list(n.List); p != nil {
			return p
		}
		return ck.list(n.ElseList)
	}
	return ck.problem(n.Position(), fault.Tell("letter.impossible", "%q is not possible in a letter", firstWord(n.String())),
		fault.Tell("hint.possible", "a letter has text, fields, functions and if … else … end"))
}

func firstWord(s string) string {
	fields := strings.Fields(strings.Trim(s, "{}"))
	if len(fields) == 0 {
		return s
	}
	return fields[0]
}

func (ck *checker) pipe(p *parse.PipeNode, printed bool) *Problem {
	if len(p.Decl) > 0 {
		return ck.problem(p.Pos, fault.Tell("letter.variables", "variables are not possible in a letter"), fault.Told{})
	}
	for _, cmd := range p.Cmds {
		for i, arg := range cmd.Args {
			if problem := ck.arg(arg, i == 0, printed); problem != nil {
				return problem
			}
		}
	}
	return nil
}

func (ck *checker) arg(n parse.Node, first, printed bool) *Problem {
	switch n := n.(type) {
	case *parse.FieldNode:
		return ck.field(n, printed && first)
	case *parse.StringNode, *parse.NumberNode, *parse.BoolNode:
		return nil
	case *parse.PipeNode:
		return ck.pipe(n, false)
	case *parse.IdentifierNode:
		fn, known := functionByName(n.Ident)
		if known && fn.block && ck.context == plainText {
			return ck.problem(n.Pos, fault.Tell("letter.block", "%s belongs into the text", n.Ident), fault.Tell("hint.block", "it cannot stand in subject or title"))
		}
		return nil
	}
	return ck.problem(n.Position(), fault.Tell("letter.impossible", "%q is not possible in a letter", n.String()), fault.Tell("hint.field", "name a field such as .Debtor.Name"))
}

// field allows only chains of struct fields of Facts: no methods, no elements.
// printed tells that the field stands alone and must be something printable.
func (ck *checker) field(n *parse.FieldNode, printed bool) *Problem {
	t := reflect.TypeFor[Facts]()
	path := ""
	for _, name := range n.Ident {
		if t.Kind() != reflect.Struct {
			return ck.problem(n.Pos, fault.Tell("letter.no_parts", "%s has no parts", path), fault.Told{})
		}
		f, ok := t.FieldByName(name)
		if !ok || !f.IsExported() {
			return ck.problem(n.Pos, fault.Tell("letter.field", "there is no field %s", path+"."+name), nearest(name, fieldNames(t)))
		}
		path += "." + name
		t = f.Type
	}
	if !printed {
		return nil
	}
	switch {
	case t.Kind() == reflect.String || t.Kind() == reflect.Bool:
		return nil
	case t.Name() == "Date":
		return ck.problem(n.Pos, fault.Tell("letter.date", "%s is a date", path), fault.Tell("hint.date", "write {{date %s}}", path))
	case t.Name() == "Minor":
		return ck.problem(n.Pos, fault.Tell("letter.amount", "%s is an amount", path), fault.Tell("hint.money", "write {{money %s}}", path))
	case t.Kind() == reflect.Int:
		return nil
	}
	return ck.problem(n.Pos, fault.Tell("letter.not_printable", "%s cannot be printed as it is", path), fault.Tell("hint.printable", "name one of its parts, or use {{table}}, {{details}}, {{signature}}"))
}

func fieldNames(t reflect.Type) []string {
	var names []string
	for f := range t.Fields() {
		names = append(names, f.Name)
	}
	return names
}

// nearest is a hint at what was meant, or at what there is.
func nearest(got string, have []string) fault.Told {
	best, at := 4, ""
	for _, h := range have {
		if d := fault.Edits(strings.ToLower(got), strings.ToLower(h)); d < best {
			best, at = d, h
		}
	}
	if at != "" {
		return fault.Tell("hint.nearest", "did you mean %s?", at)
	}
	slices.Sort(have)
	return fault.Tell("hint.known", "there are: %s", strings.Join(have, ", "))
}
