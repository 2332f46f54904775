package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
)

// The purposes of a link by which a person chooses a password.
const (
	Invite = "invite"
	Reset  = "reset"
)

// Link lets a person choose a password once. The token is in the link only.
type Link struct {
	Person    id.User
	Purpose   string
	TokenHash string
	Expires   int64 // seconds since 1970
}

// LinkOf is the link of a token's hash, false if there is none.
func LinkOf(ctx context.Context, q db.Querier, hash string) (Link, bool, error) {
	rows, err := q.Query(ctx, `SELECT person, purpose, token_hash, expires FROM password_link WHERE token_hash = $1`, hash)
	list, err := collect(rows, err, func(rows db.Rows, l *Link) error { return rows.Scan(&l.Person, &l.Purpose, &l.TokenHash, &l.Expires) })
	if err != nil || len(list) == 0 {
		return Link{}, false, err
	}
	return list[0], true, nil
}

// ReplaceLink records a link in place of the person's earlier one of its
// purpose.
func (w Writer) ReplaceLink(ctx context.Context, l Link) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO password_link (person, purpose, token_hash, expires, change) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (person, purpose) DO UPDATE SET token_hash = excluded.token_hash, expires = excluded.expires, change = excluded.change`,
		string(l.Person), l.Purpose, l.TokenHash, l.Expires, w.change)
	return err
}

// DeleteLinks forgets all links of a person.
func (w Writer) DeleteLinks(ctx context.Context, name id.User) error {
	_, err := w.tx.Exec(ctx, `DELETE FROM password_link WHERE person = $1`, string(name))
	return err
}

// Invitation lets somebody make himself a user with a role, once.
type Invitation struct {
	Company id.Company
	Role    string
	Expires cal.Date
}

// InvitationOf is the invitation of a token's hash, false if there is none.
func InvitationOf(ctx context.Context, q db.Querier, hash string) (Invitation, bool, error) {
	rows, err := q.Query(ctx, `SELECT company, role, expires FROM invitation WHERE token_hash = $1`, hash)
	list, err := collect(rows, err, func(rows db.Rows, i *Invitation) error { return rows.Scan(&i.Company, &i.Role, &i.Expires) })
	if err != nil || len(list) == 0 {
		return Invitation{}, false, err
	}
	return list[0], true, nil
}

// DeleteInvitation uses an invitation up; false if somebody else did before.
func (w Writer) DeleteInvitation(ctx context.Context, hash string) (bool, error) {
	n, err := w.tx.Exec(ctx, `DELETE FROM invitation WHERE company = $1 AND token_hash = $2`, string(w.company), hash)
	return n > 0, err
}
