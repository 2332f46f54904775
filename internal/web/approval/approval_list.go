package approval

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/rulebook"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// pageSize is how many requests are shown at once.
const pageSize = 50

// views are the ways to look at requests, the first what is shown unasked.
var views = []string{"mine", "waiting", "asked", "decided"}

func view(c *page.Call) string {
	if v := c.Ask("show"); v == "record" || v == "lifts" || slices.Contains(views, v) {
		return v
	}
	return views[0]
}

// list shows the requests, those that wait for the visitor's word first.
func list(c *page.Call) error {
	title := c.Say.T("approval.title")
	if view(c) == "record" {
		lines, err := c.Session.AuthorityRecord(c.Context(), c.Today)
		if err != nil {
			return err
		}
		return c.Render(title, recordPage(c, lines))
	}
	if view(c) == "lifts" {
		return lifts(c)
	}
	all, err := c.Session.ApprovalsSeen(c.Context(), desk.ApprovalFilter{Customer: id.Customer(c.Ask("customer"))}, c.Today)
	if err != nil {
		return err
	}
	slices.Reverse(all) // the newest first
	return c.Render(title, listPage(c, all))
}

// within are the requests of a view.
func within(view string, all []desk.ApprovalSeen) []desk.ApprovalSeen {
	return slices.DeleteFunc(slices.Clone(all), func(a desk.ApprovalSeen) bool {
		switch view {
		case "mine":
			return !a.Approves
		case "waiting":
			return a.State != store.Pending
		case "asked":
			return !a.Mine
		}
		return a.State == store.Pending
	})
}

// piece is the part of a list that the page shows.
func piece(c *page.Call, list []desk.ApprovalSeen) []desk.ApprovalSeen {
	from := min((max(1, c.AskInt("page", 1))-1)*pageSize, len(list))
	return list[from:min(from+pageSize, len(list))]
}

func tabs(c *page.Call, all []desk.ApprovalSeen) []ui.Tab {
	var list []ui.Tab
	for _, v := range views {
		t := ui.Tab{Text: c.Say.T("approval.show." + v), Href: c.Same("show", v, "page", ""), Here: view(c) == v}
		if n := len(within(v, all)); n > 0 && (v == "mine" || v == "waiting") {
			t.Count = strconv.Itoa(n)
		}
		list = append(list, t)
	}
	list = append(list, ui.Tab{Text: c.Say.T("approval.show.lifts"), Href: c.Same("show", "lifts", "page", ""), Here: view(c) == "lifts"})
	return append(list, ui.Tab{Text: c.Say.T("approval.show.record"), Href: c.Same("show", "record", "page", ""), Here: view(c) == "record"})
}

func table(c *page.Call, rows []desk.ApprovalSeen) ui.Table[desk.ApprovalSeen] {
	return ui.Table[desk.ApprovalSeen]{
		Caption: c.Say.T("approval.title"), Rows: rows, Empty: c.Say.T("approval.none." + view(c)),
		Columns: []ui.Column[desk.ApprovalSeen]{
			{Title: c.Say.T("approval.number"), Cell: func(a desk.ApprovalSeen) templ.Component {
				return ui.Link(address(c, a.Number), c.Say.T("approval.no", a.Number))
			}},
			{Title: c.Say.T("approval.what"), Text: func(a desk.ApprovalSeen) string { return c.Say.T("approval.kind." + string(a.Kind)) }},
			{Title: c.Say.T("approval.about"), Cell: func(a desk.ApprovalSeen) templ.Component { return about(c, &a) }},
			{Title: c.Say.T("approval.asked"), Text: func(a desk.ApprovalSeen) string { return asked(c, &a) }},
			{Title: c.Say.T("approval.asked_by"), Minor: true, Text: func(a desk.ApprovalSeen) string { return string(a.AskedBy) + ", " + c.Say.Date(a.AskedOn) }},
			{Title: c.Say.T("approval.state"), Cell: func(a desk.ApprovalSeen) templ.Component { return badge(c, &a) }},
		},
	}
}

// address is the page of a request.
func address(c *page.Call, number int64) string {
	return c.To("approvals", strconv.FormatInt(number, 10))
}

