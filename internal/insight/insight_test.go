package insight_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/insight"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// The worked examples of SEEDS Part III and of the list of figures.
func TestFormulas(t *testing.T) {
	march := cal.On(2026, 3, 31)
	quarter := insight.Sales{cal.On(2026, 1, 1): 70_000, cal.On(2026, 2, 1): 80_000, cal.On(2026, 3, 1): 100_000}
	even := insight.Sales{}
	for m := range 12 {
		even[cal.On(2025, time.Month(4+m), 1)] = 30_000
	}
	gap := insight.Sales{cal.On(2026, 1, 1): 70_000, cal.On(2026, 3, 1): 100_000}
	for name, c := range map[string]struct {
		got  insight.Hundredths
		want string
	}{
		"F-12 overdue share":            {insight.Share(312, 1300), "24.00"},
		"F-24 before good debt is paid": {insight.Share(300, 1300), "23.08"},
		"F-24 after":                    {insight.Share(300, 800), "37.50"},
		"F-1 share in assets":           {insight.Share(300, 1200), "25.00"},
		"no whole":                      {insight.Share(0, 0), ""},
		"F-13 factor":                   {insight.Factor(2400, 950), "2.53"},
		"F-13 from nothing known":       {insight.Factor(insight.NotKnown, 950), ""},
		"factor to nothing overdue":     {insight.Factor(2400, 0), ""},
		"F-4 repayment period":          {insight.DaysOfSales(300, 1500, 360), "72.00"},
		"F-7 turnover on average debt":  {insight.DaysOfSales((100+140)/2, 1200, 90), "9.00"},
		"KPI 1 DSO":                     {insight.DaysOfSales(212_000, 250_000, 90), "76.32"},
		"KPI 1 best DSO":                {insight.DaysOfSales(150_000, 250_000, 90), "54.00"},
		"KPI 1 ADD":                     {insight.DaysOfSales(62_000, 250_000, 90), "22.32"},
		"no sales":                      {insight.DaysOfSales(62_000, 0, 90), ""},
		"KPI 1 countback, real months":  {quarter.Countback(212_000, march), "73.17"},
		"countback, all sales open":     {quarter.Countback(250_000, march), "90.00"},
		"countback, more than all":      {quarter.Countback(250_001, march), ""},
		"countback, nothing open":       {quarter.Countback(0, march), "0.00"},
		"countback over an empty month": {gap.Countback(135_000, march), "74.50"},
		"countback within a month":      {quarter.Countback(50_000, cal.On(2026, 3, 20)), "10.00"},
		"F-13 in words: 24.1":           {insight.Hundredths(2405), "24.05"},
		"enormous amounts":              {insight.Ratio(9_000_000_000_000_000_000, 10_000, 9_100_000_000_000_000_000), "98.90"},
	} {
		if got := c.got.String(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	// With even sales both methods agree to a day, for months differ in length.
	simple, back := insight.DaysOfSales(90_000, 12*30_000, 365), even.Countback(90_000, march)
	if diff := simple - back; diff < -200 || diff > 200 {
		t.Errorf("simple %s, countback %s", simple, back)
	}
}

func TestHundredthsAsText(t *testing.T) {
	for text, short := range map[string]string{"24.05": "24.1", "24.04": "24.0", "-0.04": "0.0", "-0.05": "-0.1", "": ""} {
		var h insight.Hundredths
		if err := h.UnmarshalText([]byte(text)); err != nil || h.String() != text || h.Short() != short {
			t.Errorf("%q reads as %q and is %q in short (%v)", text, h, h.Short(), err)
		}
	}
	var h insight.Hundredths
	if h.UnmarshalText([]byte("many")) == nil {
		t.Error("a word is read as a number")
	}
}

var day = cal.On(2026, 3, 31)

// bought is an instalment issued and due so many days before the day, paid in
// pieces of amount and days before it.
func bought(invoice id.Invoice, issued, due int, amount money.Minor, paid ...[2]int) ledger.HistoryItem {
	it := ledger.HistoryItem{Item: ledger.Item{
		Invoice: invoice, Part: 1, Issued: day - cal.Date(issued), Due: day - cal.Date(due), Amount: amount, Currency: "RUB",
	}}
	for _, p := range paid {
		it.Settled = append(it.Settled, ledger.Settle{On: day - cal.Date(p[1]), Amount: money.Minor(p[0])})
	}
	return it
}

func history(customer id.Customer, items ...ledger.HistoryItem) *ledger.History {
	h := &ledger.History{Head: ledger.Account{Customer: customer}, Items: items}
	for i := range items {
		for _, s := range items[i].Settled {
			h.Payments = append(h.Payments, ledger.Receipt{On: s.On, Amount: s.Amount, Currency: items[i].Currency})
		}
	}
	return h
}

func figures(t *testing.T, histories ...*ledger.History) insight.Figures {
	t.Helper()
	f := insight.NewFold(day)
	for _, h := range histories {
		f.Add(h)
	}
	list := f.Figures()
	if len(list) != 1 {
		t.Fatalf("%d currencies", len(list))
	}
	return list[0]
}

func TestFigures(t *testing.T) {
	got := figures(
		t,
		// KPI 1: 1,000 paid after 35 days and 3,000 after 50: 46.25 days to pay; due after 30, so 5 and 20 late.
		history("paid", bought("1", 100, 70, 100_000, [2]int{100_000, 65}), bought("2", 100, 70, 300_000, [2]int{300_000, 50})),
		history(
			"owes",
			bought("3", 60, 20, 50_000, [2]int{20_000, 10}), // 300.00 are 20 days overdue
			bought("4", 20, -10, 80_000),
			bought("5", 20, int(day), 10_000), // its term has not started
		),
		history("small", bought("6", 40, 1, 5_000)),
		history("old", bought("7", 500, 400, 1_000)),
	)
	want := insight.Figures{
		Currency: "RUB", Day: day, Customers: 3, Documents: 5,
		Ages: ledger.Ages{
			Currency: "RUB", Total: 126_000, Overdue: 36_000, Amounts: [5]money.Minor{90_000, 35_000, 0, 0, 1_000},
		},
		OverdueShare: 2857, // 360 of 1,260
		Sales:        545_000, SalesDays: 365,
		DSO: 8439, BestDSO: 6028, Delinquent: 2411, Countback: 3500, // see below
		Paid: 420_000, DaysToPay: 4643, BeyondTerms: 1595, Delay: 1250, DelayByMoney: 1595,
		Tied: (100_000*5 + 300_000*20 + 50_000*10 + 30_000*10 + 5_000 + 1_000*365 + 365/2) / 365,
		Punctual: [6]insight.Slot{
			1: {1, 100_000}, 3: {1, 300_000},
		},
		Stuck:  insight.Stuck{NotStarted: 10_000, NotDue: 80_000, Unsaid: 36_000},
		Pareto: 1,
	}
	// Countback: 126,000 less 90,000 sold in March (31 days), and 36,000 of the
	// 50,000 sold on 30 January are in no month but that: February sold 5,000.
	want.Countback = got.Countback
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(insight.Figures{}, "Trend", "Payers")); diff != "" {
		t.Error(diff)
	}
	if got.Countback != 3100+2800+(31_000*3100+25_000)/50_000 {
		t.Errorf("countback %s", got.Countback)
	}
	if last := got.Trend[len(got.Trend)-1]; len(got.Trend) != 13 || last != (insight.Point{Day: day, Open: 126_000, Overdue: 36_000}) {
		t.Errorf("trend ends with %+v", last)
	}
	// At the end of February document 3 was open and not due, 6 was new and 7 overdue.
	if p := got.Trend[11]; p != (insight.Point{Day: cal.On(2026, 2, 28), Open: 56_000, Overdue: 1_000}) {
		t.Errorf("February ended with %+v", p)
	}
}

func TestPayers(t *testing.T) {
	weekly := history("weekly")
	for i := range 6 { // due every 30 days from 175 days ago on, paid on Tuesdays
		it := bought(id.Invoice(rune('a'+i)), 200-30*i, 175-30*i, 1_000)
		paid := it.Due + 2
		for paid.Weekday() != time.Tuesday {
			paid++
		}
		it.Settled = []ledger.Settle{{On: paid, Amount: 1_000}}
		weekly.Items = append(weekly.Items, it)
		weekly.Payments = append(weekly.Payments, ledger.Receipt{On: paid, Amount: 1_000, Currency: "RUB"})
	}
	got := figures(
		t, weekly,
		history("worse", bought("1", 300, 250, 2_000, [2]int{2_000, 240}), bought("2", 60, 30, 4_000, [2]int{1_000, 20}), bought("3", 60, 30, 1_000, [2]int{1_000, 33})),
		history("gone", bought("9", 900, 800, 100, [2]int{100, 700})),
	)
	if len(got.Payers) != 2 || got.Payers[0].Customer != "worse" || got.Payers[1].Customer != "weekly" {
		t.Fatalf("%+v", got.Payers)
	}
	want := insight.Payer{
		Customer: "worse", Open: 3_000, Overdue: 3_000, Oldest: 30, Cases: 3, Due: 7_000, Late: 2, Average: 1333, Worst: 30,
		Recent: 1500, Before: 1000, Payments: 3,
		Tied: (2_000*10 + 4_000*10 + 3_000*20 + 365/2) / 365,
	}
	if diff := cmp.Diff(want, got.Payers[0], cmpopts.IgnoreUnexported(insight.Payer{})); diff != "" {
		t.Error(diff)
	}
	if d, habit := got.Payers[1].Weekday(); !habit || d != time.Tuesday {
		t.Errorf("weekly pays on %s (%v)", d, habit)
	}
	if _, habit := got.Payers[0].Weekday(); habit {
		t.Error("three payments are a habit")
	}
	if got.Payers[1].Before.Known() {
		t.Errorf("nothing fell due in the earlier half: %s", got.Payers[1].Before)
	}
}

func TestStuckAndCauses(t *testing.T) {
	h := history("x", bought("1", 60, 20, 1_000), bought("2", 60, 10, 1_000), bought("3", 60, 10, 1_000), bought("4", 20, -5, 1_000), bought("5", 20, int(day), 1_000))
	event := func(kind ledger.EventKind, invoice id.Invoice, amount money.Minor, until cal.Date, reason string) {
		h.Events = append(h.Events, ledger.Event{Kind: kind, Date: day - 3, Invoice: invoice, Amount: amount, Currency: "RUB", Until: until, Reason: reason})
	}
	event(ledger.Dispute, "1", 400, 0, "faulty")
	event(ledger.Promise, "1", 0, day+3, "")
	event(ledger.InTransit, "2", 250, 0, "")
	event(ledger.Suspend, "3", 0, 0, "order 7")
	event(ledger.Call, "2", 0, 0, "no funds")
	h.Payments = append(h.Payments, ledger.Receipt{On: day - 1, Amount: 77, Currency: "RUB"})
	got := figures(t, h)
	want := insight.Stuck{NotStarted: 1_000, Disputed: 400, Promised: 600, InTransit: 250, Suspended: 1_000, NotDue: 1_000, Unsaid: 750}
	if diff := cmp.Diff(want, got.Stuck); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]insight.Cause{{"faulty", 1_000}, {"no funds", 1_000}}, got.Causes); diff != "" {
		t.Error(diff)
	}
	if got.Credit != 77 {
		t.Errorf("credit %d", got.Credit)
	}
}

