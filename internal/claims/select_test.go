package claims_test

import (
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/claims"
	"debitor/internal/id"
	"debitor/internal/money"
)

// seedDebtors are the rows that SEEDS gives for its 73,984.
func seedDebtors(today cal.Date) (list []claims.Debtor) {
	for _, r := range []struct {
		name, due string
		debt      money.Minor
	}{
		{"Karpov", "2015-02-04", 20_000_00},
		{"A", "2015-02-17", 6_000_00},
		{"B", "2015-02-22", 26_000_00},
		{"C", "2015-02-25", 21_000_00},
		{"D", "2015-02-16", 4_000_00},
		{"Strigunova", "2015-03-09", 30_000_00},
		{"Malyshev", "2015-03-05", 9_000_00},
	} {
		d := claims.Debt{Invoice: id.Invoice(r.name), Part: 1, Due: day(r.due), Open: r.debt}
		if days := claims.DaysOverdue(d.Due, today); days > 0 {
			d.Penalty = r.debt * money.Minor(days) / 1000 // 0.1 % a day
		}
		list = append(list, claims.Debtor{Customer: id.Customer(r.name), Name: r.name, Currency: "RUB", Law: "RU", Debts: []claims.Debt{d}})
	}
	return list
}

func fiveThousand(money.Currency) *claims.Terms { return &claims.Terms{Cost: 5_000_00, Chance: 100} }

func TestSeedsWhomToSueIs73984(t *testing.T) {
	today := day("2015-03-03")
	rows, sums := claims.Select(book(t), seedDebtors(today), today, fiveThousand)
	want := claims.Sum{Currency: "RUB", Sued: 4, Gross: 73_984_00, Costs: 20_000_00, Net: 53_984_00, Unpriced: 4, Hidden: 2, NotDue: 39_000_00}
	if len(sums) != 1 || sums[0] != want {
		t.Fatalf("suing comes to %+v; want %+v", sums, want)
	}
	verdicts := map[id.Customer]string{}
	for _, r := range rows {
		verdicts[r.Customer] = string(r.Verdict) + " " + r.Total.Decimal("RUB")
	}
	for c, v := range map[id.Customer]string{
		"Karpov": "sue 20540.00", "A": "sue 6084.00", "B": "sue 26234.00", "C": "sue 21126.00", "D": "leave 4060.00",
		"Strigunova": "not_due 0.00", "Malyshev": "not_due 0.00",
	} {
		if verdicts[c] != v {
			t.Errorf("%s: %s, want %s", c, verdicts[c], v)
		}
	}
	if len(rows) != 7 {
		t.Errorf("%d rows: nobody may be dropped", len(rows))
	}
}

// A week later the same rows count the next customers in by themselves.
func TestHiddenCustomersComeByThemselves(t *testing.T) {
	today := day("2015-03-10")
	_, sums := claims.Select(book(t), seedDebtors(today), today, fiveThousand)
	if sums[0].Hidden != 0 || sums[0].Sued != 6 {
		t.Errorf("a week later %+v", sums[0])
	}
}

func TestR57SignedDays(t *testing.T) {
	today := day("2015-03-03")
	for due, want := range map[string]int{"2015-02-04": 27, "2015-03-09": -6, "2015-03-05": -2} {
		if got := claims.DaysOverdue(day(due), today); got != want {
			t.Errorf("due %s is %d days late, want %d", due, got, want)
		}
	}
	if got := claims.DueDate(day("2015-01-15"), 20); got != day("2015-02-04") {
		t.Errorf("15 January and 20 days is %s", got)
	}
	if got := claims.DueDate(day("2015-03-01"), 14); got != day("2015-03-15") {
		t.Errorf("the 1st and two weeks is %s", got)
	}
}

func TestChanceAndFees(t *testing.T) {
	today := day("2026-03-03")
	one := []claims.Debtor{{Customer: "X", Currency: "RUB", Law: "RU", Debts: []claims.Debt{{Due: today - 40, Open: 20_000_00}}}}
	terms := claims.Terms{Cost: 5_000_00, Chance: 50}
	judge := func() (claims.Row, claims.Sum) {
		rows, sums := claims.Select(book(t), one, today, func(money.Currency) *claims.Terms { return &terms })
		return rows[0], sums[0]
	}
	r, s := judge()
	if r.Verdict != claims.ToSue || r.Net != 5_000_00 || r.Fee.Amount != 8_000_00 || s.Fees != 8_000_00 || r.Route.Route != claims.Order || r.Court != today {
		t.Errorf("half of 20,000 less 5,000: %+v", r)
	}
	if terms.Fees = true; terms.Fees {
		if r, _ = judge(); r.Verdict != claims.ToLeave || r.Cost != 13_000_00 {
			t.Errorf("with a fee of 8,000 it is not worth it: %+v", r)
		}
	}
	one[0].Debts[0].InCourt = true
	if r, s = judge(); r.Verdict != claims.OnTrial || s.Sued != 0 {
		t.Errorf("who is in court is not sued again: %+v", r)
	}
	one[0].Debts[0].InCourt, one[0].Debts[0].Open = false, 700_000_00
	terms.Fees = false
	if r, _ = judge(); r.Route.Route != claims.Simplified || r.Court != 0 {
		t.Errorf("700,000 need a claim and go by simplified proceedings: %+v", r)
	}
	one[0].Claimed = today - 3
	if r, _ = judge(); r.Court != today-3+31 {
		t.Errorf("a court may be asked from %s", r.Court)
	}
}

