package ui_test

import (
	"net/url"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/money"
	"debitor/internal/web/say"
	"debitor/internal/web/ui"
)

// People paste amounts as tables, letters and banking programs write them.
func TestAmountsAsTheyAreTyped(t *testing.T) {
	for typed, want := range map[string]money.Minor{
		"1 000 000,50": 100000050, "1\u00a0000\u00a0000,50": 100000050, "1\u202f000,5": 100050, "1\u20091,00": 1100, "1\t000": 100000,
		"1’234.56": 123456, "1,234.56": 123456, "1.234,56": 123456, "1.234": 123400, "12,5": 1250, " 7 ": 700, "0,500": 50,
	} {
		f := ui.NewForm(say.For("ru"), url.Values{"amount": {typed}})
		if got := f.Money("amount", "BYN"); got != want || !f.OK() {
			t.Errorf("%q is %d, not %d: %s", typed, got, want, f.Error("amount"))
		}
	}
	for _, typed := range []string{"-5", "−5", "0,505", "сто", "99999999999999999999", "😀", "\u202e1"} {
		f := ui.NewForm(say.For("ru"), url.Values{"amount": {typed}})
		if got := f.Money("amount", "BYN"); f.Error("amount") == "" || got != 0 {
			t.Errorf("%q is taken for %d", typed, got)
		}
	}
}

// A day is taken as the message about a wrong one asks for it, and shown again
// as fields of days want it.
func TestDaysAsTheyAreTyped(t *testing.T) {
	for typed, want := range map[string]string{"2026-03-31": "2026-03-31", "31.03.2026": "2026-03-31", " 1.3.2026 ": "2026-03-01"} {
		f := ui.NewForm(say.For("ru"), url.Values{"until": {typed}})
		if got := f.Date("until"); got.String() != want || f.Value("until") != want || !f.OK() {
			t.Errorf("%q is %s, shown as %q: %s", typed, got, f.Value("until"), f.Error("until"))
		}
	}
	for _, typed := range []string{"31.02.2026", "03/31/2026", "31.03.26", "31.03", "завтра", "2026-13-01"} {
		f := ui.NewForm(say.For("ru"), url.Values{"until": {typed}})
		if got := f.Date("until"); got != cal.Date(0) || f.Error("until") == "" {
			t.Errorf("%q is taken for %s", typed, got)
		}
	}
}

// A text of a page in a list shows its beginning, and all of it by one press.
func TestALongTextIsFolded(t *testing.T) {
	show := func(text string) string {
		var b strings.Builder
		if err := ui.Long(text).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	if got := show("коротко"); strings.TrimSpace(got) != "коротко" {
		t.Error(got)
	}
	all := strings.Repeat("причина ", 600)
	begin, rest, folded := strings.Cut(show(all), "</summary>")
	if !folded || len([]rune(begin)) > 220 || !strings.Contains(begin, "причина…") || strings.Count(rest, "причина") != 600 {
		t.Errorf("%s", begin)
	}
}
