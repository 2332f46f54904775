// Package lists is the pages of the long lists: customers by age of debt, invoices, letters, tasks, orders, the weekly list, the journal.
//
// A list reads one page of rows, whatever it could show; all that narrows and
// sorts it stands in its address. Start with Routes, then list.go, which holds
// what they have in common.
package lists

import (
	"net/http"

	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: http.MethodGet, Path: "/customers", Right: desk.ReadBooks, Do: customers},
		{Method: http.MethodGet, Path: "/invoices", Right: desk.ReadBooks, Do: invoices},
		{Method: http.MethodGet, Path: "/letters", Right: desk.ReadBooks, Do: letters},
		{Method: http.MethodGet, Path: "/tasks", Right: desk.ReadBooks, Do: tasks},
		{Method: http.MethodGet, Path: "/orders", Right: desk.ReadBooks, Do: orders},
		{Method: http.MethodPost, Path: "/orders/{order}/ask", Right: desk.AskApprovals, Do: askOrder},
		{Method: http.MethodGet, Path: "/journal", Right: desk.ReadJournal, Do: journal},
		{Method: http.MethodGet, Path: "/weekly", Right: desk.ReadBooks, Do: weekly},
		{Method: http.MethodPost, Path: "/weekly", Right: desk.DoTasks, Do: commentWeek},
		{Method: http.MethodGet, Path: "/friday", Right: desk.ReadBooks, Do: friday},
		{Method: http.MethodGet, Path: "/route", Right: desk.ReadBooks, Do: route},
		{Method: http.MethodPost, Path: "/views", Right: desk.ReadBooks, Do: saveView},
		{Method: http.MethodPost, Path: "/views/drop", Right: desk.ReadBooks, Do: dropView},
	}
}
