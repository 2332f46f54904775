package claims

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Debt is an open instalment as a court would be told of it.
type Debt struct {
	Invoice  id.Invoice
	Part     int
	Document string
	Shipped  cal.Date // zero: not recorded
	Issued   cal.Date
	Due      cal.Date // zero: its term has not started
	Open     money.Minor
	Penalty  money.Minor // on the day; told by whoever counts it
	InCourt  bool        // a suit about it is going on
	Clock    *Clock      // limitation; nil where the law's is not known
	Lacks    []string    // of what is late: the signed papers that are not back; told by whoever keeps them
}

// Deferral is how many days he was given from shipment, or from the document
// where that is not recorded (R-56, F-8).
func (d *Debt) Deferral() int {
	if d.Due == 0 {
		return 0
	}
	return DaysOverdue(cmp.Or(d.Shipped, d.Issued), d.Due)
}

// DueDate is the day a debt falls due: shipment and deferral (F-8).
func DueDate(shipped cal.Date, deferral int) cal.Date { return shipped + cal.Date(deferral) }

// DaysOverdue is how many days a debt is late on a day; below zero, how many it
// still has (R-57, F-8).
func DaysOverdue(due, day cal.Date) int { return int(day - due) }

// Debtor is a customer with what he owes in one currency.
type Debtor struct {
	Customer id.Customer
	Name     string
	Manager  string
	Currency money.Currency
	Law      string // by which he would be sued
	Debts    []Debt
	Claimed  cal.Date // the last claim went out; zero: none did
}

// Terms are what it takes to sue.
type Terms struct {
	Cost       money.Minor // legal costs for each customer, in the debtor's currency
	Chance     int         // per cent of what is claimed that is expected to come; 100: all
	Fees       bool        // a court's fee counts as a cost too
	Electronic bool        // papers are filed by computer
}

// Verdict is whether a customer is to be sued.
type Verdict string

// The verdicts.
const (
	ToSue   Verdict = "sue"     // what is to be had exceeds what it costs
	ToLeave Verdict = "leave"   // it does not
	OnTrial Verdict = "court"   // all that is late is in court already
	NotLate Verdict = "not_due" // nothing is late: counted as hidden
)

// Row is a customer judged. Debt, Penalty and Total are of what is late.
type Row struct {
	Debtor
	Late    int // days of the oldest; signed: below zero, how many days the first still has
	Debt    money.Minor
	Penalty money.Minor
	Total   money.Minor
	NotDue  money.Minor
	InCourt money.Minor // late, and not part of Debt
	Barred  money.Minor // of Debt, limitation has run out
	Left    *int        // days left of the debt that is barred first of those that are not; nil: not known
	Cost    money.Minor // legal costs, with the fee where it counts
	Verdict Verdict
	Net     money.Minor // expected, less Cost; of who is to be sued
	Route   *Route      // the way to court that fits; nil: not known
	Fee     *CourtFee   // nil: not known
	Court   cal.Date    // the first day a court may be asked; zero: a claim must go out first
}

// Bare are how many of the late debts lack a signed paper, and of how many.
func (r *Row) Bare(day cal.Date) (bare, late int) {
	for i := range r.Debts {
		d := &r.Debts[i]
		if d.Due == 0 || d.Due >= day {
			continue
		}
		if late++; len(d.Lacks) > 0 {
			bare++
		}
	}
	return bare, late
}

// Sum is what suing comes to, in one currency.
type Sum struct {
	Currency money.Currency
	Sued     int
	Gross    money.Minor // Σ Total of who is to be sued
	Costs    money.Minor // Σ legal costs, with fees where they count
	Fees     money.Minor // Σ of the fees that are known
	Unpriced int         // of the sued, those whose court's fee is not known
	Net      money.Minor // expected, less Costs
	Hidden   int         // customers without anything late: they are here, and not shown
	NotDue   money.Minor // what the hidden owe
}

