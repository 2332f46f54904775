// Package store is every SQL statement of debitor: one text for both engines,
// in PostgreSQL's $1 style, one file per noun.
//
// It is not business rules: it reads and writes facts and what is derived from
// them (paid, used, settled_on), and leaves deciding to the core. Invariants:
// every statement names the company; identifiers sort by bytes on both
// engines; facts are inserted and reversed, never edited away; every row names
// the change that wrote it.
//
// Start with Reader and Writer here, then account.go, which reads what a plan
// is made from.
package store

import (
	"context"
	"encoding/json"

	"debitor/internal/db"
	"debitor/internal/id"
)

// Reader answers questions about one company's books, inside one snapshot.
type Reader struct {
	q       db.Querier
	company id.Company
}

// Read is a Reader of the company over a snapshot or transaction.
func Read(q db.Querier, company id.Company) Reader { return Reader{q, company} }

// Company is whose books these are.
func (r Reader) Company() id.Company { return r.company }

// Writer records facts in one company's books inside one transaction; every
// row carries the change it was written by.
type Writer struct {
	Reader
	tx      db.Tx
	change  string
	touched map[id.Customer]bool // see Touch
}

// Write is a Writer of the company within a transaction.
func Write(tx db.Tx, company id.Company, change string) Writer {
	return Writer{Reader{tx, company}, tx, change, map[id.Customer]bool{}}
}

// Tx is the transaction, for what must be enqueued together with the change.
func (w Writer) Tx() db.Tx { return w.tx }

// Change is the identifier of the change being written.
func (w Writer) Change() string { return w.change }

// Analyze tells PostgreSQL's planner how large a bulk write has made the
// tables. It would look by itself, but a minute later, and until then plan for
// tables of a few rows. SQLite plans by the indexes alone.
func (w Writer) Analyze(ctx context.Context, tables string) error {
	if w.tx.Engine() != db.PostgreSQL {
		return nil
	}
	_, err := w.tx.Exec(ctx, `ANALYZE `+tables)
	return err
}

// The tables that Analyze is told of: those of imports, those of runs and what
// lists are read from.
const (
	LedgerTables = `customer, contact, contract, invoice, instalment, payment, allocation, event`
	RunTables    = `decision, letter, delivery, task`
	ListTables   = `standing`
)

// texts is identifiers as the plain strings that Engine.Among binds.
func texts[K ~string](keys []K) []string {
	list := make([]string, len(keys))
	for i, k := range keys {
		list[i] = string(k)
	}
	return list
}

// collect scans every row of a query with the given function.
func collect[T any](rows db.Rows, err error, scan func(db.Rows, *T) error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var t T
		if err := scan(rows, &t); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

// attrs is unknown columns as JSON, NULL when there are none.
func attrs(m map[string]string) json.RawMessage {
	if len(m) == 0 {
		return nil
	}
	b, _ := json.Marshal(m) // a map of strings always marshals
	return b
}

// readAttrs is the inverse of attrs.
func readAttrs(b json.RawMessage) map[string]string {
	if b == nil {
		return nil
	}
	var m map[string]string
	_ = json.Unmarshal(b, &m) // written by attrs; anything else shows as no attributes
	return m
}
