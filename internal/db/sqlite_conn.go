package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"unsafe"

	"modernc.org/libc"
	"modernc.org/sqlite/lib"
)

// maxStatements bounds the prepared statements a connection keeps.
const maxStatements = 256

// liteConn is a connection of modernc.org/sqlite seen as SQLite's C API. It
// belongs to one goroutine at a time, which holds the *sql.Conn.
type liteConn struct {
	tls        *libc.TLS
	db         uintptr
	statements map[string]*liteStmt
}

// openLite takes the engine's handle out of a driver connection. The driver
// keeps it private, so it is read by name; a driver without these fields is
// refused at the first use, which every test makes.
func openLite(conn *sql.Conn) (*liteConn, error) {
	c := &liteConn{statements: map[string]*liteStmt{}}
	err := conn.Raw(func(driver any) error {
		v := reflect.Indirect(reflect.ValueOf(driver))
		if v.Kind() != reflect.Struct {
			return fmt.Errorf("db: the SQLite driver's connection is a %T", driver)
		}
		db, tls := v.FieldByName("db"), v.FieldByName("tls")
		if db.Kind() != reflect.Uintptr || tls.Kind() != reflect.Pointer || tls.Type() != reflect.TypeFor[*libc.TLS]() {
			return errors.New("db: this version of the SQLite driver keeps its handle elsewhere")
		}
		c.db, c.tls = uintptr(db.Uint()), (*libc.TLS)(tls.UnsafePointer())
		return nil
	})
	return c, err
}

// interruptAfter stops a statement that is running when ctx ends. The function
// it returns ends that, and must be called before the connection is given back.
func (c *liteConn) interruptAfter(ctx context.Context) func() {
	if ctx.Done() == nil {
		return func() {}
	}
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		tls := libc.NewTLS() // the connection's own belongs to its goroutine
		defer tls.Close()
		sqlite3.Xsqlite3_interrupt(tls, c.db)
	})
	return func() {
		if !stop() {
			<-done
		}
	}
}

// liteError is an error of SQLite with its extended code.
type liteError struct {
	code int
	text string
}

func (e *liteError) Error() string { return "db: SQLite: " + e.text }

// Code is SQLite's extended result code.
func (e *liteError) Code() int { return e.code }

func (c *liteConn) lastError() error {
	return &liteError{
		code: int(sqlite3.Xsqlite3_extended_errcode(c.tls, c.db)),
		text: libc.GoString(sqlite3.Xsqlite3_errmsg(c.tls, c.db)),
	}
}

// run runs a statement without arguments and rows.
func (c *liteConn) run(ctx context.Context, text string) error {
	_, err := (&liteQuerier{conn: c}).Exec(ctx, text)
	return err
}

// liteStmt is a prepared statement. Its arguments lie in memory of its own,
// outside Go's heap, from one binding to the next.
type liteStmt struct {
	conn     *liteConn
	handle   uintptr
	params   []int // the argument each of SQLite's parameters wants, from 0
	args     int   // how many arguments it wants
	columns  int
	readOnly bool
	busy     bool
	kept     bool // in conn.statements
	memory   uintptr
	capacity int
	values   []liteValue
	bytes    []byte
}

// prepare gives a statement that is not in use, a kept one if there is one.
func (c *liteConn) prepare(text string) (*liteStmt, error) {
	known, ok := c.statements[text]
	if ok && !known.busy {
		return known, nil
	}
	if len(c.statements) >= maxStatements {
		c.drop(func(s *liteStmt) bool { return !s.busy })
	}
	s, err := c.compile(text)
	if err != nil {
		return nil, err
	}
	if !ok {
		s.kept = true
		c.statements[text] = s
	}
	return s, nil
}

