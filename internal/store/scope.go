package store

import (
	"context"
	"fmt"
	"strings"

	"debitor/internal/db"
	"debitor/internal/id"
)

// Scope is whose customers a reader may see: all, or those of the managers and
// those handed to a member. Nothing is seen through an empty one.
type Scope struct {
	All      bool
	Managers []string
	Handed   id.User // sees the customers handed to him besides; empty: nobody
	Manager  string  // of all these only this manager's; empty: of any
}

// Of narrows the scope to one manager's customers, or to none if the name is
// empty.
func (s Scope) Of(manager string) Scope {
	s.Manager = manager
	return s
}

// filter is the condition that a row of customer under an alias is within the
// scope, for the end of a WHERE; its arguments are appended.
func (s Scope) filter(alias string, args *[]any) string {
	place := func(v string) string {
		*args = append(*args, v)
		return fmt.Sprintf("$%d", len(*args))
	}
	narrow := ""
	if s.Manager != "" {
		narrow = " AND " + alias + ".manager = " + place(s.Manager)
	}
	if s.All {
		return narrow
	}
	var either []string
	for _, m := range s.Managers {
		either = append(either, alias+".manager = "+place(m))
	}
	if s.Handed != "" {
		either = append(either, "EXISTS (SELECT 1 FROM handed_customer h WHERE h.company = "+alias+".company AND h.customer = "+alias+".customer AND h.name = "+
			place(string(s.Handed))+")")
	}
	if either == nil {
		return " AND 1 = 0"
	}
	return narrow + " AND (" + strings.Join(either, " OR ") + ")"
}

// within narrows a query over a table with a customer column to the customers
// of a scope.
func (s Scope) within(sql string, args []any, table string) (string, []any) {
	filter := s.filter("c", &args)
	if filter == "" {
		return sql, args
	}
	return sql + ` AND EXISTS (SELECT 1 FROM customer c WHERE c.company = ` + table + `.company AND c.customer = ` + table + `.customer` + filter + `)`, args
}

// CustomersWithin says which of the customers exist and are within the scope.
func (r Reader) CustomersWithin(ctx context.Context, s Scope, ids []id.Customer) (map[id.Customer]bool, error) {
	args := []any{string(r.company), texts(ids)}
	filter := s.filter("c", &args)
	rows, err := r.q.Query(ctx, `SELECT c.customer FROM customer c WHERE c.company = $1 AND `+r.q.Engine().Among("c.customer", 2)+filter, args...)
	list, err := collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
	known := make(map[id.Customer]bool, len(list))
	for _, c := range list {
		known[c] = true
	}
	return known, err
}

// MemberScopes are the scopes of the members whose scope is not what their
// roles say: own, team or all, by name.
func (r Reader) MemberScopes(ctx context.Context) (map[id.User]string, error) {
	rows, err := r.q.Query(ctx, `SELECT name, scope FROM member_scope WHERE company = $1`, string(r.company))
	list, err := collect(rows, err, func(rows db.Rows, m *[2]string) error { return rows.Scan(&m[0], &m[1]) })
	scopes := make(map[id.User]string, len(list))
	for _, m := range list {
		scopes[id.User(m[0])] = m[1]
	}
	return scopes, err
}

// SetMemberScope gives a member a scope; an empty one leaves it to his roles.
func (w Writer) SetMemberScope(ctx context.Context, name id.User, scope string) error {
	if scope == "" {
		_, err := w.tx.Exec(ctx, `DELETE FROM member_scope WHERE company = $1 AND name = $2`, string(w.company), string(name))
		return err
	}
	_, err := w.tx.Exec(ctx, `INSERT INTO member_scope (company, name, scope, change) VALUES ($1,$2,$3,$4)
		ON CONFLICT (company, name) DO UPDATE SET scope = excluded.scope, change = excluded.change`, string(w.company), string(name), scope, w.change)
	return err
}

// HandedCustomers are the customers handed to a member, by code.
func (r Reader) HandedCustomers(ctx context.Context, name id.User) ([]id.Customer, error) {
	rows, err := r.q.Query(ctx, `SELECT customer FROM handed_customer WHERE company = $1 AND name = $2 ORDER BY customer`, string(r.company), string(name))
	return collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
}

// SetHandedCustomers replaces the customers handed to a member.
func (w Writer) SetHandedCustomers(ctx context.Context, name id.User, list []id.Customer) error {
	if _, err := w.tx.Exec(ctx, `DELETE FROM handed_customer WHERE company = $1 AND name = $2`, string(w.company), string(name)); err != nil {
		return err
	}
	return w.insert(ctx, "handed_customer", []string{"company", "name", "customer", "change"}, len(list), func(i int) []any {
		return []any{string(w.company), string(name), string(list[i]), w.change}
	})
}

// DeleteMember takes roles from a user; a role he has not is passed over.
func (w Writer) DeleteMember(ctx context.Context, m Member) error {
	_, err := w.tx.Exec(ctx, `DELETE FROM member WHERE company = $1 AND name = $2 AND role = $3`, string(w.company), string(m.Name), m.Role)
	return err
}
