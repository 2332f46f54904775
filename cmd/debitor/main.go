// Command debitor gets money in on time; see the README.
package main

import (
	"context"
	"os"
	"time"

	"debitor/internal/api"
	"debitor/internal/cli"
	"debitor/internal/db"
	"debitor/internal/jobs"
	"debitor/internal/web"
	"debitor/internal/web/signin"
)

func main() { os.Exit(cli.Main(os.Args[1:], openJobs, serveSite)) }

func openJobs(ctx context.Context, d *db.DB, handlers map[string]func(context.Context, string, []byte) error, times, periodic map[string]time.Duration) (cli.Background, error) {
	return jobs.Open(ctx, d, handlers, times, periodic)
}

func serveSite(ctx context.Context, s cli.Site) error {
	ctx, stop := context.WithCancel(ctx)
	programs := api.New(s.Desk, s.Now)
	worked := make(chan struct{})
	go func() {
		defer close(worked)
		programs.Work(ctx)
	}()
	defer func() {
		stop()
		<-worked
	}()
	return web.Serve(ctx, s.Listener, web.Site{Desk: s.Desk, Now: s.Now, Base: s.Base, OIDC: signin.OIDC{Issuer: s.Issuer, ClientID: s.ClientID, Secret: s.ClientSecret}, FirstToken: s.FirstToken, DemoDay: s.DemoDay, API: programs})
}
