package insight

import (
	"time"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// YearDays is how far back "the last year" of a figure reaches, in days, the
// day itself included.
const YearDays = 365

// Figures are those of one currency as of a day, day included.
type Figures struct {
	Currency  money.Currency
	Day       cal.Date
	Customers int // who owe something
	Documents int // open instalments
	Credit    money.Minor
	ledger.Ages
	OverdueShare Hundredths // Kpr: overdue of all that is open (F-12)
	// OpenOnly says that nothing was ever settled: such books are a list of open
	// items, and what they lack is what was paid. Then they do not tell sales, so
	// that everything by days of sales is NotKnown, nor the past: Tied is zero and
	// Trend is the day alone.
	OpenOnly bool

	Sales     money.Minor // documents issued in the last SalesDays days, credit notes not taken off
	SalesDays int         // of the year: YearDays, or fewer where the history is younger
	DSO       Hundredths  // days: open × SalesDays / Sales (KPI 1)
	Countback Hundredths  // days: the same by the sales of each month (KPI 1)
	BestDSO   Hundredths  // days: what is not due × SalesDays / Sales (KPI 1)
	// Delinquent is DSO less BestDSO: the days of sales that are overdue (ADD, KPI 1).
	Delinquent Hundredths

	Paid         money.Minor // settled within the last year
	DaysToPay    Hundredths  // days from document to payment, weighted by amount (KPI 1)
	BeyondTerms  Hundredths  // days from due date to payment, weighted by amount, early ones negative (DBT, KPI 1)
	Delay        Hundredths  // days late of the instalments settled in full within the year, early ones 0, each counted once
	DelayByMoney Hundredths  // days late of the money settled within the year, early ones 0, weighted by amount
	Tied         money.Minor // what was overdue on an average day of the year
	Punctual     [len(PunctualDays) + 1]Slot
	Stuck        Stuck
	Causes       []Cause // of what is overdue, the largest first
	Trend        []Point // the ends of the last twelve months, and the day

	Payers []Payer // all customers with open items or a due date within the year; most overdue first
	Pareto int     // how many of the first Payers owe 80 % of what is overdue
}

// PunctualDays bound the slots of Figures.Punctual: days late up to which an
// instalment falls into each; the last slot is what was later.
var PunctualDays = [...]int{0, 7, 14, 30, 60}

// Slot is the instalments settled in full within the year that were so late.
type Slot struct {
	Count  int
	Amount money.Minor
}

// Stuck divides what is open by the reason that is known for it. Each amount
// has one reason, the first that holds in this order; Unsaid is the rest.
type Stuck struct {
	NotStarted money.Minor // the term of payment waits for a date, such as that of hand-over
	Disputed   money.Minor
	InTransit  money.Minor
	Suspended  money.Minor // taken out of the plans by an order
	Promised   money.Minor
	NotDue     money.Minor // and nothing else is said of it
	Unsaid     money.Minor // overdue, and no reason is recorded
}

// Cause is a reason of non-payment as it was recorded last.
type Cause struct {
	Code   string // of the contact, the dispute, the refusal
	Amount money.Minor
}

// Point is what was open and overdue on a day.
type Point struct {
	Day     cal.Date
	Open    money.Minor
	Overdue money.Minor
}

// Share is the part that was overdue.
func (p Point) Share() Hundredths { return Share(p.Overdue, p.Open) }

// Payer is how one customer pays in one currency. The year is the last one;
// averages are of its due dates, each instalment once, and what is not paid
// counts to the day.
type Payer struct {
	Customer id.Customer
	Open     money.Minor
	Overdue  money.Minor
	Oldest   int // days of his oldest overdue instalment

	Cases   int         // instalments that fell due within the year
	Due     money.Minor // their amount
	Late    int         // of them paid after the due date, or overdue
	Average Hundredths  // days late
	Worst   int         // days late
	Recent  Hundredths  // average days late of the later half year's due dates
	Before  Hundredths  // of the half year before
	Tied    money.Minor // overdue on an average day of the year

	Payments int // days within the year on which he paid
	weekdays [7]int
}

// The least that makes a habit: so many days of payment, half of them on one
// day of the week.
const habitPayments = 4

// Weekday is the day of the week on which he usually pays; false when he has
// no such habit.
func (p *Payer) Weekday() (time.Weekday, bool) {
	best := 0
	for d, n := range p.weekdays {
		if n > p.weekdays[best] {
			best = d
		}
	}
	return time.Weekday(best), p.Payments >= habitPayments && 2*p.weekdays[best] >= p.Payments
}
