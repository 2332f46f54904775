package sample

import (
	"math/rand/v2"
	"time"

	"debitor/internal/cal"
)

// dice are one customer's own source of chance.
type dice struct{ *rand.Rand }

// newDice seeds dice for the n-th of something; kind keeps the streams of
// different somethings apart.
func newDice(seed, kind, n uint64) dice {
	const golden = 0x9E3779B97F4A7C15                                  // spreads neighbours far apart
	return dice{rand.New(rand.NewPCG(seed*golden+kind, (n+1)*golden))} //nolint:gosec // invented data, not secrets
}

// between is a number from lo to hi, both included.
func (d dice) between(lo, hi int) int { return lo + d.IntN(hi-lo+1) }

// days is between for dates.
func (d dice) days(lo, hi int) cal.Date { return cal.Date(d.between(lo, hi)) }

// percent is true in p of 100 cases.
func (d dice) percent(p int) bool { return d.IntN(100) < p }

// weighted is an index, drawn in proportion to the weights.
func (d dice) weighted(weights ...int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	n := d.IntN(total)
	for i, w := range weights {
		if n < w {
			return i
		}
		n -= w
	}
	return len(weights) - 1
}

// of picks one of a list.
func of[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// fixedHolidays are days on which no bank here works, whatever the year.
var fixedHolidays = map[[2]int]bool{
	{1, 1}: true, {1, 2}: true, {1, 7}: true, {3, 8}: true, {5, 1}: true, {5, 9}: true, {7, 3}: true, {11, 7}: true, {12, 25}: true,
}

func isWorkday(d cal.Date) bool {
	if wd := d.Weekday(); wd == time.Saturday || wd == time.Sunday {
		return false
	}
	_, m, day := d.Civil()
	return !fixedHolidays[[2]int{m, day}]
}

// workday is d or the next working day.
func workday(d cal.Date) cal.Date {
	for !isWorkday(d) {
		d++
	}
	return d
}

// addWorkdays is the n-th working day after d.
func addWorkdays(d cal.Date, n int) cal.Date {
	for range n {
		d = workday(d + 1)
	}
	return d
}
