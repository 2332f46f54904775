package interest

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
)

// MaxRatesFile is the largest file of rates that is read: a row for each day of
// a hundred years has 4 MB.
const MaxRatesFile = 8 << 20

// RatesFile is newer rates as they were read.
type RatesFile struct {
	Format  string // CBR, ECB, or table
	Series  string
	Rows    []Row    // by day, each a change: equal neighbours are one
	KnownTo cal.Date // the last day in the file
}

// LooksRates tells whether a file is one of these, by its beginning.
func LooksRates(head []byte) bool {
	text := strings.TrimSpace(string(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))))
	if strings.HasPrefix(text, "<") {
		return strings.Contains(text, "<KR>")
	}
	line, _, _ := strings.Cut(text, "\n")
	cells := strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return strings.ContainsRune(",;\t\"\r", r) })
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(cells, n) })
	}
	return has("time_period", "obs_value", "key") || has("series", "from", "rate")
}

// ReadRates reads a file of newer rates: the XML of the Bank of Russia's key
// rate (KeyRateXML), the CSV of the ECB's data portal for the main refinancing
// rate, or a table with the columns series, from, rate and, if you like, verified
// and source. It is whole or a fault of kind Input: interest.rates.large,
// interest.rates.unknown, interest.rates.broken, interest.rates.empty,
// interest.rates.row, interest.rates.twice, interest.rates.mixed.
func ReadRates(name string, src []byte) (*RatesFile, error) {
	if len(src) > MaxRatesFile {
		return nil, fault.New(fault.Input, "interest.rates.large", "%s is larger than a file of rates is (%d megabytes)", name, MaxRatesFile>>20)
	}
	src = bytes.TrimSpace(bytes.TrimPrefix(src, []byte("\xEF\xBB\xBF")))
	if !LooksRates(src) {
		return nil, fault.New(fault.Input, "interest.rates.unknown", "%s is no file of rates that debitor knows: the key rate as XML of the Bank of Russia, CSV of the ECB's data portal, or a table with the columns series, from, rate", name)
	}
	r := &ratesReader{name: name, file: &RatesFile{}}
	read := r.table
	if bytes.HasPrefix(src, []byte("<")) {
		read = r.keyRate
	}
	if err := read(src); err != nil {
		return nil, err
	}
	return r.whole()
}

type ratesReader struct {
	name string
	file *RatesFile
}

