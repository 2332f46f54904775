// Package approval is the pages of requests: what somebody asks to be allowed,
// who may decide it by the policy, and what was said.
//
// It decides nothing: whose word counts the rules of authority say, in desk.
// Invariants: a link in a mail shows a request to who holds it, and changes
// something only by a form that he confirms; who cannot decide is told who can, before and after he tries; how
// far whose word goes stands above the form that asks.
//
// Start with Routes.
package approval

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/approvals", Right: desk.ReadBooks, Do: list},
		{Method: "GET", Path: "/approvals/{number}", Right: desk.ReadBooks, Do: show},
		{Method: "POST", Path: "/approvals/{number}/decide", Right: desk.AskApprovals, Do: decide},
		{Method: "POST", Path: "/approvals/{number}/evidence", Right: desk.AskApprovals, Do: showPaper},
		{Method: "POST", Path: "/approvals/{number}/withdraw", Right: desk.AskApprovals, Do: withdraw},
		{Method: "GET", Path: "/answer/{token}", Right: page.Public, Do: answerPage},
		{Method: "POST", Path: "/answer/{token}", Right: page.Public, Do: giveAnswer},
		{Method: "GET", Path: "/answered", Right: page.Public, Do: answered},
		{Method: "GET", Path: "/customers/{customer}/ask", Right: desk.AskApprovals, Do: draft},
		{Method: "POST", Path: "/customers/{customer}/ask", Right: desk.AskApprovals, Do: ask},
	}
}
