package store

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Total is what the ledger holds in one currency, every recorded fact counted.
type Total struct {
	Currency  money.Currency
	OpenItems int
	Open      money.Minor
	Unapplied money.Minor
	ToExplain int // documents that snapshots closed or reduced and have not opened again
}

// Totals are the control totals per currency, by currency.
func (r Reader) Totals(ctx context.Context) ([]Total, error) {
	rows, err := r.q.Query(ctx, `SELECT currency, CAST(SUM(items) AS BIGINT), CAST(SUM(open) AS BIGINT), CAST(SUM(unapplied) AS BIGINT), CAST(SUM(unexplained) AS BIGINT) FROM (
			SELECT currency, COUNT(*) FILTER (WHERE paid < amount) AS items, SUM(amount - paid) AS open, 0 AS unapplied, 0 AS unexplained
			FROM instalment WHERE company = $1 GROUP BY currency
			UNION ALL SELECT currency, 0, 0, SUM(amount - used), 0 FROM payment WHERE company = $1 GROUP BY currency
			UNION ALL SELECT currency, 0, 0, 0, COUNT(*) FROM (SELECT currency, invoice FROM payment
				WHERE company = $1 AND kind = 'unexplained' GROUP BY currency, customer, invoice HAVING SUM(amount) <> 0) documents
			GROUP BY currency) sides
		GROUP BY currency ORDER BY currency`, string(r.company))
	return collect(rows, err, func(rows db.Rows, t *Total) error {
		return rows.Scan(&t.Currency, &t.OpenItems, &t.Open, &t.Unapplied, &t.ToExplain)
	})
}

// Wrote is what one change of a run wrote.
type Wrote struct {
	Letters []Letter
	Tasks   []Task
}

// EachWrote gives what each change of a run wrote, each in the order of its
// keys; fn keeps none of it. Letters, whose facts are large, are read change by
// change.
func (r Reader) EachWrote(ctx context.Context, fn func(change string, w Wrote)) error {
	tasks, err := r.tasksWritten(ctx)
	if err != nil {
		return err
	}
	rows, err := r.q.Query(ctx, `SELECT change, letter, facts, text_hash FROM letter WHERE company = $1 ORDER BY change, letter`, string(r.company))
	if err != nil {
		return err
	}
	defer rows.Close()
	change, letters := "", []Letter(nil)
	flush := func() {
		if len(letters) > 0 {
			fn(change, Wrote{letters, tasks[change]})
			delete(tasks, change)
			letters = letters[:0]
		}
	}
	for rows.Next() {
		var of string
		var l Letter
		if err := rows.Scan(&of, &l.ID, &l.Facts, &l.TextHash); err != nil {
			return err
		}
		if of != change {
			flush()
			change = of
		}
		letters = append(letters, l)
	}
	flush()
	for change, list := range tasks {
		fn(change, Wrote{Tasks: list})
	}
	return rows.Err()
}

// tasksWritten are all tasks by the change that wrote them.
func (r Reader) tasksWritten(ctx context.Context) (map[string][]Task, error) {
	all := map[string][]Task{}
	rows, err := r.q.Query(ctx, `SELECT change, customer, step, currency, about, kind, deadline, items, details FROM task WHERE company = $1
		ORDER BY change, customer, step, currency, about`, string(r.company))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var change string
		var t Task
		if err := rows.Scan(&change, &t.Customer, &t.Step, &t.Currency, &t.About, &t.Kind, &t.Deadline, &t.Items, &t.Details); err != nil {
			return nil, err
		}
		all[change] = append(all[change], t)
	}
	return all, rows.Err()
}

// InvoiceHead is what the instalments of an invoice share out and repeat.
type InvoiceHead struct {
	Amount     money.Minor
	Kind       string
	Shipped    cal.Date
	HandedOver cal.Date
	Accepted   cal.Date
}

// InvoiceHeads are those of the named invoices.
func (r Reader) InvoiceHeads(ctx context.Context, ids []id.Invoice) (map[id.Invoice]InvoiceHead, error) {
	heads := make(map[id.Invoice]InvoiceHead, len(ids))
	rows, err := r.q.Query(ctx, `SELECT invoice, amount, kind, shipped, handed_over, accepted FROM invoice WHERE company = $1 AND `+
		r.q.Engine().Among("invoice", 2), string(r.company), texts(ids))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v id.Invoice
		var h InvoiceHead
		if err := rows.Scan(&v, &h.Amount, &h.Kind, &h.Shipped, &h.HandedOver, &h.Accepted); err != nil {
			return nil, err
		}
		heads[v] = h
	}
	return heads, rows.Err()
}

