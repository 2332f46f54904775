package store

import (
	"context"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
)

// Undo is that somebody took back what a run had done. Rows it took back carry
// its number; nothing is deleted.
type Undo struct {
	Number   int // from 1
	RunDate  cal.Date
	Customer id.Customer // empty: everybody's
	Date     cal.Date    // the day it was taken back
	Reason   string
	Author   string
}

// NextUndo is the number of the next undo.
func (r Reader) NextUndo(ctx context.Context) (n int, err error) {
	err = r.q.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM undo WHERE company = $1`, string(r.company)).Scan(&n)
	return n, err
}

// InsertUndo records an undo. Its number is a unique violation if another took
// it at the same moment.
func (w Writer) InsertUndo(ctx context.Context, u Undo) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO undo (company, number, run_date, customer, date, reason, author, change) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		string(w.company), u.Number, u.RunDate, string(u.Customer), u.Date, u.Reason, u.Author, w.change)
	return err
}

// Undos are those of the runs of the days from first to last, by number.
func (r Reader) Undos(ctx context.Context, first, last cal.Date) ([]Undo, error) {
	rows, err := r.q.Query(ctx, `SELECT number, run_date, customer, date, reason, author FROM undo
		WHERE company = $1 AND run_date >= $2 AND run_date <= $3 ORDER BY number`, string(r.company), first, last)
	return collect(rows, err, func(rows db.Rows, u *Undo) error {
		return rows.Scan(&u.Number, &u.RunDate, &u.Customer, &u.Date, &u.Reason, &u.Author)
	})
}

// RunCustomers are the next customers after one for whom the run of a day took
// a decision that stands, by code.
func (r Reader) RunCustomers(ctx context.Context, day cal.Date, after id.Customer, limit int) ([]id.Customer, error) {
	rows, err := r.q.Query(ctx, `SELECT DISTINCT customer FROM decision WHERE company = $1 AND run_date = $2 AND undone = 0 AND customer > $3
		ORDER BY customer LIMIT `+strconv.Itoa(limit), string(r.company), day, string(after))
	return collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
}

// RunSpan is the customers from First to Last in the run of a day.
type RunSpan struct {
	Day         cal.Date
	First, Last id.Customer
}

func (v RunSpan) args(company id.Company, undone int) []any {
	return []any{string(company), v.Day, string(v.First), string(v.Last), undone}
}

// ofSpan narrows to the rows of a span that one undo took back, or that stand.
const ofSpan = `company = $1 AND run_date = $2 AND customer >= $3 AND customer <= $4 AND undone = $5`

// decided narrows letters or tasks to those that a decision of the run called
// for: what was made on that day otherwise is not the run's.
const decided = ` AND EXISTS (SELECT 1 FROM decision d WHERE d.company = $1 AND d.customer = t.customer AND d.run_date = $2 AND d.step = t.step AND d.undone = $5)`

// DecidedLetters are the letters of a span that stand and that its decisions
// called for, by number.
func (r Reader) DecidedLetters(ctx context.Context, v RunSpan) ([]Letter, error) {
	rows, err := r.q.Query(ctx, `SELECT `+letterColumns+` FROM letter l WHERE l.letter IN (SELECT t.letter FROM letter t WHERE `+ofSpan+decided+`)
		AND l.company = $1 ORDER BY l.letter`, v.args(r.company, 0)...)
	return collect(rows, err, func(rows db.Rows, l *Letter) error { return rows.Scan(l.fields()...) })
}

// TakeBack marks what stands of a span, and of what its decisions called for,
// with an undo; tasks that were still to be done are called off.
func (w Writer) TakeBack(ctx context.Context, v RunSpan, u Undo) error {
	args := append(v.args(w.company, 0), u.Number)
	letters, err := w.tx.Exec(ctx, `UPDATE letter AS t SET undone = $6 WHERE `+ofSpan+decided, args...)
	if err != nil {
		return err
	}
	if err := w.addLetters(ctx, v.Day, -int(letters)); err != nil {
		return err
	}
	for _, change := range []struct { // decisions last, for the others are found by them
		sql  string
		args []any
	}{
		{`UPDATE task AS t SET undone = $6, closed_on = COALESCE(closed_on, $7), closed_by = CASE WHEN closed_on IS NULL THEN $8 ELSE closed_by END,
			outcome = CASE WHEN closed_on IS NULL THEN '` + TaskCancelled + `' ELSE outcome END WHERE ` + ofSpan + decided, append(args[:6:6], u.Date, u.Author)},
		{`UPDATE decision SET undone = $6 WHERE ` + ofSpan, args},
	} {
		if _, err := w.tx.Exec(ctx, change.sql, change.args...); err != nil {
			return err
		}
	}
	return nil
}

// Taken is a row that an undo took back, as the undo's hash has it.
type Taken struct {
	Table    string // decision, letter or task
	Customer id.Customer
	Of       string // the invoice, the letter, or what the task is about
	Step     string // with the policy or the currency
	Part     int
	Time     int // the occurrence
}

// TakenBack are the rows of a span that an undo took back, in no order.
func (r Reader) TakenBack(ctx context.Context, v RunSpan, number int) ([]Taken, error) {
	rows, err := r.q.Query(ctx, `SELECT 'decision', customer, invoice, policy || ' ' || step, part, occurrence FROM decision WHERE `+ofSpan+`
		UNION ALL SELECT 'letter', customer, letter, step || ' ' || currency, 0, 0 FROM letter WHERE `+ofSpan+`
		UNION ALL SELECT 'task', customer, about, step || ' ' || currency, 0, 0 FROM task WHERE `+ofSpan, v.args(r.company, number)...)
	return collect(rows, err, func(rows db.Rows, t *Taken) error {
		return rows.Scan(&t.Table, &t.Customer, &t.Of, &t.Step, &t.Part, &t.Time)
	})
}

// CountTaken is how many rows each undo took back, by its number.
func (r Reader) CountTaken(ctx context.Context) (map[int]int, error) {
	rows, err := r.q.Query(ctx, `SELECT undone, CAST(COUNT(*) AS BIGINT) FROM (
			SELECT undone FROM decision WHERE company = $1 AND undone > 0 UNION ALL SELECT undone FROM letter WHERE company = $1 AND undone > 0
			UNION ALL SELECT undone FROM task WHERE company = $1 AND undone > 0) taken GROUP BY undone`, string(r.company))
	list, err := collect(rows, err, func(rows db.Rows, v *[2]int) error { return rows.Scan(&v[0], &v[1]) })
	counts := make(map[int]int, len(list))
	for _, v := range list {
		counts[v[0]] = v[1]
	}
	return counts, err
}
