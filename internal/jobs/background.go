package jobs

import (
	"context"
	"time"

	"debitor/internal/db"
)

// Open prepares River's tables and opens the queue with the handlers, the kinds
// that may take longer than others, and those that tick.
func Open(ctx context.Context, d *db.DB, handlers map[string]func(context.Context, string, []byte) error,
	times, periodic map[string]time.Duration,
) (*Queue, error) {
	if err := Migrate(ctx, d); err != nil {
		return nil, err
	}
	known := make(map[string]Handler, len(handlers))
	for kind, h := range handlers {
		known[kind] = h
	}
	var ticks []Periodic
	for kind, every := range periodic {
		ticks = append(ticks, Periodic{Kind: kind, Every: every})
	}
	return New(d, known, times, ticks)
}
