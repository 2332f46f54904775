package interest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/interest"
	"debitor/law"
)

// TestWarningsAreSaid: each code a sheet can warn with has its text in six
// languages with the same places, and no text is for nothing.
func TestWarningsAreSaid(t *testing.T) {
	var texts map[string]map[string]string
	if err := yaml.Unmarshal(law.Warnings(), &texts); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]bool{}
	code := regexp.MustCompile(`(?:warn(?:Once)?\(|Warning\{Code: )"(interest\.[a-z_]+)"`)
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllSubmatch(src, -1) {
			made[string(m[1])] = true
		}
	}
	if len(made) < 12 {
		t.Fatalf("only %d codes found", len(made))
	}
	place := regexp.MustCompile(`\{\d\}`)
	for c := range made {
		for _, lang := range []string{"en", "ru", "uk", "be", "bs", "de"} {
			text := texts[c][lang]
			places, want := place.FindAllString(text, -1), place.FindAllString(texts[c]["en"], -1)
			slices.Sort(places)
			slices.Sort(want)
			if text == "" || !slices.Equal(places, want) {
				t.Errorf("%s in %s: %q", c, lang, text)
			}
		}
	}
	for c := range texts {
		if !made[c] {
			t.Errorf("%s is said, and nothing warns with it", c)
		}
	}
}

