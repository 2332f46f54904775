package cli

import (
	"strings"

	"debitor/internal/credit"
	"debitor/internal/desk"
)

type categoryCommand struct {
	Review categoryReviewCommand `cmd:"" help:"The category each customer has, and the one that his payments speak for."`
}

type categoryReviewCommand struct {
	Date     string `required:"" placeholder:"D" help:"As of this day, YYYY-MM-DD."`
	Ask      bool   `help:"Ask for the changes: one request a customer, see debitor approval."`
	Tasks    bool   `help:"Make the tasks of the review that has begun, for those whose word comes first."`
	Campaign string `enum:",quarterly,yearly" default:"" help:"quarterly: customers one had to do with in three months; yearly: all. The one due if not given."`
}

func (c *categoryReviewCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		review, err := s.ReviewCategories(a.ctx, date, credit.Campaign(c.Campaign))
		if err != nil {
			return err
		}
		var asked *desk.CategoryAsked
		if c.Ask {
			done, err := s.AskCategories(a.ctx, &review)
			if err != nil {
				return err
			}
			asked = &done
		}
		made := 0
		if c.Tasks {
			if made, err = s.CallReview(a.ctx, date); err != nil {
				return err
			}
		}
		if a.JSON {
			doc := reviewJSON(a.lang(s), review, asked)
			doc.Tasks = made
			return a.json(doc)
		}
		a.reviewed(a.lang(s), &review, asked)
		if c.Tasks {
			a.sayIn(a.lang(s), "Tasks made: %d.", made)
		}
		return nil
	})
}

// reviewDocument is a review for programs, with what --ask did.
type reviewDocument struct {
	desk.CategoryReview
	Rows     []reviewRow         `json:"rows"`
	Requests *desk.CategoryAsked `json:"requests,omitempty"`
	Tasks    int                 `json:"tasks,omitempty"`
}

type reviewRow struct {
	desk.CategoryRow
	Why []string `json:"why"` // the reasons as sentences
}

func reviewJSON(lang string, r desk.CategoryReview, asked *desk.CategoryAsked) reviewDocument {
	doc := reviewDocument{CategoryReview: r, Rows: make([]reviewRow, len(r.Rows)), Requests: asked}
	for i := range r.Rows {
		doc.Rows[i] = reviewRow{r.Rows[i], sentences(lang, &r.Rows[i])}
	}
	return doc
}

func sentences(lang string, row *desk.CategoryRow) []string {
	why := make([]string, len(row.Reasons))
	for i, reason := range row.Reasons {
		why[i] = reason.Text(lang)
	}
	return why
}

func (a *app) reviewed(lang string, r *desk.CategoryReview, asked *desk.CategoryAsked) {
	t := newTable(headings(lang, "customer", "name", "category", "proposed", "why")...)
	t.whole = true
	for i := range r.Rows {
		row := &r.Rows[i]
		mark := row.Proposed
		if !row.Changed {
			mark = "="
		}
		t.add(string(row.Customer), row.Name, row.Current, mark, strings.Join(sentences(lang, row), "; "))
	}
	t.print(a)
	a.sayIn(lang, "Customers: %d; another category is proposed for %d.", len(r.Rows), r.Changed)
	if asked != nil {
		a.sayIn(lang, "Requests: %d new, %d seconded, %d wait for others (debitor approval list).", asked.Asked, asked.Seconded, asked.Waiting)
	}
	if r.Due == "" {
		a.sayIn(lang, "No review is due in this month; the next one is %s, from %s.", word(lang, string(r.Next)), r.NextFrom)
		return
	}
	a.sayIn(lang, "The %s review is due, from %s; the next one is %s, from %s.", word(lang, string(r.Due)), r.DueFrom, word(lang, string(r.Next)), r.NextFrom)
}
