package store

import (
	"embed"
	"io/fs"
)

//go:embed migrations
var migrations embed.FS

// Migrations is the schema of both engines, as db.Migrate takes it: one folder
// per engine with the same numbers.
var Migrations = func() fs.FS {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // embedded, so it cannot happen
	}
	return sub
}()
