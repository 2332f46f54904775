package e2e_test

import "time"

// Days off and working Saturdays of the quarters that are recounted, copied by
// hand from the decrees and not from the program's tables. For a country that
// is not here only weekends are off.
var holidays = map[string][]string{
	"RU": {
		"2025-11-03", "2025-11-04",
		// The day off of 2025-01-05 was moved to the end of the year.
		"2025-12-31",
		"2026-01-01", "2026-01-02", "2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09",
		"2026-02-23", "2026-03-09", "2026-05-01", "2026-05-11", "2026-06-12",
	},
	"BY": {
		"2025-11-07", "2025-12-25", "2025-12-26", "2026-01-01", "2026-01-02", "2026-01-07",
		"2026-04-20", "2026-04-21", "2026-05-01", "2026-07-03",
	},
}

var workingSaturdays = map[string][]string{"RU": {"2025-11-01"}, "BY": {"2025-12-20", "2026-04-25"}}

func on(date string) time.Time {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	return t
}

func daysBetween(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }

func isWorking(country string, day time.Time) bool {
	name := day.Format(time.DateOnly)
	for _, s := range workingSaturdays[country] {
		if s == name {
			return true
		}
	}
	for _, h := range holidays[country] {
		if h == name {
			return false
		}
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// isRun says whether letters go out: on Tuesday and Friday, or on the next
// working day when that is a holiday.
func isRun(country string, day time.Time) bool {
	if !isWorking(country, day) {
		return false
	}
	for {
		if day.Weekday() == time.Tuesday || day.Weekday() == time.Friday {
			return true
		}
		day = day.AddDate(0, 0, -1)
		if isWorking(country, day) {
			return false
		}
	}
}

func nextRun(country string, day time.Time) time.Time {
	for {
		day = day.AddDate(0, 0, 1)
		if isRun(country, day) {
			return day
		}
	}
}
