package desk

import (
	"context"
	"errors"
	"time"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/mail"
	"debitor/internal/mailer"
	"debitor/internal/store"
)

// jobStatements sends the statements that go out each month by themselves.
const jobStatements = "statements"

// OrderStatement has a customer's statement of the month before sent to an
// address each month, from a day of the month on.
func (s *Session) OrderStatement(ctx context.Context, o store.StatementOrder) error {
	if !mail.ValidAddress(o.Address) {
		return fault.New(fault.Input, "statement.address", "%q is no e-mail address", o.Address)
	}
	if o.Day < 1 || o.Day > 28 {
		return fault.New(fault.Input, "statement.day", "a statement goes out on a day of the month from 1 to 28")
	}
	return s.do(ctx, KeepActs, "statement.order", nil, func(ctx context.Context, e *entry) error {
		if err := s.mustSee(ctx, e.Reader, o.Customer); err != nil {
			return err
		}
		before, err := e.StatementOrders(ctx, o.Customer)
		if err != nil {
			return err
		}
		if len(before) > 0 {
			o.SentFor = before[0].SentFor
		}
		o.Author = s.actorName()
		e.note("statement.ordered", "customer:"+string(o.Customer), "", map[string]any{"to": o.Address, "day": o.Day, "children": o.Children})
		return e.SaveStatementOrder(ctx, o)
	})
}

// EndStatements ends it.
func (s *Session) EndStatements(ctx context.Context, customer id.Customer) error {
	return s.do(ctx, KeepActs, "statement.end", nil, func(ctx context.Context, e *entry) error {
		if err := s.mustSee(ctx, e.Reader, customer); err != nil {
			return err
		}
		there, err := e.DeleteStatementOrder(ctx, customer)
		if err == nil && !there {
			err = fault.New(fault.NotFound, "statement.no_order", "no statement goes to customer %s by itself", customer)
		}
		e.note("statement.ended", "customer:"+string(customer), "", nil)
		return err
	})
}

// StatementOrder is a customer's, if there is one.
func (s *Session) StatementOrder(ctx context.Context, customer id.Customer) (o store.StatementOrder, there bool, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, customer); err != nil {
			return err
		}
		list, err := r.StatementOrders(ctx, customer)
		if len(list) > 0 {
			o, there = list[0], true
		}
		return err
	})
	return o, there, err
}

// StatementOrders are those of the customers the actor sees, by customer.
func (s *Session) StatementOrders(ctx context.Context) (list []store.StatementOrder, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		all, err := r.StatementOrders(ctx, "")
		for _, o := range all {
			seen, err := s.sees(ctx, r, o.Customer)
			if err != nil {
				return err
			}
			if seen {
				list = append(list, o)
			}
		}
		return err
	})
	return list, err
}

// SendStatements sends the statements that are due on a day, of the month
// before it, and tells how many went. One is noted before it goes, so that it
// never goes twice; where it does not go, a task says why.
func (s *Session) SendStatements(ctx context.Context, day cal.Date) (sent int, err error) {
	var orders []store.StatementOrder
	if err := s.read(ctx, KeepActs, func(r store.Reader) (err error) {
		orders, err = r.StatementOrders(ctx, "")
		return err
	}); err != nil {
		return 0, err
	}
	year, month, today := day.Civil()
	first := cal.On(year, time.Month(month), 1)
	for _, o := range orders {
		if today < o.Day || o.SentFor >= first-1 {
			continue
		}
		went, sendErr := s.sendOrdered(ctx, o, first-1)
		err = errors.Join(err, sendErr)
		if went {
			sent++
		}
	}
	return sent, err
}

// sendOrdered sends one, of the month that ends on a day.
func (s *Session) sendOrdered(ctx context.Context, o store.StatementOrder, last cal.Date) (went bool, err error) {
	year, month, _ := last.Civil()
	q := StatementQuery{Customer: o.Customer, From: cal.On(year, time.Month(month), 1), To: last, Children: o.Children}
	mine := false
	if err := s.do(ctx, KeepActs, "statement.due", nil, func(ctx context.Context, e *entry) error {
		now, err := e.StatementOrders(ctx, o.Customer)
		if mine = err == nil && len(now) > 0 && now[0].SentFor < last; !mine {
			return err
		}
		now[0].SentFor = last
		e.note("statement.due", "customer:"+string(o.Customer), "", map[string]any{"to_day": last})
		return e.SaveStatementOrder(ctx, now[0])
	}); err != nil || !mine {
		return false, err
	}
	_, sendErr := s.SendStatement(ctx, q, o.Address)
	if sendErr == nil {
		return true, nil
	}
	return false, s.statementFailed(context.WithoutCancel(ctx), o, last, sendErr)
}

// statementPatience is for how many days after its day a statement is tried again
// that the mail server puts off.
const statementPatience = 3

// statementFailed has a statement tried again that the mail server puts off, for
// some days; what it refuses, or may have taken, is a task.
func (s *Session) statementFailed(ctx context.Context, o store.StatementOrder, last cal.Date, why error) error {
	var refused notSent
	if !errors.As(why, &refused) && fault.KindOf(why) == fault.Internal {
		why = fault.Wrap(why, fault.Internal, "statement.failed", "the statement could not be made or sent; the log says why")
	}
	later := refused.State == mailer.Temporary && s.Today() <= last+cal.Date(o.Day)+statementPatience
	return s.do(ctx, KeepActs, "statement.failed", nil, func(ctx context.Context, e *entry) error {
		e.note("statement.failed", "customer:"+string(o.Customer), fault.Plain(fault.Keep(why)), map[string]any{"to": o.Address, "to_day": last, "again": later})
		now, err := e.StatementOrders(ctx, o.Customer)
		if err != nil || len(now) == 0 {
			return err
		}
		if later {
			now[0].SentFor = o.SentFor
			return e.SaveStatementOrder(ctx, now[0])
		}
		if refused.Dead() {
			if err := s.markDead(ctx, e, o.Address, s.Today(), fault.Plain(fault.Keep(why))); err != nil {
				return err
			}
		}
		_, err = e.makeTask(ctx, newTask{
			Day: s.Today(), Customer: o.Customer, From: "statement-" + last.String(), Currency: s.company.Currency, Task: "send-statement", Role: "accountant", Deadline: s.Today() + 3, Because: why,
		})
		return err
	})
}

// sendDueStatements sends them where mail is set up and is no trial.
func sendDueStatements(ctx context.Context, s *Session, p Profile) error {
	if p.Mail.Host == "" || p.Mail.Dry != "" {
		return nil
	}
	_, err := s.SendStatements(ctx, s.Today())
	return err
}
