package db

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"
)

// A bulk insert puts up to batchRows rows into a statement: fewer cost more
// calls, more gain nothing that can be measured (see BenchmarkInsert). What is
// left goes in statements of 64, 32, 16 … rows, so that a table has eight
// texts to prepare and keep, not one for every count.
const (
	batchRows = 128
	// maxParameters is SQLite's limit of a statement's parameters; PostgreSQL
	// takes twice as many.
	maxParameters = 32_766
)

// insertBatches inserts rows with statements of many rows each; tail is added
// to each statement.
func insertBatches(ctx context.Context, q Querier, table string, columns []string, rows iter.Seq[[]any], tail string) (int64, error) {
	width := len(columns)
	largest := batchRows
	for largest > 1 && largest*width > maxParameters {
		largest /= 2
	}
	full := ""
	args := make([]any, 0, largest*width)
	var total int64
	write := func(n int) error {
		text := full
		if n < largest || full == "" {
			text = insertText(q.Engine(), table, columns, n, tail)
		}
		if n == largest {
			full = text
		}
		changed, err := q.Exec(ctx, text, args[:n*width]...)
		total += changed
		args = append(args[:0], args[n*width:]...)
		return err
	}
	for row := range rows {
		if len(row) != width {
			return total, fmt.Errorf("db: a row of %d values for %d columns", len(row), width)
		}
		args = append(args, row...)
		if len(args) == largest*width {
			if err := write(largest); err != nil {
				return total, err
			}
		}
	}
	for n := largest / 2; n > 0; n /= 2 {
		if len(args) >= n*width {
			if err := write(n); err != nil {
				return total, err
			}
		}
	}
	return total, nil
}

// insertText is an INSERT of n rows with its parameters numbered through. To
// SQLite $N is a name, which it looks up among all others when it prepares;
// for a thousand of them that takes as long as the insert itself, so there the
// parameters have no names and count by their place.
func insertText(engine Engine, table string, columns []string, n int, tail string) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ")
	p := 0
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		for j := range columns {
			b.WriteByte("(,"[min(j, 1)])
			if engine == SQLite {
				b.WriteByte('?')
				continue
			}
			p++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(p))
		}
		b.WriteByte(')')
	}
	b.WriteString(tail)
	return b.String()
}

// isBulk tells a text of insertText for SQLite from one that somebody wrote
// with a bare ?, which PostgreSQL would refuse.
func isBulk(text string) bool {
	return strings.HasPrefix(text, "INSERT INTO ") && strings.Contains(text, ") VALUES (?")
}
