// Command debitor gets money in on time; see the README.
package main

import (
	"context"
	"os"
	"time"

	"debitor/internal/cli"
	"debitor/internal/db"
	"debitor/internal/jobs"
)

func main() { os.Exit(cli.Main(os.Args[1:], openJobs, serveSite)) }

func openJobs(ctx context.Context, d *db.DB, handlers map[string]func(context.Context, string, []byte) error, periodic map[string]time.Duration) (cli.Background, error) {
	return jobs.Open(ctx, d, handlers, periodic)
}

func serveSite(ctx context.Context, site cli.Site) error { <-ctx.Done(); return nil }
