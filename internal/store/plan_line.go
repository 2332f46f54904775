package store

import (
	"context"
	"encoding/json"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// PlanKept is the name under which the plan of a day is kept; its figures are
// its sums.
const PlanKept = "plan"

// PlanLine is a line of a kept plan: what is done for a customer, or, with a
// Blocker, how many of his documents are not done for that reason.
type PlanLine struct {
	Step     string
	Blocker  string
	Customer id.Customer
	Currency money.Currency
	About    string
	Items    int
	Total    money.Minor
	Days     int    // of the oldest document, in the step's unit
	Data     string // JSON, of what is done
	Name     string // of the customer; only read
	Manager  string // his; only read
}

// WritePlanLines writes the lines of a plan in the place of those before, drops
// those of plans that were made before a moment, in milliseconds since 1970, and
// sums them.
func (w Writer) WritePlanLines(ctx context.Context, day cal.Date, lines []PlanLine, forget int64) ([]PlanSum, error) {
	company := string(w.company)
	_, err := w.tx.Exec(ctx, `DELETE FROM plan_line WHERE company = $1 AND (day = $2 OR day IN (SELECT day FROM kept WHERE company = $1 AND what = $3 AND made < $4))`,
		company, day, PlanKept, forget)
	if err != nil {
		return nil, err
	}
	columns := strings.Split("company,day,step,blocker,customer,currency,about,items,total,days,data", ",")
	err = w.insert(ctx, "plan_line", columns, len(lines), func(i int) []any {
		l := &lines[i]
		return []any{company, day, l.Step, l.Blocker, string(l.Customer), string(l.Currency), l.About, l.Items, int64(l.Total), l.Days, l.Data}
	})
	if err != nil {
		return nil, err
	}
	return w.planSums(ctx, day, Scope{All: true})
}

// PlanSum is the lines of a kept plan of one step or blocker, in one currency.
type PlanSum struct {
	Step     string         `json:"step"`
	Blocker  string         `json:"blocker"`
	Currency money.Currency `json:"currency"`
	Lines    int            `json:"lines"`
	Items    int            `json:"items"`
	Total    money.Minor    `json:"total"`
}

// PlanSums sums a kept plan for the customers of a scope: for all of them that
// was done when it was kept.
func (r Reader) PlanSums(ctx context.Context, plan Kept, of Scope) (sums []PlanSum, err error) {
	if of.All && of.Manager == "" {
		err = json.Unmarshal([]byte(plan.Figures), &sums)
		return sums, err
	}
	return r.planSums(ctx, plan.Day, of)
}

// planLines is the part of a kept plan that concerns a scope: by its customers,
// who are few, unless it is everybody.
func (r Reader) planLines(day cal.Date, of Scope) (from string, args []any) {
	args = []any{string(r.company), day}
	if filter := of.filter("c", &args); filter != "" {
		return ` FROM customer c JOIN plan_line p ON p.company = c.company AND p.customer = c.customer WHERE c.company = $1 AND p.day = $2` + filter, args
	}
	return ` FROM plan_line p WHERE p.company = $1 AND p.day = $2`, args
}

func (r Reader) planSums(ctx context.Context, day cal.Date, of Scope) ([]PlanSum, error) {
	from, args := r.planLines(day, of)
	rows, err := r.q.Query(ctx, `SELECT p.step, p.blocker, p.currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(p.items) AS BIGINT), CAST(SUM(p.total) AS BIGINT)`+from+
		` GROUP BY p.step, p.blocker, p.currency ORDER BY p.step, p.blocker, p.currency`, args...)
	return collect(rows, err, func(rows db.Rows, v *PlanSum) error {
		return rows.Scan(&v.Step, &v.Blocker, &v.Currency, &v.Lines, &v.Items, &v.Total)
	})
}

// PlanLineQuery asks for the lines of a step or of a blocker.
type PlanLineQuery struct {
	Day           cal.Date
	Scope         Scope
	Step, Blocker string
	Limit, Offset int
}

// PlanLines are lines of a kept plan, the largest first, and how many there are
// in all.
func (r Reader) PlanLines(ctx context.Context, q PlanLineQuery) (list []PlanLine, total int, err error) {
	plan, kept, err := r.Kept(ctx, PlanKept, q.Day)
	if err != nil || !kept {
		return nil, 0, err
	}
	sums, err := r.PlanSums(ctx, plan, q.Scope)
	if err != nil {
		return nil, 0, err
	}
	for _, v := range sums {
		if v.Step == q.Step && v.Blocker == q.Blocker {
			total += v.Lines
		}
	}
	where, args := r.planLines(q.Day, q.Scope)
	where += ` AND p.step = ` + next(args) + ` AND p.blocker = ` + next(append(args, 0))
	args = append(args, q.Step, q.Blocker)
	rows, err := r.q.Query(ctx, `SELECT p.step, p.blocker, p.customer, p.currency, p.about, p.items, p.total, p.days, p.data,
			COALESCE((SELECT c.name FROM customer c WHERE c.company = p.company AND c.customer = p.customer), ''),
			COALESCE((SELECT c.manager FROM customer c WHERE c.company = p.company AND c.customer = p.customer), '')`+where+
		` ORDER BY p.total DESC, p.items DESC, p.customer, p.currency, p.about LIMIT `+next(args)+` OFFSET `+next(append(args, 0)), append(args, q.Limit, q.Offset)...)
	list, err = collect(rows, err, func(rows db.Rows, l *PlanLine) error {
		return rows.Scan(&l.Step, &l.Blocker, &l.Customer, &l.Currency, &l.About, &l.Items, &l.Total, &l.Days, &l.Data, &l.Name, &l.Manager)
	})
	return list, total, err
}
