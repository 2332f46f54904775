package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/id"
)

// CategoryAsked is what became of the changes that a review proposes.
type CategoryAsked struct {
	Asked    int `json:"asked"`    // new requests
	Seconded int `json:"seconded"` // requests that waited for this person's word, and got it
	Waiting  int `json:"waiting"`  // requests that wait for somebody else
}

// AskCategories asks for the changes of a review, one request of the kind
// assign-category for each customer; the reasons are the review's. Where another
// head has asked for the same, his request gets the actor's word, if it waits
// for that: two propose, a third approves. It approves nothing.
func (s *Session) AskCategories(ctx context.Context, review *CategoryReview) (out CategoryAsked, err error) {
	waiting, err := s.Approvals(ctx, ApprovalFilter{Pending: true, Kind: authority.AssignCategory}, s.Today())
	if err != nil {
		return out, err
	}
	pending := map[id.Customer]*Approval{}
	for i := range waiting {
		pending[waiting[i].Customer] = &waiting[i]
	}
	once := s.once
	for i := range review.Rows {
		row := &review.Rows[i]
		if !row.Changed {
			break // the changed ones come first
		}
		if s.once = once; once != "" { // each request is a change of its own
			s.once = once + " " + string(row.Customer)
		}
		if err := s.askCategory(ctx, row, pending[row.Customer], &out); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (s *Session) askCategory(ctx context.Context, row *CategoryRow, before *Approval, out *CategoryAsked) error {
	reasons := make([]string, len(row.Reasons))
	for i, r := range row.Reasons {
		reasons[i] = r.Text(s.company.Language)
	}
	reason := strings.Join(reasons, "; ")
	switch {
	case before == nil:
		out.Asked++
		_, err := s.Ask(ctx, AskRequest{Kind: authority.AssignCategory, Subject: string(row.Customer), Value: row.Proposed, Reason: reason})
		return err
	case before.Value == row.Proposed && s.wordAwaited(before):
		out.Seconded++
		_, err := s.Decide(ctx, before.Number, Word{Approve: true, Reason: reason})
		return err
	}
	out.Waiting++
	return nil
}

// wordAwaited says whether the request waits for a proposal of one of the
// actor's roles, and he has not given his word yet.
func (s *Session) wordAwaited(a *Approval) bool {
	me := id.User(s.actorName())
	return a.Waits != nil && firstOf(s.roles, a.Waits.Proposals) != "" &&
		!slices.ContainsFunc(a.Votes, func(v Vote) bool { return v.Person == me })
}
