package desk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

// queue is the order queue as somebody sees it.
func (b *books) queue(s *desk.Session, q desk.QueueQuery) desk.OrderList {
	b.Helper()
	list, err := s.OrderQueue(b.Context(), q)
	if err != nil {
		b.Fatal(err)
	}
	return list
}

func ordersOf(list desk.OrderList) string {
	var names []string
	for _, o := range list.Rows {
		names = append(names, fmt.Sprintf("%d:%s:%s:%d", o.Place, o.Order, o.Goes, o.May))
	}
	return strings.Join(names, " ")
}

// Prepayers first, then the punctual, the late last, whoever ordered when; of
// equals who ordered first. Each is answered for in turn.
func TestOrderQueue(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.ticking()
		b.using("credit: {limit: 200.00}\n")
		b.customers("LATE", "NEW", "PAID", "SLOW", "STEADY")
		b.take("invoices.csv", `invoice,customer,date,due,amount,currency
L1,LATE,2025-12-01,2026-01-10,100.00,BYN
S1,SLOW,2025-11-01,2025-12-01,10.00,BYN
S2,SLOW,2025-12-01,2026-01-01,10.00,BYN
T1,STEADY,2025-11-01,2025-12-01,10.00,BYN
T2,STEADY,2026-01-20,2026-02-20,50.00,BYN
`)
		b.take("payments.csv", "payment,customer,date,amount,currency,invoice\nP1,SLOW,2025-12-20,10.00,BYN,S1\nP2,SLOW,2026-01-01,10.00,BYN,S2\nP3,STEADY,2025-12-01,10.00,BYN,T1\nP4,PAID,2026-02-02,90.00,BYN,\n")
		b.take("orders.csv", `customer,order,to_ship,date
LATE,A1,10.00,2026-01-02
STEADY,B2,120.00,2026-02-02
STEADY,B1,100.00,2026-02-01
SLOW,C1,20.00,2026-01-03
PAID,D1,120.00,2026-02-03
NEW,E1,250.00,2026-01-04
NEW,E2,1.00,2026-01-05
`)
		all := b.queue(b.Session, desk.QueueQuery{})
		// PAID: 75 % paid, nothing known: 63. STEADY: 50, B1 is older; its 50 owed and 100 leave 50 of B2.
		// NEW: 25, and E1 alone is beyond the limit, whatever E2 is. SLOW: half in time, 25. LATE: nothing.
		want := "1:D1:whole:12000 2:B1:whole:10000 3:B2:part:5000 4:C1:whole:2000 5:E1:part:20000 6:E2:no:0 7:A1:no:0"
		if got := ordersOf(all); got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
		first := all.Rows[0].Priority
		if first != (desk.Priority{Points: 63, Paid: 9000, Ordered: 12000}) || all.Rows[3].Priority != (desk.Priority{Points: 25, Ordered: 2000, Due: 2, InTime: 1}) ||
			all.Rows[6].Priority.Overdue != 24 {
			t.Errorf("%+v %+v %+v", first, all.Rows[3].Priority, all.Rows[6].Priority)
		}
		if code := firstReason(all.Rows[6].Answer); code != credit.Overdue || all.Rows[6].Answer.ReleasedByPayment != 10000 {
			t.Errorf("the late: %+v", all.Rows[6].Answer)
		}
		for query, want := range map[desk.QueueQuery]string{
			{Goes: desk.GoesPart}:            "3:B2:part:5000 5:E1:part:20000",
			{Customer: "STEADY"}:             "2:B1:whole:10000 3:B2:part:5000",
			{Offset: 1, Limit: 2}:            "2:B1:whole:10000 3:B2:part:5000",
			{Offset: 6, Limit: 50}:           "7:A1:no:0",
			{Goes: desk.GoesNot, Limit: 1}:   "6:E2:no:0",
			{Manager: "nobody"}:              "",
			{Goes: desk.GoesPart, Offset: 1}: "5:E1:part:20000",
		} {
			if got := b.queue(b.Session, query); ordersOf(got) != want {
				t.Errorf("%+v: %s, want %s", query, ordersOf(got), want)
			}
		}
		if page := b.queue(b.Session, desk.QueueQuery{Limit: 2}); page.Total != 7 {
			t.Errorf("%d orders", page.Total)
		}
		_, err := b.OrderQueue(t.Context(), desk.QueueQuery{Goes: "fast"})
		refused(t, err, fault.Usage, "orders.goes")
		b.sound()
	})
}

