package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Task is work for a person, decided by a run or by somebody: what was decided
// never changes, only its life does.
type Task struct {
	ID       id.Task // derived from the key where it is empty; see Keyed
	RunDate  cal.Date
	Customer id.Customer
	Step     string
	Currency money.Currency
	About    string // the contract or invoice it is about; empty: the customer
	Kind     string // what is done: task, call, visit…
	Task     string
	Role     string
	Assignee string
	Deadline cal.Date // to be done by this day; zero: when it can be
	Total    money.Minor
	Items    string // JSON list of the items
	Details  string // JSON: options, documents, with, why; empty: none
	Life     TaskLife
	Undone   int // the undo that took it back with its run, 0: it stands
}

// TaskLife is what became of a task.
type TaskLife struct {
	Wake     cal.Date // put off until this day; zero: was not
	ClosedOn cal.Date // zero: it is to be done
	ClosedBy id.User
	Outcome  string // TaskDone, TaskCancelled, or what a talk came to; empty: it is to be done
	Note     string
}

// The outcomes of tasks that are not talks.
const (
	TaskDone      = "done"
	TaskCancelled = "cancelled"
)

// Keyed is the task with the number derived from its key.
func (t Task) Keyed(company id.Company) Task {
	if t.ID == "" {
		t.ID = id.Task(id.New("task", string(company), t.RunDate.String(), string(t.Customer), t.Step, string(t.Currency), t.About))
	}
	return t
}

var taskColumns = []string{
	"company", "task_id", "run_date", "customer", "step", "currency", "about", "kind", "task", "role", "assignee", "deadline", "total", "items", "details", "change",
}

func (w Writer) taskValues(t Task) []any {
	return []any{
		string(w.company), string(t.Keyed(w.company).ID), t.RunDate, string(t.Customer), t.Step, string(t.Currency), t.About, cmp.Or(t.Kind, "task"),
		t.Task, t.Role, t.Assignee, t.Deadline, int64(t.Total), t.Items, t.Details, w.change,
	}
}

// InsertTasks records tasks in bulk.
func (w Writer) InsertTasks(ctx context.Context, list []Task) error {
	return w.insert(ctx, "task", taskColumns, len(list), func(i int) []any { return w.taskValues(list[i]) })
}

// InsertTask records a task unless there is one for this day, customer, step,
// currency and what it is about; it tells whether it did.
func (w Writer) InsertTask(ctx context.Context, t Task) (bool, error) {
	n, err := w.tx.Exec(ctx, `INSERT INTO task (`+strings.Join(taskColumns, ", ")+`)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16) ON CONFLICT DO NOTHING`, w.taskValues(t)...)
	return n > 0, err
}

// InsertNewTasks is InsertTask for many at once, each of a number of its own; it
// gives those that were not there.
func (w Writer) InsertNewTasks(ctx context.Context, list []Task) ([]Task, error) {
	if len(list) == 0 {
		return nil, nil
	}
	n, err := w.tx.InsertIgnore(ctx, "task", taskColumns, each(len(list), func(i int) []any { return w.taskValues(list[i]) }))
	if err != nil || n == int64(len(list)) {
		return list, err
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = string(list[i].ID)
	}
	rows, err := w.q.Query(ctx, `SELECT task_id FROM task WHERE company = $1 AND change = $2 AND `+w.q.Engine().Among("task_id", 3), string(w.company), w.change, ids)
	mine, err := collect(rows, err, func(rows db.Rows, t *id.Task) error { return rows.Scan(t) })
	return slices.DeleteFunc(slices.Clone(list), func(t Task) bool { return !slices.Contains(mine, t.ID) }), err
}

// CloseTasks is CloseTask for many at once; it tells how many were to be done.
func (w Writer) CloseTasks(ctx context.Context, tasks []id.Task, l TaskLife) (int64, error) {
	if len(tasks) == 0 {
		return 0, nil
	}
	return w.tx.Exec(ctx, `UPDATE task SET closed_on = $3, closed_by = $4, outcome = $5, note = $6 WHERE company = $1 AND closed_on IS NULL AND `+w.q.Engine().Among("task_id", 2),
		string(w.company), texts(tasks), l.ClosedOn, string(l.ClosedBy), l.Outcome, l.Note)
}

