package db_test

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	osexec "os/exec"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/id"
	"debitor/internal/money"
)

const (
	benchTable = `CREATE TABLE invoice (company TEXT NOT NULL, customer TEXT NOT NULL, invoice TEXT NOT NULL, contract TEXT NOT NULL,
		issued DAY NOT NULL, due DAY NOT NULL, amount BIG NOT NULL, open BIG NOT NULL, currency TEXT NOT NULL, PRIMARY KEY (company, invoice))`
	benchQuery = "SELECT company, customer, invoice, contract, issued, due, amount, open, currency FROM invoice"
)

var benchColumns = strings.Fields("company customer invoice contract issued due amount open currency")

func benchRows(n int) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		row := make([]any, len(benchColumns))
		for i := range n {
			row[0], row[1] = id.Company("ACME"), id.Customer(fmt.Sprintf("C%06d", i/10))
			row[2], row[3] = id.Invoice(fmt.Sprintf("INV-2026-%07d", i)), id.Contract(fmt.Sprintf("K-%06d", i/10))
			row[4], row[5] = cal.On(2026, 1, 1)+cal.Date(i%90), cal.On(2026, 2, 1)+cal.Date(i%90)
			row[6], row[7], row[8] = money.Minor(i)*100, money.Minor(i)*37, "BYN"
			if !yield(row) {
				return
			}
		}
	}
}

func benchDB(b *testing.B, url string) *db.DB {
	b.Helper()
	d := dbtest.Open(b, url)
	text := strings.NewReplacer("DAY", "DATE", "BIG", "BIGINT").Replace(benchTable)
	if d.Engine() == db.SQLite {
		text = strings.NewReplacer("DAY", "TEXT", "BIG", "INTEGER").Replace(benchTable) + " STRICT"
	}
	if err := d.Tx(b.Context(), func(tx db.Tx) error { _, err := tx.Exec(b.Context(), text); return err }); err != nil {
		b.Fatal(err)
	}
	return d
}

func fill(b *testing.B, d *db.DB, n int) {
	b.Helper()
	if err := d.Tx(b.Context(), func(tx db.Tx) error {
		_, err := tx.Insert(b.Context(), "invoice", benchColumns, benchRows(n))
		return err
	}); err != nil {
		b.Fatal(err)
	}
}

func engines(b *testing.B, f func(b *testing.B, url string)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) { f(b, dbtest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { f(b, dbtest.Postgres(b)) })
}

const scanned = 1_000_000

// BenchmarkScan reads a million rows, beside it database/sql and the command
// line tools reading the same ones.
func BenchmarkScan(b *testing.B) {
	engines(b, func(b *testing.B, url string) {
		d := benchDB(b, url)
		fill(b, d, scanned)
		b.Run("db", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				scanAll(b, d)
			}
		})
		file, isSQLite := strings.CutPrefix(url, "sqlite:")
		tool := osexec.Command("psql", "-qAtX", "--set", "FETCH_COUNT=10000", "-c", benchQuery, url)
		if isSQLite {
			b.Run("database-sql", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					scanSQL(b, file)
				}
			})
			tool = osexec.Command("sqlite3", file, benchQuery)
		}
		b.Run("tool", func(b *testing.B) {
			for b.Loop() {
				again := *tool
				if err := again.Run(); err != nil {
					b.Skip(err)
				}
			}
		})
	})
}

func scanAll(b *testing.B, d *db.DB) {
	b.Helper()
	n := 0
	if err := d.Read(b.Context(), func(q db.Querier) error {
		rows, err := q.Query(b.Context(), benchQuery)
		if err != nil {
			return err
		}
		defer rows.Close()
		var company id.Company
		var customer id.Customer
		var invoice id.Invoice
		var contract id.Contract
		var issued, due cal.Date
		var amount, open money.Minor
		var currency money.Currency
		dest := []any{&company, &customer, &invoice, &contract, &issued, &due, &amount, &open, &currency}
		for rows.Next() {
			if err := rows.Scan(dest...); err != nil {
				return err
			}
			n++
		}
		return rows.Err()
	}); err != nil || n != scanned {
		b.Fatal(n, err)
	}
}

func scanSQL(b *testing.B, file string) {
	b.Helper()
	d, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	rows, err := d.QueryContext(context.Background(), benchQuery)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var company, customer, invoice, contract, issued, due, currency string
	var amount, open int64
	for rows.Next() {
		if err := rows.Scan(&company, &customer, &invoice, &contract, &issued, &due, &amount, &open, &currency); err != nil {
			b.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkInsert writes 100,000 rows in one transaction.
func BenchmarkInsert(b *testing.B) {
	engines(b, func(b *testing.B, url string) {
		d := benchDB(b, url)
		b.ReportAllocs()
		for b.Loop() {
			fill(b, d, 100_000)
			b.StopTimer()
			if err := d.Tx(b.Context(), func(tx db.Tx) error { _, err := tx.Exec(b.Context(), "DELETE FROM invoice"); return err }); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
}

// BenchmarkTx is one small committed transaction, on SQLite with its fsync.
func BenchmarkTx(b *testing.B) {
	engines(b, func(b *testing.B, url string) {
		d := benchDB(b, url)
		fill(b, d, 1000)
		for b.Loop() {
			if err := d.Tx(b.Context(), func(tx db.Tx) error {
				_, err := tx.Exec(b.Context(), "UPDATE invoice SET open = open - 1 WHERE company = $1 AND invoice = $2", "ACME", "INV-2026-0000500")
				return err
			}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkReadOne is a snapshot with one row by its key, the shape of the
// shipment check.
func BenchmarkReadOne(b *testing.B) {
	engines(b, func(b *testing.B, url string) {
		d := benchDB(b, url)
		fill(b, d, 1000)
		b.ReportAllocs()
		for b.Loop() {
			var open money.Minor
			if err := d.Read(b.Context(), func(q db.Querier) error {
				return q.QueryRow(b.Context(), "SELECT open FROM invoice WHERE company = $1 AND invoice = $2", "ACME", "INV-2026-0000500").Scan(&open)
			}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
