package intake

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// amountsOf reads a column as a file would: all values first, then each.
func amountsOf(column ...string) (out []string) {
	var n numbers
	for i, s := range column {
		n.see(s, i+1)
	}
	for _, s := range column {
		plain, code, problem := n.read(s)
		if problem == "" {
			var m money.Minor
			if m, code, problem = minor(plain, "BYN", false); problem == "" {
				code = m.Decimal("BYN")
			}
		}
		out = append(out, strings.TrimPrefix(code, "intake.amount."))
	}
	return out
}

func TestAmounts(t *testing.T) {
	tests := []struct{ column, want string }{
		{"72.27|94|0", "72.27 94.00 0.00"},
		{"72,27|.5|,5|0,5", "72.27 0.50 0.50 0.50"},
		{"1 234,50|1 234|12 34", "1234.50 1234.00 format"},
		{"1\u00a0234,50|1\u202f234\u202f567|1'234.50|1’234", "1234.50 1234567.00 1234.50 1234.00"},
		{"1.234,50|1,234.50", "1234.50 1234.50"},
		{"1.234.567|1,234,567.8", "1234567.00 1234567.80"},
		{"1.234|5,5", "1234.00 5.50"},
		{"1,234|5.5", "1234.00 5.50"},
		{"1.234|5.5", "decimals 5.50"},
		{"1.230|5.5", "1.23 5.50"},
		{"1.234|7", "ambiguous 7.00"},
		{"1.234|5.5|5,5", "mixed 5.50 5.50"},
		{"-5|−5|5-|(5)|+5|- 5", "-5.00 -5.00 -5.00 -5.00 5.00 -5.00"},
		{"-|()|5.|1.2.3|1,2,3|--5|5 руб|1e5|0x5|1.234,5.6|1,234,56", "format format format format format format format format format format format"},
		{"100000000000.01|99999999999999999999999", "too_large too_large"},
		{"12345.678|1234,5", "decimals 1234.50"},
		{"1 234.567,8|1.234 567", "format format"},
	}
	for _, tt := range tests {
		got := strings.Join(amountsOf(strings.Split(tt.column, "|")...), " ")
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.column, got, tt.want)
		}
	}
}

func TestRounded(t *testing.T) {
	tests := []struct {
		plain, want string
		currency    money.Currency
	}{
		{"84773.95499999999", "84773.95", "USD"},
		{"2704.7509999999997", "2704.75", "USD"},
		{"0.005", "0.01", "USD"},
		{"-0.005", "-0.01", "USD"},
		{"-0.994", "-0.99", "USD"},
		{"9.999", "10.00", "USD"},
		{"7.5", "8", "JPY"},
		{"-.5", "-1", "JPY"},
	}
	for _, tt := range tests {
		m, _, problem := minor([]byte(tt.plain), tt.currency, true)
		if got := m.Decimal(tt.currency); got != tt.want || problem != "" {
			t.Errorf("%s: got %s %s, want %s", tt.plain, got, problem, tt.want)
		}
	}
}

// TestAmountRoundTrip writes columns in one style and reads the amounts back.
func TestAmountRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mark := rapid.SampledFrom([]string{".", ","}).Draw(t, "mark")
		group := rapid.SampledFrom([]string{"", " ", "\u00a0", "\u202f", "'", map[string]string{".": ",", ",": "."}[mark]}).Draw(t, "group")
		amounts := rapid.SliceOfN(rapid.Int64Range(-int64(money.Max), int64(money.Max)), 1, 20).Draw(t, "amounts")
		var column []string
		for _, a := range amounts {
			whole, frac, _ := strings.Cut(money.Minor(a).Decimal("BYN"), ".")
			sign, whole := whole[:len(whole)-len(strings.TrimPrefix(whole, "-"))], strings.TrimPrefix(whole, "-")
			for i := len(whole) - 3; i > 0; i -= 3 {
				whole = whole[:i] + group + whole[i:]
			}
			column = append(column, sign+whole+mark+frac)
		}
		for i, got := range amountsOf(column...) {
			if want := money.Minor(amounts[i]).Decimal("BYN"); got != want {
				t.Fatalf("%s: got %s, want %s", column[i], got, want)
			}
		}
	})
}

// datesOf reads a column as a file would.
func datesOf(pattern string, column ...string) (out []string) {
	var d dates
	if pattern != "" {
		d.pattern, _ = parseDatePattern(pattern)
	}
	for i, s := range column {
		d.see(s, i+1)
	}
	for _, s := range column {
		date, code, problem := d.read(s)
		if problem == "" {
			code = date.String()
		}
		out = append(out, strings.TrimPrefix(code, "intake.date."))
	}
	return out
}

