package lists

import (
	"github.com/a-h/templ"

	"debitor/internal/id"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// taskKinds are what a task can be.
var taskKinds = []policy.Kind{policy.Task, policy.Call, policy.Visit, policy.Meeting}

// tasks is the list of all work: what is to be done first, by what is at stake.
func tasks(c *page.Call) error {
	q := store.TasksQuery{
		State: "open", Kind: c.Ask("kind"), Role: c.Ask("role"), Customer: id.Customer(c.Ask("customer")), Scope: store.Scope{Manager: c.Ask("manager")},
		Offset: offset(c), Limit: pageRows + 1,
	}
	if c.Ask("show") == "all" {
		q.State = "all"
	}
	if c.Exporting() {
		return exportTasks(c, q)
	}
	var rows []store.TaskRow
	err := c.Session.EachTask(c.Context(), q, func(t store.TaskRow) error {
		rows = append(rows, t)
		return nil
	})
	if err != nil {
		return err
	}
	managers, err := c.Session.Managers(c.Context())
	if err != nil {
		return err
	}
	rows, m := cut(c, rows)
	return render(c, c.Say.T("lists.tasks"), list[store.TaskRow]{
		name: "tasks", filters: taskFilters(c, q, managers),
		table: ui.Table[store.TaskRow]{Caption: c.Say.T("lists.tasks"), Columns: taskColumns(c), Rows: rows, Empty: c.Say.T("lists.empty")},
		pages: moreOf(c.Say, m),
	})
}

func taskFilters(c *page.Call, q store.TasksQuery, managers []string) ui.Filters {
	kinds := []ui.Option{{Text: c.Say.T("say.all")}}
	for _, k := range taskKinds {
		kinds = append(kinds, ui.Option{Value: string(k), Text: rulebook.KindName(k, c.Say.Lang())})
	}
	roles := []ui.Option{{Text: c.Say.T("say.all")}}
	for _, r := range policy.Roles {
		roles = append(roles, ui.Option{Value: r, Text: c.Say.T("role." + r)})
	}
	fields := []ui.Filter{
		{Name: "show", Label: c.Say.T("lists.show"), Value: q.State, Options: titled(c, "lists.tasks_", "open", "all")},
		{Name: "kind", Label: c.Say.T("lists.kind"), Value: q.Kind, Options: kinds},
		{Name: "role", Label: c.Say.T("lists.role"), Value: q.Role, Options: roles},
		{Name: "customer", Label: c.Say.T("lists.customer_code"), Value: string(q.Customer)},
	}
	return ui.Filters{Fields: withManagers(c, fields, managers), Same: c.Same, Files: true}
}

func taskColumns(c *page.Call) []ui.Column[store.TaskRow] {
	return []ui.Column[store.TaskRow]{
		{Title: c.Say.T("lists.task"), Cell: func(r store.TaskRow) templ.Component { return link(c.To("tasks", string(r.ID)), taskName(c, r)) }},
		{Title: c.Say.T("lists.customer"), Cell: func(r store.TaskRow) templ.Component { return link(c.To("customers", string(r.Customer)), r.Name) }},
		{Title: c.Say.T("lists.amount"), Number: true, Text: func(r store.TaskRow) string { return atStake(c, r) }},
		{Title: c.Say.T("lists.role"), Text: func(r store.TaskRow) string { return c.Say.T("role." + r.Role) }},
		{Title: c.Say.T("lists.assignee"), Minor: true, Text: func(r store.TaskRow) string { return r.Assignee }},
		{Title: c.Say.T("lists.made"), Minor: true, Text: func(r store.TaskRow) string { return c.Say.Date(r.RunDate) }},
		{Title: c.Say.T("lists.deadline"), Text: func(r store.TaskRow) string { return c.Say.Date(r.Deadline) }},
		{Title: c.Say.T("lists.state"), Cell: func(r store.TaskRow) templ.Component { return taskState(c, r) }},
	}
}

func taskName(c *page.Call, r store.TaskRow) string {
	return rulebook.TaskName(r.Task.Task, c.Say.Lang())
}

// atStake is the amount a task is about; some are about none.
func atStake(c *page.Call, r store.TaskRow) string {
	if r.Total == 0 {
		return "–"
	}
	return c.Say.Money(r.Total, r.Currency)
}

// taskState is where a task stands: late in red, done with its day.
func taskState(c *page.Call, r store.TaskRow) templ.Component {
	switch {
	case r.Undone != 0:
		return ui.Badge(c.Say.T("say.taken_back"), "warn")
	case r.Life.ClosedOn != 0:
		return ui.Badge(c.Say.T("lists.task_closed", c.Say.Date(r.Life.ClosedOn)), "good")
	case r.Deadline != 0 && r.Deadline < c.Today:
		return ui.Badge(c.Say.T("lists.task_late"), "bad")
	case r.Life.Wake > c.Today:
		return ui.Badge(c.Say.T("lists.task_later", c.Say.Date(r.Life.Wake)), "")
	}
	return ui.Badge(c.Say.T("lists.task_open"), "")
}

func exportTasks(c *page.Call, q store.TasksQuery) error {
	q.Limit, q.Offset = 0, 0
	heads := titles(c, "task", "customer", "code", "amount", "currency", "role", "assignee", "made", "deadline", "closed_on", "state")
	return c.Export(c.Say.T("lists.tasks")+" "+c.Today.String(), heads, func(row func(...any) error) error {
		return c.Session.EachTask(c.Context(), q, func(r store.TaskRow) error {
			return row(taskName(c, r), r.Name, string(r.Customer), amount(r.Total, r.Currency), string(r.Currency), c.Say.T("role."+r.Role), r.Assignee,
				r.RunDate, r.Deadline, r.Life.ClosedOn, takenBack(c, r.Undone))
		})
	})
}
