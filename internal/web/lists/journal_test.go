package lists_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/web/lists"
	"debitor/internal/web/pagetest"
	"debitor/internal/web/say"
)

var noted = regexp.MustCompile(`\.note\("([a-z_]+\.[a-z_.-]+)"`)

// TestTheJournalHasWordsForAllThatIsNoted reads what the desk notes and asks
// for its words: a code on the page helps nobody.
func TestTheJournalHasWordsForAllThatIsNoted(t *testing.T) {
	files, err := filepath.Glob("../../desk/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sources of the desk: %v", err)
	}
	p, found := say.For("ru"), 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range noted.FindAllStringSubmatch(string(b), -1) {
			found++
			if key := "did." + strings.NewReplacer(".", "_", "-", "_").Replace(m[1]); !p.Has(key) {
				t.Errorf("%s notes %s, which has no words: write %s into say/text/journal.yaml", filepath.Base(file), m[1], key)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d notes are found: does the desk write them differently now?", found)
	}
}

// TestTheJournalIsReadInWords shows no code and no machine's date.
func TestTheJournalIsReadInWords(t *testing.T) {
	h := pagetest.New(t, lists.Routes())
	page := h.Must(h.Get("admin", "/journal?lang=ru")).Body
	if code := regexp.MustCompile(`<td[^>]*>(\d{4}-\d\d-\d\d|[a-z]+\.[a-z_]+<|(dispute|user|policy|company):)`).FindString(page); code != "" {
		t.Errorf("the journal shows %s", code)
	}
	one := h.Must(h.Get("admin", "/journal?action=company.opened&lang=ru")).Body
	if strings.Count(one, "<tr") >= strings.Count(page, "<tr") {
		t.Error("the journal is not narrowed by what was done")
	}
}
