package lists

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// journal is who changed what, when and why.
func journal(c *page.Call) error {
	q := desk.JournalQuery{From: c.AskDate("from", 0), To: c.AskDate("to", 0), JournalQuery: store.JournalQuery{
		Actor: c.Ask("actor"), Action: c.Ask("action"), Subject: c.Ask("subject"), Offset: offset(c), Limit: pageRows + 1,
	}}
	if c.Exporting() {
		return exportJournal(c, q)
	}
	var rows []store.JournalRow
	err := c.Session.Journal(c.Context(), q, func(j store.JournalRow) error {
		rows = append(rows, j)
		return nil
	})
	if err != nil {
		return err
	}
	actors, actions, err := c.Session.JournalChoices(c.Context())
	if err != nil {
		return err
	}
	rows, m := cut(c, rows)
	return render(c, c.Say.T("nav.journal"), list[store.JournalRow]{
		name: "journal",
		filters: ui.Filters{Same: c.Same, Files: true, Fields: []ui.Filter{
			{Name: "from", Label: c.Say.T("lists.from"), Type: "date", Value: c.Ask("from")},
			{Name: "to", Label: c.Say.T("lists.to"), Type: "date", Value: c.Ask("to")},
			{Name: "actor", Label: c.Say.T("lists.who"), Value: q.Actor, Options: options(c, actors)},
			{Name: "action", Label: c.Say.T("lists.what"), Value: q.Action, Options: doings(c, actions)},
			{Name: "subject", Label: c.Say.T("lists.subject"), Value: q.Subject},
		}},
		table: ui.Table[store.JournalRow]{Caption: c.Say.T("nav.journal"), Columns: journalColumns(c), Rows: rows, Empty: c.Say.T("lists.empty")},
		pages: moreOf(c.Say, m),
	})
}

func journalColumns(c *page.Call) []ui.Column[store.JournalRow] {
	return []ui.Column[store.JournalRow]{
		{Title: c.Say.T("lists.when"), Short: true, Text: func(r store.JournalRow) string { return when(c, r) }},
		{Title: c.Say.T("lists.who"), Text: func(r store.JournalRow) string { return who(c, r.Actor) }},
		{Title: c.Say.T("lists.what"), Text: func(r store.JournalRow) string { return c.Say.Did(r.Action) }},
		{Title: c.Say.T("lists.subject"), Cell: func(r store.JournalRow) templ.Component { return subject(c, r.Subject) }},
		{Title: c.Say.T("say.reason"), Text: func(r store.JournalRow) string { return r.Reason }},
		{Title: c.Say.T("lists.data"), Minor: true, Cell: func(r store.JournalRow) templ.Component { return journalData(c, r) }},
	}
}

// when is the moment of recording, in the server's time.
func when(c *page.Call, r store.JournalRow) string {
	at := r.At.Local()
	return c.Say.Date(cal.Of(at)) + " " + at.Format("15:04")
}

// who is who did it; what the program did by itself its operator did.
func who(c *page.Call, actor string) string {
	if actor == "operator" {
		return c.Say.T("role.operator")
	}
	return actor
}

// doings are the actions to choose from, by what they are called.
func doings(c *page.Call, actions []string) []ui.Option {
	all := options(c, actions)
	for i := range all[1:] {
		all[i+1].Text = c.Say.Did(all[i+1].Value)
	}
	slices.SortFunc(all[1:], func(a, b ui.Option) int { return strings.Compare(a.Text, b.Text) })
	return all
}

// subject is what a line is about, with the way there where it has a page.
func subject(c *page.Call, s string) templ.Component {
	kind, key, _ := strings.Cut(s, ":")
	name := key
	if day, err := cal.Parse(key); kind == "run" && err == nil {
		name = c.Say.Date(day)
	}
	if text := "lists.about_" + kind; key != "" && c.Say.Has(text) {
		s = c.Say.T(text, name)
	}
	places := map[string]string{"customer": "customers", "invoice": "invoices", "letter": "letters", "run": "runs", "dispute": "disputes", "policy": "policies"}
	if place := places[kind]; place != "" && key != "" {
		return link(c.To(place, key), s)
	}
	return ui.Text(s)
}

func exportJournal(c *page.Call, q desk.JournalQuery) error {
	q.Limit, q.Offset = 0, 0
	heads := titles(c, "when", "who", "command", "what", "subject", "reason", "data")
	return c.Export(c.Say.T("nav.journal")+" "+c.Today.String(), heads, func(row func(...any) error) error {
		return c.Session.Journal(c.Context(), q, func(r store.JournalRow) error {
			return row(when(c, r), r.Actor, r.Command, c.Say.Did(r.Action), r.Subject, r.Reason, r.Data)
		})
	})
}
