package desk

import (
	"context"
	"encoding/json"
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/id"
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
// out how they are reached; one task for each letter, ever. It is called once in
// a change, for each of its lines in the journal has the hash over all of them.
func mendTasks(ctx context.Context, e *entry, letters ...store.Letter) error {
	var made []store.Task
	var about []id.Letter
	for i := range letters {
		task, err := mendTask(&letters[i])
		if err != nil {
			return err
		}
		fresh, err := e.InsertTask(ctx, task)
		if err != nil {
			return err
		}
		if fresh {
			made, about = append(made, task), append(about, letters[i].ID)
		}
	}
	for i := range made {
		e.note("task.made", "customer:"+string(made[i].Customer), "a letter did not reach the customer", map[string]any{
			"task": made[i].Task, "letter": about[i], "content": contentHash(nil, made),
		})
	}
	return nil
}

func mendTask(l *store.Letter) (store.Task, error) {
	var f letter.Facts
	if err := json.Unmarshal([]byte(l.Facts), &f); err != nil {
		return store.Task{}, fmt.Errorf("letter %s: %w", l.ID, err)
	}
	items := make([]TaskItem, len(f.Items))
	for i, it := range f.Items {
		items[i] = TaskItem{it.Invoice, max(it.Part, 1), documentOf(it), it.Contract, it.Due, it.Days, it.Open.Decimal(f.Currency)}
	}
	b, err := json.Marshal(items)
	return store.Task{
		RunDate: l.RunDate, Customer: l.Customer, Step: l.Step, Currency: l.Currency, About: l.About,
		Kind: string(policy.Task), Task: policy.MendContact, Role: policy.DefaultRole,
		Assignee: f.Manager.Name, Total: l.Total, Items: string(b),
	}, err
}
