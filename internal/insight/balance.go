package insight

import (
	"math/bits"

	"debitor/internal/money"
)

// PartOfAssets is which part of a company's assets its receivables are (F-1:
// 300 of 1,200 is 25.00 %).
func PartOfAssets(receivables, assets money.Minor) Hundredths { return Share(receivables, assets) }

// PartOfCurrentAssets is the coefficient Kdz: receivables by current assets
// (F-2: 300 / 600 is 0.50).
func PartOfCurrentAssets(receivables, current money.Minor) Hundredths {
	return Ratio(receivables, 100, current)
}

// UnpaidOfSales is how much of each unit of sales is not paid yet (F-3: 300 /
// 1,500 is 0.20).
func UnpaidOfSales(receivables, revenue money.Minor) Hundredths {
	return Ratio(receivables, 100, revenue)
}

// AverageDebt is the mean of what was owed at the end of each working day,
// rounded half up (F-5); false without any day. None may be negative.
func AverageDebt(days []money.Minor) (money.Minor, bool) {
	if len(days) == 0 {
		return 0, false
	}
	var w wide
	for _, d := range days {
		w.add(int64(d), 1)
	}
	return money.Minor(w.over(uint64(len(days)))), true
}

// PayablesCovered is which part of what we owe could be paid out of what we are
// owed: payables by receivables (F-6: 240 / 300 is 0.80).
func PayablesCovered(payables, receivables money.Minor) Hundredths {
	return Ratio(payables, 100, receivables)
}

// TurnoverPeriod is how many days' sales are owed on average of the beginning
// and the end of a period of so many days (F-7: (100 + 140) / 2 / 1,200 × 90
// is 9.00).
func TurnoverPeriod(begin, end, revenue money.Minor, days int) Hundredths {
	if revenue > money.Max {
		return NotKnown
	}
	return Ratio(begin+end, int64(days)*100, 2*revenue)
}

// Turns is how often receivables turn over in a period, KO (F-7b: 1,200 / 120
// is 10.00); the period's days by it are DaysOfSales.
func Turns(sales, receivables money.Minor) Hundredths { return Ratio(sales, 100, receivables) }

// Drop is by how many percentage points a share fell (F-13: from 24 % to
// 9.5 % are 14.50).
func Drop(before, after Hundredths) Hundredths {
	if !before.Known() || !after.Known() {
		return NotKnown
	}
	return before - after
}

// Shortfall is which part of the money that was expected did not come (F-25:
// 70,000 of 100,000 leave 30.00 %); more than expected is 0.
func Shortfall(received, expected money.Minor) Hundredths {
	return Share(max(0, expected-received), expected)
}

// scaled is m × num / den rounded half up; none may be negative, and what does
// not fit is false.
func scaled(m money.Minor, num, den uint64) (money.Minor, bool) {
	if den == 0 {
		return 0, false
	}
	high, low := bits.Mul64(uint64(m), num)
	var w wide
	w.high, w.low = high, low
	q := w.over(den)
	return money.Minor(q), q.Known()
}
