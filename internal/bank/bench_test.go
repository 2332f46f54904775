package bank

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// BenchmarkOneC reads a statement of 100,000 entries in windows-1251, as wordy
// as banks write them, and reports the memory at its end beside the file.
func BenchmarkOneC(b *testing.B) {
	const entries = 100_000
	var text strings.Builder
	text.WriteString("1CClientBankExchange\r\nВерсияФормата=1.03\r\nКодировка=Windows\r\n")
	text.WriteString(balances(rub1, "02.03.2026", "03.03.2026", "0", fmt.Sprintf("%d.00", entries), "0", fmt.Sprintf("%d.00", entries)))
	filler := "ПлательщикБанк1=АКЦИОНЕРНЫЙ БАНК\r\nПлательщикКорсчет=30101810000000000000\r\nСтатусСоставителя=\r\nПоказательКБК=\r\nОКАТО=\r\nПолучатель1=ООО Поставщик\r\nОчередность=5\r\nВидОплаты=01"
	for i := range entries {
		text.WriteString(order(fmt.Sprint(i), "1.00", his, rub1, "ДатаПоступило=02.03.2026", "ПлательщикИНН=7700000001", fmt.Sprintf("Плательщик1=ООО Покупатель %d", i%5000),
			filler, fmt.Sprintf("НазначениеПлатежа=Оплата по накладной %d от 01.02.2026 за товар по договору поставки, в том числе НДС 20 %%", i)))
	}
	text.WriteString("КонецФайла\r\n")
	src, err := charmap.Windows1251.NewEncoder().Bytes([]byte(text.String()))
	if err != nil {
		b.Fatal(err)
	}
	text.Reset()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		f, err := Read("kl_to_1c.txt", src, Options{})
		if err != nil || len(f.Statements[0].Entries) != entries || len(f.Warnings) != 0 {
			b.Fatal(err, f.Warnings)
		}
		b.ReportMetric(time.Since(start).Seconds(), "s/file")
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB-kept")
		b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/(1<<20), "MiB-allocated")
		runtime.KeepAlive(f)
	}
}
