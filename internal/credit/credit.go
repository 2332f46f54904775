// Package credit answers whether goods may ship to a customer: by the holds of
// the policy, by the limits of his contracts, and by what someone with the
// right has lifted. Debts and limits in several currencies are counted in one,
// by the rates of the day; without the one of the day nothing ships on the limit.
// A company that has no rates at all has each currency stand by itself.
//
// The answer is made live from the ledger whenever it is asked for, so it is
// never stale. It says what may still ship, which payment would release the
// rest, and who may override. It does not record anything, and it is not who
// has which right (desk).
//
// Two things release a hold: money, and a Lift. Promises, disputes and
// suspensions keep letters back, but they do not ship goods.
//
// Start with Check.
package credit

import (
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fx"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// RuleLimit is the rule of a contract's limit, as a Lift names it; the policy's
// holds are rules by their ids.
const RuleLimit = "limit"

// Query is the question: may this ship?
type Query struct {
	Policy   *policy.Policy
	Calendar *cal.Calendar
	Account  *ledger.Account // as of Date
	Date     cal.Date
	Currency money.Currency // of Amount and of the answer
	Amount   money.Minor    // asked for; 0: none, just what may ship
	Contract id.Contract    // shipped under; empty: under any
	Limits   []Limit
	Lifts    []Lift
	Rates    *fx.Table // for debts and limits in other currencies than Currency; nil: the company has none
}

// Limit is how much a contract lets a customer owe.
type Limit struct {
	Contract id.Contract
	Amount   money.Minor
	Currency money.Currency
}

// Lift is an override: someone with the right lets goods ship in spite of a
// rule, up to an amount, for some days.
type Lift struct {
	Rule   string // a hold's id or RuleLimit; empty: every rule
	Reason string
	Amount money.Minor // how much may ship; in the currency of the query
	Used   money.Minor // how much has shipped on it
	From   cal.Date
	Until  cal.Date // inclusive
	By     string
}

// inForce says whether the lift counts on the day.
func (l *Lift) inForce(day cal.Date) bool { return l.From <= day && day <= l.Until }

// left is what may still ship on the lift.
func (l *Lift) left() money.Minor { return max(0, l.Amount-l.Used) }

// Answer is what may ship, and why no more.
type Answer struct {
	Customer id.Customer
	Date     cal.Date
	Allowed  bool     // the amount asked for; without one: anything at all
	Reasons  []Reason // why not; why in spite of a hold, if a lift lets it
	// Available is how much may ship; nil when no limit is set and nothing
	// holds.
	Available *money.Minor
	// ReleasedByPayment is the payment in Currency after which no debt in it
	// holds and the amount asked for fits the limit; 0 when none is needed.
	ReleasedByPayment money.Minor
	ReleasedAbroad    []money.Amount // payments that the holds of other currencies need as well
	Currency          money.Currency
	LiftedBy          []string // roles that may lift the holds in force
	Held              bool     // a hold of the policy is in force, lifted or not
	Since             cal.Date // the first day of the hold in force
	Lift              *Lift    // the lift that lets it ship
}

// Check answers the query.
func Check(q Query) Answer {
	ans := Answer{Customer: q.Account.Customer, Date: q.Date, Currency: q.Currency}
	overdue := q.overdue()
	ans.hold(overdue, q.Currency)
	room := q.room()
	lift := q.lift(overdue, room.limited && tooMuch(q.Amount, room.left))
	if !ans.Held && !room.limited {
		ans.Allowed = true
		return ans
	}
	ans.available(lift, room.left, room.limited)
	ans.Allowed = *ans.Available > 0
	if q.Amount > 0 {
		ans.Allowed = q.Amount <= *ans.Available
	}
	ans.explain(&q, overdue, lift, &room)
	return ans
}

func tooMuch(asked, room money.Minor) bool { return room <= 0 || asked > room }

// hold notes the holds in force: since when, for how much, and who may lift.
func (ans *Answer) hold(overdue []debt, c money.Currency) {
	for i := range overdue {
		o := &overdue[i]
		ans.Held = true
		if ans.Since == 0 || o.since < ans.Since {
			ans.Since = o.since
		}
		ans.release(o, c)
		for _, role := range o.hold.LiftedBy {
			ans.mayLift(role)
		}
	}
}

func (ans *Answer) release(o *debt, c money.Currency) {
	if o.item.Currency == c {
		ans.ReleasedByPayment += o.net
		return
	}
	for i := range ans.ReleasedAbroad {
		if a := &ans.ReleasedAbroad[i]; a.Currency == o.item.Currency {
			a.Minor += o.net
			return
		}
	}
	ans.ReleasedAbroad = append(ans.ReleasedAbroad, money.Amount{Minor: o.net, Currency: o.item.Currency})
}

func (ans *Answer) mayLift(role string) {
	if slices.Contains(ans.LiftedBy, role) {
		return
	}
	ans.LiftedBy = append(ans.LiftedBy, role)
}

// available is the least of what the limit leaves and what a lift allows. A
// lift of every rule stands above the limit too.
func (ans *Answer) available(lift *Lift, room money.Minor, limited bool) {
	may := max(0, room)
	switch {
	case lift != nil && !ans.Held:
		may = max(may, lift.left())
	case lift != nil && (lift.Rule == "" || !limited):
		may = lift.left()
	case lift != nil:
		may = min(may, lift.left())
	case ans.Held:
		may = 0
	}
	ans.Available = &may
	if lift != nil {
		l := *lift
		ans.Lift = &l
	}
}
