package store

import (
	"context"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
)

// CauseLine is how many disputes of a period have one thing in common.
type CauseLine struct {
	Key      string // of what they are counted by; empty: not said
	Currency money.Currency
	Count    int
	Amount   money.Minor
}

// causeKeys are what disputes can be counted by.
var causeKeys = map[string]string{"reason": "d.reason", "cause": "d.cause", "product": "d.product", "department": "d.department", "customer": "c.name"}

// DisputeCauses counts the disputes opened in a period by their reason, cause,
// product, department or customer, the largest sums first, and last those of
// which it is not said.
func (r Reader) DisputeCauses(ctx context.Context, s Scope, by string, from, to cal.Date) ([]CauseLine, error) {
	key, known := causeKeys[by]
	if !known {
		return nil, fault.New(fault.Usage, "dispute.by", "disputes are counted by reason, cause, product, department or customer, not by %q", by)
	}
	args := []any{string(r.company), from, to}
	rows, err := r.q.Query(ctx, `SELECT `+key+`, d.currency, COUNT(*), CAST(SUM(d.amount) AS BIGINT) FROM dispute d
		JOIN customer c ON c.company = d.company AND c.customer = d.customer
		WHERE d.company = $1 AND d.opened_on BETWEEN $2 AND $3`+s.filter("c", &args)+`
		GROUP BY `+key+`, d.currency ORDER BY d.currency, CASE WHEN `+key+` = '' THEN 1 ELSE 0 END, 4 DESC, 1`, args...)
	return collect(rows, err, func(rows db.Rows, v *CauseLine) error { return rows.Scan(&v.Key, &v.Currency, &v.Count, &v.Amount) })
}

// Reaction is how many disputes of a period were to be answered, and how many
// were in time. One that was closed without its answer being recorded does not
// count.
type Reaction struct{ Due, Timely int }

// DisputeReaction counts the answers to the disputes opened in a period as of a
// day.
func (r Reader) DisputeReaction(ctx context.Context, s Scope, from, to, day cal.Date) (v Reaction, err error) {
	args := []any{string(r.company), from, to, day}
	err = r.q.QueryRow(ctx, `SELECT COUNT(*), COUNT(*) FILTER (WHERE d.answered_on <= d.answer_by) FROM dispute d
		JOIN customer c ON c.company = d.company AND c.customer = d.customer
		WHERE d.company = $1 AND d.opened_on BETWEEN $2 AND $3
		AND (d.answered_on IS NOT NULL OR (d.closed_on IS NULL AND d.answer_by < $4))`+s.filter("c", &args), args...).Scan(&v.Due, &v.Timely)
	return v, err
}

// KnownCauses are the root causes found so far, by name.
func (r Reader) KnownCauses(ctx context.Context) ([]string, error) {
	rows, err := r.q.Query(ctx, `SELECT DISTINCT cause FROM dispute WHERE company = $1 AND cause <> '' ORDER BY cause`, string(r.company))
	return collect(rows, err, func(rows db.Rows, s *string) error { return rows.Scan(s) })
}

// SimilarDisputes counts the disputes opened before this one, from a day on,
// for the same reason by the same customer or about the same product.
func (r Reader) SimilarDisputes(ctx context.Context, d Dispute, since cal.Date) (n int, err error) {
	err = r.q.QueryRow(ctx, `SELECT COUNT(*) FROM dispute WHERE company = $1 AND number < $2 AND opened_on >= $3 AND reason = $4
		AND (customer = $5 OR (product <> '' AND product = $6))`,
		string(r.company), d.Number, since, d.Reason, string(d.Customer), d.Product).Scan(&n)
	return n, err
}

// Corrective is a row of corrective_action with what it is about.
type Corrective struct {
	Number   int64
	Dispute  int64
	Customer id.Customer
	Name     string // the customer's
	Cause    string
	Product  string
	Action   string
	Owner    string
	Due      cal.Date
	DoneOn   cal.Date // zero: not done
	Result   string
	Recurred int // disputes of the cause, by this customer or about this product, opened after it was done
}

// CorrectiveQuery picks corrective actions; empty fields pick all.
type CorrectiveQuery struct {
	Scope   Scope
	Number  int64
	Dispute int64
	Open    bool
}

// Correctives are the corrective actions that the query picks: those to be done
// first by their day, then those done.
func (r Reader) Correctives(ctx context.Context, q CorrectiveQuery) ([]Corrective, error) {
	args := []any{string(r.company)}
	var sql strings.Builder
	for _, c := range []struct {
		column string
		value  int64
	}{{"a.number", q.Number}, {"a.dispute", q.Dispute}} {
		if c.value != 0 {
			args = append(args, c.value)
			sql.WriteString(` AND ` + c.column + ` = $` + strconv.Itoa(len(args)))
		}
	}
	if q.Open {
		sql.WriteString(` AND a.done_on IS NULL`)
	}
	rows, err := r.q.Query(ctx, `SELECT a.number, a.dispute, d.customer, c.name, d.cause, d.product, a.action, a.owner, a.due, a.done_on, a.result,
			(SELECT COUNT(*) FROM dispute o WHERE o.company = a.company AND o.cause = d.cause AND o.cause <> '' AND o.number <> d.number AND o.opened_on > a.done_on
				AND (o.customer = d.customer OR (d.product <> '' AND o.product = d.product)))
		FROM corrective_action a JOIN dispute d ON d.company = a.company AND d.number = a.dispute
		JOIN customer c ON c.company = d.company AND c.customer = d.customer
		WHERE a.company = $1`+sql.String()+q.Scope.filter("c", &args)+`
		ORDER BY CASE WHEN a.done_on IS NULL THEN 0 ELSE 1 END, a.due, a.number`, args...)
	return collect(rows, err, func(rows db.Rows, v *Corrective) error {
		return rows.Scan(&v.Number, &v.Dispute, &v.Customer, &v.Name, &v.Cause, &v.Product, &v.Action, &v.Owner, &v.Due, &v.DoneOn, &v.Result, &v.Recurred)
	})
}

// InsertCorrective records a corrective action under the next number and gives
// it.
func (w Writer) InsertCorrective(ctx context.Context, v Corrective) (n int64, err error) {
	err = w.tx.QueryRow(ctx, `INSERT INTO corrective_action (company, number, dispute, action, owner, due, result, change)
		SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, '', $6 FROM corrective_action WHERE company = $1 RETURNING number`,
		string(w.company), v.Dispute, v.Action, v.Owner, v.Due, w.change).Scan(&n)
	return n, err
}

// FinishCorrective records that a corrective action is done, and tells whether
// it was not before.
func (w Writer) FinishCorrective(ctx context.Context, number int64, on cal.Date, result string) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE corrective_action SET done_on = $3, result = $4, change = $5 WHERE company = $1 AND number = $2 AND done_on IS NULL`,
		string(w.company), number, on, result, w.change)
	return n > 0, err
}
