package cli

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/sheet"
)

// tableFile writes a table to a file by its ending: .csv or .xlsx. Cells are as
// in sheet.Table.Row.
func tableFile(path, name string, heads []string, rows [][]any) error {
	var b bytes.Buffer
	var err error
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		err = tableCSV(&b, heads, rows)
	case ".xlsx":
		err = tableXLSX(&b, name, heads, rows)
	default:
		return fault.New(fault.Usage, "out.format", "%s: write to a file that ends in .csv or .xlsx", path)
	}
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return fault.Wrap(err, fault.Input, "out.write", "%s cannot be written", path)
	}
	return nil
}

func tableCSV(b *bytes.Buffer, heads []string, rows [][]any) error {
	w := csv.NewWriter(b)
	if err := w.Write(heads); err != nil {
		return err
	}
	for _, row := range rows {
		line := make([]string, len(row))
		for i, cell := range row {
			switch v := cell.(type) {
			case string:
				line[i] = sheet.Inert(v)
			case int:
				line[i] = strconv.Itoa(v)
			case sheet.Decimal:
				line[i] = string(v)
			case cal.Date:
				line[i] = v.String()
			}
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// tableColumn is how wide a column of a workbook is, in characters.
const tableColumn = 18

func tableXLSX(b *bytes.Buffer, name string, heads []string, rows [][]any) error {
	book, err := sheet.NewBook()
	if err != nil {
		return err
	}
	defer func() { _ = book.Close() }() // it was written, or broke before
	columns := make([]sheet.Column, len(heads))
	for i, h := range heads {
		columns[i] = sheet.Column{Head: h, Width: tableColumn}
	}
	table, err := book.Table(name, columns...)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := table.Row(row...); err != nil {
			return err
		}
	}
	return book.Write(b)
}
