package page

import (
	"bytes"
	"encoding/csv"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/sheet"
)

// Exporting says whether the address asks for this page as a file: ?format=csv
// or ?format=xlsx.
func (c *Call) Exporting() bool { return c.Ask("format") != "" }

// Export answers with a table as a file for a spreadsheet, in the format the
// address asks for. rows calls row for each line; a cell is a string, an int, a
// sheet.Decimal or a cal.Date, as in sheet.Table.Row. The file is prepared
// beside and sent whole, so that one that breaks off is never taken for the
// list.
func (c *Call) Export(name string, headings []string, rows func(row func(cells ...any) error) error) error {
	file, err := os.CreateTemp("", "export-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()); _ = file.Close() }() // whatever became of it, nobody needs it now
	contentType := "text/csv; charset=utf-8"
	switch format := c.Ask("format"); format {
	case "csv":
		err = c.exportCSV(file, headings, rows)
	case "xlsx":
		contentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		err = exportXLSX(file, name, headings, rows)
	default:
		return fault.New(fault.Input, "page.format", "there is no format %q: ask for csv or xlsx", format)
	}
	if err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", contentType)
	c.W.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name+"."+c.Ask("format")))
	c.W.WriteHeader(http.StatusOK)
	_, _ = io.Copy(c.W, file) // the browser that hung up needs no answer
	return nil
}

// byteOrderMark tells Excel that a CSV file is UTF-8.
const byteOrderMark = "\ufeff"

// exportCSV writes what a spreadsheet of the visitor's language opens by a
// double click: semicolons between cells, and the decimal mark of the language.
func (c *Call) exportCSV(file io.Writer, headings []string, rows func(func(...any) error) error) error {
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	w := csv.NewWriter(&b)
	w.Comma = ';'
	if err := w.Write(headings); err != nil {
		return err
	}
	mark := strings.Trim(c.Say.Percent(105), "10\u00a05%")
	write := func(cells ...any) error {
		line := make([]string, len(cells))
		for i, cell := range cells {
			line[i] = csvCell(cell, mark)
		}
		if err := w.Write(line); err != nil {
			return err
		}
		if w.Flush(); b.Len() > flushBytes {
			_, err := b.WriteTo(file)
			return err
		}
		return w.Error()
	}
	if err := rows(write); err != nil {
		return err
	}
	w.Flush()
	_, err := b.WriteTo(file)
	return err
}

// flushBytes is how much of a CSV file is gathered before it is written.
const flushBytes = 64 << 10

func csvCell(cell any, mark string) string {
	switch v := cell.(type) {
	case string:
		return sheet.Inert(v)
	case int:
		return strconv.Itoa(v)
	case sheet.Decimal:
		return strings.Replace(string(v), ".", mark, 1)
	case cal.Date:
		if v != 0 {
			return v.String()
		}
	}
	return ""
}

// columnWidth is how wide the columns of an exported sheet are, in characters.
const columnWidth = 18

func exportXLSX(file io.Writer, name string, headings []string, rows func(func(...any) error) error) error {
	book, err := sheet.NewBook()
	if err != nil {
		return err
	}
	defer func() { _ = book.Close() }() // it was written, or broke before
	columns := make([]sheet.Column, len(headings))
	for i, h := range headings {
		columns[i] = sheet.Column{Head: h, Width: columnWidth}
	}
	table, err := book.Table(sheetName(name), columns...)
	if err != nil {
		return err
	}
	if err := rows(table.Row); err != nil {
		return err
	}
	return book.Write(file)
}

// sheetName is a name that Excel takes for a sheet.
func sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return '-'
		}
		return r
	}, name)
	runes := []rune(name)
	return string(runes[:min(len(runes), 31)])
}
