package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// maxSnooze is how far a task can be put off, in days: what waits longer is not
// put off but given up.
const maxSnooze = 60

// maxTaskNote bounds a note, in bytes: a few pages of writing.
const maxTaskNote = 4000

// TaskSeen is a task with whom it is about and what is said of it.
type TaskSeen struct {
	store.Task
	Customer ledger.Customer
	Items    []TaskItem
	Details  TaskDetails
	Rules    *policy.Policy // in force on the day it was made: names its step
}

// IsTalk says whether the task is to speak with the customer: it ends with what
// came of that.
func (t *TaskSeen) IsTalk() bool { return isTalk(t.Kind) }

func isTalk(kind string) bool { return kind == string(policy.Call) || kind == string(policy.Visit) }

// Task is one task (fault task.unknown).
func (s *Session) Task(ctx context.Context, task id.Task) (out TaskSeen, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		out, err = s.task(ctx, r, task)
		return err
	})
	return out, err
}

func (s *Session) task(ctx context.Context, r store.Reader, task id.Task) (out TaskSeen, err error) {
	row, found, err := r.Task(ctx, task)
	if err != nil {
		return out, err
	}
	unknown := fault.New(fault.NotFound, "task.unknown", "there is no task %s", task)
	if !found {
		return out, unknown
	}
	if err := s.mustSee(ctx, r, row.Customer); err != nil {
		return out, unknown
	}
	customers, err := r.Customers(ctx, []id.Customer{row.Customer})
	if err != nil {
		return out, err
	}
	rules, err := s.rules(ctx, r, row.RunDate)
	if err != nil {
		return out, err
	}
	out = TaskSeen{Task: row, Customer: customers[0], Rules: rules.Policy}
	out.Items, out.Details, err = readTask(&row)
	return out, err
}

// readTask is what a task's row holds as JSON.
func readTask(t *store.Task) (items []TaskItem, details TaskDetails, err error) {
	if err = json.Unmarshal([]byte(t.Items), &items); err == nil && t.Details != "" { // some have none
		err = json.Unmarshal([]byte(t.Details), &details)
	}
	return items, details, err
}

// DoneTask ends a task: with one of its options, where it has any, and a note.
// A call or a visit is not ended so but by recording the talk (Talk, R-110).
func (s *Session) DoneTask(ctx context.Context, task id.Task, outcome, note string) error {
	return s.do(ctx, DoTasks, "task.done", nil, func(ctx context.Context, e *entry) error {
		t, err := s.task(ctx, e.Reader, task)
		if err != nil {
			return err
		}
		switch options := t.Details.Options; {
		case t.IsTalk():
			return fault.New(fault.Refused, "task.talk", "task %s is to speak with the customer: record what came of it", task)
		case len(options) == 0 && outcome == "":
			outcome = store.TaskDone
		case len(options) == 0:
			return fault.New(fault.Usage, "task.options", "task %s has nothing to choose from; leave the outcome out", task)
		case !slices.Contains(options, outcome):
			return fault.New(fault.Usage, "task.option", "task %s ends with one of %s", task, strings.Join(options, ", "))
		}
		return s.closeTask(ctx, e, &t.Task, outcome, note)
	})
}

// closeTask ends a task within a change; who comes second is told who was
// first.
func (s *Session) closeTask(ctx context.Context, e *entry, t *store.Task, outcome, note string) error {
	note = strings.TrimSpace(note)
	if len(note) > maxTaskNote {
		return fault.New(fault.Input, "task.note", "the note is longer than %d bytes", maxTaskNote)
	}
	life := store.TaskLife{ClosedOn: s.Today(), ClosedBy: id.User(s.actorName()), Outcome: outcome, Note: note}
	done, err := e.CloseTask(ctx, t.ID, life)
	if err != nil {
		return err
	}
	if !done {
		return taskClosed(t)
	}
	e.note("task.closed", "customer:"+string(t.Customer), note, map[string]any{"number": t.ID, "task": t.Task, "outcome": outcome})
	return nil
}

// closeTasks ends tasks of many customers at once, in the same way. They were read
// within the change as to be done.
func (s *Session) closeTasks(ctx context.Context, e *entry, list []store.Task, outcome string) error {
	ids := make([]id.Task, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	n, err := e.CloseTasks(ctx, ids, store.TaskLife{ClosedOn: s.Today(), ClosedBy: id.User(s.actorName()), Outcome: outcome})
	if err != nil {
		return err
	}
	if n != int64(len(list)) {
		return taskClosed(&list[0])
	}
	for i := range list {
		e.note("task.closed", "customer:"+string(list[i].Customer), "", map[string]any{"number": list[i].ID, "task": list[i].Task, "outcome": outcome})
	}
	return nil
}

func taskClosed(t *store.Task) error {
	if t.Life.ClosedOn == 0 { // a moment ago, after it was read
		return fault.New(fault.Refused, "task.closed_now", "somebody ended task %s a moment ago", t.ID)
	}
	return fault.New(fault.Refused, "task.closed", "%s ended task %s on %s", t.Life.ClosedBy, t.ID, t.Life.ClosedOn)
}

// SnoozeTask puts a task off until a day that is ahead.
func (s *Session) SnoozeTask(ctx context.Context, task id.Task, until cal.Date) error {
	return s.do(ctx, DoTasks, "task.snooze", nil, func(ctx context.Context, e *entry) error {
		t, err := s.task(ctx, e.Reader, task)
		if err != nil {
			return err
		}
		if today := s.Today(); until <= today || until > today+maxSnooze {
			return fault.New(fault.Usage, "task.snooze", "a task is put off to a day from %s to %s", today+1, today+maxSnooze)
		}
		done, err := e.SnoozeTask(ctx, task, until)
		if err != nil {
			return err
		}
		if !done {
			return taskClosed(&t.Task)
		}
		e.note("task.snoozed", "customer:"+string(t.Task.Customer), "", map[string]any{"number": t.ID, "task": t.Task.Task, "until": until})
		return nil
	})
}
