package desk

import (
	"context"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// ApprovalDays is how long a request waits for a decision, in calendar days: a
// fortnight later the debts it is about are others. One that is for a day ends
// with that day, if it comes first.
const ApprovalDays = 14

// MaxEvidence is how many pieces of evidence a request may have; nobody who
// decides reads more.
const MaxEvidence = 20

// AskRequest asks to be allowed something, of one customer, invoice or policy.
type AskRequest struct {
	Kind     authority.Kind
	Subject  string   // an invoice's key, else a customer's code; NAME@VERSION of a policy
	Amount   string   // decimal in the invoice's currency, or that of a hold; empty: all of it
	Until    cal.Date // the last day it is for; zero: no end
	Value    string   // the new category, the new terms
	Reason   string
	Evidence []Evidence
}

// Evidence is what is shown for a request: what it is, and the number of the
// document or the name of the file.
type Evidence struct {
	Name     string `json:"name"`
	Document string `json:"document"`
}

// stillToCome refuses a last day that is over: nothing would come of it. A waiver's is
// the day of a payment, which may be.
func stillToCome(row *store.Approval) error {
	if row.Until != 0 && row.Until < row.AskedOn && row.Kind != string(authority.WaivePrice) {
		return fault.New(fault.Usage, "approval.past", "%s is past: --until is the last day it is to be for", row.Until)
	}
	return nil
}

// Ask records a request. Where the rules let the actor decide it himself, it is
// decided and carried out at once; else it waits for those they name. What
// lacks its evidence, or goes beyond everybody, is refused and not recorded.
func (s *Session) Ask(ctx context.Context, q AskRequest) (out Approval, err error) {
	err = s.do(ctx, AskApprovals, "approval.ask", &out, func(ctx context.Context, e *entry) error {
		row, err := s.request(ctx, e.Reader, q)
		if err != nil {
			return err
		}
		if err := stillToCome(&row); err != nil {
			return err
		}
		rules, err := s.rules(ctx, e.Reader, row.AskedOn)
		if err != nil {
			return err
		}
		if err := knownCategory(rules, row); err != nil {
			return err
		}
		if err := blackListAsked(rules, row); err != nil {
			return err
		}
		verdict, err := s.judge(ctx, e.Reader, rules, row, s.actorName())
		if err != nil {
			return err
		}
		out, err = s.record(ctx, e, rules, row, verdict)
		return err
	})
	return out, err
}

// record writes a judged request, and carries it out if it is granted.
func (s *Session) record(ctx context.Context, e *entry, rules Rules, row store.Approval, v authority.Verdict) (Approval, error) {
	switch v.Code {
	case authority.Granted:
		row.State, row.ClosedOn = store.Approved, row.AskedOn
		row.Votes = []store.Vote{s.vote(store.VoteApprove, v.Role, row.Reason)}
	case authority.NeedsDecision, authority.NeedsProposal, authority.NeedsAll:
		row.State = store.Pending
		if role := firstOf(s.roles, v.Proposals); role != "" {
			row.Votes = []store.Vote{s.vote(yes(v), role, row.Reason)}
		}
	default:
		return Approval{}, notAllowed(v)
	}
	last, err := e.LastApprovalNumber(ctx)
	if err != nil {
		return Approval{}, err
	}
	row.Number = last + 1
	if err := e.InsertApproval(ctx, row); err != nil {
		return Approval{}, err
	}
	out := approvalOf(row, row.AskedOn)
	e.note("approval.asked", about(row), row.Reason, out)
	if err := s.endReviewTasks(ctx, e, row); err != nil {
		return out, err
	}
	if row.State == store.Approved {
		return out, s.carryOut(ctx, e, row)
	}
	return s.await(ctx, e, rules, out, row)
}

// await says what a request that was asked or answered waits for, and has those
// called.
func (s *Session) await(ctx context.Context, e *entry, rules Rules, out Approval, row store.Approval) (Approval, error) {
	out, err := s.waiting(ctx, e.Reader, rules, out, row)
	if err == nil && out.Waits != nil {
		err = s.callForWords(ctx, e, row, out.Waits)
	}
	return out, err
}

// notAllowed says what stands in the way of a request that cannot wait for
// anyone.
func notAllowed(v authority.Verdict) error {
	text := v.Text("en")
	if v.Code == authority.NeedsEvidence {
		return fault.New(fault.Refused, "approval.evidence", "%s (show it with --evidence NAME=NUMBER)", text)
	}
	return fault.New(fault.Refused, v.Code, "%s", text)
}

// yes is what a yes comes to: a proposal, or a word of those who decide together.
func yes(v authority.Verdict) string {
	if v.Code == authority.NeedsAll {
		return store.VoteApprove
	}
	return store.VotePropose
}

func (s *Session) vote(vote, role, reason string) store.Vote {
	return store.Vote{Person: id.User(s.actorName()), Role: role, Vote: vote, Reason: reason, On: s.Today(), ByLink: s.actor.System == ByLink}
}

// about is what a request's journal lines are about, so that the history of a
// customer or an invoice shows them.
func about(row store.Approval) string {
	switch {
	case row.Policy != "":
		return "policy:" + row.Policy
	case row.Invoice != "":
		return "invoice:" + string(row.Invoice)
	}
	return "customer:" + string(row.Customer)
}
