package desk

import (
	"context"

	"debitor/internal/store"
)

// ClosePaid ends those of the actor's tasks of which everything was paid, and
// tells how many there were.
func (s *Session) ClosePaid(ctx context.Context, q AgendaQuery) (closed int, err error) {
	q.Free = true
	err = s.do(ctx, DoTasks, "task.paid", &closed, func(ctx context.Context, e *entry) error {
		var a Agenda
		closed = 0
		if err := s.todayWork(ctx, e.Reader, q, &a); err != nil {
			return err
		}
		for i := range a.Work {
			if w := &a.Work[i]; w.Paid {
				if err := s.closeTask(ctx, e, &w.Task, store.TaskDone, "paid"); err != nil {
					return err
				}
				closed++
			}
		}
		return nil
	})
	return closed, err
}
