package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// StandingQuery asks for customers as they stand. What is empty narrows
// nothing.
type StandingQuery struct {
	Scope    Scope
	AsOf     cal.Date // a day that standing does not hold for, which takes a scan of the ledger; zero: as standing has it
	Overdue  bool     // only who is overdue
	Manager  string
	Region   string
	Category string
	Currency string
	Class    string        // "A": only the few who hold most of what is overdue
	Search   string        // part of the name, the code or the tax id, however written
	Found    []id.Customer // only among these: who FindCustomers found; nil: anybody
	Sort     string        // one of standingSorts, with "-" before it downwards; empty: the most overdue first
	Offset   int
	Limit    int
}

// standingSorts are what the list can be sorted by, and the columns of that.
var standingSorts = map[string]string{
	"name": "s.search", "customer": "s.customer", "manager": "s.manager", "category": "s.category", "region": "s.region",
	"open": "s.open", "not_due": "s.not_due", "d30": "s.d30", "d60": "s.d60", "d90": "s.d90", "d91": "s.d91", "overdue": "s.overdue",
	"oldest": "s.oldest", "credit": "s.credit",
}

// order is the ORDER BY of the query; what it does not know sorts as the most
// overdue first.
func (q StandingQuery) order() string {
	column, down := strings.CutPrefix(q.Sort, "-")
	expression := standingSorts[column]
	if expression == "" {
		expression, down = "s.overdue", true
	}
	if q.Found != nil { // these few are sorted, not picked out of all in the order of an index
		expression = "COALESCE(" + expression + ", NULL)"
	}
	if down {
		return expression + " DESC"
	}
	return expression
}

// where is what the query narrows standing by, or the kept sums of it.
func (q StandingQuery) where(engine db.Engine, args *[]any, kept bool) string {
	var b strings.Builder
	add := func(condition string, arg any) {
		*args = append(*args, arg)
		fmt.Fprintf(&b, " AND "+condition, len(*args))
	}
	for _, f := range []struct{ column, value string }{
		{"manager", q.Manager}, {"region", q.Region}, {"category", q.Category}, {"currency", q.Currency},
	} {
		if f.value != "" {
			add("s."+f.column+" = $%d", f.value)
		}
	}
	if q.Found != nil {
		*args = append(*args, texts(q.Found))
		b.WriteString(" AND " + engine.Among("s.customer", len(*args)))
	}
	for word := range strings.FieldsSeq(Fold(q.Search)) {
		add(`s.search LIKE $%d ESCAPE '\'`, "%"+likeWord.Replace(word)+"%")
	}
	switch {
	case q.Class != "A":
	case kept:
		b.WriteString(" AND s.class = 'A'")
	default:
		b.WriteString(" AND s.overdue > 0 AND s.overdue >= COALESCE((SELECT k.a FROM standing_class k WHERE k.company = s.company AND k.currency = s.currency), 0)")
	}
	b.WriteString(q.Scope.filter("s", args))
	return b.String()
}

