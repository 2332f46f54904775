package store

import (
	"context"

	"debitor/internal/db"
	"debitor/internal/id"
)

// View is a list as a person likes to have it: a name for the parameters of its
// address.
type View struct {
	List  string // "customers", "invoices"…
	Name  string
	Query string // "q=x&sort=-overdue"
}

// Views are those of a person for a list, by name.
func (r Reader) Views(ctx context.Context, person id.User, list string) ([]View, error) {
	rows, err := r.q.Query(ctx, `SELECT list, name, query FROM saved_view WHERE company = $1 AND person = $2 AND list = $3 ORDER BY name`,
		string(r.company), string(person), list)
	return collect(rows, err, func(rows db.Rows, v *View) error { return rows.Scan(&v.List, &v.Name, &v.Query) })
}

// SaveView keeps a view; one of the same name is replaced.
func (w Writer) SaveView(ctx context.Context, person id.User, v View) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO saved_view (company, person, list, name, query, change) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (company, person, list, name) DO UPDATE SET query = excluded.query, change = excluded.change`,
		string(w.company), string(person), v.List, v.Name, v.Query, w.change)
	return err
}

// DeleteView forgets a view and tells whether there was one.
func (w Writer) DeleteView(ctx context.Context, person id.User, list, name string) (bool, error) {
	n, err := w.tx.Exec(ctx, `DELETE FROM saved_view WHERE company = $1 AND person = $2 AND list = $3 AND name = $4`,
		string(w.company), string(person), list, name)
	return n > 0, err
}
