package db_test

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/id"
	"debitor/internal/money"
)

// each runs f on each engine with a table made of the columns, in which JSON,
// TIME, DAY, BYTES, BOOL, REAL and INT stand for the engine's type.
func each(t *testing.T, columns string, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, url string) {
		d := dbtest.Open(t, url)
		types := []string{"JSON", "JSONB", "TIME", "TIMESTAMPTZ", "DAY", "DATE", "BYTES", "BYTEA", "BOOL", "BOOLEAN", "REAL", "DOUBLE PRECISION", "INT", "BIGINT"}
		strict := ""
		if d.Engine() == db.SQLite {
			types = []string{"JSON", "TEXT", "TIME", "TEXT", "DAY", "TEXT", "BYTES", "BLOB", "BOOL", "INTEGER", "INT", "INTEGER"}
			strict = " STRICT"
		}
		exec(t, d, "CREATE TABLE item ("+strings.NewReplacer(types...).Replace(columns)+")"+strict)
		f(t, d)
	})
}

func exec(t *testing.T, d *db.DB, text string, args ...any) int64 {
	t.Helper()
	var n int64
	if err := d.Tx(t.Context(), func(tx db.Tx) (err error) {
		n, err = tx.Exec(t.Context(), text, args...)
		return err
	}); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return n
}

