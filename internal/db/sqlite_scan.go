package db

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unsafe"

	"modernc.org/libc"
	"modernc.org/sqlite/lib"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// liteColumn is a value of the current row; it is gone with the next step.
type liteColumn struct {
	tls   *libc.TLS
	value uintptr
}

func (c liteColumn) kind() int32  { return sqlite3.Xsqlite3_value_type(c.tls, c.value) }
func (c liteColumn) int64() int64 { return sqlite3.Xsqlite3_value_int64(c.tls, c.value) }

// bytes is a text or blob in SQLite's memory. The blob call is right for texts
// too, and unlike the text call it does not copy to add a final zero.
func (c liteColumn) bytes() []byte {
	at := sqlite3.Xsqlite3_value_blob(c.tls, c.value)
	return memoryAt(at, int(sqlite3.Xsqlite3_value_bytes(c.tls, c.value)))
}

// view is bytes as a string that must not outlive the row.
func (c liteColumn) view() string {
	b := c.bytes()
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// setString copies the text unless dest holds the same already: in a result
// most texts (company, currency, customer) repeat the row before.
func setString(dest *string, view string) {
	if *dest != view {
		*dest = strings.Clone(view)
	}
}

// scan stores the value in what dest points to: the types that come often by
// name, all others by their kind.
func (c liteColumn) scan(dest any) error {
	kind := c.kind()
	if kind == sqlite3.SQLITE_NULL {
		return scanNull(dest)
	}
	switch d := dest.(type) {
	case *string:
		if kind == sqlite3.SQLITE_TEXT {
			setString(d, c.view())
			return nil
		}
	case *int64:
		if kind == sqlite3.SQLITE_INTEGER {
			*d = c.int64()
			return nil
		}
	case *money.Minor:
		if kind == sqlite3.SQLITE_INTEGER {
			*d = money.Minor(c.int64())
			return nil
		}
	case *cal.Date:
		if kind == sqlite3.SQLITE_TEXT {
			var err error
			*d, err = cal.Parse(c.view())
			return err
		}
	case *time.Time:
		if kind == sqlite3.SQLITE_TEXT {
			t, err := time.Parse(sqliteTime, c.view())
			*d = t.UTC()
			return err
		}
	case *[]byte:
		if kind != sqlite3.SQLITE_INTEGER && kind != sqlite3.SQLITE_FLOAT {
			*d = append([]byte{}, c.bytes()...)
			return nil
		}
	case *json.RawMessage:
		if kind != sqlite3.SQLITE_INTEGER && kind != sqlite3.SQLITE_FLOAT {
			*d = bytes.Clone(c.bytes())
			return nil
		}
	case sql.Scanner:
		return d.Scan(c.any(kind))
	case *any:
		*d = c.any(kind)
		return nil
	default:
		return c.scanKind(kind, dest)
	}
	return fmt.Errorf("%s cannot be read into %T", kindNames[kind], dest)
}

var kindNames = map[int32]string{
	sqlite3.SQLITE_INTEGER: "an integer", sqlite3.SQLITE_FLOAT: "a real",
	sqlite3.SQLITE_TEXT: "a text", sqlite3.SQLITE_BLOB: "a blob",
}

// any is the value as database/sql would give it.
func (c liteColumn) any(kind int32) any {
	switch kind {
	case sqlite3.SQLITE_INTEGER:
		return c.int64()
	case sqlite3.SQLITE_FLOAT:
		return sqlite3.Xsqlite3_value_double(c.tls, c.value)
	case sqlite3.SQLITE_TEXT:
		return strings.Clone(c.view())
	}
	return append([]byte{}, c.bytes()...)
}

func (c liteColumn) scanKind(kind int32, dest any) error {
	p := reflect.ValueOf(dest)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		return fmt.Errorf("cannot read into %T, which is no pointer", dest)
	}
	v := p.Elem()
	switch k := v.Kind(); {
	case k == reflect.String && kind == sqlite3.SQLITE_TEXT:
		if view := c.view(); v.String() != view {
			v.SetString(strings.Clone(view))
		}
		return nil
	case k == reflect.Bool && kind == sqlite3.SQLITE_INTEGER:
		v.SetBool(c.int64() != 0)
		return nil
	case k >= reflect.Int && k <= reflect.Int64 && kind == sqlite3.SQLITE_INTEGER:
		if n := c.int64(); !v.OverflowInt(n) {
			v.SetInt(n)
			return nil
		}
		return fmt.Errorf("%d does not fit into %T", c.int64(), dest)
	case k >= reflect.Uint && k <= reflect.Uint64 && kind == sqlite3.SQLITE_INTEGER:
		if n := c.int64(); n >= 0 && !v.OverflowUint(uint64(n)) {
			v.SetUint(uint64(n))
			return nil
		}
		return fmt.Errorf("%d does not fit into %T", c.int64(), dest)
	case (k == reflect.Float64 || k == reflect.Float32) && (kind == sqlite3.SQLITE_FLOAT || kind == sqlite3.SQLITE_INTEGER):
		v.SetFloat(sqlite3.Xsqlite3_value_double(c.tls, c.value))
		return nil
	case k == reflect.Pointer:
		fresh := reflect.New(v.Type().Elem())
		if err := c.scan(fresh.Interface()); err != nil {
			return err
		}
		v.Set(fresh)
		return nil
	case k == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 && (kind == sqlite3.SQLITE_TEXT || kind == sqlite3.SQLITE_BLOB):
		v.SetBytes(append([]byte{}, c.bytes()...))
		return nil
	}
	return fmt.Errorf("%s cannot be read into %T", kindNames[kind], dest)
}

// scanNull stores NULL where it has a meaning.
func scanNull(dest any) error {
	switch d := dest.(type) {
	case *cal.Date:
		*d = 0
		return nil
	case *time.Time:
		*d = time.Time{}
		return nil
	case sql.Scanner:
		return d.Scan(nil)
	}
	v := reflect.ValueOf(dest)
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		switch v.Elem().Kind() {
		case reflect.Pointer, reflect.Interface, reflect.Slice:
			v.Elem().SetZero()
			return nil
		}
	}
	return fmt.Errorf("NULL cannot be read into %T", dest)
}
