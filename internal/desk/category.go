package desk

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// CategoryReview is what a campaign finds: of every customer it concerns, the
// category he has and the one that his payments speak for.
type CategoryReview struct {
	Date     cal.Date        `json:"date"`
	Campaign credit.Campaign `json:"campaign"`          // the one that was asked for, or the one that is due, else yearly
	Due      credit.Campaign `json:"due,omitempty"`     // the one due in the month of the day
	DueFrom  cal.Date        `json:"due_from,omitzero"` // its first day
	Next     credit.Campaign `json:"next"`              // the one after it
	NextFrom cal.Date        `json:"next_from"`
	Changed  int             `json:"changed"`
	Rows     []CategoryRow   `json:"rows"` // the changed ones first, of them the worst first; then by code
}

// CategoryRow is one customer of a review.
type CategoryRow struct {
	Customer id.Customer           `json:"customer"`
	Name     string                `json:"name"`
	Current  string                `json:"current"` // as the books call it; empty: none is given and the policy has no default
	Proposed string                `json:"proposed"`
	Changed  bool                  `json:"changed"`
	Category credit.Category       `json:"category"` // of R-82
	Reasons  []credit.RatingReason `json:"reasons"`
}

// reviewCustomers is how many histories are read at a time.
const reviewCustomers = 1000

// ReviewCategories rates every customer whom a campaign concerns, as of a day.
// Without a campaign it is the one that is due, or else the yearly one. It
// changes nothing.
func (s *Session) ReviewCategories(ctx context.Context, day cal.Date, campaign credit.Campaign, only ...id.Customer) (out CategoryReview, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		out, err = s.reviewCategories(ctx, r, day, campaign, only)
		return err
	})
	return out, err
}

// CategoryHead is a review without its rows.
type CategoryHead struct {
	CategoryReview
	Found    int
	Proposed []string // the categories that changes go to
}

// categoryList is a review as its page shows it.
var categoryList = keptList[credit.Campaign, CategoryHead, CategoryRow]{"categories", func(s *Session, ctx context.Context, r store.Reader, q credit.Campaign, day cal.Date) (head CategoryHead, rows []CategoryRow, err error) {
	head.CategoryReview, err = s.reviewCategories(ctx, r, day, q, nil)
	rows, head.Rows, head.Found = head.Rows, nil, len(head.Rows)
	for i := range rows[:head.Changed] {
		if !slices.Contains(head.Proposed, rows[i].Proposed) {
			head.Proposed = append(head.Proposed, rows[i].Proposed)
		}
	}
	return head, rows, err
}}

// CategoryLeaf is a page of ReviewCategories, as it is kept.
func (s *Session) CategoryLeaf(ctx context.Context, day cal.Date, campaign credit.Campaign, of Leaf) (Listed[CategoryHead, CategoryRow], error) {
	return categoryList.leaf(ctx, s, campaign, day, of)
}

func (s *Session) reviewCategories(ctx context.Context, r store.Reader, day cal.Date, campaign credit.Campaign, only []id.Customer) (CategoryReview, error) {
	out := CategoryReview{Date: day, Campaign: campaign, Rows: []CategoryRow{}}
	out.Due, out.DueFrom = credit.CampaignOn(s.Calendar(), day)
	out.Next, out.NextFrom = credit.NextCampaign(s.Calendar(), day)
	if out.Campaign = cmp.Or(campaign, out.Due, credit.Yearly); out.Campaign != credit.Yearly && out.Campaign != credit.Quarterly {
		return out, fault.New(fault.Usage, "category.campaign", "a campaign is %s or %s, not %q", credit.Yearly, credit.Quarterly, campaign)
	}
	rules, err := s.rules(ctx, r, day)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return out, err // a company may rate its customers before it has a policy
	}
	rate := rater{s.Calendar(), rules.Policy, day}
	err = historiesOf(ctx, r, s.scope(), only, func(list []ledger.History) error {
		customers, err := customersOf(ctx, r, list)
		if err != nil {
			return err
		}
		for i := range list {
			if h := &list[i]; out.Campaign.Concerns(h, day) {
				out.Rows = append(out.Rows, rate.row(h, customers[h.Head.Customer]))
			}
		}
		return nil
	})
	slices.SortStableFunc(out.Rows, func(a, b CategoryRow) int {
		switch {
		case a.Changed != b.Changed:
			return cmp.Compare(ahead(a.Changed), ahead(b.Changed))
		case a.Changed:
			return cmp.Compare(b.Category, a.Category)
		}
		return 0
	})
	for i := range out.Rows {
		if out.Rows[i].Changed {
			out.Changed++
		}
	}
	return out, err
}

// rater rates customers by the rules in force on a day.
type rater struct {
	calendar *cal.Calendar
	policy   *policy.Policy // nil: none is in force
	day      cal.Date
}

// rate is a customer's category as of the day. Due dates roll off days off
// where they do in the policy.
func (r *rater) rate(h *ledger.History) credit.Rating {
	var roll *cal.Calendar
	if r.policy != nil && r.policy.Roll {
		roll = r.calendar
	}
	a := h.At(r.day)
	return credit.Rate(&a, r.day, roll)
}

func (r *rater) row(h *ledger.History, c ledger.Customer) CategoryRow {
	rating := r.rate(h)
	row := CategoryRow{
		Customer: h.Head.Customer, Name: c.Name, Current: c.Category, Proposed: r.called(rating.Category),
		Category: rating.Category, Reasons: rating.Reasons,
	}
	if row.Current == "" && r.policy != nil {
		row.Current = r.policy.CategoryOf("").ID
	}
	row.Changed = row.Current != row.Proposed
	return row
}

// called is what the company calls a category: the policy's own names, where it
// has four, from the best to the worst; else 1 to 4.
func (r *rater) called(c credit.Category) string {
	if r.policy != nil && len(r.policy.Categories) == int(credit.NonPaying) {
		return r.policy.Categories[c-1].ID
	}
	return strconv.Itoa(int(c))
}

// eachHistory reads the histories of the customers of a scope, piece by piece.
func eachHistory(ctx context.Context, r store.Reader, of store.Scope, fn func([]ledger.History) error) error {
	q := store.HistoryQuery{Scope: of, Limit: reviewCustomers}
	for {
		list, last, err := r.Histories(ctx, q)
		if err != nil || last == "" {
			return err
		}
		if err := fn(list); err != nil {
			return err
		}
		q.After = last
	}
}

// historiesOf is eachHistory of some customers alone, who are few; of all, where
// none are named.
func historiesOf(ctx context.Context, r store.Reader, of store.Scope, only []id.Customer, fn func([]ledger.History) error) error {
	if len(only) == 0 {
		return eachHistory(ctx, r, of, fn)
	}
	for _, c := range slices.Compact(slices.Sorted(slices.Values(only))) {
		list, _, err := r.Histories(ctx, store.HistoryQuery{Scope: of, Only: c, Limit: 1})
		if err != nil {
			return err
		}
		if err := fn(list); err != nil {
			return err
		}
	}
	return nil
}

func customersOf(ctx context.Context, r store.Reader, list []ledger.History) (map[id.Customer]ledger.Customer, error) {
	ids := make([]id.Customer, len(list))
	for i := range list {
		ids[i] = list[i].Head.Customer
	}
	customers, err := r.Customers(ctx, ids)
	byID := make(map[id.Customer]ledger.Customer, len(customers))
	for _, c := range customers {
		byID[c.ID] = c
	}
	return byID, err
}
