package late

import (
	"errors"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// latePage is what the calculation of one document is made from.
type latePage struct {
	*page.Call
	desk.Lateness
	invoice desk.InvoiceView
	doc     *letter.Document
	to      cal.Date
	wrong   string // why nothing could be counted; empty: it was
}

// counted are the kinds that are counted by days.
var counted = []ledger.ChargeKind{ledger.ChargePenalty, ledger.ChargeInterest, ledger.ChargeLumpSum, ledger.ChargeUse}

func lateOf(c *page.Call, to cal.Date, part int, kind string) (latePage, error) {
	p := latePage{Call: c, to: to}
	var err error
	if p.invoice, err = c.Session.Invoice(c.Context(), id.Invoice(c.Arg("invoice")), c.Today); err != nil {
		return p, err
	}
	p.Lateness, err = c.Session.Lateness(c.Context(), desk.LateQuery{Invoice: id.Invoice(c.Arg("invoice")), Part: part, To: to, Kind: ledger.ChargeKind(kind)})
	if f := (*fault.Fault)(nil); errors.As(err, &f) && f.Kind != fault.Internal {
		p.wrong, err = c.Say.Fault(f), nil
	}
	if err != nil || p.wrong != "" {
		return p, err
	}
	p.doc, err = document(c, []desk.LateSheet{p.Paper()}, p.seen())
	return p, err
}

func (p latePage) seen() *desk.ChargeSeen {
	v := &desk.ChargeSeen{}
	v.Customer = p.Customer
	return v
}

func (p latePage) title() string {
	return p.Say.T("charge.lateness") + ": " + string(p.invoice.Invoice.ID)
}

// lateness is what the lateness of a document costs up to a day.
func lateness(c *page.Call) error {
	p, err := lateOf(c, c.AskDate("to", c.Today), c.AskInt("part", 1), c.Ask("kind"))
	if err != nil {
		return err
	}
	if c.Exporting() && p.wrong == "" {
		return download(c, []desk.LateSheet{p.Paper()}, p.seen(), "lateness-"+string(p.Item.Invoice)+"-"+p.to.String())
	}
	return c.Render(p.title(), lateShow(p, c.Form()))
}

// propose makes a charge of it.
func propose(c *page.Call) error {
	f := c.Form()
	to, kind, reason := f.NeedDate("to"), f.Text("kind"), f.Need("reason")
	p, err := lateOf(c, max(to, cal.First), max(1, f.Int("part")), kind)
	if err != nil {
		return err
	}
	if f.OK() {
		row, err := c.Session.ProposeCharge(c.Context(), desk.NewCharge{Invoice: id.Invoice(c.Arg("invoice")), Part: max(1, f.Int("part")), Kind: ledger.ChargeKind(kind), To: to, Reason: reason})
		if err := f.Take(err); err != nil {
			return err
		}
		if f.OK() {
			return c.Go(c.To("charges", numeral(row.Number)), "charge.done_proposed")
		}
	}
	return c.Again(p.title(), lateShow(p, f))
}

func (p latePage) filters() ui.Filters {
	kinds := []ui.Option{{Text: p.Say.T("charge.kind_agreed")}}
	for _, k := range counted {
		kinds = append(kinds, ui.Option{Value: string(k), Text: p.Say.T("charge.kind_" + string(k))})
	}
	return ui.Filters{Same: p.Same, Fields: []ui.Filter{
		{Name: "to", Label: p.Say.T("charge.to"), Type: "date", Value: p.to.String()},
		{Name: "kind", Label: p.Say.T("charge.kind"), Value: p.Ask("kind"), Options: kinds},
	}}
}

// accruedPage is what everything late of a customer is made from.
type accruedPage struct {
	*page.Call
	late     desk.Accrued
	customer ledger.Customer
	doc      *letter.Document // nil: nothing was counted
}

// accrued is what the lateness of everything open of a customer costs.
func accrued(c *page.Call) error {
	p := accruedPage{Call: c}
	customer := id.Customer(c.Arg("customer"))
	var err error
	if p.customer, err = c.Session.CustomerCard(c.Context(), customer); err != nil {
		return err
	}
	if p.late, err = c.Session.Accrued(c.Context(), customer, c.AskDate("to", c.Today)); err != nil {
		return err
	}
	of := &desk.ChargeSeen{}
	of.Customer = customer
	if c.Exporting() && len(p.late.List) > 0 {
		return download(c, p.late.Sheets(), of, "lateness-"+string(customer)+"-"+p.late.To.String())
	}
	if len(p.late.List) > 0 {
		if p.doc, err = document(c, p.late.Sheets(), of); err != nil {
			return err
		}
	}
	return c.Render(c.Say.T("charge.lateness")+": "+p.customer.Name, accruedShow(p))
}

func (p accruedPage) filters() ui.Filters {
	return ui.Filters{Same: p.Same, Fields: []ui.Filter{{Name: "to", Label: p.Say.T("charge.to"), Type: "date", Value: p.late.To.String()}}}
}

func (p accruedPage) table() ui.Table[desk.Lateness] {
	return ui.Table[desk.Lateness]{
		Caption: p.Say.T("charge.lateness"), Rows: p.late.List, Empty: p.Say.T("charge.nothing_late"),
		Columns: []ui.Column[desk.Lateness]{
			{Title: p.Say.T("charge.for"), Cell: func(l desk.Lateness) templ.Component {
				return ui.Link(page.With(p.To("invoices", string(l.Item.Invoice), "lateness"), "part", numeral(int64(l.Item.Part)), "to", p.late.To.String()), l.Document)
			}},
			{Title: p.Say.T("charge.due"), Text: func(l desk.Lateness) string { return p.Say.Date(l.Item.Due) }},
			{Title: p.Say.T("charge.kind"), Text: func(l desk.Lateness) string { return p.Say.T("charge.kind_" + string(l.Kind)) }},
			{Title: p.Say.T("charge.owed"), Number: true, Text: func(l desk.Lateness) string { return p.Say.Money(l.Item.Open, l.Item.Currency) }},
			{Title: p.Say.T("charge.accrued"), Number: true, Text: func(l desk.Lateness) string { return p.Say.Money(l.Sheet.All(), l.Item.Currency) }},
			{Title: p.Say.T("charge.before"), Number: true, Minor: true, Text: func(l desk.Lateness) string { return p.Say.Money(l.Before, l.Item.Currency) }},
			{Title: p.Say.T("charge.per_day"), Number: true, Minor: true, Text: func(l desk.Lateness) string { return p.Say.Money(l.Sheet.PerDay, l.Item.Currency) }},
		},
	}
}
