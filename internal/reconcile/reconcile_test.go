package reconcile

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

var first = cal.On(2026, 1, 1)

// anyLine is a document or a payment of a small year, so that amounts, days
// and numbers often coincide.
func anyLine(t *rapid.T, label string) Line {
	l := Line{
		Date:     first + cal.Date(rapid.IntRange(0, 60).Draw(t, label+" day")),
		Document: fmt.Sprintf("%s%0*d", rapid.SampledFrom([]string{"", "AB-", "INV-2026-", "Waybill "}).Draw(t, label+" prefix"), rapid.IntRange(1, 6).Draw(t, label+" zeros"), rapid.IntRange(0, 20).Draw(t, label+" number")),
		Contract: id.Contract(rapid.SampledFrom([]string{"", "K1", "K2"}).Draw(t, label+" contract")),
	}
	amount := money.Minor(rapid.IntRange(1, 8).Draw(t, label+" amount") * 100)
	if rapid.Bool().Draw(t, label+" pays") {
		l.What, l.Credit = "payment", amount
	} else {
		l.What, l.Debit = "invoice", amount
	}
	return l
}

func anyLines(t *rapid.T, label string) []Line {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Line { return anyLine(t, label) }), 0, 30).Draw(t, label)
}

// rowsOf is what the customer reads off our act.
func rowsOf(lines []Line) []Row {
	var rows []Row
	for i, l := range lines {
		rows = append(rows, Row{Line: i + 2, Date: l.Date, Document: l.Document, Debit: l.Debit, Credit: l.Credit})
	}
	return rows
}

// The closing balance is the opening one and all lines of the period, and what
// an act ends with the next begins with.
func TestActsJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := anyLines(t, "lines")
		cut := first + cal.Date(rapid.IntRange(0, 60).Draw(t, "cut"))
		whole := Settle(first, first+60, lines)
		before, after := Settle(first, cut, lines), Settle(cut+1, first+60, lines)
		if before.Closing != after.Opening || after.Closing != whole.Closing {
			t.Fatalf("%d then %d to %d; as one %d", before.Closing, after.Opening, after.Closing, whole.Closing)
		}
		if whole.Closing != whole.Opening+whole.Debit-whole.Credit {
			t.Fatalf("%d + %d − %d is not %d", whole.Opening, whole.Debit, whole.Credit, whole.Closing)
		}
		if n := len(whole.Lines); n > 0 && whole.Lines[n-1].Balance != whole.Closing {
			t.Fatalf("the last balance is %d, the closing one %d", whole.Lines[n-1].Balance, whole.Closing)
		}
	})
}

// An act agrees with itself on every line, and with its mirror image.
func TestActAgreesWithItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := Settle(first, first+60, anyLines(t, "lines")).Lines
		rows := rowsOf(lines)
		if rapid.Bool().Draw(t, "mirrored") {
			rows = mirror(rows)
		}
		c := Compare(lines, rows)
		if c.Count[Agree] != len(lines) || len(c.Pairs) != len(lines) || c.Difference != 0 {
			t.Fatalf("of %d lines %v agree, difference %d", len(lines), c.Count, c.Difference)
		}
	})
}

// No amount is lost: the differences of the pairs are the difference of the
// sides, every line is in one pair, and the order of his rows does not matter.
func TestComparisonLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ours, theirs := Settle(first, first+60, anyLines(t, "ours")).Lines, rowsOf(anyLines(t, "theirs"))
		c := Compare(ours, theirs)
		sum, our, his := money.Minor(0), 0, 0
		for _, l := range ours {
			sum += l.effect()
		}
		for _, r := range theirs {
			if c.Mirrored {
				sum += r.effect()
			} else {
				sum -= r.effect()
			}
		}
		for _, p := range c.Pairs {
			if p.Ours != nil {
				our++
			}
			if p.Theirs != nil {
				his++
			}
			if both := p.Ours != nil && p.Theirs != nil; both != (p.Verdict == Agree || p.Verdict == Different) || (p.Verdict == Agree) != (p.Difference == 0) {
				t.Fatalf("%s with difference %d: %+v", p.Verdict, p.Difference, p)
			}
		}
		if c.Difference != sum || our != len(ours) || his != len(theirs) {
			t.Fatalf("difference %d instead of %d, %d of %d and %d of %d lines", c.Difference, sum, our, len(ours), his, len(theirs))
		}
		slices.Reverse(theirs)
		if again := Compare(ours, theirs); again.Difference != c.Difference || !cmp.Equal(again.Count, c.Count) {
			t.Fatalf("another order gives %v instead of %v", again.Count, c.Count)
		}
	})
}

