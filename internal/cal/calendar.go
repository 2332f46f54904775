package cal

import (
	"embed"
	"strings"
	"sync"
)

//go:embed data/ru.csv data/by.csv
var data embed.FS

// Calendar says which days of a country are working days: Monday to Friday
// except days off, and the Saturdays that were made working days. It never
// changes after it is made and may be shared.
type Calendar struct {
	country string
	first   Date // first day of the first year with data
	last    Date // last day of the last year with data; 0 when there is none
	// gain[i] is by how many working days the country is ahead of plain
	// Mondays to Fridays, counted from first to first+i inclusive. It makes
	// every question below a subtraction.
	gain []int16
}

// Correction is a day on which debitor departs from its source.
type Correction struct {
	Country  string
	Day      Date
	Working  bool
	Why      string
	Verified bool // by a second source or the decree itself
}

// Corrections lists every departure from the source, so that a report can name
// them and a person can confirm them.
var Corrections = []Correction{
	{"BY", On(2025, 1, 6), false, "the source marks it a short working day, but its own row of 2025-01-11 (a working Saturday) says it was moved there", false},
}

// For is the calendar of a country (ISO 3166-1 alpha-2, any case). A country
// without data has its weekends and nothing else; see Known.
func For(country string) *Calendar {
	switch strings.ToUpper(country) {
	case "RU":
		return russia()
	case "BY":
		return belarus()
	}
	return weekends
}

var (
	weekends = &Calendar{}
	russia   = sync.OnceValue(func() *Calendar { return load("RU", "data/ru.csv") })
	belarus  = sync.OnceValue(func() *Calendar { return load("BY", "data/by.csv") })
)

// load reads an embedded table. The table is part of the program, so a bad one
// is a bug that the first test finds, and it panics.
func load(country, file string) *Calendar {
	text, err := data.ReadFile(file)
	if err != nil {
		panic("cal: " + err.Error())
	}
	days, firstYear, lastYear := readDays(string(text))
	for _, x := range Corrections {
		if x.Country == country {
			days[x.Day] = x.Working
		}
	}
	c := &Calendar{country: country, first: On(firstYear, 1, 1), last: On(lastYear, 12, 31)}
	c.gain = make([]int16, c.last-c.first+1)
	var ahead int16
	for i := range c.gain {
		d := c.first + Date(i)
		if working, ok := days[d]; ok && working != isWeekday(d) {
			ahead += sign(working)
		}
		c.gain[i] = ahead
	}
	return c
}

// readDays reads "date,type,holiday,moved_from". The first two columns never
// hold a comma; the others are for people.
func readDays(text string) (working map[Date]bool, firstYear, lastYear int) {
	working = map[Date]bool{}
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if i == 0 {
			continue
		}
		fields := strings.SplitN(line, ",", 3)
		d, ok := parseISO(fields[0])
		if !ok || len(fields) < 2 {
			panic("cal: embedded calendar, line " + line)
		}
		working[d] = fields[1] != "off"
		if firstYear == 0 {
			firstYear = d.Year()
		}
		lastYear = max(lastYear, d.Year())
	}
	return working, firstYear, lastYear
}

func sign(working bool) int16 {
	if working {
		return 1
	}
	return -1
}

// Country is the code of the country, empty for a calendar without data.
func (c *Calendar) Country() string { return c.country }

// Known says whether the days off of the year are known. When they are not,
// only weekends are off, and whoever shows a date should say so.
func (c *Calendar) Known(year int) bool {
	return c.last != 0 && year >= c.first.Year() && year <= c.last.Year()
}

// IsWorking says whether d is a working day. A shortened day is one.
func (c *Calendar) IsWorking(d Date) bool {
	if d < c.first || d > c.last {
		return isWeekday(d)
	}
	return c.count(d) != c.count(d-1)
}

// NextWorking is d itself if it is a working day, else the next one.
func (c *Calendar) NextWorking(d Date) Date {
	for !c.IsWorking(d) {
		d++
	}
	return d
}

// AddWorking is the n-th working day after d, or before d if n is negative; d
// itself, working or not, if n is 0.
func (c *Calendar) AddWorking(d Date, n int) Date {
	step := Date(1)
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d += step
		if c.IsWorking(d) {
			n--
		}
	}
	return d
}

// WorkingBetween counts the working days after a up to and including b;
// negative when b is before a. So WorkingBetween(due, today) is how many
// working days a debt is overdue.
func (c *Calendar) WorkingBetween(a, b Date) int { return c.count(b) - c.count(a) }

// count is the number of working days from 0001-01-01 to d inclusive.
func (c *Calendar) count(d Date) int {
	n := int(d/7)*5 + int(min(d%7, 5)) // 0001-01-01 was a Monday
	if c.last == 0 || d < c.first {
		return n
	}
	return n + int(c.gain[min(d, c.last)-c.first])
}

func isWeekday(d Date) bool {
	w := d % 7
	return w >= 1 && w <= 5
}
