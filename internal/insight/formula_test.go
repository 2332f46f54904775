package insight_test

import (
	"testing"

	"pgregory.net/rapid"

	"debitor/internal/insight"
	"debitor/internal/money"
)

// same compares a figure of an example of SEEDS Part III with what comes out.
func same(t *testing.T, got insight.Hundredths, want string) {
	t.Helper()
	if got.String() != want {
		t.Errorf("it is %s, want %s", got, want)
	}
}

func is(t *testing.T, got money.Minor, want money.Minor) {
	t.Helper()
	if got != want {
		t.Errorf("it is %s, want %s", got.Decimal(""), want.Decimal(""))
	}
}

func TestF1(t *testing.T) { same(t, insight.PartOfAssets(300_00, 1200_00), "25.00") }
func TestF2(t *testing.T) { same(t, insight.PartOfCurrentAssets(300_00, 600_00), "0.50") }
func TestF3(t *testing.T) { same(t, insight.UnpaidOfSales(300_00, 1500_00), "0.20") }
func TestF4(t *testing.T) { same(t, insight.DaysOfSales(300_00, 1500_00, 360), "72.00") }

func TestF5(t *testing.T) {
	got, ok := insight.AverageDebt([]money.Minor{100_00, 110_00, 120_00})
	if is(t, got, 110_00); !ok {
		t.Error("it is not known")
	}
	if _, ok := insight.AverageDebt(nil); ok {
		t.Error("no day has a mean")
	}
}

func TestF6(t *testing.T) { same(t, insight.PayablesCovered(240_00, 300_00), "0.80") }
func TestF7(t *testing.T) { same(t, insight.TurnoverPeriod(100_00, 140_00, 1200_00, 90), "9.00") }

func TestF7b(t *testing.T) {
	same(t, insight.Turns(1200_00, 120_00), "10.00")
	same(t, insight.DaysOfSales(120_00, 1200_00, 90), "9.00")
}

func TestF12(t *testing.T) { same(t, insight.Share(312_00, 1300_00), "24.00") }

func TestF13(t *testing.T) {
	same(t, insight.Factor(2400, 950), "2.53")
	same(t, insight.Drop(2400, 950), "14.50")
}

func TestF14(t *testing.T) {
	is(t, insight.CreditEffect(500_00, 60_00, 90_00), 350_00)
	same(t, insight.CreditEfficiency(350_00, 1400_00), "0.25")
}

func TestF15(t *testing.T) {
	got, ok := insight.CreditInvestment(7_200_000_00, 8000, 30, 15)
	if is(t, got, 720_000_00); !ok {
		t.Error("it does not fit")
	}
}

func TestF16(t *testing.T) {
	got, ok := insight.AffordableSales(480_000_00, 8000, 30, 15)
	if is(t, got, 4_800_000_00); !ok {
		t.Error("it does not fit")
	}
	if _, ok := insight.AffordableSales(480_000_00, 8000, 0, 0); ok {
		t.Error("without a term there is no bound")
	}
}

func TestF17(t *testing.T) {
	same(t, insight.AverageTerm([]insight.Credit{{100_00, 14}, {300_00, 30}}), "26.00")
}

func TestF20(t *testing.T) {
	price := insight.PriceOfCredit(200, 30)
	same(t, price, "24.00")
	if !insight.DearerThanBank(price, 2000) || insight.DearerThanBank(price, 2500) {
		t.Error("24 % are dearer than a loan at 20 %, and not than one at 25 %")
	}
}

func TestF23(t *testing.T) {
	point, _ := insight.MinimumPoint(100_000_00, 10)
	is(t, point, 10_000_00)
	is(t, insight.ReceiptsBonus(500, 14_000_00, point), 200_00)
	is(t, insight.ReceiptsBonus(500, 9_000_00, point), 0)
}

// F-24: 500 of good debt are collected; the share of what is open grows, that
// of the base does not.
func TestF24(t *testing.T) {
	same(t, insight.Share(300_00, 1300_00), "23.08")
	same(t, insight.Share(300_00, 800_00), "37.50")
	same(t, insight.OverdueOfBase(300_00, 1300_00), "23.08")
}

func TestF25(t *testing.T) { same(t, insight.Shortfall(70_000_00, 100_000_00), "30.00") }

func TestF26(t *testing.T) {
	is(t, insight.CutBonus(1000_00, 2400, 950, 3000), 700_00)
	is(t, insight.CutBonus(1000_00, 950, 950, 3000), 1000_00)
}

// whatever is collected, whether it was overdue or not, no bonus falls.
func TestCollectingNeverLowersABonus(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Int64Range(0, int64(money.Max))
		receipts, more := money.Minor(amount.Draw(t, "receipts")), money.Minor(amount.Draw(t, "more"))
		point, rate := money.Minor(amount.Draw(t, "point")), insight.Hundredths(rapid.Int64Range(0, 10_000).Draw(t, "rate"))
		if insight.ReceiptsBonus(rate, receipts+more, point) < insight.ReceiptsBonus(rate, receipts, point) {
			t.Fatal("more money, less bonus")
		}
		base := money.Minor(rapid.Int64Range(1, int64(money.Max)).Draw(t, "base"))
		overdue := money.Minor(rapid.Int64Range(0, int64(base)).Draw(t, "overdue"))
		paid := money.Minor(rapid.Int64Range(0, int64(overdue)).Draw(t, "paid"))
		allowed, cut := insight.Hundredths(rapid.Int64Range(0, 10_000).Draw(t, "allowed")), insight.Hundredths(rapid.Int64Range(0, 10_000).Draw(t, "cut"))
		before := insight.CutBonus(receipts, insight.OverdueOfBase(overdue, base), allowed, cut)
		if insight.CutBonus(receipts, insight.OverdueOfBase(overdue-paid, base), allowed, cut) < before {
			t.Fatal("less overdue, less bonus")
		}
	})
}
