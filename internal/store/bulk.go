package store

import (
	"context"
	"iter"
)

// insert records n new rows in bulk.
func (w Writer) insert(ctx context.Context, table string, columns []string, n int, row func(i int) []any) error {
	if n == 0 {
		return nil
	}
	_, err := w.tx.Insert(ctx, table, columns, each(n, row))
	return err
}

// upsert writes n rows with the given ON CONFLICT clause.
func (w Writer) upsert(ctx context.Context, table string, columns []string, conflict string, n int, row func(i int) []any) error {
	_, err := w.tx.Upsert(ctx, table, columns, conflict, each(n, row))
	return err
}

func each(n int, row func(i int) []any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for i := range n {
			if !yield(row(i)) {
				return
			}
		}
	}
}
