package letter

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"debitor/internal/fault"
)

func replaceNBSP(s string) string { return strings.ReplaceAll(s, nbsp, " ") }

func source(body string) string { return "---\nsubject: s\ntitle: t\n---\n" + body }

// TestProblemsHaveAPlaceAndAHint is what a template author sees.
func TestProblemsHaveAPlaceAndAHint(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{source("Hello\n\n{{.Debtor.Nam}}"), `t:7:10: there is no field .Debtor.Nam (did you mean Name?)`},
		{source("a {{mony .Total}}"), `t:5:5: there is no function mony (did you mean money?)`},
		{source("ж {{.Total}}"), `t:5:5: .Total is an amount (write {{money .Total}})`},
		{source("{{.Deadline}}"), `t:5:3: .Deadline is a date (write {{date .Deadline}})`},
		{source("{{.Debtor}}"), `t:5:3: .Debtor cannot be printed as it is (name one of its parts, or use {{table}}, {{details}}, {{signature}})`},
		{source("{{range .Items}}x{{end}}"), `t:5:9: "range" is not possible in a letter (a letter has text, fields, functions and if … else … end)`},
		{source("{{with .Debtor}}x{{end}}"), `t:5:8: "with" is not possible in a letter (a letter has text, fields, functions and if … else … end)`},
		{source(`{{define "x"}}y{{end}}x`), `t:5:15: a template cannot define another (write the text where it is needed)`},
		{source("{{$x := .ID}}{{$x}}"), `t:5:3: variables are not possible in a letter`},
		{source("{{.Date.Year}}"), `t:5:8: .Date has no parts`},
		{source("{{.Debtor.Code.String}}"), `t:5:10: .Debtor.Code has no parts`},
		{source("{{if .ID}}x"), `t:5:1: the text ends, but a condition does not (close each {{if …}} with {{end}})`},
		{source("{{money .ID}}"), `t:5:9: wrong type for value; expected money.Minor; got id.Letter`},
		{source("see {{table}} there"), `t: {{table}}, {{total}}, {{details}}, {{history}}, {{calculation}} and {{signature}} must stand alone, with empty lines around them`},
		{"---\nsubject: {{table}}\ntitle: t\n---\nx", `t:2:12: table belongs into the text (it cannot stand in subject or title)`},
		{"hello", `t:1:1: the template does not begin with --- (write subject: and title: between two lines of three dashes)`},
		{"---\nsubject: s\ntitel: t\n---\nx", `t:3:1: "titel" is not known here (the keys are subject and title)`},
		{"---\nsubject: s\n---\nx", `t:1:1: the template has no title`},
		{source("\ue000table\ue001"), `t: the template holds private characters (U+E000, U+E001)`},
		{source(strings.Repeat("x", MaxSource)), `t: the template is longer than 32768 bytes`},
		{source(`{{printf "%1000000000d" 1}}`), `t:5:3: there is no function printf`},
		{source("{{index .Items 0}}"), `t:5:3: there is no function index`},
		{source("{{call .ID}}"), `t:5:3: there is no function call`},
	} {
		_, err := Parse("t", "en", c.source)
		var p *Problem
		if !errors.As(err, &p) || fault.Code(err) != "letter.template" {
			t.Errorf("%q: %v", c.source, err)
			continue
		}
		if !strings.HasPrefix(p.Error(), c.want) {
			t.Errorf("got  %s\nwant %s", p.Error(), c.want)
		}
	}
}

// TestProblemsBehindParts: a place is that of the text as it was written, also
// behind parts of many lines, and in files of Windows.
func TestProblemsBehindParts(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"{{part \"deadline\"}} und {{mony .Total}}", "t:5:27: "},
		{"{{part \"besides\"}}\n\n{{part \"besides\"}}\n\nж {{mony .Total}}", "t:9:5: "},
		{"a\n\n{{mony .Total}}\n\n{{part \"besides\"}}", "t:7:3: "},
		{"\r\n{{part \"besides\"}}\r\n{{.Debtor.Nam}}", "t:7:10: "},
	} {
		_, err := Parse("t", "ru", source(c.body))
		var p *Problem
		if !errors.As(err, &p) || !strings.HasPrefix(p.Error(), c.want) {
			t.Errorf("%q: got %v, want %s", c.body, err, c.want)
		}
	}
}

// TestValuesPrintAsTheyAre puts names full of markup into every place.
func TestValuesPrintAsTheyAre(t *testing.T) {
	tmpl, err := Parse("t", "en", source("{{.Debtor.Name}}\n\n- {{.Debtor.Name}}\n\n**{{.Debtor.Name}}** and *{{.Debtor.Name}}*."))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(
			rapid.SampledFrom([]string{
				"*_[x](y)_*", "# Foo", "1. one", "- list", "---", "===", "    code", "`code`", "<b>", "&amp;", `\`, `a\`, "{{table}}",
				"> quote", "![i](u)", "a*b*c", "__x__", "|a|b|", "```", "~~x~~", "+", "a\\*b",
			}),
			rapid.StringN(1, 60, 300),
		).Draw(t, "name")
		f := Sample(Warning, "en", 1)
		f.Debtor.Name = name
		want := strings.Join(strings.FieldsFunc(clean(name), func(r rune) bool { return r == ' ' }), " ")
		if want == "" {
			return
		}
		doc, err := tmpl.Render(&f)
		if err != nil {
			t.Fatal(err)
		}
		// Quotation marks take the language's form; none is added or dropped.
		bare := strings.NewReplacer(nbsp, " ", "“", `"`, "”", `"`, "‘", `"`, "’", `"`).Replace
		body := doc.Blocks[4:]
		p, ok := body[0].(Paragraph)
		if !ok || bare(runsText(p.Runs)) != bare(want) {
			t.Fatalf("paragraph %#v, want %q", body[0], want)
		}
		l, ok := body[1].(List)
		if !ok || len(l.Items) != 1 || bare(runsText(l.Items[0])) != bare(want) {
			t.Fatalf("list %#v, want %q", body[1], want)
		}
		if len(body) != 3 || !strings.Contains(bare(plain(body[2])), bare(want)) {
			t.Fatalf("emphasis %#v, want %q", body[2:], want)
		}
	})
}

