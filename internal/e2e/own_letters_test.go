package e2e_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
	"debitor/internal/letter"
	"debitor/internal/store"
)

// weekly warns a debtor every week, by post and e-mail.
const weekly = `
policy: weekly
steps:
  - {id: w1, at: "1..6", letter: warning, by: [post, email]}
  - {id: w2, at: "7..13", letter: warning, by: [post, email]}
  - {id: w3, at: "14..20", letter: warning, by: [post, email]}
  - {id: w4, at: "21..", letter: warning, by: [post, email]}
`

// weeks are its run days.
var weeks = []string{letterDay, "2026-02-10", "2026-02-17", "2026-02-24"}

// openWeekly is a company with one customer for each of these languages and
// laws; his code is "ru-BY".
func openWeekly(t *testing.T, url string) *office {
	t.Helper()
	o := openOffice(t, url, desk.Profile{Name: "ООО «Склад»", Country: "BY", Currency: "BYN", Language: "ru", Email: "us@creditor.example"})
	customers, contracts := [][]string{{"customer", "name", "language", "email", "address"}}, [][]string{{"contract", "customer", "number", "date", "law"}}
	invoices := [][]string{{"invoice", "customer", "contract", "date", "due", "amount", "currency"}}
	for _, c := range []string{"ru-BY", "ru-RU", "en-BY", "en-DE", "bs-BA-RS"} {
		customers = append(customers, []string{c, "Customer " + c, c[:2], c + "@one.example", "220030, Минск"})
		contracts = append(contracts, []string{"K" + c, c, "K" + c, "2025-01-01", c[3:]})
		invoices = append(invoices, []string{"i" + c, c, "K" + c, "2026-01-10", "2026-01-31", "100.00", "BYN"})
	}
	o.rule(weekly)
	o.take(customers...)
	o.take(contracts...)
	o.take(invoices...)
	return o
}

// use puts a letter of the company's own to use, with a text that tells it.
func (o *office) use(name, lang, law, text string) store.Template {
	o.Helper()
	file := o.write("own.md", "---\nsubject: S "+text+"\ntitle: "+text+"\n---\n"+text+" {{.Debtor.Name}}\n\n{{table}}\n\n{{signature}}\n")
	used, err := o.UseLetter(o.Context(), file, name, lang, law)
	if err != nil {
		o.Fatal(err)
	}
	return used
}

// said is which of the own texts a run's letters have, by customer; the program's
// own text is "".
func (o *office) said(day string) string {
	o.Helper()
	by := map[string]string{}
	for id, l := range o.run(day) {
		trace, err := o.TraceLetter(o.Context(), id)
		if err != nil {
			o.Fatal(err)
		}
		if !strings.Contains(trace.Document.Text(), "Customer "+string(l.Customer)) {
			o.Errorf("the letter to %s does not name him", l.Customer)
		}
		by[string(l.Customer)] = ""
		for word := range strings.FieldsSeq(trace.Document.Text()) {
			if strings.HasPrefix(word, "OWN") {
				by[string(l.Customer)] = word
			}
		}
	}
	var list []string
	for _, c := range slices.Sorted(maps.Keys(by)) {
		list = append(list, strings.TrimRight(c+" "+by[c], " "))
	}
	return strings.Join(list, ", ")
}

// written is all that is known of what a day's run wrote: its files, made
// anew, and each letter as it is shown.
func (o *office) written(day string) map[string]string {
	o.Helper()
	dir := o.TempDir()
	if _, err := o.WriteRun(o.Context(), calDay(day), "", dir, desk.Written{}); err != nil {
		o.Fatal(err)
	}
	all := tree(o, dir)
	for id := range o.run(day) {
		trace, err := o.TraceLetter(o.Context(), id)
		if err != nil {
			o.Fatal(err)
		}
		all["trace of "+id] = trace.Document.Text()
	}
	return all
}

