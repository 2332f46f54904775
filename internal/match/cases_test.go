package match_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/match"
	"debitor/internal/money"
)

// trade is the company of the cases: two contracts, a group, a firm whose name
// another one bears, debts in two currencies.
func trade() *match.Book {
	b := match.New(match.Settings{})
	for _, c := range []match.Customer{
		{Customer: "alfa", Name: `ООО "Альфа-Трейд"`, TaxID: "190000001", Accounts: []string{"BY11AAAA00000000000000000001"}},
		{Customer: "beta", Name: "Bäckerei Müller GmbH & Co. KG"},
		{Customer: "gama", Name: "Gama Promet d.o.o.", TaxID: "4200000000003"},
		{Customer: "head", Name: "ТОВ «Голова»", TaxID: "30000004"},
		{Customer: "kid1", Name: "ТОВ «Перша філія»", TaxID: "30000005", Parent: "head"},
		{Customer: "kid2", Name: "ТОВ «Друга філія»", TaxID: "30000006", Parent: "head"},
		{Customer: "mir1", Name: "ЧУП Мираж", TaxID: "190000007"},
		{Customer: "mir2", Name: "ООО «Мираж»", TaxID: "190000008"},
		{Customer: "free", Name: "ОДО Вольный Берег", TaxID: "190000009"},
		{Customer: "euro", Name: "ЗАТ Замежны Гандаль", TaxID: "190000010"},
	} {
		b.AddCustomer(c)
	}
	for _, k := range []match.Contract{
		{Contract: "A1", Customer: "alfa", Number: "15/2024"},
		{Contract: "A2", Customer: "alfa", Number: "П-1188"},
		{Contract: "B1", Customer: "beta"},
		{Contract: "G1", Customer: "gama", Number: "77-01"},
		{Contract: "F1", Customer: "free", Number: "Д-0042"},
		{Contract: "C1", Customer: "kid1"},
		{Contract: "C2", Customer: "kid2"},
		{Contract: "E1", Customer: "euro"},
	} {
		b.AddContract(k)
	}
	item := func(customer, contract, invoice, document, issued string, open money.Minor) match.Item {
		return match.Item{
			Customer: id.Customer(customer), Contract: id.Contract(contract), Invoice: id.Invoice(invoice), Part: 1, Document: document,
			Issued: day(issued), Due: day(issued) + 14, Open: open, Currency: "BYN",
		}
	}
	items := []match.Item{
		item("alfa", "A1", "a101", "ТТН АВ 0000101", "2026-01-05", 100_01),
		item("alfa", "A1", "a102", "ТТН АВ 0000102", "2026-01-06", 200_02),
		item("alfa", "A1", "a103", "ТТН АВ 0000103", "2026-01-07", 400_04),
		item("alfa", "A1", "a104", "ТТН АВ 0000104", "2026-01-08", 800_08),
		item("alfa", "A2", "a4567", "УПД 4567", "2026-01-09", 1600_16),
		item("alfa", "A1", "a99", "ТТН АВ 0000099", "2026-01-02", 0),
		item("beta", "B1", "b1", "RE-2026-00201", "2026-01-10", 1190_00),
		item("beta", "B1", "b2", "RE-2026-00202", "2026-01-11", 2380_50),
		item("gama", "G1", "g1", "301/26", "2026-01-12", 585_00),
		item("gama", "G1", "g2", "301/25", "2025-01-12", 350_00),
		item("gama", "G1", "g3", "302/26", "2026-01-13", 117_30),
		item("kid1", "C1", "c1", "Рахунок 501", "2026-01-14", 3000_30),
		item("kid2", "C2", "c2", "Рахунок 502", "2026-01-15", 4000_40),
		item("mir1", "", "m1", "УПД 601", "2026-01-16", 77_70),
		item("mir2", "", "m2", "УПД 602", "2026-01-16", 77_70),
		item("euro", "E1", "e1", "INV-700", "2026-01-17", 900_00),
	}
	items[len(items)-1].Currency = "EUR"
	first := item("gama", "G1", "g4", "304/26", "2026-01-20", 30_00)
	second := first
	second.Part, second.Open, second.Due = 2, 70_00, second.Due+30
	for _, i := range append(items, first, second) {
		b.AddItem(i)
	}
	b.AddPromise(match.Promise{Customer: "beta", Amount: 1500_00, Currency: "BYN", Until: day("2026-02-10")})
	b.Learn(match.Learnt{Kind: match.ByTaxID, Key: "555000555", Customer: "gama", Times: 2})
	return b
}

