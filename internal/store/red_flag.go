package store

import (
	"context"
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// RedFlag is a row of red_flag: a sign that a customer may not pay.
type RedFlag struct {
	Customer id.Customer
	Number   int64  // 0: the ledger shows it, nobody raised it
	Kind     string // of policy.Flags
	SeenOn   cal.Date
	Note     string
	Author   string
	EndedOn  cal.Date // zero: it stands
	EndedBy  string
	Reason   string // why it was withdrawn
}

const flagSelect = `SELECT customer, number, kind, seen_on, note, author, ended_on, ended_by, reason FROM red_flag WHERE company = $1`

func scanFlag(rows db.Rows, f *RedFlag) error {
	return rows.Scan(&f.Customer, &f.Number, &f.Kind, &f.SeenOn, &f.Note, &f.Author, &f.EndedOn, &f.EndedBy, &f.Reason)
}

// RedFlags are a customer's flags, the newest first, withdrawn ones too.
func (r Reader) RedFlags(ctx context.Context, customer id.Customer) ([]RedFlag, error) {
	rows, err := r.q.Query(ctx, flagSelect+` AND customer = $2 ORDER BY number DESC`, string(r.company), string(customer))
	return collect(rows, err, scanFlag)
}

// StandingFlags are the flags of a customer that were not withdrawn, of all
// customers where he is empty.
func (r Reader) StandingFlags(ctx context.Context, customer id.Customer) ([]RedFlag, error) {
	sql, args := flagSelect+` AND ended_on IS NULL`, []any{string(r.company)}
	if customer != "" {
		sql, args = sql+` AND customer = $2`, append(args, string(customer))
	}
	rows, err := r.q.Query(ctx, sql+` ORDER BY customer, number`, args...)
	return collect(rows, err, scanFlag)
}

// InsertFlag records a flag under the customer's next number.
func (w Writer) InsertFlag(ctx context.Context, f RedFlag) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO red_flag (company, customer, number, kind, seen_on, note, author, ended_by, reason, change)
		SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5, $6, '', '', $7 FROM red_flag WHERE company = $1 AND customer = $2`,
		string(w.company), string(f.Customer), f.Kind, f.SeenOn, f.Note, f.Author, w.change)
	return err
}

// EndFlag withdraws a flag that stands; false if none does.
func (w Writer) EndFlag(ctx context.Context, f RedFlag) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE red_flag SET ended_on = $4, ended_by = $5, reason = $6 WHERE company = $1 AND customer = $2 AND number = $3 AND ended_on IS NULL`,
		string(w.company), string(f.Customer), f.Number, f.EndedOn, f.EndedBy, f.Reason)
	return n == 1, err
}

// RegisterCheck is a row of register_check: somebody looked a customer up in
// the registers.
type RegisterCheck struct {
	Customer  id.Customer
	CheckedOn cal.Date
	Note      string
	Author    string
}

// LastCheck is when a customer was looked up last up to a day; the zero one:
// never.
func (r Reader) LastCheck(ctx context.Context, customer id.Customer, day cal.Date) (c RegisterCheck, err error) {
	rows, err := r.q.Query(ctx, `SELECT customer, checked_on, note, author FROM register_check WHERE company = $1 AND customer = $2 AND checked_on <= $3
		ORDER BY checked_on DESC LIMIT 1`, string(r.company), string(customer), day)
	list, err := collect(rows, err, func(rows db.Rows, c *RegisterCheck) error {
		return rows.Scan(&c.Customer, &c.CheckedOn, &c.Note, &c.Author)
	})
	if len(list) == 1 {
		c = list[0]
	}
	return c, err
}

