package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Review is what a person said of an action before its run.
type Review struct {
	RunDate  cal.Date
	Customer id.Customer
	Step     string // as the policy decided
	Currency money.Currency
	About    string
	Kind     string   // one of the kinds below
	Until    cal.Date // the first day on which a postponed action may be done
	Value    string   // the other step, or the e-mail address
	Reason   string
	Author   string
}

// The kinds of reviews.
const (
	ReviewExclude   = "exclude"   // not in this run
	ReviewPostpone  = "postpone"  // not before a day
	ReviewStep      = "step"      // another step's letter
	ReviewRecipient = "recipient" // mailed to another address
)

// Reviews are those that hold on a day: of its run, and those that put
// something off beyond it.
func (r Reader) Reviews(ctx context.Context, day cal.Date) ([]Review, error) {
	const columns = `SELECT run_date, customer, step, currency, about, kind, until, value, reason, author FROM review WHERE company = $1`
	rows, err := r.q.Query(ctx, columns+` AND run_date = $2 UNION ALL `+columns+` AND until > $2 AND run_date < $2`, string(r.company), day)
	return collect(rows, err, func(rows db.Rows, v *Review) error {
		return rows.Scan(&v.RunDate, &v.Customer, &v.Step, &v.Currency, &v.About, &v.Kind, &v.Until, &v.Value, &v.Reason, &v.Author)
	})
}

// SetReview records what is said of an action, in the place of what was said
// before.
func (w Writer) SetReview(ctx context.Context, v Review) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO review (company, run_date, customer, step, currency, about, kind, until, value, reason, author, change)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)
		ON CONFLICT (company, run_date, customer, step, currency, about) DO UPDATE SET kind = excluded.kind, until = excluded.until,
			value = excluded.value, reason = excluded.reason, author = excluded.author, change = excluded.change`,
		string(w.company), v.RunDate, string(v.Customer), v.Step, string(v.Currency), v.About, v.Kind, v.Until, v.Value, v.Reason, v.Author, w.change)
	return err
}

// DeleteReview leaves an action to the policy again; false if nothing was said
// of it.
func (w Writer) DeleteReview(ctx context.Context, v Review) (bool, error) {
	n, err := w.tx.Exec(ctx, `DELETE FROM review WHERE company = $1 AND run_date = $2 AND customer = $3 AND step = $4 AND currency = $5 AND about = $6`,
		string(w.company), v.RunDate, string(v.Customer), v.Step, string(v.Currency), v.About)
	return n > 0, err
}
