package cli

import (
	"cmp"

	"debitor/internal/fault"
	"debitor/internal/interest"
	"debitor/internal/money"
)

// interestCompare counts one delay in several ways.
type interestCompare struct {
	interestCount `embed:""`
	Inflation     string `placeholder:"PERCENT" help:"Per cent a year that inflation, or a loan in the debt's place, takes meanwhile."`
}

type comparisonJSON struct {
	Alternatives []alternativeJSON `json:"alternatives"`
	Best         string            `json:"best"`
	AtRisk       string            `json:"at_risk"`
	Inflation    string            `json:"inflation_loss,omitempty"`
}

type alternativeJSON struct {
	What   string `json:"what"`
	Yearly string `json:"yearly"`
	All    string `json:"all"`
	interestJSON
}

func (c *interestCompare) Run(a *app) error {
	if c.Order != "" || c.Costs != "" {
		return fault.New(fault.Usage, "usage.compare", "a comparison spreads no payments: leave --order and --costs out")
	}
	book, l, k, err := c.read(a)
	if err != nil {
		return err
	}
	cmpd, err := book.Compare(k)
	if err != nil {
		return err
	}
	r := &flagReader{currency: l.Currency}
	yearly := r.percent("--inflation", c.Inflation)
	if r.err != nil {
		return r.err
	}
	loss, err := book.Loss(k, yearly)
	if err != nil {
		return err
	}
	lang := cmp.Or(a.Language, "en")
	in := cmp.Or(k.Currency, l.Currency)
	if a.JSON {
		out := comparisonJSON{Alternatives: []alternativeJSON{}, Best: cmpd.Best, AtRisk: cmpd.AtRisk.Decimal(in)}
		for _, x := range cmpd.Alternatives {
			out.Alternatives = append(out.Alternatives, alternativeJSON{x.What, x.Yearly.String(), x.Sheet.All().Decimal(in), sheetJSON(x.Sheet, lang)})
		}
		if c.Inflation != "" {
			out.Inflation = loss.Decimal(in)
		}
		return a.json(out)
	}
	a.compared(cmpd, in, lang)
	if c.Inflation != "" {
		a.sayIn(lang, "Meanwhile %s %% a year takes: %s.", yearly.String(), amountIn(money.Amount{Minor: loss, Currency: in}))
	}
	return nil
}

// alternativeWords are what the alternatives are called.
var alternativeWords = map[string]string{
	interest.AltPenalty: "by the contract", interest.AltStatutory: "by the law, without a penalty", interest.AltBenchmark: "what a court measures by [K]",
}

func (a *app) compared(c *interest.Comparison, in money.Currency, lang string) {
	t := newTable(headings(lang, "counted", ">% a year", ">interest", ">besides", ">in all")...)
	for _, x := range c.Alternatives {
		s := x.Sheet
		t.add(word(lang, alternativeWords[x.What]), x.Yearly.String(), grouped(s.Total.Decimal(in)), grouped((s.All() - s.Total).Decimal(in)), grouped(s.All().Decimal(in)))
	}
	t.print(a)
	a.say("")
	a.sayIn(lang, "It comes to most: %s.", word(lang, alternativeWords[c.Best]))
	if c.AtRisk > 0 {
		a.sayIn(lang, "Of the penalty a court may take away what is above its measure: %s.", amountIn(money.Amount{Minor: c.AtRisk, Currency: in}))
	}
	for _, x := range c.Alternatives {
		for _, w := range x.Sheet.Warnings {
			a.say("! %s: %s", word(lang, alternativeWords[x.What]), w.Text(lang))
		}
	}
}
