package approval

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// lifts is the register of lifted holds, with what became of each.
func lifts(c *page.Call) error {
	all, err := c.Session.ApprovalsSeen(c.Context(), desk.ApprovalFilter{Kind: authority.LiftHold, Customer: id.Customer(c.Ask("customer"))}, c.Today)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(a desk.ApprovalSeen) bool { return a.State != store.Approved })
	slices.Reverse(all) // the newest first
	return c.Render(c.Say.T("approval.title"), liftsPage(c, all))
}

func liftTable(c *page.Call, rows []desk.ApprovalSeen) ui.Table[desk.ApprovalSeen] {
	say := c.Say
	return ui.Table[desk.ApprovalSeen]{
		Caption: say.T("approval.show.lifts"), Rows: rows, Empty: say.T("approval.none.lifts"),
		Columns: []ui.Column[desk.ApprovalSeen]{
			{Title: say.T("approval.number"), Cell: func(a desk.ApprovalSeen) templ.Component {
				return ui.Link(address(c, a.Number), say.T("approval.no", a.Number))
			}},
			{Title: say.T("approval.about"), Cell: func(a desk.ApprovalSeen) templ.Component { return about(c, &a) }},
			{Title: say.T("approval.amount"), Number: true, Text: func(a desk.ApprovalSeen) string { return amount(c, &a) }},
			{Title: say.T("approval.until"), Text: func(a desk.ApprovalSeen) string { return say.Date(a.Until) }},
			{Title: say.T("approval.who"), Text: func(a desk.ApprovalSeen) string { return decider(c, &a) }},
			{Title: say.T("approval.reason"), Cell: func(a desk.ApprovalSeen) templ.Component { return ui.Long(grounds(&a)) }},
			{Title: say.T("approval.outcome"), Cell: func(a desk.ApprovalSeen) templ.Component { return outcome(c, &a) }},
		},
	}
}

// decider is who let goods go, in which role.
func decider(c *page.Call, a *desk.ApprovalSeen) string {
	var list []string
	for _, v := range a.Votes {
		if v.Vote == store.VoteApprove {
			list = append(list, string(v.Person)+", "+owner(c, v.Role))
		}
	}
	return strings.Join(list, "; ")
}

// grounds is why, and what was shown.
func grounds(a *desk.ApprovalSeen) string {
	words := []string{a.Reason}
	for _, e := range a.Evidence {
		words = append(words, e.Name+" "+e.Document)
	}
	return strings.Join(words, "; ")
}

// outcome is what became of a lift; nothing where nothing was overdue and nothing
// went on it yet.
func outcome(c *page.Call, a *desk.ApprovalSeen) templ.Component {
	switch a.Outcome {
	case desk.Kept:
		return ui.Badge(c.Say.T("approval.outcome.kept"), "good")
	case desk.PaidLate:
		return ui.Badge(c.Say.T("approval.outcome.late"), "warn")
	case desk.Broken:
		return ui.Badge(c.Say.T("approval.outcome.broken"), "bad")
	case desk.StillOpen:
		return ui.Badge(c.Say.T("approval.outcome.open"), "")
	}
	return ui.Text("–")
}
