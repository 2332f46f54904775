package desk_test

import (
	"slices"
	"testing"

	"debitor/internal/authority"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
)

// TestAQueueOfAGroup: what goes to one of a group is taken from what its limit
// leaves the others, the oldest debt is the one that sets an order back, and who
// stands behind a hold is not helped by another limit.
func TestAQueueOfAGroup(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	b.using("")
	b.take("customers.csv", "customer,name,parent\nH,Head,\nA,One,H\nB,Two,H\nL,Late,\n")
	sales := b.user("olga", "head-of-sales")
	limit := func(c id.Customer, scope credit.Scope, amount string) {
		t.Helper()
		if _, err := sales.Again().SetTerm(t.Context(), desk.NewTerm{Customer: c, Kind: credit.TermLimit, Scope: scope, Amount: amount, Reason: "test"}); err != nil {
			t.Fatal(err)
		}
	}
	limit("H", credit.OfGroup, "100")
	limit("L", credit.OfCustomer, "50")
	b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nL1,L,2026-01-05,2026-01-20,30.00,BYN\nL2,L,2026-01-05,2026-02-01,10.00,BYN\n")
	b.take("orders.csv", "customer,order,date,to_ship\nA,O1,2026-01-30,60.00\nB,O2,2026-01-31,60.00\nL,O3,2026-02-01,60.00\n")
	list, err := b.OrderQueue(t.Context(), desk.QueueQuery{})
	if err != nil || len(list.Rows) != 3 {
		t.Fatalf("%+v, %v", list, err)
	}
	may := map[string]money.Minor{}
	for _, o := range list.Rows {
		may[o.Order] = o.May
		if o.Order == "O3" && o.Priority.Overdue != 14 {
			t.Errorf("his oldest debt is %d days late", o.Priority.Overdue)
		}
	}
	if may["O1"] != 6000 || may["O2"] != 4000 || may["O3"] != 0 {
		t.Errorf("of the orders may go %v", may)
	}
	if _, err := b.AskForOrder(t.Context(), "O3", "test"); fault.Code(err) != "orders.no_limit" {
		t.Errorf("a limit is asked for who is held: %v", err)
	}
	limit("A", credit.OfCustomer, "0")
	a := b.may(b.Session, desk.HoldQuery{Customer: "A", Amount: "1"})
	if a.Allowed || *a.Available != 0 {
		t.Errorf("on a limit of nothing: %+v", a)
	}
	if !slices.ContainsFunc(a.Lifters, func(l credit.Lifter) bool { return l.Kind == string(authority.ChangeLimit) && l.Role == "director" }) ||
		slices.ContainsFunc(a.Lifters, func(l credit.Lifter) bool {
			return l.Kind == string(authority.ChangeLimit) && (l.Role == "admin" || l.Role == "operator")
		}) {
		t.Errorf("another limit is decided by %+v", a.Lifters)
	}
}

// TestWhatGoesOfAGroupIsGone: where orders do not count against a limit, what stands
// above in the queue does once it may go, for all of the group.
func TestWhatGoesOfAGroupIsGone(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	b.using("credit: {counts: [open, overdue, shipped]}\n")
	b.take("customers.csv", "customer,name,parent\nH,Head,\nA,One,H\nB,Two,H\n")
	if _, err := b.user("olga", "head-of-sales").SetTerm(t.Context(), desk.NewTerm{Customer: "H", Kind: credit.TermLimit, Scope: credit.OfGroup, Amount: "100", Reason: "test"}); err != nil {
		t.Fatal(err)
	}
	b.take("orders.csv", "customer,order,date,to_ship\nA,O1,2026-01-30,60.00\nB,O2,2026-01-31,60.00\n")
	if got := ordersOf(b.queue(b.Session, desk.QueueQuery{})); got != "1:O1:whole:6000 2:O2:part:4000" {
		t.Errorf("the queue is %s", got)
	}
}
