package store

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Run is one day's run of a policy: the version it is pinned to and the
// creditor's letterhead as it was, frozen for its letters.
type Run struct {
	Date     cal.Date
	Policy   string
	Version  int
	Creditor json.RawMessage
}

// Run is the run of a day, false if there was none.
func (r Reader) Run(ctx context.Context, day cal.Date) (Run, bool, error) {
	rows, err := r.q.Query(ctx, `SELECT date, policy, version, creditor FROM run WHERE company = $1 AND date = $2`, string(r.company), day)
	list, err := collect(rows, err, func(rows db.Rows, v *Run) error { return rows.Scan(&v.Date, &v.Policy, &v.Version, &v.Creditor) })
	if err != nil || len(list) == 0 {
		return Run{}, false, err
	}
	return list[0], true, nil
}

// InsertRun opens the run of a day; one that exists stays as it is.
func (w Writer) InsertRun(ctx context.Context, v Run) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO run (company, date, policy, version, creditor, change) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING`,
		string(w.company), v.Date, v.Policy, v.Version, v.Creditor, w.change)
	return err
}

// Decision is that a step was taken for an instalment: the first of the three
// records. Its key makes a step happen once.
type Decision struct {
	Customer id.Customer
	Invoice  id.Invoice
	Part     int
	Policy   string
	Step     string

	Occurrence int // which time it was taken, from 1
	RunDate    cal.Date
	Days       int
	Open       money.Minor
	Currency   money.Currency
}

// InsertDecisions records decisions in bulk. A step taken already is a unique
// violation: somebody else applies the same run at this moment.
func (w Writer) InsertDecisions(ctx context.Context, list []Decision) error {
	columns := strings.Split("company,customer,invoice,part,policy,step,occurrence,run_date,days,open,currency,change", ",")
	return w.insert(ctx, "decision", columns, len(list), func(i int) []any {
		d := list[i]
		return []any{
			string(w.company), string(d.Customer), string(d.Invoice), d.Part, d.Policy, d.Step, d.Occurrence, d.RunDate, d.Days,
			int64(d.Open), string(d.Currency), w.change,
		}
	})
}

// DecisionsAbout are the steps taken for an invoice and not taken back, by part
// and day.
func (r Reader) DecisionsAbout(ctx context.Context, customer id.Customer, invoice id.Invoice) ([]Decision, error) {
	rows, err := r.q.Query(ctx, `SELECT customer, invoice, part, policy, step, occurrence, run_date, days, open, currency FROM decision
		WHERE company = $1 AND customer = $2 AND invoice = $3 AND undone = 0 ORDER BY part, run_date, step`, string(r.company), string(customer), string(invoice))
	return collect(rows, err, func(rows db.Rows, d *Decision) error {
		return rows.Scan(&d.Customer, &d.Invoice, &d.Part, &d.Policy, &d.Step, &d.Occurrence, &d.RunDate, &d.Days, &d.Open, &d.Currency)
	})
}

// Letter is the second record: what was written, with the facts it was made
// from, frozen.
type Letter struct {
	ID       id.Letter
	RunDate  cal.Date
	Customer id.Customer
	Step     string
	Currency money.Currency
	About    string // the contract or invoice it is about; empty: the customer
	Total    money.Minor
	Template string
	Language string
	Facts    string // JSON of letter.Facts without the creditor
	TextHash string // of the template's text; empty for letters from before texts were kept
	Undone   int    // the undo that took it back; 0: it stands
}

// InsertLetters records letters in bulk, and how many they are.
func (w Writer) InsertLetters(ctx context.Context, list []Letter) error {
	days := map[cal.Date]int{}
	for i := range list {
		days[list[i].RunDate]++
	}
	for day, n := range days {
		if err := w.addLetters(ctx, day, n); err != nil {
			return err
		}
	}
	columns := strings.Split("company,letter,run_date,customer,step,currency,about,total,template,language,facts,text_hash,change", ",")
	return w.insert(ctx, "letter", columns, len(list), func(i int) []any {
		l := list[i]
		return []any{
			string(w.company), string(l.ID), l.RunDate, string(l.Customer), l.Step, string(l.Currency), l.About, int64(l.Total),
			l.Template, l.Language, l.Facts, l.TextHash, w.change,
		}
	})
}

// RunLetter is a letter of a run with the addresses it goes to.
type RunLetter struct {
	Letter
	Email *string // nil: does not go by e-mail
	Post  *string // nil: is not printed
}

// letterPage is how many letters are read at once: few enough to hold, many
// enough that the reading does not count.
const letterPage = 500

// RunLetters gives the letters of a run that stand one by one, by customer, step, currency
// and what they are about, of the customers of a scope. They are read page by
// page, so that fn may ask the books itself.
func (r Reader) RunLetters(ctx context.Context, day cal.Date, of Scope, fn func(RunLetter) error) error {
	var after RunLetter
	for {
		page, err := r.runLetters(ctx, day, of, &after.Letter)
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			if err := fn(page[i]); err != nil {
				return err
			}
		}
		after = page[len(page)-1]
	}
}

func (r Reader) runLetters(ctx context.Context, day cal.Date, of Scope, after *Letter) ([]RunLetter, error) {
	sql, args := of.within(`SELECT `+letterColumns+`, e.address, p.address
		FROM letter l
		LEFT JOIN delivery e ON e.company = l.company AND e.letter = l.letter AND e.channel = 'email'
		LEFT JOIN delivery p ON p.company = l.company AND p.letter = l.letter AND p.channel = 'post'
		WHERE l.company = $1 AND l.run_date = $2 AND l.undone = 0 AND (l.customer, l.step, l.currency, l.about) > ($3, $4, $5, $6)`,
		[]any{string(r.company), day, string(after.Customer), after.Step, string(after.Currency), after.About}, "l")
	rows, err := r.q.Query(ctx, sql+` ORDER BY l.customer, l.step, l.currency, l.about LIMIT `+strconv.Itoa(letterPage), args...)
	return collect(rows, err, func(rows db.Rows, l *RunLetter) error { return rows.Scan(append(l.fields(), &l.Email, &l.Post)...) })
}

const letterColumns = `l.letter, l.run_date, l.customer, l.step, l.currency, l.about, l.total, l.template, l.language, l.facts, l.text_hash, l.undone`

func (l *Letter) fields() []any {
	return []any{&l.ID, &l.RunDate, &l.Customer, &l.Step, &l.Currency, &l.About, &l.Total, &l.Template, &l.Language, &l.Facts, &l.TextHash, &l.Undone}
}

// LettersByID are the named letters that exist.
func (r Reader) LettersByID(ctx context.Context, ids []id.Letter) (map[id.Letter]Letter, error) {
	all := make(map[id.Letter]Letter, len(ids))
	if len(ids) == 0 {
		return all, nil
	}
	rows, err := r.q.Query(ctx, `SELECT `+letterColumns+` FROM letter l WHERE l.company = $1 AND `+r.q.Engine().Among("l.letter", 2), string(r.company), texts(ids))
	list, err := collect(rows, err, func(rows db.Rows, l *Letter) error { return rows.Scan(l.fields()...) })
	for _, l := range list {
		all[l.ID] = l
	}
	return all, err
}

// ofRun is the tasks of the run of day $2, and those that were made since the
// run before it (after $3 at least): what was approved between two runs stands
// in the list of the next one.
const ofRun = `t.company = $1 AND t.undone = 0 AND t.run_date <= $2 AND t.run_date > COALESCE((SELECT MAX(date) FROM run WHERE company = $1 AND date < $2), $3)`

func (r Reader) ofRun(day cal.Date) []any { return []any{string(r.company), day, cal.First - 1} }

// RunCounts is what a run made so far.
type RunCounts struct{ Letters, Emails, Prints, Tasks int }

// CountRun counts what the run of a day made for the customers of a scope.
func (r Reader) CountRun(ctx context.Context, day cal.Date, of Scope) (RunCounts, error) {
	var c RunCounts
	for _, q := range []struct {
		sql  string
		args []any
		into []any
	}{
		{`SELECT COUNT(*), COUNT(e.letter), COUNT(p.letter) FROM letter t
			LEFT JOIN delivery e ON e.company = t.company AND e.letter = t.letter AND e.channel = 'email'
			LEFT JOIN delivery p ON p.company = t.company AND p.letter = t.letter AND p.channel = 'post'
			WHERE t.company = $1 AND t.run_date = $2 AND t.undone = 0`, []any{string(r.company), day}, []any{&c.Letters, &c.Emails, &c.Prints}},
		{`SELECT COUNT(*) FROM task t WHERE ` + ofRun, r.ofRun(day), []any{&c.Tasks}},
	} {
		sql, args := of.within(q.sql, q.args, "t")
		if err := r.q.QueryRow(ctx, sql, args...).Scan(q.into...); err != nil {
			return c, err
		}
	}
	return c, nil
}

// MadeKey names a letter or task of a run.
type MadeKey struct {
	Customer id.Customer
	Step     string
	Currency money.Currency
	About    string
}

// Made is what a run has made of one key: whether it stands, and how many were
// taken back before.
type Made struct {
	Stands bool
	Undone int
}

// RunMade is what a run already made for the customers from first to last, so
// that a second call adds no second letter beside it.
func (r Reader) RunMade(ctx context.Context, day cal.Date, first, last id.Customer) (map[MadeKey]Made, error) {
	rows, err := r.q.Query(ctx, `SELECT customer, step, currency, about, undone FROM letter WHERE company = $1 AND run_date = $2 AND customer >= $3 AND customer <= $4
		UNION ALL SELECT customer, step, currency, about, undone FROM task WHERE company = $1 AND run_date = $2 AND customer >= $3 AND customer <= $4`,
		string(r.company), day, string(first), string(last))
	type row struct {
		key    MadeKey
		undone int
	}
	list, err := collect(rows, err, func(rows db.Rows, v *row) error {
		return rows.Scan(&v.key.Customer, &v.key.Step, &v.key.Currency, &v.key.About, &v.undone)
	})
	made := make(map[MadeKey]Made, len(list))
	for _, v := range list {
		m := made[v.key]
		if v.undone == 0 {
			m.Stands = true
		} else {
			m.Undone++
		}
		made[v.key] = m
	}
	return made, err
}

// CountAddressless counts the letters of a run that are printed although no
// postal address is known, of the customers of a scope.
func (r Reader) CountAddressless(ctx context.Context, day cal.Date, of Scope) (n int, err error) {
	sql, args := of.within(`SELECT COUNT(*) FROM letter t JOIN delivery d ON d.company = t.company AND d.letter = t.letter
		WHERE t.company = $1 AND t.run_date = $2 AND t.undone = 0 AND d.channel = 'post' AND d.address = ''`, []any{string(r.company), day}, "t")
	err = r.q.QueryRow(ctx, sql, args...).Scan(&n)
	return n, err
}
