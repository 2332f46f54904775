package customer

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// contractChoice begins the choice of one of his contracts as what a limit bounds.
const contractChoice = "contract="

// setLimit sets a limit, where the rules let the visitor decide it; else the form
// leads to where it is asked for.
func setLimit(c *page.Call) error {
	p, err := aboutLimits(c)
	if err != nil {
		return err
	}
	return task{
		title: p.titled("credit.do_limit"),
		body:  func(f *ui.Form) templ.Component { return limitForm(p, f) },
		send: func(f *ui.Form) error {
			q := desk.NewTerm{Customer: p.who(), Kind: credit.TermLimit, Days: f.Int("days"), Until: f.Date("until"), Reason: f.Need("reason")}
			q.Amount = amountOf(f, p.Session.Company().Currency)
			switch scope := f.Text("scope"); {
			case strings.HasPrefix(scope, contractChoice):
				q.Scope, q.Contract = credit.OfContract, id.Contract(strings.TrimPrefix(scope, contractChoice))
			default:
				q.Scope = credit.Scope(scope)
			}
			if q.Days > desk.MaxTermDays {
				f.Fail("days", p.Say.T("credit.days_most", p.Say.Number(desk.MaxTermDays)))
			}
			if q.Amount == "" && q.Days == 0 && f.OK() {
				f.Fail("amount", p.Say.T("credit.amount_or_days"))
			}
			if !f.OK() {
				return nil
			}
			_, err := c.Session.SetTerm(c.Context(), q)
			return err
		},
		to: p.here("limits"), done: "credit.was_set",
	}.answer(c)
}

// aboutLimits is the customer with his contracts.
func aboutLimits(c *page.Call) (p customerPage, err error) {
	p.Call = c
	p.CustomerView, err = c.Session.Customer(c.Context(), desk.CustomerQuery{Customer: id.Customer(c.Arg("customer")), Date: c.Today})
	return p, err
}

// amountOf is an amount as the desk takes it; empty where none was written, for
// nothing is an amount too.
func amountOf(f *ui.Form, c money.Currency) string {
	m := f.Money("amount", c)
	if f.Text("amount") == "" {
		return ""
	}
	return m.Decimal(c)
}

// askInstead is where a limit is asked for that the visitor may not decide, with
// what he has written.
func askInstead(p customerPage, f *ui.Form) string {
	var words []string
	if scope := f.Text("scope"); scope != "" && scope != string(credit.OfCustomer) {
		words = append(words, scope)
	}
	if days := f.Text("days"); days != "" {
		words = append(words, "days="+days)
	}
	return page.With(p.here("ask"), "kind", "change-limit", "amount", f.Text("amount"), "until", f.Text("until"), "value", strings.Join(words, " "))
}

// limitScopes are what a limit may bound.
func limitScopes(p customerPage) (list []ui.Option) {
	for _, scope := range credit.Scopes {
		if scope != credit.OfContract {
			list = append(list, ui.Option{Value: string(scope), Text: p.Say.T("credit.scope." + string(scope))})
		}
	}
	for i := range p.Contracts {
		k := &p.Contracts[i]
		list = append(list, ui.Option{Value: contractChoice + string(k.ID), Text: p.Say.T("credit.of_contract", contractName(*k))})
	}
	return list
}

// securities are the kinds of terms that raise a limit, stops those by which
// nothing ships or only what is paid for.
var (
	securities = []credit.TermKind{credit.TermPledge, credit.TermSurety, credit.TermBankGuarantee, credit.TermInsurance}
	stops      = []credit.TermKind{credit.TermStop, credit.TermBlack, credit.TermPapers, credit.TermPrepayment}
)

func kindsOf(p customerPage, list []credit.TermKind) []ui.Option {
	out := make([]ui.Option, len(list))
	for i, k := range list {
		out[i] = ui.Option{Value: string(k), Text: p.Say.T("credit.kind." + string(k))}
	}
	return out
}

// chosen is the kind that the form names, if it is one of those it offers.
func chosen(f *ui.Form, p customerPage, list []credit.TermKind) credit.TermKind {
	k := credit.TermKind(f.Text("kind"))
	if !slices.Contains(list, k) {
		f.Fail("kind", p.Say.T("credit.choose"))
	}
	return k
}

// secure notes a pledge, a surety, a bank guarantee, an insurance.
func secure(c *page.Call) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	base := c.Session.Company().Currency
	return task{
		title: p.titled("credit.do_secure"),
		body:  func(f *ui.Form) templ.Component { return secureForm(p, f) },
		fill: func(f *ui.Form) {
			f.Set("currency", string(base))
			f.Set("from", c.Today.String())
		},
		send: func(f *ui.Form) error {
			q := desk.NewTerm{
				Customer: p.who(), Kind: chosen(f, p, securities), Currency: base, Document: f.Need("document"), From: f.Date("from"), Until: f.Date("until"), Reason: f.Need("reason"),
			}
			if text := f.Text("currency"); text != "" {
				if q.Currency, err = money.ParseCurrency(text); err != nil {
					f.Fail("currency", p.Say.T("credit.no_currency"))
					q.Currency = base
				}
			}
			if f.Need("amount") != "" {
				q.Amount = amountOf(f, q.Currency)
			}
			return p.keep(f, q)
		},
		to: p.here("limits"), done: "credit.was_set",
	}.answer(c)
}

// stop puts the customer on the stop or black list, notes missing papers, or
// asks for prepayment.
func stop(c *page.Call) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	return task{
		title: p.titled("credit.do_stop"),
		body:  func(f *ui.Form) templ.Component { return stopForm(p, f) },
		send: func(f *ui.Form) error {
			return p.keep(f, desk.NewTerm{Customer: p.who(), Kind: chosen(f, p, stops), Percent: f.Int("percent"), Until: f.Date("until"), Reason: f.Need("reason")})
		},
		to: p.here("limits"), done: "credit.was_set",
	}.answer(c)
}

// keep sets a term, if nothing is wrong with the form.
func (p customerPage) keep(f *ui.Form, q desk.NewTerm) error {
	if !f.OK() {
		return nil
	}
	_, err := p.Session.SetTerm(p.Context(), q)
	return err
}

// endTerm ends a term before its last day, for a reason.
func endTerm(c *page.Call) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	number, bad := strconv.ParseInt(c.Arg("number"), 10, 64)
	terms, err := c.Session.Terms(c.Context(), p.who())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(terms, func(t store.Term) bool { return t.Number == number })
	if bad != nil || i < 0 {
		return page.NotFound()
	}
	what := limitsPage{Call: c, customer: p.Customer}
	return task{
		title: p.titled("credit.do_end"),
		body: func(f *ui.Form) templ.Component {
			return reasonForm(p, f, p.Say.T("credit.end_means", strings.Join(nonEmpty(what.called(terms[i]), what.worth(terms[i])), ", ")), "credit.do_end")
		},
		send: func(f *ui.Form) error {
			reason := f.Need("reason")
			if !f.OK() {
				return nil
			}
			_, err := c.Session.EndTerm(c.Context(), number, reason)
			return err
		},
		to: p.here("limits"), done: "credit.was_ended",
	}.answer(c)
}
