package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/internal/store"
)

// AnswerDispute records that the customer was answered: what was said.
func (s *Session) AnswerDispute(ctx context.Context, number int64, answer string) (Dispute, error) {
	return s.onDispute(ctx, DecideDispute, "dispute.answer", number, func(ctx context.Context, e *entry, row *store.Dispute) error {
		text, err := inWords(answer)
		if err != nil {
			return err
		}
		if row.State != store.DisputeOpen {
			return fault.New(fault.Refused, "dispute.answered", "dispute %d was answered on %s", number, row.AnsweredOn)
		}
		row.State, row.AnsweredOn = store.DisputeAnswered, s.Today()
		e.note("dispute.answered", DisputeSubject(number), text, row)
		return s.finishDisputeTasks(ctx, e, *row)
	})
}

// RouteDispute sends a dispute to another department, which has as long for its
// answer as the first had.
func (s *Session) RouteDispute(ctx context.Context, number int64, department, reason string) (Dispute, error) {
	return s.onDispute(ctx, OpenDisputes, "dispute.route", number, func(ctx context.Context, e *entry, row *store.Dispute) error {
		text, err := inWords(reason)
		switch {
		case err != nil:
			return err
		case !slices.Contains(Departments, department):
			return fault.New(fault.Usage, "dispute.department", "%q answers no disputes; one of %s does", department, strings.Join(Departments, ", "))
		case department == row.Department:
			return fault.New(fault.Usage, "dispute.same", "%s has dispute %d already", department, number)
		}
		e.note("dispute.routed", DisputeSubject(number), text, changed{row.Department, department})
		row.Department = department
		if row.State != store.DisputeOpen {
			return nil
		}
		if err := s.finishDisputeTasks(ctx, e, *row); err != nil {
			return err
		}
		return s.disputeTask(ctx, e, *row, TaskAnswerDispute, department, row.AnswerBy)
	})
}

// NoteDispute adds what was learnt, or the number of a paper, to a dispute.
func (s *Session) NoteDispute(ctx context.Context, number int64, text, document string) (Dispute, error) {
	return s.onDispute(ctx, OpenDisputes, "dispute.note", number, func(_ context.Context, e *entry, _ *store.Dispute) error {
		text, err := inWords(text)
		if err == nil {
			e.note("dispute.noted", DisputeSubject(number), text, map[string]string{"document": strings.TrimSpace(document)})
		}
		return err
	})
}

// Settlement is what is decided about a dispute.
type Settlement struct {
	Outcome string // of Outcomes
	Amount  string // what he is right about, decimal; empty: all that is disputed
	Reason  string
}

// SettleDispute decides a dispute. Rejected or withdrawn it is over, and what
// was disputed is back in the plans. A credit, a return of goods or their
// replacement leaves it waiting for that, and a task for who makes it; what the
// customer is not right about is back in the plans at once.
func (s *Session) SettleDispute(ctx context.Context, number int64, q Settlement) (Dispute, error) {
	right := DecideDispute
	if q.Outcome == OutcomeWithdrawn {
		right = OpenDisputes // whoever may say that the customer complains may say that he does no longer
	}
	return s.onDispute(ctx, right, "dispute.settle", number, func(ctx context.Context, e *entry, row *store.Dispute) error {
		text, err := inWords(q.Reason)
		if err != nil {
			return err
		}
		if !slices.Contains(Outcomes, q.Outcome) {
			return fault.New(fault.Usage, "dispute.outcome", "%q is no outcome of a dispute; it is one of %s", q.Outcome, strings.Join(Outcomes, ", "))
		}
		if row.AnsweredOn == 0 {
			row.AnsweredOn = s.Today()
		}
		row.Outcome, row.Agreed = q.Outcome, 0
		if task := taskOfOutcome[q.Outcome]; task.name != "" {
			return s.agree(ctx, e, row, q.Amount, text, task)
		}
		e.note("dispute.decided", DisputeSubject(number), text, row)
		return s.closeDispute(ctx, e, row, s.Today())
	})
}

