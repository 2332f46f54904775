package intake

import (
	"strings"

	"debitor/internal/cal"
)

// order is in which order a date's numbers stand.
type order uint8

const (
	yearFirst  order = iota // 2026-03-31
	dayFirst                // 31.03.2026: dots are European everywhere
	monthFirst              // 3/31/2026
	undecided               // 3/4/2026: only the column can tell
)

// writtenDate is a date taken apart, before it is known which number is what.
type writtenDate struct {
	order order
	n     [3]int // year, month, day; or as they stand, year last
	short bool   // the year has two digits
}

// dates is how a column writes its dates, learnt from all its values. Lines
// are of the first value that shows it, 0 for none.
type dates struct {
	pattern        datePattern // from a map file
	dayFirstLine   int         // 31/3/2026
	monthFirstLine int         // 3/31/2026
	lastText       string
	lastDate       cal.Date
}

// see learns from a value.
func (d *dates) see(s string, line int) {
	if d.pattern != nil || len(s) == 10 && s[4] == '-' {
		return
	}
	w, ok := takeApart(s)
	if !ok || w.order != undecided {
		return
	}
	switch {
	case w.n[0] > 12 && w.n[1] <= 12 && d.dayFirstLine == 0:
		d.dayFirstLine = line
	case w.n[1] > 12 && w.n[0] <= 12 && d.monthFirstLine == 0:
		d.monthFirstLine = line
	}
}

// read reads a value; problem says why it cannot, with its code.
func (d *dates) read(s string) (date cal.Date, code, problem string) {
	if s == d.lastText {
		return d.lastDate, "", ""
	}
	date, code, problem = d.parse(s)
	if problem == "" {
		d.lastText, d.lastDate = s, date
	}
	return date, code, problem
}

func (d *dates) parse(s string) (cal.Date, string, string) {
	if d.pattern != nil {
		y, m, day, ok := d.pattern.match(withoutTime(s))
		if !ok {
			return 0, "intake.date.pattern", "is not written as the map says"
		}
		return valid(y, m, day)
	}
	w, ok := takeApart(s)
	switch {
	case !ok:
		return 0, "intake.date.format", "is not a date (write 2026-03-31)"
	case w.short:
		return 0, "intake.date.short_year", "has a year of two digits (write 2026-03-31, or give the format in a map file)"
	}
	a, b, c := w.n[0], w.n[1], w.n[2]
	switch w.order {
	case yearFirst:
		return valid(a, b, c)
	case dayFirst:
		return valid(c, b, a)
	case monthFirst:
		return valid(c, a, b)
	}
	switch {
	case a == b:
		return valid(c, a, b)
	case d.dayFirstLine > 0 && d.monthFirstLine > 0:
		return 0, "intake.date.mixed", "cannot be read: the column has the day first in one place and the month first in another (write 2026-03-31)"
	case d.dayFirstLine > 0:
		return valid(c, b, a)
	case d.monthFirstLine > 0:
		return valid(c, a, b)
	case a > 12 || b > 12:
		return 0, "intake.date.none", "is no day of the calendar"
	}
	return 0, "intake.date.ambiguous", "may begin with the day or the month, and no value of the column decides (write 2026-03-31, or give the format in a map file)"
}

func valid(y, m, d int) (cal.Date, string, string) {
	date, ok := cal.Valid(y, m, d)
	if !ok {
		return 0, "intake.date.none", "is no day of the calendar (of the years 1990 to 2199)"
	}
	return date, "", ""
}

// takeApart splits a date into its numbers. It knows 2026-03-31, 2026/3/31,
// 20260331, 31.03.2026, 31/03/2026, 31-03-2026, 31-Mar-2026 and their forms
// with two-digit years, each with or without a time of day behind.
func takeApart(s string) (w writtenDate, ok bool) {
	s = withoutTime(s)
	if len(s) == 8 && allDigits(s) {
		w.n = [3]int{number(s[:4]), number(s[4:6]), number(s[6:])}
		return w, w.n[0] >= 1990 && w.n[0] < 2200
	}
	i := strings.IndexAny(s, ".-/ ")
	if i <= 0 {
		return w, false
	}
	j := i + 1 + strings.IndexByte(s[i+1:], s[i])
	if j <= i+1 {
		return w, false
	}
	a, b, c := s[:i], s[i+1:j], s[j+1:]
	if !allDigits(a) || !allDigits(c) || len(a) > 4 || len(c) > 4 {
		return w, false
	}
	if m := monthNamed(b); m > 0 {
		w.order, w.n, w.short = dayFirst, [3]int{number(a), m, number(c)}, len(c) != 4
		return w, len(a) <= 2 && (len(c) == 4 || len(c) == 2)
	}
	if !allDigits(b) || len(b) > 2 || s[i] == ' ' {
		return w, false
	}
	w.n = [3]int{number(a), number(b), number(c)}
	switch {
	case len(a) == 4 && len(c) <= 2:
		return w, true
	case len(a) > 2 || len(c) != 4 && len(c) != 2:
		return w, false
	}
	w.short = len(c) == 2
	w.order = undecided
	if s[i] == '.' {
		w.order = dayFirst
	}
	return w, true
}

// withoutTime cuts a time of day and the Russian "г." off.
func withoutTime(s string) string {
	s = strings.TrimSuffix(strings.TrimSuffix(s, "."), "г")
	if i := strings.LastIndexByte(s, ':'); i > 0 {
		if i = strings.IndexAny(s, " T"); i > 0 {
			s = s[:i]
		}
	}
	return strings.TrimRight(s, " .,")
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// number reads up to four digits.
func number(s string) (n int) {
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

var months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// monthNamed is the month of an English name of at least three letters.
func monthNamed(s string) int {
	if len(s) < 3 {
		return 0
	}
	for i, m := range months {
		if len(s) <= len(m) && strings.EqualFold(m[:len(s)], s) || i == 8 && strings.EqualFold(s, "sept") {
			return i + 1
		}
	}
	return 0
}
