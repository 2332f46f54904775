// Package terms is the pages of on which terms customers buy: which category is
// whose, who is on the black list, what deferral costs, and what the money that
// came in earns managers.
//
// It decides nothing: package credit rates and judges, desk asks. Start with
// Routes.
package terms

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/terms", Right: desk.ReadBooks, Do: categories},
		{Method: "POST", Path: "/terms", Right: desk.AskApprovals, Do: askCategories},
		{Method: "GET", Path: "/terms/black-list", Right: desk.ReadBooks, Do: blackList},
		{Method: "POST", Path: "/terms/black-list", Right: desk.AskApprovals, Do: askBlackList},
		{Method: "GET", Path: "/terms/price", Right: desk.ReadBooks, Do: price},
		{Method: "GET", Path: "/terms/commission", Right: desk.ReadBooks, Do: commission},
	}
}

// pageRows is how many rows a page of a list shows.
const pageRows = 50

// tabs are the pages of the family.
func tabs(c *page.Call, here string) (list []ui.Tab) {
	for _, v := range []struct{ name, href string }{{"categories", c.To("terms")}, {"black-list", c.To("terms", "black-list")}, {"price", c.To("terms", "price")}, {"commission", c.To("terms", "commission")}} {
		list = append(list, ui.Tab{Text: c.Say.T("terms." + v.name), Href: v.href, Here: v.name == here})
	}
	return list
}
