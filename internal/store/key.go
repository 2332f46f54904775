package store

import (
	"context"
	"strings"

	"debitor/internal/db"
	"debitor/internal/id"
)

// The kinds of members.
const (
	PersonKind  = "person"
	ProgramKind = "program" // acts by keys, and never signs in
)

// Key is a key that a program calls the API with. Times are seconds since 1970,
// 0 is never.
type Key struct {
	ID      string // the first part of the secret, by which people know it
	Company id.Company
	Name    id.User // the program it acts as
	Hash    string  // of the whole secret, hex
	Scopes  []string
	Rate    int // calls per minute
	Made    int64
	MadeBy  string
	Expires int64
	Revoked int64
	Used    int64 // when it was last used, to the minute
}

const keySelect = `SELECT key, company, name, hash, scopes, rate, made, made_by, expires, revoked, used FROM api_key`

func scanKey(rows db.Rows, k *Key) error {
	var scopes string
	err := rows.Scan(&k.ID, &k.Company, &k.Name, &k.Hash, &scopes, &k.Rate, &k.Made, &k.MadeBy, &k.Expires, &k.Revoked, &k.Used)
	k.Scopes = strings.Fields(scopes)
	return err
}

// KeyOf is the key whose secret begins so, whatever its company; false if there
// is none.
func KeyOf(ctx context.Context, q db.Querier, key string) (Key, bool, error) {
	rows, err := q.Query(ctx, keySelect+` WHERE key = $1`, key)
	list, err := collect(rows, err, scanKey)
	if err != nil || len(list) == 0 {
		return Key{}, false, err
	}
	return list[0], true, nil
}

// Keys are the company's keys, those made last first.
func (r Reader) Keys(ctx context.Context) ([]Key, error) {
	rows, err := r.q.Query(ctx, keySelect+` WHERE company = $1 ORDER BY made DESC, key`, string(r.company))
	return collect(rows, err, scanKey)
}

// InsertKey records a new key.
func (w Writer) InsertKey(ctx context.Context, k Key) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO api_key (key, company, name, hash, scopes, rate, made, made_by, expires, revoked, used, change)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,0,0,$10)`,
		k.ID, string(w.company), string(k.Name), k.Hash, strings.Join(k.Scopes, " "), k.Rate, k.Made, k.MadeBy, k.Expires, w.change)
	return err
}

// RevokeKey ends a key; false if the company has no such key that is not ended.
func (w Writer) RevokeKey(ctx context.Context, key string, at int64) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE api_key SET revoked = $3, change = $4 WHERE company = $1 AND key = $2 AND revoked = 0`, string(w.company), key, at, w.change)
	return n > 0, err
}

// KeyUsed notes when a key was last used. It is no change of the books.
func KeyUsed(ctx context.Context, tx db.Tx, key string, at int64) error {
	_, err := tx.Exec(ctx, `UPDATE api_key SET used = $2 WHERE key = $1 AND used < $2`, key, at)
	return err
}

// KindOf is what a member is: a person, or a program.
func (r Reader) KindOf(ctx context.Context, name id.User) (kind string, err error) {
	rows, err := r.q.Query(ctx, `SELECT kind FROM person WHERE name = $1`, string(name))
	list, err := collect(rows, err, func(rows db.Rows, k *string) error { return rows.Scan(k) })
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

// Programs are the members of the company that are programs.
func (r Reader) Programs(ctx context.Context) (map[id.User]bool, error) {
	rows, err := r.q.Query(ctx, `SELECT p.name FROM person p JOIN member m ON m.name = p.name WHERE m.company = $1 AND p.kind = 'program'`, string(r.company))
	list, err := collect(rows, err, func(rows db.Rows, n *id.User) error { return rows.Scan(n) })
	all := make(map[id.User]bool, len(list))
	for _, n := range list {
		all[n] = true
	}
	return all, err
}

// MakeProgram says that a member is a program.
func (w Writer) MakeProgram(ctx context.Context, name id.User) error {
	_, err := w.tx.Exec(ctx, `UPDATE person SET kind = 'program', change = $2 WHERE name = $1`, string(name), w.change)
	return err
}
