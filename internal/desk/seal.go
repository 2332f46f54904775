package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"debitor/internal/db"
	"debitor/internal/store"
)

// sealTries is how often sealing is tried again when somebody else sealed at
// the same moment. Each round one of them wins and mostly seals for the others
// too; that many in a row are lost only where something else is wrong.
const sealTries = 50

// Seal closes the journal's changes so far with the next link of the chain:
// its root is hashed over the seal before and the roots of the changes it
// covers. One seal covers many changes, so sealing never makes writers wait.
func (s *Session) Seal(ctx context.Context) (err error) {
	for range sealTries { // somebody else may seal at this moment: then little or nothing is left to do
		if err = s.sealOnce(ctx); !db.IsUnique(err) {
			break
		}
	}
	return err
}

func (s *Session) sealOnce(ctx context.Context) error {
	return s.desk.db.Tx(ctx, func(tx db.Tx) error {
		w := store.Write(tx, s.company.Code, "")
		open, err := w.Unsealed(ctx)
		if err != nil || len(open) == 0 {
			return err
		}
		last, err := w.LastSeal(ctx)
		if err != nil {
			return err
		}
		next := store.Seal{Number: last.Number + 1, At: s.desk.now().UTC().Truncate(time.Microsecond), Changes: len(open)}
		next.Root = sealRoot(last.Root, next.Number, open)
		ids := make([]string, len(open))
		for i := range open {
			ids[i] = open[i].ID
		}
		return w.InsertSeal(ctx, next, ids)
	})
}

// sealRoot is the hash over the seal before and the changes, in the order of
// their identifiers.
func sealRoot(before string, number int64, changes []store.Change) string {
	h := sha256.New()
	hashFields(h, before, strconv.FormatInt(number, 10))
	for i := range changes {
		hashFields(h, changes[i].ID, changes[i].Root)
	}
	return hex.EncodeToString(h.Sum(nil))
}
