package runs

import (
	"cmp"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// pastRuns is how many runs are listed: a quarter of a year of two a week.
const pastRuns = 26

func runList(c *page.Call) error {
	past, ahead, err := c.Session.Runs(c.Context(), c.Today, pastRuns)
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("nav.runs"), runListPage(c, runTable(c, ahead, "runs.ahead"), runTable(c, past, "runs.past")))
}

func runTable(c *page.Call, days []desk.RunDay, caption string) ui.Table[desk.RunDay] {
	return ui.Table[desk.RunDay]{
		Caption: c.Say.T(caption), Rows: days, Empty: c.Say.T("runs.no_runs"), Keys: true,
		Columns: []ui.Column[desk.RunDay]{
			{Title: c.Say.T("runs.day"), Cell: func(d desk.RunDay) templ.Component {
				return ui.Link(c.To("runs", d.Date.String()), c.Say.Weekday(d.Date)+", "+c.Say.Date(d.Date))
			}},
			{Title: c.Say.T("runs.state"), Cell: func(d desk.RunDay) templ.Component { return dayState(c, d) }},
			{Title: c.Say.T("runs.letters"), Number: true, Text: func(d desk.RunDay) string { return count(c, d.Letters) }},
			{Title: c.Say.T("runs.tasks"), Number: true, Text: func(d desk.RunDay) string { return count(c, d.Tasks) }},
			{Title: c.Say.T("runs.policy"), Minor: true, Text: func(d desk.RunDay) string { return cmp.Or(d.Title[c.Say.Lang()], d.Title["en"], d.Policy) }},
			{Title: c.Say.T("runs.time"), Minor: true, Text: func(d desk.RunDay) string { return timeWords(c, d.Times) }},
		},
	}
}

// count is a number in a table, nothing for none.
func count(c *page.Call, n int) string {
	if n == 0 {
		return ""
	}
	return c.Say.Number(n)
}

// dayState is where a run stands, in a word.
func dayState(c *page.Call, d desk.RunDay) templ.Component {
	switch {
	case d.Opened && d.Letters+d.Tasks == 0 && len(d.Undos) > 0:
		return ui.Badge(c.Say.T("runs.taken_back"), "bad")
	case d.Opened && len(d.Undos) > 0:
		return ui.Badge(c.Say.T("runs.partly_taken_back"), "warn")
	case d.Opened:
		return ui.Badge(c.Say.T("runs.applied"), "good")
	case d.Date == c.Today:
		return ui.Badge(c.Say.T("runs.to_review"), "warn")
	}
	return ui.Badge(c.Say.T("runs.to_come"), "")
}
