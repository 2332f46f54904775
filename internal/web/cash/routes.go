// Package cash is the pages of what came in at the bank: the entries that wait
// for a decision, those that are booked, and up to when each account is known.
//
// It is not cash taken on the spot (work), and it books nothing itself: whose
// money an entry is, match proposes and the desk records. Invariants: what is
// sure needs no click, what is doubtful one or two; every proposal says why.
//
// Start with Routes.
package cash

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/cash", Right: desk.MatchCash, Do: list},
		{Method: "GET", Path: "/cash/accounts", Right: desk.ReadBooks, Do: accounts},
		{Method: "POST", Path: "/cash/accounts", Right: desk.ManageCompany, Do: addAccount},
		{Method: "POST", Path: "/cash/waive", Right: desk.WaiveStatements, Do: waive},
		{Method: "GET", Path: "/cash/entries/{entry}", Right: desk.MatchCash, Do: show},
		{Method: "POST", Path: "/cash/entries/{entry}/book", Right: desk.MatchCash, Do: book},
		{Method: "POST", Path: "/cash/entries/{entry}/aside", Right: desk.MatchCash, Do: aside},
		{Method: "POST", Path: "/cash/entries/{entry}/undo", Right: desk.MatchCash, Do: undo},
	}
}
