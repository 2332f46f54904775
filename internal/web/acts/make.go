package acts

import (
	"strconv"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/money"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/say"
	"debitor/internal/web/ui"
	"debitor/maps"
)

// vedomost is the shipped map of 1C's table of receivables.
const vedomost = "1c-balances"

// refusalsShown is how many rows that cannot be read are told.
const refusalsShown = 20

// mapOf is the shipped map of a name; none for another.
func mapOf(name string) (*intake.Map, error) {
	if name != vedomost {
		return nil, nil //nolint:nilnil // no map is a good answer here: the headings as they stand
	}
	src, err := maps.Source(name)
	if err != nil {
		return nil, err
	}
	return intake.ParseMap(name, src)
}

// makeAct asks for an act with one customer.
func makeAct(c *page.Call) error {
	who := id.Customer(c.Arg("customer"))
	card, err := c.Session.CustomerCard(c.Context(), who)
	if err != nil {
		return err
	}
	made := int64(0)
	languages := []ui.Option{{Value: "", Text: c.Say.T("acts.language_own")}}
	for _, l := range desk.Languages {
		languages = append(languages, ui.Option{Value: l, Text: say.LanguageName(l)})
	}
	return form{
		title: c.Say.T("acts.new", card.Name), submit: c.Say.T("acts.make"), back: c.To("customers", string(who)),
		fields: []field{
			{Input: ui.Input{Name: "from", Label: c.Say.T("acts.from"), Type: "date", Hint: c.Say.T("acts.from_hint")}},
			{Input: ui.Input{Name: "to", Label: c.Say.T("acts.to"), Type: "date", Required: true}},
			{Input: ui.Input{Name: "contract", Label: c.Say.T("acts.contract"), Hint: c.Say.T("acts.contract_hint")}},
			{Input: ui.Input{Name: "currency", Label: c.Say.T("acts.currency"), Hint: c.Say.T("acts.currency_hint")}},
			{Input: ui.Input{Name: "language", Label: c.Say.T("acts.language")}, Options: languages},
		},
		fill: func(f *ui.Form) { f.Set("to", c.Today.String()) },
		send: func(f *ui.Form) (err error) {
			q := desk.ActRequest{Customer: who, From: f.Date("from"), To: f.NeedDate("to"), Language: f.Text("language")}
			if code := f.Text("currency"); code != "" {
				if q.Currency, err = money.ParseCurrency(code); err != nil {
					return err
				}
			}
			if q.Contract, err = c.Session.ContractOf(c.Context(), who, f.Text("contract")); err != nil || !f.OK() {
				return err
			}
			made, err = c.Session.MakeAct(c.Context(), q)
			return err
		},
		to: func() string { return address(c, made) }, done: "acts.made_notice",
	}.answer(c)
}

// order has a customer's statement sent each month.
func order(c *page.Call) error {
	who := id.Customer(c.Arg("customer"))
	card, err := c.Session.CustomerCard(c.Context(), who)
	if err != nil {
		return err
	}
	o, there, err := c.Session.StatementOrder(c.Context(), who)
	if err != nil {
		return err
	}
	intro := c.Say.T("acts.monthly_intro")
	if there {
		intro = c.Say.T("acts.monthly_now", o.Address, o.Day)
	}
	back := c.To("customers", string(who), "statement")
	end := ""
	if there {
		end = c.To("customers", string(who), "statements", "end")
	}
	return form{
		title: c.Say.T("acts.monthly", card.Name), intro: intro, submit: c.Say.T("do.save"), back: back, end: end, endText: c.Say.T("acts.monthly_end"),
		fields: []field{
			{Input: ui.Input{Name: "address", Label: c.Say.T("acts.address"), Type: "email", Required: true}},
			{Input: ui.Input{Name: "day", Label: c.Say.T("acts.day"), Type: "number", Required: true, Hint: c.Say.T("acts.day_hint")}},
			{Input: ui.Input{Name: "children", Label: c.Say.T("acts.children")}, Tick: true},
		},
		fill: func(f *ui.Form) {
			f.Set("address", card.Email)
			f.Set("day", "1")
			if there {
				f.Set("address", o.Address)
				f.Set("day", strconv.Itoa(o.Day))
				if o.Children {
					f.Set("children", "1")
				}
			}
		},
		send: func(f *ui.Form) error {
			want := store.StatementOrder{Customer: who, Address: f.Need("address"), Day: f.Int("day"), Children: f.Checked("children", "1")}
			if !f.OK() {
				return nil
			}
			return c.Session.OrderStatement(c.Context(), want)
		},
		to: func() string { return back }, done: "acts.monthly_saved",
	}.answer(c)
}

// endOrder ends that.
func endOrder(c *page.Call) error {
	who := c.Arg("customer")
	if err := c.Session.EndStatements(c.Context(), id.Customer(who)); err != nil {
		return err
	}
	return c.Go(c.To("customers", who, "statement"), "acts.monthly_ended")
}
