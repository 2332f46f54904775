package dbtest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"debitor/internal/db"
)

// Original is a database that is made once per test binary; each test gets a
// copy. To copy one that has the schema costs a tenth of going through its
// migrations. On PostgreSQL it is there until Run ends.
type Original struct {
	sqlite   func() ([]byte, error)
	postgres func() (string, error)
}

// NewOriginal is the original that fill makes of an empty database. Nothing
// is made before a test asks for a copy.
func NewOriginal(fill func(ctx context.Context, d *db.DB) error) *Original {
	return &Original{
		sqlite:   sync.OnceValues(func() ([]byte, error) { return fillSQLite(fill) }),
		postgres: sync.OnceValues(func() (string, error) { return fillPostgres(fill) }),
	}
}

// Each runs f as a subtest on each engine with the URL of a copy.
func (o *Original) Each(t *testing.T, f func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, o.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, o.Postgres(t)) })
}

// SQLite is the URL of a copy, a file that is gone after the test.
func (o *Original) SQLite(t testing.TB) string {
	t.Helper()
	b, err := o.sqlite()
	if err != nil {
		t.Fatalf("make the database to copy: %v", err)
	}
	return writeSQLite(t, b)
}

// Postgres is the URL of a copy, dropped after the test.
func (o *Original) Postgres(t testing.TB) string {
	t.Helper()
	original, err := o.postgres()
	if err != nil {
		t.Fatalf("make the database to copy: %v", err)
	}
	return Copy(t, original)
}

// Run runs the tests of a package with originals, and drops what these left on
// the server. It is for TestMain.
func Run(m *testing.M) int {
	running = true
	code := m.Run()
	for _, drop := range leftovers {
		if err := drop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return code
}

var (
	running   bool           // set before any test begins
	mu        sync.Mutex     // guards leftovers
	leftovers []func() error // what Run drops
)

func fillSQLite(fill func(context.Context, *db.DB) error) (b []byte, err error) {
	dir, err := os.MkdirTemp("", "debitor-original-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "debitor.db")
	if err := fillIn("sqlite:"+file, fill); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
}

func fillPostgres(fill func(context.Context, *db.DB) error) (string, error) {
	if !running {
		return "", fmt.Errorf("a package with an Original needs a TestMain that calls dbtest.Run")
	}
	made, drop, err := createDatabase("")
	if err != nil {
		return "", err
	}
	mu.Lock()
	leftovers = append(leftovers, drop)
	mu.Unlock()
	return made, fillIn(made, fill)
}

// fillIn fills an empty database and closes it: an open one cannot be copied.
func fillIn(address string, fill func(context.Context, *db.DB) error) error {
	ctx := context.Background() // it outlives the test that happens to be first
	d, err := db.Open(ctx, address)
	if err != nil {
		return err
	}
	if err := fill(ctx, d); err != nil {
		_ = d.Close() // the first failure is the one to tell
		return err
	}
	return d.Close()
}
