package rulebook_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/docx"
	"debitor/internal/letter"
	"debitor/internal/paper"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/policies"
)

var update = flag.Bool("update", false, "write testdata anew")

var langs = []string{"en", "ru", "uk", "be", "bs", "de"}

func parsed(t *testing.T, text string) *policy.Policy {
	t.Helper()
	p, err := policy.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func shipped(t *testing.T, name string) *policy.Policy {
	t.Helper()
	text, err := policies.Source(name)
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, string(text))
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-update writes it anew):\n%s", file, diff)
	}
}

var edition = rulebook.Edition{Company: "Mill", Version: 3, From: cal.On(2026, 12, 1), Currency: "BYN"}

// Policy A, and one that says everything, as people read them.
func TestRegulationsAreReadAsTheyStand(t *testing.T) {
	text, err := os.ReadFile("testdata/rich.yaml")
	if err != nil {
		t.Fatal(err)
	}
	rich := parsed(t, string(text))
	for _, lang := range langs {
		e := edition
		e.Lang = lang
		golden(t, "aktivmarket."+lang+".txt", rulebook.Regulation(shipped(t, "aktivmarket"), e).Text())
		doc := rulebook.Regulation(rich, e)
		whole(t, "rich "+lang, doc.Text())
		golden(t, "rich."+lang+".txt", doc.Text())
	}
}

// Every shipped policy prints in every language, without a place left open, a
// sentence begun twice or a character the fonts lack.
func TestEveryPolicyPrintsWithoutGaps(t *testing.T) {
	for _, name := range policies.Names() {
		for _, lang := range langs {
			e := edition
			e.Lang = lang
			p := shipped(t, name)
			doc := rulebook.Regulation(p, e)
			whole(t, name+" "+lang, doc.Text())
			if missing := paper.Missing(doc); len(missing) > 0 {
				t.Errorf("%s %s: the fonts lack %q", name, lang, string(missing))
			}
			for _, row := range rulebook.Table(p, lang) {
				whole(t, name+" "+lang+" "+row.Step, row.Title+row.When+row.What+row.Who+row.With+row.Documents+row.Options+row.If)
				if row.Title == "" || row.When == "" || row.What == "" || row.Who == "" {
					t.Errorf("%s %s %s: %+v", name, lang, row.Step, row)
				}
			}
			for _, c := range rulebook.Categories(p) {
				whole(t, name+" "+lang+" "+c+" svg", string(rulebook.SVG(p, lang, c)))
			}
			for _, f := range rulebook.Check(p, rulebook.Use{Lang: lang, Calendar: cal.For("BY"), From: cal.On(2026, 1, 1)}) {
				whole(t, name+" "+lang+" finding", f.Head()+f.Text+f.Way)
			}
			if err := docx.Write(new(strings.Builder), doc); err != nil {
				t.Errorf("%s %s: %v", name, lang, err)
			}
		}
	}
}

func whole(t *testing.T, where, text string) {
	t.Helper()
	for _, bad := range []string{"{When", "{role", "{n}", "{count", "{within", "{step", "{day", "{of", "{event", "{letter", "{m}", "{a}", "..", " ,", "  .", "%!"} {
		if i := strings.Index(text, bad); i >= 0 {
			t.Errorf("%s: %q in …%s…", where, bad, text[max(0, i-40):min(len(text), i+40)])
		}
	}
}

// The shipped policies have no error, and what they are warned of is meant.
func TestFindingsOfShippedPolicies(t *testing.T) {
	var b strings.Builder
	use := rulebook.Use{
		Lang: "en", Calendar: cal.For("BY"), From: cal.On(2026, 1, 1), Languages: langs, Laws: []string{"BY", "RU", "UA", "BA", "DE"},
		Written: func(kind, lang, _ string) bool {
			_, err := letter.Shipped(lang, letter.Kind(kind))
			return err == nil
		},
	}
	for _, name := range policies.Names() {
		found := rulebook.Check(shipped(t, name), use)
		if rulebook.Broken(found) {
			t.Errorf("%s has errors", name)
		}
		for _, f := range found {
			b.WriteString(name + ": " + string(f.Severity) + " " + f.Code + " " + f.Step + ": " + f.Text + "\n")
		}
	}
	golden(t, "findings.txt", b.String())
}

