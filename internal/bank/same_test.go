package bank_test

import (
	"slices"
	"testing"

	"debitor/internal/bank"
	"debitor/internal/cal"
	"debitor/internal/money"
)

var day = cal.On(2026, 3, 12)

func entry(amount money.Minor, purpose string, more func(*bank.Entry)) bank.Entry {
	e := bank.Entry{Date: day, ValueDate: day, Amount: amount, Currency: "EUR", Purpose: purpose}
	if more != nil {
		more(&e)
	}
	return e
}

func known(format string, list ...bank.Entry) (out []bank.Known) {
	for _, e := range list {
		out = append(out, bank.Known{Entry: e, Format: format})
	}
	return out
}

func TestPair(t *testing.T) {
	iban := func(e *bank.Entry) { e.Account = "DE89370400440532013000" }
	for _, c := range []struct {
		name   string
		known  []bank.Known
		fresh  []bank.Entry
		format string
		want   []int
	}{
		{"the same file again", known("1c", entry(100, "счёт 5", nil)), []bank.Entry{entry(100, "счёт 5", nil)}, "1c", []int{0}},
		{"two equal payments of one day are two", known("1c", entry(100, "счёт 5", nil)), []bank.Entry{entry(100, "счёт 5", nil), entry(100, "счёт 5", nil)}, "1c", []int{0, -1}},
		{"another purpose in the same format", known("1c", entry(100, "счёт 5", nil)), []bank.Entry{entry(100, "счёт 777", nil)}, "1c", []int{-1}},
		{"another payer", known("mt940", entry(100, "R 5", iban)), []bank.Entry{entry(100, "R 5", func(e *bank.Entry) { e.Account = "DE02120300000000202051" })}, "camt.053", []int{-1}},
		{"account number within the IBAN, purpose cut", known("mt940", entry(100, "Rechnung 4711 vom 1.3", func(e *bank.Entry) { e.Account = "532013000" })), []bank.Entry{entry(100, "Rechnung 4711 vom 1.3.2026 Kunde 12", iban)}, "camt.053", []int{0}},
		{"another amount", known("1c", entry(100, "счёт 5", nil)), []bank.Entry{entry(101, "счёт 5", nil)}, "1c", []int{-1}},
		{"the perfect likeness before the loose one", known("mt940", entry(100, "R 5 und R 6", nil), entry(100, "R 5", nil)), []bank.Entry{entry(100, "R 5", nil), entry(100, "R 5 und R 6", nil)}, "camt.053", []int{1, 0}},
	} {
		if got := bank.Pair(c.known, c.fresh, c.format); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestComplete(t *testing.T) {
	m := func(v money.Minor) *money.Minor { return &v }
	d := func(n int) cal.Date { return cal.On(2026, 3, n) }
	working := cal.For("DE").IsWorking
	for _, c := range []struct {
		name string
		list []bank.Period
		to   cal.Date
		gaps []bank.Gap
	}{
		{"nothing", nil, d(1), nil},
		{"day after day", []bank.Period{{From: d(2), To: d(2)}, {From: d(3), To: d(3)}}, d(3), nil},
		{"over a weekend", []bank.Period{{From: d(2), To: d(6)}, {From: d(9), To: d(9)}}, d(9), nil},
		{"days missing", []bank.Period{{From: d(2), To: d(11)}, {From: d(16), To: d(17)}}, d(11), []bank.Gap{{From: d(12), To: d(15)}}},
		{"days without a movement", []bank.Period{{From: d(2), To: d(11), Closing: m(5)}, {From: d(16), To: d(17), Opening: m(5)}}, d(17), nil},
		{"a balance that does not continue", []bank.Period{{From: d(2), To: d(3), Closing: m(5)}, {From: d(4), To: d(5), Opening: m(7)}}, d(3), []bank.Gap{{On: d(4), By: 2}}},
		{"moved at a weekend", []bank.Period{{From: d(2), To: d(6), Closing: m(5)}, {From: d(9), To: d(9), Opening: m(7)}}, d(6), []bank.Gap{{From: d(7), To: d(8)}}},
		{"a running day is not over", []bank.Period{{From: d(2), To: d(3)}, {From: d(4), To: d(4), Interim: true}}, d(3), nil},
		{"overlapping, in any order", []bank.Period{{From: d(4), To: d(9)}, {From: d(2), To: d(5)}}, d(9), nil},
		{"filled later", []bank.Period{{From: d(2), To: d(3)}, {From: d(10), To: d(10)}, {From: d(4), To: d(9)}}, d(10), nil},
	} {
		to, gaps := bank.Complete(c.list, d(2), working)
		if to != c.to || !slices.Equal(gaps, c.gaps) {
			t.Errorf("%s: to %v, gaps %v; want %v, %v", c.name, to, gaps, c.to, c.gaps)
		}
	}
}
