// Package money is amounts: int64 minor units of a currency, never a float.
//
// A Minor is a bare count of minor units whose currency is known from its
// surroundings (one customer's debt in one currency); an Amount carries its
// currency along. Parsing and checked arithmetic refuse what does not fit;
// every recorded amount is at most Max, so that sums of up to 900,000 of them
// cannot overflow and the core may add without checking.
//
// It is not: exchange rates, rounding rules of a law (see interest), or words
// (see letter). Start with Parse and Amount.String, which are inverses.
package money

import (
	"math"
	"strings"

	"debitor/internal/fault"
)

// Max is the largest amount that may be recorded, in minor units: 100 billion
// of a currency with two decimals. The bound keeps sums inside int64.
const Max Minor = 10_000_000_000_000

// Minor is an amount in minor units (kopecks, cents) of a known currency.
type Minor int64

// Check refuses an amount beyond Max in either direction.
func (m Minor) Check() error {
	if m > Max || m < -Max {
		return fault.New(fault.Input, "money.too_large", "the amount is larger than debitor records (100 billion)")
	}
	return nil
}

// Currency is an ISO 4217 code in capitals, such as "BYN".
type Currency string

// decimals holds the currencies debitor knows, with the digits after the
// point of ISO 4217. What is not here is refused, for a typing error in a
// currency would otherwise become a debt of its own.
var decimals = map[Currency]int{
	"AMD": 2, "AUD": 2, "AZN": 2, "BAM": 2, "BGN": 2, "BRL": 2, "BYN": 2, "CAD": 2, "CHF": 2, "CNY": 2,
	"CZK": 2, "DKK": 2, "EUR": 2, "GBP": 2, "GEL": 2, "HRK": 2, "HUF": 2, "INR": 2, "JPY": 0, "KGS": 2,
	"KRW": 0, "KZT": 2, "MDL": 2, "MKD": 2, "NOK": 2, "PLN": 2, "RON": 2, "RSD": 2, "RUB": 2, "SEK": 2,
	"TJS": 2, "TMT": 2, "TRY": 2, "UAH": 2, "USD": 2, "UZS": 2,
}

// ParseCurrency accepts a known ISO 4217 code in any case, with spaces around
// it; "RUR" and "BYR" are refused, for their amounts are not RUB and BYN.
func ParseCurrency(s string) (Currency, error) {
	c := Currency(strings.ToUpper(strings.TrimSpace(s)))
	if _, ok := decimals[c]; !ok {
		return "", fault.New(fault.Input, "money.currency", "%q is not a currency code debitor knows (such as RUB, BYN, EUR)", s)
	}
	return c, nil
}

// Decimals is the number of digits after the point, 2 for an unknown code.
func (c Currency) Decimals() int {
	if d, ok := decimals[c]; ok {
		return d
	}
	return 2
}

// Amount is an amount with its currency.
type Amount struct {
	Minor    Minor
	Currency Currency
}

// Parse reads a plain decimal string ("-1234.5", dot only, no grouping) as an
// amount of the currency. More decimals than the currency has are refused
// unless they are zeros: money is not rounded in silence.
func Parse(s string, c Currency) (Amount, error) {
	m, err := ParseMinor(s, c.Decimals())
	return Amount{m, c}, err
}

// ParseMinor is Parse for a bare number with the given decimals.
func ParseMinor(s string, decimals int) (Minor, error) {
	digits, negative := strings.CutPrefix(strings.TrimSpace(s), "-")
	whole, frac, _ := strings.Cut(digits, ".")
	if whole == "" && frac == "" {
		return 0, fault.New(fault.Input, "money.not_a_number", "%q is not an amount (write 1234.50)", s)
	}
	for len(frac) > decimals && frac[len(frac)-1] == '0' {
		frac = frac[:len(frac)-1]
	}
	if len(frac) > decimals {
		return 0, fault.New(fault.Input, "money.too_many_decimals", "%q has more than %d decimals", s, decimals)
	}
	frac += strings.Repeat("0", decimals-len(frac))
	var n int64
	for _, r := range whole + frac {
		if r < '0' || r > '9' {
			return 0, fault.New(fault.Input, "money.not_a_number", "%q is not an amount (write 1234.50)", s)
		}
		if n > (math.MaxInt64-9)/10 {
			return 0, fault.New(fault.Input, "money.too_large", "%q is larger than debitor records", s)
		}
		n = n*10 + int64(r-'0')
	}
	if negative {
		n = -n
	}
	return Minor(n), Minor(n).Check()
}

// String is the amount as a plain decimal with the currency's own number of
// decimals and no currency: "72.27", "-0.05". It is what JSON and CSV carry.
func (a Amount) String() string { return a.Minor.Decimal(a.Currency) }

// Decimal is the plain decimal string of m in the currency.
func (m Minor) Decimal(c Currency) string {
	var buf [24]byte
	return string(m.AppendDecimal(buf[:0], c))
}

// AppendDecimal appends what Decimal returns, without an allocation.
func (m Minor) AppendDecimal(dst []byte, c Currency) []byte {
	d := c.Decimals()
	u := uint64(m)
	if m < 0 {
		dst = append(dst, '-')
		u = -u
	}
	var digits [24]byte
	i := len(digits)
	for n := 0; u > 0 || n <= d; n++ {
		if n == d && d > 0 {
			i--
			digits[i] = '.'
		}
		i--
		digits[i] = byte('0' + u%10)
		u /= 10
	}
	return append(dst, digits[i:]...)
}

// Add is a+b; different currencies and overflow are errors.
func (a Amount) Add(b Amount) (Amount, error) {
	if a.Currency != b.Currency {
		return Amount{}, fault.New(fault.Input, "money.currencies_differ", "cannot add %s to %s", b.Currency, a.Currency)
	}
	sum := a.Minor + b.Minor
	if (a.Minor > 0 && b.Minor > 0 && sum < 0) || (a.Minor < 0 && b.Minor < 0 && sum >= 0) {
		return Amount{}, fault.New(fault.Input, "money.too_large", "the sum is larger than debitor records")
	}
	return Amount{sum, a.Currency}, nil
}

// Split divides m into parts proportional to weights. The parts always sum to
// m: each is rounded toward zero and what is left over goes to the last part
// with a weight, as an instalment plan does. Weights must not be negative.
func Split(m Minor, weights []int64) []Minor {
	parts := make([]Minor, len(weights))
	var total int64
	last := -1
	for i, w := range weights {
		total += w
		if w > 0 {
			last = i
		}
	}
	if last < 0 {
		return parts
	}
	left := m
	for i, w := range weights {
		parts[i] = mulDiv(m, w, total)
		left -= parts[i]
	}
	parts[last] += left
	return parts
}

// InProportion divides an amount by what is owed and gives nobody more than
// that: each is rounded down, what remains goes to the last as far as it is owed
// so much, and then to the first.
func InProportion(m Minor, owed []Minor) []Minor {
	var sum Minor
	weights := make([]int64, len(owed))
	for i, o := range owed {
		sum += o
		weights[i] = int64(o)
	}
	if m >= sum {
		return owed
	}
	parts := Split(m, weights)
	last := len(parts) - 1
	for over := max(0, parts[last]-owed[last]); over > 0; { // Split gives the rest to the last one
		for i := range parts {
			if over > 0 && parts[i] < owed[i] {
				parts[i]++
				parts[last]--
				over--
			}
		}
	}
	return parts
}
