package desk

import (
	"context"
	"time"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// jobPlans looks whose instalments were kept or missed.
const jobPlans = "restructurings"

// restructuringsEvery is how often that is asked: days decide it, and payments.
const restructuringsEvery = time.Hour

// The limits of watching.
const (
	watchedAtOnce = 100
	// mendDays is for how long money that is recorded late can show that no
	// instalment was missed.
	mendDays = 60
	// brokenTaskDays is how long somebody has to act on a broken plan (R-95: a demand
	// to repay within three days).
	brokenTaskDays = 3
	// partTaskDays is how long before the agreed day of an instalment that has not
	// come somebody is reminded to remind the customer.
	partTaskDays = 3
)

// Watched is what came of looking at the papers.
type Watched struct {
	Kept    int `json:"kept"`
	Broken  int `json:"broken"`
	Mended  int `json:"mended"` // what had been called broken was paid in time
	Expired int `json:"expired"`
}

// WatchRestructurings looks at the papers that are out and at the plans that are
// in force: what was not answered in time expires; a plan of which all has come is
// kept; one with an instalment unpaid on its day and the company's days of grace
// is broken. A breach ends the plan, is in the journal, and is a task; the steps
// go on from where the original due dates have them. Either way what the delay has
// cost by then is proposed as charges. Before the day of an instalment there is a
// task to remind of it.
func (s *Session) WatchRestructurings(ctx context.Context, day cal.Date) (out Watched, err error) {
	after := int64(0)
	for {
		n := 0
		var piece Watched
		err := s.do(ctx, KeepRestructurings, "restructuring.watch", nil, func(ctx context.Context, e *entry) error {
			list, err := e.WatchedRestructurings(ctx, day, day-mendDays, after, watchedAtOnce)
			if n = len(list); err != nil || n == 0 {
				return err
			}
			piece = Watched{}
			for i := range list {
				if err := s.watch(ctx, e, &list[i], day, &piece); err != nil {
					return err
				}
			}
			after = list[n-1].Number
			return nil
		})
		if err != nil || n == 0 {
			return out, err
		}
		out.Kept, out.Broken, out.Mended, out.Expired = out.Kept+piece.Kept, out.Broken+piece.Broken, out.Mended+piece.Mended, out.Expired+piece.Expired
	}
}

// watch looks at one paper.
func (s *Session) watch(ctx context.Context, e *entry, row *store.Restructuring, day cal.Date, out *Watched) error {
	if row.State == store.RestructuringSent {
		out.Expired++
		row.State = store.RestructuringExpired
		return s.noteMoved(ctx, e, row, "")
	}
	account, err := accountOf(ctx, e.Reader, row.Customer, day, nil)
	if err != nil {
		return err
	}
	course, stands := ledger.CourseOf(&account, row.Number, day)
	open, err := openOfPaper(ctx, e.Reader, row)
	if err != nil {
		return err
	}
	if open == 0 || !stands {
		course.Due = 0
	}
	if err := s.taskOfPart(ctx, e, row, course, account.Tolerance, day); err != nil {
		return err
	}
	switch broken := row.State == store.RestructuringBroken; {
	case broken && stands && course.Broken == 0:
		out.Mended++
		row.State, row.EndedOn, row.Note = store.RestructuringSigned, 0, ""
		if err := s.finishTasks(ctx, e, row.Customer, restructuringTask(row.Number)); err != nil {
			return err
		}
		e.note("restructuring.mended", "customer:"+string(row.Customer), "", noteRestructuring(row))
		return e.UpdateRestructuring(ctx, row)
	case broken:
		return nil
	case stands && course.Broken != 0:
		out.Broken++
		row.State, row.EndedOn = store.RestructuringBroken, course.Broken
		if err := s.taskOfBreach(ctx, e, row, course); err != nil {
			return err
		}
		if _, err := s.chargeDelay(ctx, e, *row, day); err != nil {
			return err
		}
		return s.noteMoved(ctx, e, row, course.Short.Decimal(row.Currency)+" "+string(row.Currency))
	case stands && course.Kept() || open == 0:
		out.Kept++
		row.State, row.EndedOn = store.RestructuringKept, day
		if _, err := s.chargeDelay(ctx, e, *row, day); err != nil {
			return err
		}
		return s.noteMoved(ctx, e, row, "")
	}
	return nil
}

func (s *Session) noteMoved(ctx context.Context, e *entry, row *store.Restructuring, note string) error {
	row.Note = note
	e.note("restructuring."+row.State, "customer:"+string(row.Customer), note, noteRestructuring(row))
	return e.UpdateRestructuring(ctx, row)
}

// openOfPaper is what is open of a paper's documents.
func openOfPaper(ctx context.Context, r store.Reader, row *store.Restructuring) (sum money.Minor, err error) {
	debts, _, err := paperOf(row)
	if err != nil {
		return 0, err
	}
	items, err := r.OpenItems(ctx, []id.Customer{row.Customer})
	for i := range items {
		for _, d := range debts {
			if d.Invoice == items[i].Invoice && d.Part == items[i].Part {
				sum += items[i].Open
			}
		}
	}
	return sum, err
}

// taskOfBreach has somebody act on a plan that was not kept.
func (s *Session) taskOfBreach(ctx context.Context, e *entry, row *store.Restructuring, course ledger.Course) error {
	open, err := openOfPaper(ctx, e.Reader, row)
	if err != nil {
		return err
	}
	_, err = e.makeTask(ctx, newTask{
		Day: s.Today(), Customer: row.Customer, From: restructuringTask(row.Number) + "broken", Currency: row.Currency, Task: "plan-broken", Assignee: row.Manager, Total: open,
		Deadline: s.Today() + brokenTaskDays,
		Because: fault.New(fault.Refused, "task.plan_broken", "agreement %d is broken since %s: %s %s of its instalments did not come", row.Number, course.Broken,
			course.Short.Decimal(row.Currency), row.Currency),
	})
	return err
}

// taskOfPart has somebody remind the customer of the next instalment, once, and is
// done with it when the money has come or the day is past. tolerance is the
// company's days of grace, which the agreed day is without.
func (s *Session) taskOfPart(ctx context.Context, e *entry, row *store.Restructuring, course ledger.Course, tolerance, day cal.Date) error {
	agreed := course.Next - tolerance
	from := restructuringTask(row.Number) + "part-" + agreed.String()
	old, err := e.OpenTasksFrom(ctx, row.Customer, restructuringTask(row.Number)+"part-")
	if err != nil {
		return err
	}
	for i := range old {
		if course.Due > 0 && old[i].Step == from {
			continue
		}
		if err := s.closeTask(ctx, e, &old[i], store.TaskDone, ""); err != nil {
			return err
		}
	}
	if course.Due == 0 || day < agreed-partTaskDays || day > agreed {
		return nil
	}
	if made, err := e.TasksFrom(ctx, row.Customer, from); err != nil || len(made) > 0 {
		return err
	}
	_, err = e.makeTask(ctx, newTask{
		Day: s.Today(), Customer: row.Customer, From: from, Currency: row.Currency, Task: "plan-due", Assignee: row.Manager, Total: course.Due, Deadline: agreed,
		Because: fault.New(fault.Refused, "task.plan_due", "by agreement %d, %s %s are to come by %s", row.Number, course.Due.Decimal(row.Currency), row.Currency, agreed),
	})
	return err
}

// watchPlans is WatchRestructurings as of today, for the worker.
func watchPlans(ctx context.Context, s *Session, _ Profile) error {
	_, err := s.WatchRestructurings(ctx, s.Today())
	return err
}
