package browser

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"debitor/internal/api"
	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/jobs"
	"debitor/internal/store"
	"debitor/internal/web"
)

// hour is when the day begins on a site whose day is set.
const hour = 9 * time.Hour

// serve opens a database to the browser on the site's day until the test ends.
// The program knows no day but the real one (and the sample's own), so the test
// puts the same parts together itself, with a clock that starts where it wants.
func (s *site) serve(t *testing.T, file, firstToken string) {
	t.Helper()
	began, day := time.Now(), s.Day.Time().Add(hour)
	now := func() time.Time { return day.Add(time.Since(began)) }
	database, err := db.Open(t.Context(), "sqlite:"+file)
	if err == nil {
		err = database.Migrate(t.Context(), store.Migrations)
	}
	if err != nil {
		t.Fatal(err)
	}
	var d *desk.Desk
	handlers := (&desk.Desk{}).Handlers()
	for kind := range handlers {
		handlers[kind] = func(ctx context.Context, company string, payload []byte) error {
			return d.Handlers()[kind](ctx, company, payload)
		}
	}
	queue, err := jobs.Open(t.Context(), database, handlers, desk.Times(), desk.Periodic())
	if err != nil {
		t.Fatal(err)
	}
	d = desk.New(database, queue, now)
	d.SealWith(desk.SecretFor("sqlite:" + file))
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Address = "http://" + listener.Addr().String()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	var ended sync.WaitGroup
	ended.Go(func() {
		if err := web.Serve(ctx, listener, web.Site{Desk: d, Now: now, API: api.New(d, now), FirstToken: firstToken}); err != nil {
			t.Error(err)
		}
	})
	ended.Go(func() {
		if err := queue.Work(ctx); err != nil && ctx.Err() == nil { // being stopped while it starts is no fault
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		stop()
		ended.Wait()
		_ = database.Close() // every change is committed
	})
}