// agree leaves a dispute waiting for what was agreed, and gives the rest of it
// back to the plans.
func (s *Session) agree(ctx context.Context, e *entry, row *store.Dispute, amount, reason string, task disputeTask) error {
	row.State, row.Agreed = store.DisputeAgreed, row.Amount
	if amount != "" {
		var err error
		if row.Agreed, err = positive(amount, row.Currency); err != nil {
			return err
		}
	}
	if row.Agreed > row.Amount {
		return fault.New(fault.Usage, "dispute.agreed", "dispute %d is about %s, so no more can be agreed", row.Number, row.Amount.Decimal(row.Currency))
	}
	items, err := e.DisputeItems(ctx, []int64{row.Number})
	if err != nil {
		return err
	}
	if cut := cutItems(items, row.Agreed); len(cut) > 0 {
		for _, v := range cut {
			if err := e.UpdateDisputeItem(ctx, v); err != nil {
				return err
			}
		}
		if err := s.tellLedger(ctx, e, *row, cut); err != nil {
			return err
		}
	}
	e.note("dispute.agreed", DisputeSubject(row.Number), reason, row)
	if err := s.finishDisputeTasks(ctx, e, *row); err != nil {
		return err
	}
	return s.disputeTask(ctx, e, *row, task.name, task.role, s.Calendar().AddWorking(s.Today(), AnswerDays))
}

// cutItems lowers the parts so that they sum to what was agreed, the first
// documents first, and gives those that changed.
func cutItems(items []store.DisputeItem, agreed money.Minor) (cut []store.DisputeItem) {
	for _, v := range items {
		part := min(v.Amount, agreed)
		agreed -= part
		if part < v.Amount {
			v.Amount = part
			cut = append(cut, v)
		}
	}
	return cut
}

// FinishDispute closes a dispute that waited for what was agreed: the credit
// note or the goods have come.
func (s *Session) FinishDispute(ctx context.Context, number int64, reason string) (Dispute, error) {
	return s.onDispute(ctx, DecideDispute, "dispute.finish", number, func(ctx context.Context, e *entry, row *store.Dispute) error {
		text, err := inWords(reason)
		if err != nil {
			return err
		}
		if row.State != store.DisputeAgreed {
			return fault.New(fault.Refused, "dispute.undecided", "nothing was agreed in dispute %d yet; decide it first", number)
		}
		e.note("dispute.closed", DisputeSubject(number), text, row)
		return s.closeDispute(ctx, e, row, s.Today())
	})
}

// closeDispute ends a dispute, and with it what keeps its documents back and
// what somebody was to do about it.
func (s *Session) closeDispute(ctx context.Context, e *entry, row *store.Dispute, day cal.Date) error {
	row.State, row.ClosedOn = store.DisputeClosed, day
	if err := s.finishDisputeTasks(ctx, e, *row); err != nil {
		return err
	}
	if err := e.UpdateDispute(ctx, *row); err != nil {
		return err
	}
	items, err := e.DisputeItems(ctx, []int64{row.Number})
	if err != nil {
		return err
	}
	return s.tellLedger(ctx, e, *row, items)
}

// onDispute is a change of one dispute that is not over.
func (s *Session) onDispute(ctx context.Context, right Right, command string, number int64, body func(context.Context, *entry, *store.Dispute) error) (out Dispute, err error) {
	err = s.do(ctx, right, command, &out, func(ctx context.Context, e *entry) error {
		row, err := s.disputeRow(ctx, e.Reader, number)
		if err != nil {
			return err
		}
		if row.State == store.DisputeClosed {
			return fault.New(fault.Refused, "dispute.closed", "dispute %d was closed on %s", number, row.ClosedOn)
		}
		if err := body(ctx, e, &row); err != nil {
			return err
		}
		out = disputeOn(row, s.Today())
		return e.UpdateDispute(ctx, row)
	})
	return out, err
}

// inWords is a text without the blanks around it, which must not be empty.
func inWords(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", fault.New(fault.Usage, "dispute.text", "say it in words: what was said, found or decided, and why")
	}
	return text, nil
}
