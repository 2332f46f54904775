package interest

import (
	"cmp"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
)

// Kind is one of the things that a debtor owes.
type Kind string

// The kinds of what is owed.
const (
	Costs     Kind = "costs"     // of getting the money: court fees
	UseKind   Kind = "use"       // interest for the use of money
	Late      Kind = "late"      // statutory interest on late money, lump sum, inflation
	Principal Kind = "principal" // the debt itself
	PenaltyOf Kind = "penalty"   // contractual penalty and fines
)

// Kinds lists them.
var Kinds = []Kind{Costs, UseKind, Late, Principal, PenaltyOf}

// Precedence is what decides among several debts.
type Precedence string

// The precedences (LAW.md 1.4, 5.4).
const (
	FirstDue       Precedence = "due"       // those that are due before those that are not, then the earlier due
	FirstUnsecured Precedence = "unsecured" // the less secured first
	FirstBurden    Precedence = "burden"    // the one that costs the debtor most first
	FirstOlder     Precedence = "age"       // the older first
	ByShare        Precedence = "share"     // equal in all else: in proportion
)

var precedences = []Precedence{FirstDue, FirstUnsecured, FirstBurden, FirstOlder, ByShare}

// Claim is one debt with everything that is owed for it, in one currency.
type Claim struct {
	Key     string
	Due     cal.Date
	Arisen  cal.Date // none: Due
	Secured bool
	Burden  Percent // what it costs the debtor a year
	Owed    map[Kind]money.Minor
}

// Receipt is a payment that may not cover everything.
type Receipt struct {
	Day    cal.Date
	Amount money.Minor
	For    []string // the debts that the debtor names, in his order
	Queues [][]Kind // the order of the contract; nil: that of the law
}

// Share is what of a receipt goes to one kind of one claim.
type Share struct {
	Claim  string
	Kind   Kind
	Amount money.Minor
}

// Spreading is a receipt spread over claims: shares and what is left make the
// receipt.
type Spreading struct {
	Shares   []Share
	Left     money.Minor
	Rules    []*Rule
	Warnings []Warning
}

// Spread says how a receipt is spread by the order of a law: over the debts that
// the debtor names, then over the others as the law chooses among them; within
// a debt, queue by queue. What stands behind the principal is paid when the
// principals of all debts are. Codes: interest.law, interest.no_rule,
// interest.facts.amount, interest.facts.debt, interest.order, interest.claims.
func (b *Book) Spread(law string, claims []Claim, r *Receipt) (*Spreading, error) {
	l, err := b.Law(law)
	if err != nil {
		return nil, err
	}
	if err := checkClaims(claims, r); err != nil {
		return nil, err
	}
	out := &Spreading{Left: r.Amount}
	queues, err := l.queues(r, out)
	if err != nil {
		return nil, err
	}
	groups, err := l.groups(claims, r, out)
	if err != nil {
		return nil, err
	}
	split := slices.IndexFunc(queues, func(q []Kind) bool { return slices.Contains(q, Principal) }) + 1
	for _, part := range [][][]Kind{queues[:split], queues[split:]} {
		for _, g := range groups {
			for _, q := range part {
				out.fill(claims, g, q)
			}
		}
	}
	return out, nil
}

func checkClaims(claims []Claim, r *Receipt) error {
	if r.Amount <= 0 || r.Amount > money.Max {
		return fault.New(fault.Input, "interest.facts.amount", "a payment is more than 0 and at most 100 billion")
	}
	var sum money.Minor
	for i, c := range claims {
		if slices.ContainsFunc(claims[:i], func(o Claim) bool { return o.Key == c.Key }) {
			return fault.New(fault.Input, "interest.claims", "the debt %q is there twice", c.Key)
		}
		for _, m := range c.Owed {
			if m < 0 || m > money.Max || sum > money.Max {
				return (money.Max + 1).Check()
			}
			sum += m
		}
	}
	for _, key := range r.For {
		if !slices.ContainsFunc(claims, func(c Claim) bool { return c.Key == key }) {
			return fault.New(fault.Input, "interest.facts.debt", "a payment names the debt %q, which is not in the calculation", key)
		}
	}
	return nil
}

// queues is the order in which kinds are paid: the contract's, unless the law
// forbids it.
func (l *Law) queues(r *Receipt, out *Spreading) ([][]Kind, error) {
	o, ok := find(l.Order, r.Day, r.Day)
	if !ok {
		return nil, fault.New(fault.Refused, "interest.no_rule", "debitor knows no rule of the law of %s for %s", l.Code, r.Day)
	}
	if len(r.Queues) > 0 {
		if err := CheckQueues(r.Queues); err != nil {
			return nil, err
		}
		if !o.PenaltyLast || !lateFirst(r.Queues) {
			return r.Queues, nil
		}
		out.Warnings = append(out.Warnings, Warning{Code: "interest.order_law", Args: []any{&o.Rule}})
	}
	out.Rules = append(out.Rules, &o.Rule)
	return o.Queues, nil
}

