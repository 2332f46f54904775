package credit

import (
	"debitor/internal/cal"
	"debitor/internal/fx"
	"debitor/internal/id"
	"debitor/internal/money"
)

// The codes of an answer. They are stable.
const (
	Overdue      = "hold.overdue"
	TooLong      = "hold.limit_days"  // unpaid for longer than the limit in days
	Previous     = "hold.previous"    // a delivery before is not paid
	NoPapers     = "hold.no_papers"   // a document without its signed papers
	Sued         = "hold.lawsuit"     // the debt is in court
	Stopped      = "hold.stop_list"   // somebody put him on the stop list
	Blacklisted  = "hold.black_list"  // he is on the black list
	PapersLack   = "hold.papers"      // papers of his are missing
	RedFlagged   = "hold.red_flag"    // a sign that he may not pay
	OverLimit    = "hold.limit"       // what he may owe, or owes under his contracts
	OverGroup    = "hold.limit_group" // what his group may owe
	OverMonth    = "hold.limit_month" // what ships in a month
	Prepay       = "hold.prepayment"  // only for money that is there
	ByRate       = "hold.rate"        // by which the limit and what is owed were counted
	NoRate       = "hold.no_rate"     // for want of which they could not be
	LiftExceeded = "hold.lift_exceeded"
	Lifted       = "hold.lifted"
	ForPayment   = "hold.for_payment" // what ships for what he paid
)

// Codes lists the codes, for who has a text for each.
var Codes = []string{
	Overdue, TooLong, Previous, NoPapers, Sued, Stopped, Blacklisted, PapersLack, RedFlagged, OverLimit, OverGroup, OverMonth, Prepay, ByRate, NoRate, LiftExceeded, Lifted, ForPayment,
}

// stopCodes are the reasons of terms that stop shipments.
var stopCodes = map[TermKind]string{TermStop: Stopped, TermBlack: Blacklisted, TermPapers: PapersLack, TermFlag: RedFlagged}

// overCodes are the reasons of limits that leave too little.
var overCodes = map[Scope]string{OfCustomer: OverLimit, OfContract: OverLimit, OfGroup: OverGroup, OfMonth: OverMonth, OfPrepayment: Prepay}

// Reason is why goods may not ship, or why they may in spite of a hold. Only
// the facts that the code needs are set.
type Reason struct {
	Code      string
	Rule      string // of Overdue: the policy's hold, by its id
	From      int    // the first day late on which that hold stops
	Invoice   id.Invoice
	Document  string // as printed; empty: whoever asks for the answer has not looked it up
	Part      int
	Days      int
	Open      money.Minor // of the instalment, or of all under the limit's contracts
	Available money.Minor
	Currency  money.Currency
	Until     cal.Date
	By        string
	Rate      fx.Rate // of NoRate: the currencies and the day alone

	Limit   money.Minor // with what is secured
	Owed    money.Minor // what counts against the limit
	Percent int
	Since   cal.Date
	Note    string // what whoever stopped shipments said
}

// Printed is what the document is called in print, where that is not its key.
func (r Reason) Printed() string {
	if r.Document == string(r.Invoice) {
		return ""
	}
	return r.Document
}

// explain gives the reasons, and raises the releasing payment to what the
// limits need for the amount asked for.
func (ans *Answer) explain(q *Query, debts []debt, stops []Term, lift *Lift) {
	for i := range ans.Caps {
		ans.ReleasedByPayment = max(ans.ReleasedByPayment, ans.Caps[i].released(q.Amount))
	}
	switch {
	case ans.Allowed && lift != nil:
		ans.Reasons = []Reason{{Code: Lifted, Available: lift.left(), Currency: q.Currency, Until: lift.Until, By: lift.By}}
		return
	case ans.Allowed && !ans.Held:
		return
	}
	for i := range debts {
		o := &debts[i]
		r := Reason{
			Code: o.code, Invoice: o.item.Invoice, Document: o.item.Document, Part: o.item.Part, Days: o.days, Open: o.net, Currency: o.item.Currency, Since: o.since,
		}
		if o.code == Overdue {
			r.Rule, r.From = o.hold.ID, o.hold.At.From
		}
		ans.Reasons = append(ans.Reasons, r)
	}
	for i := range stops {
		t := &stops[i]
		ans.Reasons = append(ans.Reasons, Reason{Code: stopCodes[t.Kind], Currency: q.Currency, Since: t.From, Until: t.Until, Note: t.Reason, By: t.By})
	}
	for i := range ans.Caps {
		if c := &ans.Caps[i]; tooMuch(q.Amount, c.Left) {
			ans.Reasons = append(ans.Reasons, c.reasons(q)...)
		}
	}
	if q.Paid != nil && len(stops) == 0 {
		ans.Reasons = append(ans.Reasons, Reason{
			Code: ForPayment, Available: q.againstPayment(false), Owed: q.Paid.Received, Percent: q.Policy.Credit.ForPayment, Since: q.Paid.Since, Currency: q.Currency,
		})
	}
	if lift != nil {
		ans.Reasons = append(ans.Reasons, Reason{Code: LiftExceeded, Available: *ans.Available, Currency: q.Currency, Until: lift.Until, By: lift.By})
	}
}

// reasons is why the limit does not let it ship: it is used up, as counted by
// some rates, or there is no rate to count it by.
func (c *Cap) reasons(q *Query) (list []Reason) {
	for _, u := range c.Unknown {
		list = append(list, Reason{Code: NoRate, Currency: q.Currency, Rate: fx.Rate{Currency: u, Base: q.Currency, Day: q.Date}})
	}
	if len(list) > 0 {
		return list
	}
	r := Reason{Code: overCodes[c.Scope], Available: max(0, c.Left), Currency: q.Currency, Limit: c.Limit + c.Secured, Owed: c.Exposure.Total, Percent: c.Percent}
	if c.Term != nil {
		r.Until, r.By, r.Note = c.Term.Until, c.Term.By, c.Term.Reason
	}
	list = []Reason{r}
	if c.Term != nil && c.Term.Kind == TermPapers { // why he is to pay ahead
		list = []Reason{{Code: PapersLack, Currency: q.Currency, Since: c.Term.From, Note: c.Term.Reason}, r}
	}
	for _, rate := range c.Rates {
		list = append(list, Reason{Code: ByRate, Currency: q.Currency, Rate: rate})
	}
	return list
}
