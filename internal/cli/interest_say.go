package cli

import (
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/interest"
	"debitor/internal/money"
)

type interestJSON struct {
	Jurisdiction string            `json:"jurisdiction"`
	Method       interest.Method   `json:"method"`
	Currency     money.Currency    `json:"currency"`
	To           cal.Date          `json:"to"`
	Days         int64             `json:"days"`
	Total        string            `json:"total"`
	Flat         string            `json:"flat"`
	Inflation    string            `json:"inflation,omitempty"`
	PerDay       string            `json:"per_day"`
	Intervals    []intervalJSON    `json:"intervals"`
	Remaining    string            `json:"remaining"`
	Rules        []ruleJSON        `json:"rules"`
	Warnings     []interestWarning `json:"warnings"`
}

type intervalJSON struct {
	From     cal.Date `json:"from"`
	To       cal.Date `json:"to"`
	Days     int64    `json:"days"`
	Balance  string   `json:"balance"`
	Rate     string   `json:"rate"`
	Basis    string   `json:"basis"`
	Compound bool     `json:"compound,omitempty"`
	Amount   string   `json:"amount"`
}

type ruleJSON struct {
	Cite     string   `json:"cite"`
	Source   string   `json:"source"`
	Verified bool     `json:"verified"`
	From     cal.Date `json:"from,omitzero"`
	Until    cal.Date `json:"until,omitzero"`
}

type interestWarning struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

func sheetJSON(s *interest.Sheet, lang string) interestJSON {
	out := interestJSON{
		Jurisdiction: s.Law, Method: s.Method, Currency: s.Currency, To: s.To, Days: s.Days, Total: s.Total.Decimal(s.Currency), Flat: s.Flat.Decimal(s.Currency),
		PerDay: s.PerDay.Decimal(s.Currency), Remaining: s.Remaining.Decimal(s.Currency), Intervals: []intervalJSON{}, Rules: []ruleJSON{}, Warnings: []interestWarning{},
	}
	if s.Inflation != nil {
		out.Inflation = s.Inflation.Decimal(s.Currency)
	}
	for _, iv := range s.Intervals {
		out.Intervals = append(out.Intervals, intervalJSON{
			iv.From, iv.To, iv.Days, iv.Balance.Decimal(s.Currency), iv.Rate.String(), string(iv.Basis), iv.Compound, iv.Amount.Decimal(s.Currency),
		})
	}
	for _, r := range s.Rules {
		out.Rules = append(out.Rules, ruleJSON{r.Said(lang), r.Source, r.Verified, r.From, r.Until})
	}
	for _, w := range s.Warnings {
		out.Warnings = append(out.Warnings, interestWarning{w.Code, w.Text(lang)})
	}
	return out
}

type settledJSON struct {
	interestJSON
	Applied []appliedJSON `json:"applied"`
	Owed    owedJSON      `json:"owed"`
}

type appliedJSON struct {
	Date   cal.Date    `json:"date"`
	Amount string      `json:"amount"`
	Shares []shareJSON `json:"shares"`
	Left   string      `json:"left"`
}

type shareJSON struct {
	Debt   string        `json:"debt"`
	Kind   interest.Kind `json:"kind"`
	Amount string        `json:"amount"`
}

type owedJSON struct {
	Costs     string `json:"costs"`
	Use       string `json:"use"`
	Late      string `json:"late"`
	Principal string `json:"principal"`
	Penalty   string `json:"penalty"`
}

func settlementJSON(acc *interest.Account, lang string) settledJSON {
	in := acc.Sheet.Currency
	of := func(k interest.Kind) string { return acc.Owed[k].Decimal(in) }
	out := settledJSON{
		interestJSON: sheetJSON(acc.Sheet, lang), Applied: []appliedJSON{},
		Owed: owedJSON{of(interest.Costs), of(interest.UseKind), of(interest.Late), of(interest.Principal), of(interest.PenaltyOf)},
	}
	for _, p := range acc.Applied {
		j := appliedJSON{Date: p.Day, Amount: p.Amount.Decimal(in), Left: p.Left.Decimal(in), Shares: []shareJSON{}}
		for _, s := range p.Shares {
			j.Shares = append(j.Shares, shareJSON{s.Claim, s.Kind, s.Amount.Decimal(in)})
		}
		out.Applied = append(out.Applied, j)
	}
	return out
}

