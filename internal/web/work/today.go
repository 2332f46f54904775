package work

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// agendaOf is what the address asks for: mine or everybody's, calls alone in
// the hours for calling or everything.
func agendaOf(c *page.Call) desk.AgendaQuery {
	return desk.AgendaQuery{Day: c.Today, Now: c.Now, All: c.Ask("whose") == "all", Free: c.Ask("show") == "all"}
}

func today(c *page.Call) error {
	a, err := c.Session.Agenda(c.Context(), agendaOf(c))
	if err != nil {
		return err
	}
	var stale component = templ.NopComponent
	if a.Run != 0 && c.May(desk.ApplyRuns) {
		if stale, err = c.StaleNote(a.Run); err != nil {
			return err
		}
	}
	return c.Render(c.Say.T("nav.today"), todayPage(c, a, stale))
}

func closePaid(c *page.Call) error {
	n, err := c.Session.ClosePaid(c.Context(), agendaOf(c))
	if err != nil {
		return err
	}
	return c.GoSaying(c.To("today"), c.Say.N("work.paid_closed", n))
}

// whose are the views of the page: the visitor's tasks, or those of all whose
// customers he sees.
func whose(c *page.Call) []ui.Tab {
	all := c.Ask("whose") == "all"
	return []ui.Tab{
		{Text: c.Say.T("work.mine"), Href: c.To("today"), Here: !all},
		{Text: c.Say.T("work.everybodys"), Href: page.With(c.To("today"), "whose", "all"), Here: all},
		{Text: c.Say.T("work.results"), Href: c.To("today", "results")},
		{Text: c.Say.T("work.cash_held"), Href: c.To("cash-held")},
	}
}

// tasksFound is how many tasks there are, as far as they are counted.
func tasksFound(c *page.Call, a *desk.Agenda) string {
	if a.More {
		return c.Say.Number(a.Tasks) + "+"
	}
	return c.Say.Number(a.Tasks)
}

// open is the page on which a task is worked on.
func open(c *page.Call, w *desk.WorkItem) string { return c.To("tasks", string(w.ID)) }

// name is what is to be done: the step of the policy that asked for it, or its
// own name where no step did.
func name(c *page.Call, rules *policy.Policy, t *store.Task) string {
	if known := slices.ContainsFunc(rules.Steps, func(s policy.Step) bool { return s.ID == t.Step }); known && t.Task != policy.MendContact {
		return rulebook.StepTitle(rules, t.Step, c.Say.Lang())
	}
	return rulebook.TaskName(t.Task, c.Say.Lang())
}

// why is the reason of a task: for how long the debt is overdue, the words of
// who asked for it, and the policy where a run did.
func why(c *page.Call, a *desk.Agenda, w *desk.WorkItem) string {
	reason := because(c, w.Details.Why)
	if w.Late > 0 {
		reason = join(c.Say.N("work.late", w.Late), reason)
	}
	if strings.TrimSpace(reason) != "" {
		return reason
	}
	return c.Say.T("work.by_policy", a.Rules.Called(c.Say.Lang()))
}

// because is why a task was made: said by debitor in the visitor's language, or
// as somebody said it.
func because(c *page.Call, why string) string {
	if f := fault.Kept(why); f != nil {
		return c.Say.Fault(f)
	}
	return ""
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " · " + b
}

func classTone(class string) string { return map[string]string{"A": "bad", "B": "warn"}[class] }

// tomorrow is the next working day, to which a task is put off by one key.
func tomorrow(c *page.Call) cal.Date { return c.Session.Calendar().NextWorking(c.Today + 1) }

func workTable(c *page.Call, a *desk.Agenda) ui.Table[desk.WorkItem] {
	p := c.Say
	return ui.Table[desk.WorkItem]{
		Caption: p.T("work.tasks"), Empty: p.T("work.nothing"), Rows: a.Work, Keys: true,
		Columns: []ui.Column[desk.WorkItem]{
			{Title: p.T("work.what"), Cell: func(w desk.WorkItem) component { return taskCell(c, a, &w) }},
			{Title: p.T("work.customer"), Cell: func(w desk.WorkItem) component { return ui.Link(c.To("customers", string(w.Customer)), w.Name) }},
			{Title: p.T("work.why"), Minor: true, Text: func(w desk.WorkItem) string { return why(c, a, &w) }},
			{Title: p.T("work.stake"), Number: true, Text: func(w desk.WorkItem) string { return p.Money(w.Stake, w.Currency) }},
			{Title: p.T("work.age"), Number: true, Minor: true, Text: func(w desk.WorkItem) string { return p.N("say.days", w.Age) }},
			{Title: p.T("work.deadline"), Minor: true, Text: func(w desk.WorkItem) string { return p.Date(w.Deadline) }},
			{Title: p.T("work.do"), Cell: func(w desk.WorkItem) component { return doCell(c, &w) }},
		},
	}
}
