// Package credit answers whether goods may ship to a customer: by the holds of
// the policy and its section on credit, by the limits that contracts, the
// category and people have set, and by what someone with the right has lifted.
// Debts and limits in several currencies are counted in one, by the rates of the
// day; without the one of the day nothing ships on the limit. A company that has
// no rates at all has each currency stand by itself.
//
// The answer is made live from the ledger whenever it is asked for, so it is
// never stale. It says what may still ship, which payment would release the
// rest, and who may override. It does not record anything, and it is not who
// has which right (desk).
//
// Two things release a hold: money, and a Lift. Promises, disputes and
// suspensions keep letters back, but they do not ship goods. Each limit is a Cap
// of its own over what it bounds, and the least of what they leave may ship. A
// security raises the limit; what is owed stays what it is, so that the figure
// is the same in every list.
//
// Start with Check; cap.go says which limit counts, exposure.go what counts
// against it, debt.go which debts stop shipments.
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
	Currency money.Currency      // of Amount and of the answer
	Amount   money.Minor         // asked for; 0: none, just what may ship
	Contract id.Contract         // shipped under; empty: under any
	Order    string              // shipped for: its reservation and its order are not counted beside Amount; empty: for none
	Base     money.Currency      // the company's, in which policies have their limits; empty: Currency
	Limits   []Limit             // of the contracts
	Depths   map[id.Contract]int // for how many days the contracts let goods stay unpaid
	Terms    []Term              // of the customer and of the head of his group, in force or not
	Lifts    []Lift
	Rates    *fx.Table // for debts and limits in other currencies than Currency; nil: the company has none

	Commitments []Commitment
	Groups      map[id.Customer][]Party // the others of the group that a customer heads, where its limit is in force
	Month       *Month                  // nil: there is no shipment limit
	Paid        *Paid                   // since the hold in force began; nil: not looked at
	Explain     bool                    // list what the figures are made of
	Numbers     map[id.Contract]string  // of contracts as printed, where figures are explained
}

// Paid is what a customer paid since a day and what went to him since, in the
// currency of the question: for Policy.Credit.ForPayment.
type Paid struct {
	Since          cal.Date
	Received, Gone money.Minor
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
	// ForDebts says that debts were overdue when it was given, on the day Given:
	// when the last of them is paid, it ends by itself.
	ForDebts bool
	Given    cal.Date
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
	Lifters           []Lifter // by which rule, and what is to be shown; Check leaves it to who knows the rules of authority
	Held              bool     // a hold of the policy is in force, lifted or not
	Since             cal.Date // the first day of the hold in force
	Lift              *Lift    // the lift that lets it ship
	Caps              []Cap    // every limit that concerns it, with what counts against it
}

// Lifter is who may let goods go in spite of an answer, and what it takes.
type Lifter struct {
	Kind       string   // what is asked for: lift-hold, change-limit
	Role       string   // who decides it
	Evidence   []string // what is to be shown, by name
	ProposedBy []string // who proposes it before
	Together   []string // who decides it with him
}

// Check answers the query.
func Check(q Query) Answer {
	ans := Answer{Customer: q.Account.Customer, Date: q.Date, Currency: q.Currency}
	debts, stops := q.debts(), q.stops()
	ans.hold(&q, debts, stops)
	room := q.room()
	ans.Caps = room.caps
	lift := q.lift(debts, len(stops) > 0, room.limited && tooMuch(q.Amount, room.left))
	if !ans.Held && !room.limited {
		ans.Allowed = true
		return ans
	}
	ans.available(&q, lift, &room, len(stops) > 0)
	ans.Allowed = *ans.Available > 0
	if q.Amount > 0 {
		ans.Allowed = q.Amount <= *ans.Available
	}
	ans.explain(&q, debts, stops, lift)
	return ans
}

func tooMuch(asked, room money.Minor) bool { return room <= 0 || asked > room }

// hold notes the holds in force: since when, for how much, and who may lift.
func (ans *Answer) hold(q *Query, debts []debt, stops []Term) {
	for i := range debts {
		d := &debts[i]
		ans.since(d.since)
		ans.release(d, q.Currency)
		for _, role := range d.hold.LiftedBy {
			ans.mayLift(role)
		}
	}
	for i := range stops {
		ans.since(stops[i].From)
		for _, role := range q.Policy.Credit.LiftedBy {
			ans.mayLift(role)
		}
	}
}

func (ans *Answer) since(day cal.Date) {
	if !ans.Held || day < ans.Since {
		ans.Since = day
	}
	ans.Held = true
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

// available is the least of what the limits leave and what a lift allows. A
// lift of every rule stands above the limits too.
func (ans *Answer) available(q *Query, lift *Lift, room *room, stopped bool) {
	may := max(0, room.left)
	switch {
	case lift != nil && !ans.Held:
		may = max(may, lift.left())
	case lift != nil && (lift.Rule == "" || !room.limited):
		may = lift.left()
	case lift != nil:
		may = min(may, lift.left())
	case ans.Held:
		against := q.againstPayment(stopped)
		if !room.limited {
			may = against
		}
		may = min(may, against)
	}
	ans.Available = &may
	if lift != nil {
		l := *lift
		ans.Lift = &l
	}
}

// againstPayment is what ships in spite of debts for what was paid since they
// stopped shipments: so many per cent of it, less what went since.
func (q *Query) againstPayment(stopped bool) money.Minor {
	if q.Paid == nil || stopped {
		return 0
	}
	return max(0, q.Paid.Received*money.Minor(q.Policy.Credit.ForPayment)/wholePercent-q.Paid.Gone)
}
