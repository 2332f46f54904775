package fx

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/money"
)

// columns are what tables of rates call their columns, by the field they are.
// The workbooks of the Bank of Russia have nominal, data, curs and cdx.
var columns = map[string]string{
	"date": "date", "day": "date", "дата": "date", "datum": "date", "exchangedate": "date", "data": "date",
	"currency": "currency", "валюта": "currency", "währung": "currency", "valuta": "currency", "код": "currency", "cur_abbreviation": "currency", "cc": "currency", "cdx": "currency",
	"nominal": "nominal", "units": "nominal", "номинал": "nominal", "номінал": "nominal", "количество": "nominal", "cur_scale": "nominal",
	"rate": "rate", "курс": "rate", "kurs": "rate", "cur_officialrate": "rate", "curs": "rate",
	"base": "base", "base currency": "base", "базовая валюта": "base",
	"source": "source", "источник": "source", "verified": "verified",
}

// delimiter is what parts the cells of a line.
func delimiter(line string) rune {
	best := ','
	for _, c := range ";\t" {
		if strings.Count(line, string(c)) > strings.Count(line, string(best)) {
			best = c
		}
	}
	return best
}

func cells(line string) []string {
	list := strings.Split(strings.TrimRight(line, "\r\n"), string(delimiter(line)))
	for i := range list {
		list[i] = strings.Trim(strings.TrimSpace(list[i]), `"`)
	}
	return folded(list)
}

// folded are headings as they compare.
func folded(heads []string) []string {
	list := make([]string, len(heads))
	for i, h := range heads {
		list[i] = strings.ToLower(strings.TrimSpace(h))
	}
	return list
}

// LooksTable tells whether a row of cells heads a table of rates, also the one of
// the ECB, with a column for each currency.
func LooksTable(heads []string) bool {
	heads = folded(heads)
	met := map[string]bool{}
	for _, h := range heads {
		if slices.Contains([]string{"amount", "сумма", "customer", "invoice", "payment"}, h) {
			return false
		}
		met[columns[h]] = true
	}
	return met["date"] && met["currency"] && met["rate"] || isWide(heads)
}

// isWide tells whether a line heads the table of the ECB.
func isWide(heads []string) bool {
	if len(heads) < 3 || heads[0] != "date" {
		return false
	}
	for _, h := range heads[1:3] {
		if _, err := money.ParseCurrency(h); err != nil {
			return false
		}
	}
	return true
}

// Line is a row of a table that another reader has divided into cells.
type Line struct {
	Number int // in the file
	Cells  []string
}

// ReadTable is Read of a table whose first row is its heading.
func ReadTable(name string, rows []Line, base money.Currency) (File, error) {
	r := newReader(name, base)
	if len(rows) == 0 {
		return File{}, fault.New(fault.Input, "fx.empty", "%s is empty", name)
	}
	heads, err := r.head(rows[0].Number, rows[0].Cells)
	for _, row := range rows[1:] {
		if err == nil {
			err = r.row(row.Number, heads, row.Cells)
		}
	}
	return r.whole(err)
}

// table reads CSV.
func (r *reader) table(text string) error {
	line, _, _ := strings.Cut(text, "\n")
	heads, err := r.head(1, cells(line))
	if err != nil {
		return err
	}
	d := csv.NewReader(strings.NewReader(text))
	d.Comma, d.FieldsPerRecord = delimiter(line), -1
	for first := true; ; first = false {
		row, err := d.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if syntax, ok := errors.AsType[*csv.ParseError](err); ok {
			return r.fault("fx.broken", "the file is not whole (%s); fetch it again", syntax.Line, syntax.Err)
		}
		if err != nil {
			return err
		}
		if first {
			continue
		}
		at, _ := d.FieldPos(0)
		if err := r.row(at, heads, row); err != nil {
			return err
		}
	}
}

// head takes the heading of a table, which says whose it is.
func (r *reader) head(line int, heads []string) ([]string, error) {
	heads = folded(heads)
	switch {
	case !LooksTable(heads):
		return nil, r.fault("fx.unknown", "a table of rates has the columns date, currency, nominal, rate, base, source", line)
	case isWide(heads):
		r.file.Format = "ECB"
	case slices.Contains(heads, "cur_officialrate"):
		r.file.Format = "NBRB"
	case slices.Contains(heads, "curs") && slices.Contains(heads, "cdx"):
		r.file.Format = "CBR"
	default:
		r.file.Format = "table"
	}
	return heads, nil
}

// row takes a row below the heading; blank ones say nothing.
func (r *reader) row(line int, heads, row []string) error {
	if strings.TrimSpace(strings.Join(row, "")) == "" {
		return nil
	}
	if len(row) > len(heads) || len(row) < 3 {
		return r.fault("fx.broken", "the file is not whole (%s); fetch it again", line, "other columns than its heading")
	}
	if isWide(heads) {
		return r.wide(line, heads, row)
	}
	rec := record{line: line, units: "1"}
	for i, cell := range row {
		if cell = strings.TrimSpace(cell); cell != "" {
			rec.put(columns[heads[i]], cell)
		}
	}
	if r.file.Format == "CBR" {
		rec.currency = cbrCode(rec.currency)
	}
	return r.take(rec)
}

// wide takes a line of the ECB: what one euro is in each currency. N/A is no
// rate.
func (r *reader) wide(line int, heads, row []string) error {
	for i := 1; i < len(row); i++ {
		cell := strings.TrimSpace(row[i])
		if cell == "" || cell == "N/A" {
			continue
		}
		if err := r.take(record{line: line, currency: strings.ToUpper(heads[i]), units: cell, price: "1", day: row[0]}); err != nil {
			return err
		}
	}
	return nil
}
