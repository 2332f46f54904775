package desk_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"debitor/internal/cal"
)

// The manual's step for talks before the due date asks for those who need them:
// of a category, new, of large sums; once each, and nobody else.
func TestPreventiveTalks(t *testing.T) {
	manual, err := os.ReadFile("../../docs/policies.md")
	if err != nil {
		t.Fatal(err)
	}
	_, step, found := strings.Cut(string(manual), "  - {id: preventive-talk")
	step, _, ends := strings.Cut(step, "```")
	if !found || !ends {
		t.Fatal("the manual has no step for preventive talks")
	}
	b := openBooks(t, schema.SQLite(t))
	b.using("days: calendar\nsteps:\n  - {id: preventive-talk" + step + `categories: [{id: "1", default: true}, {id: "2"}]` + "\n")
	today := b.Today()
	b.take("customers.csv", "customer,name,category\nOLD,Old,1\nRISKY,Risky,2\nNEW,New,1\nLARGE,Large,1\nFAR,Far,2\nLATE,Late,2\n")
	invoices := "invoice,customer,date,due,amount,currency\n"
	for _, v := range []struct {
		customer string
		since    int // the first document, days ago
		due      int // of the open one, days ahead
		amount   string
	}{{"OLD", 300, 5, "10.00"}, {"RISKY", 300, 5, "10.00"}, {"NEW", 5, 5, "10.00"}, {"LARGE", 300, 5, "1000.01"}, {"FAR", 300, 20, "10.00"}, {"LATE", 300, -1, "10.00"}} {
		invoices += fmt.Sprintf("%s-1,%s,%s,%s,1.00,BYN\n%s-2,%s,%s,%s,%s,BYN\n", v.customer, v.customer, day(b, -v.since), day(b, -v.since+1),
			v.customer, v.customer, day(b, -4), day(b, v.due), v.amount)
	}
	b.take("invoices.csv", invoices)
	payments := "payment,customer,date,amount,currency,invoice\n"
	for _, c := range []string{"OLD", "RISKY", "NEW", "LARGE", "FAR", "LATE"} {
		payments += fmt.Sprintf("%s-P,%s,%s,1.00,BYN,%s-1\n", c, c, day(b, -4), c)
	}
	b.take("payments.csv", payments)
	for range 2 {
		if _, err := b.Apply(t.Context(), today, ""); err != nil {
			t.Fatal(err)
		}
		same(t, "talks", openTasks(t, b.Session, "preventive-talk"), "LARGE sales-manager : LARGE-2", "NEW sales-manager : NEW-2", "RISKY sales-manager : RISKY-2")
	}
}

// day is so many days from the books' today.
func day(b *books, from int) string { return (b.Today() + cal.Date(from)).String() }
