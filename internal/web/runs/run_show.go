package runs

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// pageRows is how many rows a page of a list shows.
const pageRows = 50

// runPage is the cockpit of a day's run.
type runPage struct {
	*page.Call
	day   cal.Date
	run   desk.RunSeen
	view  string // plan, blocked, letters
	body  templ.Component
	stale templ.Component // what its letters wait for at the bank
	ahead bool
	sends bool // a mail server is set
}

// The views of a run.
const (
	viewPlan    = "plan"
	viewBlocked = "blocked"
	viewLetters = "letters"
)

func runShow(c *page.Call) error {
	return onDay(c, func(day cal.Date) error {
		if c.Refigures() {
			return c.Refigure(desk.PlanFigures, day)
		}
		run, err := c.Session.RunSeen(c.Context(), day)
		if err != nil {
			return err
		}
		if c.May(desk.ApplyRuns) && run.RunDay && day <= c.Today && len(run.Sums) > 0 {
			if err := c.Session.TimeRun(c.Context(), day, store.PointOpened); err != nil {
				return err
			}
		}
		profile, err := c.Session.Profile()
		if err != nil {
			return err
		}
		p := runPage{Call: c, sends: profile.Mail.Host != "", day: day, run: run, view: c.Ask("view"), ahead: day > c.Today}
		if !slices.Contains([]string{viewPlan, viewBlocked, viewLetters}, p.view) {
			p.view = viewPlan
			if run.Letters > 0 && p.actions() == 0 {
				p.view = viewLetters
			}
		}
		if p.stale, err = p.waits(); err != nil {
			return err
		}
		if p.body, err = p.viewed(); err != nil {
			return err
		}
		return c.Render(c.Say.T("runs.title", c.Say.Weekday(day)+", "+c.Say.Date(day)), runShowPage(&p))
	})
}

// waits is what the letters shown wait for at the bank: those that are planned
// as of the run's day, those that are mailed as of the day they leave.
func (p *runPage) waits() (templ.Component, error) {
	switch {
	case p.view != viewLetters:
		return p.StaleNote(p.day)
	case p.counted("email", store.Ready, store.Retry) > 0:
		return p.StaleMail()
	}
	return templ.NopComponent, nil
}

// address is the page of the run, or one below it.
func (p *runPage) address(below ...string) string {
	return p.To(append([]string{"runs", p.day.String()}, below...)...)
}

// byPolicy says which rules the run goes by.
func (p *runPage) byPolicy() string {
	name := p.run.Policy
	if p.run.Rules != nil {
		name = p.run.Rules.Called(p.Say.Lang())
	}
	return p.Say.T("runs.by_policy", name, p.run.Version)
}

// actions is how many are still to be done.
func (p *runPage) actions() (n int) {
	for _, s := range p.run.Sums {
		if s.Step != "" {
			n += s.Lines
		}
	}
	return n
}

// blocked is how many documents are not asked for, a document with several
// reasons counted for each.
func (p *runPage) blocked() (n int) {
	for _, s := range p.run.Sums {
		if s.Blocker != "" {
			n += s.Items
		}
	}
	return n
}

func (p *runPage) tabs() []ui.Tab {
	tab := func(view string, n int) ui.Tab {
		return ui.Tab{
			Text: p.Say.T("runs.view_" + view), Href: page.With(p.address(), "view", view), Here: p.view == view, Count: p.Say.Number(n),
		}
	}
	tabs := []ui.Tab{tab(viewPlan, p.actions()), tab(viewBlocked, p.blocked())}
	if p.run.Making {
		tabs[0].Count, tabs[1].Count = "", "" // nobody knows yet
	}
	if p.run.Opened {
		tabs = append(tabs, tab(viewLetters, p.run.Letters))
	}
	return tabs
}

