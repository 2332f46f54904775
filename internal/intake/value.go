package intake

import (
	"strconv"
	"strings"
	"unicode"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
)

// MaxText bounds a text value, in bytes: an address, a purpose of payment. More
// is a column read wrongly.
const MaxText = 4000

// itoa is a number for a message or a key.
func itoa(n int) string { return strconv.Itoa(n) }

// refuse marks the row as bad because of a field's value.
func (r *reader) refuse(fld field, value, code, reason string, args ...any) {
	r.bad = true
	r.f.Refuse(r.row.Line, r.f.columnName(r.section, fld), value, code, reason, args...)
}

func (r *reader) mustNotBeEmpty(fld field) {
	r.refuse(fld, "", "intake.value.empty", "is empty")
}

// raw is the text of a field, trimmed; empty when the file does not have it.
func (r *reader) raw(fld field) string {
	v := r.section.values[fld]
	if v == nil {
		return ""
	}
	if len(v.parts) == 1 {
		if p := v.parts[0]; p.col >= 0 {
			return r.f.cell(r.row, p.col)
		}
		return v.parts[0].text
	}
	var b strings.Builder
	for _, p := range v.parts {
		if p.col >= 0 {
			b.WriteString(r.f.cell(r.row, p.col))
		} else {
			b.WriteString(p.text)
		}
	}
	return strings.TrimSpace(b.String())
}

// text is a field's text on one line.
func (r *reader) text(fld field) string {
	s := r.raw(fld)
	if len(s) > MaxText {
		r.refuse(fld, s, "intake.value.too_long", "is longer than 4000 bytes", MaxText)
		return ""
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7F {
			return r.oneLine(fld, s)
		}
	}
	return s
}

// oneLine turns the line ends of a cell into spaces; other control characters
// show that a cell is no text.
func (r *reader) oneLine(fld field, s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c == '\n' || c == '\r' || c == '\t' }), " ")
	if strings.ContainsFunc(s, unicode.IsControl) {
		r.refuse(fld, s, "intake.value.characters", "holds control characters")
	}
	return s
}

func (r *reader) must(fld field) string {
	s := r.text(fld)
	if s == "" && !r.bad {
		r.mustNotBeEmpty(fld)
	}
	return s
}

// name is an identifier that must be there.
func (r *reader) name(fld field) string {
	s := r.raw(fld)
	if s == "" {
		r.mustNotBeEmpty(fld)
		return ""
	}
	return r.nameIfAny(fld)
}

func (r *reader) nameIfAny(fld field) string {
	s := r.raw(fld)
	if s == "" {
		return ""
	}
	clean, err := id.Clean(s)
	if err != nil {
		f := asFault(err)
		r.refuse(fld, s, f.Code, f.Text, f.Args...)
	}
	return clean
}

func (r *reader) date(fld field) cal.Date {
	s := r.raw(fld)
	if s == "" {
		return 0
	}
	var d cal.Date
	var code, problem string
	if i := r.section.values[fld].single(); i >= 0 {
		d, code, problem = r.f.date(r.row, i, s)
	} else {
		var plain dates
		d, code, problem = plain.parse(s)
	}
	if problem != "" {
		r.refuse(fld, s, code, problem)
	}
	return d
}

func (r *reader) mustDate(fld field) cal.Date {
	d := r.date(fld)
	if d == 0 && r.raw(fld) == "" {
		r.mustNotBeEmpty(fld)
	}
	return d
}

// currency is the row's currency, or the company's.
func (r *reader) currency() money.Currency {
	const fld = field("currency")
	s := r.raw(fld)
	if s == "" {
		c := r.f.options.Currency
		if c == "" {
			r.mustNotBeEmpty(fld)
		}
		return c
	}
	c, err := money.ParseCurrency(s)
	if err != nil {
		r.refuse(fld, s, fault.Code(err), "is not a currency code debitor knows (such as RUB, BYN, EUR)")
	}
	return c
}

// plain is a field's number as a plain decimal.
func (r *reader) plain(fld field, s string) (plain []byte, ok bool) {
	var code, problem string
	v := r.section.values[fld]
	if i := v.single(); i >= 0 {
		plain, code, problem = r.f.plain(r.row, i, s)
	} else {
		var n numbers
		plain, code, problem = n.read(s)
	}
	if problem != "" {
		r.refuse(fld, s, code, problem)
		return nil, false
	}
	return plain, true
}

