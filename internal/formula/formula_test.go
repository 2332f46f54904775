package formula_test

import (
	"slices"
	"strings"
	"testing"

	"debitor/internal/fault"
	"debitor/internal/formula"
)

// Every worked example of SEEDS Part III comes out of the catalogue.
func TestExamples(t *testing.T) {
	for _, f := range formula.All() {
		t.Run(f.ID, func(t *testing.T) {
			results, err := f.Run(f.Given())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range results {
				got = append(got, r.Value)
			}
			if !slices.Equal(got, f.Answer) {
				t.Errorf("%s gives %v, want %v", f.Name, got, f.Answer)
			}
		})
	}
}

func TestEachHasItsWordsInEveryLanguage(t *testing.T) {
	for _, f := range formula.All() {
		results, err := f.Run(f.Given())
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"en", "ru", "uk", "be", "bs", "de"} {
			if f.Title(lang) == f.Name {
				t.Errorf("%s has no title in %s", f.Name, lang)
			}
			names := []string{}
			for _, in := range f.Inputs {
				names = append(names, in.Name)
			}
			for _, r := range results {
				names = append(names, r.Name)
			}
			for _, n := range names {
				if lang != "en" && formula.Word(n, lang) == n {
					t.Errorf("%s: %s has no word in %s", f.Name, n, lang)
				}
			}
			if w := f.Words(lang); strings.ContainsAny(w, "{}") {
				t.Errorf("%s in %s: %s", f.Name, lang, w)
			}
			if c := f.Counted(f.Given(), results, lang); strings.ContainsAny(c, "{}") || strings.Contains(c, "  ") {
				t.Errorf("%s: %s", f.Name, c)
			}
		}
	}
}

func TestNamesAndNumbersAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range formula.All() {
		if seen[f.ID] || seen[f.Name] {
			t.Errorf("%s %s is there twice", f.ID, f.Name)
		}
		seen[f.ID], seen[f.Name] = true, true
		for _, name := range []string{f.ID, f.Name, strings.ToUpper(f.Name)} {
			if g, err := formula.Find(name); err != nil || g.ID != f.ID {
				t.Errorf("%s finds %v, %v", name, g, err)
			}
		}
	}
}

func TestWrongInputsAreTold(t *testing.T) {
	for _, c := range []struct {
		name string
		pair []string
		code string
	}{
		{"F-1", []string{"receivables", "300"}, "formula.missing"},
		{"F-1", []string{"receivables", "300", "assets", "much"}, "formula.value"},
		{"F-1", []string{"receivables", "-300", "assets", "1200"}, "formula.value"},
		{"F-1", []string{"receivables", "300", "assets", "1200", "rain", "1"}, "formula.input"},
		{"F-4", []string{"average", "300", "revenue", "1500", "days", "360.5"}, "formula.value"},
		{"F-5", []string{"balances", "100@3"}, "formula.value"},
		{"F-17", []string{"credits", "100"}, "formula.value"},
		{"F-8", []string{"shipped", "15 Jan", "deferral", "1", "today", "2015-03-03"}, "formula.value"},
	} {
		f, err := formula.Find(c.name)
		if err != nil {
			t.Fatal(err)
		}
		given := map[string]string{}
		for i := 0; i < len(c.pair); i += 2 {
			given[c.pair[i]] = c.pair[i+1]
		}
		if _, err := f.Run(given); fault.Code(err) != c.code {
			t.Errorf("%s %v: %v, want %s", c.name, c.pair, err, c.code)
		}
	}
	if _, err := formula.Find("F-99"); fault.Code(err) != "formula.unknown" {
		t.Errorf("F-99: %v", err)
	}
}

// What has no value says so and does not become zero.
func TestNothingByNothingIsNothing(t *testing.T) {
	for _, f := range formula.All() {
		given := map[string]string{}
		for _, in := range f.Inputs {
			switch given[in.Name] = "0"; in.Kind {
			case formula.Date:
				given[in.Name] = "2015-01-15"
			case formula.Sales:
				given[in.Name] = "0@0"
			}
		}
		if _, err := f.Run(given); err != nil {
			t.Errorf("%s of zeros: %v", f.Name, err)
		}
	}
	f, _ := formula.Find("F-1")
	results, err := f.Run(map[string]string{"receivables": "1", "assets": "0"})
	if err != nil || results[0].Value != "" || results[0].Text("ru") != "нельзя посчитать" {
		t.Errorf("a share of nothing is %+v, %v", results, err)
	}
}
