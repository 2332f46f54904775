package vetting_test

import (
	"regexp"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/web/pagetest"
	"debitor/internal/web/vetting"
)

// bare is a key that no text was found for.
var bare = regexp.MustCompile(`\b(checks|card|customer|lists|say|nav|do|fault)\.[a-z_]+`)

var tags = regexp.MustCompile(`<[^>]*>`)

func TestPagesInEveryLanguage(t *testing.T) {
	h := pagetest.New(t, vetting.Routes())
	for _, path := range []string{"/checks", "/checks?gap=penalty&page=2", "/checks?gap=colour", "/checks/originals", "/checks/originals?paper=contract", "/checks/flags"} {
		for _, lang := range desk.Languages {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			body := h.Must(h.Get("lawyer", path+sep+"lang="+lang)).Body
			if keys := bare.FindAllString(tags.ReplaceAllString(body, " "), -1); keys != nil {
				t.Errorf("%s in %s has keys for texts: %v", path, lang, keys)
			}
		}
	}
}

// What the page shows, the file has; a contract leads to its customer's card.
func TestContractsWithGapsAsAFile(t *testing.T) {
	h := pagetest.New(t, vetting.Routes())
	page := h.Must(h.Get("lawyer", "/checks?lang=en")).Body
	file := h.Must(h.Get("lawyer", "/checks?lang=en&format=csv")).Body
	lines := strings.Split(strings.TrimSpace(file), "\n")
	if len(lines) < 2 || strings.Count(page, "/card\"") != len(lines)-1 {
		t.Fatalf("the file has %d lines with the heading, the page %d contracts", len(lines), strings.Count(page, "/card\""))
	}
	for _, line := range lines[1:] {
		code, _, _ := strings.Cut(line, ";")
		if !strings.Contains(page, "/customers/"+code+"/card\"") {
			t.Errorf("the page lacks %s", line)
		}
	}
}
