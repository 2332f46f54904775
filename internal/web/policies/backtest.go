package policies

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"debitor/internal/backtest"
	"debitor/internal/desk"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// yearBack is how far back a back-test begins that nobody has said more of: a
// year, its last day being today.
const yearBack = 364

// backtestsView is the form that asks for a back-test, and the latest ones.
type backtestsView struct {
	*page.Call
	Form    *ui.Form
	Choices []ui.Option
	List    []desk.Backtest
	Takes   string // how long a year under two policies does
}

// backtestList shows the form filled in for the policy that the address names:
// the last twelve months, beside the policy in force.
func backtestList(c *page.Call) error {
	v, err := backtests(c)
	if err != nil {
		return err
	}
	outlook, err := c.Session.PolicyOutlook(c.Context(), c.Today)
	if err != nil {
		return err
	}
	v.Form.Set("policy", c.Ask("policy"))
	if len(outlook) > 0 && pin(outlook[0].Policy, outlook[0].Version) != c.Ask("policy") {
		v.Form.Set("beside", pin(outlook[0].Policy, outlook[0].Version))
	}
	v.Form.Set("from", (c.Today - yearBack).String())
	v.Form.Set("to", c.Today.String())
	return c.Render(c.Say.T("policies.backtest_title"), backtestsPage(v))
}

func backtests(c *page.Call) (v backtestsView, err error) {
	v = backtestsView{Call: c, Form: c.Form()}
	if v.Choices, err = choices(c); err != nil {
		return v, err
	}
	if v.List, err = c.Session.Backtests(c.Context()); err != nil {
		return v, err
	}
	documents, takes, err := c.Session.BacktestTakes(c.Context(), 2, yearBack)
	if documents > 0 {
		how := c.Say.T("policies.takes_short")
		if takes > time.Minute/2 {
			how = c.Say.N("policies.takes_minutes", int((takes+time.Minute/2)/time.Minute))
		}
		v.Takes = c.Say.T("policies.backtest_takes", c.Say.Number(documents), how)
	}
	return v, err
}

