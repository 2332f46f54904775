package db

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// openAhead opens the pool of connections that readAhead uses, beside the one of
// the configuration. The plans are kept: the statements find rows by their keys,
// whatever the size of the tables, and planning them takes the server longer
// than carrying them out.
func openAhead(ctx context.Context, of *pgxpool.Config) (*pgxpool.Pool, error) {
	cfg := of.Copy()
	maps.Copy(cfg.ConnConfig.RuntimeParams, map[string]string{
		"plan_cache_mode": "force_generic_plan", "enable_seqscan": "off", "jit": "off", "default_transaction_read_only": "on",
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
	if noted.asked == nil {
		return p.read(ctx, f)
	}
	done, err := p.sendAhead(ctx, noted.asked, f)
	if done || ctx.Err() != nil {
		return err
	}
	p.again.Add(1)
	return p.read(ctx, f)
}

// sendAhead runs f on the answers to what was foreseen; done is false if f
// asked for more, or there were no answers: the server may be back, or say what
// it does not like about which statement.
func (p *postgres) sendAhead(ctx context.Context, foreseen []statement, f func(Querier) error) (done bool, err error) {
	conn, err := p.ahead.Acquire(ctx)
	if err != nil {
		return true, notBegun(ctx, err)
	}
	defer conn.Release()
	sql, args := together(foreseen)
	rows, err := conn.Query(ctx, sql, args...)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	if !rows.Next() {
		return false, rows.Err()
	}
	q := &aheadQuerier{left: foreseen, answers: rows.RawValues(), types: conn.Conn().TypeMap()}
	err = f(q)
	return !q.unforeseen, err
}

// statement is one that was foreseen.
type statement struct {
	sql  string
	args []any
}

// together is one statement that gives the rows of each in a column of its own,
// as an array of records: one statement is one snapshot, and less work than many
// for everybody on the way.
func together(list []statement) (sql string, args []any) {
	var b strings.Builder
	separator := "SELECT"
	for _, s := range list {
		b.WriteString(separator + " ARRAY(SELECT t FROM (")
		renumber(&b, s.sql, len(args))
		b.WriteString(") t)")
		separator, args = ",", append(args, s.args...)
	}
	return b.String(), args
}

// renumber writes a statement whose parameters come after so many others. The
// statements are our own: no digit follows a $ but the number of a parameter.
func renumber(b *strings.Builder, sql string, after int) {
	for {
		at := strings.IndexByte(sql, '$') + 1
		if at == 0 {
			b.WriteString(sql)
			return
		}
		end := at
		for end < len(sql) && sql[end] >= '0' && sql[end] <= '9' {
			end++
		}
		b.WriteString(sql[:at])
		if number, err := strconv.Atoi(sql[at:end]); err == nil {
			b.WriteString(strconv.Itoa(number + after))
		}
		sql = sql[end:]
	}
}

// noter takes note of statements and knows no rows.
type noter struct{ asked []statement }

// Engine is PostgreSQL.
func (*noter) Engine() Engine { return PostgreSQL }

// Exec implements Querier: nothing is written ahead.
func (*noter) Exec(context.Context, string, ...any) (int64, error) { return 0, errReadOnly }

// Query implements Querier.
func (n *noter) Query(_ context.Context, sql string, args ...any) (Rows, error) {
	n.asked = append(n.asked, statement{sql, args})
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
	left       []statement
	answers    [][]byte // of those left: arrays of records as the server sends them
	types      *pgtype.Map
	unforeseen bool
}

// Engine is PostgreSQL.
func (*aheadQuerier) Engine() Engine { return PostgreSQL }

// Exec implements Querier.
func (*aheadQuerier) Exec(context.Context, string, ...any) (int64, error) { return 0, errReadOnly }

// Query implements Querier. Answers that nobody asks for are passed over.
func (q *aheadQuerier) Query(_ context.Context, sql string, args ...any) (Rows, error) {
	for i := range q.left {
		s := &q.left[i]
		if s.sql == sql && sameArguments(s.args, args) && !q.unforeseen {
			rows := &aheadRows{types: q.types, rest: q.answers[i]}
			rows.left = rows.begin()
			q.left, q.answers = q.left[i+1:], q.answers[i+1:]
			return rows, nil
		}
	}
	q.unforeseen = true
	return nil, errUnforeseen
}

// QueryRow implements Querier.
func (q *aheadQuerier) QueryRow(ctx context.Context, sql string, args ...any) Row {
	rows, err := q.Query(ctx, sql, args...)
	return firstRow{rows, err}
}

// sameArguments tells whether arguments are equal; most are texts.
func sameArguments(a, b []any) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if x, ok := a[i].(string); ok {
			if y, ok := b[i].(string); !ok || x != y {
				return false
			}
		} else if !reflect.DeepEqual(a[i], b[i]) {
			return false
		}
	}
	return true
}