// Select says whom it pays to sue on a day (R-56 to R-61, F-11): those whose
// debt and penalty, by the chance that they come, exceed what suing costs. terms gives what it costs in a
// currency; nil where that is not known, and then nobody of it is to be sued. All are in the answer,
// those without anything late last; they never count into a sum.
func Select(book *Book, list []Debtor, day cal.Date, terms func(money.Currency) *Terms) ([]Row, []Sum) {
	rows := make([]Row, len(list))
	var sums []Sum
	for i := range list {
		rows[i] = judge(book, &list[i], day, terms(list[i].Currency))
		j := slices.IndexFunc(sums, func(s Sum) bool { return s.Currency == rows[i].Currency })
		if j < 0 {
			j, sums = len(sums), append(sums, Sum{Currency: rows[i].Currency})
		}
		sums[j].add(&rows[i])
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.Currency, b.Currency), cmp.Compare(b.Total, a.Total), cmp.Compare(a.Customer, b.Customer))
	})
	slices.SortFunc(sums, func(a, b Sum) int { return cmp.Compare(a.Currency, b.Currency) })
	return rows, sums
}

// rank is the place of a row: to sue, in court, to leave, hidden.
func (r *Row) rank() int {
	return slices.Index([]Verdict{ToSue, OnTrial, ToLeave, NotLate}, r.Verdict)
}

func (s *Sum) add(r *Row) {
	switch r.Verdict {
	case ToSue:
		s.Sued++
		s.Gross += r.Total
		s.Costs += r.Cost
		s.Net += r.Net
		if r.Fee != nil {
			s.Fees += r.Fee.Amount
		} else {
			s.Unpriced++
		}
	case NotLate:
		s.Hidden++
		s.NotDue += r.NotDue
	}
}

func judge(book *Book, d *Debtor, day cal.Date, t *Terms) Row {
	r := Row{Debtor: *d}
	r.count(day)
	law := book.Law(d.Law)
	if law != nil && r.Total > 0 {
		r.way(law, day, t != nil && t.Electronic)
	}
	switch {
	case r.Debt == 0 && r.InCourt > 0:
		r.Verdict = OnTrial
		return r
	case r.Debt == 0:
		r.Verdict = NotLate
		return r
	case t == nil:
		r.Verdict = ToLeave
		return r
	}
	r.Cost = t.Cost
	if t.Fees && r.Fee != nil {
		r.Cost += r.Fee.Amount
	}
	if Pays(r.Total, t.Chance, r.Cost) {
		r.Verdict, r.Net = ToSue, Expected(r.Total, t.Chance)-r.Cost
	} else {
		r.Verdict = ToLeave
	}
	return r
}

// Pays tells whether it pays to sue: what is owed, by the chance in per cent that
// it comes, exceeds what it costs (F-11).
func Pays(total money.Minor, chance int, cost money.Minor) bool {
	return Expected(total, chance) > cost
}

// Expected is what of a claim is expected to come, by the chance in per cent.
func Expected(total money.Minor, chance int) money.Minor { return mulDiv(total, int64(chance), 100) }

// count sums the debts up.
func (r *Row) count(day cal.Date) {
	r.Late = -int(cal.Last)
	for i := range r.Debts {
		d := &r.Debts[i]
		late := d.Due != 0 && day > d.Due
		if d.Due != 0 {
			r.Late = max(r.Late, DaysOverdue(d.Due, day))
		}
		switch {
		case !late:
			r.NotDue += d.Open
			continue
		case d.InCourt:
			r.InCourt += d.Open
			continue
		}
		r.Debt += d.Open
		r.Penalty += d.Penalty
		switch {
		case d.Clock == nil:
		case d.Clock.Barred():
			r.Barred += d.Open
		default:
			if left := d.Clock.Left(); r.Left == nil || left < *r.Left {
				r.Left = &left
			}
		}
	}
	if r.Late == -int(cal.Last) {
		r.Late = 0
	}
	r.Total = r.Debt + r.Penalty
}

// way finds the route to court, its fee and the first day.
func (r *Row) way(law *Law, day cal.Date, electronic bool) {
	if law.Currency != r.Currency { // thresholds and fees are in the law's own
		return
	}
	if r.Route = law.RouteFor(r.Total, day); r.Route == nil {
		return
	}
	r.Fee = law.Fee(r.Route.Route, r.Total, day, electronic)
	r.Court = law.CourtFrom(r.Route.Route, r.Claimed, day)
}