func TestCases(t *testing.T) {
	const alfa, beta, gama = "190000001", "Baeckerei Mueller", "4200000000003"
	cases := []struct {
		by      string // tax identifier, or name
		amount  money.Minor
		purpose string
		want    string // verdict kind invoice=amount… rest
		reason  string // one of the reasons, "" any
	}{
		// Numbers, written as people write them.
		{alfa, 100_01, "Оплата по ТТН АВ 0000101 от 05.01.2026, в т.ч. НДС 20% 16.67", "sure payment a101=10001", "match.number"},
		{alfa, 100_01, "оплата за товар ттн № 101", "sure payment a101=10001", "match.number"},
		{alfa, 100_01, "Опл. накл. №101 от 05.01.26г.", "sure payment a101=10001", "match.amount"},
		{alfa, 100_01, "AB101 latin series", "sure payment a101=10001", "match.number"},
		{alfa, 100_01, "серия АВ № 0000101", "sure payment a101=10001", "match.number"},
		{alfa, 1600_16, "ПО УПД4567", "sure payment a4567=160016", "match.number"},
		{alfa, 1600_16, "сч.4567 тел. 2222222", "sure payment a4567=160016", "match.number"},
		{alfa, 300_03, "счета 101, 102", "sure payment a101=10001 a102=20002", "match.number"},
		{alfa, 700_07, "накладные 101,102,103", "sure payment a101=10001 a102=20002 a103=40004", "match.number"},
		{alfa, 700_07, "ттн 101-103", "sure payment a101=10001 a102=20002 a103=40004", "match.number"},
		{alfa, 700_07, "ттн с 101 по 103", "sure payment a101=10001 a102=20002 a103=40004", "match.number"},
		{alfa, 1500_15, "ттн 101 - 104 НДС 20% 250-03", "sure payment a101=10001 a102=20002 a103=40004 a104=80008", "match.number"},
		{alfa, 700_07, "ттн 101/102/103", "sure payment a101=10001 a102=20002 a103=40004", "match.number"},
		{alfa, 300_03, "№101 от 05.01.2026; №102 от 06.01.2026", "sure payment a101=10001 a102=20002", "match.number"},
		{alfa, 1700_17, "ТТН 101 и УПД 4567", "sure payment a101=10001 a4567=160016", "match.number"},
		{beta, 1190_00, "Rechnung RE-2026-00201 vom 10.01.2026", "sure payment b1=119000", "match.name"},
		{beta, 1190_00, "RG RE202600201", "sure payment b1=119000", "match.number"},
		{beta, 3570_50, "Rechnungen 201 und 202, MwSt 19% 570,08", "sure payment b1=119000 b2=238050", "match.number"},
		{gama, 585_00, "Uplata po fakturi br. 301/26 od 12.01.2026", "sure payment g1=58500", "match.number"},
		{gama, 350_00, "račun 301/25", "sure payment g2=35000", "match.number"},
		{gama, 350_00, "racun br. 301 od 12.01.2025.", "sure payment g2=35000", "match.number"},
		{gama, 585_00, "faktura 301", "sure payment g1=58500", "match.number"},
		{"190000010", 5_00, "Аплата па рахунку INV-700 ад 17.01.2026", "doubtful difference 500", "match.currency"},
		{"30000005", 3000_30, "Сплата зг. рахунку № 501 від 14.01.2026, у т.ч. ПДВ 20% 500,05", "sure payment c1=300030", "match.number"},
		// What is not a number of a document.
		{alfa, 400_04, "Оплата за товар от 04.01.2026 НДС 20% 101.00", "sure payment a103=40004", "match.amount"},
		{alfa, 400_04, "Оплата по договору 101 за товар", "sure payment a103=40004", "match.amount"},
		{alfa, 400_04, "за январь 2026 г., сумма 101-00 руб", "sure payment a103=40004", "match.amount"},
		{alfa, 400_04, "УНП 190000001 заказ 102", "sure payment a103=40004", "match.amount"},
		{beta, 1190_00, "Kundennummer 202", "sure payment b1=119000", "match.amount"},
		// Amounts and sums.
		{alfa, 600_06, "Оплата за товар", "sure payment a102=20002 a103=40004", "match.sum"},
		{alfa, 300_03, "за поставленный товар", "sure payment a101=10001 a102=20002", "match.sum"},
		{alfa, 1500_15, "оплата по договору 15/2024", "sure payment a101=10001 a102=20002 a103=40004 a104=80008", "match.contract"},
		{alfa, 1600_16, "оплата по договору П-1188 от 01.02.2024", "sure payment a4567=160016", "match.contract"},
		{alfa, 1700_17, "оплата", "doubtful", "match.oldest"},
		{beta, 1500_00, "Abschlag", "sure payment b1=119000 b2=31000", "match.promise"},
		{gama, 30_00, "po fakturi 304/26", "sure payment g4=3000", "match.part"},
		{gama, 100_00, "po fakturi 304/26", "sure payment g4=3000 g4=7000", "match.amount"},
		{alfa, 1600_16, "по договору 15/2024 УПД 4567", "doubtful payment a4567=160016", "match.other_contract"},
		// Less and more.
		{alfa, 1595_16, "УПД 4567", "sure short a4567=159516", "match.short_fee"},
		{beta, 2309_09, "RE-2026-00202 abzgl. 3% Skonto", "sure short b2=230909", "match.short_discount"},
		{alfa, 1000_00, "частичная оплата по УПД 4567", "sure short a4567=100000", "match.short"},
		{alfa, 1610_00, "УПД 4567", "sure overpayment a4567=160016 984", "match.over"},
		{alfa, 5000_00, "УПД 4567", "doubtful overpayment a4567=160016 339984", "match.over"},
		{alfa, 100_01, "ттн 99", "doubtful", "match.settled"},
		{alfa, 123_45, "оплата за товар", "doubtful short", "match.oldest"},
		// Mistyped, unknown.
		{alfa, 1600_16, "УПД 4576", "sure payment a4567=160016", "match.number_near"},
		{alfa, 1500_00, "УПД 4576", "doubtful short a4567=150000", "match.number_near"},
		{alfa, 400_04, "счет 987654", "doubtful payment a103=40004", "match.unresolved"},
		// Advance.
		{"190000009", 5000_00, "Предоплата по договору Д-0042", "sure advance 500000", "match.advance"},
		{"190000009", 5000_00, "счет 31415", "doubtful advance 500000", "match.unresolved"},
		{alfa, 5000_00, "аванс", "doubtful advance 500000", "match.advance"},
		// Groups, third parties, names.
		{"30000004", 3000_30, "за філію рахунок 501", "sure payment c1=300030", "match.parent"},
		{"30000004", 7000_70, "рахунки 501, 502", "sure payment c1=300030 c2=400040", "match.parent"},
		{"30000004", 3000_30, "сплата за товар", "doubtful payment c1=300030", "match.parent"},
		{"30000004", 7000_70, "сплата за товар", "doubtful payment c1=300030 c2=400040", "match.parent"},
		{"30000004", 7000_70, "сплата за товар", "doubtful payment c1=300030 c2=400040", "match.sum"},
		{"30000004", 7000_71, "сплата за товар", "doubtful advance 700071", "match.advance"},
		{"777000777", 1600_16, "УПД 4567 за третье лицо", "doubtful payment a4567=160016", "match.third_party"},
		{"777000777", 1600_16, "УПД 4567 за Альфу, УНП 190000001", "sure payment a4567=160016", "match.tax_id"},
		{"555000555", 585_00, "račun 301/26", "sure payment g1=58500", "match.learnt"},
		{"Мираж", 77_70, "оплата за товар", "doubtful payment m1=7770", "match.name"},
		{"Мираж", 77_70, "УПД 602", "sure payment m2=7770", "match.number"},
		{"Альфа Трейд ООО", 1600_16, "УПД 4567", "sure payment a4567=160016", "match.name"},
		{"ALFA-TREID OOO", 1600_16, "UPD 4567", "sure payment a4567=160016", "match.name"},
		{"Никто", 5_55, "привет", "unknown", ""},
		{"Никто", 117_30, "оплата", "doubtful payment g3=11730", "match.amount"},
		// What goes out.
		{alfa, -50_00, "возврат излишне перечисленного", "doubtful refund -5000", "match.refund"},
		{alfa, -1_50, "комиссия за возврат", "doubtful refund -150", "match.refund"},
		{"Банк", -1_50, "комиссия за ведение счета", "sure fee -150", "match.fee"},
		{"Банк", -1_50, "за бумагу", "unknown", ""},
	}
	b := trade()
	for _, c := range cases {
		r := match.Receipt{Date: day("2026-02-01"), Amount: c.amount, Currency: "BYN", Purpose: c.purpose}
		if strings.Trim(c.by, "0123456789") == "" {
			r.TaxID = c.by
		} else {
			r.Payer = c.by
		}
		a := b.Match(r)
		if got := told(&a); got != c.want && !strings.HasPrefix(got, c.want+" ") {
			t.Errorf("%s %d %q:\n got %s\nwant %s\n %+v", c.by, c.amount, c.purpose, got, c.want, a.Proposals)
			continue
		}
		if c.reason != "" && !slices.ContainsFunc(a.Proposals[0].Reasons, func(r match.Reason) bool { return r.Code == c.reason }) {
			t.Errorf("%s %q: no %s in %+v", c.by, c.purpose, c.reason, a.Proposals[0].Reasons)
		}
	}
}

