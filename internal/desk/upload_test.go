package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"debitor/internal/db"
	"debitor/internal/desk"
)

// beaten is a queue that another writer is quicker than, once.
type beaten bool

func (q *beaten) Enqueue(ctx context.Context, tx db.Tx, _, _ string, _ []byte) error {
	if *q {
		return nil
	}
	*q = true
	_, err := tx.Exec(ctx, "INSERT INTO company SELECT * FROM company")
	return err
}

// TestBroughtFilesSurviveAConflict: files are kept whole where the change that
// keeps them has to be tried twice.
func TestBroughtFilesSurviveAConflict(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		lost := new(beaten)
		b.desk = desk.New(b.db, lost, func() time.Time { return clock })
		key, err := b.as("").Bring(t.Context(), []desk.BroughtFile{{Name: "customers.csv", Body: strings.NewReader("customer,name\nA,Alder\n")}}, desk.UploadWish{})
		if err != nil || !bool(*lost) {
			t.Fatal(key, err)
		}
		if n := b.count("upload_piece WHERE LENGTH(data) = 22"); n != 1 {
			t.Error("the file is not kept as it was brought")
		}
	})
}
