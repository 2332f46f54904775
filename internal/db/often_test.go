package db_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"debitor/internal/db"
)

// TestReadOften reads a file that is mapped into memory while another process
// (here another handle) lets it grow and shrink: each answer is what was
// committed last, and what is mapped is not what was there first.
func TestReadOften(t *testing.T) {
	ctx := t.Context()
	url := "sqlite:" + filepath.Join(t.TempDir(), "books.db")
	reads, writes := open(t, url), open(t, url)
	change := func(text string) {
		t.Helper()
		if err := writes.Tx(ctx, func(tx db.Tx) error {
			_, err := tx.Exec(ctx, text)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	change("CREATE TABLE page (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
	if size := number(t, reads, "PRAGMA mmap_size"); size != 0 {
		t.Errorf("a program that reads once maps %d bytes", size)
	}
	reads.ReadOften()
	if size := number(t, reads, "PRAGMA mmap_size"); size < 1<<30 {
		t.Errorf("a program that reads often maps %d bytes", size)
	}
	for _, rows := range []string{"1", "5000", "20000", "10", "12000"} {
		change("DELETE FROM page")
		change("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows + ") INSERT INTO page SELECT i, '" + strings.Repeat(rows, 100) + "' FROM n")
		vacuum(ctx, t, writes)
		if got, want := number(t, reads, "SELECT count(*) FROM page WHERE text LIKE '"+rows+"%'"), number(t, writes, "SELECT count(*) FROM page"); got != want {
			t.Errorf("%s rows: %d are read, %d were written", rows, got, want)
		}
	}
}

func open(t *testing.T, url string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func number(t *testing.T, d *db.DB, query string) (n int64) {
	t.Helper()
	if err := d.Read(t.Context(), func(q db.Querier) error { return q.QueryRow(t.Context(), query).Scan(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

// vacuum writes the file anew without what was deleted and folds the log in.
func vacuum(ctx context.Context, t *testing.T, d *db.DB) {
	t.Helper()
	for _, text := range []string{"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := d.Native().(*sql.DB).ExecContext(ctx, text); err != nil {
			t.Fatal(err)
		}
	}
}
