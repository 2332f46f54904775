package store

import (
	"context"

	"debitor/internal/db"
	"debitor/internal/id"
)

// The states of a sign-in.
const (
	AwaitsCode = "code" // the password was right, the second factor is to come
	SignedIn   = "in"
)

// SignIn is a browser in which somebody has signed in, or is about to. The
// token itself is in the browser only. Times are seconds since 1970.
type SignIn struct {
	TokenHash string
	Person    id.User
	State     string
	Agent     string // what the browser says it is
	Started   int64
	Seen      int64
}

const signInSelect = `SELECT token_hash, person, state, agent, started, seen FROM session`

func scanSignIn(rows db.Rows, s *SignIn) error {
	return rows.Scan(&s.TokenHash, &s.Person, &s.State, &s.Agent, &s.Started, &s.Seen)
}

// SignInOf is the sign-in of a token's hash, false if there is none.
func SignInOf(ctx context.Context, q db.Querier, hash string) (SignIn, bool, error) {
	rows, err := q.Query(ctx, signInSelect+` WHERE token_hash = $1`, hash)
	list, err := collect(rows, err, scanSignIn)
	if err != nil || len(list) == 0 {
		return SignIn{}, false, err
	}
	return list[0], true, nil
}

// SignInsOf are those of a person, the last seen first.
func SignInsOf(ctx context.Context, q db.Querier, name id.User) ([]SignIn, error) {
	rows, err := q.Query(ctx, signInSelect+` WHERE person = $1 ORDER BY seen DESC, token_hash`, string(name))
	return collect(rows, err, scanSignIn)
}

// SignIns are SignInsOf.
func (r Reader) SignIns(ctx context.Context, name id.User) ([]SignIn, error) {
	return SignInsOf(ctx, r.q, name)
}

// InsertSignIn records a sign-in and forgets all that were last seen before a
// moment.
func InsertSignIn(ctx context.Context, tx db.Tx, s SignIn, before int64) error {
	if _, err := tx.Exec(ctx, `DELETE FROM session WHERE seen < $1`, before); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO session (token_hash, person, state, agent, started, seen) VALUES ($1,$2,$3,$4,$5,$6)`,
		s.TokenHash, string(s.Person), s.State, s.Agent, s.Started, s.Seen)
	return err
}

// TouchSignIn notes when a sign-in was last seen.
func TouchSignIn(ctx context.Context, tx db.Tx, hash string, seen int64) error {
	_, err := tx.Exec(ctx, `UPDATE session SET seen = $2 WHERE token_hash = $1`, hash, seen)
	return err
}

// DeleteSignIn ends a sign-in.
func DeleteSignIn(ctx context.Context, tx db.Tx, hash string) error {
	_, err := tx.Exec(ctx, `DELETE FROM session WHERE token_hash = $1`, hash)
	return err
}

// DeleteSignIns ends those of a person but the one of a hash, which may be
// empty.
func (w Writer) DeleteSignIns(ctx context.Context, name id.User, but string) error {
	_, err := w.tx.Exec(ctx, `DELETE FROM session WHERE person = $1 AND token_hash <> $2`, string(name), but)
	return err
}

// SignInFailures is how often signing in under a name failed since it last
// worked, and when it last did so.
func SignInFailures(ctx context.Context, q db.Querier, nameHash string) (failures int, at int64, err error) {
	rows, err := q.Query(ctx, `SELECT failures, at FROM sign_in_failure WHERE name_hash = $1`, nameHash)
	list, err := collect(rows, err, func(rows db.Rows, f *[2]int64) error { return rows.Scan(&f[0], &f[1]) })
	if err != nil || len(list) == 0 {
		return 0, 0, err
	}
	return int(list[0][0]), list[0][1], nil
}

// AddSignInFailure counts a failure, and forgets all that are older than a
// moment.
func AddSignInFailure(ctx context.Context, tx db.Tx, nameHash string, at, before int64) error {
	if _, err := tx.Exec(ctx, `DELETE FROM sign_in_failure WHERE at < $1`, before); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO sign_in_failure (name_hash, failures, at) VALUES ($1, 1, $2)
		ON CONFLICT (name_hash) DO UPDATE SET failures = sign_in_failure.failures + 1, at = excluded.at`, nameHash, at)
	return err
}

// ClearSignInFailures forgets the failures of a name.
func ClearSignInFailures(ctx context.Context, tx db.Tx, nameHash string) error {
	_, err := tx.Exec(ctx, `DELETE FROM sign_in_failure WHERE name_hash = $1`, nameHash)
	return err
}
