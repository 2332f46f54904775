package desk_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/internal/sample"
	"debitor/policies"
)

const commissionRules = `credit:
  prices: [{within: 0, percent: -3}, {within: 14, percent: 0}, {within: 30, percent: 2}]
  commission:
    percent: 2
    factors: [{paid: ahead, factor: 1.2}, {paid: in-term, factor: 1}, {paid: late, within: 10, factor: 0.7}]
`

// commissionBooks: Ann's customer pays ahead, in term, late and much later, gives a
// note back and is refunded; Bob's pays in another currency; nobody's pays, too.
func commissionBooks(b *books) {
	b.using(commissionRules)
	b.take("customers.csv", "customer,name,manager\nA,Anna,Ann\nB,Boris,Bob\nC,Clara,\n")
	b.take("invoices.csv", `invoice,customer,date,due,amount,currency
I1,A,2026-01-10,2026-01-24,100.00,BYN
I2,A,2026-01-02,2026-01-16,200.00,BYN
I3,A,2025-12-20,2026-01-10,300.00,BYN
I4,A,2025-11-01,2025-12-01,400.00,BYN
I5,B,2026-01-05,2026-01-19,50.00,EUR
I6,C,2026-01-05,2026-01-25,10.00,BYN
I7,A,2026-01-12,2026-01-26,-30.00,BYN
`)
	b.take("payments.csv", `payment,customer,date,amount,currency,invoice
P1,A,2025-12-30,100.00,BYN,I1
P2,A,2026-01-16,200.00,BYN,I2
P3,A,2026-01-20,299.99,BYN,I3
P4,A,2026-01-21,360.00,BYN,I4
P5,B,2026-01-19,50.00,EUR,I5
P6,C,2026-02-01,10.00,BYN,I6
`)
}

func (b *books) commission(q desk.CommissionQuery) desk.CommissionReport {
	b.Helper()
	r, err := b.Commission(b.Context(), q)
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func TestCommissionByHowItWasPaid(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		commissionBooks(b)
		january := desk.CommissionQuery{From: cal.On(2026, 1, 1), To: cal.On(2026, 1, 31)}
		r := b.commission(january)
		if len(r.Rows) != 2 || len(r.Totals) != 2 || r.Percent != 200 || !r.Beyond() {
			t.Fatalf("%+v", r)
		}
		// 100 ahead × 1.2 + 200 in term × 1 + 299.99 ten days late × 0.7 (209.993) + 360 fifty-one days late × 0;
		// the credit note is no money. 2 % of 529.99 are 10.5998.
		ann := r.Rows[0]
		if ann.Manager != "Ann" || !slices.Equal(ann.Paid, []money.Minor{100_00, 200_00, 299_99, 360_00}) || ann.Received != 959_99 || ann.Counted != 529_99 || ann.Earned != 10_60 {
			t.Errorf("%+v", ann)
		}
		if bob := r.Rows[1]; bob.Manager != "Bob" || bob.Currency != "EUR" || bob.Counted != 50_00 || bob.Earned != 1_00 {
			t.Errorf("%+v", bob)
		}
		if hers := b.commission(desk.CommissionQuery{From: january.From, To: january.To, Manager: "Ann"}); len(hers.Rows) != 1 {
			t.Errorf("of Ann alone: %+v", hers.Rows)
		}
		// Paid in December, ahead of a January document: it counts in January alone.
		if december := b.commission(desk.CommissionQuery{To: cal.On(2025, 12, 31)}); len(december.Rows) != 0 || december.From != cal.On(2025, 12, 1) {
			t.Errorf("December: %+v", december)
		}
		// What is given back in February is taken off as it had counted.
		b.take("payments.csv", "payment,customer,date,amount,currency,invoice\nR1,A,2026-02-02,-100.00,BYN,I1\n")
		february := b.commission(desk.CommissionQuery{To: cal.On(2026, 2, 3)})
		if len(february.Rows) != 2 || february.Rows[0].Manager != "" || february.Rows[0].Earned != 14 || february.Rows[1].Counted != -120_00 || february.Rows[1].Earned != -2_40 {
			t.Errorf("February: %+v", february.Rows)
		}
		if again := b.commission(january); again.Rows[0].Counted != 529_99 {
			t.Errorf("the refund of February changed January: %+v", again.Rows[0])
		}
		b.sound()
	})
}

