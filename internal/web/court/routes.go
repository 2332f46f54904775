// Package court is the pages that are looked at before a court is asked: whom
// it pays to sue, and how long each debt has left.
//
// It decides nothing: package claims judges, desk brings what it judges by. What nobody
// verified in its source is marked [K]. Start with Routes.
package court

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/sue", Right: desk.ReadClaims, Do: sue},
		{Method: "GET", Path: "/limitation", Right: desk.ReadBooks, Do: limitation},
		{Method: "GET", Path: "/customers/{customer}/legal", Right: desk.KeepClaims, Do: record},
		{Method: "POST", Path: "/customers/{customer}/legal", Right: desk.KeepClaims, Do: record},
	}
}
