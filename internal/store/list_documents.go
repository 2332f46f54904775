package store

import (
	"context"
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

// among narrows a list, whose rows have a customer under an alias, to one
// customer and to a scope. The customers are found first, so that somebody who
// sees few of them does not wait while the others' rows are passed over.
func (s Scope) among(alias string, customer id.Customer, args *[]any) (sql string) {
	if customer != "" {
		*args = append(*args, string(customer))
		sql = fmt.Sprintf(" AND %s.customer = $%d", alias, len(*args))
	}
	if filter := s.filter("c", args); filter != "" {
		sql += " AND " + alias + ".customer IN (SELECT c.customer FROM customer c WHERE c.company = $1" + filter + ")"
	}
	return sql
}

// page is the end of a query that reads a part of a list; all of it without a
// limit.
func page(limit, offset int) string {
	if limit == 0 {
		return ""
	}
	return fmt.Sprintf(" LIMIT %d OFFSET %d", limit, offset)
}

// InvoicesQuery asks for instalments; what is empty narrows nothing.
type InvoicesQuery struct {
	Scope      Scope
	State      string // overdue, open or all; all is in the order of customers
	Day        cal.Date
	Customer   id.Customer
	Currency   string
	Number     string   // how the document's number begins
	From, To   cal.Date // due days
	Newest     bool     // the last due first
	Unanswered cal.Date // the Monday of a week in which nobody has said a word to it
	Offset     int
	Limit      int
}

// InvoiceRow is a line of the list of invoices: an instalment with its
// customer.
type InvoiceRow struct {
	Customer id.Customer
	Name     string
	Manager  string
	ledger.Item
}

// numbersAtMost is how many documents of a number's beginning are looked at.
const numbersAtMost = 500

func (q InvoicesQuery) where(args *[]any) string {
	sql := q.Scope.among("i", q.Customer, args)
	add := func(condition string, values ...any) {
		numbers := make([]any, len(values))
		for i, v := range values {
			*args = append(*args, v)
			numbers[i] = len(*args)
		}
		sql += fmt.Sprintf(condition, numbers...)
	}
	if q.State != "all" {
		sql += " AND i.settled_on IS NULL"
	}
	if q.State == "overdue" {
		add(" AND i.due < $%d", q.Day)
	}
	if q.From != 0 {
		add(" AND i.due >= $%d", q.From)
	}
	if q.To != 0 {
		add(" AND i.due <= $%d", q.To)
	}
	if q.Unanswered != 0 {
		add(" AND NOT EXISTS (SELECT 1 FROM weekly_comment k WHERE k.company = i.company AND k.week = $%d AND k.customer = i.customer AND k.invoice = i.invoice)", q.Unanswered)
	}
	if q.Currency != "" {
		add(" AND i.currency = $%d", q.Currency)
	}
	if q.Number != "" {
		add(" AND (i.customer, i.invoice) IN (SELECT v.customer, v.invoice FROM invoice v WHERE v.company = $1 AND v.invoice >= $%d AND v.invoice < $%d ORDER BY v.invoice LIMIT "+
			fmt.Sprint(numbersAtMost)+")", q.Number, q.Number+"\U0010ffff")
	}
	return sql
}

func (q InvoicesQuery) order(alias string) string {
	down := ""
	if q.Newest {
		down = " DESC"
	}
	keys := fmt.Sprintf("%[1]s.customer%[2]s, %[1]s.invoice%[2]s, %[1]s.part%[2]s", alias, down)
	if q.State == "all" {
		return " ORDER BY " + keys
	}
	nulls := " NULLS LAST" // what falls due on no day comes after all that does
	if q.Newest {
		nulls = " NULLS FIRST"
	}
	return " ORDER BY " + alias + ".due" + down + nulls + ", " + keys
}

// ListInvoices gives the instalments that a query asks for: what is open by due
// date, all of them by customer.
func (r Reader) ListInvoices(ctx context.Context, q InvoicesQuery, fn func(InvoiceRow) error) error {
	args := []any{string(r.company)}
	rows, err := r.q.Query(ctx, `SELECT i.customer, c.name, c.manager, i.invoice, i.part, i.contract, i.currency, i.issued, i.due, i.amount, i.amount - i.paid, i.kind
		FROM (SELECT i.company, i.customer, i.invoice, i.part, i.contract, i.currency, i.issued, i.due, i.amount, i.paid, i.kind FROM instalment i WHERE i.company = $1`+q.where(&args)+q.order("i")+page(q.Limit, q.Offset)+`) i
		JOIN customer c ON c.company = i.company AND c.customer = i.customer`+q.order("i"), args...)
	return eachRow(rows, err, func(v *InvoiceRow) []any {
		return []any{&v.Customer, &v.Name, &v.Manager, &v.Invoice, &v.Part, &v.Contract, &v.Currency, &v.Issued, &v.Due, &v.Amount, &v.Open, &v.Kind}
	}, fn)
}

// eachRow gives the rows of a query one by one; fields are where a row's columns
// go.
func eachRow[T any](rows db.Rows, err error, fields func(*T) []any, fn func(T) error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var v T
		if err := rows.Scan(fields(&v)...); err != nil {
			return err
		}
		if err := fn(v); err != nil {
			return err
		}
	}
	return rows.Err()
}

