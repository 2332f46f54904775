package store

import (
	"context"

	"debitor/internal/cal"
)

// stands keeps the events that nobody has withdrawn.
const stands = ` AND NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.company = event.company AND w.event = event.event)`

// Withdrawal is that an event was recorded by mistake.
type Withdrawal struct {
	Event  string // its key
	Date   cal.Date
	Reason string
	Author string
}

// InsertWithdrawals withdraws events. One that is withdrawn already is a unique
// violation.
func (w Writer) InsertWithdrawals(ctx context.Context, list []Withdrawal) error {
	return w.insert(ctx, "withdrawn", []string{"company", "event", "date", "reason", "author", "change"}, len(list), func(i int) []any {
		return []any{string(w.company), list[i].Event, list[i].Date, list[i].Reason, list[i].Author, w.change}
	})
}
