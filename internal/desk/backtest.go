package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"debitor/internal/backtest"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// jobBacktest tries policies on the past; its payload is the back-test's key.
const jobBacktest = "backtest"

// The bounds of a back-test that a page asks for.
const (
	// BacktestDays is a year, with the day on which it is a year ago.
	BacktestDays = 367
	// backtestTime is enough for a year of a million debts of which none is paid,
	// under two policies, on a slow machine; see Times.
	backtestTime = 2 * time.Hour
	// backtestSpeed is for how many documents a policy is tried on a day in a
	// second, roughly: of those who pay in time more, of those who never pay less.
	backtestSpeed = 5_000_000
	// backtestTold is how often its progress is kept.
	backtestTold = time.Second
	// backtestExamples is how many differences are kept one by one, and
	// backtestAlike how many of one sort.
	backtestExamples, backtestAlike = 60, 5
	// backtestsShown is how many are listed.
	backtestsShown = 30
)

// The states of a back-test.
const (
	BacktestQueued = "queued"
	BacktestDone   = "done"
	BacktestFailed = "failed"
)

// Backtest is policies tried on the past.
type Backtest struct {
	ID        string
	At        time.Time
	Author    string
	Policies  []string // one, or two that are compared, each NAME@VERSION or a shipped NAME
	From, To  cal.Date
	Manager   string // whose customers; empty: all
	State     string
	Played    int // customers so far
	Customers int // of so many
	Result    *BacktestResult
	Problem   *fault.Fault // why it failed; nil if it did not
}

// BacktestResult is what came of it.
type BacktestResult struct {
	Policies    []BacktestFigures     `json:"policies"` // in the order asked for
	Customers   int                   `json:"customers"`
	Differences int                   `json:"differences"`
	KnownYears  bool                  `json:"known_years"` // the business calendar has every year
	Partings    []BacktestParting     `json:"partings"`
	Examples    []backtest.Difference `json:"examples"` // some of each parting
}

// BacktestFigures are what one policy would have done.
type BacktestFigures struct {
	Policy           string `json:"policy"`
	Version          int    `json:"version"`
	backtest.Figures `json:"figures"`
}

// BacktestParting is how often the two did different things in the same way; an
// empty step is nothing done.
type BacktestParting struct {
	A     string `json:"a"` // steps
	B     string `json:"b"`
	Times int    `json:"times"`
}

// BacktestTakes is roughly how long it takes to try so many policies on so many
// days, and of how many documents; none: nobody has counted them yet today.
func (s *Session) BacktestTakes(ctx context.Context, policies, days int) (documents int, takes time.Duration, err error) {
	if err := s.may(DraftPolicies); err != nil {
		return 0, 0, err
	}
	f, _, err := s.bookFigures(ctx)
	documents = f.Quality.Invoices
	return documents, time.Duration(documents*days*policies/backtestSpeed) * time.Second, err
}

// AskBacktest has one policy, or two to be compared, tried on the past, and
// gives the key under which the answer will stand.
func (s *Session) AskBacktest(ctx context.Context, q SimulateQuery) (string, error) {
	if err := q.check(); err != nil {
		return "", err
	}
	if q.To-q.From >= BacktestDays {
		return "", fault.New(fault.Usage, "backtest.span", "choose a year at most; \"debitor simulate\" plays more")
	}
	key := NewToken()[:16]
	err := s.do(ctx, DraftPolicies, "backtest", nil, func(ctx context.Context, e *entry) error {
		pinned := make([]string, len(q.Policies))
		for i, name := range q.Policies {
			p, err := s.policyNamed(ctx, e.Reader, name)
			if err != nil {
				return err
			}
			pinned[i] = pin(p.Rules)
		}
		n, err := e.CountCustomers(ctx, s.scope().Of(q.Manager))
		if err != nil {
			return err
		}
		b := store.Backtest{
			ID: key, At: s.desk.now().UTC().Truncate(time.Microsecond), Author: s.actorName(), Policies: strings.Join(pinned, " "),
			From: q.From, To: q.To, Manager: q.Manager, State: BacktestQueued, Customers: n,
		}
		e.note("backtest.asked", "backtest:"+key, "", map[string]any{"policies": pinned, "from": q.From, "to": q.To, "manager": q.Manager})
		if err := e.InsertBacktest(ctx, b); err != nil {
			return err
		}
		return s.later(ctx, e, jobBacktest, key)
	})
	if err != nil {
		return "", err
	}
	return key, s.atOnce(ctx, jobBacktest, key)
}

// pin names the very version, so that what is tried is what was asked for.
func pin(r Rules) string {
	if r.Version == 0 {
		return r.Name
	}
	return fmt.Sprintf("%s@%d", r.Name, r.Version)
}

// Backtest is one of them; a fault if there is none.
func (s *Session) Backtest(ctx context.Context, key string) (b Backtest, err error) {
	err = s.read(ctx, DraftPolicies, func(r store.Reader) error {
		row, found, err := r.Backtest(ctx, key)
		if err != nil {
			return err
		}
		if !found || !s.mayReadBacktest(row) {
			return fault.New(fault.NotFound, "backtest.unknown", "there is no back-test %q", key)
		}
		b = backtestOf(row)
		if row.Result == "" {
			return nil
		}
		b.Result = &BacktestResult{}
		return json.Unmarshal([]byte(row.Result), b.Result) //nolint:musttag // its figures are written and read by this file alone, as the core names them
	})
	return b, err
}

