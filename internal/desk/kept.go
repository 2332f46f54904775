package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

// jobKeep computes figures that are kept; its payload is their name and day.
const jobKeep = "keep"

const (
	// keptQuick is how long computing figures may take to be done again whenever
	// the books have changed; larger ones are shown as of when they were made,
	// with the word that they are older.
	keptQuick = 100 * time.Millisecond
	// keptAtOnce is how many customers a company has at most whose figures are
	// computed while a page waits for them: one piece of accounts takes tenths of
	// a second. Those of a larger one are computed by the queue.
	keptAtOnce = planCustomers
	// keptForgotten is after how long kept figures go.
	keptForgotten = 7 * 24 * time.Hour
	// longestChange is longer than any change is under way.
	longestChange = time.Hour
)

// The names of figures that are kept; ChartsOf has more, and so have Listed.
const (
	PlanFigures = store.PlanKept
	BookFigures = "books" // what is missing in them, for Setup
)

// KeptAt says when figures were computed that are kept.
type KeptAt struct {
	Made   time.Time // zero: they never were
	Old    bool      // the books have changed since
	Making bool      // they are being computed, and there are none yet
}

// kept are the figures of a day under a name, for all customers or those that the
// name says. They are
// computed when there are none, and when the books have changed and it takes no
// time: here, or in the background, where they are Making until then. What more
// there is of them, rows, is read by more in the same snapshot, so that it is of
// the same making; it may run twice.
func (s *Session) kept(ctx context.Context, what string, day cal.Date, more func(store.Reader, store.Kept) error) (KeptAt, error) {
	v, k, err := s.lookKept(ctx, what, day, more)
	quick := !k.Making && time.Duration(v.Took)*time.Millisecond < keptQuick
	if err != nil || !k.Making && (!k.Old || !quick) {
		return k, err
	}
	if _, err := s.recompute(ctx, what, day, quick); err != nil {
		return k, err
	}
	_, k, err = s.lookKept(ctx, what, day, more)
	return k, err
}

// recompute computes figures anew: here if that is quick, or else in the
// background, later.
func (s *Session) recompute(ctx context.Context, what string, day cal.Date, quick bool) (later bool, err error) {
	if quick || s.desk.queue == nil {
		return false, s.keep(ctx, what, day)
	}
	customers := 0
	err = s.desk.db.Read(ctx, func(q db.Querier) (err error) {
		customers, err = store.Read(q, s.company.Code).CountCustomers(ctx, store.Scope{All: true})
		return err
	})
	if err != nil {
		return false, err
	}
	if customers <= keptAtOnce {
		return false, s.keep(ctx, what, day)
	}
	return true, s.desk.db.Tx(ctx, func(tx db.Tx) error {
		return s.desk.queue.Enqueue(ctx, tx, jobKeep, string(s.company.Code), []byte(what+" "+day.String()))
	})
}

// Recompute has figures of a day computed anew that are kept; later says that
// it is being done in the background.
func (s *Session) Recompute(ctx context.Context, what string, day cal.Date) (later bool, err error) {
	if err := s.may(ReadBooks); err != nil {
		return false, err
	}
	if currency, ok := strings.CutPrefix(what, chartsOf); ok {
		known, err := s.chartCurrencies(ctx)
		if err != nil || !slices.Contains(known, money.Currency(currency)) {
			return false, err
		}
	}
	return s.recompute(ctx, what, day, false)
}

// KeptMade says when the figures of a day were computed that are kept.
func (s *Session) KeptMade(ctx context.Context, what string, day cal.Date) (KeptAt, error) {
	_, kept, err := s.lookKept(ctx, what, day, nil)
	return kept, err
}

// lookKept is what is kept of a day under a name. What was foretold on an
// earlier day is nothing: it took runs as done that may not have been. Of what is
// kept, more reads more.
func (s *Session) lookKept(ctx context.Context, what string, day cal.Date, more func(store.Reader, store.Kept) error) (v store.Kept, k KeptAt, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		k = KeptAt{Making: true}
		found, exists, err := r.Kept(ctx, what, day)
		if err != nil || !exists {
			return err
		}
		made := time.UnixMilli(found.Made)
		if cal.Of(made.In(s.desk.now().Location())) < min(day, s.Today()) {
			return nil
		}
		changes, err := r.ChangesSince(ctx, found.Since)
		v, k = found, KeptAt{Made: made, Old: changes != found.Changes}
		if err != nil || more == nil {
			return err
		}
		return more(r, found)
	})
	return v, k, err
}

// workKept computes figures in the background, by payload: name and day.
func (d *Desk) workKept(ctx context.Context, company string, payload []byte) error {
	s, err := d.Session(ctx, id.Company(company), Actor{System: "worker"})
	if err != nil {
		return err
	}
	at := bytes.LastIndexByte(payload, ' ')
	day, err := cal.Parse(string(payload[at+1:]))
	if err != nil {
		return err
	}
	return s.keep(ctx, string(payload[:max(at, 0)]), day)
}

// keep computes figures and keeps them. It is no change of
// the books: whatever it writes can be computed again.
func (s *Session) keep(ctx context.Context, what string, day cal.Date) error {
	began := s.desk.now()
	v := store.Kept{What: what, Day: day, Since: changeTime(began.Add(-longestChange))}
	var write func(context.Context, store.Writer, int64) (any, error)
	err := s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
		if v.Changes, err = r.ChangesSince(ctx, v.Since); err != nil {
			return err
		}
		write, err = s.reckon(ctx, r, what, day)
		return err
	})
	if err != nil {
		return err
	}
	now := s.desk.now()
	v.Made, v.Took = now.UnixMilli(), now.Sub(began).Milliseconds()
	forget := now.Add(-keptForgotten).UnixMilli()
	err = s.desk.db.Tx(ctx, func(tx db.Tx) error {
		w := store.Write(tx, s.company.Code, "")
		figures, err := write(ctx, w, forget)
		if err != nil {
			return err
		}
		text, err := json.Marshal(figures)
		if err != nil {
			return err
		}
		v.Figures = string(text)
		return w.Keep(ctx, v, forget)
	})
	if db.IsUnique(err) { // another request kept them at this moment, and those are as good
		return nil
	}
	return err
}

// reckon computes figures by their name, and gives what writes down that of
// them which has tables of its own and answers with the rest.
func (s *Session) reckon(ctx context.Context, r store.Reader, what string, day cal.Date) (func(context.Context, store.Writer, int64) (any, error), error) {
	switch {
	case what == PlanFigures:
		return s.reckonPlan(ctx, r, day)
	case strings.HasPrefix(what, store.ListKept):
		return s.reckonList(ctx, r, what, day)
	}
	var figures any
	var err error
	if currency, ok := strings.CutPrefix(what, chartsOf); ok {
		figures, err = readFigures(ctx, r, store.Scope{All: true}, money.Currency(currency), day)
	} else {
		figures, err = readBookFigures(ctx, r)
	}
	return func(context.Context, store.Writer, int64) (any, error) { return figures, nil }, err
}
