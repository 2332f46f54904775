package acts

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/restructure"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/say"
	"debitor/internal/web/ui"
)

// instalmentsAsked is how many instalments the form has room for at first, and
// how many at most.
const (
	instalmentsAsked    = 4
	maxInstalmentsAsked = 36
)

// restructurings is the register of agreements and guarantee letters.
func restructurings(c *page.Call) error {
	q := store.RestructuringQuery{Customer: id.Customer(c.Ask("customer")), Limit: pageSize, Offset: (max(1, c.AskInt("page", 1)) - 1) * pageSize}
	if slices.Contains(store.RestructuringStates, c.Ask("state")) {
		q.State = c.Ask("state")
	}
	found, err := c.Session.Restructurings(c.Context(), q)
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("plans.title"), restructuringsPage(c, q, found))
}

func planTabs(c *page.Call, q store.RestructuringQuery, found desk.RestructuringList) []ui.Tab {
	list := []ui.Tab{{Text: c.Say.T("say.all"), Href: c.Same("state", "", "page", ""), Here: q.State == ""}}
	for _, s := range store.RestructuringStates {
		n := found.Counts[s]
		if n > 0 || q.State == s {
			list = append(list, ui.Tab{Text: c.Say.T("plans.state_" + s), Href: c.Same("state", s, "page", ""), Here: q.State == s, Count: strconv.Itoa(n)})
		}
	}
	return list
}

func planTable(c *page.Call, rows []desk.Restructuring) ui.Table[desk.Restructuring] {
	return ui.Table[desk.Restructuring]{
		Caption: c.Say.T("plans.title"), Rows: rows, Empty: c.Say.T("plans.none"),
		Columns: []ui.Column[desk.Restructuring]{
			{Title: c.Say.T("plans.number"), Short: true, Cell: func(a desk.Restructuring) templ.Component {
				return ui.Link(planAddress(c, a.Number), desk.PaperNumber(a.Number))
			}},
			{Title: c.Say.T("plans.kind"), Minor: true, Text: func(a desk.Restructuring) string { return c.Say.T("plans.kind_" + a.Kind) }},
			{Title: c.Say.T("acts.customer"), Cell: func(a desk.Restructuring) templ.Component {
				return ui.Link(c.To("customers", string(a.Customer)), a.Name)
			}},
			{Title: c.Say.T("plans.amount"), Number: true, Text: func(a desk.Restructuring) string { return c.Say.Money(a.Amount, a.Currency) }},
			{Title: c.Say.T("plans.received"), Number: true, Minor: true, Text: func(a desk.Restructuring) string { return c.Say.Money(received(&a), a.Currency) }},
			{Title: c.Say.T("plans.next"), Text: func(a desk.Restructuring) string { return nextOf(c, &a) }},
			{Title: c.Say.T("acts.state"), Cell: func(a desk.Restructuring) templ.Component { return planBadge(c, &a) }},
			{Title: c.Say.T("plans.price"), Number: true, Minor: true, Text: func(a desk.Restructuring) string { return priceText(c, &a) }},
		},
	}
}

func planAddress(c *page.Call, number int64) string {
	return c.To("restructurings", strconv.FormatInt(number, 10))
}

// planBadge is where a paper stands.
func planBadge(c *page.Call, a *desk.Restructuring) templ.Component {
	tone := map[string]string{
		store.RestructuringSent: "warn", store.RestructuringSigned: "good", store.RestructuringKept: "good", store.RestructuringBroken: "bad",
		store.RestructuringRefused: "bad", store.RestructuringExpired: "bad",
	}[a.State]
	return ui.Badge(c.Say.T("plans.state_"+a.State), tone)
}

// received is what came of the instalments in time.
func received(a *desk.Restructuring) (sum money.Minor) {
	for i := range a.Instalments {
		sum += a.Instalments[i].Received
	}
	return sum
}

// nextOf is the instalment that is waited for.
func nextOf(c *page.Call, a *desk.Restructuring) string {
	if a.State != store.RestructuringSigned {
		return ""
	}
	for i := range a.Instalments {
		if in := &a.Instalments[i]; in.State == ledger.PromiseOpen {
			return c.Say.Date(in.Until) + ", " + c.Say.Money(in.Amount-in.Received, a.Currency)
		}
	}
	return ""
}