// TestWarningsAreGiven: each doubt about a calculation is told.
func TestWarningsAreGiven(t *testing.T) {
	for _, g := range []struct {
		golden
		want string
	}{
		{golden{law: "RU", principal: "1000.00", due: "2026-08-01", to: "2026-12-31"}, "interest.rate_after"},
		{golden{law: "RU", principal: "1000.00", due: "2025-08-01", to: "2025-12-31"}, ""},
		{golden{law: "RU", principal: "1000.00", due: "2025-08-01", to: "2025-12-31", paid: true}, "interest.unverified"},
		{golden{law: "DE", principal: "1000.00", due: "2026-05-01", to: "2026-07-01"}, "interest.rate_after interest.rate_unverified"},
		{golden{law: "RU", principal: "1000.00", due: "2022-03-01", to: "2022-04-30"}, "interest.suspended interest.unverified"},
		{golden{law: "RU", principal: "1000.00", due: "2022-04-10", to: "2022-04-30"}, "interest.arisen"},
		{golden{law: "RU", principal: "1000.00", due: "2025-08-01", to: "2025-12-31", terms: interest.Terms{PenaltyAgreed: true}}, "interest.barred"},
		{golden{law: "RU", principal: "1000.00", due: "2025-08-01", to: "2025-12-31", facts: "2025-08-02 1000.01, 2026-02-02 1.00"}, "interest.later interest.overpaid"},
		{golden{law: "BA-RS", principal: "1.00", due: "2019-08-01", to: "2032-12-31"}, "interest.capped interest.unverified"},
		{golden{law: "BA-FBIH", principal: "1.00", due: "2024-08-01", to: "2025-02-28", facts: "2024-09-01 0.10"}, "interest.conformal interest.payment_day"},
		{golden{law: "BY", principal: "1.00", due: "2024-01-01", to: "2024-02-28"}, "interest.rate_of"},
		{golden{law: "UA", principal: "1.00", due: "2025-09-20", to: "2026-01-28"}, "interest.index_missing interest.rate_unverified interest.unverified"},
		{golden{law: "UA", method: interest.ByContract, terms: perDay(t, "0.5"), principal: "1.00", due: "2024-02-20", to: "2025-01-28"}, "interest.stops interest.unverified interest.unverified"},
	} {
		var got []string
		for _, w := range g.count(t).Warnings {
			got = append(got, w.Code)
			if text := w.Text("ru"); strings.ContainsAny(text, "{}") || text == w.Text("en") {
				t.Errorf("%s is said %q", w.Code, text)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != g.want {
			t.Errorf("%s %s to %s warns %v, want %s", g.law, g.due, g.to, got, g.want)
		}
	}
}

// TestWhatCannotBeCountedIsRefused: nothing is guessed.
func TestWhatCannotBeCountedIsRefused(t *testing.T) {
	for _, g := range []struct {
		c    interest.Case
		want string
	}{
		{interest.Case{Law: "XX"}, "interest.law"},
		{interest.Case{Law: "RU", Debts: []interest.Debt{}}, "interest.debts"},
		{interest.Case{Law: "RU", Debts: []interest.Debt{{Principal: -1, Due: day(t, "2025-01-01")}}}, "interest.principal"},
		{interest.Case{Law: "RU", Debts: []interest.Debt{{Principal: 1}}}, "interest.date"},
		{interest.Case{Law: "RU", Facts: []interest.Fact{{Day: day(t, "2025-01-01")}}}, "interest.facts.amount"},
		{interest.Case{Law: "RU", Facts: []interest.Fact{{Day: day(t, "2025-01-01"), Amount: 1, Debt: "x"}}}, "interest.facts.debt"},
		{interest.Case{Law: "RU", Suspended: []interest.Span{{From: day(t, "2025-01-02"), To: day(t, "2025-01-01")}}}, "interest.suspended"},
		{interest.Case{Law: "RU", Terms: interest.Terms{Method: "x"}}, "interest.method"},
		{interest.Case{Law: "RU", Terms: interest.Terms{PerDay: 1}}, "interest.terms.penalty"},
		{interest.Case{Law: "RU", Terms: interest.Terms{Cap: -1}}, "interest.terms"},
		{interest.Case{Law: "RU", Terms: interest.Terms{Method: interest.ByContract}}, "interest.penalty.rate"},
		{interest.Case{Law: "RU", Terms: interest.Terms{Method: interest.ByContract, PerDay: 1, Rate: 1}}, "interest.terms.twice"},
		{interest.Case{Law: "RU", Terms: interest.Terms{Moratoria: []string{"x"}}}, "interest.moratorium"},
		{interest.Case{Law: "BA-RS", Terms: interest.Terms{Method: interest.ByContract, PerDay: 1}}, "interest.penalty.barred"},
		{interest.Case{Law: "UA", Terms: interest.Terms{Method: interest.ForUse}}, "interest.no_use"},
		{interest.Case{Law: "EU", Terms: interest.Terms{Consumer: true}}, "interest.consumer"},
		{interest.Case{Law: "RU", Debts: []interest.Debt{{Principal: 1, Due: day(t, "2016-01-01")}}}, "interest.unknown"},
		{interest.Case{Law: "BY", Debts: []interest.Debt{{Principal: 1, Due: day(t, "2014-01-01")}}, Terms: interest.Terms{RateOf: interest.PerPeriod}}, "interest.no_rate"},
		{interest.Case{Law: "BA-FBIH", Debts: []interest.Debt{{Principal: 1, Due: day(t, "2000-01-01")}}}, "interest.no_rule"},
	} {
		if g.c.Debts == nil {
			g.c.Debts = []interest.Debt{{Principal: 100, Due: day(t, "2025-01-01")}}
		}
		if g.c.Method == "" {
			g.c.Method = interest.Statutory
		}
		g.c.To = day(t, "2025-12-31")
		if _, err := shipped(t).Accrue(&g.c); fault.Code(err) != g.want {
			t.Errorf("%+v: %v, want %s", g.c, err, g.want)
		}
	}
}

// TestLawsAreChecked: what Accrue relies on is looked for when the files are
// read.
func TestLawsAreChecked(t *testing.T) {
	good, ok := law.Source("de")
	if !ok {
		t.Fatal("de")
	}
	rows, _ := law.Rates("de-basiszins")
	for _, g := range []struct{ old, broken, want string }{
		{"", "", ""},
		{"law: DE", "law: DE\nfoo: 1", "unknown field"},
		{"series: de-basiszins, add: \"9\"", "series: nowhere, add: \"9\"", "no series"},
		{"basis: actual", "basis: 364", "not a basis"},
		{`amount: "40.00"`, `amount: "40.001"`, "decimals"},
		{"[[costs], [use, late], [principal], [penalty]]", "[[costs], [late], [principal], [penalty]]", "has all of"},
		{"first: [due,", "first: [luck,", "no way to choose"},
		{`cite: "§ 367 BGB", `, "", "cited"},
		{`rate: "5"`, `rate: "five"`, "percent"},
		{"currency: EUR", "currency: EURO", "currency"},
	} {
		if g.old != "" && !strings.Contains(string(good), g.old) {
			t.Errorf("%q is not in law/de.yaml", g.old)
		}
		f := interest.Files{Laws: map[string][]byte{"de": []byte(strings.Replace(string(good), g.old, g.broken, 1))}, Rates: map[string][]byte{"de-basiszins": rows}}
		_, err := interest.Read(f)
		if g.want == "" && err != nil || g.want != "" && (err == nil || !strings.Contains(err.Error(), g.want)) {
			t.Errorf("%q: %v, want %q", g.broken, err, g.want)
		}
	}
	for _, broken := range []string{"", "a,b\n", "from,rate,verified,source\n2025-01-01,1,yes,x\n2025-01-01,2,yes,x\n", "from,rate,verified,source\n2025-02-30,1,yes,x\n"} {
		if _, err := interest.Read(interest.Files{Laws: map[string][]byte{"de": good}, Rates: map[string][]byte{"de-basiszins": []byte(broken)}}); err == nil {
			t.Errorf("%q is taken for rates", broken)
		}
	}
}

// TestSeriesAreCalledInSixLanguages: each series of the laws has its words, and a
// warning says them with its days as people write them.
func TestSeriesAreCalledInSixLanguages(t *testing.T) {
	var texts map[string]map[string]string
	if err := yaml.Unmarshal(law.Titles(), &texts); err != nil {
		t.Fatal(err)
	}
	book := shipped(t)
	for _, name := range book.SeriesNames() {
		s, err := book.Series(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"ru", "uk", "be", "bs", "de"} {
			if texts[s.Title][lang] == "" {
				t.Errorf("%q is called nothing in %s", s.Title, lang)
			}
		}
	}
	w := interest.Warning{Code: "interest.rate_after", Args: []any{"key rate of the Bank of Russia", cal.On(2026, 9, 8), cal.On(2026, 11, 3)}}
	if got := w.Text("de"); !strings.Contains(got, "Leitzins") || !strings.Contains(got, "08.09.2026") {
		t.Error(got)
	}
}

// TestNotesOfSourcesAreInSixLanguages: what a law's file says of where a rule was
// not read is said in the reader's language, too; and no note is of nothing.
func TestNotesOfSourcesAreInSixLanguages(t *testing.T) {
	var notes map[string]map[string]string
	if err := yaml.Unmarshal(law.Notes(), &notes); err != nil {
		t.Fatal(err)
	}
	var files strings.Builder
	for _, name := range law.Names() {
		src, _ := law.Source(name)
		files.Write(src)
	}
	for _, name := range law.Series() {
		src, _ := law.Rates(name)
		files.Write(src)
	}
	for note, in := range notes {
		if !strings.Contains(files.String(), note) {
			t.Errorf("no law and no rate says %q", note)
		}
		for _, lang := range []string{"ru", "uk", "be", "bs", "de"} {
			if in[lang] == "" || interest.Said(note, lang) != in[lang] {
				t.Errorf("%q is not said in %s", note, lang)
			}
		}
	}
	for _, quoted := range regexp.MustCompile(`source: "([^"]*not read[^"]*)"`).FindAllStringSubmatch(files.String(), -1) {
		if notes[quoted[1]] == nil {
			t.Errorf("%q stays English", quoted[1])
		}
	}
}
