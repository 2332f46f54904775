package main

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"runtime"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/paper"
	"debitor/internal/sample"
)

// helpers are what bench starts itself again for, by the first argument.
var helpers map[string]func(args []string) error

func init() {
	helpers = map[string]func([]string) error{"invent": invent, "workbook": workbook, "letters": letters, "pages": pages, "checks": checks, "ask": ask, "statement": statement, "accruals": accruals, "dress": dress, "work": work}
}

// invent writes a company: DIR INVOICES open|history.
func invent(args []string) error {
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	_, err = sample.Write(args[0], sample.Options{Customers: min(max(1, n/10), customersAtMost), Invoices: n, AllOpen: args[2] == "open"})
	return err
}

// workbook writes the first rows of a CSV file as a workbook with dates and
// numbers in its cells: CSV XLSX ROWS.
func workbook(args []string) error {
	rows, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	in, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	x := excelize.NewFile()
	dates, err := x.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		return err
	}
	w, err := x.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	read := csv.NewReader(in)
	for i := range rows + 1 {
		record, err := read.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), cells(record, i == 0, dates)); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return x.SaveAs(args[1])
}

func cells(record []string, heading bool, dates int) []any {
	row := make([]any, len(record))
	for i, text := range record {
		row[i] = text
		if day, err := time.Parse(time.DateOnly, text); err == nil && !heading {
			row[i] = excelize.Cell{StyleID: dates, Value: int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))}
		} else if column := 7; i == column && !heading { // amount
			if row[i], err = strconv.ParseFloat(text, 64); err != nil {
				row[i] = text
			}
		}
	}
	return row
}

// letters renders so many warnings with a table of 15 lines in Russian each on
// one core, with their page codes, in print jobs of a volume each: N.
func letters(args []string) error {
	n, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	runtime.GOMAXPROCS(1)
	f := letter.Sample(letter.Warning, "ru", 15)
	t, err := letter.Shipped("ru", letter.Warning)
	if err != nil {
		return err
	}
	for n > 0 {
		job := paper.NewPrintJob(paper.Info{Title: "bench", Date: f.Date})
		for ; n > 0 && job.Letters() < lettersInVolume; n-- {
			f.ID = id.Letter(id.New("bench", strconv.Itoa(n))) // another code on every page
			doc, err := t.Render(&f)
			if err != nil {
				return err
			}
			job.Add(doc)
		}
		if err := job.Write(io.Discard); err != nil {
			return err
		}
	}
	return nil
}

// lettersInVolume is as many as the desk puts into one print job.
const lettersInVolume = 2500
