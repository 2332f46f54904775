package store

import (
	"context"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/db"
)

// RunWork is how far the run of a day has come that a person set going.
// Customers count; times are seconds since 1970.
type RunWork struct {
	RunDate     cal.Date
	Person      string
	Began       int64
	Touched     int64 // when it was last heard of
	Done, Total int
	Ended       int64  // 0 while it works
	Failed      string // why it ended badly; empty: it did not
}

// RunWorks are the workings of the run of a day, by person.
func (r Reader) RunWorks(ctx context.Context, day cal.Date) ([]RunWork, error) {
	rows, err := r.q.Query(ctx, `SELECT run_date, person, began, touched, done, total, ended, failed FROM run_work WHERE company = $1 AND run_date = $2 ORDER BY person`,
		string(r.company), day)
	return collect(rows, err, func(rows db.Rows, w *RunWork) error {
		return rows.Scan(&w.RunDate, &w.Person, &w.Began, &w.Touched, &w.Done, &w.Total, &w.Ended, &w.Failed)
	})
}

// SetRunWork records how far a run has come.
func (w Writer) SetRunWork(ctx context.Context, v RunWork) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO run_work (company, run_date, person, began, touched, done, total, ended, failed) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)
		ON CONFLICT (company, run_date, person) DO UPDATE SET began = excluded.began, touched = excluded.touched, done = excluded.done, total = excluded.total,
			ended = excluded.ended, failed = excluded.failed`,
		string(w.company), v.RunDate, v.Person, v.Began, v.Touched, v.Done, v.Total, v.Ended, v.Failed)
	return err
}

// CountCustomers counts the customers of a scope.
func (r Reader) CountCustomers(ctx context.Context, s Scope) (n int, err error) {
	args := []any{string(r.company)}
	filter := s.filter("c", &args)
	err = r.q.QueryRow(ctx, `SELECT COUNT(*) FROM customer c WHERE c.company = $1`+filter, args...).Scan(&n)
	return n, err
}

// RunTime is when a person came to a point of a run, in seconds since 1970
//
type RunTime struct {
	RunDate cal.Date
	Person  string
	Point   string // one of Points
	At      int64
}

// The points of a run that are timed, in their order.
const (
	PointOpened  = "opened"
	PointApplied = "applied"
	PointPrinted = "printed"
	PointDone    = "done"
)

// InsertRunTime records that a person came to a point of a run; the first time
// stays, but of the last point the last time does.
func (w Writer) InsertRunTime(ctx context.Context, v RunTime) error {
	conflict := `DO NOTHING`
	if v.Point == PointDone {
		conflict = `(company, run_date, person, point) DO UPDATE SET at = excluded.at`
	}
	_, err := w.tx.Exec(ctx, `INSERT INTO run_time (company, run_date, person, point, at) VALUES ($1,$2,$3,$4,$5) ON CONFLICT `+conflict,
		string(w.company), v.RunDate, v.Person, v.Point, v.At)
	return err
}

// RunTimes are those of the runs of the days from first to last, by day, person
// and time.
func (r Reader) RunTimes(ctx context.Context, first, last cal.Date) ([]RunTime, error) {
	rows, err := r.q.Query(ctx, `SELECT run_date, person, point, at FROM run_time WHERE company = $1 AND run_date >= $2 AND run_date <= $3
		ORDER BY run_date, person, at, point`, string(r.company), first, last)
	return collect(rows, err, func(rows db.Rows, t *RunTime) error { return rows.Scan(&t.RunDate, &t.Person, &t.Point, &t.At) })
}

// RunState is a run of the past with what stands of it.
type RunState struct {
	Run
	Letters, Tasks int
}

// RunStates are the last runs until a day, the newest first, with what they
// made for the customers of a scope.
func (r Reader) RunStates(ctx context.Context, until cal.Date, limit int, of Scope) ([]RunState, error) {
	rows, err := r.q.Query(ctx, `SELECT date, policy, version FROM run WHERE company = $1 AND date <= $2 ORDER BY date DESC LIMIT $3`, string(r.company), until, limit)
	list, err := collect(rows, err, func(rows db.Rows, v *RunState) error { return rows.Scan(&v.Date, &v.Policy, &v.Version) })
	for i := range list {
		if err == nil {
			err = r.CountMade(ctx, &list[i], of)
		}
	}
	return list, err
}

// CountMade counts what stands of a run for the customers of a scope. Everybody's
// letters, which may be a hundred thousand, are summed by the changes that made
// them.
func (r Reader) CountMade(ctx context.Context, v *RunState, of Scope) error {
	for table, into := range map[string]*int{"letter": &v.Letters, "task": &v.Tasks} {
		args := []any{string(r.company), v.Date}
		sql := `SELECT COUNT(*) FROM ` + runRows(table, of, &args) + ` AND t.undone = 0`
		if table == "letter" && len(args) == 2 {
			sql = `SELECT CAST(COALESCE(SUM(letters), 0) AS BIGINT) FROM letter_count WHERE company = $1 AND run_date = $2`
		}
		if err := r.q.QueryRow(ctx, sql, args...).Scan(into); err != nil {
			return err
		}
	}
	return nil
}

// runRows are the rows of a table, called t, of the company $1 on the day $2 for
// the customers of a scope: found by those, who are few, unless it is everybody.
func runRows(table string, of Scope, args *[]any) string {
	filter := of.filter("c", args)
	if filter == "" {
		return table + ` t WHERE t.company = $1 AND t.run_date = $2`
	}
	return `customer c CROSS JOIN ` + table + ` t WHERE c.company = $1 AND t.company = c.company AND t.customer = c.customer AND t.run_date = $2` + filter
}

// StateCount is how many deliveries of a run stand in a state.
type StateCount struct {
	Channel, State string
	Count          int
}

// RunDeliveries counts the deliveries of a run's letters that stand, by channel
// and state, for the customers of a scope. Of everybody's, those are counted by
// an index and those of letters that were taken back counted out.
func (r Reader) RunDeliveries(ctx context.Context, day cal.Date, of Scope) ([]StateCount, error) {
	args := []any{string(r.company), day}
	letters := `(SELECT t.letter FROM ` + runRows("letter", of, &args)
	const ways = ` l JOIN delivery d ON d.company = $1 AND d.letter = l.letter GROUP BY d.channel, d.state`
	counted := `SELECT d.channel, d.state, COUNT(*) AS n FROM ` + letters + ` AND t.undone = 0)` + ways
	if of.All && of.Manager == "" {
		counted = `SELECT channel, state, COUNT(*) AS n FROM delivery WHERE company = $1 AND run_date = $2 GROUP BY channel, state
			UNION ALL SELECT d.channel, d.state, -COUNT(*) AS n FROM ` + letters + ` AND t.undone > 0)` + ways
	}
	rows, err := r.q.Query(ctx, `SELECT channel, state, CAST(SUM(n) AS BIGINT) FROM (`+counted+`) v GROUP BY channel, state HAVING SUM(n) > 0 ORDER BY channel, state`, args...)
	return collect(rows, err, func(rows db.Rows, c *StateCount) error { return rows.Scan(&c.Channel, &c.State, &c.Count) })
}

// RunLine is a letter of a run in a list, with where it goes and stands.
type RunLine struct {
	Letter
	Name                   string // of the customer
	EmailState, PostState  string // empty: does not go this way
	EmailAddress, Tracking string
	EmailOn, PostOn        cal.Date
}

// runLinesFew is up to how many deliveries in a state the letters are found by
// these; where there are more, the first letters soon have some of them.
const runLinesFew = 5000

// RunLines are letters of a run that stand, in the order of its print job: by
// customer, step, currency; of the customers of a scope, in a state of the
// channel if that is given.
func (r Reader) RunLines(ctx context.Context, q RunLineQuery) ([]RunLine, error) {
	args := []any{string(r.company), q.Day}
	from := runRows("letter", q.Scope, &args) + ` AND t.undone = 0`
	if q.Channel != "" {
		var few bool
		if err := r.q.QueryRow(ctx, `SELECT COUNT(*) < `+strconv.Itoa(runLinesFew)+` FROM (SELECT 1 FROM delivery
			WHERE company = $1 AND run_date = $2 AND channel = $3 AND state = $4 LIMIT `+strconv.Itoa(runLinesFew)+`) v`,
			string(r.company), q.Day, q.Channel, q.State).Scan(&few); err != nil {
			return nil, err
		}
		in := ` FROM delivery d WHERE d.company = $1 AND d.run_date = $2 AND d.channel = ` + next(args) + ` AND d.state = ` + next(append(args, 0))
		if args = append(args, q.Channel, q.State); few {
			from += ` AND t.letter IN (SELECT d.letter` + in + `)`
		} else {
			from += ` AND EXISTS (SELECT 1` + in + ` AND d.letter = t.letter)`
		}
	}
	rows, err := r.q.Query(ctx, `SELECT l.letter, l.customer, l.step, l.currency, l.about, l.total, l.template,
			(SELECT c.name FROM customer c WHERE c.company = $1 AND c.customer = l.customer),
			COALESCE(e.state, ''), COALESCE(p.state, ''), COALESCE(e.address, ''), COALESCE(p.tracking, ''), e.state_on, p.state_on
		FROM (SELECT t.letter, t.customer, t.step, t.currency, t.about, t.total, t.template FROM `+from+` ORDER BY t.customer, t.step, t.currency, t.about LIMIT `+next(args)+` OFFSET `+next(append(args, 0))+`) l
		LEFT JOIN delivery e ON e.company = $1 AND e.letter = l.letter AND e.channel = 'email'
		LEFT JOIN delivery p ON p.company = $1 AND p.letter = l.letter AND p.channel = 'post'
		ORDER BY l.customer, l.step, l.currency, l.about`, append(args, q.Limit, q.Offset)...)
	return collect(rows, err, func(rows db.Rows, l *RunLine) error {
		return rows.Scan(&l.ID, &l.Customer, &l.Step, &l.Currency, &l.About, &l.Total, &l.Template, &l.Name,
			&l.EmailState, &l.PostState, &l.EmailAddress, &l.Tracking, &l.EmailOn, &l.PostOn)
	})
}

// RunLineQuery asks for letters of a run.
type RunLineQuery struct {
	Day            cal.Date
	Scope          Scope
	Channel, State string // only in this state of this channel; empty: all
	Limit, Offset  int
}

// next is the place of the argument that is appended next.
func next(args []any) string { return "$" + strconv.Itoa(len(args)+1) }
