package sample

import (
	"os"
	"runtime"
	"testing"
	"time"
)

// Limits of a million invoices: generous beside what is measured, for the
// machine is shared.
const (
	millionSeconds = 15
	millionHeapMiB = 64
)

// BenchmarkMillion writes 1,000,000 invoices of 100,000 customers, with all
// that follows from them, beside the limits for time and memory.
func BenchmarkMillion(b *testing.B) {
	for _, c := range []struct {
		name    string
		allOpen bool
	}{{"history", false}, {"open", true}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				peak := watchHeap()
				files, err := Write(b.TempDir(), Options{Customers: 100_000, Invoices: 1_000_000, AllOpen: c.allOpen})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(peak()), "MiB-peak")
				b.ReportMetric(millionHeapMiB, "MiB-limit")
				b.ReportMetric(millionSeconds, "s-limit")
				b.ReportMetric(float64(files.Rows.Invoices), "invoices")
				b.ReportMetric(float64(files.Rows.Payments), "payments")
			}
		})
	}
}

// TestMemoryIsBounded writes ten times as much and must not need more memory
// to speak of.
func TestMemoryIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200,000 invoices")
	}
	peak := watchHeap()
	if _, err := Write(t.TempDir(), Options{Customers: 20_000, Invoices: 200_000}); err != nil {
		t.Fatal(err)
	}
	if got := peak(); got > millionHeapMiB {
		t.Errorf("the heap reached %d MiB, limit %d", got, millionHeapMiB)
	}
}

// watchHeap samples the heap until the function it returns is called, which
// gives the peak in MiB.
func watchHeap() func() uint64 {
	done, result := make(chan struct{}), make(chan uint64)
	runtime.GC()
	go func() {
		var peak uint64
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
			select {
			case <-tick.C:
			case <-done:
				result <- peak >> 20
				return
			}
		}
	}()
	return func() uint64 { close(done); return <-result }
}

func TestWriteSaysWhatFailed(t *testing.T) {
	blocked := t.TempDir() + "/file"
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(blocked, Options{Customers: 1}); err == nil {
		t.Error("wrote into a file as if it were a folder")
	}
}
