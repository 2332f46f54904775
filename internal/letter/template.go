package letter

import (
	"fmt"
	"strings"
	"sync"
	"text/template"
	"text/template/parse"

	"debitor/internal/fault"
	"debitor/letters"
)

// The bounds of a template: a letter's text is a few thousand characters; what
// is larger is not a letter, and the output of an accepted one stays small
// because there are no loops.
const (
	MaxSource = 32 << 10  // bytes of a template
	MaxOutput = 512 << 10 // bytes of rendered Markdown
)

// Template is a parsed letter template. It is safe for concurrent use.
type Template struct {
	Name string // "ru/warning", for messages
	lang string

	subject *program
	title   *program
	body    *program
}

// program is one parsed text with the functions bound at Render.
type program struct {
	name string
	text piece
	tree *parse.Tree
	pool sync.Pool // of *machine, so that a print run does not clone the tree per letter
}

// Parse reads a template in the language: front matter with subject and title
// between two lines of three dashes, then the text in Markdown. An error is a
// Fault with code "letter.template" whose cause is a *Problem.
func Parse(name, lang, source string) (*Template, error) {
	if _, ok := lexicons[lang]; !ok {
		return nil, fault.New(fault.Input, "letter.language", "there are no words for language %q", lang)
	}
	front, err := splitFront(name, source)
	if err != nil {
		return nil, refuse(err)
	}
	t := &Template{Name: name, lang: lang}
	for _, part := range []struct {
		into *(*program)
		text piece
		kind context
	}{{&t.subject, front.subject, plainText}, {&t.title, front.title, plainText}, {&t.body, front.body, markdownText}} {
		tree, err := parseChecked(name, part.text, part.kind)
		if err != nil {
			return nil, refuse(err)
		}
		*part.into = &program{name: name, text: part.text, tree: tree}
	}
	if err := t.rehearse(); err != nil {
		return nil, refuse(err)
	}
	return t, nil
}

// refuse makes the user's fault out of a problem.
func refuse(p *Problem) error {
	return fault.Wrap(p, fault.Input, "letter.template", "%s", p.Error())
}

// rehearse renders the template for sample letters of all sorts (with and
// without a hold, of one contract, of several, of none), so that what can fail
// fails when the template is read and not on the day of the run.
func (t *Template) rehearse() *Problem {
	for _, hold := range []bool{false, true} {
		for _, n := range []int{1, 4} {
			for _, contract := range []string{"17/2025", "", "18/2025"} {
				f := Sample(Warning, t.lang, n)
				f.Hold.InForce = hold
				f.Items[0].Contract = contract
				if _, err := t.Render(&f); err != nil {
					return problemOf(t.Name, err)
				}
			}
		}
	}
	return nil
}

var shipped sync.Map // "ru/warning" → *Template

// Shipped is the template that comes with debitor for a kind of letter, and
// whether there is one in the language.
func Shipped(lang string, kind Kind) (*Template, error) {
	name := lang + "/" + string(kind)
	if known, ok := shipped.Load(name); ok {
		if t, ok := known.(*Template); ok {
			return t, nil
		}
	}
	source, ok := letters.Source(lang, string(kind))
	if !ok {
		return nil, fault.New(fault.NotFound, "letter.none", "there is no letter %q in language %q", kind, lang)
	}
	t, err := Parse(name, lang, source)
	if err != nil {
		return nil, fmt.Errorf("shipped letter %s: %w", name, err)
	}
	shipped.Store(name, t)
	return t, nil
}

// Languages lists the languages that have both words and shipped letters.
func Languages() []string {
	var have []string
	for _, lang := range letters.Languages() {
		if _, ok := lexicons[lang]; ok {
			have = append(have, lang)
		}
	}
	return have
}

// Render makes the letter. It fails when the facts do not pass Check.
func (t *Template) Render(f *Facts) (*Document, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	lex := lexiconIn(t.lang, f.Creditor.Country)
	subject, err := t.subject.run(f, lex)
	if err != nil {
		return nil, refuse(problemOf(t.Name, err))
	}
	title, err := t.title.run(f, lex)
	if err != nil {
		return nil, refuse(problemOf(t.Name, err))
	}
	markdown, err := t.body.run(f, lex)
	if err != nil {
		return nil, refuse(problemOf(t.Name, err))
	}
	body, err := blocksOf(markdown, f, lex)
	if err != nil {
		return nil, refuse(problemOf(t.Name, err))
	}
	doc := &Document{Meta: metaOf(f, t.lang, strings.Join(strings.Fields(subject), " "))}
	doc.Blocks = append(frame(f, lex), Title{Text: typeset(strings.Join(strings.Fields(title), " "), lex)})
	doc.Blocks = append(doc.Blocks, body...)
	return doc, nil
}

// machine is an executable copy of a program whose functions speak about the
// facts it was last bound to.
type machine struct {
	env  *environment
	tmpl *template.Template
}

func (p *program) run(f *Facts, lex *lexicon) (string, error) {
	m, _ := p.pool.Get().(*machine)
	if m == nil {
		env := &environment{}
		tmpl, err := template.New("letter").Funcs(env.functions()).Option("missingkey=error").AddParseTree("letter", p.tree)
		if err != nil {
			return "", err
		}
		m = &machine{env: env, tmpl: tmpl}
	}
	m.env.facts, m.env.lex = f, lex
	out := &bounded{left: MaxOutput}
	err := m.tmpl.Execute(out, f)
	m.env.facts = nil
	p.pool.Put(m)
	if err != nil {
		return "", executionProblem(p.name, p.text, err)
	}
	return out.b.String(), nil
}

// bounded is a writer that refuses to grow beyond what a letter may be.
type bounded struct {
	b    strings.Builder
	left int
}

func (w *bounded) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, fmt.Errorf("the letter is longer than %d bytes", MaxOutput)
	}
	return w.b.Write(p)
}
