package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"runtime"
	"strings"
	"sync"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"modernc.org/sqlite"
	"modernc.org/sqlite/lib"

	"debitor/internal/fault"
)

// The pragmas of every connection. busy_timeout is how long a writer waits for
// another process that writes (this process queues its own); synchronous is
// explained at the package.
const (
	sqliteOptions = "?_txlock=immediate&_pragma=busy_timeout(15000)&_pragma=foreign_keys(1)" +
		"&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=trusted_schema(0)"
	writerOptions = sqliteOptions + "&_pragma=cache_size(-32768)" // KiB
	readerOptions = sqliteOptions + "&_pragma=cache_size(-16384)"
)

// mapReads has a reading connection look at the file in the memory of the
// operating system instead of copying each page of it: as much of the file as
// SQLite maps at most, 2 GiB; what lies behind is copied.
const mapReads = "PRAGMA mmap_size=2147418112"

// maxReaders bounds the reading connections, each of which may fill its cache.
const maxReaders = 8

// memory is the name of a database that lives in this process only.
const memory = ":memory:"

// sqliteDB is one writing connection, shared with the job queue through
// database/sql, and a pool of reading ones. A database in memory has only the
// writer, for another connection would see another database.
type sqliteDB struct {
	writer *sql.DB
	reader *sql.DB // nil in memory
	slots  chan struct{}
	mu     sync.Mutex
	idle   []*sqliteReader // the last one used is the next one used
	mapped bool            // readers map the file
}

type sqliteReader struct {
	conn *sql.Conn
	lite *liteConn
}

func openSQLite(ctx context.Context, file string) (*sqliteDB, error) {
	file = strings.TrimPrefix(file, "//") // sqlite:///home/… is meant as a path
	if file == "" {
		return nil, fault.New(fault.Usage, "db.url", "the database file is missing; write sqlite:FILE")
	}
	name := "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(file)
	s := &sqliteDB{slots: make(chan struct{}, min(max(4, runtime.GOMAXPROCS(0)), maxReaders))}
	var err error
	if s.writer, err = sql.Open("sqlite", name+writerOptions); err != nil {
		return nil, fmt.Errorf("db: open SQLite: %w", err)
	}
	s.writer.SetMaxOpenConns(1)
	var tables int
	if err := s.writer.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		_ = s.writer.Close()
		return nil, unopened(err, file)
	}
	if file == memory {
		return s, nil
	}
	if s.reader, err = sql.Open("sqlite", name+readerOptions); err != nil {
		_ = s.writer.Close()
		return nil, fmt.Errorf("db: open SQLite: %w", err)
	}
	return s, nil
}

// unopened says why a file could not be used and what to do about it.
func unopened(err error, file string) error {
	var lite *sqlite.Error
	if !errors.As(err, &lite) {
		return fmt.Errorf("db: open SQLite: %w", err)
	}
	switch lite.Code() & 0xff {
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return fault.Wrap(err, fault.Input, "db.not_sqlite",
			"%s is not a SQLite database, or is damaged; nothing was changed", file)
	case sqlite3.SQLITE_CANTOPEN:
		return fault.Wrap(err, fault.Input, "db.open",
			"%s cannot be opened or created; check that its directory exists and may be written", file)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return fault.Wrap(err, fault.Refused, "db.read_only",
			"%s may not be written; check the rights of the file and of its directory", file)
	}
	return busy(err)
}

// busy turns a wait for another process that ended in vain into a fault.
func busy(err error) error {
	if err != nil && isBusy(err) {
		return fault.Wrap(err, fault.Refused, "db.busy",
			"another program is writing to the database; try again when it has finished")
	}
	return err
}

func isBusy(err error) bool {
	var lite interface{ Code() int }
	return errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_BUSY
}

func (*sqliteDB) kind() Engine  { return SQLite }
func (s *sqliteDB) native() any { return s.writer }

