// Package signin is the pages of signing in and out, invitations, forgotten
// passwords, second factors, one's own account and the company's users, and
// the gate that knows who a request is from.
//
// It keeps no secret itself: passwords, tokens and second factors are the
// desk's. Invariants: a token is in the browser's cookie or in a link, only its
// hash is kept; a refusal does not tell whether there is such a person; nobody
// is led to other people's pages.
//
// Start with Routes, then Gate.
package signin

import "debitor/internal/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/sign-in", Right: page.Public, Do: signInPage},
		{Method: "POST", Path: "/sign-in", Right: page.Public, Do: signIn},
		{Method: "POST", Path: "/sign-out", Right: page.Public, Do: signOut},
	}
}