func (c *liteConn) compile(text string) (*liteStmt, error) {
	source := sqlite3.Xsqlite3_malloc64(c.tls, uint64(len(text)+1))
	out := sqlite3.Xsqlite3_malloc64(c.tls, uint64(2*unsafe.Sizeof(uintptr(0))))
	defer sqlite3.Xsqlite3_free(c.tls, source)
	defer sqlite3.Xsqlite3_free(c.tls, out)
	if source == 0 || out == 0 {
		return nil, errors.New("db: out of memory")
	}
	copy(memoryAt(source, len(text)), text)
	memoryAt(source, len(text)+1)[len(text)] = 0
	pointers := unsafe.Slice((*uintptr)(pointer(out)), 2) // the statement, and what follows it

	prepare := func(from uintptr) (uintptr, error) {
		if sqlite3.Xsqlite3_prepare_v3(c.tls, c.db, from, -1, sqlite3.SQLITE_PREPARE_PERSISTENT, out, out+unsafe.Sizeof(out)) != sqlite3.SQLITE_OK {
			return 0, c.lastError()
		}
		return pointers[0], nil
	}
	handle, err := prepare(source)
	if err != nil {
		return nil, err
	}
	if handle == 0 {
		return nil, errors.New("db: an empty statement")
	}
	s := &liteStmt{conn: c, handle: handle}
	// What follows may be space and comments, but not another statement.
	if second, err := prepare(pointers[1]); err != nil || second != 0 {
		sqlite3.Xsqlite3_finalize(c.tls, second)
		s.finalize()
		return nil, errors.New("db: more than one statement in one text")
	}
	s.columns = int(sqlite3.Xsqlite3_column_count(c.tls, handle))
	s.readOnly = sqlite3.Xsqlite3_stmt_readonly(c.tls, handle) != 0
	if err := s.parameters(text); err != nil {
		s.finalize()
		return nil, err
	}
	return s, nil
}

// parameters reads which argument each parameter wants: to SQLite $2 is a
// name, numbered by where it first appears. Those of a bulk insert have no
// names and count by their place (see insertText).
func (s *liteStmt) parameters(text string) error {
	for i := range sqlite3.Xsqlite3_bind_parameter_count(s.conn.tls, s.handle) {
		at := sqlite3.Xsqlite3_bind_parameter_name(s.conn.tls, s.handle, i+1)
		if at == 0 {
			if !isBulk(text) {
				return fmt.Errorf("db: parameter \"?\", want $1, $2 and so on")
			}
			s.params = append(s.params, int(i))
			s.args = max(s.args, int(i)+1)
			continue
		}
		name := libc.GoString(at)
		if len(name) < 2 || name[0] != '$' {
			return fmt.Errorf("db: parameter %q, want $1, $2 and so on", name)
		}
		n, err := strconv.Atoi(name[1:])
		if err != nil || n < 1 {
			return fmt.Errorf("db: parameter %q, want $1, $2 and so on", name)
		}
		s.params = append(s.params, n-1)
		s.args = max(s.args, n)
	}
	return nil
}

// rest makes the statement ready for its next use.
func (s *liteStmt) rest() {
	s.busy = false
	if s.kept {
		sqlite3.Xsqlite3_reset(s.conn.tls, s.handle)
		return
	}
	s.finalize()
}

func (s *liteStmt) finalize() {
	sqlite3.Xsqlite3_finalize(s.conn.tls, s.handle)
	sqlite3.Xsqlite3_free(s.conn.tls, s.memory)
	s.handle, s.memory = 0, 0
}

// finalize forgets all statements, as a connection that is given back must.
func (c *liteConn) finalize() { c.drop(func(*liteStmt) bool { return true }) }

func (c *liteConn) drop(which func(*liteStmt) bool) {
	for text, s := range c.statements {
		if which(s) {
			s.finalize()
			delete(c.statements, text)
		}
	}
}

// pointer makes an address in SQLite's memory, which Go's collector neither
// moves nor frees, a pointer.
func pointer(address uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&address)) }

// memoryAt is n bytes of SQLite's memory.
func memoryAt(address uintptr, n int) []byte {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(pointer(address)), n)
}
