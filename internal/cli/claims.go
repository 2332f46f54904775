package cli

import (
	"strings"

	"debitor/internal/cal"
	"debitor/internal/claims"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

type claimsCommand struct {
	List       claimsList       `cmd:"" default:"withargs" help:"Whom it pays to sue: debt and penalty against what suing costs, the way to court and its fee."`
	Limitation claimsLimitation `cmd:"" help:"How many days each debt has left before limitation, and its class; warn of those that run out."`
	Fact       claimsFact       `cmd:"" help:"Record a fact that limitation goes by: a claim sent, a debt acknowledged, a suit…"`
	Fee        claimsFee        `cmd:"" help:"What a court takes for a claim, by every way there is. Needs no database."`
}

type claimsFact struct {
	Kind     string `arg:"" help:"claim_sent, claim_delivered, acknowledged, guarantee, restructured, lawsuit, lawsuit_closed, uncollectable."`
	Subject  string `arg:"" help:"An invoice's number, or a customer's code for all that was issued by then."`
	On       string `required:"" placeholder:"D" help:"The day it happened."`
	Document string `placeholder:"NUMBER" help:"Number of the paper it stands in."`
	Reason   string `placeholder:"TEXT" help:"In words; needed for uncollectable."`
}

func (c *claimsFact) Run(a *app) error {
	on, err := day("--on", c.On)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		q := desk.LegalFact{Kind: ledger.EventKind(c.Kind), Subject: c.Subject, Date: on, Document: c.Document, Reason: c.Reason}
		if err := s.RecordLegal(a.ctx, q); err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]any{"kind": c.Kind, "subject": c.Subject, "on": on})
		}
		a.sayIn(a.lang(s), "Recorded: %s, %s, %s.", c.Subject, word(a.lang(s), c.Kind), on)
		return nil
	})
}

type claimsFee struct {
	Law        string `required:"" placeholder:"LAW" help:"RU, BY, UA, BA, DE, EU."`
	Amount     string `required:"" placeholder:"N" help:"What is claimed, in the law's currency."`
	Date       string `placeholder:"D" help:"The day of the claim; today if not given."`
	Electronic bool   `help:"Filed by computer."`
}

// feeJSON is a way to court with its fee.
type feeJSON struct {
	Route    string     `json:"route"`
	Fits     bool       `json:"fits"` // its limit of amount
	UpTo     string     `json:"up_to,omitempty"`
	Fee      string     `json:"fee,omitempty"` // absent: not known
	Verified bool       `json:"verified"`
	Rules    []ruleJSON `json:"rules"`
}

func (c *claimsFee) Run(a *app) error {
	date := cal.Of(a.now())
	if c.Date != "" {
		var err error
		if date, err = day("--date", c.Date); err != nil {
			return err
		}
	}
	book, err := claims.Shipped()
	if err != nil {
		return err
	}
	law := book.Law(c.Law)
	if law == nil {
		return fault.New(fault.NotFound, "claims.law", "debitor knows no courts of %q", c.Law)
	}
	claim, err := money.Parse(c.Amount, law.Currency)
	if err != nil {
		return err
	}
	list := []feeJSON{}
	for _, r := range law.Ways(claim.Minor, date, c.Electronic) {
		list = append(list, feeOf(law, &r))
	}
	if a.JSON {
		return a.json(map[string]any{"law": law.Code, "date": date, "amount": claim.String(), "currency": law.Currency, "routes": list})
	}
	lang := a.Language
	t := newTable(headings(lang, "route", ">up to", ">court fee", "why")...)
	for _, f := range list {
		t.add(word(lang, f.Route), grouped(f.UpTo), marked(orUnknown(lang, f.Fee), f.Verified), f.Rules[0].Cite)
	}
	t.print(a)
	a.unverified(lang, list)
	return nil
}

func orUnknown(lang, amount string) string {
	if amount == "" {
		return word(lang, "unknown")
	}
	return grouped(amount)
}

// unverified says what [K] means, where it stands.
func (a *app) unverified(lang string, list []feeJSON) {
	for _, f := range list {
		for _, r := range f.Rules {
			if !r.Verified {
				a.sayIn(lang, "[K] nobody verified: %s (%s)", r.Cite, r.Source)
			}
		}
	}
}

func feeOf(law *claims.Law, w *claims.Way) feeJSON {
	f := feeJSON{Route: w.Route.Route, Fits: w.Fits, UpTo: w.UpTo, Verified: w.Verified, Rules: courtRules(&w.Rule)}
	if w.Fee != nil {
		f.Fee = w.Fee.Amount.Decimal(law.Currency)
		f.Verified = f.Verified && w.Fee.Verified()
		f.Rules = append(f.Rules, courtRules(w.Fee.Rules...)...)
	}
	return f
}

func courtRules(list ...*claims.Rule) (out []ruleJSON) {
	for _, r := range list {
		out = append(out, ruleJSON{r.Cite, r.Source, r.Verified, r.From, r.Until})
	}
	return out
}

// marked is a word with the mark that nobody verified what it rests on.
func marked(text string, verified bool) string {
	if verified {
		return text
	}
	return strings.TrimSpace(text + " [K]")
}
