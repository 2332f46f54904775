package policy

import (
	"slices"
	"time"

	"debitor/internal/cal"
	"debitor/internal/condition"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Facts are what a condition may ask, in the order of the manual. Those of the
// customer come first: a rule of authority, which is about a person's word and
// not about a document, knows no others (see CustomerFacts).
var Facts = []condition.Fact{
	factCategory:       {Name: "category", Type: condition.Word},
	factCountry:        {Name: "country", Type: condition.Word},
	factOwed:           {Name: "owed", Type: condition.Money},
	factOverdueTotal:   {Name: "overdue_total", Type: condition.Money},
	factOldest:         {Name: "oldest", Type: condition.Number},
	factLateTimes:      {Name: "late_times", Type: condition.Number},
	factWorstDelay:     {Name: "worst_delay", Type: condition.Number},
	factHistoryMonths:  {Name: "history_months", Type: condition.Number},
	factLateLastMonth:  {Name: "late_last_month", Type: condition.Number},
	factWorstLastMonth: {Name: "worst_last_month", Type: condition.Number},
	factEmail:          {Name: "email", Type: condition.Flag},
	factAddress:        {Name: "address", Type: condition.Flag},
	factVerified:       {Name: "verified_contact", Type: condition.Flag},

	factLaw:           {Name: "law", Type: condition.Word},
	factKind:          {Name: "kind", Type: condition.Word},
	factReason:        {Name: "reason", Type: condition.Word},
	factOpen:          {Name: "open", Type: condition.Money},
	factAmount:        {Name: "amount", Type: condition.Money},
	factDays:          {Name: "days", Type: condition.Number},
	factPaymentDays:   {Name: "payment_days", Type: condition.Number},
	factBroken:        {Name: "broken_promises", Type: condition.Number},
	factPromiseBroken: {Name: "promise_broken", Type: condition.Flag},
	factPlanBroken:    {Name: "plan_broken", Type: condition.Flag},
	factPlan:          {Name: "plan", Type: condition.Flag},
	factNoticed:       {Name: "noticed", Type: condition.Flag},
	factRefused:       {Name: "refused", Type: condition.Flag},
	factNoContact:     {Name: "no_contact", Type: condition.Flag},
	factGuarantee:     {Name: "guarantee", Type: condition.Flag},
	factRestructured:  {Name: "restructured", Type: condition.Flag},
	factClaimReached:  {Name: "claim_delivered", Type: condition.Flag},
	factLawsuit:       {Name: "lawsuit", Type: condition.Flag},
	factPrepaid:       {Name: "prepaid", Type: condition.Flag},
	factDisputed:      {Name: "disputed", Type: condition.Flag},
	factPartlyPaid:    {Name: "partly_paid", Type: condition.Flag},
	factPenalty:       {Name: "penalty", Type: condition.Flag},
	factShipped:       {Name: "shipped", Type: condition.Flag},
	factHandedOver:    {Name: "handed_over", Type: condition.Flag},
	factAccepted:      {Name: "accepted", Type: condition.Flag},
}

// CustomerFacts are those of Facts that are about the customer alone.
var CustomerFacts = Facts[:factLaw]

// The facts, by their place in Facts.
const (
	factCategory = iota
	factCountry
	factOwed
	factOverdueTotal
	factOldest
	factLateTimes
	factWorstDelay
	factHistoryMonths
	factLateLastMonth
	factWorstLastMonth
	factEmail
	factAddress
	factVerified

	factLaw
	factKind
	factReason
	factOpen
	factAmount
	factDays
	factPaymentDays
	factBroken
	factPromiseBroken
	factPlanBroken
	factPlan
	factNoticed
	factRefused
	factNoContact
	factGuarantee
	factRestructured
	factClaimReached
	factLawsuit
	factPrepaid
	factDisputed
	factPartlyPaid
	factPenalty
	factShipped
	factHandedOver
	factAccepted
)

// noteNeeds adds what the fact at that place is read from.
func (n *Needs) noteFact(fact int) {
	switch fact {
	case factLateTimes, factWorstDelay, factHistoryMonths, factLateLastMonth, factWorstLastMonth:
		n.Record = true
	case factLaw, factPaymentDays, factPenalty:
		n.Contracts = true
	case factBroken, factPromiseBroken, factPlanBroken:
		n.Receipts = true
	case factKind, factShipped, factHandedOver, factAccepted:
		n.Documents = true
	}
}

// asker answers a condition for one instalment on a day.
type asker struct {
	d   *Decider
	v   *view // nil: about the customer alone
	day cal.Date
}

// holds says whether the step's condition is true for the item on a day.
func (d *Decider) holds(v *view, step *Step, day cal.Date) bool {
	if step.If == nil {
		return true
	}
	d.asker = asker{d, v, day}
	return step.If.Holds(&d.asker)
}

// Flag answers whether a fact holds.
func (q *asker) Flag(fact int) bool {
	switch fact {
	case factEmail:
		return q.d.account.HasEmail
	case factAddress:
		return q.d.account.HasPost
	case factVerified:
		return verified(q.d.account, nil)
	}
	if q.v == nil {
		return false
	}
	s, it := &q.v.signals, q.v.item
	switch fact {
	case factPromiseBroken:
		return s.PromiseBroken != 0
	case factPlanBroken:
		return s.PlanBroken != 0
	case factPlan:
		return s.Plan
	case factNoticed:
		return s.Notice != 0
	case factRefused:
		return s.Refusal != 0
	case factNoContact:
		return s.NoContact != 0
	case factGuarantee:
		return s.Guarantee != 0
	case factRestructured:
		return s.Restructured != 0
	case factClaimReached:
		return s.ClaimDelivered != 0
	case factLawsuit:
		return s.Lawsuit != 0
	case factPrepaid:
		return s.PrepaidUntil >= q.day
	case factDisputed:
		return q.v.disputed > 0
	case factPartlyPaid:
		return it.Open < it.Amount
	case factPenalty:
		c := contractOf(q.d.account, it)
		return c != nil && c.PenaltyPerDay != ""
	case factShipped:
		return it.Shipped != 0
	case factHandedOver:
		return it.HandedOver != 0
	case factAccepted:
		return it.Accepted != 0
	}
	return false
}

// verified says whether the customer has a contact that somebody has verified,
// of one of the roles if any are named.
func verified(a *ledger.Account, roles []string) bool {
	for _, r := range a.Reach {
		if r.Verified && (len(roles) == 0 || slices.Contains(roles, r.Role)) {
			return true
		}
	}
	return false
}

func contractOf(a *ledger.Account, it *ledger.Item) *ledger.Contract {
	for i := range a.Contracts {
		if a.Contracts[i].ID == it.Contract {
			return &a.Contracts[i]
		}
	}
	return nil
}

// Number answers a count or a number of days; false when it is not known.
func (q *asker) Number(fact int) (int, bool) {
	switch fact {
	case factOldest:
		return q.oldest()
	case factLateTimes, factWorstDelay, factHistoryMonths, factLateLastMonth, factWorstLastMonth:
		return q.d.recordOn(q.day).number(fact)
	}
	if q.v == nil {
		return 0, false
	}
	switch fact {
	case factDays:
		return int(q.day - q.v.due), q.v.due != 0
	case factBroken:
		return q.v.signals.BrokenPromises, true
	case factPaymentDays:
		c := contractOf(q.d.account, q.v.item)
		return paymentDays(c), c != nil && c.PaymentDays >= 0
	}
	return 0, false
}

func paymentDays(c *ledger.Contract) int {
	if c == nil {
		return 0
	}
	return c.PaymentDays
}

// oldest is how many days the customer's oldest debt is overdue, negative when
// none is.
func (q *asker) oldest() (int, bool) {
	due := q.d.owing(q.day).oldest
	return int(q.day - due), due != 0
}

// Money answers an amount of the item's currency, or of the customer's debts
// in it.
func (q *asker) Money(fact int) (money.Minor, money.Currency) {
	currency := q.currency()
	switch fact {
	case factOpen:
		return q.v.net, currency
	case factAmount:
		return q.v.item.Amount, currency
	case factOwed:
		return q.d.owing(q.day).owed[currency], currency
	}
	return q.d.owing(q.day).overdue[currency], currency
}

// totals are what a customer owes on a day, by currency.
type totals struct {
	day           cal.Date // 0: not counted yet
	oldest        cal.Date // the first due date of what may be asked for; 0: there is none
	owed, overdue map[money.Currency]money.Minor
}

// owing counts the totals as of a day, once for a customer and day: every step
// may ask for them of every item.
func (d *Decider) owing(day cal.Date) *totals {
	t := &d.totals
	if t.day == day {
		return t
	}
	if t.owed == nil {
		t.owed, t.overdue = map[money.Currency]money.Minor{}, map[money.Currency]money.Minor{}
	}
	clear(t.owed)
	clear(t.overdue)
	t.day, t.oldest = day, 0
	for i := range d.views { // in the order of due dates
		v := &d.views[i]
		if t.oldest == 0 && v.net > 0 {
			t.oldest = v.due
		}
		t.owed[v.item.Currency] += v.net
		if v.due != 0 && v.due < day {
			t.overdue[v.item.Currency] += v.net
		}
	}
	return t
}

// currency is the item's; that of the oldest debt where the question is about
// the customer alone.
func (q *asker) currency() money.Currency {
	switch {
	case q.v != nil:
		return q.v.item.Currency
	case len(q.d.views) > 0:
		return q.d.views[0].item.Currency
	}
	return ""
}

// Word answers a code.
func (q *asker) Word(fact int) string {
	switch fact {
	case factCategory:
		return q.d.category.ID
	case factCountry:
		return q.d.account.Country
	}
	if q.v == nil {
		return ""
	}
	switch fact {
	case factLaw:
		if c := contractOf(q.d.account, q.v.item); c != nil {
			return c.Law
		}
	case factKind:
		return q.v.item.Kind
	case factReason:
		return q.v.signals.Reason
	}
	return ""
}

// Done answers whether a step was done for the item on an earlier day: what one
// day does must not depend on the order in which it is done.
func (q *asker) Done(step int) bool {
	return q.v != nil && q.v.done[step].times > 0 && q.v.done[step].first < q.day
}

// Ask answers a condition about the customer alone, as a rule of authority
// puts it, by an account as of a day.
func (p *Policy) Ask(c *cal.Calendar, a *ledger.Account, day cal.Date) condition.Env {
	d := NewDecider(p, c, day)
	d.look(a)
	return &asker{d: d, day: day}
}

// record is what the facts about a year's payments come to.
type record struct {
	day                             cal.Date // 0: not counted yet
	known                           bool
	late, worst, months             int
	lateLastMonth, worstInLastMonth int
}

// recordOn counts the record as of a day, once for a customer and day. Days
// after the one it was read for make open debts older, add those that fell due
// meanwhile, and take off those that are out of the year.
func (d *Decider) recordOn(day cal.Date) *record {
	r, from := &d.record, d.account.Record
	if r.day == day {
		return r
	}
	*r = record{day: day}
	if from == nil || from.Since == 0 {
		return r
	}
	r.known, r.months = true, monthsBetween(from.Since, day)
	for _, delay := range from.Delays {
		if delay.Due >= day-ledger.RecordDays {
			r.note(delay.Due, delay.Settled)
		}
	}
	for i := range d.views {
		if it := d.views[i].item; it.Due > d.asOf && it.Due <= day {
			r.note(it.Due, 0)
		}
	}
	return r
}

// note counts one delay.
func (r *record) note(due, settled cal.Date) {
	end := settled
	if settled == 0 {
		end = r.day
	}
	if days := int(end - due); days > 0 {
		r.late++
		r.worst = max(r.worst, days)
	}
	first, last := monthBefore(r.day)
	if in := int(min(end, last) - due); due < last && end >= first && in > 0 {
		r.lateLastMonth++
		r.worstInLastMonth = max(r.worstInLastMonth, in)
	}
}

func (r *record) number(fact int) (int, bool) {
	switch fact {
	case factLateTimes:
		return r.late, r.known
	case factWorstDelay:
		return r.worst, r.known
	case factHistoryMonths:
		return r.months, true
	case factLateLastMonth:
		return r.lateLastMonth, r.known
	}
	return r.worstInLastMonth, r.known
}

// monthsBetween is how many whole months lie between two days.
func monthsBetween(from, to cal.Date) int {
	y1, m1, d1 := from.Civil()
	y2, m2, d2 := to.Civil()
	n := (y2-y1)*12 + m2 - m1
	if d2 < d1 {
		n--
	}
	return max(0, n)
}

// monthBefore is the calendar month before the one of the day.
func monthBefore(day cal.Date) (first, last cal.Date) {
	y, m, d := day.Civil()
	last = day - cal.Date(d)
	if m--; m == 0 {
		y, m = y-1, 12
	}
	return cal.On(y, time.Month(m), 1), last
}

// signal is the day of an event that is not one of the document's own dates.
func signal(s *ledger.Signals, e Event) cal.Date {
	switch e {
	case PromiseBroken:
		return s.PromiseBroken
	case PlanBroken:
		return s.PlanBroken
	case Notified:
		return s.Notice
	case Refused:
		return s.Refusal
	case NotReached:
		return s.NoContact
	case DisputeOpened:
		return s.Disputed
	case TransitExpired:
		return s.TransitExpired
	case ClaimReached:
		return s.ClaimDelivered
	case Prepaid:
		return s.Prepayment
	}
	return 0
}
