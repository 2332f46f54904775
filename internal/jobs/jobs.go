// Package jobs works background jobs with River in the company's own database:
// a job is enqueued in the transaction of the change that asks for it, so that
// neither exists without the other, and is worked by any node.
//
// It knows no job of the trade: kinds and their handlers come from outside, and
// what they do lives in package desk. It is not a scheduler of days either: a
// periodic job asks every few minutes whether something is due, and the
// answer comes from the database.
//
// Invariants:
//   - A job enqueued in a transaction that rolls back is never worked.
//   - A committed job is worked at least once; a crash can make it twice. What
//     must happen once is guarded by a unique key in the handler's own tables.
//   - Both engines run the same code. On SQLite River shares the one writing
//     connection and polls instead of listening.
//
// Start with New; desk enqueues with Queue.Enqueue, serve and work run
// Queue.Work.
package jobs

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"debitor/internal/db"
	"debitor/internal/fault"
)

// The limits of the queue.
const (
	// jobTimeout ends the context of a handler whose kind has no time of its own.
	// Such a handler works in shares that stay far below it and enqueues the rest.
	jobTimeout = 5 * time.Minute
	// rescueAfter is when a job whose node died goes to another one; one of a
	// longer time goes when that is over. It must be above jobTimeout and the
	// seconds River waits for a handler that does not heed its context, else a job
	// still being worked would be worked twice.
	rescueAfter = jobTimeout + time.Minute
	// stopTimeout is what running handlers get to finish when work ends.
	stopTimeout = 20 * time.Second
	// pollEvery is how late a job starts on SQLite, and on PostgreSQL when a
	// notification got lost.
	pollEvery = 500 * time.Millisecond
	// Handlers at once: on PostgreSQL half of a node's connections; SQLite has
	// one writer, and more than a few would only wait for it.
	postgresWorkers = 8
	sqliteWorkers   = 4
	// keepFinished is how long finished jobs can be looked at; the journal
	// keeps what has to be kept.
	keepFinished = 7 * 24 * time.Hour
)

// Handler works a job of one kind. An error is tried again later, with growing
// pauses for about three weeks, unless it is a fault that trying again cannot
// mend (input, not found, refused); that of a periodic job at its next tick.
type Handler func(ctx context.Context, company string, payload []byte) error

// Times are how long a job of a kind may take; jobTimeout for those not named.
// Those named are worked one at a time on a node, beside the others, so that
// nothing waits for them but their like.
type Times map[string]time.Duration

// longQueue is where jobs of a time of their own wait.
const longQueue = "long"

// Job is one piece of work.
type Job struct {
	Kind    string
	Company string // empty: the job is for the whole installation
	Payload []byte
	// UniqueKey, if set, adds nothing while a job of the same kind, company and
	// key waits or runs. As that job may be running already, its handler must
	// look for work again before it ends.
	UniqueKey string
	// At is when the job may start; the zero time is at once.
	At time.Time
}

// Periodic enqueues a job of a kind, with no company and payload, when workers
// start and then every so often. It is enqueued once for all nodes, and not
// while the one before still waits or runs.
type Periodic struct {
	Kind  string
	Every time.Duration
}

// Queue enqueues and works jobs.
type Queue struct {
	client client
	times  Times
}

// client is River's client for either engine.
type client interface {
	insert(ctx context.Context, tx any, a args, opts *river.InsertOpts) error
	Start(ctx context.Context) error
	Stopped() <-chan struct{}
}

// New makes a queue on a database that Migrate has prepared. Only kinds with a
// handler can be enqueued; the periodic jobs are those that Work enqueues.
func New(d *db.DB, handlers map[string]Handler, times Times, periodic []Periodic) (*Queue, error) {
	cfg := &river.Config{
		CancelledJobRetentionPeriod: keepFinished,
		CompletedJobRetentionPeriod: keepFinished,
		FetchPollInterval:           pollEvery,
		JobTimeout:                  jobTimeout,
		Logger:                      slog.New(loud{slog.Default().Handler()}),
		RescueStuckJobsAfter:        rescueAfter,
		SoftStopTimeout:             stopTimeout,
		Workers:                     river.NewWorkers(),
	}
	for kind, handler := range handlers {
		river.AddWorkerArgs(cfg.Workers, args{kind: kind}, &worker{handler: handler, time: times[kind]})
	}
	for _, p := range periodic {
		if handlers[p.Kind] == nil || p.Every < time.Second {
			return nil, fmt.Errorf("jobs: periodic job %q every %v has no handler or comes too often", p.Kind, p.Every)
		}
		cfg.PeriodicJobs = append(cfg.PeriodicJobs, river.NewPeriodicJob(river.PeriodicInterval(p.Every),
			func() (river.JobArgs, *river.InsertOpts) {
				// The next tick is the next try: one that failed and waited for
				// its own would keep ticks away, for hours in the end.
				return args{kind: p.Kind, Key: "periodic"}, &river.InsertOpts{UniqueOpts: unique, MaxAttempts: 1}
			},
			// A leader starts counting anew: without RunOnStart a daily job
			// would never run on a node restarted every day.
			&river.PeriodicJobOpts{ID: p.Kind, RunOnStart: true}))
	}
	var err error
	q := &Queue{times: times}
	switch native := d.Native().(type) {
	case *pgxpool.Pool:
		cfg.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: postgresWorkers}, longQueue: {MaxWorkers: 1}}
		q.client, err = open(river.NewClient(riverpgxv5.New(native), cfg))
	case *sql.DB:
		cfg.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: sqliteWorkers}, longQueue: {MaxWorkers: 1}}
		cfg.PollOnly = true // listening would be polling too, with a row written per job
		q.client, err = open(river.NewClient(riversqlite.New(native), cfg))
	default:
		err = fmt.Errorf("a database of %T", native)
	}
	if err != nil {
		return nil, fmt.Errorf("jobs: open the queue: %w", err)
	}
	return q, nil
}