// CloseTask ends a task that is to be done and tells whether it was: of two who
// end it at once, one does.
func (w Writer) CloseTask(ctx context.Context, task id.Task, l TaskLife) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE task SET closed_on = $3, closed_by = $4, outcome = $5, note = $6 WHERE company = $1 AND task_id = $2 AND closed_on IS NULL`,
		string(w.company), string(task), l.ClosedOn, string(l.ClosedBy), l.Outcome, l.Note)
	return n > 0, err
}

// SnoozeTask puts a task that is to be done off until a day, and tells whether
// it was to be done.
func (w Writer) SnoozeTask(ctx context.Context, task id.Task, wake cal.Date) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE task SET wake = $3 WHERE company = $1 AND task_id = $2 AND closed_on IS NULL`, string(w.company), string(task), wake)
	return n > 0, err
}

const (
	taskFields = `t.task_id, t.run_date, t.customer, t.step, t.currency, t.about, t.kind, t.task, t.role, t.assignee, t.deadline, t.total,
	t.items, t.details, t.wake, t.closed_on, t.closed_by, t.outcome, t.note, t.undone`
	taskSelect = `SELECT ` + taskFields + ` FROM task t`
)

// byNumber orders tasks in a way that no index serves: SQLite would read all of a
// company's by their number rather than sort the few of a customer.
const byNumber = ` ORDER BY COALESCE(t.task_id, '')`

func (t *Task) fields() []any {
	return []any{
		&t.ID, &t.RunDate, &t.Customer, &t.Step, &t.Currency, &t.About, &t.Kind, &t.Task, &t.Role, &t.Assignee, &t.Deadline, &t.Total,
		&t.Items, &t.Details, &t.Life.Wake, &t.Life.ClosedOn, &t.Life.ClosedBy, &t.Life.Outcome, &t.Life.Note, &t.Undone,
	}
}

func scanTask(rows db.Rows, t *Task) error { return rows.Scan(t.fields()...) }

// Task is one task, false if there is none.
func (r Reader) Task(ctx context.Context, task id.Task) (Task, bool, error) {
	rows, err := r.q.Query(ctx, taskSelect+` WHERE t.company = $1 AND t.task_id = $2`, string(r.company), string(task))
	list, err := collect(rows, err, scanTask)
	if err != nil || len(list) == 0 {
		return Task{}, false, err
	}
	return list[0], true, nil
}

// TasksOf are the tasks of a customer, the newest first.
func (r Reader) TasksOf(ctx context.Context, customer id.Customer, limit int) ([]Task, error) {
	rows, err := r.q.Query(ctx, taskSelect+` WHERE t.company = $1 AND t.customer = $2 ORDER BY t.run_date DESC, t.task_id LIMIT $3`,
		string(r.company), string(customer), limit)
	return collect(rows, err, scanTask)
}

// OpenTasksFrom are the tasks of a customer that are to be done and come of
// something whose name begins so, "dispute-17-".
func (r Reader) OpenTasksFrom(ctx context.Context, customer id.Customer, from string) ([]Task, error) {
	rows, err := r.q.Query(ctx, taskSelect+` WHERE t.company = $1 AND t.customer = $2 AND t.step >= $3 AND t.step < $4 AND t.closed_on IS NULL`+byNumber,
		string(r.company), string(customer), from, from+"~")
	return collect(rows, err, scanTask)
}

// OpenTasksAmong is OpenTasksFrom of some customers, by number.
func (r Reader) OpenTasksAmong(ctx context.Context, customers []id.Customer, from string) ([]Task, error) {
	rows, err := r.q.Query(ctx, taskSelect+` WHERE t.company = $1 AND `+r.q.Engine().Among("t.customer", 2)+` AND t.step >= $3 AND t.step < $4 AND t.closed_on IS NULL`+byNumber,
		string(r.company), texts(customers), from, from+"~")
	return collect(rows, err, scanTask)
}

// TasksAmong are TasksFrom of some customers, by number.
func (r Reader) TasksAmong(ctx context.Context, customers []id.Customer, from string) (map[id.Customer][]Task, error) {
	rows, err := r.q.Query(ctx, taskSelect+` WHERE t.company = $1 AND `+r.q.Engine().Among("t.customer", 2)+` AND t.step = $3 AND t.undone = 0`+byNumber,
		string(r.company), texts(customers), from)
	list, err := collect(rows, err, scanTask)
	of := map[id.Customer][]Task{}
	for i := range list {
		of[list[i].Customer] = append(of[list[i].Customer], list[i])
	}
	return of, err
}

