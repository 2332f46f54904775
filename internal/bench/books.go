package main

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"debitor/internal/sample"
)

// books is a database that is measured, in a directory of its own.
type books struct {
	b      *bench
	name   string // the engine, as the table names it
	dir    string
	url    string // as debitor takes it
	limit  string // a second database of the same schema, for the limits
	client client
}

// client is the database's own command line program.
type client interface {
	// create makes a database of the name and gives its URL.
	create(name string) (string, error)
	// twin makes a second, empty database of the same schema.
	twin(url string) (string, error)
	// insertTime copies whole tables from one database to its twin.
	insertTime(from, to string, tables []string) (time.Duration, error)
	// read runs a query and drops its answer.
	read(url, query string) (cost, error)
	drop(url string) error
}

func (b *bench) newBooks(engine, company string) (*books, error) {
	dir, err := os.MkdirTemp(b.dir, "books")
	if err != nil {
		return nil, err
	}
	k := &books{b: b, dir: dir, name: "SQLite", client: sqlite{dir}}
	if engine == "postgres" {
		k.name, k.client = "PostgreSQL", postgres{dir: dir, server: os.Getenv("DEBITOR_TEST_PG")}
	}
	if k.url, err = k.client.create("bench"); err != nil {
		return nil, err
	}
	if _, err := k.debitor("init", "--from", company, "--country", sample.Country, "--currency", sample.Currency); err != nil {
		return nil, err
	}
	k.limit, err = k.client.twin(k.url)
	return k, err
}

func (k *books) drop() error {
	for _, u := range []string{k.url, k.limit} {
		if err := k.client.drop(u); err != nil {
			return err
		}
	}
	return os.RemoveAll(k.dir)
}

// debitor runs a command of the program that is measured.
func (k *books) debitor(args ...string) (cost, error) {
	return start(k.b.debitor, append([]string{"--db", k.url}, args...)...)
}

// insertTime is the limit of writing: the client's bulk insert of the same
// rows into tables with the same keys, checks and indexes.
func (k *books) insertTime(tables ...string) (time.Duration, error) {
	return k.client.insertTime(k.url, k.limit, tables)
}

// planRows are the rows a plan is made from, as the client reads them.
var planRows = []string{
	`SELECT customer, manager, email, address FROM customer`,
	`SELECT customer, invoice, part, contract, currency, issued, due, amount, amount - paid FROM instalment
		WHERE issued <= '` + today + `' AND (settled_on IS NULL OR settled_on > '` + today + `')`,
	`SELECT customer, currency, amount, used FROM payment WHERE date <= '` + today + `' AND (used <> amount OR used_on > '` + today + `')`,
	`SELECT customer, kind, invoice, date, until, amount FROM event WHERE date <= '` + today + `'`,
	`SELECT customer, invoice, part, policy, step, run_date FROM decision`,
}

// readTime is the limit of a plan: the client reading the same rows.
func (k *books) readTime() (time.Duration, error) {
	c, err := k.client.read(k.url, strings.Join(planRows, ";\n"))
	return c.time, err
}

// sqlite is the sqlite3 program; a database is a file.
type sqlite struct{ dir string }

func (s sqlite) create(name string) (string, error) {
	return "sqlite:" + filepath.Join(s.dir, name+".db"), nil
}

func (s sqlite) file(url string) string { return strings.TrimPrefix(url, "sqlite:") }

func (s sqlite) twin(url string) (string, error) {
	schema, err := exec.Command("sqlite3", s.file(url), ".schema --nosys").Output()
	if err != nil {
		return "", err
	}
	twin := url + "-twin"
	cmd := exec.Command("sqlite3", s.file(twin))
	cmd.Stdin = strings.NewReader("PRAGMA journal_mode=wal;\n" + string(schema))
	_, err = startFor(cmd)
	return twin, err
}

// insertTime selects with a condition: without one SQLite would copy pages
// instead of inserting rows.
func (s sqlite) insertTime(from, to string, tables []string) (time.Duration, error) {
	var text strings.Builder
	text.WriteString("PRAGMA synchronous=full; ATTACH '" + s.file(from) + "' AS source; BEGIN;")
	for _, t := range tables {
		fmt.Fprintf(&text, "INSERT INTO main.%s SELECT * FROM source.%s WHERE company <> '';", t, t)
	}
	c, err := start("sqlite3", "-bail", s.file(to), text.String()+"COMMIT;")
	return c.time, err
}

func (s sqlite) read(url, query string) (cost, error) {
	return start("sqlite3", "-bail", s.file(url), query)
}

func (s sqlite) drop(url string) error {
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(s.file(url) + end); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

// postgres is the psql program; databases are made on a throw-away server.
type postgres struct{ dir, server string }

func (p postgres) psql(url string, commands ...string) (cost, error) {
	args := []string{"-qAtX", "-v", "ON_ERROR_STOP=1"}
	for _, c := range commands {
		args = append(args, "-c", c)
	}
	return start("psql", append(args, url)...)
}

func (p postgres) create(name string) (string, error) {
	u, err := url.Parse(p.server)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	_, err = p.psql(p.server, "DROP DATABASE IF EXISTS "+name, "CREATE DATABASE "+name)
	return u.String(), err
}

func (p postgres) twin(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	name := strings.TrimPrefix(u.Path, "/")
	u.Path += "_twin"
	_, err = p.psql(p.server, "DROP DATABASE IF EXISTS "+name+"_twin", "CREATE DATABASE "+name+"_twin TEMPLATE "+name)
	return u.String(), err
}

func (p postgres) insertTime(from, to string, tables []string) (time.Duration, error) {
	var take, put []string
	for _, t := range tables {
		file := filepath.Join(p.dir, t+".copy")
		defer func() { _ = os.Remove(file) }()
		take = append(take, `\copy `+t+` TO '`+file+`'`)
		put = append(put, `\copy `+t+` FROM '`+file+`'`)
	}
	if _, err := p.psql(from, take...); err != nil {
		return 0, err
	}
	c, err := p.psql(to, put...)
	return c.time, err
}

func (p postgres) read(url, query string) (cost, error) {
	return p.psql(url, strings.Split(query, ";\n")...)
}

func (p postgres) drop(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	_, err = p.psql(p.server, "DROP DATABASE IF EXISTS "+strings.TrimPrefix(u.Path, "/"))
	return err
}
