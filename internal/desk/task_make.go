package desk

import (
	"cmp"
	"context"
	"encoding/json"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// newTask is work that somebody or something asks for between runs.
type newTask struct {
	Day      cal.Date // its first day
	Customer id.Customer
	// From is what it comes of, "dispute-17": a day makes one task for a customer,
	// a currency, what it comes of and what it is about.
	From     string
	Currency money.Currency
	About    string // the contract or invoice it is about; empty: the customer
	Kind     string // task, call, visit…; empty: task
	Task     string // its name, of rulebook.Named, or in words
	Role     string // whose it is to do; empty: the manager's
	Assignee string // who of them; empty: anyone of the role
	Deadline cal.Date
	Total    money.Minor // at stake, in Currency; 0: nothing
	Items    []TaskItem
	Why      string // in words: shown with it
	Because  error  // instead of Why, what each reader is told in his language: a fault
	With     []string
}

// row is the task as it is recorded.
func (n newTask) row(company id.Company) (store.Task, error) {
	items, err := json.Marshal(append([]TaskItem{}, n.Items...))
	if err != nil {
		return store.Task{}, err
	}
	details := ""
	if n.Because != nil {
		n.Why = fault.Keep(n.Because)
	}
	if n.Why != "" || len(n.With) > 0 {
		b, err := json.Marshal(TaskDetails{With: n.With, Why: n.Why})
		if err != nil {
			return store.Task{}, err
		}
		details = string(b)
	}
	return store.Task{
		RunDate: n.Day, Customer: n.Customer, Step: n.From, Currency: n.Currency, About: n.About, Kind: cmp.Or(n.Kind, string(policy.Task)),
		Task: n.Task, Role: cmp.Or(n.Role, policy.DefaultRole), Assignee: n.Assignee, Deadline: n.Deadline, Total: n.Total,
		Items: string(items), Details: details,
	}.Keyed(company), nil
}

// makeTask makes a task within a change and gives its number; a task that is
// there already stays as it is. What the change made is journaled with it.
func (e *entry) makeTask(ctx context.Context, n newTask) (id.Task, error) {
	row, err := n.row(e.Company())
	if err != nil {
		return "", err
	}
	fresh, err := e.InsertTask(ctx, row)
	if err == nil && fresh {
		e.tasks = append(e.tasks, row)
	}
	return row.ID, err
}

// makeTasks is makeTask for the tasks of many customers at once.
func (e *entry) makeTasks(ctx context.Context, list []newTask) error {
	rows, known := make([]store.Task, 0, len(list)), make(map[id.Task]bool, len(list))
	for i := range list {
		row, err := list[i].row(e.Company())
		if err != nil {
			return err
		}
		if !known[row.ID] {
			known[row.ID], rows = true, append(rows, row)
		}
	}
	fresh, err := e.InsertNewTasks(ctx, rows)
	e.tasks = append(e.tasks, fresh...)
	return err
}

// noteTasks journals the tasks that a change made: each line has the hash over
// all of them.
func (e *entry) noteTasks() {
	content := contentHash(nil, e.tasks)
	for i := range e.tasks {
		t := &e.tasks[i]
		var d TaskDetails
		_ = json.Unmarshal([]byte(t.Details), &d) // empty, or written by makeTask
		e.note("task.made", "customer:"+string(t.Customer), fault.Plain(d.Why), map[string]any{
			"number": t.ID, "task": t.Task, "from": t.Step, "content": content,
		})
	}
}
