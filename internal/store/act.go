package store

import (
	"context"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/reconcile"
)

// The states of a reconciliation act.
const (
	ActMade        = "made"        // nobody outside has it
	ActSent        = "sent"        // the customer has it
	ActUndelivered = "undelivered" // it did not reach him
	ActExpired     = "expired"     // it did not come back in its term
	ActSigned      = "signed"      // it came back signed
	ActDisagreed   = "disagreed"   // it came back with differences
	ActWithdrawn   = "withdrawn"   // it was made by mistake
)

// ActStates lists them in the order in which they come.
var ActStates = []string{ActMade, ActSent, ActUndelivered, ActExpired, ActSigned, ActDisagreed, ActWithdrawn}

// What an act is about.
const (
	ActOfAll      = "all"      // all contracts
	ActOfContract = "contract" // one, or what belongs to none
)

// Act is a row of act: a reconciliation act and what became of it.
type Act struct {
	Number     int64
	Campaign   int64 // the number of its campaign's first act; 0: made alone
	Customer   id.Customer
	Name       string // the customer's
	Covers     string // ActOfAll or ActOfContract
	Contract   id.Contract
	Currency   money.Currency
	From, To   cal.Date // From zero: what is open on the day To
	Language   string
	Balance    money.Minor // at the end; negative is in the customer's favour
	Lines      string      // JSON of reconcile.Act
	State      string
	MadeOn     cal.Date
	MadeBy     string
	SentOn     cal.Date // zero: not yet
	SentTo     string   // an e-mail address, or "print"
	Term       cal.Date // the last day for it to come back; zero: it is not out
	OwnOn      cal.Date // our signature; zero: none yet
	OwnBy      string
	Due        int64  // when it is mailed to SentTo, unix time; 0: it does not wait for that
	Tries      int    // to mail it, in vain
	Trouble    string // why the last was in vain (fault.Keep)
	AnsweredOn cal.Date
	Note       string // what the customer said, or why it was withdrawn
	SignedOn   cal.Date
	SignedBy   string
	Position   string
	Authority  reconcile.Authority
}

// Restarts tells whether the signature acknowledges the debt, so that its
// limitation begins anew on the day of it: there is a debt, and who signed had
// authority then (LAW.md 1.5).
func (a *Act) Restarts() bool {
	return a.State == ActSigned && a.Balance > 0 && a.Authority.Covers(a.SignedOn)
}

// ActQuery picks acts; empty fields pick all.
type ActQuery struct {
	Scope    Scope
	Number   int64
	Campaign int64
	Customer id.Customer
	State    string
	Limit    int // 0: all
	Offset   int
}

const actColumns = `a.number, a.campaign, a.customer, c.name, a.covers, a.contract, a.currency, a.from_date, a.to_date, a.language, a.balance, a.state,
	a.made_on, a.made_by, a.sent_on, a.sent_to, a.answered_on, a.note, a.signed_on, a.signed_by, a.position, a.authority, a.power, a.power_from, a.power_until,
	a.term, a.own_on, a.own_by, a.due, a.tries, a.trouble`

func (a *Act) into() []any {
	return []any{
		&a.Number, &a.Campaign, &a.Customer, &a.Name, &a.Covers, &a.Contract, &a.Currency, &a.From, &a.To, &a.Language, &a.Balance, &a.State,
		&a.MadeOn, &a.MadeBy, &a.SentOn, &a.SentTo, &a.AnsweredOn, &a.Note, &a.SignedOn, &a.SignedBy, &a.Position,
		&a.Authority.Kind, &a.Authority.Number, &a.Authority.Issued, &a.Authority.Until,
		&a.Term, &a.OwnOn, &a.OwnBy, &a.Due, &a.Tries, &a.Trouble,
	}
}

// Acts are the acts that the query picks, the newest first, without their
// lines.
func (r Reader) Acts(ctx context.Context, q ActQuery) ([]Act, error) {
	from, args := q.from(string(r.company))
	sql := `SELECT ` + actColumns + from + ` ORDER BY a.number DESC`
	if q.Limit > 0 {
		sql += ` LIMIT ` + strconv.Itoa(q.Limit) + ` OFFSET ` + strconv.Itoa(q.Offset)
	}
	rows, err := r.q.Query(ctx, sql, args...)
	return collect(rows, err, func(rows db.Rows, a *Act) error { return rows.Scan(a.into()...) })
}

// Act is one act with its lines, false if there is none.
func (r Reader) Act(ctx context.Context, number int64) (Act, bool, error) {
	from, args := ActQuery{Scope: Scope{All: true}, Number: number}.from(string(r.company))
	rows, err := r.q.Query(ctx, `SELECT `+actColumns+`, a.lines`+from, args...)
	list, err := collect(rows, err, func(rows db.Rows, a *Act) error { return rows.Scan(append(a.into(), &a.Lines)...) })
	if err != nil || len(list) == 0 {
		return Act{}, false, err
	}
	return list[0], true, nil
}