// priceText is what the delay costs today; of what is not signed, what it would
// come to.
func priceText(c *page.Call, a *desk.Restructuring) string {
	switch {
	case a.Reading == "":
		return ""
	case a.SignedOn == 0:
		return c.Say.T("plans.planned_price", c.Say.Money(a.Delay.Planned, a.Currency))
	}
	return c.Say.Money(a.Delay.Total, a.Currency)
}

// planOf is the paper that the address names.
func planOf(c *page.Call) (desk.Restructuring, error) {
	number, err := strconv.ParseInt(c.Arg("restructuring"), 10, 64)
	if err != nil {
		return desk.Restructuring{}, page.NotFound()
	}
	return c.Session.Restructuring(c.Context(), number)
}

// restructuring is one paper, or a file of it.
func restructuring(c *page.Call) error {
	a, err := planOf(c)
	if err != nil {
		return err
	}
	if ext := "." + c.Ask("format"); slices.Contains(desk.RestructuringExtensions, ext) {
		data, err := c.Session.RenderRestructuring(&a, ext)
		if err != nil {
			return err
		}
		return c.File(a.Kind+"-"+strconv.FormatInt(a.Number, 10)+ext, mediaTypes[ext], data, ext != ".pdf")
	}
	return c.Render(planTitled(c, &a, "plans.one_"+a.Kind), restructuringPage(c, &a))
}

func planTitled(c *page.Call, a *desk.Restructuring, key string) string {
	return c.Say.T(key, desk.PaperNumber(a.Number), a.Name)
}

func debtTable(c *page.Call, a *desk.Restructuring) ui.Table[desk.RestructuredDebt] {
	return ui.Table[desk.RestructuredDebt]{
		Caption: c.Say.T("plans.debts"), Rows: a.Of,
		Columns: []ui.Column[desk.RestructuredDebt]{
			{Title: c.Say.T("acts.document"), Cell: func(d desk.RestructuredDebt) templ.Component {
				return ui.Link(c.To("invoices", string(d.Invoice)), strings.TrimSpace(d.Kind+" "+d.Document))
			}},
			{Title: c.Say.T("plans.first_due"), Text: func(d desk.RestructuredDebt) string { return c.Say.Date(d.Due) }},
			{Title: c.Say.T("plans.was_open"), Number: true, Text: func(d desk.RestructuredDebt) string { return c.Say.Money(d.Open, a.Currency) }},
		},
	}
}

func instalmentTable(c *page.Call, a *desk.Restructuring) ui.Table[desk.Instalment] {
	t := ui.Table[desk.Instalment]{
		Caption: c.Say.T("plans.instalments"), Rows: a.Instalments,
		Columns: []ui.Column[desk.Instalment]{
			{Title: c.Say.T("plans.until"), Text: func(in desk.Instalment) string { return c.Say.Date(in.Until) }},
			{Title: c.Say.T("plans.amount"), Number: true, Text: func(in desk.Instalment) string { return c.Say.Money(in.Amount, a.Currency) }},
			{Title: c.Say.T("plans.received"), Number: true, Text: func(in desk.Instalment) string { return c.Say.Money(in.Received, a.Currency) }},
			{Title: c.Say.T("acts.state"), Cell: func(in desk.Instalment) templ.Component {
				tone := map[ledger.PromiseState]string{ledger.PromiseKept: "good", ledger.PromiseBroken: "bad", ledger.PromisePart: "bad"}[in.State]
				return ui.Badge(c.Say.T("work.state."+string(in.State)), tone)
			}},
		},
	}
	if a.Reading != "" {
		t.Columns = append(t.Columns, ui.Column[desk.Instalment]{Title: c.Say.T("plans.price_in_time"), Number: true, Minor: true, Text: func(in desk.Instalment) string {
			return c.Say.Money(in.Price, a.Currency)
		}})
	}
	return t
}

