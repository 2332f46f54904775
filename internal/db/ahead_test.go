package db_test

import (
	"errors"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
)

const sumUpTo, countFrom = "SELECT COALESCE(CAST(SUM(n) AS BIGINT), 0) FROM item WHERE n <= $1", "SELECT count(*) FROM item WHERE n >= $1 AND on_day = $2"

// What was foreseen is answered as if it had been asked then, whatever of it is
// left out; what was not makes the function run once more.
func TestReadAheadAnswersAsReadDoes(t *testing.T) {
	each(t, "n INT, on_day DAY", func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		day := cal.On(2026, 3, 31)
		exec(t, d, "INSERT INTO item (n, on_day) VALUES (1, $1), (2, $1), (3, $1)", day)
		for _, c := range []struct {
			name    string
			foresee func(q db.Querier)
			runs    int // on PostgreSQL
		}{
			{"foreseen", func(q db.Querier) {
				_ = q.QueryRow(ctx, sumUpTo, 2).Scan()
				_ = q.QueryRow(ctx, countFrom, 2, day).Scan()
			}, 1},
			{"more than is asked", func(q db.Querier) {
				_ = q.QueryRow(ctx, countFrom, 1, day).Scan()
				_ = q.QueryRow(ctx, sumUpTo, 2).Scan()
				_ = q.QueryRow(ctx, sumUpTo, 3).Scan()
				_ = q.QueryRow(ctx, countFrom, 2, day).Scan()
				_ = q.QueryRow(ctx, countFrom, 3, day).Scan()
			}, 1},
			{"with other arguments", func(q db.Querier) {
				_ = q.QueryRow(ctx, sumUpTo, 2).Scan()
				_ = q.QueryRow(ctx, countFrom, 2, day+1).Scan()
			}, 2},
			{"in another order", func(q db.Querier) {
				_ = q.QueryRow(ctx, countFrom, 2, day).Scan()
				_ = q.QueryRow(ctx, sumUpTo, 2).Scan()
			}, 2},
			{"nothing", func(db.Querier) {}, 1},
		} {
			var sum, rows, runs int
			if err := d.ReadAhead(ctx, c.foresee, func(q db.Querier) error {
				runs++
				if err := q.QueryRow(ctx, sumUpTo, 2).Scan(&sum); err != nil {
					return err
				}
				return q.QueryRow(ctx, countFrom, 2, day).Scan(&rows)
			}); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			if sum != 3 || rows != 2 {
				t.Errorf("%s: read %d and %d, want 3 and 2", c.name, sum, rows)
			}
			if d.Engine() == db.PostgreSQL && runs != c.runs {
				t.Errorf("%s: ran %d times, want %d", c.name, runs, c.runs)
			}
		}
	})
}

func TestReadAheadIsOneSnapshot(t *testing.T) {
	each(t, "n INT", func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		stop := make(chan struct{})
		var wait sync.WaitGroup
		wait.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					exec(t, d, "INSERT INTO item (n) VALUES (1)")
				}
			}
		})
		for count(t, d) == 0 {
			time.Sleep(time.Millisecond)
		}
		counts := make([]int, 20)
		ask := func(q db.Querier) error {
			for i := range counts {
				if err := q.QueryRow(ctx, "SELECT count(*) FROM item").Scan(&counts[i]); err != nil && !errors.Is(err, db.ErrNoRows) {
					return err
				}
			}
			return nil
		}
		for i := 0; i < 100 && !t.Failed(); i++ {
			if err := d.ReadAhead(ctx, func(q db.Querier) { _ = ask(q) }, ask); err != nil {
				t.Error(err)
			}
			if slices.Min(counts) != slices.Max(counts) {
				t.Errorf("one snapshot shows %v rows", counts)
			}
		}
		close(stop)
		wait.Wait()
	})
}

// A table that was empty when a statement was first planned is read right, and
// what a statement may not do it does not do ahead either.
func TestReadAheadOfWhatHasGrownAndOfWrites(t *testing.T) {
	each(t, "n INT", func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		sum := func() (n int) {
			ask := func(q db.Querier) error { return q.QueryRow(ctx, sumUpTo, 1000).Scan(&n) }
			if err := d.ReadAhead(ctx, func(q db.Querier) { _ = ask(q) }, ask); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := sum(); n != 0 {
			t.Fatalf("read %d from nothing", n)
		}
		for i := range 10 {
			exec(t, d, "INSERT INTO item (n) VALUES ($1)", i)
		}
		if n := sum(); n != 45 {
			t.Errorf("read %d, want 45", n)
		}
		write := func(q db.Querier) error {
			_, err := q.Exec(ctx, "DELETE FROM item")
			return err
		}
		if err := d.ReadAhead(ctx, func(q db.Querier) { _ = write(q) }, write); err == nil || count(t, d) != 10 {
			t.Errorf("written ahead: %v, %d rows left", err, count(t, d))
		}
	})
}

// Rows come as Read gives them: texts, dates, times, empty values, none at all,
// more than are looked at.
func TestReadAheadReadsAllKindsOfRows(t *testing.T) {
	each(t, "n INT, name TEXT, on_day DAY, at TIME, content BYTES", func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		at := time.Date(2026, 3, 31, 12, 30, 0, 0, time.UTC)
		exec(t, d, "INSERT INTO item (n, name, on_day, at, content) VALUES (1, 'Пётр, \"O''Neill\" {}', $1, $2, $3), (2, NULL, NULL, NULL, NULL), (3, '', $1, $2, $3)", cal.On(2026, 3, 31), at, []byte{0, 255, '"'})
		type item struct {
			n       int
			name    *string
			day     cal.Date
			at      time.Time
			content []byte
		}
		const all, none, two = "SELECT n, name, on_day, at, content FROM item WHERE n > $1 ORDER BY n DESC", "SELECT n FROM item WHERE n > $1", "SELECT n, n FROM item WHERE n >= $1 ORDER BY n"
		var first, list []item
		var some int
		ask := func(q db.Querier) error {
			list = nil
			rows, err := q.Query(ctx, all, 0)
			if err != nil {
				return err
			}
			for rows.Next() {
				var i item
				if err := rows.Scan(&i.n, &i.name, &i.day, &i.at, &i.content); err != nil {
					return err
				}
				list = append(list, i)
			}
			rows.Close()
			if err := q.QueryRow(ctx, none, 3).Scan(&some); !errors.Is(err, db.ErrNoRows) {
				t.Errorf("no row is %v", err)
			}
			if rows, err = q.Query(ctx, two, 1); err != nil {
				return err
			}
			defer rows.Close()
			for range 2 {
				if !rows.Next() {
					t.Error("a row is missing")
				}
			}
			if err := rows.Scan(&some); err == nil {
				t.Error("two values are read into one")
			}
			return nil
		}
		if err := d.Read(ctx, ask); err != nil {
			t.Fatal(err)
		}
		first = list
		if err := d.ReadAhead(ctx, func(q db.Querier) {
			for _, sql := range []string{all, none, two} {
				_, _ = q.Query(ctx, sql, map[string]any{all: 0, none: 3, two: 1}[sql]) //nolint:sqlclosecheck // there are none yet
			}
		}, ask); err != nil {
			t.Fatal(err)
		}
		if d.Again() != 0 || !reflect.DeepEqual(first, list) || len(list) != 3 || list[2].name == nil || list[1].name != nil {
			t.Errorf("read ahead %+v, else %+v; %d times again", list, first, d.Again())
		}
	})
}
