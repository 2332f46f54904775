package customer

import (
	"slices"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/money"
	"debitor/internal/sheet"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// statementPage is what the page of a statement is made from.
type statementPage struct {
	customerPage
	st desk.Statement
	to []string // the addresses it can be sent to; none if no mail is set up
}

// statement is the mutual settlements of a period: shown, or as a file.
func statement(c *page.Call) error {
	p, err := statementOf(c, asked{c.AskDate("from", firstOfYear(c.Today)), c.AskDate("to", c.Today), money.Currency(c.Ask("currency"))})
	if err != nil {
		return err
	}
	name := "statement-" + string(p.who()) + "-" + p.st.To.String()
	switch {
	case c.Ask("format") == "pdf":
		doc, err := c.Session.StatementDocument(&p.st)
		if err != nil {
			return err
		}
		pdf, err := desk.RenderLetter(doc, ".pdf")
		if err != nil {
			return err
		}
		return c.File(name+".pdf", "application/pdf", pdf, false)
	case c.Exporting():
		return p.export(name)
	}
	return c.Render(p.titled("customer.statement"), statementShow(p, c.Form()))
}

// asked is the period and currency of a statement.
type asked struct {
	from, to cal.Date
	currency money.Currency
}

func statementOf(c *page.Call, q asked) (statementPage, error) {
	p := statementPage{}
	view, err := about(c)
	if err != nil {
		return p, err
	}
	p.customerPage = view
	p.st, err = c.Session.Statement(c.Context(), desk.StatementQuery{Customer: view.who(), From: q.from, To: q.to, Currency: q.currency})
	if err != nil || !c.May(desk.SendMail) {
		return p, err
	}
	p.to, err = c.Session.StatementAddresses(c.Context(), view.who())
	return p, err
}

func firstOfYear(d cal.Date) cal.Date { return cal.On(d.Year(), 1, 1) }

// export writes the lines between the balances.
func (p statementPage) export(name string) error {
	say := p.Say
	head := []string{say.T("customer.date"), say.T("customer.document"), say.T("customer.contract"), say.T("customer.debit"), say.T("customer.credit"), say.T("customer.balance")}
	decimal := func(m money.Minor) sheet.Decimal { return sheet.Decimal(m.Decimal(p.st.Currency)) }
	return p.Export(name, head, func(row func(...any) error) error {
		if err := row(p.st.From, say.T("customer.opening"), "", "", "", decimal(p.st.Opening)); err != nil {
			return err
		}
		for _, l := range p.st.Lines {
			if err := row(l.Date, p.line(l), string(l.Contract), decimal(l.Debit), decimal(l.Credit), decimal(l.Balance)); err != nil {
				return err
			}
		}
		return row(p.st.To, say.T("customer.closing"), "", decimal(p.st.Debit), decimal(p.st.Credit), decimal(p.st.Closing))
	})
}

// line is what a line of the statement is called.
func (p statementPage) line(l desk.StatementLine) string {
	if l.Kind != "" {
		return l.Kind + " " + l.Document
	}
	return p.named("customer.was_", l.What) + " " + l.Document
}

// sendStatement mails it.
func sendStatement(c *page.Call) error {
	f := c.Form()
	q := asked{f.NeedDate("from"), f.NeedDate("to"), money.Currency(f.Text("currency"))}
	to := f.Need("address")
	if !f.OK() {
		q.from, q.to = firstOfYear(c.Today), c.Today
	}
	p, err := statementOf(c, q)
	if err != nil {
		return err
	}
	return task{
		title: p.titled("customer.statement"),
		body:  func(f *ui.Form) templ.Component { return statementShow(p, f) },
		send: func(f *ui.Form) error {
			if !slices.Contains(p.to, to) {
				f.Fail("address", p.Say.T("customer.statement_address"))
				return nil
			}
			_, err := c.Session.SendStatement(c.Context(), p.st.StatementQuery, to)
			return err
		},
		to: p.here(), done: "customer.statement_sent",
	}.answer(c)
}

// currencies are those to choose from.
func (p statementPage) currencies() []ui.Option {
	list := make([]ui.Option, len(p.st.Currencies))
	for i, c := range p.st.Currencies {
		list[i] = ui.Option{Value: string(c), Text: string(c)}
	}
	return list
}

func (p statementPage) addresses() []ui.Option {
	list := make([]ui.Option, len(p.to))
	for i, a := range p.to {
		list[i] = ui.Option{Value: a, Text: a}
	}
	return list
}

// file is the statement shown, as a file of a format.
func (p statementPage) file(format string) string {
	return page.With(p.here("statement"), "from", p.st.From.String(), "to", p.st.To.String(), "currency", string(p.st.Currency), "format", format)
}
