// Package authority is who may decide what: the rules of a policy for promises
// of payment, lifted holds, waived prices of delay, new terms, categories.
//
// It is not a workflow: it keeps no requests and knows no people by name but
// to tell two of them apart. It is not rights either: what a role may do in
// debitor at all is said in desk; a rule here says how far its word goes.
// Invariants: it only computes, without clock; the same ask has the same
// answer; a role's bound is its first rule that applies, so a later one never
// widens it; nobody decides what he has proposed.
//
// Start with Rule, Ask and Judge.
package authority

import (
	"slices"

	"debitor/internal/cal"
	"debitor/internal/condition"
	"debitor/internal/money"
)

// Kind is what is asked for.
type Kind string

// The kinds of asks, as a policy calls them.
const (
	Promise        Kind = "promise"           // the customer is believed to pay by a day
	LiftHold       Kind = "lift-hold"         // goods go in spite of a hold
	WaivePrice     Kind = "waive-delay-price" // the price of delay is not asked for
	ReDefer        Kind = "re-defer"          // a late debt gets a new term in writing
	AssignCategory Kind = "assign-category"   // the customer's category
	Exclude        Kind = "exclude"           // out of the plans by a written order
	ChangeLimit    Kind = "change-limit"      // how much he may owe
	ChangeTerms    Kind = "change-terms"      // other terms of payment
	PublishPolicy  Kind = "publish-policy"    // a policy becomes the company's
	WriteOff       Kind = "write-off"         // a debt is given up
	WaivePapers    Kind = "waive-papers"      // goods go on credit though papers of the customer are missing
	BlackList      Kind = "black-list"        // the customer pays so much in advance for a while
	ChargeLate     Kind = "charge"            // a penalty or interest is charged
	WaiveCharge    Kind = "waive-charge"      // of what was charged, so much is not asked for
)

// Kinds lists them in the order of the manual.
var Kinds = []Kind{
	Promise, LiftHold, WaivePrice, ReDefer, AssignCategory, Exclude, ChangeLimit, ChangeTerms, PublishPolicy, WriteOff,
	WaivePapers, BlackList, ChargeLate, WaiveCharge,
}

// fromDue says whose bounds are counted from the due date the debt had at
// first; those of the others run from the day of asking.
func (k Kind) fromDue() bool { return k == WaivePrice || k == ReDefer }

// Rule lets one role decide one kind of ask, within a bound.
type Rule struct {
	May        Kind
	Role       string
	UpTo       Bound                            // how far: zero is no bound
	Amount     func(money.Currency) money.Minor // up to how much: nil is no bound; in a currency it gives nothing for, nothing
	Evidence   []string                         // what must be shown, by name: guarantee-letter
	ProposedBy []string                         // roles that must have proposed it before, each by a person of his own
	Together   []string                         // roles that must say yes beside Role, in any order, each by a person of his own; not with ProposedBy
	MayRequire []string                         // of Together: what whoever says yes may make his yes depend on, by name
	If         *condition.Condition             // for whom: nil is for all
	Line       int                              // of the policy's text
}

// Ask is one request as it is judged.
type Ask struct {
	Kind     Kind
	Today    cal.Date // the day it was asked
	Until    cal.Date // the last day it is for; 0: no end. Of WaivePrice the day the debt was repaid in full; 0: it is not
	From     cal.Date // the debt's original due date, for WaivePrice and ReDefer
	Amount   money.Minor
	Currency money.Currency
	Evidence []string      // what was shown, by name
	Proposed []Proposal    // what was proposed, or said yes to, so far
	Required []string      // what those who said yes made it depend on, by name
	By       string        // the person who would decide, empty where that does not matter
	Env      condition.Env // the facts that rules ask about
	Calendar *cal.Calendar // for bounds in working days
}

// Proposal is one person's word for an ask, in one of his roles: before another
// decides, or as one of those who decide it together.
type Proposal struct {
	By, Role string
}

// The codes of verdicts. They are stable.
const (
	Granted       = "authority.granted"    // the person may decide it himself
	NeedsDecision = "authority.decision"   // it waits for one of Roles
	NeedsProposal = "authority.proposal"   // it waits for the word of each of Proposals first
	NeedsAll      = "authority.together"   // it waits for the yes of each of Proposals, in any order
	Agreed        = "authority.agreed"     // all whose yes it takes have given it
	NeedsEvidence = "authority.evidence"   // Evidence is to be shown first
	Nobody        = "authority.nobody"     // it goes beyond everybody's bound
	NotRepaid     = "authority.not_repaid" // nothing is waived while part of the debt is open
	Unwritten     = "authority.unwritten"  // the policy has no rule for the kind
)

