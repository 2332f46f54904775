// Package vetting is the lists of what is to be put in order before goods go on
// credit, and before a court asks for it.
//
// It decides nothing: package credit says what is missing. Start with Routes.
package vetting

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/checks", Right: desk.ReadBooks, Do: contracts},
		{Method: "GET", Path: "/checks/originals", Right: desk.ReadBooks, Do: originals},
		{Method: "GET", Path: "/checks/flags", Right: desk.ReadBooks, Do: flags},
	}
}

// tabs lead to the lists of the family.
func tabs(c *page.Call) []ui.Tab {
	list := []ui.Tab{
		{Text: c.Say.T("checks.contracts"), Href: c.To("checks")},
		{Text: c.Say.T("checks.originals"), Href: c.To("checks", "originals")},
		{Text: c.Say.T("checks.flags"), Href: c.To("checks", "flags")},
	}
	for i := range list {
		list[i].Here = c.R.URL.Path == list[i].Href
	}
	return list
}

// pageRows is how many rows a page of a list shows.
const pageRows = 50

// fileRows bounds the rows of a file.
const fileRows = 200_000

// around is the page asked for of a list whose length is not counted: one row
// beyond it says whether there is more.
func around(c *page.Call) (at, offset, limit int) {
	if c.Exporting() {
		return 1, 0, fileRows
	}
	at = max(1, c.AskInt("page", 1))
	return at, (at - 1) * pageRows, pageRows + 1
}

// managers is the filter by manager, for who sees the customers of several.
func managers(c *page.Call) ([]ui.Filter, error) {
	names, err := c.Session.Managers(c.Context())
	if err != nil || len(names) < 2 {
		return nil, err
	}
	all := []ui.Option{{Text: c.Say.T("say.all")}}
	for _, m := range names {
		all = append(all, ui.Option{Value: m, Text: m})
	}
	return []ui.Filter{{Name: "manager", Label: c.Say.T("lists.manager"), Value: c.Ask("manager"), Options: all}}, nil
}
