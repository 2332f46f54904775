package late

import (
	"cmp"
	"errors"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/interest"
	"debitor/internal/money"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// comparePage is what the comparison of ways to count is made from.
type comparePage struct {
	*page.Call
	book  *interest.Book
	law   *interest.Law
	given map[string]string
	k     interest.Case
	c     *interest.Comparison // nil: the figures are wrong
	loss  money.Minor          // what inflation takes meanwhile
	wrong string
}

// compare is the same delay by contract, by law, and by what a court measures a
// penalty by, beside what inflation takes. All figures stand in
// the address.
func compare(c *page.Call) error {
	p := comparePage{Call: c, given: map[string]string{
		"law": "", "principal": "100000", "due": (c.Today - 180).String(), "to": c.Today.String(), "per_day": "0.1", "cap": "", "inflation": "",
	}}
	for name := range p.given {
		if c.R.URL.Query().Has(name) {
			p.given[name] = c.Ask(name)
		}
	}
	var err error
	if p.book, err = c.Session.LawBook(c.Context()); err != nil {
		return err
	}
	if err := p.count(); err != nil {
		f := (*fault.Fault)(nil)
		if !errors.As(err, &f) || f.Kind == fault.Internal {
			return err
		}
		p.wrong = c.Say.Fault(f)
	}
	return c.Render(c.Say.T("charge.compare"), compareShow(p))
}

// count reads the figures and counts.
func (p *comparePage) count() error {
	codes := p.book.Codes()
	law := cmp.Or(p.given["law"], p.Session.Company().Country)
	l, err := p.book.Law(law)
	if err != nil && p.given["law"] == "" { // the company's country has several laws, or none here
		l, err = p.book.Law(codes[0])
		for _, code := range codes {
			if strings.HasPrefix(code, law) {
				l, err = p.book.Law(code)
			}
		}
	}
	if err != nil {
		return err
	}
	p.law, p.given["law"] = l, l.Code
	principal, err := money.Parse(p.given["principal"], l.Currency)
	if err != nil {
		return err
	}
	p.k = interest.Case{Law: l.Code, Debts: []interest.Debt{{Principal: principal.Minor}}}
	for to, from := range map[*cal.Date]string{&p.k.Debts[0].Due: "due", &p.k.To: "to"} {
		if *to, err = cal.Parse(p.given[from]); err != nil {
			return err
		}
	}
	var inflation interest.Percent
	for to, from := range map[*interest.Percent]string{&p.k.PerDay: "per_day", &p.k.Cap: "cap", &inflation: "inflation"} {
		if text := strings.ReplaceAll(p.given[from], ",", "."); text != "" {
			if *to, err = interest.ParsePercent(text); err != nil {
				return err
			}
		}
	}
	p.k.Method = interest.ByContract
	if p.c, err = p.book.Compare(&p.k); err != nil {
		return err
	}
	p.loss, err = p.book.Loss(&p.k, inflation)
	return err
}

func (p comparePage) filters() ui.Filters {
	var laws []ui.Option
	for _, code := range p.book.Codes() {
		if l, err := p.book.Law(code); err == nil {
			laws = append(laws, ui.Option{Value: code, Text: cmp.Or(l.Name[p.Say.Lang()], l.Name["en"])})
		}
	}
	field := func(name string) ui.Filter {
		return ui.Filter{Name: name, Label: p.Say.T("charge.ask_" + name), Value: p.given[name], Type: "text"}
	}
	due, to := field("due"), field("to")
	due.Type, to.Type = "date", "date"
	law := field("law")
	law.Options = laws
	return ui.Filters{Same: p.Same, Fields: []ui.Filter{law, field("principal"), due, to, field("per_day"), field("cap"), field("inflation")}}
}

// way is one row: a way to count, or what inflation takes.
type way struct {
	what            string
	yearly          string
	total, flat     money.Minor
	all             money.Minor
	best, benchmark bool
}

func (p comparePage) ways() []way {
	var list []way
	for _, a := range p.c.Alternatives {
		s := a.Sheet
		list = append(list, way{
			p.Say.T("charge.way_" + a.What), p.percent(a.Yearly), s.Total, s.All() - s.Total, s.All(), a.What == p.c.Best, a.What == interest.AltBenchmark,
		})
	}
	if p.loss > 0 {
		list = append(list, way{what: p.Say.T("charge.way_inflation"), yearly: p.given["inflation"], total: p.loss, all: p.loss, benchmark: true})
	}
	return list
}

func (p comparePage) percent(v interest.Percent) string {
	if p.Say.Lang() == "en" {
		return v.String()
	}
	return strings.ReplaceAll(v.String(), ".", ",")
}

func (p comparePage) money(m money.Minor) string { return p.Say.Money(m, p.law.Currency) }

func (p comparePage) table() ui.Table[way] {
	return ui.Table[way]{
		Caption: p.Say.T("charge.compare"), Rows: p.ways(),
		Columns: []ui.Column[way]{
			{Title: p.Say.T("charge.way"), Text: func(w way) string { return w.what }},
			{Title: p.Say.T("charge.yearly"), Number: true, Text: func(w way) string { return w.yearly }},
			{Title: p.Say.T("charge.by_days"), Number: true, Text: func(w way) string { return p.money(w.total) }},
			{Title: p.Say.T("charge.besides"), Number: true, Minor: true, Text: func(w way) string { return p.money(w.flat) }},
			{Title: p.Say.T("charge.in_all"), Number: true, Text: func(w way) string { return p.money(w.all) }},
		},
	}
}

// advice is what to write into the contract, and what to know before.
func (p comparePage) advice() (list []string) {
	sums := map[string]money.Minor{}
	for _, a := range p.c.Alternatives {
		sums[a.What] = a.Sheet.All()
	}
	penalty, agreed := sums[interest.AltPenalty]
	switch {
	case !agreed:
		list = append(list, p.Say.T("charge.advice_none"))
	case p.c.Best == interest.AltPenalty:
		list = append(list, p.Say.T("charge.advice_penalty", p.money(penalty-sums[interest.AltStatutory])))
	default:
		list = append(list, p.Say.T("charge.advice_law", p.money(sums[interest.AltStatutory]-penalty)))
	}
	if p.c.AtRisk > 0 {
		list = append(list, p.Say.T("charge.advice_risk", p.money(p.c.AtRisk)))
	}
	if best := max(penalty, sums[interest.AltStatutory]); p.loss > best {
		list = append(list, p.Say.T("charge.advice_loss", p.money(p.loss-best)))
	} else if p.loss > 0 {
		list = append(list, p.Say.T("charge.advice_covered"))
	}
	return list
}

// warnings are those of all ways, each once.
func (p comparePage) warnings() (list []string) {
	seen := map[string]bool{}
	for _, a := range p.c.Alternatives {
		for _, w := range a.Sheet.Warnings {
			if text := w.Text(p.Say.Lang()); !seen[text] {
				seen[text] = true
				list = append(list, text)
			}
		}
	}
	return list
}

// afterKnown are the warnings of a calculation that goes past the last known
// rate: they stand where nobody overlooks them.
func afterKnown(s *interest.Sheet) (list []interest.Warning) {
	for _, w := range s.Warnings {
		if w.Code == "interest.rate_after" || w.Code == "interest.index_missing" {
			list = append(list, w)
		}
	}
	return list
}
