// Package policies is the pages of the rules: policies and templates of letters,
// read, edited, tried on the past, put to use; and the set-up list, which says
// what is still missing.
//
// It knows no rule: what is wrong with a text says the reader of the language,
// what would have happened says the back-test. Start with Routes, then
// policy_show.go.
package policies

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// textLimit is the largest form with a text in it: a policy or a template is a
// tenth of it.
const textLimit = 512 << 10

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/policies", Right: desk.ReadRules, Do: policyList},
		{Method: "GET", Path: "/policies/{policy}", Right: desk.ReadRules, Do: policyShow},
		{Method: "GET", Path: "/policies/{policy}/compare", Right: desk.ReadRules, Do: policyCompare},
		{Method: "GET", Path: "/policies/{policy}/file/{as}", Right: desk.ReadRules, Do: policyFile},
		{Method: "GET", Path: "/policies/{policy}/edit", Right: desk.DraftPolicies, Do: policyEdit},
		{Method: "POST", Path: "/policies/{policy}/edit", Right: desk.DraftPolicies, Limit: textLimit, Do: policySave},
		{Method: "POST", Path: "/policies/{policy}/check", Right: desk.DraftPolicies, Limit: textLimit, Do: policyCheck},
		{Method: "POST", Path: "/policies/{policy}/note", Right: desk.DraftPolicies, Do: policyNote},
		{Method: "POST", Path: "/policies/{policy}/ask", Right: desk.AskApprovals, Do: policyAsk},
		{Method: "POST", Path: "/policies/{policy}/publish", Right: desk.PublishPolicy, Do: policyPublish},
		{Method: "GET", Path: "/backtests", Right: desk.DraftPolicies, Do: backtestList},
		{Method: "POST", Path: "/backtests", Right: desk.DraftPolicies, Do: backtestAsk},
		{Method: "GET", Path: "/backtests/{backtest}", Right: desk.DraftPolicies, Do: backtestShow},
		{Method: "GET", Path: "/templates", Right: desk.ReadRules, Do: templateList},
		{Method: "GET", Path: "/templates/{letter}", Right: desk.ReadRules, Do: templateShow},
		{Method: "POST", Path: "/templates/{letter}", Right: desk.WriteLetters, Limit: textLimit, Do: templateSave},
		{Method: "POST", Path: "/templates/{letter}/preview", Right: desk.ReadRules, Limit: textLimit, Do: templatePreview},
		{Method: "POST", Path: "/templates/{letter}/drop", Right: desk.WriteLetters, Do: templateDrop},
		{Method: "GET", Path: "/settings/list", Right: desk.DraftPolicies, Do: setupList},
		{Method: "POST", Path: "/settings/list/{task}", Right: desk.DraftPolicies, Do: setupSave},
	}
}
