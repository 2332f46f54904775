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
	ActMade      = "made"      // nobody outside has it
	ActSent      = "sent"      // the customer has it
	ActSigned    = "signed"    // it came back signed
	ActDisagreed = "disagreed" // it came back with differences
	ActWithdrawn = "withdrawn" // it was made by mistake
)

// ActStates lists them in the order in which they come.
var ActStates = []string{ActMade, ActSent, ActSigned, ActDisagreed, ActWithdrawn}

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
	a.made_on, a.made_by, a.sent_on, a.sent_to, a.answered_on, a.note, a.signed_on, a.signed_by, a.position, a.authority, a.power, a.power_from, a.power_until`

func (a *Act) into() []any {
	return []any{
		&a.Number, &a.Campaign, &a.Customer, &a.Name, &a.Covers, &a.Contract, &a.Currency, &a.From, &a.To, &a.Language, &a.Balance, &a.State,
		&a.MadeOn, &a.MadeBy, &a.SentOn, &a.SentTo, &a.AnsweredOn, &a.Note, &a.SignedOn, &a.SignedBy, &a.Position,
		&a.Authority.Kind, &a.Authority.Number, &a.Authority.Issued, &a.Authority.Until,
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
		position = $10, authority = $11, power = $12, power_from = $13, power_until = $14, change = $15 WHERE company = $1 AND number = $2`,
		string(w.company), a.Number, a.State, a.SentOn, a.SentTo, a.AnsweredOn, a.Note, a.SignedOn, a.SignedBy,
		a.Position, a.Authority.Kind, a.Authority.Number, a.Authority.Issued, a.Authority.Until, w.change)
	return err
}

// Balances are what customers of a scope owe by contract and currency as of a
// day, in the order of customers; credits count with the contract they were
// allocated to, the rest with that of their payment. What is even is left out.
func (r Reader) Balances(ctx context.Context, day cal.Date, scope Scope) ([]reconcile.Balance, error) {
	args := []any{string(r.company), day}
	sql := `SELECT x.customer, x.contract, x.currency, CAST(SUM(x.amount) AS BIGINT) FROM (
			SELECT i.customer, i.contract, i.currency, i.amount FROM instalment i WHERE i.company = $1 AND i.issued <= $2
			UNION ALL SELECT p.customer, p.contract, p.currency, -p.amount FROM payment p WHERE p.company = $1 AND p.date <= $2
			UNION ALL SELECT a.customer, i.contract, i.currency, -a.amount FROM allocation a
				JOIN instalment i ON i.company = a.company AND i.customer = a.customer AND i.invoice = a.invoice AND i.part = a.part WHERE a.company = $1 AND a.date <= $2
			UNION ALL SELECT p.customer, p.contract, p.currency, a.amount FROM allocation a
				JOIN payment p ON p.company = a.company AND p.payment = a.payment WHERE a.company = $1 AND a.date <= $2
		) x JOIN customer c ON c.company = $1 AND c.customer = x.customer WHERE 1 = 1` + scope.filter("c", &args) + `
		GROUP BY x.customer, x.contract, x.currency HAVING SUM(x.amount) <> 0 ORDER BY x.customer, x.contract, x.currency`
	rows, err := r.q.Query(ctx, sql, args...)
	return collect(rows, err, func(rows db.Rows, b *reconcile.Balance) error {
		return rows.Scan(&b.Customer, &b.Contract, &b.Currency, &b.Amount)
	})
}

// ReceiptNumbers are the numbers of the payment orders of bank entries, by
// entry; of keys that are no entry there is nothing.
func (r Reader) ReceiptNumbers(ctx context.Context, entries []string) (map[string]string, error) {
	rows, err := r.q.Query(ctx, `SELECT entry, reference FROM bank_entry WHERE company = $1 AND `+r.q.Engine().Among("entry", 2), string(r.company), entries)
	type pair struct{ entry, number string }
	list, err := collect(rows, err, func(rows db.Rows, p *pair) error { return rows.Scan(&p.entry, &p.number) })
	numbers := make(map[string]string, len(list))
	for _, p := range list {
		numbers[p.entry] = p.number
	}
	return numbers, err
}

