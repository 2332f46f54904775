package sheet

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"debitor/internal/cal"
	"debitor/internal/fault"
)

// Book is a workbook that is being written. Its rows go to temporary files,
// so that memory stays bounded; Close removes them.
type Book struct {
	file   *excelize.File
	tables []*Table
	head   int // the style of headings,
	day    int // of dates
	figure int // and of amounts
}

// Table is one sheet of a Book.
type Table struct {
	book   *Book
	stream *excelize.StreamWriter
	rows   int
}

// Column is a heading and how wide it is, in characters.
type Column struct {
	Head  string
	Width int
}

// Decimal is a cell that holds an amount, "72.27", or a count, "72". A
// spreadsheet keeps it as a number and so can sum it.
type Decimal string

// maxCell is how much text Excel lets a cell hold, in UTF-16 units.
const maxCell = 32_767

// NewBook begins a workbook.
func NewBook() (*Book, error) {
	b := &Book{file: excelize.NewFile()}
	amount, day := "#,##0.00", "yyyy-mm-dd"
	var errs [3]error
	b.head, errs[0] = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	b.day, errs[1] = b.file.NewStyle(&excelize.Style{CustomNumFmt: &day})
	b.figure, errs[2] = b.file.NewStyle(&excelize.Style{CustomNumFmt: &amount})
	return b, wrote(errors.Join(errs[:]...))
}

// Table adds a sheet with its headings, which stay in sight. Several sheets
// may be written side by side.
func (b *Book) Table(name string, columns ...Column) (*Table, error) {
	var err error
	if len(b.tables) == 0 {
		err = b.file.SetSheetName(b.file.GetSheetName(0), name)
	} else {
		_, err = b.file.NewSheet(name)
	}
	if err != nil {
		return nil, wrote(err)
	}
	stream, err := b.file.NewStreamWriter(name)
	if err != nil {
		return nil, wrote(err)
	}
	t := &Table{book: b, stream: stream}
	b.tables = append(b.tables, t)
	return t, wrote(t.headings(columns))
}

func (t *Table) headings(columns []Column) error {
	err := t.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	cells := make([]any, len(columns))
	for i, c := range slices.Backward(columns) { // the library puts each before the others, and Excel wants them in order
		err = errors.Join(err, t.stream.SetColWidth(i+1, i+1, float64(c.Width)))
		cells[i] = excelize.Cell{StyleID: t.book.head, Value: c.Head}
	}
	t.rows = 1
	return errors.Join(err, t.stream.SetRow("A1", cells))
}

// Row adds a row. A cell is a string, an int, a Decimal or a cal.Date; nil and
// a zero date are empty. Text never becomes a formula.
func (t *Table) Row(cells ...any) error {
	if t.rows++; t.rows > MaxRows {
		return fault.New(fault.Input, "sheet.write.rows", "a sheet holds no more than %d rows", MaxRows)
	}
	for i, c := range cells {
		switch v := c.(type) {
		case string:
			cells[i] = short(v)
		case Decimal:
			n, err := strconv.ParseFloat(string(v), 64)
			if err != nil {
				return wrote(err)
			}
			cells[i] = n
			if strings.Contains(string(v), ".") {
				cells[i] = excelize.Cell{StyleID: t.book.figure, Value: n}
			}
		case cal.Date:
			cells[i] = nil
			if v != 0 {
				cells[i] = excelize.Cell{StyleID: t.book.day, Value: v.Time().In(time.UTC)}
			}
		}
	}
	return wrote(t.stream.SetRow("A"+strconv.Itoa(t.rows), cells))
}

// short cuts a text to what a cell holds.
func short(s string) string {
	if len(s) <= maxCell {
		return s
	}
	units := utf16.Encode([]rune(s))
	return string(utf16.Decode(units[:min(len(units), maxCell)]))
}

// Write ends the tables and writes the workbook.
func (b *Book) Write(w io.Writer) error {
	for _, t := range b.tables {
		if err := t.stream.Flush(); err != nil {
			return wrote(err)
		}
	}
	_, err := b.file.WriteTo(w)
	return wrote(err)
}

// Save writes the workbook to a file, whole or not at all: beside its place
// and then moved into it.
func (b *Book) Save(path string) error {
	beside, err := os.CreateTemp(filepath.Dir(path), ".*.xlsx")
	if err != nil {
		return fault.Wrap(err, fault.Input, "sheet.write", "%s cannot be written: %s", path, err)
	}
	err = errors.Join(b.Write(beside), beside.Chmod(0o644), beside.Close())
	if err == nil {
		err = os.Rename(beside.Name(), path)
	}
	if err != nil {
		return errors.Join(wrote(err), os.Remove(beside.Name()))
	}
	return nil
}

// Close ends the work on the book, saved or not.
func (b *Book) Close() error { return wrote(b.file.Close()) }

func wrote(err error) error {
	if err == nil {
		return nil
	}
	return fault.Wrap(err, fault.Internal, "sheet.write", "the workbook cannot be written: %s", err)
}