// Queues is the order in which a law lets a payment of a day be spread: that of
// the contract (nil: none), unless the law forbids it. Codes: interest.law,
// interest.no_rule, interest.order.
func (b *Book) Queues(law string, day cal.Date, contract [][]Kind) ([][]Kind, error) {
	l, err := b.Law(law)
	if err != nil {
		return nil, err
	}
	return l.queues(&Receipt{Day: day, Queues: contract}, &Spreading{})
}

// ParseQueues reads an order as people write it, "costs,use+late,principal,penalty":
// what stands together shares. Code: interest.order.
func ParseQueues(text string) (queues [][]Kind, err error) {
	for together := range strings.SplitSeq(text, ",") {
		var queue []Kind
		for kind := range strings.SplitSeq(together, "+") {
			queue = append(queue, Kind(strings.TrimSpace(kind)))
		}
		queues = append(queues, queue)
	}
	return queues, CheckQueues(queues)
}

// CheckQueues refuses an order that has not each kind once (interest.order).
func CheckQueues(queues [][]Kind) (err error) {
	checkOrder(&Order{Queues: queues}, func(string, ...any) {
		err = fault.New(fault.Input, "interest.order", "an order has each of costs, use, late, principal and penalty once")
	})
	return err
}

// lateFirst tells whether penalty or late interest stands before the principal,
// or beside it.
func lateFirst(queues [][]Kind) bool {
	for _, q := range queues {
		if slices.Contains(q, Late) || slices.Contains(q, PenaltyOf) {
			return true
		}
		if slices.Contains(q, Principal) {
			return false
		}
	}
	return false
}

// groups puts claims in the order in which they are paid; those of one group
// share.
func (l *Law) groups(claims []Claim, r *Receipt, out *Spreading) (groups [][]int, err error) {
	var rest []int
	for _, key := range r.For {
		groups = append(groups, []int{slices.IndexFunc(claims, func(c Claim) bool { return c.Key == key })})
	}
	for i := range claims {
		if !slices.Contains(r.For, claims[i].Key) {
			rest = append(rest, i)
		}
	}
	if len(rest) < 2 {
		if len(rest) == 1 {
			groups = append(groups, rest)
		}
		return groups, nil
	}
	a, ok := find(l.Among, r.Day, r.Day)
	if !ok {
		return nil, fault.New(fault.Refused, "interest.no_rule", "debitor knows no rule of the law of %s for %s", l.Code, r.Day)
	}
	out.Rules = append(out.Rules, &a.Rule)
	before := func(i, j int) int { return a.before(&claims[i], &claims[j], r.Day) }
	slices.SortFunc(rest, func(i, j int) int { return cmp.Or(before(i, j), cmp.Compare(claims[i].Key, claims[j].Key)) })
	for n, i := range rest {
		if n > 0 && before(rest[n-1], i) == 0 {
			groups[len(groups)-1] = append(groups[len(groups)-1], i)
			continue
		}
		groups = append(groups, []int{i})
	}
	return groups, nil
}

// before compares two claims by the law's precedences; 0 when it has none left.
func (a *Among) before(x, y *Claim, day cal.Date) int {
	for _, p := range a.First {
		n := 0
		switch p {
		case FirstDue:
			n = cmp.Or(later(x.Due > day, y.Due > day), a.byDue(x, y))
		case FirstUnsecured:
			n = later(x.Secured, y.Secured)
		case FirstBurden:
			n = cmp.Compare(y.Burden, x.Burden)
		case FirstOlder:
			n = cmp.Compare(cmp.Or(x.Arisen, x.Due), cmp.Or(y.Arisen, y.Due))
		case ByShare:
		}
		if n != 0 {
			return n
		}
	}
	return 0
}

// byDue compares due dates, unless the law goes by age: then all that is due is
// equal (§ 366 BGB), as is all that is not.
func (a *Among) byDue(x, y *Claim) int {
	if slices.Contains(a.First, FirstOlder) {
		return 0
	}
	return cmp.Compare(x.Due, y.Due)
}

func later(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return 1
	}
	return -1
}

// fill pays a queue of a group as far as the money goes, in proportion where it
// does not go all the way.
func (s *Spreading) fill(claims []Claim, group []int, queue []Kind) {
	var shares []Share
	var owed []money.Minor
	for _, i := range group {
		for _, k := range queue {
			if m := claims[i].Owed[k]; m > 0 {
				shares = append(shares, Share{Claim: claims[i].Key, Kind: k})
				owed = append(owed, m)
			}
		}
	}
	for n, m := range money.InProportion(s.Left, owed) {
		if m > 0 {
			shares[n].Amount = m
			s.Shares = append(s.Shares, shares[n])
			s.Left -= m
		}
	}
}
