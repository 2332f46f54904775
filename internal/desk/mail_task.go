package desk

import (
	"context"
	"encoding/json"
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/letter"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// markDead marks an address nothing is sent to any more.
func (s *Session) markDead(ctx context.Context, e *entry, address string, day cal.Date, why string) error {
	fresh, err := e.InsertDeadAddress(ctx, address, day, why)
	if err == nil && fresh {
		e.note("address.dead", "address:"+address, why, map[string]string{"since": day.String()})
	}
	return err
}

// mendTasks asks the managers of customers whom a letter did not reach to find
// out how they are reached; one task for each letter, ever.
func mendTasks(ctx context.Context, e *entry, letters ...store.Letter) error {
	for i := range letters {
		task, err := mendTask(&letters[i])
		if err != nil {
			return err
		}
		if _, err := e.makeTask(ctx, task); err != nil {
			return err
		}
	}
	return nil
}

func mendTask(l *store.Letter) (newTask, error) {
	var f letter.Facts
	if err := json.Unmarshal([]byte(l.Facts), &f); err != nil {
		return newTask{}, fmt.Errorf("letter %s: %w", l.ID, err)
	}
	items := make([]TaskItem, len(f.Items))
	for i, it := range f.Items {
		items[i] = TaskItem{it.Invoice, max(it.Part, 1), documentOf(it), it.Contract, it.Due, it.Days, it.Open.Decimal(f.Currency)}
	}
	return newTask{
		Day: l.RunDate, Customer: l.Customer, From: l.Step, Currency: l.Currency, About: l.About,
		Task: policy.MendContact, Assignee: f.Manager.Name, Total: l.Total, Items: items,
		Because: fault.New(fault.Refused, "task.letter_undelivered", "letter %s did not reach the customer", l.ID),
	}, nil
}