const head = "policy: x\ndays: calendar\nrun: {on: [tue, fri]}\n"

func step(s string) string { return "steps:\n  - {" + s + "}\n" }

const manyLetters = `steps:
  - {id: a, at: 1.., letter: dunning-1, by: [email]}
  - {id: b, at: 6.., letter: dunning-2, by: [email]}
  - {id: c, at: 11.., letter: dunning-3, by: [email]}
  - {id: d, at: 16.., letter: our-own, by: [email]}
  - {id: e, at: 21.., letter: our-last, by: [email]}
`

// Each code is found where it is meant, and not where the same is written well.
func TestFindings(t *testing.T) {
	for _, tt := range []struct {
		code, bad, good string
		severity        rulebook.Severity
	}{
		{
			rulebook.NoRunDay, step("id: a, at: 1..2, letter: dunning-1, by: [email]"),
			step("id: a, at: 1..2, letter: dunning-1, by: [email], missed: send-late"), rulebook.Warning,
		},
		{
			rulebook.Never, step("id: a, at: 1.., task: t, if: category = 1 and category = 2"), step("id: a, at: 1.., task: t, if: category = 1 or category = 2"),
			rulebook.Error,
		},
		{rulebook.Never, step("id: a, on: refusal, at: -3..-1, task: t"), step("id: a, on: refusal, at: 0.., task: t"), rulebook.Error},
		{rulebook.Never, "max-age: 30\n" + step("id: a, at: 40.., task: t"), "max-age: 30\n" + step("id: a, at: 20.., task: t"), rulebook.Error},
		{
			rulebook.Never, "steps:\n  - {id: a, at: 5.., task: t}\n  - {id: b, at: 5..6, task: u, after: a, wait: 3}\n",
			"steps:\n  - {id: a, at: 5.., task: t}\n  - {id: b, at: 5..9, task: u, after: a, wait: 3}\n", rulebook.Error,
		},
		{
			rulebook.Shadowed, "steps:\n  - {id: a, at: 5, letter: dunning-1, by: [email]}\n  - {id: b, at: 5, letter: dunning-2, by: [email]}\n",
			"steps:\n  - {id: a, at: 5, letter: dunning-1, by: [email]}\n  - {id: b, at: 5, letter: dunning-2, by: [email], if: lawsuit}\n", rulebook.Error,
		},
		{
			rulebook.TwoRoles, "steps:\n  - {id: a, at: 5.., call: c, to: lawyer}\n  - {id: b, at: 7.., call: c, to: security}\n",
			"steps:\n  - {id: a, at: 5.., call: c, to: lawyer, if: category = 1}\n  - {id: b, at: 7.., call: c, to: security, if: category = 2}\n", rulebook.Warning,
		},
		{
			rulebook.Threat, step("id: a, at: 1.., letter: warning, by: [email]"),
			step("id: a, at: 1.., letter: warning, by: [email]") + "holds:\n  - {id: h, at: 1.., stops: shipments, lifted-by: [director]}\n", rulebook.Warning,
		},
		{
			rulebook.Threat, step("id: a, at: 1.., letter: claim, by: [post]"),
			step("id: a, at: 1.., letter: claim, by: [post]") + "  - {id: b, at: 9.., after: a, package: papers}\n", rulebook.Warning,
		},
		{
			rulebook.TooMany, "steps:\n  - {id: a, at: -9, task: t}\n  - {id: b, at: -8, letter: reminder, by: [email]}\n  - {id: c, at: -7, letter: reminder, by: [email]}\n" +
				"  - {id: d, at: -6, letter: reminder, by: [email]}\n  - {id: e, at: -5, letter: reminder, by: [email]}\n",
			"steps:\n  - {id: a, at: -9, task: t}\n  - {id: b, at: -8, letter: reminder, by: [email]}\n", rulebook.Note,
		},
		{
			rulebook.TooMany, manyLetters, "min-gap: 8\n" + manyLetters, rulebook.Note,
		},
		{
			rulebook.Unliftable, "holds:\n  - {id: h, at: 1.., stops: shipments, lifted-by: [director]}\nauthority:\n  - {may: lift-hold, role: head-of-sales}\n",
			"holds:\n  - {id: h, at: 1.., stops: shipments, lifted-by: [director]}\nauthority:\n  - {may: lift-hold, role: director}\n", rulebook.Warning,
		},
		{
			rulebook.NoSuperior, step("id: a, at: 1.., task: t") + "authority:\n  - {may: promise, role: sales-manager, up-to: 5 days}\n",
			step("id: a, at: 1.., task: t") + "authority:\n  - {may: promise, role: sales-manager, up-to: 5 days}\n  - {may: promise, role: director}\n", rulebook.Warning,
		},
		{
			rulebook.Idle, "steps:\n  - {id: a, at: 1..3, task: t}\n  - {id: b, at: 9.., task: u}\n", "steps:\n  - {id: a, at: 1..8, task: t}\n  - {id: b, at: 9.., task: u}\n",
			rulebook.Note,
		},
		{rulebook.BoundedLast, step("id: a, at: 1..9, task: t"), step("id: a, at: 1.., task: t"), rulebook.Note},
		{
			rulebook.NoCategory, "categories:\n  - {id: '1'}\n" + step("id: a, at: 1.., task: t, if: 'category in [1, 7]'"),
			"categories:\n  - {id: '1'}\n  - {id: '7'}\n" + step("id: a, at: 1.., task: t, if: 'category in [1, 7]'"), rulebook.Warning,
		},
	} {
		use := rulebook.Use{Lang: "en", Calendar: cal.For("BY"), From: cal.On(2026, 1, 1)}
		if f := find(rulebook.Check(parsed(t, head+tt.bad), use), tt.code); f == nil || f.Severity != tt.severity || f.Text == "" || f.Way == "" {
			t.Errorf("%s is not found in\n%s: %+v", tt.code, tt.bad, f)
		}
		if f := find(rulebook.Check(parsed(t, head+tt.good), use), tt.code); f != nil {
			t.Errorf("%s is found in\n%s: %+v", tt.code, tt.good, f)
		}
	}
}