// TestOwnLetters: a company's own text is in the letters of the next run and in
// no older one; the one for the very law goes before the one for all; taken
// away, it leaves the program's text.
func TestOwnLetters(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		o := openWeekly(t, url)
		before := map[string]map[string]string{}
		for i, want := range []string{
			"bs-BA-RS, en-BY, en-DE, ru-BY, ru-RU",
			"bs-BA-RS OWN-BA, en-BY, en-DE OWN-DE, ru-BY OWN-BY, ru-RU OWN-1",
			"bs-BA-RS OWN-BA, en-BY, en-DE OWN-DE, ru-BY OWN-2, ru-RU OWN-2",
			"bs-BA-RS OWN-BA, en-BY, en-DE OWN-DE, ru-BY, ru-RU",
		} {
			switch i {
			case 1:
				o.use("warning", "ru", "", "OWN-1")
				o.use("warning", "ru", "by", "OWN-BY")
				o.use("warning", "en", "DE", "OWN-DE")
				o.use("warning", "bs", "BA", "OWN-BA")
			case 2:
				if v := o.use("warning", "ru", "", "OWN-2").Version; v != 2 {
					t.Errorf("the second text is version %d", v)
				}
				if v := o.use("warning", "ru", "", "OWN-2").Version; v != 2 {
					t.Errorf("the same text again is version %d", v)
				}
				o.drop("warning", "ru", "BY")
			case 3:
				o.drop("warning", "ru", "")
			}
			day := weeks[i]
			if got := o.said(day); got != want {
				t.Errorf("%s: %s\nwant %s", day, got, want)
			}
			before[day] = o.written(day)
			for _, earlier := range weeks[:i] {
				sameTree(t, before[earlier], o.written(earlier))
			}
		}
		o.sound()
	})
}

func (o *office) drop(name, lang, law string) {
	o.Helper()
	if _, err := o.DropLetter(o.Context(), name, lang, law); err != nil {
		o.Fatal(err)
	}
}

// TestALetterOfACompanysOwnKind: a policy may name a letter that only the
// company has, but not one that nobody has.
func TestALetterOfACompanysOwnKind(t *testing.T) {
	t.Parallel()
	o := openWeekly(t, dbtest.SQLite(t))
	text := strings.ReplaceAll(weekly, "letter: warning", "letter: visit")
	if _, err := o.UsePolicy(t.Context(), o.write("visit.yaml", text), 0); err == nil {
		t.Fatal("a policy with a letter that nobody has was taken")
	}
	o.use("visit", "ru", "", "OWN-VISIT")
	o.rule(text)
	if got := o.said(letterDay); strings.Count(got, "OWN-VISIT") != 5 {
		t.Errorf("%s", got)
	}
}

// hostile are texts that are refused, with the place of what is wrong.
var hostile = map[string]string{
	"unknown function":  "a\n\n{{mony .Total}}",
	"printf":            `{{printf "%1000000000d" 1}}`,
	"print":             `{{print .ID}}`,
	"index":             `{{index .Items 0}}`,
	"slice":             `{{slice .ID 0 1}}`,
	"len":               `{{len .Items}}`,
	"call":              `{{call .ID}}`,
	"js":                `{{js .ID}}`,
	"html":              `{{.ID | html}}`,
	"urlquery":          `{{urlquery .ID}}`,
	"escaper":           `{{_plain .ID}}`,
	"range":             `{{range .Items}}x{{end}}`,
	"with":              `{{with .Debtor}}x{{end}}`,
	"define":            `{{define "x"}}y{{end}}x`,
	"template":          `{{template "letter"}}`,
	"block":             `{{block "x" .}}y{{end}}`,
	"recursion":         `{{define "x"}}{{template "x"}}{{end}}{{template "x"}}`,
	"variable":          `{{$x := .ID}}{{$x}}`,
	"the whole":         `{{.}}`,
	"root":              `{{$}}`,
	"nil":               `{{nil}}`,
	"break":             `{{break}}`,
	"account":           `{{.Creditor.Account}}`,
	"logo":              `{{.Creditor.Logo.Data}}`,
	"items":             `{{.Items}}`,
	"method":            `{{.Check}}`,
	"method of a field": `{{.Kind.Traits}}`,
	"method of a value": `{{(law "BY").Is}}`,
	"unexported":        `{{.total}}`,
	"part of nobody":    `{{part "no-such-part"}}`,
	"part by path":      `{{part "../../law"}}`,
	"part by field":     `{{part .ID}}`,
	"unclosed":          "a\n{{if .ID}}b",
	"too many ends":     `{{end}}`,
	"deep parentheses":  "{{" + strings.Repeat("(", 15000) + "1" + strings.Repeat(")", 15000) + "}}",
	"deep conditions":   strings.Repeat("{{if .ID}}", 10000) + strings.Repeat("{{end}}", 10000),
	"ten thousand ifs":  strings.Repeat("{{if .ID}}x{{end}}", 10000),
	"too long":          strings.Repeat("x", 1<<20),
	"many parts":        strings.Repeat("{{part \"lateness\"}}\n\n", 1500),
	"a mark":            "\ue000table\ue001",
	"not UTF-8":         "a\xff\xfeb",
	"NUL":               "a\x00b",
}

