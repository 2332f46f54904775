package intake

import (
	"strings"
	"unicode/utf8"

	"debitor/internal/fault"
	"debitor/internal/money"
)

// numbers is how a column writes its numbers, learnt from all its values: only
// some of them tell whether a dot or a comma is the decimal mark.
type numbers struct {
	mark      byte // from a map file, or 0
	dotLine   int  // first line that shows a decimal dot, 0 for none
	commaLine int  // first line that shows a decimal comma
	buf       []byte
}

// writtenNumber is a number taken apart, before its decimal mark is known.
type writtenNumber struct {
	negative bool
	body     string // digits, marks, spaces and apostrophes
	mark     byte   // the decimal mark the value shows, 0 if none
	open     byte   // a mark that may be either: "1.234"
}

// see learns from a value.
func (n *numbers) see(s string, line int) {
	if n.mark != 0 || len(s) > 40 || n.dotLine != 0 && n.commaLine != 0 {
		return
	}
	w, ok := splitNumber(s)
	switch {
	case !ok:
	case w.mark == '.' && n.dotLine == 0:
		n.dotLine = line
	case w.mark == ',' && n.commaLine == 0:
		n.commaLine = line
	}
}

// decided is the column's decimal mark, 0 if it shows none or both.
func (n *numbers) decided() byte {
	switch {
	case n.mark != 0:
		return n.mark
	case n.dotLine > 0 && n.commaLine == 0:
		return '.'
	case n.commaLine > 0 && n.dotLine == 0:
		return ','
	}
	return 0
}

// read gives a value as a plain decimal ("-1234.50"), valid until the next
// call; problem says why it cannot.
func (n *numbers) read(s string) (plain []byte, code, problem string) {
	w, ok := splitNumber(s)
	if !ok {
		return nil, "intake.amount.format", "is not an amount (write 1234.50)"
	}
	mark := w.mark
	if w.open != 0 {
		switch n.decided() {
		case 0:
			if n.dotLine > 0 {
				return nil, "intake.amount.mixed", "cannot be read: the column has decimal commas in one place and decimal dots in another (write 1234.50)"
			}
			return nil, "intake.amount.ambiguous", "may have three decimals or be thousands, and no value of the column decides (write 1234.50, or give the format in a map file)"
		case w.open:
			mark = w.open
		}
	}
	if n.mark != 0 && mark != 0 && mark != n.mark {
		return nil, "intake.amount.pattern", "is not written as the map says"
	}
	n.buf = n.buf[:0]
	if w.negative {
		n.buf = append(n.buf, '-')
	}
	for i := range len(w.body) {
		switch c := w.body[i]; {
		case c >= '0' && c <= '9':
			n.buf = append(n.buf, c)
		case c == mark:
			n.buf = append(n.buf, '.')
		}
	}
	return n.buf, "", ""
}

// splitNumber recognises a number with any grouping and either decimal mark.
func splitNumber(s string) (w writtenNumber, ok bool) {
	if w.body, w.negative, ok = unsigned(strings.TrimSpace(s)); !ok {
		return w, false
	}
	dots, commas, last := 0, 0, -1
	space := false
	for i := 0; i < len(w.body); {
		c := w.body[i]
		size := 1
		switch {
		case c >= '0' && c <= '9':
		case c == '.':
			dots, last = dots+1, i
		case c == ',':
			commas, last = commas+1, i
		default:
			if size = grouping(w.body[i:]); size == 0 {
				return w, false
			}
			space = true
		}
		i += size
	}
	switch {
	case dots+commas == 0:
		return w, !space && w.body != "" || grouped(w.body, 0)
	case dots > 0 && commas > 0 || space:
		mark := w.body[last]
		if n := strings.Count(w.body, string(mark)); n != 1 || space && dots+commas > 1 {
			return w, false
		}
		w.mark = mark
		return w, last+1 < len(w.body) && grouped(w.body[:last], other(mark)) && allDigits(w.body[last+1:])
	case dots+commas > 1:
		w.mark = other(w.body[last])
		return w, grouped(w.body, w.body[last])
	}
	before, after := w.body[:last], w.body[last+1:]
	if after == "" {
		return w, false
	}
	if len(after) == 3 && len(before) >= 1 && len(before) <= 3 && before[0] != '0' {
		w.open = w.body[last]
	} else {
		w.mark = w.body[last]
	}
	return w, true
}

