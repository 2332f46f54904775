package credit_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fx"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/policies"
)

var today = cal.On(2026, 2, 3)

func item(invoice id.Invoice, days int, open money.Minor) ledger.Item {
	return ledger.Item{
		Invoice: invoice, Part: 1, Contract: "K1", Issued: today - 60, Due: today - cal.Date(days),
		Amount: open, Open: open, Currency: "BYN",
	}
}

func query(t *testing.T, items ...ledger.Item) credit.Query {
	t.Helper()
	text, err := policies.Source("aktivmarket")
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return credit.Query{
		Policy: p, Calendar: cal.For("BY"), Date: today, Currency: "BYN",
		Account: &ledger.Account{Customer: "00017", Items: items},
	}
}

// outcome is what the cases compare.
type outcome struct {
	Allowed   bool
	Available money.Minor // -1: null
	Released  money.Minor
	Codes     []string
}

func outcomeOf(a credit.Answer) outcome {
	o := outcome{a.Allowed, -1, a.ReleasedByPayment, nil}
	if a.Available != nil {
		o.Available = *a.Available
	}
	for _, r := range a.Reasons {
		o.Codes = append(o.Codes, r.Code)
	}
	return o
}

func TestCheck(t *testing.T) {
	limit := func(amount money.Minor) []credit.Limit {
		return []credit.Limit{{Contract: "K1", Amount: amount, Currency: "BYN"}}
	}
	lift := func(rule string, amount, used money.Minor) []credit.Lift {
		return []credit.Lift{{Rule: rule, Amount: amount, Used: used, From: today - 1, Until: today, By: "Anna"}}
	}
	held := []ledger.Item{item("1", 6, 7227)}
	for name, c := range map[string]struct {
		items  []ledger.Item
		change func(*credit.Query)
		want   outcome
	}{
		"owes nothing":   {nil, nil, outcome{true, -1, 0, nil}},
		"five days late": {[]ledger.Item{item("1", 5, 7227)}, nil, outcome{true, -1, 0, nil}},
		"six days late":  {held, nil, outcome{false, 0, 7227, []string{"hold.overdue"}}},
		"two of three": {
			[]ledger.Item{item("1", 30, 100), item("2", 6, 50), item("3", 1, 9)},
			nil,
			outcome{false, 0, 150, []string{"hold.overdue", "hold.overdue"}},
		},
		"covered by credit": {held, func(q *credit.Query) { q.Account.Credits = []ledger.Credit{{Currency: "BYN", Amount: 7227}} }, outcome{true, -1, 0, nil}},
		"partly covered": {
			held, func(q *credit.Query) { q.Account.Credits = []ledger.Credit{{Currency: "BYN", Amount: 7000}} },
			outcome{false, 0, 227, []string{"hold.overdue"}},
		},
		"a promise does not ship": {
			held, func(q *credit.Query) {
				q.Account.Events = []ledger.Event{{Kind: ledger.Promise, Date: today, Until: today + 5}, {Kind: ledger.Dispute, Date: today}}
			}, outcome{false, 0, 7227, []string{"hold.overdue"}},
		},
		"term not started": {[]ledger.Item{item("1", int(today), 5)}, nil, outcome{true, -1, 0, nil}},
		"within the limit": {[]ledger.Item{item("1", 1, 400)}, func(q *credit.Query) { q.Limits, q.Amount = limit(1000), 600 }, outcome{true, 600, 0, nil}},
		"over the limit": {
			[]ledger.Item{item("1", 1, 400)},
			func(q *credit.Query) { q.Limits, q.Amount = limit(1000), 601 },
			outcome{false, 600, 1, []string{"hold.limit"}},
		},
		"limit used up": {
			[]ledger.Item{item("1", 1, 1400)},
			func(q *credit.Query) { q.Limits = limit(1000) },
			outcome{false, 0, 400, []string{"hold.limit"}},
		},
		"held and over the limit": {
			held, func(q *credit.Query) { q.Limits, q.Amount = limit(8000), 10_000 },
			outcome{false, 0, 9227, []string{"hold.overdue", "hold.limit"}},
		},
		"lifted": {held, func(q *credit.Query) { q.Lifts, q.Amount = lift("overdue", 500, 100), 400 }, outcome{true, 400, 7227, []string{"hold.lifted"}}},
		"lifted, too much": {
			held, func(q *credit.Query) { q.Lifts, q.Amount = lift("", 500, 100), 401 },
			outcome{false, 400, 7227, []string{"hold.overdue", "hold.lift_exceeded"}},
		},
		"lift over": {
			held, func(q *credit.Query) { q.Lifts = lift("", 500, 0); q.Lifts[0].Until = today - 1 },
			outcome{false, 0, 7227, []string{"hold.overdue"}},
		},
		"lift of another rule": {
			held, func(q *credit.Query) { q.Lifts = lift("limit", 500, 0) },
			outcome{false, 0, 7227, []string{"hold.overdue"}},
		},
		"lifted, but not the limit": {
			held, func(q *credit.Query) { q.Lifts, q.Limits = lift("overdue", 500, 0), limit(7300) },
			outcome{true, 73, 7227, []string{"hold.lifted"}},
		},
		"the limit lifted": {
			[]ledger.Item{item("1", 1, 1400)},
			func(q *credit.Query) { q.Lifts, q.Limits, q.Amount = lift("limit", 500, 0), limit(1000), 500 },
			outcome{true, 500, 900, []string{"hold.lifted"}},
		},
	} {
		q := query(t, c.items...)
		if c.change != nil {
			c.change(&q)
		}
		if diff := cmp.Diff(c.want, outcomeOf(credit.Check(q))); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestCheckTellsSinceWhenAndWho(t *testing.T) {
	foreign := item("2", 9, 50)
	foreign.Currency = "EUR"
	a := credit.Check(query(t, item("1", 8, 100), foreign))
	if a.Since != today-3 || !a.Held || !cmp.Equal(a.LiftedBy, []string{"head-of-sales"}) {
		t.Errorf("since %s, held %v, lifted by %v", a.Since, a.Held, a.LiftedBy)
	}
	if !cmp.Equal(a.ReleasedAbroad, []money.Amount{{Minor: 50, Currency: "EUR"}}) || a.ReleasedByPayment != 100 {
		t.Errorf("released by %d and %v", a.ReleasedByPayment, a.ReleasedAbroad)
	}
	for lang, want := range map[string]string{
		"en": "0.50 EUR of document 2 are overdue, day 9", "ru": "по документу 2 просрочено 0.50 EUR, день 9-й", "de": "0.50 EUR aus Beleg 2 sind überfällig, 9. Tag",
	} {
		if got := a.Reasons[0].Text(lang); got != want {
			t.Errorf("%s: %s", lang, got)
		}
	}
}

// Paying what the answer asks for releases the goods.
func TestReleasedByPaymentReleases(t *testing.T) {
	for _, asked := range []money.Minor{0, 10, 500, 5000} {
		q := query(t, item("1", 30, 900), item("2", 6, 70), item("3", 0, 400))
		q.Limits, q.Amount = []credit.Limit{{Contract: "K1", Amount: 1200, Currency: "BYN"}}, asked
		a := credit.Check(q)
		if a.Allowed {
			t.Fatalf("%d may ship", asked)
		}
		left := a.ReleasedByPayment
		for i := range q.Account.Items {
			paid := min(left, q.Account.Items[i].Open)
			q.Account.Items[i].Open -= paid
			left -= paid
		}
		q.Account.Items = openOnly(q.Account.Items)
		if got := credit.Check(q); left == 0 && !got.Allowed {
			t.Errorf("asked %d, paid %d: still %+v", asked, a.ReleasedByPayment, got)
		}
	}
}

// Debts of other currencies count against the limit by the rate of the day;
// without one nothing ships on it.
func TestLimitAcrossCurrencies(t *testing.T) {
	const unit = 100_000_000
	rates := fx.New("BYN", []fx.Rate{{Currency: "EUR", Base: "BYN", Day: today - 2, Units: unit, Price: 3 * unit, Source: "bank"}})
	old := fx.New("BYN", []fx.Rate{{Currency: "EUR", Base: "BYN", Day: today - 60, Units: unit, Price: 3 * unit, Source: "bank"}})
	euros := item("1", 0, 100)
	euros.Currency = "EUR"
	for name, c := range map[string]struct {
		limit    money.Amount
		currency money.Currency
		credit   money.Minor // unapplied, in EUR
		rates    *fx.Table
		want     outcome
	}{
		"counted":                     {money.Amount{Minor: 500, Currency: "BYN"}, "BYN", 0, rates, outcome{true, 100, 0, nil}}, // 1 BYN and 3 of the euro
		"used up":                     {money.Amount{Minor: 350, Currency: "BYN"}, "BYN", 0, rates, outcome{false, 0, 50, []string{"hold.limit", "hold.rate"}}},
		"credit covers the euro":      {money.Amount{Minor: 350, Currency: "BYN"}, "BYN", 500, old, outcome{true, 250, 0, nil}},
		"the limit in another":        {money.Amount{Minor: 500, Currency: "EUR"}, "BYN", 0, rates, outcome{true, 1100, 0, nil}},
		"asked for in another":        {money.Amount{Minor: 500, Currency: "BYN"}, "EUR", 0, rates, outcome{true, 34, 0, nil}}, // 1.67 less 1 and 0.33
		"no rate":                     {money.Amount{Minor: 500, Currency: "BYN"}, "BYN", 0, old, outcome{false, 0, 0, []string{"hold.no_rate"}}},
		"a company without rates":     {money.Amount{Minor: 500, Currency: "BYN"}, "BYN", 0, nil, outcome{true, 400, 0, nil}},
		"no rate, and none is needed": {money.Amount{Minor: 500, Currency: "BYN"}, "BYN", 100, old, outcome{true, 400, 0, nil}},
	} {
		q := query(t, item("2", 0, 100), euros)
		q.Currency, q.Rates, q.Limits = c.currency, c.rates, []credit.Limit{{Contract: "K1", Amount: c.limit.Minor, Currency: c.limit.Currency}}
		if c.credit > 0 {
			q.Account.Credits = []ledger.Credit{{Currency: "EUR", Amount: c.credit}}
		}
		a := credit.Check(q)
		if diff := cmp.Diff(c.want, outcomeOf(a)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		for _, r := range a.Reasons {
			if text := r.Text("en"); r.Code == credit.ByRate && text != "counted by the rate of "+(today-2).String()+": 1 EUR = 3 BYN (bank)" || strings.Contains(text, "{") {
				t.Errorf("%s: %s", name, text)
			}
		}
	}
}

func openOnly(items []ledger.Item) (open []ledger.Item) {
	for _, it := range items {
		if it.Open > 0 {
			open = append(open, it)
		}
	}
	return open
}

func BenchmarkCheck(b *testing.B) {
	text, _ := policies.Source("aktivmarket")
	p, err := policy.Parse(text)
	if err != nil {
		b.Fatal(err)
	}
	a := &ledger.Account{Customer: "1"}
	for i := range 10 {
		a.Items = append(a.Items, item(id.Invoice('A'+rune(i)), 30-4*i, 100))
	}
	q := credit.Query{Policy: p, Calendar: cal.For("BY"), Account: a, Date: today, Currency: "BYN", Amount: 50}
	b.ReportAllocs()
	for b.Loop() {
		credit.Check(q)
	}
}
