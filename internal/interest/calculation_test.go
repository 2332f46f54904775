package interest_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/interest"
)

// What is kept of a calculation tells the same in every language: intervals,
// rules with their sources, and warnings with amounts, days and rules in them.
func TestCalculationKept(t *testing.T) {
	book, err := interest.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	day := func(s string) cal.Date {
		d, err := cal.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	cases := []interest.Case{
		{Law: "RU", To: day("2030-01-31"), Debts: []interest.Debt{{Principal: 1_000_000, Due: day("2021-12-31")}}, Terms: interest.Terms{Method: interest.Statutory}},
		{Law: "UA", To: day("2024-03-01"), Debts: []interest.Debt{{Principal: 500_000, Due: day("2023-01-10")}}, Terms: interest.Terms{Method: interest.Statutory}},
		{
			Law: "RU", To: day("2024-03-01"), Debts: []interest.Debt{{Principal: 500_000, Due: day("2023-01-10")}}, Facts: []interest.Fact{{Day: day("2023-02-01"), Amount: 600_000}},
			Terms: interest.Terms{Method: interest.ByContract, PerDay: 100_000, Cap: 1_000_000},
		},
		{Law: "BA-FBIH", To: day("2024-03-01"), Debts: []interest.Debt{{Principal: 500_000, Due: day("2022-01-10")}}, Terms: interest.Terms{Method: interest.Statutory}},
	}
	for i := range cases {
		c, err := book.Calculate(&cases[i])
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back interest.Calculation
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.Sheet.Intervals, back.Sheet.Intervals); diff != "" {
			t.Error(diff)
		}
		if c.Sheet.All() != back.Sheet.All() || c.Sheet.PerDay != back.Sheet.PerDay || len(back.Sheet.Rules) != len(c.Sheet.Rules) || back.Case.PerDay != c.Case.PerDay {
			t.Errorf("%s: something was lost:\n%s", cases[i].Law, b)
		}
		for n, w := range c.Sheet.Warnings {
			for _, lang := range []string{"en", "ru", "uk", "be", "bs", "de"} {
				if got := back.Sheet.Warnings[n].Text(lang); got != w.Text(lang) {
					t.Errorf("%q became %q", w.Text(lang), got)
				}
			}
		}
		if i < 2 && len(c.Sheet.Warnings) == 0 {
			t.Error("the case was to warn")
		}
	}
}
