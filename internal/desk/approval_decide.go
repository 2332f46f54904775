package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// Decide gives the actor's word on a request that waits. Approving decides it
// where the rules let one of his roles, and carries it out in the same change;
// where his word is one of those that must come before, it is kept as a
// proposal. Refusing ends it, whichever of the two he could do.
func (s *Session) Decide(ctx context.Context, number int64, approve bool, reason string) (out Approval, err error) {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return out, fault.New(fault.Usage, "approval.reason", "a decision needs its reason: --reason TEXT")
	}
	err = s.do(ctx, AskApprovals, "approval.decide", &out, func(ctx context.Context, e *entry) error {
		row, err := s.pending(ctx, e.Reader, number)
		if err != nil {
			return err
		}
		me := id.User(s.actorName())
		if slices.ContainsFunc(row.Votes, func(v store.Vote) bool { return v.Person == me }) {
			return fault.New(fault.Refused, "approval.voted", "%s has proposed request %d; someone else decides it", me, number)
		}
		rules, err := s.rules(ctx, e.Reader, s.Today())
		if err != nil {
			return err
		}
		verdict, err := s.judge(ctx, e.Reader, rules, row, string(me))
		if err != nil {
			return err
		}
		vote, err := s.word(verdict, approve, reason)
		if err != nil {
			return err
		}
		if out, err = s.answer(ctx, e, row, vote); err != nil || out.State != store.Pending {
			return err
		}
		row.Votes = append(row.Votes, vote)
		out, err = s.waiting(ctx, e.Reader, rules, out, row)
		return err
	})
	return out, err
}

// word is what the actor's answer comes to, in which of his roles.
func (s *Session) word(v authority.Verdict, approve bool, reason string) (store.Vote, error) {
	proposes := firstOf(s.roles, v.Proposals)
	switch {
	case v.Code == authority.Granted && approve:
		return s.vote(store.VoteApprove, v.Role, reason), nil
	case v.Code == authority.Granted:
		return s.vote(store.VoteRefuse, v.Role, reason), nil
	case approve && v.Code == authority.NeedsProposal && proposes != "":
		return s.vote(store.VotePropose, proposes, reason), nil
	}
	roles := slices.Concat(v.Roles, v.Proposals)
	role := firstOf(s.roles, roles)
	switch {
	case len(roles) > 0 && role == "":
		return store.Vote{}, s.oneOf(roles)
	case role == "" || approve: // what nobody may, or not yet
		return store.Vote{}, notAllowed(v)
	}
	return s.vote(store.VoteRefuse, role, reason), nil
}

// answer writes a vote and what follows from it.
func (s *Session) answer(ctx context.Context, e *entry, row store.Approval, vote store.Vote) (Approval, error) {
	row.Votes = append(row.Votes, vote)
	if err := e.InsertVote(ctx, row.Number, vote); err != nil {
		return Approval{}, err
	}
	action := "approval.proposed"
	switch vote.Vote {
	case store.VoteApprove:
		action, row.State = "approval.approved", store.Approved
	case store.VoteRefuse:
		action, row.State = "approval.refused", store.Refused
	}
	if row.State != store.Pending {
		row.ClosedOn = vote.On
		if err := closeApproval(ctx, e, row); err != nil {
			return Approval{}, err
		}
	}
	out := approvalOf(row, vote.On)
	e.note(action, about(row), vote.Reason, out)
	if row.State == store.Approved {
		return out, s.carryOut(ctx, e, row)
	}
	return out, nil
}

// Withdraw takes back a request that waits; only who asked may.
func (s *Session) Withdraw(ctx context.Context, number int64) (out Approval, err error) {
	err = s.do(ctx, AskApprovals, "approval.withdraw", &out, func(ctx context.Context, e *entry) error {
		row, err := s.pending(ctx, e.Reader, number)
		if err != nil {
			return err
		}
		if string(row.AskedBy) != s.actorName() {
			return fault.New(fault.Refused, "approval.not_yours", "request %d is %s's to withdraw", number, row.AskedBy)
		}
		row.State, row.ClosedOn = store.CalledOff, s.Today()
		if err := closeApproval(ctx, e, row); err != nil {
			return err
		}
		out = approvalOf(row, row.ClosedOn)
		e.note("approval.withdrawn", about(row), "", out)
		return nil
	})
	return out, err
}

// pending is a request that can still be decided.
func (s *Session) pending(ctx context.Context, r store.Reader, number int64) (store.Approval, error) {
	var list []store.Approval
	var err error
	if number > 0 { // a query for 0 is one for all
		list, err = r.Approvals(ctx, store.ApprovalQuery{Number: number})
	}
	if err != nil {
		return store.Approval{}, err
	}
	if list, err = s.approvalsSeen(ctx, r, list); err != nil {
		return store.Approval{}, err
	}
	if len(list) == 0 {
		return store.Approval{}, fault.New(fault.NotFound, "approval.unknown", "there is no request %d; \"debitor approval list\" shows them", number)
	}
	switch row := list[0]; {
	case row.State != store.Pending:
		return row, fault.New(fault.Refused, "approval.closed", "request %d was %s on %s", number, row.State, row.ClosedOn)
	case row.Expires < s.Today():
		return row, fault.New(fault.Refused, "approval.expired", "request %d could be decided until %s; ask again", number, row.Expires)
	default:
		return row, nil
	}
}

// closeApproval ends a request; who comes second is told so.
func closeApproval(ctx context.Context, e *entry, row store.Approval) error {
	done, err := e.CloseApproval(ctx, row.Number, row.State, row.ClosedOn)
	if err == nil && !done {
		err = fault.New(fault.Refused, "approval.closed", "request %d was decided a moment ago", row.Number)
	}
	return err
}
