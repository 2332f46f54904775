package court

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/claims"
	"debitor/internal/desk"
	"debitor/internal/sheet"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// limitPage is what the page of limitation is made from.
type limitPage struct {
	*page.Call
	desk.LimitList
	kept     desk.KeptAt
	date     cal.Date
	managers []string
	shown    []desk.LimitRow
	at       int
}

// limitation is every debt with the days it has left, the most pressing first.
func limitation(c *page.Call) error {
	p := limitPage{Call: c, date: c.AskDate("date", c.Today), at: max(1, c.AskInt("page", 1))}
	q := desk.LimitQuery{Date: p.date, Manager: c.Ask("manager"), Within: max(0, c.AskInt("within", 0))}
	if class := claims.Class(c.Ask("class")); slices.Contains(claims.Classes, class) {
		q.Class = class
	}
	var err error
	if p.managers, err = c.Session.Managers(c.Context()); err != nil {
		return err
	}
	if c.Exporting() {
		return p.export(q)
	}
	list, err := c.Session.LimitLeaf(c.Context(), q, c.Leaf(p.at, pageRows))
	if err != nil {
		return err
	}
	if c.Refigures() {
		return c.Refigure(list.Figures, q.Date)
	}
	p.LimitList, p.kept, p.shown = list.Head, list.KeptAt, list.Rows
	return c.Render(c.Say.T("court.limitation"), limitShow(p))
}

func (p limitPage) filters() ui.Filters {
	within := []ui.Option{{Text: p.Say.T("say.all")}}
	for _, w := range claims.Warnings {
		within = append(within, ui.Option{Value: strconv.Itoa(w), Text: p.Say.N("court.within", w)})
	}
	classes := []ui.Option{{Text: p.Say.T("say.all")}}
	for _, k := range claims.Classes {
		classes = append(classes, ui.Option{Value: string(k), Text: p.Say.T("court.class_" + string(k))})
	}
	fields := []ui.Filter{
		{Name: "date", Label: p.Say.T("court.date"), Type: "date", Value: p.date.String()},
		{Name: "within", Label: p.Say.T("court.left"), Value: p.Ask("within"), Options: within},
		{Name: "class", Label: p.Say.T("court.class"), Value: p.Ask("class"), Options: classes},
	}
	if len(p.managers) > 1 {
		managers := []ui.Option{{Text: p.Say.T("say.all")}}
		for _, m := range p.managers {
			managers = append(managers, ui.Option{Value: m, Text: m})
		}
		fields = append(fields, ui.Filter{Name: "manager", Label: p.Say.T("lists.manager"), Value: p.Ask("manager"), Options: managers})
	}
	return ui.Filters{Same: p.Same, Files: true, Fields: fields}
}

func (p limitPage) table() ui.Table[desk.LimitRow] {
	return ui.Table[desk.LimitRow]{
		Caption: p.Say.T("court.limitation"), Rows: p.shown, Empty: p.Say.T("court.no_debt"), Keys: true,
		Columns: []ui.Column[desk.LimitRow]{
			{Title: p.Say.T("lists.customer"), Cell: func(r desk.LimitRow) templ.Component { return ui.Link(p.To("customers", string(r.Customer)), r.Name) }},
			{Title: p.Say.T("court.document"), Cell: func(r desk.LimitRow) templ.Component { return document(p, r) }},
			{Title: p.Say.T("court.due"), Text: func(r desk.LimitRow) string { return p.day(r.Due) }},
			{Title: p.Say.T("court.open"), Number: true, Text: func(r desk.LimitRow) string { return p.Say.Money(r.Open, r.Currency) }},
			{Title: p.Say.T("court.class"), Cell: func(r desk.LimitRow) templ.Component { return classBadge(p, r.Class) }},
			{Title: p.Say.T("court.left"), Number: true, Cell: func(r desk.LimitRow) templ.Component { return left(p, r) }},
			{Title: p.Say.T("court.last"), Text: p.last},
			{Title: p.Say.T("court.counted"), Minor: true, Text: func(r desk.LimitRow) string { return counted(p.Call, r.Limit) }},
		},
	}
}

