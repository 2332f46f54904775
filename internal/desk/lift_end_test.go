package desk_test

import (
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
)

// TestALiftIsTakenBack: a lift that was ended lets nothing go any more, once, by
// who may lift; and what was reserved before a lift was given is not taken off it.
func TestALiftIsTakenBack(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.ticking()
		b.using("")
		b.customers("A")
		b.take("orders.csv", "customer,order,shipment,to_ship\nA,O1,W1,30.00\n")
		if r, err := b.Reserve(t.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "20", Order: "O2"}}); err != nil || r.Key == "" {
			t.Fatalf("%+v, %v", r, err)
		}
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nA1,A,2026-01-05,2026-01-20,100.00,BYN\n")
		sales := b.user("olga", "head-of-sales")
		if _, err := sales.LiftHold(t.Context(), desk.LiftRequest{Customer: "A", Reason: "the season", Amount: "50", Until: b.Today() + 7}); err != nil {
			t.Fatal(err)
		}
		if left := b.left("A"); left != 5000 {
			t.Errorf("%d may go on a lift of 50.00, of which nothing went", left)
		}
		b.take("orders.csv", "customer,order,shipment,to_ship\nA,O3,W3,10.00\n")
		if r, err := b.Reserve(t.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "15"}}); err != nil || r.Key == "" {
			t.Fatalf("%+v, %v", r, err)
		}
		if left := b.left("A"); left != 2500 {
			t.Errorf("%d may go on a lift of 50.00, of which 25.00 went", left)
		}
		if err := b.EndLift(t.Context(), "A", 1, "mine"); fault.Code(err) != "right.missing" {
			t.Errorf("the operator ends a lift: %v", err)
		}
		if err := sales.EndLift(t.Context(), "A", 1, " "); fault.Code(err) != "term.reason" {
			t.Errorf("without a reason: %v", err)
		}
		if err := sales.EndLift(t.Context(), "A", 1, "it did not arrive"); err != nil {
			t.Fatal(err)
		}
		if left := b.left("A"); left != 0 {
			t.Errorf("%d may go on a lift that was taken back", left)
		}
		if err := sales.EndLift(t.Context(), "A", 1, "again"); fault.Code(err) != "lift.unknown" {
			t.Errorf("ended twice: %v", err)
		}
		b.sound()
	})
}
