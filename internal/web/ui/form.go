package ui

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/internal/web/say"
)

// Form is what a person typed and what is wrong with it. It is shown again as
// it was typed, with a word beside each field that needs one.
type Form struct {
	// Action is where it is sent; empty sends it to the page it stands on.
	Action string
	// Problem stands above the fields: what is wrong with the whole.
	Problem string
	values  url.Values
	errors  map[string]string
	say     *say.Printer
}

// NewForm is a form of the values, or of none.
func NewForm(p *say.Printer, values url.Values) *Form {
	if values == nil {
		values = url.Values{}
	}
	return &Form{values: values, errors: map[string]string{}, say: p}
}

// Set gives a field the value it is first shown with.
func (f *Form) Set(name, value string) { f.values.Set(name, value) }

// Value is what stands in a field.
func (f *Form) Value(name string) string { return f.values.Get(name) }

// Values are all values of a field that can be given several times.
func (f *Form) Values(name string) []string { return f.values[name] }

// Checked says whether a box of the name and value is ticked.
func (f *Form) Checked(name, value string) bool { return slices.Contains(f.values[name], value) }

// Error is what is wrong with a field, empty if nothing.
func (f *Form) Error(name string) string { return f.errors[name] }

// Fail says what is wrong with a field.
func (f *Form) Fail(name, text string) {
	if f.errors[name] == "" {
		f.errors[name] = text
	}
}

// OK says whether nothing is wrong so far.
func (f *Form) OK() bool { return len(f.errors) == 0 && f.Problem == "" }

// Text is a field without the blanks around it.
func (f *Form) Text(name string) string { return strings.TrimSpace(f.Value(name)) }

// Need is Text of a field that must not be empty.
func (f *Form) Need(name string) string {
	s := f.Text(name)
	if s == "" {
		f.Fail(name, f.say.T("say.required"))
	}
	return s
}

// Date is a day, 0 if the field is empty.
func (f *Form) Date(name string) cal.Date {
	s := f.Text(name)
	if s == "" {
		return 0
	}
	d, known := dotted(s)
	if !known {
		var err error
		if d, err = cal.Parse(s); err != nil {
			f.Fail(name, f.say.T("say.bad_date", f.say.Date(cal.On(2026, 3, 31))))
			return 0
		}
	}
	f.Set(name, d.String()) // as fields of dates show it
	return d
}

// dotted is a day as people here write it, 31.03.2026: where a browser has no
// field of dates, it is typed.
func dotted(s string) (cal.Date, bool) {
	day, rest, _ := strings.Cut(s, ".")
	month, year, _ := strings.Cut(rest, ".")
	d, err1 := strconv.Atoi(day)
	m, err2 := strconv.Atoi(month)
	y, err3 := strconv.Atoi(year)
	if err1 != nil || err2 != nil || err3 != nil || len(year) != 4 {
		return 0, false
	}
	return cal.Valid(y, m, d)
}

// NeedDate is Date of a field that must not be empty.
func (f *Form) NeedDate(name string) cal.Date {
	f.Need(name)
	return f.Date(name)
}

// Int is a whole number that is not negative, 0 if the field is empty.
func (f *Form) Int(name string) int {
	s := f.Text(name)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(blanks.Replace(s))
	if err != nil || n < 0 {
		f.Fail(name, f.say.T("say.bad_number"))
		return 0
	}
	return n
}

// Money is an amount of the currency as people of any of the languages write
// it: "1 234,56", "1,234.56", "1.234,56"; 0 if the field is empty.
func (f *Form) Money(name string, c money.Currency) money.Minor {
	s := f.Text(name)
	if s == "" {
		return 0
	}
	a, err := money.Parse(plainAmount(s), c)
	if err != nil || a.Minor < 0 {
		f.Fail(name, f.say.T("say.bad_amount", f.say.Figure(123456, c)))
		return 0
	}
	return a.Minor
}

// blanks are what groups digits where no mark does, as it is copied from tables,
// letters and banking programs.
var blanks = strings.NewReplacer(" ", "", "\t", "", "\u00a0", "", "\u2007", "", "\u2009", "", "\u202f", "", "'", "", "\u2019", "")

// plainAmount takes the grouping out of an amount and writes its decimals
// behind a point. The last mark is the decimal one, unless exactly three digits
// follow it and nothing else in the text speaks for decimals.
func plainAmount(s string) string {
	s = blanks.Replace(s)
	last := strings.LastIndexAny(s, ".,")
	if last < 0 {
		return s
	}
	marks := strings.Count(s, ".") + strings.Count(s, ",")
	mixed := strings.Contains(s, ".") && strings.Contains(s, ",")
	whole := strings.NewReplacer(".", "", ",", "").Replace(s[:last])
	grouped := len(s)-last-1 == 3 && strings.Trim(whole, "0") != "" // 0,500 is half of one
	if grouped && !mixed || marks > 1 && !mixed {
		return whole + s[last+1:]
	}
	return whole + "." + s[last+1:]
}

// Take turns what a desk refuses into the form's problem, in the visitor's
// words; anything else comes back as the error it is.
func (f *Form) Take(err error) error {
	var flt *fault.Fault
	if err == nil || !errors.As(err, &flt) || flt.Kind == fault.Internal {
		return err
	}
	f.Problem = f.say.Fault(flt)
	return nil
}
