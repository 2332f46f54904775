package acts

import (
	"net/http"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/reconcile"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// compare holds a customer's own act against ours. It changes nothing, so the
// answer stands below the form.
func compare(c *page.Call) error {
	a, err := actOf(c)
	if err != nil {
		return err
	}
	title, f := titled(c, &a, "acts.compare_title"), c.Form()
	if c.R.Method != http.MethodPost {
		return c.Render(title, comparePage(c, f, &a, nil))
	}
	name, data, err := uploaded(c)
	if err != nil {
		return err
	}
	if name == "" {
		f.Fail("file", c.Say.T("say.required"))
		return c.Again(title, comparePage(c, f, &a, nil))
	}
	found, err := c.Session.CompareAct(c.Context(), desk.CompareRequest{Act: a.Number, Name: name, Data: data})
	if err := f.Take(err); err != nil {
		return err
	}
	if !f.OK() {
		return c.Again(title, comparePage(c, f, &a, nil))
	}
	return c.Render(title, comparePage(c, f, &a, &found))
}

func pairTable(c *page.Call, found *desk.Compared) ui.Table[reconcile.Pair] {
	tones := map[reconcile.Verdict]string{reconcile.Agree: "good", reconcile.Different: "bad", reconcile.MissingHere: "bad", reconcile.MissingThere: "warn"}
	return ui.Table[reconcile.Pair]{
		Caption: c.Say.T("acts.compared"), Rows: found.Pairs, Empty: c.Say.T("acts.no_lines"),
		Columns: []ui.Column[reconcile.Pair]{
			{Title: c.Say.T("acts.verdict"), Cell: func(p reconcile.Pair) templ.Component {
				return ui.Badge(c.Say.T("acts.verdict_"+string(p.Verdict)), tones[p.Verdict])
			}},
			{Title: c.Say.T("acts.ours"), Text: func(p reconcile.Pair) string {
				if p.Ours == nil {
					return ""
				}
				return c.Say.Date(p.Ours.Date) + " " + lineName(c, p.Ours)
			}},
			{Title: c.Say.T("acts.our_amount"), Number: true, Text: func(p reconcile.Pair) string {
				if p.Ours == nil {
					return ""
				}
				return c.Say.Figure(p.Ours.Debit-p.Ours.Credit, found.Currency)
			}},
			{Title: c.Say.T("acts.theirs"), Text: func(p reconcile.Pair) string {
				if p.Theirs == nil {
					return ""
				}
				return c.Say.Date(p.Theirs.Date) + " " + p.Theirs.Document
			}},
			{Title: c.Say.T("acts.their_amount"), Number: true, Text: func(p reconcile.Pair) string {
				if p.Theirs == nil {
					return ""
				}
				return c.Say.Figure(p.Theirs.Debit-p.Theirs.Credit, found.Currency)
			}},
			{Title: c.Say.T("acts.difference"), Number: true, Text: func(p reconcile.Pair) string { return figure(c, p.Difference, found.Currency) }},
		},
	}
}

// books compares our balances with those of a file.
func books(c *page.Call) error {
	title, f := c.Say.T("acts.books"), c.Form()
	if c.R.Method != http.MethodPost {
		f.Set("date", c.Today.String())
		return c.Render(title, booksPage(c, f, nil))
	}
	q := desk.BooksRequest{Date: f.NeedDate("date")}
	name, data, err := uploaded(c)
	if err != nil {
		return err
	}
	if q.Name, q.Data = name, data; name == "" {
		f.Fail("file", c.Say.T("say.required"))
	}
	if q.Map, err = mapOf(f.Text("map")); err != nil {
		return err
	}
	if !f.OK() {
		return c.Again(title, booksPage(c, f, nil))
	}
	report, err := c.Session.CompareBooks(c.Context(), q)
	if err := f.Take(err); err != nil {
		return err
	}
	if !f.OK() {
		return c.Again(title, booksPage(c, f, nil))
	}
	return c.Render(title, booksPage(c, f, &report))
}

func differenceTable(c *page.Call, r *desk.BooksReport) ui.Table[reconcile.Difference] {
	return ui.Table[reconcile.Difference]{
		Caption: c.Say.T("acts.differences"), Rows: r.Differences, Empty: c.Say.T("acts.no_differences"),
		Columns: []ui.Column[reconcile.Difference]{
			{Title: c.Say.T("acts.customer"), Cell: func(d reconcile.Difference) templ.Component {
				if name := r.Names[d.Customer]; name != "" {
					return ui.Link(c.To("customers", string(d.Customer)), name)
				}
				return ui.Text(string(d.Customer))
			}},
			{Title: c.Say.T("acts.contract"), Minor: true, Text: func(d reconcile.Difference) string { return string(d.Contract) }},
			{Title: c.Say.T("acts.ours"), Number: true, Text: func(d reconcile.Difference) string { return c.Say.Money(d.Ours, d.Currency) }},
			{Title: c.Say.T("acts.in_books"), Number: true, Text: func(d reconcile.Difference) string { return c.Say.Money(d.Theirs, d.Currency) }},
			{Title: c.Say.T("acts.difference"), Number: true, Text: func(d reconcile.Difference) string { return c.Say.Figure(d.Amount(), d.Currency) }},
			{Title: c.Say.T("acts.cause"), Text: func(d reconcile.Difference) string {
				text := c.Say.T("acts.cause_" + string(d.Cause))
				if of := d.Document + string(d.Other); of != "" {
					text += ": " + of
				}
				return text
			}},
		},
	}
}
