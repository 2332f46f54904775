package paper

import (
	"bytes"
	"testing"

	"debitor/internal/letter"
)

func doc(t testing.TB, kind letter.Kind, lang string, n int, change func(*letter.Facts)) *letter.Document {
	t.Helper()
	f := letter.Sample(kind, lang, n)
	if change != nil {
		change(&f)
	}
	return render(t, &f)
}

func render(t interface {
	Helper()
	Fatal(...any)
}, f *letter.Facts,
) *letter.Document {
	t.Helper()
	tmpl, err := letter.Shipped(f.Lang, f.Kind)
	if err != nil {
		t.Fatal(err)
	}
	d, err := tmpl.Render(f)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func BenchmarkRenderLetters(b *testing.B) {
	b.Run("plain", func(b *testing.B) { benchmarkLetters(b, func(*letter.Facts) {}) })
	b.Run("logo and payment code", func(b *testing.B) {
		logo := drawnLogo(450, 180)
		benchmarkLetters(b, func(f *letter.Facts) {
			f.Currency, f.Creditor.Country, f.Creditor.TaxID, f.Creditor.Logo.Data = "RUB", "RU", "7700000016", logo
			f.Creditor.Account = letter.Account{Number: "40702810000000000001", Bank: "АО «Пример-Банк»", BIC: "049999777"}
		})
	})
}

func benchmarkLetters(b *testing.B, change func(*letter.Facts)) {
	b.Helper()
	f := letter.Sample(letter.Warning, "ru", 15)
	change(&f)
	tmpl, err := letter.Shipped(f.Lang, f.Kind)
	if err != nil {
		b.Fatal(err)
	}
	j := NewPrintJob(Info{Title: "job", Date: f.Date})
	for b.Loop() {
		d, err := tmpl.Render(&f)
		if err != nil {
			b.Fatal(err)
		}
		if j.Add(d) != 1 {
			b.Fatal("not one page")
		}
	}
	var out bytes.Buffer
	if err := j.Write(&out); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "letters/s")
	b.ReportMetric(float64(out.Len())/float64(b.N), "bytes/letter")
}

func BenchmarkSingle(b *testing.B) {
	d := doc(b, letter.Warning, "ru", 15, nil)
	for b.Loop() {
		if _, err := Single(d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "letters/s")
}
