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
		if a := b.may(b.Session, desk.HoldQuery{Customer: "A", Amount: "100"}); a.Allowed || firstReason(a) != credit.Prepay || a.ReleasedByPayment != 7500 {
			t.Errorf("goods for A, who is on the list: %+v", a)
		}
		now = clock.AddDate(0, 2, 0)
		review(0, 0) // too early
		now = clock.AddDate(0, 3, 0)
		review(1, 1)
		prepays("A", 0)
		if a := b.may(b.as(""), desk.HoldQuery{Customer: "A", Amount: "100"}); firstReason(a) != credit.OverMonth { // he bought nothing for three months: R-119, not R-114
			t.Errorf("goods for A, who came off: %+v", a)
		}
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

// TestAPlaceSetByHandHasItsLastDay: whom somebody put on the list by hand is not
// judged by the conditions: his place ends on the day it was given, or by hand.
func TestAPlaceSetByHandHasItsLastDay(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		now := clock
		b.clocked(&now)
		b.customers("A", "B")
		b.take("invoices.csv", "invoice,customer,date,amount,due\nA-1,A,2025-12-20,100.00,2026-01-05\n")
		if _, err := b.UsePolicy(b.Context(), "five-steps", 0); err != nil {
			t.Fatal(err)
		}
		control := b.user("max", "finance-control")
		for _, q := range []desk.NewTerm{{Customer: "A", Until: b.Today() + 7}, {Customer: "B"}} {
			q.Kind, q.Percent, q.Reason = credit.TermBlack, 50, "a quarrel"
			if _, err := control.SetTerm(b.Context(), q); err != nil {
				t.Fatal(err)
			}
		}
		for range 9 {
			review, err := b.as("").ReviewBlackList(b.Context())
			if err != nil || len(review.Off)+len(review.Stay) != 0 {
				t.Errorf("on %s: %+v, %v", cal.Of(now), review, err)
			}
			now = now.AddDate(0, 0, 1)
		}
		if a, of := b.blackTerms("A"), b.blackTerms("B"); len(a) != 1 || a[0].InForce(cal.Of(now)) || len(of) != 1 || !of[0].InForce(cal.Of(now)) {
			t.Errorf("A, until a day: %+v; B, until further notice: %+v", a, of)
		}
		b.sound()
	})
}

// TestTheBlackListWritesByItself: who owes something gets the notice with the run,
// once, with the percentage and the last day; for who owes nothing it is a task.
func TestTheBlackListWritesByItself(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.take("customers.csv", "customer,name,email,address\nA,Late,a@late.example,Penza\nB,Paid,b@paid.example,Penza\n")
		b.take("invoices.csv", "invoice,customer,date,due,amount\nA-1,A,2025-12-20,2026-01-05,100.00\nA-2,A,2025-12-20,2026-01-10,50.00\nA-3,A,2026-01-25,2026-03-20,70.00\nB-1,B,2025-12-20,2026-01-05,100.00\nB-2,B,2025-12-20,2026-01-10,50.00\n")
		b.take("payments.csv", "payment,customer,date,amount,invoice\nP1,A,2026-01-20,100.00,A-1\nP2,A,2026-01-25,50.00,A-2\nP3,B,2026-01-20,100.00,B-1\nP4,B,2026-01-25,50.00,B-2\n")
		if _, err := b.UsePolicy(b.Context(), "five-steps", 0); err != nil {
			t.Fatal(err)
		}
		vera, olga := b.user("vera", "finance-control"), b.user("olga", "finance-director")
		list, err := vera.BlackList(b.Context(), vera.Today())
		if err != nil || len(list.Proposed) != 2 {
			t.Fatalf("%+v, %v; want both proposed", list, err)
		}
		if _, err := vera.AskBlackList(b.Context(), &list, 75); err != nil {
			t.Fatal(err)
		}
		for _, number := range []int64{1, 2} {
			b.decide(olga, number, true)
		}
		if n := b.count("task WHERE task = 'send-prepayment-notice' AND customer = 'B'"); n != 1 {
			t.Errorf("%d tasks to write to B, who owes nothing", n)
		}
		if n := b.count("task WHERE task = 'send-prepayment-notice' AND customer = 'A'"); n != 0 {
			t.Errorf("%d tasks to write to A, to whom the run writes", n)
		}
		notices := "letter WHERE step = 'prepayment-notice' AND customer = 'A'"
		first := b.Today()
		for day := first; day < first+12; day++ {
			b.later(day)
			if day == cal.On(2026, 2, 9) {
				b.take("new.csv", "invoice,customer,date,due,amount\nA-4,A,2026-02-06,2026-03-06,30.00\n")
			}
			if _, err := b.Apply(b.Context(), day, ""); err != nil {
				t.Fatal(err)
			}
		}
		if n := b.count(notices); n == 0 {
			t.Error("nobody wrote to A")
		}
		if n := b.count(notices + ` AND facts LIKE '%"prepay":75%' AND facts LIKE '%"prepayTo":"2026-05-03"%'`); n != 1 {
			t.Errorf("%d notices with 75 per cent until 3 May, of %d", n, b.count(notices))
		}
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
