package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/fault"
	"debitor/internal/jobs"
)

// book counts what handlers were given.
type book struct {
	mu    sync.Mutex
	seen  map[string]int
	event chan struct{}
}

func newBook() *book { return &book{seen: map[string]int{}, event: make(chan struct{}, 1000)} }

func (b *book) note(what string) {
	b.mu.Lock()
	b.seen[what]++
	b.mu.Unlock()
	b.event <- struct{}{}
}

func (b *book) count(what string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.seen[what]
}

// wait waits for n notes.
func (b *book) wait(t *testing.T, n int) {
	t.Helper()
	for range n {
		select {
		case <-b.event:
		case <-time.After(20 * time.Second):
			t.Fatalf("waited in vain; seen %v", b.seen)
		}
	}
}

func prepared(t *testing.T, url string) *db.DB {
	t.Helper()
	d := dbtest.Open(t, url)
	if err := jobs.Migrate(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return d
}

func newQueue(t *testing.T, d *db.DB, handlers map[string]jobs.Handler, periodic ...jobs.Periodic) *jobs.Queue {
	t.Helper()
	q, err := jobs.New(d, handlers, longer, periodic)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// work runs the queue for the length of the test, before the database closes.
func work(t *testing.T, q *jobs.Queue) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- q.Work(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("working ended with %v", err)
		}
	})
}

func add(t *testing.T, d *db.DB, q *jobs.Queue, list ...jobs.Job) {
	t.Helper()
	if err := d.Tx(t.Context(), func(tx db.Tx) error {
		for _, j := range list {
			if err := q.Add(t.Context(), tx, j); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// longer is that jobs of the kind slow may take an hour.
var longer = jobs.Times{"slow": time.Hour}

// TestLongJobsKeepNothingWaiting: a job of a time of its own gets that time, and
// while it is worked those of other kinds are, and its like waits.
func TestLongJobsKeepNothingWaiting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		d, b := prepared(t, url), newBook()
		release := make(chan struct{})
		q := newQueue(t, d, map[string]jobs.Handler{
			"slow": func(ctx context.Context, company string, _ []byte) error {
				if ends, limited := ctx.Deadline(); limited && time.Until(ends) < 50*time.Minute {
					b.note("too soon")
				}
				b.note("slow " + company)
				<-release
				return nil
			},
			"quick": func(ctx context.Context, company string, _ []byte) error {
				if ends, limited := ctx.Deadline(); !limited || time.Until(ends) > 10*time.Minute {
					b.note("too late")
				}
				b.note("quick " + company)
				return nil
			},
		})
		add(t, d, q, jobs.Job{Kind: "slow", Company: "a"}, jobs.Job{Kind: "slow", Company: "b"})
		work(t, q)
		b.wait(t, 1)
		add(t, d, q, jobs.Job{Kind: "quick", Company: "c"}, jobs.Job{Kind: "quick", Company: "d"})
		b.wait(t, 2)
		if b.count("slow a")+b.count("slow b") != 1 || b.count("quick c")+b.count("quick d") != 2 {
			t.Errorf("while one is slow, these are worked: %v", b.seen)
		}
		close(release)
		b.wait(t, 1)
		if b.count("slow a")+b.count("slow b") != 2 || b.count("too soon")+b.count("too late") != 0 {
			t.Errorf("in the end these were worked: %v", b.seen)
		}
	})
}

func TestAJobIsWorkedIfItsTransactionCommits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		d, b := prepared(t, url), newBook()
		q := newQueue(t, d, map[string]jobs.Handler{"greet": func(_ context.Context, company string, payload []byte) error {
			b.note(company + ":" + string(payload))
			return nil
		}})
		no := errors.New("no")
		if err := d.Tx(t.Context(), func(tx db.Tx) error {
			if err := q.Enqueue(t.Context(), tx, "greet", "acme", []byte("undone")); err != nil {
				return err
			}
			return no
		}); !errors.Is(err, no) {
			t.Fatal(err)
		}
		if err := d.Tx(t.Context(), func(tx db.Tx) error {
			return q.Enqueue(t.Context(), tx, "greet", "acme", []byte{0, 'x', 255})
		}); err != nil {
			t.Fatal(err)
		}
		work(t, q)
		add(t, d, q, jobs.Job{Kind: "greet", Payload: []byte("last")}) // also while working
		b.wait(t, 2)
		if b.count("acme:\x00x\xff") != 1 || b.count(":last") != 1 || b.count("acme:undone") != 0 {
			t.Errorf("seen %v", b.seen)
		}
	})
}

func TestTwoNodesShareTheWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		const total = 60
		d, b := prepared(t, url), newBook()
		gate := make(chan struct{})
		node := func(name string) map[string]jobs.Handler {
			return map[string]jobs.Handler{"step": func(_ context.Context, _ string, payload []byte) error {
				<-gate
				b.note(name)
				b.note(string(payload))
				return nil
			}}
		}
		one, two := newQueue(t, d, node("one")), newQueue(t, prepared(t, url), node("two"))
		var list []jobs.Job
		for i := range total {
			list = append(list, jobs.Job{Kind: "step", Payload: fmt.Append(nil, i)})
		}
		add(t, d, one, list...)
		work(t, one)
		work(t, two)
		// Both fill up before anything is finished, as the gate opens only when
		// neither can take more: then nobody can have worked alone.
		waitRunning(t, d, 2*4)
		close(gate)
		b.wait(t, 2*total)
		for i := range total {
			if n := b.count(fmt.Sprint(i)); n != 1 {
				t.Errorf("job %d was worked %d times", i, n)
			}
		}
		if b.count("one") == 0 || b.count("two") == 0 {
			t.Errorf("one node worked %d, the other %d", b.count("one"), b.count("two"))
		}
	})
}

