package desk_test

import (
	"testing"

	"debitor/internal/desk"
	"debitor/internal/money"
)

// TestHalfShipsForWhatIsPaid: while a hold stands, goods go for half of what came
// in since it began, less what went since: invoices, waybills and
// reservations of that currency. An order that waits has not gone.
func TestHalfShipsForWhatIsPaid(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.ticking()
		b.using("credit: {for-payment: 50}\n")
		b.customers("A")
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nA1,A,2026-01-05,2026-01-20,200.00,BYN\n")
		step := func(name string, want money.Minor) {
			t.Helper()
			if left := b.left("A"); left != want {
				t.Errorf("%s: %d may go, want %d", name, left, want)
			}
		}
		step("late", 0)
		b.take("before.csv", "payment,customer,date,amount,currency\nP0,A,2026-01-25,30.00,BYN\n")
		step("paid before the hold", 0)
		b.take("since.csv", "payment,customer,date,amount,currency\nP1,A,2026-01-26,20.00,BYN\nP2,A,2026-01-30,40.00,BYN\nP3,A,2026-01-30,900.00,EUR\n")
		step("paid since", 3000)
		b.take("orders.csv", "customer,order,to_ship\nA,O1,40.00\n")
		step("ordered", 3000)
		r, err := b.Reserve(b.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "10", Order: "O2"}})
		if err != nil || r.Key == "" {
			t.Fatalf("%+v, %v", r, err)
		}
		step("reserved", 2000)
		if a := b.may(b.Session, desk.HoldQuery{Customer: "A", Amount: "30", Order: "O2"}); !a.Allowed {
			t.Errorf("asked again for the order that it is reserved for: %+v", a)
		}
		b.take("gone.csv", "customer,order,shipment,to_ship\nA,O3,W3,5.00\n")
		step("gone without an invoice", 1500)
		b.take("invoiced.csv", "invoice,customer,date,due,amount,currency\nA2,A,2026-02-03,2026-03-03,3.00,BYN\n")
		step("invoiced", 1200)
		b.sound()
	})
}
