package desk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// order has the company's payments cover debts in an order.
func (b *books) order(order string) {
	b.Helper()
	p, err := b.Profile()
	if err != nil {
		b.Fatal(err)
	}
	p.PaymentOrder = order
	if err := b.SetCompany(b.Context(), p); err != nil {
		b.Fatal(err)
	}
}

// contractUnder gives A's contract a law and an order of its own.
func (b *books) contractUnder(law, order string) {
	b.Helper()
	b.take("contracts.csv", "contract,customer,number,date,law,payment_days,payment_order\nK1,A,12/2,2025-01-01,"+law+",20,\""+order+"\"\n")
}

// sum proposes and charges a sum for a document of A.
func (b *books) sum(finance *desk.Session, kind ledger.ChargeKind, amount string) {
	b.Helper()
	c, err := b.ProposeCharge(b.Context(), desk.NewCharge{Kind: kind, Invoice: "1", To: b.Today(), Amount: amount, Basis: "7.2", Reason: "late"})
	if err != nil {
		b.Fatal(err)
	}
	b.ask(finance, desk.AskRequest{Kind: authority.ChargeLate, Subject: "A", Value: fmt.Sprint(c.Number)})
}

// paid is what of charges is paid, in their order.
func (b *books) paid() string {
	var list []string
	for _, c := range b.charges(store.ChargeQuery{}) {
		list = append(list, c.Paid.Decimal(c.Currency))
	}
	return strings.Join(list, " ")
}

// A part payment covers costs, interest, principal and penalty in the order of
// each law; without an order it covers the principal alone.
func TestPaymentCoversByLaw(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := lateBooks(t, url)
		finance := b.user("vera", "finance-director")
		b.sum(finance, ledger.ChargeCourtFee, "30.00")
		b.sum(finance, ledger.ChargeInterest, "50.00")
		b.sum(finance, ledger.ChargePenalty, "20.00")
		b.sum(finance, ledger.ChargeUse, "10.00")
		if _, err := b.ProposeCharge(b.Context(), desk.NewCharge{Kind: ledger.ChargeCourtFee, Invoice: "1", To: b.Today(), Amount: "7.00", Basis: "8", Reason: "never charged"}); err != nil {
			t.Fatal(err)
		}
		b.take("payments.csv", "payment,customer,date,amount,currency\nP2,A,"+b.Today().String()+",60.00,BYN\n")
		if got := b.open("2026-02-03"); got != "A 1 540.00; B 2 1000.00" || b.paid() != "0.00 0.00 0.00 0.00 0.00" {
			t.Errorf("nobody chose an order: %s, charges %s", got, b.paid())
		}
		for _, c := range []struct{ law, order, open, paid string }{
			{"RU", "law", "580.00", "30.00 0.00 0.00 10.00 0.00"},
			{"BY", "law", "570.50", "30.00 0.00 0.00 0.50 0.00"}, // 30.00 on 600.00 and 10.00 in proportion
			{"UA", "law", "600.00", "30.00 18.75 7.50 3.75 0.00"},
			{"BA-FBIH", "law", "600.00", "30.00 25.00 0.00 5.00 0.00"},
			{"DE", "law", "600.00", "30.00 25.00 0.00 5.00 0.00"},
			{"EU", "law", "600.00", "30.00 25.00 0.00 5.00 0.00"},
			{"DE", "penalty,costs,late,use,principal", "600.00", "30.00 10.00 20.00 0.00 0.00"},
			{"RU", "penalty,costs,late,use,principal", "580.00", "30.00 0.00 0.00 10.00 0.00"}, // no contract may put it first
			{"DE", "principal,costs,late,use,penalty", "540.00", "0.00 0.00 0.00 0.00 0.00"},
			{"DE", "invoices", "540.00", "0.00 0.00 0.00 0.00 0.00"},
		} {
			b.contractUnder(c.law, c.order)
			if got := b.open("2026-02-03"); got != "A 1 "+c.open+"; B 2 1000.00" || b.paid() != c.paid {
				t.Errorf("%s, %s: %s, charges %s", c.law, c.order, got, b.paid())
			}
			b.sound()
		}
		b.order("law")
		if b.paid() != "0.00 0.00 0.00 0.00 0.00" {
			t.Errorf("the contract's word goes before the company's: %s", b.paid())
		}
		if r, err := b.try("contracts.csv", "contract,customer,payment_order\nK1,A,principal\n", desk.ImportOptions{}); err == nil && r.Refused == 0 {
			t.Error("half an order was taken")
		}
	})
}

