package store

import (
	"context"
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// WeeklyComment is what was said to an overdue invoice in a week.
type WeeklyComment struct {
	Week     cal.Date // its Monday
	Customer id.Customer
	Invoice  id.Invoice
	Kind     string // paid-waiting, informed, asks-reconciliation or other
	Comment  string
	Author   string
	Open     money.Minor // of the invoice when it was said
	Date     cal.Date
}

// InsertWeeklyComments records comments; one to an invoice that has one that
// week follows it, and counts from then on.
func (w Writer) InsertWeeklyComments(ctx context.Context, list []WeeklyComment) error {
	for _, c := range list {
		_, err := w.tx.Exec(ctx, `INSERT INTO weekly_comment (company, week, customer, invoice, number, kind, comment, author, open, date, change)
			SELECT $1, $2, $3, $4, COALESCE(MAX(number), 0) + 1, $5, $6, $7, $8, $9, $10 FROM weekly_comment
			WHERE company = $1 AND week = $2 AND customer = $3 AND invoice = $4`,
			string(w.company), c.Week, string(c.Customer), string(c.Invoice), c.Kind, c.Comment, c.Author, int64(c.Open), c.Date, w.change)
		if err != nil {
			return err
		}
	}
	return nil
}

const weeklySelect = `SELECT k.week, k.customer, k.invoice, k.kind, k.comment, k.author, k.open, k.date`

func (c *WeeklyComment) fields() []any {
	return []any{&c.Week, &c.Customer, &c.Invoice, &c.Kind, &c.Comment, &c.Author, &c.Open, &c.Date}
}

// lastWord keeps of the comments k to an invoice in a week the one that counts.
const lastWord = ` AND k.number = (SELECT MAX(n.number) FROM weekly_comment n
	WHERE n.company = k.company AND n.week = k.week AND n.customer = k.customer AND n.invoice = k.invoice)`

// WeeklyCommentsTo are the comments of a week to the invoices that count.
func (r Reader) WeeklyCommentsTo(ctx context.Context, week cal.Date, invoices []id.Invoice) ([]WeeklyComment, error) {
	rows, err := r.q.Query(ctx, weeklySelect+` FROM weekly_comment k WHERE k.company = $1 AND k.week = $2`+lastWord+
		` AND `+r.q.Engine().Among("k.invoice", 3), string(r.company), week, texts(invoices))
	return collect(rows, err, func(rows db.Rows, c *WeeklyComment) error { return rows.Scan(c.fields()...) })
}

// WeeklyRow is a comment of a week that is over.
type WeeklyRow struct {
	WeeklyComment
	Name     string // of the customer
	Currency money.Currency
}

// WeeklyComments are the comments of a week that count, by customer and invoice.
func (r Reader) WeeklyComments(ctx context.Context, week cal.Date, of Scope, limit, offset int) ([]WeeklyRow, error) {
	args := []any{string(r.company), week}
	rows, err := r.q.Query(ctx, weeklySelect+`, c.name, v.currency FROM weekly_comment k
		JOIN customer c ON c.company = k.company AND c.customer = k.customer JOIN invoice v ON v.company = k.company AND v.invoice = k.invoice
		WHERE k.company = $1 AND k.week = $2`+lastWord+of.among("k", "", &args)+` ORDER BY k.customer, k.invoice`+page(limit, offset), args...)
	return collect(rows, err, func(rows db.Rows, c *WeeklyRow) error { return rows.Scan(append(c.fields(), &c.Name, &c.Currency)...) })
}

// Unanswered counts the overdue invoices that have no comment in a week, up to
// a number at which it stops, and how many have one.
func (r Reader) Unanswered(ctx context.Context, q InvoicesQuery, week cal.Date, most int) (without, with int, err error) {
	args := []any{string(r.company)}
	q.Unanswered = week
	sql := `SELECT COUNT(*) FROM (SELECT 1 FROM instalment i WHERE i.company = $1` + q.where(&args) + fmt.Sprintf(` LIMIT %d) v`, most)
	if err := r.q.QueryRow(ctx, sql, args...).Scan(&without); err != nil {
		return 0, 0, err
	}
	args = []any{string(r.company), week}
	err = r.q.QueryRow(ctx, `SELECT COUNT(*) FROM weekly_comment k WHERE k.company = $1 AND k.week = $2 AND k.number = 1`+q.Scope.among("k", "", &args), args...).Scan(&with)
	return without, with, err
}

// WeeksCommented are the last weeks that have comments, the newest first.
func (r Reader) WeeksCommented(ctx context.Context, most int) ([]cal.Date, error) {
	rows, err := r.q.Query(ctx, `SELECT DISTINCT week FROM weekly_comment WHERE company = $1 ORDER BY week DESC LIMIT $2`, string(r.company), most)
	return collect(rows, err, func(rows db.Rows, d *cal.Date) error { return rows.Scan(d) })
}

// DueRow is what of a customer falls due in the week after this one, in one
// currency.
type DueRow struct {
	Customer id.Customer
	Name     string
	Phone    string
	Manager  string
	Currency money.Currency
	NextWeek
}

// DueNextWeek are the customers with debts that fall due in the week after the
// one of the day of standing, the largest amounts first.
func (r Reader) DueNextWeek(ctx context.Context, of Scope, limit, offset int) ([]DueRow, error) {
	args := []any{string(r.company)}
	const order = ` ORDER BY s.next_week DESC, s.customer, s.currency`
	rows, err := r.q.Query(ctx, `SELECT s.customer, s.name, c.phone, s.manager, s.currency, s.next_week, s.next_items, s.next_first
		FROM (SELECT s.customer, s.name, s.manager, s.currency, s.next_week, s.next_items, s.next_first FROM standing s WHERE s.company = $1 AND s.next_week > 0`+of.filter("s", &args)+order+page(limit, offset)+`) s
		JOIN customer c ON c.company = $1 AND c.customer = s.customer`+order, args...)
	return collect(rows, err, func(rows db.Rows, d *DueRow) error {
		return rows.Scan(&d.Customer, &d.Name, &d.Phone, &d.Manager, &d.Currency, &d.Open, &d.Items, &d.First)
	})
}
