package desk

import (
	"context"
	"slices"
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

// checkedAtOnce is how many customers one change of tasks is about, and how many
// are read at once.
const checkedAtOnce = 2000

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
		err = s.do(ctx, KeepFlags, "customer.recheck", nil, func(ctx context.Context, e *entry) (err error) {
			n, err = s.recheckTasks(ctx, e, slices.DeleteFunc(slices.Clone(list), func(o store.Owed) bool { return !rules.RedFlags.Checks(o.Amount, o.Currency) }), func(o store.Owed) newTask {
				return newTask{Role: rules.RedFlags.To, Assignee: of.who(rules.RedFlags.To, o.Manager)}
			}, day)
			return err
		})
		if made += n; err != nil {
			return made, err
		}
		after = list[len(list)-1].Customer
	}
}

// recheckTasks makes the tasks of this month of customers who have none yet, one
// for each; those of a month before give way to them.
func (s *Session) recheckTasks(ctx context.Context, e *entry, list []store.Owed, whose func(store.Owed) newTask, day cal.Date) (made int, err error) {
	customers := make([]id.Customer, len(list))
	for i := range list {
		customers[i] = list[i].Customer
	}
	before, err := e.TasksAmong(ctx, customers, registerStep)
	if err != nil {
		return 0, err
	}
	first := firstOfMonth(day)
	var tasks []newTask
	var old []store.Task
	for i, o := range list {
		if i > 0 && list[i-1].Customer == o.Customer || slices.ContainsFunc(before[o.Customer], func(t store.Task) bool { return t.RunDate >= first }) {
			continue // he has one, in another currency or made before
		}
		for _, t := range before[o.Customer] {
			if t.Life.ClosedOn == 0 {
				old = append(old, t)
			}
		}
		t := whose(o)
		t.Day, t.Customer, t.From, t.Currency, t.Task, t.Total = day, o.Customer, registerStep, o.Currency, TaskCheckCustomer, o.Amount
		t.Deadline = firstOfMonth(first+31) - 1 // the month's last day
		t.Because = fault.New(fault.Refused, "task.registers", "he owes %s %s", o.Amount.Decimal(o.Currency), o.Currency)
		tasks = append(tasks, t)
	}
	if err := s.closeTasks(ctx, e, old, store.TaskCancelled); err != nil {
		return 0, err
	}
	return len(tasks), e.makeTasks(ctx, tasks)
}

// recheckDue is RecheckCustomers as of today, for the worker.
func recheckDue(ctx context.Context, s *Session, _ Profile) error {
	_, err := s.RecheckCustomers(ctx, s.Today())
	return err
}
