package match_test

import (
	"testing"

	"debitor/internal/cal"
	"debitor/internal/match"
)

func day(s string) cal.Date {
	d, err := cal.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestANumberOfThePayerIsSure(t *testing.T) {
	b := match.New(match.Settings{})
	b.AddCustomer(match.Customer{Customer: "1", Name: `ООО "Ромашка"`, TaxID: "190000001"})
	b.AddItem(match.Item{Customer: "1", Contract: "K", Invoice: "i1", Part: 1, Document: "ТТН № 0012345", Issued: day("2026-01-10"), Due: day("2026-01-20"), Open: 120000, Currency: "BYN"})
	a := b.Match(match.Receipt{Date: day("2026-01-25"), Amount: 120000, Currency: "BYN", TaxID: "190000001", Purpose: "Оплата по ТТН 12345 от 10.01.2026, в т.ч. НДС 20% 200,00"})
	if a.Verdict != match.Sure || len(a.Proposals) != 1 || len(a.Proposals[0].Shares) != 1 {
		t.Fatalf("%+v", a)
	}
}
