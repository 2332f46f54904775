package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/claims"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/sheet"
)

type claimsList struct {
	Date       string `required:"" placeholder:"D" help:"As of this day, YYYY-MM-DD."`
	Cost       string `placeholder:"N" help:"Legal costs for each customer; as the company file says (legal_cost) if not given."`
	Chance     int    `placeholder:"PERCENT" default:"100" help:"How much of the claims is expected to come."`
	Fees       bool   `help:"Count the court's fee as a cost, too."`
	Electronic bool   `help:"Papers are filed by computer."`
	PerDay     string `name:"penalty-per-day" placeholder:"PERCENT" help:"Penalty a day where the contract says none."`
	Manager    string `placeholder:"NAME" help:"Only this manager's customers."`
	All        bool   `help:"Show the customers without anything late, too."`
	Out        string `placeholder:"FILE" help:"Write the list to this file: .csv or .xlsx."`
}

type sueJSON struct {
	Date      cal.Date         `json:"date"`
	Cost      string           `json:"legal_cost"`
	Currency  money.Currency   `json:"currency"`
	Chance    int              `json:"chance"`
	Rows      []sueRowJSON     `json:"rows"`
	Totals    []sueSumJSON     `json:"totals"`
	Uncounted int              `json:"penalty_not_counted"` // customers whose agreed penalty the law does not allow, or nobody can count
	NoRate    []money.Currency `json:"no_rate"`
}

type sueRowJSON struct {
	Customer id.Customer    `json:"customer"`
	Name     string         `json:"name"`
	Currency money.Currency `json:"currency"`
	Law      string         `json:"law,omitempty"`
	Days     int            `json:"days"` // signed: below zero, days remaining
	Debt     string         `json:"debt"`
	Penalty  string         `json:"penalty"`
	Total    string         `json:"total"`
	NotDue   string         `json:"not_due"`
	InCourt  string         `json:"in_court"`
	Barred   string         `json:"barred"`
	DaysLeft *int           `json:"days_left,omitempty"`
	Cost     string         `json:"cost"`
	Verdict  claims.Verdict `json:"verdict"`
	Net      string         `json:"net"`
	Route    string         `json:"route,omitempty"`
	Fee      string         `json:"court_fee,omitempty"` // absent: not known
	Verified bool           `json:"verified"`            // route and fee
	Claimed  cal.Date       `json:"claim_sent,omitzero"`
	Court    cal.Date       `json:"court_from,omitzero"` // absent: a claim must go out first, or no route is known
	Items    []sueItemJSON  `json:"items"`
}

type sueItemJSON struct {
	Invoice  id.Invoice `json:"invoice"`
	Part     int        `json:"part"`
	Document string     `json:"document,omitempty"`
	Shipped  cal.Date   `json:"shipped,omitzero"`
	Deferral int        `json:"deferral_days"`
	Due      cal.Date   `json:"due,omitzero"`
	Days     *int       `json:"days,omitempty"`
	Open     string     `json:"open"`
	Penalty  string     `json:"penalty"`
	DaysLeft *int       `json:"days_left,omitempty"`
	Lacks    []string   `json:"lacks,omitempty"` // late: signed papers that are not back
}

type sueSumJSON struct {
	Currency money.Currency `json:"currency"`
	Sued     int            `json:"sued"`
	Gross    string         `json:"gross"`
	Costs    string         `json:"costs"`
	Net      string         `json:"net"`
	Fees     string         `json:"court_fees"`
	Unpriced int            `json:"court_fees_unknown"`
	Hidden   int            `json:"hidden"`
	NotDue   string         `json:"hidden_not_due"`
}

func (c *claimsList) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		lang := a.lang(s)
		r, err := s.WhomToSue(a.ctx, desk.SueQuery{
			Date: date, Manager: c.Manager, Cost: c.Cost, Chance: c.Chance, Fees: c.Fees, Electronic: c.Electronic, PerDay: c.PerDay,
		})
		if err != nil {
			return err
		}
		if c.Out != "" {
			if err := tableFile(c.Out, word(lang, "whom to sue"), headings(lang, sueHeads...), sueCells(lang, &r, c.All)); err != nil {
				return err
			}
		}
		if a.JSON {
			return a.json(sueOf(&r, c.All))
		}
		a.sue(lang, &r, c.All)
		return nil
	})
}

