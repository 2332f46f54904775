package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// What stands before the principal is paid debt by debt, what stands behind it
// when all principals are, and what has the same place shares.
func TestAllocateCharges(t *testing.T) {
	open := []ledger.Item{item("2", 1, "2026-01-20", 100), item("1", 1, "2026-01-10", 100)}
	charge := func(number int64, invoice id.Invoice, place int, owed money.Minor) ledger.OpenCharge {
		return ledger.OpenCharge{
			Number: number, Invoice: invoice, Part: 1, Contract: "K1", Asked: day("2026-02-01"), Due: day("2026-01-10"), Ordered: true, Place: place, Open: owed, Currency: "BYN",
		}
	}
	made := func(pairs ...any) (list []ledger.Allocation) {
		for i := 0; i < len(pairs); i += 2 {
			a := ledger.Allocation{Payment: "P", Date: day("2026-02-01"), Amount: money.Minor(pairs[i+1].(int))}
			switch key := pairs[i].(type) {
			case int:
				a.Charge = int64(key)
			case string:
				a.Invoice, a.Part = id.Invoice(key), 1
			}
			list = append(list, a)
		}
		return list
	}
	before, behind := charge(1, "1", -1, 10), charge(2, "1", 1, 20)
	second, with := charge(3, "2", -1, 8), charge(4, "1", 0, 50)
	late, proposed := charge(5, "1", -1, 10), charge(6, "1", -1, 10)
	late.Asked, proposed.Ordered = day("2026-02-02"), false
	fee := charge(7, "", -2, 5)
	fee.Part, fee.Due = 0, day("2026-01-15")
	foreign := charge(8, "1", -1, 9)
	foreign.Currency = "EUR"
	for name, c := range map[string]struct {
		p       ledger.Payment
		charges []ledger.OpenCharge
		want    []ledger.Allocation
	}{
		"debt by debt":           {ledger.Payment{Amount: 215}, []ledger.OpenCharge{behind, second, before}, made(1, 10, "1", 100, 3, 8, "2", 97)},
		"behind all principals":  {ledger.Payment{Amount: 250}, []ledger.OpenCharge{behind, before}, made(1, 10, "1", 100, "2", 100, 2, 20)},
		"shared":                 {ledger.Payment{Amount: 30}, []ledger.OpenCharge{with}, made("1", 20, 4, 10)},
		"not asked yet":          {ledger.Payment{Amount: 50}, []ledger.OpenCharge{late, proposed, foreign}, made("1", 50)},
		"of the named document":  {ledger.Payment{Amount: 150, Invoice: "2"}, []ledger.OpenCharge{before, second}, made(3, 8, "2", 100)},
		"the named charge first": {ledger.Payment{Amount: 25, Charge: 2}, []ledger.OpenCharge{before, behind}, made(2, 20, 1, 5)},
		"named, without a place": {ledger.Payment{Amount: 25, Charge: 6}, []ledger.OpenCharge{proposed}, made(6, 10, "1", 15)},
		"of no document":         {ledger.Payment{Amount: 107}, []ledger.OpenCharge{fee}, made("1", 100, 7, 5, "2", 2)},
		"no money":               {ledger.Payment{Amount: 50, Kind: ledger.CreditNote}, []ledger.OpenCharge{before}, made("1", 50)},
		"another contract":       {ledger.Payment{Amount: 50, Contract: "K2"}, []ledger.OpenCharge{before}, nil},
	} {
		p := c.p
		p.ID, p.Date, p.Currency = "P", day("2026-02-01"), "BYN"
		if p.Kind == "" {
			p.Kind = ledger.Money
		}
		if diff := cmp.Diff(c.want, ledger.Allocate(p, open, c.charges)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// A refund reopens what was settled last, the charge or document it names first.
func TestTakeBackOfCharges(t *testing.T) {
	a := func(charge int64, invoice id.Invoice, amount money.Minor) ledger.Allocation {
		return ledger.Allocation{Payment: "P", Invoice: invoice, Charge: charge, Date: day("2026-01-09"), Amount: amount}
	}
	made := []ledger.Allocation{a(1, "", 10), a(0, "A", 50), a(2, "", 20)}
	r := func(charge int64, invoice id.Invoice, amount money.Minor) ledger.Allocation {
		return ledger.Allocation{Payment: "R", Invoice: invoice, Charge: charge, Date: day("2026-02-01"), Amount: amount}
	}
	for name, c := range map[string]struct {
		invoice id.Invoice
		charge  int64
		want    []ledger.Allocation
	}{
		"last first":   {"", 0, []ledger.Allocation{r(2, "", -20), r(0, "A", -10)}},
		"the document": {"A", 0, []ledger.Allocation{r(0, "A", -30)}},
		"the charge":   {"", 1, []ledger.Allocation{r(1, "", -10), r(2, "", -20)}},
	} {
		got, short := ledger.TakeBack(ledger.Payment{ID: "R", Date: day("2026-02-01"), Amount: -30, Invoice: c.invoice, Charge: c.charge}, 0, made)
		if diff := cmp.Diff(c.want, got); diff != "" || short != 0 {
			t.Errorf("%s: short %d\n%s", name, short, diff)
		}
	}
}
