package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

func item(invoice id.Invoice, part int, due string, open money.Minor) ledger.Item {
	return ledger.Item{
		Invoice: invoice, Part: part, Contract: "K1", Issued: day("2026-01-01"), Due: day(due),
		Amount: open, Open: open, Currency: "BYN",
	}
}

func TestAllocate(t *testing.T) {
	foreign := item("0", 1, "2026-01-02", 100)
	foreign.Currency = "EUR"
	other := item("3", 1, "2026-01-15", 40)
	other.Contract = "K2"
	later := item("4", 1, "2026-01-03", 70)
	later.Issued = day("2026-02-02")
	open := []ledger.Item{
		foreign, item("9", 1, "", 500), item("2", 2, "2026-02-10", 100), item("2", 1, "2026-01-10", 30),
		item("1", 1, "2026-02-10", 60), other, later,
	}
	pay := ledger.Payment{ID: "P", Date: day("2026-02-01"), Currency: "BYN"}
	made := func(pairs ...any) (as []ledger.Allocation) {
		for i := 0; i < len(pairs); i += 3 {
			as = append(as, ledger.Allocation{
				Payment: "P", Invoice: id.Invoice(pairs[i].(string)), Part: pairs[i+1].(int),
				Date: day("2026-02-01"), Amount: money.Minor(pairs[i+2].(int)),
			})
		}
		return as
	}
	for name, c := range map[string]struct {
		amount   money.Minor
		contract id.Contract
		invoice  id.Invoice
		want     []ledger.Allocation
	}{
		"oldest first":         {100, "", "", made("2", 1, 30, "3", 1, 40, "1", 1, 30)},
		"not started last":     {240, "", "", made("2", 1, 30, "3", 1, 40, "1", 1, 60, "2", 2, 100, "9", 1, 10)},
		"more than all":        {9999, "", "", made("2", 1, 30, "3", 1, 40, "1", 1, 60, "2", 2, 100, "9", 1, 500)},
		"contract":             {50, "K2", "", made("3", 1, 40)},
		"invoice":              {110, "", "2", made("2", 1, 30, "2", 2, 80)},
		"invoice, over":        {500, "", "2", made("2", 1, 30, "2", 2, 100)},
		"invoice of tomorrow":  {5, "", "4", made("4", 1, 5)},
		"invoice, other money": {5, "", "0", nil},
		"nothing":              {0, "", "", nil},
		"negative":             {-5, "", "", nil},
	} {
		p := pay
		p.Amount, p.Contract, p.Invoice = c.amount, c.contract, c.invoice
		if diff := cmp.Diff(c.want, ledger.Allocate(p, open, nil)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestTakeBack(t *testing.T) {
	a := func(p id.Payment, inv id.Invoice, amount money.Minor) ledger.Allocation {
		return ledger.Allocation{Payment: p, Invoice: inv, Part: 1, Date: day("2026-01-09"), Amount: amount}
	}
	r := func(inv id.Invoice, amount money.Minor) ledger.Allocation {
		return ledger.Allocation{Payment: "R", Invoice: inv, Part: 1, Date: day("2026-02-01"), Amount: amount}
	}
	made := []ledger.Allocation{a("P1", "A", 50), a("P1", "B", 20), a("P2", "B", 10), a("P3", "C", 40), a("R0", "C", -15)}
	for name, c := range map[string]struct {
		amount, credit money.Minor
		invoice        id.Invoice
		want           []ledger.Allocation
		short          money.Minor
	}{
		"credit is enough": {-30, 30, "", nil, 0},
		"newest first":     {-60, 30, "", []ledger.Allocation{r("C", -25), r("B", -5)}, 0},
		"one entry each":   {-50, 0, "", []ledger.Allocation{r("C", -25), r("B", -25)}, 0},
		"the named first":  {-60, 5, "A", []ledger.Allocation{r("A", -50), r("C", -5)}, 0},
		"more than all":    {-200, 0, "", []ledger.Allocation{r("C", -25), r("B", -30), r("A", -50)}, 95},
	} {
		p := ledger.Payment{ID: "R", Date: day("2026-02-01"), Amount: c.amount, Invoice: c.invoice}
		got, short := ledger.TakeBack(p, c.credit, made)
		if diff := cmp.Diff(c.want, got); diff != "" || short != c.short {
			t.Errorf("%s: short %d, want %d\n%s", name, short, c.short, diff)
		}
	}
}

// Whatever is paid and taken back, nothing becomes negative and no kopeck
// appears or vanishes.
func TestAllocationKeepsBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		open := map[id.Invoice]money.Minor{}
		var items []ledger.Item
		for i := range rapid.IntRange(1, 6).Draw(t, "invoices") {
			it := item(id.Invoice('A'+rune(i)), 1, "2026-01-10", money.Minor(rapid.IntRange(1, 100).Draw(t, "open")))
			it.Due += cal.Date(rapid.IntRange(-9, 9).Draw(t, "later"))
			open[it.Invoice], items = it.Open, append(items, it)
		}
		var credit money.Minor
		var made []ledger.Allocation
		for range rapid.IntRange(1, 12).Draw(t, "payments") {
			p := ledger.Payment{ID: "P", Date: day("2026-02-01"), Currency: "BYN", Amount: money.Minor(rapid.IntRange(-80, 120).Draw(t, "paid"))}
			if rapid.Bool().Draw(t, "named") {
				p.Invoice = "A"
			}
			got, short := ledger.TakeBack(p, credit, made)
			if p.Amount > 0 {
				got, short = ledger.Allocate(p, items, nil), 0
			}
			credit += p.Amount + short
			for _, a := range got {
				credit -= a.Amount
				open[a.Invoice] -= a.Amount
			}
			made = append(made, got...)
			for i := range items {
				items[i].Open = open[items[i].Invoice]
				if items[i].Open < 0 || items[i].Open > items[i].Amount {
					t.Fatalf("open %d of %d after %+v: %+v", items[i].Open, items[i].Amount, p, got)
				}
			}
			if credit < 0 {
				t.Fatalf("credit %d after %+v: %+v", credit, p, got)
			}
		}
	})
}
