package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Standing is how a customer stands in a currency as of a day.
type Standing struct {
	Customer id.Customer
	Name     string
	Manager  string
	Category string
	Region   string // his attribute "region", or else his country
	ledger.Ages
	Oldest cal.Date    // due date of the oldest overdue debt; zero: none
	Credit money.Minor // what of his payments settles nothing
	Next   NextWeek
	Until  cal.Date // the first day on which it is no longer so by itself; read from the ledger only
}

// NextWeek is what of a customer falls due in the week after the one of the day,
// from Monday to Sunday.
type NextWeek struct {
	Open  money.Minor
	Items int
	First cal.Date // the first of the due days; zero: none
}

// Touch notes whose standing a change may have moved: it is derived anew by
// RefreshStanding. Every function of Writer that moves it calls this.
func (w Writer) Touch(ctx context.Context, customers ...id.Customer) error {
	fresh := make([]id.Customer, 0, len(customers))
	for _, c := range customers {
		if c != "" && !w.touched[c] {
			w.touched[c] = true
			fresh = append(fresh, c)
		}
	}
	return w.insert(ctx, "stale", []string{"company", "change", "customer"}, len(fresh), func(i int) []any {
		return []any{string(w.company), w.change, string(fresh[i])}
	})
}

func touchAll[T any](ctx context.Context, w Writer, list []T, owner func(T) id.Customer) error {
	customers := make([]id.Customer, len(list))
	for i, v := range list {
		customers[i] = owner(v)
	}
	return w.Touch(ctx, customers...)
}

