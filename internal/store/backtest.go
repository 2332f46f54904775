package store

import (
	"context"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
)

// Backtest is policies tried on the past, or to be tried.
type Backtest struct {
	ID        string
	At        time.Time
	Author    string
	Policies  string // one name, or two with a blank between
	From, To  cal.Date
	Manager   string // whose customers; empty: all
	State     string // queued, done, failed
	Played    int    // how many customers' histories have been played
	Customers int    // of so many
	Result    string // JSON, empty until it is done
	Problem   string
}

const backtestSelect = `SELECT backtest, at, author, policies, from_date, to_date, manager, state, played, customers, result, problem
	FROM backtest WHERE company = $1`

func scanBacktest(rows db.Rows, b *Backtest) error {
	return rows.Scan(&b.ID, &b.At, &b.Author, &b.Policies, &b.From, &b.To, &b.Manager, &b.State, &b.Played, &b.Customers, &b.Result, &b.Problem)
}

// Backtest is one of them; found is false if there is none.
func (r Reader) Backtest(ctx context.Context, key string) (b Backtest, found bool, err error) {
	rows, err := r.q.Query(ctx, backtestSelect+` AND backtest = $2`, string(r.company), key)
	list, err := collect(rows, err, scanBacktest)
	if err != nil || len(list) == 0 {
		return b, false, err
	}
	return list[0], true, nil
}

// Backtests are the latest, newest first.
func (r Reader) Backtests(ctx context.Context, limit int) ([]Backtest, error) {
	rows, err := r.q.Query(ctx, backtestSelect+` ORDER BY at DESC, backtest DESC LIMIT $2`, string(r.company), limit)
	return collect(rows, err, scanBacktest)
}

// InsertBacktest records that policies are to be tried.
func (w Writer) InsertBacktest(ctx context.Context, b Backtest) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO backtest (company, backtest, at, author, policies, from_date, to_date, manager, state, played, customers, result, problem, change)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)`,
		string(w.company), b.ID, b.At, b.Author, b.Policies, b.From, b.To, b.Manager, b.State, b.Played, b.Customers, b.Result, b.Problem, w.change)
	return err
}

// SaveBacktest replaces what is said of one that is not finished.
func (w Writer) SaveBacktest(ctx context.Context, b Backtest) error {
	_, err := w.tx.Exec(ctx, `UPDATE backtest SET state = $3, played = $4, customers = $5, result = $6, problem = $7
		WHERE company = $1 AND backtest = $2 AND state = 'queued'`,
		string(w.company), b.ID, b.State, b.Played, b.Customers, b.Result, b.Problem)
	return err
}
