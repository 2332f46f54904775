// Package late is the pages of what lateness costs: calculations of penalty and
// interest, the charges made of them, ways of counting side by side, and the
// rates that laws refer to.
//
// It counts nothing: package interest does, and desk brings it together with the
// books. What nobody verified in its source is marked [K]. Start with Routes.
package late

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/charges", Right: desk.ReadBooks, Do: list},
		{Method: "GET", Path: "/charges/{number}", Right: desk.ReadBooks, Do: show},
		{Method: "POST", Path: "/charges/{number}", Right: desk.AskApprovals, Do: act},
		{Method: "GET", Path: "/invoices/{invoice}/lateness", Right: desk.ReadBooks, Do: lateness},
		{Method: "POST", Path: "/invoices/{invoice}/lateness", Right: desk.KeepCharges, Do: propose},
		{Method: "GET", Path: "/customers/{customer}/lateness", Right: desk.ReadBooks, Do: accrued},
		{Method: "GET", Path: "/lateness", Right: desk.ReadBooks, Do: compare},
		{Method: "GET", Path: "/interest-rates", Right: desk.ReadBooks, Do: rates},
	}
}