// StandingIsFresh says whether standing holds for a day as it is.
func (r Reader) StandingIsFresh(ctx context.Context, day cal.Date) (bool, error) {
	var fresh bool
	err := r.q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM standing_day WHERE company = $1 AND day = $2)
		AND NOT EXISTS (SELECT 1 FROM stale WHERE company = $1)`, string(r.company), day).Scan(&fresh)
	return fresh, err
}

const (
	// refreshPiece is how many customers are derived at once.
	refreshPiece = 2000
	// classesAnew is from how many customers on the classes are drawn anew; on a
	// new day they always are.
	classesAnew = 1000
)

// RefreshStanding derives anew what changes have touched and what the passing
// of days has moved since the last time, and tells of how many customers. The
// row of standing_day is written first, so that only one does it at a time.
func (w Writer) RefreshStanding(ctx context.Context, day cal.Date, books money.Currency) (int, error) {
	var before cal.Date
	rows, err := w.q.Query(ctx, `SELECT day FROM standing_day WHERE company = $1`, string(w.company))
	days, err := collect(rows, err, func(rows db.Rows, d *cal.Date) error { return rows.Scan(d) })
	if err != nil {
		return 0, err
	}
	if len(days) > 0 {
		before = days[0]
	}
	if _, err := w.tx.Exec(ctx, `INSERT INTO standing_day (company, day) VALUES ($1, $2) ON CONFLICT (company) DO UPDATE SET day = excluded.day`,
		string(w.company), day); err != nil {
		return 0, err
	}
	customers, err := w.staleCustomers(ctx, day, before != day)
	if err != nil {
		return 0, err
	}
	choices := map[choice]bool{}
	for piece := range slices.Chunk(customers, refreshPiece) {
		if err := w.refresh(ctx, piece, day, books, choices); err != nil {
			return 0, err
		}
	}
	if _, err := w.tx.Exec(ctx, `DELETE FROM stale WHERE company = $1`, string(w.company)); err != nil {
		return 0, err
	}
	if err := w.saveChoices(ctx, choices); err != nil {
		return 0, err
	}
	if before != day || len(customers) >= classesAnew {
		err = w.drawClasses(ctx)
	}
	return len(customers), err
}

// staleCustomers are those that were touched and, on a new day, those whose
// debts have passed an edge, by code.
func (r Reader) staleCustomers(ctx context.Context, day cal.Date, newDay bool) ([]id.Customer, error) {
	sql, args := `SELECT DISTINCT customer FROM stale WHERE company = $1`, []any{string(r.company)}
	if newDay {
		sql, args = sql+` UNION SELECT customer FROM standing WHERE company = $1 AND (until <= $2 OR as_of > $2)`, append(args, day)
	}
	rows, err := r.q.Query(ctx, sql+` ORDER BY customer`, args...)
	return collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
}

var standingColumns = []string{
	"company", "customer", "currency", "name", "search", "manager", "category", "region",
	"open", "not_due", "d30", "d60", "d90", "d91", "overdue", "oldest", "credit", "next_week", "next_items", "next_first", "as_of", "until",
}

// refresh writes the standing of some customers anew.
func (w Writer) refresh(ctx context.Context, customers []id.Customer, day cal.Date, books money.Currency, choices map[choice]bool) error {
	people, err := w.Customers(ctx, customers)
	if err != nil {
		return err
	}
	amounts, err := w.StandingOf(ctx, customers, day)
	if err != nil {
		return err
	}
	slices.SortFunc(people, func(a, b ledger.Customer) int { return cmp.Compare(a.ID, b.ID) })
	var list []Standing
	search := map[id.Customer]string{}
	for _, c := range people {
		master := copyOf(&c)
		search[c.ID] = master.search
		region := master.region
		for _, k := range []choice{{"manager", c.Manager}, {"region", region}, {"category", c.Category}} {
			if k.value != "" {
				choices[k] = true
			}
		}
		rows := amounts[c.ID]
		if len(rows) == 0 {
			rows = []Standing{{Ages: ledger.Ages{Currency: books}, Until: cal.Last}}
		}
		for _, s := range rows {
			s.Customer, s.Name, s.Manager, s.Category, s.Region = c.ID, c.Name, c.Manager, c.Category, region
			list = append(list, s)
		}
	}
	if err := w.addSums(ctx, customers, "-"); err != nil {
		return err
	}
	if _, err := w.tx.Exec(ctx, `DELETE FROM standing WHERE company = $1 AND `+w.tx.Engine().Among("customer", 2), string(w.company), texts(customers)); err != nil {
		return err
	}
	if err := w.insertStandings(ctx, list, search, day); err != nil {
		return err
	}
	return w.addSums(ctx, customers, "+")
}

// masterCopy is what standing repeats of a customer.
type masterCopy struct{ name, search, manager, category, region string }

func copyOf(c *ledger.Customer) masterCopy {
	return masterCopy{c.Name, Fold(c.Name + " " + string(c.ID) + " " + c.TaxID), c.Manager, c.Category, cmp.Or(c.Attrs["region"], c.Country)}
}

// addSums counts the customers, as they stand, into the sums or, by the sign
// "-", out of them.
func (w Writer) addSums(ctx context.Context, customers []id.Customer, sign string) error {
	added := make([]string, len(sumColumns))
	for i, c := range sumColumns {
		added[i] = c + " = standing_sum." + c + " + excluded." + c
	}
	_, err := w.tx.Exec(ctx, insertSums+summed(sign, ` AND `+w.tx.Engine().Among("s.customer", 2))+`
		ON CONFLICT (company, manager, category, region, currency, class) DO UPDATE SET `+strings.Join(added, ", "), string(w.company), texts(customers))
	return err
}

// insertSums is what summed is put behind.
var insertSums = `INSERT INTO standing_sum (company, manager, category, region, currency, class, ` + strings.Join(sumColumns, ", ") + `) `

// summed is the query of what standing, narrowed by a condition, sums to.
func summed(sign, condition string) string {
	counted := make([]string, len(sumColumns))
	for i, c := range sumColumns {
		counted[i] = "CAST(" + sign + "SUM(s." + c + ") AS BIGINT) AS " + c
	}
	counted[0] = sign + "COUNT(*) AS people"
	return `SELECT s.company, s.manager, s.category, s.region, s.currency, ` + classOf + ` AS class, ` + strings.Join(counted, ", ") + `
		FROM standing s LEFT JOIN standing_class k ON k.company = s.company AND k.currency = s.currency
		WHERE s.company = $1` + condition + ` GROUP BY s.company, s.manager, s.category, s.region, s.currency, 6`
}

// classOf is the class of a standing, called s, by the edges of standing_class,
// called k; see classEdges. Before the first edges are drawn all are of class A.
const classOf = `CASE WHEN s.overdue <= 0 THEN '' WHEN s.overdue >= COALESCE(k.a, 0) THEN 'A' WHEN s.overdue >= COALESCE(k.b, 0) THEN 'B' ELSE 'C' END`

// sumColumns are what is summed of standing; people are counted.
var sumColumns = []string{"people", "open", "not_due", "d30", "d60", "d90", "d91", "overdue", "credit"}

func (w Writer) insertStandings(ctx context.Context, list []Standing, search map[id.Customer]string, day cal.Date) error {
	return w.insert(ctx, "standing", standingColumns, len(list), func(i int) []any {
		s := list[i]
		return []any{
			string(w.company), string(s.Customer), string(s.Currency), s.Name, search[s.Customer], s.Manager, s.Category, s.Region,
			int64(s.Total), int64(s.Amounts[0]), int64(s.Amounts[1]), int64(s.Amounts[2]), int64(s.Amounts[3]), int64(s.Amounts[4]), int64(s.Overdue),
			s.Oldest, int64(s.Credit), int64(s.Next.Open), s.Next.Items, s.Next.First, day, s.Until,
		}
	})
}

// choice is something that lists can be narrowed by.
type choice struct{ kind, value string }

func (w Writer) saveChoices(ctx context.Context, choices map[choice]bool) error {
	list := slices.SortedFunc(maps.Keys(choices), func(a, b choice) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.value, b.value)) })
	return w.upsert(ctx, "standing_choice", []string{"company", "kind", "value"}, `ON CONFLICT DO NOTHING`, len(list), func(i int) []any {
		return []any{string(w.company), list[i].kind, list[i].value}
	})
}

// drawClasses finds, for each currency, from which overdue amount on customers
// belong to class A and B, and sums the customers anew by these.
func (w Writer) drawClasses(ctx context.Context) error {
	rows, err := w.q.Query(ctx, `SELECT currency, overdue FROM standing WHERE company = $1 AND overdue > 0 ORDER BY currency, overdue DESC`, string(w.company))
	if err != nil {
		return err
	}
	amounts := map[money.Currency][]money.Minor{}
	defer rows.Close()
	for rows.Next() {
		var k money.Currency
		var m money.Minor
		if err := rows.Scan(&k, &m); err != nil {
			return err
		}
		amounts[k] = append(amounts[k], m)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if _, err := w.tx.Exec(ctx, `DELETE FROM standing_class WHERE company = $1`, string(w.company)); err != nil {
		return err
	}
	list := slices.Sorted(maps.Keys(amounts))
	err = w.insert(ctx, "standing_class", []string{"company", "currency", "a", "b"}, len(list), func(i int) []any {
		a, b := ledger.Classes(amounts[list[i]])
		return []any{string(w.company), string(list[i]), int64(a), int64(b)}
	})
	if err != nil {
		return err
	}
	if _, err := w.tx.Exec(ctx, `DELETE FROM standing_sum WHERE company = $1`, string(w.company)); err != nil {
		return err
	}
	_, err = w.tx.Exec(ctx, insertSums+summed("", ""), string(w.company))
	return err
}

// Fold is a text as it is searched by: small letters without marks, so that
// "Kovac" finds "Kovač" and "елка" finds "Ёлка".
func Fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}
