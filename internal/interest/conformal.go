package interest

import (
	"math/big"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// year365 is the year of conformal interest, whatever the calendar (LAW.md 4.2).
const year365 = 365

// factorBits is the precision of the factors: far more than the 44 bits of an amount
// need, so that a rounding is hardly ever in doubt.
const factorBits = 192

// factors are q^(d/365) for d = 0…364 as integers of 2^-192, from below and from
// above: the true value, which is irrational, lies between.
type factors struct {
	num, den *big.Int // q = num/den = 1 + rate
	low      []*big.Int
	high     []*big.Int
}

// compound makes the factors of a rate a year. The 365th root is found by Newton
// and then proved: low^365 ≤ q < (low+1)^365. Multiplying keeps the bounds.
func compound(p Percent) *factors {
	f := &factors{num: big.NewInt(int64(whole + p)), den: big.NewInt(int64(whole))}
	unit := new(big.Int).Lsh(big.NewInt(1), factorBits)
	q := new(big.Int).Lsh(f.num, factorBits)
	q.Quo(q, f.den)
	root := new(big.Int).Sub(q, unit)
	root.Add(unit, root.Quo(root, big.NewInt(year365)))
	for range 20 {
		below := fixedPower(root, year365-1)
		step := new(big.Int).Mul(below, root)
		step.Sub(step.Rsh(step, factorBits), q)
		step.Lsh(step, factorBits).Quo(step, below).Quo(step, big.NewInt(year365))
		if step.Sign() == 0 {
			break
		}
		root.Sub(root, step)
	}
	for !f.reaches(root) {
		root.Sub(root, big.NewInt(1))
	}
	next := new(big.Int).Add(root, big.NewInt(1))
	for f.reaches(next) {
		root, next = next, new(big.Int).Add(next, big.NewInt(1))
	}
	low, high := unit, unit
	for range year365 {
		f.low, f.high = append(f.low, low), append(f.high, high)
		low = new(big.Int).Mul(low, root)
		low.Rsh(low, factorBits)
		high = new(big.Int).Mul(high, next)
		high.Rsh(high, factorBits).Add(high, big.NewInt(1))
	}
	return f
}

// fixedPower is x^n of fixed-point numbers, rounded somehow: Newton mends it.
func fixedPower(x *big.Int, n int) *big.Int {
	out := new(big.Int).Lsh(big.NewInt(1), factorBits)
	for square := new(big.Int).Set(x); n > 0; n >>= 1 {
		if n&1 == 1 {
			out.Mul(out, square).Rsh(out, factorBits)
		}
		square.Mul(square, square).Rsh(square, factorBits)
	}
	return out
}

// reaches tells exactly whether root^365 ≤ q.
func (f *factors) reaches(root *big.Int) bool {
	left := new(big.Int).Exp(root, big.NewInt(year365), nil)
	right := new(big.Int).Lsh(f.num, factorBits*year365)
	return left.Mul(left, f.den).Cmp(right) <= 0
}

// interest is m × (q^(days/365) − 1) for less than a year, rounded half up. If
// the bounds round differently, the question is settled exactly.
func (f *factors) interest(m money.Minor, days int64) money.Minor {
	low, high := rounded(m, f.low[days]), rounded(m, f.high[days])
	for low < high && f.atLeast(m, days, low+1) {
		low++
	}
	return low
}

func rounded(m money.Minor, factor *big.Int) money.Minor {
	n := new(big.Int).Sub(factor, new(big.Int).Lsh(big.NewInt(1), factorBits))
	n.Mul(n, big.NewInt(2*int64(m)))
	n.Add(n, new(big.Int).Lsh(big.NewInt(1), factorBits))
	return money.Minor(n.Rsh(n, factorBits+1).Int64())
}

// atLeast tells exactly whether m × (q^(days/365) − 1) is at least n − ½: both
// sides are raised to the 365th power, which makes them rational.
func (f *factors) atLeast(m money.Minor, days int64, n money.Minor) bool {
	days365 := big.NewInt(year365)
	left := new(big.Int).Exp(f.num, big.NewInt(days), nil)
	left.Mul(left, new(big.Int).Exp(big.NewInt(2*int64(m)), days365, nil))
	right := new(big.Int).Exp(f.den, big.NewInt(days), nil)
	right.Mul(right, new(big.Int).Exp(big.NewInt(2*int64(m)+2*int64(n)-1), days365, nil))
	return left.Cmp(right) >= 0
}

// conformal is the interest of days that lie in one calendar year: of a whole
// year, be it of 365 days or 366, the rate itself (LAW.md 4.2).
func (b *Book) conformal(m money.Minor, p Percent, from, to cal.Date) money.Minor {
	days := int64(to - from + 1)
	if days >= year365 {
		return share(m, p, 1, 1)
	}
	return b.compound[p].interest(m, days)
}