// TestPaidAhead: paid ahead is what is left of his money when his debts of that
// currency are off it, whether the money settled them (C) or still lies beside them (A);
// money that only covers a debt (D) is none.
func TestPaidAhead(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.using("")
		b.customers("A", "B", "C", "D")
		b.take("before.csv", "payment,customer,date,amount,currency,invoice\nP1,A,2026-02-01,90.00,BYN,\nP2,B,2026-02-01,90.00,BYN,\nP4,D,2026-02-01,30.00,BYN,\n")
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nA1,A,2026-02-02,2026-03-01,50.00,BYN\nB1,B,2026-02-02,2026-03-01,50.00,EUR\nC1,C,2026-02-02,2026-03-01,50.00,BYN\nD1,D,2026-02-02,2026-03-01,50.00,BYN\n")
		b.take("payments.csv", "payment,customer,date,amount,currency,invoice\nP3,C,2026-02-02,90.00,BYN,\n")
		b.take("orders.csv", "customer,order,to_ship,date\nA,1,100.00,2026-02-01\nB,2,100.00,2026-02-01\nC,3,100.00,2026-02-01\nD,4,100.00,2026-02-01\n")
		paid := map[id.Customer]money.Minor{}
		for _, o := range b.queue(b.Session, desk.QueueQuery{}).Rows {
			paid[o.Customer] = o.Priority.Paid
		}
		if diff := cmp.Diff(map[id.Customer]money.Minor{"A": 4000, "B": 9000, "C": 4000, "D": 0}, paid); diff != "" {
			t.Error(diff)
		}
	})
}

// Who sees some customers sees their orders, at the places they have among all.
func TestOrderQueueKeepsToItsScope(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.ticking()
		b.using("credit: {limit: 200.00}\n")
		b.take("customers.csv", "customer,name,manager,parent\nA,Able,ann,\nB,Baker,bob,\nG,Group,bob,\nM,Member,ann,G\n")
		b.take("payments.csv", "payment,customer,date,amount,currency\nP,B,2026-02-02,50.00,BYN\n")
		b.take("orders.csv", "customer,order,to_ship,date\nA,1,10.00,2026-02-01\nB,2,10.00,2026-02-01\nG,3,80.00,2026-02-01\nM,4,80.00,2026-02-02\n")
		if _, err := b.SetTerm(t.Context(), desk.NewTerm{Customer: "G", Kind: credit.TermLimit, Amount: "100", Scope: credit.OfGroup, Reason: "together"}); err != nil {
			t.Fatal(err)
		}
		if err := b.AddPerson(t.Context(), desk.NewPerson{Name: "ann", Role: "sales-manager"}); err != nil {
			t.Fatal(err)
		}
		ann := b.as("ann")
		if got := ordersOf(b.queue(ann, desk.QueueQuery{})); got != "2:1:whole:1000 4:4:part:2000" {
			t.Errorf("she sees %s", got) // what goes to G before takes from M's group limit
		}
		if got := ordersOf(b.queue(b.Session, desk.QueueQuery{})); got != "1:2:whole:1000 2:1:whole:1000 3:3:whole:8000 4:4:part:2000" {
			t.Errorf("all: %s", got)
		}
		_, err := ann.AskForOrder(t.Context(), "3", "she may not see it")
		refused(t, err, fault.NotFound, "orders.unknown")
	})
}

// The queue keeps its word: shipped from the top, each order is answered for by
// the live check as the queue said before anything went.
func TestTheQueueKeepsItsWord(t *testing.T) {
	dice := rand.New(rand.NewPCG(11, 4))
	each(t, func(t *testing.T, b *books) {
		at := b.ticking()
		b.using("credit: {limit: 300.00, mean-of: 3, new-pays-previous: false}\n")
		var customers, invoices, payments, orders strings.Builder
		customers.WriteString("customer,name,parent\nG,Group,\n")
		invoices.WriteString("invoice,customer,date,due,amount,currency\n")
		payments.WriteString("payment,customer,date,amount,currency,invoice\n")
		orders.WriteString("customer,order,to_ship,date\n")
		for i := range 12 {
			c := fmt.Sprintf("C%02d", i)
			fmt.Fprintf(&customers, "%s,%s,%s\n", c, c, []string{"", "", "G"}[i%3])
			for k := range dice.IntN(5) {
				day := on("2025-09-15") + cal.Date(dice.IntN(130))
				amount := money.Minor(1000 + dice.IntN(20000))
				fmt.Fprintf(&invoices, "%s-%d,%s,%s,%s,%s,BYN\n", c, k, c, day, day+20, amount.Decimal("BYN"))
				if dice.IntN(4) > 0 {
					fmt.Fprintf(&payments, "P%s-%d,%s,%s,%s,BYN,%[1]s-%[2]d\n", c, k, c, min(day+20+cal.Date(dice.IntN(9)-4), b.Today()), amount.Decimal("BYN"))
				}
			}
			if dice.IntN(3) == 0 {
				fmt.Fprintf(&payments, "A%s,%s,%s,%s,BYN,\n", c, c, b.Today()-1, money.Minor(dice.IntN(30000)+1).Decimal("BYN"))
			}
			for k := range dice.IntN(4) {
				fmt.Fprintf(&orders, "%s,%s/%d,%s,%s\n", c, c, k, money.Minor(500+dice.IntN(25000)).Decimal("BYN"), b.Today()-cal.Date(dice.IntN(6)))
			}
		}
		b.take("customers.csv", customers.String())
		b.take("invoices.csv", invoices.String())
		b.take("payments.csv", payments.String())
		b.take("orders.csv", orders.String())
		if _, err := b.SetTerm(t.Context(), desk.NewTerm{Customer: "G", Kind: credit.TermLimit, Amount: "500", Scope: credit.OfGroup, Reason: "together"}); err != nil {
			t.Fatal(err)
		}
		sales := b.user("olga", "head-of-sales")
		lifted := 0
		for _, o := range b.queue(b.Session, desk.QueueQuery{Goes: desk.GoesNot}).Rows {
			if lifted++; lifted <= 3 {
				if _, err := sales.LiftHold(t.Context(), desk.LiftRequest{Customer: o.Customer, Reason: "the season", Amount: "150", Until: b.Today() + 1}); err != nil {
					t.Fatal(err)
				}
			}
		}
		list := b.queue(b.Session, desk.QueueQuery{})
		counts := map[string]int{}
		for _, o := range list.Rows {
			live := b.may(b.Session, desk.HoldQuery{Customer: o.Customer, Amount: o.Left.Decimal("BYN"), Currency: "BYN", Order: o.Order})
			if live.Allowed != o.Answer.Allowed || available(live) != available(o.Answer) {
				t.Errorf("%d, %s of %s for %s: the queue said %s of %s, the check says %v of %s\n%+v\n%+v", o.Place, o.Order, o.Customer, o.Left.Decimal("BYN"), o.Goes,
					available(o.Answer).Decimal("BYN"), live.Allowed, available(live).Decimal("BYN"), o.Answer.Reasons, live.Reasons)
			}
			counts[o.Goes]++
			if o.May > 0 {
				at.Add(time.Millisecond.Milliseconds())
				b.take("invoices.csv", fmt.Sprintf("invoice,customer,date,due,amount,currency,order\nI%s,%s,%s,%s,%s,BYN,%[1]s\n", o.Order, o.Customer, b.Today(), b.Today()+20, o.May.Decimal("BYN")))
			}
		}
		if len(list.Rows) < 12 || counts[desk.GoesWhole] < 3 || counts[desk.GoesPart] < 2 || counts[desk.GoesNot] < 3 || lifted < 3 {
			t.Errorf("too little happened to tell: %v of %d, %d lifted", counts, len(list.Rows), lifted)
		}
		b.sound()
	})
}

