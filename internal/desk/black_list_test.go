package desk_test

import (
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
)

// TestTheBlackListEndsByItself: on the last day who meets the conditions comes
// off; who owes something overdue stays until it is paid.
func TestTheBlackListEndsByItself(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		now := clock
		b.desk = desk.New(b.db, nil, func() time.Time { return now })
		b.Session = b.as("")
		b.customers("A", "B")
		b.take("invoices.csv", "invoice,customer,date,amount,due\nA-1,A,2025-12-20,100.00,2026-01-05\nA-2,A,2025-12-20,50.00,2026-01-10\nB-1,B,2025-12-20,100.00,2026-01-05\nB-2,B,2025-12-20,50.00,2026-01-10\n")
		b.take("payments.csv", "payment,customer,date,amount,invoice\nP1,A,2026-01-20,100.00,A-1\nP2,A,2026-01-25,50.00,A-2\n")
		if _, err := b.UsePolicy(b.Context(), "five-steps", 0); err != nil {
			t.Fatal(err)
		}
		vera, olga := b.user("vera", "finance-control"), b.user("olga", "finance-director")
		list, err := vera.BlackList(b.Context(), vera.Today())
		if err != nil || len(list.Proposed) != 2 {
			t.Fatalf("%+v, %v; want both proposed", list, err)
		}
		if asked, err := vera.AskBlackList(b.Context(), &list, 75); err != nil || asked != 2 {
			t.Fatalf("%d asked, %v", asked, err)
		}
		for _, number := range []int64{1, 2} {
			b.decide(olga, number, true)
		}
		prepays := func(c id.Customer, want int) {
			t.Helper()
			terms := b.blackTerms(c)
			got := 0
			for _, v := range terms {
				if v.InForce(cal.Of(now)) && v.EndedOn == 0 {
					got = v.Percent
				}
			}
			if got != want {
				t.Errorf("%s on %s: %d per cent in advance, want %d: %+v", c, cal.Of(now), got, want, terms)
			}
		}
		review := func(off, stay int) {
			t.Helper()
			got, err := b.as("").ReviewBlackList(b.Context())
			if err != nil || len(got.Off) != off || len(got.Stay) != stay {
				t.Errorf("on %s: %+v, %v; want %d off and %d to stay", cal.Of(now), got, err, off, stay)
			}
		}
		prepays("A", 75)
		now = clock.AddDate(0, 2, 0)
		review(0, 0) // too early
		now = clock.AddDate(0, 3, 0)
		review(1, 1)
		prepays("A", 0)
		prepays("B", 75)
		review(0, 1) // again: nothing new
		if n := len(b.blackTerms("B")); n != 2 {
			t.Errorf("B has %d places on the list, want the first and the one that goes on", n)
		}
		now = clock.AddDate(0, 3, 20)
		b.Session = b.as("")
		b.take("more.csv", "payment,customer,date,amount,invoice\nP3,B,2026-05-04,100.00,B-1\nP4,B,2026-05-04,50.00,B-2\n")
		review(0, 1) // paid, but late, twenty days ago
		now = clock.AddDate(0, 4, 10)
		review(1, 0)
		prepays("B", 0)
		b.sound()
	})
}

// blackTerms are the places on the black list that a customer has or had.
func (b *books) blackTerms(c id.Customer) (list []store.Term) {
	b.Helper()
	err := b.db.Read(b.Context(), func(q db.Querier) error {
		all, err := store.Read(q, "main").Terms(b.Context(), store.TermQuery{Customer: c})
		list = list[:0]
		for _, t := range all {
			if t.Kind == credit.TermBlack {
				list = append(list, t)
			}
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return list
}
