package lists

import (
	"net/url"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// weekly is the list of what is overdue this week, each document with a word
// from who answers for it; without one it is red. A week that is over is
// read, not written.
func weekly(c *page.Call) error {
	if week := c.AskDate("week", c.Today).Monday(); week < c.Today.Monday() {
		return weeklyPast(c, week)
	}
	return showWeekly(c, c.Form())
}

func showWeekly(c *page.Call, f *ui.Form) error {
	w, err := c.Session.Weekly(c.Context(), c.Today, c.Ask("manager"), c.Ask("show") == "unanswered", pageRows+1, offset(c))
	if err != nil {
		return err
	}
	if c.Exporting() {
		return exportWeekly(c)
	}
	managers, err := c.Session.Managers(c.Context())
	if err != nil {
		return err
	}
	rows, m := cut(c, w.Rows)
	w.Rows = rows
	filters := ui.Filters{Same: c.Same, Files: true, Fields: withManagers(c, []ui.Filter{
		{Name: "show", Label: c.Say.T("lists.show"), Value: c.Ask("show"), Options: titled(c, "lists.weekly_", "", "unanswered")},
	}, managers)}
	body := weeklyPage(c, w, f, filters, m)
	if f.OK() {
		return c.Render(c.Say.T("nav.weekly"), body)
	}
	return c.Again(c.Say.T("nav.weekly"), body)
}

// commentWeek takes what was said of the documents of a page.
func commentWeek(c *page.Call) error {
	f := c.Form()
	var said []store.WeeklyComment
	for _, invoice := range f.Values("invoice") {
		comment := store.WeeklyComment{Invoice: id.Invoice(invoice), Kind: f.Text(kindField(invoice)), Comment: f.Text(commentField(invoice))}
		switch {
		case comment.Kind == "" && comment.Comment != "":
			f.Fail(kindField(invoice), c.Say.T("say.required"))
		case comment.Kind == "other" && comment.Comment == "":
			f.Fail(commentField(invoice), c.Say.T("say.required"))
		case comment.Kind != "":
			said = append(said, comment)
		}
	}
	if f.OK() {
		err := f.Take(c.Session.CommentWeek(c.Context(), c.Today, said))
		if err != nil {
			return err
		}
	}
	if !f.OK() {
		return showWeekly(c, f)
	}
	return c.GoSaying(c.Same(), c.Say.N("lists.weekly_saved", len(said)))
}

// The fields of a document in the form of the week.
func kindField(invoice string) string    { return "kind-" + url.PathEscape(invoice) }
func commentField(invoice string) string { return "comment-" + url.PathEscape(invoice) }

// kindsOf are what can be said; the first says nothing.
func kindsOf(c *page.Call) []ui.Option {
	return append([]ui.Option{{Text: "–"}}, titled(c, "lists.kind_", desk.WeeklyKinds...)...)
}

func kindText(c *page.Call, kind string) string {
	return c.Say.T("lists.kind_" + strings.ReplaceAll(kind, "-", "_"))
}

// weekTabs lead to the weeks that have comments.
func weekTabs(c *page.Call, weeks []cal.Date, here cal.Date) []ui.Tab {
	now := c.Today.Monday()
	tabs := []ui.Tab{{Text: c.Say.T("lists.this_week"), Href: c.To("weekly"), Here: here == now}}
	for _, w := range weeks {
		if w < now {
			tabs = append(tabs, ui.Tab{Text: weekText(c, w), Href: page.With(c.To("weekly"), "week", w.String()), Here: w == here})
		}
	}
	return tabs
}

func weekText(c *page.Call, week cal.Date) string {
	return c.Say.Date(week) + " – " + c.Say.Date(week+6)
}

func weeklyPast(c *page.Call, week cal.Date) error {
	rows, weeks, err := c.Session.WeeklyPast(c.Context(), week, c.Ask("manager"), pageRows+1, offset(c))
	if err != nil {
		return err
	}
	rows, m := cut(c, rows)
	return c.Render(c.Say.T("lists.week_of", weekText(c, week)), weeklyPastPage(c, rows, weekTabs(c, weeks, week), m))
}

func pastColumns(c *page.Call) []ui.Column[store.WeeklyRow] {
	return []ui.Column[store.WeeklyRow]{
		{Title: c.Say.T("lists.invoice"), Text: func(r store.WeeklyRow) string { return string(r.Invoice) }},
		{Title: c.Say.T("lists.customer"), Text: func(r store.WeeklyRow) string { return r.Name }},
		{Title: c.Say.T("lists.rest"), Number: true, Text: func(r store.WeeklyRow) string { return c.Say.Money(r.Open, r.Currency) }},
		{Title: c.Say.T("lists.answer"), Text: func(r store.WeeklyRow) string { return kindText(c, r.Kind) }},
		{Title: c.Say.T("lists.comment"), Text: func(r store.WeeklyRow) string { return r.Comment }},
		{Title: c.Say.T("lists.who"), Text: func(r store.WeeklyRow) string { return r.Author }},
		{Title: c.Say.T("lists.when"), Text: func(r store.WeeklyRow) string { return c.Say.Date(r.Date) }},
	}
}

// exportRows is how many documents of the week are read at once for a file.
const exportRows = 1000

func exportWeekly(c *page.Call) error {
	heads := titles(c, "invoice", "customer", "manager", "due", "rest", "currency", "answer", "comment", "who")
	return c.Export(c.Say.T("nav.weekly")+" "+c.Today.String(), heads, func(row func(...any) error) error {
		for from := 0; ; from += exportRows {
			w, err := c.Session.Weekly(c.Context(), c.Today, c.Ask("manager"), c.Ask("show") == "unanswered", exportRows, from)
			if err != nil || len(w.Rows) == 0 {
				return err
			}
			for _, r := range w.Rows {
				said, kind := w.Said[r.Invoice], ""
				if said.Kind != "" {
					kind = kindText(c, said.Kind)
				}
				if err := row(partName(r), r.Name, r.Manager, r.Due, amount(r.Open, r.Currency), string(r.Currency), kind, said.Comment, said.Author); err != nil {
					return err
				}
			}
		}
	})
}