func TestVerdicts(t *testing.T) {
	day := func(n int) cal.Date { return first + cal.Date(n) }
	ours := []Line{
		{Date: day(1), Document: "АБ-0000123", Debit: 10000},
		{Date: day(2), Document: "АБ-0000124", Debit: 20000},
		{Date: day(3), Document: "АБ-0000125", Debit: 30000},
		{Date: day(10), Document: "PAY-7", Credit: 10000},
	}
	theirs := []Row{
		{Line: 5, Date: day(1), Document: "Поступление 123 от 02.01.2026", Credit: 10000},
		{Line: 6, Date: day(4), Document: "Поступление 000124", Credit: 25000},
		{Line: 7, Date: day(8), Document: "Списание 991", Debit: 10000},
		{Line: 8, Date: day(9), Document: "Списание 992", Debit: 500},
	}
	c := Compare(ours, theirs)
	var got []string
	for _, p := range c.Pairs {
		got = append(got, fmt.Sprintf("%s %d %v %v", p.Verdict, p.Difference, p.OtherDay, p.OtherNumber))
	}
	want := []string{
		"agree 0 false false", "different -5000 true false", "missing_there 30000 false false", "missing_here 500 false false", "agree 0 true true",
	}
	if !c.Mirrored || !cmp.Equal(got, want) {
		t.Fatalf("mirrored %v:\n%s", c.Mirrored, cmp.Diff(want, got))
	}
}

func TestNumbers(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{"АБ-0000123", "ТТН № 123 от 12.03.2026", true},
		{"INV-2026-00017", "17", true},
		{"INV-2026-00017", "INV-2025-00017", false},
		{"17", "18", false},
		{"17", "от 17.01.2026", false},
		{"opening", "opening", false}, // without a number there is nothing to tell by
	} {
		if got := sameNumber(numbers(test.a), numbers(test.b)); got != test.same {
			t.Errorf("%q and %q: %v", test.a, test.b, got)
		}
	}
}

// Totals lose nothing, and equal books are green.
func TestTotalsAreComplete(t *testing.T) {
	balances := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Balance {
		return Balance{
			Key{id.Customer(rapid.SampledFrom([]string{"A", "B"}).Draw(t, "customer")), id.Contract(rapid.SampledFrom([]string{"", "K1", "K2"}).Draw(t, "contract")), "EUR"},
			money.Minor(rapid.IntRange(-500, 500).Draw(t, "amount")),
		}
	}))
	rapid.Check(t, func(t *rapid.T) {
		ours, books := balances.Draw(t, "ours"), balances.Draw(t, "books")
		sum := money.Minor(0)
		for _, b := range ours {
			sum += b.Amount
		}
		for _, b := range books {
			sum -= b.Amount
		}
		for _, d := range Totals(ours, books) {
			sum -= d.Amount()
		}
		if sum != 0 {
			t.Fatalf("%d was lost", sum)
		}
		for _, d := range Totals(ours, ours) {
			if d.Amount() != 0 {
				t.Fatalf("against itself %+v differs", d)
			}
		}
	})
}

