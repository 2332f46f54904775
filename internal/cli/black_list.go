package cli

import (
	"strconv"
	"strings"

	"debitor/internal/desk"
)

type blackListCommand struct {
	Date    string `placeholder:"D" help:"On this day, YYYY-MM-DD; today if not given."`
	Ask     bool   `help:"Ask for those who are proposed: one request a customer, see debitor approval."`
	Percent int    `placeholder:"N" help:"With --ask: how much is to be paid in advance; the least of the policy if not given."`
	Review  bool   `help:"Let those come off whose last day has come and who meet the conditions."`
}

func (c *blackListCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		doc := blackListJSON{}
		if c.Review {
			done, err := s.ReviewBlackList(a.ctx)
			if err != nil {
				return err
			}
			doc.Returned = &done
		}
		if doc.BlackList, err = s.BlackList(a.ctx, orToday(s, date)); err != nil {
			return err
		}
		if c.Ask {
			if doc.Requests, err = s.AskBlackList(a.ctx, &doc.BlackList, c.Percent); err != nil {
				return err
			}
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(doc)
		}
		a.blackList(a.lang(s), &doc)
		return nil
	})
}

// blackListJSON is the list for programs, with what was done.
type blackListJSON struct {
	desk.BlackList
	Requests int                   `json:"requests,omitempty"` // new ones
	Returned *desk.BlackListReview `json:"returned,omitempty"`
}

func (a *app) blackList(lang string, doc *blackListJSON) {
	t := newTable(headings(lang, "customer", "name", ">times", ">days late", "why", "state")...)
	t.whole = true
	for i := range doc.Listed {
		row := &doc.Listed[i]
		until := word(lang, "until the conditions are met")
		if row.Until != 0 {
			until = word(lang, "until") + " " + row.Until.String()
		}
		t.add(string(row.Customer), row.Name, count(row.Late.Times), count(row.Late.Worst), lateWords(row), strconv.Itoa(row.Percent)+" %, "+until)
	}
	for i := range doc.Proposed {
		row := &doc.Proposed[i]
		state := word(lang, "proposed")
		if row.Asked != 0 {
			state = word(lang, "request") + " " + strconv.FormatInt(row.Asked, 10)
		}
		t.add(string(row.Customer), row.Name, count(row.Late.Times), count(row.Late.Worst), lateWords(row), state)
	}
	t.print(a)
	if r := doc.Returned; r != nil {
		a.sayIn(lang, "Off the black list: %d; they stay, for the conditions are not met: %d.", len(r.Off), len(r.Stay))
	}
}

// lateWords are the documents that were late, each with its days.
func lateWords(row *desk.BlackListed) string {
	words := make([]string, len(row.Late.Documents))
	for i, d := range row.Late.Documents {
		words[i] = d.Invoice + " +" + strconv.Itoa(d.Days)
	}
	return strings.Join(words, ", ")
}
