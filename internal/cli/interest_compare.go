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
}

type comparisonJSON struct {
	Alternatives []alternativeJSON `json:"alternatives"`
	Best         string            `json:"best"`
	AtRisk       string            `json:"at_risk"`
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
	lang := cmp.Or(a.Language, "en")
	in := cmp.Or(k.Currency, l.Currency)
	if a.JSON {
		out := comparisonJSON{Alternatives: []alternativeJSON{}, Best: cmpd.Best, AtRisk: cmpd.AtRisk.Decimal(in)}
		for _, x := range cmpd.Alternatives {
			out.Alternatives = append(out.Alternatives, alternativeJSON{x.What, x.Yearly.String(), x.Sheet.All().Decimal(in), sheetJSON(x.Sheet, lang)})
		}
		return a.json(out)
	}
	a.compared(cmpd, in, lang)
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
