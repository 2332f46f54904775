package store

import (
	"context"
	"encoding/json"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Company is the creditor: whose books these are.
type Company struct {
	Code     id.Company
	Name     string
	Country  string
	Currency money.Currency
	Language string
	Profile  json.RawMessage // the letterhead and defaults, as desk.Profile
}

const companyColumns = `company, name, country, currency, language, profile`

// Companies lists every company of the database, by code.
func Companies(ctx context.Context, q db.Querier) ([]Company, error) {
	rows, err := q.Query(ctx, `SELECT `+companyColumns+` FROM company ORDER BY company`)
	return collect(rows, err, scanCompany)
}

func scanCompany(rows db.Rows, c *Company) error {
	return rows.Scan(&c.Code, &c.Name, &c.Country, &c.Currency, &c.Language, &c.Profile)
}

// InsertCompany records a new company.
func (w Writer) InsertCompany(ctx context.Context, c Company) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO company (`+companyColumns+`, change) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		string(c.Code), c.Name, c.Country, string(c.Currency), c.Language, c.Profile, w.change)
	return err
}

// UpdateCompany replaces the company's master data.
func (w Writer) UpdateCompany(ctx context.Context, c Company) error {
	_, err := w.tx.Exec(ctx, `UPDATE company SET name = $2, country = $3, currency = $4, language = $5, profile = $6, change = $7 WHERE company = $1`,
		string(w.company), c.Name, c.Country, string(c.Currency), c.Language, c.Profile, w.change)
	return err
}

// Member is a user with one of his roles.
type Member struct {
	Name id.User
	Role string
}

// Members lists users and roles, by name and role.
func (r Reader) Members(ctx context.Context) ([]Member, error) {
	rows, err := r.q.Query(ctx, `SELECT name, role FROM member WHERE company = $1 ORDER BY name, role`, string(r.company))
	return collect(rows, err, func(rows db.Rows, m *Member) error { return rows.Scan(&m.Name, &m.Role) })
}

// InsertMember gives a user a role; one he has already stays.
func (w Writer) InsertMember(ctx context.Context, m Member) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO member (company, name, role, change) VALUES ($1,$2,$3,$4) ON CONFLICT DO NOTHING`,
		string(w.company), string(m.Name), m.Role, w.change)
	return err
}

// InsertInvitation records the hash of a one-time link; the link itself is
// shown once and kept nowhere.
func (w Writer) InsertInvitation(ctx context.Context, tokenHash, role string, expires cal.Date) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO invitation (company, token_hash, role, expires, change) VALUES ($1,$2,$3,$4,$5)`,
		string(w.company), tokenHash, role, expires, w.change)
	return err
}
