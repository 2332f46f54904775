package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"debitor/internal/fault"
)

// The limits of PostgreSQL use.
const (
	// postgresConns is a node's connections unless the URL says
	// pool_max_conns: six nodes fit into a server's usual hundred.
	postgresConns = 16
	// aheadShare is how many of the connections one is set apart of for
	// ReadAhead, whose answers take less than a millisecond.
	aheadShare = 4
	// conflictRuns bounds how often a transaction runs before the conflict is
	// the caller's: with the pauses below about four seconds.
	conflictRuns = 10
	// conflictPause is the first pause between runs; it doubles to
	// conflictPauseMax, and a random part of it is slept.
	conflictPause    = 5 * time.Millisecond
	conflictPauseMax = time.Second
	// connectTimeout is how long Open waits for a server unless the URL says
	// connect_timeout.
	connectTimeout = 10 * time.Second
)

type postgres struct {
	pool  *pgxpool.Pool
	ahead *pgxpool.Pool // for readAhead; connects when it is first used
	again atomic.Int64  // how often readAhead had to begin again
}

func openPostgres(ctx context.Context, address string) (*postgres, error) {
	cfg, err := pgxpool.ParseConfig(address)
	if err != nil {
		// The error quotes the address, perhaps with its password: dropped.
		return nil, fault.New(fault.Usage, "db.url",
			"the PostgreSQL address cannot be read; write postgres://USER:PASSWORD@HOST:PORT/NAME, with special characters of the password as %%XX")
	}
	if !strings.Contains(address, "pool_max_conns") {
		cfg.MaxConns = postgresConns
	}
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = connectTimeout
	}
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	// A plan kept from when a table was small costs hours when it has grown in
	// the same connection, as in a first import; planning anew costs a fraction
	// of a millisecond.
	cfg.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_custom_plan"
	if cfg.ConnConfig.RuntimeParams["application_name"] == "" {
		cfg.ConnConfig.RuntimeParams["application_name"] = "debitor"
	}
	cfg.AfterConnect = func(_ context.Context, c *pgx.Conn) error {
		registerTypes(c.TypeMap())
		return nil
	}
	all := cfg.MaxConns
	cfg.MaxConns = max(1, all-all/aheadShare)
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("db: open PostgreSQL: %w", err)
	}
	cfg.MaxConns = max(1, all/aheadShare)
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, unreachable(err, cfg.ConnConfig)
	}
	ahead, err := openAhead(ctx, cfg)
	if err != nil {
		pool.Close()
		return nil, err
	}
	return &postgres{pool: pool, ahead: ahead}, nil
}

// unreachable says why a server could not be used and what to do about it.
func unreachable(err error, cfg *pgx.ConnConfig) error {
	where := (&url.URL{Host: fmt.Sprintf("%s:%d", cfg.Host, cfg.Port), Path: cfg.Database}).String()
	where = strings.TrimPrefix(where, "//")
	var pg *pgconn.PgError
	errors.As(err, &pg)
	switch {
	case pg != nil && (pg.Code == "28P01" || pg.Code == "28000"):
		return fault.Wrap(err, fault.Refused, "db.login",
			"PostgreSQL at %s does not let user %q in; check the user and the password in --db", where, cfg.User)
	case pg != nil && pg.Code == "3D000":
		return fault.Wrap(err, fault.Refused, "db.missing",
			"PostgreSQL at %s has no database %q; create it with createdb", where, cfg.Database)
	case pg != nil:
		return fault.Wrap(err, fault.Refused, "db.unreachable",
			"PostgreSQL at %s refuses the connection: %s", where, pg.Message)
	}
	return fault.Wrap(err, fault.Refused, "db.unreachable",
		"PostgreSQL at %s cannot be reached; check that it runs and that --db is right", where)
}

func (*postgres) kind() Engine  { return PostgreSQL }
func (p *postgres) native() any { return p.pool }

func (p *postgres) readAgain() int64 { return p.again.Load() }

func (*postgres) readOften() {}

func (p *postgres) close() error {
	p.ahead.Close()
	p.pool.Close()
	return nil
}

func (p *postgres) tx(ctx context.Context, f func(Tx) error) error {
	pause := conflictPause
	for run := 1; ; run++ {
		conflict, err := p.txOnce(ctx, f)
		if err == nil || !conflict || run == conflictRuns {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause/2 + rand.N(pause)): //nolint:gosec // jitter, no secret
		}
		pause = min(2*pause, conflictPauseMax)
	}
}

// notBegun says why nothing could be begun: the caller has no more time, or the
// server is not there. Callers may sit elsewhere, so it does not say where.
func notBegun(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("db: begin: %w", err)
	}
	return fault.Wrap(err, fault.Refused, "db.unreachable", "the database cannot be reached; try again in a moment")
}

