package letter

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"debitor/internal/cal"
)

// shown makes no-break spaces visible.
func shown(s string) string { return strings.ReplaceAll(s, nbsp, "_") }

func TestQuotationMarks(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"ru", `ООО "Заря"`, `ООО «Заря»`},
		{"be", `ТАА "Світанак"`, `ТАА «Світанак»`},
		{"uk", `ТОВ "Зоря"`, `ТОВ «Зоря»`},
		{"bs", `Firma "Zora" d.o.o.`, `Firma „Zora”_d.o.o.`},
		{"de", `"Morgenrot" Handels GmbH`, `„Morgenrot“ Handels_GmbH`},
		{"en", `"Dawn" Ltd`, `“Dawn” Ltd`},
		// Nested.
		{"ru", `ЗАО "Торговый дом "Заря""`, `ЗАО «Торговый дом „Заря“»`},
		{"ru", `ЗАО ""Заря" и партнёры"`, `ЗАО «„Заря“ и_партнёры»`},
		{"ru", `ЗАО "Торговый дом "Заря"`, `ЗАО «Торговый дом «Заря»`},
		{"ru", `ЗАО «Торговый дом "Заря"»`, `ЗАО «Торговый дом „Заря“»`},
		{"ru", `ЗАО «Торговый дом „Заря“»`, `ЗАО «Торговый дом „Заря“»`},
		{"bs", `"Kuća "Zora""`, `„Kuća ‘Zora’”`},
		{"de", `"Haus "Morgenrot""`, `„Haus ‚Morgenrot‘“`},
		{"en", `"House "Dawn""`, `“House ‘Dawn’”`},
		{"ru", `ООО "Заря", ЗАО "Восход" (бывш. "Закат").`, `ООО «Заря», ЗАО «Восход» (бывш. «Закат»).`},
		{"ru", `ООО "Заря-2"`, `ООО «Заря-2»`},
		{"ru", `ООО "Завод "Прогресс-5" и К"`, `ООО «Завод „Прогресс-5“ и_К»`},
		{"ru", `ООО"Заря"`, `ООО«Заря»`},
		{"ru", `Магазин-"Заря"`, `Магазин-«Заря»`},
		// Inches, lone marks and apostrophes stay.
		{"ru", `труба 3/4" для ООО "Заря"`, `труба 3/4" для ООО «Заря»`},
		{"en", `19" rack`, `19" rack`},
		{"ru", `ООО "Заря`, `ООО "Заря`},
		{"ru", `ООО Заря"`, `ООО Заря"`},
		{"ru", `Д'Артаньян`, `Д'Артаньян`},
		{"en", `O'Neil's`, `O'Neil's`},
		{"de", `Müller's`, `Müller's`},
		// The Ukrainian and Belarusian apostrophe has one form.
		{"uk", `Об'єднання "П` + "`" + `ять зір"`, `Об’єднання «П’ять зір»`},
		{"uk", "обʼєднання ім’я з‘їзд", "обʼєднання ім’я з‘їзд"},
		{"be", `сям'я`, `сям’я`},
		{"uk", `O'Neil 5'`, `O'Neil 5'`},
		// A change of style is no character.
		{"ru", "ООО \"\x00Заря\x00\"", "ООО «\x00Заря\x00»"},
		{"ru", "\x00\"Заря\"\x00", "\x00«Заря»\x00"},
	} {
		want := c.want
		if c.lang == "uk" {
			want = strings.NewReplacer("\u02bc", "’", "‘", "’").Replace(want)
		}
		if got := shown(typeset(c.text, lexiconOf(c.lang))); got != want {
			t.Errorf("%s %s: %s, want %s", c.lang, c.text, got, want)
		}
	}
}

func TestNoBreakSpaces(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"ru", "письмо от И. И. Иванова — в срок № 5", "письмо от_И._И._Иванова_— в_срок №_5"},
		{"ru", "до 12 марта 2026 г. в г. Минске", "до_12_марта 2026_г. в_г._Минске"},
		{"ru", "пеня 0,1 % годовых (абз. 2 § 288, п. 7.3)", "пеня 0,1_% годовых (абз._2 §_288, п._7.3)"},
		{"uk", "лист від І. І. Іваненка — у строк № 5", "лист від_І._І._Іваненка_— у_строк №_5"},
		{"uk", "м. Київ, вул. Перша, буд. 5, тел. +380 44 200-00-00", "м._Київ, вул._Перша, буд._5, тел._+380_44_200-00-00"},
		{"uk", "сплатити протягом 5 днів", "сплатити протягом 5_днів"},
		{"be", "г. Брэст, вул. Другая, д. 7, з 5 дзён", "г._Брэст, вул._Другая, д._7, з_5_дзён"},
		{"bs", "Zora d.o.o. Sarajevo, ul. Prva br. 5", "Zora_d.o.o. Sarajevo, ul._Prva br._5"},
		{"bs", "do 12. marta u roku od 5 dana", "do_12._marta u_roku od_5_dana"},
		{"bs", "dug iznosi 1.234,56 KM", "dug iznosi 1.234,56_KM"},
		{"bs", "Plaćeno 12. Molimo", "Plaćeno 12. Molimo"},
		{"de", "§ 286 Abs. 3 BGB, Rechnung Nr. 17 vom 12. März", "§_286_Abs._3_BGB, Rechnung Nr._17_vom 12._März"},
		{"de", "Nordlicht GmbH & Co. KG, z. B. Herr Muster", "Nordlicht_GmbH_&_Co._KG, z._B._Herr_Muster"},
		{"de", "Wir mahnen 5 Tage später – noch 10,00 €", "Wir mahnen 5_Tage später_– noch 10,00_€"},
		{"en", "Invoice No. 17 of J. Smith — 5 days", "Invoice No._17_of J._Smith_— 5_days"},
	} {
		if got := shown(typeset(c.text, lexiconOf(c.lang))); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.lang, c.text, got, c.want)
		}
	}
}