func find(list []rulebook.Finding, code string) *rulebook.Finding {
	for i := range list {
		if list[i].Code == code {
			return &list[i]
		}
	}
	return nil
}

// A missed day is named: Fridays' due dates of a Tuesday run.
func TestNoRunDayNamesDates(t *testing.T) {
	p := parsed(t, "policy: x\nrun: {on: [tue], holiday: same-day}\n"+step("id: a, at: 1..6, task: t"))
	f := find(rulebook.Check(p, rulebook.Use{Lang: "en", Calendar: cal.For(""), From: cal.On(2026, 3, 1)}), rulebook.NoRunDay)
	if f == nil || !strings.Contains(strings.ReplaceAll(f.Text, "\u00a0", " "), "3 Mar 2026") { // a Tuesday: the next one is 7 days later
		t.Errorf("%+v", f)
	}
}

func TestMissingTemplates(t *testing.T) {
	p := shipped(t, "aktivmarket")
	use := rulebook.Use{
		Lang: "en", Languages: []string{"fr"}, Laws: []string{"BY"},
		Written: func(kind, _, law string) bool { return kind != "claim" && (kind != "warning" || law == "") },
	}
	var got []string
	for _, f := range rulebook.Check(p, use) {
		if f.Code == rulebook.NoTemplate {
			got = append(got, f.Step)
		}
	}
	if diff := cmp.Diff([]string{"warning", "claim"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestDiff(t *testing.T) {
	was := shipped(t, "aktivmarket")
	text, _ := policies.Source("aktivmarket")
	changed := string(text)
	for _, r := range [][2]string{
		{"at: 5..10,", "at: 3..10,"},
		{"at: 16..,   task: prepare-court-package, to: sales-manager", "at: 16..,   task: prepare-court-package, to: lawyer, if: open > 100.00"},
		{"lifted-by: [head-of-sales]", "lifted-by: [director]"},
		{"by: [email], missed: send-before", "by: [post], missed: send-before"},
		{"{may: lift-hold, role: head-of-sales}", "{may: lift-hold, role: director, up-to: 5 days}"},
		{"run: {on: [tue, fri]", "min-gap: 5\nrun: {on: [mon]"},
	} {
		if !strings.Contains(changed, r[0]) {
			t.Fatal(r[0])
		}
		changed = strings.ReplaceAll(changed, r[0], r[1])
	}
	is := parsed(t, changed+"  - {may: promise, role: sales-manager, up-to: 1 week}\n")
	var b strings.Builder
	for _, lang := range langs {
		b.WriteString(strings.Join(rulebook.Diff(was, is, lang, "BYN"), "\n") + "\n\n")
	}
	golden(t, "diff.txt", b.String())
	if same := rulebook.Diff(was, was, "en", "BYN"); len(same) != 1 || same[0] != "The rules are the same." {
		t.Errorf("%q", same)
	}
}

// A step that changes places is told of once.
func TestDiffTellsWhoMoved(t *testing.T) {
	list := func(ids ...string) *policy.Policy {
		text := "policy: x\nsteps:\n"
		for _, id := range ids {
			text += "  - {id: " + id + ", at: 1.., task: " + id + "}\n"
		}
		return parsed(t, text)
	}
	for _, tt := range []struct{ a, b, moved string }{
		{"a b c d", "b c d a", "A"}, {"a b c d", "d a b c", "D"}, {"a b c d", "a c d b", "B"},
	} {
		got := rulebook.Diff(list(strings.Fields(tt.a)...), list(strings.Fields(tt.b)...), "en", "")
		if len(got) != 1 || !strings.HasPrefix(got[0], tt.moved+":") {
			t.Errorf("%s → %s: %q", tt.a, tt.b, got)
		}
	}
}

// What goods cost by term and what money earns is written out, and told apart.
func TestTermsInWords(t *testing.T) {
	const credit = "policy: x\nholds: [{id: h, at: 6.., stops: shipments, lifted-by: [director]}]\ncredit: {prices: [{within: 0, percent: -3}, {within: 14, percent: 0}, {within: 30, percent: 2.5}], commission: "
	a := parsed(t, credit+"{percent: 1.5, factors: [{paid: ahead, factor: 1.2}, {paid: in-term, within: 14, factor: 1}, {paid: in-term, factor: 0.9}, {paid: late, within: 10, factor: 0.5}]}}\n")
	b := parsed(t, credit+"{factors: [{paid: ahead, factor: 1.2}, {paid: late, factor: 0.5}]}}\n")
	for lang, want := range map[string][]string{
		"en": {
			"Paid ahead or at once, goods cost 3 % less than the list price.", "With a term of up to 14\u00a0days goods cost the list price.", "up to 30\u00a0days goods cost 2.5 % more than the list price.",
			"is 1.5 % of the money that came in", "paid ahead or at once × 1.2; in a term of up to 14\u00a0days × 1; in term × 0.9; up to 10\u00a0days late × 0.5.", "Later money does not count.",
		},
		"ru": {"С отсрочкой до 30\u00a0дней товар отпускается на 2,5 % дороже прайс-листа.", "в срок до 14\u00a0дней × 1; в срок × 0,9; с опозданием до 10\u00a0дней × 0,5."},
		"uk": {"З відстрочкою до 30\u00a0днів"}, "be": {"З адтэрміноўкай да 30\u00a0дзён"}, "bs": {"S odgodom do 30\u00a0dana"}, "de": {"Bei einem Zahlungsziel bis zu 30\u00a0Tagen kostet die Ware 2,5 % mehr als laut Preisliste."},
	} {
		e := edition
		e.Lang = lang
		text := strings.Join(strings.Fields(rulebook.Regulation(a, e).Text()), " ")
		for _, w := range want {
			if !strings.Contains(text, strings.ReplaceAll(w, "\u00a0", " ")) {
				t.Errorf("%s: %q is missing in\n%s", lang, w, text)
			}
		}
		if list := rulebook.Diff(a, b, lang, "BYN"); len(list) != 1 {
			t.Errorf("%s: %q", lang, list)
		}
	}
	e := edition
	e.Lang = "en"
	if text := strings.Join(strings.Fields(rulebook.Regulation(b, e).Text()), " "); !strings.Contains(text, "counts for managers' commission by how it was paid: paid ahead or at once × 1.2; late × 0.5.") || strings.Contains(text, "Later money") {
		t.Error(text)
	}
}

// Whatever the reader of policies accepts is written out.
func TestOddPolicies(t *testing.T) {
	for _, text := range []string{
		"policy: x\nholds:\n  - {id: h, at: ..5, stops: shipments, lifted-by: [director]}\n",
		"policy: x\nholds:\n  - {id: h, at: -3650.., stops: shipments, lifted-by: [director, lawyer, admin]}\n",
		"policy: x\nsteps:\n  - {id: a, at: ..-5, task: t}\n  - {id: b, at: 3650, days: banking, task: t, after: a, wait: 366}\n",
		"policy: x\ncategories:\n  - {id: '<&\"''>', grace: 90}\nsteps:\n  - {id: a, at: ..3, task: t, title: {en: '</text><script>'}, if: 'open in [1, 2] or not done(a)'}\n",
		"policy: x\nsteps:\n  - {id: a, at: -1..3650, repeat: 366, task: " + strings.Repeat("z", 60) + ", title: {en: " + strings.Repeat("Ж", 300) + "}}\n",
	} {
		p := parsed(t, text)
		for _, lang := range append(langs, "xx", "") {
			e := edition
			e.Lang = lang
			if _, err := paper.Single(rulebook.Regulation(p, e)); err != nil {
				t.Errorf("%s: %v", text, err)
			}
			rulebook.Table(p, lang)
			rulebook.Check(p, rulebook.Use{Lang: lang})
			rulebook.Diff(shipped(t, "regulation"), p, lang, "BYN")
			for _, c := range append(rulebook.Categories(p), "", "'\"") {
				if svg := rulebook.SVG(p, lang, c); strings.Contains(string(svg), "<script") {
					t.Errorf("%s: a script", text)
				} else {
					texts(t, svg)
				}
			}
		}
	}
}

// A page calls a policy by its title in the language, a command by its name.
func TestAPageCallsAPolicyByItsTitle(t *testing.T) {
	p := &policy.Policy{Name: "a", Title: map[string]string{"en": "Letters", "ru": "Письма"}}
	r := policy.Reason{Code: policy.StepsDone, Policy: "a"}
	for lang, want := range map[string]string{
		"ru": "все шаги политики «Письма» сделаны", "de": "alle Schritte der Richtlinie „Letters“ sind erledigt",
		"be": "усе крокі палітыкі «Letters» зроблены",
	} {
		if got := rulebook.ReasonSeen(p, r, lang); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if got := rulebook.Reason(p, r, "en"); got != "every step of policy a was done" {
		t.Errorf("%q", got)
	}
	if got := rulebook.ReasonSeen(nil, r, "en"); got != "every step of policy a was done" {
		t.Errorf("%q", got)
	}
}
