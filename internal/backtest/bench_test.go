package backtest_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"debitor/internal/backtest"
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// BenchmarkReplay compares two policies over two years of 1,000 customers who
// buy twice a month and pay a month later, some of them much later.
func BenchmarkReplay(b *testing.B) {
	span := backtest.Span{From: day("2024-06-01"), To: day("2026-05-31")}
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a benchmark's seed
	list := make([]ledger.History, 1_000)
	for n := range list {
		h := &list[n]
		h.Head = ledger.Account{Customer: id.Customer(fmt.Sprintf("%05d", n)), HasEmail: true, HasPost: true}
		for i := range 48 {
			issued := span.From - 30 + 15*cal.Date(i) + cal.Date(r.IntN(10))
			it := ledger.HistoryItem{Item: ledger.Item{
				Invoice: id.Invoice(fmt.Sprintf("%05d-%02d", n, i)), Part: 1, Issued: issued, Due: issued + 30, Amount: money.Minor(1 + r.IntN(100_000)), Currency: "BYN",
			}}
			paid := issued + 25 + cal.Date(r.IntN(12))
			if n%5 == 0 {
				paid += cal.Date(r.IntN(40))
			}
			it.Settled = []ledger.Settle{{On: paid, Amount: it.Amount}}
			h.Items = append(h.Items, it)
			h.Payments = append(h.Payments, ledger.Receipt{On: paid, Amount: it.Amount, Currency: "BYN"})
		}
	}
	b.Run("twice a week", func(b *testing.B) { play(b, span, list, shipped(b, "aktivmarket"), parse(b, daily)) })
	b.Run("every day", func(b *testing.B) { play(b, span, list, shipped(b, "regulation"), shipped(b, "five-steps")) })
}

func play(b *testing.B, span backtest.Span, list []ledger.History, policies ...*policy.Policy) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		replay, differences := backtest.New(calendar, span, policies...), 0
		for i := 0; i < len(list); i += 50 {
			differences += len(replay.Run(list[i : i+50]).Differences)
		}
		b.ReportMetric(float64(differences), "differences")
	}
}