// strange are texts that may be taken or refused, but in little time.
var strange = map[string]string{
	"many conditions": strings.Repeat("{{if .ID}}x{{end}}", 1500),
	"nested a lot":    strings.Repeat("{{if .ID}}", 1700) + "x" + strings.Repeat("{{end}}", 1700),
	"many words":      strings.Repeat("{{words .Total}} ", 1800),
	"many tables":     strings.Repeat("{{table}}\n\n", 500),
	"brackets":        strings.Repeat("[", 30000),
	"stars":           strings.Repeat("*a ", 3000),
	"stars and lines": strings.Repeat("**a _b ", 1200),
	"quotes":          strings.Repeat(">", 30000),
	"lists":           strings.Repeat("- ", 8000) + "x",
	"ticks":           strings.Repeat("`", 30000),
	"entities":        strings.Repeat("&amp;", 6000),
	"markup":          "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1)) ![y](http://tracker.example/y.png) <http://tracker.example>",
}

// TestHostileLettersAreRefused: what a letter does not need is refused with its
// place; what is only strange is bounded, and its mail cannot do anything.
func TestHostileLettersAreRefused(t *testing.T) {
	t.Parallel()
	o := openWeekly(t, dbtest.SQLite(t))
	for name, body := range hostile {
		file := o.write("own.md", "---\nsubject: s\ntitle: t\n---\n"+body+"\n")
		_, err := o.UseLetter(t.Context(), file, "warning", "ru", "")
		switch place := file + ":"; {
		case err == nil:
			t.Errorf("%s was taken", name)
		case !strings.Contains(err.Error(), place):
			t.Errorf("%s: %v does not name the file", name, err)
		case !slices.Contains([]string{"too long", "many parts", "a mark", "ten thousand ifs", "not UTF-8", "NUL", "deep conditions"}, name) && !hasPlace(err.Error(), file):
			t.Errorf("%s: %v does not say where", name, err)
		case len(err.Error()) > 2000:
			t.Errorf("%s: the message has %d bytes", name, len(err.Error()))
		}
	}
	if list, err := o.Letters(t.Context()); err != nil || strings.Contains(fmt.Sprint(list), "{ru") {
		t.Errorf("%v, %v", list, err)
	}
	for name, body := range strange {
		file := o.write("own.md", "---\nsubject: s\ntitle: t\n---\n"+body+"\n")
		own, err := desk.ReadLetter(file, "ru")
		if err == nil {
			o.inert(name, own)
		}
	}
}

// hasPlace tells whether a message begins with file:line:column.
func hasPlace(message, file string) bool {
	_, rest, _ := strings.Cut(message, file+":")
	var line, column int
	n, _ := fmt.Sscanf(rest, "%d:%d:", &line, &column)
	return n == 2 && line > 0 && column > 0
}

// inert renders a template and sees that its mail holds nothing alive.
func (o *office) inert(name string, t desk.LetterTemplate) {
	o.Helper()
	facts := letter.Sample(letter.Warning, "ru", 3)
	doc, err := t.Render(&facts)
	if err != nil {
		o.Errorf("%s was taken and cannot be rendered: %v", name, err)
		return
	}
	html, err := desk.RenderLetter(doc, ".html")
	if err != nil {
		o.Fatal(err)
	}
	for _, alive := range []string{"<script", "<img", "<a ", "href", "onerror=alert(1)>"} {
		if strings.Contains(string(html), alive) {
			o.Errorf("%s: the mail holds %q", name, alive)
		}
	}
	if _, err := desk.RenderLetter(doc, ".pdf"); err != nil {
		o.Errorf("%s cannot be printed: %v", name, err)
	}
}
