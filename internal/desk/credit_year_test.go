package desk_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
)

// buyer is one customer as the warehouse program's script knows him: in plain
// sums, without debitor.
type buyer struct {
	id    id.Customer
	limit money.Minor
	bills []sold
	slow  int // how many days after the due date he pays
}

type sold struct {
	number string
	amount money.Minor
	due    cal.Date
	paid   bool
}

func (s *buyer) owes() (sum money.Minor) {
	for _, b := range s.bills {
		if !b.paid {
			sum += b.amount
		}
	}
	return sum
}

// late says whether anything is more than five days overdue on a day.
func (s *buyer) late(day cal.Date) bool {
	for _, b := range s.bills {
		if !b.paid && day-b.due > 5 {
			return true
		}
	}
	return false
}

// A warehouse program asks before each shipment for a year of days. Nothing
// that the policy forbids leaves: that is recounted here in plain sums. What may
// leave is not refused either; and what went in spite of a hold has its lift in
// the journal, with who gave it.
func TestAYearOfShipments(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	at := b.ticking()
	b.using("credit: {limit: 900.00}\n")
	sales := b.user("olga", "head-of-sales")
	var shops []*buyer
	var codes []string
	for i := range 6 {
		s := &buyer{id: id.Customer(fmt.Sprintf("S%d", i)), limit: 90000, slow: 4*i - 3}
		shops, codes = append(shops, s), append(codes, string(s.id))
	}
	b.customers(codes...)
	dice := rand.New(rand.NewPCG(7, 7))
	var shipped, refused, lifts int
	for range 360 {
		at.Add(24 * time.Hour.Milliseconds())
		day := b.Today()
		var bills, payments strings.Builder
		for _, s := range shops {
			for i := range s.bills {
				if v := &s.bills[i]; !v.paid && day >= v.due+cal.Date(s.slow) {
					v.paid = true
					fmt.Fprintf(&payments, "P%s,%s,%s,%s,BYN,%s\n", v.number, s.id, day, v.amount.Decimal("BYN"), v.number)
				}
			}
		}
		if payments.Len() > 0 {
			b.take("payments.csv", "payment,customer,date,amount,currency,invoice\n"+payments.String())
		}
		for _, s := range shops {
			if dice.IntN(8) != 0 {
				continue
			}
			want := money.Minor(5000 + dice.IntN(60000))
			number := fmt.Sprintf("%s-%s", s.id, day)
			r, err := b.Reserve(b.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: s.id, Amount: want.Decimal("BYN"), Order: number}})
			if err != nil {
				t.Fatal(err)
			}
			may := !s.late(day) && s.owes()+want <= s.limit
			if may != r.Answer.Allowed {
				t.Fatalf("%s on %s asks for %s, owes %s, late %v: allowed %v, %+v", s.id, day, want.Decimal("BYN"), s.owes().Decimal("BYN"), s.late(day), r.Answer.Allowed, r.Answer.Reasons)
			}
			if !may {
				if refused++; len(r.Answer.Reasons) == 0 || len(r.Answer.Lifters) == 0 {
					t.Fatalf("a refusal without a reason or a way out: %+v", r.Answer)
				}
				if !s.late(day) || dice.IntN(3) != 0 {
					continue
				}
				// The head of sales lets it go, for this shipment and today.
				_, err := sales.LiftHold(b.Context(), desk.LiftRequest{Customer: s.id, Reason: "the season", Amount: want.Decimal("BYN"), Until: day})
				if err != nil {
					t.Fatal(err)
				}
				if r, err = b.Reserve(b.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: s.id, Amount: want.Decimal("BYN"), Order: number}}); err != nil || !r.Answer.Allowed || r.Answer.Lift == nil {
					t.Fatalf("lifted, and still not: %+v, %v", r.Answer, err)
				}
				lifts++
			}
			shipped++
			s.bills = append(s.bills, sold{number: number, amount: want, due: day + 14})
			fmt.Fprintf(&bills, "%s,%s,%s,%s,%s,BYN,%s\n", number, s.id, day, day+14, want.Decimal("BYN"), number)
		}
		if bills.Len() > 0 {
			b.take("invoices.csv", "invoice,customer,date,due,amount,currency,order\n"+bills.String())
		}
	}
	if shipped < 100 || refused < 50 || lifts < 3 {
		t.Errorf("%d shipped, %d refused, %d lifted: the year was too quiet to tell", shipped, refused, lifts)
	}
	noted := 0
	for _, s := range shops {
		lines, err := b.Timeline(b.Context(), desk.TimelineQuery{Customer: s.id, Page: 1, Size: 500})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines.Entries {
			if l.Kind == "hold" {
				noted++
			}
		}
		standing, err := b.Standing(b.Context(), s.id)
		if err != nil || len(standing) > 0 {
			t.Errorf("%s: %d reservations are left, %v", s.id, len(standing), err)
		}
	}
	if noted != lifts {
		t.Errorf("%d lifts were given, %d are told", lifts, noted)
	}
	b.sound()
}