// Enqueue adds a job in the caller's transaction, unless one of its kind,
// company and payload waits or runs. The payload may be any bytes, so its key is
// their hex: a JSON text would lose some and PostgreSQL refuses others.
func (q *Queue) Enqueue(ctx context.Context, tx db.Tx, kind, company string, payload []byte) error {
	return q.Add(ctx, tx, Job{Kind: kind, Company: company, Payload: payload, UniqueKey: "once " + hex.EncodeToString(payload)})
}

// Add is Enqueue with all a Job can say.
func (q *Queue) Add(ctx context.Context, tx db.Tx, j Job) error {
	opts := &river.InsertOpts{ScheduledAt: j.At}
	if j.UniqueKey != "" {
		opts.UniqueOpts = unique
	}
	if q.times[j.Kind] != 0 {
		opts.Queue = longQueue
	}
	err := q.client.insert(ctx, tx.Native(), args{kind: j.Kind, Company: j.Company, Key: j.UniqueKey, Payload: j.Payload}, opts)
	if err != nil {
		return fmt.Errorf("jobs: enqueue %s: %w", j.Kind, err)
	}
	return nil
}

// Work works jobs until ctx ends, then lets the running ones finish. Any number
// of nodes may do so at once. It can be called once for a Queue.
func (q *Queue) Work(ctx context.Context) error {
	if err := q.client.Start(ctx); err != nil {
		return fmt.Errorf("jobs: start working: %w", err)
	}
	<-q.client.Stopped()
	return nil
}

// unique is what makes two jobs the same: kind, company and key (see args),
// while the first is not finished.
var unique = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled,
}}

// args is how a job is stored, of whichever kind.
type args struct {
	kind    string
	Company string `json:"company" river:"unique"`
	Key     string `json:"key"     river:"unique"`
	Payload []byte `json:"payload"`
}

// Kind tells River which worker takes the job.
func (a args) Kind() string { return a.kind }

// worker runs a handler.
type worker struct {
	river.WorkerDefaults[args]
	handler Handler
	time    time.Duration // 0: jobTimeout
}

// Timeout implements river.Worker.
func (w *worker) Timeout(*river.Job[args]) time.Duration { return w.time }

// Work implements river.Worker.
func (w *worker) Work(ctx context.Context, job *river.Job[args]) error {
	err := w.handler(ctx, job.Args.Company, job.Args.Payload)
	if err != nil && hopeless(err) {
		slog.WarnContext(ctx, "job given up", "kind", job.Kind, "company", job.Args.Company, "code", fault.Code(err), "error", err)
		return river.JobCancel(err)
	}
	return err
}

// hopeless tells whether trying again cannot help. A database that is busy or
// away comes back.
func hopeless(err error) bool {
	return fault.KindOf(err) != fault.Internal && !db.IsAway(err)
}

// riverClient is a client with one driver's transaction type.
type riverClient[T any] struct{ *river.Client[T] }

func open[T any](c *river.Client[T], err error) (client, error) { return riverClient[T]{c}, err }

func (c riverClient[T]) insert(ctx context.Context, tx any, a args, opts *river.InsertOpts) error {
	native, ok := tx.(T)
	if !ok {
		return errors.New("the transaction is of another engine")
	}
	_, err := c.InsertTx(ctx, native, a, opts)
	return err
}

// loud lets pass what River says from warnings up.
type loud struct{ slog.Handler }

// Enabled implements slog.Handler.
func (l loud) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && l.Handler.Enabled(ctx, level)
}
