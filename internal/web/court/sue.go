package court

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/claims"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/internal/rulebook"
	"debitor/internal/sheet"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// pageRows is how many rows a page of a list shows.
const pageRows = 50

// suePage is what the page of whom to sue is made from.
type suePage struct {
	*page.Call
	desk.SueHead
	kept     desk.KeptAt
	managers []string
	wrong    string       // what is wrong with the conditions; empty: nothing
	shown    []claims.Row // of the page
	count    int          // rows on all pages
	found    int          // rows of the file
	at       int
}

// sue is whom it pays to sue.
func sue(c *page.Call) error {
	p := suePage{Call: c, at: max(1, c.AskInt("page", 1))}
	managers, err := c.Session.Managers(c.Context())
	if err != nil {
		return err
	}
	p.managers = managers
	q := desk.SueQuery{
		Date: c.AskDate("date", c.Today), Manager: c.Ask("manager"), Cost: c.Ask("cost"), Chance: c.AskInt("chance", 0), Fees: c.Ask("fees") != "",
		Electronic: c.Ask("electronic") != "", PerDay: c.Ask("per_day"),
	}
	if c.Exporting() {
		return p.file(q)
	}
	list, err := c.Session.SueList(c.Context(), q, c.Leaf(p.at, pageRows))
	if f := (*fault.Fault)(nil); errors.As(err, &f) && f.Kind == fault.Input {
		p.wrong, err = c.Say.Fault(f), nil
	}
	switch {
	case err != nil:
		return err
	case p.wrong == "" && c.Refigures():
		return c.Refigure(list.Figures, q.Date)
	}
	p.SueHead, p.kept, p.shown, p.found = list.Head, list.KeptAt, list.Rows, list.Head.Late
	if c.Ask("all") != "" {
		p.found = list.Head.Found
	}
	p.count = min(p.found, desk.ListRows)
	p.shown = p.shown[:min(len(p.shown), max(0, p.count-(p.at-1)*pageRows))] // the hidden are the last
	return c.Render(c.Say.T("court.sue"), sueShow(p))
}

// file is everybody with anything late as a file, or all where that was asked.
func (p suePage) file(q desk.SueQuery) error {
	report, err := p.Session.WhomToSue(p.Context(), q)
	if err != nil {
		return err
	}
	if p.Ask("all") == "" {
		report.Rows = slices.DeleteFunc(report.Rows, func(r claims.Row) bool { return r.Verdict == claims.NotLate })
	}
	p.SueReport = report
	return p.export(report.Rows)
}

// hidden is how many customers owe nothing late, and what they owe, by currency.
func (p suePage) hidden() (n int, sums string) {
	var list []string
	for _, s := range p.Sums {
		if s.Hidden > 0 {
			n += s.Hidden
			list = append(list, p.Say.Money(s.NotDue, s.Currency))
		}
	}
	return n, strings.Join(list, ", ")
}

// withoutRate are the currencies whose costs nobody can count.
func (p suePage) withoutRate() string {
	list := make([]string, len(p.Rates))
	for i, c := range p.Rates {
		list[i] = string(c)
	}
	return strings.Join(list, ", ")
}

func (p suePage) filters() ui.Filters {
	yes := func(key string) []ui.Option {
		return []ui.Option{{Text: p.Say.T("say.no")}, {Value: "1", Text: p.Say.T(key)}}
	}
	managers := []ui.Option{{Text: p.Say.T("say.all")}}
	for _, m := range p.managers {
		managers = append(managers, ui.Option{Value: m, Text: m})
	}
	fields := []ui.Filter{
		{Name: "date", Label: p.Say.T("court.date"), Type: "date", Value: cmp.Or(p.Ask("date"), p.Today.String())},
		{Name: "cost", Label: p.Say.T("court.cost"), Value: cmp.Or(p.Ask("cost"), p.Cost.String())},
		{Name: "chance", Label: p.Say.T("court.chance"), Value: cmp.Or(p.Ask("chance"), "100")},
		{Name: "per_day", Label: p.Say.T("court.per_day"), Value: p.Ask("per_day")},
		{Name: "fees", Label: p.Say.T("court.fees"), Value: p.Ask("fees"), Options: yes("court.fees_count")},
		{Name: "electronic", Label: p.Say.T("court.electronic"), Value: p.Ask("electronic"), Options: yes("court.electronic_yes")},
		{Name: "all", Label: p.Say.T("court.hidden"), Value: p.Ask("all"), Options: []ui.Option{{Text: p.Say.T("court.hide")}, {Value: "1", Text: p.Say.T("court.show_all")}}},
	}
	if len(p.managers) > 1 {
		fields = append(fields, ui.Filter{Name: "manager", Label: p.Say.T("lists.manager"), Value: p.Ask("manager"), Options: managers})
	}
	return ui.Filters{Same: p.Same, Files: true, Fields: fields}
}

