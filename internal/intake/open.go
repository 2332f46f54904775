package intake

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/sheet"
)

// MaxTitleRows is how far down the header may stand: reports of 1C begin with
// a title, a period and their filters, which with many filters take a hundred
// rows.
const MaxTitleRows = 120

// header is where the headings stand. Rows up to and with line are no data.
type header struct {
	line     int
	headings []string
	above    []string // the row over it, of a header of two rows
}

// width is the number of columns that have a heading, counted from the left.
func (h header) width() int {
	n := len(h.headings)
	for n > 0 && strings.TrimSpace(h.headings[n-1]) == "" {
		n--
	}
	return n
}

// Open recognises a file and reads it once: encoding, separator, header, kind,
// and how each column writes dates and numbers. Its errors are faults of kind
// Input whose text begins with the file's name.
func Open(path string, o Options) (*File, error) {
	table, err := sheet.Open(path, sheet.Options{Sheet: o.sheet()})
	if err != nil {
		return nil, err
	}
	return open(table, o)
}

// OpenBytes is Open for a file that is in memory already; name is for messages.
func OpenBytes(name string, src []byte, o Options) (*File, error) {
	table, err := sheet.OpenBytes(name, src, sheet.Options{Sheet: o.sheet()})
	if err != nil {
		return nil, err
	}
	return open(table, o)
}

func (o Options) sheet() string {
	if o.Sheet == "" && o.Map != nil {
		return o.Map.sheet
	}
	return o.Sheet
}

func open(table *sheet.File, o Options) (*File, error) {
	f := &File{Name: table.Name(), SHA256: table.SHA256, Encoding: string(table.Encoding), table: table, options: o}
	switch table.Format {
	case sheet.Workbook:
		f.Encoding = "XLSX"
	case sheet.Records:
		f.Encoding = "records"
	}
	if table.Encoding == sheet.Windows1250 || table.Encoding == sheet.Windows1252 {
		f.warn(0, "intake.encoding", "is read as %s; if names look wrong, save it as CSV UTF-8", table.Encoding)
	}
	if flt := f.recognise(); flt != nil {
		return nil, f.named(flt)
	}
	if err := f.learn(); err != nil {
		return nil, err
	}
	f.atOpen = len(f.Warnings)
	return f, nil
}

// named puts the file's name before what a fault tells, if it is not there yet.
func (f *File) named(flt *fault.Fault) *fault.Fault {
	if strings.HasPrefix(flt.Text, f.Name+": ") {
		return flt // package sheet names its files
	}
	named := *flt
	named.Text, named.Args = f.Name+": "+flt.Text, append([]any{f.Name}, flt.Args...)
	return &named
}

// recognise finds the header and what its headings mean.
func (f *File) recognise() *fault.Fault {
	title, err := f.firstRows()
	if err != nil {
		return asFault(err)
	}
	if len(title) == 0 {
		return fault.New(fault.Input, "intake.empty", "has no rows")
	}
	var nearest *fault.Fault
	most := -1
	for i := range title {
		f.Above = append(f.Above, strings.Join(title[i].Cells, " "))
		h := header{line: title[i].Line, headings: title[i].Cells}
		candidates := []header{h}
		if f.options.Map != nil && f.options.Map.headerRows == 2 && i+1 < len(title) {
			candidates = []header{{line: title[i+1].Line, headings: title[i+1].Cells, above: h.headings}}
		}
		for _, h := range candidates {
			flt, understood := f.bind(h)
			if flt == nil {
				f.Above = f.Above[:i]
				return nil
			}
			if understood > most {
				nearest, most = flt, understood
			}
		}
	}
	return nearest
}

// firstRows are the rows among which the header is looked for.
func (f *File) firstRows() ([]sheet.Row, error) {
	rows, err := f.table.Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []sheet.Row
	for len(list) < MaxTitleRows && rows.Next() {
		r := rows.Row()
		r.Cells = append([]string(nil), r.Cells...)
		r.Kinds = nil
		if r.Err == nil {
			list = append(list, r)
		}
	}
	return list, rows.Err()
}

// bind takes a row for the header and prepares the records that the file will
// give. It answers what is missing, and how many headings it understood.
func (f *File) bind(h header) (*fault.Fault, int) {
	f.header = h
	f.columns = make([]column, max(len(h.headings), len(h.above)))
	for i := range f.columns {
		f.columns[i].heading = heading(h, i)
	}
	f.sections, f.drops, f.checks = nil, nil, nil
	if f.options.Map != nil {
		return f.bindMap()
	}
	return f.bindHeadings(f.headings(), nil)
}