func (p limitPage) day(d cal.Date) string {
	if d == 0 {
		return p.Say.T("customer.not_started")
	}
	return p.Say.Date(d)
}

func (p limitPage) last(r desk.LimitRow) string {
	if r.Clock == nil {
		return ""
	}
	return p.Say.Date(r.Clock.Last)
}

// band is a sum of the list, with what it leads to.
type band struct {
	key, href, tone string
	sum             desk.LimitSum
}

func (p limitPage) bands() []band {
	to := func(within int) string { return p.Same("within", strconv.Itoa(within), "class", "", "page", "") }
	return []band{
		{"court.band_barred", p.Same("class", string(claims.Bad), "within", "", "page", ""), "bad", p.Sums.Barred},
		{"court.band_30", to(30), "bad", p.Sums.Within30},
		{"court.band_90", to(90), "warn", p.Sums.Within90},
		{"court.band_180", to(180), "warn", p.Sums.Within180},
		{"court.band_unknown", p.Same("within", "", "class", "", "page", ""), "", p.Sums.Unknown},
	}
}

// sums are the open amounts of a sum, by currency.
func (p limitPage) sums(s desk.LimitSum) string {
	list := make([]string, len(s.Sums))
	for i, m := range s.Sums {
		list[i] = p.Say.Money(m.Amount, m.Currency)
	}
	return strings.Join(list, ", ")
}

// unverified tells whether anything on the page rests on what nobody verified.
func (p limitPage) unverified() bool {
	return slices.ContainsFunc(p.shown, func(r desk.LimitRow) bool { return r.Clock != nil && len(r.Clock.Doubtful()) > 0 })
}

func (p limitPage) export(q desk.LimitQuery) error {
	heads := []string{
		p.Say.T("lists.code"), p.Say.T("lists.customer"), p.Say.T("court.document"), p.Say.T("court.due"), p.Say.T("court.open"), p.Say.T("lists.currency"), p.Say.T("court.class"),
		p.Say.T("court.left"), p.Say.T("court.last"), p.Say.T("court.counted"), "[K]",
	}
	return p.Export(p.Say.T("court.limitation")+" "+p.date.String(), heads, func(row func(...any) error) error {
		return p.Session.Limitation(p.Context(), q, func(r desk.LimitRow) error {
			left, last, mark := "", cal.Date(0), ""
			if r.Clock != nil {
				left, last = strconv.Itoa(r.Clock.Left()), r.Clock.Last
				if len(r.Clock.Doubtful()) > 0 {
					mark = "[K]"
				}
			}
			return row(string(r.Customer), r.Name, r.Document, r.Due, sheet.Decimal(r.Open.Decimal(r.Currency)), string(r.Currency), p.Say.T("court.class_"+string(r.Class)),
				left, last, counted(p.Call, r.Limit), mark)
		})
	})
}

func classTone(k claims.Class) string {
	switch k {
	case claims.Doubtful:
		return "warn"
	case claims.Bad:
		return "bad"
	}
	return ""
}

// counted is what a clock was counted from, and that it stands.
func counted(c *page.Call, l desk.Limit) string {
	if l.Clock == nil {
		return c.Say.T("court.no_clock")
	}
	text := c.Say.T("court.since", c.Say.Date(l.Clock.Began))
	if l.Clock.By.Fact != "" {
		text = c.Say.T("court.anew", c.Say.Date(l.Clock.Began), c.Say.T("court.fact_"+string(l.Clock.By.Fact)), l.Clock.By.Document)
	}
	if l.Clock.Stops != "" {
		text += "; " + c.Say.T("court.stands_"+l.Clock.Stops)
	}
	return strings.TrimSpace(text)
}
