package policy

import (
	"math"
	"sort"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/ledger"
)

// Open is the end of a window without one, either way.
const Open = math.MaxInt32

// maxDays bounds the days a window may name: ten years.
const maxDays = 3650

// Window is a stretch of the day line: days from the due date, minus before
// it, both ends included.
type Window struct {
	From, To int // -Open, Open: no end
}

// Has says whether the day is in the window.
func (w Window) Has(days int) bool { return w.From <= days && days <= w.To }

// String is the window as a policy writes it: "-7..-3", "11..", "5".
func (w Window) String() string {
	switch {
	case w.From == w.To:
		return strconv.Itoa(w.From)
	case w.To == Open:
		return strconv.Itoa(w.From) + ".."
	case w.From == -Open:
		return ".." + strconv.Itoa(w.To)
	}
	return strconv.Itoa(w.From) + ".." + strconv.Itoa(w.To)
}

// parseWindow reads what String writes.
func parseWindow(s string) (Window, bool) {
	from, to, ranged := strings.Cut(strings.TrimSpace(s), "..")
	if !ranged {
		n, ok := dayNumber(from)
		return Window{n, n}, ok
	}
	w, ok1, ok2 := Window{-Open, Open}, from == "", to == ""
	if from != "" {
		w.From, ok1 = dayNumber(from)
	}
	if to != "" {
		w.To, ok2 = dayNumber(to)
	}
	return w, ok1 && ok2 && w.From <= w.To && (from != "" || to != "")
}

func dayNumber(s string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	return n, err == nil && n >= -maxDays && n <= maxDays
}

// DaysPast is how many days of the unit today lies after due, negative before.
func DaysPast(c *cal.Calendar, unit ledger.DayUnit, due, today cal.Date) int {
	if unit == ledger.WorkingDays || unit == ledger.BankingDays {
		return c.WorkingBetween(due, today)
	}
	return int(today - due)
}

// FirstDay is the first date that lies n days of the unit, or more, after due.
func FirstDay(c *cal.Calendar, unit ledger.DayUnit, due cal.Date, n int) cal.Date {
	if unit != ledger.WorkingDays && unit != ledger.BankingDays {
		return due + cal.Date(n)
	}
	// Working days never run faster than the calendar, and no country was ever
	// closed for a whole year in three.
	far := 3*max(n, -n) + 366
	low := due - cal.Date(far)
	i := sort.Search(2*far, func(i int) bool { return c.WorkingBetween(due, low+cal.Date(i)) >= n })
	return low + cal.Date(i)
}

// Dates is the window of a due date on the calendar; a zero date is an end
// that is not there.
func (w Window) Dates(c *cal.Calendar, unit ledger.DayUnit, due cal.Date) (from, to cal.Date) {
	if w.From != -Open {
		from = FirstDay(c, unit, due, w.From)
	}
	if w.To != Open {
		to = FirstDay(c, unit, due, w.To+1) - 1
	}
	return from, to
}
