package desk_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/desk"
	"debitor/internal/fault"
)

// A back-test that is kept says what a simulation says.
func TestBacktestIsSimulation(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.customers("C1", "C2")
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nI1,C1,2025-09-01,2025-09-15,100.00,BYN\nI2,C2,2025-10-01,2025-10-20,50.00,BYN\n")
		b.take("payments.csv", "payment,customer,date,amount,currency\nP1,C1,2025-10-05,100.00,BYN\n")
		q := desk.SimulateQuery{Policies: []string{"fmcg", "aktivmarket"}, From: on("2025-09-01"), To: on("2025-12-31")}
		key, err := b.AskBacktest(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := b.Backtest(t.Context(), key)
		if err != nil || got.State != desk.BacktestDone || got.Result == nil {
			t.Fatalf("%+v, %v", got, err)
		}
		differences := 0
		want, err := b.Simulate(t.Context(), q, func(p desk.SimulatedPart) error { differences += len(p.Differences); return nil })
		if err != nil {
			t.Fatal(err)
		}
		for i := range want.Policies {
			if diff := cmp.Diff(want.Policies[i].Figures, got.Result.Policies[i].Figures); diff != "" {
				t.Errorf("policy %d: %s", i, diff)
			}
		}
		told := 0
		for _, p := range got.Result.Partings {
			told += p.Times
		}
		if differences == 0 || got.Result.Differences != differences || told != differences {
			t.Errorf("%d differences, in partings %d; want %d", got.Result.Differences, told, differences)
		}
		if got.Policies[1] != "aktivmarket@1" || got.Customers != want.Customers {
			t.Errorf("%+v; want the version pinned and %d customers", got, want.Customers)
		}
	})
}

// A back-test tells of customers, so only who sees those of its author reads it.
func TestBacktestsAreRead(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	b.customers("C1")
	own := desk.NewPerson{Name: "own", Role: "lawyer", Scope: desk.ScopeOwn}
	if err := b.AddPerson(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	q := desk.SimulateQuery{Policies: []string{"fmcg"}, From: on("2025-09-01"), To: on("2025-09-30")}
	key, err := b.user("boss", "director").AskBacktest(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.as("own").Backtest(t.Context(), key); fault.Code(err) != "backtest.unknown" {
		t.Errorf("who sees fewer customers reads it: %v", err)
	}
	if list, err := b.as("own").Backtests(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%v, %v; want none", list, err)
	}
	mine, err := b.as("own").AskBacktest(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b.as("own").Backtest(t.Context(), mine); err != nil || got.Result.Customers != 0 {
		t.Errorf("%+v, %v; want a result about nobody", got, err)
	}
	q.To = q.From + 400
	if _, err := b.AskBacktest(t.Context(), q); fault.Code(err) != "backtest.span" {
		t.Errorf("more than a year: %v", err)
	}
}
