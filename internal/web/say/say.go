// Package say is the words of the screens: every text of the web application
// in six languages, with the plurals, numbers and dates of each.
//
// It is not the words of letters (package letter) nor of policies (package
// rulebook): those have authors of their own. Invariants, held by a test:
// every key has all languages; a plural has every form its language needs; the
// places {0}, {1}, {n} are the same in all languages; every key that a page
// names exists.
//
// Start with Printer.T and N; the texts are in text/*.yaml, a file for each
// family of pages.
package say

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/letter"
	"debitor/internal/money"
)

// Languages are the languages of the screens, as people choose among them.
var Languages = []string{"en", "ru", "uk", "be", "bs", "de"}

//go:embed text/*.yaml
var files embed.FS

// phrase is a text in one language: one form, or those of a plural.
type phrase map[string]string

// catalog is language → key → forms; a text without plurals has the form "".
type catalog map[string]map[string]phrase

var texts = sync.OnceValue(func() catalog {
	c, err := load(files)
	if err != nil {
		panic(err) // the files are inside the binary and a test reads them
	}
	return c
})

// load reads the catalog files of a directory called text.
func load(from fs.FS) (catalog, error) {
	c := catalog{}
	for _, lang := range Languages {
		c[lang] = map[string]phrase{}
	}
	names, err := fs.Glob(from, "text/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		src, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		var raw map[string]map[string]any
		if err := yaml.Unmarshal(src, &raw); err != nil {
			return nil, fmt.Errorf("say: %s: %w", name, err)
		}
		for key, langs := range raw {
			for lang, text := range langs {
				if c[lang] == nil || c[lang][key] != nil {
					return nil, fmt.Errorf("say: %s: %s: %q is no language of the screens, or the key stands twice", name, key, lang)
				}
				if c[lang][key], err = forms(text); err != nil {
					return nil, fmt.Errorf("say: %s: %s in %s: %w", name, key, lang, err)
				}
			}
		}
	}
	return c, nil
}

func forms(text any) (phrase, error) {
	switch v := text.(type) {
	case string:
		return phrase{"": v}, nil
	case map[string]any:
		p := phrase{}
		for form, s := range v {
			text, ok := s.(string)
			if !ok {
				return nil, fmt.Errorf("the form %s is not a text", form)
			}
			p[form] = text
		}
		return p, nil
	}
	return nil, fmt.Errorf("%v is neither a text nor the forms of a plural; quote it", text)
}

// Printer speaks one language.
type Printer struct{ lang string }

// For is the printer of a language, English for one we do not speak.
func For(lang string) *Printer {
	if _, ok := texts()[lang]; !ok {
		lang = "en"
	}
	return &Printer{lang: lang}
}

// Lang is the language's code, as HTML wants it.
func (p *Printer) Lang() string { return p.lang }

// Has says whether there is such a text.
func (p *Printer) Has(key string) bool { return texts()[p.lang][key] != nil }

// T is the text of a key with {0}, {1}… filled in. Whole numbers are written
// with the language's grouping. A missing key shows as itself; a test finds it
// before a person does.
func (p *Printer) T(key string, args ...any) string {
	return p.fill(texts()[p.lang][key][""], key, args)
}

// N is the text of a key in the form the number wants, {n} being the number.
func (p *Printer) N(key string, n int, args ...any) string {
	text := texts()[p.lang][key][formOf(p.lang, n)]
	return strings.ReplaceAll(p.fill(text, key, args), "{n}", p.Number(n))
}

func (p *Printer) fill(text, key string, args []any) string {
	if text == "" {
		return key
	}
	for i, a := range args {
		s := fmt.Sprint(a)
		if n, ok := a.(int); ok {
			s = p.Number(n)
		}
		text = strings.ReplaceAll(text, "{"+strconv.Itoa(i)+"}", s)
	}
	return text
}

// Forms are the plural forms a language needs, by CLDR for whole numbers.
func Forms(lang string) []string {
	switch lang {
	case "ru", "uk", "be":
		return []string{"one", "few", "many"}
	case "bs":
		return []string{"one", "few", "other"}
	}
	return []string{"one", "other"}
}

// formOf is the plural form a whole number wants, by CLDR.
func formOf(lang string, n int) string {
	if n < 0 {
		n = -n
	}
	forms := Forms(lang)
	if len(forms) == 2 {
		if n == 1 {
			return "one"
		}
		return "other"
	}
	switch {
	case n%10 == 1 && n%100 != 11:
		return "one"
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return "few"
	}
	return forms[2]
}

// Date is the day as in a table; a day that is not known is a dash.
func (p *Printer) Date(d cal.Date) string {
	if d == 0 {
		return "–"
	}
	return letter.ShortDate(d, p.lang)
}