// told is an answer in one line: verdict, kind, shares, rest.
func told(a *match.Answer) string {
	s := string(a.Verdict)
	if len(a.Proposals) == 0 {
		return s
	}
	p := &a.Proposals[0]
	s += " " + string(p.Kind)
	for _, share := range p.Shares {
		s += fmt.Sprintf(" %s=%d", share.Invoice, share.Amount)
	}
	if p.Rest != 0 {
		s += fmt.Sprintf(" %d", p.Rest)
	}
	return s
}

func TestABankFeeIsNobodysMoney(t *testing.T) {
	a := trade().Match(match.Receipt{Date: day("2026-02-01"), Amount: -150, Currency: "BYN", Fee: true})
	if got := told(&a); got != "sure fee -150" || a.Proposals[0].Customer != "" {
		t.Error(got)
	}
}

func TestALearntPayerIsKnown(t *testing.T) {
	b := trade()
	r := match.Receipt{Date: day("2026-02-01"), Amount: 117_30, Currency: "BYN", Payer: "Gama Promet", Account: "BA00 1234 5678 9012", Purpose: "uplata"}
	r.Payer = "Neko Drugi"
	if a := b.Match(r); a.Verdict == match.Sure {
		t.Fatal(told(&a))
	}
	for range 2 {
		for _, fact := range match.Facts(r, "gama") {
			b.Learn(fact)
		}
	}
	a := b.Match(r)
	if got := told(&a); got != "sure payment g3=11730" {
		t.Fatal(got)
	}
	b.Settle(a.Proposals[0])
	if a := b.Match(r); a.Verdict == match.Sure {
		t.Errorf("paid twice: %s", told(&a))
	}
}

