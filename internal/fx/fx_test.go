package fx_test

import (
	"testing"

	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/fx"
	"debitor/internal/money"
)

const unit = 100_000_000

var day = cal.On(2026, 3, 16)

func rate(c money.Currency, d cal.Date, units, price int64) fx.Rate {
	return fx.Rate{Currency: c, Base: "BYN", Day: d, Units: units, Price: price, Source: "test"}
}

func amount(t *testing.T, s string, c money.Currency) money.Amount {
	t.Helper()
	a, err := money.Parse(s, c)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestConvert(t *testing.T) {
	table := fx.New("BYN", []fx.Rate{
		rate("RUB", day, 100*unit, 3_4959*unit/10000),
		rate("EUR", day-4, unit, 3_4012*unit/10000),
		rate("EUR", day-40, unit, 9*unit),
		rate("JPY", day, 100*unit, 2*unit),
		rate("USD", day-15, unit, 3*unit),
		{Currency: "CNY", Base: "EUR", Day: day, Units: unit, Price: unit},
	})
	for _, c := range []struct {
		amount   string
		from, to money.Currency
		want     string
		rates    int
		code     string
	}{
		{"100.00", "RUB", "BYN", "3.50", 1, ""}, // 3.4959
		{"-100.00", "RUB", "BYN", "-3.50", 1, ""},
		{"1000", "JPY", "BYN", "20.00", 1, ""},
		{"0.01", "BYN", "JPY", "1", 1, ""}, // half a yen
		{"-0.01", "BYN", "JPY", "-1", 1, ""},
		{"10.00", "EUR", "RUB", "972.91", 2, ""}, // 10 × 3.4012 × 100 / 3.4959 = 972.9111…
		{"7.00", "USD", "USD", "7.00", 0, ""},
		{"7.00", "USD", "BYN", "", 0, fx.CodeNone}, // fifteen days old
		{"7.00", "CNY", "BYN", "", 0, fx.CodeNone}, // of another base
		{"7.00", "BYN", "USD", "", 0, fx.CodeNone},
		{"99999999999.00", "EUR", "BYN", "", 1, "money.too_large"},
	} {
		got, err := table.Convert(amount(t, c.amount, c.from), c.to, day)
		code := ""
		if err != nil {
			code = fault.Code(err)
		}
		if code != c.code || err == nil && (got.Amount.String() != c.want || len(got.Rates) != c.rates || got.Amount.Currency != c.to) {
			t.Errorf("%s %s in %s = %v, %v; want %s, %q", c.amount, c.from, c.to, got, err, c.want, c.code)
		}
	}
	if r, ok := table.At("EUR", day-4+fx.Days); !ok || r.Day != day-4 || r.String() != "1 EUR = 3.4012 BYN" {
		t.Errorf("the last rate within %d days is not found: %v", fx.Days, r)
	}
	if _, ok := table.At("EUR", day-4+fx.Days+1); ok {
		t.Error("a rate is used beyond its days")
	}
	if _, ok := table.At("RUB", day-1); ok {
		t.Error("a rate is used before its day")
	}
}

func TestWhatHasNoRateStandsApart(t *testing.T) {
	table := fx.New("BYN", []fx.Rate{rate("EUR", day, unit, 3*unit)})
	w, err := table.Sum([]money.Amount{{Minor: 500, Currency: "BYN"}, {Minor: 200, Currency: "EUR"}, {Minor: 100, Currency: "EUR"}, {Minor: 7, Currency: "USD"}, {Currency: "PLN"}}, "BYN", day)
	if err != nil || w.Amount.Minor != 1400 || len(w.Rates) != 1 || len(w.Missing) != 1 || w.Missing[0].Currency != "USD" {
		t.Errorf("Sum = %+v, %v", w, err)
	}
	var none *fx.Table
	if w, err := none.Sum([]money.Amount{{Minor: 7, Currency: "USD"}}, "BYN", day); err != nil || len(w.Missing) != 1 {
		t.Errorf("without a table: %+v, %v", w, err)
	}
}

func TestConversionIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		side := rapid.Int64Range(unit/1000, 1000*unit)
		table := fx.New("BYN", []fx.Rate{rate("EUR", day, side.Draw(t, "units"), side.Draw(t, "price")), rate("JPY", day, side.Draw(t, "units"), side.Draw(t, "price"))})
		currency := rapid.SampledFrom([]money.Currency{"BYN", "EUR", "JPY"})
		from, to := currency.Draw(t, "from"), currency.Draw(t, "to")
		to1 := func(m money.Minor, from, to money.Currency) money.Minor {
			c, err := table.Convert(money.Amount{Minor: m, Currency: from}, to, day)
			if err != nil {
				t.Skip("too large")
			}
			return c.Amount.Minor
		}
		m := money.Minor(rapid.Int64Range(-1_000_000, 1_000_000).Draw(t, "amount"))
		there := to1(m, from, to)
		if to1(-m, from, to) != -there {
			t.Fatalf("%d and its opposite are not opposites", m)
		}
		if to1(m+1, from, to) < there {
			t.Fatalf("more of %s is less of %s", from, to)
		}
		if to1(0, from, to) != 0 {
			t.Fatal("nothing is something")
		}
		// Half a minor unit of the target, turned back, is the most that is lost;
		// and half of the source by the second rounding.
		back, lost := to1(there, to, from), to1(1, to, from)
		if d := back - m; d > lost/2+2 || -d > lost/2+2 {
			t.Fatalf("%d %s are %d %s are %d %s", m, from, there, to, back, from)
		}
	})
}
