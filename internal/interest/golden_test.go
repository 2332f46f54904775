package interest_test

import (
	"strings"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/interest"
	"debitor/internal/money"
)

func shipped(t testing.TB) *interest.Book {
	t.Helper()
	b, err := interest.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func day(t testing.TB, s string) cal.Date {
	t.Helper()
	d, err := cal.Parse(s)
	if err != nil || d == 0 {
		t.Fatalf("%q: %v", s, err)
	}
	return d
}

func minor(t testing.TB, s string) money.Minor {
	t.Helper()
	m, err := money.ParseMinor(s, 2)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func percent(t testing.TB, s string) interest.Percent {
	t.Helper()
	p, err := interest.ParsePercent(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rates is a book whose series says something else: "2025-01-01 36.5, …".
func rates(t testing.TB, series, rows string) *interest.Book {
	t.Helper()
	var list []interest.Row
	first := cal.Date(0)
	for row := range strings.SplitSeq(rows, ", ") {
		from, rate, _ := strings.Cut(row, " ")
		list = append(list, interest.Row{From: day(t, from), Rate: percent(t, rate), Source: "test", Verified: true})
		first = max(first, list[len(list)-1].From)
	}
	s, err := shipped(t).Series(series)
	if err != nil {
		t.Fatal(err)
	}
	given := list
	for _, r := range s.Rows() { // the series' own rows do not break in
		if r.From > list[0].From {
			at := given[0]
			for _, l := range given {
				if l.From <= r.From {
					at = l
				}
			}
			list = append(list, interest.Row{From: r.From, Rate: at.Rate, Source: "test", Verified: true})
		}
	}
	b, err := shipped(t).With(series, list, first)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// golden is a calculation whose answer is known.
type golden struct {
	name, source string
	book         *interest.Book // nil: the shipped one
	law          string
	method       interest.Method
	principal    string
	due, to      string
	paid         bool
	facts        string // "2024-09-10 40000.00, …"
	terms        interest.Terms
	suspended    []interest.Span
	days         int64
	parts        []string // of each interval
	total        string
	flat         string
	inflation    string
	remaining    string
}

func (g *golden) count(t *testing.T) *interest.Sheet {
	t.Helper()
	c := interest.Case{Law: g.law, Debts: []interest.Debt{{Principal: minor(t, g.principal), Due: day(t, g.due)}}, To: day(t, g.to), Paid: g.paid, Terms: g.terms, Suspended: g.suspended}
	c.Method = g.method
	if c.Method == "" {
		c.Method = interest.Statutory
	}
	if g.facts != "" {
		for f := range strings.SplitSeq(g.facts, ", ") {
			on, amount, _ := strings.Cut(f, " ")
			c.Facts = append(c.Facts, interest.Fact{Day: day(t, on), Amount: minor(t, amount)})
		}
	}
	b := g.book
	if b == nil {
		b = shipped(t)
	}
	s, err := b.Accrue(&c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (g *golden) check(t *testing.T) {
	t.Helper()
	s := g.count(t)
	var parts []string
	for _, iv := range s.Intervals {
		parts = append(parts, iv.Amount.Decimal("RUB"))
	}
	if got := s.Total.Decimal("RUB"); got != g.total || g.days != 0 && s.Days != g.days {
		t.Errorf("%s = %s in %d days %v, want %s in %d (%s)", g.name, got, s.Days, parts, g.total, g.days, g.source)
	}
	if g.parts != nil && strings.Join(parts, " ") != strings.Join(g.parts, " ") {
		t.Errorf("%s: intervals %v, want %v", g.name, parts, g.parts)
	}
	if g.flat != "" && s.Flat.Decimal("RUB") != g.flat {
		t.Errorf("%s: flat %s, want %s", g.name, s.Flat.Decimal("RUB"), g.flat)
	}
	if g.inflation != "" && (s.Inflation == nil || s.Inflation.Decimal("RUB") != g.inflation) {
		t.Errorf("%s: inflation %v, want %s", g.name, s.Inflation, g.inflation)
	}
	if g.remaining != "" && s.Remaining.Decimal("RUB") != g.remaining {
		t.Errorf("%s: remaining %s, want %s", g.name, s.Remaining.Decimal("RUB"), g.remaining)
	}
}

func perDay(t testing.TB, p string) interest.Terms { return interest.Terms{PerDay: percent(t, p)} }

func TestGoldenRussia(t *testing.T) {
	for _, g := range []golden{
		{
			name: "RU-1", source: "LAW.md 10", law: "RU", principal: "100000.00", due: "2024-07-15", to: "2024-10-31", paid: true,
			days: 108, parts: []string{"568.31", "2409.84", "2180.33", "229.51"}, total: "5387.99", flat: "0.00", remaining: "0.00",
		},
		{name: "RU-2", source: "LAW.md 10", law: "RU", principal: "100000.00", due: "2024-07-15", to: "2024-10-31", paid: true, facts: "2024-09-10 40000.00", total: "4325.68"},
		{name: "RU-3", source: "LAW.md 10", law: "RU", principal: "1000000.00", due: "2022-03-01", to: "2022-10-31", paid: true, days: 60, total: "22602.74"},
		{name: "RU-3 without moratorium", source: "LAW.md 10", law: "RU", principal: "1000000.00", due: "2022-03-01", to: "2022-10-31", paid: true, terms: interest.Terms{NoMoratorium: true}, total: "78657.54"},
		{name: "RU-4", source: "LAW.md 10", law: "RU", method: interest.ByContract, principal: "500000.00", due: "2025-03-01", to: "2025-04-15", terms: perDay(t, "0.1"), days: 45, total: "22500.00"},
		{name: "RU-5", source: "LAW.md 10", law: "RU", principal: "250000.00", due: "2024-12-20", to: "2025-01-20", paid: true, parts: []string{"1577.87", "2876.71"}, total: "4454.58"},
		{
			name: "G5", source: "LexPercent, CbrTests", book: rates(t, "ru-key-rate", "2025-01-01 36.5, 2025-01-06 73"), law: "RU",
			principal: "1000.00", due: "2024-12-31", to: "2025-01-10", days: 10, total: "15.00",
		},
		{
			name: "ru395-1", source: "cases.json (a unit test in public code)", book: rates(t, "ru-key-rate", "2026-06-01 14.25"), law: "RU",
			principal: "100000.00", due: "2026-05-31", to: "2026-06-30", days: 30, total: "1171.23",
		},
		{
			name: "ru395-own-1", source: "cases.json", law: "RU", principal: "100000.00", due: "2024-01-09", to: "2024-12-31",
			parts: []string{"8786.89", "2409.84", "2180.33", "3729.51"}, total: "17106.57",
		},
		{
			name: "ru395-own-4", source: "cases.json", law: "RU", principal: "1000000.00", due: "2019-12-15", to: "2020-12-31",
			parts: []string{"2739.73", "6830.60", "12622.95", "8415.30", "4303.28", "18346.99"}, total: "53258.85",
		},
		{name: "F-9", source: "SEEDS.md III", law: "RU", method: interest.ByContract, principal: "10000.00", due: "2015-02-04", to: "2015-03-03", terms: perDay(t, "0.1"), days: 27, total: "270.00"},
		{
			name: "F-9 with part payment", source: "SEEDS.md III", law: "RU", method: interest.ByContract, principal: "10000.00", due: "2015-02-04", to: "2015-03-03",
			facts: "2015-02-14 4000.00", terms: perDay(t, "0.1"), total: "202.00", remaining: "6000.00",
		},
		{
			name: "F-10", source: "SEEDS.md III", law: "RU", principal: "10000.00", due: "2015-02-04", to: "2015-03-03",
			terms: interest.Terms{Rate: percent(t, "10")}, total: "73.97",
		},
	} {
		t.Run(g.name, g.check)
	}
}

// TestGoldenRunningAccount is G1: a published calculation of 38 intervals over a
// running account of 21 debts and five payments, one of them an advance.
func TestGoldenRunningAccount(t *testing.T) {
	c := interest.Case{Law: "RU", To: day(t, "2026-09-08"), Terms: interest.Terms{Method: interest.Statutory}}
	for m := range 21 {
		from := cal.On(2024, time.Month(10+m), 11)
		amount := "6038.45"
		if m == 0 {
			amount = "6038.59"
		}
		if _, month, _ := from.Civil(); month == 1 {
			from += 5
		}
		c.Debts = append(c.Debts, interest.Debt{Principal: minor(t, amount), Due: from - 1})
	}
	for on, amount := range map[string]string{"2024-11-12": "6100.00", "2024-11-15": "6000.00", "2025-01-17": "6050.00", "2025-02-19": "6050.00", "2025-10-17": "6000.00"} {
		c.Facts = append(c.Facts, interest.Fact{Day: day(t, on), Amount: minor(t, amount)})
	}
	s, err := shipped(t).Accrue(&c)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Intervals) != 38 || s.Days != 673 || s.Total != 1439374 || s.Remaining != 9660759 {
		t.Errorf("%d intervals, %d days, %d, left %d; want 38, 673, 1439374, 9660759", len(s.Intervals), s.Days, s.Total, s.Remaining)
	}
}

func TestGoldenBelarus(t *testing.T) {
	by1 := golden{name: "BY-1", source: "LAW.md 10", law: "BY", principal: "50000.00", due: "2025-05-31", to: "2025-07-31", paid: true, total: "814.73"}
	perPeriod := by1
	perPeriod.terms, perPeriod.parts, perPeriod.total = interest.Terms{RateOf: interest.PerPeriod}, []string{"312.33", "494.18"}, "806.51"
	by2 := golden{
		name: "BY-2", source: "jurist.by", law: "BY", principal: "6000000.00", due: "2016-01-11", to: "2016-05-02",
		facts: "2016-05-02 3000000.00, 2016-03-01 1000000.00, 2016-04-21 2000000.00",
		parts: []string{"34153.01", "132459.02", "201967.21"}, total: "368579.24", days: 112,
	}
	barred := golden{
		name: "interest beside an agreed penalty", source: "LAW.md 2.1", law: "BY", principal: "50000.00", due: "2024-10-31", to: "2025-01-31",
		terms: interest.Terms{PenaltyAgreed: true, RateOf: interest.PerPeriod}, days: 18, total: "233.61",
	}
	for _, g := range []golden{by1, perPeriod, by2, barred} {
		t.Run(g.name, g.check)
	}
	for _, iv := range by2.count(t).Intervals {
		if want := map[int64]string{50: "25.00", 101: "24.00", 112: "22.00"}[iv.Days]; iv.Rate.String() != want {
			t.Errorf("BY-2: %d days at %s, want %s", iv.Days, iv.Rate, want)
		}
	}
}

func TestGoldenUkraine(t *testing.T) {
	twice := interest.Terms{} // no rate given: as much as the law allows
	for _, g := range []golden{
		{
			name: "G2", source: "calculator.in.ua view-b5159f7c35", law: "UA", principal: "120000.00", due: "2022-01-11", to: "2024-03-12",
			parts: []string{"3491.51", "3600.00", "708.20"}, total: "7799.71",
		},
		{
			name: "G3", source: "forum.autoua.net", book: rates(t, "ua-nbu", "2021-01-01 9, 2021-04-02 11"), law: "UA", method: interest.ByContract,
			principal: "100000.00", due: "2020-12-31", to: "2021-12-31", terms: twice, parts: []string{"4487.67", "16515.07"}, total: "21002.74",
		},
		{name: "UA-1 payment day counted", source: "LAW.md 10", law: "UA", method: interest.ByContract, principal: "100000.00", due: "2024-11-30", to: "2025-03-31", terms: twice, total: "9415.75"},
		{name: "UA-1", source: "LAW.md 10", law: "UA", method: interest.ByContract, principal: "100000.00", due: "2024-11-30", to: "2025-03-31", paid: true, terms: perDay(t, "0.5"), total: "9330.82"},
		{name: "UA-3", source: "LAW.md 10", law: "UA", principal: "100000.00", due: "2024-11-30", to: "2025-03-31", paid: true, total: "985.61", inflation: "4989.30"},
		{name: "UA-4", source: "letter 62-97р, example 1", law: "UA", principal: "100000.00", due: "2024-01-20", to: "2024-04-21", paid: true, total: "745.90", inflation: "1003.10"},
		{name: "UA-5", source: "LAW.md 10", law: "UA", principal: "100000.00", due: "2024-01-11", to: "2024-04-12", paid: true, total: "745.90", inflation: "1204.71"},
	} {
		t.Run(g.name, g.check)
	}
	// G6: case 910/125/25: of the claim only the sum can be checked, for its dates are not told.
	inflation := minor(t, "7664.00")
	s := interest.Sheet{Total: minor(t, "2850.39"), Flat: minor(t, "21081.25"), Inflation: &inflation}
	if got := minor(t, "47900.00") + s.All(); got != minor(t, "79495.64") {
		t.Errorf("G6 = %d", got)
	}
}

func TestGoldenBosnia(t *testing.T) {
	for _, g := range []golden{
		{name: "RS-1", source: "LAW.md 10", law: "BA-RS", principal: "10000.00", due: "2025-03-01", to: "2025-05-30", days: 90, total: "270.00"},
		{name: "RS-1 capped", source: "LAW.md 10", law: "BA-RS", principal: "10000.00", due: "2019-01-01", to: "2032-09-09", days: 5000, total: "10000.00"},
		{name: "FBiH-1", source: "LAW.md 10", law: "BA-FBIH", principal: "10000.00", due: "2025-03-01", to: "2025-05-30", days: 90, total: "237.79"},
		{name: "a whole year", source: "law 18/20, art. 3", law: "BA-FBIH", principal: "10000.00", due: "2023-12-31", to: "2024-12-31", days: 366, total: "1000.00"},
		{name: "FBiH capped", source: "law 18/20, art. 4", law: "BA-FBIH", principal: "100.00", due: "2020-12-31", to: "2035-12-31", total: "100.00"},
		{name: "the old law has no cap", source: "VS FBiH 43 0 I 180440 21 Spp", law: "BA-FBIH", principal: "100.00", due: "2005-12-31", to: "2019-12-31", total: "168.00"},
	} {
		t.Run(g.name, g.check)
	}
}

func TestGoldenGermanyAndEurope(t *testing.T) {
	base := rates(t, "de-basiszins", "2023-01-01 1.62")
	of365 := interest.Terms{Basis: interest.Of365}
	for _, g := range []golden{
		{name: "G4 business", source: "ameax tests; cases.json bgb-business", book: base, law: "DE", principal: "10000.00", due: "2023-01-01", to: "2023-07-01", paid: true, days: 181, total: "526.64"},
		{
			name: "G4 consumer", source: "ameax tests; cases.json bgb-consumer", book: base, law: "DE", principal: "10000.00", due: "2023-01-01", to: "2023-07-01", paid: true,
			terms: interest.Terms{Consumer: true}, days: 181, total: "328.28", flat: "0.00",
		},
		{name: "DE-1", source: "LAW.md 10", law: "DE", principal: "10000.00", due: "2024-01-31", to: "2024-09-30", paid: true, total: "831.60", flat: "40.00"},
		{name: "DE-1 act/365", source: "LAW.md 10", law: "DE", principal: "10000.00", due: "2024-01-31", to: "2024-09-30", paid: true, terms: of365, total: "833.88", flat: "40.00"},
		{name: "DE-2", source: "LAW.md 10", law: "DE", method: interest.ForUse, principal: "10000.00", due: "2025-03-01", to: "2025-03-31", days: 30, total: "41.10"},
		{name: "due on the day of payment", source: "ameax tests", book: base, law: "DE", principal: "10000.00", due: "2023-07-01", to: "2023-07-01", paid: true, total: "0.00", flat: "0.00"},
		{name: "paid before due", source: "ameax tests", book: base, law: "DE", principal: "10000.00", due: "2023-07-01", to: "2023-01-01", paid: true, total: "0.00", flat: "0.00"},
		{name: "EU-1", source: "LAW.md 10", law: "EU", principal: "20000.00", due: "2025-09-30", to: "2025-11-29", days: 60, total: "333.70", flat: "40.00"},
		{name: "ch-104-1, 30 days", source: "durchblick-nl/verzugszinsrechner", law: "DE", principal: "10000.00", due: "2024-12-31", to: "2025-01-30", terms: interest.Terms{Rate: percent(t, "5"), Basis: interest.Of360}, days: 30, total: "41.67"},
		{name: "ch-104-1, 90 days", source: "durchblick-nl/verzugszinsrechner", law: "DE", principal: "10000.00", due: "2024-12-31", to: "2025-03-31", terms: interest.Terms{Rate: percent(t, "5"), Basis: interest.Of360}, days: 90, total: "125.00"},
		{name: "ch-104-1, 365 days", source: "durchblick-nl/verzugszinsrechner", law: "DE", principal: "10000.00", due: "2024-12-31", to: "2025-12-31", terms: interest.Terms{Rate: percent(t, "5"), Basis: interest.Of360}, days: 365, total: "506.94"},
		{name: "30E/360, a year", source: "30E/360", law: "DE", principal: "10000.00", due: "2024-12-31", to: "2025-12-31", terms: interest.Terms{Rate: percent(t, "5"), Basis: interest.European}, days: 360, total: "500.00"},
	} {
		t.Run(g.name, g.check)
	}
}

func addDays(d cal.Date, n int) string { return (d + cal.Date(n)).String() }