func delayTable(c *page.Call, a *desk.Restructuring) ui.Table[desk.DelayLine] {
	return ui.Table[desk.DelayLine]{
		Caption: c.Say.T("plans.price"), Rows: a.Delay.Lines, Empty: c.Say.T("plans.no_price"),
		Columns: []ui.Column[desk.DelayLine]{
			{Title: c.Say.T("acts.document"), Text: func(l desk.DelayLine) string { return l.Document }},
			{Title: c.Say.T("plans.paid_on"), Text: func(l desk.DelayLine) string {
				if l.Open {
					return c.Say.T("plans.still_open")
				}
				return c.Say.Date(l.On)
			}},
			{Title: c.Say.T("plans.week"), Number: true, Text: func(l desk.DelayLine) string { return strconv.Itoa(l.Week) }},
			{Title: c.Say.T("plans.amount"), Number: true, Text: func(l desk.DelayLine) string { return c.Say.Money(l.Amount, a.Currency) }},
			{Title: "%", Number: true, Text: func(l desk.DelayLine) string { return c.Say.Figure(money.Minor(l.Percent), "EUR") }}, // two decimals, as percentages here have
			{Title: c.Say.T("plans.price"), Number: true, Text: func(l desk.DelayLine) string { return c.Say.Money(l.Price, a.Currency) }},
			{Title: c.Say.T("plans.waived"), Minor: true, Text: func(l desk.DelayLine) string {
				if l.Waived {
					return c.Say.T("plans.is_waived")
				}
				return ""
			}},
		},
	}
}

// draftRestructuring draws a paper up from the customer's page.
func draftRestructuring(c *page.Call) error {
	who := id.Customer(c.Arg("customer"))
	t, err := c.Session.TalkSheet(c.Context(), who, c.Today)
	if err != nil {
		return err
	}
	title := c.Say.T("plans.new", t.Customer.Name)
	f := c.Form()
	n := min(max(c.AskInt("parts", instalmentsAsked), 1), maxInstalmentsAsked)
	if c.R.Method != http.MethodPost {
		f.Set("reading", string(restructure.Cumulative))
		return c.Render(title, draftPage(c, f, t, n))
	}
	n = min(max(f.Int("parts"), 1), maxInstalmentsAsked)
	q := desk.RestructuringRequest{
		Customer: who, Kind: f.Text("kind"), Language: f.Text("language"), AnswerBy: f.Date("answer_by"), Reason: f.Text("reason"),
		Reading: restructure.Reading(f.Text("reading")), Free: f.Text("reading") == "none",
	}
	if q.Free {
		q.Reading = ""
	}
	currency := t.Currency
	for _, v := range f.Values("invoice") {
		q.Invoices = append(q.Invoices, id.Invoice(v))
		for i := range t.Open {
			if string(t.Open[i].Invoice) == v {
				currency = t.Open[i].Currency
			}
		}
	}
	for i := range n {
		until, amount := "until"+strconv.Itoa(i+1), "amount"+strconv.Itoa(i+1)
		if f.Text(until) == "" && f.Text(amount) == "" {
			continue
		}
		q.Parts = append(q.Parts, desk.PromisePart{Until: f.NeedDate(until), Amount: f.Money(amount, currency)})
	}
	if f.OK() {
		made, err := c.Session.DraftRestructuring(c.Context(), q)
		if err == nil {
			return c.Go(planAddress(c, made), "plans.made_notice")
		}
		if err := f.Take(err); err != nil {
			return err
		}
	}
	return c.Again(title, draftPage(c, f, t, n))
}

func kindOptions(c *page.Call) []ui.Option {
	return []ui.Option{
		{Value: store.SupplementaryAgreement, Text: c.Say.T("plans.kind_agreement")}, {Value: store.GuaranteeLetter, Text: c.Say.T("plans.kind_guarantee")},
	}
}

func readingOptions(c *page.Call) []ui.Option {
	var list []ui.Option
	for _, r := range []string{string(restructure.Cumulative), string(restructure.Column), "none"} {
		list = append(list, ui.Option{Value: r, Text: c.Say.T("plans.choose_" + r)})
	}
	return list
}

func languageOptions(c *page.Call) []ui.Option {
	list := []ui.Option{{Value: "", Text: c.Say.T("acts.language_own")}}
	for _, l := range desk.Languages {
		list = append(list, ui.Option{Value: l, Text: say.LanguageName(l)})
	}
	return list
}