// txOnce runs f once; conflict tells that it may be run again.
func (p *postgres) txOnce(ctx context.Context, f func(Tx) error) (conflict bool, err error) {
	native, err := p.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadWrite})
	if err != nil {
		return false, notBegun(ctx, err)
	}
	tx := &postgresTx{postgresQuerier{native: native}}
	// Also after a panic; after Commit it does nothing. The caller's context
	// may be over, but the connection must not go back inside a transaction.
	defer func() { _ = native.Rollback(context.WithoutCancel(ctx)) }()
	if err := f(tx); err != nil {
		return tx.conflict || isConflict(err), err
	}
	if tx.failed != nil {
		// f swallowed an error; the server would answer COMMIT with ROLLBACK.
		return tx.conflict, fmt.Errorf("%w: %w", errFailed, tx.failed)
	}
	if err := native.Commit(ctx); err != nil {
		return isConflict(err), fmt.Errorf("db: commit: %w", err)
	}
	return false, nil
}

func (p *postgres) read(ctx context.Context, f func(Querier) error) error {
	native, err := p.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return notBegun(ctx, err)
	}
	defer func() { _ = native.Rollback(context.WithoutCancel(ctx)) }()
	return f(&postgresQuerier{native: native})
}

// postgresQuerier is a pgx transaction behind Querier. It remembers a
// conflict, for the error f returns need not say so, and any failure.
type postgresQuerier struct {
	native   pgx.Tx
	conflict bool
	failed   error
}

func (*postgresQuerier) Engine() Engine { return PostgreSQL }

// note remembers err and puts ErrNoRows in place of pgx's.
func (q *postgresQuerier) note(err error) error {
	var pg *pgconn.PgError
	switch {
	case err == nil:
	case errors.Is(err, pgx.ErrNoRows):
		return ErrNoRows
	case errors.As(err, &pg):
		q.failed = err
		q.conflict = q.conflict || isConflict(err)
	}
	return err
}

func (q *postgresQuerier) Exec(ctx context.Context, sql string, args ...any) (int64, error) {
	// Not pgx's Exec: without arguments that takes several statements.
	rows, err := q.native.Query(ctx, sql, args...)
	if err != nil {
		return 0, q.note(err)
	}
	rows.Close()
	return rows.CommandTag().RowsAffected(), q.note(rows.Err())
}

func (q *postgresQuerier) Query(ctx context.Context, sql string, args ...any) (Rows, error) {
	rows, err := q.native.Query(ctx, sql, args...)
	if err != nil {
		return nil, q.note(err)
	}
	return postgresRows{rows, q}, nil
}

func (q *postgresQuerier) QueryRow(ctx context.Context, sql string, args ...any) Row {
	return postgresRow{q.native.QueryRow(ctx, sql, args...), q}
}

type postgresRows struct {
	pgx.Rows
	q *postgresQuerier
}

func (r postgresRows) Err() error { return r.q.note(r.Rows.Err()) }

func (r postgresRows) Next() bool {
	if r.Rows.Next() {
		return true
	}
	_ = r.q.note(r.Rows.Err())
	return false
}

type postgresRow struct {
	row pgx.Row
	q   *postgresQuerier
}

func (r postgresRow) Scan(dest ...any) error { return r.q.note(r.row.Scan(dest...)) }

type postgresTx struct{ postgresQuerier }

func (t *postgresTx) Native() any { return t.native }

func (t *postgresTx) Insert(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) (int64, error) {
	next, stop := iter.Pull(rows)
	defer stop()
	n, err := t.native.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromFunc(func() ([]any, error) {
		row, ok := next()
		if !ok {
			return nil, nil // the end, as CopyFromFunc has it
		}
		return row, nil
	}))
	return n, t.note(err)
}

func (t *postgresTx) InsertIgnore(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) (int64, error) {
	return insertBatches(ctx, t, table, columns, rows, " ON CONFLICT DO NOTHING")
}

func (t *postgresTx) Upsert(ctx context.Context, table string, columns []string, conflict string, rows iter.Seq[[]any]) (int64, error) {
	return insertBatches(ctx, t, table, columns, rows, " "+conflict)
}

func (p *postgres) migrate(ctx context.Context, files fs.FS) error {
	dir, err := fs.Sub(files, "postgres")
	if err != nil {
		return fmt.Errorf("db: migrations: %w", err)
	}
	// Starters wait for each other: every second, for as long as a migration
	// of a large table may take.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 3600))
	if err != nil {
		return fmt.Errorf("db: migrations: %w", err)
	}
	sqlDB := stdlib.OpenDBFromPool(p.pool)
	defer func() { _ = sqlDB.Close() }()
	provider, err := goose.NewProvider(goose.DialectPostgres, sqlDB, dir, append(quiet(), goose.WithSessionLocker(locker))...)
	if err != nil {
		return fmt.Errorf("db: migrations: %w", err)
	}
	return up(ctx, provider)
}
