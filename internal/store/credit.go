package store

import (
	"context"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Term is a row of credit_term: a term of credit with when it was set and ended.
type Term struct {
	credit.Term
	SetOn    cal.Date
	Approval int64    // the request it came from; 0: from none
	EndedOn  cal.Date // 0: it is not ended
	EndedBy  string
	EndedWhy string
}

const termColumns = `t.number, t.customer, t.kind, t.scope, t.contract, t.amount, t.currency, t.days, t.percent, t.from_date, t.until, t.document, t.reason, t.author,
	t.set_on, t.approval, t.ended_on, t.ended_by, t.ended_why`

func scanTerm(rows db.Rows, t *Term) error {
	return rows.Scan(&t.Number, &t.Customer, &t.Kind, &t.Scope, &t.Contract, &t.Amount, &t.Currency, &t.Days, &t.Percent, &t.From, &t.Until, &t.Document, &t.Reason, &t.By,
		&t.SetOn, &t.Approval, &t.EndedOn, &t.EndedBy, &t.EndedWhy)
}

// heads is a customer and those who head the groups he is in, as the table up.
const heads = `WITH RECURSIVE up (customer) AS (
		SELECT customer FROM customer WHERE company = $1 AND customer = $2 UNION SELECT c.parent FROM customer c JOIN up ON c.customer = up.customer WHERE c.company = $1 AND c.parent <> '')`

// TermsFor are the terms that concern a customer and are not ended: his own, and
// those of who heads a group that he is in; oldest first.
func (r Reader) TermsFor(ctx context.Context, customer id.Customer) ([]credit.Term, error) {
	rows, err := r.q.Query(ctx, heads+` SELECT `+termColumns+` FROM up JOIN credit_term t ON t.customer = up.customer
		WHERE t.company = $1 AND t.ended_on IS NULL ORDER BY t.number`, string(r.company), string(customer))
	list, err := collect(rows, err, scanTerm)
	terms := make([]credit.Term, len(list))
	for i := range list {
		terms[i] = list[i].Term
	}
	return terms, err
}

// HeadOf is who heads the group that a customer is in, at the top of it; himself
// if he is in none.
func (r Reader) HeadOf(ctx context.Context, customer id.Customer) (id.Customer, error) {
	rows, err := r.q.Query(ctx, heads+` SELECT up.customer FROM up JOIN customer c ON c.customer = up.customer
		WHERE c.company = $1 AND c.parent = '' ORDER BY up.customer`, string(r.company), string(customer))
	list, err := collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
	if err != nil || len(list) == 0 {
		return customer, err // of a ring nobody is the head
	}
	return list[0], nil
}

// TermQuery picks terms; empty fields pick all.
type TermQuery struct {
	Number   int64
	Customer id.Customer
	Standing bool // not those that were ended
}

// Terms are the terms that the query picks, newest first.
func (r Reader) Terms(ctx context.Context, q TermQuery) ([]Term, error) {
	sql, args := `SELECT `+termColumns+` FROM credit_term t WHERE t.company = $1`, []any{string(r.company)}
	switch {
	case q.Number != 0:
		sql, args = sql+` AND t.number = $2`, append(args, q.Number)
	case q.Customer != "":
		sql, args = sql+` AND t.customer = $2`, append(args, string(q.Customer))
	}
	if q.Standing {
		sql += ` AND t.ended_on IS NULL`
	}
	rows, err := r.q.Query(ctx, sql+` ORDER BY t.number DESC`, args...)
	return collect(rows, err, scanTerm)
}

// InsertTerm records a term under the next number, which it gives.
func (w Writer) InsertTerm(ctx context.Context, t Term) (int64, error) {
	err := w.tx.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM credit_term WHERE company = $1`, string(w.company)).Scan(&t.Number)
	if err != nil {
		return 0, err
	}
	var amount *int64
	if t.Amount != nil {
		n := int64(*t.Amount)
		amount = &n
	}
	_, err = w.tx.Exec(ctx, `INSERT INTO credit_term (company, number, customer, kind, scope, contract, amount, currency, days, percent, from_date, until, document, reason,
			author, set_on, approval, ended_on, ended_by, ended_why, change)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, NULL, '', '', $18)`,
		string(w.company), t.Number, string(t.Customer), string(t.Kind), string(t.Scope), string(t.Contract), amount, string(t.Currency), t.Days, t.Percent,
		t.From, t.Until, t.Document, t.Reason, t.By, t.SetOn, t.Approval, w.change)
	return t.Number, err
}

// EndTerm ends a term; false if it was ended before.
func (w Writer) EndTerm(ctx context.Context, number int64, on cal.Date, by, why string) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE credit_term SET ended_on = $3, ended_by = $4, ended_why = $5 WHERE company = $1 AND number = $2 AND ended_on IS NULL`,
		string(w.company), number, on, by, why)
	return n == 1, err
}

// Commitment is a row of commitment.
type Commitment struct {
	credit.Commitment
	Customer id.Customer
	Expires  time.Time // of a reservation; the moment is not counted in
	By       string
	Change   string // that recorded it first
}

const commitmentColumns = `customer, kind, commitment, order_key, contract, date, amount, currency, expires, author, change`

func scanCommitment(rows db.Rows, c *Commitment) error {
	return rows.Scan(&c.Customer, &c.Kind, &c.Key, &c.Order, &c.Contract, &c.On, &c.Amount, &c.Currency, &c.Expires, &c.By, &c.Change)
}