func (p *runPage) viewed() (templ.Component, error) {
	switch {
	case p.view == viewLetters:
		return p.lettersView()
	case p.run.Making:
		return templ.NopComponent, nil
	case p.view == viewBlocked:
		return p.blockedView()
	}
	return p.planView()
}

// planView is what is done, by step, and the lines of the step asked for.
func (p *runPage) planView() (templ.Component, error) {
	sums := sumsBy(p.run.Sums, func(s store.PlanSum) string { return s.Step })
	slices.SortStableFunc(sums, func(a, b planSum) int {
		return cmp.Compare(slices.Index(p.run.Steps, a.of), slices.Index(p.run.Steps, b.of))
	})
	step := p.Ask("step")
	if step == "" && len(sums) > 0 {
		step = sums[0].of
	}
	if step == "" {
		return planPage(p, p.sumTable(sums, ""), nil, ui.Pages{}), nil
	}
	lines, pages, err := p.lines(desk.PlanLineQuery{Step: step})
	if err != nil {
		return nil, err
	}
	table := p.lineTable(lines, p.stepName(step))
	return planPage(p, p.sumTable(sums, step), &table, pages), nil
}

// lines reads the page of lines asked for.
func (p *runPage) lines(q desk.PlanLineQuery) ([]desk.PlanLine, ui.Pages, error) {
	at := max(1, p.AskInt("page", 1))
	q.Day, q.Limit, q.Offset = p.day, pageRows, (at-1)*pageRows
	lines, total, err := p.Session.PlanLines(p.Context(), q)
	return lines, ui.Pages{Page: at, Size: pageRows, Total: total, Same: p.Same}, err
}

func (p *runPage) stepName(step string) string {
	return rulebook.StepTitle(p.run.Rules, step, p.Say.Lang())
}

// planSum is a row of a plan's figures: a step, or a reason against one, with
// the sum of each currency.
type planSum struct {
	of           string
	lines, items int
	totals       []money.Amount
}

// sumsBy puts the sums that have the same name together; those without are left
// out.
func sumsBy(list []store.PlanSum, name func(store.PlanSum) string) (rows []planSum) {
	for _, s := range list {
		if name(s) == "" {
			continue
		}
		i := slices.IndexFunc(rows, func(r planSum) bool { return r.of == name(s) })
		if i < 0 {
			i = len(rows)
			rows = append(rows, planSum{of: name(s)})
		}
		r := &rows[i]
		r.lines, r.items = r.lines+s.Lines, r.items+s.Items
		at := slices.IndexFunc(r.totals, func(m money.Amount) bool { return m.Currency == s.Currency })
		if at < 0 {
			at = len(r.totals)
			r.totals = append(r.totals, money.Amount{Currency: s.Currency})
		}
		r.totals[at].Minor += s.Total
	}
	return rows
}

func (p *runPage) moneyOf(s planSum) templ.Component {
	texts := make([]string, len(s.totals))
	for i, m := range s.totals {
		texts[i] = p.Say.Money(m.Minor, m.Currency)
	}
	return ui.Lines(texts)
}

func (p *runPage) sumTable(sums []planSum, here string) ui.Table[planSum] {
	return ui.Table[planSum]{
		Caption: p.Say.T("runs.by_step"), Rows: sums, Empty: p.Say.T("runs.nothing_to_do"),
		Class: func(s planSum) string {
			if s.of == here {
				return "here"
			}
			return ""
		},
		Columns: []ui.Column[planSum]{
			{Title: p.Say.T("runs.step"), Cell: func(s planSum) templ.Component {
				return ui.Link(page.With(p.address(), "view", viewPlan, "step", s.of), p.stepName(s.of))
			}},
			{Title: p.Say.T("runs.customers"), Number: true, Text: func(s planSum) string { return p.Say.Number(s.lines) }},
			{Title: p.Say.T("runs.documents"), Number: true, Text: func(s planSum) string { return p.Say.Number(s.items) }},
			{Title: p.Say.T("runs.total"), Number: true, Cell: p.moneyOf},
		},
	}
}

