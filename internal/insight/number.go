package insight

import (
	"math"
	"math/bits"
	"strconv"

	"debitor/internal/fault"
	"debitor/internal/money"
)

// Hundredths is a share in hundredths of a percent, or a number of days, times
// or percent in hundredths: 2408 is 24.08.
type Hundredths int64

// NotKnown is the figure that has no value, for nothing was sold or paid.
const NotKnown Hundredths = math.MinInt64

// Known says whether there is a value.
func (h Hundredths) Known() bool { return h != NotKnown }

// String is "24.08", "-0.50", or "" when it is not known.
func (h Hundredths) String() string {
	if !h.Known() {
		return ""
	}
	return money.Minor(h).Decimal("")
}

// Short is String with one decimal, rounded half away from zero: "24.1".
func (h Hundredths) Short() string {
	if !h.Known() {
		return ""
	}
	tenths := (abs(int64(h)) + 5) / 10
	text := strconv.FormatInt(tenths/10, 10) + "." + strconv.FormatInt(tenths%10, 10)
	if h < 0 && tenths > 0 {
		return "-" + text
	}
	return text
}

// MarshalText writes String.
func (h Hundredths) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (h *Hundredths) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*h = NotKnown
		return nil
	}
	m, err := money.ParseMinor(string(b), 2)
	if err != nil {
		return fault.Wrap(err, fault.Input, "insight.number", "%q is not a number like 24.08", b)
	}
	*h = Hundredths(m)
	return nil
}

// Share is part of a whole in hundredths of a percent (F-12: 312 of 1,300 is
// 24.00 %).
func Share(part, whole money.Minor) Hundredths { return Ratio(part, 10_000, whole) }

// Ratio is a × times / b, rounded half away from zero; NotKnown if b is 0 or
// less. The product is made with 128 bits.
func Ratio(a money.Minor, times int64, b money.Minor) Hundredths {
	if b <= 0 {
		return NotKnown
	}
	var w wide
	w.add(abs(int64(a)), times)
	q := w.over(uint64(b))
	if a < 0 {
		return -q
	}
	return q
}

// wide is a sum of products that may not fit 64 bits, such as amounts times
// days over a whole ledger.
type wide struct{ high, low uint64 }

// add counts a × b in; neither may be negative.
func (w *wide) add(a, b int64) {
	high, low := bits.Mul64(uint64(a), uint64(b))
	var carry uint64
	w.low, carry = bits.Add64(w.low, low, 0)
	w.high, _ = bits.Add64(w.high, high, carry)
}

// merge counts another sum in.
func (w *wide) merge(v wide) {
	low, carry := bits.Add64(w.low, v.low, 0)
	high, _ := bits.Add64(w.high, v.high, carry)
	*w = wide{high, low}
}

// over is the sum divided by d, rounded half up; what would not fit is
// NotKnown.
func (w wide) over(d uint64) Hundredths {
	if d == 0 || w.high >= d {
		return NotKnown
	}
	q, rest := bits.Div64(w.high, w.low, d)
	if rest >= d-rest {
		q++
	}
	if q > math.MaxInt64 {
		return NotKnown
	}
	return Hundredths(q)
}

func abs(n int64) int64 { return max(n, -n) }

// mean is a weighted mean of days, which may be negative.
type mean struct {
	late, early wide
	weight      money.Minor
}

// add counts a number of days with its weight, which is negative where a refund
// takes a payment back.
func (m *mean) add(weight money.Minor, days int) {
	sum := &m.late
	if (days < 0) != (weight < 0) {
		sum = &m.early
	}
	sum.add(abs(int64(weight)), abs(int64(days))*100)
	m.weight += weight
}

// value is the mean in hundredths of a day.
func (m *mean) value() Hundredths {
	if m.weight <= 0 {
		return NotKnown
	}
	net, negative := m.late.less(m.early)
	q := net.over(uint64(m.weight))
	if negative && q.Known() {
		return -q
	}
	return q
}

// less is the difference without its sign, and whether it is negative.
func (w wide) less(v wide) (diff wide, negative bool) {
	low, borrow := bits.Sub64(w.low, v.low, 0)
	high, borrow := bits.Sub64(w.high, v.high, borrow)
	if borrow != 0 {
		diff, _ = v.less(w)
		return diff, true
	}
	return wide{high, low}, false
}