// Commitments are those of the customers that stand at a moment, by customer.
func (r Reader) Commitments(ctx context.Context, customers []id.Customer, now time.Time) (list []Commitment, err error) {
	for _, customer := range customers {
		rows, err := r.q.Query(ctx, `SELECT `+commitmentColumns+` FROM commitment
			WHERE company = $1 AND customer = $2 AND closed = '' AND (expires IS NULL OR expires > $3) ORDER BY kind, commitment`, string(r.company), string(customer), now)
		some, err := collect(rows, err, scanCommitment)
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	return list, nil
}

// OrdersTaken are the orders of all customers that something is left of, the
// oldest first, so many at most.
func (r Reader) OrdersTaken(ctx context.Context, limit int) ([]Commitment, error) {
	rows, err := r.q.Query(ctx, `SELECT `+commitmentColumns+` FROM commitment WHERE company = $1 AND kind = 'order' AND closed = ''
		ORDER BY date, commitment LIMIT $2`, string(r.company), limit)
	return collect(rows, err, scanCommitment)
}

// CommitmentsNamed are those of a kind that exist among the keys, closed or not.
func (r Reader) CommitmentsNamed(ctx context.Context, kind credit.CommitmentKind, keys []string) (map[string]Commitment, error) {
	rows, err := r.q.Query(ctx, `SELECT `+commitmentColumns+` FROM commitment WHERE company = $1 AND kind = $3 AND `+r.q.Engine().Among("commitment", 2),
		string(r.company), keys, string(kind))
	list, err := collect(rows, err, scanCommitment)
	named := make(map[string]Commitment, len(list))
	for _, c := range list {
		named[c.Key] = c
	}
	return named, err
}

// PutCommitments records commitments, or what is left of them now; one without
// an amount is closed. Who recorded one first, and when, stays.
func (w Writer) PutCommitments(ctx context.Context, list []Commitment, why string) error {
	columns := strings.Split("company,kind,commitment,order_key,customer,contract,date,amount,currency,expires,author,closed,change", ",")
	return w.upsert(ctx, "commitment", columns, `ON CONFLICT (company, kind, commitment) DO UPDATE SET order_key = excluded.order_key, customer = excluded.customer,
			contract = excluded.contract, date = excluded.date, amount = excluded.amount, currency = excluded.currency, expires = excluded.expires, closed = excluded.closed`,
		len(list), func(i int) []any {
			c, closed := list[i], ""
			if c.Amount == 0 {
				closed = why
			}
			return []any{
				string(w.company), string(c.Kind), c.Key, c.Order, string(c.Customer), string(c.Contract), c.On, int64(c.Amount), string(c.Currency),
				c.Expires, c.By, closed, w.change,
			}
		})
}

// CloseCommitment closes one; false if it was closed before, or is none.
func (w Writer) CloseCommitment(ctx context.Context, kind credit.CommitmentKind, key, why string) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE commitment SET closed = $4 WHERE company = $1 AND kind = $2 AND commitment = $3 AND closed = ''`,
		string(w.company), string(kind), key, why)
	return n == 1, err
}

// Committed says whether anything stands that an invoice could close.
func (r Reader) Committed(ctx context.Context) (bool, error) {
	rows, err := r.q.Query(ctx, `SELECT 1 FROM commitment WHERE company = $1 AND closed = '' LIMIT 1`, string(r.company))
	list, err := collect(rows, err, func(rows db.Rows, n *int) error { return rows.Scan(n) })
	return len(list) > 0, err
}

// TakeTurn has whoever else answers for the customer's limit wait, or begin
// anew: of two reservations the second sees the first.
func (w Writer) TakeTurn(ctx context.Context, head id.Customer) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO credit_turn (company, customer, turns) VALUES ($1, $2, 1)
		ON CONFLICT (company, customer) DO UPDATE SET turns = credit_turn.turns + 1`, string(w.company), string(head))
	return err
}

// ShippedSum is what went to a customer in a stretch of days, in one currency.
type ShippedSum struct {
	money.Amount
	Late bool // in the last of the two stretches
}

// Shipped sums the documents of a customer from a day, and those from a later
// day until a third apart; since is the day of his first document.
func (r Reader) Shipped(ctx context.Context, customer id.Customer, from, later, to cal.Date) (list []ShippedSum, since cal.Date, err error) {
	rows, err := r.q.Query(ctx, `SELECT CASE WHEN issued >= $4 THEN 1 ELSE 0 END, currency, CAST(SUM(amount) AS BIGINT) FROM instalment
		WHERE company = $1 AND customer >= $2 AND customer <= $2 AND issued >= $3 AND issued <= $5 GROUP BY 1, 2 ORDER BY 1, 2`,
		string(r.company), string(customer), from, later, to)
	list, err = collect(rows, err, func(rows db.Rows, s *ShippedSum) error {
		var late int
		err := rows.Scan(&late, &s.Currency, &s.Minor)
		s.Late = late == 1
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	err = r.q.QueryRow(ctx, `SELECT MIN(issued) FROM instalment WHERE company = $1 AND customer >= $2 AND customer <= $2`, string(r.company), string(customer)).Scan(&since)
	return list, since, err
}

// Received sums what a customer paid in a currency from a day to another, both
// included.
func (r Reader) Received(ctx context.Context, customer id.Customer, currency money.Currency, from, to cal.Date) (sum money.Minor, err error) {
	err = r.q.QueryRow(ctx, `SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM payment
		WHERE company = $1 AND customer = $2 AND currency = $3 AND kind = 'payment' AND date >= $4 AND date <= $5`,
		string(r.company), string(customer), string(currency), from, to).Scan(&sum)
	return sum, err
}
