package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// day is a date of a test, which must be one; empty is no date.
func day(s string) cal.Date {
	d, err := cal.Parse(s)
	if err != nil {
		panic(s)
	}
	return d
}

func TestParseTerms(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []ledger.Term
		code string
	}{
		{"30%@0;70%@20", []ledger.Term{{300_000, 0}, {700_000, 20}}, ""},
		{" 30 % @ -5 ; 70%@20; ", []ledger.Term{{300_000, -5}, {700_000, 20}}, ""},
		{"33.33%@0;33,33%@30;33.33%@60", []ledger.Term{{333_300, 0}, {333_300, 30}, {333_400, 60}}, ""},
		{"100%@14", []ledger.Term{{1_000_000, 14}}, ""},
		{"", nil, ""},
		{"99.99%@14", nil, "ledger.terms.sum"},
		{"30%@0;60%@20", nil, "ledger.terms.sum"},
		{"100%@0;0.0001%@20", nil, "ledger.terms.sum"},
		{"30@0;70%@20", nil, "ledger.terms.format"},
		{"30%;70%@20", nil, "ledger.terms.format"},
		{"-30%@0;130%@20", nil, "ledger.terms.format"},
		{"0%@0;100%@20", nil, "ledger.terms.format"},
		{"100%@99999", nil, "ledger.terms.format"},
	} {
		got, err := ledger.ParseTerms(c.in)
		if (err != nil) != (c.code != "") || (err != nil && fault.Code(err) != c.code) {
			t.Errorf("ParseTerms(%q): %v, want code %q", c.in, err, c.code)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("ParseTerms(%q):\n%s", c.in, diff)
		}
	}
}

func TestInstalments(t *testing.T) {
	inv := ledger.Invoice{
		ID: "1", Date: day("2026-01-05"), Amount: 10_001,
		Shipped: day("2026-01-08"), HandedOver: day("2026-01-12"), Accepted: day("2026-01-15"),
	}
	with := func(change func(*ledger.Invoice)) ledger.Invoice { i := inv; change(&i); return i }
	term := func(days int, unit ledger.DayUnit, from ledger.TermBase, terms string) *ledger.Contract {
		return &ledger.Contract{PaymentDays: days, DaysUnit: unit, TermFrom: from, Terms: terms}
	}
	one := func(due string) []ledger.Instalment { return []ledger.Instalment{{"1", 1, day(due), 10_001}} }
	for name, c := range map[string]struct {
		inv      ledger.Invoice
		contract *ledger.Contract
		want     []ledger.Instalment
	}{
		"given due wins": {with(func(i *ledger.Invoice) { i.Due = day("2026-03-01") }), term(10, "", "", "50%@0;50%@1"), one("2026-03-01")},
		"no contract":    {inv, nil, one("")},
		"no term":        {inv, term(-1, "", "", ""), one("")},
		"invoice date":   {inv, term(10, "calendar", "", ""), one("2026-01-15")},
		"shipment":       {inv, term(10, "calendar", "shipment", ""), one("2026-01-18")},
		"working days":   {inv, term(3, "working", "invoice", ""), one("2026-01-09")}, // 6, 8, 9: the 7th is Christmas
		"banking days":   {inv, term(2, "banking", "handed_over", ""), one("2026-01-14")},
		"accepted":       {inv, term(0, "", "accepted", ""), one("2026-01-15")},
		"demand":         {inv, term(7, "", "demand", ""), one("")},
		"not shipped":    {with(func(i *ledger.Invoice) { i.Shipped = 0 }), term(10, "", "shipment", ""), one("")},
		"instalments": {inv, term(-1, "", "", "30%@0;70%@20"), []ledger.Instalment{
			{"1", 1, day("2026-01-05"), 3_000}, {"1", 2, day("2026-01-25"), 7_001},
		}},
		"credit note": {with(func(i *ledger.Invoice) { i.Amount = -5 }), nil, nil},
	} {
		if diff := cmp.Diff(c.want, ledger.Instalments(c.inv, c.contract, cal.For("BY"))); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestInstalmentsSumToTheInvoice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := money.Minor(rapid.Int64Range(1, int64(money.Max)).Draw(t, "amount"))
		terms := rapid.SampledFrom([]string{"30%@0;70%@20", "33.33%@0;33.33%@30;33.33%@60", "0.0001%@1;99.9999%@2", ""}).Draw(t, "terms")
		var sum money.Minor
		inv := ledger.Invoice{Date: day("2026-01-05"), Amount: amount}
		for _, p := range ledger.Instalments(inv, &ledger.Contract{Terms: terms}, cal.For("RU")) {
			sum += p.Amount
		}
		if sum != amount {
			t.Fatalf("instalments of %d sum to %d", amount, sum)
		}
	})
}