// about is whom or what a request is about.
func about(c *page.Call, a *desk.ApprovalSeen) templ.Component {
	switch {
	case a.Policy == "":
		return ui.Link(c.To("customers", string(a.Customer)), a.Name)
	case c.May(desk.ReadRules):
		return ui.Link(c.To("policies", a.Policy), a.Policy+", "+c.Say.T("approval.version", a.Value))
	}
	return ui.Text(a.Policy + ", " + c.Say.T("approval.version", a.Value))
}

// asked is what a request says beside its kind, in a few words.
func asked(c *page.Call, a *desk.ApprovalSeen) string {
	var words []string
	if a.Document != "" {
		words = append(words, a.Document)
	}
	if a.Amount != "" {
		words = append(words, amount(c, a))
	}
	if a.Until != 0 {
		words = append(words, c.Say.T("approval.until_day", c.Say.Date(a.Until)))
	}
	if a.Value != "" && a.Policy == "" {
		words = append(words, valueText(c, a))
	}
	return strings.Join(words, ", ")
}

// amount is the amount of a request in the visitor's figures.
func amount(c *page.Call, a *desk.ApprovalSeen) string {
	m, err := money.Parse(a.Amount, a.Currency)
	if err != nil {
		return a.Amount // it was written by the desk, so it is an amount
	}
	return c.Say.Money(m.Minor, a.Currency)
}

// badge is where a request stands, and what became of what it allowed.
func badge(c *page.Call, a *desk.ApprovalSeen) templ.Component {
	switch {
	case a.Outcome == desk.Kept:
		return ui.Badge(c.Say.T("approval.outcome.kept"), "good")
	case a.Outcome == desk.PaidLate:
		return ui.Badge(c.Say.T("approval.outcome.late"), "warn")
	case a.Outcome == desk.Broken:
		return ui.Badge(c.Say.T("approval.outcome.broken"), "bad")
	case a.State == store.Pending:
		return ui.Badge(c.Say.T("approval.state.pending"), "warn")
	}
	return ui.Badge(c.Say.T("approval.state."+a.State), "")
}

// roles are roles in words, one after another.
func roles(c *page.Call, list []string) string {
	names := make([]string, len(list))
	for i, r := range list {
		names[i] = c.Say.T("role." + r)
	}
	return strings.Join(names, ", ")
}

// papers are pieces of evidence in words.
func papers(c *page.Call, list []string) string {
	names := make([]string, len(list))
	for i, name := range list {
		names[i] = paper(c, name)
	}
	return strings.Join(names, ", ")
}

// paper is a piece of evidence in words: one that a policy names, or any.
func paper(c *page.Call, name string) string {
	if name == anyPaper {
		return c.Say.T("approval.paper")
	}
	return rulebook.Named(name, c.Say.Lang())
}

func recordTable(c *page.Call, lines []desk.AuthorityLine) ui.Table[desk.AuthorityLine] {
	count := func(of func(desk.AuthorityLine) int) func(desk.AuthorityLine) string {
		return func(l desk.AuthorityLine) string { return c.Say.Number(of(l)) }
	}
	return ui.Table[desk.AuthorityLine]{
		Caption: c.Say.T("approval.show.record"), Rows: lines, Empty: c.Say.T("approval.none.record"),
		Columns: []ui.Column[desk.AuthorityLine]{
			{Title: c.Say.T("approval.what"), Text: func(l desk.AuthorityLine) string { return c.Say.T("approval.kind." + string(l.Kind)) }},
			{Title: c.Say.T("approval.person"), Text: func(l desk.AuthorityLine) string { return string(l.Person) }},
			{Title: c.Say.T("approval.given"), Number: true, Text: count(func(l desk.AuthorityLine) int { return l.Given })},
			{Title: c.Say.T("approval.outcome.kept"), Number: true, Text: count(func(l desk.AuthorityLine) int { return l.Kept })},
			{Title: c.Say.T("approval.outcome.late"), Number: true, Text: count(func(l desk.AuthorityLine) int { return l.Late })},
			{Title: c.Say.T("approval.outcome.broken"), Number: true, Text: count(func(l desk.AuthorityLine) int { return l.Broken })},
			{Title: c.Say.T("approval.outcome.open"), Number: true, Text: count(func(l desk.AuthorityLine) int { return l.Open })},
		},
	}
}
