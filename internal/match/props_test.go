package match_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/match"
	"debitor/internal/money"
)

// world is a small company whose customers are alike enough to be mistaken.
type world struct {
	customers []match.Customer
	contracts []match.Contract
	items     []match.Item
	promises  []match.Promise
	learnt    []match.Learnt
}

func (w *world) book(s match.Settings, backwards bool) *match.Book {
	b := match.New(s)
	each(backwards, w.promises, b.AddPromise)
	each(backwards, w.items, b.AddItem)
	each(backwards, w.learnt, b.Learn)
	each(backwards, w.contracts, b.AddContract)
	each(backwards, w.customers, b.AddCustomer)
	return b
}

func each[T any](backwards bool, all []T, add func(T)) {
	for i := range all {
		if backwards {
			i = len(all) - 1 - i
		}
		add(all[i])
	}
}

var amounts = rapid.SampledFrom([]money.Minor{100, 200, 300, 500, 1000, 1234, 2500})

func drawWorld(t *rapid.T) *world {
	w := &world{}
	for c := range rapid.IntRange(1, 4).Draw(t, "customers") {
		key := id.Customer(fmt.Sprint("c", c))
		customer := match.Customer{Customer: key, Name: rapid.SampledFrom([]string{"ООО Альфа", "Beta GmbH", "ИП Гамма"}).Draw(t, "name"), TaxID: rapid.SampledFrom([]string{"", "190000001", "190000002"}).Draw(t, "tax")}
		if c > 0 && rapid.Bool().Draw(t, "child") {
			customer.Parent = "c0"
		}
		w.customers = append(w.customers, customer)
		for k := range rapid.IntRange(1, 2).Draw(t, "contracts") {
			contract := id.Contract(fmt.Sprint("k", c, k))
			w.contracts = append(w.contracts, match.Contract{Contract: contract, Customer: key, Number: fmt.Sprint(1000 + k)})
			for range rapid.IntRange(0, 4).Draw(t, "items") {
				n := len(w.items)
				w.items = append(w.items, match.Item{
					Customer: key, Contract: contract, Invoice: id.Invoice(fmt.Sprint("i", n)), Part: 1,
					Document: fmt.Sprint("ТТН ", rapid.IntRange(101, 108).Draw(t, "number")), Issued: day("2026-01-01"), Due: day("2026-01-10") + cal.Date(n%3),
					Open: amounts.Draw(t, "open"), Currency: "BYN",
				})
				if rapid.IntRange(0, 5).Draw(t, "promise") == 0 {
					w.promises = append(w.promises, match.Promise{Customer: key, Amount: amounts.Draw(t, "promised"), Currency: "BYN", Until: day("2026-02-10")})
				}
			}
		}
		if rapid.IntRange(0, 4).Draw(t, "learnt") == 0 {
			w.learnt = append(w.learnt, match.Learnt{Kind: match.ByAccount, Key: "ACC1", Customer: key, Times: 2})
		}
	}
	return w
}

func drawReceipt(t *rapid.T) match.Receipt {
	return match.Receipt{
		Date: day("2026-02-01"), Currency: "BYN",
		Amount:  amounts.Draw(t, "amount") * money.Minor(rapid.SampledFrom([]int{1, 1, 2, 3, -1}).Draw(t, "times")),
		Payer:   rapid.SampledFrom([]string{"", "Альфа ООО", "BETA GMBH", "Никто"}).Draw(t, "payer"),
		TaxID:   rapid.SampledFrom([]string{"", "190000001", "190000009"}).Draw(t, "payer tax"),
		Account: rapid.SampledFrom([]string{"", "ACC1"}).Draw(t, "account"),
		Purpose: rapid.SampledFrom([]string{
			"", "Оплата за товар", "ТТН 101", "сч. 101, 102 и 103", "счета 101-104", "по договору 1001", "дог. 1000 накл. 105",
			"аванс", "RE 106 vom 01.01.2026", "возврат", "частичная оплата 107",
		}).Draw(t, "purpose"),
	}
}

func TestProposalsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, r := drawWorld(t), drawReceipt(t)
		b := w.book(match.Settings{}, false)
		a := b.Match(r)
		if len(a.Proposals) > match.MaxProposals || (len(a.Proposals) == 0) != (a.Verdict == match.Unknown) {
			t.Fatalf("%+v", a)
		}
		for _, p := range a.Proposals {
			w.check(t, &r, &p)
		}
		if got := w.book(match.Settings{}, true).Match(r); !cmp.Equal(got, a) {
			t.Fatalf("order of adding: %s", cmp.Diff(a, got))
		}
		if len(a.Proposals) > 0 {
			b.Settle(a.Proposals[0])
			b.Unsettle(a.Proposals[0])
			if got := b.Match(r); !cmp.Equal(got, a) {
				t.Fatalf("settled and unsettled: %s", cmp.Diff(a, got))
			}
		}
	})
}

// check holds a proposal to the invariants.
func (w *world) check(t *rapid.T, r *match.Receipt, p *match.Proposal) {
	sum := p.Rest
	named, group := false, false
	for _, reason := range p.Reasons {
		named = named || reason.Code == "match.number" || reason.Code == "match.number_near"
		group = group || reason.Code == "match.parent"
	}
	seen := map[id.Invoice]bool{}
	contracts := map[id.Customer]id.Contract{}
	for _, s := range p.Shares {
		sum += s.Amount
		if s.Amount <= 0 || seen[s.Invoice] {
			t.Fatalf("share %+v", s)
		}
		seen[s.Invoice] = true
		for _, it := range w.items {
			if it.Invoice == s.Invoice && (s.Amount > it.Open || s.Contract != it.Contract || s.Customer != it.Customer) {
				t.Fatalf("share %+v of %+v", s, it)
			}
		}
		// Nobody's money goes to two contracts of his; to another's, only as the head of a group.
		if of, more := contracts[s.Customer]; !named && (more && s.Contract != of || s.Customer != p.Customer && !group) {
			t.Fatalf("crosses contracts: %+v", p)
		}
		contracts[s.Customer] = s.Contract
	}
	if sum != r.Amount || p.Confidence < 1 || p.Confidence > 1000 || len(p.Reasons) == 0 {
		t.Fatalf("%+v of %v", p, r.Amount)
	}
}

func TestTwoWhoFitEquallyAreNeverSure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, r := drawWorld(t), drawReceipt(t)
		// Each customer has a twin that differs by the key alone.
		for _, c := range w.customers {
			c.Customer += "x"
			if c.Parent != "" {
				c.Parent += "x"
			}
			w.customers = append(w.customers, c)
		}
		for _, k := range w.contracts {
			w.contracts = append(w.contracts, match.Contract{Contract: k.Contract + "x", Customer: k.Customer + "x", Number: k.Number})
		}
		for _, i := range w.items {
			i.Customer, i.Contract, i.Invoice = i.Customer+"x", i.Contract+"x", i.Invoice+"x"
			w.items = append(w.items, i)
		}
		for _, p := range w.promises {
			p.Customer += "x"
			w.promises = append(w.promises, p)
		}
		for _, l := range w.learnt {
			l.Customer += "x"
			w.learnt = append(w.learnt, l)
		}
		if a := w.book(match.Settings{}, false).Match(r); a.Verdict == match.Sure && a.Proposals[0].Kind != match.Fee {
			t.Fatalf("%+v", a)
		}
	})
}

func TestNobodyByTheAmountAlone(t *testing.T) {
	b := (&world{
		customers: []match.Customer{{Customer: "c", Name: "ООО Альфа", TaxID: "190000001"}},
		items:     []match.Item{{Customer: "c", Invoice: "i", Part: 1, Document: "ТТН 555", Issued: day("2026-01-01"), Open: 777, Currency: "BYN"}},
	}).book(match.Settings{}, false)
	a := b.Match(match.Receipt{Date: day("2026-02-01"), Amount: 777, Currency: "BYN", Payer: "Никто"})
	if a.Verdict != match.Doubtful || a.Proposals[0].Shares[0].Invoice != "i" {
		t.Fatalf("%+v", a)
	}
}