// waitRunning waits until two nodes each run jobs, at least n in all.
func waitRunning(t *testing.T, d *db.DB, n int) {
	t.Helper()
	for range 400 {
		var running, nodes int
		if err := d.Read(t.Context(), func(q db.Querier) error {
			return q.QueryRow(t.Context(), `SELECT count(*), count(DISTINCT CAST(attempted_by AS TEXT)) FROM river_job WHERE state = 'running'`).Scan(&running, &nodes)
		}); err != nil {
			t.Fatal(err)
		}
		if running >= n && nodes == 2 {
			return
		}
		<-time.After(50 * time.Millisecond)
	}
	t.Fatal("the two nodes never ran jobs at once")
}

func TestAUniqueJobWaitsOnlyOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		d, b := prepared(t, url), newBook()
		q := newQueue(t, d, map[string]jobs.Handler{
			"plan": func(_ context.Context, company string, _ []byte) error { b.note(company); return nil },
			"end":  func(context.Context, string, []byte) error { b.note("end"); return nil },
		})
		add(t, d, q,
			jobs.Job{Kind: "plan", Company: "a", UniqueKey: "today", Payload: []byte("1")},
			jobs.Job{Kind: "plan", Company: "a", UniqueKey: "today", Payload: []byte("2")},
			jobs.Job{Kind: "plan", Company: "b", UniqueKey: "today"},
			jobs.Job{Kind: "end"})
		add(t, d, q, jobs.Job{Kind: "plan", Company: "a", UniqueKey: "today"})
		work(t, q)
		b.wait(t, 3)
		if b.count("a") != 1 || b.count("b") != 1 {
			t.Errorf("seen %v", b.seen)
		}
		waitFinished(t, d)
		add(t, d, q, jobs.Job{Kind: "plan", Company: "a", UniqueKey: "today"}) // a new day
		b.wait(t, 1)
		if b.count("a") != 2 {
			t.Errorf("the next one was not worked: %v", b.seen)
		}
	})
}

func waitFinished(t *testing.T, d *db.DB) {
	t.Helper()
	for range 400 {
		var open int
		if err := d.Read(t.Context(), func(q db.Querier) error {
			return q.QueryRow(t.Context(), "SELECT count(*) FROM river_job WHERE state NOT IN ('completed', 'cancelled')").Scan(&open)
		}); err != nil {
			t.Fatal(err)
		}
		if open == 0 {
			return
		}
		<-time.After(50 * time.Millisecond)
	}
	t.Fatal("jobs do not finish")
}

func TestErrorsAreTriedAgainButRefusalsAreNot(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		d, b := prepared(t, url), newBook()
		q := newQueue(t, d, map[string]jobs.Handler{
			"mail": func(context.Context, string, []byte) error {
				b.note("mail")
				if b.count("mail") == 1 {
					return errors.New("the server is away")
				}
				return nil
			},
			"apply": func(context.Context, string, []byte) error {
				b.note("apply")
				return fault.New(fault.Refused, "test.no", "no")
			},
		})
		add(t, d, q, jobs.Job{Kind: "mail"}, jobs.Job{Kind: "apply"})
		work(t, q)
		b.wait(t, 3)
		waitFinished(t, d)
		if b.count("mail") != 2 || b.count("apply") != 1 {
			t.Errorf("seen %v", b.seen)
		}
	})
}

func TestPeriodicAndLaterJobs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		d, b := prepared(t, url), newBook()
		q := newQueue(t, d, map[string]jobs.Handler{
			"look":  func(context.Context, string, []byte) error { b.note("look"); return nil },
			"never": func(context.Context, string, []byte) error { b.note("never"); return nil },
		}, jobs.Periodic{Kind: "look", Every: time.Hour})
		add(t, d, q, jobs.Job{Kind: "never", At: time.Now().Add(time.Hour)})
		work(t, q)
		b.wait(t, 1)
		if b.count("look") != 1 || b.count("never") != 0 {
			t.Errorf("seen %v", b.seen)
		}
	})
}

// TestPeriodicJobComesAgain: a tick that failed keeps none of the next away.
func TestPeriodicJobComesAgain(t *testing.T) {
	d, b := prepared(t, dbtest.SQLite(t)), newBook()
	q := newQueue(t, d, map[string]jobs.Handler{
		"look": func(context.Context, string, []byte) error { b.note("look"); return errors.New("not now") },
	}, jobs.Periodic{Kind: "look", Every: time.Second})
	work(t, q)
	b.wait(t, 4) // by River's own pauses the fourth try is a minute and a half away
}

func TestUnknownKindsAreRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		d := prepared(t, url)
		handlers := map[string]jobs.Handler{"known": func(context.Context, string, []byte) error { return nil }}
		q := newQueue(t, d, handlers)
		if err := d.Tx(t.Context(), func(tx db.Tx) error {
			return q.Enqueue(t.Context(), tx, "unknown", "", nil)
		}); err == nil {
			t.Error("a kind nobody works was enqueued")
		}
		if _, err := jobs.New(d, handlers, nil, []jobs.Periodic{{Kind: "unknown", Every: time.Hour}}); err == nil {
			t.Error("a periodic kind nobody works was taken")
		}
	})
}

func TestConcurrentStartersMigrate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		var wg sync.WaitGroup
		for range 5 {
			d := dbtest.Open(t, url)
			wg.Go(func() {
				if err := jobs.Migrate(t.Context(), d); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	})
}
