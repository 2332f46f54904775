package terms

import (
	"cmp"
	"errors"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/sheet"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// commissionPage is the money that came in, by manager and by how it was paid.
type commissionPage struct {
	*page.Call
	desk.CommissionReport // without Rows
	kept                  desk.KeptAt
	none                  string // why there is no commission
	wrong                 string // what is wrong with the days; empty: nothing
	managers              []string
	rows                  []desk.CommissionRow // of this page
	at                    int
}

// commission shows what money counts for by how it was paid.
func commission(c *page.Call) error {
	p := commissionPage{Call: c, at: max(1, c.AskInt("page", 1))}
	var err error
	if p.managers, err = c.Session.Managers(c.Context()); err != nil {
		return err
	}
	q := desk.CommissionQuery{From: c.AskDate("from", 0), To: c.AskDate("to", c.Today), Manager: c.Ask("manager")}
	if c.Exporting() {
		report, err := c.Session.Commission(c.Context(), q)
		if err != nil {
			return err
		}
		p.CommissionReport = report
		return p.export()
	}
	list, err := c.Session.CommissionLeaf(c.Context(), q, c.Leaf(p.at, pageRows))
	switch f := (*fault.Fault)(nil); {
	case fault.Code(err) == "commission.none", fault.Code(err) == "policy.none":
		p.none, err = c.Say.T("terms.commission_none"), nil
	case errors.As(err, &f) && f.Kind == fault.Input:
		p.wrong, err = c.Say.Fault(f), nil
	}
	switch {
	case err != nil:
		return err
	case p.none == "" && p.wrong == "" && c.Refigures():
		return c.Refigure(list.Figures, q.To)
	}
	p.CommissionReport, p.kept, p.rows = list.Head, list.KeptAt, list.Rows
	return c.Render(c.Say.T("terms.commission"), commissionShow(p))
}

func (p commissionPage) filters() ui.Filters {
	day := func(name string, d cal.Date) string {
		if d == 0 {
			return p.Ask(name)
		}
		return d.String()
	}
	fields := []ui.Filter{
		{Name: "from", Label: p.Say.T("lists.from"), Type: "date", Value: day("from", p.From)},
		{Name: "to", Label: p.Say.T("lists.to"), Type: "date", Value: cmp.Or(day("to", p.Until), p.Today.String())},
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

// factor is what money is that a factor is for, and what it counts for.
func (p commissionPage) factor(f policy.Factor) string {
	text := p.Say.T("terms.paid_" + string(f.Paid))
	if f.Within > 0 {
		text += " " + p.Say.T("terms.up_to", f.Within)
	}
	return text + " × " + p.Say.Figure(f.Factor, "EUR") // two decimals, as it has
}

// heads are the headings of the amounts, in the order of cells.
func (p commissionPage) heads() (heads []string) {
	for _, f := range p.Factors {
		heads = append(heads, p.factor(f))
	}
	if p.Beyond() {
		heads = append(heads, p.Say.T("terms.paid_later")+" × 0")
	}
	heads = append(heads, p.Say.T("terms.received"), p.Say.T("terms.counted"))
	if p.Percent.Known() {
		heads = append(heads, p.Say.T("terms.earned"))
	}
	return heads
}

func (p commissionPage) cells(row *desk.CommissionRow) []money.Minor {
	cells := append(p.Shown(row), row.Received, row.Counted)
	if p.Percent.Known() {
		cells = append(cells, row.Earned)
	}
	return cells
}

func (p commissionPage) table(rows []desk.CommissionRow, caption string, name func(desk.CommissionRow) string) ui.Table[desk.CommissionRow] {
	t := ui.Table[desk.CommissionRow]{Caption: caption, Rows: rows, Empty: p.Say.T("terms.no_money"), Columns: []ui.Column[desk.CommissionRow]{{Title: caption, Text: name}}}
	last := len(p.Factors)
	if p.Beyond() {
		last++
	}
	for i, head := range p.heads() {
		t.Columns = append(t.Columns, ui.Column[desk.CommissionRow]{Title: head, Number: true, Minor: i < last, Text: func(r desk.CommissionRow) string {
			return p.Say.Money(p.cells(&r)[i], r.Currency)
		}})
	}
	return t
}

func (p commissionPage) whose(r desk.CommissionRow) string {
	return cmp.Or(r.Manager, p.Say.T("terms.nobodys"))
}

// export is every row as a file for a spreadsheet.
func (p commissionPage) export() error {
	heads := append([]string{p.Say.T("lists.manager"), p.Say.T("lists.currency")}, p.heads()...)
	return p.Export(p.Say.T("terms.commission")+" "+p.From.String()+" "+p.Until.String(), heads, func(row func(...any) error) error {
		for i := range p.Rows {
			r := &p.Rows[i]
			line := []any{r.Manager, string(r.Currency)}
			for _, m := range p.cells(r) {
				line = append(line, sheet.Decimal(m.Decimal(r.Currency)))
			}
			if err := row(line...); err != nil {
				return err
			}
		}
		return nil
	})
}
