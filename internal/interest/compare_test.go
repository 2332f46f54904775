package interest_test

import (
	"testing"

	"debitor/internal/interest"
)

// TestCompare is F-9b and R-60: 0.1 % a day is 36.5 % a year, more than the law
// gives, and a court may measure it by twice the key rate.
func TestCompare(t *testing.T) {
	c := &interest.Case{
		Law: "RU", Debts: []interest.Debt{{Principal: 10_000_000, Due: day(t, "2025-07-31")}}, To: day(t, "2025-08-30"),
		Terms: interest.Terms{Method: interest.ByContract, PerDay: percent(t, "0.1"), PenaltyAgreed: true},
	}
	got, err := shipped(t).Compare(c)
	if err != nil || len(got.Alternatives) != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	for i, want := range []struct {
		what, yearly, total string
	}{
		{interest.AltPenalty, "36.50", "3000.00"}, // F-9, F-9b
		{interest.AltStatutory, "18.00", "1479.45"},
		{interest.AltBenchmark, "36.00", "2958.90"},
	} {
		a := got.Alternatives[i]
		if a.What != want.what || a.Yearly.String() != want.yearly || a.Sheet.Total.Decimal("RUB") != want.total {
			t.Errorf("%s: %s a year, %s; want %+v", a.What, a.Yearly, a.Sheet.Total.Decimal("RUB"), want)
		}
	}
	if got.Best != interest.AltPenalty || got.AtRisk != 4110 {
		t.Errorf("best %s, at risk %d", got.Best, got.AtRisk)
	}
	c.Law, c.PerDay = "BA-RS", 0
	if got, err = shipped(t).Compare(c); err != nil || len(got.Alternatives) != 1 || got.Best != interest.AltStatutory {
		t.Errorf("where there is no penalty: %+v, %v", got, err)
	}
}

// What inflation takes is counted on the same balances, whatever the law says of
// moratoria and caps: 10 % of 1,000.00 for a year is 100.00, half of it paid after
// 73 of 365 days leaves 20.00 + 40.00.
func TestLoss(t *testing.T) {
	book, err := interest.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	c := &interest.Case{
		Law: "RU", To: day(t, "2022-12-31"), Debts: []interest.Debt{{Principal: 100_000, Due: day(t, "2021-12-31")}},
		Terms: interest.Terms{Method: interest.ByContract, PerDay: 100_000, Cap: 1_000_000},
	}
	if loss, err := book.Loss(c, 10_000_000); err != nil || loss != 10_000 {
		t.Errorf("a year at 10 %%: %d, %v", loss, err)
	}
	c.Facts = []interest.Fact{{Day: day(t, "2022-03-14"), Amount: 50_000}}
	if loss, err := book.Loss(c, 10_000_000); err != nil || loss != 6_000 {
		t.Errorf("half paid after 73 days: %d, %v", loss, err)
	}
}
