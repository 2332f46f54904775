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

// CountMade counts what stands of a run for the customers of a scope.
func (r Reader) CountMade(ctx context.Context, v *RunState, of Scope) error {
	for table, into := range map[string]*int{"letter": &v.Letters, "task": &v.Tasks} {
		sql, args := of.within(`SELECT COUNT(*) FROM `+table+` t WHERE t.company = $1 AND t.run_date = $2 AND t.undone = 0`, []any{string(r.company), v.Date}, "t")
		if err := r.q.QueryRow(ctx, sql, args...).Scan(into); err != nil {
			return err
		}
	}
	return nil
}

// StateCount is how many deliveries of a run stand in a state.
type StateCount struct {
	Channel, State string
	Count          int
}

// RunDeliveries counts the deliveries of a run's letters that stand, by channel
// and state, for the customers of a scope.
func (r Reader) RunDeliveries(ctx context.Context, day cal.Date, of Scope) ([]StateCount, error) {
	sql, args := of.within(`SELECT d.channel, d.state, CAST(COUNT(*) AS BIGINT) FROM letter l
		JOIN delivery d ON d.company = l.company AND d.letter = l.letter
		WHERE l.company = $1 AND l.run_date = $2 AND l.undone = 0`, []any{string(r.company), day}, "l")
	rows, err := r.q.Query(ctx, sql+` GROUP BY d.channel, d.state ORDER BY d.channel, d.state`, args...)
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

// RunLines are letters of a run that stand, in the order of its print job: by
// customer, step, currency; of the customers of a scope, in a state of the
// channel if that is given.
func (r Reader) RunLines(ctx context.Context, q RunLineQuery) (list []RunLine, total int, err error) {
	counted, args := q.Scope.within(` FROM letter l WHERE l.company = $1 AND l.run_date = $2 AND l.undone = 0`, []any{string(r.company), q.Day}, "l")
	where, _ := q.Scope.within(` FROM letter l
		LEFT JOIN delivery e ON e.company = l.company AND e.letter = l.letter AND e.channel = 'email'
		LEFT JOIN delivery p ON p.company = l.company AND p.letter = l.letter AND p.channel = 'post'
		WHERE l.company = $1 AND l.run_date = $2 AND l.undone = 0`, []any{string(r.company), q.Day}, "l")
	switch q.Channel {
	case "email":
		where, args = where+` AND e.state = `+next(args), append(args, q.State)
		counted = where
	case "post":
		where, args = where+` AND p.state = `+next(args), append(args, q.State)
		counted = where
	}
	if err := r.q.QueryRow(ctx, `SELECT COUNT(*)`+counted, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	rows, err := r.q.Query(ctx, `SELECT l.letter, l.customer, l.step, l.currency, l.about, l.total, l.template,
			(SELECT c.name FROM customer c WHERE c.company = l.company AND c.customer = l.customer),
			COALESCE(e.state, ''), COALESCE(p.state, ''), COALESCE(e.address, ''), COALESCE(p.tracking, ''), e.state_on, p.state_on`+where+
		` ORDER BY l.customer, l.step, l.currency, l.about LIMIT `+next(args)+` OFFSET `+next(append(args, 0)), append(args, q.Limit, q.Offset)...)
	list, err = collect(rows, err, func(rows db.Rows, l *RunLine) error {
		return rows.Scan(&l.ID, &l.Customer, &l.Step, &l.Currency, &l.About, &l.Total, &l.Template, &l.Name,
			&l.EmailState, &l.PostState, &l.EmailAddress, &l.Tracking, &l.EmailOn, &l.PostOn)
	})
	return list, total, err
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
