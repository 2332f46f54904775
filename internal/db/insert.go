package db

import (
	"context"
	"iter"
	"strconv"
	"strings"
)

// Rows of a bulk insert travel batchRows to a statement: fewer cost more calls,
// more gain nothing that can be measured (see BenchmarkInsert). A statement
// has at most maxParameters, SQLite's limit and half of PostgreSQL's.
const (
	batchRows     = 100
	maxParameters = 32_000
)

// insertBatches inserts rows with statements of many rows each; tail is added
// to each statement.
func insertBatches(ctx context.Context, q Querier, table string, columns []string, rows iter.Seq[[]any], tail string) (int64, error) {
	perStatement := min(batchRows, maxParameters/len(columns))
	full := ""
	args := make([]any, 0, perStatement*len(columns))
	var total int64
	var err error
	flush := func() bool {
		n := len(args) / len(columns)
		text := full
		if n < perStatement || full == "" {
			text = insertText(table, columns, n, tail)
			if n == perStatement {
				full = text
			}
		}
		var changed int64
		changed, err = q.Exec(ctx, text, args...)
		total += changed
		args = args[:0]
		return err == nil
	}
	for row := range rows {
		args = append(args, row...)
		if len(args) == cap(args) && !flush() {
			return total, err
		}
	}
	if len(args) > 0 {
		flush()
	}
	return total, err
}

// insertText is an INSERT of n rows with its parameters numbered through.
func insertText(table string, columns []string, n int, tail string) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ")
	p := 0
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		for j := range columns {
			b.WriteByte("(,"[min(j, 1)])
			p++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(p))
		}
		b.WriteByte(')')
	}
	b.WriteString(tail)
	return b.String()
}
