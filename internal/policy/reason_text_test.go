package policy

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/ledger"
)

var place = regexp.MustCompile(`\{[a-z]+\}`)

// Every language has every sentence of English.
func TestReasonsAreWholeInEveryLanguage(t *testing.T) {
	for lang, l := range catalogue {
		for code := range english.codes {
			if l.codes[code] == "" {
				t.Errorf("%s: no text for %s", lang, code)
			}
		}
		for code, text := range english.changes {
			if l.changes[code] == "" {
				t.Errorf("%s: nothing changes %s", lang, code)
			}
			for _, p := range place.FindAllString(text, -1) {
				if p != "{step}" && !slices.Contains(place.FindAllString(l.changes[code], -1), p) {
					t.Errorf("%s: what changes %s leaves out %s", lang, code, p)
				}
			}
		}
		for _, e := range Events {
			if l.events[e] == "" {
				t.Errorf("%s: no words for %s", lang, e)
			}
		}
		if l.eventAhead == "" || l.eventPassed == "" || l.afterToday == "" || l.suspendedUntil == "" || l.suspensionEnds == "" {
			t.Errorf("%s: a sentence is missing", lang)
		}
	}
}

// What blocks for ever has nothing that would change it; all else has.
func TestEveryBlockerHasAWayOut(t *testing.T) {
	final := []string{TooOld, WindowPassed, StepDone, StepsDone}
	for _, code := range blockers {
		if got := (Reason{Code: code, Event: Refused}).Change("en"); (got == "") != slices.Contains(final, code) {
			t.Errorf("%s: %q", code, got)
		}
	}
}

// Belarusian has letters that Russian has not, and the other way round: no
// sentence of it is left in Russian.
func TestBelarusianIsNoRussian(t *testing.T) {
	for _, list := range []map[string]string{belarusian.codes, belarusian.changes} {
		for code, text := range list {
			if strings.ContainsAny(text, "ищъИЩЪ") || text == russian.codes[code] && strings.ContainsAny(text, "абв") {
				t.Errorf("%s is Russian: %s", code, text)
			}
		}
	}
}

func TestSentences(t *testing.T) {
	ahead := Reason{Code: WindowAhead, Policy: "a", Step: "claim", Days: 2, From: 11, To: Open, Unit: ledger.WorkingDays}
	event := Reason{Code: WindowAhead, Step: "call", Event: GoodsReceived, From: 2, To: 5}
	waits := Reason{Code: Waiting, Step: "claim", After: "warning", To: 21, Unit: ledger.WorkingDays, Date: cal.On(2024, 10, 4)}
	for _, tt := range []struct {
		r          Reason
		lang, text string
		change     string
	}{
		{ahead, "ru", "2 рабочих дня просрочки; претензия — с 11-го дня просрочки (политика a)", "наступит срок шага: с 11-го дня просрочки"},
		{ahead, "be", "2 рабочыя дні пратэрміноўкі; прэтэнзія — з 11-га дня пратэрміноўкі (палітыка a)", "надыдзе тэрмін кроку: з 11-га дня пратэрміноўкі"},
		{ahead, "uk", "2 робочі дні прострочення; претензія — з 11-го дня прострочення (політика a)", "настане строк кроку: з 11-го дня прострочення"},
		{ahead, "bs", "2 radna dana kašnjenja; zahtjev za isplatu – od 11. dana kašnjenja (politika a)", "dođe vrijeme koraka: od 11. dana kašnjenja"},
		{ahead, "de", "2 Arbeitstage überfällig; die Zahlungsaufforderung: ab dem 11. Tag nach Fälligkeit (Richtlinie a)", "seine Tage kommen: ab dem 11. Tag nach Fälligkeit"},
		{event, "en", "the call follows 2–5 days after this: the goods are received", "the call follows 2–5 days after this: the goods are received"},
		{waits, "ru", "претензия — только через 21 рабочий день после шага «предупреждение» (04.10.2024)", "после 04.10.2024 пройдёт 21 рабочий день"},
	} {
		if got := tt.r.Text(tt.lang); got != tt.text {
			t.Errorf("%s:\n got %s\nwant %s", tt.lang, got, tt.text)
		}
		if got := tt.r.Change(tt.lang); got != tt.change {
			t.Errorf("%s, change:\n got %s\nwant %s", tt.lang, got, tt.change)
		}
	}
}
