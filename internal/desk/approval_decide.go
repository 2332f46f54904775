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

// ByLink is the system of an actor who answers behind a link in a mail.
const ByLink = "link"

// Word is what somebody says to a request.
type Word struct {
	Approve bool
	// Requires is what his yes depends on, of Waits.Require: it counts once that is
	// shown.
	Requires []string
	Reason   string
}

// Decide gives the actor's word on a request that waits. Approving decides it
// where the rules let one of his roles, and carries it out in the same change;
// where his word is one of those that must come before, it is kept as a
// proposal, and where several decide together, as one of their words: the last
// of them carries it out, in whatever order they come. Refusing ends it,
// whichever of these he could do.
func (s *Session) Decide(ctx context.Context, number int64, w Word) (out Approval, err error) {
	if w.Reason = strings.TrimSpace(w.Reason); w.Reason == "" {
		return out, fault.New(fault.Usage, "approval.reason", "a decision needs its reason: --reason TEXT")
	}
	err = s.do(ctx, AskApprovals, "approval.decide", &out, func(ctx context.Context, e *entry) (err error) {
		out, err = s.decide(ctx, e, number, w)
		return err
	})
	return out, err
}

func (s *Session) decide(ctx context.Context, e *entry, number int64, w Word) (out Approval, err error) {
	if err := e.TakeApproval(ctx, number); err != nil {
		return out, err
	}
	row, err := s.pending(ctx, e.Reader, number)
	if err != nil {
		return out, err
	}
	me := id.User(s.actorName())
	if slices.ContainsFunc(row.Votes, func(v store.Vote) bool { return v.Person == me }) {
		return out, fault.New(fault.Refused, "approval.voted", "%s has given his word on request %d; someone else decides it", me, number)
	}
	rules, err := s.rules(ctx, e.Reader, s.Today())
	if err != nil {
		return out, err
	}
	verdict, err := s.judge(ctx, e.Reader, rules, row, string(me))
	if err != nil {
		return out, err
	}
	vote, err := s.word(verdict, w)
	if err != nil {
		return out, err
	}
	row.Votes = append(row.Votes, vote)
	if err := e.InsertVote(ctx, row.Number, vote); err != nil {
		return out, err
	}
	switch {
	case vote.Vote == store.VoteRefuse:
		row.State = store.Refused
	case verdict.Code == authority.Granted:
		row.State = store.Approved
	}
	return s.answer(ctx, e, rules, row, saidAs[vote.Vote], vote.Reason)
}

// saidAs is what the journal calls a vote.
var saidAs = map[string]string{store.VotePropose: "approval.proposed", store.VoteApprove: "approval.approved", store.VoteRefuse: "approval.refused"}

// word is what the actor's answer comes to, in which of his roles.
func (s *Session) word(v authority.Verdict, w Word) (store.Vote, error) {
	for _, name := range w.Requires {
		if !w.Approve || !slices.Contains(v.Require, name) {
			return store.Vote{}, fault.New(fault.Usage, "approval.require", "no yes to this can depend on %q", name)
		}
	}
	speaks := firstOf(s.roles, v.Proposals)
	switch {
	case v.Code == authority.Granted && w.Approve:
		return s.vote(store.VoteApprove, v.Role, w.Reason), nil
	case v.Code == authority.Granted:
		return s.vote(store.VoteRefuse, v.Role, w.Reason), nil
	case w.Approve && (v.Code == authority.NeedsProposal || v.Code == authority.NeedsAll) && speaks != "":
		vote := s.vote(yes(v), speaks, w.Reason)
		vote.Requires = w.Requires
		return vote, nil
	}
	roles := slices.Concat(v.Roles, v.Proposals)
	role := firstOf(s.roles, roles)
	switch {
	case len(roles) > 0 && role == "":
		return store.Vote{}, s.oneOf(roles)
	case role == "" || w.Approve: // what nobody may, or not yet
		return store.Vote{}, notAllowed(v)
	}
	return s.vote(store.VoteRefuse, role, w.Reason), nil
}

// answer writes what follows from a word, or from what was shown: it closes the
// request where that decides it, and carries out what is approved.
func (s *Session) answer(ctx context.Context, e *entry, rules Rules, row store.Approval, action, reason string) (out Approval, err error) {
	if row.State == store.Pending {
		v, err := s.judge(ctx, e.Reader, rules, row, "")
		if err != nil {
			return out, err
		}
		if v.Code == authority.Agreed {
			row.State = store.Approved
		}
	}
	if row.State != store.Pending {
		row.ClosedOn = s.Today()
		if err := closeApproval(ctx, e, row); err != nil {
			return out, err
		}
	}
	out = approvalOf(row, s.Today())
	e.note(action, about(row), reason, out)
	if err := s.endReviewTasks(ctx, e, row); err != nil {
		return out, err
	}
	if row.State == store.Approved {
		return out, s.carryOut(ctx, e, row)
	}
	return s.await(ctx, e, rules, out, row)
}

// ShowEvidence adds what is shown for a request that waits; only who asked may.
// Where that was all that was missing, it is carried out.
func (s *Session) ShowEvidence(ctx context.Context, number int64, list []Evidence) (out Approval, err error) {
	fresh, err := shown(list)
	if err != nil {
		return out, err
	}
	if len(fresh) == 0 {
		return out, fault.New(fault.Usage, "approval.evidence_form", "say what you show: --evidence NAME=NUMBER")
	}
	err = s.do(ctx, AskApprovals, "approval.show", &out, func(ctx context.Context, e *entry) error {
		if err := e.TakeApproval(ctx, number); err != nil {
			return err
		}
		row, err := s.pending(ctx, e.Reader, number)
		if err != nil {
			return err
		}
		if string(row.AskedBy) != s.actorName() {
			return fault.New(fault.Refused, "approval.not_yours", "request %d is %s's; only %[2]s shows something for it", number, row.AskedBy)
		}
		for _, v := range fresh {
			if slices.ContainsFunc(row.Evidence, func(o store.Evidence) bool { return o.Name == v.Name }) {
				return fault.New(fault.Refused, "approval.shown", "%s was shown for request %d before", v.Name, number)
			}
		}
		if len(row.Evidence)+len(fresh) > MaxEvidence {
			return fault.New(fault.Usage, "approval.evidence_many", "%d pieces of evidence are more than anyone reads; at most %d", len(row.Evidence)+len(fresh), MaxEvidence)
		}
		if err := e.InsertEvidence(ctx, number, len(row.Evidence), fresh); err != nil {
			return err
		}
		row.Evidence = append(row.Evidence, fresh...)
		rules, err := s.rules(ctx, e.Reader, s.Today())
		if err != nil {
			return err
		}
		out, err = s.answer(ctx, e, rules, row, "approval.shown", "")
		return err
	})
	return out, err
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
