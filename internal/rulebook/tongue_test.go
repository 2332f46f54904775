package rulebook

import (
	"regexp"
	"slices"
	"sort"
	"testing"

	"debitor/internal/authority"
	"debitor/internal/condition"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/policy"
	"debitor/policies"
)

var places = regexp.MustCompile(`\{[A-Za-z]+\}`)

// placesOf are the places of a sentence, each once; two that say the same in
// another case are one.
func placesOf(s string) []string {
	var list []string
	for _, p := range places.FindAllString(s, -1) {
		switch p {
		case "{within}":
			p = "{count}"
		case "{ofday}":
			p = "{day}"
		}
		list = append(list, p)
	}
	sort.Strings(list)
	return slices.Compact(list)
}

// Every tongue has every word and sentence of English, with the same places.
func TestTonguesAreWhole(t *testing.T) {
	for lang, x := range tongues {
		for key, text := range english.text {
			other, ok := x.text[key]
			if !ok {
				t.Errorf("%s: no text %q", lang, key)
			}
			if a, b := placesOf(text), placesOf(other); !slices.Equal(a, b) {
				t.Errorf("%s: %q has places %v, in English %v", lang, key, b, a)
			}
		}
		for key := range x.text {
			if _, ok := english.text[key]; !ok {
				t.Errorf("%s: text %q is in no other tongue", lang, key)
			}
		}
		for key, f := range english.findings {
			if a, b := placesOf(f.what), placesOf(x.findings[key].what); !slices.Equal(a, b) || x.findings[key].way == "" {
				t.Errorf("%s: finding %q has places %v, in English %v", lang, key, b, a)
			}
		}
		for _, r := range policy.Roles {
			if y := x.roles[r]; y.name == "" || y.the == "" || y.with == "" || y.of == "" {
				t.Errorf("%s: role %s lacks a form", lang, r)
			}
		}
		for _, k := range letter.Kinds() {
			if is := k.Traits(); x.letters[k].it == "" && !is.Internal && !is.Informs {
				t.Errorf("%s: letter %s has no words", lang, k)
			}
		}
		for _, k := range policy.Kinds {
			if x.kinds[k] == "" || x.acts[k] == "" {
				t.Errorf("%s: kind %s has no words", lang, k)
			}
		}
		for _, e := range policy.Events {
			if x.events[e] == "" {
				t.Errorf("%s: event %s has no words", lang, e)
			}
		}
		for _, k := range authority.Kinds {
			if x.asks[k] == "" {
				t.Errorf("%s: ask %s has no words", lang, k)
			}
		}
		for _, r := range ledger.ContactRoles {
			if x.contacts[r] == "" {
				t.Errorf("%s: contact %s has no words", lang, r)
			}
		}
		for _, f := range policy.Facts {
			if f.Type == condition.Flag && x.flags[f.Name] == [2]string{} || f.Type != condition.Flag && x.facts[f.Name] == "" {
				t.Errorf("%s: fact %s has no words", lang, f.Name)
			}
		}
		for _, s := range []policy.State{policy.Done, policy.Today, policy.Expected, policy.Waits, policy.MissedIt, policy.NotMeant} {
			if x.states[s] == "" {
				t.Errorf("%s: state %s has no words", lang, s)
			}
		}
	}
}

