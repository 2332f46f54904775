package authority

import (
	"fmt"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
)

// Unit is what a bound counts.
type Unit string

// The units of bounds.
const (
	Days    Unit = "days"    // calendar days
	Working Unit = "working" // working days of the company's calendar
	Weeks   Unit = "weeks"   // seven days each
	Months  Unit = "months"  // calendar months; 31 January and one month is the last of February
)

// Bound is how far a role may go, in days from the day of asking or from the
// original due date; the zero Bound is no bound.
type Bound struct {
	N    int
	Unit Unit
}

// maxBound keeps a bound within the days there are: no company gives its
// people a word for longer than a thousand months.
const maxBound = 1000

// ParseBound reads "5 days", "10 working days", "1 week", "2 months".
func ParseBound(s string) (Bound, error) {
	number, name, _ := strings.Cut(strings.TrimSpace(s), " ")
	n, err := strconv.Atoi(number)
	unit, known := map[string]Unit{
		"day": Days, "days": Days, "working day": Working, "working days": Working,
		"week": Weeks, "weeks": Weeks, "month": Months, "months": Months,
	}[strings.Join(strings.Fields(name), " ")]
	if err != nil || !known {
		return Bound{}, fault.New(fault.Input, "authority.bound", "%q is no bound like \"5 days\", \"10 working days\", \"1 week\", \"2 months\"", s)
	}
	if n < 1 || n > maxBound {
		return Bound{}, fault.New(fault.Input, "authority.bound_range", "a bound is of 1 to %d %s, not %d", maxBound, unit, n)
	}
	return Bound{n, unit}, nil
}

// Last is the last day within the bound, counted from a day; 0 for no bound. A
// nil calendar knows weekends only.
func (b Bound) Last(from cal.Date, c *cal.Calendar) cal.Date {
	n := cal.Date(b.N)
	switch {
	case b.N == 0:
		return 0
	case b.Unit == Working:
		if c == nil {
			c = cal.For("")
		}
		return c.AddWorking(from, b.N)
	case b.Unit == Weeks:
		return from + 7*n
	case b.Unit == Months:
		return addMonths(from, b.N)
	}
	return from + n
}

// addMonths is the same day n months on, or the month's last if it is shorter.
func addMonths(d cal.Date, n int) cal.Date {
	year, month, day := d.Civil()
	month += n - 1
	year, month = year+month/12, month%12+1
	for ; day > 27; day-- {
		if last, ok := cal.Valid(year, month, day); ok {
			return last
		}
	}
	if last, ok := cal.Valid(year, month, day); ok {
		return last
	}
	return cal.Last
}

// String is the bound as ParseBound reads it, empty for none.
func (b Bound) String() string { return b.Text("en") }

// Text is the bound in words, in English or Russian; other languages get
// English. Empty for no bound.
func (b Bound) Text(lang string) string {
	if b.N == 0 {
		return ""
	}
	if lang == "ru" {
		return fmt.Sprintf("%d %s", b.N, russianUnits[b.Unit][plural(b.N)])
	}
	return fmt.Sprintf("%d %s", b.N, englishUnits[b.Unit][min(b.N, 2)-1])
}

var (
	englishUnits = map[Unit][2]string{
		Days: {"day", "days"}, Working: {"working day", "working days"}, Weeks: {"week", "weeks"}, Months: {"month", "months"},
	}
	russianUnits = map[Unit][3]string{
		Days: {"день", "дня", "дней"}, Working: {"рабочий день", "рабочих дня", "рабочих дней"},
		Weeks: {"неделя", "недели", "недель"}, Months: {"месяц", "месяца", "месяцев"},
	}
)

// plural is which form Russian gives a noun after a number: 1 день, 2 дня, 5 дней.
func plural(n int) int {
	switch {
	case n%10 == 1 && n%100 != 11:
		return 0
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return 1
	}
	return 2
}
