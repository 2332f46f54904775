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
