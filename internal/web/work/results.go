package work

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// resultsBack is how many days of talks are counted at first: a quarter.
const resultsBack = 90

// counted is how often a tactic or an objection was met, and how those talks
// ended.
type counted struct {
	Text     string
	Talks    int
	Promises int // or the money on its way
	Outcomes map[string]int
}

// share is how many of a thousand talks ended well.
func (k *counted) share() int { return k.Promises * 1000 / max(1, k.Talks) }

func results(c *page.Call) error {
	from, to := c.AskDate("from", c.Today-resultsBack), c.AskDate("to", c.Today)
	list, err := c.Session.TalkResults(c.Context(), from, to)
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("work.results"), resultsPage(c, list, period(c, from, to)))
}

func period(c *page.Call, from, to cal.Date) ui.Filters {
	return ui.Filters{Same: c.Same, Fields: []ui.Filter{
		{Name: "from", Label: c.Say.T("work.from"), Value: date(from), Type: "date"},
		{Name: "to", Label: c.Say.T("work.to"), Value: date(to), Type: "date"},
	}}
}

// countBy sums talks by what of gives of each, those met most often first.
func countBy(c *page.Call, list []store.TalkCount, prefix string, of func(store.TalkCount) string) []counted {
	all := map[string]*counted{}
	for _, v := range list {
		code := of(v)
		if all[code] == nil {
			text := c.Say.T("work.none_said")
			if code != "" {
				text = c.Say.T(prefix + code)
			}
			all[code] = &counted{Text: text, Outcomes: map[string]int{}}
		}
		k := all[code]
		k.Talks += v.Talks
		k.Outcomes[v.Outcome] += v.Talks
		if v.Outcome == desk.TalkPromise || v.Outcome == desk.TalkOnItsWay {
			k.Promises += v.Talks
		}
	}
	rows := make([]counted, 0, len(all))
	for _, k := range all {
		rows = append(rows, *k)
	}
	slices.SortFunc(rows, func(a, b counted) int { return cmp.Or(cmp.Compare(b.Talks, a.Talks), cmp.Compare(a.Text, b.Text)) })
	return rows
}

func resultTable(c *page.Call, title string, rows []counted) ui.Table[counted] {
	p := c.Say
	columns := []ui.Column[counted]{
		{Title: title, Text: func(k counted) string { return k.Text }},
		{Title: p.T("work.talks"), Number: true, Text: func(k counted) string { return p.Number(k.Talks) }},
		{Title: p.T("work.success"), Number: true, Text: func(k counted) string { return p.Percent(k.share()) }},
	}
	for _, o := range desk.TalkOutcomes {
		columns = append(columns, ui.Column[counted]{
			Title: p.T("work.outcome." + o), Number: true, Minor: true, Text: func(k counted) string { return p.Number(k.Outcomes[o]) },
		})
	}
	return ui.Table[counted]{Caption: title, Empty: p.T("work.no_talks"), Rows: rows, Columns: columns}
}
