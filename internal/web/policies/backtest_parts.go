package policies

import (
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
			rows = append(rows, work{pin(p.Policy, p.Version), l})
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
	policy string
	backtest.StepFigures
}

func (v backtestView) steps() ui.Table[step] {
	var rows []step
	for _, p := range v.Test.Result.Policies {
		for _, f := range p.Steps {
			rows = append(rows, step{pin(p.Policy, p.Version), f})
		}
	}
	s := v.Say
	return ui.Table[step]{
		Caption: s.T("policies.steps"), Rows: rows, Empty: s.T("policies.no_steps"),
		Columns: []ui.Column[step]{
			{Title: s.T("policies.policy"), Text: func(f step) string { return f.policy }},
			{Title: s.T("policies.step"), Text: func(f step) string { return f.Step }},
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
			{Title: v.Test.Policies[0], Text: func(p desk.BacktestParting) string { return v.did(p.A) }},
			{Title: v.Test.Policies[1], Text: func(p desk.BacktestParting) string { return v.did(p.B) }},
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
			{Title: v.Test.Policies[0], Text: func(d backtest.Difference) string { return v.side(d.A, d.WhyA) }},
			{Title: v.Test.Policies[1], Text: func(d backtest.Difference) string { return v.side(d.B, d.WhyB) }},
		},
	}
}

// did is the step that was taken.
func (v backtestView) did(step string) string {
	switch step {
	case "":
		return v.Say.T("policies.nothing_done")
	case policy.MendContact:
		return rulebook.Named(step, v.Say.Lang())
	}
	return step
}

// side is what one policy did about a document, and why, or what stood in the
// way.
func (v backtestView) side(d backtest.Deed, why []policy.Reason) string {
	text := v.did(d.Step)
	for i, r := range why {
		if i == 0 {
			text += ": "
		} else {
			text += "; "
		}
		text += rulebook.Reason(nil, r, v.Say.Lang())
	}
	return text
}
