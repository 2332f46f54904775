package policies

import (
	"strings"

	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/rulebook"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// setupView is the set-up list and the advisor's words.
type setupView struct {
	*page.Call
	Setup desk.Setup
	Task  string   // the one whose form was refused
	Form  *ui.Form // as it was sent
}

func setupList(c *page.Call) error {
	if c.Refigures() {
		return c.Refigure(desk.BookFigures, c.Today)
	}
	setup, err := c.Session.SetupList(c.Context())
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("setup.title"), setupPage(setupView{Call: c, Setup: setup}))
}

// setupSave records who does a task by when, and whether it is done.
func setupSave(c *page.Call) error {
	f := c.Form()
	item := store.SetupItem{Item: c.Arg("task"), Owner: f.Text("owner"), Due: f.Date("due"), Note: f.Text("note")}
	if f.Checked("done", "1") {
		item.DoneOn = c.Today
		if before := f.Date("done_on"); before != 0 {
			item.DoneOn = before
		}
	}
	if f.OK() {
		if err := f.Take(c.Session.SetSetupTask(c.Context(), item)); err != nil {
			return err
		}
	}
	if !f.OK() {
		setup, err := c.Session.SetupList(c.Context())
		if err != nil {
			return err
		}
		return c.Again(c.Say.T("setup.title"), setupPage(setupView{Call: c, Setup: setup, Task: item.Item, Form: f}))
	}
	return c.Go(c.To("settings", "list")+"#"+item.Item, "setup.saved")
}

// form is a task's form: as it was sent if it was refused, else as it stands.
func (v setupView) form(t desk.SetupTask) *ui.Form {
	if v.Task == t.Item {
		return at(v.Form, v.To("settings", "list", t.Item))
	}
	f := ui.NewForm(v.Say, nil)
	f.Set("owner", t.Owner)
	f.Set("note", t.Note)
	if t.Due != 0 {
		f.Set("due", t.Due.String())
	}
	if t.DoneOn != 0 {
		f.Set("done", "1")
		f.Set("done_on", t.DoneOn.String())
	}
	return at(f, v.To("settings", "list", t.Item))
}

func (v setupView) done() (n int) {
	for _, t := range v.Setup.Tasks {
		if t.DoneOn != 0 {
			n++
		}
	}
	return n
}

// lack is what is missing, in words.
func (v setupView) lack(l desk.Lack) string {
	key, names := "setup.lack_"+strings.ReplaceAll(l.Code, "-", "_"), strings.Join(l.Names, ", ")
	switch {
	case l.Code == "no-holder":
		roles := make([]string, len(l.Names))
		for i, role := range l.Names {
			roles[i] = rulebook.RoleName(role, v.Say.Lang())
		}
		return v.Say.T(key, strings.Join(roles, ", "))
	case l.Count > 0:
		return v.Say.N(key, l.Count, names)
	}
	return v.Say.T(key)
}

// where is the page on which a lack is mended, empty if the visitor may not
// open it.
func (v setupView) where(l desk.Lack) string {
	switch l.Code {
	case "no-policy", "policy-as-shipped", "no-hold", "no-court-step":
		return v.To("policies")
	case "no-template":
		return v.To("templates")
	case "no-signatory", "no-bank", "no-address", "not-automatic":
		return v.mine(desk.ManageCompany, "company")
	case "no-mail":
		return v.mine(desk.ManageCompany, "mail")
	case "contract-no-clause", "contract-no-law", "contract-no-term", "contract-no-penalty":
		return page.With(v.To("checks"), "gap", gapOf[l.Code])
	case "debtor-no-act":
		if v.May(desk.KeepActs) {
			return v.To("acts")
		}
	case "no-holder":
		return v.mine(desk.ManageUsers, "users")
	}
	return v.To("customers")
}

// gapOf are the gaps of contracts that lacks are about.
var gapOf = map[string]string{
	"contract-no-clause": credit.GapPaymentClause, "contract-no-law": credit.GapLaw, "contract-no-term": credit.GapTerm, "contract-no-penalty": credit.GapPenalty,
}

func (v setupView) mine(right desk.Right, settings string) string {
	if !v.May(right) {
		return ""
	}
	return v.To("settings", settings)
}

// setupKey is a task as its text's key has it.
func setupKey(task string) string { return strings.ReplaceAll(task, "-", "_") }
