// Package cal is days: dates without a clock, contract terms, business days
// and the calendars of countries with their moved days.
//
// A Date is a day, never an instant: no time zone can move it. Nothing here
// reads the clock; today always comes from outside. Calendars are dated data
// with a source, and beyond their last year they say "not known" instead of
// guessing (see Calendar.Known).
//
// Start with Date, then Calendar.
package cal

import (
	"database/sql/driver"
	"fmt"
	"time"

	"debitor/internal/fault"
)

// Date is a day as a number: 0001-01-01 is 1, the next day 2 (Rata Die). The
// zero value means "no date". Dates compare and subtract as numbers; the
// difference is calendar days.
type Date int32

// epoch is 1970-01-01 as a Date.
const epoch Date = 719163

// First and Last bound the dates debitor records; anything outside is a typing
// error ("0206", "20226").
var (
	First = On(1990, 1, 1)
	Last  = On(2199, 12, 31)
)

// On is the date of a year, month and day, normalised as time.Date does.
func On(year int, month time.Month, day int) Date {
	return Of(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// Of is the calendar day t shows in its own location.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	return epoch + Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/86400)
}

// Time is midnight UTC of the day; the zero time for no date.
func (d Date) Time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Unix(int64(d-epoch)*86400, 0).UTC()
}

// FromUnixDays is the date n days after 1970-01-01, for storage codecs.
func FromUnixDays(n int32) Date { return epoch + Date(n) }

// UnixDays is the number of days since 1970-01-01, for storage codecs.
func (d Date) UnixDays() int32 { return int32(d - epoch) }

// Parse reads "2026-03-31" strictly; an empty string is no date.
func Parse(s string) (Date, error) {
	if s == "" {
		return 0, nil
	}
	if d, ok := parseISO(s); ok {
		return d, nil
	}
	return 0, fault.New(fault.Input, "date.format", "%q is not a date like 2026-03-31", s)
}

func parseISO(s string) (Date, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	y, ok1 := digits(s[:4])
	m, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:])
	if !ok1 || !ok2 || !ok3 {
		return 0, false
	}
	return Valid(y, m, day)
}

// Valid is the date of the parts, false when there is no such day (31 April)
// or it lies outside First…Last.
func Valid(year, month, day int) (Date, bool) {
	if month < 1 || month > 12 || day < 1 || day > 31 || year < 1 || year > 9999 {
		return 0, false
	}
	d := fromCivil(year, month, day)
	if y, m, dd := d.Civil(); y != year || m != month || dd != day {
		return 0, false
	}
	return d, d >= First && d <= Last
}

// fromCivil counts days by the usual trick of years that begin in March.
func fromCivil(y, m, d int) Date {
	if m <= 2 {
		y--
		m += 12
	}
	return Date(365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d - 306)
}

// Civil is the year, month and day.
func (d Date) Civil() (year, month, day int) {
	t := d.Time()
	return t.Year(), int(t.Month()), t.Day()
}

// Year is the calendar year.
func (d Date) Year() int { return d.Time().Year() }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(d % 7) }

// String is "2026-03-31", empty for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	y, m, day := d.Civil()
	return string(appendISO(nil, y, m, day))
}

func appendISO(b []byte, y, m, d int) []byte {
	return append(b, byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+m/10), byte('0'+m%10), '-', byte('0'+d/10), byte('0'+d%10))
}

func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// MarshalText writes String, so that JSON carries YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText is Parse.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = Parse(string(b))
	return err
}

// Value stores a date as its text, no date as NULL.
func (d Date) Value() (driver.Value, error) {
	if d == 0 {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads what either engine gives for a date column.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = 0
	case string:
		parsed, ok := parseISO(v)
		if !ok {
			return fmt.Errorf("cal: stored date %q", v)
		}
		*d = parsed
	case time.Time:
		*d = Of(v)
	default:
		return fmt.Errorf("cal: cannot read a date from %T", src)
	}
	return nil
}
