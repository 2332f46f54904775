package approval

import (
	"slices"
	"strconv"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// kinds are what can be asked for a customer, the first what is shown unasked.
var kinds = slices.DeleteFunc(slices.Clone(authority.Kinds), func(k authority.Kind) bool { return k == authority.PublishPolicy })

// anyPaper is the name of a document shown that no rule asks for.
const anyPaper = "document"

func kind(c *page.Call) authority.Kind {
	if k := authority.Kind(c.Ask("kind")); slices.Contains(kinds, k) {
		return k
	}
	return kinds[0]
}

// draft shows what a kind of request needs, and how far whose word goes.
func draft(c *page.Call) error {
	f := c.Form()
	for _, name := range []string{"invoice", "amount", "until", "value"} { // as the page that leads here knows them
		f.Set(name, c.Ask(name))
	}
	for word := range strings.FieldsSeq(c.Ask("value")) {
		if name, value, is := strings.Cut(word, "="); is && (name == "days" || name == "prepayment") {
			f.Set(name, value)
		} else {
			f.Set("scope", word)
		}
	}
	return showDraft(c, f)
}

func showDraft(c *page.Call, f *ui.Form) error {
	d, err := c.Session.AskDraft(c.Context(), id.Customer(c.Arg("customer")), kind(c))
	if err != nil {
		return err
	}
	title := c.Say.T("approval.new", d.Customer.Name)
	if f.OK() {
		return c.Render(title, askPage(c, f, &d))
	}
	return c.Again(title, askPage(c, f, &d))
}

// ask records the request; where the visitor may decide it himself, it is done.
func ask(c *page.Call) error {
	f := c.Form()
	d, err := c.Session.AskDraft(c.Context(), id.Customer(c.Arg("customer")), kind(c))
	if err != nil {
		return err
	}
	q := request(c, f, &d)
	if !f.OK() {
		return showDraft(c, f)
	}
	a, err := c.Session.Ask(c.Context(), q)
	if err := f.Take(err); err != nil {
		return err
	}
	switch {
	case !f.OK():
		return showDraft(c, f)
	case a.Waits != nil:
		return c.Go(address(c, a.Number), "approval.done.asked", a.Number, roles(c, slices.Concat(a.Waits.Proposals, a.Waits.Roles)))
	}
	return c.Go(address(c, a.Number), "approval.done.at_once")
}

// request reads the form.
func request(c *page.Call, f *ui.Form, d *desk.AskDraft) desk.AskRequest {
	q := desk.AskRequest{Kind: kind(c), Subject: string(d.Customer.ID), Until: f.Date("until"), Value: value(c, f), Reason: f.Need("reason")}
	currency := d.Currency
	if v := f.Text("invoice"); v != "" && !d.Needs.Customer {
		q.Subject, currency = v, currencyOf(d, v)
	}
	if amount := f.Money("amount", currency); f.Text("amount") != "" {
		q.Amount = amount.Decimal(currency) // a limit of nothing is one
	}
	for name, needed := range map[string]bool{"until": d.Needs.Until, "amount": d.Needs.Amount, "value": d.Needs.Value && q.Value == "", "invoice": d.Needs.Invoice} {
		if needed {
			f.Need(name)
		}
	}
	for _, name := range append(slices.Clone(d.Evidence), anyPaper) {
		if document := f.Text("paper-" + name); document != "" {
			q.Evidence = append(q.Evidence, desk.Evidence{Name: name, Document: document})
		}
	}
	return q
}

func currencyOf(d *desk.AskDraft, invoice string) money.Currency {
	for _, v := range d.Documents {
		if string(v.Invoice) == invoice {
			return v.Currency
		}
	}
	return d.Currency
}

func kindTabs(c *page.Call) (list []ui.Tab) {
	for _, k := range kinds {
		list = append(list, ui.Tab{Text: c.Say.T("approval.kind." + string(k)), Href: c.Same("kind", string(k)), Here: k == kind(c)})
	}
	return list
}

// takesAmount says whether a request of the kind can be of a part.
func takesAmount(k authority.Kind) bool {
	switch k {
	case authority.Promise, authority.LiftHold, authority.WaivePrice, authority.ChangeLimit, authority.WriteOff:
		return true
	}
	return false
}

// value is what exactly is asked for, in the words of the desk: what the fields
// for a limit or for terms say, else what was written.
func value(c *page.Call, f *ui.Form) string {
	var words []string
	if kind(c) == authority.ChangeLimit {
		words = strings.Fields(f.Text("scope"))
	}
	for _, name := range []string{"prepayment", "days"} {
		if n := f.Int(name); n > 0 && boundsTerms(kind(c)) {
			words = append(words, name+"="+strconv.Itoa(n))
		}
	}
	if len(words) > 0 {
		return strings.Join(words, " ")
	}
	return f.Text("value")
}

// boundsTerms says whether a request of the kind is about a limit or terms: it
// may have a last day and need not.
func boundsTerms(k authority.Kind) bool {
	return k == authority.ChangeLimit || k == authority.ChangeTerms
}

// scopes are what a limit may bound: the contract is named by the page that leads
// here.
func scopes(c *page.Call, f *ui.Form) []ui.Option {
	list := []ui.Option{{Text: c.Say.T("credit.scope.customer")}}
	for _, scope := range []credit.Scope{credit.OfGroup, credit.OfMonth} {
		list = append(list, ui.Option{Value: string(scope), Text: c.Say.T("credit.scope." + string(scope))})
	}
	if contract, named := strings.CutPrefix(f.Text("scope"), "contract="); named {
		list = append(list, ui.Option{Value: f.Text("scope"), Text: c.Say.T("credit.of_contract", contract)})
	}
	return list
}

// subjects are the customer as a whole and his open documents.
func subjects(c *page.Call, d *desk.AskDraft) []ui.Option {
	first := ui.Option{Text: c.Say.T("approval.whole_customer")}
	if d.Needs.Invoice {
		first.Text = ""
	}
	list := []ui.Option{first}
	for _, v := range d.Documents {
		list = append(list, ui.Option{Value: string(v.Invoice), Text: v.Document + ", " + c.Say.Money(v.Open, v.Currency)})
	}
	return list
}

func categories(c *page.Call, d *desk.AskDraft) []ui.Option {
	list := []ui.Option{{}}
	for _, v := range d.Categories {
		name := v.ID
		if title := v.Title[c.Say.Lang()]; title != "" {
			name += " – " + title
		}
		list = append(list, ui.Option{Value: v.ID, Text: name})
	}
	return list
}

// unbounded says whether the rules only name who decides, as they do where the
// policy says nothing of the kind.
func unbounded(rules []authority.Rule) bool {
	return len(rules) > 0 && !slices.ContainsFunc(rules, func(r authority.Rule) bool {
		return r.UpTo.N > 0 || r.Amount != nil || len(r.Evidence)+len(r.ProposedBy)+len(r.Together) > 0 || r.If != nil
	})
}

// people are the roles that decide; nobody has that of the command line.
func people(rules []authority.Rule) (list []string) {
	for _, r := range rules {
		if slices.Contains(policy.Roles, r.Role) {
			list = append(list, r.Role)
		}
	}
	return list
}

// deciders are those roles in words; all of them are anybody.
func deciders(c *page.Call, list []string) string {
	for _, r := range policy.Roles {
		if !slices.Contains(list, r) {
			return roles(c, list)
		}
	}
	return c.Say.T("approval.anybody")
}

// limits are the rules for the kind, whose word goes how far.
func limits(c *page.Call, d *desk.AskDraft) ui.Table[int] {
	words := rulebook.Limits(d.Policy, d.Rules, c.Say.Lang(), d.Currency)
	rows := make([]int, len(words))
	for i := range rows {
		rows[i] = i
	}
	return ui.Table[int]{
		Caption: c.Say.T("approval.limits"), Rows: rows, Empty: c.Say.T("approval.no_limits"),
		Columns: []ui.Column[int]{
			{Title: c.Say.T("approval.who"), Text: func(i int) string { return owner(c, d.Rules[i].Role) }},
			{Title: c.Say.T("approval.how_far"), Text: func(i int) string { return words[i].HowFar }},
			{Title: c.Say.T("approval.grounds"), Text: func(i int) string { return words[i].Grounds }},
			{Title: c.Say.T("approval.when"), Minor: true, Text: func(i int) string { return words[i].When }},
		},
	}
}

// amountHint says what an empty amount means, where it can be empty.
func amountHint(c *page.Call, d *desk.AskDraft) string {
	switch {
	case d.Needs.Amount:
		return ""
	case kind(c) == authority.ChangeLimit:
		return c.Say.T("credit.amount_hint")
	}
	return c.Say.T("approval.amount_hint")
}
