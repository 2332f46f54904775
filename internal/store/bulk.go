package store

import (
	"context"
	"strconv"
	"strings"
)

// upsertBatch is how many rows one upsert statement carries: 100 rows of 14
// columns stay far below the bind limits.
const upsertBatch = 100

// insert records n new rows in bulk.
func (w Writer) insert(ctx context.Context, table string, columns []string, n int, row func(i int) []any) error {
	if n == 0 {
		return nil
	}
	_, err := w.tx.Insert(ctx, table, columns, func(yield func([]any) bool) {
		for i := range n {
			if !yield(row(i)) {
				return
			}
		}
	})
	return err
}

// upsert writes n rows with the given ON CONFLICT clause.
func (w Writer) upsert(ctx context.Context, table string, columns []string, conflict string, n int, row func(i int) []any) error {
	for from := 0; from < n; from += upsertBatch {
		to := min(n, from+upsertBatch)
		args := make([]any, 0, (to-from)*len(columns))
		for i := from; i < to; i++ {
			args = append(args, row(i)...)
		}
		if _, err := w.tx.Exec(ctx, insertSQL(table, columns, to-from)+" "+conflict, args...); err != nil {
			return err
		}
	}
	return nil
}

// insertSQL is an INSERT of the given number of rows.
func insertSQL(table string, columns []string, rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ")
	bind := 1
	for i := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('(')
		for j := range columns {
			if j > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(bind))
			bind++
		}
		b.WriteByte(')')
	}
	return b.String()
}
