package desk_test

import (
	"strings"
	"testing"

	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/rulebook"
)

// Who reads an answer knows the number on the paper, not the key that a program
// has for it: so do the live answer, whatever the reason, the customer's page,
// the order queue and the stop list. What has no number is called by its key.
func TestReasonsNameDocumentsAsPrinted(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A", "B")
		b.take("invoices.csv", "invoice,customer,kind,document,date,due,amount,currency\n"+
			"00000152,A,waybill,AB 77,2026-01-01,2026-01-10,100.00,BYN\n"+
			"00000153,B,,,2026-01-01,2026-01-10,100.00,BYN\n"+
			"00000154,B,waybill,AB 78,2026-01-20,2026-03-10,100.00,BYN\n")
		b.take("orders.csv", "customer,order,to_ship,date\nA,O-1,6.00,2026-02-01\n")
		for _, c := range []struct{ rules, code, a, b string }{
			{"", credit.Overdue, "AB 77", "00000153"},
			{"credit: {new-pays-previous: true}\n", credit.Previous, "AB 77", "00000153 AB 78"},
			{"credit: {days: 3}\n", credit.TooLong, "AB 77", "00000153 AB 78"},
		} {
			b.using(c.rules)
			for customer, want := range map[id.Customer]string{"A": c.a, "B": c.b} {
				answer := b.may(b.Session, desk.HoldQuery{Customer: customer})
				text := answer.Text("en", credit.Names{Role: rulebook.RoleName, Paper: rulebook.Named})
				var keys []string
				for _, r := range answer.Reasons {
					keys = append(keys, r.Document)
					if !strings.Contains(r.Text("de"), r.Document) || !strings.Contains(text, "document "+r.Document) {
						t.Errorf("%q: %s speaks of %q, %q: not as printed, %s", c.rules, customer, r.Text("de"), text, r.Document)
					}
				}
				if got := strings.Join(keys, " "); got != want {
					t.Errorf("%q: %s is told of %s, not of %s", c.rules, customer, got, want)
				}
			}
		}
		b.using("")
		card, err := b.Customer(b.Context(), desk.CustomerQuery{Customer: "A", Date: b.Today()})
		if err != nil || len(card.Hold.Reasons) == 0 || card.Hold.Reasons[0].Document != "AB 77" {
			t.Errorf("the customer's page is told of %+v, %v", card.Hold.Reasons, err)
		}
		queue := b.queue(b.Session, desk.QueueQuery{})
		if len(queue.Rows) != 1 || len(queue.Rows[0].Answer.Reasons) == 0 || queue.Rows[0].Answer.Reasons[0].Document != "AB 77" {
			t.Errorf("the queue is told of %+v", queue.Rows)
		}
		list, err := b.StopList(b.Context(), b.Today())
		if err != nil || !strings.Contains(string(list), "AB 77") || strings.Contains(string(list), "00000152") || !strings.Contains(string(list), "00000153") {
			t.Errorf("the stop list says %s, %v", list, err)
		}
	})
}
