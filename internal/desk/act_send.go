package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/mail"
	"debitor/internal/mailer"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// PrintedAct is what stands for an address where an act goes on paper.
const PrintedAct = "print"

// How long an act has to come back: what it says itself, and the post's way.
const (
	actTerm   = 10
	paperDays = 5
)

// SendAct mails an act as a PDF to an address, or notes that it goes on paper
// (PrintedAct). It is noted before it goes: a program that ends between the two
// leaves an act that is asked after, and none that arrives twice. What the mail
// server puts off is tried again by the worker; what it refuses is undelivered,
// with a task to find out the address.
func (s *Session) SendAct(ctx context.Context, number int64, to string) error {
	return s.sendAct(ctx, number, to, func(a *store.Act) error {
		if a.State == store.ActSigned || a.State == store.ActDisagreed || a.State == store.ActWithdrawn {
			return actMoved(a)
		}
		return nil
	})
}

// sendAct sends an act that may still go, as the books have it then.
func (s *Session) sendAct(ctx context.Context, number int64, to string, mayGo func(*store.Act) error) error {
	if to != PrintedAct && !mail.ValidAddress(to) {
		return fault.New(fault.Input, "statement.address", "%q is no e-mail address", to)
	}
	a, err := s.Act(ctx, number)
	if err != nil {
		return err
	}
	profile, err := s.Profile()
	if err != nil {
		return err
	}
	if to != PrintedAct && profile.Mail.Dry != "" { // a trial leaves the act as it stands
		return cmp.Or(mayGo(&a.Act), s.mailAct(ctx, &a, to))
	}
	before := a.Act
	if err := s.moveAct(ctx, "act.send", number, func(a *store.Act) error {
		if err := mayGo(a); err != nil {
			return err
		}
		before = *a
		a.State, a.SentOn, a.SentTo, a.Term, a.Due, a.Trouble = store.ActSent, s.Today(), to, s.Today()+actTerm, 0, ""
		if to == PrintedAct {
			a.Term += paperDays
		}
		return nil
	}); err != nil || to == PrintedAct {
		return err
	}
	if err := s.mailAct(ctx, &a, to); err != nil {
		return cmp.Or(s.unsentAct(context.WithoutCancel(ctx), &before, &a, to, err), err)
	}
	return nil
}

func (s *Session) mailAct(ctx context.Context, a *Act, to string) error {
	if err := s.read(ctx, KeepActs, func(r store.Reader) error { return alive(ctx, r, to) }); err != nil {
		return err
	}
	doc, err := s.ActDocument(a)
	if err != nil {
		return err
	}
	doc.Meta.ID = mailOfAct(a.Number)
	_, err = s.mailPaper(ctx, doc, "act", a.Debtor, to)
	return err
}

// mailOfAct is what stands for a letter's number in the mail of an act, so that
// what comes back is known to be of it.
func mailOfAct(number int64) id.Letter { return id.Letter("ACT-" + strconv.FormatInt(number, 10)) }

// unsentAct records that an act did not go: it waits for another try, or it is
// undelivered and somebody finds out how the customer is reached. Where the
// fault is ours it stands as before.
func (s *Session) unsentAct(ctx context.Context, before *store.Act, a *Act, to string, why error) error {
	return s.do(ctx, KeepActs, "act.unsent", nil, func(ctx context.Context, e *entry) error {
		row := *before
		row.Due = 0
		if refused, is := errors.AsType[notSent](why); is {
			row.SentTo, row.Trouble = to, fault.Keep(why)
			if err := s.putOffAct(ctx, e, &row, refused.Result, a.Debtor.Manager); err != nil {
				return err
			}
		}
		e.note("act.unsent", actSubject(row.Number), fault.Plain(fault.Keep(why)), map[string]any{"to": to, "try": row.Tries, "state": row.State})
		return e.UpdateAct(ctx, &row)
	})
}

// putOffAct says when an act is tried again, if ever. A server of ours that is
// not ready says nothing of the act: that is no try at it.
func (s *Session) putOffAct(ctx context.Context, e *entry, row *store.Act, end mailer.Result, manager string) error {
	if ours(end) {
		row.Due = s.desk.now().Add(serverPause).Unix()
		return nil
	}
	if row.Tries++; end.State == mailer.Temporary && row.Tries < mailer.MaxAttempts {
		row.Due = s.desk.now().Add(mailer.Backoff(row.Tries)).Unix()
		return nil
	}
	row.State, row.SentOn = store.ActUndelivered, s.Today()
	return s.undeliveredAct(ctx, e, row, manager, end.Dead())
}

// ours tells that our own server was not ready, before it had the whole message.
func ours(end mailer.Result) bool { return end.About == mailer.Server && end.State != mailer.Unknown }

// undeliveredAct asks the customer's manager to find out how he is reached, as
// for a letter that did not, and marks an address that is dead.
func (s *Session) undeliveredAct(ctx context.Context, e *entry, row *store.Act, manager string, dead bool) error {
	if dead {
		if err := s.markDead(ctx, e, row.SentTo, s.Today(), fault.Plain(row.Trouble)); err != nil {
			return err
		}
	}
	_, err := e.makeTask(ctx, newTask{
		Day: s.Today(), Customer: row.Customer, From: actTask(row.Number) + "mail", Currency: row.Currency, Task: policy.MendContact, Assignee: manager, Total: max(0, row.Balance),
		Because: fault.New(fault.Refused, "task.act_undelivered", "reconciliation act %d did not reach the customer at %s", row.Number, row.SentTo),
	})
	return err
}

