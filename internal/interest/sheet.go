package interest

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// Interval is days in which nothing changed: neither balance nor rate nor year.
type Interval struct {
	From, To cal.Date
	Days     int64 // by the basis
	Balance  money.Minor
	Rate     Percent // a year, or a day if Basis is ByDay
	Basis    Basis   // days of the year, or ByDay
	Compound bool    // conformal within the year
	Amount   money.Minor
}

// ByDay is the basis of a rate that is told per day.
const ByDay Basis = "day"

// Sheet is what a case comes to.
type Sheet struct {
	Law       string
	Method    Method
	Currency  money.Currency
	To        cal.Date // the last day counted
	Days      int64    // counted days, each once
	Intervals []Interval
	Total     money.Minor  // the sum of the intervals
	Flat      money.Minor  // lump sum or fine, apart from the total
	Inflation *money.Minor // compensation by an index; nil where the law has none
	PerDay    money.Minor  // of each further day, as things are
	Remaining money.Minor  // principal still owed at the end
	Overpaid  money.Minor  // paid beyond everything owed
	Rules     []*Rule      // by which it was counted, each once
	Warnings  []Warning
}

// All is everything that lateness costs: total, flat and inflation.
func (s *Sheet) All() money.Minor {
	sum := s.Total + s.Flat
	if s.Inflation != nil {
		sum += *s.Inflation
	}
	return sum
}

// countDays counts each day once: intervals of parts that were paid on
// different days lie side by side.
func (s *Sheet) countDays(b Basis) {
	sorted := s.Intervals
	byFrom := func(a, b Interval) int { return cmp.Compare(a.From, b.From) }
	if !slices.IsSortedFunc(sorted, byFrom) {
		sorted = slices.SortedStableFunc(slices.Values(sorted), byFrom)
	}
	var seen cal.Date
	for _, iv := range sorted {
		if from := max(iv.From, seen+1); from <= iv.To {
			if iv.Basis == ByDay {
				s.Days += int64(iv.To - from + 1)
			} else {
				s.Days += b.days(from, iv.To)
			}
			seen = iv.To
		}
	}
}

// cap cuts the total to a bound, from the end: what exceeds it is not owed.
func (s *Sheet) cut(bound money.Minor) (cut bool) {
	left := bound
	for i := range s.Intervals {
		iv := &s.Intervals[i]
		if iv.Amount > left {
			iv.Amount, cut = left, true
		}
		left -= iv.Amount
	}
	return cut
}