// A manager sees his own commission, whatever he asks for.
func TestCommissionOfOnesOwn(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		commissionBooks(b)
		if err := b.AddPerson(t.Context(), desk.NewPerson{Name: "Bob", Role: "sales-manager", Scope: desk.ScopeOwn}); err != nil {
			t.Fatal(err)
		}
		bob := b.as("Bob")
		for _, manager := range []string{"", "Bob"} {
			r, err := bob.Commission(t.Context(), desk.CommissionQuery{From: cal.On(2026, 1, 1), To: b.Today(), Manager: manager})
			if err != nil || len(r.Rows) != 1 || r.Rows[0].Manager != "Bob" || len(r.Totals) != 1 {
				t.Errorf("Bob asks for %q: %+v, %v", manager, r, err)
			}
		}
		if r, err := bob.Commission(t.Context(), desk.CommissionQuery{To: b.Today(), Manager: "Ann"}); err != nil || len(r.Rows) != 0 {
			t.Errorf("Bob asks for Ann: %+v, %v", r, err)
		}
	})
}

func TestCommissionIsRefused(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		_, err := b.Commission(t.Context(), desk.CommissionQuery{To: b.Today()})
		refused(t, err, fault.Refused, "commission.none")
		saysWhereCommissionStands(t, err)
		commissionBooks(b)
		_, err = b.Commission(t.Context(), desk.CommissionQuery{From: b.Today() + 1, To: b.Today()})
		refused(t, err, fault.Input, "commission.days")
	})
}

// Each contract's term has its price; one beyond the list has none.
func TestPriceOfATerm(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.using(commissionRules)
		b.take("customers.csv", "customer,name\nA,Anna\n")
		b.take("contracts.csv", "contract,customer,payment_days,days_unit,terms\nK0,A,0,,\nK14,A,14,,\nK15,A,15,,\nK31,A,31,,\nKT,A,,,50%@0;50%@28\n")
		// The due dates of the documents say something else: what was agreed counts.
		b.take("invoices.csv", `invoice,customer,contract,date,due,amount,currency
1,A,K0,2026-01-05,2026-01-09,10.00,BYN
2,A,K14,2026-01-05,2026-01-21,10.00,BYN
3,A,K15,2026-01-05,2026-01-10,10.00,BYN
4,A,K31,2026-01-05,2026-01-10,10.00,BYN
5,A,KT,2026-01-05,,10.00,BYN
`)
		r, err := b.DeferralCosts(t.Context(), desk.DeferralQuery{Date: b.Today()})
		if err != nil || len(r.Prices) != 3 {
			t.Fatalf("%+v, %v", r, err)
		}
		got := map[string]string{}
		for _, row := range r.Rows {
			got[row.Number] = row.List.String()
		}
		for contract, want := range map[string]string{"K0": "-3.00", "K14": "0.00", "K15": "2.00", "K31": "", "KT": "0.00"} {
			if got[contract] != want {
				t.Errorf("contract %s: %q, want %q", contract, got[contract], want)
			}
		}
	})
}

// saysWhereCommissionStands holds a refusal to what it says: the page of the manual
// is there, no policy that comes with debitor has a commission, and the rules of
// the sample company have.
func saysWhereCommissionStands(t *testing.T, err error) {
	t.Helper()
	const heading = "Commission by how the money came"
	for _, want := range []string{"docs/terms.md", heading, "None of the policies that come with debitor", "sample company"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
	manual, bad := os.ReadFile("../../docs/terms.md")
	if bad != nil || !strings.Contains(string(manual), "## "+heading+"\n") {
		t.Errorf("the manual has no %q: %v", heading, bad)
	}
	for _, name := range policies.Names() {
		source, bad := policies.Source(name)
		if bad != nil || strings.Contains(string(source), "commission:") {
			t.Errorf("policy %s has a commission, and the refusal says that none has: %v", name, bad)
		}
	}
	if !strings.Contains(string(sample.Rules), "commission:") {
		t.Error("the rules of the sample company have no commission")
	}
}
