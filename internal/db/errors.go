package db

import (
	"database/sql"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite/lib"

	"debitor/internal/fault"
)

// ErrNoRows is what Row.Scan returns when there was no row.
var ErrNoRows = sql.ErrNoRows

// These tell that the caller used a transaction in a way one of the engines
// does not allow; both then refuse it.
var (
	errFailed   = errors.New("db: the transaction has failed, nothing more can be done in it")
	errRowsOpen = errors.New("db: a statement while rows are still being read")
	errDone     = errors.New("db: the transaction is over")
	errReadOnly = errors.New("db: a snapshot cannot write")
)

// IsUnique tells whether a row was refused because its key is already there.
func IsUnique(err error) bool {
	return isCode(err, "23505", sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

// IsAway tells whether the database could not be reached or had no time, so that
// trying again later may help.
func IsAway(err error) bool { return strings.HasPrefix(fault.Code(err), "db.") }

// isCode looks for PostgreSQL's code or one of SQLite's in err's chain.
func isCode(err error, postgres string, sqlite ...int) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == postgres
	}
	var lite interface{ Code() int }
	if errors.As(err, &lite) {
		for _, code := range sqlite {
			if lite.Code() == code {
				return true
			}
		}
	}
	return false
}

// isConflict tells whether PostgreSQL gave up a transaction that would succeed
// if it ran again.
func isConflict(err error) bool {
	return isCode(err, "40001") || isCode(err, "40P01")
}