// likeWord keeps what a person types from being a pattern.
var likeWord = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// source is the table that is read: standing, or the same columns as of another
// day. Master data are always those of now.
func (q StandingQuery) source(args *[]any) string {
	if q.AsOf == 0 {
		return "standing s"
	}
	*args = append(*args, q.AsOf, q.AsOf-30, q.AsOf-60, q.AsOf-90)
	n := len(*args)
	day, d30, d60, d90 := fmt.Sprintf("$%d", n-3), fmt.Sprintf("$%d", n-2), fmt.Sprintf("$%d", n-1), fmt.Sprintf("$%d", n)
	sum := func(condition string) string {
		return `CAST(COALESCE(SUM(o.open) FILTER (WHERE ` + condition + `), 0) AS BIGINT)`
	}
	return `(SELECT m.company, m.customer, o.currency, m.name, m.search, m.manager, m.category, m.region, CAST(SUM(o.open) AS BIGINT) AS open,
			` + sum(`o.due IS NULL OR o.due >= `+day) + ` AS not_due,
			` + sum(`o.due < `+day+` AND o.due >= `+d30) + ` AS d30,
			` + sum(`o.due < `+d30+` AND o.due >= `+d60) + ` AS d60,
			` + sum(`o.due < `+d60+` AND o.due >= `+d90) + ` AS d90,
			` + sum(`o.due < `+d90) + ` AS d91,
			` + sum(`o.due < `+day) + ` AS overdue,
			MIN(o.due) FILTER (WHERE o.due < ` + day + ` AND o.open > 0) AS oldest, CAST(CASE WHEN SUM(o.credit) > 0 THEN SUM(o.credit) ELSE 0 END AS BIGINT) AS credit
		FROM (SELECT i.customer, i.currency, i.due, ` + strings.ReplaceAll(openAsOf, "$4", day) + ` AS open, 0 AS credit
				FROM instalment i WHERE i.company = $1 AND i.issued <= ` + day + ` AND (i.settled_on IS NULL OR i.settled_on > ` + day + `)
			UNION ALL SELECT p.customer, p.currency, NULL, 0, p.amount - p.used + CASE WHEN p.used_on > ` + day + ` THEN
					COALESCE((SELECT CAST(SUM(a.amount) AS BIGINT) FROM allocation a WHERE a.company = p.company AND a.payment = p.payment AND a.date > ` + day + `), 0) ELSE 0 END
				FROM payment p WHERE p.company = $1 AND p.date <= ` + day + ` AND (p.used <> p.amount OR p.used_on > ` + day + `)) o
		JOIN (SELECT company, customer, MIN(name) AS name, MIN(search) AS search, MIN(manager) AS manager, MIN(category) AS category, MIN(region) AS region
				FROM standing WHERE company = $1 GROUP BY company, customer) m ON m.customer = o.customer
		GROUP BY m.company, m.customer, o.currency, m.name, m.search, m.manager, m.category, m.region) s`
}

// FindCustomers are the first customers by name, at most so many, whom a query
// searches for, overdue or not: one pass through an index. Others says that
// there are more.
func (r Reader) FindCustomers(ctx context.Context, q StandingQuery, most int) (found []id.Customer, others bool, err error) {
	args := []any{string(r.company)}
	rows, err := r.q.Query(ctx, `SELECT s.customer FROM standing s WHERE s.company = $1`+q.where(r.q.Engine(), &args, false)+
		fmt.Sprintf(` ORDER BY s.search, s.customer, s.currency LIMIT %d`, most+1), args...)
	found, err = collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
	if others = len(found) > most; others {
		found = found[:most]
	}
	return append([]id.Customer{}, slices.Compact(found)...), others, err // never nil: nobody is found where there is none
}

// StandingRow is a line of the list of customers.
type StandingRow struct {
	Standing
	Class string // A, B or C; empty: nothing is overdue
}

// Standings are the customers that a query asks for.
func (r Reader) Standings(ctx context.Context, q StandingQuery, fn func(StandingRow) error) error {
	classes, err := r.classes(ctx)
	if err != nil {
		return err
	}
	args := []any{string(r.company)}
	from := q.source(&args)
	sql := `SELECT s.customer, s.name, s.manager, s.category, s.region, s.currency, s.open, s.not_due, s.d30, s.d60, s.d90, s.d91, s.overdue, s.oldest, s.credit
		FROM ` + from + ` WHERE s.company = $1` + q.where(r.q.Engine(), &args, false)
	if q.Overdue {
		sql += ` AND s.overdue > 0`
	}
	sql += ` ORDER BY ` + q.order() + `, s.customer, s.currency`
	if q.Limit > 0 {
		sql += fmt.Sprintf(` LIMIT %d OFFSET %d`, q.Limit, q.Offset)
	}
	rows, err := r.q.Query(ctx, sql, args...)
	return eachRow(rows, err, func(s *StandingRow) []any {
		return []any{
			&s.Customer, &s.Name, &s.Manager, &s.Category, &s.Region, &s.Currency, &s.Total,
			&s.Amounts[0], &s.Amounts[1], &s.Amounts[2], &s.Amounts[3], &s.Amounts[4], &s.Overdue, &s.Oldest, &s.Credit,
		}
	}, func(s StandingRow) error {
		s.Class = classes[s.Currency].of(s.Overdue)
		return fn(s)
	})
}