// The fees of LAW.md §10 (RU-6, UA-fee) and of its tables.
func TestFees(t *testing.T) {
	for _, c := range []struct {
		law, route, claim, on string
		electronic            bool
		want                  string // empty: not known
		verified              bool
	}{
		{"RU", "suit", "3500000", "2025-01-01", false, "130000.00", true},
		{"RU", "order", "3500000", "2025-01-01", false, "65000.00", true},
		{"RU", "suit", "500000", "2025-01-01", false, "30000.00", true},
		{"RU", "order", "500000", "2025-01-01", false, "15000.00", true},
		{"RU", "suit", "100000", "2025-01-01", false, "10000.00", true},
		{"RU", "order", "100000", "2025-01-01", false, "8000.00", true},
		{"RU", "suit", "100010", "2025-01-01", false, "10001.00", true},
		{"RU", "simplified", "1000000", "2025-01-01", false, "55000.00", true},
		{"RU", "suit", "50000000", "2025-01-01", false, "725000.00", true},
		{"RU", "suit", "9000000000", "2025-01-01", false, "10000000.00", true},
		{"RU", "suit", "3500000", "2024-09-07", false, "", false},
		{"UA", "suit", "100000", "2026-05-01", false, "3328.00", true},
		{"UA", "suit", "100000", "2026-05-01", true, "2662.40", true},
		{"UA", "suit", "300000", "2026-05-01", false, "4500.00", true},
		{"UA", "suit", "90000000", "2026-05-01", false, "1164800.00", true},
		{"UA", "order", "300000", "2026-05-01", false, "332.80", false},
		{"UA", "suit", "100000", "2025-05-01", false, "", false},
		{"DE", "order", "500", "2026-01-01", false, "38.00", true},
		{"DE", "order", "1000", "2026-01-01", false, "38.00", true},
		{"DE", "order", "1000.01", "2026-01-01", false, "41.00", true},
		{"DE", "order", "9500", "2026-01-01", false, "141.50", true},
		{"DE", "order", "95000", "2026-01-01", false, "529.00", true},
		{"DE", "order", "95000.01", "2026-01-01", false, "", false},
		{"BY", "suit", "1000", "2026-01-01", false, "135.00", false}, // 5 % is 50, at least 3 base values of 45
		{"BY", "suit", "45000", "2026-01-01", false, "2250.00", false},
		{"BY", "suit", "90000", "2026-01-01", false, "3600.00", false},
		{"BY", "suit", "450000", "2026-01-01", false, "14400.00", false},
		{"BY", "suit", "4500000", "2026-01-01", false, "45000.00", false},
		{"BY", "suit", "460000", "2026-01-01", false, "14400.00", false}, // not less than the tier before has at most
		{"BY", "order", "4500", "2026-01-01", false, "90.00", false},
		{"BY", "order", "13500.01", "2026-01-01", false, "315.00", false},
		{"BA", "suit", "1000", "2026-01-01", false, "", false},
	} {
		law := book(t).Law(c.law)
		claim, err := money.Parse(c.claim, law.Currency)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		fee := law.Fee(c.route, claim.Minor, day(c.on), c.electronic)
		if fee != nil {
			got = fee.Amount.Decimal(law.Currency)
		}
		if got != c.want || fee != nil && fee.Verified() != c.verified {
			t.Errorf("%s %s of %s on %s: %q (%+v); want %q", c.law, c.route, c.claim, c.on, got, fee, c.want)
		}
	}
}

func TestR40RoutesByAmount(t *testing.T) {
	for _, c := range []struct{ law, claim, on, want string }{
		{"RU", "500000", "2026-01-01", "order"},
		{"RU", "500000.01", "2026-01-01", "simplified"},
		{"RU", "1200000.01", "2026-01-01", "suit"},
		{"BY", "1000000", "2026-01-01", "order"},
		{"UA", "332800", "2026-01-01", "order"},
		{"UA", "332800.01", "2026-01-01", "suit"},
		{"DE", "1000000", "2026-01-01", "order"},
		{"BA-FBIH", "5000", "2026-01-01", "small"},
		{"BA-FBIH", "5000.01", "2026-01-01", "suit"},
		{"EU", "5000", "2026-01-01", "small"},
	} {
		law := book(t).Law(c.law)
		claim, _ := money.Parse(c.claim, law.Currency)
		if got := law.RouteFor(claim.Minor, day(c.on)); got == nil || got.Route != c.want {
			t.Errorf("%s %s goes by %+v, want %s", c.law, c.claim, got, c.want)
		}
	}
}

func TestAFileWithAMistakeIsRefused(t *testing.T) {
	good := "law: XX\ncurrency: EUR\nlimitation: {term: {years: 3, cite: c, source: s}}\n"
	if _, err := claims.Read(map[string][]byte{"xx": []byte(good)}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, with, says string }{
		{"years: 3", "years: 0", "term in years"},
		{"cite: c, ", "", "each rule says"},
		{"currency: EUR", "currency: XXX", "currency"},
		{"limitation", "limit", "unknown field"},
		{"limitation:", "routes: [{route: river, cite: c, source: s}]\nlimitation:", "no route"},
		{"limitation:", "fees: [{route: suit, cite: c, source: s}]\nlimitation:", "a fee is of a route"},
		{"limitation:", "fees: [{route: suit, cite: c, source: s, steps: [{above: \"1\"}]}]\nlimitation:", "begin at 0"},
		{"limitation:", "fees: [{route: suit, cite: c, source: s, steps: [{above: \"0\", percent: \"101\"}]}]\nlimitation:", "no share"},
	} {
		_, err := claims.Read(map[string][]byte{"xx": []byte(strings.Replace(good, c.old, c.with, 1))})
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.with, err, c.says)
		}
	}
}
