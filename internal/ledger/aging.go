package ledger

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// Buckets names the columns of an aging, in order.
var Buckets = [...]string{"not_due", "1-30", "31-60", "61-90", "91+"}

// Bucket is the column of a debt with that due date: by calendar days overdue.
// A debt whose term has not started is not due.
func Bucket(due, day cal.Date) int {
	if due == 0 || day <= due {
		return 0
	}
	return min(4, 1+int(day-due-1)/30)
}

// Ages is a sum of open items by days overdue, in one currency. The amounts
// sum to Total; Overdue is Total without what is not due.
type Ages struct {
	Currency money.Currency
	Total    money.Minor
	Overdue  money.Minor
	Amounts  [len(Buckets)]money.Minor
}

// Add counts an open amount in.
func (r *Ages) Add(due, day cal.Date, open money.Minor) {
	b := Bucket(due, day)
	r.Amounts[b] += open
	r.Total += open
	if b > 0 {
		r.Overdue += open
	}
}

// Aging sums items as of a day, one row per currency, by currency.
func Aging(items []Item, day cal.Date) []Ages {
	var rows []Ages
	for i := range items {
		it := &items[i]
		j := slices.IndexFunc(rows, func(r Ages) bool { return r.Currency == it.Currency })
		if j < 0 {
			j = len(rows)
			rows = append(rows, Ages{Currency: it.Currency})
		}
		rows[j].Add(it.Due, day, it.Open)
	}
	slices.SortFunc(rows, func(a, b Ages) int { return cmp.Compare(a.Currency, b.Currency) })
	return rows
}

// NextBucket is the first day after day on which a debt passes into another
// column; Last if it stays where it is.
func NextBucket(due, day cal.Date) cal.Date {
	if due == 0 {
		return cal.Last
	}
	for _, edge := range [...]cal.Date{1, 31, 61, 91} {
		if due+edge > day {
			return due + edge
		}
	}
	return cal.Last
}

// The classes of a Pareto analysis: A are the largest amounts that make
// four fifths of the sum together, B those that make most of the rest.
const (
	classA = 80 // per cent of the sum
	classB = 95
)

// Classes finds from which amount on one is of class A, and of class B. The
// amounts are positive and the largest come first.
func Classes(amounts []money.Minor) (a, b money.Minor) {
	var total, sum money.Minor
	for _, m := range amounts {
		total += m
	}
	for _, m := range amounts {
		if a == 0 || sum*100 < total*classA {
			a = m
		}
		if sum*100 < total*classB {
			b = m
		}
		sum += m
	}
	return a, b
}
