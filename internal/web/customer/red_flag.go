package customer

import (
	"strconv"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/rulebook"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// checkCustomer records that he was looked up in the registers, and what was
// found.
func checkCustomer(c *page.Call) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	return task{
		title: p.titled("flag.check"),
		body:  func(f *ui.Form) templ.Component { return checkForm(p, f) },
		fill:  func(f *ui.Form) { f.Set("on", c.Today.String()) },
		send: func(f *ui.Form) error {
			q := desk.RegisterLook{Customer: p.who(), On: f.NeedDate("on"), Flag: f.Text("flag"), Note: f.Text("note")}
			if q.Flag != "" {
				q.Note = f.Need("note")
			}
			if !f.OK() {
				return nil
			}
			return c.Session.CheckCustomer(c.Context(), q)
		},
		to: p.here(), done: "flag.kept",
	}.answer(c)
}

// withdrawFlag takes a red flag off, for a reason.
func withdrawFlag(c *page.Call) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	number, err := strconv.ParseInt(c.Arg("flag"), 10, 64)
	if err != nil {
		return page.NotFound()
	}
	flags, err := c.Session.Flags(c.Context(), p.who())
	if err != nil {
		return err
	}
	for _, flag := range flags.Standing {
		if flag.Number != number || number == 0 {
			continue
		}
		return task{
			title: p.titled("flag.withdraw"),
			body: func(f *ui.Form) templ.Component {
				return reasonForm(p, f, p.flag(flag)+": "+flag.Note, "flag.withdraw")
			},
			send: func(f *ui.Form) error {
				reason := f.Need("reason")
				if !f.OK() {
					return nil
				}
				return c.Session.WithdrawFlag(c.Context(), p.who(), number, reason)
			},
			to: p.here(), done: "flag.withdrawn",
		}.answer(c)
	}
	return page.NotFound()
}

// flag is what a red flag is called.
func (p customerPage) flag(f store.RedFlag) string { return rulebook.Named(f.Kind, p.Say.Lang()) }

// found are what a look into the registers may come to.
func (p customerPage) found() []ui.Option {
	list := []ui.Option{{Text: p.Say.T("flag.nothing")}}
	for _, kind := range desk.RaisedFlags {
		list = append(list, ui.Option{Value: kind, Text: rulebook.Named(kind, p.Say.Lang())})
	}
	return list
}
