package intake_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"debitor/internal/cal"
	"debitor/internal/intake"
)

// benchRow is an invoice of the file that is measured.
func benchRow(i int) []any {
	date := day("2024-01-01") + cal.Date(i%700)
	return []any{fmt.Sprintf("%010d", i), fmt.Sprintf("%06d", i%100_000), "", "ТТН", fmt.Sprintf("АВ %07d", i), date, date + 30, fmt.Sprintf("%d.%02d", 10+i%9000, i%100), "BYN", date, nil, nil}
}

const benchHead = "invoice,customer,contract,kind,document,date,due,amount,currency,shipped,handed_over,accepted"

func benchCSV(b *testing.B, n int) string {
	path := filepath.Join(b.TempDir(), "invoices.csv")
	out, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(out, 1<<20)
	fmt.Fprintln(w, benchHead)
	for i := range n {
		r := benchRow(i)
		fmt.Fprintf(w, "%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,,\n", r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9])
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := out.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

func benchXLSX(b *testing.B, n int) string {
	path := filepath.Join(b.TempDir(), "invoices.xlsx")
	x := excelize.NewFile()
	style, err := x.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		b.Fatal(err)
	}
	w, err := x.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	for i := range n + 1 {
		var row []any
		if i == 0 {
			for _, h := range []string{"invoice", "customer", "contract", "kind", "document", "date", "due", "amount", "currency", "shipped"} {
				row = append(row, h)
			}
		} else {
			for _, v := range benchRow(i)[:10] {
				if d, ok := v.(cal.Date); ok {
					v = excelize.Cell{StyleID: style, Value: int(d - cal.On(1899, time.December, 30))}
				}
				row = append(row, v)
			}
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := x.SaveAs(path); err != nil {
		b.Fatal(err)
	}
	return path
}

// benchmark reads a file from Open to its last record, and reports the live
// memory at its end, when everything that grows with the file has grown.
func benchmark(b *testing.B, path string, n int) {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		f, err := intake.Open(path, intake.Options{Currency: "BYN"})
		if err != nil {
			b.Fatal(err)
		}
		got := 0
		if err := f.Each(func(intake.Row) error {
			if got++; got == n {
				runtime.GC()
				runtime.ReadMemStats(&after)
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		if _, list := f.Refusals(); got != n || list != nil {
			b.Fatal(got, list)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/(1<<20), "live-MiB")
}

func BenchmarkCSV(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		path := benchCSV(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmark(b, path, n) })
	}
}

func BenchmarkXLSX(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		path := benchXLSX(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmark(b, path, n) })
	}
}
