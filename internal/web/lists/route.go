package lists

import (
	"cmp"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// route is the sheet that a representative takes along: whom to see, in the
// order of their addresses, and what to say there.
func route(c *page.Call) error {
	managers, err := c.Session.Managers(c.Context())
	if err != nil {
		return err
	}
	manager := c.Ask("manager")
	if own := string(c.Visitor.User); manager == "" && slices.Contains(managers, own) {
		manager = own
	}
	stops, err := c.Session.Route(c.Context(), c.Today, manager, c.Ask("show") != "visits")
	if err != nil {
		return err
	}
	filters := ui.Filters{Same: c.Same, Fields: []ui.Filter{
		{Name: "show", Label: c.Say.T("lists.show"), Value: c.Ask("show"), Options: titled(c, "lists.route_", "", "visits")},
	}}
	if len(managers) > 1 {
		filters.Fields = append(filters.Fields, ui.Filter{Name: "manager", Label: c.Say.T("lists.manager"), Value: manager, Options: options(c, managers)})
	}
	return c.Render(c.Say.T("lists.route"), routePage(c, manager, stops, filters))
}

// wordsFor is what to say: by how long the oldest debt is overdue.
func wordsFor(c *page.Call, s desk.Stop) string {
	switch late := lateBy(c, s.Oldest); {
	case late == 0:
		return c.Say.T("lists.say_not_due")
	case late <= 30:
		return c.Say.T("lists.say_30")
	case late <= 90:
		return c.Say.T("lists.say_90")
	}
	return c.Say.T("lists.say_91")
}

func lateBy(c *page.Call, oldest cal.Date) int {
	if oldest == 0 {
		return 0
	}
	return int(c.Today - oldest)
}

// dialled is a telephone number as a link wants it.
func dialled(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// overdueTable is the oldest documents of a stop.
func overdueTable(c *page.Call, s desk.Stop) ui.Table[store.Instalment] {
	docs := slices.SortedStableFunc(slices.Values(s.Overdue), func(a, b store.Instalment) int { return cmp.Compare(a.Item.Due, b.Item.Due) })
	return ui.Table[store.Instalment]{
		Caption: c.Say.T("lists.documents_of", s.Customer.Name), Rows: docs[:min(len(docs), shownDocuments)],
		Columns: []ui.Column[store.Instalment]{
			{Title: c.Say.T("lists.invoice"), Text: func(v store.Instalment) string { return string(v.Item.Invoice) }},
			{Title: c.Say.T("lists.due"), Text: func(v store.Instalment) string { return c.Say.Date(v.Item.Due) }},
			{Title: c.Say.T("lists.rest"), Number: true, Text: func(v store.Instalment) string { return c.Say.Money(v.Item.Open, v.Item.Currency) }},
		},
	}
}