func (p suePage) table() ui.Table[claims.Row] {
	figure := func(m money.Minor, v claims.Row) string { return p.Say.Figure(m, v.Currency) }
	return ui.Table[claims.Row]{
		Caption: p.Say.T("court.sue"), Rows: p.shown, Empty: p.Say.T("court.nobody"), Keys: true,
		Columns: []ui.Column[claims.Row]{
			{Title: p.Say.T("lists.customer"), Cell: func(v claims.Row) templ.Component { return debtor(p, v) }},
			{Title: p.Say.T("court.verdict"), Cell: func(v claims.Row) templ.Component { return verdict(p, v) }},
			{Title: p.Say.T("court.days"), Number: true, Text: func(v claims.Row) string { return strconv.Itoa(v.Late) }},
			{Title: p.Say.T("court.debt"), Number: true, Text: func(v claims.Row) string { return figure(v.Debt, v) }},
			{Title: p.Say.T("court.penalty"), Number: true, Text: func(v claims.Row) string { return figure(v.Penalty, v) }},
			{Title: p.Say.T("court.total"), Number: true, Text: func(v claims.Row) string { return p.Say.Money(v.Total, v.Currency) }},
			{Title: p.Say.T("court.net"), Number: true, Minor: true, Text: p.netOf},
			{Title: p.Say.T("court.route"), Cell: func(v claims.Row) templ.Component { return way(p, v) }},
			{Title: p.Say.T("court.left"), Number: true, Text: func(v claims.Row) string { return leftText(v.Left) }},
		},
	}
}

// netOf is what suing brings, of who is to be sued.
func (p suePage) netOf(v claims.Row) string {
	if v.Verdict != claims.ToSue {
		return ""
	}
	return p.Say.Figure(v.Net, v.Currency)
}

func leftText(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func toneOf(v claims.Verdict) string {
	switch v {
	case claims.ToSue:
		return "bad"
	case claims.OnTrial:
		return "warn"
	}
	return ""
}

// feeText is the court's fee, or that nobody has told it.
func (p suePage) feeText(v claims.Row) string {
	if v.Fee == nil {
		return p.Say.T("court.fee_unknown")
	}
	return p.Say.T("court.fee", p.Say.Money(v.Fee.Amount, v.Currency))
}

// noWay says why no way to a court stands beside a debt, and what would give one.
func (p suePage) noWay(v claims.Row) string {
	if v.Law == "" {
		return p.Say.T("court.no_law")
	}
	return p.Say.T("court.no_way", v.Law)
}

// courtText is from when a court may be asked.
func (p suePage) courtText(v claims.Row) string {
	switch {
	case v.Court == 0:
		return p.Say.T("court.claim_first")
	case v.Court > p.Date:
		return p.Say.T("court.from", p.Say.Date(v.Court))
	}
	return ""
}

// debtText is a debt in one line: when it was shipped, for how long, when it
// fell due, how many days it is late, signed.
func (p suePage) debtText(d claims.Debt, c money.Currency) string {
	if d.Due == 0 {
		return p.Say.T("court.debt_no_term", p.Say.Money(d.Open, c))
	}
	return p.Say.T("court.debt_line", p.Say.Date(cmp.Or(d.Shipped, d.Issued)), d.Deferral(), p.Say.Date(d.Due), claims.DaysOverdue(d.Due, p.Date),
		p.Say.Money(d.Open, c), p.Say.Figure(d.Penalty, c))
}

// papers are papers in the visitor's words.
func (p suePage) papers(list []string) string {
	names := make([]string, len(list))
	for i, name := range list {
		names[i] = rulebook.Named(name, p.Say.Lang())
	}
	return strings.Join(names, ", ")
}

// bareText is how many of the late documents lack a signed paper: "2/3".
func (p suePage) bareText(v *claims.Row) string {
	bare, late := v.Bare(p.Date)
	return strconv.Itoa(bare) + "/" + strconv.Itoa(late)
}

// unverified tells whether anything on the page rests on what nobody verified.
func (p suePage) unverified() bool {
	for i := range p.shown {
		if v := &p.shown[i]; v.Route != nil && !v.Route.Verified || v.Fee != nil && !v.Fee.Verified() {
			return true
		}
	}
	return false
}

func (p suePage) export(rows []claims.Row) error {
	heads := []string{
		p.Say.T("lists.code"), p.Say.T("lists.customer"), p.Say.T("court.verdict"), p.Say.T("court.days"), p.Say.T("court.debt"), p.Say.T("court.penalty"), p.Say.T("court.total"),
		p.Say.T("court.costs"), p.Say.T("court.net"), p.Say.T("lists.currency"), p.Say.T("court.route"), p.Say.T("court.fee_head"), "[K]", p.Say.T("court.court_from"), p.Say.T("court.left"), p.Say.T("court.bare_head"),
	}
	return p.Export(p.Say.T("court.sue")+" "+p.AskDate("date", p.Today).String(), heads, func(row func(...any) error) error {
		for i := range rows {
			if err := row(p.cells(&rows[i])...); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p suePage) cells(v *claims.Row) []any {
	amount := func(m money.Minor) sheet.Decimal { return sheet.Decimal(m.Decimal(v.Currency)) }
	route, mark := "", ""
	var fee, court any = "", cal.Date(0)
	if v.Route != nil {
		route, court = p.Say.T("court.route_"+v.Route.Route), v.Court
		if !v.Route.Verified || v.Fee != nil && !v.Fee.Verified() {
			mark = "[K]"
		}
	}
	if v.Fee != nil {
		fee = amount(v.Fee.Amount)
	}
	return []any{
		string(v.Customer), v.Name, p.Say.T("court.verdict_" + string(v.Verdict)), v.Late, amount(v.Debt), amount(v.Penalty), amount(v.Total), amount(v.Cost), amount(v.Net),
		string(v.Currency), route, fee, mark, court, leftText(v.Left), p.bareText(v),
	}
}
