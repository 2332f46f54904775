package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"debitor/internal/db"
)

// Several starters may migrate at once. Each step and its record are one
// transaction, so all but one fail and, looking again, find it done.
const (
	migrateTries = 20
	migratePause = 100 * time.Millisecond
)

// Migrate brings River's own tables to the version this program wants.
func Migrate(ctx context.Context, d *db.DB) error {
	for try := 1; ; try++ {
		err := migrateOnce(ctx, d)
		if err == nil {
			return nil
		}
		if try == migrateTries {
			return fmt.Errorf("jobs: migrate the queue: %w", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(migratePause):
		}
	}
}

func migrateOnce(ctx context.Context, d *db.DB) error {
	switch native := d.Native().(type) {
	case *pgxpool.Pool:
		return migrate(ctx, riverpgxv5.New(native))
	case *sql.DB:
		return migrate(ctx, riversqlite.New(native))
	default:
		return fmt.Errorf("a database of %T", native)
	}
}

func migrate[T any](ctx context.Context, driver riverdriver.Driver[T]) error {
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}
