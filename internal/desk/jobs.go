package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/fault"
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
	// JobApply applies a run that a person set going; the payload says which.
	JobApply = "apply"
	// jobMailDue sends the e-mails whose pause is over.
	jobMailDue = "mail-due"
	// jobMailFetch reads the mailboxes that what could not be delivered comes
	// back to.
	jobMailFetch = "mail-fetch"
	// jobActs mails the reconciliation acts that wait for it.
	jobActs = "acts"
	// jobActsLate lets acts expire that did not come back in their term.
	jobActsLate = "acts-late"
	// jobCampaign makes the acts of a campaign, whose number is the payload.
	jobCampaign = "campaign"
	// jobRuns applies the day's run of every company whose runs are automatic.
	jobRuns = "runs"
	// jobBlackList looks who comes off the black list today.
	jobBlackList = "black-list"
)

// Periodic says how often a job without a company asks whether something is
// due. The answer comes from the database, so no tick is ever missed.
func Periodic() map[string]time.Duration {
	return map[string]time.Duration{
		jobRuns: 10 * time.Minute, jobMailDue: time.Minute, jobMailFetch: 10 * time.Minute, jobStatements: time.Hour, jobBlackList: time.Hour,
		jobActs: time.Minute, jobActsLate: time.Hour, jobStanding: time.Minute, jobLimitation: limitationEvery,
		jobOriginals: originalsEvery, jobPlans: restructuringsEvery, jobRegisters: registersEvery, jobCategories: categoriesEvery, jobAnswersDue: time.Minute, jobStopFiles: stopFilesEvery,
		jobHookDue: hookDueEvery, jobHookWatch: hookWatchEvery,
	}
}

// Times are how long jobs may take that take longer than others.
func Times() map[string]time.Duration {
	return map[string]time.Duration{jobBacktest: backtestTime + time.Minute, jobCampaign: campaignTime}
}

// Handlers work the background jobs, each in a goroutine of its own, which makes
// way for answers.
func (d *Desk) Handlers() map[string]func(ctx context.Context, company string, payload []byte) error {
	all := d.handlers()
	for kind, work := range all {
		all[kind] = func(ctx context.Context, company string, payload []byte) error {
			d.MakeWay()
			return work(ctx, company, payload)
		}
	}
	return all
}

func (d *Desk) handlers() map[string]func(ctx context.Context, company string, payload []byte) error {
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
		jobUpload:     d.workUpload,
		jobBacktest:   d.workBacktest,
		jobKeep:       d.workKept,
		jobCampaign:   d.workCampaign,
		jobActs:       func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, sendDueActs) },
		jobActsLate:   func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, expireActs) },
		jobAnswers:    d.workAnswers,
		jobAnswersDue: func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, sendAnswers) },
		JobApply:      d.workRun,
		jobHook:       d.workHooks,
		jobHookDue:    func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, sendHooks) },
		jobHookWatch:  func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, watchForHooks) },
		jobMailDue:    func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, sendDueMail) },
		jobStatements: func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, sendDueStatements) },
		jobLimitation: func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, warnDue) },
		jobOriginals:  func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, chaseDue) },
		jobRegisters:  func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, recheckDue) },
		jobCategories: func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, callReviewDue) },
		jobStopFiles:  func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, writeDueStopList) },
		jobPlans:      func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, watchPlans) },
		jobMailFetch:  func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, fetchReturned) },
		jobStanding: func(ctx context.Context, _ string, _ []byte) error {
			return d.eachCompany(ctx, func(ctx context.Context, s *Session, _ Profile) error { return s.refreshStanding(ctx) })
		},
		jobBlackList: func(ctx context.Context, _ string, _ []byte) error {
			return d.eachCompany(ctx, func(ctx context.Context, s *Session, _ Profile) error { _, err := s.ReviewBlackList(ctx); return err })
		},
		jobRuns: func(ctx context.Context, _ string, _ []byte) error { return d.eachCompany(ctx, applyDueRun) },
	}
}

// passing tells whether a job that failed is to be tried again, and has not come
// to its end: nobody knows why, or the database was away.
func passing(err error) bool {
	return err != nil && (fault.KindOf(err) == fault.Internal || db.IsAway(err))
}

// eachCompany does something in every company's books as the worker; what
// fails in one does not keep it from the others.
func (d *Desk) eachCompany(ctx context.Context, do func(context.Context, *Session, Profile) error) error {
	var companies []store.Company
	err := d.db.Read(ctx, func(q db.Querier) (err error) {
		companies, err = store.Companies(ctx, q)
		return err
	})
	for _, c := range companies {
		s, sessionErr := d.Session(ctx, c.Code, Actor{System: "worker"})
		if sessionErr != nil {
			err = errors.Join(err, sessionErr)
			continue
		}
		profile, profileErr := s.Profile()
		if profileErr == nil {
			profileErr = do(ctx, s, profile)
		}
		err = errors.Join(err, profileErr)
	}
	return err
}

// applyDueRun applies today's run for a company that trusts its rules.
// Applying twice adds nothing, so it needs no memory of what it did.
func applyDueRun(ctx context.Context, s *Session, p Profile) error {
	if p.Runs != "automatic" {
		return nil
	}
	undos, err := s.Undos(ctx, s.Today(), s.Today())
	if err != nil || len(undos) > 0 { // who took it back says when it is applied again
		return err
	}
	_, err = s.Apply(ctx, s.Today(), "")
	return err
}

// fetchReturned reads a company's mailbox, if it has one.
func fetchReturned(ctx context.Context, s *Session, p Profile) error {
	if p.Mail.Inbox.Host == "" {
		return nil
	}
	_, err := s.FetchReturned(ctx, s.Today())
	return err
}

// sendDueMail sends what waits for another try. A trial leaves letters as they
// stand, so that one would be sent again at every look.
func sendDueMail(ctx context.Context, s *Session, p Profile) error {
	if p.Mail.Host == "" || p.Mail.Dry != "" {
		return nil
	}
	runs, err := s.dueRuns(ctx)
	for _, run := range runs {
		_, sendErr := s.SendMail(ctx, run, s.Today(), mailShare)
		err = errors.Join(err, sendErr)
	}
	return err
}

// mailShare is how long one job begins new e-mails; the rest waits for the
// next, so that no job outlives its time.
const mailShare = 2 * time.Minute

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
