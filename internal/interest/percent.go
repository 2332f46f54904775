package interest

import (
	"math/bits"
	"strconv"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/money"
)

// Percent is a share in percent as a decimal with six decimals, kept as an
// integer: 14.25 % is 14_250_000.
type Percent int64

// one is one percent; whole, a hundred.
const (
	one   Percent = 1_000_000
	whole Percent = 100 * one
)

// MaxPercent bounds every rate: nobody owes a hundred times a debt, a year or
// a day, and products stay inside 128 bits.
const MaxPercent = 100 * whole

// percentDecimals is how many decimals a Percent has.
const percentDecimals = 6

// ParsePercent reads a plain decimal ("14.25", "-0.88") of at most six
// decimals. Codes: interest.percent.
func ParsePercent(s string) (Percent, error) {
	m, err := money.ParseMinor(s, percentDecimals)
	if p := Percent(m); err == nil && p <= MaxPercent && p >= -MaxPercent {
		return p, nil
	}
	return 0, fault.New(fault.Input, "interest.percent", "%q is not a number of percent (write 0.1 or 14.25, at most six decimals)", s)
}

// String is the percentage with at least two decimals: "14.25", "0.03", "3.00".
func (p Percent) String() string {
	sign, u := "", int64(p)
	if u < 0 {
		sign, u = "-", -u
	}
	frac := strconv.FormatInt(u%int64(one)+int64(one), 10)[1:]
	for len(frac) > 2 && frac[len(frac)-1] == '0' {
		frac = frac[:len(frac)-1]
	}
	return sign + strconv.FormatInt(u/int64(one), 10) + "." + frac
}

// MarshalText writes String.
func (p Percent) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText is ParsePercent.
func (p *Percent) UnmarshalText(b []byte) (err error) {
	*p, err = ParsePercent(strings.TrimSpace(string(b)))
	return err
}

// share is m × p × days / (100 % × basis), rounded half up. Nothing in it is
// negative; m ≤ money.Max, p ≤ MaxPercent, days ≤ 366 (an interval ends with its
// year) and basis ≥ 1, so the product fits 128 bits and the quotient 63:
// 10^13 × 10^10 × 366 / 10^8 < 2^59.
func share(m money.Minor, p Percent, days, basis int64) money.Minor {
	den := uint64(whole) * uint64(basis)
	hi, lo := bits.Mul64(uint64(m), uint64(p)*uint64(days))
	lo, carry := bits.Add64(lo, den/2, 0)
	q, _ := bits.Div64(hi+carry, lo, den)
	return money.Minor(q)
}

// part is m × p rounded down: what may not be exceeded is not rounded up.
func part(m money.Minor, p Percent) money.Minor {
	hi, lo := bits.Mul64(uint64(m), uint64(p))
	q, _ := bits.Div64(hi, lo, uint64(whole))
	return money.Minor(q)
}