func heading(h header, i int) string {
	s := ""
	if i < len(h.headings) {
		s = tidy(h.headings[i])
	}
	if s == "" && i < len(h.above) {
		s = tidy(h.above[i])
	}
	return s
}

func tidy(s string) string {
	return strings.Join(strings.Fields(strings.Trim(s, "\uFEFF\u200B")), " ")
}

func (f *File) headings() []string {
	list := make([]string, len(f.columns))
	for i, c := range f.columns {
		list[i] = c.heading
	}
	return list
}

// bindHeadings makes the one section of a file whose headings speak for
// themselves; given are fields that a map file sets.
func (f *File) bindHeadings(headings []string, given map[field]*value) (*fault.Fault, int) {
	want := f.options.Kind
	if want == "" && f.options.Map != nil {
		want = f.options.Map.kind
	}
	kind, found, flt := recognise(headings, want, given)
	if flt != nil {
		return flt, understood(headings)
	}
	f.Kind = kind
	s := &section{kind: kind, values: map[field]*value{}}
	used := make([]bool, len(headings))
	for fld, i := range found {
		s.values[fld] = &value{form: formOf(kind, fld), parts: []part{{col: i}}}
		used[i] = true
	}
	maps.Copy(s.values, given)
	for i, h := range headings {
		if !used[i] && h != "" {
			s.attrs = append(s.attrs, i)
		}
	}
	f.sections = []*section{s}
	return f.markColumns(), found.columns()
}

// understood is the number of headings that some kind knows.
func understood(headings []string) int {
	most := 0
	for _, k := range Kinds {
		a, _ := assign(k, headings)
		most = max(most, a.columns())
	}
	return most
}

// markColumns notes what each column is read as, and that money has a currency.
func (f *File) markColumns() *fault.Fault {
	for _, s := range f.sections {
		needs := false
		for _, v := range s.values {
			needs = needs || v.form == amountForm && s.kind != Contracts && s.kind != Events && !slices.Contains(unimported, s.kind)
			i := v.single()
			if i < 0 {
				continue
			}
			switch v.form {
			case dateForm:
				f.columns[i].asDate = true
			case amountForm, percentForm:
				f.columns[i].asNumber = true
			}
		}
		if s.values["currency"] == nil && f.options.Currency == "" && needs {
			return fault.New(fault.Input, "intake.columns_missing",
				"%s need the column %s; found are %s", s.kind, "currency", listed(f.headings()))
		}
	}
	for _, d := range f.drops {
		f.markConditions(d.when)
		if d.sum >= 0 {
			f.columns[d.sum].asNumber = true
		}
	}
	for _, s := range f.sections {
		f.markConditions(s.when)
	}
	for _, c := range f.checks {
		for _, t := range c.terms {
			f.columns[t.col].asNumber = true
		}
	}
	return nil
}

func (f *File) markConditions(list []condition) {
	for _, c := range list {
		if c.op == isPositive || c.op == isNegative || c.op == isZero {
			f.columns[c.col].asNumber = true
		}
	}
}

// learn reads all rows once: it counts them, and each column learns how its
// dates and numbers are written.
func (f *File) learn() error {
	rows, err := f.table.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	var watched []int
	for i, c := range f.columns {
		if c.asDate || c.asNumber {
			watched = append(watched, i)
		}
	}
	for rows.Next() {
		row := rows.Row()
		if row.Line <= f.header.line {
			continue
		}
		f.Rows++
		if row.Err != nil || f.dropped(row) >= 0 {
			continue
		}
		for _, i := range watched {
			if row.Kind(i) != sheet.TextCell || i >= len(row.Cells) || row.Cells[i] == "" {
				continue
			}
			c := &f.columns[i]
			s := f.cell(row, i)
			if c.asDate {
				c.dates.see(s, row.Line)
			}
			if c.asNumber {
				c.numbers.see(s, row.Line)
			}
		}
	}
	return rows.Err()
}

// dropped is the index of the map's rule that leaves the row out, -1 if none.
func (f *File) dropped(row sheet.Row) int {
	for i := range f.drops {
		if all(f.drops[i].when, f, row) {
			return i
		}
	}
	return -1
}

func asFault(err error) *fault.Fault {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f
	}
	return fault.Wrap(err, fault.Input, "intake.read", "cannot be read")
}