// TestOneStop: the stop of a date and that of the sentence are one.
func TestOneStop(t *testing.T) {
	day := cal.On(2026, time.March, 12)
	for lang, want := range map[string]string{
		"ru": "12_марта_2026_г.", "be": "12_сакавіка_2026_г.", "uk": "12_березня_2026_р.", "bs": "12._marta_2026.", "de": "12._März_2026.", "en": "12_March_2026.",
	} {
		lex := lexiconOf(lang)
		for _, c := range []struct{ text, want string }{
			{lex.longDate(day) + ".", want},
			{lex.longDate(day) + "\x00.", strings.TrimSuffix(want, ".") + ".\x00"},
		} {
			got := shown(typeset(c.text, lex))
			if lang == "de" || lang == "en" { // their dates end without one
				got = strings.Replace(got, "\x00.", ".\x00", 1)
			}
			if got != c.want {
				t.Errorf("%s: %q, want %q", lang, got, c.want)
			}
		}
	}
	if got := typeset("ukupno 5...", &bosnian); got != "ukupno 5..." {
		t.Errorf("ellipsis: %q", got)
	}
}

func TestFiguresOfTheOtherLanguages(t *testing.T) {
	day := cal.On(2026, time.March, 2)
	for _, c := range []struct{ got, want string }{
		{Money(123_456, "UAH", "uk"), "1_234,56_грн"},
		{Money(123_456, "RUB", "uk"), "1_234,56_рос._руб."},
		{Money(123_456, "BYN", "be"), "1_234,56_бел._руб."},
		{lexiconIn("be", "BY").money(123_456, "BYN"), "1_234,56_руб."},
		{lexiconIn("be", "BY").money(123_456, "RUB"), "1_234,56_рас._руб."},
		{Money(123_456_789, "BAM", "bs"), "1.234.567,89_KM"},
		{Money(123_456, "EUR", "de"), "1.234,56_€"},
		{Money(-123_456, "EUR", "de"), "−1.234,56_€"},
		{Money(123_456, "USD", "de"), "1.234,56_USD"},
		{lexiconOf("uk").days(1) + lexiconOf("uk").days(3) + lexiconOf("uk").days(12), "1_день3_дні12_днів"},
		{lexiconOf("be").days(21) + lexiconOf("be").days(3) + lexiconOf("be").days(5), "21_дзень3_дні5_дзён"},
		{lexiconOf("bs").days(1) + lexiconOf("bs").days(3) + lexiconOf("bs").days(5), "1_dan3_dana5_dana"},
		{lexiconOf("de").days(1) + lexiconOf("de").days(21), "1_Tag21_Tage"},
		{Date(day, "uk") + ", " + ShortDate(day, "uk"), "2_березня_2026_р., 02.03.2026"},
		{Date(day, "be") + ", " + ShortDate(day, "be"), "2_сакавіка_2026_г., 02.03.2026"},
		{Date(day, "bs") + ", " + ShortDate(day, "bs"), "2._marta_2026., 02.03.2026."},
		{Date(day, "de") + ", " + ShortDate(day, "de"), "2._März_2026, 02.03.2026"},
		{Meta{Lang: "de"}.PageLabel(1, 3), "Seite 1 von 3"},
	} {
		if shown(c.got) != c.want {
			t.Errorf("%q, want %q", shown(c.got), c.want)
		}
	}
}

func TestTaxNames(t *testing.T) {
	for _, c := range []struct{ lang, country, number, want string }{
		{"ru", "RU", "7700000001", "ИНН"},
		{"ru", "BY", "190000001", "УНП"},
		{"uk", "UA", "12345678", "код_ЄДРПОУ"},
		{"uk", "UA", "1234567890", "РНОКПП"},
		{"bs", "BA", "4200000000001", "JIB"},
		{"de", "DE", "DE123456789", "USt-IdNr."},
		{"de", "DE", "12/345/67890", "Steuernummer"},
		{"en", "DE", "DE123456789", "VAT ID"},
		{"be", "FR", "1", "Падатковы нумар"},
	} {
		if got := shown(lexiconOf(c.lang).taxName(c.country, c.number)); got != c.want {
			t.Errorf("%s %s %s: %q, want %q", c.lang, c.country, c.number, got, c.want)
		}
	}
}

// TestLexiconsAreComplete: what the first language has, all have. A full stop
// to merge is the one thing a language may do without, beside its apostrophe
// and names of currencies.
func TestLexiconsAreComplete(t *testing.T) {
	optional := map[string]bool{"fullStop": true, "apostrophe": true, "currency": true}
	for lang, lex := range lexicons {
		v := reflect.ValueOf(*lex)
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; v.Field(i).IsZero() && !optional[name] {
				t.Errorf("%s has no %s", lang, name)
			}
		}
		for key := range russian.columns {
			if lex.columns[key] == "" {
				t.Errorf("%s has no column title for %s", lang, key)
			}
		}
		for key := range russian.taxNumber {
			if lex.taxNumber[key] == "" {
				t.Errorf("%s has no tax number for %q", lang, key)
			}
		}
		for m, name := range lex.months {
			if (m > 0) != (name != "") {
				t.Errorf("%s: month %d is %q", lang, m, name)
			}
		}
	}
}