// LongDate is the day as in running text.
func (p *Printer) LongDate(d cal.Date) string { return letter.Date(d, p.lang) }

// Moment is a day and the time of it.
func (p *Printer) Moment(at time.Time) string { return p.Date(cal.Of(at)) + at.Format(", 15:04") }

// Money is the amount with its currency.
func (p *Printer) Money(m money.Minor, c money.Currency) string { return letter.Money(m, c, p.lang) }

// Figure is the amount alone, for columns that name the currency.
func (p *Printer) Figure(m money.Minor, c money.Currency) string { return letter.Figure(m, c, p.lang) }

// Number is a whole number with the language's grouping.
func (p *Printer) Number(n int) string {
	return letter.Figure(money.Minor(n), "JPY", p.lang) // a currency without decimals
}

// Percent is thousandths as per cent with one decimal: 245 is 24.5 %.
func (p *Printer) Percent(thousandths int) string {
	s := letter.Figure(money.Minor(thousandths*10), "EUR", p.lang) // two decimals, of which the last is none
	return s[:len(s)-1] + "\u00a0%"
}

// Weekday is the name of a day of the week, short.
func (p *Printer) Weekday(d cal.Date) string { return p.Day(d.Weekday()) }

// Day is the same of no day in particular.
func (p *Printer) Day(d time.Weekday) string {
	return p.T("day." + strings.ToLower(d.String()[:3]))
}

// Did is what the journal says happened, in words; what has none yet shows its
// code.
func (p *Printer) Did(action string) string {
	key := "did." + strings.NewReplacer(".", "_", "-", "_").Replace(action)
	if p.Has(key) {
		return p.T(key)
	}
	return action
}

// Fault is what a fault says, in the language if its code is known here (under
// "fault." and the code), else in the words it came with.
func (p *Printer) Fault(f *fault.Fault) string { return p.told("fault.", f.Code, f.Text, f.Args) }

// Refusal is why a row was refused, or what a warning says, by its code (under
// "refusal."; what the forms of pages refuse too, under "fault."), else in the
// words it came with.
func (p *Printer) Refusal(code, text string, args []any) string {
	if p.Has("fault." + code) {
		return p.told("fault.", code, text, args)
	}
	return p.told("refusal.", code, text, args)
}

// Told is what is wrong with a text that somebody writes, or the way out of it,
// by its code (under "problem."), else in the words it came with. What is
// quoted from the text stays as it stands there; nothing is "".
func (p *Printer) Told(t fault.Told) string {
	if key := "problem." + t.Code; p.Has(key) {
		return p.T(key, t.Args...)
	}
	return t.Text
}

func (p *Printer) told(family, code, text string, args []any) string {
	if !p.Has(family + code) {
		return text
	}
	told := make([]any, len(args))
	for i, a := range args {
		if told[i] = p.plain(a); i < len(coded[code]) && coded[code][i] != "" {
			told[i] = p.names(coded[code][i], fmt.Sprint(a))
		}
	}
	return p.T(family+code, told...)
}

// plain is a thing told as people write it here. A record keeps days as
// texts.
func (p *Printer) plain(a any) any {
	switch v := a.(type) {
	case cal.Date:
		return p.Date(v)
	case string:
		if day, err := cal.Parse(v); err == nil && day != 0 {
			return p.Date(day)
		}
		if at, err := time.Parse(fault.Moment, v); err == nil {
			return p.Date(cal.Of(at)) + at.Format(", 15:04")
		}
	}
	return a
}

// coded are the faults that tell codes which have names in the language: for
// each thing told the family of its names, "" if it is told as it is.
var coded = map[string][]string{
	"right.missing":          {"", "role.", "role."},
	"limit.end_raises":       {"", "", "", "", "role."},
	"limit.end_frees":        {"", "", "", "role."},
	"limit.end_longer":       {"", "", "", "", "role."},
	"limit.end_unpaid":       {"", "", "", "role."},
	"intake.columns_missing": {"", "kind.", "field."},
	"intake.kind_ambiguous":  {"", "kind."},
}

// names is a list of codes by their names in the language.
func (p *Printer) names(family, list string) string {
	codes := strings.Split(list, ", ")
	for i, code := range codes {
		if p.Has(family + code) {
			codes[i] = p.T(family + code)
		}
	}
	return strings.Join(codes, ", ")
}

// LanguageName is what a language calls itself.
func LanguageName(lang string) string {
	return map[string]string{"en": "English", "ru": "Русский", "uk": "Українська", "be": "Беларуская", "bs": "Bosanski", "de": "Deutsch"}[lang]
}