// sue prints the report for people.
func (a *app) sue(lang string, r *desk.SueReport, all bool) {
	t := newTable(headings(lang, "customer", "name", ">days", ">debt", ">penalty", ">total", ">cost", "verdict", "route", ">court fee", "from", ">days left", "currency")...)
	marks := false
	for i := range r.Rows {
		v := &r.Rows[i]
		if v.Verdict == claims.NotLate && !all {
			continue
		}
		route, fee := "", ""
		if v.Route != nil {
			route, fee = marked(word(lang, v.Route.Route), v.Route.Verified), word(lang, "unknown")
			marks = marks || !v.Route.Verified
		}
		if v.Fee != nil {
			fee = marked(grouped(v.Fee.Amount.Decimal(v.Currency)), v.Fee.Verified())
			marks = marks || !v.Fee.Verified()
		}
		figure := func(m money.Minor) string { return grouped(m.Decimal(v.Currency)) }
		t.add(string(v.Customer), v.Name, strconv.Itoa(v.Late), figure(v.Debt), figure(v.Penalty), figure(v.Total), figure(v.Cost),
			word(lang, string(v.Verdict)), route, fee, courtFrom(lang, v), left(v.Left), string(v.Currency))
	}
	t.print(a)
	for _, s := range r.Sums {
		figure := func(m money.Minor) string { return grouped(m.Decimal(s.Currency)) }
		a.sayIn(lang, "To sue: %d customers, %s %s; less costs %s, expected net %s.", s.Sued, figure(s.Gross), s.Currency, figure(s.Costs), figure(s.Net))
		a.sayIn(lang, "  courts' fees: %s; not known for %d.", figure(s.Fees), s.Unpriced)
		if s.Hidden > 0 && !all {
			a.sayIn(lang, "  %d hidden: nothing of theirs is late yet (%s). They come by themselves when it is; --all shows them.", s.Hidden, figure(s.NotDue))
		}
	}
	if r.Uncounted > 0 {
		a.sayIn(lang, "The agreed penalty was not counted for %d customers: their law allows none, or debitor does not know it.", r.Uncounted)
	}
	for _, c := range r.Rates {
		a.sayIn(lang, "There is no rate of %s for the costs: nobody is proposed in that currency.", c)
	}
	a.unknownLaws(lang, r)
	if marks {
		a.sayIn(lang, "[K]: nobody verified this in its source.")
	}
}

// unknownLaws says for whom columns are empty because no law is known, or no way
// to a court under it, and what fills them.
func (a *app) unknownLaws(lang string, r *desk.SueReport) {
	noLaw, noWay, noTime := 0, map[string]int{}, map[string]int{}
	for i := range r.Rows {
		switch v := &r.Rows[i]; {
		case v.Verdict == claims.NotLate || v.Verdict == claims.OnTrial:
		case v.Law == "":
			noLaw++
		default:
			if v.Route == nil {
				noWay[v.Law]++
			}
			if v.Left == nil && v.Barred == 0 {
				noTime[v.Law]++
			}
		}
	}
	if noLaw > 0 {
		a.sayIn(lang, "No way to court, fee or days left for %d customers: they are abroad and no contract of theirs names the law (column law of contracts.csv: RU, BY, UA, BA-FBIH, BA-RS, DE).", noLaw)
	}
	for _, law := range slices.Sorted(maps.Keys(noWay)) {
		a.sayIn(lang, "No way to court is known for %d customers under the law %s in the currency of their debt: ask a lawyer. What is known: debitor claims fee --law %[2]s --amount N.", noWay[law], law)
	}
	for _, law := range slices.Sorted(maps.Keys(noTime)) {
		a.sayIn(lang, "Days left are not known for %d customers: debitor has no limitation of the law %s. A contract that names a country's law (column law of contracts.csv) gives one.", noTime[law], law)
	}
}

// courtFrom is the first day a court may be asked, or that a claim comes first.
func courtFrom(lang string, v *claims.Row) string {
	switch {
	case v.Route == nil:
		return ""
	case v.Court == 0:
		return word(lang, "claim first")
	}
	return v.Court.String()
}

