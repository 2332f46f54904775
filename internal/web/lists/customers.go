package lists

import (
	"cmp"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// buckets are the names of the aging's columns, for texts and sorting.
var buckets = [len(ledger.Buckets)]string{"not_due", "d30", "d60", "d90", "d91"}

// customers is the aging grid. Who owes nothing overdue is hidden, never gone
// who is searched for is shown whatever he owes.
func customers(c *page.Call) error {
	day := min(c.AskDate("date", c.Today), c.Today)
	q := desk.CustomersQuery{
		Overdue: c.Ask("show") == "overdue" || c.Ask("show") == "" && c.Ask("q") == "",
		Manager: c.Ask("manager"), Region: c.Ask("region"), Category: c.Ask("category"), Class: c.Ask("class"), Search: c.Ask("q"),
		Sort: c.Ask("sort"), Offset: offset(c), Limit: pageRows,
	}
	if c.Exporting() {
		return exportCustomers(c, day, q)
	}
	p, err := c.Session.Customers(c.Context(), day, q)
	if err != nil {
		return err
	}
	left, err := leftOfCustomers(c, day, p.Rows)
	if err != nil {
		return err
	}
	rows := 0
	for _, t := range p.Totals {
		rows += t.Rows
	}
	return render(c, c.Say.T("nav.customers"), list[store.StandingRow]{
		name: "customers", filters: customerFilters(c, day, q, p.Choices), above: customerSums(c, p),
		table: ui.Table[store.StandingRow]{
			Caption: c.Say.T("lists.customers_caption", c.Say.Date(day)), Columns: customerColumns(c, left), Rows: p.Rows, Total: customerTotal(c, p.Totals),
			Empty: c.Say.T("lists.empty"), Sort: cmp.Or(q.Sort, "-overdue"), Same: c.Same,
		},
		pages: ui.PagesOf(c.Say, ui.Pages{Page: pageOf(c), Size: pageRows, Total: rows, Same: c.Same}),
	})
}

func customerFilters(c *page.Call, day cal.Date, q desk.CustomersQuery, choices map[string][]string) ui.Filters {
	show := "all"
	if q.Overdue {
		show = "overdue"
	}
	fields := []ui.Filter{
		{Name: "q", Label: c.Say.T("lists.search_customer"), Type: "search", Value: q.Search},
		{Name: "show", Label: c.Say.T("lists.show"), Value: show, Options: titled(c, "lists.show_", "overdue", "all")},
		{Name: "class", Label: c.Say.T("lists.class"), Value: q.Class, Options: []ui.Option{{Text: c.Say.T("say.all")}, {Value: "A", Text: c.Say.T("lists.class_a")}}},
	}
	for _, kind := range []struct{ name, value string }{{"manager", q.Manager}, {"region", q.Region}, {"category", q.Category}} {
		if len(choices[kind.name]) > 1 {
			fields = append(fields, ui.Filter{Name: kind.name, Label: c.Say.T("lists." + kind.name), Value: kind.value, Options: options(c, choices[kind.name])})
		}
	}
	fields = append(fields, ui.Filter{Name: "date", Label: c.Say.T("lists.as_of"), Type: "date", Value: day.String()})
	return ui.Filters{Fields: fields, Same: c.Same, Keep: []ui.Option{{Text: "sort", Value: q.Sort}}, Files: true}
}

// leftOfCustomers are the days left of customers, as of today alone: on another day
// other debts were open.
func leftOfCustomers(c *page.Call, day cal.Date, rows []store.StandingRow) (desk.DaysLeft, error) {
	if day != c.Today {
		return desk.DaysLeft{}, nil
	}
	ids := make([]id.Customer, len(rows))
	for i := range rows {
		ids[i] = rows[i].Customer
	}
	return c.Session.DaysLeft(c.Context(), ids)
}

func customerColumns(c *page.Call, left desk.DaysLeft) []ui.Column[store.StandingRow] {
	columns := []ui.Column[store.StandingRow]{
		{Title: c.Say.T("lists.customer"), Sort: "name", Cell: func(r store.StandingRow) templ.Component {
			return link(c.To("customers", string(r.Customer)), r.Name)
		}},
		{Title: c.Say.T("lists.code"), Sort: "customer", Minor: true, Text: func(r store.StandingRow) string { return string(r.Customer) }},
		{Title: c.Say.T("lists.class"), Text: func(r store.StandingRow) string { return r.Class }},
		{Title: c.Say.T("lists.manager"), Sort: "manager", Minor: true, Text: func(r store.StandingRow) string { return r.Manager }},
		{Title: c.Say.T("lists.category"), Sort: "category", Minor: true, Text: func(r store.StandingRow) string { return r.Category }},
		{Title: c.Say.T("lists.currency"), Text: func(r store.StandingRow) string { return string(r.Currency) }},
		figure(c, "overdue", false, func(r store.StandingRow) money.Minor { return r.Overdue }),
		figure(c, "open", false, func(r store.StandingRow) money.Minor { return r.Total }),
	}
	for i, name := range buckets {
		columns = append(columns, figure(c, name, true, func(r store.StandingRow) money.Minor { return r.Amounts[i] }))
	}
	return append(columns, figure(c, "credit", true, func(r store.StandingRow) money.Minor { return r.Credit }),
		ui.Column[store.StandingRow]{Title: c.Say.T("lists.oldest"), Sort: "oldest", Minor: true, Text: func(r store.StandingRow) string { return c.Say.Date(r.Oldest) }},
		ui.Column[store.StandingRow]{Title: c.Say.T("court.left"), Number: true, Minor: true, Cell: func(r store.StandingRow) templ.Component {
			return leftBefore(c, left.Customers[desk.CustomerLeft{Customer: r.Customer, Currency: r.Currency}])
		}})
}

// figure is a column of an amount; nothing is shown as such.
func figure(c *page.Call, name string, minor bool, of func(store.StandingRow) money.Minor) ui.Column[store.StandingRow] {
	return ui.Column[store.StandingRow]{Title: c.Say.T("lists." + name), Sort: name, Number: true, Minor: minor, Text: func(r store.StandingRow) string {
		if of(r) == 0 {
			return "–"
		}
		return c.Say.Figure(of(r), r.Currency)
	}}
}

// totalsTable is what all the customers of the list owe, by currency.
func totalsTable(c *page.Call, totals []store.StandingTotal) ui.Table[store.StandingTotal] {
	return ui.Table[store.StandingTotal]{Caption: c.Say.T("lists.total"), Rows: totals, Columns: []ui.Column[store.StandingTotal]{
		{Title: c.Say.T("lists.currency"), Text: func(t store.StandingTotal) string { return string(t.Currency) }},
		{Title: c.Say.T("lists.overdue"), Number: true, Text: func(t store.StandingTotal) string { return c.Say.Figure(t.Overdue, t.Currency) }},
		{Title: c.Say.T("lists.open"), Number: true, Text: func(t store.StandingTotal) string { return c.Say.Figure(t.Total, t.Currency) }},
		{Title: c.Say.T("lists.overdue_share"), Number: true, Text: func(t store.StandingTotal) string { return c.Say.Percent(share(t.Overdue, t.Total)) }},
	}}
}

// customerTotal is the last row where all amounts are of one currency.
func customerTotal(c *page.Call, totals []store.StandingTotal) []string {
	if len(totals) != 1 {
		return nil
	}
	t := totals[0]
	cells := []string{c.Say.T("lists.total"), "", "", "", "", string(t.Currency), c.Say.Figure(t.Overdue, t.Currency), c.Say.Figure(t.Total, t.Currency)}
	for _, m := range t.Amounts {
		cells = append(cells, c.Say.Figure(m, t.Currency))
	}
	return append(cells, c.Say.Figure(t.Credit, t.Currency), "", "")
}

func exportCustomers(c *page.Call, day cal.Date, q desk.CustomersQuery) error {
	var rows []store.StandingRow // a customer each, and so few
	err := c.Session.EachCustomer(c.Context(), day, q, func(r store.StandingRow) error {
		rows = append(rows, r)
		return nil
	})
	if err != nil {
		return err
	}
	left, err := leftOfCustomers(c, day, rows)
	if err != nil {
		return err
	}
	heads := titles(c, "customer", "code", "class", "manager", "category", "region", "currency", "overdue", "open", "not_due", "d30", "d60", "d90", "d91", "credit", "oldest")
	heads = append(heads, c.Say.T("court.left"))
	return c.Export(c.Say.T("nav.customers")+" "+day.String(), heads, func(row func(...any) error) error {
		return c.Session.EachCustomer(c.Context(), day, q, func(r store.StandingRow) error {
			cells := []any{r.Name, string(r.Customer), r.Class, r.Manager, r.Category, r.Region, string(r.Currency), amount(r.Overdue, r.Currency), amount(r.Total, r.Currency)}
			for _, m := range r.Amounts {
				cells = append(cells, amount(m, r.Currency))
			}
			return row(append(cells, amount(r.Credit, r.Currency), r.Oldest, leftCell(left.Customers[desk.CustomerLeft{Customer: r.Customer, Currency: r.Currency}]))...)
		})
	})
}
