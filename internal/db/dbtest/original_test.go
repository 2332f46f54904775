package dbtest_test

import (
	"context"
	"os"
	"testing"

	"debitor/internal/db"
	"debitor/internal/db/dbtest"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

var made int

var original = dbtest.NewOriginal(func(ctx context.Context, d *db.DB) error {
	made++
	return d.Tx(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(ctx, "CREATE TABLE note (text TEXT)")
		return err
	})
})

// TestCopies: an original is made once, and what is written into a copy is in
// no other.
func TestCopies(t *testing.T) {
	for range 2 {
		made = 0
		original.Each(t, func(t *testing.T, url string) {
			d := dbtest.Open(t, url)
			err := d.Tx(t.Context(), func(tx db.Tx) error {
				n, err := tx.Exec(t.Context(), "INSERT INTO note (text) SELECT 'mine' WHERE NOT EXISTS (SELECT 1 FROM note)")
				if err == nil && n != 1 {
					t.Error("the copy is not fresh")
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	if made != 0 {
		t.Error("the original was made again")
	}
}