func FuzzPurpose(f *testing.F) {
	for _, s := range []string{"", "Оплата по ТТН 101-105 от 12.03.2026, в т.ч. НДС 20% 1234.56", "сч 12,13,14", "ОПЛАТАдог№1000от01.01.2026накл101", "RE\xff101", "№№№ - 1 - 2", "0000000000000000000000"} {
		f.Add(s)
	}
	b := (&world{
		customers: []match.Customer{{Customer: "c", Name: "ООО Альфа", TaxID: "190000001"}},
		contracts: []match.Contract{{Contract: "k", Customer: "c", Number: "1000"}},
		items: []match.Item{
			{Customer: "c", Contract: "k", Invoice: "a", Part: 1, Document: "ТТН 101", Issued: day("2026-01-01"), Open: 500, Currency: "BYN"},
			{Customer: "c", Contract: "k", Invoice: "b", Part: 1, Document: "RE-2026-00102", Issued: day("2026-01-01"), Open: 700, Currency: "BYN"},
		},
	}).book(match.Settings{}, false)
	f.Fuzz(func(t *testing.T, purpose string) {
		for _, p := range b.Match(match.Receipt{Date: day("2026-02-01"), Amount: 1200, Currency: "BYN", TaxID: "190000001", Purpose: purpose, Payer: purpose}).Proposals {
			sum := p.Rest
			for _, s := range p.Shares {
				sum += s.Amount
			}
			if sum != 1200 {
				t.Fatalf("%+v", p)
			}
		}
	})
}

// BenchmarkMillion matches receipts against a million open instalments of a
// hundred thousand customers, and reports the seconds to build the book and its
// memory.
func BenchmarkMillion(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	book := match.New(match.Settings{})
	for c := range 100_000 {
		key := id.Customer(fmt.Sprintf("%06d", c))
		contract := id.Contract("K" + string(key))
		book.AddCustomer(match.Customer{Customer: key, Name: fmt.Sprintf("ООО Покупатель %d", c), TaxID: fmt.Sprint(190000000 + c), Accounts: []string{fmt.Sprintf("BY00BANK%020d", c)}})
		book.AddContract(match.Contract{Contract: contract, Customer: key, Number: fmt.Sprint(c, "/26")})
		for n := range 10 {
			at := n*100_000 + c
			book.AddItem(match.Item{
				Customer: key, Contract: contract, Invoice: id.Invoice(fmt.Sprintf("d%07d", at)), Part: 1, Document: fmt.Sprintf("ТТН АВ %07d", at),
				Issued: day("2026-01-01") + cal.Date(n), Due: day("2026-01-20") + cal.Date(n), Open: money.Minor(1000 + at*7%999_983), Currency: "BYN",
			})
		}
	}
	book.Match(match.Receipt{Amount: 1})
	built := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		c, n := i*7919%100_000, i%10
		at := n*100_000 + c
		r := match.Receipt{Date: day("2026-02-01"), Amount: money.Minor(1000 + at*7%999_983), Currency: "BYN", TaxID: fmt.Sprint(190000000 + c), Payer: fmt.Sprintf("ПОКУПАТЕЛЬ %d ООО", c)}
		switch i % 4 {
		case 0:
			r.Purpose = "Оплата за товар, в т.ч. НДС 20% 12.34"
		case 1:
			r.TaxID = ""
			fallthrough
		default:
			r.Purpose = fmt.Sprintf("Оплата по ТТН %d от 01.01.2026 по договору %d/26 в т.ч. НДС 20%% 12.34", at, c)
		}
		if a := book.Match(r); a.Verdict == match.Unknown {
			b.Fatalf("%+v", r)
		}
	}
	b.ReportMetric(float64(built.Milliseconds())/1000, "s-build")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
	runtime.KeepAlive(book)
}
