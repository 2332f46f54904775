package insight

import (
	"time"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// DaysOfSales is for how many days' sales an amount stands, in hundredths of a
// day: amount × days / sales. Of all that is open it is DSO, of what is not due
// the best DSO that the agreed terms allow, of what is overdue the average days
// delinquent (KPI 1; F-4).
func DaysOfSales(amount, sales money.Minor, days int) Hundredths {
	return Ratio(amount, int64(days)*100, sales)
}

// Sales are the amounts of the documents issued in a month, by the month's
// first day.
type Sales map[cal.Date]money.Minor

// Countback is DSO by taking the sales off the open amount month by month,
// backwards from a day, and counting the days of the months that it takes; of
// the last month the part that is needed (KPI 1). A month without sales counts
// its days and takes nothing off. It is NotKnown when all sales since the first
// do not make the amount: then the history is too short.
func (s Sales) Countback(open money.Minor, day cal.Date) Hundredths {
	first := day
	for month := range s {
		first = min(first, month)
	}
	days := 0
	for end := day; open > 0; {
		start := monthStart(end)
		if start < first && s[start] == 0 {
			return NotKnown
		}
		sold, length := s[start], int(end-start)+1
		if sold > open {
			return Hundredths(days*100) + Ratio(open, int64(length)*100, sold)
		}
		open -= sold
		days += length
		end = start - 1
	}
	return Hundredths(days * 100)
}

func monthStart(day cal.Date) cal.Date {
	y, m, _ := day.Civil()
	return cal.On(y, time.Month(m), 1)
}

// Factor is how many times smaller a figure has become, in hundredths (F-13:
// from 24 % to 9.5 % is 2.53 times).
func Factor(before, after Hundredths) Hundredths {
	if !before.Known() || !after.Known() {
		return NotKnown
	}
	return Ratio(money.Minor(before), 100, money.Minor(after))
}
