package desk_test

import (
	"fmt"
	"testing"
	"time"

	"debitor/internal/desk"
)

// The calendar is made of money alone, of the last year, and knows what comes;
// what is said on the card goes before what is done.
func TestPayCalendar(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		today := b.Today() // a Tuesday
		b.take("customers.csv", "customer,name\nA,Alpha\n")
		invoices, payments := "invoice,customer,date,due,amount,currency\n", "payment,customer,date,amount,currency,invoice\n"
		n := 0
		for d := today - 400; d < today; d++ {
			if d.Weekday() == time.Thursday {
				n++
				payments += fmt.Sprintf("P%d,A,%s,1.00,BYN,\nQ%d,A,%s,1.00,BYN,\n", n, d, n, d)
			}
		}
		invoices += fmt.Sprintf("OLD,A,%s,%s,500.00,BYN\nSOON,A,%s,%s,7.00,BYN\nALSO,A,%s,%s,3.00,BYN\nLATER,A,%s,%s,9.00,BYN\nC,A,%s,,-2.00,BYN\n",
			today-410, today-300, today-5, today+10, today-4, today+10, today-3, today+31, today-6)
		b.take("invoices.csv", invoices)
		b.take("payments.csv", payments)
		if _, err := b.TakePromise(t.Context(), desk.PromiseRequest{Customer: "A", Parts: []desk.PromisePart{{Until: today + 3, Decimal: "40"}}}); err != nil {
			t.Fatal(err)
		}
		see := func() desk.PayCalendar {
			t.Helper()
			v, err := b.Customer(t.Context(), desk.CustomerQuery{Customer: "A", Date: today})
			if err != nil {
				t.Fatal(err)
			}
			return v.Calendar
		}
		c := see()
		if got := fmt.Sprint(c.Rhythm.Days, c.Rhythm.Usual.Weekdays, c.Rhythm.Share, c.Next.Weekday(), int(c.Next-today)); got != "52 [Thursday] 100 Thursday 2" {
			t.Errorf("the rhythm: %s", got)
		}
		var next []string
		for _, x := range c.Coming {
			next = append(next, fmt.Sprint(int(x.Date-today), x.Promised, x.Amount))
		}
		same(t, "coming", next, "10 false 1000", "3 true 4000")
		if err := b.SaveCard(t.Context(), "A", map[string]string{"pay_days": "fri", "pay_order": "wages"}); err != nil {
			t.Fatal(err)
		}
		if c = see(); c.Next.Weekday() != time.Friday || c.Order != "wages" {
			t.Errorf("by his card: %+v", c)
		}
		sheet, err := b.TalkSheet(t.Context(), "A", today)
		if err != nil || sheet.Calendar.Next != c.Next || sheet.Calendar.Rhythm.Share != 100 {
			t.Errorf("before a talk: %+v, %v", sheet.Calendar, err)
		}
	})
}