// RunTasks are the tasks to be listed with a run, by customer, step, currency
// and what they are about, of the customers of a scope.
func (r Reader) RunTasks(ctx context.Context, day cal.Date, of Scope) ([]Task, error) {
	sql, args := of.within(taskSelect+` WHERE `+ofRun, r.ofRun(day), "t")
	rows, err := r.q.Query(ctx, sql+` ORDER BY t.customer, t.step, t.currency, t.about, t.run_date`, args...)
	return collect(rows, err, scanTask)
}

// WorkQuery picks the tasks that are somebody's to do.
type WorkQuery struct {
	Day   cal.Date // those put off beyond it, and made after it, are left out
	User  id.User  // those that name him are his
	Roles []string // and those of his roles that name nobody; nil: everybody's
	Scope Scope
	Also  string // and tasks of this name, whose they may be; empty: none
	Many  bool   // they are known to be many: it decides how Work finds them, not what
}

// ofCustomer brings the customer of a task in.
const ofCustomer = ` JOIN customer c ON c.company = t.company AND c.customer = t.customer`

// filter is the condition over task, called t, and its arguments. The day a task
// was made is compared in a way that no index serves, for nearly all tasks pass
// it: it is the index of the open ones that finds them in order.
func (q WorkQuery) filter(company id.Company) (string, []any) {
	args := []any{string(company), q.Day}
	sql := ` WHERE t.company = $1 AND t.closed_on IS NULL AND COALESCE(t.run_date, $2) <= $2 AND (t.wake IS NULL OR t.wake <= $2)` + q.Scope.filter("c", &args)
	if q.Roles != nil {
		args = append(args, string(q.User))
		places := []string{"''"} // no role has this name
		mine := len(args)
		if q.Also == "" && !q.Many {
			sql += fmt.Sprintf(` AND t.assignee IN ('', $%d)`, mine) // what follows says more; this finds them by the index of whose they are
		}
		for _, role := range q.Roles {
			args = append(args, role)
			places = append(places, fmt.Sprintf("$%d", len(args)))
		}
		sql += fmt.Sprintf(` AND (t.assignee = $%d OR t.assignee = '' AND t.role IN (%s)`, mine, strings.Join(places, ", "))
		if q.Also != "" {
			args = append(args, q.Also)
			sql += fmt.Sprintf(` OR t.task = $%d`, len(args))
		}
		sql += `)`
	}
	return sql, args
}

// WorkTask is a task with the customer it is about.
type WorkTask struct {
	Task
	Name    string // of the customer
	Country string // his; empty: the company's
}

// Work are the tasks that the query picks, those with the most at stake first.
func (r Reader) Work(ctx context.Context, q WorkQuery, limit int) ([]WorkTask, error) {
	filter, args := q.filter(r.company)
	args = append(args, limit)
	order := `t.total`
	if q.Roles != nil && !q.Many {
		order = `+t.total` // somebody's own are few: they are found by the assignee and then sorted
	}
	rows, err := r.q.Query(ctx, `SELECT `+taskFields+`, c.name, c.country FROM task t`+ofCustomer+filter+
		fmt.Sprintf(` ORDER BY %s DESC, t.task_id DESC LIMIT $%d`, order, len(args)), args...)
	return collect(rows, err, func(rows db.Rows, t *WorkTask) error { return rows.Scan(append(t.fields(), &t.Name, &t.Country)...) })
}

// WorkCount is how many tasks the query picks, counted up to a bound.
func (r Reader) WorkCount(ctx context.Context, q WorkQuery, bound int) (n int, err error) {
	filter, args := q.filter(r.company)
	from := ` FROM task t`
	if !q.Scope.All || q.Scope.Manager != "" {
		from += ofCustomer
	}
	args = append(args, bound)
	err = r.q.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT 1`+from+filter+fmt.Sprintf(` LIMIT $%d) AS picked`, len(args)), args...).Scan(&n)
	return n, err
}
