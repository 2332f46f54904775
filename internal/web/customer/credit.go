package customer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fx"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/rulebook"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// holdReasons is why goods do not ship, each with what helps.
func (p customerPage) holdReasons() (list []string) {
	for i := range p.Hold.Reasons {
		if text := reasonText(p.Call, &p.Hold.Reasons[i]); text != "" {
			list = append(list, text)
		}
	}
	return list
}

// holdRules are the rules of the policy by which late debts stop shipments.
func (p customerPage) holdRules() (list []string) {
	if p.Rules.Policy == nil {
		return nil
	}
	for i := range p.Hold.Reasons {
		r := &p.Hold.Reasons[i]
		if r.Rule == "" {
			continue
		}
		if text := p.Say.T("customer.hold_rule", p.Rules.Called(p.Say.Lang()), r.From, r.Rule); !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// nothingHolds says that whatever is asked for may ship, so that there is
// nothing to lift.
func nothingHolds(a *credit.Answer) bool { return a.Allowed && a.Available == nil }

// askLift is where a lift is asked for that the visitor may not decide, with what
// he has written.
func askLift(p customerPage, f *ui.Form) string {
	return page.With(p.here("ask"), "kind", "lift-hold", "amount", f.Text("amount"), "until", f.Text("until"))
}

// reasonText is one reason in words; empty where the badge says it already.
func reasonText(c *page.Call, r *credit.Reason) string {
	say, document := c.Say, cmp.Or(r.Document, string(r.Invoice))
	open, available := say.Money(r.Open, r.Currency), say.Money(r.Available, r.Currency)
	switch r.Code {
	case credit.Overdue:
		return say.N("customer.why_overdue", r.Days, document, open)
	case credit.TooLong, credit.Sued:
		return say.T(reasonKey(r), document, open, say.Date(r.Since))
	case credit.Previous, credit.NoPapers:
		return say.T(reasonKey(r), document, open)
	case credit.Stopped, credit.Blacklisted, credit.PapersLack, credit.RedFlagged:
		return say.T(reasonKey(r), say.Date(r.Since), r.Note, r.By)
	case credit.OverLimit, credit.OverGroup, credit.OverMonth:
		return say.T(reasonKey(r), available, say.Money(r.Owed, r.Currency), say.Money(r.Limit, r.Currency))
	case credit.Prepay:
		return say.T(reasonKey(r), r.Percent, available)
	case credit.ForPayment:
		return say.T(reasonKey(r), r.Percent, say.Date(r.Since), say.Money(r.Owed, r.Currency), available)
	case credit.ByRate:
		return say.T("rates.counted", ui.RatesText(say, []fx.Rate{r.Rate}))
	case credit.NoRate:
		return say.T("rates.no_limit", string(r.Rate.Currency), string(r.Rate.Base), say.Date(r.Rate.Day))
	case credit.LiftExceeded:
		return say.T("customer.why_lift_used", available, say.Date(r.Until))
	}
	return ""
}

// reasonKey is the text of a reason: credit. instead of hold.
func reasonKey(r *credit.Reason) string { return "credit." + strings.TrimPrefix(r.Code, "hold.") }

// lifters is who may let goods go, and what it takes: first who lifts, then who
// decides another limit.
func (p customerPage) lifters() (list []string) {
	var raise []string
	for _, l := range p.Hold.Lifters {
		role, first := p.Say.T("role."+l.Role), p.roles(l.ProposedBy)
		for _, paper := range l.Evidence {
			first = append(first, rulebook.Named(paper, p.Say.Lang()))
		}
		switch {
		case len(l.Together) > 0:
			list = append(list, p.Say.T("credit."+l.Kind+"_together", strings.Join(append([]string{role}, p.roles(l.Together)...), ", ")))
		case l.Kind == "lift-hold" && len(first) > 0:
			list = append(list, p.Say.T("credit.shown", role, strings.Join(first, ", ")))
		case l.Kind == "change-limit" && len(first) > 0:
			list = append(list, p.Say.T("credit.raised_after", role, strings.Join(first, ", ")))
		case l.Kind == "change-limit":
			raise = append(raise, role)
		}
	}
	if len(raise) > 0 {
		list = append(list, p.Say.T("credit.raised_by", strings.Join(raise, ", ")))
	}
	return list
}

// capTone is the colour of a limit: nothing is left, or something is.
func capTone(c *credit.Cap) string {
	if c.Left <= 0 {
		return "bad"
	}
	return "good"
}

// limitsPage is a customer's limits with everything they are made of.
type limitsPage struct {
	*page.Call
	customer ledger.Customer
	answer   credit.Answer
	terms    []store.Term
	names    map[id.Invoice]string // of the documents that count
}

// limits shows how each figure came about.
func limits(c *page.Call) error {
	p := limitsPage{Call: c}
	who := id.Customer(c.Arg("customer"))
	var err error
	if p.customer, err = c.Session.CustomerCard(c.Context(), who); err != nil {
		return err
	}
	if p.answer, err = c.Session.Hold(c.Context(), desk.HoldQuery{Customer: who, Date: c.Today, Explain: true}); err != nil {
		return err
	}
	if p.terms, err = c.Session.Terms(c.Context(), who); err != nil {
		return err
	}
	var documents []id.Invoice
	for i := range p.answer.Caps {
		for _, l := range capLines(&p.answer.Caps[i]) {
			documents = append(documents, id.Invoice(l.Key))
		}
	}
	if p.names, err = c.Session.DocumentNames(c.Context(), documents); err != nil {
		return err
	}
	return c.Render(c.Say.T("credit.title", p.customer.Name), limitsShow(p))
}

// here is the customer's page.
func (p limitsPage) here() string { return p.To("customers", string(p.customer.ID)) }

// capLine is one document that counts, or does not, against a limit.
type capLine struct {
	part   string
	counts bool
	credit.Line
}

func capLines(c *credit.Cap) (list []capLine) {
	for _, part := range c.Exposure.Parts {
		for _, l := range part.Lines {
			list = append(list, capLine{part.Code, part.Counts, l})
		}
	}
	return list
}

func (p limitsPage) capTable(c *credit.Cap) ui.Table[capLine] {
	say := p.Say
	return ui.Table[capLine]{
		Caption: say.T("credit.scope." + string(c.Scope)), Rows: capLines(c), Empty: say.T("credit.nothing_used"),
		Columns: []ui.Column[capLine]{
			{Title: say.T("customer.document"), Cell: p.document},
			{Title: say.T("credit.part"), Text: func(l capLine) string {
				if !l.counts {
					return say.T("credit.part."+l.part) + ", " + say.T("credit.not_counted")
				}
				return say.T("credit.part." + l.part)
			}},
			{Title: say.T("credit.on"), Minor: true, Text: func(l capLine) string { return say.Date(l.On) }},
			{Title: say.T("customer.amount"), Number: true, Text: func(l capLine) string { return say.Money(l.Amount.Minor, l.Amount.Currency) }},
		},
	}
}

// document names what counts; a document of debt leads to its page, and
// another's of the group bears his code.
func (p limitsPage) document(l capLine) templ.Component {
	name := p.names[id.Invoice(l.Key)] // what is no document is named by its key
	if l.Customer != p.customer.ID {
		name = strings.TrimSpace(string(l.Customer) + " " + name)
	}
	switch l.part {
	case "open", "overdue", "promised":
		return ui.Link(p.To("invoices", l.Key), name)
	}
	return ui.Text(orDash(name))
}

func (p limitsPage) termTable() ui.Table[store.Term] {
	say := p.Say
	return ui.Table[store.Term]{
		Caption: say.T("credit.terms"), Rows: p.terms, Empty: say.T("credit.no_terms"),
		Columns: []ui.Column[store.Term]{
			{Title: say.T("credit.part"), Text: p.called},
			{Title: say.T("customer.amount"), Number: true, Text: p.worth},
			{Title: say.T("credit.on"), Minor: true, Text: func(t store.Term) string {
				until := say.T("credit.no_end")
				if t.Until != 0 {
					until = say.Date(t.Until)
				}
				return say.T("credit.from_until", say.Date(t.From), until)
			}},
			{Title: say.T("approval.state"), Text: func(t store.Term) string {
				return say.T("credit.state." + strings.ReplaceAll(desk.TermState(t, p.Today), " ", "_"))
			}},
			{Title: say.T("credit.why"), Text: func(t store.Term) string { return strings.Join(nonEmpty(t.Reason, t.EndedWhy), "; ") }},
			{Title: say.T("credit.who"), Minor: true, Text: func(t store.Term) string { return strings.Join(nonEmpty(t.By, t.EndedBy), ", ") }},
			{Title: say.T("credit.do_end"), Cell: p.ending},
		},
	}
}

// called is a term in words: its kind, what it bounds, its document.
func (p limitsPage) called(t store.Term) string {
	text := p.Say.T("credit.kind." + string(t.Kind))
	if t.Kind == credit.TermLimit {
		text += ", " + p.Say.T("credit.scope."+string(t.Scope))
	}
	return strings.Join(nonEmpty(text, string(t.Contract), t.Document), ", ")
}

// ending leads to where a term is ended that is not over.
func (p limitsPage) ending(t store.Term) templ.Component {
	if state := desk.TermState(t, p.Today); !p.May(desk.KeepCredit) || t.Customer != p.customer.ID || state == "ended" || state == "over" {
		return ui.Text("")
	}
	return ui.Link(p.To("customers", string(p.customer.ID), "limits", strconv.FormatInt(t.Number, 10), "end"), p.Say.T("credit.do_end"))
}

// worth is what a term is about: money, days, per cent.
func (p limitsPage) worth(t store.Term) string {
	var list []string
	if t.Amount != nil {
		list = append(list, p.Say.Money(*t.Amount, t.Currency))
	}
	if t.Days > 0 {
		list = append(list, p.Say.N("say.days", t.Days))
	}
	if t.Percent > 0 {
		list = append(list, p.Say.Number(t.Percent)+" %")
	}
	return strings.Join(list, ", ")
}

// left is what a limit leaves: below nothing where he is beyond it. Of a
// prepayment nothing is left, however much he owes.
func (p limitsPage) left(c *credit.Cap) string {
	if c.Percent > 0 {
		return p.Say.Money(max(0, c.Left), p.answer.Currency)
	}
	return p.Say.Money(c.Left, p.answer.Currency)
}

// capOf is a limit in one line.
func (p customerPage) capOf(c *credit.Cap) string {
	scope := p.Say.T("credit.scope." + string(c.Scope))
	if c.Scope == credit.OfPrepayment {
		return p.Say.T("credit.prepayment", c.Percent, p.Say.Money(max(0, c.Left), p.Hold.Currency))
	}
	return p.Say.T("credit.left_of", scope, p.Say.Money(max(money.Minor(0), c.Left), p.Hold.Currency), p.Say.Money(c.Limit+c.Secured, p.Hold.Currency))
}
