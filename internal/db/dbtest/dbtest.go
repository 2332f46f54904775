// Package dbtest gives tests real databases: a fresh one per test on each
// engine. It holds no fixtures and no mocks.
//
// SQLite is a file in the test's directory. PostgreSQL is a throw-away server,
// started once per test binary unless DEBITOR_TEST_PG names one where databases
// may be created (scripts/with-postgres starts one for many packages). Where
// PostgreSQL cannot be started the test fails: a test that is skipped in
// silence has never run. The server ends with the test binary, whichever way
// that ends.
//
// Start with Each, or with Original where every test wants the same schema.
package dbtest

import (
	"bufio"
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"debitor/internal/db"
)

// script starts the server; it stops it when its command ends.
//
//go:embed with-postgres
var script string

// Each runs f as a subtest on each engine with the URL of an empty database.
func Each(t *testing.T, f func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, Postgres(t)) })
}

// SQLite is the URL of a database file that is not there yet.
func SQLite(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "debitor.db")
}

// Postgres is the URL of an empty database, dropped after the test.
func Postgres(t testing.TB) string {
	t.Helper()
	return create(t, "")
}

// PostgresICU is Postgres with a database that sorts as people do (ICU, root
// locale) and not by bytes, to find an ORDER BY that relies on bytes.
func PostgresICU(t testing.TB) string {
	t.Helper()
	return create(t, " TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'und' LC_COLLATE 'C' LC_CTYPE 'C'")
}

// Copy is the URL of a copy of a database, gone after the test. Nobody may have
// the original open, nor have died with it open.
func Copy(t testing.TB, original string) string {
	t.Helper()
	file, isSQLite := strings.CutPrefix(original, "sqlite:")
	if !isSQLite {
		u, err := url.Parse(original)
		if err != nil {
			t.Fatal("the database to copy has no URL")
		}
		return create(t, " TEMPLATE "+strings.TrimPrefix(u.Path, "/")+" STRATEGY FILE_COPY")
	}
	if _, err := os.Stat(file + "-wal"); err == nil {
		t.Fatal("the database to copy is open, or was not closed")
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("copy the test's database: %v", err)
	}
	return writeSQLite(t, b)
}

// writeSQLite is the URL of a database file with these bytes.
func writeSQLite(t testing.TB, b []byte) string {
	t.Helper()
	made := SQLite(t)
	if err := os.WriteFile(strings.TrimPrefix(made, "sqlite:"), b, 0o600); err != nil {
		t.Fatalf("copy the test's database: %v", err)
	}
	return made
}

// Open opens url for the length of the test.
func Open(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), url)
	if err != nil {
		t.Fatalf("open the test's database: %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close the test's database: %v", err)
		}
	})
	return d
}

// server is the address of the server of this test binary.
var server = sync.OnceValues(start)

// alive is the pipe whose closing stops the server; it is kept here so that it
// is not closed before this process ends.
var alive io.WriteCloser //nolint:unused // written only, on purpose

// start runs the script with cat for its command. The pipe to cat closes when
// this process ends, and then the script stops the server.
func start() (string, error) {
	if address := os.Getenv("DEBITOR_TEST_PG"); address != "" {
		return address, nil
	}
	cmd := exec.Command("bash", "-c", script, "with-postgres", "sh", "-c", `echo "$DEBITOR_TEST_PG"; exec cat`)
	detach(cmd)
	in, err := cmd.StdinPipe()
	if err != nil {
		return "", err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	var complaint strings.Builder
	cmd.Stderr = &complaint
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("PostgreSQL for tests needs bash: %w", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = cmd.Wait()
		return "", errors.New(strings.TrimSpace(complaint.String()))
	}
	alive = in
	return strings.TrimSpace(line), nil
}

// create makes a database with the given options and drops it after the test.
func create(t testing.TB, options string) string {
	t.Helper()
	made, drop, err := createDatabase(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Error(err)
		}
	})
	return made
}

// createDatabase makes a database and gives its URL and what drops it.
func createDatabase(options string) (made string, drop func() error, err error) {
	address, err := server()
	if err != nil {
		return "", nil, fmt.Errorf("no PostgreSQL for tests: %w", err)
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", nil, errors.New("DEBITOR_TEST_PG is no URL")
	}
	name := "test_" + strings.ToLower(rand.Text())
	if err := command(address, "CREATE DATABASE "+name+options); err != nil {
		return "", nil, err
	}
	u.Path = "/" + name
	return u.String(), func() error { return command(address, "DROP DATABASE "+name+" WITH (FORCE)") }, nil
}

func command(address, text string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return fmt.Errorf("connect to PostgreSQL for tests: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, text); err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	return nil
}