// Backtests are the latest, newest first, without their results.
func (s *Session) Backtests(ctx context.Context) (list []Backtest, err error) {
	err = s.read(ctx, DraftPolicies, func(r store.Reader) error {
		rows, err := r.Backtests(ctx, backtestsShown)
		for _, row := range rows {
			if s.mayReadBacktest(row) {
				list = append(list, backtestOf(row))
			}
		}
		return err
	})
	return list, err
}

// mayReadBacktest says whether the actor sees the customers of whom it tells:
// those that its author sees.
func (s *Session) mayReadBacktest(row store.Backtest) bool {
	return s.scope().All || row.Author == s.actorName()
}

func backtestOf(row store.Backtest) Backtest {
	return Backtest{
		ID: row.ID, At: row.At, Author: row.Author, Policies: strings.Fields(row.Policies), From: row.From, To: row.To, Manager: row.Manager,
		State: row.State, Played: row.Played, Customers: row.Customers, Problem: fault.Kept(row.Problem),
	}
}

// workBacktest tries the policies in the name of who asked. A job that is worked
// twice gives the same answer twice, and the second is not kept.
func (d *Desk) workBacktest(ctx context.Context, company string, payload []byte) error {
	s, err := d.Session(ctx, id.Company(company), Actor{System: "worker"})
	if err != nil {
		return err
	}
	b, err := s.Backtest(ctx, string(payload))
	if err != nil || b.State != BacktestQueued {
		return err
	}
	if b.Author != operator {
		if s, err = d.Session(ctx, id.Company(company), Actor{User: id.User(b.Author), System: "worker"}); err != nil {
			return err
		}
	}
	result, err := s.tryPolicies(ctx, b)
	if passing(err) {
		return err // the job is tried again
	}
	row := store.Backtest{ID: b.ID, State: BacktestDone, Played: result.Customers, Customers: result.Customers}
	if err != nil {
		row.State, row.Problem, row.Customers = BacktestFailed, fault.Keep(err), b.Customers
		return s.saveBacktest(ctx, row)
	}
	text, err := json.Marshal(result) //nolint:musttag // its figures are written and read by this file alone, as the core names them
	if err != nil {
		return err
	}
	row.Result = string(text)
	return s.saveBacktest(ctx, row)
}

// saveBacktest is not journaled: what was asked for is, and the answer can be
// had again.
func (s *Session) saveBacktest(ctx context.Context, row store.Backtest) error {
	return s.do(ctx, DraftPolicies, "backtest", nil, func(ctx context.Context, e *entry) error { return e.SaveBacktest(ctx, row) })
}

func (s *Session) tryPolicies(ctx context.Context, b Backtest) (out BacktestResult, err error) {
	within, cancel := context.WithTimeout(ctx, backtestTime)
	defer cancel()
	told := s.desk.now()
	var keepErr error
	s.Progress = func(_ string, done, _ int) {
		if now := s.desk.now(); now.Sub(told) >= backtestTold {
			told = now
			keepErr = errors.Join(keepErr, s.saveBacktest(ctx, store.Backtest{ID: b.ID, State: BacktestQueued, Played: done, Customers: b.Customers}))
		}
	}
	partings := map[BacktestParting]int{}
	sim, err := s.Simulate(within, SimulateQuery{Policies: b.Policies, From: b.From, To: b.To, Manager: b.Manager}, func(p SimulatedPart) error {
		out.gather(partings, p.Differences)
		return keepErr
	})
	switch {
	case ctx.Err() == nil && errors.Is(within.Err(), context.DeadlineExceeded):
		return out, fault.New(fault.Refused, "backtest.too_long", "this takes too long for a page: choose fewer months or one manager, or use \"debitor simulate\"")
	case err != nil:
		return out, err
	}
	out.Customers, out.Differences, out.KnownYears = sim.Customers, sim.Differences, sim.KnownYears
	for _, p := range sim.Policies {
		out.Policies = append(out.Policies, BacktestFigures{Policy: p.Name, Version: p.Version, Figures: p.Figures})
	}
	for parting, times := range partings {
		parting.Times = times
		out.Partings = append(out.Partings, parting)
	}
	slices.SortFunc(out.Partings, func(x, y BacktestParting) int {
		return cmp.Or(cmp.Compare(y.Times, x.Times), strings.Compare(x.A, y.A), strings.Compare(x.B, y.B))
	})
	return out, nil
}

// gather counts in which ways the two parted, and keeps some of each.
func (out *BacktestResult) gather(partings map[BacktestParting]int, list []backtest.Difference) {
	for i := range list {
		d := &list[i]
		way := BacktestParting{A: taken(&d.A), B: taken(&d.B)}
		if partings[way]++; partings[way] <= backtestAlike && len(out.Examples) < backtestExamples {
			out.Examples = append(out.Examples, *d)
		}
	}
}

// taken is the step that was taken; a letter that had nowhere to go is another
// thing.
func taken(d *backtest.Deed) string {
	if d.Name == policy.MendContact {
		return policy.MendContact
	}
	return d.Step
}