// aheadRows are the records of an array as PostgreSQL sends them in binary
// (array_send and record_send): big-endian 32-bit numbers, a length of -1 for
// NULL.
type aheadRows struct {
	types  *pgtype.Map
	rest   []byte // what was not read yet
	left   int    // records in it
	fields int    // of the record that rest begins with
	plans  []scanPlan
	err    error
}

// scanPlan is how a field is read into a type of variable. Finding one takes
// longer than following it, and the records of a result are alike.
type scanPlan struct {
	pgtype.ScanPlan
	oid uint32
	to  reflect.Type
}

// planOf is how the field of a number is read.
func (r *aheadRows) planOf(field int, oid uint32, to any) pgtype.ScanPlan {
	kind := reflect.TypeOf(to)
	if field == len(r.plans) {
		r.plans = append(r.plans, scanPlan{})
	}
	if p := &r.plans[field]; p.oid != oid || p.to != kind {
		*p = scanPlan{r.types.PlanScan(oid, pgtype.BinaryFormatCode, to), oid, kind}
	}
	return r.plans[field]
}

// begin passes over the head of the array: its dimensions, whether it has NULLs,
// the type of its elements, and of its only dimension the length, which it
// gives, and the lowest index. An empty array has no dimension.
func (r *aheadRows) begin() int {
	dimensions := r.number()
	r.number()
	r.number()
	if dimensions == 0 {
		return 0
	}
	length := r.number()
	r.number()
	return length
}

func (r *aheadRows) number() int {
	if len(r.rest) < 4 {
		r.err, r.left = errCut, 0
		return 0
	}
	n := int32(binary.BigEndian.Uint32(r.rest))
	r.rest = r.rest[4:]
	return int(n)
}

// errCut is an answer that ends before it should.
var errCut = errors.New("db: an answer of PostgreSQL is cut short")

// value is a field's type and its content; nil is NULL.
func (r *aheadRows) value() (oid uint32, content []byte) {
	oid = uint32(r.number())
	length := r.number()
	if length < 0 || r.err != nil {
		return oid, nil
	}
	if length > len(r.rest) {
		r.err = errCut
		return oid, nil
	}
	content, r.rest = r.rest[:length:length], r.rest[length:]
	return oid, content
}

// Next implements Rows.
func (r *aheadRows) Next() bool {
	for ; r.fields > 0; r.fields-- { // of a record that was not scanned
		r.value()
	}
	if r.left == 0 || r.err != nil {
		return false
	}
	r.left--
	r.number() // the record's length
	r.fields = r.number()
	return r.err == nil
}

// Scan implements Rows.
func (r *aheadRows) Scan(dest ...any) error {
	if len(dest) != r.fields {
		return fmt.Errorf("db: %d values are read into %d", r.fields, len(dest))
	}
	for field, to := range dest {
		r.fields--
		oid, content := r.value()
		if r.err != nil {
			return r.err
		}
		if err := r.planOf(field, oid, to).Scan(content, to); err != nil {
			return fmt.Errorf("db: %w", err)
		}
	}
	return nil
}

// Err implements Rows.
func (r *aheadRows) Err() error { return r.err }

// Close implements Rows.
func (r *aheadRows) Close() { r.left, r.fields = 0, 0 }
