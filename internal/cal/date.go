// Package cal is days: dates without a clock, contract terms, business days
// and the calendars of countries with their moved days.
//
// A Date is a day, never an instant: no time zone can move it. Nothing here
// reads the clock; today always comes from outside. Calendars are dated data
// with a source, and beyond their last year they say "not known" instead of
// guessing (see Calendar.Known).
//
// The moved days of Russia (2013–2026) and Belarus (2015–2026) are facts taken
// from the open collection xmlcalendar/data; see Corrections for what was
// changed and is still unverified. The Russian years 2020 and 2021 hold the
// "non-working days" of the epidemic as days off: a term set by law may have
// run through them, so whoever counts one must look (see interest).
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

// Civil is the year, month and day; zeros for no date.
func (d Date) Civil() (year, month, day int) {
	if d <= 0 {
		return 0, 0, 0
	}
	// Counted from 0000-03-01, a year's leap day is its last, and every 400
	// years are alike; so no table and no time.Time are needed.
	n := uint32(d) + 305
	era, inEra := n/146097, n%146097
	yearOfEra := (inEra - inEra/1460 + inEra/36524 - inEra/146096) / 365
	inYear := inEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	m := (5*inYear + 2) / 153
	day = int(inYear - (153*m+2)/5 + 1)
	year = int(yearOfEra + 400*era)
	if m >= 10 {
		return year + 1, int(m) - 9, day
	}
	return year, int(m) + 3, day
}

// Year is the calendar year, 0 for no date.
func (d Date) Year() int {
	y, _, _ := d.Civil()
	return y
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(d % 7) }

// Monday is the first day of the week of the day.
func (d Date) Monday() Date { return d - Date(int(d.Weekday()+6)%7) }

// String is "2026-03-31", empty for no date.
func (d Date) String() string {
	var buf [10]byte
	return string(d.AppendString(buf[:0]))
}

// AppendString appends what String returns, without an allocation.
func (d Date) AppendString(dst []byte) []byte {
	if d <= 0 {
		return dst
	}
	y, m, day := d.Civil()
	return appendISO(dst, y, m, day)
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
		return nil, nil //nolint:nilnil // this is how database/sql is told NULL
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
