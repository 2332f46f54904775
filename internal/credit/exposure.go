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

// CommitmentKind is what stands behind a commitment.
type CommitmentKind string

// The kinds of commitments.
const (
	Order       CommitmentKind = "order"       // taken, not shipped yet
	Shipment    CommitmentKind = "shipment"    // gone, not invoiced yet
	Reservation CommitmentKind = "reservation" // answered with yes, and held for whoever asked
)

// Commitment is what a customer will owe when it becomes an invoice.
type Commitment struct {
	Kind     CommitmentKind
	Key      string // the order's or waybill's number
	Order    string // of a shipment or reservation: the order it is for
	Contract id.Contract
	On       cal.Date
	Amount   money.Minor // what is left of it
	Currency money.Currency
}

// Party is a customer with what he owes and will owe.
type Party struct {
	Account     *ledger.Account
	Commitments []Commitment
}

// Reserved is the part of an exposure that is held for shipments answered with
// yes; it always counts. The other parts are those of policy.Counted.
const Reserved = "reserved"

// parts are the parts of an exposure in the order they are shown.
var parts = append(slices.Clone(policy.Counted[:len(policy.Counted)-1]), Reserved, policy.CountCredit)

// The places of the parts.
const (
	partOpen = iota
	partOverdue
	partPromised
	partShipped
	partOrders
	partReserved
	partCredit
)

// Exposure is what is owed or will be, by parts, and what of it counts.
type Exposure struct {
	Parts   []Part
	Total   money.Minor      // of the parts that count, in the currency of the question; less than nothing: he has paid ahead
	Rates   []fx.Rate        // by which it was counted
	Unknown []money.Currency // what could not be counted for want of a rate
}

// Part is one sort of what is owed, in the currencies it is owed in.
type Part struct {
	Code    string
	Counts  bool // against the limits
	Amounts []money.Amount
	Lines   []Line // what it is made of; only where it was asked for
}

// Line is one document in a part.
type Line struct {
	Customer id.Customer
	Key      string   // of the document, the order, the reservation; empty: money that settles nothing
	On       cal.Date // the day it is due, or was made; 0: its term has not started
	Amount   money.Amount
}

// scales collects the parts of one exposure.
type scales struct {
	q     *Query
	parts []Part
}

// measure is the exposure of parties, of those contracts that are wanted; nil
// wants all. A document without a contract is always wanted: it was shipped on
// somebody's trust.
func (q *Query) measure(of []Party, wanted map[id.Contract]bool) Exposure {
	s := scales{q, make([]Part, len(parts))}
	for i, code := range parts {
		s.parts[i] = Part{Code: code, Counts: code == Reserved || q.Policy.Credit.CountsAs(code)}
	}
	for i := range of {
		party := &of[i]
		s.debts(party, wanted)
		s.commitments(party, wanted)
		for _, c := range party.Account.Credits {
			s.add(partCredit, party.Account.Customer, "", 0, money.Amount{Minor: -c.Amount, Currency: c.Currency})
		}
	}
	e := Exposure{Parts: s.parts}
	e.count(q)
	return e
}

func (s *scales) debts(p *Party, wanted map[id.Contract]bool) {
	var standing []ledger.Standing
	if len(p.Account.Events) > 0 {
		var suspensions ledger.Suspensions
		standing = suspensions.At(p.Account, s.q.Date)
	}
	for i := range p.Account.Items {
		it := &p.Account.Items[i]
		if wanted != nil && it.Contract != "" && !wanted[it.Contract] {
			continue
		}
		part := partOpen
		switch {
		case standing != nil && (standing[i].Promise != 0 || standing[i].Plan != 0):
			part = partPromised
		case it.Due != 0 && it.Due < s.q.Date:
			part = partOverdue
		}
		s.add(part, p.Account.Customer, string(it.Invoice), it.Due, money.Amount{Minor: it.Open, Currency: it.Currency})
	}
}

