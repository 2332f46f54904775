package interest

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
)

// Row is a rate from a day on.
type Row struct {
	From     cal.Date
	Rate     Percent
	Source   string
	Verified bool
}

// Rows are the rows of the series, by day. A series of another has that one's.
func (s *Series) Rows() []Row {
	if s.of != nil {
		return s.of.rows
	}
	return s.rows
}

// at is the row that counts on a day, and the first later day on which another
// might; false before the first row.
func (s *Series) at(day cal.Date) (r Row, next cal.Date, ok bool) {
	if s.of != nil {
		begin, next := halfYear(day)
		r, _, ok := s.of.at(begin)
		return r, next, ok
	}
	i, _ := slices.BinarySearchFunc(s.rows, day+1, func(r Row, d cal.Date) int { return cmp.Compare(r.From, d) })
	next = cal.Last + 1
	if i < len(s.rows) {
		next = s.rows[i].From
	}
	if i == 0 {
		return Row{}, next, false
	}
	return s.rows[i-1], next, true
}

// Known is the last day for which the rate is known.
func (s *Series) Known() cal.Date {
	switch {
	case s.of != nil:
		begin, _ := halfYear(s.of.Known())
		return endOfHalf(begin)
	case len(s.rows) == 0:
		return s.KnownTo
	}
	last := s.rows[len(s.rows)-1].From
	switch {
	case s.HalfYear:
		return endOfHalf(last)
	case s.Monthly:
		return max(s.KnownTo, nextMonth(last)-1)
	}
	return max(s.KnownTo, last)
}

// halfYear is the first day of the half-year of a day, and of the next one.
func halfYear(day cal.Date) (begin, next cal.Date) {
	y, m, _ := day.Civil()
	if m <= 6 {
		return cal.On(y, 1, 1), cal.On(y, 7, 1)
	}
	return cal.On(y, 7, 1), cal.On(y+1, 1, 1)
}

func endOfHalf(begin cal.Date) cal.Date {
	_, next := halfYear(begin)
	return next - 1
}

func month(day cal.Date) cal.Date {
	_, _, d := day.Civil()
	return day - cal.Date(d-1)
}

func nextMonth(day cal.Date) cal.Date { return month(month(day) + 31) }

// with is the series with more rows; of two for one day the later in the list
// counts. Rows are facts of a day: what is not in the list stays.
func (s *Series) with(rows []Row, knownTo cal.Date) *Series {
	c := *s
	c.rows = slices.Clone(s.rows)
	for _, r := range rows {
		i, found := slices.BinarySearchFunc(c.rows, r.From, func(r Row, d cal.Date) int { return cmp.Compare(r.From, d) })
		if found {
			c.rows[i] = r
			continue
		}
		c.rows = slices.Insert(c.rows, i, r)
	}
	c.KnownTo = max(c.KnownTo, knownTo)
	return &c
}
