package policies

import (
	"strconv"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/rulebook"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// policyList shows which rules are in force, which come next, and all others.
func policyList(c *page.Call) error {
	outlook, err := c.Session.PolicyOutlook(c.Context(), c.Today)
	if err != nil {
		return err
	}
	list, err := c.Session.Policies(c.Context(), c.Today)
	if err != nil {
		return err
	}
	v := policyListView{Call: c, Outlook: outlook, Policies: list}
	if len(outlook) > 0 {
		book, err := c.Session.Rulebook(c.Context(), pin(outlook[0].Policy, outlook[0].Version), c.Say.Lang())
		if err != nil {
			return err
		}
		if v.Findings, err = c.Session.Findings(c.Context(), book.Policy, c.Say.Lang(), c.Today); err != nil {
			return err
		}
	}
	return c.Render(c.Say.T("policies.title"), policyListPage(v))
}

type policyListView struct {
	*page.Call
	Outlook  []desk.PolicyTerm
	Policies []desk.PolicyInfo
	Findings []rulebook.Finding // of the rules in force
}

// titleOf is what a policy is called in the visitor's language.
func (v policyListView) titleOf(name string) string {
	for _, p := range v.Policies {
		if p.Policy == name {
			return title(v.Call, p.Title, name)
		}
	}
	return name
}

func title(c *page.Call, titles map[string]string, name string) string {
	if t := titles[c.Say.Lang()]; t != "" {
		return t
	}
	if t := titles["en"]; t != "" {
		return t
	}
	return name
}

// pin is how a version is named: "aktivmarket@2"; one of no number is shipped.
func pin(policy string, version int) string {
	if version == 0 {
		return policy
	}
	return policy + "@" + strconv.Itoa(version)
}

func (v policyListView) table() ui.Table[desk.PolicyInfo] {
	s := v.Say
	return ui.Table[desk.PolicyInfo]{
		Caption: s.T("policies.all"), Rows: v.Policies, Empty: s.T("say.none"),
		Columns: []ui.Column[desk.PolicyInfo]{
			{Title: s.T("policies.policy"), Cell: func(p desk.PolicyInfo) templ.Component {
				return ui.Link(v.To("policies", p.Policy), title(v.Call, p.Title, p.Policy))
			}},
			{Title: s.T("policies.name"), Minor: true, Text: func(p desk.PolicyInfo) string { return p.Policy }},
			{Title: s.T("policies.origin"), Minor: true, Text: func(p desk.PolicyInfo) string {
				if p.Shipped {
					return s.T("policies.shipped")
				}
				return s.T("policies.own")
			}},
			{Title: s.T("policies.versions"), Number: true, Text: func(p desk.PolicyInfo) string { return s.Number(len(p.Versions)) }},
			{Title: s.T("policies.state"), Cell: v.state},
		},
	}
}

func (v policyListView) state(p desk.PolicyInfo) templ.Component {
	var marks []templ.Component
	if p.InForce {
		marks = append(marks, ui.Badge(v.Say.T("policies.in_force"), "good"))
	}
	if len(v.Outlook) > 0 {
		for _, t := range v.Outlook[1:] {
			if t.Policy == p.Policy {
				marks = append(marks, ui.Badge(v.Say.T("policies.from", v.Say.Date(t.From)), ""))
			}
		}
	}
	if p.Draft > 0 {
		marks = append(marks, ui.Badge(v.Say.T("policies.draft_n", p.Draft), "warn"))
	}
	return ui.Each(marks)
}
