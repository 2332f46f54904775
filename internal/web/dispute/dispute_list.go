package dispute

import (
	"strconv"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/sheet"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// pageSize is how many disputes are shown at once.
const pageSize = 50

// states are the views of the register, the first what is shown unasked.
var states = []string{"open", "late", "agreed", "closed", "all"}

// list shows the register, the answers that are due first.
func list(c *page.Call) error {
	f := filter(c)
	if c.Exporting() {
		f.Limit, f.Offset = 0, 0
	}
	found, err := c.Session.Disputes(c.Context(), f, c.Today)
	if err != nil {
		return err
	}
	if c.Exporting() {
		return export(c, found.Rows)
	}
	return c.Render(c.Say.T("dispute.title"), listPage(c, f, found))
}

func filter(c *page.Call) desk.DisputeFilter {
	f := desk.DisputeFilter{
		State: state(c), Department: c.Ask("department"), Reason: c.Ask("reason"), Customer: id.Customer(c.Ask("customer")), Invoice: id.Invoice(c.Ask("invoice")),
		Sort: c.Ask("sort"), Limit: pageSize, Offset: (max(1, c.AskInt("page", 1)) - 1) * pageSize,
	}
	if f.State == "all" {
		f.State = ""
	}
	if f.Sort == "" {
		f.Sort = "-number"
		if f.State == "open" || f.State == "late" {
			f.Sort = "answer"
		}
	}
	return f
}

func state(c *page.Call) string {
	for _, s := range states {
		if c.Ask("state") == s {
			return s
		}
	}
	return states[0]
}

func tabs(c *page.Call, late int) []ui.Tab {
	var list []ui.Tab
	for _, s := range states {
		t := ui.Tab{Text: c.Say.T("dispute.show." + s), Href: c.Same("state", s, "page", "", "sort", ""), Here: state(c) == s}
		if s == "late" && late > 0 {
			t.Count = strconv.Itoa(late)
		}
		list = append(list, t)
	}
	return append(list, ui.Tab{Text: c.Say.T("dispute.causes"), Href: c.To("disputes", "causes")})
}

func filters(c *page.Call, f desk.DisputeFilter) ui.Filters {
	all := ui.Option{Text: c.Say.T("say.all")}
	return ui.Filters{
		Fields: []ui.Filter{
			{Name: "department", Label: c.Say.T("dispute.department"), Value: f.Department, Options: append([]ui.Option{all}, departments(c)...)},
			{Name: "reason", Label: c.Say.T("dispute.reason"), Value: f.Reason, Options: append([]ui.Option{all}, reasons(c)...)},
		},
		Same: c.Same, Keep: kept(c, "state", "sort", "customer", "invoice"), Files: true,
	}
}

// kept are parameters of the address that stay when a filter changes.
func kept(c *page.Call, names ...string) (list []ui.Option) {
	for _, name := range names {
		list = append(list, ui.Option{Value: c.Ask(name), Text: name})
	}
	return list
}

func departments(c *page.Call) (list []ui.Option) {
	for _, role := range desk.Departments {
		list = append(list, ui.Option{Value: role, Text: c.Say.T("role." + role)})
	}
	return list
}

func reasons(c *page.Call) (list []ui.Option) {
	for _, r := range desk.DisputeReasons {
		list = append(list, ui.Option{Value: r, Text: c.Say.T("dispute.reason." + r)})
	}
	return list
}

func table(c *page.Call, f desk.DisputeFilter, rows []desk.Dispute) ui.Table[desk.Dispute] {
	return ui.Table[desk.Dispute]{
		Caption: c.Say.T("dispute.title"), Rows: rows, Empty: c.Say.T("dispute.none"), Sort: f.Sort, Same: c.Same,
		Columns: []ui.Column[desk.Dispute]{
			{Title: c.Say.T("dispute.number"), Sort: "number", Short: true, Cell: func(d desk.Dispute) templ.Component {
				return ui.Link(address(c, d.Number), c.Say.T("dispute.no", d.Number))
			}},
			{Title: c.Say.T("dispute.customer"), Sort: "name", Cell: func(d desk.Dispute) templ.Component {
				return ui.Link(c.To("customers", string(d.Customer)), d.Name)
			}},
			{Title: c.Say.T("dispute.reason"), Text: func(d desk.Dispute) string { return c.Say.T("dispute.reason." + d.Reason) }},
			{Title: c.Say.T("dispute.amount"), Sort: "amount", Number: true, Text: func(d desk.Dispute) string { return c.Say.Money(d.Amount, d.Currency) }},
			{Title: c.Say.T("dispute.department"), Minor: true, Text: func(d desk.Dispute) string { return c.Say.T("role." + d.Department) }},
			{Title: c.Say.T("dispute.opened"), Sort: "opened", Minor: true, Text: func(d desk.Dispute) string { return c.Say.Date(d.OpenedOn) }},
			{Title: c.Say.T("dispute.answer_by"), Sort: "answer", Text: func(d desk.Dispute) string { return c.Say.Date(d.AnswerBy) }},
			{Title: c.Say.T("dispute.state"), Cell: func(d desk.Dispute) templ.Component { return badge(c, &d) }},
		},
	}
}

// address is the page of a dispute.
func address(c *page.Call, number int64) string {
	return c.To("disputes", strconv.FormatInt(number, 10))
}

// badge is where a dispute stands; red is what waits too long.
func badge(c *page.Call, d *desk.Dispute) templ.Component {
	switch {
	case d.Late:
		return ui.Badge(c.Say.T("dispute.state.late"), "bad")
	case d.State == "closed":
		return ui.Badge(c.Say.T("dispute.outcome."+d.Outcome), "")
	case d.State == "agreed":
		return ui.Badge(c.Say.T("dispute.state.agreed."+d.Outcome), "warn")
	case d.State == "answered":
		return ui.Badge(c.Say.T("dispute.state.answered"), "good")
	}
	return ui.Badge(c.Say.T("dispute.state."+d.State), "")
}

func export(c *page.Call, rows []desk.Dispute) error {
	var headings []string
	for _, key := range []string{
		"number", "customer", "name", "reason", "complaint", "product", "amount", "currency", "department", "opened", "answer_by", "answered", "state", "outcome", "closed", "cause",
	} {
		headings = append(headings, c.Say.T("dispute."+key))
	}
	return c.Export("disputes", headings, func(row func(...any) error) error {
		for _, d := range rows {
			outcome := ""
			if d.Outcome != "" {
				outcome = c.Say.T("dispute.outcome." + d.Outcome)
			}
			if err := row(int(d.Number), string(d.Customer), d.Name, c.Say.T("dispute.reason."+d.Reason), d.Complaint, d.Product, sheet.Decimal(d.Amount.Decimal(d.Currency)),
				string(d.Currency), c.Say.T("role."+d.Department), d.OpenedOn, d.AnswerBy, d.AnsweredOn, c.Say.T("dispute.state."+d.State), outcome, d.ClosedOn, d.Cause); err != nil {
				return err
			}
		}
		return nil
	})
}