func left(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

var sueHeads = []string{
	"customer", "name", "days", "debt", "penalty", "total", "not due", "in court", "barred", "cost", "verdict", "expected net", "route", "court fee", "not verified", "claim sent", "from", "days left",
	"currency", "without all papers",
}

func sueCells(lang string, r *desk.SueReport, all bool) (rows [][]any) {
	for i := range r.Rows {
		v := &r.Rows[i]
		if v.Verdict == claims.NotLate && !all {
			continue
		}
		figure := func(m money.Minor) sheet.Decimal { return sheet.Decimal(m.Decimal(v.Currency)) }
		route, mark := "", ""
		bare, late := v.Bare(r.Date)
		var fee any = ""
		if v.Route != nil {
			route, mark = word(lang, v.Route.Route), marked("", v.Route.Verified && (v.Fee == nil || v.Fee.Verified()))
		}
		if v.Fee != nil {
			fee = figure(v.Fee.Amount)
		}
		rows = append(rows, []any{
			string(v.Customer), v.Name, v.Late, figure(v.Debt), figure(v.Penalty), figure(v.Total), figure(v.NotDue), figure(v.InCourt), figure(v.Barred), figure(v.Cost),
			word(lang, string(v.Verdict)), figure(v.Net), route, fee, mark, v.Claimed, courtFrom(lang, v), left(v.Left), string(v.Currency), fmt.Sprintf("%d/%d", bare, late),
		})
	}
	return rows
}

func sueOf(r *desk.SueReport, all bool) sueJSON {
	out := sueJSON{
		Date: r.Date, Cost: r.Cost.String(), Currency: r.Cost.Currency, Chance: r.Chance, Rows: []sueRowJSON{}, Totals: []sueSumJSON{}, Uncounted: r.Uncounted,
		NoRate: append([]money.Currency{}, r.Rates...),
	}
	for i := range r.Rows {
		if r.Rows[i].Verdict != claims.NotLate || all {
			out.Rows = append(out.Rows, sueRow(&r.Rows[i], r.Date))
		}
	}
	for _, s := range r.Sums {
		figure := func(m money.Minor) string { return m.Decimal(s.Currency) }
		out.Totals = append(out.Totals, sueSumJSON{
			s.Currency, s.Sued, figure(s.Gross), figure(s.Costs), figure(s.Net), figure(s.Fees), s.Unpriced, s.Hidden, figure(s.NotDue),
		})
	}
	return out
}

func sueRow(v *claims.Row, today cal.Date) sueRowJSON {
	figure := func(m money.Minor) string { return m.Decimal(v.Currency) }
	row := sueRowJSON{
		Customer: v.Customer, Name: v.Name, Currency: v.Currency, Law: v.Law, Days: v.Late, Debt: figure(v.Debt), Penalty: figure(v.Penalty), Total: figure(v.Total),
		NotDue: figure(v.NotDue), InCourt: figure(v.InCourt), Barred: figure(v.Barred), DaysLeft: v.Left, Cost: figure(v.Cost), Verdict: v.Verdict, Net: figure(v.Net),
		Claimed: v.Claimed, Court: v.Court, Items: []sueItemJSON{},
	}
	if v.Route != nil {
		row.Route, row.Verified = v.Route.Route, v.Route.Verified && (v.Fee == nil || v.Fee.Verified())
	}
	if v.Fee != nil {
		row.Fee = figure(v.Fee.Amount)
	}
	for i := range v.Debts {
		d := &v.Debts[i]
		item := sueItemJSON{
			Invoice: d.Invoice, Part: d.Part, Document: cmp.Or(d.Document, string(d.Invoice)), Shipped: d.Shipped, Deferral: d.Deferral(), Due: d.Due,
			Open: figure(d.Open), Penalty: figure(d.Penalty), Lacks: d.Lacks,
		}
		if d.Due != 0 {
			days := claims.DaysOverdue(d.Due, today)
			item.Days = &days
		}
		if d.Clock != nil {
			n := d.Clock.Left()
			item.DaysLeft = &n
		}
		row.Items = append(row.Items, item)
	}
	return row
}
