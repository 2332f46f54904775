package desk

import (
	"context"
	"time"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// jobRegisters asks for customers to be looked up in the registers.
const jobRegisters = "registers"

// registersEvery is how often it is asked whether a month has begun.
const registersEvery = 6 * time.Hour

// registerStep is what the tasks come of that ask for a look into the registers.
const registerStep = "registers"

// TaskCheckCustomer asks somebody to look a customer up in the registers.
const TaskCheckCustomer = "check-customer"

// checkedAtOnce is how many customers one change of tasks is about.
const checkedAtOnce = 200

// RecheckCustomers makes this month's tasks to look customers up in the
// registers who owe more than the policy of the day says, and were not looked
// up this month: one for each customer. It tells how many were made.
func (s *Session) RecheckCustomers(ctx context.Context, day cal.Date) (made int, err error) {
	profile, err := s.Profile()
	if err != nil {
		return 0, err
	}
	var rules Rules
	var of staff
	err = s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
		if rules, err = s.rulesIfAny(ctx, r, day); err != nil {
			return err
		}
		of, err = readStaff(ctx, r, profile)
		return err
	})
	if err != nil || rules.Policy == nil || rules.RedFlags.Above == nil {
		return 0, err
	}
	for after := id.Customer(""); ; {
		var list []store.Owed
		err := s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
			list, err = r.OwedUnchecked(ctx, firstOfMonth(day), after, checkedAtOnce)
			return err
		})
		if err != nil || len(list) == 0 {
			return made, err
		}
		n := 0
		err = s.do(ctx, KeepFlags, "customer.recheck", nil, func(ctx context.Context, e *entry) error {
			n = 0
			for _, o := range list {
				if !rules.RedFlags.Checks(o.Amount, o.Currency) {
					continue
				}
				one, err := s.recheckTask(ctx, e, o, newTask{Role: rules.RedFlags.To, Assignee: of.who(rules.RedFlags.To, o.Manager)}, day)
				if n += one; err != nil {
					return err
				}
			}
			return nil
		})
		if made += n; err != nil {
			return made, err
		}
		after = list[len(list)-1].Customer
	}
}

// recheckTask makes a customer's task of this month unless there is one; that of
// a month before gives way to it.
func (s *Session) recheckTask(ctx context.Context, e *entry, o store.Owed, t newTask, day cal.Date) (made int, err error) {
	before, err := e.TasksFrom(ctx, o.Customer, registerStep)
	if err != nil {
		return 0, err
	}
	for i := range before {
		if before[i].RunDate >= firstOfMonth(day) {
			return 0, nil
		}
		if before[i].Life.ClosedOn == 0 {
			if err := s.closeTask(ctx, e, &before[i], store.TaskCancelled, ""); err != nil {
				return 0, err
			}
		}
	}
	t.Day, t.Customer, t.From, t.Currency, t.Task, t.Total = day, o.Customer, registerStep, o.Currency, TaskCheckCustomer, o.Amount
	t.Deadline = firstOfMonth(firstOfMonth(day)+31) - 1 // the month's last day
	t.Because = fault.New(fault.Refused, "task.registers", "he owes %s %s", o.Amount.Decimal(o.Currency), o.Currency)
	_, err = e.makeTask(ctx, t)
	return 1, err
}

// recheckDue is RecheckCustomers as of today, for the worker.
func recheckDue(ctx context.Context, s *Session, _ Profile) error {
	_, err := s.RecheckCustomers(ctx, s.Today())
	return err
}
