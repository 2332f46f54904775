package claims

import (
	"math"
	"math/bits"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// Unit is an amount that fees are counted in, such as Belarus' base value.
type Unit struct {
	Rule   `yaml:",inline"`
	Unit   string `yaml:"unit"`
	Amount string `yaml:"amount"`
	minor  money.Minor
}

// Fee is what a court takes for a route.
type Fee struct {
	Rule       `yaml:",inline"`
	Route      string  `yaml:"route"`
	Unit       string  `yaml:"unit"` // amounts below are in this unit; empty: in the law's currency
	Steps      []*Step `yaml:"steps"`
	Of         string  `yaml:"of"`      // instead of steps: a share of another route's fee
	Percent    string  `yaml:"percent"` // that share
	Min        string  `yaml:"min"`
	Max        string  `yaml:"max"`
	Whole      bool    `yaml:"whole"`      // rounded to whole units of the currency, halves up
	Electronic string  `yaml:"electronic"` // percent of it that filing by computer costs; empty: the same
	KnownTo    string  `yaml:"known_to"`   // the largest claim whose fee is known; empty: all are

	percent, electronic    int64 // in 1/10,000 %
	least, most, knownUpTo money.Minor
}

// Step is one step of a scale: from above a claim of so much on.
type Step struct {
	Above   string `yaml:"above"`
	Base    string `yaml:"base"`
	Percent string `yaml:"percent"` // of what exceeds Above
	All     bool   `yaml:"all"`     // of the whole claim
	Min     string `yaml:"min"`

	above, base, least money.Minor
	percent            int64 // in 1/10,000 %
}

// percentParts is 1 % in the unit of shares, and wholeParts 100 %.
const (
	percentParts = 10_000
	wholeParts   = 100 * percentParts
)

func (l *Law) checkFee(f *Fee, fail func(string, ...any)) {
	if (len(f.Steps) == 0) == (f.Of == "") || !slices.Contains(RouteNames, f.Route) {
		fail("a fee is of a route, and has steps or is a share of another: %s", f.Cite)
	}
	share := func(s string) int64 {
		if s == "" {
			return 0
		}
		m, err := money.ParseMinor(s, 4)
		if err != nil || m <= 0 || m > wholeParts {
			fail("%q is no share in per cent", s)
		}
		return int64(m)
	}
	f.percent, f.electronic = share(f.Percent), share(f.Electronic)
	f.least, f.most, f.knownUpTo = l.amount(f.Min, fail), l.amount(f.Max, fail), l.amount(f.KnownTo, fail)
	for i, s := range f.Steps {
		s.above, s.base, s.least, s.percent = l.amount(s.Above, fail), l.amount(s.Base, fail), l.amount(s.Min, fail), share(s.Percent)
		if i > 0 && s.above <= f.Steps[i-1].above || i == 0 && s.above != 0 {
			fail("the steps of a fee begin at 0 and rise: %s", f.Cite)
		}
	}
}

// CourtFee is a fee with the rules it was counted by.
type CourtFee struct {
	Amount money.Minor
	Rules  []*Rule
}

// Verified tells whether all its rules were read in their source.
func (f *CourtFee) Verified() bool {
	return !slices.ContainsFunc(f.Rules, func(r *Rule) bool { return !r.Verified })
}

// Fee is what a court takes on a day for a claim by a route, in the law's
// currency; nil where no rule says it. electronic is for filing by computer.
func (l *Law) Fee(route string, claim money.Minor, day cal.Date, electronic bool) *CourtFee {
	i := slices.IndexFunc(l.Fees, func(f *Fee) bool { return f.Route == route && f.on(day) })
	if i < 0 {
		if route == Simplified || route == Small { // unless a fee of their own is known, these are suits
			return l.Fee(Suit, claim, day, electronic)
		}
		return nil
	}
	f := l.Fees[i]
	if claim <= 0 || f.KnownTo != "" && claim > f.knownUpTo {
		return nil
	}
	out := &CourtFee{Rules: []*Rule{&f.Rule}}
	unit := l.unit(f.Unit, day)
	switch {
	case unit == nil:
		return nil
	case f.Of != "":
		whole := l.Fee(f.Of, claim, day, false)
		if whole == nil {
			return nil
		}
		out.Amount = mulDiv(whole.Amount, f.percent, wholeParts)
		out.Rules = append(out.Rules, whole.Rules...)
	default:
		out.Amount = f.byStep(claim, unit.minor)
		if unit.Unit != "" {
			out.Rules = append(out.Rules, &unit.Rule)
		}
	}
	out.Amount = max(out.Amount, f.least)
	if f.most > 0 {
		out.Amount = min(out.Amount, f.most)
	}
	if electronic && f.electronic > 0 {
		out.Amount = mulDiv(out.Amount, f.electronic, wholeParts)
	}
	if f.Whole {
		out.Amount = mulDiv(out.Amount, 1, 100) * 100
	}
	return out
}

// Way is a route to court with its fee.
type Way struct {
	*Route
	Fits bool      // the claim is within its limit
	Fee  *CourtFee // nil: not known
}

// Ways are the routes there are on a day, each with its fee for a claim.
func (l *Law) Ways(claim money.Minor, day cal.Date, electronic bool) (list []Way) {
	for _, r := range l.Routes {
		if r.on(day) {
			list = append(list, Way{r, r.UpTo == "" || claim <= r.upTo, l.Fee(r.Route, claim, day, electronic)})
		}
	}
	return list
}

// one is the unit of amounts in the law's currency.
var one = &Unit{minor: 100}

// unit is a unit of account on a day; nil if its amount is not known then.
func (l *Law) unit(name string, day cal.Date) *Unit {
	if name == "" {
		return one
	}
	for _, u := range l.Units {
		if u.Unit == name && u.on(day) {
			return u
		}
	}
	return nil
}

// byStep is the fee by the step that the claim reaches. A unit is an amount in
// minor units; the amounts of the steps are hundredths of it.
func (f *Fee) byStep(claim, unit money.Minor) money.Minor {
	in := func(units money.Minor) money.Minor { return mulDiv(units, int64(unit), 100) }
	s := f.Steps[0]
	for _, next := range f.Steps[1:] {
		if claim > in(next.above) {
			s = next
		}
	}
	of := claim - in(s.above)
	if s.All {
		of = claim
	}
	return max(in(s.base)+mulDiv(of, s.percent, wholeParts), in(s.least))
}

// mulDiv is m × num / den rounded half up, with a 128-bit product between; none
// may be negative. What does not fit is the largest amount.
func mulDiv(m money.Minor, num, den int64) money.Minor {
	high, low := bits.Mul64(uint64(m), uint64(num))
	var carry uint64
	low, carry = bits.Add64(low, uint64(den)/2, 0)
	high += carry
	if high >= uint64(den) {
		return math.MaxInt64
	}
	q, _ := bits.Div64(high, low, uint64(den))
	return money.Minor(min(q, math.MaxInt64))
}
