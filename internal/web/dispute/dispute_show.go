package dispute

import (
	"strconv"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// forms are the forms of the page of a dispute by name, with what was typed
// into the one that was refused.
type forms map[string]*ui.Form

// of is a form of the page, sent to an address of its own.
func (m forms) of(c *page.Call, number int64, name string) *ui.Form {
	f := m[name]
	if f == nil {
		f = ui.NewForm(c.Say, nil)
	}
	f.Action = address(c, number) + "/" + name
	return f
}

// number is the dispute in the address; what is no number leads nowhere.
func number(c *page.Call) int64 {
	n, _ := strconv.ParseInt(c.Arg("number"), 10, 64) // 0 is no dispute, which the desk says
	return n
}

func show(c *page.Call) error { return showWith(c, nil) }

// showWith shows the page, with a form that was refused.
func showWith(c *page.Call, refused forms) error {
	d, err := c.Session.Dispute(c.Context(), number(c), c.Today)
	if err != nil {
		return err
	}
	title := c.Say.T("dispute.one", d.Number, d.Name)
	if refused != nil {
		return c.Again(title, showPage(c, &d, refused))
	}
	return c.Render(title, showPage(c, &d, refused))
}

// act carries out what a form of the page asks for, unless the dispute was
// changed since the page was opened.
func act(c *page.Call, name string, do func(f *ui.Form, number int64) error) error {
	f, n := c.Form(), number(c)
	c.Session.IfUnchanged(desk.DisputeSubject(n), f.Value("version"))
	if err := f.Take(do(f, n)); err != nil {
		return err
	}
	if !f.OK() {
		return showWith(c, forms{name: f})
	}
	return c.Go(address(c, n), "dispute.done."+name)
}

func answer(c *page.Call) error {
	return act(c, "answer", func(f *ui.Form, n int64) error {
		text := f.Need("answer")
		if !f.OK() {
			return nil
		}
		_, err := c.Session.AnswerDispute(c.Context(), n, text)
		return err
	})
}

func route(c *page.Call) error {
	return act(c, "route", func(f *ui.Form, n int64) error {
		department, reason := f.Need("department"), f.Need("route_reason")
		if !f.OK() {
			return nil
		}
		_, err := c.Session.RouteDispute(c.Context(), n, department, reason)
		return err
	})
}

func note(c *page.Call) error {
	return act(c, "note", func(f *ui.Form, n int64) error {
		text := f.Need("note")
		if !f.OK() {
			return nil
		}
		_, err := c.Session.NoteDispute(c.Context(), n, text, f.Text("document"))
		return err
	})
}

func settle(c *page.Call) error {
	return act(c, "settle", func(f *ui.Form, n int64) error {
		q := desk.Settlement{Outcome: f.Need("outcome"), Reason: f.Need("decision")}
		d, err := c.Session.Dispute(c.Context(), n, c.Today)
		if err != nil {
			return err
		}
		if amount := f.Money("amount", d.Currency); amount != 0 {
			q.Amount = amount.Decimal(d.Currency)
		}
		if !f.OK() {
			return nil
		}
		_, err = c.Session.SettleDispute(c.Context(), n, q)
		return err
	})
}

func finish(c *page.Call) error {
	return act(c, "finish", func(f *ui.Form, n int64) error {
		text := f.Need("finish")
		if !f.OK() {
			return nil
		}
		_, err := c.Session.FinishDispute(c.Context(), n, text)
		return err
	})
}

func findCause(c *page.Call) error {
	return act(c, "cause", func(f *ui.Form, n int64) error {
		q := desk.Cure{Cause: f.Need("cause"), Action: f.Text("action"), Owner: f.Text("owner"), Due: f.Date("due")}
		if q.Action != "" {
			f.NeedDate("due")
		}
		if !f.OK() {
			return nil
		}
		return c.Session.FindCause(c.Context(), n, q)
	})
}

// outcomes are those that the visitor may decide.
func outcomes(c *page.Call) (list []ui.Option) {
	for _, o := range desk.Outcomes {
		if c.May(desk.DecideDispute) || o == desk.OutcomeWithdrawn {
			list = append(list, ui.Option{Value: o, Text: c.Say.T("dispute.settle." + o)})
		}
	}
	return list
}

// others are the departments that do not have the dispute.
func others(c *page.Call, d *desk.DisputeView) []ui.Option {
	list := []ui.Option{{}}
	for _, o := range departments(c) {
		if o.Value != d.Department {
			list = append(list, o)
		}
	}
	return list
}

func knownCauses(d *desk.DisputeView) (list []ui.Option) {
	for _, name := range d.Causes {
		list = append(list, ui.Option{Value: name, Text: name})
	}
	return list
}

func documents(c *page.Call, d *desk.DisputeView) ui.Table[desk.DisputedDocument] {
	return ui.Table[desk.DisputedDocument]{
		Caption: c.Say.T("dispute.documents"), Rows: d.Documents,
		Columns: []ui.Column[desk.DisputedDocument]{
			{Title: c.Say.T("dispute.document"), Cell: func(v desk.DisputedDocument) templ.Component {
				if v.Invoice == "" {
					return ui.Text(c.Say.T("dispute.whole_customer"))
				}
				return ui.Link(c.To("invoices", string(v.Invoice)), v.Document)
			}},
			{Title: c.Say.T("dispute.date"), Minor: true, Text: func(v desk.DisputedDocument) string { return c.Say.Date(v.Date) }},
			{Title: c.Say.T("dispute.amount"), Number: true, Text: func(v desk.DisputedDocument) string { return c.Say.Money(v.Amount, d.Currency) }},
			{Title: c.Say.T("dispute.still_open"), Number: true, Text: func(v desk.DisputedDocument) string { return c.Say.Money(v.Open, d.Currency) }},
		},
	}
}

// told is one step of a dispute in a sentence.
func told(c *page.Call, s desk.DisputeStep) string {
	switch {
	case s.Department != "":
		return c.Say.T("dispute.did.routed", c.Say.T("role."+s.Department))
	case s.What == "decided" || s.What == "agreed":
		return c.Say.T("dispute.did.decided", c.Say.T("dispute.outcome."+s.Outcome))
	}
	return c.Say.T("dispute.did." + s.What)
}

// withCause shows the cause that was found before, unless another was typed.
func withCause(f *ui.Form, d *desk.DisputeView) *ui.Form {
	if f.Value("cause") == "" {
		f.Set("cause", d.Cause)
	}
	return f
}

// tone is red where the answer is late.
func tone(d *desk.DisputeView) string {
	if d.Late {
		return "bad"
	}
	return ""
}
