// Package settings is the pages of what a company is set up with: itself and
// its letterhead, its mail server, its calendar and prices, its imports, and the programs that
// call or are told; and
// the page that opens the first company of an installation.
//
// What the rules say is set in package policies, who may do what in signin.
// Start with Routes.
package settings

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/settings", Right: desk.ReadBooks, Do: hub},
		{Method: "GET", Path: "/settings/company", Right: desk.ManageCompany, Do: companyForm},
		{Method: "POST", Path: "/settings/company", Right: desk.ManageCompany, Do: companySave},
		{Method: "GET", Path: "/settings/mail", Right: desk.ManageCompany, Do: mailForm},
		{Method: "POST", Path: "/settings/mail", Right: desk.ManageCompany, Do: mailSave},
		{Method: "POST", Path: "/settings/mail/test", Right: desk.ManageCompany, Do: mailTest},
		{Method: "GET", Path: "/settings/calendar", Right: desk.ReadBooks, Do: calendar},
		{Method: "GET", Path: "/settings/costs", Right: desk.ReadRules, Do: costs},
		{Method: "GET", Path: "/settings/rates", Right: desk.ReadBooks, Do: rates},
		{Method: "GET", Path: "/settings/programs", Right: desk.ManageUsers, Do: programs},
		{Method: "GET", Path: "/settings/programs/keys/new", Right: desk.ManageUsers, Do: newKeyPage},
		{Method: "POST", Path: "/settings/programs/keys/new", Right: desk.ManageUsers, Do: newKey},
		{Method: "POST", Path: "/settings/programs/keys/{key}/revoke", Right: desk.ManageUsers, Do: revokeKey},
		{Method: "GET", Path: "/settings/programs/hooks/new", Right: desk.ManageUsers, Do: newHookPage},
		{Method: "POST", Path: "/settings/programs/hooks/new", Right: desk.ManageUsers, Do: newHook},
		{Method: "POST", Path: "/settings/programs/hooks/{hook}/remove", Right: desk.ManageUsers, Do: removeHook},
		{Method: "POST", Path: "/settings/programs/hooks/{hook}/test", Right: desk.ManageUsers, Do: testHook},
		{Method: "POST", Path: "/settings/programs/hooks/{hook}/replay", Right: desk.ManageUsers, Do: replayHook},
		{Method: "GET", Path: "/settings/imports", Right: desk.ImportFiles, Do: uploadList},
		{Method: "POST", Path: "/settings/imports", Right: desk.ImportFiles, Limit: desk.MaxUpload, Do: uploadBring},
		{Method: "GET", Path: "/settings/imports/{upload}", Right: desk.ImportFiles, Do: uploadShow},
		{Method: "POST", Path: "/settings/imports/{upload}/check", Right: desk.ImportFiles, Do: uploadCheck},
		{Method: "POST", Path: "/settings/imports/{upload}/take", Right: desk.ImportFiles, Do: uploadTake},
	}
}