// SaveCheck records a check in the place of that of the same day.
func (w Writer) SaveCheck(ctx context.Context, c RegisterCheck) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO register_check (company, customer, checked_on, note, author, change) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (company, customer, checked_on) DO UPDATE SET note = excluded.note, author = excluded.author, change = excluded.change`,
		string(w.company), string(c.Customer), c.CheckedOn, c.Note, c.Author, w.change)
	return err
}

// FlaggedQuery picks the flags that stand.
type FlaggedQuery struct {
	Scope         Scope
	LateSince     cal.Date // debts due before it are red flags by themselves; zero: none is
	Offset, Limit int
}

// Flagged is a flag that stands, with its customer. Of one that the ledger
// shows, SeenOn is the due date of the oldest debt.
type Flagged struct {
	RedFlag
	Name    string
	Manager string
	Checked cal.Date // when he was looked up in the registers last; zero: never
}

// Flagged are the flags picked, by the customers' names.
func (r Reader) Flagged(ctx context.Context, q FlaggedQuery) ([]Flagged, error) {
	args := []any{string(r.company)}
	filter := q.Scope.filter("c", &args)
	const of = `SELECT c.customer, c.name, c.manager, `
	sql := of + `f.number, f.kind, f.seen_on, f.note, f.author FROM red_flag f JOIN customer c ON c.company = f.company AND c.customer = f.customer
		WHERE f.company = $1 AND f.ended_on IS NULL` + filter
	if q.LateSince != 0 {
		args = append(args, q.LateSince)
		sql += fmt.Sprintf(` UNION ALL `+of+`0, 'long-delay', MIN(i.due), '', '' FROM instalment i JOIN customer c ON c.company = i.company AND c.customer = i.customer
			WHERE i.company = $1 AND i.settled_on IS NULL AND i.paid < i.amount AND i.due < $%d`, len(args)) + filter + ` GROUP BY c.customer, c.name, c.manager`
	}
	args = append(args, q.Limit, q.Offset)
	rows, err := r.q.Query(ctx, `SELECT d.customer, d.name, d.manager, d.number, d.kind, d.seen_on, d.note, d.author,
			(SELECT MAX(k.checked_on) FROM register_check k WHERE k.company = $1 AND k.customer = d.customer)
		FROM (`+sql+`) d ORDER BY d.name, d.customer, d.number`+fmt.Sprintf(` LIMIT $%d OFFSET $%d`, len(args)-1, len(args)), args...)
	return collect(rows, err, func(rows db.Rows, f *Flagged) error {
		return rows.Scan(&f.Customer, &f.Name, &f.Manager, &f.Number, &f.Kind, &f.SeenOn, &f.Note, &f.Author, &f.Checked)
	})
}

// Owed is what a customer owes in a currency.
type Owed struct {
	Customer id.Customer
	Manager  string
	Currency money.Currency
	Amount   money.Minor
}

// OwedUnchecked are the debts of customers who were not looked up in the
// registers since a day, by customer and currency, of so many customers after
// one.
func (r Reader) OwedUnchecked(ctx context.Context, since cal.Date, after id.Customer, customers int) ([]Owed, error) {
	rows, err := r.q.Query(ctx, `SELECT i.customer, c.manager, i.currency, CAST(SUM(i.amount - i.paid) AS BIGINT) FROM instalment i
			JOIN customer c ON c.company = i.company AND c.customer = i.customer
		WHERE i.company = $1 AND i.settled_on IS NULL AND i.paid < i.amount AND i.customer IN (SELECT DISTINCT o.customer FROM instalment o
			WHERE o.company = $1 AND o.settled_on IS NULL AND o.paid < o.amount AND o.customer > $3
			AND NOT EXISTS (SELECT 1 FROM register_check k WHERE k.company = o.company AND k.customer = o.customer AND k.checked_on >= $2)
			ORDER BY o.customer LIMIT $4)
		GROUP BY i.customer, c.manager, i.currency ORDER BY i.customer, i.currency`, string(r.company), since, string(after), customers)
	return collect(rows, err, func(rows db.Rows, o *Owed) error { return rows.Scan(&o.Customer, &o.Manager, &o.Currency, &o.Amount) })
}
