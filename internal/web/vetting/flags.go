package vetting

import (
	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/rulebook"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// flagsPage is what the register of red flags is made from.
type flagsPage struct {
	*page.Call
	rows    []store.Flagged
	filters ui.Filters
	at      int
	next    bool
}

// flags is the red flags that stand, long delays among them.
func flags(c *page.Call) error {
	p := flagsPage{Call: c}
	var q store.FlaggedQuery
	p.at, q.Offset, q.Limit = around(c)
	q.Scope.Manager = c.Ask("manager")
	fields, err := managers(c)
	if err != nil {
		return err
	}
	p.filters = ui.Filters{Same: c.Same, Files: true, Fields: fields}
	if p.rows, err = c.Session.Flagged(c.Context(), q); err != nil {
		return err
	}
	if c.Exporting() {
		return p.export()
	}
	if p.next = len(p.rows) > pageRows; p.next {
		p.rows = p.rows[:pageRows]
	}
	return c.Render(c.Say.T("checks.flags"), flagsShow(p))
}

func (p flagsPage) table() ui.Table[store.Flagged] {
	return ui.Table[store.Flagged]{
		Caption: p.Say.T("checks.flags"), Rows: p.rows, Empty: p.Say.T("checks.no_flags"), Keys: true,
		Columns: []ui.Column[store.Flagged]{
			{Title: p.Say.T("lists.customer"), Cell: func(f store.Flagged) templ.Component { return ui.Link(p.To("customers", string(f.Customer)), f.Name) }},
			{Title: p.Say.T("checks.flag"), Text: func(f store.Flagged) string { return rulebook.Named(f.Kind, p.Say.Lang()) }},
			{Title: p.Say.T("checks.since"), Text: func(f store.Flagged) string { return p.Say.Date(f.SeenOn) }},
			{Title: p.Say.T("flag.note"), Text: func(f store.Flagged) string { return f.Note }},
			{Title: p.Say.T("checks.by"), Minor: true, Text: func(f store.Flagged) string { return f.Author }},
			{Title: p.Say.T("checks.checked"), Text: func(f store.Flagged) string { return p.day(f.Checked) }},
			{Title: p.Say.T("lists.manager"), Minor: true, Text: func(f store.Flagged) string { return f.Manager }},
		},
	}
}

// day is a day that may be none.
func (p flagsPage) day(d cal.Date) string {
	if d == 0 {
		return ""
	}
	return p.Say.Date(d)
}

func (p flagsPage) export() error {
	heads := []string{
		p.Say.T("lists.code"), p.Say.T("lists.customer"), p.Say.T("checks.flag"), p.Say.T("checks.since"), p.Say.T("flag.note"), p.Say.T("checks.by"), p.Say.T("checks.checked"), p.Say.T("lists.manager"),
	}
	return p.Export(p.Say.T("checks.flags")+" "+p.Today.String(), heads, func(row func(...any) error) error {
		for _, f := range p.rows {
			if err := row(string(f.Customer), f.Name, rulebook.Named(f.Kind, p.Say.Lang()), f.SeenOn, f.Note, f.Author, p.day(f.Checked), f.Manager); err != nil {
				return err
			}
		}
		return nil
	})
}