func (s *sqliteDB) close() error {
	if s.reader == nil {
		return s.writer.Close()
	}
	// Every slot taken means that nobody reads any more.
	for range cap(s.slots) {
		s.slots <- struct{}{}
	}
	var errs []error
	for _, r := range s.idle {
		errs = append(errs, r.close())
	}
	s.idle = nil
	// The writer goes last: the last connection to close folds the log in.
	return errors.Join(append(errs, s.reader.Close(), s.writer.Close())...)
}

func (r *sqliteReader) close() error {
	r.lite.finalize()
	return r.conn.Close()
}

func (s *sqliteDB) tx(ctx context.Context, f func(Tx) error) error {
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return fmt.Errorf("db: begin: %w", err)
	}
	defer func() { _ = conn.Close() }()
	lite, err := openLite(conn)
	if err != nil {
		return err
	}
	native, err := begin(ctx, conn)
	if err != nil {
		return busy(fmt.Errorf("db: begin: %w", err))
	}
	q := &liteQuerier{conn: lite}
	uninterrupt := lite.interruptAfter(ctx)
	ended := false
	end := func() {
		if !ended {
			ended = true
			q.end()
			lite.finalize()
			uninterrupt()
		}
	}
	defer func() {
		end()
		_ = native.Rollback() // also after a panic; after Commit it does nothing
	}()
	if err := f(&liteTx{q, native}); err != nil {
		return err
	}
	end()
	if q.failed != nil {
		return fmt.Errorf("%w: %w", errFailed, q.failed)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := native.Commit(); err != nil {
		return busy(fmt.Errorf("db: commit: %w", err))
	}
	return nil
}

// begin starts a transaction that the end of ctx does not roll back behind our
// back, which database/sql would do from another goroutine while a statement
// runs on the connection. Waiting for the lock does end with ctx.
func begin(ctx context.Context, conn *sql.Conn) (*sql.Tx, error) {
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, cancel)
	tx, err := conn.BeginTx(own, nil)
	if !stop() && err == nil {
		_ = tx.Rollback()
		err = ctx.Err()
	}
	if err != nil {
		cancel()
		return nil, err
	}
	// own is never cancelled from here on: its parent is without cancel.
	_ = cancel
	return tx, nil
}

func (s *sqliteDB) read(ctx context.Context, f func(Querier) error) (err error) {
	r, err := s.acquire(ctx)
	if err != nil {
		return err
	}
	defer func() { s.release(r, err) }()
	q := &liteQuerier{conn: r.lite, readOnly: true}
	if err := r.lite.run(ctx, "BEGIN"); err != nil {
		return fmt.Errorf("db: begin: %w", err)
	}
	uninterrupt := r.lite.interruptAfter(ctx)
	defer func() {
		q.end()
		uninterrupt()
		if rollback := r.lite.run(context.WithoutCancel(ctx), "ROLLBACK"); rollback != nil {
			err = errors.Join(err, rollback, errBroken)
		}
	}()
	return f(q)
}

// readAhead reads: there is no trip to save, and statements are kept prepared.
func (s *sqliteDB) readAhead(ctx context.Context, _ func(Querier), f func(Querier) error) error {
	return s.read(ctx, f)
}

func (*sqliteDB) readAgain() int64 { return 0 }

// errBroken marks a connection that could not end its transaction.
var errBroken = errors.New("db: connection given up")

func (s *sqliteDB) acquire(ctx context.Context) (*sqliteReader, error) {
	pool := s.writer
	if s.reader != nil {
		pool = s.reader
		select {
		case s.slots <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if r := s.takeIdle(); r != nil {
			return r, nil
		}
	}
	r, err := s.openReader(ctx, pool)
	if err != nil {
		if s.reader != nil {
			<-s.slots
		}
		return nil, busy(fmt.Errorf("db: begin: %w", err))
	}
	return r, nil
}

func (s *sqliteDB) takeIdle() (r *sqliteReader) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.idle); n > 0 {
		r, s.idle = s.idle[n-1], s.idle[:n-1]
	}
	return r
}

