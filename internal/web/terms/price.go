package terms

import (
	"cmp"
	"errors"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/insight"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/sheet"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// pricePage is what deferral costs, contract by contract.
type pricePage struct {
	*page.Call
	desk.DeferralHead
	kept     desk.KeptAt
	wrong    string // what is wrong with the rate; empty: nothing
	managers []string
	rows     []desk.DeferralRow // of this page
	at       int
}

// price shows terms as a price.
func price(c *page.Call) error {
	p := pricePage{Call: c}
	var err error
	if p.managers, err = c.Session.Managers(c.Context()); err != nil {
		return err
	}
	q := desk.DeferralQuery{Date: c.AskDate("date", c.Today), Rate: c.Ask("rate"), Manager: c.Ask("manager")}
	if c.Exporting() {
		report, err := c.Session.DeferralCosts(c.Context(), q)
		if err != nil {
			return err
		}
		return p.export(&report)
	}
	p.at = max(1, c.AskInt("page", 1))
	list, err := c.Session.DeferralLeaf(c.Context(), q, c.Leaf(p.at, pageRows))
	if f := (*fault.Fault)(nil); errors.As(err, &f) && f.Kind == fault.Input {
		p.wrong, err = c.Say.Fault(f), nil
	}
	switch {
	case err != nil:
		return err
	case p.wrong == "" && c.Refigures():
		return c.Refigure(list.Figures, q.Date)
	}
	p.DeferralHead, p.kept, p.rows = list.Head, list.KeptAt, list.Rows
	return c.Render(c.Say.T("terms.price"), priceShow(p))
}

func (p pricePage) filters() ui.Filters {
	rate := p.Ask("rate")
	if rate == "" && p.Rate.Known() {
		rate = p.figure(p.Rate)
	}
	fields := []ui.Filter{
		{Name: "rate", Label: p.Say.T("terms.bank_rate"), Value: rate},
		{Name: "date", Label: p.Say.T("court.date"), Type: "date", Value: cmp.Or(p.Ask("date"), p.Today.String())},
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

// figure is a figure of two decimals; empty where it has no value.
func (p pricePage) figure(h insight.Hundredths) string {
	if !h.Known() {
		return "–"
	}
	return p.Say.Figure(money.Minor(h), "EUR") // two decimals, as it has
}

// days are days, with decimals only where they are a mean.
func (p pricePage) days(h insight.Hundredths) string {
	if h.Known() && h%100 == 0 {
		return p.Say.Number(int(h / 100))
	}
	return p.figure(h)
}

// cost is what credit cost; without the bank's rate nobody knows.
func (p pricePage) cost(m money.Minor, c money.Currency) string {
	if !p.Rate.Known() {
		return "–"
	}
	return p.Say.Money(m, c)
}

func (p pricePage) table() ui.Table[desk.DeferralRow] {
	say := p.Say
	return ui.Table[desk.DeferralRow]{
		Caption: say.T("terms.price"), Rows: p.rows, Empty: say.T("terms.nothing_sold"), Keys: true,
		Columns: []ui.Column[desk.DeferralRow]{
			{Title: say.T("lists.customer"), Cell: func(r desk.DeferralRow) templ.Component {
				return ui.Link(p.To("customers", string(r.Customer)), cmp.Or(r.Name, string(r.Customer)))
			}},
			{Title: say.T("terms.contract"), Minor: true, Short: true, Text: func(r desk.DeferralRow) string { return r.Number }},
			{Title: say.T("terms.sold"), Number: true, Minor: true, Text: func(r desk.DeferralRow) string { return say.Money(r.Sold, r.Currency) }},
			{Title: say.T("terms.term"), Number: true, Text: func(r desk.DeferralRow) string { return p.days(r.Term) }},
			{Title: say.T("terms.agreed"), Number: true, Text: func(r desk.DeferralRow) string { return p.cost(r.Agreed, r.Currency) }},
			{Title: say.T("terms.late"), Number: true, Text: func(r desk.DeferralRow) string { return p.cost(r.Late, r.Currency) }},
			{Title: say.T("terms.discount"), Number: true, Text: func(r desk.DeferralRow) string { return percentText(p.Call, money.Minor(r.Discount)) }},
			{Title: say.T("terms.pg"), Number: true, Text: func(r desk.DeferralRow) string { return p.figure(r.Price) }},
			{Title: say.T("terms.fair"), Number: true, Minor: true, Text: func(r desk.DeferralRow) string {
				if !r.Fair.Known() {
					return "–"
				}
				return p.figure(r.Fair) + " %"
			}},
			{Title: say.T("terms.lender"), Cell: func(r desk.DeferralRow) templ.Component { return lender(p, r) }},
			{Title: say.T("terms.price_list"), Number: true, Minor: true, Cell: func(r desk.DeferralRow) templ.Component { return listPrice(p, r) }},
		},
	}
}

// listPrice is what his term puts on the list price, or that it has none.
func listPrice(p pricePage, r desk.DeferralRow) templ.Component {
	switch {
	case len(p.Prices) == 0:
		return ui.Text("–")
	case !r.List.Known():
		return ui.Badge(p.Say.T("terms.price_beyond"), "warn")
	}
	return ui.Text(changeText(p.Call, money.Minor(r.List)))
}

// changeText is per cent with their sign.
func changeText(c *page.Call, p money.Minor) string {
	if p > 0 {
		return "+" + percentText(c, p)
	}
	return percentText(c, p)
}

func (p pricePage) priceTable() ui.Table[policy.Price] {
	return ui.Table[policy.Price]{
		Caption: p.Say.T("terms.prices"), Rows: p.Prices, Empty: p.Say.T("terms.prices_none"),
		Columns: []ui.Column[policy.Price]{
			{Title: p.Say.T("terms.price_term"), Text: func(v policy.Price) string {
				if v.Within == 0 {
					return p.Say.T("terms.at_once")
				}
				return p.Say.N("say.days", v.Within)
			}},
			{Title: p.Say.T("terms.price_list"), Number: true, Text: func(v policy.Price) string { return changeText(p.Call, v.Percent) }},
		},
	}
}

// totalTable has the sum of each currency.
func (p pricePage) totalTable() ui.Table[desk.DeferralTotal] {
	return ui.Table[desk.DeferralTotal]{
		Caption: p.Say.T("terms.in_all"), Rows: p.Totals,
		Columns: []ui.Column[desk.DeferralTotal]{
			{Title: p.Say.T("terms.in_all"), Text: func(t desk.DeferralTotal) string { return string(t.Currency) }},
			{Title: p.Say.T("terms.sold"), Number: true, Text: func(t desk.DeferralTotal) string { return p.Say.Money(t.Sold, t.Currency) }},
			{Title: p.Say.T("terms.agreed"), Number: true, Text: func(t desk.DeferralTotal) string { return p.cost(t.Agreed, t.Currency) }},
			{Title: p.Say.T("terms.late"), Number: true, Text: func(t desk.DeferralTotal) string { return p.cost(t.Late, t.Currency) }},
		},
	}
}

// export is every row as a file for a spreadsheet.
func (p pricePage) export(report *desk.DeferralReport) error {
	heads := []string{p.Say.T("lists.code"), p.Say.T("lists.customer")}
	for _, key := range []string{"contract", "sold", "term", "agreed", "late", "discount", "pg", "fair", "lender", "price_list"} {
		heads = append(heads, p.Say.T("terms."+key))
	}
	heads = append(heads, p.Say.T("lists.currency"))
	figure := func(h insight.Hundredths) any {
		if !h.Known() {
			return ""
		}
		return sheet.Decimal(h.String())
	}
	return p.Export(p.Say.T("terms.price")+" "+report.Date.String(), heads, func(row func(...any) error) error {
		for i := range report.Rows {
			r := &report.Rows[i]
			amount := func(m money.Minor) sheet.Decimal { return sheet.Decimal(m.Decimal(r.Currency)) }
			cost := func(m money.Minor) any {
				if !report.Rate.Known() {
					return ""
				}
				return amount(m)
			}
			lender := ""
			if r.Lender != "" {
				lender = p.Say.T("terms.lender_" + string(r.Lender))
			}
			err := row(string(r.Customer), r.Name, r.Number, amount(r.Sold), figure(r.Term), cost(r.Agreed), cost(r.Late), figure(r.Discount), figure(r.Price), figure(r.Fair), lender, figure(r.List), string(r.Currency))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// lender warns of from whom the customer would rather borrow.
func lender(p pricePage, r desk.DeferralRow) templ.Component {
	switch r.Lender {
	case desk.LentByBank:
		return ui.Badge(p.Say.T("terms.lender_bank"), "bad")
	case desk.LentByUs:
		return ui.Badge(p.Say.T("terms.lender_us"), "warn")
	}
	return ui.Text("–")
}

func (p pricePage) discountTable() ui.Table[policy.Discount] {
	return ui.Table[policy.Discount]{
		Caption: p.Say.T("terms.discounts"), Rows: p.Discounts, Empty: p.Say.T("terms.discounts_none"),
		Columns: []ui.Column[policy.Discount]{
			{Title: p.Say.T("terms.within"), Text: func(d policy.Discount) string {
				if d.Within == 0 {
					return p.Say.T("terms.at_once")
				}
				return p.Say.N("say.days", d.Within)
			}},
			{Title: p.Say.T("terms.discount"), Number: true, Text: func(d policy.Discount) string { return percentText(p.Call, d.Percent) }},
		},
	}
}