// backtestAsk has the policies tried, and leads to where the answer will stand.
func backtestAsk(c *page.Call) error {
	v, err := backtests(c)
	if err != nil {
		return err
	}
	f, key := v.Form, ""
	q := desk.SimulateQuery{Policies: []string{f.Need("policy")}, From: f.NeedDate("from"), To: f.NeedDate("to"), Manager: f.Text("manager")}
	if beside := f.Text("beside"); beside != "" && beside != q.Policies[0] {
		q.Policies = append(q.Policies, beside)
	}
	if f.OK() {
		key, err = c.Session.AskBacktest(c.Context(), q)
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if !f.OK() {
		return c.Again(c.Say.T("policies.backtest_title"), backtestsPage(v))
	}
	return c.Go(c.To("backtests", key), "")
}

// names are the policies of a test by their titles; one that is gone by what it
// was asked for by.
func (v backtestsView) names(pins []string) string {
	names := slices.Clone(pins)
	for i, name := range names {
		if at := slices.IndexFunc(v.Choices, func(o ui.Option) bool { return o.Value == name }); at >= 0 {
			names[i] = v.Choices[at].Text
		}
	}
	return strings.Join(names, " ↔ ")
}

func (v backtestsView) beside() []ui.Option {
	return slices.Concat([]ui.Option{{Text: v.Say.T("policies.beside_none")}}, v.Choices)
}

func (v backtestsView) table() ui.Table[desk.Backtest] {
	s := v.Say
	return ui.Table[desk.Backtest]{
		Caption: s.T("policies.backtests"), Rows: v.List, Empty: s.T("say.none"),
		Columns: []ui.Column[desk.Backtest]{
			{Title: s.T("policies.policies"), Cell: func(b desk.Backtest) templ.Component {
				return ui.Link(v.To("backtests", b.ID), v.names(b.Policies))
			}},
			{Title: s.T("policies.span"), Text: func(b desk.Backtest) string { return s.Date(b.From) + " – " + s.Date(b.To) }},
			{Title: s.T("policies.asked_by"), Minor: true, Text: func(b desk.Backtest) string { return actor(v.Call, b.Author) + ", " + s.Date(dayOf(b.At)) }},
			{Title: s.T("policies.state"), Cell: func(b desk.Backtest) templ.Component {
				return ui.Badge(s.T("policies.backtest_"+b.State), map[string]string{desk.BacktestDone: "good", desk.BacktestFailed: "bad"}[b.State])
			}},
		},
	}
}

// backtestView is a back-test and its answer.
type backtestView struct {
	*page.Call
	Test     desk.Backtest
	Policies []desk.Rulebook // in the order of the test
}

// backtestShow is the answer, or how far it has come; the piece that asks again
// every second is the same page's.
func backtestShow(c *page.Call) error {
	test, err := c.Session.Backtest(c.Context(), c.Arg("backtest"))
	if err != nil {
		return err
	}
	v := backtestView{Call: c, Test: test}
	var names []string
	for _, name := range test.Policies {
		book, err := c.Session.Rulebook(c.Context(), name, c.Say.Lang())
		if err != nil {
			return err
		}
		v.Policies = append(v.Policies, book)
		names = append(names, label(c, book))
	}
	if c.R.Header.Get("Hx-Request") != "" {
		return c.Part(backtestAnswer(v))
	}
	return c.Render(c.Say.T("policies.backtest_of", strings.Join(names, " ↔ ")), backtestPage(v))
}

// figure is a line of the summary; rare ones are shown where there are any.
type figure struct {
	key  string // of its name
	rare bool
	of   func(*backtest.Figures) int
}

var figures = []figure{
	{"letters", false, func(f *backtest.Figures) int { return f.Letters }},
	{"emails", false, func(f *backtest.Figures) int { return f.Emails }},
	{"prints", false, func(f *backtest.Figures) int { return f.Prints }},
	{"calls", false, func(f *backtest.Figures) int { return f.Calls }},
	{"visits", true, func(f *backtest.Figures) int { return f.Visits }},
	{"tasks", false, func(f *backtest.Figures) int {
		return f.Tasks + f.Meetings + f.Memos + f.Packages + f.Charges + f.Proposals
	}},
	{"escalations", true, func(f *backtest.Figures) int { return f.Escalations }},
	{"hands", false, func(f *backtest.Figures) int { return f.Hands }},
	{"holds", false, func(f *backtest.Figures) int { return f.Holds }},
	{"hold_days", false, func(f *backtest.Figures) int { return f.HoldDays }},
	{"acted", false, func(f *backtest.Figures) int { return f.First.N }},
	{"untouched", false, func(f *backtest.Figures) int { return f.Untouched }},
	{"forgotten", false, func(f *backtest.Figures) int { return f.Forgotten }},
}

// line is a figure of each policy, in words.
type line struct {
	name  string
	cells []string
	delta string // of the first to the second
}

func (v backtestView) summary() ui.Table[line] {
	var rows []line
	for _, f := range figures {
		l, some, values := line{name: v.Say.T("policies.figure_" + f.key)}, false, []int{}
		for i := range v.Test.Result.Policies {
			n := f.of(&v.Test.Result.Policies[i].Figures)
			some, values = some || n != 0, append(values, n)
			l.cells = append(l.cells, v.Say.Number(n))
		}
		if len(values) == 2 {
			l.delta = signed(v, values[0]-values[1])
		}
		if some || !f.rare {
			rows = append(rows, l)
		}
	}
	rows = append(rows, v.first(), v.cost())
	return v.compared(v.Say.T("policies.summary"), v.Say.T("policies.figure"), rows)
}

func signed(v backtestView, n int) string {
	if n > 0 {
		return "+" + v.Say.Number(n)
	}
	return v.Say.Number(n)
}

// first is how long debts waited for the first action, on average.
func (v backtestView) first() line {
	l := line{name: v.Say.T("policies.figure_first")}
	for i := range v.Test.Result.Policies {
		s := v.Say.Percent(v.Test.Result.Policies[i].First.Tenths())
		l.cells = append(l.cells, strings.TrimRight(s, "\u00a0%"))
	}
	return l
}

func (v backtestView) cost() line {
	l, currency := line{name: v.Say.T("policies.figure_cost")}, v.Session.Company().Currency
	for i := range v.Test.Result.Policies {
		l.cells = append(l.cells, v.Say.Money(v.Test.Result.Policies[i].CostIn(currency), currency))
	}
	return l
}

// compared is a table with a column for each policy.
func (v backtestView) compared(caption, what string, rows []line) ui.Table[line] {
	t := ui.Table[line]{Caption: caption, Rows: rows, Columns: []ui.Column[line]{{Title: what, Text: func(l line) string { return l.name }}}}
	for i := range v.Test.Result.Policies {
		t.Columns = append(t.Columns, ui.Column[line]{Title: label(v.Call, v.Policies[i]), Number: true, Text: func(l line) string { return l.cells[i] }})
	}
	if len(v.Test.Result.Policies) == 2 {
		t.Columns = append(t.Columns, ui.Column[line]{Title: v.Say.T("policies.difference"), Number: true, Text: func(l line) string { return l.delta }})
	}
	return t
}
