package ledger

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/fault"
)

// PayDays are the days on which a customer pays: days of the week, days of the
// month, or both.
type PayDays struct {
	Weekdays []time.Weekday
	Days     []int // of the month; 31 is its last day
}

// weekdays are the days of the week as policies name them.
var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// ParsePayDays reads "tue, fri" or "10, 25" or a mixture; empty is no days.
func ParsePayDays(s string) (p PayDays, err error) {
	for word := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" ,;\u00a0", r) }) {
		day, _ := strconv.Atoi(word)
		switch at := slices.Index(weekdays, word); {
		case at >= 0:
			p.Weekdays = append(p.Weekdays, time.Weekday(at))
		case day >= 1 && day <= 31:
			p.Days = append(p.Days, day)
		default:
			return PayDays{}, fault.New(fault.Input, "customer.pay_days", "%q is no day to pay on: write days of the week (%s) or of the month (1 to 31)", word, strings.Join(weekdays[1:], ", ")+", sun")
		}
	}
	return p, nil
}

// Next is the first of the days that is the given one or later; 0: there are no
// days.
func (p PayDays) Next(from cal.Date) cal.Date {
	if len(p.Weekdays)+len(p.Days) == 0 {
		return 0
	}
	for day := from; ; day++ { // a month has every day of the week, and its last one
		_, month, of := day.Civil()
		_, next, _ := (day + 1).Civil()
		last := month != next
		if slices.Contains(p.Weekdays, day.Weekday()) || slices.Contains(p.Days, of) || last && slices.Max(append(p.Days, 0)) > of {
			return day
		}
	}
}
