package insight

import "debitor/internal/money"

// CreditYear is how many days the year of the seeds' credit formulas has.
const CreditYear = 360

// CreditEffect is what selling on credit brings, Edz: the profit of sales on
// credit less what lending costs and what does not come back (F-14: 500 − 60 −
// 90 is 350).
func CreditEffect(profit, cost, losses money.Minor) money.Minor { return profit - cost - losses }

// CreditEfficiency is the effect by the average debt (F-14: 350 / 1,400 is
// 0.25).
func CreditEfficiency(effect, average money.Minor) Hundredths { return Ratio(effect, 100, average) }

// CreditInvestment is the money that selling on credit ties up, Sdz: a year's
// sales on credit at cost for the days of credit and of delay (F-15: 7,200,000
// × 0.8 × (30 + 15) / 360 is 720,000). cost is the share of cost in the price
// in hundredths of a percent; false if it does not fit or a term is negative.
func CreditInvestment(sales money.Minor, cost Hundredths, term, delay int) (money.Minor, bool) {
	if sales < 0 || cost < 0 || cost > 10_000*100 || term+delay < 0 {
		return 0, false
	}
	return scaled(sales, uint64(cost)*uint64(term+delay), 10_000*CreditYear)
}

// AffordableSales are the sales on credit of a year that a fund can carry, where
// there is no more (F-16: 480,000 × 360 / (0.8 × (30 + 15)) is 4,800,000).
func AffordableSales(fund money.Minor, cost Hundredths, term, delay int) (money.Minor, bool) {
	if fund < 0 || cost <= 0 || term+delay <= 0 {
		return 0, false
	}
	return scaled(fund, 10_000*CreditYear, uint64(cost)*uint64(term+delay))
}

// Credit is a sale on credit.
type Credit struct {
	Amount money.Minor
	Days   int
}

// AverageTerm is the mean term of sales on credit in days, weighted by amount
// (F-17: (100 × 14 + 300 × 30) / 400 is 26.00).
func AverageTerm(sales []Credit) Hundredths {
	var m mean
	for _, s := range sales {
		m.add(s.Amount, s.Days)
	}
	return m.value()
}

// PriceOfCredit is what a discount for paying at once makes the credit cost a
// year in per cent, Pg (F-20: 2 % × 360 / 30 is 24.00 %).
func PriceOfCredit(discount Hundredths, term int) Hundredths {
	return Ratio(money.Minor(discount), CreditYear, money.Minor(term))
}

// DearerThanBank warns that the credit costs more than a bank's loan would: the
// customer is then better off to borrow, and the rule of the seeds is that it costs less.
func DearerThanBank(price, bank Hundredths) bool { return price.Known() && price >= bank }
