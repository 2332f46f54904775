package intake

import (
	"fmt"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/internal/sheet"
)

// Options is what the user says about a file; everything may be left empty.
type Options struct {
	Kind     Kind           // empty: recognised from the headings
	Map      *Map           // empty: the headings as they stand
	Date     cal.Date       // of a snapshot; a map may write it into records
	Currency money.Currency // of rows in files without a currency column
	Sheet    string         // of a workbook; empty: the map's, or the first that is not empty
}

// File is a recognised file, ready to give its records.
type File struct {
	Name     string // without directory, as messages give it
	Kind     Kind
	Encoding string   // "UTF-8", "windows-1251", … or "XLSX"
	Rows     int      // rows below the header that are not blank
	Above    []string // the rows above the header, their cells parted by spaces
	SHA256   [32]byte
	Warnings []Warning // complete after Each

	table    *sheet.File
	options  Options
	header   header
	sections []*section
	drops    []drop
	checks   []sumCheck
	columns  []column // of the file, from the left

	atOpen   int // warnings that Open gave
	refusals refusals

	given   []Row // of another reader, which has read the file whole
	refused []Refusal
}

// Given is a file that another reader has read whole: its rows, what it refused
// of it, and in f its name, kind, encoding, sum and warnings. Its records make
// customers and contracts that are not yet known and never correct them.
func Given(f File, rows []Row, refused []Refusal) *File {
	f.given, f.refused, f.Rows = append([]Row{}, rows...), refused, len(rows)
	f.atOpen = len(f.Warnings)
	return &f
}

// eachGiven is Each of a file that another reader has read.
func (f *File) eachGiven(fn func(r Row) error) error {
	f.refusals, f.Warnings = refusals{}, f.Warnings[:f.atOpen]
	for _, r := range f.refused {
		f.Refuse(r.Line, r.Column, r.Value, r.Code, r.Reason, r.Args...)
	}
	if len(f.refused) > 0 {
		return nil // refused whole: there is nothing to give
	}
	for _, r := range f.given {
		if err := fn(r); err != nil {
			return err
		}
	}
	return nil
}

// Row gives the records made from one row of the file. Records holds values of
// ledger.Customer, Contact, Contract, Invoice, Payment, Event, OpenItem, Payable
// or Order, or of Movement or Balance, which the books do not know, and of a given file what
// its reader gives; the
// slice is used again for the next row, the values in it may be kept.
type Row struct {
	Line    int
	Records []any
}

// Warning is something the user should know that refuses nothing. Line is 0
// where it is about the file.
type Warning struct {
	File string     `json:"file"`
	Line int        `json:"line,omitempty"`
	Code string     `json:"code"`
	Text string     `json:"text"`
	Args fault.Args `json:"args,omitempty"` // what stands in Text: texts and whole numbers
}

// String is the warning as the command line prints it.
func (w Warning) String() string { return place(w.File, w.Line) + ": " + w.Text }

// Refusal is a value, or a row, that cannot be taken in.
type Refusal struct {
	File   string     `json:"file"`
	Line   int        `json:"line"`
	Column string     `json:"column,omitempty"` // heading as the file has it, empty for the row as a whole
	Value  string     `json:"value,omitempty"`  // as the file has it
	Code   string     `json:"code"`             // stable, dotted
	Reason string     `json:"reason"`           // goes on from the value: "is not an amount (write 1234.50)"
	Args   fault.Args `json:"args,omitempty"`   // what stands in Reason, for who says it in another language
}

// String is one line a user can act on:
//
//	invoices.csv:17: amount: "12,3,4" is not an amount (write 1234.50)
func (r Refusal) String() string {
	s := place(r.File, r.Line) + ": "
	if r.Column != "" {
		s += r.Column + ": "
	}
	if r.Value != "" {
		s += fmt.Sprintf("%q ", clip(r.Value))
	}
	return s + r.Reason
}

func place(file string, line int) string {
	if line == 0 {
		return file
	}
	return file + ":" + strconv.Itoa(line)
}

// clip shortens a value for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// MaxRefusals bounds the list of refusals: nobody mends a file row by row
// beyond a thousand; he mends its source. The count goes on.
const MaxRefusals = 1000

type refusals struct {
	lines map[int]struct{}
	list  []Refusal
}

// Refuse adds a refusal that the reader of the records has found, such as a
// customer nobody knows; args is what stands in the reason: texts and whole
// numbers.
func (f *File) Refuse(line int, column, value, code, reason string, args ...any) {
	if f.refusals.lines == nil {
		f.refusals.lines = map[int]struct{}{}
	}
	f.refusals.lines[line] = struct{}{}
	if len(f.refusals.list) < MaxRefusals {
		f.refusals.list = append(f.refusals.list, Refusal{f.Name, line, column, value, code, reason, args})
	}
}

// Heading is the heading that a field is read from, else the field's own name.
func (f *File) Heading(name string) string {
	for _, s := range f.sections {
		if heading := f.columnName(s, field(name)); heading != name {
			return heading
		}
	}
	return name
}

// Refusals is the number of rows refused so far and the first MaxRefusals
// reasons, in the order they were found.
func (f *File) Refusals() (rows int, list []Refusal) {
	rows = len(f.refusals.lines)
	if f.given != nil { // its rows are documents, which have many lines
		rows = min(rows, max(f.Rows, 1))
	}
	return rows, f.refusals.list
}

// CreateOnly reports whether the file's records of a kind only make what is not
// yet known, and never correct what is: a map file has invented them from
// another kind's rows, so they carry less than the company may know already.
func (f *File) CreateOnly(k Kind) bool {
	if f.given != nil {
		return true
	}
	for _, s := range f.sections {
		if s.kind == k && s.create {
			return true
		}
	}
	return false
}

// MaxWarnings bounds the warnings about single rows.
const MaxWarnings = 200

func (f *File) warn(line int, code, text string, args ...any) {
	if len(f.Warnings) < MaxWarnings {
		f.Warnings = append(f.Warnings, Warning{f.Name, line, code, fmt.Sprintf(text, args...), args})
	}
}
