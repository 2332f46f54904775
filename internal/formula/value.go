package formula

import (
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/insight"
	"debitor/internal/money"
)

// The largest inputs: a percentage of a thousand per cent a day, a term of a
// century, and a list that fits a year of days.
const (
	maxPercent = 100_000_00
	maxDays    = 36_500
	maxCount   = 1_000_000
	maxList    = 400
)

// value is an input as it was read: an amount in hundredths, a percentage in
// hundredths, days, a number, or a list.
type value struct {
	n    int64
	date cal.Date
	list []insight.Credit
}

type values map[string]value

func (v values) amount(name string) money.Minor         { return money.Minor(v[name].n) }
func (v values) percent(name string) insight.Hundredths { return insight.Hundredths(v[name].n) }
func (v values) number(name string) int                 { return int(v[name].n) }
func (v values) date(name string) cal.Date              { return v[name].date }
func (v values) sales(name string) []insight.Credit     { return v[name].list }

func (v values) amounts(name string) []money.Minor {
	list := make([]money.Minor, len(v[name].list))
	for i, c := range v[name].list {
		list[i] = c.Amount
	}
	return list
}

// read takes an input as people write it: a comma is a decimal point. Code:
// formula.value.
func (v values) read(in Input, text string) error {
	var got value
	ok := false
	switch in.Kind {
	case Amount:
		got.n, ok = decimal(text, int64(money.Max))
	case Percent:
		got.n, ok = decimal(text, maxPercent)
	case Days:
		got.n, ok = whole(text, maxDays)
	case Count:
		got.n, ok = whole(text, maxCount)
	case Date:
		day, err := cal.Parse(text)
		got.date, ok = day, err == nil
	case Amounts, Sales:
		got.list, ok = list(text, in.Kind)
	}
	if !ok {
		return fault.New(fault.Input, "formula.value", "%s: %q is not written like %s", in.Name, text, samples[in.Kind])
	}
	v[in.Name] = got
	return nil
}

// samples are how each kind is written.
var samples = map[Kind]string{
	Amount: "1234.50", Percent: "9.5", Days: "90", Count: "10", Date: "2015-01-15", Amounts: "100 110 120", Sales: "100@14 300@30",
}

// Sample is how an input of the kind is written.
func (k Kind) Sample() string { return samples[k] }

// decimal is a number of two decimals, in hundredths, that is neither below
// zero nor too large.
func decimal(text string, most int64) (int64, bool) {
	m, err := money.ParseMinor(strings.Replace(text, ",", ".", 1), 2)
	return int64(m), err == nil && m >= 0 && int64(m) <= most
}

func whole(text string, most int64) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n >= 0 && n <= most
}

// list is amounts with blanks or semicolons between them, those of sales with
// their days after an @.
func list(text string, kind Kind) (out []insight.Credit, ok bool) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ';' || r == '\t' || r == '\u00a0' })
	if len(parts) == 0 || len(parts) > maxList {
		return nil, false
	}
	for _, p := range parts {
		amount, days, has := strings.Cut(p, "@")
		n, ok := decimal(amount, int64(money.Max))
		var d int64
		if ok && has {
			d, ok = whole(days, maxDays)
		}
		if !ok || has != (kind == Sales) {
			return nil, false
		}
		out = append(out, insight.Credit{Amount: money.Minor(n), Days: int(d)})
	}
	return out, true
}

// What results are made of.

func amount(name string, m money.Minor) Result { return Result{name, Amount, m.Decimal("")} }

func amountIf(name string, m money.Minor, ok bool) Result {
	if !ok {
		return Result{Name: name, Kind: Amount}
	}
	return amount(name, m)
}

func hundredths(name string, k Kind, h insight.Hundredths) Result { return Result{name, k, h.String()} }

func days(name string, n int) Result { return Result{name, Days, strconv.Itoa(n)} }

func yesNo(name string, yes bool) Result {
	if yes {
		return Result{name, YesNo, "yes"}
	}
	return Result{name, YesNo, "no"}
}