// ChildrenOf are the customers whose group a customer heads, through any
// number of levels, by code.
func (r Reader) ChildrenOf(ctx context.Context, head id.Customer) ([]id.Customer, error) {
	rows, err := r.q.Query(ctx, `WITH RECURSIVE family (customer) AS (
			SELECT customer FROM customer WHERE company = $1 AND parent = $2
			UNION SELECT c.customer FROM customer c JOIN family f ON c.parent = f.customer WHERE c.company = $1
		) SELECT customer FROM family WHERE customer <> $2 ORDER BY customer`, string(r.company), string(head))
	return collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
}

// CodesByTaxID are the customers by their tax numbers, and by their names
// folded, for files that know no codes; what several have is left out.
func (r Reader) CodesByTaxID(ctx context.Context) (byTaxID, byName map[string]id.Customer, err error) {
	rows, err := r.q.Query(ctx, `SELECT customer, tax_id, name FROM customer WHERE company = $1`, string(r.company))
	type row struct {
		customer    id.Customer
		taxID, name string
	}
	list, err := collect(rows, err, func(rows db.Rows, v *row) error { return rows.Scan(&v.customer, &v.taxID, &v.name) })
	byTaxID, byName = map[string]id.Customer{}, map[string]id.Customer{}
	once := func(m map[string]id.Customer, key string, c id.Customer) {
		if _, twice := m[key]; twice {
			c = ""
		}
		if key != "" {
			m[key] = c
		}
	}
	for _, v := range list {
		once(byTaxID, v.taxID, v.customer)
		once(byName, Fold(v.name), v.customer)
	}
	return byTaxID, byName, err
}

// StatementOrder is a row of statement_order: whose statement goes out each
// month by itself.
type StatementOrder struct {
	Customer id.Customer
	Address  string
	Day      int // of the month, 1 to 28
	Children bool
	SentFor  cal.Date // last day of the newest period sent; zero: none
	Author   string
}

// StatementOrders are all of them, or a customer's.
func (r Reader) StatementOrders(ctx context.Context, customer id.Customer) ([]StatementOrder, error) {
	rows, err := r.q.Query(ctx, `SELECT customer, address, day, children, sent_for, author FROM statement_order
		WHERE company = $1 AND ($2 = '' OR customer = $2) ORDER BY customer`, string(r.company), string(customer))
	return collect(rows, err, func(rows db.Rows, o *StatementOrder) error {
		children := 0
		err := rows.Scan(&o.Customer, &o.Address, &o.Day, &children, &o.SentFor, &o.Author)
		o.Children = children == 1
		return err
	})
}

// SaveStatementOrder records one, in place of the customer's one before.
func (w Writer) SaveStatementOrder(ctx context.Context, o StatementOrder) error {
	children := 0
	if o.Children {
		children = 1
	}
	_, err := w.tx.Exec(ctx, `INSERT INTO statement_order (company, customer, address, day, children, sent_for, author, change) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)
		ON CONFLICT (company, customer) DO UPDATE SET address = excluded.address, day = excluded.day, children = excluded.children,
		sent_for = excluded.sent_for, author = excluded.author, change = excluded.change`,
		string(w.company), string(o.Customer), o.Address, o.Day, children, o.SentFor, o.Author, w.change)
	return err
}

// DeleteStatementOrder ends one; false if there is none.
func (w Writer) DeleteStatementOrder(ctx context.Context, customer id.Customer) (bool, error) {
	n, err := w.tx.Exec(ctx, `DELETE FROM statement_order WHERE company = $1 AND customer = $2`, string(w.company), string(customer))
	return n > 0, err
}
