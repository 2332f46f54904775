package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/insight"
	"debitor/internal/money"
)

// ChartQuery asks for sums of one currency over the customers of a scope, up to
// a day. They take a scan of what they sum: of the customers' rows where the
// scope names them, of the whole table else.
type ChartQuery struct {
	Scope    Scope
	Currency money.Currency
	First    cal.Date // where the picture begins
	Day      cal.Date // the last day of it
}

// from is a table under the alias t, of the scope's customers only, and the
// first of its conditions. Customers come first, so that a narrow scope reads
// only their rows.
func (q ChartQuery) from(table string, args *[]any) string {
	filter := q.Scope.filter("c", args)
	if filter == "" {
		return table + ` t WHERE t.company = $1`
	}
	return `customer c JOIN ` + table + ` t ON t.company = c.company AND t.customer = c.customer WHERE c.company = $1` + filter
}

func (q ChartQuery) args(company id.Company) []any {
	return []any{string(company), string(q.Currency), q.First, q.Day}
}

// Flows are the debts that were open on First or became so since, and what was
// settled of them, by due date and day. What was settled before a debt's date
// counts from that date on.
func (r Reader) Flows(ctx context.Context, q ChartQuery) ([]insight.Flow, error) {
	args := q.args(r.company)
	from := q.from("instalment", &args)
	const open = ` AND t.currency = $2 AND t.issued <= $4 AND (t.settled_on IS NULL OR t.settled_on > $3)`
	scan := func(rows db.Rows, f *insight.Flow) error { return rows.Scan(&f.Due, &f.On, &f.Amount) }
	rows, err := r.q.Query(ctx, `SELECT t.due, t.issued, CAST(SUM(t.amount) AS BIGINT) FROM `+from+open+` GROUP BY t.due, t.issued`, args...)
	list, err := collect(rows, err, scan)
	if err != nil {
		return nil, err
	}
	rows, err = r.q.Query(ctx, `SELECT due, since, CAST(SUM(-amount) AS BIGINT) FROM (
			SELECT s.due, CASE WHEN a.date < s.issued THEN s.issued ELSE a.date END AS since, a.amount
			FROM (SELECT t.company, t.customer, t.invoice, t.part, t.due, t.issued FROM `+from+open+` AND t.paid > 0) s
			JOIN allocation a ON a.company = s.company AND a.customer = s.customer AND a.invoice = s.invoice AND a.part = s.part AND a.date <= $4) settled
		GROUP BY due, since`, args...)
	settled, err := collect(rows, err, scan)
	return append(list, settled...), err
}

// EachReceipt gives what was received on each day from First to Day. Money of
// which nobody knows whose it is counts where the scope is everybody.
func (r Reader) EachReceipt(ctx context.Context, q ChartQuery, fn func(on cal.Date, amount money.Minor)) error {
	args := q.args(r.company)
	rows, err := r.q.Query(ctx, `SELECT t.date, CAST(SUM(t.amount) AS BIGINT) FROM `+q.from("payment", &args)+`
		AND t.currency = $2 AND t.date >= $3 AND t.date <= $4 AND t.kind NOT IN ('credit_note', 'netting') GROUP BY t.date`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var on cal.Date
		var amount money.Minor
		if err := rows.Scan(&on, &amount); err != nil {
			return err
		}
		fn(on, amount)
	}
	return rows.Err()
}

// KeptPromises are the promises of an amount for a day from First to Day.
func (r Reader) KeptPromises(ctx context.Context, q ChartQuery) ([]insight.Kept, error) {
	args := q.args(r.company)
	rows, err := r.q.Query(ctx, `SELECT t.until, t.amount, (SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) FROM payment p
			WHERE p.company = t.company AND p.customer = t.customer AND p.date >= t.date AND p.date <= t.until
			AND p.currency = t.currency AND p.kind NOT IN ('credit_note', 'netting'))
		FROM `+q.from("event", &args)+`
		AND t.kind = 'promise' AND t.currency = $2 AND t.amount > 0 AND t.until >= $3 AND t.until <= $4
		AND NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.company = t.company AND w.event = t.event)`, args...)
	return collect(rows, err, func(rows db.Rows, k *insight.Kept) error { return rows.Scan(&k.Until, &k.Promised, &k.Paid) })
}

// StepCount is how often a step was decided on, each debt counted once, and
// what of them was open then.
type StepCount struct {
	Step  string
	Count int
	Open  money.Minor
}

// StepCounts counts a policy's steps in the runs from First to Day.
func (r Reader) StepCounts(ctx context.Context, q ChartQuery, policy string) ([]StepCount, error) {
	args := append(q.args(r.company), policy)
	rows, err := r.q.Query(ctx, `SELECT t.step, COUNT(*), CAST(SUM(t.open) AS BIGINT) FROM `+q.from("decision", &args)+`
		AND t.policy = $5 AND t.currency = $2 AND t.run_date >= $3 AND t.run_date <= $4 AND t.occurrence = 1 AND t.undone = 0 GROUP BY t.step`, args...)
	return collect(rows, err, func(rows db.Rows, c *StepCount) error { return rows.Scan(&c.Step, &c.Count, &c.Open) })
}
