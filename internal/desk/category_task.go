package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// jobCategories asks for a word on the categories of a review that has begun.
const jobCategories = "categories"

// categoriesEvery is how often it is asked whether a review has begun.
const categoriesEvery = 12 * time.Hour

// reviewCalls is for how many days from its first a review asks for words:
// whose payments speak for another category later in its month waits for the next.
const reviewCalls = 7

// categoryStep is what the tasks of a review come of, before the role.
const categoryStep = "category-review-"

// TaskReviewCategory asks somebody for his word on a customer's category.
const TaskReviewCategory = "review-category"

// CallReview makes the tasks of the review that has begun, of everyone another
// category is proposed for: one for each role whose word the policy
// wants first, or else for whose word is enough; whoever decides after them finds
// the request on his own page. A policy that says nothing of categories asks
// nobody. It tells how many were made; made once in a review, they are not again.
func (s *Session) CallReview(ctx context.Context, day cal.Date) (made int, err error) {
	campaign, first := credit.CampaignOn(s.Calendar(), day)
	if campaign == "" || day < first || day >= first+reviewCalls {
		return 0, nil
	}
	profile, err := s.Profile()
	if err != nil {
		return 0, err
	}
	var roles []string
	var of staff
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		rules, err := s.rulesIfAny(ctx, r, day)
		if err != nil {
			return err
		}
		roles = categoryRoles(rules.Policy)
		of, err = readStaff(ctx, r, profile)
		return err
	})
	if err != nil || len(roles) == 0 {
		return 0, err
	}
	review, err := s.ReviewCategories(ctx, day, campaign)
	if err != nil {
		return 0, err
	}
	for rows := range slices.Chunk(review.Rows[:review.Changed], checkedAtOnce) { // the changed ones come first
		n := 0
		err := s.do(ctx, AskApprovals, "category.call", nil, func(ctx context.Context, e *entry) error {
			n = 0
			for i := range rows {
				one, err := s.callCategory(ctx, e, &rows[i], roles, &of, day, first)
				if n += one; err != nil {
					return err
				}
			}
			return nil
		})
		if made += n; err != nil {
			return made, err
		}
	}
	return made, nil
}

// categoryRoles are those whose word on a category comes first.
func categoryRoles(p *policy.Policy) (roles []string) {
	if p == nil {
		return nil
	}
	for _, rule := range p.Authority {
		if rule.May != authority.AssignCategory {
			continue
		}
		if len(rule.ProposedBy) > 0 {
			roles = append(roles, rule.ProposedBy...)
		} else {
			roles = append(append(roles, rule.Role), rule.Together...)
		}
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

// callCategory makes a customer's tasks of a review that are not made; those of
// a review before give way to them.
func (s *Session) callCategory(ctx context.Context, e *entry, row *CategoryRow, roles []string, of *staff, day, first cal.Date) (made int, err error) {
	for _, role := range roles {
		before, err := e.TasksFrom(ctx, row.Customer, categoryStep+role)
		if err != nil {
			return made, err
		}
		if slices.ContainsFunc(before, func(t store.Task) bool { return t.RunDate >= first }) {
			continue
		}
		for i := range before {
			if before[i].Life.ClosedOn != 0 {
				continue
			}
			if err := s.closeTask(ctx, e, &before[i], store.TaskCancelled, ""); err != nil {
				return made, err
			}
		}
		_, err = e.makeTask(ctx, newTask{
			Day: day, Customer: row.Customer, From: categoryStep + role, Currency: s.company.Currency, Task: TaskReviewCategory,
			Role: role, Assignee: of.who(role, ""), Deadline: firstOfMonth(day+31) - 1, // of the review's month
			Because: fault.New(fault.Refused, "task.category", "his payments speak for category %s, he has %s", row.Proposed, row.Current),
		})
		if made++; err != nil {
			return made, err
		}
	}
	return made, nil
}

// endReviewTasks ends the tasks for a word on a category that was given: of the
// role it was given in, or all once the request is decided.
func (s *Session) endReviewTasks(ctx context.Context, e *entry, row store.Approval) error {
	if authority.Kind(row.Kind) != authority.AssignCategory {
		return nil
	}
	open, err := e.OpenTasksFrom(ctx, row.Customer, categoryStep)
	for i := range open {
		role := strings.TrimPrefix(open[i].Step, categoryStep)
		spoken := slices.ContainsFunc(row.Votes, func(v store.Vote) bool { return v.Role == role })
		if row.State == store.Pending && !spoken {
			continue
		}
		if err := s.closeTask(ctx, e, &open[i], store.TaskDone, ""); err != nil {
			return err
		}
	}
	return err
}

// callReviewDue is CallReview as of today, for the worker.
func callReviewDue(ctx context.Context, s *Session, _ Profile) error {
	_, err := s.CallReview(ctx, s.Today())
	return err
}
