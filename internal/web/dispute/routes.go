// Package dispute is the pages of disputes, what they were caused by, and what
// was done that they do not come again.
//
// It decides nothing: desk knows the states of a dispute and who may do what.
// Invariants: each form of the page of a dispute carries the version it was
// made from, so that of two who decide at once the second is told.
//
// Start with Routes.
package dispute

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/disputes", Right: desk.ReadBooks, Do: list},
		{Method: "GET", Path: "/disputes/causes", Right: desk.ReadBooks, Do: causes},
		{Method: "POST", Path: "/cures/{cure}", Right: desk.DoTasks, Do: cured},
		{Method: "GET", Path: "/disputes/{number}", Right: desk.ReadBooks, Do: show},
		{Method: "POST", Path: "/disputes/{number}/answer", Right: desk.DecideDispute, Do: answer},
		{Method: "POST", Path: "/disputes/{number}/route", Right: desk.OpenDisputes, Do: route},
		{Method: "POST", Path: "/disputes/{number}/note", Right: desk.OpenDisputes, Do: note},
		{Method: "POST", Path: "/disputes/{number}/settle", Right: desk.OpenDisputes, Do: settle},
		{Method: "POST", Path: "/disputes/{number}/finish", Right: desk.DecideDispute, Do: finish},
		{Method: "POST", Path: "/disputes/{number}/cause", Right: desk.DecideDispute, Do: findCause},
		{Method: "GET", Path: "/customers/{customer}/dispute", Right: desk.OpenDisputes, Do: draft},
		{Method: "POST", Path: "/customers/{customer}/dispute", Right: desk.OpenDisputes, Do: open},
	}
}
