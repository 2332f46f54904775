package trade

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// corpus are the files that others made, of the folders about trade.
func corpus(t *testing.T, pattern string) []string {
	t.Helper()
	dir := os.Getenv("DEBITOR_CORPUS")
	if dir == "" {
		t.Skip("DEBITOR_CORPUS is not set: the files that others made are not read")
	}
	list, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(list) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(list), err)
	}
	return list
}

// TestCorpus reads every file of trade and prints what it gave. What a file
// must give is what it says itself: its number and its payable amount, found in
// its text by another way than the reader's.
func TestCorpus(t *testing.T) {
	for _, path := range append(append(corpus(t, "einvoice/valid/*"), corpus(t, "onec/*.xml")...), corpus(t, "einvoice/rule-units/*.xml")...) {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(path)
		f, err := Read(name, src)
		valid := strings.Contains(path, "valid") || strings.Contains(name, "orders") || strings.Contains(name, "Schet") || strings.Contains(name, "NSCHF") || strings.Contains(name, "bitrix")
		if (err == nil) != valid {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil {
			t.Logf("%-44.44s refused: %v", name, err)
			continue
		}
		for _, p := range f.Refused {
			t.Errorf("%s:%d %s %q %s", name, p.Line, p.Element, p.Value, p.Text)
		}
		for _, d := range f.Documents {
			t.Logf("%-44.44s %-10s %-12s %s due %-10s %14s %s VAT %s prepaid %s, %2d lines, %s (%s) %s %s", name, f.Format, d.Key, d.Date, d.Due, d.Amount.Decimal(d.Currency), d.Currency,
				d.VAT.Decimal(d.Currency), d.Prepaid.Decimal(d.Currency), len(d.Lines), d.Buyer.Name, d.Buyer.TaxID, d.Contract.Number, d.NoDebt)
		}
		for _, p := range f.Warnings {
			t.Logf("%-44.44s   :%d %s %q %s", name, p.Line, p.Element, p.Value, p.Text)
		}
		agreesWithText(t, name, src, f)
	}
}

// stated finds the payable amounts that a file states.
var stated = regexp.MustCompile(`(?s)<(?:\w+:)?(?:PayableAmount|DuePayableAmount)[^>]*>\s*([0-9.-]+)\s*<|СтТовУчНалВсего="([0-9.]+)"|<Курс>1</Курс>\s*<Сумма>([0-9.]+)</Сумма>`)

func agreesWithText(t *testing.T, name string, src []byte, f File) {
	t.Helper()
	r := &reader{name: name}
	text, err := r.decode(src)
	if err != nil {
		t.Fatal(err)
	}
	found := stated.FindAllStringSubmatch(comments.ReplaceAllString(text, ""), -1)
	if len(found) != len(f.Documents) {
		t.Errorf("%s: %d documents, the text states %d amounts", name, len(f.Documents), len(found))
		return
	}
	for i, m := range found {
		var want float64
		if _, err := fmt.Sscan(m[1]+m[2]+m[3], &want); err != nil {
			t.Fatal(err)
		}
		if got := float64(max(f.Documents[i].Amount, -f.Documents[i].Amount)) / 100; got != want {
			t.Errorf("%s: %v, the text states %v", name, got, want)
		}
	}
}

var comments = regexp.MustCompile(`(?s)<!--.*?-->`)

// TestRuleUnits reads the fragments by which others try the rules of EN 16931:
// those under <error> must raise the rule, those under <success> must not.
func TestRuleUnits(t *testing.T) {
	for _, path := range corpus(t, "einvoice/rule-units/*.xml") {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var set struct {
			Tests []struct {
				Success []string `xml:"assert>success"`
				Errors  []string `xml:"assert>error"`
				Inner   string   `xml:",innerxml"`
			} `xml:"test"`
		}
		if err := xml.Unmarshal(src, &set); err != nil {
			t.Fatal(err)
		}
		raised, kept := 0, 0
		for i, test := range set.Tests {
			from, to := strings.Index(test.Inner, "<Invoice"), strings.LastIndex(test.Inner, "</Invoice>")
			f, err := Read("fragment", []byte(test.Inner[from:to+len("</Invoice>")]))
			if err != nil {
				t.Fatal(err)
			}
			rules := map[string]bool{}
			for _, p := range append(f.Refused, f.Warnings...) {
				for _, a := range p.Args {
					if s, ok := a.(string); ok {
						rules[strings.Trim(strings.TrimPrefix(s, " (rule "), ")")] = true
					}
				}
			}
			for _, rule := range test.Errors {
				if raised++; !rules[rule] {
					t.Errorf("%s, test %d: %s is not raised: %v", filepath.Base(path), i+1, rule, rules)
				}
			}
			for _, rule := range test.Success {
				if kept++; rules[rule] {
					t.Errorf("%s, test %d: %s is raised", filepath.Base(path), i+1, rule)
				}
			}
		}
		t.Logf("%-14s %d raised, %d kept", filepath.Base(path), raised, kept)
	}
}
