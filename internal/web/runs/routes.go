// Package runs is the pages of the run of a day from the plan to the post
// office: looked at, changed, applied, printed, posted, taken back; and the page
// of a letter.
//
// Start with Routes, then runShow, which most people come to see.
package runs

import (
	"net/http"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: http.MethodGet, Path: "/runs", Right: desk.ReadBooks, Do: runList},
		{Method: http.MethodGet, Path: "/runs/{date}", Right: desk.ReadBooks, Do: runShow},
		{Method: http.MethodPost, Path: "/runs/{date}/apply", Right: desk.ApplyRuns, Do: runApply},
		{Method: http.MethodGet, Path: "/runs/{date}/progress", Right: desk.ReadBooks, Do: runProgress},
		{Method: http.MethodGet, Path: "/runs/{date}/action", Right: desk.ReadBooks, Do: actionShow},
		{Method: http.MethodPost, Path: "/runs/{date}/action", Right: desk.ApplyRuns, Do: actionReview},
		{Method: http.MethodPost, Path: "/runs/{date}/action/drop", Right: desk.ApplyRuns, Do: actionDrop},
		{Method: http.MethodGet, Path: "/runs/{date}/papers/{file}", Right: desk.ApplyRuns, Do: runPaper},
		{Method: http.MethodPost, Path: "/runs/{date}/mail", Right: desk.SendMail, Do: runMail},
		{Method: http.MethodPost, Path: "/runs/{date}/marks", Right: desk.KeepPost, Do: runMarks},
		{Method: http.MethodPost, Path: "/runs/{date}/done", Right: desk.ApplyRuns, Do: runDone},
		{Method: http.MethodGet, Path: "/runs/{date}/undo", Right: desk.UndoRuns, Do: undoShow},
		{Method: http.MethodPost, Path: "/runs/{date}/undo", Right: desk.UndoRuns, Do: undoRun},
		{Method: http.MethodGet, Path: "/letters/{letter}", Right: desk.ReadBooks, Do: letterShow},
		{Method: http.MethodPost, Path: "/letters/{letter}/mark", Right: desk.KeepPost, Do: letterMark},
		{Method: http.MethodPost, Path: "/letters/{letter}/claim", Right: desk.KeepClaims, Do: letterClaim},
	}
}

// dayOf is the run's day in the address.
func dayOf(c *page.Call) (cal.Date, error) {
	day, err := cal.Parse(c.Arg("date"))
	if err != nil {
		return 0, page.NotFound()
	}
	return day, nil
}

// onDay is a handler of a run's day.
func onDay(c *page.Call, do func(cal.Date) error) error {
	day, err := dayOf(c)
	if err != nil {
		return err
	}
	return do(day)
}
