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

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/sign-in", Right: page.Public, Do: signInPage},
		{Method: "POST", Path: "/sign-in", Right: page.Public, Do: signIn},
		{Method: "GET", Path: "/sign-in/code", Right: page.Public, Do: codePage},
		{Method: "POST", Path: "/sign-in/code", Right: page.Public, Do: signInCode},
		{Method: "POST", Path: "/sign-out", Right: page.Public, Do: signOut},
		{Method: "GET", Path: "/oidc/start", Right: page.Public, Do: oidcStart},
		{Method: "GET", Path: "/oidc/back", Right: page.Public, Do: oidcBack},
		{Method: "GET", Path: "/forgotten", Right: page.Public, Do: forgottenPage},
		{Method: "POST", Path: "/forgotten", Right: page.Public, Do: forgotten},
		{Method: "GET", Path: "/set-up/{token}", Right: page.Public, Do: offerPage},
		{Method: "POST", Path: "/set-up/{token}", Right: page.Public, Do: takeOffer},
		{Method: "GET", Path: "/reset/{token}", Right: page.Public, Do: offerPage},
		{Method: "POST", Path: "/reset/{token}", Right: page.Public, Do: takeOffer},

		{Method: "GET", Path: "/me", Right: desk.OwnAccount, Do: mePage},
		{Method: "POST", Path: "/me", Right: desk.OwnAccount, Do: setMe},
		{Method: "POST", Path: "/me/password", Right: desk.OwnAccount, Do: changePassword},
		{Method: "POST", Path: "/me/elsewhere", Right: desk.OwnAccount, Do: signOutElsewhere},
		{Method: "GET", Path: "/me/second", Right: desk.OwnAccount, Do: secondPage},
		{Method: "POST", Path: "/me/second", Right: desk.OwnAccount, Do: setSecond},
		{Method: "POST", Path: "/me/second/off", Right: desk.OwnAccount, Do: dropSecond},

		{Method: "GET", Path: "/settings/users", Right: desk.ManageUsers, Do: usersPage},
		{Method: "GET", Path: "/settings/users/new", Right: desk.ManageUsers, Do: newUserPage},
		{Method: "POST", Path: "/settings/users/new", Right: desk.ManageUsers, Do: newUser},
		{Method: "GET", Path: "/settings/users/{user}", Right: desk.ManageUsers, Do: userPage},
		{Method: "POST", Path: "/settings/users/{user}", Right: desk.ManageUsers, Do: editUser},
		{Method: "POST", Path: "/settings/users/{user}/link", Right: desk.ManageUsers, Do: userLink},
		{Method: "POST", Path: "/settings/users/{user}/sign-out", Right: desk.ManageUsers, Do: signOutUser},
		{Method: "POST", Path: "/settings/users/{user}/second-off", Right: desk.ManageUsers, Do: dropUserSecond},
	}
}
