package ledger

import (
	"slices"
	"time"

	"debitor/internal/cal"
)

// Rhythm is on which days a customer has paid: by what he is guided shows
// in when his money comes. A day on which several payments came counts once.
type Rhythm struct {
	Days     int     // on which he paid
	Weekdays [7]int  // of them, by day of the week, Sunday first
	Thirds   [3]int  // of them, by part of the month: 1–10, 11–20, 21 and later
	Usual    PayDays // the days that most of them fell on; none: no days stand out
	Share    int     // per cent of them that fell on Usual
}

// What makes days stand out: he has paid often enough, and so large a share of
// it fell on so few days. Of the five working days two hold two fifths by
// chance, of a month two stretches of three days a fifth.
const (
	leastPaid  = 6
	usualShare = 70
	usualDays  = 2
	payStretch = 3 // a payment meant for a day off comes up to two days later
)

// RhythmOf finds the rhythm of the days on which a customer paid, in any order.
func RhythmOf(paid []cal.Date) Rhythm {
	paid = slices.Compact(slices.Sorted(slices.Values(paid)))
	r := Rhythm{Days: len(paid)}
	for _, d := range paid {
		_, _, day := d.Civil()
		r.Weekdays[d.Weekday()]++
		r.Thirds[min((day-1)/10, 2)]++
	}
	if r.Days < leastPaid {
		return r
	}
	r.weekdays()
	if r.Share == 0 {
		r.monthDays(paid)
	}
	return r
}

// weekdays looks for days of the week that stand out, the most frequent first.
func (r *Rhythm) weekdays() {
	order := []time.Weekday{1, 2, 3, 4, 5, 6, 0}
	slices.SortStableFunc(order, func(a, b time.Weekday) int { return r.Weekdays[b] - r.Weekdays[a] })
	sum := 0
	for i := range usualDays {
		sum += r.Weekdays[order[i]]
		if share := sum * 100 / r.Days; share >= usualShare {
			r.Usual.Weekdays, r.Share = order[:i+1], share
			slices.SortFunc(r.Usual.Weekdays, func(a, b time.Weekday) int { return int(a+6)%7 - int(b+6)%7 }) // Monday first
			return
		}
	}
}

// monthDays looks for days of the month that stand out: a day and what comes
// right after it, where the day itself is off.
func (r *Rhythm) monthDays(paid []cal.Date) {
	var on [32 + payStretch]int
	for _, d := range paid {
		_, _, day := d.Civil()
		on[day]++
	}
	sum, days := 0, []int(nil)
	for range usualDays {
		best, at := 0, 0
		for day := 1; day <= 31; day++ {
			n := 0
			for i := range payStretch {
				n += on[day+i]
			}
			if n > best || n == best && on[day] > on[at] {
				best, at = n, day
			}
		}
		if at == 0 {
			return
		}
		for i := range payStretch {
			on[at+i] = 0
		}
		sum, days = sum+best, append(days, at)
		if share := sum * 100 / r.Days; share >= usualShare {
			slices.Sort(days)
			r.Usual.Days, r.Share = days, share
			return
		}
	}
}
