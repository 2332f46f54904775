package intake

import (
	"strings"

	"debitor/internal/cal"
	"debitor/internal/money"
	"debitor/internal/sheet"
)

// column is a column of the file with what was learnt of it.
type column struct {
	heading  string // as the file has it
	strip    string // a tail to cut off, from a map file
	empty    string // what an empty cell means, from a map file
	round    bool
	asDate   bool // some record reads it as a date
	asNumber bool
	dates    dates
	numbers  numbers
}

// part is a piece of a value: text, or a column of the file.
type part struct {
	text string
	col  int // -1: text
}

// value is how a field is made from a row: a single column, a constant, or a
// text with columns in it.
type value struct {
	form   form
	parts  []part
	negate bool // "-{column}", of amounts
}

// single is the sole column of the value, -1 if it is made of more.
func (v *value) single() int {
	if v != nil && len(v.parts) == 1 {
		return v.parts[0].col
	}
	return -1
}

// section makes the records of one kind from a row.
type section struct {
	kind   Kind
	create bool // only what is not yet known
	when   []condition
	values map[field]*value
	attrs  []int // columns kept as attributes
}

// comparison is what a condition asks of a cell.
type comparison uint8

const (
	isOneOf comparison = iota
	isNoneOf
	startsWith
	looksLikeDate
	isPositive
	isNegative
	isZero
)

// condition is a question about one cell of a row.
type condition struct {
	col  int
	op   comparison
	list []string // folded by foldCell
}

// drop leaves rows out.
type drop struct {
	when  []condition
	say   string // reported with the number of rows, if not empty
	sum   int    // a column to sum up in the report, -1 for none
	count int
	total money.Minor
}

// sumCheck warns where the terms of a row do not add up to zero.
type sumCheck struct {
	terms     []sumTerm
	tolerance money.Minor // in hundredths
	text      string
}

type sumTerm struct {
	col   int
	minus bool
}

// foldCell is a cell as conditions compare it: without case and outer spaces.
func foldCell(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// holds answers the condition for a row.
func (c condition) holds(f *File, row sheet.Row) bool {
	cell := f.cell(row, c.col)
	switch c.op {
	case isOneOf, isNoneOf, startsWith:
		folded := foldCell(cell)
		for _, x := range c.list {
			if folded == x || c.op == startsWith && strings.HasPrefix(folded, x) {
				return c.op != isNoneOf
			}
		}
		return c.op == isNoneOf
	case looksLikeDate:
		_, ok := takeApart(cell)
		return ok || row.Kind(c.col) == sheet.DateCell
	}
	m, ok := f.quantity(row, c.col)
	if !ok {
		return false
	}
	switch c.op {
	case isPositive:
		return m > 0
	case isNegative:
		return m < 0
	}
	return m == 0
}

func all(list []condition, f *File, row sheet.Row) bool {
	for _, c := range list {
		if !c.holds(f, row) {
			return false
		}
	}
	return true
}

// cell is the text of a cell as values and conditions see it: trimmed, its
// strip cut off, the column's meaning of empty put in.
func (f *File) cell(row sheet.Row, i int) string {
	if i < 0 || i >= len(row.Cells) {
		return f.columns[i].empty
	}
	s := row.Cells[i]
	if s == "" || s[0] <= ' ' || s[0] >= 0x80 || s[len(s)-1] <= ' ' || s[len(s)-1] >= 0x80 {
		s = strings.TrimSpace(strings.Trim(s, "\uFEFF\u200B"))
	}
	c := &f.columns[i]
	if s == "" {
		return c.empty
	}
	if c.strip != "" && len(s) > len(c.strip) {
		s = strings.TrimSuffix(s, c.strip)
	}
	return s
}

// quantity is a cell as hundredths of a number, for conditions and checks;
// more decimals are rounded.
func (f *File) quantity(row sheet.Row, i int) (money.Minor, bool) {
	s := f.cell(row, i)
	if s == "" {
		return 0, true
	}
	plain, _, problem := f.plain(row, i, s)
	if problem != "" {
		return 0, false
	}
	m, _, problem := minor(plain, "EUR", true)
	return m, problem == ""
}

// plain reads a cell's number; a number of a workbook is plain already.
func (f *File) plain(row sheet.Row, i int, s string) ([]byte, string, string) {
	n := &f.columns[i].numbers
	if row.Kind(i) == sheet.NumberCell {
		n.buf = append(n.buf[:0], s...)
		return n.buf, "", ""
	}
	return n.read(s)
}

// date reads a cell's date; a date of a workbook is plain already.
func (f *File) date(row sheet.Row, i int, s string) (cal.Date, string, string) {
	switch row.Kind(i) {
	case sheet.DateCell:
		d, err := cal.Parse(s)
		if err != nil {
			return 0, "intake.date.none", "is no day of the calendar (of the years 1990 to 2199)"
		}
		return d, "", ""
	case sheet.NumberCell:
		if len(s) != 8 {
			return 0, "intake.date.number", "is a number, not a date (give the cells of the column a date format)"
		}
	}
	return f.columns[i].dates.read(s)
}
