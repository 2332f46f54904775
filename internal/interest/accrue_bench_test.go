package interest_test

import (
	"testing"

	"debitor/internal/interest"
)

func BenchmarkAccrue(b *testing.B) {
	book := shipped(b)
	c := interest.Case{
		Law: "RU", Debts: []interest.Debt{{Principal: 1_000_000, Due: day(b, "2024-07-15")}}, To: day(b, "2025-09-30"), Terms: interest.Terms{Method: interest.Statutory},
		Facts: []interest.Fact{{Day: day(b, "2024-09-10"), Amount: 400_000}, {Day: day(b, "2025-03-03"), Amount: 100_000}},
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := book.Accrue(&c); err != nil {
			b.Fatal(err)
		}
	}
}
