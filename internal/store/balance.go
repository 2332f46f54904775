package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/reconcile"
)

// Balances are what customers of a scope owe by contract and currency as of a
// day, in the order of customers; credits count with the contract they were
// allocated to, the rest with that of their payment. What is even is left out.
func (r Reader) Balances(ctx context.Context, day cal.Date, scope Scope) ([]reconcile.Balance, error) {
	args := []any{string(r.company), day}
	sql := `SELECT x.customer, x.contract, x.currency, CAST(SUM(x.amount) AS BIGINT) FROM (
			SELECT i.customer, i.contract, i.currency, i.amount FROM instalment i WHERE i.company = $1 AND i.issued <= $2
			UNION ALL SELECT p.customer, p.contract, p.currency, p.charged - p.amount FROM payment p WHERE p.company = $1 AND p.date <= $2
			UNION ALL SELECT a.customer, i.contract, i.currency, -a.amount FROM allocation a
				JOIN instalment i ON i.company = a.company AND i.customer = a.customer AND i.invoice = a.invoice AND i.part = a.part WHERE a.company = $1 AND a.date <= $2
			UNION ALL SELECT p.customer, p.contract, p.currency, a.amount FROM allocation a
				JOIN payment p ON p.company = a.company AND p.payment = a.payment WHERE a.company = $1 AND a.date <= $2
		) x JOIN customer c ON c.company = $1 AND c.customer = x.customer WHERE 1 = 1` + scope.filter("c", &args) + `
		GROUP BY x.customer, x.contract, x.currency HAVING SUM(x.amount) <> 0 ORDER BY x.customer, x.contract, x.currency`
	rows, err := r.q.Query(ctx, sql, args...)
	return collect(rows, err, func(rows db.Rows, b *reconcile.Balance) error {
		return rows.Scan(&b.Customer, &b.Contract, &b.Currency, &b.Amount)
	})
}

// CodesByTaxID are the customers by their tax numbers, what several have left
// out, and by their names folded, in the order of codes: for files that know no
// codes.
func (r Reader) CodesByTaxID(ctx context.Context) (byTaxID map[string]id.Customer, byName map[string][]id.Customer, err error) {
	rows, err := r.q.Query(ctx, `SELECT customer, tax_id, name FROM customer WHERE company = $1 ORDER BY customer`, string(r.company))
	type row struct {
		customer    id.Customer
		taxID, name string
	}
	list, err := collect(rows, err, func(rows db.Rows, v *row) error { return rows.Scan(&v.customer, &v.taxID, &v.name) })
	byTaxID, byName = map[string]id.Customer{}, map[string][]id.Customer{}
	for _, v := range list {
		if _, twice := byTaxID[v.taxID]; twice {
			byTaxID[v.taxID] = ""
		} else if v.taxID != "" {
			byTaxID[v.taxID] = v.customer
		}
		if name := Fold(v.name); name != "" {
			byName[name] = append(byName[name], v.customer)
		}
	}
	return byTaxID, byName, err
}