// actTask is what a task comes of that an act asks for.
func actTask(number int64) string { return "act-" + strconv.FormatInt(number, 10) + "-" }

// ActOfTask is the reconciliation act that a task is about, 0 if of none.
func ActOfTask(t store.Task) (number int64) {
	if _, err := fmt.Sscanf(t.Step, "act-%d-", &number); err != nil {
		return 0
	}
	return number
}

// errNotDue is that another process has taken the act up, or it is not to go.
var errNotDue = fault.New(fault.Refused, "act.not_due", "the act does not wait to be mailed any more")

// actPiece is how many acts are looked at in one go.
const actPiece = 200

// SendDueActs mails the acts that wait for it, begins none after a time
// (zero: no bound), and tells how many went. What fails is on record with each
// act; the error is of what has nothing to do with one of them. In a trial
// nothing goes.
func (s *Session) SendDueActs(ctx context.Context, until time.Time) (sent int, err error) {
	profile, err := s.Profile()
	if err != nil || profile.Mail.Dry != "" {
		return 0, err
	}
	if err := s.canMail(&profile); err != nil {
		return 0, err
	}
	for {
		var due []store.Act
		if err := s.read(ctx, KeepActs, func(r store.Reader) (err error) {
			due, err = r.DueActs(ctx, s.scope(), s.desk.now().Unix(), actPiece)
			return err
		}); err != nil || len(due) == 0 {
			return sent, err
		}
		for i := range due {
			if !until.IsZero() && s.desk.now().After(until) {
				return sent, nil
			}
			went, err := s.sendDueAct(ctx, &due[i])
			if err != nil {
				return sent, err
			}
			if went {
				sent++
			}
			s.progress("acts", i+1, len(due))
		}
	}
}

// canMail refuses where no mail can go at all.
func (s *Session) canMail(p *Profile) error {
	if _, err := s.desk.mailer(s.company.Code, &p.Mail); err != nil {
		return err
	}
	_, err := p.sender("")
	return err
}

// sendDueAct mails one; what cannot go for a reason of its own is undelivered.
func (s *Session) sendDueAct(ctx context.Context, seen *store.Act) (went bool, err error) {
	err = s.sendAct(ctx, seen.Number, seen.SentTo, func(a *store.Act) error {
		if a.Due == 0 || a.Due != seen.Due || a.State != seen.State {
			return errNotDue
		}
		return nil
	})
	var refused notSent
	switch {
	case err == nil:
		return true, nil
	case errors.As(err, &refused) && ours(refused.Result):
		return false, err
	case errors.Is(err, errNotDue) || errors.As(err, &refused):
		return false, nil
	case fault.KindOf(err) == fault.Internal:
		return false, err
	}
	why := fault.Keep(err)
	return false, s.moveAct(ctx, "act.unsent", seen.Number, func(a *store.Act) error {
		a.State, a.SentTo, a.SentOn, a.Due, a.Trouble = store.ActUndelivered, seen.SentTo, s.Today(), 0, why
		return nil
	})
}

// ExpireActs finds the acts that were to be back before a day: each expires, and
// the customer's manager gets a task to ask for it.
func (s *Session) ExpireActs(ctx context.Context, day cal.Date) (expired int, err error) {
	for {
		n := 0
		if err := s.do(ctx, KeepActs, "act.expire", nil, func(ctx context.Context, e *entry) error {
			late, err := e.LateActs(ctx, day, actPiece)
			if n = len(late); err != nil || n == 0 {
				return err
			}
			return s.expire(ctx, e, late)
		}); err != nil || n == 0 {
			return expired, err
		}
		expired += n
	}
}

func (s *Session) expire(ctx context.Context, e *entry, late []store.Act) error {
	who := make([]id.Customer, len(late))
	for i := range late {
		who[i] = late[i].Customer
	}
	customers, err := e.Customers(ctx, who)
	if err != nil {
		return err
	}
	manager := map[id.Customer]string{}
	for i := range customers {
		manager[customers[i].ID] = customers[i].Manager
	}
	for i := range late {
		a := &late[i]
		a.State = store.ActExpired
		if err := e.UpdateAct(ctx, a); err != nil {
			return err
		}
		e.note("act.expired", actSubject(a.Number), "", actNoted(a))
		if _, err := e.makeTask(ctx, newTask{
			Day: s.Today(), Customer: a.Customer, From: actTask(a.Number) + "late", Currency: a.Currency, Task: "chase-act", Assignee: manager[a.Customer], Total: max(0, a.Balance),
			Deadline: s.Today() + chaseDays,
			Because:  fault.New(fault.Refused, "task.act_expired", "reconciliation act %d of %s was to be back by %s", a.Number, a.SentOn, a.Term),
		}); err != nil {
			return err
		}
	}
	return nil
}

// chaseDays is how long somebody has to ask for an act that is late.
const chaseDays = 3

// sendDueActs mails what waits, where mail is set up and is no trial.
func sendDueActs(ctx context.Context, s *Session, p Profile) error {
	if p.Mail.Host == "" || p.Mail.Dry != "" {
		return nil
	}
	_, err := s.SendDueActs(ctx, s.desk.now().Add(mailShare))
	return err
}

// expireActs lets acts expire whose term has passed.
func expireActs(ctx context.Context, s *Session, _ Profile) error {
	_, err := s.ExpireActs(ctx, s.Today())
	return err
}
