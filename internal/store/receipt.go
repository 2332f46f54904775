package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

// ReceiptQuery asks for the money of a stretch of days.
type ReceiptQuery struct {
	Scope    Scope
	From, To cal.Date
}

// Receipts gives each instalment that money settled in a stretch of days, or that
// was issued in it, with all the money that settled it until the last of them, and
// whose customer it is. Credit notes, nettings and unexplained closings are no money.
func (r Reader) Receipts(ctx context.Context, q ReceiptQuery, fn func(manager string, it *ledger.HistoryItem) error) error {
	args := []any{string(r.company), q.From, q.To}
	filter := q.Scope.filter("c", &args)
	rows, err := r.q.Query(ctx, `SELECT c.manager, i.customer, i.invoice, i.part, i.contract, i.currency, i.issued, i.due, i.amount, a.date, CAST(SUM(a.amount) AS BIGINT)
		FROM instalment i
		JOIN customer c ON c.company = i.company AND c.customer = i.customer
		JOIN allocation a ON a.company = i.company AND a.customer = i.customer AND a.invoice = i.invoice AND a.part = i.part
		JOIN payment p ON p.company = a.company AND p.payment = a.payment AND p.kind = 'payment'
		WHERE i.company = $1 AND i.issued <= $3 AND (i.issued >= $2 OR i.paid_on >= $2) AND a.date <= $3`+filter+`
		GROUP BY c.manager, i.customer, i.invoice, i.part, i.contract, i.currency, i.issued, i.due, i.amount, a.payment, a.date HAVING SUM(a.amount) <> 0
		ORDER BY i.customer, i.invoice, i.part, a.date, 11`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var whose string
	var of id.Customer
	var it ledger.HistoryItem
	for rows.Next() {
		var manager string
		var customer id.Customer
		var next ledger.HistoryItem
		var s ledger.Settle
		if err := rows.Scan(&manager, &customer, &next.Invoice, &next.Part, &next.Contract, &next.Currency, &next.Issued, &next.Due, &next.Amount, &s.On, &s.Amount); err != nil {
			return err
		}
		if len(it.Settled) > 0 && (customer != of || next.Invoice != it.Invoice || next.Part != it.Part) {
			if err := fn(whose, &it); err != nil {
				return err
			}
			it.Settled = nil
		}
		if len(it.Settled) == 0 {
			whose, of, it = manager, customer, next
		}
		it.Settled = append(it.Settled, s)
	}
	if err := rows.Err(); err != nil || len(it.Settled) == 0 {
		return err
	}
	return fn(whose, &it)
}