// What a payment covers goes with it: a cancelled one gives it back, a refund
// takes back what was covered last, a reversed charge sets it free, and what a
// customer names comes first.
func TestCoverGoesWithItsPayment(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := lateBooks(t, url)
		finance := b.user("vera", "finance-director")
		b.order("law")
		today := b.Today().String()
		b.sum(finance, ledger.ChargeUse, "10.00")
		b.sum(finance, ledger.ChargePenalty, "20.00")
		pay := func(key, amount string) {
			b.take("payments.csv", "payment,customer,date,amount,currency\n"+key+",A,"+today+","+amount+",BYN\n")
		}
		is := func(what, open, paid string) {
			t.Helper()
			if got := b.open(today); got != open || b.paid() != paid {
				t.Errorf("%s: %s, charges %s", what, got, b.paid())
			}
			b.sound()
		}
		b.contractUnder("RU", "")
		is("nothing came", "A 1 600.00; B 2 1000.00", "0.00 0.00")
		pay("P2", "615.00")
		is("the penalty comes last", "B 2 1000.00", "10.00 5.00")
		if s := b.charges(store.ChargeQuery{}); s[0].State != desk.ChargePaid || s[1].State != desk.ChargePartPaid {
			t.Errorf("they are %s and %s", s[0].State, s[1].State)
		}
		st, err := b.Statement(b.Context(), desk.StatementQuery{Customer: "A", From: on("2025-12-01"), To: b.Today()})
		if err != nil || st.Closing != 0 || !slices.ContainsFunc(st.Lines, func(l desk.StatementLine) bool { return l.What == "charge" && l.Debit == 1500 }) {
			t.Errorf("stated: %v %+v", err, st.Act)
		}
		pay("P3", "-7.00")
		is("a refund", "A 1 2.00; B 2 1000.00", "10.00 0.00")
		pay("P3", "0.00")
		pay("P2", "0.00")
		is("cancelled", "A 1 600.00; B 2 1000.00", "0.00 0.00")
		pay("P2", "5.00")
		is("paid again", "A 1 600.00; B 2 1000.00", "5.00 0.00")
		if err := finance.NameCharge(b.Context(), "P2", 2, "his payment order says so"); err != nil {
			t.Fatal(err)
		}
		is("for the penalty, he says", "A 1 600.00; B 2 1000.00", "0.00 5.00")
		if err := b.PayCharge(b.Context(), desk.ChargePayment{Number: 2, Amount: "-1.00", Date: b.Today(), Document: "7"}); fault.Code(err) != "charge.noted" {
			t.Errorf("what a payment covers was taken back by hand: %v", err)
		}
		if err := finance.NameCharge(b.Context(), "P2", 3, "no such"); fault.Code(err) != "charge.unknown" {
			t.Errorf("a charge that is not: %v", err)
		}
		if err := b.ReverseCharge(b.Context(), 2, "a mistake"); err != nil {
			t.Fatal(err)
		}
		is("the charge is reversed", "A 1 600.00; B 2 1000.00", "5.00 0.00")
		b.order("")
		is("no order", "A 1 595.00; B 2 1000.00", "0.00 0.00")
		b.exec(`UPDATE payment SET charged = charged + 1 WHERE payment = $1`, "P2")
		if r, err := b.Check(b.Context()); err != nil || r.OK || !slices.ContainsFunc(r.Problems, func(p desk.Problem) bool { return p.Code == "check.charged" }) {
			t.Errorf("a false cover is not found: %v %+v", err, r.Problems)
		}
	})
}

// Whatever is paid, taken back and charged, and by whatever order: what a payment
// covers and its rest are the payment (check), and an order that is chosen again
// gives what it gave before.
func TestOrdersThereAndBack(t *testing.T) {
	for seed := range uint64(8) {
		schema.Each(t, func(t *testing.T, url string) {
			b := lateBooks(t, url)
			finance := b.user("vera", "finance-director")
			r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a test's seed
			b.contractUnder([]string{"RU", "BY", "UA", "BA-RS", "DE"}[r.IntN(5)], "")
			b.take("invoices.csv", "invoice,customer,contract,date,due,amount,currency\n3,A,K1,2025-12-20,2026-01-09,80.00,BYN\n4,A,K1,2025-12-21,2026-01-09,90.00,BYN\n")
			orders := []string{"", "law", "invoices", "penalty+late,costs,use,principal", "costs,principal,use+late+penalty", "principal+use,late,penalty,costs"}
			state := func() string {
				return b.open(b.Today().String()) + " | " + b.paid() + " | " + b.unapplied()
			}
			for n := range 25 {
				switch amount := fmt.Sprintf("%d.%02d", 1+r.IntN(150), r.IntN(100)); r.IntN(4) {
				case 0:
					b.sum(finance, ledger.ChargeKinds[r.IntN(len(ledger.ChargeKinds))], amount)
				case 1:
					b.take("payments.csv", fmt.Sprintf("payment,customer,date,amount,currency\nR%d,A,%s,-%s,BYN\n", n, b.Today()-cal.Date(r.IntN(3)), amount))
				default:
					b.take("payments.csv", fmt.Sprintf("payment,customer,date,amount,currency,invoice\nQ%d,A,%s,%s,BYN,%s\n", r.IntN(12), b.Today()-2+cal.Date(r.IntN(5)), amount, []string{"", "", "1", "3"}[r.IntN(4)]))
				}
				if n%4 == 3 {
					first, other := orders[r.IntN(len(orders))], orders[r.IntN(len(orders))]
					b.order(first)
					was := state()
					b.order(other)
					state()
					b.order(first)
					if got := state(); got != was {
						t.Fatalf("seed %d, from %q to %q and back:\n%s\n%s", seed, first, other, was, got)
					}
				}
			}
		})
	}
}
