package db

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"time"

	"modernc.org/sqlite/lib"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// sqliteTime is how a time is stored: of one length, so that texts sort and
// compare as the times do.
const sqliteTime = "2006-01-02T15:04:05.000000Z"

// liteValue is an argument as SQLite wants it; a text or a blob lies in the
// statement's bytes.
type liteValue struct {
	kind       int // SQLITE_INTEGER and so on
	integer    int64
	real       float64
	start, end int
}

// bind gives the statement its arguments.
func (s *liteStmt) bind(args []any) error {
	if len(args) != s.args {
		return fmt.Errorf("db: %d arguments for a statement that wants %d", len(args), s.args)
	}
	s.values, s.bytes = s.values[:0], s.bytes[:0]
	for i, arg := range args {
		v, err := s.encode(arg)
		if err != nil {
			return fmt.Errorf("db: argument $%d: %w", i+1, err)
		}
		s.values = append(s.values, v)
	}
	if len(s.bytes) >= s.capacity || s.memory == 0 {
		sqlite3.Xsqlite3_free(s.conn.tls, s.memory)
		s.capacity = 2*len(s.bytes) + 64
		if s.memory = sqlite3.Xsqlite3_malloc64(s.conn.tls, uint64(s.capacity)); s.memory == 0 {
			s.capacity = 0
			return errors.New("db: out of memory")
		}
	}
	copy(memoryAt(s.memory, s.capacity), s.bytes)
	for i, arg := range s.params {
		if s.bindOne(int32(i+1), s.values[arg]) != sqlite3.SQLITE_OK {
			return s.conn.lastError()
		}
	}
	return nil
}

func (s *liteStmt) bindOne(i int32, v liteValue) int32 {
	tls, at, n := s.conn.tls, s.memory+uintptr(v.start), int32(v.end-v.start)
	const static = 0 // SQLITE_STATIC: the memory is ours and stays
	switch v.kind {
	case sqlite3.SQLITE_INTEGER:
		return sqlite3.Xsqlite3_bind_int64(tls, s.handle, i, v.integer)
	case sqlite3.SQLITE_FLOAT:
		return sqlite3.Xsqlite3_bind_double(tls, s.handle, i, v.real)
	case sqlite3.SQLITE_TEXT:
		return sqlite3.Xsqlite3_bind_text(tls, s.handle, i, at, n, static)
	case sqlite3.SQLITE_BLOB:
		return sqlite3.Xsqlite3_bind_blob(tls, s.handle, i, at, n, static)
	}
	return sqlite3.Xsqlite3_bind_null(tls, s.handle, i)
}

var liteNull = liteValue{kind: sqlite3.SQLITE_NULL}

func liteInteger(n int64) liteValue { return liteValue{kind: sqlite3.SQLITE_INTEGER, integer: n} }

func (s *liteStmt) text(v string) liteValue {
	start := len(s.bytes)
	s.bytes = append(s.bytes, v...)
	return liteValue{kind: sqlite3.SQLITE_TEXT, start: start, end: len(s.bytes)}
}

func (s *liteStmt) blob(kind int, v []byte) liteValue {
	if v == nil {
		return liteNull
	}
	start := len(s.bytes)
	s.bytes = append(s.bytes, v...)
	return liteValue{kind: kind, start: start, end: len(s.bytes)}
}

// encode turns the types that come often by name, all others by their kind.
func (s *liteStmt) encode(arg any) (liteValue, error) {
	switch v := arg.(type) {
	case nil:
		return liteNull, nil
	case string:
		return s.text(v), nil
	case int64:
		return liteInteger(v), nil
	case int:
		return liteInteger(int64(v)), nil
	case money.Minor:
		return liteInteger(int64(v)), nil
	case cal.Date:
		if v == 0 {
			return liteNull, nil
		}
		return s.text(v.String()), nil
	case time.Time:
		if v.IsZero() {
			return liteNull, nil
		}
		start := len(s.bytes)
		s.bytes = v.UTC().AppendFormat(s.bytes, sqliteTime)
		return liteValue{kind: sqlite3.SQLITE_TEXT, start: start, end: len(s.bytes)}, nil
	case json.RawMessage:
		return s.blob(sqlite3.SQLITE_TEXT, v), nil
	case []byte:
		return s.blob(sqlite3.SQLITE_BLOB, v), nil
	}
	return s.encodeKind(arg)
}

func (s *liteStmt) encodeKind(arg any) (liteValue, error) {
	v := reflect.ValueOf(arg)
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return liteNull, nil
		}
		if _, ok := arg.(driver.Valuer); !ok {
			return s.encode(v.Elem().Interface())
		}
	}
	if valuer, ok := arg.(driver.Valuer); ok {
		plain, err := valuer.Value()
		if err != nil {
			return liteNull, err
		}
		return s.encode(plain)
	}
	switch v.Kind() {
	case reflect.String:
		return s.text(v.String()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return liteInteger(v.Int()), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if v.Uint() > math.MaxInt64 {
			return liteNull, fmt.Errorf("%d is larger than a database integer", v.Uint())
		}
		return liteInteger(int64(v.Uint())), nil
	case reflect.Bool:
		if v.Bool() {
			return liteInteger(1), nil
		}
		return liteInteger(0), nil
	case reflect.Float32, reflect.Float64:
		return liteValue{kind: sqlite3.SQLITE_FLOAT, real: v.Float()}, nil
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return s.blob(sqlite3.SQLITE_BLOB, v.Bytes()), nil
		}
		if v.IsNil() {
			return liteNull, nil
		}
		list, err := json.Marshal(arg)
		return s.blob(sqlite3.SQLITE_TEXT, list), err
	}
	return liteNull, fmt.Errorf("a %T cannot be stored", arg)
}
