package db_test

import (
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"debitor/internal/db"
	"debitor/internal/db/dbtest"
)

// A server that goes away is told as such, and one that is back is used without
// anybody opening the database again.
func TestTheServerGoesAwayAndComesBack(t *testing.T) {
	address, err := url.Parse(dbtest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	query := address.Query()
	target := filepath.Join(query.Get("host"), ".s.PGSQL.5432")
	dir, err := os.MkdirTemp("", "pg") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	stop := between(t, filepath.Join(dir, ".s.PGSQL.5432"), target)
	query.Set("host", dir)
	address.RawQuery = query.Encode()
	d := dbtest.Open(t, address.String())
	ask := map[string]func() error{
		"Read": func() error {
			return d.Read(t.Context(), func(q db.Querier) error { return q.QueryRow(t.Context(), "SELECT 1").Scan(new(int)) })
		},
		"Tx": func() error {
			return d.Tx(t.Context(), func(tx db.Tx) error { return tx.QueryRow(t.Context(), "SELECT 1").Scan(new(int)) })
		},
		"ReadAhead": func() error {
			one := func(q db.Querier) error { return q.QueryRow(t.Context(), "SELECT 1").Scan(new(int)) }
			return d.ReadAhead(t.Context(), func(q db.Querier) { _ = one(q) }, one)
		},
	}
	for name, f := range ask {
		if err := f(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	stop()
	for name, f := range ask {
		if err := f(); !db.IsAway(err) {
			t.Errorf("%s of a server that is away: %v", name, err)
		}
	}
	between(t, filepath.Join(dir, ".s.PGSQL.5432"), target)
	for name, f := range ask {
		if err := f(); err != nil {
			t.Errorf("%s of a server that is back: %v", name, err)
		}
	}
}

// between passes on what is said at one socket to another, until stop.
func between(t *testing.T, at, to string) (stop func()) {
	t.Helper()
	listener, err := net.Listen("unix", at)
	if err != nil {
		t.Fatal(err)
	}
	conns := make(chan net.Conn, 100)
	go func() {
		for {
			here, err := listener.Accept()
			if err != nil {
				return
			}
			there, err := net.Dial("unix", to)
			if err != nil {
				_ = here.Close()
				continue
			}
			conns <- here
			conns <- there
			go func() { _, _ = io.Copy(there, here); _ = there.Close() }()
			go func() { _, _ = io.Copy(here, there); _ = here.Close() }()
		}
	}()
	stop = func() {
		_ = listener.Close()
		for {
			select {
			case c := <-conns:
				_ = c.Close()
			default:
				return
			}
		}
	}
	t.Cleanup(stop)
	return stop
}
