package insight_test

import (
	"testing"

	"debitor/internal/cal"
	"debitor/internal/insight"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// 100,000 for 30 days at 20 % a year cost 100,000 × 20 % × 30 / 360 = 1,666.67;
// ten days late cost 555.56 more; what is paid no longer costs anything.
func TestDeferralCosts(t *testing.T) {
	day := cal.On(2026, 2, 3)
	item := func(issued, due cal.Date, amount money.Minor, paid ...ledger.Settle) *ledger.HistoryItem {
		return &ledger.HistoryItem{Item: ledger.Item{Issued: issued, Due: due, Amount: amount}, Settled: paid}
	}
	for _, c := range []struct {
		name                     string
		item                     *ledger.HistoryItem
		agreed, late, sold, open money.Minor
	}{
		{"paid on its day", item(day-30, day, 100_000_00, ledger.Settle{On: day, Amount: 100_000_00}), 1_666_67, 0, 100_000_00, 0},
		{"ten days late", item(day-40, day-10, 100_000_00), 1_666_67, 555_56, 100_000_00, 100_000_00},
		{"half of it early", item(day-30, day, 100_000_00, ledger.Settle{On: day - 15, Amount: 50_000_00}), 1_250_00, 0, 100_000_00, 50_000_00},
		{"at once", item(day-30, day, 100_000_00, ledger.Settle{On: day - 30, Amount: 100_000_00}), 0, 0, 100_000_00, 0},
		{"its term not begun", item(day-36, 0, 100_000_00), 2_000_00, 0, 100_000_00, 100_000_00},
		{"paid after the day", item(day-18, day+12, 100_000_00, ledger.Settle{On: day + 2, Amount: 100_000_00}), 1_000_00, 0, 100_000_00, 100_000_00},
		{"before the stretch", item(day-400, day-370, 100_000_00), 0, 0, 0, 0},
		{"after it", item(day+1, day+30, 100_000_00), 0, 0, 0, 0},
	} {
		d := insight.NewDeferral(20_00, day-364, day)
		d.Add(c.item)
		agreed, _ := d.Agreed()
		late, _ := d.Late()
		if agreed != c.agreed || late != c.late || d.Sold != c.sold || d.Open != c.open {
			t.Errorf("%s: agreed %d, late %d, sold %d, open %d; want %+v", c.name, agreed, late, d.Sold, d.Open, c)
		}
	}
}

// F-20 turned round: 24 % a year for 30 days is a discount of 2 %.
func TestF20FairDiscount(t *testing.T) {
	same(t, insight.FairDiscount(24_00, 30), "2.00")
	same(t, insight.PriceOfCredit(insight.FairDiscount(24_00, 30), 30), "24.00")
	same(t, insight.FairDiscount(20_00, 30), "1.67")
	if insight.FairDiscount(-1, 30).Known() {
		t.Error("a rate below nothing has a fair discount")
	}
}