func count(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	if err := d.Read(t.Context(), func(q db.Querier) error {
		return q.QueryRow(t.Context(), "SELECT count(*) FROM item").Scan(&n)
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// values is one row of every type that goes into a database.
type values struct {
	Text     string
	Named    id.Customer
	Number   int64
	Small    int
	Amount   money.Minor
	Yes, No  bool
	Real     float64
	Day      cal.Date
	NoDay    cal.Date
	At       time.Time
	Never    time.Time
	Doc      json.RawMessage
	NoDoc    json.RawMessage
	Bytes    []byte
	Empty    []byte
	NoBytes  []byte
	Maybe    *string
	Nothing  *string
	DayMaybe *cal.Date
	Kind     level
	Ref      *money.Minor
}

type level uint8

func (v *values) pointers() []any {
	return []any{
		&v.Text, &v.Named, &v.Number, &v.Small, &v.Amount, &v.Yes, &v.No, &v.Real, &v.Day, &v.NoDay, &v.At, &v.Never,
		&v.Doc, &v.NoDoc, &v.Bytes, &v.Empty, &v.NoBytes, &v.Maybe, &v.Nothing, &v.DayMaybe, &v.Kind, &v.Ref,
	}
}

func (v *values) args() []any {
	return []any{
		v.Text, v.Named, v.Number, v.Small, v.Amount, v.Yes, v.No, v.Real, v.Day, v.NoDay, v.At, v.Never,
		v.Doc, v.NoDoc, v.Bytes, v.Empty, v.NoBytes, v.Maybe, v.Nothing, v.DayMaybe, v.Kind, v.Ref,
	}
}

const valueColumns = `a TEXT, b TEXT, c INT, d INT, e INT, f BOOL, g BOOL, h REAL, i DAY, j DAY, k TIME, l TIME,
	m JSON, n JSON, o BYTES, p BYTES, q BYTES, r TEXT, s TEXT, t DAY, u INT, v INT`

func TestValuesComeBackAsTheyWere(t *testing.T) {
	text, day, amount := "щ", cal.On(2020, 2, 29), money.Minor(-1)
	want := values{
		Text: "Ж‘\x01 ", Named: "00042", Number: -1 << 63, Small: 1 << 40, Amount: money.Max, Yes: true, Real: -0.25,
		Day: cal.On(2026, 3, 31), At: time.Date(2026, 3, 29, 1, 2, 3, 456_789_000, time.UTC),
		Doc: json.RawMessage(`{"a": 1}`), Bytes: []byte{0, 255}, Empty: []byte{}, Maybe: &text, DayMaybe: &day, Kind: 7, Ref: &amount,
	}
	each(t, valueColumns, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		names := strings.Split("abcdefghijklmnopqrstuv", "")
		places := "$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22"
		exec(t, d, "INSERT INTO item VALUES ("+places+")", want.args()...)
		if err := d.Tx(ctx, func(tx db.Tx) error {
			if _, err := tx.Insert(ctx, "item", names, one(want.args()...)); err != nil {
				return err
			}
			_, err := tx.InsertIgnore(ctx, "item", names, one(want.args()...))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		n := 0
		for got := range all(t, d, "SELECT * FROM item") {
			n++
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("row %d (-want +got):\n%s", n, diff)
			}
		}
		if n != 3 {
			t.Errorf("%d rows, want 3", n)
		}
	})
}

func one(row ...any) iter.Seq[[]any] { return func(yield func([]any) bool) { yield(row) } }

func all(t *testing.T, d *db.DB, query string) iter.Seq[values] {
	return func(yield func(values) bool) {
		if err := d.Read(t.Context(), func(q db.Querier) error {
			rows, err := q.Query(t.Context(), query)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var v values
				if err := rows.Scan(v.pointers()...); err != nil {
					return err
				}
				if !yield(v) {
					return nil
				}
			}
			return rows.Err()
		}); err != nil {
			t.Error(err)
		}
	}
}

func TestArgumentsAreBoundByNumber(t *testing.T) {
	each(t, "k TEXT PRIMARY KEY, n INT, day DAY, at TIME", func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		early, late := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC), time.Date(2026, 1, 1, 9, 0, 0, 1000, time.FixedZone("", 3600))
		exec(t, d, "INSERT INTO item (n, k, day, at) VALUES ($2, $1, $4, $3)", "a", 1, early, cal.On(2026, 1, 1))
		exec(t, d, "INSERT INTO item (n, k, day, at) VALUES ($2, $1, $4, $3)", "b", 2, late, cal.On(2026, 1, 2))
		if err := d.Read(ctx, func(q db.Querier) error {
			var k string
			err := q.QueryRow(ctx, "SELECT k FROM item WHERE day >= $2 AND n = $1 AND "+d.Engine().Among("k", 3)+" -- a remark",
				2, cal.On(2026, 1, 2), []id.Customer{"x", "b"}).Scan(&k)
			if err != nil || k != "b" {
				t.Errorf("got %q, %v", k, err)
			}
			var first time.Time // the one with the zone is an hour earlier
			if err := q.QueryRow(ctx, "SELECT min(at) FROM item").Scan(&first); err != nil || !first.Equal(late) {
				t.Errorf("min(at) = %v, %v; want %v", first, err, late)
			}
			var last cal.Date
			if err := q.QueryRow(ctx, "SELECT max(day) FROM item").Scan(&last); err != nil || last != cal.On(2026, 1, 2) {
				t.Errorf("max(day) = %v, %v", last, err)
			}
			var nobody int
			if err := q.QueryRow(ctx, "SELECT count(*) FROM item WHERE "+d.Engine().Among("n", 1), []int64{}).Scan(&nobody); err != nil || nobody != 0 {
				t.Errorf("among nothing = %d, %v", nobody, err)
			}
			err = q.QueryRow(ctx, "SELECT k FROM item WHERE n = 3").Scan(&k)
			if !errors.Is(err, db.ErrNoRows) {
				t.Errorf("no row gives %v", err)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestBothEnginesRefuse(t *testing.T) {
	misuses := map[string]func(ctx context.Context, tx db.Tx) error{
		"a statement after a failed one": func(ctx context.Context, tx db.Tx) error {
			_, _ = tx.Exec(ctx, "INSERT INTO nowhere VALUES (1)")
			_, err := tx.Exec(ctx, "INSERT INTO item (n) VALUES (1)")
			return err
		},
		"a swallowed failure": func(ctx context.Context, tx db.Tx) error {
			_, _ = tx.Exec(ctx, "INSERT INTO item (n) VALUES (1)")
			_, _ = tx.Exec(ctx, "INSERT INTO nowhere VALUES (1)")
			return nil
		},
		"a statement while rows are open": func(ctx context.Context, tx db.Tx) error {
			rows, err := tx.Query(ctx, "SELECT 1 UNION SELECT 2")
			if err != nil || !rows.Next() {
				return nil
			}
			defer rows.Close()
			_, err = tx.Exec(ctx, "INSERT INTO item (n) VALUES (1)")
			return err
		},
		"an argument too many": func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO item (n) VALUES ($1)", 1, 2)
			return err
		},
		"an argument without a number": func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE item SET n = ?", 1)
			return err
		},
		"two statements": func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO item (n) VALUES (1); INSERT INTO item (n) VALUES (2)")
			return err
		},
		"NULL into a number": func(ctx context.Context, tx db.Tx) error {
			var n int64
			return tx.QueryRow(ctx, "SELECT n FROM (SELECT CAST(NULL AS INTEGER) AS n) AS x").Scan(&n)
		},
		"a text into a number": func(ctx context.Context, tx db.Tx) error {
			var n money.Minor
			return tx.QueryRow(ctx, "SELECT 'x'").Scan(&n)
		},
		"too few destinations": func(ctx context.Context, tx db.Tx) error {
			var n int
			return tx.QueryRow(ctx, "SELECT 1, 2").Scan(&n)
		},
		"a number too large for its destination": func(ctx context.Context, tx db.Tx) error {
			var n level
			return tx.QueryRow(ctx, "SELECT 300").Scan(&n)
		},
	}
	each(t, "n INT", func(t *testing.T, d *db.DB) {
		for name, misuse := range misuses {
			t.Run(name, func(t *testing.T) {
				if err := d.Tx(t.Context(), func(tx db.Tx) error { return misuse(t.Context(), tx) }); err == nil {
					t.Error("was allowed")
				}
			})
		}
		t.Run("a write in a snapshot", func(t *testing.T) {
			if err := d.Read(t.Context(), func(q db.Querier) error {
				_, err := q.Exec(t.Context(), "INSERT INTO item (n) VALUES (1)")
				return err
			}); err == nil {
				t.Error("was allowed")
			}
		})
		if n := count(t, d); n != 0 {
			t.Errorf("%d rows were left behind", n)
		}
	})
}

func TestBulkInsertCounts(t *testing.T) {
	rows := func(from, to int) iter.Seq[[]any] {
		return func(yield func([]any) bool) {
			row := make([]any, 2)
			for i := from; i < to; i++ {
				row[0], row[1] = i, "x" // reused, as is allowed
				if !yield(row) {
					return
				}
			}
		}
	}
	each(t, "n INT PRIMARY KEY, s TEXT", func(t *testing.T, d *db.DB) {
		ctx, columns := t.Context(), []string{"n", "s"}
		steps := []struct {
			from, to int
			ignore   bool
			want     int64
		}{{0, 0, false, 0}, {0, 1, false, 1}, {1, 1234, false, 1233}, {1000, 2000, true, 766}, {0, 2000, true, 0}}
		for _, s := range steps {
			if err := d.Tx(ctx, func(tx db.Tx) error {
				insert := tx.Insert
				if s.ignore {
					insert = tx.InsertIgnore
				}
				n, err := insert(ctx, "item", columns, rows(s.from, s.to))
				if n != s.want {
					t.Errorf("%+v: %d rows", s, n)
				}
				return err
			}); err != nil {
				t.Fatalf("%+v: %v", s, err)
			}
		}
		err := d.Tx(ctx, func(tx db.Tx) error {
			_, err := tx.Insert(ctx, "item", columns, rows(1999, 2100))
			return err
		})
		if !db.IsUnique(err) {
			t.Errorf("a row twice: %v", err)
		}
		if n := exec(t, d, "UPDATE item SET s = 'y' WHERE n < 10"); n != 10 {
			t.Errorf("an update of ten rows says %d", n)
		}
		if n := exec(t, d, "CREATE INDEX item_s ON item (s)"); n != 0 {
			t.Errorf("an index changes %d rows", n)
		}
		if n := count(t, d); n != 2000 {
			t.Errorf("%d rows, want 2000", n)
		}
	})
}

func TestConstraintsAreRecognised(t *testing.T) {
	each(t, "n INT PRIMARY KEY CHECK (n < 10), up INT REFERENCES item (n), s TEXT UNIQUE", func(t *testing.T, d *db.DB) {
		exec(t, d, "INSERT INTO item VALUES (1, NULL, 'a')")
		for text, is := range map[string]func(error) bool{
			"INSERT INTO item VALUES (1, NULL, 'b')":  db.IsUnique,
			"INSERT INTO item VALUES (2, NULL, 'a')":  db.IsUnique,
			"INSERT INTO item VALUES (2, 3, 'b')":     db.IsForeignKey,
			"INSERT INTO item VALUES (11, NULL, 'b')": db.IsCheck,
		} {
			err := d.Tx(t.Context(), func(tx db.Tx) error {
				_, err := tx.Exec(t.Context(), text)
				return err
			})
			if !is(err) {
				t.Errorf("%s: %v", text, err)
			}
		}
		if db.IsUnique(nil) || db.IsForeignKey(errors.New("other")) {
			t.Error("what is no violation is taken for one")
		}
	})
}

func TestNothingIsLeftOfWhatFails(t *testing.T) {
	each(t, "n INT", func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		write := func(ctx context.Context, tx db.Tx) {
			if _, err := tx.Exec(ctx, "INSERT INTO item (n) VALUES (1)"); err != nil {
				t.Error(err)
			}
		}
		want := errors.New("no")
		if err := d.Tx(ctx, func(tx db.Tx) error { write(ctx, tx); return want }); !errors.Is(err, want) {
			t.Errorf("the error became %v", err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = d.Tx(ctx, func(tx db.Tx) error { write(ctx, tx); panic("no") })
		}()
		short, cancel := context.WithCancel(ctx)
		err := d.Tx(short, func(tx db.Tx) error { write(short, tx); cancel(); return nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("a transaction whose context is over gives %v", err)
		}
		if n := count(t, d); n != 0 {
			t.Errorf("%d rows were left behind", n)
		}
		exec(t, d, "INSERT INTO item (n) VALUES (1)") // and life goes on
	})
}

func TestReadIsASnapshot(t *testing.T) {
	each(t, "n INT", func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		if err := d.Read(ctx, func(q db.Querier) error {
			var before, after int
			if err := q.QueryRow(ctx, "SELECT count(*) FROM item").Scan(&before); err != nil {
				return err
			}
			exec(t, d, "INSERT INTO item (n) VALUES (1)")
			if err := q.QueryRow(ctx, "SELECT count(*) FROM item").Scan(&after); err != nil {
				return err
			}
			if before != 0 || after != 0 {
				t.Errorf("the snapshot shows %d rows, then %d", before, after)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if n := count(t, d); n != 1 {
			t.Errorf("%d rows afterwards, want 1", n)
		}
	})
}

// Two transactions read a counter before either writes it: one of them has to
// run again (PostgreSQL) or to wait (SQLite), and no increment is lost.
func TestConflictsRunAgain(t *testing.T) {
	each(t, "n INT", func(t *testing.T, d *db.DB) {
		exec(t, d, "INSERT INTO item (n) VALUES (0)")
		const workers = 8
		runs := make(chan struct{}, 1000)
		var wg sync.WaitGroup
		for range workers {
			wg.Go(func() {
				if err := d.Tx(t.Context(), func(tx db.Tx) error {
					runs <- struct{}{}
					var n int64
					if err := tx.QueryRow(t.Context(), "SELECT n FROM item").Scan(&n); err != nil {
						return err
					}
					_, err := tx.Exec(t.Context(), "UPDATE item SET n = $1", n+1)
					if err != nil {
						return errors.New("hidden: " + err.Error())
					}
					return nil
				}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var n int64
		if err := d.Read(t.Context(), func(q db.Querier) error { return q.QueryRow(t.Context(), "SELECT n FROM item").Scan(&n) }); err != nil {
			t.Fatal(err)
		}
		if n != workers {
			t.Errorf("%d increments, want %d (after %d runs)", n, workers, len(runs))
		}
		t.Logf("%d transactions, %d runs", workers, len(runs))
	})
}

func TestTheEndOfTheContextInterrupts(t *testing.T) {
	each(t, "n INT", func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		begun := time.Now()
		err := d.Read(ctx, func(q db.Querier) error {
			var n int64
			return q.QueryRow(ctx, `WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1000000000)
				SELECT count(*) FROM c`).Scan(&n)
		})
		if err == nil || time.Since(begun) > 10*time.Second {
			t.Errorf("after %v: %v", time.Since(begun), err)
		}
		if n := count(t, d); n != 0 {
			t.Error("the database is of no use afterwards")
		}
	})
}

func TestManyGoroutines(t *testing.T) {
	each(t, "n INT", func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				for range 10 {
					if err := d.Tx(t.Context(), func(tx db.Tx) error {
						_, err := tx.Exec(t.Context(), "INSERT INTO item (n) VALUES ($1)", i)
						return err
					}); err != nil {
						t.Error(err)
					}
					count(t, d)
				}
			})
		}
		wg.Wait()
		if n := count(t, d); n != 200 {
			t.Errorf("%d rows, want 200", n)
		}
	})
}
