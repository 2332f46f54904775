package cash

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/web/page"
	"debitor/internal/web/say"
)

var reasonCode = regexp.MustCompile(`"(match\.[a-z_]+)"`)

// Every reason that matching can give is said in words, in every language.
func TestEveryReasonOfMatchingIsSaid(t *testing.T) {
	sources, err := filepath.Glob("../../match/*.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	for _, path := range sources {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range reasonCode.FindAllStringSubmatch(string(src), -1) {
			codes[m[1]] = true
		}
	}
	if len(codes) < 20 {
		t.Fatalf("only %d reasons were found: %v", len(codes), codes)
	}
	for code := range codes {
		for _, lang := range say.Languages {
			if !say.For(lang).Has("cash.why." + code) {
				t.Errorf("reason %s is not said in %s", code, lang)
			}
		}
	}
}

// An amount and its currency are one figure, a day is written as people write
// it, a customer has his name.
func TestReasonsReadAsSentences(t *testing.T) {
	c := &page.Call{Say: say.For("en")}
	seen := &desk.CashSeen{Names: map[id.Customer]string{"7": "Bakery"}}
	for want, r := range map[string]desk.EntryReason{
		"3 open parts make BYN 1,250.00":                                    {Code: "match.sum", Args: []any{3, "1250.00", "BYN"}},
		"he promised this amount by 15 Nov 2026":                            {Code: "match.promise", Args: []any{"2026-11-15"}},
		"Bakery fits as well":                                               {Code: "match.rival", Args: []any{"7"}},
		"of document 12 BYN 5.00 is open, in another currency":              {Code: "match.currency", Args: []any{"12", "5.00", "BYN"}},
		"money with this payer's account was given to him before, times: 2": {Code: "match.learnt", Args: []any{"account", 2}},
	} {
		if got := why(c, seen, r); strings.ReplaceAll(got, "\u00a0", " ") != want {
			t.Errorf("got %q; want %q", got, want)
		}
	}
}