// LettersQuery asks for letters, the newest first; what is empty narrows
// nothing.
type LettersQuery struct {
	Scope    Scope
	From, To cal.Date // days of the runs
	Customer id.Customer
	Letter   id.Letter
	State    string // that a delivery of it has
	Offset   int
	Limit    int
}

// LetterRow is a line of the list of letters.
type LetterRow struct {
	Letter
	Name string // of the customer
}

// ListLetters gives the letters that a query asks for, without their facts.
func (r Reader) ListLetters(ctx context.Context, q LettersQuery, fn func(LetterRow) error) error {
	args := []any{string(r.company)}
	sql := q.Scope.among("l", q.Customer, &args)
	add := func(condition string, value any) {
		args = append(args, value)
		sql += fmt.Sprintf(condition, len(args))
	}
	if q.From != 0 {
		add(" AND l.run_date >= $%d", q.From)
	}
	if q.To != 0 {
		add(" AND l.run_date <= $%d", q.To)
	}
	if q.Letter != "" {
		add(" AND l.letter = $%d", string(q.Letter))
	}
	if q.State != "" {
		add(" AND EXISTS (SELECT 1 FROM delivery d WHERE d.company = l.company AND d.letter = l.letter AND d.state = $%d)", q.State)
	}
	const newest = ` ORDER BY l.run_date DESC, l.customer DESC, l.step DESC, l.currency DESC, l.about DESC`
	rows, err := r.q.Query(ctx, `SELECT l.letter, l.run_date, l.customer, c.name, l.step, l.currency, l.about, l.total, l.template, l.language, l.undone
		FROM (SELECT l.company, l.letter, l.run_date, l.customer, l.step, l.currency, l.about, l.total, l.template, l.language, l.undone
			FROM letter l WHERE l.company = $1`+sql+newest+page(q.Limit, q.Offset)+`) l
		JOIN customer c ON c.company = l.company AND c.customer = l.customer`+newest, args...)
	return eachRow(rows, err, func(l *LetterRow) []any {
		return []any{&l.ID, &l.RunDate, &l.Customer, &l.Name, &l.Step, &l.Currency, &l.About, &l.Total, &l.Template, &l.Language, &l.Undone}
	}, fn)
}

// TasksQuery asks for tasks; what is empty narrows nothing.
type TasksQuery struct {
	Scope    Scope
	State    string // open, in the order of what is at stake, or all, the newest first
	Kind     string
	Role     string
	Customer id.Customer
	Offset   int
	Limit    int
}

// TaskRow is a line of the list of tasks.
type TaskRow struct {
	Task
	Name string // of the customer
}

// ListTasks gives the tasks that a query asks for.
func (r Reader) ListTasks(ctx context.Context, q TasksQuery, fn func(TaskRow) error) error {
	args := []any{string(r.company)}
	sql := q.Scope.among("t", q.Customer, &args)
	order := ` ORDER BY t.run_date DESC, t.customer DESC, t.step DESC, t.currency DESC, t.about DESC`
	if q.State == "open" {
		sql += " AND t.closed_on IS NULL"
		order = ` ORDER BY t.total DESC, t.task_id DESC`
	}
	add := func(column, value string) {
		if value != "" {
			args = append(args, value)
			sql += fmt.Sprintf(" AND t.%s = $%d", column, len(args))
		}
	}
	add("kind", q.Kind)
	add("role", q.Role)
	rows, err := r.q.Query(ctx, `SELECT `+taskFields+`, c.name FROM (`+taskSelect+` WHERE t.company = $1`+sql+order+page(q.Limit, q.Offset)+`) t
		JOIN customer c ON c.company = $1 AND c.customer = t.customer`+order, args...)
	return eachRow(rows, err, func(t *TaskRow) []any { return append(t.fields(), &t.Name) }, fn)
}