// A list of open items tells what is owed, and nothing of sales or of the past.
func TestOpenItemsAlone(t *testing.T) {
	got := figures(t, history("x", bought("1", 60, 20, 1_000), bought("2", 10, -20, 3_000)))
	if !got.OpenOnly || got.OverdueShare != 2_500 || got.DSO.Known() || got.BestDSO.Known() || got.Delinquent.Known() || got.Countback.Known() ||
		got.Delay.Known() || got.Tied != 0 || len(got.Trend) != 1 || got.Trend[0].Overdue != 1_000 {
		t.Errorf("%+v", got)
	}
}

func TestParetoIsTheSmallestSet(t *testing.T) {
	var list []*ledger.History
	for i, amount := range []money.Minor{700, 100, 100, 60, 40} {
		list = append(list, history(id.Customer(rune('a'+i)), bought("1", 40, 10, amount)))
	}
	if got := figures(t, list...); got.Pareto != 2 {
		t.Errorf("%d make 80 %%", got.Pareto)
	}
}

// What must hold whatever the books say, in whatever order they are read.
func TestFiguresHoldTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []*ledger.History
		for c := range rapid.IntRange(1, 5).Draw(t, "customers") {
			h := history(id.Customer(rune('a' + c)))
			for i := range rapid.IntRange(0, 6).Draw(t, "invoices") {
				issued := rapid.IntRange(0, 800).Draw(t, "issued")
				it := bought(id.Invoice(rune('a'+i)), issued, issued-rapid.IntRange(0, 60).Draw(t, "term"), money.Minor(rapid.IntRange(0, 5000).Draw(t, "amount")))
				left := it.Amount
				for range rapid.IntRange(0, 3).Draw(t, "payments") {
					on := it.Issued + cal.Date(rapid.IntRange(0, 300).Draw(t, "paid"))
					if n := len(it.Settled); left == 0 || n > 0 && on < it.Settled[n-1].On {
						break
					}
					part := min(left, money.Minor(rapid.IntRange(1, 5000).Draw(t, "part")))
					it.Settled = append(it.Settled, ledger.Settle{On: on, Amount: part})
					left -= part
				}
				h.Items = append(h.Items, it)
			}
			list = append(list, h)
		}
		fold, back := insight.NewFold(day), insight.NewFold(day)
		for i := range list {
			fold.Add(list[i])
			back.Add(list[len(list)-1-i])
		}
		got := fold.Figures()
		if diff := cmp.Diff(got, back.Figures(), cmpopts.IgnoreUnexported(insight.Payer{})); diff != "" {
			t.Fatalf("the order matters: %s", diff)
		}
		for _, f := range got {
			holdsTogether(t, &f)
		}
	})
}

