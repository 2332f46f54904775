package interest

import (
	"math/big"

	"debitor/internal/money"
)

// Alternative is one way of counting the same delay.
type Alternative struct {
	What   string // penalty, statutory, or benchmark
	Sheet  *Sheet
	Yearly Percent // what it comes to a year, of what was open; rounded half up
}

// The alternatives.
const (
	AltPenalty   = "penalty"   // what the contract has
	AltStatutory = "statutory" // what the law gives where no penalty is agreed
	AltBenchmark = "benchmark" // what a court measures the penalty by
)

// Comparison is the same delay counted in several ways.
type Comparison struct {
	Alternatives []Alternative
	Best         string      // the one that comes to most, lump sums and inflation included
	AtRisk       money.Minor // what of the penalty is above the court's benchmark; 0 where the law has none
}

// Compare counts a case by its agreed penalty, by the law, and by what a court
// measures a penalty by, if the law has that. Where the law knows no penalty on
// money, that way is left out. Codes are those of Accrue.
func (b *Book) Compare(c *Case) (*Comparison, error) {
	l, err := b.Law(c.Law)
	if err != nil {
		return nil, err
	}
	out := &Comparison{}
	penalty := *c
	penalty.Method = ByContract
	if p, ok := find(l.Penalty, c.To, c.To); ok && p.Allowed {
		if err := out.count(b, AltPenalty, &penalty, nil); err != nil {
			return nil, err
		}
	}
	statutory := *c
	statutory.Terms = Terms{
		Method: Statutory, Consumer: c.Consumer, From: c.From, Basis: c.Basis, PaymentDay: c.PaymentDay, RateOf: c.RateOf,
		Judgment: c.Judgment, Moratoria: c.Moratoria, NoMoratorium: c.NoMoratorium,
	}
	if err := out.count(b, AltStatutory, &statutory, nil); err != nil {
		return nil, err
	}
	if m, ok := find(l.Benchmark, c.To, c.To); ok {
		penalty.PerDay, penalty.Rate, penalty.Cap, penalty.Fine = 0, 0, 0, 0
		if err := out.count(b, AltBenchmark, &penalty, m); err != nil {
			return nil, err
		}
	}
	out.judge()
	return out, nil
}

func (o *Comparison) count(b *Book, what string, c *Case, m *Benchmark) error {
	s, err := b.accrue(c, m)
	if err != nil {
		return err
	}
	o.Alternatives = append(o.Alternatives, Alternative{what, s, s.yearly()})
	return nil
}

// judge finds what comes to most, and what a court may take away.
func (o *Comparison) judge() {
	sums := map[string]money.Minor{}
	for _, a := range o.Alternatives {
		sums[a.What] = a.Sheet.All()
		if a.What != AltBenchmark && (o.Best == "" || sums[a.What] > sums[o.Best]) {
			o.Best = a.What
		}
	}
	if bench, ok := sums[AltBenchmark]; ok {
		o.AtRisk = max(0, sums[AltPenalty]-bench)
	}
}

// yearly is what the intervals come to a year, of what was open in them.
func (s *Sheet) yearly() Percent {
	open := new(big.Rat)
	for _, iv := range s.Intervals {
		year := iv.Basis.year(iv.From)
		if iv.Basis == ByDay {
			year = Actual.year(iv.From)
		}
		open.Add(open, new(big.Rat).Mul(big.NewRat(int64(iv.Balance), 1), big.NewRat(iv.Days, year)))
	}
	if open.Sign() == 0 {
		return 0
	}
	r := new(big.Rat).Mul(big.NewRat(int64(s.Total), 1), big.NewRat(int64(whole), 1))
	const cents = int64(one / 100) // of a percent: more would feign a precision that kopecks do not give
	return Percent(halfUp(r.Quo(r, open).Quo(r, big.NewRat(cents, 1)))) * Percent(cents)
}

// Loss is what a price of money in per cent a year comes to on the balances of a
// case, from the day after due to its end: inflation, or a loan in the debt's
// place. No moratorium stops it and no law caps it, and it is owed by
// nobody. Codes are those of Accrue.
func (b *Book) Loss(c *Case, yearly Percent) (money.Minor, error) {
	if yearly == 0 {
		return 0, nil
	}
	k := *c
	k.Terms = Terms{Method: ForUse, Rate: yearly, NoMoratorium: true, Basis: c.Basis, PaymentDay: c.PaymentDay}
	k.Suspended = nil
	s, err := b.Accrue(&k)
	if err != nil {
		return 0, err
	}
	return s.Total, nil
}
