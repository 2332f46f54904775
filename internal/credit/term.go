package credit

import (
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// TermKind is what a term of credit does.
type TermKind string

// The kinds of terms. The four in the middle are securities: they raise the
// limit by their amount while they last, and leave what is owed as it is.
const (
	TermLimit         TermKind = "limit"          // how much, and for how long, he may owe
	TermPledge        TermKind = "pledge"         // something of his is pledged
	TermSurety        TermKind = "surety"         // somebody else answers for him
	TermBankGuarantee TermKind = "bank-guarantee" // a bank pays if he does not
	TermInsurance     TermKind = "insurance"      // an insurer does
	TermPrepayment    TermKind = "prepayment"     // so many per cent are paid before goods go
	TermStop          TermKind = "stop-list"      // nothing ships
	TermBlack         TermKind = "black-list"     // nothing ships, or against so many per cent
	TermPapers        TermKind = "papers"         // papers of his are missing: nothing ships
	TermFlag          TermKind = "red-flag"       // a red flag stands that stops shipments; nobody sets it, the register of flags does
)

// TermKinds lists those that somebody sets, in the order of the manual.
var TermKinds = []TermKind{TermLimit, TermPledge, TermSurety, TermBankGuarantee, TermInsurance, TermPrepayment, TermStop, TermBlack, TermPapers}

// Secures says whether a term of the kind raises the limit.
func (k TermKind) Secures() bool {
	return k == TermPledge || k == TermSurety || k == TermBankGuarantee || k == TermInsurance
}

// stops says whether a term of the kind stops shipments; one with a percentage
// asks for prepayment instead.
func (k TermKind) stops() bool {
	return k == TermStop || k == TermBlack || k == TermPapers || k == TermFlag
}

// Scope is what a limit bounds.
type Scope string

// The scopes.
const (
	OfCustomer   Scope = "customer"   // all that he owes
	OfContract   Scope = "contract"   // what he owes under a contract
	OfGroup      Scope = "group"      // what he and the others of his group owe
	OfMonth      Scope = "month"      // what ships to him in a calendar month
	OfPrepayment Scope = "prepayment" // what his money pays for; not the scope of a term
)

// Scopes lists those that a term may have.
var Scopes = []Scope{OfCustomer, OfContract, OfGroup, OfMonth}

// Term is a term of credit that somebody has set for a customer.
type Term struct {
	Number   int64
	Customer id.Customer // of OfGroup: the head of the group
	Kind     TermKind
	Scope    Scope        // of limits; securities and the rest are the customer's
	Contract id.Contract  // of OfContract
	Amount   *money.Minor // of limits and securities; nil: no bound in money
	Currency money.Currency
	Days     int      // of limits: for how long goods may stay unpaid; 0: no bound
	Percent  int      // of TermPrepayment and TermBlack; of TermPapers: what the money that is there pays for goes all the same
	From     cal.Date // 0: from the beginning
	Until    cal.Date // inclusive; 0: until it is ended
	Document string   // of a security: its number
	Reason   string
	By       string
}

// InForce says whether the term counts on a day.
func (t *Term) InForce(day cal.Date) bool {
	return t.From <= day && (t.Until == 0 || day <= t.Until)
}

// before says whether the term goes before another of its kind and scope: one
// with a last day is an exception to one without, and the later word counts.
func (t *Term) before(o *Term) bool {
	switch {
	case o == nil:
		return true
	case (t.Until != 0) != (o.Until != 0):
		return t.Until != 0
	}
	return t.Number > o.Number
}

// limit is the customer's limit of a scope that counts on the day: the one with
// an amount, or the one with days.
func (q *Query) limit(scope Scope, contract id.Contract, days bool) *Term {
	return q.limitOf(q.Account.Customer, scope, contract, days)
}

func (q *Query) limitOf(customer id.Customer, scope Scope, contract id.Contract, days bool) *Term {
	var best *Term
	for i := range q.Terms {
		t := &q.Terms[i]
		if t.Kind != TermLimit || t.Customer != customer || t.Scope != scope || t.Contract != contract || !t.InForce(q.Date) {
			continue
		}
		if (days && t.Days > 0 || !days && t.Amount != nil) && t.before(best) {
			best = t
		}
	}
	return best
}

// securities are those in force of the customer, or of him and his group.
func (q *Query) securities(group bool) (list []Term) {
	for _, t := range q.Terms {
		if t.Kind.Secures() && t.InForce(q.Date) && (group || t.Customer == q.Account.Customer) && t.Amount != nil {
			list = append(list, t)
		}
	}
	return list
}

// stops are the terms by which nothing ships to the customer.
func (q *Query) stops() (list []Term) {
	for _, t := range q.Terms {
		if t.Kind.stops() && t.Percent == 0 && t.InForce(q.Date) && t.Customer == q.Account.Customer {
			list = append(list, t)
		}
	}
	return list
}

// prepaid is the strictest prepayment that is asked of the customer, in per
// cent, and the term that asks for it; nil: his category does. 0: none is.
func (q *Query) prepaid() (percent int, by *Term) {
	if q.Policy.CategoryOf(q.Account.Category).Prepayment {
		percent = wholePercent
	}
	for i := range q.Terms {
		t := &q.Terms[i]
		if t.Percent > percent && t.InForce(q.Date) && t.Customer == q.Account.Customer {
			percent, by = t.Percent, t
		}
	}
	return percent, by
}

// wholePercent is all of it.
const wholePercent = 100