func holdsTogether(t *rapid.T, f *insight.Figures) {
	var buckets, open, overdue money.Minor
	for _, m := range f.Amounts {
		buckets += m
	}
	for _, p := range f.Payers {
		open += p.Open
		overdue += p.Overdue
	}
	s := f.Stuck
	stuck := s.NotStarted + s.Disputed + s.InTransit + s.Suspended + s.Promised + s.NotDue + s.Unsaid
	last := f.Trend[len(f.Trend)-1]
	if buckets != f.Total || open != f.Total || stuck != f.Total || last.Open != f.Total {
		t.Fatalf("open %d, in buckets %d, of payers %d, by reasons %d, at the trend's end %d", f.Total, buckets, open, stuck, last.Open)
	}
	if overdue != f.Overdue || last.Overdue != f.Overdue {
		t.Fatalf("overdue %d, of payers %d, at the trend's end %d", f.Overdue, overdue, last.Overdue)
	}
	if f.BestDSO > f.DSO || f.OverdueShare > 10_000 || f.BeyondTerms > f.DelayByMoney {
		t.Fatalf("best DSO %s of %s, share %s, %s days beyond terms of %s late", f.BestDSO, f.DSO, f.OverdueShare, f.BeyondTerms, f.DelayByMoney)
	}
}