func (r *reader) mustAmount(fld field, c money.Currency) money.Minor {
	s := r.raw(fld)
	if s == "" {
		r.mustNotBeEmpty(fld)
		return 0
	}
	plain, ok := r.plain(fld, s)
	if !ok || c == "" {
		return 0
	}
	v := r.section.values[fld]
	i := v.single()
	m, code, problem := minor(plain, c, i >= 0 && r.f.columns[i].round)
	if problem != "" {
		r.refuse(fld, s, code, problem, string(c))
	}
	if v.negate {
		m = -m
	}
	return m
}

// decimal is an amount in the company's currency, kept as a plain decimal.
func (r *reader) decimal(fld field) string {
	s := r.raw(fld)
	if s == "" {
		return ""
	}
	plain, ok := r.plain(fld, s)
	if !ok {
		return ""
	}
	c := r.f.options.Currency
	if c == "" {
		c = "EUR" // two decimals, as almost all have
	}
	m, code, problem := minor(plain, c, false)
	if problem == "" && m < 0 {
		code, problem = "intake.value.negative", "is negative"
	}
	if problem != "" {
		r.refuse(fld, s, code, problem, string(c))
		return ""
	}
	return m.Decimal(c)
}

// percent is a rate as a plain decimal, "0.1".
func (r *reader) percent(fld field) string {
	s := strings.TrimSpace(strings.TrimSuffix(r.raw(fld), "%"))
	if s == "" {
		return ""
	}
	plain, ok := r.plain(fld, s)
	if !ok {
		return ""
	}
	text := string(plain)
	whole, _, _ := strings.Cut(text, ".")
	if text[0] == '-' || len(whole) > 2 && text != "100" {
		r.refuse(fld, s, "intake.percent.range", "is not a rate of 0 to 100 percent")
	}
	if text[0] == '.' {
		text = "0" + text
	}
	return text
}

// count is a whole number, empty if the field is.
func (r *reader) count(fld field, empty int) int {
	s := r.raw(fld)
	if s == "" {
		return empty
	}
	n, err := strconv.Atoi(strings.TrimSuffix(s, ".0"))
	if err != nil || n < 0 || n > 36500 {
		r.refuse(fld, s, "intake.count", "is not a whole number of days")
	}
	return n
}

// word is one of a closed list, in whatever case.
func (r *reader) word(fld field, list []string) string {
	s := r.raw(fld)
	if s == "" {
		return ""
	}
	w := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(s))
	for _, x := range list {
		if w == x {
			return x
		}
	}
	r.refuse(fld, s, "intake.word", "is not one of "+joined(list), joined(list))
	return ""
}

func (r *reader) language(fld field) string {
	s := r.raw(fld)
	if s != "" && !twoLetters(s) {
		r.refuse(fld, s, "intake.language", "is not a language of two letters (such as ru, uk, be, bs, de, en)")
	}
	return strings.ToLower(s)
}

func (r *reader) country(fld field) string {
	s := r.raw(fld)
	if s != "" && !twoLetters(s) {
		r.refuse(fld, s, "intake.country", "is not a country of two letters (such as RU, BY, UA, BA, DE)")
	}
	return strings.ToUpper(s)
}

func (r *reader) law(fld field) string {
	s := r.raw(fld)
	if s != "" && !isLaw(s) {
		r.refuse(fld, s, "intake.law", "is not the law of a country or a part of one (such as RU, BY, UA, DE, BA-FBIH, BA-RS)")
	}
	return strings.ToUpper(s)
}

// isLaw tells whether a text is a country, or a part of it that has its own law.
func isLaw(s string) bool {
	country, part, parted := strings.Cut(s, "-")
	return twoLetters(country) && (!parted || len(part) <= 4 && len(part) >= 2 && latin(part))
}

func twoLetters(s string) bool { return len(s) == 2 && latin(s) }

func latin(s string) bool {
	for _, c := range []byte(s) {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return true
}

// attrs is the columns that are kept as they are, nil if all are empty.
func (r *reader) attrs() map[string]string {
	var m map[string]string
	for _, i := range r.section.attrs {
		if s := r.f.cell(r.row, i); s != "" {
			if m == nil {
				m = make(map[string]string, len(r.section.attrs))
			}
			m[r.f.columns[i].heading] = clipText(s)
		}
	}
	return m
}

func clipText(s string) string {
	if len(s) > MaxText {
		return strings.ToValidUTF8(s[:MaxText], "")
	}
	return s
}
