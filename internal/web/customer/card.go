package customer

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/ledger"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// cardPage is what a customer's card is made from.
type cardPage struct {
	customerPage
	card desk.Card
}

func cardOf(c *page.Call) (cardPage, error) {
	p, err := about(c)
	if err != nil {
		return cardPage{}, err
	}
	card, err := c.Session.Card(c.Context(), p.who(), c.Today)
	p.Customer = card.Customer
	return cardPage{p, card}, err
}

// showCard is what is known of a customer before the first shipment.
func showCard(c *page.Call) error {
	p, err := cardOf(c)
	if err != nil {
		return err
	}
	return c.Render(p.titled("card.title"), cardShow(p))
}

// editCard takes the fields of the card. What is wrong stands beside its field.
func editCard(c *page.Call) error {
	p, err := cardOf(c)
	if err != nil {
		return err
	}
	subject := "customer:" + string(p.who())
	return task{
		title: p.titled("card.edit"),
		body:  func(f *ui.Form) templ.Component { return cardEdit(p, f) },
		fill: func(f *ui.Form) {
			f.Set(desk.CardTaxID, p.card.Customer.TaxID)
			for _, field := range ledger.CardFields {
				f.Set(field, p.card.Customer.Attrs[field])
			}
			if version, err := c.Session.Version(c.Context(), subject); err == nil {
				f.Set("version", version)
			}
		},
		send: func(f *ui.Form) error {
			fields := map[string]string{desk.CardTaxID: f.Text(desk.CardTaxID)}
			for _, field := range ledger.CardFields {
				fields[field] = f.Text(field)
			}
			for _, flaw := range c.Session.CardFlaws(desk.WithCard(p.card.Customer, fields)) {
				f.Fail(flaw.Field, p.Say.Fault(flaw.Fault))
			}
			if !f.OK() {
				return nil
			}
			c.Session.IfUnchanged(subject, f.Value("version"))
			return c.Session.SaveCard(c.Context(), p.who(), fields)
		},
		to: p.here("card"), done: "card.saved",
	}.answer(c)
}

// paper is the paper that the address names.
func (p cardPage) paper() (desk.PaperView, error) {
	i := slices.IndexFunc(p.card.Papers, func(v desk.PaperView) bool { return v.ID == p.Arg("paper") })
	if i < 0 {
		return desk.PaperView{}, page.NotFound()
	}
	return p.card.Papers[i], nil
}

// showPaper records that a paper was shown.
func showPaper(c *page.Call) error {
	p, err := cardOf(c)
	if err != nil {
		return err
	}
	paper, err := p.paper()
	if err != nil {
		return err
	}
	return task{
		title: paper.Called(p.Say.Lang()) + ": " + p.Customer.Name,
		body:  func(f *ui.Form) templ.Component { return paperForm(p, f, paper) },
		fill: func(f *ui.Form) {
			f.Set("number", paper.Kept.Number)
			if paper.Kept.Dated != 0 {
				f.Set("dated", paper.Kept.Dated.String())
			}
			f.Set("kept", strconv.Itoa(paper.Kept.Attachment))
		},
		send: func(f *ui.Form) error {
			q := desk.ShownPaper{Customer: p.who(), Paper: paper.ID, Number: f.Text("number"), Dated: f.NeedDate("dated"), Attachment: f.Int("kept"), Date: c.Today}
			if q.Name, q.Data, err = uploaded(c.R, "file"); err != nil {
				return err
			}
			if !f.OK() {
				return nil
			}
			return c.Session.ShowPaper(c.Context(), q)
		},
		to: p.here("card"), done: "card.paper_kept",
	}.answer(c)
}

// removePaper takes a paper back, for a reason.
func removePaper(c *page.Call) error {
	p, err := cardOf(c)
	if err != nil {
		return err
	}
	paper, err := p.paper()
	if err != nil {
		return err
	}
	return task{
		title: p.titled("card.paper_remove"),
		body: func(f *ui.Form) templ.Component {
			return reasonForm(p.customerPage, f, paper.Called(p.Say.Lang()), "card.paper_remove")
		},
		send: func(f *ui.Form) error {
			reason := f.Need("reason")
			if !f.OK() {
				return nil
			}
			return c.Session.TakeBackPaper(c.Context(), p.who(), paper.ID, reason)
		},
		to: p.here("card"), done: "card.paper_removed",
	}.answer(c)
}

// field is what a field of the card is called.
func (p cardPage) field(name string) string { return p.Say.T("field." + name) }

// files are the customer's files to choose from.
func (p cardPage) files() []ui.Option {
	list := []ui.Option{{Value: "0", Text: "–"}}
	for _, f := range p.card.Files {
		if f.Removed == 0 {
			list = append(list, ui.Option{Value: strconv.Itoa(f.Number), Text: f.Name})
		}
	}
	return list
}

// paperTone is the tone of the badge of a paper's state.
func paperTone(s credit.PaperState) string {
	switch s {
	case credit.PaperShown:
		return "good"
	case credit.PaperWaived:
		return "warn"
	}
	return "bad"
}

// day is a date, empty for none.
func (p cardPage) day(d cal.Date) string {
	if d == 0 {
		return ""
	}
	return p.Say.Date(d)
}