// StandingRows are all standings, and the day they were last derived for; zero
// if they never were.
func (r Reader) StandingRows(ctx context.Context) (day cal.Date, list []Standing, err error) {
	rows, err := r.q.Query(ctx, `SELECT day FROM standing_day WHERE company = $1`, string(r.company))
	days, err := collect(rows, err, func(rows db.Rows, d *cal.Date) error { return rows.Scan(d) })
	if err != nil || len(days) == 0 {
		return 0, nil, err
	}
	err = r.Standings(ctx, StandingQuery{Scope: Scope{All: true}, Sort: "customer"}, func(s StandingRow) error {
		list = append(list, s.Standing)
		return nil
	})
	return days[0], list, err
}

// FalseSums counts the groups in which standing_sum is not the sum of standing.
func (r Reader) FalseSums(ctx context.Context) (n int, err error) {
	var less, differ []string
	for _, c := range sumColumns {
		less, differ = append(less, "-"+c), append(differ, "SUM("+c+") <> 0")
	}
	const group = `manager, category, region, currency, class`
	columns := group + `, ` + strings.Join(sumColumns, ", ")
	err = r.q.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM (SELECT `+columns+` FROM (`+summed("", "")+`) d
			UNION ALL SELECT `+group+`, `+strings.Join(less, ", ")+` FROM standing_sum WHERE company = $1) v
		GROUP BY `+group+` HAVING `+strings.Join(differ, " OR ")+`) w`, string(r.company)).Scan(&n)
	return n, err
}

// NextWeeks are what standing has of the week after the one of its day, by
// customer and currency; who pays nothing then is left out.
func (r Reader) NextWeeks(ctx context.Context) (map[id.Customer]map[money.Currency]NextWeek, error) {
	rows, err := r.DueNextWeek(ctx, Scope{All: true}, 0, 0)
	all := map[id.Customer]map[money.Currency]NextWeek{}
	for i := range rows {
		if all[rows[i].Customer] == nil {
			all[rows[i].Customer] = map[money.Currency]NextWeek{}
		}
		all[rows[i].Customer][rows[i].Currency] = rows[i].NextWeek
	}
	return all, err
}

// EachMisnamed gives, piece by piece, the customers of whom standing has a row,
// and those among them of whom it does not repeat who they are and whose.
func (r Reader) EachMisnamed(ctx context.Context, fn func(all, misnamed []id.Customer) error) error {
	rows, err := r.q.Query(ctx, `SELECT customer, name, search, manager, category, region FROM standing WHERE company = $1 ORDER BY customer`, string(r.company))
	type copied struct {
		id id.Customer
		masterCopy
	}
	list, err := collect(rows, err, func(rows db.Rows, c *copied) error {
		return rows.Scan(&c.id, &c.name, &c.search, &c.manager, &c.category, &c.region)
	})
	if err != nil {
		return err
	}
	for piece := range slices.Chunk(list, refreshPiece) {
		ids := make([]id.Customer, len(piece))
		for i := range piece {
			ids[i] = piece[i].id
		}
		people, err := r.Customers(ctx, ids)
		if err != nil {
			return err
		}
		want := make(map[id.Customer]masterCopy, len(people))
		for i := range people {
			want[people[i].ID] = copyOf(&people[i])
		}
		var misnamed []id.Customer
		for i := range piece {
			if piece[i].masterCopy != want[piece[i].id] {
				misnamed = append(misnamed, piece[i].id)
			}
		}
		if err := fn(slices.Compact(ids), slices.Compact(misnamed)); err != nil {
			return err
		}
	}
	return nil
}

// FalseClasses counts the currencies whose classes A and B begin at amounts that
// cannot be theirs. Which ones are exactly theirs depends on when they were
// drawn.
func (r Reader) FalseClasses(ctx context.Context) (n int, err error) {
	err = r.q.QueryRow(ctx, `SELECT COUNT(*) FROM standing_class WHERE company = $1 AND (b <= 0 OR a < b)`, string(r.company)).Scan(&n)
	return n, err
}

// FalseDays counts the deliveries whose day is not that of their letter.
func (r Reader) FalseDays(ctx context.Context) (n int, err error) {
	err = r.q.QueryRow(ctx, `SELECT COUNT(*) FROM delivery d JOIN letter l ON l.company = d.company AND l.letter = d.letter
		WHERE d.company = $1 AND (d.run_date IS NULL OR d.run_date <> l.run_date)`, string(r.company)).Scan(&n)
	return n, err
}

// StaleCustomers are those whose standing is to be derived anew.
func (r Reader) StaleCustomers(ctx context.Context) (map[id.Customer]bool, error) {
	list, err := r.staleCustomers(ctx, 0, false)
	set := make(map[id.Customer]bool, len(list))
	for _, c := range list {
		set[c] = true
	}
	return set, err
}
