package say

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"debitor/internal/cal"
	"debitor/internal/fault"
)

// TestTextsAreComplete: every key in every language, every form that a plural
// needs there, and the same places in all of them.
func TestTextsAreComplete(t *testing.T) {
	all := texts()
	for key, english := range all["en"] {
		want := places(english)
		for _, lang := range Languages {
			p, ok := all[lang][key]
			if !ok {
				t.Errorf("%s: there is no text in %s", key, lang)
				continue
			}
			if _, plain := english[""]; plain != (p[""] != "" || len(p) == 1 && hasEmpty(p)) {
				t.Errorf("%s: is a plural in one of en and %s, and none in the other", key, lang)
			}
			if _, plain := english[""]; !plain {
				for _, form := range Forms(lang) {
					if p[form] == "" {
						t.Errorf("%s: %s needs the form %q", key, lang, form)
					}
				}
				if len(p) != len(Forms(lang)) {
					t.Errorf("%s: %s has forms it does not need: %v", key, lang, p)
				}
			}
			if got := places(p); !slices.Equal(got, want) {
				t.Errorf("%s: %s has the places %v, en has %v", key, lang, got, want)
			}
		}
	}
	for _, lang := range Languages {
		for key := range all[lang] {
			if all["en"][key] == nil {
				t.Errorf("%s: stands in %s and not in en", key, lang)
			}
		}
	}
}

func hasEmpty(p phrase) bool { _, ok := p[""]; return ok }

var place = regexp.MustCompile(`\{[0-9n]\}`)

// places are those of all forms together: "one day" may leave out its {n}.
func places(p phrase) []string {
	var all []string
	for _, text := range p {
		all = append(all, place.FindAllString(text, -1)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

var named = regexp.MustCompile(`\.(?:T|N|Go)\((?:[^"()]|\([^()]*\))*?"([a-z_]+\.[a-z0-9_.-]+)"[,)]`)

// TestKeysThatPagesNameExist reads the sources of all pages: a key that is
// written out there must be a text.
func TestKeysThatPagesNameExist(t *testing.T) {
	found := 0
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") ||
			!strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".templ") {
			return err
		}
		src, err := os.ReadFile(path)
		for _, m := range named.FindAllStringSubmatch(string(src), -1) {
			found++
			if !For("en").Has(m[1]) {
				t.Errorf("%s names the text %q, which there is not", path, m[1])
			}
		}
		return err
	})
	if err != nil || found < 20 {
		t.Fatalf("%d keys found, %v; want the pages' keys", found, err)
	}
}

func TestPlurals(t *testing.T) {
	for _, c := range []struct {
		lang string
		n    int
		want string
	}{
		{"ru", 1, "1 день"},
		{"ru", 2, "2 дня"},
		{"ru", 5, "5 дней"},
		{"ru", 11, "11 дней"},
		{"ru", 21, "21 день"},
		{"ru", 112, "112 дней"},
		{"uk", 3, "3 дні"},
		{"be", 7, "7 дзён"},
		{"bs", 1, "1 dan"},
		{"bs", 3, "3 dana"},
		{"bs", 12, "12 dana"},
		{"de", 1, "1 Tag"},
		{"de", 0, "0 Tage"},
		{"en", 1000, "1,000 days"},
		{"xx", 1, "1 day"},
	} {
		if got := For(c.lang).N("say.days", c.n); got != c.want {
			t.Errorf("%d days in %s: %q; want %q", c.n, c.lang, got, c.want)
		}
	}
}

func TestFiguresOfScreens(t *testing.T) {
	de := For("de")
	for got, want := range map[string]string{
		de.Number(1234567): "1.234.567", de.Percent(245): "24,5\u00a0%", de.Percent(-5): "\u22120,5\u00a0%",
		de.T("page.of", 1, 50, 10000): "1–50 von 10.000", de.Date(0): "–", de.T("no.such"): "no.such",
	} {
		if got != want {
			t.Errorf("got %q; want %q", got, want)
		}
	}
}

func TestBadCatalogsAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"another language": "a.b: {fr: oui}", "no text": "a.b: {en: [1]}", "a form that is no text": "a.b: {en: {one: [1]}}", "no YAML": "a: {",
	} {
		if _, err := load(fstest.MapFS{"text/x.yaml": {Data: []byte(text)}}); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	twice := fstest.MapFS{"text/x.yaml": {Data: []byte("a.b: {en: x}")}, "text/y.yaml": {Data: []byte("a.b: {en: y}")}}
	if _, err := load(twice); err == nil {
		t.Error("a key that stands in two files is taken")
	}
}

func TestFaultsSpeakTheLanguage(t *testing.T) {
	de := For("de")
	expired := fault.New(fault.Refused, "approval.expired", "request %d could be decided until %s; ask again", 7, cal.On(2026, 3, 31))
	if got, want := de.Fault(expired), "Über Antrag 7 konnte bis 31.03.2026 entschieden werden; bitte neu beantragen"; got != want {
		t.Errorf("got %q; want %q", got, want)
	}
	missing := fault.New(fault.Refused, "right.missing", "%s (%s) may not; it takes one of: %s", "anna", "lawyer", "director, admin")
	if got := de.Fault(missing); strings.Contains(got, "director") || !strings.Contains(got, "anna") {
		t.Errorf("roles are not named in German: %q", got)
	}
	if got := de.Fault(fault.New(fault.Input, "never.seen", "so %d", 5)); got != "so 5" {
		t.Errorf("a fault without a text here says %q; want its own words", got)
	}
}