// Verdict is who may decide an ask, and what is missing before. Only the facts
// that the code needs are set.
type Verdict struct {
	Code      string
	Kind      Kind
	Role      string   // Granted: the role it is decided in
	Roles     []string // who may decide it, lowest first: in the order of the policy
	Evidence  []string // what is missing
	Proposals []string // whose word is missing
	Require   []string // NeedsAll: what a yes may be made to depend on
	Last      cal.Date // Nobody: the last day that anyone may go to; 0: the bound is not the day
	Line      int      // Granted: the rule's in the policy
}

// Judge says what a person with these roles may do about an ask.
func Judge(rules []Rule, ask Ask, roles []string) Verdict {
	v := Verdict{Kind: ask.Kind}
	switch of, last := covering(rules, ask); {
	case !written(rules, ask.Kind):
		v.Code = Unwritten
	case ask.Kind == WaivePrice && ask.Until == 0:
		v.Code = NotRepaid
	case len(of) == 0:
		v.Code, v.Last = Nobody, last
	default:
		v.weigh(of, ask, roles)
	}
	return v
}

func written(rules []Rule, k Kind) bool {
	return slices.ContainsFunc(rules, func(r Rule) bool { return r.May == k })
}

// covering are the rules whose bound the ask keeps within, one for each role,
// and the last day that any bound goes to.
func covering(rules []Rule, ask Ask) (of []Rule, last cal.Date) {
	seen := map[string]bool{}
	for _, r := range rules {
		if r.May != ask.Kind || seen[r.Role] || !r.If.Holds(ask.Env) {
			continue
		}
		seen[r.Role] = true
		if r.UpTo.N > 0 {
			last = max(last, r.UpTo.Last(ask.base(), ask.Calendar))
		}
		if r.covers(ask) {
			of = append(of, r)
		}
	}
	return of, last
}

// base is the day bounds are counted from.
func (a Ask) base() cal.Date {
	if a.Kind.fromDue() {
		return a.From
	}
	return a.Today
}

func (r Rule) covers(ask Ask) bool {
	if r.Amount != nil && ask.Amount > r.Amount(ask.Currency) {
		return false
	}
	return r.UpTo.N == 0 || (ask.Until != 0 && ask.Until <= r.UpTo.Last(ask.base(), ask.Calendar))
}

// weigh looks at what each of the rules still lacks. What the first of them
// lacks is told, for it is the lowest role's; but a rule that lacks nothing
// stands above it.
func (v *Verdict) weigh(of []Rule, ask Ask, roles []string) {
	for i, r := range of {
		evidence, proposals := r.lacks(ask)
		switch {
		case len(evidence)+len(proposals) > 0:
			if i == 0 {
				v.Evidence, v.Proposals, v.Require = evidence, proposals, r.MayRequire
			}
		case len(r.Together) > 0:
			*v = Verdict{Code: Agreed, Kind: ask.Kind, Role: r.Role, Line: r.Line}
			return
		case slices.Contains(roles, r.Role) && !proposed(ask.Proposed, ask.By):
			*v = Verdict{Code: Granted, Kind: ask.Kind, Role: r.Role, Line: r.Line}
			return
		default:
			v.Roles = append(v.Roles, r.Role)
		}
	}
	switch {
	case len(v.Roles) > 0:
		v.Code, v.Evidence, v.Proposals, v.Require = NeedsDecision, nil, nil, nil
		return
	case len(v.Proposals) > 0 && len(of[0].Together) > 0:
		v.Code = NeedsAll // what somebody made his yes depend on keeps nobody from answering
		if unshown(of[0].Evidence, ask) != nil {
			v.Code = NeedsEvidence
		}
		return
	case len(v.Evidence) > 0:
		v.Code = NeedsEvidence
	default:
		v.Code = NeedsProposal
	}
	for _, r := range of {
		if len(r.Together) == 0 {
			v.Roles = append(v.Roles, r.Role)
		}
	}
}

// lacks is the evidence not shown and the roles whose word is missing.
func (r Rule) lacks(ask Ask) (evidence, words []string) {
	evidence, wanted := unshown(r.Evidence, ask), r.ProposedBy
	if len(r.Together) > 0 {
		evidence = append(evidence, unshown(ask.Required, ask)...)
		wanted = append([]string{r.Role}, r.Together...)
	}
	var heard []string
	for i, p := range ask.Proposed {
		if !proposed(ask.Proposed[:i], p.By) { // one person, one word
			heard = append(heard, p.Role)
		}
	}
	for _, role := range wanted {
		if i := slices.Index(heard, role); i >= 0 {
			heard = slices.Delete(heard, i, i+1)
		} else {
			words = append(words, role)
		}
	}
	return evidence, words
}

// unshown are those of the names that were not shown.
func unshown(names []string, ask Ask) (list []string) {
	for _, name := range names {
		if !slices.Contains(ask.Evidence, name) && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

func proposed(list []Proposal, by string) bool {
	return by != "" && slices.ContainsFunc(list, func(p Proposal) bool { return p.By == by })
}