// invoiceOptions are the documents that are open, once each.
func invoiceOptions(c *page.Call, open []store.OpenItem) []ui.Option {
	var list []ui.Option
	for i := range open {
		it := &open[i]
		if it.Due == 0 || slices.ContainsFunc(list, func(o ui.Option) bool { return o.Value == string(it.Invoice) }) {
			continue
		}
		name := it.Document
		if name == "" {
			name = string(it.Invoice)
		}
		list = append(list, ui.Option{Value: string(it.Invoice), Text: strings.TrimSpace(it.Kind+" "+name) + ", " + c.Say.Date(it.Due) + ", " + c.Say.Money(it.Open, it.Currency)})
	}
	return list
}

// sendRestructuring gives a paper to the customer, or asks who may.
func sendRestructuring(c *page.Call) error {
	a, err := planOf(c)
	if err != nil {
		return err
	}
	out, err := c.Session.SendRestructuring(c.Context(), a.Number)
	if err != nil {
		return err
	}
	if out.Waiting != 0 {
		return c.Go(planAddress(c, a.Number), "plans.waits_notice")
	}
	return c.Go(planAddress(c, a.Number), "plans.sent_notice")
}

// chargeRestructuring proposes what the delay costs as charges.
func chargeRestructuring(c *page.Call) error {
	a, err := planOf(c)
	if err != nil {
		return err
	}
	if _, err := c.Session.ChargeRestructuring(c.Context(), a.Number); err != nil {
		return err
	}
	return c.Go(planAddress(c, a.Number), "plans.charge_notice")
}

// planForm is a form about the paper that the address names.
func planForm(c *page.Call, build func(a *desk.Restructuring) form) error {
	a, err := planOf(c)
	if err != nil {
		return err
	}
	p := build(&a)
	p.back, p.to = planAddress(c, a.Number), func() string { return planAddress(c, a.Number) }
	return p.answer(c)
}

func signRestructuring(c *page.Call) error {
	return planForm(c, func(a *desk.Restructuring) form {
		return form{
			title: planTitled(c, a, "plans.sign_title"), intro: c.Say.T("plans.sign_intro"), submit: c.Say.T("do.save"), done: "plans.signed_notice",
			fields: []field{
				{Input: ui.Input{Name: "signed_on", Label: c.Say.T("acts.signed_on"), Type: "date", Required: true}},
				{Input: ui.Input{Name: "signed_by", Label: c.Say.T("acts.signed_by"), Required: true}},
				{Input: ui.Input{Name: "position", Label: c.Say.T("acts.position")}},
			},
			fill: func(f *ui.Form) { f.Set("signed_on", c.Today.String()) },
			send: func(f *ui.Form) error {
				v := desk.SignedRestructuring{Number: a.Number, On: f.NeedDate("signed_on"), By: f.Need("signed_by"), Position: f.Text("position")}
				if !f.OK() {
					return nil
				}
				return c.Session.SignRestructuring(c.Context(), v)
			},
		}
	})
}

// endForm is a form that ends a paper with a reason.
func endForm(c *page.Call, what string, end func(number int64, reason string) error) error {
	return planForm(c, func(a *desk.Restructuring) form {
		return form{
			title: planTitled(c, a, "plans."+what+"_title"), submit: c.Say.T("plans." + what), done: "plans." + what + "_notice",
			fields: []field{{Input: ui.Input{Name: "reason", Label: c.Say.T("say.reason"), Required: true}, Area: true}},
			send: func(f *ui.Form) error {
				reason := f.Need("reason")
				if !f.OK() {
					return nil
				}
				return end(a.Number, reason)
			},
		}
	})
}

func refuseRestructuring(c *page.Call) error {
	return endForm(c, "refuse", func(n int64, reason string) error { return c.Session.RefuseRestructuring(c.Context(), n, reason) })
}

func withdrawRestructuring(c *page.Call) error {
	return endForm(c, "withdraw", func(n int64, reason string) error { return c.Session.WithdrawRestructuring(c.Context(), n, reason) })
}

func cancelRestructuring(c *page.Call) error {
	return endForm(c, "cancel", func(n int64, reason string) error { return c.Session.CancelRestructuring(c.Context(), n, reason) })
}
