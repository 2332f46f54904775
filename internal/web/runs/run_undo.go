package runs

import (
	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// undoPage asks whether a run is to be taken back, and says what that does.
type undoPage struct {
	*page.Call
	day  cal.Date
	what desk.Undone
	form *ui.Form
}

func undoShow(c *page.Call) error {
	return onDay(c, func(day cal.Date) error {
		f := c.Form()
		f.Set("customer", c.Ask("customer"))
		return showUndo(c, day, f)
	})
}

func showUndo(c *page.Call, day cal.Date, f *ui.Form) error {
	what, err := c.Session.UndoRun(c.Context(), desk.Undo{Run: day, Customer: id.Customer(f.Text("customer")), On: c.Today, Preview: true})
	if err != nil {
		return err
	}
	p := &undoPage{Call: c, day: day, what: what, form: f}
	title := c.Say.T("runs.undo_title", c.Say.Date(day))
	if !f.OK() {
		return c.Again(title, undoShowPage(p))
	}
	return c.Render(title, undoShowPage(p))
}

func undoRun(c *page.Call) error {
	return onDay(c, func(day cal.Date) error {
		f := c.Form()
		u := desk.Undo{Run: day, Customer: id.Customer(f.Text("customer")), On: c.Today, Reason: f.Need("reason")}
		if !f.OK() {
			return showUndo(c, day, f)
		}
		out, err := c.Session.UndoRun(c.Context(), u)
		if err := f.Take(err); err != nil {
			return err
		}
		if !f.OK() {
			return showUndo(c, day, f)
		}
		return c.Go(page.With(c.To("runs", day.String()), "view", viewLetters), "runs.undone", out.Letters, out.Withdrawn, out.Corrections, out.Tasks)
	})
}

// undoTable is who took what back.
func undoTable(p *runPage) ui.Table[store.Undo] {
	return ui.Table[store.Undo]{
		Caption: p.Say.T("runs.undos"), Rows: p.run.Undos,
		Columns: []ui.Column[store.Undo]{
			{Title: p.Say.T("runs.on"), Text: func(u store.Undo) string { return p.Say.Date(u.Date) }},
			{Title: p.Say.T("runs.who"), Text: func(u store.Undo) string { return u.Author }},
			{Title: p.Say.T("runs.customer"), Text: func(u store.Undo) string {
				if u.Customer == "" {
					return p.Say.T("say.all")
				}
				return string(u.Customer)
			}},
			{Title: p.Say.T("say.reason"), Text: func(u store.Undo) string { return u.Reason }},
		},
	}
}
