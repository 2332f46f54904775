package approval

import (
	"slices"
	"strconv"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// number is the request in the address; what is no number leads nowhere.
func number(c *page.Call) int64 {
	n, _ := strconv.ParseInt(c.Arg("number"), 10, 64) // 0 is no request, which the desk says
	return n
}

func show(c *page.Call) error { return showWith(c, c.Form()) }

// showWith shows the page with the form of the decision.
func showWith(c *page.Call, f *ui.Form) error {
	a, err := c.Session.ApprovalSeen(c.Context(), number(c), c.Today)
	if err != nil {
		return err
	}
	f.Action = address(c, a.Number) + "/decide"
	title := c.Say.T("approval.one", a.Number, c.Say.T("approval.kind."+string(a.Kind)))
	if f.OK() {
		return c.Render(title, showPage(c, &a, f))
	}
	return c.Again(title, showPage(c, &a, f))
}

// decide gives the visitor's word.
func decide(c *page.Call) error {
	f := c.Form()
	reason, approve := f.Need("reason"), f.Value("vote") == "approve"
	if !f.OK() {
		return showWith(c, f)
	}
	word := desk.Word{Approve: approve, Reason: reason}
	if v := f.Value("requires"); v != "" && approve {
		word.Requires = []string{v}
	}
	a, err := c.Session.Decide(c.Context(), number(c), word)
	if fault.Code(err) == "right.missing" {
		return notYours(c, f)
	}
	if err := f.Take(err); err != nil {
		return err
	}
	if !f.OK() {
		return showWith(c, f)
	}
	if a.State == store.Approved && a.Kind == authority.PublishPolicy { // who may, puts it to use
		return c.Go(address(c, a.Number), "approval.done.publish")
	}
	return c.Go(address(c, a.Number), "approval.done."+a.State)
}

// showPaper adds a document to the visitor's own request.
func showPaper(c *page.Call) error {
	f := c.Form()
	paper := desk.Evidence{Name: f.Need("paper"), Document: f.Need("document")}
	if !f.OK() {
		return showWith(c, f)
	}
	a, err := c.Session.ShowEvidence(c.Context(), number(c), []desk.Evidence{paper})
	if err := f.Take(err); err != nil {
		return err
	}
	if !f.OK() {
		return showWith(c, f)
	}
	if a.State == store.Approved {
		return c.Go(address(c, a.Number), "approval.done.approved")
	}
	return c.Go(address(c, a.Number), "approval.done.shown")
}

// paperForm is the form by which a document is shown: with what was wrong in it,
// if it was it that was sent.
func paperForm(c *page.Call, a *desk.ApprovalSeen, f *ui.Form) *ui.Form {
	form := ui.NewForm(c.Say, nil)
	if strings.HasSuffix(c.R.URL.Path, "/evidence") {
		sent := *f
		form = &sent
	}
	form.Action = address(c, a.Number) + "/evidence"
	return form
}

// requirable are what a yes may be made to depend on.
func requirable(c *page.Call, w *desk.Waits) []ui.Option {
	list := []ui.Option{{Text: c.Say.T("approval.requires_none")}}
	for _, name := range w.Require {
		list = append(list, ui.Option{Value: name, Text: paper(c, name)})
	}
	return list
}

// showable are the documents that can be shown for a request: those it waits
// for, or any.
func showable(c *page.Call, w *desk.Waits) (list []ui.Option) {
	for _, name := range append(slices.Clone(w.Evidence), anyPaper) {
		list = append(list, ui.Option{Value: name, Text: paper(c, name)})
	}
	return list
}

// notYours tells who may decide to whom may not.
func notYours(c *page.Call, f *ui.Form) error {
	a, err := c.Session.ApprovalSeen(c.Context(), number(c), c.Today)
	if err != nil {
		return err
	}
	f.Problem = c.Say.T("approval.not_yours")
	if a.Waits != nil {
		f.Problem += " " + c.Say.T("approval.may_decide", roles(c, a.Waits.Roles))
	}
	return showWith(c, f)
}

// withdraw takes the visitor's own request back.
func withdraw(c *page.Call) error {
	f := c.Form()
	_, err := c.Session.Withdraw(c.Context(), number(c))
	if err := f.Take(err); err != nil {
		return err
	}
	if !f.OK() {
		return showWith(c, f)
	}
	return c.Go(address(c, number(c)), "approval.done.withdrawn")
}

func votes(c *page.Call, a *desk.ApprovalSeen) ui.Table[desk.Vote] {
	return ui.Table[desk.Vote]{
		Caption: c.Say.T("approval.votes"), Rows: a.Votes, Empty: c.Say.T("approval.no_votes"),
		Columns: []ui.Column[desk.Vote]{
			{Title: c.Say.T("approval.person"), Text: func(v desk.Vote) string { return string(v.Person) }},
			{Title: c.Say.T("approval.role"), Text: func(v desk.Vote) string { return owner(c, v.Role) }},
			{Title: c.Say.T("approval.word"), Text: func(v desk.Vote) string { return said(c, v) }},
			{Title: c.Say.T("say.reason"), Text: func(v desk.Vote) string { return v.Reason }},
			{Title: c.Say.T("approval.on"), Minor: true, Text: func(v desk.Vote) string { return c.Say.Date(v.On) }},
		},
	}
}

// said is what somebody said, on what condition, and how.
func said(c *page.Call, v desk.Vote) string {
	words := []string{c.Say.T("approval.vote." + v.Vote)}
	if len(v.Requires) > 0 {
		words = append(words, c.Say.T("approval.on_showing", papers(c, v.Requires)))
	}
	if v.ByLink {
		words = append(words, c.Say.T("approval.by_link"))
	}
	return strings.Join(words, ", ")
}

// owner is a role in words; the command line's has none.
func owner(c *page.Call, role string) string {
	if c.Say.Has("role." + role) {
		return c.Say.T("role." + role)
	}
	return role
}

// wordOf is what the visitor's consent comes to: a decision, or a proposal that
// somebody else decides.
func wordOf(a *desk.ApprovalSeen) string {
	if len(a.Waits.Proposals) > 0 && !a.Waits.Together {
		return "propose"
	}
	return "approve"
}
