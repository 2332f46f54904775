package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/internal/store"
)

// Cure is what is to be done that a complaint does not come again.
type Cure struct {
	Cause  string   // the root cause, by the name it has in the company
	Action string   // empty: only the cause is told
	Owner  string   // a user, or a role; empty: the dispute's department
	Due    cal.Date // zero with an empty Action
}

// FindCause records the root cause of a dispute, open or closed, and the
// corrective action if one is named; its owner gets a task.
func (s *Session) FindCause(ctx context.Context, number int64, q Cure) error {
	cause, action := strings.TrimSpace(q.Cause), strings.TrimSpace(q.Action)
	switch {
	case cause == "":
		return fault.New(fault.Usage, "cause.name", "name the root cause")
	case action != "" && q.Due == 0:
		return fault.New(fault.Usage, "cause.due", "say until when it is to be done")
	case action != "" && q.Due < s.Today():
		return fault.New(fault.Usage, "cause.past", "%s is past: a corrective action is still to be done", q.Due)
	}
	return s.do(ctx, DecideDispute, "dispute.cause", nil, func(ctx context.Context, e *entry) error {
		row, err := s.disputeRow(ctx, e.Reader, number)
		if err != nil {
			return err
		}
		if row.Cause != cause {
			e.note("dispute.cause", DisputeSubject(number), cause, changed{row.Cause, cause})
			row.Cause = cause
			if err := e.UpdateDispute(ctx, row); err != nil {
				return err
			}
		}
		if action == "" {
			return nil
		}
		owner := strings.TrimSpace(q.Owner)
		if owner == "" {
			owner = row.Department
		}
		v := store.Corrective{Dispute: number, Action: action, Owner: owner, Due: q.Due}
		if v.Number, err = e.InsertCorrective(ctx, v); err != nil {
			return err
		}
		e.note("dispute.action", DisputeSubject(number), action, v)
		return s.cureTask(ctx, e, row, v)
	})
}

// FinishCure records that a corrective action is done, and with what result.
func (s *Session) FinishCure(ctx context.Context, number int64, result string) error {
	result, err := inWords(result)
	if err != nil {
		return err
	}
	return s.do(ctx, DoTasks, "dispute.cured", nil, func(ctx context.Context, e *entry) error {
		var list []store.Corrective
		if number > 0 { // a query for 0 is one for all
			if list, err = e.Correctives(ctx, store.CorrectiveQuery{Scope: s.scope(), Number: number}); err != nil {
				return err
			}
		}
		if len(list) == 0 {
			return fault.New(fault.NotFound, "cause.unknown", "there is no corrective action %d", number)
		}
		fresh, err := e.FinishCorrective(ctx, number, s.Today(), result)
		if err != nil {
			return err
		}
		if !fresh {
			return fault.New(fault.Refused, "cause.done", "corrective action %d was done on %s", number, list[0].DoneOn)
		}
		v := list[0]
		v.DoneOn, v.Result = s.Today(), result
		e.note("dispute.cured", DisputeSubject(v.Dispute), result, v)
		return s.finishCureTask(ctx, e, v)
	})
}

// CauseReport tells what disputes come from, and how quickly they are answered.
type CauseReport struct {
	By       string
	From, To cal.Date
	Lines    []CauseLine
	Reaction store.Reaction
	Actions  []store.Corrective // those to be done first
}

// CauseLine is one bar of the Pareto chart; Share and Running are thousandths of
// the currency's sum.
type CauseLine struct {
	store.CauseLine
	Share   int
	Running int // with all larger ones
}

// Causes counts the disputes opened in a period by what they have in common:
// reason, cause, product, department or customer.
func (s *Session) Causes(ctx context.Context, by string, from, to cal.Date) (out CauseReport, err error) {
	out = CauseReport{By: by, From: from, To: to}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		lines, err := r.DisputeCauses(ctx, s.scope(), by, from, to)
		if err != nil {
			return err
		}
		slices.SortStableFunc(lines, func(a, b store.CauseLine) int { // the books' own currency first
			return cmp.Compare(s.foreign(a.Currency), s.foreign(b.Currency))
		})
		out.Lines = paretoOf(lines)
		if out.Reaction, err = r.DisputeReaction(ctx, s.scope(), from, to, s.Today()); err != nil {
			return err
		}
		out.Actions, err = r.Correctives(ctx, store.CorrectiveQuery{Scope: s.scope()})
		return err
	})
	return out, err
}

// foreign is 0 for the books' own currency and 1 for others.
func (s *Session) foreign(c money.Currency) int {
	if c == s.company.Currency {
		return 0
	}
	return 1
}

// paretoOf adds the shares to lines that come by currency, the largest first.
func paretoOf(lines []store.CauseLine) []CauseLine {
	out := make([]CauseLine, len(lines))
	sums := map[string]int64{}
	for _, l := range lines {
		sums[string(l.Currency)] += int64(l.Amount)
	}
	running := map[string]int64{}
	for i, l := range lines {
		c := string(l.Currency)
		running[c] += int64(l.Amount)
		out[i] = CauseLine{CauseLine: l}
		if sums[c] > 0 {
			out[i].Share = int(int64(l.Amount) * 1000 / sums[c])
			out[i].Running = int(running[c] * 1000 / sums[c])
		}
	}
	return out
}
