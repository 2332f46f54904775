package desk_test

import (
	"testing"

	"debitor/internal/credit"
	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/id"
)

// What an answer reads is known beforehand but for the first, so that asking
// takes one trip to the server: for who owes and who is held, for a customer
// there is not, for who sees only some, and after a new policy.
func TestAnswersAreReadAhead(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		books := openBooks(t, url)
		books.take("customers.csv", "customer,name,manager\nA,Co,anna\nB,Co,boris\nC,Co,anna\n")
		books.take("invoices.csv", "invoice,customer,date,due,amount,currency\nI1,A,2026-01-10,2026-01-20,100.00,BYN\nI2,B,2026-01-10,2099-02-01,100.00,BYN\n")
		if err := books.AddPerson(t.Context(), desk.NewPerson{Name: "anna", Role: "sales-manager", Scope: desk.ScopeOwn}); err != nil {
			t.Fatal(err)
		}
		anna := books.as("anna")
		ask := func(s *desk.Session, c id.Customer) bool {
			t.Helper()
			answer, err := s.Hold(t.Context(), desk.HoldQuery{Customer: c, Date: books.Today(), Amount: "10"})
			if err != nil {
				t.Fatal(err)
			}
			return answer.Allowed
		}
		all := func(b bool) {
			t.Helper()
			for c, want := range map[id.Customer]bool{"A": false, "B": b, "C": true} {
				if got := ask(books.Session, c); got != want {
					t.Errorf("may ship to %s: %v", c, got)
				}
			}
			if ask(anna, "A") {
				t.Error("ships to A when his manager asks")
			}
			for s, c := range map[*desk.Session]id.Customer{books.Session: "nobody", anna: "B"} {
				if _, err := s.Hold(t.Context(), desk.HoldQuery{Customer: c, Date: books.Today()}); err == nil {
					t.Errorf("answers for %s", c)
				}
			}
		}
		books.using("")
		ask(books.Session, "B") // from now on it is known by which policy
		for _, c := range []struct {
			rules string
			b     bool
		}{{"", true}, {"credit: {limit: 9000.00, mean-of: 3}\n", true}, {"red-flags: {late: 90, stops: [bankruptcy]}\n", true}, {"credit: {days: 3}\n", false}, {"credit: {new-pays-previous: true}\n", false}} {
			if c.rules != "" {
				books.using(c.rules)
				ask(books.Session, "B")
			}
			before := books.db.Again()
			all(c.b)
			if again := books.db.Again() - before; again != 0 {
				t.Errorf("with %q, %d answers took a second trip", c.rules, again)
			}
		}
		// A change is in the next answer, whoever made it.
		books.take("payments.csv", "payment,customer,date,amount,currency,invoice\nP1,A,2026-02-02,100.00,BYN,I1\n")
		if !ask(books.Session, "A") {
			t.Error("A has paid and is held")
		}
		// What needs more than that is read all the same: a group with a limit.
		books.take("customers.csv", "customer,name,parent\nH,Co,\nA,Co,H\nB,Co,H\n")
		limit := desk.NewTerm{Customer: "H", Kind: credit.TermLimit, Scope: credit.OfGroup, Amount: "105", Reason: "all"}
		if _, err := books.user("olga", "head-of-sales").SetTerm(t.Context(), limit); err != nil {
			t.Fatal(err)
		}
		if ask(books.Session, "B") {
			t.Error("ships beyond the limit of the group")
		}
		if books.db.Again() == 0 && books.db.Engine() == db.PostgreSQL {
			t.Error("no answer took a second trip, so nothing is seen of those that do")
		}
	})
}