func TestMoneyCrossesContractsWhereTheCompanySaysSo(t *testing.T) {
	b := match.New(match.Settings{CrossContracts: true})
	b.AddCustomer(match.Customer{Customer: "c", TaxID: "1900"})
	for _, k := range []string{"K1", "K2"} {
		b.AddItem(match.Item{Customer: "c", Contract: id.Contract(k), Invoice: id.Invoice("of " + k), Part: 1, Issued: day("2026-01-01"), Due: day("2026-01-02"), Open: 101, Currency: "BYN"})
	}
	a := b.Match(match.Receipt{Date: day("2026-02-01"), Amount: 202, Currency: "BYN", TaxID: "1900", Purpose: "оплата"})
	if got := told(&a); got != "sure payment of K1=101 of K2=101" {
		t.Error(got)
	}
}

// A head of a group names nothing and pays for several of its firms at once: a
// person says so, with what makes the amount before him.
func TestAHeadPaysForSeveralFirms(t *testing.T) {
	b := match.New(match.Settings{})
	b.AddCustomer(match.Customer{Customer: "head", TaxID: "1900"})
	n := 0
	owe := func(customer id.Customer, contract id.Contract, open ...money.Minor) {
		for _, amount := range open {
			n++
			b.AddItem(match.Item{
				Customer: customer, Contract: contract, Invoice: id.Invoice(fmt.Sprintf("i%02d", n)), Part: 1,
				Issued: day("2026-01-01"), Due: day("2026-01-02") + cal.Date(n), Open: amount, Currency: "BYN",
			})
		}
	}
	for _, firm := range []id.Customer{"f1", "f2", "f3"} {
		b.AddCustomer(match.Customer{Customer: firm, Parent: "head"})
	}
	owe("f1", "K1", 1_03, 2_07, 4_19, 8_31)
	owe("f2", "K2", 16_01, 32_03, 64_09)
	owe("f3", "K3", 128_27)
	owe("head", "H1", 500_00)
	owe("head", "H2", 700_07)
	for amount, want := range map[money.Minor]string{
		2_07 + 64_09:           "doubtful payment i02=207 i07=6409",
		500_00 + 128_27:        "doubtful payment i08=12827 i09=50000",
		2_07 + 16_01 + 700_07:  "doubtful payment i02=207 i05=1601 i10=70007",
		15_60 + 112_13:         "doubtful payment i01=103 i02=207 i03=419 i04=831 i05=1601 i06=3203 i07=6409",
		15_60 + 128_27:         "doubtful payment i01=103 i02=207 i03=419 i04=831 i08=12827", // all of two firms
		15_60 + 500_00:         "doubtful payment i09=50000 i01=103 i02=207 i03=419 i04=831",
		500_00 + 700_07:        "doubtful overpayment i09=50000 70007", // his own alone: money does not cross his contracts
		500_00 + 128_27 + 1_00: "doubtful overpayment i09=50000 12927",
	} {
		a := b.Match(match.Receipt{Date: day("2026-02-01"), Amount: amount, Currency: "BYN", TaxID: "1900", Purpose: "оплата"})
		if got := told(&a); got != want {
			t.Errorf("%d: %s, want %s", amount, got, want)
		}
	}
}