func (s *sqliteDB) openReader(ctx context.Context, pool *sql.DB) (*sqliteReader, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	r := &sqliteReader{conn: conn}
	if r.lite, err = openLite(conn); err == nil && s.maps() {
		err = r.lite.run(ctx, mapReads)
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return r, nil
}

func (s *sqliteDB) maps() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mapped
}

// readOften gives up the readers that do not map the file and are idle; a
// database in memory has nothing to map.
func (s *sqliteDB) readOften() {
	if s.reader == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.idle {
		_ = r.close()
	}
	s.idle, s.mapped = nil, true
}

func (s *sqliteDB) release(r *sqliteReader, err error) {
	if s.reader == nil {
		_ = r.close()
		return
	}
	if errors.Is(err, errBroken) {
		_ = r.close()
	} else {
		s.mu.Lock()
		s.idle = append(s.idle, r)
		s.mu.Unlock()
	}
	<-s.slots
}

// liteTx is a read-write transaction.
type liteTx struct {
	*liteQuerier
	native *sql.Tx
}

func (t *liteTx) Native() any { return t.native }

func (t *liteTx) Insert(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) (int64, error) {
	return insertBatches(ctx, t, table, columns, rows, "")
}

func (t *liteTx) InsertIgnore(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) (int64, error) {
	return insertBatches(ctx, t, table, columns, rows, " ON CONFLICT DO NOTHING")
}

func (t *liteTx) Upsert(ctx context.Context, table string, columns []string, conflict string, rows iter.Seq[[]any]) (int64, error) {
	return insertBatches(ctx, t, table, columns, rows, " "+conflict)
}

func (s *sqliteDB) migrate(ctx context.Context, files fs.FS) error {
	dir, err := fs.Sub(files, "sqlite")
	if err != nil {
		return fmt.Errorf("db: migrations: %w", err)
	}
	inner, err := database.NewStore(goose.DialectSQLite3, goose.DefaultTablename)
	if err != nil {
		return fmt.Errorf("db: migrations: %w", err)
	}
	if err := s.ours(ctx); err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectCustom, s.writer, dir, append(quiet(), goose.WithStore(onceStore{inner}))...)
	if err != nil {
		return fmt.Errorf("db: migrations: %w", err)
	}
	for before := int64(-1); ; {
		err := up(ctx, provider)
		if err == nil || ctx.Err() != nil {
			return err
		}
		// Another process may have applied what failed here. As long as the
		// version moves or somebody else writes, look again.
		now, versionErr := provider.GetDBVersion(ctx)
		if versionErr == nil && now == before && !isBusy(err) {
			return err
		}
		before = now
	}
}

// ours refuses a file that holds another program's tables.
func (s *sqliteDB) ours(ctx context.Context) error {
	const question = `SELECT count(*) > 0 AND count(*) FILTER (WHERE name = 'goose_db_version') = 0
		FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'river%' AND name NOT LIKE 'sqlite%'`
	var foreign bool
	if err := s.writer.QueryRowContext(ctx, question).Scan(&foreign); err != nil {
		return fmt.Errorf("db: look at the schema: %w", err)
	}
	if foreign {
		return fault.New(fault.Input, "db.foreign", "the file is another program's database; choose another file for --db")
	}
	return nil
}

// onceStore lets only one of several starters record a version: SQLite has no
// lock goose could hold, but the record and the migration are one transaction,
// so the others' migration is undone.
type onceStore struct{ database.Store }

func (s onceStore) Insert(ctx context.Context, tx database.DBTxConn, req database.InsertRequest) error {
	_, err := s.GetMigration(ctx, tx, req.Version)
	if err == nil {
		return fmt.Errorf("db: schema version %d is already there", req.Version)
	}
	if !errors.Is(err, database.ErrVersionNotFound) {
		return err
	}
	return s.Store.Insert(ctx, tx, req)
}