// classEdges are from which amounts on classes begin.
type classEdges struct{ a, b money.Minor }

func (e classEdges) of(overdue money.Minor) string {
	switch {
	case overdue <= 0:
		return ""
	case overdue >= e.a:
		return "A"
	case overdue >= e.b:
		return "B"
	}
	return "C"
}

func (r Reader) classes(ctx context.Context) (map[money.Currency]classEdges, error) {
	rows, err := r.q.Query(ctx, `SELECT currency, a, b FROM standing_class WHERE company = $1`, string(r.company))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[money.Currency]classEdges{}
	for rows.Next() {
		var k money.Currency
		var e classEdges
		if err := rows.Scan(&k, &e.a, &e.b); err != nil {
			return nil, err
		}
		all[k] = e
	}
	return all, rows.Err()
}

// StandingTotal sums what a query asks for, in one currency.
type StandingTotal struct {
	ledger.Ages
	Credit money.Minor
	Rows   int
}

// StandingTotals sums what a query asks for, whatever its page, by currency.
// hidden is how many rows it leaves out because nothing of them is overdue.
func (r Reader) StandingTotals(ctx context.Context, q StandingQuery) (totals []StandingTotal, hidden int, err error) {
	args := []any{string(r.company)}
	columns := `s.overdue > 0, s.currency, COUNT(*)`
	from := q.source(&args)
	if q.kept() {
		columns, from = `s.class <> '', s.currency, CAST(SUM(s.people) AS BIGINT)`, "standing_sum s"
	}
	for _, c := range sumColumns[1:] {
		columns += `, CAST(SUM(s.` + c + `) AS BIGINT)`
	}
	rows, err := r.q.Query(ctx, `SELECT `+columns+` FROM `+from+` WHERE s.company = $1`+q.where(r.q.Engine(), &args, q.kept())+` GROUP BY 1, s.currency ORDER BY s.currency`, args...)
	err = eachRow(rows, err, func(t *lateTotal) []any {
		return []any{&t.late, &t.Currency, &t.Rows, &t.Total, &t.Amounts[0], &t.Amounts[1], &t.Amounts[2], &t.Amounts[3], &t.Amounts[4], &t.Overdue, &t.Credit}
	}, func(t lateTotal) error {
		switch {
		case t.Rows == 0: // all of them have moved elsewhere
		case q.Overdue && !t.late:
			hidden += t.Rows
		default:
			totals = addTotal(totals, t.StandingTotal)
		}
		return nil
	})
	return totals, hidden, err
}

// lateTotal is a total of who is overdue, or of who is not.
type lateTotal struct {
	late bool
	StandingTotal
}

// kept says whether what the query sums to is kept in standing_sum.
func (q StandingQuery) kept() bool {
	return q.AsOf == 0 && strings.TrimSpace(q.Search) == "" && (q.Scope.All || q.Scope.Handed == "")
}

func addTotal(totals []StandingTotal, t StandingTotal) []StandingTotal {
	i := slices.IndexFunc(totals, func(o StandingTotal) bool { return o.Currency == t.Currency })
	if i < 0 {
		return append(totals, t)
	}
	o := &totals[i]
	o.Rows, o.Total, o.Overdue, o.Credit = o.Rows+t.Rows, o.Total+t.Total, o.Overdue+t.Overdue, o.Credit+t.Credit
	for j, m := range t.Amounts {
		o.Amounts[j] += m
	}
	return totals
}

// StandingChoices are the values that lists can be narrowed by: of "manager",
// "region" or "category".
func (r Reader) StandingChoices(ctx context.Context) (map[string][]string, error) {
	rows, err := r.q.Query(ctx, `SELECT kind, value FROM standing_choice WHERE company = $1 ORDER BY kind, value`, string(r.company))
	list, err := collect(rows, err, func(rows db.Rows, c *choice) error { return rows.Scan(&c.kind, &c.value) })
	all := map[string][]string{}
	for _, c := range list {
		all[c.kind] = append(all[c.kind], c.value)
	}
	return all, err
}
