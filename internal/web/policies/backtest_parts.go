package policies

import (
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/backtest"
	"debitor/internal/desk"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/web/ui"
)

// work is what a role would have had to do under a policy.
type work struct {
	policy string
	backtest.Load
}

// loads is who would have had how much to do, and in which week most.
func (v backtestView) loads() ui.Table[work] {
	var rows []work
	for i := range v.Test.Result.Policies {
		p := &v.Test.Result.Policies[i]
		for _, l := range p.Loads() {
			rows = append(rows, work{label(v.Call, v.Policies[i]), l})
		}
	}
	s := v.Say
	return ui.Table[work]{
		Caption: s.T("policies.work"), Rows: rows, Empty: s.T("policies.no_work"),
		Columns: []ui.Column[work]{
			{Title: s.T("policies.role"), Text: func(w work) string { return rulebook.RoleName(w.Role, s.Lang()) }},
			{Title: s.T("policies.policy"), Text: func(w work) string { return w.policy }},
			{Title: s.T("policies.in_all"), Number: true, Text: func(w work) string { return s.Number(w.All) }},
			{Title: s.T("policies.busiest"), Number: true, Text: func(w work) string { return s.Number(w.Most) }},
			{Title: s.T("policies.week"), Minor: true, Text: func(w work) string { return w.Week }},
		},
	}
}

// step is what a step of a policy would have done.
type step struct {
	policy, title string
	backtest.StepFigures
}

func (v backtestView) steps() ui.Table[step] {
	var rows []step
	for i, p := range v.Test.Result.Policies {
		for _, f := range p.Steps {
			rows = append(rows, step{label(v.Call, v.Policies[i]), v.did(i, f.Step), f})
		}
	}
	s := v.Say
	return ui.Table[step]{
		Caption: s.T("policies.steps"), Rows: rows, Empty: s.T("policies.no_steps"),
		Columns: []ui.Column[step]{
			{Title: s.T("policies.policy"), Text: func(f step) string { return f.policy }},
			{Title: s.T("policies.step"), Text: func(f step) string { return f.title }},
			{Title: s.T("policies.in_all"), Number: true, Text: func(f step) string { return s.Number(f.Actions) }},
			{Title: s.T("policies.documents"), Number: true, Text: func(f step) string { return s.Number(f.Items) }},
		},
	}
}

// partings is how often the two did different things, by what they did.
func (v backtestView) partings() ui.Table[desk.BacktestParting] {
	s, result := v.Say, v.Test.Result
	return ui.Table[desk.BacktestParting]{
		Caption: s.T("policies.partings"), Rows: result.Partings, Empty: s.T("policies.no_partings"),
		Columns: []ui.Column[desk.BacktestParting]{
			{Title: label(v.Call, v.Policies[0]), Text: func(p desk.BacktestParting) string { return v.did(0, p.A) }},
			{Title: label(v.Call, v.Policies[1]), Text: func(p desk.BacktestParting) string { return v.did(1, p.B) }},
			{Title: s.T("policies.times"), Number: true, Text: func(p desk.BacktestParting) string { return s.Number(p.Times) }},
		},
	}
}

// examples are some of the differences, with why.
func (v backtestView) examples() ui.Table[backtest.Difference] {
	s, result := v.Say, v.Test.Result
	return ui.Table[backtest.Difference]{
		Caption: s.T("policies.examples"), Rows: result.Examples, Empty: s.T("policies.no_partings"),
		Columns: []ui.Column[backtest.Difference]{
			{Title: s.T("policies.day"), Text: func(d backtest.Difference) string { return s.Date(d.Date) }},
			{Title: s.T("policies.customer"), Cell: func(d backtest.Difference) templ.Component {
				return ui.Link(v.To("customers", string(d.Customer)), string(d.Customer))
			}},
			{Title: s.T("policies.document"), Cell: func(d backtest.Difference) templ.Component {
				return ui.Link(v.To("invoices", string(d.Invoice)), string(d.Invoice))
			}},
			{Title: label(v.Call, v.Policies[0]), Text: func(d backtest.Difference) string { return v.side(0, d.A, d.WhyA) }},
			{Title: label(v.Call, v.Policies[1]), Text: func(d backtest.Difference) string { return v.side(1, d.B, d.WhyB) }},
		},
	}
}

// did is the step that a policy took, in words.
func (v backtestView) did(which int, step string) string {
	switch step {
	case "":
		return v.Say.T("policies.nothing_done")
	case policy.MendContact:
		return rulebook.Named(step, v.Say.Lang())
	}
	return rulebook.StepTitle(v.Policies[which].Policy, step, v.Say.Lang())
}

// side is what one policy did about a document, and why, or what stood in the
// way.
func (v backtestView) side(which int, d backtest.Deed, why []policy.Reason) string {
	if len(why) == 0 {
		return v.did(which, d.Step)
	}
	reasons := make([]string, len(why))
	for i, r := range why {
		reasons[i] = rulebook.ReasonSeen(v.Policies[which].Policy, r, v.Say.Lang())
	}
	return v.did(which, d.Step) + ": " + strings.Join(reasons, "; ")
}
