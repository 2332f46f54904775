package cli

import (
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/rulebook"
)

type customerOriginalCommand struct {
	Invoice string `arg:"" help:"The document's key."`
	Paper   string `arg:"" help:"contract, waybill, power-of-attorney, acceptance."`
	On      string `placeholder:"D" help:"The day it came back, YYYY-MM-DD; today if not given."`
	Number  string `help:"Its number."`
	Remove  bool   `help:"It did not come back after all; with --reason."`
	Reason  string `help:"Why."`
}

func (c *customerOriginalCommand) Run(a *app) error {
	on, err := day("--on", c.On)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		invoice := id.Invoice(c.Invoice)
		if c.Remove {
			err = s.TakeBackOriginal(a.ctx, invoice, c.Paper, c.Reason)
		} else {
			err = s.ReturnOriginal(a.ctx, desk.ReturnedPaper{Invoice: invoice, Paper: c.Paper, On: orToday(s, on), Number: c.Number})
		}
		if err != nil {
			return err
		}
		return s.Seal(a.ctx)
	})
}

type customerOriginalsCommand struct {
	Date    string `placeholder:"D" help:"On this day, YYYY-MM-DD; today if not given."`
	Paper   string `placeholder:"PAPER" help:"Only shipments without this: contract, waybill, power-of-attorney, acceptance."`
	Manager string `placeholder:"NAME" help:"Only this manager's customers."`
	Tasks   bool   `help:"Make the tasks to get the papers back, as the policy says."`
}

// bareJSON is a shipment without originals for programs.
type bareJSON struct {
	Customer id.Customer    `json:"customer"`
	Name     string         `json:"name"`
	Invoice  id.Invoice     `json:"invoice"`
	Document string         `json:"document"`
	Shipped  cal.Date       `json:"shipped"`
	Days     int            `json:"days"`
	Lacks    []string       `json:"lacks"`
	Open     string         `json:"open"`
	Currency money.Currency `json:"currency"`
}

// maxBare bounds the list.
const maxBare = 100_000

func (c *customerOriginalsCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		made := 0
		if c.Tasks {
			if made, err = s.ChaseOriginals(a.ctx, orToday(s, date)); err != nil {
				return err
			}
			if err := s.Seal(a.ctx); err != nil {
				return err
			}
		}
		list, _, err := s.BareShipments(a.ctx, desk.BareShipmentsQuery{Date: orToday(s, date), Paper: c.Paper, Manager: c.Manager, Limit: maxBare})
		if err != nil {
			return err
		}
		if a.JSON {
			docs := make([]bareJSON, len(list))
			for i, b := range list {
				docs[i] = bareJSON{b.Customer, b.Name, b.Invoice, b.Document, b.Shipped, b.Days, b.Lacks, b.Open.Decimal(b.Currency), b.Currency}
			}
			return a.json(docs)
		}
		lang := a.lang(s)
		t := newTable(headings(lang, "customer", "name", "invoice", "missing", "shipped", "days", "open", "currency")...)
		t.whole = true
		for _, b := range list {
			names := make([]string, len(b.Lacks))
			for i, paper := range b.Lacks {
				names[i] = rulebook.Named(paper, lang)
			}
			t.add(string(b.Customer), b.Name, b.Document, strings.Join(names, ", "), b.Shipped.String(), strconv.Itoa(b.Days), b.Open.Decimal(b.Currency), string(b.Currency))
		}
		t.print(a)
		if c.Tasks {
			a.sayIn(lang, "%d tasks were made.", made)
		}
		return nil
	})
}
