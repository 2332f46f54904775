package db

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/pressly/goose/v3"

	"debitor/internal/fault"
)

// quiet is what goose is told on both engines: nothing to print, no migrations
// but those of the files.
func quiet() []goose.ProviderOption {
	return []goose.ProviderOption{
		goose.WithSlog(slog.New(slog.DiscardHandler)),
		goose.WithDisableGlobalRegistry(true),
	}
}

// up applies what is missing and refuses a database from the future.
func up(ctx context.Context, provider *goose.Provider) error {
	current, newest, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("db: schema version: %w", err)
	}
	if current > newest {
		return fault.New(fault.Refused, "db.newer",
			"the database has schema version %d, but this debitor knows only %d; use the newer debitor that wrote it", current, newest)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("db: migrate from schema version %d: %w", current, err)
	}
	return nil
}