func TestCauses(t *testing.T) {
	today := first + 60
	lines := map[money.Currency][]Line{"EUR": {
		{Date: first, Document: "I1", Contract: "K1", Debit: 70000},
		{Date: today - 10, Document: "I2", Contract: "K1", Debit: 30000},
		{Date: today - 20, Document: "P1", Contract: "K1", Credit: 11000},
		{Date: today - 1, Document: "P2", Contract: "K1", Credit: 12000},
		{Date: today + 2, Document: "P3", Contract: "K1", Credit: 13000},
	}}
	for _, test := range []struct {
		amount   money.Minor
		cause    Cause
		document string
	}{
		{0, None, ""},
		{3, Rounding, ""},
		{-99, Rounding, ""},
		{70000, MissingPaymentHere, "I1"},
		{30000, MissingInvoiceThere, "I2"},
		{-11000, MissingPaymentThere, "P1"},
		{-12000, CutOff, "P2"},
		{13000, CutOff, "P3"},
		{55555, MissingPaymentHere, ""},
		{-55555, MissingInvoiceHere, ""},
	} {
		list := []Difference{{Key: Key{"C", "K1", "EUR"}, Ours: 1000 + test.amount, Theirs: 1000}}
		Explain(today, list, true, lines)
		if list[0].Cause != test.cause || list[0].Document != test.document {
			t.Errorf("%d: %s %s", test.amount, list[0].Cause, list[0].Document)
		}
	}
	moved := []Difference{{Key: Key{"C", "K1", "EUR"}, Ours: 500}, {Key: Key{"C", "K2", "EUR"}, Theirs: 500}}
	Explain(today, moved, true, lines)
	if moved[0].Cause != OtherContract || moved[0].Other != "K2" || moved[1].Other != "K1" {
		t.Errorf("%+v", moved)
	}
	Explain(today, moved, true, lines) // what has a cause keeps it
	stranger := []Difference{{Key: Key{"X", "", "EUR"}, Theirs: 500}}
	Explain(today, stranger, false, nil)
	if stranger[0].Cause != UnknownCustomer {
		t.Errorf("%+v", stranger)
	}
}

// Books that keep no contracts are compared as a whole.
func TestTotalsWithoutContracts(t *testing.T) {
	list := Totals([]Balance{{Key{"A", "K1", "EUR"}, 100}, {Key{"A", "K2", "EUR"}, 50}}, []Balance{{Key{"A", "", "EUR"}, 150}})
	if len(list) != 1 || list[0].Amount() != 0 {
		t.Fatalf("%+v", list)
	}
}

// What is set off is the lesser of both sides, no document gives more than it
// has, and the oldest go first.
func TestNettingIsTheLesser(t *testing.T) {
	debts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Debt {
		n := rapid.IntRange(0, 60).Draw(t, "day")
		return Debt{
			Document: fmt.Sprint(rapid.IntRange(0, 1000).Draw(t, "number")), Date: first + cal.Date(n), Due: first + cal.Date(n),
			Amount: money.Minor(rapid.IntRange(1, 500).Draw(t, "amount")), Currency: rapid.SampledFrom([]money.Currency{"EUR", "BYN"}).Draw(t, "currency"),
		}
	}), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		receivables, payables := debts.Draw(t, "receivables"), debts.Draw(t, "payables")
		for _, s := range Netting(receivables, payables) {
			if s.Amount != min(s.Receivables, s.Payables) {
				t.Fatalf("%s: %d of %d and %d", s.Currency, s.Amount, s.Receivables, s.Payables)
			}
			sum, last := money.Minor(0), Offset{}
			for _, o := range s.Offsets {
				if o.Amount <= 0 || o.Receivable.Due < last.Receivable.Due || o.Payable.Due < last.Payable.Due || o.Receivable.Currency != o.Payable.Currency {
					t.Fatalf("after %+v comes %+v", last, o)
				}
				sum += o.Amount
				last = o
			}
			if sum != s.Amount {
				t.Fatalf("the parts are %d, the whole %d", sum, s.Amount)
			}
		}
	})
}

func TestAuthority(t *testing.T) {
	for _, test := range []struct {
		authority Authority
		covers    bool
	}{
		{Authority{}, false},
		{Authority{Kind: Charter}, true},
		{Authority{Kind: Power}, false},
		{Authority{Kind: Power, Number: "7", Issued: first}, true},
		{Authority{Kind: Power, Number: "7", Issued: first, Until: first + 9}, false},
		{Authority{Kind: Power, Number: "7", Issued: first, Until: first + 10}, true},
		{Authority{Kind: Power, Number: "7", Issued: first + 11}, false},
		{Authority{Kind: "accountant"}, false},
	} {
		if got := test.authority.Covers(first + 10); got != test.covers {
			t.Errorf("%+v: %v", test.authority, got)
		}
	}
}
