package desk

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/store"
)

// The tasks that a dispute makes.
const (
	TaskAnswerDispute = "answer-dispute"
	TaskCreditNote    = "credit-note"
	TaskTakeBack      = "take-back-goods"
	TaskReplace       = "replace-goods"
	TaskCorrect       = "corrective-action"
)

// disputeTask is what somebody has to do once something was agreed.
type disputeTask struct{ name, role string }

var taskOfOutcome = map[string]disputeTask{
	OutcomeCredit:      {TaskCreditNote, "accountant"},
	OutcomeReturn:      {TaskTakeBack, "claims"},
	OutcomeReplacement: {TaskReplace, "claims"},
}

func (s *Session) disputeTask(ctx context.Context, e *entry, row store.Dispute, name, role string, by cal.Date) error {
	return nil
}
func (s *Session) finishDisputeTask(ctx context.Context, e *entry, row store.Dispute, names ...string) error {
	return nil
}
func (s *Session) cureTask(ctx context.Context, e *entry, row store.Dispute, n int64, owner, action string, due cal.Date) error {
	return nil
}
func (s *Session) finishCureTask(ctx context.Context, e *entry, n int64) error { return nil }
