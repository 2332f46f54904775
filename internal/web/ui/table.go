package ui

import (
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/web/say"
)

// Table is rows of one kind under headings. Give Same (page.Call.Same) where
// columns can be sorted.
type Table[T any] struct {
	Caption string // says what it is to those who do not see it
	Columns []Column[T]
	Rows    []T
	Total   []string               // the last row, cell by cell; nil: none
	Empty   string                 // what stands there when there are no rows
	Class   func(T) string         // of a row; may be nil
	Sort    string                 // the column it is sorted by; with "-" before it, downwards
	Same    func(...string) string // this page with parameters replaced
	// Select, if not nil, puts a box before each row: the value that goes into
	// the field "row" of the form around it; a row whose value is empty has none.
	Select func(T) string
	Ticked []string // the boxes that are ticked at first
	All    string   // what the box says that ticks them all; empty: there is none
	// Keys lets j, k and the arrows go from row to row; an element of a row with
	// data-key="d" is pressed by the letter d.
	Keys bool
}

// Column is one thing that is said of every row.
type Column[T any] struct {
	Title  string
	Sort   string // the name it is sorted by in the address; empty: it cannot be
	Number bool   // stands to the right
	Minor  bool   // left out where the screen is narrow
	Short  bool   // a number or a code, never broken over two lines
	Text   func(T) string
	Cell   func(T) templ.Component // instead of Text, where more than text stands
}

// class is how the cells of a column look. The first one names the row.
func (t Table[T]) class(i int) string {
	if i >= len(t.Columns) {
		return ""
	}
	var class []string
	if i == 0 && t.Columns[i].Title != "" {
		class = append(class, "lead")
	}
	if t.Columns[i].Number {
		class = append(class, "number")
	}
	if t.Columns[i].Minor {
		class = append(class, "minor")
	}
	if t.Columns[i].Short {
		class = append(class, "nowrap")
	}
	return strings.Join(class, " ")
}

// title is the heading a cell of the last row stands under.
func (t Table[T]) title(i int) string {
	if i == 0 || i >= len(t.Columns) {
		return "" // the first cell says what the row is
	}
	return t.Columns[i].Title
}

func (t Table[T]) rowClass(row T) string {
	if t.Class == nil {
		return ""
	}
	return t.Class(row)
}

// ordered is the aria-sort of a column.
func (t Table[T]) ordered(c Column[T]) string {
	switch t.Sort {
	case c.Sort:
		return "ascending"
	case "-" + c.Sort:
		return "descending"
	}
	return "none"
}

// sortLink is the page sorted by the column: downwards first where it holds
// figures, for people look for the largest.
func (t Table[T]) sortLink(c Column[T]) string {
	up, down := c.Sort, "-"+c.Sort
	next := up
	if c.Number && t.Sort != down || t.Sort == up {
		next = down
	}
	return t.Same("sort", next, "page", "")
}

// Pages is where a list stands that is shown in pieces. Page counts from 1.
type Pages struct {
	Page, Size, Total int
	Same              func(...string) string
}

func (p Pages) first() int { return min((p.Page-1)*p.Size+1, p.Total) }
func (p Pages) last() int  { return min(p.Page*p.Size, p.Total) }

func (p Pages) text(s *say.Printer) string { return s.T("page.of", p.first(), p.last(), p.Total) }
