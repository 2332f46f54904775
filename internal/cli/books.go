package cli

import (
	"os"
	"path/filepath"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/reconcile"
)

type booksCommand struct {
	File string `arg:"" help:"The balances of the other books: 1C's table of receivables, XLSX or CSV."`
	Date string `required:"" placeholder:"D" help:"The day of the balances."`
	Map  string `placeholder:"MAP" help:"A map file, or the name of one that comes with debitor (1c-balances)."`
}

// booksLine is a difference as JSON.
type booksLine struct {
	Customer   id.Customer     `json:"customer"`
	Contract   id.Contract     `json:"contract,omitempty"`
	Currency   string          `json:"currency"`
	Ours       string          `json:"ours"`
	Theirs     string          `json:"theirs"`
	Difference string          `json:"difference"`
	Cause      reconcile.Cause `json:"cause"`
	Document   string          `json:"document,omitempty"`
	Other      id.Contract     `json:"other_contract,omitempty"`
}

func (c *booksCommand) Run(a *app) error {
	q := desk.BooksRequest{Name: filepath.Base(c.File)}
	var err error
	if q.Date, err = day("--date", c.Date); err != nil {
		return err
	}
	if q.Data, err = os.ReadFile(c.File); err != nil {
		return fault.Wrap(err, fault.NotFound, "books.file", "%s cannot be read", c.File)
	}
	if c.Map != "" {
		if q.Map, err = readMap(c.Map); err != nil {
			return err
		}
	}
	return a.with(func(s *desk.Session) error {
		report, err := s.CompareBooks(a.ctx, q)
		if err != nil {
			return err
		}
		lines := []booksLine{}
		for i := range report.Differences {
			d := &report.Differences[i]
			lines = append(lines, booksLine{
				d.Customer, d.Contract, string(d.Currency), d.Ours.Decimal(d.Currency), d.Theirs.Decimal(d.Currency), d.Amount().Decimal(d.Currency), d.Cause, d.Document, d.Other,
			})
		}
		if a.JSON {
			err = a.json(map[string]any{"date": report.Date, "compared": report.Compared, "green": report.Green(), "differences": lines, "refused": report.Refusals})
		} else {
			a.books(&report, lines)
		}
		if err == nil && !report.Green() {
			err = fault.New(fault.Refused, "books.differ", "%d of %d balances differ, %d rows could not be read", len(lines), report.Compared, len(report.Refusals))
		}
		return err
	})
}

func (a *app) books(report *desk.BooksReport, lines []booksLine) {
	t := newTable("customer", "contract", ">ours", ">books", ">difference", "currency", "likely cause", "document")
	for _, l := range lines {
		t.add(string(l.Customer), string(l.Contract), grouped(l.Ours), grouped(l.Theirs), grouped(l.Difference), l.Currency, string(l.Cause), l.Document+string(l.Other))
	}
	t.print(a)
	for _, r := range report.Refusals {
		a.tell("%s", r)
	}
	for _, w := range report.Warnings {
		a.tell("%s", w)
	}
	if report.Green() {
		a.say("All %d balances of %s agree.", report.Compared, report.Date)
	}
}
