package db

import "modernc.org/sqlite/lib"

// IsForeignKey tells whether a row was refused because what it refers to is
// missing, or because something still refers to it.
func IsForeignKey(err error) bool {
	return isCode(err, "23503", sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY)
}

// IsCheck tells whether a row was refused by a CHECK or NOT NULL constraint.
func IsCheck(err error) bool {
	return isCode(err, "23514", sqlite3.SQLITE_CONSTRAINT_CHECK) ||
		isCode(err, "23502", sqlite3.SQLITE_CONSTRAINT_NOTNULL)
}
