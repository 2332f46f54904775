// Package work is the pages of the work of the day: tasks, calls, visits,
// promises to pay, cash taken on the spot.
//
// Start with Routes.
package work

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/today", Right: desk.ReadBooks, Do: today},
		{Method: "POST", Path: "/today/paid", Right: desk.DoTasks, Do: closePaid},
		{Method: "GET", Path: "/today/results", Right: desk.ReadBooks, Do: results},
		{Method: "GET", Path: "/tasks/{task}", Right: desk.ReadBooks, Do: task},
		{Method: "POST", Path: "/tasks/{task}/done", Right: desk.DoTasks, Do: taskDone},
		{Method: "POST", Path: "/tasks/{task}/snooze", Right: desk.DoTasks, Do: taskSnooze},
		{Method: "GET", Path: "/customers/{customer}/call", Right: desk.DoTasks, Do: call},
		{Method: "POST", Path: "/customers/{customer}/call", Right: desk.DoTasks, Do: callDone},
		{Method: "GET", Path: "/customers/{customer}/promise", Right: desk.DoTasks, Do: promise},
		{Method: "POST", Path: "/customers/{customer}/promise", Right: desk.DoTasks, Do: promiseTake},
		{Method: "GET", Path: "/customers/{customer}/plan", Right: desk.DoTasks, Do: plan},
		{Method: "POST", Path: "/customers/{customer}/plan", Right: desk.DoTasks, Do: planTake},
		{Method: "GET", Path: "/customers/{customer}/cash", Right: desk.TakeCash, Do: cash},
		{Method: "POST", Path: "/customers/{customer}/cash", Right: desk.TakeCash, Do: cashTake},
		{Method: "GET", Path: "/cash-held", Right: desk.ReadBooks, Do: cashHeld},
		{Method: "POST", Path: "/cash-held/{receipt}/in", Right: desk.TakeCash, Do: cashIn},
		{Method: "GET", Path: "/promises", Right: desk.ReadBooks, Do: promises},
		{Method: "GET", Path: "/promises/{promise}", Right: desk.ReadBooks, Do: promiseShow},
		{Method: "POST", Path: "/promises/{promise}/withdraw", Right: desk.DoTasks, Do: promiseWithdraw},
	}
}
