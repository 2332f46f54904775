package insight

import (
	"slices"

	"debitor/internal/money"
)

// The year of a penalty, in days.
const (
	penaltyYear = 365
	leapYear    = 366
)

// Penalty is a penalty of so many per cent a day on what is left of a debt, part
// payments given by the day of delay after which they count (F-9: 10,000 at 0.1 %
// for 27 days is 270.00; with 4,000 paid after 10 days 202.00). It is plain
// arithmetic for trying; what a law makes of it counts package interest.
func Penalty(debt money.Minor, perDay Hundredths, days int, paid []Credit) (money.Minor, bool) {
	if debt < 0 || perDay < 0 || days < 0 {
		return 0, false
	}
	paid = slices.SortedStableFunc(slices.Values(paid), func(a, b Credit) int { return a.Days - b.Days })
	sum, from := money.Minor(0), 0
	stretch := func(to int) bool {
		to = min(to, days)
		if to <= from || debt <= 0 {
			return true
		}
		part, ok := scaled(debt, uint64(perDay)*uint64(to-from), 10_000)
		sum, from = sum+part, to
		return ok
	}
	for _, p := range paid {
		if !stretch(p.Days) {
			return 0, false
		}
		debt -= p.Amount
	}
	return sum, stretch(days)
}

// YearlyRate is what a rate a day is a year, in a year of 365 days and in a leap
// year (F-9b: 0.1 % a day is 36.5 %, and 36.6 %).
func YearlyRate(perDay Hundredths) (year, leap Hundredths) {
	return perDay * penaltyYear, perDay * leapYear
}

// ByYearlyRate is what a debt costs at a yearly rate for some days of a year of
// 365 (F-10: 10,000 at 10 % for 27 days is 73.97).
func ByYearlyRate(debt money.Minor, rate Hundredths, days int) (money.Minor, bool) {
	if debt < 0 || rate < 0 || days < 0 {
		return 0, false
	}
	return scaled(debt, uint64(rate)*uint64(days), 10_000*penaltyYear)
}

// ShipmentLimit is the mean of the orders of some months, by which a month's
// shipments are limited (F-22: 4.5, 5.0 and 5.5 are 5.0).
func ShipmentLimit(orders []money.Minor) (money.Minor, bool) {
	if len(orders) == 0 {
		return 0, false
	}
	sum := money.Minor(0)
	for _, o := range orders {
		sum += o
	}
	return sum / money.Minor(len(orders)), true
}
