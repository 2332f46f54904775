package interest

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
)

// Method is what is counted.
type Method string

// The methods.
const (
	Statutory  Method = "statutory" // interest on late money, by law
	ByContract Method = "penalty"   // what the contract says a day of delay costs
	ForUse     Method = "use"       // interest for the use of money (RU art. 317.1, DE § 353 HGB)
)

// Methods lists them.
var Methods = []Method{Statutory, ByContract, ForUse}

// Debt is one sum with one due date.
type Debt struct {
	Key       string // by which a fact names it
	Principal money.Minor
	Due       cal.Date // the effective one; the first day of delay is the next
	Arisen    cal.Date // when the debt arose, for rules about older debts; none: Due
}

func (d *Debt) arisen() cal.Date { return cmp.Or(d.Arisen, d.Due) }

// Fact is something that made a debt smaller.
type Fact struct {
	Day    cal.Date
	Amount money.Minor // more than zero
	Debt   string      // the debt it is for; empty: the earliest due
	Credit bool        // a credit note: it counts from its own day, a payment from the next
}

// Span is days, both ends included.
type Span struct{ From, To cal.Date }

// Whether the day of payment counts; empty is what the law says of the last
// payment (Paid), and that it counts for part payments.
const (
	DayCounted    = "counted"
	DayNotCounted = "not_counted"
)

// Terms are what contract, court or the person who asks says beside the law.
type Terms struct {
	Method        Method
	Consumer      bool
	PerDay        Percent     // penalty: percent a day
	Rate          Percent     // an agreed rate a year in the place of the law's
	Cap           Percent     // the whole is not more than this share of CapBase
	CapBase       money.Minor // none: the principal
	Fine          money.Minor // penalty: once, for the delay as such
	From          cal.Date    // first day counted; none: the day after due
	Months        int         // penalty: not for longer than so many months; 0: without end
	Basis         Basis       // empty: the law's
	PaymentDay    string      // DayCounted or DayNotCounted; empty: see there
	RateOf        RateOf      // empty: the law's
	Judgment      cal.Date    // the day of judgment; none: Case.To
	PenaltyAgreed bool        // the contract has a penalty for this delay
	Moratoria     []string    // listed suspensions that protect this debtor
	NoMoratorium  bool        // no suspension protects him
}

// Case is what is to be counted.
type Case struct {
	Law       string
	Currency  money.Currency // empty: the law's
	Debts     []Debt
	Facts     []Fact
	Suspended []Span   // days on which nothing accrues, by agreement or order
	To        cal.Date // the last day, counted
	Paid      bool     // the rest was paid on To, which counts if the law says so
	Terms
}

// MaxDebts and MaxFacts bound a case: more is an account, not a claim.
const (
	MaxDebts = 10_000
	MaxFacts = 10_000
)

// check refuses a case that cannot be counted. Codes: interest.debts,
// interest.principal, interest.facts, interest.facts.amount,
// interest.facts.debt, interest.suspended, interest.date, interest.method,
// interest.terms, interest.terms.penalty, interest.terms.twice.
func (c *Case) check() error {
	if len(c.Debts) == 0 || len(c.Debts) > MaxDebts {
		return fault.New(fault.Input, "interest.debts", "a calculation has 1 to %d debts, not %d", MaxDebts, len(c.Debts))
	}
	if len(c.Facts) > MaxFacts {
		return fault.New(fault.Input, "interest.facts", "a calculation has at most %d payments, not %d", MaxFacts, len(c.Facts))
	}
	var sum money.Minor
	for _, d := range c.Debts {
		if d.Principal < 0 || d.Principal > money.Max {
			return fault.New(fault.Input, "interest.principal", "a principal is from 0 to 100 billion")
		}
		if err := dated(d.Due); err != nil {
			return err
		}
		if sum += d.Principal; sum > money.Max {
			return (money.Max + 1).Check()
		}
	}
	for _, f := range c.Facts {
		if f.Amount <= 0 || f.Amount > money.Max {
			return fault.New(fault.Input, "interest.facts.amount", "a payment is more than 0 and at most 100 billion")
		}
		if err := dated(f.Day); err != nil {
			return err
		}
		if f.Debt != "" && !slices.ContainsFunc(c.Debts, func(d Debt) bool { return d.Key == f.Debt }) {
			return fault.New(fault.Input, "interest.facts.debt", "a payment names the debt %q, which is not in the calculation", f.Debt)
		}
	}
	for _, s := range c.Suspended {
		if dated(s.From) != nil || dated(s.To) != nil || s.To < s.From {
			return fault.New(fault.Input, "interest.suspended", "a suspension goes from a day to a later one")
		}
	}
	if err := dated(c.To); err != nil {
		return err
	}
	return c.Terms.check()
}

func dated(d cal.Date) error {
	if d < cal.First || d > cal.Last {
		return fault.New(fault.Input, "interest.date", "a date is missing, or lies outside %s to %s", cal.First, cal.Last)
	}
	return nil
}

func (t *Terms) check() error {
	if !slices.Contains(Methods, t.Method) {
		return fault.New(fault.Input, "interest.method", "%q is not a method: there are statutory, penalty and use", string(t.Method))
	}
	ok := t.Months >= 0 && t.CapBase >= 0 && t.CapBase <= money.Max && t.Fine >= 0 && t.Fine <= money.Max &&
		slices.Contains([]string{"", DayCounted, DayNotCounted}, t.PaymentDay) &&
		slices.Contains([]RateOf{"", PerPeriod, PaymentDay, JudgmentDay}, t.RateOf) &&
		(t.Basis == "" || slices.Contains(Bases, t.Basis))
	for _, p := range []Percent{t.PerDay, t.Rate, t.Cap} {
		ok = ok && p >= 0 && p <= MaxPercent
	}
	if !ok {
		return fault.New(fault.Input, "interest.terms", "a rate, a cap, a fine or a number of months is less than zero or too large, or a choice is none there is")
	}
	if t.Method != ByContract && (t.PerDay > 0 || t.Fine > 0 || t.Months > 0) {
		return fault.New(fault.Input, "interest.terms.penalty", "a rate per day, a fine and months are for a penalty; choose that method")
	}
	if t.Method == ByContract && t.Rate > 0 && t.PerDay > 0 {
		return fault.New(fault.Input, "interest.terms.twice", "a penalty has a rate a day or a rate a year, not both")
	}
	return nil
}
