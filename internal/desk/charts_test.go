package desk_test

import (
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// TestChartsSayWhatTheLedgerSays imports random files and compares the picture
// of a year with an aging of each of its days.
func TestChartsSayWhatTheLedgerSays(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		today := on("2026-07-15")
		s, err := desk.New(b.db, nil, func() time.Time { return today.Time().Add(8 * time.Hour) }).Session(t.Context(), "", desk.Actor{System: "test"})
		if err != nil {
			t.Fatal(err)
		}
		b.Session = s
		b.customers(codes...)
		f := newFacts(7)
		for range 20 {
			name, text := f.file("2026-01-01", "2026-08-30", true)
			_, _ = b.try(name, text, desk.ImportOptions{}) // a random file may be refused
		}
		first, err := s.Charts(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		if len(first.Currencies) < 2 || first.Owing == 0 {
			t.Fatalf("the random files make nothing to look at: %+v", first)
		}
		for _, currency := range first.Currencies {
			c, err := s.Charts(t.Context(), currency)
			if err != nil {
				t.Fatal(err)
			}
			for i, day := range c.Days {
				if got, want := c.Aging[i], agesOn(t, s, day, currency); got != want {
					t.Errorf("%s on %s: the chart says %v, the ledger %v", currency, day, got, want)
				}
			}
			if last := c.Aging[len(c.Aging)-1]; c.Overdue != last.Overdue {
				t.Errorf("%s: the debtors owe %d, of the aging %d is overdue", currency, c.Overdue, last.Overdue)
			}
		}
	})
}

func agesOn(t *testing.T, s *desk.Session, day cal.Date, currency money.Currency) ledger.Ages {
	t.Helper()
	sum := ledger.Ages{Currency: currency}
	err := s.Aging(t.Context(), day, "customer", func(row desk.AgingRow) error {
		if row.Currency != currency {
			return nil
		}
		sum.Total += row.Total
		sum.Overdue += row.Overdue
		for i, m := range row.Amounts {
			sum.Amounts[i] += m
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// TestAPromiseIsDrawnWithWhatCameOfIt tells money that came in time from money
// that came too early or too late.
func TestAPromiseIsDrawnWithWhatCameOfIt(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.customers("C1")
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nI1,C1,2026-01-02,2026-01-10,500.00,BYN\n")
		b.take("events.csv", "date,kind,customer,invoice,amount,currency,until,reason\n2026-01-12,promise,C1,,300.00,BYN,2026-01-20,forgot\n")
		b.take("payments.csv", "payment,customer,date,amount,currency\nP0,C1,2026-01-11,20.00,BYN\nP1,C1,2026-01-20,90.00,BYN\nP2,C1,2026-01-21,200.00,BYN\n")
		c, err := b.Charts(t.Context(), "BYN")
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range c.Promised {
			if (w.Monday == on("2026-01-19")) != (w.Promised == 30000 && w.Received == 9000) {
				t.Errorf("in the week of %s %d was promised and %d received", w.Monday, w.Promised, w.Received)
			}
		}
		if c.Receipts.MonthDays[19] != 9000 || c.Receipts.Weekdays[1] != 9000 {
			t.Errorf("receipts are %v", c.Receipts)
		}
	})
}
