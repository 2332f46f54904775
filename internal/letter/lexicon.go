package letter

import (
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// lexicon is what a language needs besides its templates. A new language is a
// value of this type in a file lang_xx.go and an entry in lexicons.
type lexicon struct {
	numerals    numerals
	group, dec  string // grouping and decimal marks
	months      [13]string
	date        func(day, year string, month string) string
	shortDate   func(y, m, d int) string
	amount      func(figure, currency string) string
	currency    map[money.Currency]string // how a currency is written beside figures; else its code
	day         noun
	tight       func(prev, next string) bool // whether a space between two words must not break
	fullStop    *strings.Replacer            // merges the stop of an abbreviation with that of the sentence; may be nil
	quotes      quotes
	apostrophe  bool              // whether an apostrophe stands between letters and has one proper form
	columns     map[string]string // titles of the table's columns by Column.Key
	total       string            // in the table's total row
	totalDue    string            // before the sum in words
	details     string            // heading of the bank details
	payee       string
	taxNumber   map[string]string // by country or personUA, nationalDE; "" is the fallback
	phone       string
	email       string
	address     func(string) []string // a postal address as the lines of the address field
	reference   func(number, date string) string
	dated       func(thing, date string) string // "… от 12.03.2026"
	number      string                          // "№ ", put before a bare number
	part        func(n, of int) string
	closing     string
	contact     string
	pageLabel   func(n, of int) string
	letterLabel func(id string) string
}

var lexicons = map[string]*lexicon{
	"be": &belarusian, "bs": &bosnian, "de": &german, "en": &english, "ru": &russian, "uk": &ukrainian,
}

// atHome are the languages whose country has a currency of a common name: only
// in Russia is a Russian rouble simply a rouble.
var atHome = map[string]*lexicon{"ru-RU": &russianInRussia, "be-BY": &belarusianInBelarus}

// lexiconOf falls back to English, so that a letter in a language without data
// is readable; Shipped refuses such a language before it comes to that.
func lexiconOf(lang string) *lexicon {
	if l, ok := lexicons[lang]; ok {
		return l
	}
	return &english
}

// lexiconIn is the language as a creditor of the country writes it.
func lexiconIn(lang, country string) *lexicon {
	if l, ok := atHome[lang+"-"+country]; ok {
		return l
	}
	return lexiconOf(lang)
}

// Countries where the shape of a tax number tells which one it is.
const (
	personUA   = "UA person"   // ten digits: of a sole trader, not of a company (eight)
	nationalDE = "DE national" // no letters: the tax office's, not the one for VAT
)

// taxName is what the tax number of a creditor of the country is called.
func (l *lexicon) taxName(country, number string) string {
	key := country
	switch {
	case country == "UA" && len(number) == 10:
		key = personUA
	case country == "DE" && !strings.HasPrefix(number, "DE"):
		key = nationalDE
	}
	if name, ok := l.taxNumber[key]; ok {
		return name
	}
	return l.taxNumber[""]
}

// Date is the day as written in running text: «12 марта 2026 г.».
func Date(d cal.Date, lang string) string { return lexiconOf(lang).longDate(d) }

func (l *lexicon) longDate(d cal.Date) string {
	if d == 0 {
		return ""
	}
	y, m, day := d.Civil()
	return l.date(strconv.Itoa(day), strconv.Itoa(y), l.months[m])
}

// ShortDate is the day as written in a table: 12.03.2026.
func ShortDate(d cal.Date, lang string) string { return lexiconOf(lang).tableDate(d) }

func (l *lexicon) tableDate(d cal.Date) string {
	if d == 0 {
		return ""
	}
	y, m, day := d.Civil()
	return l.shortDate(y, m, day)
}

// Figure is the bare amount with the language's marks: «1 234,56», the group
// mark being a no-break space in Russian.
func Figure(m money.Minor, c money.Currency, lang string) string { return lexiconOf(lang).figure(m, c) }

func (l *lexicon) figure(m money.Minor, c money.Currency) string {
	plain := m.Decimal(c)
	sign := ""
	if strings.HasPrefix(plain, "-") {
		sign, plain = "\u2212", plain[1:]
	}
	whole, frac, hasFrac := strings.Cut(plain, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(l.group)
		}
		b.WriteByte(whole[i])
	}
	if hasFrac {
		b.WriteString(l.dec + frac)
	}
	return b.String()
}

// Money is the amount with its currency: «1 234,56 руб.», "RUB 1,234.56".
func Money(m money.Minor, c money.Currency, lang string) string {
	return lexiconOf(lang).money(m, c)
}

func (l *lexicon) money(m money.Minor, c money.Currency) string {
	return l.amount(l.figure(m, c), l.currencyName(c))
}

func (l *lexicon) currencyName(c money.Currency) string {
	if s, ok := l.currency[c]; ok {
		return s
	}
	return string(c)
}

func (l *lexicon) days(n int) string {
	return strconv.Itoa(n) + nbsp + l.day.forms[l.numerals.form(int64(n))]
}

// Typeset sets the quotation marks, apostrophes and no-break spaces a line of
// text wants in the language: ООО "Заря" becomes ООО «Заря».
func Typeset(s, lang string) string { return typeset(clean(s), lexiconOf(lang)) }

// PageLabel is the foot of page n of m of a letter.
func (m Meta) PageLabel(n, of int) string { return lexiconOf(m.Lang).pageLabel(n, of) }

// Label is how a page's foot names the letter: by its number, or by what it is
// about where it has none.
func (m Meta) Label() string {
	if m.ID == "" {
		return m.Subject
	}
	return lexiconOf(m.Lang).letterLabel(string(m.ID))
}

// documentName is how the letter calls a document: «ТТН АВ 1234567 от
// 12.03.2026, часть 2 из 3».
func (l *lexicon) documentName(it *Item) string {
	name := l.numbered(it.Document)
	if it.Kind != "" {
		name = it.Kind + nbsp + name
	}
	if it.Date != 0 {
		name = l.dated(name, l.tableDate(it.Date))
	}
	if it.Parts > 1 {
		name += ", " + l.part(it.Part, it.Parts)
	}
	return name
}

// contractName is «№ 17/2026 от 01.02.2026», empty for none.
func (l *lexicon) contractName(it *Item, date func(cal.Date) string) string {
	if it.Contract == "" {
		return ""
	}
	name := l.numbered(it.Contract)
	if it.ContractDate != 0 {
		name = l.dated(name, date(it.ContractDate))
	}
	return name
}

// ContractName is a contract as a paper names it: «№ 17/2026 от 01.02.2026», in
// German "Nr. 17/2026 vom 01.02.2026"; without a day its number only.
func ContractName(number string, day cal.Date, lang string) string {
	l := lexiconOf(lang)
	return l.contractName(&Item{Contract: number, ContractDate: day}, l.tableDate)
}

// numbered puts the number sign before what begins with a digit.
func (l *lexicon) numbered(s string) string {
	if s != "" && s[0] >= '0' && s[0] <= '9' {
		return l.number + s
	}
	return s
}
