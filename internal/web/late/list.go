package late

import (
	"strconv"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/sheet"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// pageRows is how many rows a page of a list shows.
const pageRows = 50

// listPage is what the list of charges is made from.
type listPage struct {
	*page.Call
	rows []desk.ChargeSeen // of the page, or all for a file
	at   int
	next bool
}

// list is the charges, what waits and what is not paid unless all were asked
// for.
func list(c *page.Call) error {
	p := listPage{Call: c, at: max(1, c.AskInt("page", 1))}
	q := store.ChargeQuery{Customer: id.Customer(c.Ask("customer")), Open: c.Ask("all") == ""}
	if !c.Exporting() {
		q.Limit, q.Offset = pageRows+1, (p.at-1)*pageRows
	}
	var err error
	if p.rows, err = c.Session.Charges(c.Context(), q); err != nil {
		return err
	}
	if c.Exporting() {
		return p.export()
	}
	if p.next = len(p.rows) > pageRows; p.next {
		p.rows = p.rows[:pageRows]
	}
	return c.Render(c.Say.T("charge.title"), listShow(p))
}

func (p listPage) filters() ui.Filters {
	return ui.Filters{Same: p.Same, Files: true, Fields: []ui.Filter{
		{Name: "customer", Label: p.Say.T("charge.customer_code"), Type: "search", Value: p.Ask("customer")},
		{Name: "all", Label: p.Say.T("charge.which"), Value: p.Ask("all"), Options: []ui.Option{{Text: p.Say.T("charge.open_only")}, {Value: "1", Text: p.Say.T("say.all")}}},
	}}
}

func (p listPage) table() ui.Table[desk.ChargeSeen] {
	return ui.Table[desk.ChargeSeen]{
		Caption: p.Say.T("charge.title"), Rows: p.rows, Empty: p.Say.T("charge.none"), Keys: true,
		Columns: []ui.Column[desk.ChargeSeen]{
			{Title: p.Say.T("charge.number"), Short: true, Cell: func(r desk.ChargeSeen) templ.Component {
				return ui.Link(p.To("charges", strconv.FormatInt(r.Number, 10)), strconv.FormatInt(r.Number, 10))
			}},
			{Title: p.Say.T("lists.customer"), Cell: func(r desk.ChargeSeen) templ.Component { return ui.Link(p.To("customers", string(r.Customer)), r.Name) }},
			{Title: p.Say.T("charge.kind"), Text: func(r desk.ChargeSeen) string { return p.Say.T("charge.kind_" + string(r.Kind)) }},
			{Title: p.Say.T("charge.for"), Text: func(r desk.ChargeSeen) string { return r.Document }},
			{Title: p.Say.T("charge.to"), Minor: true, Text: func(r desk.ChargeSeen) string { return p.Say.Date(r.To) }},
			{Title: p.Say.T("charge.amount"), Number: true, Text: func(r desk.ChargeSeen) string { return p.Say.Money(r.Amount, r.Currency) }},
			{Title: p.Say.T("charge.open"), Number: true, Text: func(r desk.ChargeSeen) string { return p.Say.Money(r.Open(), r.Currency) }},
			{Title: p.Say.T("charge.state"), Cell: func(r desk.ChargeSeen) templ.Component { return badge(p.Call, r.State) }},
		},
	}
}

// badge is how a charge stands.
func badge(c *page.Call, state string) templ.Component {
	tone := ""
	switch state {
	case store.ChargeProposed:
		tone = "warn"
	case store.ChargeStands, desk.ChargePartPaid:
		tone = "bad"
	case desk.ChargePaid:
		tone = "good"
	}
	return ui.Badge(c.Say.T("charge.state_"+state), tone)
}

func (p listPage) export() error {
	say := p.Say
	head := []string{
		say.T("charge.number"), say.T("lists.customer"), say.T("charge.customer_code"), say.T("charge.kind"), say.T("charge.for"), say.T("charge.from"), say.T("charge.to"),
		say.T("charge.amount"), say.T("charge.paid"), say.T("charge.waived"), say.T("charge.open"), say.T("charge.currency"), say.T("charge.state"), say.T("charge.basis"),
	}
	return p.Export("charges-"+p.Today.String(), head, func(row func(...any) error) error {
		for i := range p.rows {
			r := &p.rows[i]
			decimal := func(m money.Minor) sheet.Decimal { return sheet.Decimal(m.Decimal(r.Currency)) }
			err := row(strconv.FormatInt(r.Number, 10), r.Name, string(r.Customer), say.T("charge.kind_"+string(r.Kind)), r.Document, r.From, r.To, decimal(r.Amount),
				decimal(r.Paid), decimal(r.Waived), decimal(r.Open()), string(r.Currency), say.T("charge.state_"+r.State), letter.ClauseName(r.Basis, say.Lang()))
			if err != nil {
				return err
			}
		}
		return nil
	})
}
