package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/store"
)

// The background jobs, by kind.
const (
	// JobSeal seals what a company's writers left unsealed because their
	// process died before it could.
	JobSeal = "seal"
	// JobMail sends the e-mails of a run, whose day is the payload, as soon as it
	// is applied.
	JobMail = "mail"
	// jobMailDue sends the e-mails whose pause is over.
	jobMailDue = "mail-due"
	// jobRuns applies the day's run of every company whose runs are automatic.
	jobRuns = "runs"
)

// Periodic says how often a job without a company asks whether something is
// due. The answer comes from the database, so no tick is ever missed.
func Periodic() map[string]time.Duration {
	return map[string]time.Duration{jobRuns: 10 * time.Minute, jobMailDue: time.Minute}
}

// Handlers work the background jobs.
func (d *Desk) Handlers() map[string]func(ctx context.Context, company string, payload []byte) error {
	return map[string]func(context.Context, string, []byte) error{
		JobSeal: func(ctx context.Context, company string, _ []byte) error {
			s, err := d.Session(ctx, id.Company(company), Actor{System: "worker"})
			if err != nil {
				return err
			}
			return s.Seal(ctx)
		},
		JobMail: func(ctx context.Context, company string, day []byte) error {
			s, err := d.Session(ctx, id.Company(company), Actor{System: "worker"})
			if err != nil {
				return err
			}
			run, err := cal.Parse(string(day))
			if err != nil {
				return err
			}
			_, err = s.SendMail(ctx, run, s.Today(), mailShare)
			return err
		},
		jobMailDue: func(ctx context.Context, _ string, _ []byte) error { return d.sendDueMail(ctx) },
		jobRuns:    func(ctx context.Context, _ string, _ []byte) error { return d.applyDueRuns(ctx) },
	}
}

// applyDueRuns applies today's run for the companies that trust their rules.
// Applying twice adds nothing, so it needs no memory of what it did.
func (d *Desk) applyDueRuns(ctx context.Context) error {
	var companies []store.Company
	err := d.db.Read(ctx, func(q db.Querier) (err error) {
		companies, err = store.Companies(ctx, q)
		return err
	})
	for _, c := range companies {
		s, sessionErr := d.Session(ctx, c.Code, Actor{System: "worker"})
		if sessionErr != nil {
			return errors.Join(err, sessionErr)
		}
		profile, profileErr := s.Profile()
		if profileErr == nil && profile.Runs == "automatic" {
			_, profileErr = s.Apply(ctx, s.Today(), "")
		}
		err = errors.Join(err, profileErr)
	}
	return err
}

// mailShare is how long one job begins new e-mails; the rest waits for the
// next, so that no job outlives its time.
const mailShare = 2 * time.Minute

// sendDueMail sends what waits for another try, for every company. The mails of
// a run that nobody has tried go along: what stopped them may be over.
func (d *Desk) sendDueMail(ctx context.Context) error {
	var companies []store.Company
	err := d.db.Read(ctx, func(q db.Querier) (err error) {
		companies, err = store.Companies(ctx, q)
		return err
	})
	for _, c := range companies {
		s, sessionErr := d.Session(ctx, c.Code, Actor{System: "worker"})
		if sessionErr != nil {
			return errors.Join(err, sessionErr)
		}
		runs, runsErr := s.dueRuns(ctx)
		err = errors.Join(err, runsErr)
		for _, run := range runs {
			_, sendErr := s.SendMail(ctx, run, s.Today(), mailShare)
			err = errors.Join(err, sendErr)
		}
	}
	return err
}

// dueRuns are the days of the runs that have e-mails to look at again.
func (s *Session) dueRuns(ctx context.Context) (days []cal.Date, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		due, err := r.DueMails(ctx, s.desk.now().Unix())
		if err != nil || len(due) == 0 {
			return err
		}
		ids := make([]id.Letter, len(due))
		for i := range due {
			ids[i] = due[i].Letter
		}
		letters, err := r.LettersByID(ctx, ids)
		for _, l := range letters {
			days = append(days, l.RunDate)
		}
		slices.Sort(days)
		days = slices.Compact(days)
		return err
	})
	return days, err
}