func TestValuesCannotForgeBlocksOrLines(t *testing.T) {
	tmpl, err := Parse("t", "en", source("{{.Debtor.Name}}\n\n{{.Debtor.Address}}"))
	if err != nil {
		t.Fatal(err)
	}
	f := Sample(Warning, "en", 1)
	f.Debtor.Name = "\ue000table\ue001\u202e"
	f.Debtor.Address = "a\n\n# b\r\n- c\x00\u2028d"
	doc, err := tmpl.Render(&f)
	if err != nil {
		t.Fatal(err)
	}
	want := []Block{Paragraph{Runs: []Run{{Text: "table"}}}, Paragraph{Runs: []Run{{Text: "a # b - c d"}}}}
	if diff := cmp.Diff(want, doc.Blocks[4:]); diff != "" {
		t.Error(diff)
	}
}

func TestFactsThatMakeNoHonestLetterAreRefused(t *testing.T) {
	for code, spoil := range map[string]func(*Facts){
		"letter.facts.id":       func(f *Facts) { f.ID = "" },
		"letter.facts.date":     func(f *Facts) { f.Date = 0 },
		"letter.facts.creditor": func(f *Facts) { f.Creditor.Name = "" },
		"letter.facts.debtor":   func(f *Facts) { f.Debtor.Name = "" },
		"letter.facts.items":    func(f *Facts) { f.Items = nil },
		"letter.facts.amount":   func(f *Facts) { f.Items[0].Open = 0 },
		"letter.facts.due":      func(f *Facts) { f.Items[0].Due = 0 },
		"letter.facts.total":    func(f *Facts) { f.Total++ },
		"money.currency":        func(f *Facts) { f.Currency = "BYR" },
	} {
		f := Sample(Warning, "ru", 2)
		spoil(&f)
		if got := fault.Code(f.Check()); got != code {
			t.Errorf("code %s, want %s", got, code)
		}
	}
}

// TestFactsKeepTheirJSON guards the frozen form.
func TestFactsKeepTheirJSON(t *testing.T) {
	f := Sample(Claim, "ru", 4)
	f.Hold = Hold{InForce: true, Since: f.Date - 3}
	b, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "facts.json", string(b)+"\n")
	var back Facts
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(f, back); diff != "" {
		t.Error(diff)
	}
}

func TestRenderIsPure(t *testing.T) {
	f := Sample(Claim, "ru", 9)
	first := render(t, &f)
	for range 3 {
		if diff := cmp.Diff(first, render(t, &f)); diff != "" {
			t.Fatal(diff)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, lang := range Languages() {
		for _, kind := range []Kind{Reminder, Warning, Claim} {
			if t, err := Shipped(lang, kind); err == nil {
				f.Add(t.body.tree.Root.String())
			}
		}
	}
	f.Add("{{if and (eq .ID \"x\") (not .Hold.InForce)}}*a*{{else if .ID}}b{{end}}")
	f.Add("{{.ID | words | date}}{{plural 1}}{{total 5}}")
	f.Fuzz(func(t *testing.T, body string) {
		tmpl, err := Parse("fuzz", "ru", source(body))
		if err != nil {
			return
		}
		facts := Sample(Claim, "ru", 2)
		facts.Debtor.Name = "*_[x](y)"
		doc, err := tmpl.Render(&facts)
		if err == nil && strings.ContainsAny(doc.Text(), marks) {
			t.Fatal("a mark was printed")
		}
	})
}

// TestPeopleInTemplates: a person's name in a case and with initials.
func TestPeopleInTemplates(t *testing.T) {
	tmpl, err := Parse("t", "ru", "---\nsubject: x\ntitle: x\n---\n{{position .Debtor.Head \"dative\"}} {{name .Debtor.Head \"dative\"}}; {{initials .Debtor.Head}}; {{surname .Debtor.Head}}\n")
	if err != nil {
		t.Fatal(err)
	}
	for want, head := range map[string]Person{
		"Генеральному директору Иванову Ивану Ильичу; И. И. Иванов; Иванов И. И.": {Name: "Иванов Иван Ильич", Position: "Генеральный директор"},
		"директору Льву Толстому; Лев; Лев":                                       {Name: "Лев", Position: "директор", Forms: map[string]string{"dative": "Льву Толстому", "dative position": "директору"}},
	} {
		f := Sample(Warning, "ru", 1)
		f.Debtor.Head = head
		doc, err := tmpl.Render(&f)
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(strings.Fields(doc.Text()), " "); !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
}
