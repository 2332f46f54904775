package money

import "math/bits"

// mulDiv is m×num/den rounded toward zero, with a 128-bit product between, so
// that it cannot overflow while num ≤ den.
func mulDiv(m Minor, num, den int64) Minor {
	negative := m < 0
	u := uint64(m)
	if negative {
		u = -u
	}
	hi, lo := bits.Mul64(u, uint64(num))
	q, _ := bits.Div64(hi, lo, uint64(den))
	if negative {
		return -Minor(q)
	}
	return Minor(q)
}
