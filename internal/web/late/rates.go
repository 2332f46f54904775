package late

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/interest"
	"debitor/internal/sheet"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

func numeral(n int64) string { return strconv.FormatInt(n, 10) }

// ratesPage is what the page of the rates is made from.
type ratesPage struct {
	*page.Call
	book   *interest.Book
	series *interest.Series
	rows   []interest.Row // the newest first
}

// rates are the rates that laws refer to, with their sources: those that came
// with debitor and those the company took in.
func rates(c *page.Call) error {
	p := ratesPage{Call: c}
	var err error
	if p.book, err = c.Session.LawBook(c.Context()); err != nil {
		return err
	}
	name := c.Ask("series")
	if !slices.Contains(p.book.SeriesNames(), name) {
		name = "ru-key-rate"
	}
	if p.series, err = p.book.Series(name); err != nil {
		return err
	}
	p.rows = slices.Clone(p.series.Rows())
	slices.Reverse(p.rows)
	if c.Exporting() {
		return p.export()
	}
	return c.Render(c.Say.T("charge.rates"), ratesShow(p))
}

func (p ratesPage) title(name string) string {
	if key := "charge.series_" + strings.ReplaceAll(name, "-", "_"); p.Say.Has(key) {
		return p.Say.T(key)
	}
	return name
}

func (p ratesPage) filters() ui.Filters {
	var list []ui.Option
	for _, name := range p.book.SeriesNames() {
		list = append(list, ui.Option{Value: name, Text: p.title(name)})
	}
	return ui.Filters{Same: p.Same, Files: true, Fields: []ui.Filter{{Name: "series", Label: p.Say.T("charge.series"), Value: p.series.Name, Options: list}}}
}

// known is a series with the last day it is known for.
type known struct {
	name string
	day  cal.Date
}

// old are the series that end before today: what is counted past them warns.
func (p ratesPage) old() (list []known) {
	for _, name := range p.book.SeriesNames() {
		if s, err := p.book.Series(name); err == nil && s.Known() < p.Today {
			list = append(list, known{name, s.Known()})
		}
	}
	return list
}

func (p ratesPage) table() ui.Table[interest.Row] {
	return ui.Table[interest.Row]{
		Caption: p.title(p.series.Name), Rows: p.rows,
		Columns: []ui.Column[interest.Row]{
			{Title: p.Say.T("charge.from"), Text: func(r interest.Row) string { return p.Say.Date(r.From) }},
			{Title: p.Say.T("charge.rate"), Number: true, Text: func(r interest.Row) string { return p.figure(r.Rate) }},
			{Title: p.Say.T("charge.verified"), Cell: func(r interest.Row) templ.Component {
				if r.Verified {
					return ui.Text(p.Say.T("say.yes"))
				}
				return ui.Unverified(p.Say)
			}},
			{Title: p.Say.T("charge.source"), Text: func(r interest.Row) string { return interest.Said(r.Source, p.Say.Lang()) }},
		},
	}
}

func (p ratesPage) figure(v interest.Percent) string {
	if p.Say.Lang() == "en" {
		return v.String()
	}
	return strings.ReplaceAll(v.String(), ".", ",")
}

func (p ratesPage) export() error {
	head := []string{p.Say.T("charge.series"), p.Say.T("charge.from"), p.Say.T("charge.rate"), p.Say.T("charge.verified"), p.Say.T("charge.source")}
	return p.Export(p.series.Name, head, func(row func(...any) error) error {
		for _, r := range p.rows {
			mark := "[K]"
			if r.Verified {
				mark = p.Say.T("say.yes")
			}
			if err := row(p.series.Name, r.From, sheet.Decimal(r.Rate.String()), mark, interest.Said(r.Source, p.Say.Lang())); err != nil {
				return err
			}
		}
		return nil
	})
}
