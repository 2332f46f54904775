package store

import (
	"context"

	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// MoveDocument takes along to its right customer what was done and said about
// an invoice: steps taken, so that none is taken twice, events, comments, notes
// and files. Steps that were taken back stay with him for whom an undo took them
// back, letters with him to whom they were written. Disputes are MoveDispute's.
func (w Writer) MoveDocument(ctx context.Context, from, to id.Customer, invoice id.Invoice) error {
	const of = ` WHERE company = $1 AND customer = $2 AND invoice = $4`
	const files = ` FROM attachment_data d JOIN attachment a ON a.company = d.company AND a.customer = d.customer AND a.number = d.number
		WHERE a.company = $1 AND a.customer = $2 AND a.invoice = $4`
	for _, sql := range []string{
		`UPDATE decision SET customer = $3` + of + ` AND undone = 0`,
		`UPDATE event SET customer = $3` + of,
		`UPDATE weekly_comment SET customer = $3` + of,
		`INSERT INTO note (company, customer, number, invoice, date, author, text, change)
			SELECT company, CAST($3 AS TEXT), number + (SELECT COALESCE(MAX(n.number), 0) FROM note n WHERE n.company = $1 AND n.customer = $3), invoice, date, author, text, change
			FROM note` + of,
		`DELETE FROM note` + of + ` AND customer <> $3`,
		`INSERT INTO attachment_data (company, customer, number, data, change)
			SELECT d.company, CAST($3 AS TEXT), d.number + (SELECT COALESCE(MAX(n.number), 0) FROM attachment n WHERE n.company = $1 AND n.customer = $3), d.data, d.change` + files,
		`DELETE FROM attachment_data WHERE company = $1 AND customer = $2 AND customer <> $3 AND number IN (SELECT number FROM attachment` + of + `)`,
		`INSERT INTO attachment (company, customer, number, invoice, name, type, size, hash, about, date, author, removed_on, change)
			SELECT company, CAST($3 AS TEXT), number + (SELECT COALESCE(MAX(n.number), 0) FROM attachment n WHERE n.company = $1 AND n.customer = $3), invoice, name, type, size,
				hash, about, date, author, removed_on, change FROM attachment` + of,
		`DELETE FROM attachment` + of + ` AND customer <> $3`,
	} {
		if _, err := w.tx.Exec(ctx, sql, string(w.company), string(from), string(to), string(invoice)); err != nil {
			return err
		}
	}
	return nil
}

// SharedDispute is a dispute in which an invoice takes part.
type SharedDispute struct {
	Number int64
	Others int         // documents beside the invoice
	Amount money.Minor // disputed of the invoice
	Agreed money.Minor // of all its documents
}

// DisputesAbout are the disputes of a customer in which an invoice takes part,
// by number.
func (r Reader) DisputesAbout(ctx context.Context, customer id.Customer, invoice id.Invoice) ([]SharedDispute, error) {
	rows, err := r.q.Query(ctx, `SELECT d.number, (SELECT COUNT(*) FROM dispute_item o WHERE o.company = d.company AND o.number = d.number AND o.invoice <> i.invoice),
			i.amount, d.agreed
		FROM dispute_item i JOIN dispute d ON d.company = i.company AND d.number = i.number
		WHERE i.company = $1 AND i.invoice = $3 AND d.customer = $2 ORDER BY d.number`, string(r.company), string(customer), string(invoice))
	return collect(rows, err, func(rows db.Rows, d *SharedDispute) error {
		return rows.Scan(&d.Number, &d.Others, &d.Amount, &d.Agreed)
	})
}

// MoveDispute gives a dispute to another customer.
func (w Writer) MoveDispute(ctx context.Context, number int64, to id.Customer) error {
	_, err := w.tx.Exec(ctx, `UPDATE dispute SET customer = $3, change = $4 WHERE company = $1 AND number = $2`, string(w.company), number, string(to), w.change)
	return err
}

// SplitDispute makes of one document of a dispute a dispute of its own, of
// another customer, under the next number.
func (w Writer) SplitDispute(ctx context.Context, d SharedDispute, next int64, to id.Customer, invoice id.Invoice) error {
	agreed := min(d.Agreed, d.Amount)
	for _, do := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO dispute (company, number, customer, reason, complaint, product, department, amount, currency, certificate, from_date, until,
				opened_on, opened_by, answer_by, answered_on, state, outcome, agreed, closed_on, cause, change)
			SELECT company, CAST($3 AS BIGINT), CAST($4 AS TEXT), reason, complaint, product, department, CAST($5 AS BIGINT), currency, certificate, from_date, until,
				opened_on, opened_by, answer_by, answered_on, state, outcome, CAST($6 AS BIGINT), closed_on, cause, CAST($7 AS TEXT)
			FROM dispute WHERE company = $1 AND number = $2`, []any{next, string(to), int64(d.Amount), int64(agreed), w.change}},
		{`UPDATE dispute SET amount = CASE WHEN amount > $3 THEN amount - $3 ELSE 0 END, agreed = agreed - $4, change = $5 WHERE company = $1 AND number = $2`, []any{int64(d.Amount), int64(agreed), w.change}},
		{`UPDATE dispute_item SET number = $3, change = $5 WHERE company = $1 AND number = $2 AND invoice = $4`, []any{next, string(invoice), w.change}},
	} {
		if _, err := w.tx.Exec(ctx, do.sql, append([]any{string(w.company), d.Number}, do.args...)...); err != nil {
			return err
		}
	}
	return nil
}