// Names that shipped policies use have words: options, documents, evidence,
// and what a step without a title does.
func TestShippedNamesHaveWords(t *testing.T) {
	used := map[string]bool{"mend-contact": true}
	need := func(where string, list ...string) {
		for _, name := range list {
			used[name] = true
			if _, ok := names[name]; !ok {
				t.Errorf("%s: %q has no words in names_data.go", where, name)
			}
		}
	}
	for _, name := range policies.Names() {
		text, err := policies.Source(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := policy.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.Steps {
			s := &p.Steps[i]
			need(name+" "+s.ID, s.Options...)
			need(name+" "+s.ID, s.Documents...)
			if s.Kind != policy.Letter && s.Title["ru"] == "" {
				need(name+" "+s.ID, s.Task)
			}
		}
		for _, r := range p.Authority {
			need(name+" authority", r.Evidence...)
		}
	}
	for name, w := range names {
		if !used[name] && name != "damaged" {
			t.Logf("%q is used by no shipped policy", name)
		}
		for _, lang := range []string{"en", "ru", "uk", "be", "bs", "de"} {
			if w.in(lang) == "" {
				t.Errorf("%q has no words in %s", name, lang)
			}
		}
	}
}

func TestWindowsInWords(t *testing.T) {
	for _, tt := range []struct {
		lang string
		w    policy.Window
		unit ledger.DayUnit
		want string
	}{
		{"ru", policy.Window{From: -1, To: -1}, "", "за 1\u00a0день до срока оплаты"},
		{"ru", policy.Window{From: -2, To: -2}, ledger.WorkingDays, "за 2\u00a0рабочих дня до срока оплаты"},
		{"ru", policy.Window{From: 11, To: policy.Open}, ledger.BankingDays, "начиная с 11-го банковского дня просрочки"},
		{"ru", policy.Window{From: 2, To: 5}, "", "со 2-го по 5-й день просрочки"},
		{"ru", policy.Window{From: -3, To: 1}, "", "начиная за 3\u00a0дня до срока оплаты до 1-го дня просрочки включительно"},
		{"uk", policy.Window{From: -21, To: -21}, "", "за 21\u00a0день до строку оплати"},
		{"uk", policy.Window{From: 5, To: 5}, ledger.WorkingDays, "на 5-й робочий день прострочення"},
		{"be", policy.Window{From: -2, To: -2}, ledger.WorkingDays, "за 2\u00a0рабочыя дні да тэрміну аплаты"},
		{"be", policy.Window{From: 2, To: 5}, "", "з 2-га па 5-ы дзень пратэрміноўкі"},
		{"bs", policy.Window{From: 8, To: 30}, ledger.WorkingDays, "od 8. do 30. radnog dana kašnjenja"},
		{"bs", policy.Window{From: -5, To: -2}, "", "2 do 5\u00a0dana prije dospijeća"},
		{"ru", policy.Window{From: -7, To: -3}, "", "за 3–7\u00a0дней до срока оплаты"},
		{"de", policy.Window{From: 0, To: policy.Open}, "", "ab dem Fälligkeitstag"},
		{"de", policy.Window{From: -3, To: policy.Open}, "", "ab 3\u00a0Tagen vor Fälligkeit"},
		{"en", policy.Window{From: 0, To: 0}, "", "on the due date"},
		{"en", policy.Window{From: -3650, To: policy.Open}, "", "whatever the due date"},
		{"en", policy.Window{From: -policy.Open, To: 4}, "", "until day 4 after the due date"},
	} {
		if got := tongueOf(tt.lang).window(tt.w, tt.unit); got != tt.want {
			t.Errorf("%s %v: %q, want %q", tt.lang, tt.w, got, tt.want)
		}
	}
}

// Roles bend where a sentence asks for it.
func TestRolesBend(t *testing.T) {
	p, err := policy.Parse([]byte("policy: x\nsteps:\n  - {id: a, at: 1.., call: c, to: sales-manager, with: [security, head-of-sales]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{
		"ru": "менеджер по продажам совместно со службой безопасности и начальником отдела продаж звонит клиенту",
		"uk": "менеджер із продажу спільно зі службою безпеки та начальником відділу продажу телефонує клієнтові",
		"be": "менеджар па продажах сумесна са службай бяспекі і начальнікам аддзела продажаў тэлефануе кліенту",
		"bs": "menadžer prodaje zajedno sa službom sigurnosti i rukovodiocem prodaje zove kupca",
		"de": "ruft der Kundenbetreuer gemeinsam mit der Sicherheitsabteilung und dem Vertriebsleiter den Kunden an",
		"en": "the sales manager together with the security department and the head of sales calls the customer",
	} {
		w := writer{t: tongueOf(lang), p: p, refs: map[string]string{}}
		if got := w.step(&p.Steps[0])[0]; !regexp.MustCompile(regexp.QuoteMeta(want)).MatchString(got) {
			t.Errorf("%s: %s", lang, got)
		}
	}
}