// commitments counts what will be owed. What is reserved for an order is not
// ordered beside it; nor is the question's own order beside what it asks for.
// Who asks for an order is first come: orders taken after it do not count.
func (s *scales) commitments(p *Party, wanted map[id.Contract]bool) {
	for i := range p.Commitments {
		c := &p.Commitments[i]
		if wanted != nil && c.Contract != "" && !wanted[c.Contract] {
			continue
		}
		part, amount := partShipped, c.Amount
		switch c.Kind {
		case Reservation:
			if part = partReserved; s.q.Replaces(c) {
				continue
			}
		case Order:
			if part = partOrders; s.q.Order == c.Key && s.q.Order != "" {
				amount -= s.q.Amount
			} else if s.q.takenBefore(c) {
				continue
			}
			for j := range p.Commitments {
				if o := &p.Commitments[j]; o.Kind == Reservation && o.Order == c.Key && o.Currency == c.Currency && !s.q.Replaces(o) {
					amount -= o.Amount
				}
			}
		case Shipment:
		}
		if amount > 0 {
			s.add(part, p.Account.Customer, c.Key, c.On, money.Amount{Minor: amount, Currency: c.Currency})
		}
	}
}

// Replaces says whether a reservation is the one that the question asks for
// anew: the same order is reserved once.
func (q *Query) Replaces(c *Commitment) bool {
	return c.Kind == Reservation && q.Order != "" && c.Order == q.Order
}

// takenBefore says whether the order that the question is for was taken before
// another: on an earlier day, or with a lower number.
func (q *Query) takenBefore(c *Commitment) bool {
	for i := range q.Commitments {
		if own := &q.Commitments[i]; own.Kind == Order && own.Key == q.Order {
			return own.On < c.On || own.On == c.On && own.Key < c.Key
		}
	}
	return false
}

func (s *scales) add(part int, customer id.Customer, key string, on cal.Date, a money.Amount) {
	if !s.q.counts(a.Currency) {
		return
	}
	p := &s.parts[part]
	p.Amounts = add(p.Amounts, a.Minor, a.Currency)
	if s.q.Explain {
		p.Lines = append(p.Lines, Line{customer, key, on, a})
	}
}

// count sums what counts: each currency by itself first, so that money in it
// covers debts in it without a rate. Money beyond the debts of its currency is
// his to ship on only in the currency of the question.
func (e *Exposure) count(q *Query) {
	var net []money.Amount
	for i := range e.Parts {
		if e.Parts[i].Counts {
			for _, a := range e.Parts[i].Amounts {
				net = add(net, a.Minor, a.Currency)
			}
		}
	}
	for i := range net {
		if net[i].Currency != q.Currency {
			net[i].Minor = max(0, net[i].Minor)
		}
	}
	e.Total, e.Rates, e.Unknown = q.inOne(net)
}

// inOne is amounts in the currency of the question.
func (q *Query) inOne(amounts []money.Amount) (total money.Minor, rates []fx.Rate, unknown []money.Currency) {
	if len(amounts) == 1 && amounts[0].Currency == q.Currency {
		return amounts[0].Minor, nil, nil
	}
	whole, err := q.Rates.Sum(amounts, q.Currency, q.Date)
	if err != nil {
		whole.Missing = amounts // more than can be counted is as good as unknown
	}
	for _, a := range whole.Missing {
		if a.Currency != q.Currency && !slices.Contains(unknown, a.Currency) {
			unknown = append(unknown, a.Currency)
		}
	}
	return whole.Amount.Minor, whole.Rates, unknown
}

// counts says whether amounts of a currency take part: in a company that has no
// rates each currency stands by itself.
func (q *Query) counts(c money.Currency) bool { return c == q.Currency || q.Rates != nil }

// add sums by currency.
func add(list []money.Amount, m money.Minor, c money.Currency) []money.Amount {
	for i := range list {
		if list[i].Currency == c {
			list[i].Minor += m
			return list
		}
	}
	return append(list, money.Amount{Minor: m, Currency: c})
}
