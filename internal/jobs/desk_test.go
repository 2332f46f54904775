package jobs_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
	"debitor/internal/jobs"
	"debitor/internal/store"
)

// tuesday is a run day of policy A.
var tuesday = time.Date(2026, 2, 3, 8, 0, 0, 0, time.UTC)

// A company that trusts its rules has its run applied by a worker, once, and
// what was written is sealed without anybody asking.
func TestAutomaticRunIsAppliedAndSealed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		d, queue := openDesk(t, url, nil)
		s := trusting(t, d)
		ctx, stop := context.WithCancel(t.Context())
		worked := make(chan error, 1)
		go func() { worked <- queue.Work(ctx) }()
		waitApplied(t, s)
		stop()
		if err := <-worked; err != nil {
			t.Fatal(err)
		}
		again, err := s.Apply(t.Context(), cal.Of(tuesday), "")
		if err != nil || again.New != 0 || again.Letters != 1 {
			t.Fatalf("applied again: %+v, %v; want nothing new and one letter", again, err)
		}
		report, err := s.Check(t.Context())
		if err != nil || !report.OK {
			t.Fatalf("check: %+v, %v", report, err)
		}
	})
}

// TestWorkersLookWhatIsDue: a worker that starts looks for everything that comes
// with time, without anybody asking; so this month's look into the registers
// becomes a task, once.
func TestWorkersLookWhatIsDue(t *testing.T) {
	url := dbtest.SQLite(t)
	worked := make(chan string, 1000)
	d, queue := openDesk(t, url, worked)
	s := trusting(t, d)
	rules := write(t, t.TempDir(), "rules.yaml", "policy: watch\nholds: [{id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales]}]\nred-flags: {above: {BYN: 50.00}, to: security}\n")
	if _, err := s.UsePolicy(t.Context(), rules, 0); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- queue.Work(ctx) }()
	missing := desk.Periodic()
	for len(missing) > 0 {
		select {
		case kind := <-worked:
			delete(missing, kind)
		case <-t.Context().Done():
			t.Fatalf("nobody looked for %v", missing)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if err := d.Handlers()["registers"](t.Context(), "", nil); err != nil { // as at the next look
		t.Fatal(err)
	}
	checks := 0
	err := s.EachTask(t.Context(), store.TasksQuery{State: "all", Limit: 100}, func(r store.TaskRow) error {
		if r.Task.Task == desk.TaskCheckCustomer && r.Customer == "C1" {
			checks++
		}
		return nil
	})
	if err != nil || checks != 1 {
		t.Errorf("%d tasks to look into the registers, %v", checks, err)
	}
}

// openDesk is a desk with the queue that works for it; what was worked is told,
// where somebody listens.
func openDesk(t *testing.T, url string, worked chan string) (*desk.Desk, *jobs.Queue) {
	t.Helper()
	database := dbtest.Open(t, url)
	if err := database.Migrate(t.Context(), store.Migrations); err != nil {
		t.Fatal(err)
	}
	var d *desk.Desk
	handlers := (&desk.Desk{}).Handlers()
	for kind := range handlers {
		handlers[kind] = func(ctx context.Context, company string, payload []byte) error {
			err := d.Handlers()[kind](ctx, company, payload)
			if worked != nil {
				worked <- kind
			}
			return err
		}
	}
	queue, err := jobs.Open(t.Context(), database, handlers, desk.Times(), desk.Periodic())
	if err != nil {
		t.Fatal(err)
	}
	d = desk.New(database, queue, func() time.Time { return tuesday })
	return d, queue
}

// trusting is a company whose runs are automatic, with one debt due in four
// days.
func trusting(t *testing.T, d *desk.Desk) *desk.Session {
	t.Helper()
	profile := desk.Profile{Name: "Trusting Ltd", Country: "BY", Currency: "BYN", Language: "en", Runs: "automatic"}
	if _, err := d.Init(t.Context(), desk.Actor{System: "test"}, profile); err != nil {
		t.Fatal(err)
	}
	s, err := d.Session(t.Context(), "", desk.Actor{System: "test"})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	customers := write(t, dir, "customers.csv", "customer,name,email\nC1,Alder,pay@alder.example\n")
	invoices := write(t, dir, "invoices.csv", "invoice,customer,date,due,amount,currency\nI1,C1,2026-01-10,2026-02-07,72.27,BYN\n")
	if _, err := s.Import(t.Context(), []string{customers, invoices}, desk.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	return s
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// waitApplied waits for the worker's letter; the test's own deadline ends it.
func waitApplied(t *testing.T, s *desk.Session) {
	t.Helper()
	for {
		report, err := s.Check(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if report.Checked.Letters == 1 {
			return
		}
		select {
		case <-t.Context().Done():
			t.Fatal("the run was not applied")
		case <-time.After(50 * time.Millisecond):
		}
	}
}
