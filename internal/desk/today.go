package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// maxWork is how many tasks are shown for a day: more is nobody's day. They are
// those with the most at stake.
const maxWork = 100

// CountedTasks is up to how many tasks are counted for a day: that there are more is
// all anybody needs to know, and counting a hundred thousand takes longer than
// the rest of the page.
const CountedTasks = 1000

// lookBack is how many days an agenda looks back for promises that broke, a run
// nobody applied and letters nobody posted: a fortnight, so that a holiday loses
// nothing.
const lookBack = 14

// classA and classB are the shares of the money at stake, in per cent, that the
// tasks of the classes A and of A and B hold.
const (
	classA = 80
	classB = 95
)

// AgendaQuery asks what is to be done.
type AgendaQuery struct {
	Day  cal.Date
	Now  time.Time
	All  bool // of everybody whose customers the actor sees, not the actor's alone
	Free bool // everything, also in the hours that are for calling
}

// Agenda is what is to be done today.
type Agenda struct {
	Work      []WorkItem
	Tasks     int            // of all there is, shown or not, at most CountedTasks
	More      bool           // there are more than CountedTasks
	Shown     int            // how many of them were looked at: those with the most at stake
	Sums      []money.Amount // what is at stake now in those, by currency
	Calling   bool           // these are the hours for calling: only calls are shown
	Due       []PromiseSeen  // promised for today or tomorrow
	Broken    []PromiseSeen  // broken within the last days
	Approvals []Approval     // that wait for the actor's word
	Run       cal.Date       // the latest day with a run, if nobody has applied it; 0: none waits
	Bare      bool           // the books know no customer yet: files come first
	ToPost    []store.ToPost // letters to print and post, by run
	Rules     *policy.Policy // in force today: names its steps
}

// WorkItem is a task with what it is worth doing it.
type WorkItem struct {
	store.WorkTask
	Details   TaskDetails
	Stake     money.Minor // what is still open of it, in its currency
	Age       int         // days since it was made
	Late      int         // days its oldest open document is overdue; 0: none is
	Class     string      // A, B or C
	Paid      bool        // all of it was paid meanwhile
	Unapplied []ledger.Credit
}

// IsTalk says whether it is to speak with the customer.
func (w *WorkItem) IsTalk() bool { return isTalk(w.Kind) }

// Agenda is what the actor is to do on a day, most money first.
func (s *Session) Agenda(ctx context.Context, q AgendaQuery) (out Agenda, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		rules, err := s.rules(ctx, r, q.Day)
		if err != nil {
			return err
		}
		out.Rules = rules.Policy
		for _, part := range []func(context.Context, store.Reader, AgendaQuery, *Agenda) error{s.todayWork, s.todayPromises, s.todayRun, s.todayPost} {
			if err := part(ctx, r, q, &out); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		out.Approvals, err = s.myWord(ctx, q.Day)
	}
	return out, err
}

// todayPromises are those that are due and those that broke.
func (s *Session) todayPromises(ctx context.Context, r store.Reader, q AgendaQuery, out *Agenda) error {
	rows, err := r.Promises(ctx, store.PromiseQuery{From: q.Day - lookBack - maxTolerance, To: q.Day + 1, Scope: s.scope(), Limit: maxPromises})
	if err != nil {
		return err
	}
	list, err := s.measured(ctx, r, rows, q.Day)
	for i := range list {
		switch p := list[i]; {
		case p.State == ledger.PromiseOpen:
			out.Due = append(out.Due, p)
		case (p.State == ledger.PromiseBroken || p.State == ledger.PromisePart) && p.Until >= q.Day-lookBack:
			out.Broken = append(out.Broken, p)
		}
	}
	for _, l := range [][]PromiseSeen{out.Due, out.Broken} {
		slices.SortStableFunc(l, func(a, b PromiseSeen) int { return cmp.Compare(b.Target-b.Received, a.Target-a.Received) })
	}
	return err
}

// bare says whether the company's books have no customer yet.
func bare(ctx context.Context, r store.Reader) (bool, error) {
	n, err := r.CountCustomers(ctx, store.Scope{All: true})
	return n == 0, err
}

// Bare says whether the books have no customer yet, so that lists are empty for
// want of files and not of matches.
func (s *Session) Bare(ctx context.Context) (empty bool, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		empty, err = bare(ctx, r)
		return err
	})
	return empty, err
}

// todayRun is the latest run until today, if nobody has applied it. Those before
// it wait for nobody: what they would have done, it does, where it is still due.
func (s *Session) todayRun(ctx context.Context, r store.Reader, q AgendaQuery, out *Agenda) error {
	if len(out.Work) == 0 {
		var err error
		if out.Bare, err = bare(ctx, r); err != nil || out.Bare {
			return err
		}
	}
	if !s.May(ApplyRuns) {
		return nil
	}
	for day := q.Day; day >= q.Day-lookBack; day-- {
		rules, err := s.rules(ctx, r, day)
		if err != nil {
			return err
		}
		if !rules.IsRun(s.Calendar(), day) {
			continue
		}
		_, applied, err := r.Run(ctx, day)
		if err != nil {
			return err
		}
		if !applied {
			out.Run = day
		}
		return nil
	}
	return nil
}

func (s *Session) todayPost(ctx context.Context, r store.Reader, q AgendaQuery, out *Agenda) (err error) {
	if s.May(KeepPost) {
		out.ToPost, err = r.ToPost(ctx, q.Day-lookBack, s.scope())
	}
	return err
}

// myWord are the requests that wait for the actor's word.
func (s *Session) myWord(ctx context.Context, day cal.Date) ([]Approval, error) {
	list, err := s.Approvals(ctx, ApprovalFilter{Pending: true}, day)
	return slices.DeleteFunc(list, func(a Approval) bool {
		voted := slices.ContainsFunc(a.Votes, func(v Vote) bool { return v.Person == s.actor.User })
		mine := a.Waits != nil && firstOf(s.roles, slices.Concat(a.Waits.Roles, a.Waits.Proposals)) != ""
		return voted || !mine
	}), err
}
