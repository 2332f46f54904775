package letter

import (
	"regexp"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/letters"
)

// statute is how the law is named when somebody writes it into a template by
// hand, instead of naming a norm.
var statute = regexp.MustCompile(`(?i)§|\bBGB\b|\bZPO\b|\bZOO\b|гражданск\S+ кодекс|цивільн\S+ кодекс|грамадзянск\S+ кодэкс|civil code` +
	`|стат(?:ья|ьи|ье|ьёй|тя|ті)[\s ]+\d|\bст\.[\s ]*\d|артыкул\S*[\s ]+\d|član[a-z]*[\s ]+\d|\barticle[\s ]+\d|\bartikel[\s ]+\d`)

var action = regexp.MustCompile(`\{\{.*?\}\}`)

// TestTemplatesNameNorms: no template or part writes an article by itself, so
// that nothing unverified is ever stated as law.
func TestTemplatesNameNorms(t *testing.T) {
	seen := 0
	for _, lang := range letters.Languages() {
		for _, name := range letters.Names(lang) {
			source, _ := letters.Source(lang, name)
			expanded, err := Expand(lang+"/"+name, lang, source)
			if err != nil {
				t.Fatal(err)
			}
			seen++
			if found := statute.FindString(action.ReplaceAllString(expanded, "")); found != "" {
				t.Errorf("%s/%s writes %q by itself: use cite", lang, name, found)
			}
		}
	}
	if want := len(Languages()) * len(Kinds()); seen != want || len(Languages()) != 6 {
		t.Errorf("%d templates in %d languages, want %d", seen, len(Languages()), want)
	}
	if !statute.MatchString("согласно статье 395 ГК") || !statute.MatchString("gemäß § 288") {
		t.Error("the test does not know a statute when it sees one")
	}
}

// TestOnlyVerifiedNormsArePrinted renders every letter under every law and
// looks for citations: of a norm of another law, or of one that nobody read.
func TestOnlyVerifiedNormsArePrinted(t *testing.T) {
	cited := map[string]bool{}
	for _, lang := range Languages() {
		for _, kind := range Kinds() {
			for i, law := range append(append(Laws(), ""), Laws()...) {
				f := Sample(kind, lang, 3).Under(law)
				if i > len(Laws()) { // a contract of which nothing but its law is known
					f.Clauses = Clauses{}
				}
				text := strings.Join(strings.Fields(render(t, &f).Text()), " ")
				for _, n := range Norms() {
					phrase := strings.Join(strings.Fields(n.Cite[lang]), " ")
					if phrase == "" || !strings.Contains(text, phrase) {
						continue
					}
					cited[n.Key] = true
					home, _, _ := strings.Cut(n.Key, ".")
					if !n.Verified || !law.Is(home) {
						t.Errorf("%s/%s under %q cites %s (verified: %v)", lang, kind, law, n.Key, n.Verified)
					}
				}
			}
		}
	}
	for _, n := range Norms() {
		if n.Verified && !cited[n.Key] {
			t.Errorf("no letter cites %s", n.Key)
		}
	}
}

// TestNormsAreComplete: each norm has its source, its citations in six
// languages if it may be printed, and a law that is known.
func TestNormsAreComplete(t *testing.T) {
	for _, n := range Norms() {
		home, point, _ := strings.Cut(n.Key, ".")
		if !law(home) || point == "" || n.Source == "" || n.About == "" {
			t.Errorf("%+v", n)
		}
		for _, lang := range Languages() {
			if n.Verified && n.Cite[lang] == "" {
				t.Errorf("%s cannot be cited in %s", n.Key, lang)
			}
		}
	}
}

func law(name string) bool {
	for _, l := range Laws() {
		if string(l) == name {
			return true
		}
	}
	return false
}

// TestNormsHaveTheirDays: a norm is cited only in letters of days it is in
// force on.
func TestNormsHaveTheirDays(t *testing.T) {
	const key = "BA-FBIH.interest" // in force since 2020-03-14
	for day, want := range map[string]bool{"2020-03-13": false, "2020-03-14": true, "2026-02-03": true} {
		on, err := cal.Parse(day)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok, err := Law("BA-FBIH").norm(key, on); err != nil || ok != want {
			t.Errorf("on %s: %v, %v", day, ok, err)
		}
	}
	if _, _, err := Law("RU").norm("RU.nothing", 1); err == nil {
		t.Error("an unknown norm is cited")
	}
}

// TestLaws: how a letter that is to open the way to court is posted, and
// where a penalty may be spoken of (LAW.md 2.5, 4.4).
func TestLaws(t *testing.T) {
	for l, want := range map[Law]Post{"BY": Registered, "RU": Valuable, "": Ordinary, "FR": Ordinary} {
		if got := l.CourtPost(); got != want {
			t.Errorf("%q: %s, want %s", l, got, want)
		}
	}
	for l, want := range map[Law]bool{"RU": true, "BY": true, "UA": true, "DE": true, "": true, "BA": false, "BA-RS": false, "BA-FBIH": false} {
		f := Sample(Claim, "bs", 1)
		f.Law = l
		if got := f.penalty(); got != want {
			t.Errorf("penalty under %q: %v", l, got)
		}
	}
}
