package desk

import (
	"context"
	"fmt"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// The tasks that a dispute makes, as rulebook.Named knows them.
const (
	TaskAnswerDispute = "answer-dispute"
	TaskCreditNote    = "make-credit-note"
	TaskTakeBack      = "take-back-goods"
	TaskReplace       = "replace-goods"
)

// disputeTask is what somebody has to do once something was agreed.
type disputeTask struct{ name, role string }

var taskOfOutcome = map[string]disputeTask{
	OutcomeCredit:      {TaskCreditNote, "accountant"},
	OutcomeReturn:      {TaskTakeBack, "claims"},
	OutcomeReplacement: {TaskReplace, "claims"},
}

// disputeTask asks a role to do something about a dispute until a day; the
// customer's manager helps. It comes of this change too, for a dispute may
// come back to a role on the day on which its task was ended.
func (s *Session) disputeTask(ctx context.Context, e *entry, row store.Dispute, name, role string, by cal.Date) error {
	documents, err := disputedDocuments(ctx, e.Reader, row)
	if err != nil {
		return err
	}
	items := make([]TaskItem, len(documents))
	for i, d := range documents {
		items[i] = TaskItem{Invoice: d.Invoice, Part: 1, Document: d.Document, Open: d.Amount.Decimal(row.Currency)}
	}
	_, err = e.makeTask(ctx, newTask{
		Day: s.Today(), Customer: row.Customer, From: fmt.Sprintf("%s%s-%s-%s", disputeTasks(row.Number), name, role, e.Change()), Currency: row.Currency, Task: name, Role: role,
		Deadline: by, Total: row.Amount, Items: items, Why: row.Complaint, With: []string{policy.DefaultRole},
	})
	return err
}

// disputeTasks is how what a dispute's tasks come of begins.
func disputeTasks(number int64) string { return fmt.Sprintf("dispute-%d-", number) }

// DisputeOfTask is the dispute that a task comes of, 0 if of none.
func DisputeOfTask(t store.Task) (number int64) {
	if _, err := fmt.Sscanf(t.Step, "dispute-%d-", &number); err != nil {
		return 0
	}
	return number
}

// finishDisputeTasks ends the tasks that a dispute made and nobody has ended.
func (s *Session) finishDisputeTasks(ctx context.Context, e *entry, row store.Dispute) error {
	return s.finishTasks(ctx, e, row.Customer, disputeTasks(row.Number))
}

// finishTasks ends the open tasks with a customer that come of something, by
// how that begins.
func (s *Session) finishTasks(ctx context.Context, e *entry, customer id.Customer, from string) error {
	tasks, err := e.OpenTasksFrom(ctx, customer, from)
	if err != nil {
		return err
	}
	for i := range tasks {
		if err := s.closeTask(ctx, e, &tasks[i], store.TaskDone, ""); err != nil {
			return err
		}
	}
	return nil
}

// cureTask asks the owner of a corrective action to do it: a person, or anyone
// of a role.
func (s *Session) cureTask(ctx context.Context, e *entry, row store.Dispute, v store.Corrective) error {
	task := newTask{
		Day: s.Today(), Customer: row.Customer, From: cureOf(v.Number), Currency: row.Currency, Task: v.Action, Assignee: v.Owner,
		Role: row.Department, Deadline: v.Due, Total: row.Amount, Why: row.Cause,
	}
	if slices.Contains(policy.Roles, v.Owner) {
		task.Role, task.Assignee = v.Owner, ""
	}
	_, err := e.makeTask(ctx, task)
	return err
}

// finishCureTask ends the task of a corrective action, unless its owner has.
func (s *Session) finishCureTask(ctx context.Context, e *entry, v store.Corrective) error {
	tasks, err := e.OpenTasksFrom(ctx, v.Customer, cureOf(v.Number))
	if err != nil || len(tasks) == 0 {
		return err
	}
	return s.closeTask(ctx, e, &tasks[0], store.TaskDone, v.Result)
}

func cureOf(number int64) string { return fmt.Sprintf("corrective-action-%d-", number) }
