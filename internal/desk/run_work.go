package desk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

const (
	// workSilence is after how long without a word a run that works is taken for
	// one whose process died. A piece of a run takes seconds.
	workSilence = 2 * time.Minute
	// workTold is how often a run tells how far it has come.
	workTold = 500 * time.Millisecond
)

// runJob is the payload of JobApply. Began tells it from an earlier one of the
// same person and day.
type runJob struct {
	Day   cal.Date `json:"day"`
	User  id.User  `json:"user"`
	Began int64    `json:"began"`
}

// StartRun sets the run of a day going for the actor's customers; RunWorks
// tells how far it has come. A second call while it works changes nothing.
// Without workers it is applied here and now.
func (s *Session) StartRun(ctx context.Context, day cal.Date) error {
	plan, err := s.PlanHead(ctx, day)
	if err != nil {
		return err
	}
	if !plan.RunDay {
		return fault.New(fault.Refused, "run.off_day", "%s is no run day of policy %s; the next one is %s", day, plan.Policy, plan.NextRun)
	}
	if s.desk.queue == nil {
		if _, err := s.Apply(ctx, day, ""); err != nil {
			return err
		}
		return s.TimeRun(ctx, day, store.PointApplied)
	}
	return s.do(ctx, ApplyRuns, "apply", nil, func(ctx context.Context, e *entry) error {
		works, err := e.RunWorks(ctx, day)
		if err != nil {
			return err
		}
		for i := range works {
			if works[i].Person == s.actorName() && s.isWorking(&works[i]) {
				return nil
			}
		}
		if err := s.mustBeFresh(ctx, e.Reader, day); err != nil { // said at once, not by the worker
			return err
		}
		now := s.desk.now().Unix()
		work := store.RunWork{RunDate: day, Person: s.actorName(), Began: now, Touched: now}
		if work.Total, err = e.CountCustomers(ctx, s.scope()); err != nil {
			return err
		}
		if err := e.SetRunWork(ctx, work); err != nil {
			return err
		}
		payload, err := json.Marshal(runJob{day, s.actor.User, now})
		if err != nil {
			return err
		}
		e.note("run.started", "run:"+day.String(), "", nil)
		return s.desk.queue.Enqueue(ctx, e.Tx(), JobApply, string(s.company.Code), payload)
	})
}

// isWorking says whether a run is under way, as far as can be known.
func (s *Session) isWorking(w *store.RunWork) bool {
	return w.Ended == 0 && s.desk.now().Sub(time.Unix(w.Touched, 0)) < workSilence
}

// notWorking refuses while somebody applies the run.
func (s *Session) notWorking(ctx context.Context, r store.Reader, day cal.Date) error {
	works, err := r.RunWorks(ctx, day)
	for i := range works {
		if s.isWorking(&works[i]) {
			return fault.New(fault.Refused, "run.working", "%s applies the run of %s at this moment; wait until it is done", works[i].Person, day)
		}
	}
	return err
}

// RunWork is how far a run has come that a person set going.
type RunWork struct {
	store.RunWork
	Working bool // false: it has ended, or nothing was heard of it for long
}

// RunWorks are the workings of the run of a day, by person.
func (s *Session) RunWorks(ctx context.Context, day cal.Date) (list []RunWork, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		works, err := r.RunWorks(ctx, day)
		for i := range works {
			list = append(list, RunWork{works[i], s.isWorking(&works[i])})
		}
		return err
	})
	return list, err
}

// workRun is the handler of JobApply. A job that comes again after a crash goes
// on where the run was; one that was undone or begun anew meanwhile ends.
func (d *Desk) workRun(ctx context.Context, company string, payload []byte) error {
	var job runJob
	if err := json.Unmarshal(payload, &job); err != nil {
		return err
	}
	s, err := d.Session(ctx, id.Company(company), Actor{User: job.User, System: "worker"})
	if err != nil {
		return err
	}
	work, err := s.ownWork(ctx, &job)
	if err != nil || work.Ended != 0 || work.Began != job.Began {
		return err
	}
	tell := func() error {
		work.Touched = d.now().Unix()
		return d.db.Tx(ctx, func(tx db.Tx) error { return store.Write(tx, s.company.Code, "").SetRunWork(ctx, work) })
	}
	var told time.Time
	var lost error
	s.Progress = func(what string, done, _ int) {
		if what != "apply" || d.now().Sub(told) < workTold {
			return
		}
		work.Done, told = min(done, work.Total), d.now()
		lost = tell()
	}
	if _, err = s.Apply(ctx, job.Day, ""); err == nil {
		err = s.keep(ctx, PlanFigures, job.Day) // so that what is done is not offered again
	}
	if passing(err) {
		return errors.Join(err, lost) // the queue tries again
	}
	work.Ended = d.now().Unix()
	if err != nil {
		work.Failed = fault.Keep(err)
	} else {
		work.Done = work.Total
	}
	if err := errors.Join(lost, tell()); err != nil || work.Failed != "" {
		return err
	}
	return s.TimeRun(ctx, job.Day, store.PointApplied)
}

// ownWork is the actor's working of a run.
func (s *Session) ownWork(ctx context.Context, job *runJob) (own store.RunWork, err error) {
	works, err := s.RunWorks(ctx, job.Day)
	for i := range works {
		if works[i].Person == s.actorName() {
			own = works[i].RunWork
		}
	}
	return own, err
}

// TimeRun records that the actor came to a point of a run. Of all but the
// last point the first time stays, and nothing is written again.
func (s *Session) TimeRun(ctx context.Context, day cal.Date, point string) error {
	known := false
	err := s.read(ctx, ReadBooks, func(r store.Reader) error {
		times, err := r.RunTimes(ctx, day, day)
		known = point != store.PointDone && slices.ContainsFunc(times, func(t store.RunTime) bool { return t.Person == s.actorName() && t.Point == point })
		return err
	})
	if err != nil || known {
		return err
	}
	return s.desk.db.Tx(ctx, func(tx db.Tx) error {
		return store.Write(tx, s.company.Code, "").InsertRunTime(ctx, store.RunTime{RunDate: day, Person: s.actorName(), Point: point, At: s.desk.now().Unix()})
	})
}
