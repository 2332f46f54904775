package interest

import (
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
)

// Basis is how many days a year has for interest.
type Basis string

// The bases; Actual is the days of the calendar year, 365 or 366.
const (
	Actual   Basis = "actual"
	Of360    Basis = "360"
	Of365    Basis = "365"
	Of366    Basis = "366"
	European Basis = "30E/360" // months of 30 days, years of 360
)

// Bases lists them.
var Bases = []Basis{Actual, Of365, Of366, Of360, European}

// otherNames are what else the bases are called.
var otherNames = map[string]Basis{"act/act": Actual, "act/365": Of365, "act/366": Of366, "act/360": Of360, "30/360": European, "30e360": European, "30e/360": European}

// ParseBasis reads a basis by one of its names. Code: interest.basis.
func ParseBasis(s string) (Basis, error) {
	if b, ok := otherNames[strings.ToLower(s)]; ok {
		return b, nil
	}
	if b := Basis(strings.ToLower(s)); slices.Contains(Bases, b) {
		return b, nil
	}
	return "", fault.New(fault.Input, "interest.basis", "%q is not a basis: there are actual, 365, 366, 360 and 30E/360", s)
}

// UnmarshalText is ParseBasis; of what was kept, none and ByDay are taken too.
func (b *Basis) UnmarshalText(text []byte) (err error) {
	if kept := Basis(text); kept == "" || kept == ByDay {
		*b = kept
		return nil
	}
	*b, err = ParseBasis(string(text))
	return err
}

// year is the days of the year of a day.
func (b Basis) year(day cal.Date) int64 {
	switch b {
	case Of365:
		return 365
	case Of366:
		return 366
	case Of360, European:
		return 360
	case Actual:
	}
	return yearDays(day.Year())
}

func yearDays(year int) int64 {
	if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		return 366
	}
	return 365
}

// days is how many days from…to has, both counted. Months of 30 days are
// counted from the day before, so that adjoining spans add up.
func (b Basis) days(from, to cal.Date) int64 {
	if b == European {
		return thirty(to) - thirty(from-1)
	}
	return int64(to - from + 1)
}

func thirty(day cal.Date) int64 {
	y, m, d := day.Civil()
	return int64(360*y + 30*m + min(d, 30))
}
