package db

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite/lib"
)

// ctxEvery is how many rows are read between two looks at the context.
const ctxEvery = 256

// liteQuerier runs statements on a connection inside a transaction.
type liteQuerier struct {
	conn     *liteConn
	readOnly bool
	rows     *liteRows // being read
	failed   error     // what made the transaction unusable
	over     bool
}

// Engine is SQLite.
func (*liteQuerier) Engine() Engine { return SQLite }

// end closes what f left open and refuses what comes later.
func (q *liteQuerier) end() {
	q.over = true
	if q.rows != nil {
		q.rows.Close()
	}
}

// start prepares and binds a statement.
func (q *liteQuerier) start(ctx context.Context, text string, args []any) (*liteStmt, error) {
	switch {
	case q.over:
		return nil, errDone
	case q.failed != nil:
		return nil, errFailed
	case q.rows != nil:
		return nil, errRowsOpen
	}
	if err := ctx.Err(); err != nil {
		return nil, q.fail(ctx, err)
	}
	s, err := q.conn.prepare(text)
	if err != nil {
		return nil, q.fail(ctx, err)
	}
	s.busy = true
	if q.readOnly && !s.readOnly {
		err = errReadOnly
	} else {
		err = s.bind(args)
	}
	if err != nil {
		s.rest()
		return nil, q.fail(ctx, err)
	}
	return s, nil
}

// fail remembers the first failure; what the end of ctx has interrupted says so.
func (q *liteQuerier) fail(ctx context.Context, err error) error {
	var lite *liteError
	if errors.As(err, &lite) && lite.code&0xff == sqlite3.SQLITE_INTERRUPT {
		if cause := ctx.Err(); cause != nil {
			err = fmt.Errorf("db: interrupted: %w", cause)
		}
	}
	if q.failed == nil {
		q.failed = err
	}
	return err
}

// Exec implements Querier.
func (q *liteQuerier) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	s, err := q.start(ctx, text, args)
	if err != nil {
		return 0, err
	}
	c := q.conn
	before := sqlite3.Xsqlite3_total_changes64(c.tls, c.db)
	rc := int32(sqlite3.SQLITE_ROW)
	for rc == sqlite3.SQLITE_ROW {
		rc = sqlite3.Xsqlite3_step(c.tls, s.handle)
	}
	if rc != sqlite3.SQLITE_DONE {
		err = q.fail(ctx, c.lastError())
	}
	s.rest()
	// SQLite's count of changed rows is that of the last statement that
	// changes rows, which this one need not be.
	if err != nil || sqlite3.Xsqlite3_total_changes64(c.tls, c.db) == before {
		return 0, err
	}
	return sqlite3.Xsqlite3_changes64(c.tls, c.db), nil
}

// Query implements Querier.
func (q *liteQuerier) Query(ctx context.Context, text string, args ...any) (Rows, error) {
	s, err := q.start(ctx, text, args)
	if err != nil {
		return nil, err
	}
	q.rows = &liteRows{q: q, s: s, ctx: ctx}
	return q.rows, nil
}

// QueryRow implements Querier.
func (q *liteQuerier) QueryRow(ctx context.Context, text string, args ...any) Row {
	rows, err := q.Query(ctx, text, args...)
	return firstRow{rows, err}
}

// firstRow is the first row of a result.
type firstRow struct {
	rows Rows
	err  error
}

// Scan implements Row.
func (r firstRow) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return ErrNoRows
	}
	if err := r.rows.Scan(dest...); err != nil {
		return err
	}
	r.rows.Close()
	return r.rows.Err()
}

type liteRows struct {
	q   *liteQuerier
	s   *liteStmt // nil when closed
	ctx context.Context
	row int
	err error
}

// Next implements Rows.
func (r *liteRows) Next() bool {
	if r.s == nil {
		return false
	}
	if r.row++; r.row%ctxEvery == 0 {
		if err := r.ctx.Err(); err != nil {
			r.err = r.q.fail(r.ctx, err)
			r.Close()
			return false
		}
	}
	switch sqlite3.Xsqlite3_step(r.q.conn.tls, r.s.handle) {
	case sqlite3.SQLITE_ROW:
		return true
	case sqlite3.SQLITE_DONE:
	default:
		r.err = r.q.fail(r.ctx, r.q.conn.lastError())
	}
	r.Close()
	return false
}

// Scan implements Rows. Like pgx it closes the rows if a value does not fit.
func (r *liteRows) Scan(dest ...any) error {
	if r.s == nil || r.row == 0 {
		return errors.New("db: Scan without a row")
	}
	if len(dest) != r.s.columns {
		r.err = fmt.Errorf("db: %d columns scanned into %d destinations", r.s.columns, len(dest))
		r.Close()
		return r.err
	}
	tls := r.q.conn.tls
	for i, d := range dest {
		v := liteColumn{tls, sqlite3.Xsqlite3_column_value(tls, r.s.handle, int32(i))}
		if err := v.scan(d); err != nil {
			r.err = fmt.Errorf("db: column %d: %w", i+1, err)
			r.Close()
			return r.err
		}
	}
	return nil
}

// Err implements Rows.
func (r *liteRows) Err() error { return r.err }

// Close implements Rows.
func (r *liteRows) Close() {
	if r.s != nil {
		r.s.rest()
		r.s = nil
		r.q.rows = nil
	}
}
