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
	Name   string // "ru/warning", for messages
	Source string // its text with all parts in their places: a letter is kept with it
	lang   string

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
		return nil, fault.New(fault.Input, "letter.language", "there are no words for language %q (one of %s)", lang, strings.Join(Languages(), ", "))
	}
	expanded, err := Expand(name, lang, source)
	if err != nil {
		return nil, err
	}
	t, problem := parseExpanded(name, lang, expanded)
	if problem != nil {
		problem.unexpand(lang, source)
		return nil, refuse(problem)
	}
	return t, nil
}

// parseExpanded parses a text whose parts are in their places.
func parseExpanded(name, lang, source string) (*Template, *Problem) {
	front, err := splitFront(name, source)
	if err != nil {
		return nil, err
	}
	t := &Template{Name: name, Source: source, lang: lang}
	for _, part := range []struct {
		into *(*program)
		text piece
		kind context
	}{{&t.subject, front.subject, plainText}, {&t.title, front.title, plainText}, {&t.body, front.body, markdownText}} {
		tree, err := parseChecked(name, part.text, part.kind)
		if err != nil {
			return nil, err
		}
		*part.into = &program{name: name, text: part.text, tree: tree}
	}
	if err := t.rehearse(); err != nil {
		return nil, err
	}
	return t, nil
}

// refuse makes the user's fault out of a problem.
func refuse(p *Problem) error {
	return fault.Wrap(p, fault.Input, "letter.template", "%s", p.Error())
}

// rehearse renders the template for sample letters of all sorts, so that what
// can fail fails when the template is read and not on the day of the run.
func (t *Template) rehearse() *Problem {
	for i := range rehearsals {
		for _, n := range []int{1, 4} {
			f := Sample(Warning, t.lang, n)
			rehearsals[i](&f)
			if _, err := t.Render(&f); err != nil {
				return problemOf(t.Name, err)
			}
		}
	}
	return nil
}

// rehearsals are what letters differ in: with and without a hold, of one
// contract, of several, of none, of documents not yet due, under each law, with
// everything known and with nothing.
var rehearsals = []func(*Facts){
	func(*Facts) {},
	func(f *Facts) { f.Hold.InForce = true },
	func(f *Facts) { f.Hold = Hold{InForce: true, Since: f.Date - 3} },
	func(f *Facts) { f.Items[0].Contract = "" },
	func(f *Facts) { f.Items[0].Contract = "18/2025" },
	func(f *Facts) { f.Items[0].Days = -4 },
	func(f *Facts) { f.Law, f.Clauses, f.Soft = "RU", Clauses{"5.2", "7.1", "0.1"}, true },
	func(f *Facts) { f.Law = "BY" },
	func(f *Facts) { f.Law = "UA" },
	func(f *Facts) { f.Law = "DE" },
	func(f *Facts) { f.Law = "BA-FBIH" },
	func(f *Facts) { f.Law = "BA-RS" },
	func(f *Facts) {
		f.Earlier = Ref{"A", f.Date - 7, 100}
		f.Corrects, f.Paid, f.PaidOn, f.Prepay, f.PrepayUntil = f.Earlier, 100, f.Date, 50, f.Date+90
	},
	func(f *Facts) { f.Creditor, f.Manager = Creditor{Name: f.Creditor.Name}, Manager{} },
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
	lex, words := lexiconIn(t.lang, f.Creditor.Country), framesOf(t.lang)
	said := *f
	said.Clauses.Payment, said.Clauses.Penalty = words.clauseName(f.Clauses.Payment), words.clauseName(f.Clauses.Penalty)
	f = &said
	env := environment{facts: f, lex: lex, frame: words, lang: t.lang}
	subject, err := t.subject.run(env)
	if err != nil {
		return nil, refuse(problemOf(t.Name, err))
	}
	title, err := t.title.run(env)
	if err != nil {
		return nil, refuse(problemOf(t.Name, err))
	}
	markdown, err := t.body.run(env)
	if err != nil {
		return nil, refuse(problemOf(t.Name, err))
	}
	body, err := blocksOf(markdown, &env)
	if err != nil {
		return nil, refuse(problemOf(t.Name, err))
	}
	doc := &Document{Meta: metaOf(f, t.lang, strings.Join(strings.Fields(subject), " "))}
	doc.Blocks = append(frame(&env), Title{Text: typeset(strings.Join(strings.Fields(title), " "), lex)})
	doc.Blocks = append(doc.Blocks, body...)
	if f.Creditor.Automatic && !f.Kind.Traits().Internal {
		doc.Blocks = append(doc.Blocks, Note{Text: typeset(env.frame.automatic(clean(f.Clauses.Payment)), lex)})
	}
	return doc, nil
}

// machine is an executable copy of a program whose functions speak about the
// facts it was last bound to.
type machine struct {
	env  *environment
	tmpl *template.Template
}

func (p *program) run(now environment) (string, error) {
	m, _ := p.pool.Get().(*machine)
	if m == nil {
		env := &environment{}
		tmpl, err := template.New("letter").Funcs(env.functions()).Option("missingkey=error").AddParseTree("letter", p.tree)
		if err != nil {
			return "", err
		}
		m = &machine{env: env, tmpl: tmpl}
	}
	*m.env = now
	out := &bounded{left: MaxOutput}
	err := m.tmpl.Execute(out, now.facts)
	*m.env = environment{}
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
		return 0, &Problem{Text: fault.Tell("letter.output", "the letter is longer than %d bytes", MaxOutput)}
	}
	return w.b.Write(p)
}
