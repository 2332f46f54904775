package policies

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/rulebook"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// policyView is a version of a policy with all that is said of it.
type policyView struct {
	*page.Call
	Book     desk.Rulebook
	Pin      string
	Category string // for whom the ladder is drawn
	Findings []rulebook.Finding
	History  []desk.PolicyVersionInfo // of the company's own; newest first
	Terms    []desk.PolicyTerm        // in which this version rules or is to
	Waiting  []desk.Approval          // requests to publish it
	Publish  *ui.Form
	Ask      *ui.Form
	Note     *ui.Form
}

func policyShow(c *page.Call) error {
	v, err := policyOf(c)
	if err != nil {
		return err
	}
	return c.Render(v.title(), policyPage(v))
}

// policyOf reads the policy that the address names.
func policyOf(c *page.Call) (v policyView, err error) {
	v = policyView{Call: c, Category: c.Ask("category"), Publish: ui.NewForm(c.Say, nil), Ask: ui.NewForm(c.Say, nil), Note: ui.NewForm(c.Say, nil)}
	if v.Book, err = c.Session.Rulebook(c.Context(), c.Arg("policy"), c.Say.Lang()); err != nil {
		return v, err
	}
	v.Pin = pin(v.Book.Name, v.Book.Version)
	if v.Findings, err = c.Session.Findings(c.Context(), v.Book.Policy, c.Say.Lang(), c.Today); err != nil {
		return v, err
	}
	v.History, err = c.Session.PolicyHistory(c.Context(), v.Book.Name)
	if err != nil && fault.KindOf(err) != fault.NotFound { // one that is only shipped has none
		return v, err
	}
	slices.Reverse(v.History)
	outlook, err := c.Session.PolicyOutlook(c.Context(), c.Today)
	for _, t := range outlook {
		if t.Policy == v.Book.Name && t.Version == v.Book.Version {
			v.Terms = append(v.Terms, t)
		}
	}
	if err == nil && v.Book.Version > 0 {
		v.Waiting, err = waiting(c, v.Book.Rules)
	}
	v.fillForms(outlook)
	return v, err
}

// waiting are the requests to publish the very version.
func waiting(c *page.Call, r desk.Rules) ([]desk.Approval, error) {
	list, err := c.Session.Approvals(c.Context(), desk.ApprovalFilter{Pending: true, Kind: authority.PublishPolicy}, c.Today)
	return slices.DeleteFunc(list, func(a desk.Approval) bool { return a.Policy != r.Name || a.Value != strconv.Itoa(r.Version) }), err
}

// fillForms puts in what most people want: from tomorrow on, for today's run may
// have been made.
func (v *policyView) fillForms(outlook []desk.PolicyTerm) {
	from := v.Today
	if len(outlook) > 0 {
		from++
	}
	v.Publish.Set("from", from.String())
	v.Note.Set("kind", desk.PolicyNotes[0])
}

func (v policyView) title() string { return title(v.Call, v.Book.Title, v.Book.Name) }

// inForce says whether the version rules today.
func (v policyView) inForce() bool { return len(v.Terms) > 0 && v.Terms[0].From <= v.Today }

func (v policyView) text() string {
	if t := v.Book.Text[v.Say.Lang()]; t != "" {
		return t
	}
	return v.Book.Text["en"]
}

// ladder is the address of the drawing for the chosen category.
func (v policyView) ladder() string {
	return page.With(v.To("policies", v.Pin, "file", "svg"), "category", v.Category)
}

// categories are the views of the ladder, none where it is the same for all.
func (v policyView) categories() (tabs []ui.Tab) {
	known := rulebook.Categories(v.Book.Policy)
	if len(known) < 2 {
		return nil
	}
	for _, name := range known {
		text := name
		for _, k := range v.Book.Categories {
			if k.ID == name {
				text = title(v.Call, k.Title, name)
			}
		}
		if text == "" {
			text = v.Say.T("say.all")
		}
		tabs = append(tabs, ui.Tab{Text: text, Href: v.Same("category", name), Here: v.Category == name})
	}
	return tabs
}

func (v policyView) steps() ui.Table[rulebook.Row] {
	rows, head := rulebook.Table(v.Book.Policy, v.Say.Lang()), rulebook.TableHead(v.Say.Lang())
	column := func(i int, minor bool, text func(rulebook.Row) string) ui.Column[rulebook.Row] {
		return ui.Column[rulebook.Row]{Title: head[i], Minor: minor, Text: text}
	}
	return ui.Table[rulebook.Row]{
		Caption: v.Say.T("policies.steps"), Rows: rows, Empty: v.Say.T("policies.no_steps"),
		Columns: []ui.Column[rulebook.Row]{
			column(0, false, func(r rulebook.Row) string { return r.Title }),
			column(1, false, func(r rulebook.Row) string { return joined(", ", r.When, r.After) }),
			column(2, false, func(r rulebook.Row) string { return joined("; ", r.What, r.Documents, r.Options) }),
			column(3, false, func(r rulebook.Row) string { return joined(", ", r.Who, r.With) }),
			column(7, true, func(r rulebook.Row) string { return r.Deadline }),
			column(8, true, func(r rulebook.Row) string { return r.If }),
			{
				Title: head[9], Number: true, Minor: true, Cell: func(r rulebook.Row) templ.Component {
					return ui.Link("#line-"+strconv.Itoa(r.Line), v.Say.Number(r.Line))
				},
			},
		},
	}
}

func joined(mark string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), mark)
}

// entry is a line of the register in words.
func (v policyView) entry(l desk.PolicyLine) string {
	what := "policies.entry_" + l.What
	if !v.Say.Has(what) {
		return l.What
	}
	return v.Say.T(what)
}

// actor is who did something: a user, or the operator of the machine in words.
func actor(c *page.Call, name string) string {
	if key := "role." + name; c.Say.Has(key) {
		return c.Say.T(key)
	}
	return name
}