func TestDates(t *testing.T) {
	tests := []struct{ pattern, column, want string }{
		{"", "2026-03-31|2026/3/31|20260331|2026-03-31T10:00:00Z|2026-03-31 00:00:00", "2026-03-31 2026-03-31 2026-03-31 2026-03-31 2026-03-31"},
		{"", "31.03.2026|1.4.2026|12.03.2026 0:00:00|12.03.2026 г.", "2026-03-31 2026-04-01 2026-03-12 2026-03-12"},
		{"", "3/4/2026|13/4/2026", "2026-04-03 2026-04-13"},
		{"", "3/4/2026|4/13/2026", "2026-03-04 2026-04-13"},
		{"", "3/4/2026|3/3/2026", "ambiguous 2026-03-03"},
		{"", "3/4/2026|4/13/2026|13/4/2026", "mixed mixed mixed"},
		{"", "3/4/2026|13/13/2026|2026-01-02", "ambiguous none 2026-01-02"},
		{"", "26-04-2011|1-2-2011", "2011-04-26 2011-02-01"},
		{"", "26-Apr-2011|26 april 2011|26-Apr-11|26.04.11", "2011-04-26 2011-04-26 short_year short_year"},
		{"", "31.04.2026|29.02.2026|29.02.2028|31.12.1989|0001-01-01", "none none 2028-02-29 none none"},
		{"", "46112|today|1.2|2026|.|1..2|12.3.20266", "format format format format format format format"},
		{"D-MMM-YY", "26-Apr-11|1-sep-99|26.04.11|26-Abc-11", "2011-04-26 1999-09-01 pattern none"},
		{"M/D/YYYY", "3/4/2026|12/31/2026 10:15|31/12/2026|3/4/26", "2026-03-04 2026-12-31 none pattern"},
		{"YYYYMMDD", "20260331|2026331", "2026-03-31 pattern"},
	}
	for _, tt := range tests {
		got := strings.Join(datesOf(tt.pattern, strings.Split(tt.column, "|")...), " ")
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.column, got, tt.want)
		}
	}
	for _, bad := range []string{"", "D.M", "DDD.M.YYYY", "D.M.YYY", "DMYYYY", "D.M.YYYY.D", "MMMYYYYDD", "5.M.YYYY"} {
		if _, ok := parseDatePattern(bad); ok {
			t.Errorf("%q is taken for a date format", bad)
		}
	}
}

// TestDateRoundTrip writes a column in one style; read back are the same
// dates, or, where the style leaves it open, nothing.
func TestDateRoundTrip(t *testing.T) {
	styles := []string{"%[1]d-%02[2]d-%02[3]d", "%02[3]d.%02[2]d.%[1]d", "%[3]d/%[2]d/%[1]d", "%[2]d/%[3]d/%[1]d", "%[3]d-%[2]d-%[1]d"}
	rapid.Check(t, func(t *rapid.T) {
		style := rapid.SampledFrom(styles).Draw(t, "style")
		days := rapid.SliceOfN(rapid.IntRange(int(cal.First), int(cal.Last)), 1, 20).Draw(t, "days")
		var column []string
		for _, d := range days {
			y, m, dd := cal.Date(d).Civil()
			column = append(column, fmt.Sprintf(style, y, m, dd))
		}
		for i, got := range datesOf("", column...) {
			if want := cal.Date(days[i]).String(); got != want && got != "ambiguous" {
				t.Fatalf("%s: got %s, want %s", column[i], got, want)
			}
		}
	})
}

func FuzzAmount(f *testing.F) {
	for _, s := range []string{"1 234,50", "(5)", "1.234", "−5", "5-", "1'2"} {
		f.Add(s, s)
	}
	f.Fuzz(func(_ *testing.T, a, b string) {
		for _, c := range []money.Currency{"BYN", "JPY"} {
			var n numbers
			n.see(a, 1)
			n.see(b, 2)
			if plain, _, problem := n.read(a); problem == "" {
				minor(plain, c, true)
			}
		}
	})
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-03-31", "31.03.2026 0:00:00", "3/4/2026", "26-Apr-11", "20260331"} {
		f.Add(s, "M/D/YYYY")
	}
	f.Fuzz(func(t *testing.T, s, pattern string) {
		for _, got := range datesOf("", s) {
			if _, err := cal.Parse(got); err != nil && got != "format" && got != "none" && got != "ambiguous" && got != "mixed" && got != "short_year" {
				t.Fatal(got)
			}
		}
		datesOf(pattern, s)
	})
}
