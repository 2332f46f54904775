package policies

import (
	"slices"

	"debitor/internal/desk"
	"debitor/internal/rulebook"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// compareView is what one policy is in another.
type compareView struct {
	*page.Call
	Is, Was desk.Rulebook
	Form    *ui.Form
	Choices []ui.Option
	Changes []string // nil: nothing was chosen yet
}

// policyCompare says in words how a policy differs from another, which is the
// one in force if none is chosen.
func policyCompare(c *page.Call) error {
	v := compareView{Call: c, Form: ui.NewForm(c.Say, nil)}
	var err error
	if v.Is, err = c.Session.Rulebook(c.Context(), c.Arg("policy"), c.Say.Lang()); err != nil {
		return err
	}
	if v.Choices, err = choices(c); err != nil {
		return err
	}
	with := c.Ask("with")
	if with == "" {
		outlook, err := c.Session.PolicyOutlook(c.Context(), c.Today)
		if err != nil {
			return err
		}
		if len(outlook) > 0 {
			with = pin(outlook[0].Policy, outlook[0].Version)
		}
	}
	if with != "" {
		if v.Was, err = c.Session.Rulebook(c.Context(), with, c.Say.Lang()); err != nil {
			return err
		}
		v.Changes = rulebook.Diff(v.Was.Policy, v.Is.Policy, c.Say.Lang(), v.Is.Edition.Currency)
		v.Form.Set("with", pin(v.Was.Name, v.Was.Version))
	}
	return c.Render(c.Say.T("policies.compare_title"), comparePage(v))
}

// choices are all versions of all policies, the newest of each first; of a
// shipped one that the company has not used, itself.
func choices(c *page.Call) (list []ui.Option, err error) {
	policies, err := c.Session.Policies(c.Context(), c.Today)
	for _, p := range policies {
		name := title(c, p.Title, p.Policy)
		if len(p.Versions) == 0 {
			list = append(list, ui.Option{Value: p.Policy, Text: name})
		}
		for _, n := range slices.Backward(p.Versions) {
			list = append(list, ui.Option{Value: pin(p.Policy, n), Text: name + ", " + c.Say.T("policies.version_n", n)})
		}
	}
	return list, err
}

func label(c *page.Call, b desk.Rulebook) string {
	name := title(c, b.Title, b.Name)
	if b.Version == 0 {
		return name
	}
	return name + ", " + c.Say.T("policies.version_n", b.Version)
}
