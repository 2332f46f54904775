package store

import (
	"context"
	"fmt"
	"strings"

	"debitor/internal/db"
	"debitor/internal/id"
)

// Scope is whose customers a reader may see: all, or those of the managers.
type Scope struct {
	All      bool
	Managers []string
}

// filter is the condition that a row of customer under an alias is within the
// scope, for the end of a WHERE; its arguments are appended.
func (s Scope) filter(alias string, args *[]any) string {
	if s.All {
		return ""
	}
	if len(s.Managers) == 0 {
		return " AND 1 = 0"
	}
	places := make([]string, len(s.Managers))
	for i, m := range s.Managers {
		*args = append(*args, m)
		places[i] = fmt.Sprintf("$%d", len(*args))
	}
	return " AND " + alias + ".manager IN (" + strings.Join(places, ", ") + ")"
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
