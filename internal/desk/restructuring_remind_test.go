package desk_test

import (
	"fmt"
	"slices"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/store"
)

// reminders are "deadline: amount, state" of the tasks to remind of instalments.
func (b *books) reminders() (list []string) {
	b.Helper()
	if err := b.EachTask(b.Context(), store.TasksQuery{State: "all", Limit: 100}, func(r store.TaskRow) error {
		if r.Task.Task == "plan-due" {
			state := "open"
			if r.Life.ClosedOn != 0 {
				state = r.Life.Outcome
			}
			list = append(list, fmt.Sprintf("%s: %s, %s", r.Deadline, r.Total.Decimal(r.Currency), state))
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	slices.Sort(list)
	return list
}

// Three days before an instalment there is one task to remind of what has not come
// of it; money closes it, and so does the breach.
func TestInstalmentIsRemindedOf(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		late(t, b)
		b.signed(b.draft(desk.RestructuringRequest{})) // 90 by 2026-02-10, 60 by 2026-02-19
		watch := func(day string, want desk.Watched, reminders ...string) {
			t.Helper()
			b.later(on(day))
			b.watched(want)
			if got := b.reminders(); fmt.Sprint(got) != fmt.Sprint(reminders) {
				t.Errorf("on %s: %v, want %v", day, got, reminders)
			}
		}
		watch("2026-02-06", desk.Watched{})
		b.take("payments.csv", paymentHead+"P1,A,2026-02-06,30,BYN,I1\n")
		watch("2026-02-07", desk.Watched{}, "2026-02-10: 60.00, open")
		watch("2026-02-09", desk.Watched{}, "2026-02-10: 60.00, open")
		b.take("payments.csv", paymentHead+"P2,A,2026-02-09,60,BYN,I1\n")
		watch("2026-02-10", desk.Watched{}, "2026-02-10: 60.00, done")
		watch("2026-02-16", desk.Watched{}, "2026-02-10: 60.00, done", "2026-02-19: 60.00, open")
		watch("2026-02-20", desk.Watched{Broken: 1}, "2026-02-10: 60.00, done", "2026-02-19: 60.00, done")
	})
}