// available is what an answer leaves; -1: no bound.
func available(a credit.Answer) money.Minor {
	if a.Available == nil {
		return -1
	}
	return *a.Available
}

// An order beyond the mean month of the last three is asked for with one press,
// and goes when the three have said yes.
func TestAskForOrder(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.ticking()
		b.using("credit: {mean-of: 3}\nauthority:\n- {may: change-limit, role: commercial-director, together: [head-of-security, finance-director], may-require: [guarantee-letter]}\n")
		b.customers("A", "B")
		b.take("invoices.csv", `invoice,customer,date,due,amount,currency
0,A,2025-10-10,2026-03-10,1.00,BYN
1,A,2025-11-10,2026-03-10,4500.00,BYN
2,A,2025-12-10,2026-03-10,5000.00,BYN
3,A,2026-01-10,2026-03-10,5500.00,BYN
4,B,2025-12-10,2025-12-20,1.00,BYN
`)
		b.take("orders.csv", "customer,order,to_ship,date\nA,big,7000.00,2026-02-03\nB,late,5.00,2026-02-03\nA,small,10.00,2026-02-02\n")
		ann := b.user("ann", "assistant")
		asked, err := ann.AskForOrder(t.Context(), "big", "his best season")
		if err != nil || len(asked) != 1 {
			t.Fatalf("%+v, %v", asked, err)
		}
		a := asked[0]
		if a.Value != "month" || a.Amount != "7000.00" || a.Until != on("2026-02-28") || a.State != store.Pending || !a.Waits.Together || a.Reason != "big: his best season" {
			t.Errorf("%+v", a)
		}
		if again, err := ann.AskForOrder(t.Context(), "big", "again"); err != nil || len(again) != 1 || again[0].Number != a.Number {
			t.Errorf("asked twice: %+v, %v", again, err)
		}
		_, err = ann.AskForOrder(t.Context(), "small", "it goes")
		refused(t, err, fault.Refused, "orders.may_go")
		_, err = ann.AskForOrder(t.Context(), "late", "he is late")
		refused(t, err, fault.Refused, "orders.no_limit")
		_, err = ann.AskForOrder(t.Context(), "none", "which?")
		refused(t, err, fault.NotFound, "orders.unknown")
		for name, role := range map[id.User]string{"boris": "commercial-director", "ivan": "head-of-security", "vera": "finance-director"} {
			b.decide(b.user(name, role), a.Number, true)
		}
		list := b.queue(b.Session, desk.QueueQuery{Customer: "A"})
		if i := slices.IndexFunc(list.Rows, func(o desk.QueuedOrder) bool { return o.Order == "big" }); list.Rows[i].Goes != desk.GoesPart || list.Rows[i].May != 699000 {
			t.Errorf("%+v", list.Rows[i]) // the small one stands above it
		}
		b.sound()
	})
}
