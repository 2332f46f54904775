package desk

import (
	"context"
	"errors"
	"time"

	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/store"
)

// The background jobs, by kind.
const (
	// JobSeal seals what a company's writers left unsealed because their
	// process died before it could.
	JobSeal = "seal"
	// jobRuns applies the day's run of every company whose runs are automatic.
	jobRuns = "runs"
)

// Periodic says how often a job without a company asks whether something is
// due. The answer comes from the database, so no tick is ever missed.
func Periodic() map[string]time.Duration {
	return map[string]time.Duration{jobRuns: 10 * time.Minute}
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
		jobRuns: func(ctx context.Context, _ string, _ []byte) error { return d.applyDueRuns(ctx) },
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
