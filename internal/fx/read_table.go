package fx

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"debitor/internal/money"
)

// columns are what tables of rates call their columns, by the field they are.
var columns = map[string]string{
	"date": "date", "day": "date", "дата": "date", "datum": "date", "exchangedate": "date",
	"currency": "currency", "валюта": "currency", "währung": "currency", "valuta": "currency", "код": "currency", "cur_abbreviation": "currency", "cc": "currency",
	"nominal": "nominal", "units": "nominal", "номинал": "nominal", "номінал": "nominal", "количество": "nominal", "cur_scale": "nominal",
	"rate": "rate", "курс": "rate", "kurs": "rate", "cur_officialrate": "rate",
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
		list[i] = strings.ToLower(strings.Trim(strings.TrimSpace(list[i]), `"`))
	}
	return list
}

// isTable tells whether a line heads a table of rates, also the one of the ECB,
// with a column for each currency.
func isTable(heads []string) bool {
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

// table reads CSV.
func (r *reader) table(text string) error {
	head, _, _ := strings.Cut(text, "\n")
	heads := cells(head)
	if !isTable(heads) {
		return r.fault("fx.unknown", "a table of rates has the columns date, currency, nominal, rate, base, source", 1)
	}
	wide := isWide(heads)
	switch {
	case wide:
		r.file.Format = "ECB"
	case slices.Contains(heads, "cur_officialrate"):
		r.file.Format = "NBRB"
	default:
		r.file.Format = "table"
	}
	d := csv.NewReader(strings.NewReader(text))
	d.Comma, d.FieldsPerRecord = delimiter(head), -1
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
		line, _ := d.FieldPos(0)
		switch {
		case first || strings.TrimSpace(strings.Join(row, "")) == "":
			continue
		case len(row) > len(heads) || len(row) < 3:
			return r.fault("fx.broken", "the file is not whole (%s); fetch it again", line, "other columns than its heading")
		}
		if wide {
			err = r.wide(line, heads, row)
		} else {
			rec := record{line: line, units: "1"}
			for i, cell := range row {
				if cell = strings.TrimSpace(cell); cell != "" {
					rec.put(columns[heads[i]], cell)
				}
			}
			err = r.take(rec)
		}
		if err != nil {
			return err
		}
	}
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