// other is the other decimal mark.
func other(mark byte) byte {
	if mark == '.' {
		return ','
	}
	return '.'
}

// unsigned takes the sign off: "-5", "−5", "5-", "(5)".
func unsigned(s string) (body string, negative, ok bool) {
	switch {
	case strings.HasPrefix(s, "("):
		body, ok = strings.CutSuffix(s[1:], ")")
		return strings.TrimSpace(body), true, ok && body != ""
	case strings.HasPrefix(s, "-"), strings.HasPrefix(s, "−"):
		_, size := utf8.DecodeRuneInString(s)
		return strings.TrimLeft(s[size:], " \u00A0"), true, len(s) > size
	case strings.HasSuffix(s, "-"):
		return strings.TrimRight(s[:len(s)-1], " \u00A0"), true, len(s) > 1
	case strings.HasSuffix(s, "−"):
		return strings.TrimRight(strings.TrimSuffix(s, "−"), " \u00A0"), true, len(s) > len("−")
	case strings.HasPrefix(s, "+"):
		return s[1:], false, len(s) > 1
	}
	return s, false, s != ""
}

// grouping is the size of the sign that parts thousands at the beginning of s,
// 0 if there is none: a space of any width, or an apostrophe.
func grouping(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	switch r {
	case ' ', '\u00A0', '\u202F', '\u2009', '\'', '’':
		return size
	}
	return 0
}

// grouped reports whether s is a whole number whose groups after the first
// have three digits, parted by one and the same sign: mark, or if that does
// not occur, a space or an apostrophe.
func grouped(s string, mark byte) bool {
	digits, groups := 0, 0
	sign := ""
	for i := 0; i < len(s); {
		if s[i] >= '0' && s[i] <= '9' {
			digits++
			i++
			continue
		}
		size := grouping(s[i:])
		if s[i] == mark {
			size = 1
		}
		if size == 0 || sign != "" && s[i:i+size] != sign || digits == 0 || digits > 3 || groups > 0 && digits != 3 {
			return false
		}
		sign = s[i : i+size]
		groups++
		digits = 0
		i += size
	}
	return digits > 0 && (groups == 0 || digits == 3)
}

// minor makes an amount of a plain decimal. With round, decimals beyond the
// currency's are rounded, half away from zero.
func minor(plain []byte, c money.Currency, round bool) (m money.Minor, code, problem string) {
	m, err := money.ParseMinor(string(plain), c.Decimals())
	if err == nil {
		return m, "", ""
	}
	switch code = fault.Code(err); code {
	case "money.too_many_decimals":
		if round {
			return rounded(plain, c)
		}
		return 0, "intake.amount.decimals", "has more decimals than " + string(c) + " (a map file may say round: true)"
	case "money.too_large":
		return 0, "intake.amount.too_large", "is larger than debitor records"
	}
	return 0, "intake.amount.format", "is not an amount (write 1234.50)"
}

func rounded(plain []byte, c money.Currency) (money.Minor, string, string) {
	s := string(plain)
	whole, frac, _ := strings.Cut(s, ".")
	d := c.Decimals()
	up := frac[d] >= '5'
	if whole == "" || whole == "-" {
		whole += "0"
	}
	m, err := money.ParseMinor(whole+"."+frac[:d], d)
	if err == nil && up {
		if s[0] == '-' {
			m--
		} else {
			m++
		}
		err = m.Check()
	}
	if err != nil {
		return 0, "intake.amount.too_large", "is larger than debitor records"
	}
	return m, "", ""
}
