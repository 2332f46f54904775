// Package formulas is the pages on which anybody tries the formulas of
// receivables with figures of his own.
//
// Package formula counts; nothing of the books is read. All figures stand in the address.
// Start with Routes.
package formulas

import (
	"debitor/internal/desk"
	"debitor/internal/formula"
	"debitor/internal/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/formulas", Right: desk.ReadBooks, Do: list},
		{Method: "GET", Path: "/formulas/{formula}", Right: desk.ReadBooks, Do: show},
	}
}

// list is all of them, each with its example.
func list(c *page.Call) error {
	return c.Render(c.Say.T("formula.title"), listPage(c, formula.All()))
}
