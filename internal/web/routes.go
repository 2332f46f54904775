package web

import (
	"slices"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/web/acts"
	"debitor/internal/web/approval"
	"debitor/internal/web/cash"
	"debitor/internal/web/charts"
	"debitor/internal/web/court"
	"debitor/internal/web/customer"
	"debitor/internal/web/dispute"
	"debitor/internal/web/formulas"
	"debitor/internal/web/late"
	"debitor/internal/web/lists"
	"debitor/internal/web/page"
	"debitor/internal/web/policies"
	"debitor/internal/web/runs"
	"debitor/internal/web/settings"
	"debitor/internal/web/signin"
	"debitor/internal/web/terms"
	"debitor/internal/web/ui"
	"debitor/internal/web/vetting"
	"debitor/internal/web/work"
)

// Routes is the one table of addresses: a family of pages brings its own.
func Routes() []page.Route {
	var all []page.Route
	for _, family := range [][]page.Route{
		signin.Routes(), work.Routes(), runs.Routes(), customer.Routes(), dispute.Routes(), approval.Routes(), cash.Routes(), lists.Routes(), charts.Routes(),
		policies.Routes(), settings.Routes(), acts.Routes(), court.Routes(), vetting.Routes(), formulas.Routes(), terms.Routes(), late.Routes(),
	} {
		all = append(all, family...)
	}
	return all
}

// entry is a line of the menu: shown to who has one of the rights.
type entry struct {
	key    string // of its text
	to     string // the first part of the address
	rights []desk.Right
}

// group is what belongs together of somebody's work.
type group struct {
	key   string
	pages []entry
}

var (
	// mainMenu has first what most people open most.
	mainMenu = []group{
		{"nav.today", []entry{
			{"nav.today", "today", []desk.Right{desk.ReadBooks}},
			{"nav.tasks", "tasks", []desk.Right{desk.ReadBooks}},
			{"nav.approvals", "approvals", []desk.Right{desk.ReadBooks}},
			{"nav.weekly", "weekly", []desk.Right{desk.TakePromises}},
			{"lists.friday", "friday", []desk.Right{desk.TakePromises}},
			{"lists.route", "route", []desk.Right{desk.TakeCash}},
		}},
		{"nav.customers", []entry{
			{"nav.customers", "customers", []desk.Right{desk.ReadBooks}},
			{"nav.invoices", "invoices", []desk.Right{desk.ReadBooks}},
		}},
		{"nav.letters", []entry{
			{"nav.runs", "runs", []desk.Right{desk.KeepPost, desk.UndoRuns}},
			{"nav.letters", "letters", []desk.Right{desk.ReadBooks}},
		}},
		{"nav.debts", []entry{
			{"nav.promises", "promises", []desk.Right{desk.ReadBooks}},
			{"nav.plans", "restructurings", []desk.Right{desk.ReadBooks}},
			{"nav.disputes", "disputes", []desk.Right{desk.ReadBooks}},
			{"nav.charges", "charges", []desk.Right{desk.KeepCharges}},
		}},
		{"nav.money", []entry{
			{"nav.cash", "cash", []desk.Right{desk.MatchCash}},
			{"nav.acts", "acts", []desk.Right{desk.KeepActs}},
		}},
		{"nav.shipping", []entry{
			{"nav.orders", "orders", []desk.Right{desk.ReadBooks}},
			{"nav.terms", "terms", []desk.Right{desk.AskApprovals}},
			{"nav.checks", "checks", []desk.Right{desk.ReadBooks}},
		}},
		{"nav.law", []entry{
			{"nav.sue", "sue", []desk.Right{desk.ReadClaims}},
			{"nav.limitation", "limitation", []desk.Right{desk.KeepClaims}},
		}},
		{"nav.charts", []entry{{"nav.charts", "charts", []desk.Right{desk.ReadBooks}}}},
	}
	accountMenu = []entry{
		{"nav.journal", "journal", []desk.Right{desk.ReadJournal}},
		{"nav.settings", "settings", []desk.Right{desk.ReadBooks}},
		{"nav.me", "me", []desk.Right{desk.ReadBooks}},
	}
)

// nav is the menu as this visitor has it. A group leads to the first of its
// pages; one of a single page is that page.
func nav(c *page.Call) (main []ui.Group, account []ui.Tab) {
	for _, g := range mainMenu {
		pages := tabs(c, g.pages)
		switch len(pages) {
		case 0:
		case 1:
			main = append(main, ui.Group{Tab: pages[0]})
		default:
			here := slices.ContainsFunc(pages, func(t ui.Tab) bool { return t.Here })
			main = append(main, ui.Group{Tab: ui.Tab{Text: c.Say.T(g.key), Href: pages[0].Href, Here: here}, Pages: pages})
		}
	}
	return main, tabs(c, accountMenu)
}

func tabs(c *page.Call, entries []entry) []ui.Tab {
	var list []ui.Tab
	for _, e := range entries {
		if !slices.ContainsFunc(e.rights, c.May) {
			continue
		}
		href := c.To(e.to)
		list = append(list, ui.Tab{Text: c.Say.T(e.key), Href: href, Here: c.R.URL.Path == href || strings.HasPrefix(c.R.URL.Path, href+"/")})
	}
	return list
}
