package lists

import (
	"github.com/a-h/templ"

	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// friday is whom to call before the weekend: their payment falls next week
//
func friday(c *page.Call) error {
	rows, err := c.Session.FridayCalls(c.Context(), c.Ask("manager"), pageRows+1, offset(c))
	if err != nil {
		return err
	}
	if c.Exporting() {
		return exportFriday(c)
	}
	managers, err := c.Session.Managers(c.Context())
	if err != nil {
		return err
	}
	rows, m := cut(c, rows)
	next := c.Today.Monday() + 7
	return render(c, c.Say.T("lists.friday"), list[store.DueRow]{
		name: "friday", filters: ui.Filters{Same: c.Same, Files: true, Fields: withManagers(c, nil, managers)},
		above: ui.Muted(c.Say.T("lists.friday_help", weekText(c, next))),
		table: ui.Table[store.DueRow]{Caption: c.Say.T("lists.friday"), Columns: fridayColumns(c), Rows: rows, Empty: c.Say.T("lists.friday_empty")},
		pages: moreOf(c.Say, m),
	})
}

func fridayColumns(c *page.Call) []ui.Column[store.DueRow] {
	return []ui.Column[store.DueRow]{
		{Title: c.Say.T("lists.customer"), Cell: func(r store.DueRow) templ.Component { return link(c.To("customers", string(r.Customer)), r.Name) }},
		{Title: c.Say.T("lists.phone"), Cell: func(r store.DueRow) templ.Component { return phone(r.Phone) }},
		{Title: c.Say.T("lists.manager"), Minor: true, Text: func(r store.DueRow) string { return r.Manager }},
		{Title: c.Say.T("lists.amount"), Number: true, Text: func(r store.DueRow) string { return c.Say.Money(r.Open, r.Currency) }},
		{Title: c.Say.T("lists.documents"), Number: true, Text: func(r store.DueRow) string { return c.Say.Number(r.Items) }},
		{Title: c.Say.T("lists.first_due"), Text: func(r store.DueRow) string { return c.Say.Weekday(r.First) + ", " + c.Say.Date(r.First) }},
		{Title: c.Say.T("lists.call"), Cell: func(r store.DueRow) templ.Component {
			return link(c.To("customers", string(r.Customer), "call"), c.Say.T("lists.call_log"))
		}},
	}
}

func exportFriday(c *page.Call) error {
	heads := titles(c, "customer", "code", "phone", "manager", "amount", "currency", "documents", "first_due")
	return c.Export(c.Say.T("lists.friday")+" "+c.Today.String(), heads, func(row func(...any) error) error {
		rows, err := c.Session.FridayCalls(c.Context(), c.Ask("manager"), 0, 0)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := row(r.Name, string(r.Customer), r.Phone, r.Manager, amount(r.Open, r.Currency), string(r.Currency), r.Items, r.First); err != nil {
				return err
			}
		}
		return nil
	})
}
