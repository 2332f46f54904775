package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
)

// SetupItem is what people said of a task of the set-up list.
type SetupItem struct {
	Item   string // "regulation"
	Owner  string
	Due    cal.Date
	DoneOn cal.Date // zero: not done
	Note   string
}

// SetupItems are the tasks that somebody has touched.
func (r Reader) SetupItems(ctx context.Context) ([]SetupItem, error) {
	rows, err := r.q.Query(ctx, `SELECT item, owner, due, done_on, note FROM setup_item WHERE company = $1 ORDER BY item`, string(r.company))
	return collect(rows, err, func(rows db.Rows, i *SetupItem) error {
		return rows.Scan(&i.Item, &i.Owner, &i.Due, &i.DoneOn, &i.Note)
	})
}

// SaveSetupItem records what is said of a task now.
func (w Writer) SaveSetupItem(ctx context.Context, i SetupItem) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO setup_item (company, item, owner, due, done_on, note, change) VALUES ($1,$2,$3,$4,$5,$6,$7)
		ON CONFLICT (company, item) DO UPDATE SET owner = excluded.owner, due = excluded.due, done_on = excluded.done_on, note = excluded.note, change = excluded.change`,
		string(w.company), i.Item, i.Owner, i.Due, i.DoneOn, i.Note, w.change)
	return err
}

// Quality counts what is missing in the books.
type Quality struct {
	Customers   int
	NoEmail     int // customers to whom no e-mail can be written
	NoAddress   int // customers without a postal address
	NoManager   int
	NoContract  int // customers without a contract
	Contracts   int
	NoClause    int // contracts whose clause on payment is not known
	NoLaw       int
	NoTerm      int // contracts without a term of payment
	NoPenalty   int // contracts without a penalty for lateness
	NoAct       int // customers who owe something and have never signed a reconciliation act
	SignedAct   int // customers who owe something and have
	NoLimit     int // contracts without a limit of credit
	Unapplied   int // customers with receipts that settle nothing yet
	OpenNoTerms int // open documents of no known contract
	Invoices    int
}

// Quality counts over the whole company.
func (r Reader) Quality(ctx context.Context) (q Quality, err error) {
	for _, part := range []struct {
		sql  string
		into []any
	}{
		{`SELECT COUNT(*), COUNT(*) FILTER (WHERE c.email = '' AND NOT EXISTS
				(SELECT 1 FROM contact k WHERE k.company = c.company AND k.customer = c.customer AND k.email <> '')),
			COUNT(*) FILTER (WHERE c.address = ''), COUNT(*) FILTER (WHERE c.manager = ''),
			COUNT(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM contract k WHERE k.company = c.company AND k.customer = c.customer))
			FROM customer c WHERE c.company = $1`, []any{&q.Customers, &q.NoEmail, &q.NoAddress, &q.NoManager, &q.NoContract}},
		{`SELECT COUNT(*), COUNT(*) FILTER (WHERE payment_clause = ''), COUNT(*) FILTER (WHERE law = ''),
			COUNT(*) FILTER (WHERE limit_amount = ''), COUNT(*) FILTER (WHERE payment_days < 0 AND terms = ''), COUNT(*) FILTER (WHERE penalty_per_day = '')
			FROM contract WHERE company = $1`, []any{&q.Contracts, &q.NoClause, &q.NoLaw, &q.NoLimit, &q.NoTerm, &q.NoPenalty}},
		{`SELECT COUNT(*) FILTER (WHERE NOT d.signed), COUNT(*) FILTER (WHERE d.signed) FROM (SELECT EXISTS (SELECT 1 FROM act a
				WHERE a.company = c.company AND a.customer = c.customer AND a.state = 'signed') AS signed FROM customer c
			WHERE c.company = $1 AND EXISTS (SELECT 1 FROM instalment i WHERE i.company = c.company AND i.customer = c.customer AND i.paid < i.amount)) d`, []any{&q.NoAct, &q.SignedAct}},
		{`SELECT COUNT(DISTINCT customer) FROM payment WHERE company = $1 AND used <> amount`, []any{&q.Unapplied}},
		{`SELECT COUNT(DISTINCT invoice) FROM instalment WHERE company = $1 AND contract = '' AND paid < amount`, []any{&q.OpenNoTerms}},
		{`SELECT COUNT(*) FROM invoice WHERE company = $1`, []any{&q.Invoices}},
	} {
		if err := r.q.QueryRow(ctx, part.sql, string(r.company)).Scan(part.into...); err != nil {
			return q, err
		}
	}
	return q, nil
}

// Portfolio is how many customers that owe something a manager looks after.
type Portfolio struct {
	Manager   string
	Customers int
}

// Portfolios are the managers with more than so many customers that owe
// something, the largest first.
func (r Reader) Portfolios(ctx context.Context, moreThan int) ([]Portfolio, error) {
	rows, err := r.q.Query(ctx, `SELECT c.manager, COUNT(*) FROM customer c
		WHERE c.company = $1 AND c.manager <> '' AND EXISTS (SELECT 1 FROM instalment i WHERE i.company = c.company AND i.customer = c.customer AND i.paid < i.amount)
		GROUP BY c.manager HAVING COUNT(*) > $2 ORDER BY COUNT(*) DESC, c.manager`, string(r.company), moreThan)
	return collect(rows, err, func(rows db.Rows, p *Portfolio) error { return rows.Scan(&p.Manager, &p.Customers) })
}

// LanguagesInUse are those that customers are written to in, by name.
func (r Reader) LanguagesInUse(ctx context.Context) ([]string, error) {
	return r.distinct(ctx, `SELECT DISTINCT language FROM customer WHERE company = $1 AND language <> '' ORDER BY language`)
}

// LawsInUse are the laws of the contracts, by name.
func (r Reader) LawsInUse(ctx context.Context) ([]string, error) {
	return r.distinct(ctx, `SELECT DISTINCT law FROM contract WHERE company = $1 AND law <> '' ORDER BY law`)
}

func (r Reader) distinct(ctx context.Context, sql string) ([]string, error) {
	rows, err := r.q.Query(ctx, sql, string(r.company))
	return collect(rows, err, func(rows db.Rows, s *string) error { return rows.Scan(s) })
}
