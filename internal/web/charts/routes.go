// Package charts is the pages of pictures of the ledger, with their numbers.
//
// Start with Routes.
package charts

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{{Method: "GET", Path: "/charts", Right: desk.ReadBooks, Do: show}}
}