// keyRate reads <KR><DT>2026-09-14T00:00:00+03:00</DT><Rate>14.00</Rate></KR>,
// wherever they stand in the answer.
func (r *ratesReader) keyRate(src []byte) error {
	r.file.Format, r.file.Series = "CBR", "ru-key-rate"
	d := xml.NewDecoder(bytes.NewReader(src))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // digits are ASCII in all of them
	for {
		token, err := d.Token()
		line, _ := d.InputPos()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if _, doctype := token.(xml.Directive); err != nil || doctype {
			return r.broken(line)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "KR" {
			continue
		}
		var row struct {
			Day  string `xml:"DT"`
			Rate string `xml:"Rate"`
		}
		if err := d.DecodeElement(&row, &start); err != nil {
			return r.broken(line)
		}
		day, _, _ := strings.Cut(strings.TrimSpace(row.Day), "T")
		if err := r.keep(line, day, row.Rate, "Bank of Russia, KeyRateXML", true); err != nil {
			return err
		}
	}
}

func (r *ratesReader) broken(line int) error {
	return fault.New(fault.Input, "interest.rates.broken", "%s, line %d: the file is not whole; fetch it again", r.name, line)
}

// table reads CSV with a heading: the ECB's or one's own.
func (r *ratesReader) table(src []byte) error {
	c := csv.NewReader(bytes.NewReader(src))
	c.FieldsPerRecord = -1
	line, _, _ := bytes.Cut(src, []byte("\n"))
	for _, comma := range ";\t" {
		if bytes.ContainsRune(line, comma) {
			c.Comma = comma
		}
	}
	column := map[string]int{}
	for n := 0; ; n++ {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		at, _ := c.FieldPos(0)
		if err != nil {
			return r.broken(at)
		}
		if n == 0 {
			for i, h := range record {
				column[strings.ToLower(strings.TrimSpace(h))] = i
			}
			continue
		}
		if err := r.record(at, record, column); err != nil {
			return err
		}
	}
}

// record keeps one row of a table.
func (r *ratesReader) record(line int, record []string, column map[string]int) error {
	cell := func(name string) string {
		if i, ok := column[name]; ok && i < len(record) {
			return strings.TrimSpace(record[i])
		}
		return ""
	}
	r.file.Format = "table"
	series, day, rate, source, sure := cell("series"), cell("from"), cell("rate"), cmp.Or(cell("source"), r.name), cell("verified")
	if _, ecb := column["obs_value"]; ecb {
		r.file.Format = "ECB"
		series, day, rate, source, sure = "ecb-mro", cell("time_period"), cell("obs_value"), "European Central Bank, data portal", "yes"
		if !strings.Contains(cell("key"), ".MRR") {
			return fault.New(fault.Input, "interest.rates.mixed", "%s, line %d: %q is not the rate that the others are of; a file has one series", r.name, line, cell("key"))
		}
	}
	if r.file.Series != "" && series != r.file.Series {
		return fault.New(fault.Input, "interest.rates.mixed", "%s, line %d: %q is not the rate that the others are of; a file has one series", r.name, line, series)
	}
	r.file.Series = series
	verified := slices.Contains([]string{"1", "yes", "true", "да", "так", "ja", "da"}, strings.ToLower(sure))
	return r.keep(line, day, rate, source, verified)
}

func (r *ratesReader) keep(line int, day, rate, source string, verified bool) error {
	from, err := cal.Parse(day)
	p, wrong := ParsePercent(strings.ReplaceAll(strings.TrimSpace(rate), ",", "."))
	if err != nil || wrong != nil || from == 0 {
		return fault.New(fault.Input, "interest.rates.row", "%s, line %d: %q is no day like 2026-03-31, or %q no rate", r.name, line, day, rate)
	}
	r.file.Rows = append(r.file.Rows, Row{from, p, source, verified})
	return nil
}

// whole sorts the rows, refuses two rates of one day, and keeps the changes.
func (r *ratesReader) whole() (*RatesFile, error) {
	f := r.file
	if len(f.Rows) == 0 {
		return nil, fault.New(fault.Input, "interest.rates.empty", "%s holds no rate", r.name)
	}
	slices.SortStableFunc(f.Rows, func(a, b Row) int { return cmp.Compare(a.From, b.From) })
	var changes []Row
	for i, row := range f.Rows {
		if i > 0 && row.From == f.Rows[i-1].From && row.Rate != f.Rows[i-1].Rate {
			return nil, fault.New(fault.Input, "interest.rates.twice", "%s has two rates for %s", r.name, row.From)
		}
		if i == 0 || row.Rate != f.Rows[i-1].Rate || f.Format == "table" && row.From != f.Rows[i-1].From {
			changes = append(changes, row)
		}
	}
	f.KnownTo = f.Rows[len(f.Rows)-1].From
	f.Rows = changes
	return f, nil
}

// Take is the book with a file of newer rates. A bank's file has every day, so
// it must begin where what is known ends: between, a rate would be guessed.
// Codes: interest.series, interest.rates.gap.
func (b *Book) Take(f *RatesFile) (*Book, error) {
	s, err := b.Series(f.Series)
	if err != nil {
		return nil, err
	}
	if s.Of != "" {
		return nil, fault.New(fault.Input, "interest.rates.derived", "%s is made of %s: bring that in", s.Name, s.Of)
	}
	if first := f.Rows[0].From; f.Format != "table" && first > s.Known()+1 {
		return nil, fault.New(fault.Input, "interest.rates.gap", "the file begins on %s, and the rates are known up to %s: fetch one that begins there", first, s.Known())
	}
	return b.With(f.Series, f.Rows, f.KnownTo)
}