// ActCount is how many acts are in a state.
type ActCount struct {
	State string
	Count int
}

// ActCounts counts what the query picks by state, its state and limit aside.
func (r Reader) ActCounts(ctx context.Context, q ActQuery) ([]ActCount, error) {
	q.State = ""
	from, args := q.from(string(r.company))
	rows, err := r.q.Query(ctx, `SELECT a.state, COUNT(*)`+from+` GROUP BY a.state ORDER BY a.state`, args...)
	return collect(rows, err, func(rows db.Rows, c *ActCount) error { return rows.Scan(&c.State, &c.Count) })
}

// from is the FROM and WHERE over act a and its customer c.
func (q ActQuery) from(company string) (string, []any) {
	args := []any{company}
	sql := ` FROM act a JOIN customer c ON c.company = a.company AND c.customer = a.customer WHERE a.company = $1`
	add := func(condition string, value any) {
		args = append(args, value)
		sql += ` AND ` + condition + ` = $` + strconv.Itoa(len(args))
	}
	if q.Number != 0 {
		add("a.number", q.Number)
	}
	if q.Campaign != 0 {
		sql += ` AND a.campaign > 0`
		add("a.campaign", q.Campaign)
	}
	if q.Customer != "" {
		add("a.customer", string(q.Customer))
	}
	if q.State != "" {
		add("a.state", q.State)
	}
	return sql + q.Scope.filter("c", &args), args
}

// LastActNumber is the number of the newest act, 0 if there is none.
func (r Reader) LastActNumber(ctx context.Context) (int64, error) {
	var n int64
	err := r.q.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) FROM act WHERE company = $1`, string(r.company)).Scan(&n)
	return n, err
}

// InsertActs records new acts in bulk.
func (w Writer) InsertActs(ctx context.Context, list []Act) error {
	columns := strings.Split("company,number,campaign,customer,covers,contract,currency,from_date,to_date,language,balance,lines,state,"+
		"made_on,made_by,sent_on,sent_to,answered_on,note,signed_on,signed_by,position,authority,power,power_from,power_until,change", ",")
	return w.insert(ctx, "act", columns, len(list), func(i int) []any {
		a := &list[i]
		return []any{
			string(w.company), a.Number, a.Campaign, string(a.Customer), a.Covers, string(a.Contract), string(a.Currency), a.From, a.To, a.Language, int64(a.Balance), a.Lines, a.State,
			a.MadeOn, a.MadeBy, a.SentOn, a.SentTo, a.AnsweredOn, a.Note, a.SignedOn, a.SignedBy, a.Position,
			a.Authority.Kind, a.Authority.Number, a.Authority.Issued, a.Authority.Until, w.change,
		}
	})
}

// UpdateAct writes what became of an act.
func (w Writer) UpdateAct(ctx context.Context, a *Act) error {
	_, err := w.tx.Exec(ctx, `UPDATE act SET state = $3, sent_on = $4, sent_to = $5, answered_on = $6, note = $7, signed_on = $8, signed_by = $9,
		position = $10, authority = $11, power = $12, power_from = $13, power_until = $14, term = $15, own_on = $16, own_by = $17, due = $18, tries = $19,
		trouble = $20, change = $21 WHERE company = $1 AND number = $2`,
		string(w.company), a.Number, a.State, a.SentOn, a.SentTo, a.AnsweredOn, a.Note, a.SignedOn, a.SignedBy,
		a.Position, a.Authority.Kind, a.Authority.Number, a.Authority.Issued, a.Authority.Until, a.Term, a.OwnOn, a.OwnBy,
		a.Due, a.Tries, a.Trouble, w.change)
	return err
}

// DueActs are the acts that wait to be mailed by now, the longest waiting
// first, without their lines.
func (r Reader) DueActs(ctx context.Context, scope Scope, now int64, limit int) ([]Act, error) {
	return r.someActs(ctx, scope, ` AND a.due > 0 AND a.due <= $2`, `a.due, a.number`, limit, now)
}

// LateActs are the acts whose term has passed before a day, without their
// lines.
func (r Reader) LateActs(ctx context.Context, day cal.Date, limit int) ([]Act, error) {
	return r.someActs(ctx, Scope{All: true}, ` AND a.state = 'sent' AND a.term < $2`, `a.term, a.number`, limit, day)
}

// someActs are the first acts of a scope by an order; which asks for one value.
func (r Reader) someActs(ctx context.Context, scope Scope, which, order string, limit int, value any) ([]Act, error) {
	args := []any{string(r.company), value}
	sql := `SELECT ` + actColumns + ` FROM act a JOIN customer c ON c.company = a.company AND c.customer = a.customer WHERE a.company = $1` + which + scope.filter("c", &args) +
		` ORDER BY ` + order + ` LIMIT ` + strconv.Itoa(limit)
	rows, err := r.q.Query(ctx, sql, args...)
	return collect(rows, err, func(rows db.Rows, a *Act) error { return rows.Scan(a.into()...) })
}
