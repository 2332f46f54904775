package store

import (
	"cmp"
	"context"

	"debitor/internal/cal"
	"debitor/internal/id"
)

// Document is what a letter prints of an invoice and of its contract.
type Document struct {
	Kind         string // "ТТН", "акт"; may be empty
	Number       string // as printed; the invoice's key if none was given
	Date         cal.Date
	Contract     string // its number as printed; empty: none known
	ContractDate cal.Date
	Law          string // governs the contract; may be empty
	Payment      string // the contract's clause about payment
	Penalty      string // its clause about penalty
	PerDay       string // penalty per day in per cent, as written
}

// Documents are those of the named invoices that exist.
func (r Reader) Documents(ctx context.Context, ids []id.Invoice) (map[id.Invoice]Document, error) {
	rows, err := r.q.Query(ctx, `SELECT v.invoice, v.kind, v.document, v.date, v.contract, COALESCE(c.number, ''), c.date,
			COALESCE(c.law, ''), COALESCE(c.payment_clause, ''), COALESCE(c.penalty_clause, ''), COALESCE(c.penalty_per_day, '')
		FROM invoice v LEFT JOIN contract c ON c.company = v.company AND c.contract = v.contract
		WHERE v.company = $1 AND `+r.q.Engine().Among("v.invoice", 2), string(r.company), texts(ids))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := make(map[id.Invoice]Document, len(ids))
	for rows.Next() {
		var v id.Invoice
		var d Document
		var number string
		if err := rows.Scan(&v, &d.Kind, &d.Number, &d.Date, &d.Contract, &number, &d.ContractDate, &d.Law, &d.Payment, &d.Penalty, &d.PerDay); err != nil {
			return nil, err
		}
		d.Number, d.Contract = cmp.Or(d.Number, string(v)), cmp.Or(number, d.Contract)
		all[v] = d
	}
	return all, rows.Err()
}
