package acts

import (
	"slices"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/money"
	"debitor/internal/reconcile"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// actOf is the act that the address names.
func actOf(c *page.Call) (desk.Act, error) {
	number, err := strconv.ParseInt(c.Arg("act"), 10, 64)
	if err != nil {
		return desk.Act{}, page.NotFound()
	}
	return c.Session.Act(c.Context(), number)
}

// mediaTypes are the types of the files of an act.
var mediaTypes = map[string]string{
	".pdf": "application/pdf", ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".csv": "text/csv; charset=utf-8",
}

// show is an act with its lines, or a file of it.
func show(c *page.Call) error {
	a, err := actOf(c)
	if err != nil {
		return err
	}
	if ext := "." + c.Ask("format"); slices.Contains(desk.ActExtensions, ext) {
		data, err := c.Session.RenderAct(&a, ext)
		if err != nil {
			return err
		}
		return c.File("act-"+strconv.FormatInt(a.Number, 10)+ext, mediaTypes[ext], data, ext != ".pdf")
	}
	return c.Render(titled(c, &a, "acts.one"), showPage(c, &a))
}

func titled(c *page.Call, a *desk.Act, key string) string {
	return c.Say.T(key, a.Number, a.Debtor.Name)
}

func figure(c *page.Call, m money.Minor, currency money.Currency) string {
	if m == 0 {
		return ""
	}
	return c.Say.Figure(m, currency)
}

func lineTable(c *page.Call, a *desk.Act) ui.Table[reconcile.Line] {
	return ui.Table[reconcile.Line]{
		Caption: c.Say.T("acts.lines"), Rows: a.Settled.Lines, Empty: c.Say.T("acts.no_lines"),
		Columns: []ui.Column[reconcile.Line]{
			{Title: c.Say.T("acts.date"), Text: func(l reconcile.Line) string { return c.Say.Date(l.Date) }},
			{Title: c.Say.T("acts.document"), Text: func(l reconcile.Line) string { return lineName(c, &l) }},
			{Title: c.Say.T("acts.debit"), Number: true, Text: func(l reconcile.Line) string { return figure(c, l.Debit, a.Currency) }},
			{Title: c.Say.T("acts.credit"), Number: true, Text: func(l reconcile.Line) string { return figure(c, l.Credit, a.Currency) }},
			{Title: c.Say.T("acts.balance"), Number: true, Minor: true, Text: func(l reconcile.Line) string { return c.Say.Figure(l.Balance, a.Currency) }},
		},
	}
}

func lineName(c *page.Call, l *reconcile.Line) string {
	name := l.Kind
	if name == "" {
		name = c.Say.T("acts.was_" + l.What)
	}
	return strings.TrimSpace(name + " " + l.Document)
}

// authority says on what ground it was signed.
func authority(c *page.Call, v reconcile.Authority) string {
	switch v.Kind {
	case reconcile.Charter:
		return c.Say.T("acts.charter")
	case reconcile.Power:
		text := c.Say.T("acts.power_of", v.Number, c.Say.Date(v.Issued))
		if v.Until != 0 {
			text += ", " + c.Say.T("acts.power_until", c.Say.Date(v.Until))
		}
		return text
	}
	return c.Say.T("acts.no_authority")
}

// change is a form about the act that the address names.
func change(c *page.Call, build func(a *desk.Act) form) error {
	a, err := actOf(c)
	if err != nil {
		return err
	}
	p := build(&a)
	p.back, p.to = address(c, a.Number), func() string { return address(c, a.Number) }
	return p.answer(c)
}

func send(c *page.Call) error {
	return change(c, func(a *desk.Act) form {
		return form{
			title: titled(c, a, "acts.send_title"), intro: c.Say.T("acts.send_intro"), submit: c.Say.T("acts.send"), done: "acts.sent_notice",
			fields: []field{{Input: ui.Input{Name: "address", Label: c.Say.T("acts.address"), Type: "email", Hint: c.Say.T("acts.address_hint")}}},
			fill:   func(f *ui.Form) { f.Set("address", a.Debtor.Email) },
			send: func(f *ui.Form) error {
				to := f.Text("address")
				if to == "" {
					to = desk.PrintedAct
				}
				return c.Session.SendAct(c.Context(), a.Number, to)
			},
		}
	})
}

// maySend tells whether an act may still go out.
func maySend(a *store.Act) bool {
	return a.State == store.ActMade || a.State == store.ActSent || a.State == store.ActUndelivered || a.State == store.ActExpired
}

// own records our signature.
func own(c *page.Call) error {
	return change(c, func(a *desk.Act) form {
		return form{
			title: titled(c, a, "acts.own_title"), submit: c.Say.T("do.save"), done: "acts.own_notice",
			fields: []field{{Input: ui.Input{Name: "signed_by", Label: c.Say.T("acts.signed_by"), Required: true}}},
			send: func(f *ui.Form) error {
				by := f.Need("signed_by")
				if !f.OK() {
					return nil
				}
				return c.Session.SignAct(c.Context(), a.Number, by)
			},
		}
	})
}

func signed(c *page.Call) error {
	return change(c, func(a *desk.Act) form {
		return form{
			title: titled(c, a, "acts.signed_title"), intro: c.Say.T("acts.signed_intro"), submit: c.Say.T("do.save"), done: "acts.signed_notice",
			fields: append([]field{
				{Input: ui.Input{Name: "signed_on", Label: c.Say.T("acts.signed_on"), Type: "date", Required: true}},
				{Input: ui.Input{Name: "signed_by", Label: c.Say.T("acts.signed_by"), Required: true}},
				{Input: ui.Input{Name: "position", Label: c.Say.T("acts.position")}},
			}, authorityFields(c)...),
			fill: func(f *ui.Form) { f.Set("signed_on", c.Today.String()) },
			send: func(f *ui.Form) error {
				v := desk.Returned{
					Number: a.Number, SignedOn: f.NeedDate("signed_on"), SignedBy: f.Need("signed_by"), Position: f.Text("position"),
					Authority: authorityOf(f),
				}
				if !f.OK() {
					return nil
				}
				return c.Session.ReturnAct(c.Context(), v)
			},
		}
	})
}

// authorityFields ask on what ground somebody signed.
func authorityFields(c *page.Call) []field {
	grounds := []ui.Option{{Value: "", Text: c.Say.T("acts.no_authority")}, {Value: reconcile.Charter, Text: c.Say.T("acts.charter")}, {Value: reconcile.Power, Text: c.Say.T("acts.power")}}
	return []field{
		{Input: ui.Input{Name: "authority", Label: c.Say.T("acts.authority")}, Options: grounds},
		{Input: ui.Input{Name: "power", Label: c.Say.T("acts.power_number")}},
		{Input: ui.Input{Name: "power_from", Label: c.Say.T("acts.power_from"), Type: "date"}},
		{Input: ui.Input{Name: "power_until", Label: c.Say.T("acts.power_to"), Type: "date"}},
	}
}

func authorityOf(f *ui.Form) reconcile.Authority {
	return reconcile.Authority{Kind: f.Text("authority"), Number: f.Text("power"), Issued: f.Date("power_from"), Until: f.Date("power_until")}
}

func disagreed(c *page.Call) error {
	return change(c, func(a *desk.Act) form {
		return form{
			title: titled(c, a, "acts.disagreed_title"), submit: c.Say.T("do.save"), done: "acts.disagreed_notice",
			fields: []field{{Input: ui.Input{Name: "note", Label: c.Say.T("acts.differs_in"), Required: true}, Area: true}},
			send: func(f *ui.Form) error {
				v := desk.Returned{Number: a.Number, Note: f.Need("note")}
				if !f.OK() {
					return nil
				}
				return c.Session.ReturnAct(c.Context(), v)
			},
		}
	})
}

func withdraw(c *page.Call) error {
	return change(c, func(a *desk.Act) form {
		return form{
			title: titled(c, a, "acts.withdraw_title"), submit: c.Say.T("acts.withdraw"), done: "acts.withdrawn_notice",
			fields: []field{{Input: ui.Input{Name: "reason", Label: c.Say.T("say.reason"), Required: true}, Area: true}},
			send: func(f *ui.Form) error {
				reason := f.Need("reason")
				if !f.OK() {
					return nil
				}
				return c.Session.WithdrawAct(c.Context(), a.Number, reason)
			},
		}
	})
}

// periodText is the days of an act.
func periodText(c *page.Call, from, to cal.Date) string {
	if from == 0 {
		return c.Say.T("acts.on_day", c.Say.Date(to))
	}
	return c.Say.Date(from) + " – " + c.Say.Date(to)
}
