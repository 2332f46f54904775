package letter

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"text/template"
	"unicode"
	"unicode/utf8"

	"debitor/internal/cal"
	"debitor/internal/money"
	"debitor/internal/names"
)

// Function is one of the functions a template may use.
type Function struct {
	Name  string `json:"function"`
	Args  string `json:"args"` // as written after the name
	About string `json:"about"`
	block bool   // stands alone in a paragraph
}

// Functions is the closed set, in the order of the manual. Beside them there
// are eq, ne, and, or, not for conditions.
var Functions = []Function{
	{Name: "date", Args: "DATE", About: "the date in words: 12 March 2026"},
	{Name: "shortdate", Args: "DATE", About: "the date as in a table: 12 Mar 2026"},
	{Name: "money", Args: "AMOUNT", About: "the amount with its currency"},
	{Name: "words", Args: "AMOUNT", About: "the amount in words"},
	{Name: "days", Args: "NUMBER", About: "a number of days: 1 day, 5 days"},
	{Name: "plural", Args: "NUMBER FORM FORM [FORM]", About: "the form of a word that goes with the number (Russian: one, few, many; English: one, other)"},
	{Name: "count", About: "how many documents the letter is about"},
	{Name: "document", About: "the first document by name, number and date"},
	{Name: "contract", About: "the contract all documents share, by number and date; empty if they do not share one"},
	{Name: "contracts", About: "how many contracts the documents belong to; 0 when one of them belongs to none that is known"},
	{Name: "reduced", About: "whether less than its amount is demanded for a document: part is paid or covered by a credit"},
	{Name: "overdue", About: "the overdue part of the total, an amount"},
	{Name: "maxdays", About: "the longest delay in days, a number"},
	{Name: "nextdue", About: "the earliest due date"},
	{Name: "law", Args: "LAW...", About: "whether one of these laws governs the contracts: RU BY UA DE BA-FBIH BA-RS; BA means both entities"},
	{Name: "cite", Args: "NORM", About: "how a norm of letters/law.yaml is cited, in the nominative; empty when it is of another law, not in force or not verified"},
	{Name: "norm", Args: "NORM", About: "the number a norm gives; empty as cite is"},
	{Name: "penalty", About: "whether the letter may speak of a contractual penalty: every document has a contract, and its law allows one"},
	{Name: "perday", About: "the contract's penalty per day in per cent; empty if the letter may not speak of it or it is not known"},
	{Name: "percent", Args: "NUMBER", About: "a number of per cent"},
	{Name: "salutation", About: "how the letter addresses its reader"},
	{Name: "name", Args: "PERSON CASE", About: `a person's name in a case: "nominative", "genitive", "dative", "accusative", "instrumental", "prepositional"`},
	{Name: "initials", Args: "PERSON", About: "his name with initials: I. I. Ivanov; as it stands where the order of its parts is not sure"},
	{Name: "surname", Args: "PERSON", About: "his surname with initials after it: Ivanov I. I."},
	{Name: "position", Args: "PERSON CASE", About: "his position in a case"},
	{Name: "table", About: "the table of documents", block: true},
	{Name: "total", About: "the total in figures and words", block: true},
	{Name: "details", About: "the bank details", block: true},
	{Name: "history", About: "what has been done about the debt, for papers of the house", block: true},
	{Name: "calculation", About: "the calculation of what lateness has cost, as an annex with its heading; nothing where there is none", block: true},
	{Name: "signature", About: "the signature", block: true},
}

var operators = []string{"eq", "ne", "and", "or", "not"}

func functionNames() []string {
	names := append([]string(nil), operators...)
	for _, fn := range Functions {
		names = append(names, fn.Name)
	}
	return names
}

func functionByName(name string) (Function, bool) {
	for _, fn := range Functions {
		if fn.Name == name {
			return fn, true
		}
	}
	return Function{}, false
}

// marks bracket the name of a block in rendered Markdown; escaping removes
// them from values and Parse refuses them in templates.
const marks = "\ue000\ue001"

// mark is a block's placeholder, the one value that is not escaped.
type mark string

func markOf(block string) mark { return mark("\ue000" + block + "\ue001") }

// environment is what the functions of one rendering speak about.
type environment struct {
	facts *Facts
	lex   *lexicon
	frame *phrases
	lang  string
}

