package desk_test

import (
	"testing"

	"debitor/internal/authority"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
)

// The shipped policies use their sections on credit as their seeds say it.
func TestCreditOfTheShippedPolicies(t *testing.T) {
	use := func(b *books, policy string) {
		b.Helper()
		b.Session = b.as("")
		if _, err := b.UsePolicy(b.Context(), policy, 0); err != nil {
			b.Fatal(err)
		}
	}
	refused := func(b *books, c id.Customer, amount, reason string, available int64) {
		b.Helper()
		a := b.may(b.Session, desk.HoldQuery{Customer: c, Amount: amount})
		if a.Allowed || firstReason(a) != reason || a.Available == nil || int64(*a.Available) != available {
			b.Errorf("%s for %s: allowed %v, %q, available %v; want %q and %d", c, amount, a.Allowed, firstReason(a), a.Available, reason, available)
		}
	}
	may := func(b *books, c id.Customer, amount string) {
		b.Helper()
		if a := b.may(b.Session, desk.HoldQuery{Customer: c, Amount: amount}); !a.Allowed {
			b.Errorf("%s for %s is refused: %+v", c, amount, a.Reasons)
		}
	}
	// F-22, R-119: (4.5 + 5.0 + 5.5) / 3 = 5.0; he wants 7.0, and three decide.
	t.Run("five-steps", func(t *testing.T) {
		each(t, func(t *testing.T, b *books) {
			b.customers("A", "NEW")
			b.take("invoices.csv", `invoice,customer,date,due,amount
0,A,2025-10-10,2025-11-10,1000000.00
1,A,2025-11-10,2025-12-10,4500000.00
2,A,2025-12-10,2026-01-10,5000000.00
3,A,2026-01-10,2026-02-10,5500000.00
4,NEW,2026-01-10,2026-02-10,100.00
`)
			b.take("payments.csv", "payment,customer,date,amount,invoice\nP0,A,2025-11-01,1000000.00,0\nP1,A,2025-12-01,4500000.00,1\nP2,A,2026-01-05,5000000.00,2\nP3,A,2026-02-01,5500000.00,3\n")
			use(b, "five-steps")
			may(b, "A", "5000000")
			may(b, "NEW", "9000000") // has bought for less than three months
			refused(b, "A", "7000000", credit.OverMonth, 500000000)
			finance, security, director := b.user("vera", "finance-director"), b.user("ivan", "head-of-security"), b.user("boris", "commercial-director")
			asked := b.ask(finance, desk.AskRequest{
				Kind: authority.ChangeLimit, Subject: "A", Value: "month", Amount: "7000000", Until: b.Today() + 20, Reason: "wants 7 and has 5",
				Evidence: []desk.Evidence{{Name: "solvency-or-guarantee", Document: "GL 12"}},
			})
			b.decide(security, asked.Number, true)
			refused(b, "A", "7000000", credit.OverMonth, 500000000)
			if got := b.decide(director, asked.Number, true); got.State != store.Approved {
				t.Errorf("%+v", got)
			}
			may(b, "A", "7000000")
		})
	})
	// within two weeks finance lifts the stop, with the guarantee letter and after
	// a look at his punctuality; after them the director alone.
	t.Run("five-steps, late", func(t *testing.T) {
		each(t, func(t *testing.T, b *books) {
			b.customers("A", "OLD")
			b.take("invoices.csv", "invoice,customer,date,due,amount\n1,A,2025-12-20,2026-01-20,100.00\n2,OLD,2025-12-20,2026-01-19,100.00\n")
			use(b, "five-steps")
			finance := b.user("vera", "finance-control")
			lift := func(c, state string, evidence ...string) {
				q := desk.AskRequest{Kind: authority.LiftHold, Subject: c, Amount: "50", Until: b.Today() + 5, Reason: "a new order"}
				for _, name := range evidence {
					q.Evidence = append(q.Evidence, desk.Evidence{Name: name, Document: "7"})
				}
				if a := b.ask(finance, q); a.State != state {
					t.Errorf("asked for %s with %v: %s, want %s", c, evidence, a.State, state)
				}
			}
			lift("A", store.Pending) // the director may decide without
			lift("A", store.Pending, "guarantee-letter")
			lift("A", store.Pending, "punctuality-check")
			refused(b, "A", "50", credit.Overdue, 0)
			lift("A", store.Approved, "guarantee-letter", "punctuality-check")
			may(b, "A", "50")
			lift("OLD", store.Pending, "guarantee-letter", "punctuality-check")
			refused(b, "OLD", "50", credit.Overdue, 0)
		})
	})
	// each new delivery pays the one before; two weeks where the contract names no days.
	t.Run("fmcg", func(t *testing.T) {
		each(t, func(_ *testing.T, b *books) {
			b.customers("A", "B")
			b.take("invoices.csv", "invoice,customer,date,due,amount\n1,A,2026-02-01,2026-02-20,100.00\n2,B,2026-01-10,2026-02-20,100.00\n")
			use(b, "fmcg")
			refused(b, "A", "10", credit.Previous, 0)
			refused(b, "B", "10", credit.TooLong, 0)
			b.take("payments.csv", "payment,customer,date,amount\nP1,A,2026-02-02,100.00\n")
			may(b, "A", "10")
		})
	})
	// half a delivery for a full payment.
	t.Run("stages", func(t *testing.T) {
		each(t, func(_ *testing.T, b *books) {
			b.customers("A")
			b.take("invoices.csv", "invoice,customer,date,due,amount\n1,A,2026-01-01,2026-01-25,5000.00\n")
			use(b, "stages")
			refused(b, "A", "10", credit.Overdue, 0)
			b.take("payments.csv", "payment,customer,date,amount\nP1,A,2026-02-02,1000.00\n")
			may(b, "A", "500")
			refused(b, "A", "500.01", credit.Overdue, 50000)
			// What goes is not gone twice: reserved or invoiced, it leaves that much less.
			if r, err := b.Reserve(b.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "200"}}); err != nil || r.Key == "" {
				b.Fatalf("%+v, %v", r, err)
			}
			refused(b, "A", "300.01", credit.Overdue, 30000)
			b.take("more.csv", "invoice,customer,date,due,amount,currency\n2,A,2026-02-03,2026-03-03,100.00,BYN\n")
			refused(b, "A", "200.01", credit.Overdue, 20000)
			b.take("more-payments.csv", "payment,customer,date,amount\nP2,A,2026-02-03,100.00\n")
			may(b, "A", "250")
			refused(b, "A", "250.01", credit.Overdue, 25000)
		})
	})
	// a category sets its terms by itself.
	t.Run("regulation", func(t *testing.T) {
		each(t, func(_ *testing.T, b *books) {
			b.take("customers.csv", "customer,name,category\nA,A,1\nB,B,2\nC,C,3\nD,D,4\n")
			b.take("invoices.csv", "invoice,customer,date,due,amount\n1,A,2025-12-20,2026-03-20,100.00\n2,B,2025-12-20,2026-03-20,100.00\n3,C,2025-12-20,2026-03-20,100.00\n4,B,2026-01-10,2026-03-20,100.00\n5,D,2025-12-20,2026-01-20,100.00\n")
			b.take("payments.csv", "payment,customer,date,amount\nP1,D,2026-01-20,100.00\n")
			use(b, "regulation")
			may(b, "A", "10")
			may(b, "B", "10")
			refused(b, "C", "10", credit.TooLong, 0)
			refused(b, "D", "10", credit.Prepay, 0)
			b.later(b.Today() + 10) // 55 days since B's first document
			refused(b, "B", "10", credit.TooLong, 0)
			// Another category, other terms at once.
			sales, control, director := b.user("olga", "head-of-sales"), b.user("ivan", "head-of-control"), b.user("boris", "commercial-director")
			assign := func(c, category string) {
				b.Helper()
				a := b.ask(sales, desk.AskRequest{Kind: authority.AssignCategory, Subject: c, Value: category})
				b.decide(control, a.Number, true)
				b.decide(director, a.Number, true)
			}
			assign("A", "3")
			refused(b, "A", "10", credit.TooLong, 0)
			assign("A", "1")
			may(b, "A", "10")
			assign("D", "2")
			may(b, "D", "10")
			assign("D", "4")
			refused(b, "D", "10", credit.Prepay, 0)
		})
	})
}
