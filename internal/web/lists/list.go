package lists

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/money"
	"debitor/internal/sheet"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// pageRows is how many rows a page of a list shows.
const pageRows = 50

// list is what all lists have in common.
type list[T any] struct {
	name    string // of its address, and of its saved views
	filters ui.Filters
	above   templ.Component // between filters and table: sums, what is hidden; may be nil
	table   ui.Table[T]
	pages   templ.Component
	views   []store.View
	bare    bool // the books have no customer yet
}

// pageOf is the number of the page asked for, from 1.
func pageOf(c *page.Call) int { return max(1, c.AskInt("page", 1)) }

// narrowed is the parameters of this list, as a view of it keeps them.
func narrowed(c *page.Call) string {
	q := c.R.URL.Query()
	for _, passing := range []string{"page", "format", "lang"} {
		q.Del(passing)
	}
	for name := range q {
		if q.Get(name) == "" {
			q.Del(name)
		}
	}
	return q.Encode()
}

// more is where a list stands whose length is not counted: whether there is
// more it learns by reading one row beyond the page.
type more struct {
	page, rows int
	next       bool
	same       func(...string) string
}

// cut takes the row beyond the page away.
func cut[T any](c *page.Call, rows []T) ([]T, more) {
	m := more{page: pageOf(c), rows: min(len(rows), pageRows), next: len(rows) > pageRows, same: c.Same}
	return rows[:m.rows], m
}

func (m more) first() int         { return (m.page-1)*pageRows + 1 }
func (m more) last() int          { return (m.page-1)*pageRows + m.rows }
func (m more) to(page int) string { return m.same("page", strconv.Itoa(page)) }

// offset is the first row of the page asked for.
func offset(c *page.Call) int { return (pageOf(c) - 1) * pageRows }

// options are the values that a list can be narrowed by, the first being all.
func options(c *page.Call, values []string) []ui.Option {
	all := []ui.Option{{Text: c.Say.T("say.all")}}
	for _, v := range values {
		all = append(all, ui.Option{Value: v, Text: v})
	}
	return all
}

// titled are options of which each has a text of its own.
func titled(c *page.Call, prefix string, values ...string) []ui.Option {
	all := make([]ui.Option, len(values))
	for i, v := range values {
		key := v
		if v == "" {
			key = "any"
		}
		all[i] = ui.Option{Value: v, Text: c.Say.T(prefix + strings.ReplaceAll(key, "-", "_"))}
	}
	return all
}

// amount is a cell of a file.
func amount(m money.Minor, k money.Currency) sheet.Decimal { return sheet.Decimal(m.Decimal(k)) }

// titles are the headings of a file.
func titles(c *page.Call, keys ...string) []string {
	all := make([]string, len(keys))
	for i, k := range keys {
		all[i] = c.Say.T("lists." + k)
	}
	return all
}

// link is a cell that leads somewhere.
func link(href, text string) templ.Component { return ui.Link(href, text) }

// saveView keeps the list the form was sent from.
func saveView(c *page.Call) error {
	f := c.Form()
	v := store.View{List: f.Text("list"), Name: f.Need("name"), Query: f.Text("query")}
	if f.OK() {
		if err := c.Session.SaveView(c.Context(), v); err != nil {
			return err
		}
		return c.Go(viewAddress(c, v), "lists.view_saved")
	}
	return c.Go(viewAddress(c, v), "lists.view_no_name")
}

func dropView(c *page.Call) error {
	f := c.Form()
	if err := c.Session.DropView(c.Context(), f.Text("list"), f.Text("name")); err != nil {
		return err
	}
	return c.Go(c.To(f.Text("list")), "lists.view_dropped")
}

// viewAddress is the list a view is of; what a form says of it is taken for
// parameters and nothing else.
func viewAddress(c *page.Call, v store.View) string {
	q, _ := url.ParseQuery(v.Query) // what cannot be read narrows nothing
	if len(q) == 0 {
		return c.To(v.List)
	}
	return c.To(v.List) + "?" + q.Encode()
}

// render shows a list with the visitor's views of it.
func render[T any](c *page.Call, title string, l list[T]) error {
	views, err := c.Session.Views(c.Context(), l.name)
	if err != nil {
		return err
	}
	l.views = views
	if len(l.table.Rows) == 0 && l.name != "journal" {
		if l.bare, err = c.Session.Bare(c.Context()); err != nil {
			return err
		}
	}
	l.table.Keys = true
	return c.Render(title, listOf(c, l))
}

func viewTabs(c *page.Call, views []store.View) []ui.Tab {
	now := narrowed(c)
	tabs := make([]ui.Tab, len(views))
	for i, v := range views {
		tabs[i] = ui.Tab{Text: v.Name, Href: viewAddress(c, v), Here: v.Query == now}
	}
	return tabs
}