func (p *runPage) lineTable(lines []desk.PlanLine, caption string) ui.Table[desk.PlanLine] {
	return ui.Table[desk.PlanLine]{
		Caption: caption, Rows: lines, Empty: p.Say.T("runs.nothing_to_do"), Keys: true,
		Columns: []ui.Column[desk.PlanLine]{
			{Title: p.Say.T("runs.customer"), Cell: func(l desk.PlanLine) templ.Component { return actionLink(p, l) }},
			{Title: p.Say.T("runs.documents"), Number: true, Text: func(l desk.PlanLine) string { return p.Say.Number(l.Items) }},
			{Title: p.Say.T("runs.total"), Number: true, Text: func(l desk.PlanLine) string { return p.Say.Money(l.Total, l.Currency) }},
			{Title: p.Say.T("runs.days"), Number: true, Minor: true, Text: func(l desk.PlanLine) string { return p.Say.Number(l.Days) }},
			{Title: p.Say.T("runs.how"), Text: p.lineHow},
			{Title: p.Say.T("runs.why"), Minor: true, Text: func(l desk.PlanLine) string { return reasons(p.Call, p.run.Rules, l.Data.Because) }},
			{Title: p.Say.T("runs.manager"), Minor: true, Text: func(l desk.PlanLine) string { return l.Manager }},
			{Title: p.Say.T("runs.review"), Cell: func(l desk.PlanLine) templ.Component { return p.reviewBadge(keyOf(&l)) }},
		},
	}
}

func keyOf(l *desk.PlanLine) desk.ActionKey {
	return desk.ActionKey{Customer: l.Customer, Step: l.Step, Currency: l.Currency, About: l.About}
}

// actionAddress is the page of an action.
func (p *runPage) actionAddress(k desk.ActionKey, more ...string) string {
	return page.With(p.address("action"), append([]string{
		"customer", string(k.Customer), "step", k.Step, "currency", string(k.Currency), "about", k.About,
	}, more...)...)
}

// lineHow is what is done, with what a charge step would propose.
func (p *runPage) lineHow(l desk.PlanLine) string {
	text := p.how(&l.Data)
	if sum, err := money.Parse(cmp.Or(l.Data.Charge, "0"), l.Currency); err == nil && sum.Minor > 0 {
		text += ": " + p.Say.Money(sum.Minor, l.Currency)
	}
	return text
}

// how is what is done: the ways a letter goes, or what a person does.
func (p *runPage) how(d *desk.PlanData) string {
	if d.Kind != policy.Letter {
		return rulebook.Named(d.Task, p.Say.Lang())
	}
	ways := make([]string, len(d.Channels))
	for i, ch := range d.Channels {
		ways[i] = p.Say.T("runs.by_" + string(ch))
	}
	return strings.Join(ways, " + ")
}

// reasons is why something is done, as sentences.
func reasons(c *page.Call, rules *policy.Policy, list []policy.Reason) string {
	words := make([]string, len(list))
	for i, r := range list {
		words[i] = rulebook.ReasonSeen(rules, r, c.Say.Lang())
	}
	return strings.Join(words, "; ")
}

func (p *runPage) reviewBadge(k desk.ActionKey) templ.Component {
	for i := range p.run.Review {
		if v := &p.run.Review[i]; v.Customer == k.Customer && (v.Step == k.Step || v.Value == k.Step) && v.Currency == k.Currency && v.About == k.About {
			return ui.Badge(p.Say.T("runs.review_"+v.Kind), "warn")
		}
	}
	return templ.NopComponent
}