func (e *environment) functions() template.FuncMap {
	m := template.FuncMap{
		"date":       func(d cal.Date) string { return e.lex.longDate(d) },
		"shortdate":  func(d cal.Date) string { return e.lex.tableDate(d) },
		"money":      func(m money.Minor) string { return e.lex.money(m, e.facts.Currency) },
		"words":      func(m money.Minor) string { return e.lex.numerals.amount(max(m, 0), e.facts.Currency) },
		"days":       func(n int) string { return e.lex.days(n) },
		"plural":     e.plural,
		"count":      func() int { return len(e.facts.Items) },
		"document":   e.document,
		"contract":   e.contract,
		"contracts":  func() int { return e.facts.contracts() },
		"reduced":    func() bool { return e.facts.reduced() },
		"overdue":    func() money.Minor { return e.facts.overdue() },
		"maxdays":    func() int { return e.facts.maxDays() },
		"nextdue":    func() cal.Date { return e.facts.nextDue() },
		"law":        func(laws ...string) bool { return e.facts.Law.Is(laws...) },
		"cite":       e.cite,
		"norm":       e.norm,
		"penalty":    func() bool { return e.facts.penalty() },
		"perday":     e.perDay,
		"percent":    func(n int) string { return strconv.Itoa(n) + e.frame.percent + "%" },
		"salutation": func() string { return e.frame.salutation },
		"initials":   func(p Person) string { return names.Initials(p.Name, e.lang) },
		"surname":    func(p Person) string { return names.InitialsAfter(p.Name, e.lang) },
		"name":       func(p Person, kase string) string { return declined(p, kase, e.lang) },
		"position":   func(p Person, kase string) string { return declinedPosition(p, kase, e.lang) },
		"_markdown":  escapeMarkdown,
		"_plain":     escapePlain,
	}
	for _, fn := range Functions {
		if fn.block {
			m[fn.Name] = func() mark { return markOf(fn.Name) }
		}
	}
	return m
}

// plural picks a form; with too few of them the last one serves.
func (e *environment) plural(n int, forms ...string) string {
	if len(forms) == 0 {
		return ""
	}
	return forms[min(e.lex.numerals.form(int64(max(n, -n))), len(forms)-1)]
}

func (e *environment) contract() string {
	it, ok := e.facts.oneContract()
	if !ok {
		return ""
	}
	return e.lex.contractName(&it, e.lex.longDate)
}

func (e *environment) document() string {
	if len(e.facts.Items) == 0 {
		return ""
	}
	return e.lex.documentName(&e.facts.Items[0])
}

// cite falls back to English where nobody has written the citation in the
// letter's language.
func (e *environment) cite(key string) (string, error) {
	n, ok, err := e.facts.Law.norm(key, e.facts.Date)
	if err != nil || !ok {
		return "", err
	}
	return cmp.Or(n.Cite[e.lang], n.Cite["en"]), nil
}

func (e *environment) norm(key string) (string, error) {
	n, ok, err := e.facts.Law.norm(key, e.facts.Date)
	if err != nil || !ok {
		return "", err
	}
	return e.decimal(n.Number), nil
}

func (e *environment) perDay() string {
	if e.facts.Clauses.PerDay == "" || !e.facts.penalty() {
		return ""
	}
	return e.decimal(e.facts.Clauses.PerDay) + e.frame.percent + "%"
}

// decimal writes a number with the language's decimal mark.
func (e *environment) decimal(s string) string { return strings.Replace(s, ".", e.lex.dec, 1) }

// escapeMarkdown makes a value print as it is: every punctuation mark that
// Markdown could take for markup is escaped, and a value is one line.
func escapeMarkdown(v any) string {
	if m, ok := v.(mark); ok {
		return string(m)
	}
	s := escapePlain(v)
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := range len(s) {
		if isPunct(s[i]) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// isPunct is CommonMark's ASCII punctuation, all of which a backslash escapes.
func isPunct(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}

// escapePlain prints a value on one line without characters that are not text.
func escapePlain(v any) string {
	switch v := v.(type) {
	case string:
		return clean(v)
	case mark:
		return ""
	}
	return clean(fmt.Sprint(v))
}

// clean drops what could reorder, hide or break a line of text: controls,
// private characters, direction overrides, bytes that are not UTF-8.
func clean(s string) string {
	ok := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			ok = false
			break
		}
	}
	if !ok {
		s = strings.Map(cleanRune, s)
	}
	return strings.Trim(s, " ")
}

func cleanRune(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u0085':
		return ' '
	case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
		return -1
	}
	return r
}
