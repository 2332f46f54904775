package policy_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/policies"
)

// BenchmarkDecide plans a run of 100,000 customers with 10 open instalments
// each, half of them with a history of steps, under each of three policies.
func BenchmarkDecide(b *testing.B) {
	accounts := manyAccounts(100_000)
	for _, name := range []string{"aktivmarket", "regulation", "departments"} {
		b.Run(name, func(b *testing.B) { benchmarkDecide(b, name, accounts) })
	}
}

func benchmarkDecide(b *testing.B, name string, accounts []ledger.Account) {
	text, err := policies.Source(name)
	if err != nil {
		b.Fatal(err)
	}
	p := parse(b, string(text))
	b.ReportAllocs()
	for b.Loop() {
		d := policy.NewDecider(p, calendar, tuesday)
		var blocked policy.Tally
		chased := 0
		for i := range accounts {
			dec := d.Decide(&accounts[i])
			blocked.Add(dec.Blocked)
			for _, act := range dec.Actions {
				chased += len(act.Items)
			}
		}
		b.ReportMetric(float64(chased), "items")
	}
}

func manyAccounts(n int) []ledger.Account {
	r := rand.New(rand.NewPCG(1, 2))
	accounts := make([]ledger.Account, n)
	for i := range accounts {
		a := owing()
		for j := range 10 {
			due := tuesday - 40 + cal.Date(6*j+r.IntN(6))
			it := item(id.Invoice(fmt.Sprintf("%06d-%02d", i, j)), due, money.Minor(1+r.IntN(100_000)))
			a.Items = append(a.Items, it)
			if i%2 == 0 && j < 5 {
				a.Steps = append(a.Steps, did("reminder", it.Invoice, due-5), did("warning", it.Invoice, due+6), did("claim", it.Invoice, due+12))
			}
		}
		if i%10 == 0 {
			a.Credits = []ledger.Credit{{Currency: "BYN", Amount: 5000}}
			a.Events = []ledger.Event{{Date: tuesday - 3, Kind: ledger.Promise, Invoice: a.Items[2].Invoice, Until: tuesday + 3}}
		}
		accounts[i] = *a
	}
	return accounts
}