// kindWords are what the kinds of what is owed are called.
var kindWords = map[interest.Kind]string{
	interest.Costs: "costs", interest.UseKind: "interest for use", interest.Late: "late interest", interest.Principal: "principal", interest.PenaltyOf: "penalty",
}

// settled tells what each payment went to, and what is owed now.
func (a *app) settled(acc *interest.Account, lang string) {
	in := func(m money.Minor) string { return amountIn(money.Amount{Minor: m, Currency: acc.Sheet.Currency}) }
	a.say("")
	for _, p := range acc.Applied {
		a.sayIn(lang, "Paid %s, %s:", p.Day, in(p.Amount))
		for _, s := range p.Shares {
			a.sayIn(lang, "  debt %s, %s: %s", s.Claim, word(lang, kindWords[s.Kind]), in(s.Amount))
		}
		if p.Left > 0 {
			a.sayIn(lang, "  left over: %s", in(p.Left))
		}
	}
	a.sayIn(lang, "Owed now:")
	for _, k := range interest.Kinds {
		if m := acc.Owed[k]; m > 0 {
			a.say("  %s: %s", word(lang, kindWords[k]), in(m))
		}
	}
}

// sheet prints a calculation for people.
func (a *app) sheet(s *interest.Sheet, c *interest.Case, l *interest.Law, lang string) {
	a.sayIn(lang, methodTitles[s.Method], lawName(l, lang))
	for _, d := range c.Debts {
		a.sayIn(lang, "  debt of %s, due %s", amountIn(money.Amount{Minor: d.Principal, Currency: s.Currency}), d.Due)
	}
	for _, f := range c.Facts {
		what := "  paid %s: %s"
		if f.Credit {
			what = "  credit note %s: %s"
		}
		a.sayIn(lang, what, f.Day, amountIn(money.Amount{Minor: f.Amount, Currency: s.Currency}))
	}
	if len(s.Intervals) > 0 {
		a.say("")
		t := newTable(headings(lang, "from day", "to day", ">days", ">balance", ">rate, %", ">days of the year", ">interest")...)
		for _, iv := range s.Intervals {
			basis := string(iv.Basis)
			if iv.Basis == interest.ByDay {
				basis = word(lang, "a day")
			}
			t.add(iv.From.String(), iv.To.String(), strconv.FormatInt(iv.Days, 10), grouped(iv.Balance.Decimal(s.Currency)), iv.Rate.String(), basis, grouped(iv.Amount.Decimal(s.Currency)))
		}
		t.print(a)
	}
	a.say("")
	a.sums(s, lang)
	a.grounds(s, lang)
}

// methodTitles are the headings of calculations.
var methodTitles = map[interest.Method]string{
	interest.Statutory:  "Statutory interest, %s",
	interest.ByContract: "Penalty by contract, %s",
	interest.ForUse:     "Interest for the use of money, %s",
}

func (a *app) sums(s *interest.Sheet, lang string) {
	in := func(m money.Minor) string { return amountIn(money.Amount{Minor: m, Currency: s.Currency}) }
	a.sayIn(lang, "Days counted: %d. Total: %s.", s.Days, in(s.Total))
	if s.Flat > 0 {
		a.sayIn(lang, "Lump sum besides: %s.", in(s.Flat))
	}
	if s.Inflation != nil {
		a.sayIn(lang, "Inflation besides: %s.", in(*s.Inflation))
	}
	if s.All() != s.Total {
		a.sayIn(lang, "All of it: %s.", in(s.All()))
	}
	a.sayIn(lang, "Principal still owed: %s.", in(s.Remaining))
	if s.PerDay > 0 {
		a.sayIn(lang, "After %s, until it is paid, each day: %s.", s.To, in(s.PerDay))
	}
}

// grounds says by what it was counted, and what is to be known about it.
func (a *app) grounds(s *interest.Sheet, lang string) {
	if len(s.Rules) > 0 {
		a.say("")
	}
	for _, r := range s.Rules {
		mark := ""
		if !r.Verified {
			mark = "[K] "
		}
		a.say("  %s%s (%s)", mark, r.Said(lang), r.Source)
	}
	for _, w := range s.Warnings {
		if w.Code != "interest.unverified" { // marked above
			a.say("! %s", w.Text(lang))
		}
	}
}

func lawName(l *interest.Law, lang string) string {
	if name := l.Name[lang]; name != "" {
		return name
	}
	return strings.TrimSpace(l.Name["en"])
}
