package work

import (
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/rulebook"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

func task(c *page.Call) error { return showTask(c, c.Form()) }

// showTask shows a task with the form that ends it, as it was sent.
func showTask(c *page.Call, f *ui.Form) error {
	t, err := c.Session.Task(c.Context(), id.Task(c.Arg("task")))
	if err != nil {
		return err
	}
	if f.OK() {
		return c.Render(name(c, t.Rules, &t.Task), taskPage(c, t, f))
	}
	return c.Again(name(c, t.Rules, &t.Task), taskPage(c, t, f))
}

// taskDone ends a task and opens the next one.
func taskDone(c *page.Call) error {
	f := c.Form()
	f.Action = c.To("tasks", c.Arg("task"), "done")
	task := id.Task(c.Arg("task"))
	if err := c.Session.DoneTask(c.Context(), task, f.Text("outcome"), f.Text("note")); err != nil {
		if err := f.Take(err); err != nil {
			return err
		}
		return showTask(c, f)
	}
	return goNext(c, task, "work.task_done")
}

func taskSnooze(c *page.Call) error {
	f := c.Form()
	until := f.NeedDate("until")
	task := id.Task(c.Arg("task"))
	if !f.OK() {
		return showTask(c, f)
	}
	if err := c.Session.SnoozeTask(c.Context(), task, until); err != nil {
		if err := f.Take(err); err != nil {
			return err
		}
		return showTask(c, f)
	}
	return goNext(c, task, "work.task_snoozed")
}

// goNext leads to the next task of the day, or to the day where it was the last.
func goNext(c *page.Call, done id.Task, key string) error {
	next, err := c.Session.NextWork(c.Context(), desk.AgendaQuery{Day: c.Today, Now: c.Now}, done)
	if err != nil {
		return err
	}
	if next == "" {
		return c.Go(c.To("today"), key)
	}
	return c.Go(c.To("tasks", string(next)), key)
}

// options are the outcomes a task can end with.
func options(c *page.Call, t *desk.TaskSeen) []ui.Option {
	list := []ui.Option{{Text: "–"}}
	for _, o := range t.Details.Options {
		list = append(list, ui.Option{Value: o, Text: rulebook.Named(o, c.Say.Lang())})
	}
	return list
}

func itemTable(c *page.Call, t *desk.TaskSeen) ui.Table[desk.TaskItem] {
	p := c.Say
	return ui.Table[desk.TaskItem]{
		Caption: p.T("work.documents"), Empty: p.T("work.no_documents"), Rows: t.Items,
		Columns: []ui.Column[desk.TaskItem]{
			{Title: p.T("work.document"), Cell: func(it desk.TaskItem) component { return ui.Link(c.To("invoices", string(it.Invoice)), it.Document) }},
			{Title: p.T("work.contract"), Minor: true, Text: func(it desk.TaskItem) string { return it.Contract }},
			{Title: p.T("work.due_on"), Text: func(it desk.TaskItem) string { return p.Date(it.Due) }},
			{Title: p.T("work.days"), Number: true, Minor: true, Text: func(it desk.TaskItem) string { return p.Number(late(c, it.Due)) }},
			{Title: p.T("work.open"), Number: true, Text: func(it desk.TaskItem) string { return moneyOf(c, it.Open, t.Currency) }},
		},
	}
}

// words are names of a task's papers or helpers, one after another.
func words(c *page.Call, names []string) (text string) {
	for _, n := range names {
		text = join(text, rulebook.Named(n, c.Say.Lang()))
	}
	return text
}

func roles(c *page.Call, names []string) (text string) {
	for _, n := range names {
		text = join(text, c.Say.T("role."+n))
	}
	return text
}

// snoozed is the form with the day that it proposes to put the task off to.
func snoozed(c *page.Call, f *ui.Form) *ui.Form {
	if f.Value("until") == "" {
		f.Set("until", date(tomorrow(c)))
	}
	return f
}

// outcomeOf is how a task ended.
func outcomeOf(c *page.Call, t *desk.TaskSeen) string {
	if key := "work.outcome." + t.Life.Outcome; c.Say.Has(key) {
		return c.Say.T(key)
	}
	return rulebook.Named(t.Life.Outcome, c.Say.Lang())
}