// blockedView is what is not done, by reason, and whom it is about.
func (p *runPage) blockedView() (templ.Component, error) {
	sums := sumsBy(p.run.Sums, func(s store.PlanSum) string { return s.Blocker })
	slices.SortStableFunc(sums, func(a, b planSum) int { return cmp.Compare(b.items, a.items) })
	blocker := p.Ask("blocker")
	if blocker == "" && len(sums) > 0 {
		blocker = sums[0].of
	}
	if blocker == "" {
		return blockedPage(p, p.blockerTable(sums), nil, ui.Pages{}), nil
	}
	lines, pages, err := p.lines(desk.PlanLineQuery{Blocker: blocker})
	table := p.heldTable(lines, blockerName(p.Call, blocker))
	return blockedPage(p, p.blockerTable(sums), &table, pages), err
}

// blockerName is a reason against an action in a few words.
func blockerName(c *page.Call, code string) string {
	return c.Say.T("runs.blocker_" + strings.ReplaceAll(code, ".", "_"))
}

func (p *runPage) blockerTable(sums []planSum) ui.Table[planSum] {
	return ui.Table[planSum]{
		Caption: p.Say.T("runs.view_blocked"), Rows: sums, Empty: p.Say.T("runs.nothing_blocked"),
		Columns: []ui.Column[planSum]{
			{Title: p.Say.T("runs.why"), Cell: func(s planSum) templ.Component {
				return ui.Link(page.With(p.address(), "view", viewBlocked, "blocker", s.of), blockerName(p.Call, s.of))
			}},
			{Title: p.Say.T("runs.customers"), Number: true, Text: func(s planSum) string { return p.Say.Number(s.lines) }},
			{Title: p.Say.T("runs.documents"), Number: true, Text: func(s planSum) string { return p.Say.Number(s.items) }},
		},
	}
}

func (p *runPage) heldTable(lines []desk.PlanLine, caption string) ui.Table[desk.PlanLine] {
	return ui.Table[desk.PlanLine]{
		Caption: caption, Rows: lines, Empty: p.Say.T("runs.nothing_blocked"), Keys: true,
		Columns: []ui.Column[desk.PlanLine]{
			{Title: p.Say.T("runs.customer"), Cell: func(l desk.PlanLine) templ.Component {
				return ui.Link(p.To("customers", string(l.Customer)), cmp.Or(l.Name, string(l.Customer)))
			}},
			{Title: p.Say.T("runs.documents"), Number: true, Text: func(l desk.PlanLine) string { return strconv.Itoa(l.Items) }},
			{Title: p.Say.T("runs.manager"), Text: func(l desk.PlanLine) string { return l.Manager }},
		},
	}
}

// reviewTable is what people changed of the plan.
func (p *runPage) reviewTable() ui.Table[store.Review] {
	return ui.Table[store.Review]{
		Caption: p.Say.T("runs.changes"), Rows: p.run.Review, Empty: p.Say.T("runs.no_changes"),
		Columns: []ui.Column[store.Review]{
			{Title: p.Say.T("runs.customer"), Cell: func(v store.Review) templ.Component {
				return ui.Link(p.actionAddress(desk.ActionKey{Customer: v.Customer, Step: v.Step, Currency: v.Currency, About: v.About}), string(v.Customer))
			}},
			{Title: p.Say.T("runs.step"), Text: func(v store.Review) string { return p.stepName(v.Step) }},
			{Title: p.Say.T("runs.change"), Text: func(v store.Review) string { return p.changeWords(&v) }},
			{Title: p.Say.T("say.reason"), Text: func(v store.Review) string { return v.Reason }},
			{Title: p.Say.T("runs.who"), Minor: true, Text: func(v store.Review) string { return v.Author }},
		},
	}
}

// changeWords is what a reviewer wants.
func (p *runPage) changeWords(v *store.Review) string {
	switch v.Kind {
	case store.ReviewPostpone:
		return p.Say.T("runs.postponed_until", p.Say.Date(v.Until))
	case store.ReviewStep:
		return p.Say.T("runs.instead", p.stepName(v.Value))
	case store.ReviewRecipient:
		return p.Say.T("runs.mailed_to", v.Value)
	}
	return p.Say.T("runs.review_" + v.Kind)
}
