package db

import (
	"context"
	"io/fs"
	"iter"
	"strconv"
	"strings"

	"debitor/internal/fault"
)

// Engine says which database is behind a DB, for the few places where one SQL
// text cannot serve both.
type Engine uint8

// The engines.
const (
	SQLite Engine = iota + 1
	PostgreSQL
)

// String is the engine's name in its own spelling.
func (e Engine) String() string {
	switch e {
	case SQLite:
		return "SQLite"
	case PostgreSQL:
		return "PostgreSQL"
	}
	return "no database"
}

// Among is the condition "column is one of the elements of parameter n", whose
// argument is a slice of texts or integers: one statement for any number.
func (e Engine) Among(column string, n int) string {
	p := "$" + strconv.Itoa(n)
	if e == PostgreSQL {
		return column + " = ANY(" + p + ")"
	}
	return column + " IN (SELECT value FROM json_each(" + p + "))"
}

// Row is the one row a QueryRow gave.
type Row interface {
	// Scan copies the row's columns; ErrNoRows if there was no row.
	Scan(dest ...any) error
}

// Rows is a result being read. While it is open its transaction can do nothing
// else; Next closes it when it returns false.
type Rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close()
}

// Querier runs statements: in a snapshot that only reads, or in a transaction.
// It belongs to one goroutine. One call runs one statement, with as many
// arguments as its highest $N.
//
// What Go's types become, in both directions:
//
//	Go                             PostgreSQL    SQLite (STRICT)
//	string and defined types       TEXT          TEXT
//	integers and defined types     BIGINT …      INTEGER
//	float64                        DOUBLE        REAL
//	bool                           BOOLEAN       INTEGER 0 or 1
//	cal.Date, zero is NULL         DATE          TEXT 2026-03-31
//	time.Time, zero is NULL        TIMESTAMPTZ   TEXT 2026-03-31T23:59:59.123456Z
//	json.RawMessage, nil is NULL   JSONB         TEXT
//	[]byte, nil is NULL            BYTEA         BLOB
//	*T, nil is NULL                NULL or T     NULL or T
//	slices (for Engine.Among)      array         TEXT, a JSON array
//
// Times are UTC and cut to microseconds. JSONB gives JSON back with its own
// spacing and key order. driver.Valuer and sql.Scanner work too.
type Querier interface {
	// Exec runs a statement and tells how many rows it changed.
	Exec(ctx context.Context, sql string, args ...any) (int64, error)
	// Query runs a statement whose rows are read one by one.
	Query(ctx context.Context, sql string, args ...any) (Rows, error)
	// QueryRow runs a statement of which the first row is wanted.
	QueryRow(ctx context.Context, sql string, args ...any) Row
	// Engine is the database underneath.
	Engine() Engine
}

// Tx is a read-write transaction. After a statement has failed nothing more
// can be done in it: return the error.
//
// It is REPEATABLE READ on PostgreSQL: two writers of one row conflict, and the
// later one is retried on fresh data; but two that read the same rows and write
// different ones do not. So a rule that spans several rows (allocations of an
// invoice do not exceed it) wants a row that every writer of them updates.
type Tx interface {
	Querier
	// Insert writes many rows fast: COPY on PostgreSQL, many rows per
	// statement on SQLite. The caller may reuse a yielded slice. It gives the
	// number of rows; a row that breaks a constraint fails them all.
	Insert(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) (int64, error)
	// InsertIgnore is Insert without the rows that a unique key already holds;
	// it gives the number of rows that are new.
	InsertIgnore(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) (int64, error)
	// Upsert is Insert with an ON CONFLICT clause that says what becomes of the
	// row that is there already.
	Upsert(ctx context.Context, table string, columns []string, conflict string, rows iter.Seq[[]any]) (int64, error)
	// Native is the engine's own transaction, pgx.Tx or *sql.Tx, for the job
	// queue, which must enqueue inside it.
	Native() any
}

// DB is an open database, safe for use by many goroutines.
type DB struct {
	engine engine
}

// engine is what SQLite and PostgreSQL each implement.
type engine interface {
	kind() Engine
	tx(ctx context.Context, f func(Tx) error) error
	read(ctx context.Context, f func(Querier) error) error
	readAhead(ctx context.Context, foresee func(Querier), f func(Querier) error) error
	readAgain() int64
	readOften()
	migrate(ctx context.Context, files fs.FS) error
	native() any
	close() error
}

// Open opens "sqlite:FILE", which makes the file if it is missing,
// "sqlite::memory:" for trials, or "postgres://…". The caller closes it.
func Open(ctx context.Context, url string) (*DB, error) {
	var e engine
	var err error
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		e, err = openSQLite(ctx, strings.TrimPrefix(url, "sqlite:"))
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		e, err = openPostgres(ctx, url)
	default:
		return nil, fault.New(fault.Usage, "db.url",
			"the database must be given as sqlite:FILE or postgres://USER@HOST/NAME")
	}
	if err != nil {
		return nil, err
	}
	return &DB{e}, nil
}

// Engine is the database underneath.
func (db *DB) Engine() Engine { return db.engine.kind() }

// Close waits for running transactions and closes the database.
func (db *DB) Close() error { return db.engine.close() }

// Tx runs f in a read-write transaction and commits it if f returns nil, else
// (an error, a panic) nothing has happened. On PostgreSQL a conflict with
// another transaction runs f again, so f sets its results anew each time. A
// transaction must not be started inside another, nor inside Read.
func (db *DB) Tx(ctx context.Context, f func(Tx) error) error { return db.engine.tx(ctx, f) }

// Read runs f on one consistent snapshot, taken by f's first statement, which
// cannot write.
func (db *DB) Read(ctx context.Context, f func(Querier) error) error { return db.engine.read(ctx, f) }

// ReadAhead is Read for questions that are asked often. foresee runs f's
// statements, as far as they are known before any is answered and in f's order,
// on a Querier that only takes note of them and has no rows; on PostgreSQL they
// are then sent in one trip, planned once per connection, and f is given their
// answers as it asks. What foresee says is not trusted: if f asks for something
// else, it is run once more by Read, so f sets its results anew each time.
func (db *DB) ReadAhead(ctx context.Context, foresee func(Querier), f func(Querier) error) error {
	return db.engine.readAhead(ctx, foresee, f)
}

// Again is how often ReadAhead has run a function once more because it asked for
// what was not foreseen; always 0 on SQLite.
func (db *DB) Again() int64 { return db.engine.readAgain() }

// ReadOften prepares for a process that answers many questions while another one
// writes: SQLite throws away what a connection has read whenever another has
// written, so from now on it reads from the file as the operating system keeps
// it in memory. That counts as memory of the process, which a program that reads
// everything once should not have on its account. PostgreSQL needs nothing.
func (db *DB) ReadOften() { db.engine.readOften() }

// Migrate brings the schema to the newest version in files, which holds one
// directory of goose migrations per engine, sqlite and postgres. Any number of
// processes may call it at once. A database that is newer than files is
// refused with the code db.newer.
func (db *DB) Migrate(ctx context.Context, files fs.FS) error { return db.engine.migrate(ctx, files) }

// Native is the engine's own handle for the job queue: *pgxpool.Pool, or the
// *sql.DB with SQLite's one writing connection.
func (db *DB) Native() any { return db.engine.native() }
