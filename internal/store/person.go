package store

import (
	"context"

	"debitor/internal/db"
	"debitor/internal/id"
)

// Person is who can sign in. He belongs to the installation; which companies he
// works for and as what, the members say.
type Person struct {
	Name     id.User
	FullName string
	Email    string // in small letters; empty: unknown
	Language string // empty: the company's
	Theme    string // light, dark or empty: as the device has it
	Password string // PHC string; empty: he cannot sign in by password
	TOTP     string // the sealed secret of the second factor; empty: none
	TOTPStep int64  // the step of the last code that was taken
	Disabled bool
}

const personSelect = `SELECT name, full_name, email, language, theme, password, totp, totp_step, disabled FROM person`

func scanPerson(rows db.Rows, p *Person) error {
	var disabled int
	err := rows.Scan(&p.Name, &p.FullName, &p.Email, &p.Language, &p.Theme, &p.Password, &p.TOTP, &p.TOTPStep, &disabled)
	p.Disabled = disabled == 1
	return err
}

// PersonNamed is the person of a name, false if there is none.
func PersonNamed(ctx context.Context, q db.Querier, name id.User) (Person, bool, error) {
	return onePerson(ctx, q, ` WHERE name = $1`, string(name))
}

// PersonByEmail is the person of an address in small letters, false if there
// is none.
func PersonByEmail(ctx context.Context, q db.Querier, email string) (Person, bool, error) {
	return onePerson(ctx, q, ` WHERE email = $1 AND email <> ''`, email)
}

func onePerson(ctx context.Context, q db.Querier, where, value string) (Person, bool, error) {
	rows, err := q.Query(ctx, personSelect+where, value)
	list, err := collect(rows, err, scanPerson)
	if err != nil || len(list) == 0 {
		return Person{}, false, err
	}
	return list[0], true, nil
}

// Person is PersonNamed.
func (r Reader) Person(ctx context.Context, name id.User) (Person, bool, error) {
	return PersonNamed(ctx, r.q, name)
}

// People are the persons who are members of the company, by name.
func (r Reader) People(ctx context.Context) ([]Person, error) {
	rows, err := r.q.Query(ctx, personSelect+` WHERE name IN (SELECT name FROM member WHERE company = $1) ORDER BY name`, string(r.company))
	return collect(rows, err, scanPerson)
}

// Membership is a role of a person in one of the companies.
type Membership struct {
	Company id.Company
	Title   string // the company's name
	Role    string
}

// Memberships are a person's roles in all companies, by company and role.
func Memberships(ctx context.Context, q db.Querier, name id.User) ([]Membership, error) {
	rows, err := q.Query(ctx, `SELECT m.company, c.name, m.role FROM member m JOIN company c ON c.company = m.company
		WHERE m.name = $1 ORDER BY m.company, m.role`, string(name))
	return collect(rows, err, func(rows db.Rows, m *Membership) error { return rows.Scan(&m.Company, &m.Title, &m.Role) })
}

// Memberships are those of a person in all companies.
func (r Reader) Memberships(ctx context.Context, name id.User) ([]Membership, error) {
	return Memberships(ctx, r.q, name)
}

// InsertPerson records a new person; one of that name stays as he is, and false
// tells so.
func (w Writer) InsertPerson(ctx context.Context, p Person) (bool, error) {
	n, err := w.tx.Exec(ctx, `INSERT INTO person (name, full_name, email, language, theme, password, totp, totp_step, disabled, change)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT (name) DO NOTHING`, w.personValues(p)...)
	return n > 0, err
}

// UpdatePerson replaces what is known of a person.
func (w Writer) UpdatePerson(ctx context.Context, p Person) error {
	_, err := w.tx.Exec(ctx, `UPDATE person SET full_name = $2, email = $3, language = $4, theme = $5, password = $6, totp = $7, totp_step = $8,
		disabled = $9, change = $10 WHERE name = $1`, w.personValues(p)...)
	return err
}

func (w Writer) personValues(p Person) []any {
	disabled := 0
	if p.Disabled {
		disabled = 1
	}
	return []any{string(p.Name), p.FullName, p.Email, p.Language, p.Theme, p.Password, p.TOTP, p.TOTPStep, disabled, w.change}
}

// TakeTOTPStep notes that a code of a step was used; false if it, or a later
// one, was used before.
func TakeTOTPStep(ctx context.Context, tx db.Tx, name id.User, step int64) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE person SET totp_step = $2 WHERE name = $1 AND totp_step < $2`, string(name), step)
	return n > 0, err
}

// ReplaceRecoveryCodes forgets a person's codes and records the hashes of new
// ones.
func (w Writer) ReplaceRecoveryCodes(ctx context.Context, name id.User, hashes []string) error {
	if _, err := w.tx.Exec(ctx, `DELETE FROM recovery_code WHERE person = $1`, string(name)); err != nil {
		return err
	}
	return w.insert(ctx, "recovery_code", []string{"person", "code_hash", "change"}, len(hashes), func(i int) []any {
		return []any{string(name), hashes[i], w.change}
	})
}

// TakeRecoveryCode uses up a code; false if the person has no such.
func TakeRecoveryCode(ctx context.Context, tx db.Tx, name id.User, hash string) (bool, error) {
	n, err := tx.Exec(ctx, `DELETE FROM recovery_code WHERE person = $1 AND code_hash = $2`, string(name), hash)
	return n > 0, err
}

// CountRecoveryCodes is how many codes a person has left.
func (r Reader) CountRecoveryCodes(ctx context.Context, name id.User) (n int, err error) {
	err = r.q.QueryRow(ctx, `SELECT COUNT(*) FROM recovery_code WHERE person = $1`, string(name)).Scan(&n)
	return n, err
}
