package vetting

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/sheet"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// originalsPage is what the report of shipments without originals is made from.
type originalsPage struct {
	*page.Call
	desk.BareHead
	kept    desk.KeptAt
	rows    []desk.BareShipment
	filters ui.Filters
	at      int
}

// originals is the shipments whose signed papers are not all back.
func originals(c *page.Call) error {
	p := originalsPage{Call: c, at: max(1, c.AskInt("page", 1))}
	q := desk.BareShipmentsQuery{Date: c.Today, Manager: c.Ask("manager")}
	if paper := c.Ask("paper"); slices.Contains(policy.Returned, paper) {
		q.Paper = paper
	}
	papers := []ui.Option{{Text: c.Say.T("checks.as_rules")}}
	for _, paper := range policy.Returned {
		papers = append(papers, ui.Option{Value: paper, Text: rulebook.Named(paper, c.Say.Lang())})
	}
	more, err := managers(c)
	if err != nil {
		return err
	}
	p.filters = ui.Filters{Same: c.Same, Files: true, Fields: append([]ui.Filter{{Name: "paper", Label: c.Say.T("checks.paper"), Value: q.Paper, Options: papers}}, more...)}
	if c.Exporting() {
		q.Limit = fileRows
		if p.rows, _, err = c.Session.BareShipments(c.Context(), q); err != nil {
			return err
		}
		return p.export()
	}
	list, err := c.Session.BareLeaf(c.Context(), q, c.Leaf(p.at, pageRows))
	if err != nil {
		return err
	}
	if c.Refigures() {
		return c.Refigure(list.Figures, q.Date)
	}
	p.BareHead, p.kept, p.rows = list.Head, list.KeptAt, list.Rows
	return c.Render(c.Say.T("checks.originals"), originalsShow(p))
}

func (p originalsPage) table() ui.Table[desk.BareShipment] {
	return ui.Table[desk.BareShipment]{
		Caption: p.Say.T("checks.originals"), Rows: p.rows, Empty: p.Say.T("checks.no_bare"), Keys: true,
		Columns: []ui.Column[desk.BareShipment]{
			{Title: p.Say.T("lists.customer"), Cell: func(b desk.BareShipment) templ.Component {
				return ui.Link(p.To("customers", string(b.Customer)), b.Name)
			}},
			{Title: p.Say.T("lists.invoice"), Cell: func(b desk.BareShipment) templ.Component {
				return ui.Link(p.To("invoices", string(b.Invoice)), b.Document)
			}},
			{Title: p.Say.T("checks.lacks"), Text: p.lacks},
			{Title: p.Say.T("customer.shipped"), Text: func(b desk.BareShipment) string { return p.Say.Date(b.Shipped) }},
			{Title: p.Say.T("checks.days"), Number: true, Text: func(b desk.BareShipment) string { return p.Say.Number(b.Days) }},
			{Title: p.Say.T("lists.rest"), Number: true, Text: func(b desk.BareShipment) string { return p.Say.Money(b.Open, b.Currency) }},
			{Title: p.Say.T("lists.manager"), Minor: true, Text: func(b desk.BareShipment) string { return b.Manager }},
		},
	}
}

// lacks are the papers that are not back, in words.
func (p originalsPage) lacks(b desk.BareShipment) string {
	names := make([]string, len(b.Lacks))
	for i, paper := range b.Lacks {
		names[i] = rulebook.Named(paper, p.Say.Lang())
	}
	return strings.Join(names, ", ")
}

func (p originalsPage) export() error {
	heads := []string{
		p.Say.T("lists.code"), p.Say.T("lists.customer"), p.Say.T("lists.invoice"), p.Say.T("checks.lacks"), p.Say.T("customer.shipped"), p.Say.T("checks.days"),
		p.Say.T("lists.rest"), p.Say.T("lists.currency"), p.Say.T("lists.manager"),
	}
	return p.Export(p.Say.T("checks.originals")+" "+p.Today.String(), heads, func(row func(...any) error) error {
		for _, b := range p.rows {
			if err := row(string(b.Customer), b.Name, b.Document, p.lacks(b), b.Shipped, b.Days, sheet.Decimal(b.Open.Decimal(b.Currency)), string(b.Currency), b.Manager); err != nil {
				return err
			}
		}
		return nil
	})
}
