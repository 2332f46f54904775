package lists

import (
	"strconv"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// invoices is the list of what is owed, instalment by instalment.
func invoices(c *page.Call) error {
	q := store.InvoicesQuery{
		State: c.Ask("show"), Day: c.Today, Customer: id.Customer(c.Ask("customer")), Number: c.Ask("q"), Scope: store.Scope{Manager: c.Ask("manager")},
		From: c.AskDate("from", 0), To: c.AskDate("to", 0), Newest: c.Ask("sort") == "-due", Offset: offset(c), Limit: pageRows + 1,
	}
	if q.State != "open" && q.State != "all" {
		q.State = "overdue"
		if q.Number != "" {
			q.State = "all" // who looks for a document wants it, paid or not
		}
	}
	if c.Exporting() {
		return exportInvoices(c, q)
	}
	var rows []store.InvoiceRow
	err := c.Session.EachInvoice(c.Context(), q, func(v store.InvoiceRow) error {
		rows = append(rows, v)
		return nil
	})
	if err != nil {
		return err
	}
	managers, err := c.Session.Managers(c.Context())
	if err != nil {
		return err
	}
	rows, m := cut(c, rows)
	left, err := c.Session.DaysLeft(c.Context(), debtorsOf(rows))
	if err != nil {
		return err
	}
	sort := "due"
	if q.Newest {
		sort = "-due"
	}
	return render(c, c.Say.T("nav.invoices"), list[store.InvoiceRow]{
		name: "invoices", filters: invoiceFilters(c, q, managers),
		table: ui.Table[store.InvoiceRow]{
			Caption: c.Say.T("nav.invoices"), Columns: invoiceColumns(c, left), Rows: rows, Empty: c.Say.T("lists.empty"), Sort: sort, Same: c.Same,
		},
		pages: moreOf(c.Say, m),
	})
}

func invoiceFilters(c *page.Call, q store.InvoicesQuery, managers []string) ui.Filters {
	fields := []ui.Filter{
		{Name: "show", Label: c.Say.T("lists.show"), Value: q.State, Options: titled(c, "lists.show_", "overdue", "open", "all")},
		{Name: "q", Label: c.Say.T("lists.search_number"), Type: "search", Value: q.Number},
		{Name: "customer", Label: c.Say.T("lists.customer_code"), Value: string(q.Customer)},
		{Name: "from", Label: c.Say.T("lists.due_from"), Type: "date", Value: c.Ask("from")},
		{Name: "to", Label: c.Say.T("lists.due_to"), Type: "date", Value: c.Ask("to")},
	}
	return ui.Filters{Fields: withManagers(c, fields, managers), Same: c.Same, Keep: []ui.Option{{Text: "sort", Value: c.Ask("sort")}}, Files: true}
}

// withManagers adds the choice of a manager where there is one.
func withManagers(c *page.Call, fields []ui.Filter, managers []string) []ui.Filter {
	if len(managers) < 2 {
		return fields
	}
	return append(fields, ui.Filter{Name: "manager", Label: c.Say.T("lists.manager"), Value: c.Ask("manager"), Options: options(c, managers)})
}

// debtorsOf are the customers of rows of which something is open.
func debtorsOf(rows []store.InvoiceRow) (list []id.Customer) {
	for i := range rows {
		if rows[i].Open != 0 {
			list = append(list, rows[i].Customer)
		}
	}
	return list
}

// leftBefore is a cell of the days left before limitation.
func leftBefore(c *page.Call, l desk.Left) templ.Component {
	if !l.Known {
		return templ.NopComponent
	}
	return ui.DaysLeft(c.Say, l.Days, l.Verified)
}

func invoiceColumns(c *page.Call, left desk.DaysLeft) []ui.Column[store.InvoiceRow] {
	return []ui.Column[store.InvoiceRow]{
		{Title: c.Say.T("lists.invoice"), Cell: func(r store.InvoiceRow) templ.Component {
			return link(c.To("invoices", string(r.Invoice)), partName(r))
		}},
		{Title: c.Say.T("lists.customer"), Cell: func(r store.InvoiceRow) templ.Component {
			return link(c.To("customers", string(r.Customer)), r.Name)
		}},
		{Title: c.Say.T("lists.manager"), Minor: true, Text: func(r store.InvoiceRow) string { return r.Manager }},
		{Title: c.Say.T("lists.issued"), Minor: true, Text: func(r store.InvoiceRow) string { return c.Say.Date(r.Issued) }},
		{Title: c.Say.T("lists.due"), Sort: "due", Text: func(r store.InvoiceRow) string { return c.Say.Date(r.Due) }},
		{Title: c.Say.T("lists.days"), Number: true, Text: func(r store.InvoiceRow) string { return daysLate(c, r) }},
		{Title: c.Say.T("court.left"), Number: true, Minor: true, Cell: func(r store.InvoiceRow) templ.Component {
			return leftBefore(c, left.Invoices[desk.InvoiceLeft{Invoice: r.Invoice, Part: r.Part}])
		}},
		{Title: c.Say.T("lists.amount"), Number: true, Minor: true, Text: func(r store.InvoiceRow) string { return c.Say.Figure(r.Amount, r.Currency) }},
		{Title: c.Say.T("lists.rest"), Number: true, Text: func(r store.InvoiceRow) string { return c.Say.Figure(r.Open, r.Currency) }},
		{Title: c.Say.T("lists.currency"), Text: func(r store.InvoiceRow) string { return string(r.Currency) }},
	}
}

// partName is the document's number, with the part where there are several.
func partName(r store.InvoiceRow) string {
	if r.Part == 1 {
		return string(r.Invoice)
	}
	return string(r.Invoice) + "/" + strconv.Itoa(r.Part)
}

// daysLate is by how many days a debt is overdue today, a dash if it is not.
func daysLate(c *page.Call, r store.InvoiceRow) string {
	if r.Open == 0 || r.Due == 0 || r.Due >= c.Today {
		return "–"
	}
	return c.Say.Number(int(c.Today - r.Due))
}

func exportInvoices(c *page.Call, q store.InvoicesQuery) error {
	q.Limit, q.Offset = 0, 0
	var debtors []id.Customer
	last := id.Customer("")
	err := c.Session.EachInvoice(c.Context(), q, func(r store.InvoiceRow) error {
		if r.Open != 0 && r.Customer != last {
			last = r.Customer
			debtors = append(debtors, last)
		}
		return nil
	})
	if err != nil {
		return err
	}
	left, err := c.Session.DaysLeft(c.Context(), debtors)
	if err != nil {
		return err
	}
	heads := append(titles(c, "invoice", "part", "customer", "code", "manager", "issued", "due", "amount", "rest", "currency"), c.Say.T("court.left"))
	return c.Export(c.Say.T("nav.invoices")+" "+c.Today.String(), heads, func(row func(...any) error) error {
		return c.Session.EachInvoice(c.Context(), q, func(r store.InvoiceRow) error {
			return row(string(r.Invoice), r.Part, r.Name, string(r.Customer), r.Manager, r.Issued, r.Due, amount(r.Amount, r.Currency), amount(r.Open, r.Currency), string(r.Currency),
				leftCell(left.Invoices[desk.InvoiceLeft{Invoice: r.Invoice, Part: r.Part}]))
		})
	})
}

// leftCell are the days left in a file; empty where they are not known.
func leftCell(l desk.Left) any {
	if !l.Known {
		return nil
	}
	return l.Days
}
