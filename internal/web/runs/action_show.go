package runs

import (
	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// actionPage is an action of a plan with its letter, and the form to change it.
type actionPage struct {
	*page.Call
	day  cal.Date
	key  desk.ActionKey
	seen desk.PreviewAction
	form *ui.Form
}

// actionOf is the action that the address names.
func actionOf(c *page.Call) desk.ActionKey {
	return desk.ActionKey{
		Customer: id.Customer(c.Ask("customer")), Step: c.Ask("step"), Currency: money.Currency(c.Ask("currency")), About: c.Ask("about"),
	}
}

func actionShow(c *page.Call) error {
	return onDay(c, func(day cal.Date) error {
		p, err := seeAction(c, day, c.Form())
		if err != nil {
			return err
		}
		if c.Ask("part") != "" {
			return c.Part(actionGlance(p))
		}
		if v := p.seen.Review; v != nil {
			p.form.Set("kind", v.Kind)
			p.form.Set("reason", v.Reason)
			p.form.Set("value_"+v.Kind, v.Value)
			if v.Until != 0 {
				p.form.Set("until", v.Until.String())
			}
		}
		p.form.Set("version", p.seen.Version)
		return c.Render(p.title(), actionShowPage(p))
	})
}

func seeAction(c *page.Call, day cal.Date, f *ui.Form) (*actionPage, error) {
	p := &actionPage{Call: c, day: day, key: actionOf(c), form: f}
	var err error
	p.seen, err = c.Session.PreviewAction(c.Context(), day, p.key)
	p.form.Action = c.Same("part", "")
	return p, err
}

func (p *actionPage) title() string {
	return p.Say.T("runs.action_title", p.stepName(p.key.Step), p.seen.Customer.Name)
}

func (p *actionPage) stepName(step string) string {
	return rulebook.StepTitle(p.seen.Rules, step, p.Say.Lang())
}

// kinds are the ways to change the action.
func (p *actionPage) kinds() []ui.Option {
	kinds := []string{store.ReviewExclude, store.ReviewPostpone}
	if p.seen.Document != nil {
		if len(p.seen.Others) > 0 {
			kinds = append(kinds, store.ReviewStep)
		}
		kinds = append(kinds, store.ReviewRecipient)
	}
	options := make([]ui.Option, len(kinds))
	for i, kind := range kinds {
		options[i] = ui.Option{Value: kind, Text: p.Say.T("runs.kind_" + kind)}
	}
	return options
}

func (p *actionPage) otherSteps() []ui.Option {
	options := make([]ui.Option, len(p.seen.Others))
	for i, step := range p.seen.Others {
		options[i] = ui.Option{Value: step, Text: p.stepName(step)}
	}
	return options
}

// ways is how the letter goes and where to.
func (p *actionPage) ways() string {
	words := ""
	for _, ch := range p.seen.Action.Channels {
		if words != "" {
			words += " + "
		}
		words += p.Say.T("runs.by_" + string(ch))
		if ch == policy.Email && p.seen.Email != "" {
			words += " (" + p.seen.Email + ")"
		}
	}
	return words
}

func (p *actionPage) items() ui.Table[policy.ActionItem] {
	cur := p.seen.Action.Currency
	return ui.Table[policy.ActionItem]{
		Caption: p.Say.T("runs.documents"), Rows: p.seen.Action.Items,
		Columns: []ui.Column[policy.ActionItem]{
			{Title: p.Say.T("runs.document"), Cell: invoiceLink(p)},
			{Title: p.Say.T("runs.due"), Text: func(it policy.ActionItem) string { return p.Say.Date(it.Due) }},
			{Title: p.Say.T("runs.days"), Number: true, Text: func(it policy.ActionItem) string { return p.Say.Number(it.Days) }},
			{Title: p.Say.T("runs.open"), Number: true, Text: func(it policy.ActionItem) string { return p.Say.Money(it.Open, cur) }},
		},
	}
}

// actionReview records what the form says of the action.
func actionReview(c *page.Call) error {
	return onDay(c, func(day cal.Date) error {
		f := c.Form()
		k := actionOf(c)
		kind := f.Need("kind")
		v := store.Review{
			RunDate: day, Customer: k.Customer, Step: k.Step, Currency: k.Currency, About: k.About, Kind: kind,
			Reason: f.Need("reason"), Until: f.Date("until"), Value: f.Text("value_" + kind),
		}
		if f.OK() {
			c.Session.IfUnchanged(k.Subject(day), f.Value("version"))
			if err := f.Take(c.Session.Review(c.Context(), v)); err != nil {
				return err
			}
		}
		if !f.OK() {
			p, err := seeAction(c, day, f)
			if err != nil {
				return err
			}
			return c.Again(p.title(), actionShowPage(p))
		}
		return c.Go(page.With(c.To("runs", day.String()), "view", viewPlan, "step", k.Step), "runs.change_noted")
	})
}

// actionDrop leaves the action to the policy again.
func actionDrop(c *page.Call) error {
	return onDay(c, func(day cal.Date) error {
		k := actionOf(c)
		c.Session.IfUnchanged(k.Subject(day), c.Form().Value("version"))
		err := c.Session.DropReview(c.Context(), store.Review{RunDate: day, Customer: k.Customer, Step: k.Step, Currency: k.Currency, About: k.About})
		if err != nil {
			return err
		}
		return c.Go(page.With(c.To("runs", day.String()), "view", viewPlan, "step", k.Step), "runs.change_dropped")
	})
}
