package desk_test

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"debitor/internal/desk"
	"debitor/internal/id"
)

// BenchmarkHold asks whether something may ship, customer after customer, and
// tells the slowest in a hundred besides. DEBITOR_BENCH_CUSTOMERS says how many
// customers there are, of ten open instalments each.
func BenchmarkHold(b *testing.B) {
	for _, engine := range []struct {
		name string
		url  func(testing.TB) string
	}{{"sqlite", schema.SQLite}, {"postgres", schema.Postgres}} {
		b.Run(engine.name, func(b *testing.B) { benchmarkHold(b, engine.url(b)) })
	}
}

func benchmarkHold(b *testing.B, url string) {
	customers, _ := strconv.Atoi(cmp.Or(os.Getenv("DEBITOR_BENCH_CUSTOMERS"), "500"))
	books := openBooks(b, url)
	books.using("credit: {limit: 9000.00, mean-of: 3}\n")
	var who, bills strings.Builder
	for i := range customers {
		fmt.Fprintf(&who, "C%06d,Co\n", i)
		for j := range 10 {
			fmt.Fprintf(&bills, "I%d-%d,C%06d,2026-01-%02d,2026-02-%02d,100.00,BYN\n", i, j, i, 10+j, 3+j)
		}
	}
	books.take("customers.csv", "customer,name\n"+who.String())
	books.take("invoices.csv", "invoice,customer,date,due,amount,currency\n"+bills.String())
	var times []time.Duration
	n := 0
	for b.Loop() {
		n = (n + 7919) % customers
		start := time.Now()
		if _, err := books.Hold(b.Context(), desk.HoldQuery{Customer: id.Customer(fmt.Sprintf("C%06d", n)), Date: books.Today(), Amount: "100"}); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
}
