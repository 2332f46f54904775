package db_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/fault"
)

// schema is migrations that would do harm if one of them ran twice.
func schema(versions ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for i, up := range versions {
		for _, dir := range []string{"sqlite", "postgres"} {
			name := dir + "/0000" + string(rune('1'+i)) + "_step.sql"
			files[name] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + up + ";\n")}
		}
	}
	return files
}

var steps = []string{"CREATE TABLE item (n INT)", "INSERT INTO item VALUES (1)", "UPDATE item SET n = n + 1", "CREATE TABLE other (n INT)"}

func TestConcurrentStartersMigrateOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		const starters = 6
		var wg sync.WaitGroup
		for range starters {
			d := dbtest.Open(t, url)
			wg.Go(func() {
				if err := d.Migrate(t.Context(), schema(steps...)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		d := dbtest.Open(t, url)
		var n, rows int
		if err := d.Read(t.Context(), func(q db.Querier) error {
			return q.QueryRow(t.Context(), "SELECT max(n), count(*) FROM item").Scan(&n, &rows)
		}); err != nil || n != 2 || rows != 1 {
			t.Errorf("n = %d in %d rows, %v; want 2 in one", n, rows, err)
		}
	})
}

func TestAMigrationThatFailsSaysSo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		d := dbtest.Open(t, url)
		err := d.Migrate(t.Context(), schema(steps[0], "INSERT INTO nowhere VALUES (1)"))
		if err == nil || !strings.Contains(err.Error(), "nowhere") {
			t.Errorf("got %v", err)
		}
		if err := d.Migrate(t.Context(), schema(steps...)); err != nil {
			t.Errorf("the mended migrations: %v", err)
		}
	})
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		d := dbtest.Open(t, url)
		if err := d.Migrate(t.Context(), schema(steps...)); err != nil {
			t.Fatal(err)
		}
		err := d.Migrate(t.Context(), schema(steps[:2]...))
		if fault.Code(err) != "db.newer" || fault.KindOf(err) != fault.Refused {
			t.Errorf("got %v", err)
		}
	})
}

func TestAnotherProgramsFileIsRefused(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	exec(t, d, "CREATE TABLE photos (n INT)")
	if err := d.Migrate(t.Context(), schema(steps...)); fault.Code(err) != "db.foreign" {
		t.Errorf("got %v", err)
	}
}

func TestWhatCannotBeOpenedSaysTheWayOut(t *testing.T) {
	text := filepath.Join(t.TempDir(), "a?b %41#.txt") // every character a URL would eat
	if err := os.WriteFile(text, []byte(strings.Repeat("not a database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	const secret = "s3cr3t"
	for url, code := range map[string]string{
		"": "db.url", "mysql://x": "db.url", "sqlite:": "db.url",
		"sqlite:" + text: "db.not_sqlite",
		"sqlite:" + t.TempDir() + "/missing/a.db":                    "db.open",
		"postgres://u:" + secret + "@127.0.0.1:1/x":                  "db.unreachable",
		"postgres://u:" + secret + "%zz@127.0.0.1:1/x":               "db.url",
		"postgres://u:" + secret + "@127.0.0.1:1/x?sslmode=perhaps":  "db.url",
		strings.Replace(dbtest.Postgres(t), "/test_", "/absent_", 1): "db.missing",
	} {
		_, err := db.Open(t.Context(), url)
		if fault.Code(err) != code {
			t.Errorf("%s: %s (%v), want %s", url, fault.Code(err), err, code)
		}
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("the password is in %q", err)
		}
	}
}

func TestInMemory(t *testing.T) {
	d := dbtest.Open(t, "sqlite::memory:")
	if err := d.Migrate(t.Context(), schema(steps...)); err != nil {
		t.Fatal(err)
	}
	if n := count(t, d); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

func TestADatabaseThatSortsAsPeopleDo(t *testing.T) {
	d := dbtest.Open(t, dbtest.PostgresICU(t))
	var less bool
	if err := d.Read(t.Context(), func(q db.Querier) error {
		return q.QueryRow(t.Context(), "SELECT 'a' < 'B'").Scan(&less)
	}); err != nil || !less {
		t.Errorf("'a' < 'B' is %t, %v", less, err)
	}
}
