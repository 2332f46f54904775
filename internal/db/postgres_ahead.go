package db

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// openAhead opens the pool of connections that readAhead uses, beside the one of
// the configuration. All that is sent in one trip is one transaction, which by
// these settings reads one snapshot. The plans are kept: the statements find
// rows by their keys, whatever the size of the tables, and planning them takes
// the server longer than carrying them out.
func openAhead(ctx context.Context, of *pgxpool.Config) (*pgxpool.Pool, error) {
	cfg := of.Copy()
	maps.Copy(cfg.ConnConfig.RuntimeParams, map[string]string{
		"plan_cache_mode": "force_generic_plan", "enable_seqscan": "off", "jit": "off",
		"default_transaction_isolation": "repeatable read", "default_transaction_read_only": "on",
	})
	cfg.MinConns, cfg.MinIdleConns = 0, 0
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("db: open PostgreSQL: %w", err)
	}
	return pool, nil
}

// errUnforeseen is a statement that was not sent ahead.
var errUnforeseen = errors.New("db: a statement was not foreseen")

func (p *postgres) readAhead(ctx context.Context, foresee func(Querier), f func(Querier) error) error {
	var noted noter
	foresee(&noted)
	if noted.batch == nil {
		return p.read(ctx, f)
	}
	done, err := p.sendAhead(ctx, noted.batch, f)
	if done || ctx.Err() != nil {
		return err
	}
	p.again.Add(1)
	return p.read(ctx, f)
}

// sendAhead runs f on the answers to what was foreseen; done is false if f
// asked for more, or the connection was lost: the server may be back.
func (p *postgres) sendAhead(ctx context.Context, foreseen *pgx.Batch, f func(Querier) error) (done bool, err error) {
	conn, err := p.ahead.Acquire(ctx)
	if err != nil {
		return true, notBegun(ctx, err)
	}
	defer conn.Release()
	results := conn.SendBatch(ctx, foreseen)
	defer func() { _ = results.Close() }() // what f did not read is of no use to it
	q := &aheadQuerier{results: results, left: foreseen.QueuedQueries}
	err = f(q)
	return !q.unforeseen && !conn.Conn().IsClosed(), err
}

// noter takes note of statements and knows no rows.
type noter struct{ batch *pgx.Batch }

// Engine is PostgreSQL.
func (*noter) Engine() Engine { return PostgreSQL }

// Exec implements Querier: nothing is written ahead.
func (*noter) Exec(context.Context, string, ...any) (int64, error) { return 0, errReadOnly }

// Query implements Querier.
func (n *noter) Query(_ context.Context, sql string, args ...any) (Rows, error) {
	if n.batch == nil {
		n.batch = &pgx.Batch{}
	}
	n.batch.Queue(sql, args...)
	return noRows{}, nil
}

// QueryRow implements Querier.
func (n *noter) QueryRow(ctx context.Context, sql string, args ...any) Row {
	rows, _ := n.Query(ctx, sql, args...)
	return rows
}

// noRows is an empty result.
type noRows struct{}

// Next implements Rows.
func (noRows) Next() bool { return false }

// Scan implements Rows and Row.
func (noRows) Scan(...any) error { return ErrNoRows }

// Err implements Rows.
func (noRows) Err() error { return nil }

// Close implements Rows.
func (noRows) Close() {}

// aheadQuerier gives the answers to statements that were sent, in their order.
type aheadQuerier struct {
	results    pgx.BatchResults
	left       []*pgx.QueuedQuery
	unforeseen bool
}

// Engine is PostgreSQL.
func (*aheadQuerier) Engine() Engine { return PostgreSQL }

// Exec implements Querier.
func (*aheadQuerier) Exec(context.Context, string, ...any) (int64, error) { return 0, errReadOnly }

// Query implements Querier. Answers that nobody asks for are passed over.
func (q *aheadQuerier) Query(_ context.Context, sql string, args ...any) (Rows, error) {
	at := slices.IndexFunc(q.left, func(s *pgx.QueuedQuery) bool {
		return s.SQL == sql && slices.EqualFunc(s.Arguments, args, sameArgument)
	})
	if at < 0 || q.unforeseen {
		q.unforeseen = true
		return nil, errUnforeseen
	}
	for range at {
		if _, err := q.results.Exec(); err != nil {
			return nil, err
		}
	}
	q.left = q.left[at+1:]
	return q.results.Query() //nolint:sqlclosecheck // who asked closes them
}

// QueryRow implements Querier.
func (q *aheadQuerier) QueryRow(ctx context.Context, sql string, args ...any) Row {
	rows, err := q.Query(ctx, sql, args...)
	return firstRow{rows, err}
}

// sameArgument tells whether two arguments are equal; most are texts.
func sameArgument(a, b any) bool {
	if x, ok := a.(string); ok {
		y, ok := b.(string)
		return ok && x == y
	}
	return reflect.DeepEqual(a, b)
}
