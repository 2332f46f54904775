package desk_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"debitor/internal/claims"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/store"
)

// listed are the lists over all of the books, each as its page asks for it: how it
// stands, its name and its rows.
var listed = []struct {
	name string
	look func(*desk.Session, *testing.T) (desk.KeptAt, string, any)
}{
	{"sue", func(s *desk.Session, t *testing.T) (desk.KeptAt, string, any) {
		l, err := s.SueList(t.Context(), desk.SueQuery{Date: s.Today(), Cost: "1", PerDay: "0.1"}, whole)
		return l.KeptAt, l.Figures, rowsOf(t, l.Rows, err)
	}},
	{"limitation", func(s *desk.Session, t *testing.T) (desk.KeptAt, string, any) {
		l, err := s.LimitLeaf(t.Context(), desk.LimitQuery{Date: s.Today()}, whole)
		return l.KeptAt, l.Figures, rowsOf(t, l.Rows, err)
	}},
	{"categories", func(s *desk.Session, t *testing.T) (desk.KeptAt, string, any) {
		l, err := s.CategoryLeaf(t.Context(), s.Today(), credit.Yearly, whole)
		return l.KeptAt, l.Figures, rowsOf(t, l.Rows, err)
	}},
	{"price", func(s *desk.Session, t *testing.T) (desk.KeptAt, string, any) {
		l, err := s.DeferralLeaf(t.Context(), desk.DeferralQuery{Date: s.Today(), Rate: "20"}, whole)
		return l.KeptAt, l.Figures, rowsOf(t, l.Rows, err)
	}},
	{"black", func(s *desk.Session, t *testing.T) (desk.KeptAt, string, any) {
		l, err := s.BlackListLeaf(t.Context(), s.Today(), whole)
		return l.KeptAt, l.Figures, rowsOf(t, l.Rows, err)
	}},
	{"orders", func(s *desk.Session, t *testing.T) (desk.KeptAt, string, any) {
		l, err := s.OrderLeaf(t.Context(), desk.QueueQuery{}, whole)
		return l.KeptAt, l.Figures, rowsOf(t, l.Rows, err)
	}},
	{"originals", func(s *desk.Session, t *testing.T) (desk.KeptAt, string, any) {
		l, err := s.BareLeaf(t.Context(), desk.BareShipmentsQuery{Date: s.Today()}, whole)
		if !l.Making && l.Head.Found != len(l.Rows) {
			t.Errorf("%d rows, and the head says %d", len(l.Rows), l.Head.Found)
		}
		return l.KeptAt, l.Figures, rowsOf(t, l.Rows, err)
	}},
	{"commission", func(s *desk.Session, t *testing.T) (desk.KeptAt, string, any) {
		l, err := s.CommissionLeaf(t.Context(), desk.CommissionQuery{To: s.Today()}, whole)
		return l.KeptAt, l.Figures, rowsOf(t, l.Rows, err)
	}},
}

var whole = desk.Leaf{Size: 100}

func rowsOf[R any](t *testing.T, rows []R, err error) any {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		return nil
	}
	return rows
}

// listBooks have something for each list: debts, one of them late for long, one
// that was late last month, an order, and rules with a black list.
func listBooks(b *books) {
	b.using("black-list: {times: 1, days: 5}\ncredit: {commission: {percent: 2, factors: [{paid: ahead, factor: 1.2}, {paid: late, factor: 0.5}]}}\n")
	b.take("customers.csv", "customer,name,manager,country\nA,Co,Ann,BY\nB,Other,Bob,BY\n")
	b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nI1,A,2025-11-05,2025-12-10,100,BYN\nI2,A,2026-01-05,2026-02-25,40,BYN\nI3,B,2026-01-05,2026-02-01,70,BYN\n")
	b.take("orders.csv", "customer,order,to_ship,date\nA,O1,10.00,2026-02-01\nB,O2,20.00,2026-02-01\n")
	b.take("payments.csv", "payment,customer,date,amount,currency,invoice\nP1,A,2026-02-02,10,BYN,I1\nP2,B,2026-02-02,5,BYN,I3\n")
}

// TestLargeListsAreMadeInTheBackground: a page of a large company waits for no
// list; the worker makes it once, and it stays until somebody asks for a newer one,
// with the word that it is old.
func TestLargeListsAreMadeInTheBackground(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		listBooks(b)
		var text strings.Builder
		text.WriteString("customer,name,manager\n")
		for i := range 1000 {
			fmt.Fprintf(&text, "N%04d,Nobody %d,Ann\n", i, i)
		}
		b.take("customers.csv", text.String())
		var q noted
		now := clock
		d := desk.New(b.db, &q, func() time.Time {
			now = now.Add(time.Second) // so that nothing is quick
			return now
		})
		s, err := d.Session(t.Context(), "", desk.Actor{System: "test"})
		if err != nil {
			t.Fatal(err)
		}
		work := func(what string) {
			t.Helper()
			if len(q) != 1 || q[0] != "keep "+what+" 2026-02-03" {
				t.Fatalf("the queue has %v, not %s", q, what)
			}
			q = nil
			if err := d.Handlers()["keep"](t.Context(), string(b.Company().Code), []byte(what+" 2026-02-03")); err != nil {
				t.Fatal(err)
			}
		}
		for i, l := range listed {
			q = nil
			k, what, rows := l.look(s, t)
			if !k.Making || rows != nil || !strings.HasPrefix(what, store.ListKept+l.name+" ") {
				t.Errorf("%s: the page waited for it: %+v, %v", what, k, rows)
			}
			work(what)
			first, _, rows := l.look(s, t)
			if first.Making || first.Old || rows == nil || len(q) > 0 {
				t.Errorf("%s: it is kept as %+v: %v; the queue has %v", what, first, rows, q)
			}
			b.take("invoices.csv", fmt.Sprintf("invoice,customer,date,due,amount,currency\nJ%d,B,2025-12-0%d,2026-01-0%d,%d,BYN\n", i, i+1, i+2, i+50))
			b.take("orders.csv", fmt.Sprintf("customer,order,to_ship,date\nA,O1,%d.00,2026-02-01\n", i+30))
			b.take("payments.csv", fmt.Sprintf("payment,customer,date,amount,currency,invoice\nP%d,A,2026-02-02,1,BYN,I1\n", i+3))
			if k, _, same := l.look(s, t); !k.Old || k.Made != first.Made || !reflect.DeepEqual(same, rows) || len(q) > 0 {
				t.Errorf("%s: after a change it is kept as %+v; the queue has %v", what, k, q)
			}
			if later, err := s.Recompute(t.Context(), what, s.Today()); err != nil || !later {
				t.Fatalf("%s: made anew later: %t, %v", what, later, err)
			}
			work(what)
			if k, _, other := l.look(s, t); k.Old || reflect.DeepEqual(other, rows) {
				t.Errorf("%s: made anew it is %+v, %v", what, k, other)
			}
		}
	})
}

// TestSmallListsAreNeverOld: who has few customers sees on the pages what the
// reports say, whatever came a moment ago, and of everybody else's customers
// nothing.
func TestSmallListsAreNeverOld(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		listBooks(b)
		check := func() {
			t.Helper()
			ctx, s := t.Context(), b.Session
			sue, err := s.WhomToSue(ctx, desk.SueQuery{Date: s.Today(), Cost: "1", PerDay: "0.1"})
			for i := range sue.Rows {
				for j := range sue.Rows[i].Debts {
					sue.Rows[i].Debts[j].Clock = nil
				}
				sue.Rows[i].Route = nil
			}
			live := map[string]any{"sue": rowsOf(t, sue.Rows, err)}
			limits, err := s.Limitations(ctx, desk.LimitQuery{Date: s.Today()})
			live["limitation"] = rowsOf(t, limits.Rows, err)
			review, err := s.ReviewCategories(ctx, s.Today(), credit.Yearly)
			live["categories"] = rowsOf(t, review.Rows, err)
			price, err := s.DeferralCosts(ctx, desk.DeferralQuery{Date: s.Today(), Rate: "20"})
			live["price"] = rowsOf(t, price.Rows, err)
			black, err := s.BlackList(ctx, s.Today())
			live["black"] = rowsOf(t, black.Proposed, err)
			queue, err := s.OrderQueue(ctx, desk.QueueQuery{})
			live["orders"] = rowsOf(t, queue.Rows, err)
			bare, _, err := s.BareShipments(ctx, desk.BareShipmentsQuery{Date: s.Today(), Limit: 100})
			live["originals"] = rowsOf(t, bare, err)
			earned, err := s.Commission(ctx, desk.CommissionQuery{To: s.Today()})
			live["commission"] = rowsOf(t, earned.Rows, err)
			for _, l := range listed {
				k, what, rows := l.look(s, t)
				if list, ok := rows.([]claims.Row); ok {
					for i := range list {
						list[i].Route = nil
					}
				}
				if k.Making || k.Old || rows == nil || fmt.Sprintf("%+v", plain(rows)) != fmt.Sprintf("%+v", plain(live[l.name])) {
					t.Errorf("%s is %+v:\n%+v\nand the report says\n%+v", what, k, plain(rows), plain(live[l.name]))
				}
			}
		}
		check()
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nI4,B,2025-12-20,2026-01-10,70,BYN\n")
		b.take("orders.csv", "customer,order,to_ship,date\nA,O1,30.00,2026-02-01\n")
		check()
		if err := b.AddPerson(t.Context(), desk.NewPerson{Name: "Bob", Role: "lawyer", Scope: desk.ScopeOwn}); err != nil {
			t.Fatal(err)
		}
		for _, l := range listed {
			_, _, all := l.look(b.Session, t)
			if _, _, rows := l.look(b.as("Bob"), t); strings.Contains(fmt.Sprintf("%+v", plain(rows)), "Customer:A") || !strings.Contains(fmt.Sprintf("%+v", plain(all)), "Customer:A") {
				t.Errorf("%s shows Bob: %+v; and everybody %+v", l.name, plain(rows), plain(all))
			}
		}
	})
}

// TestAListIsOfOneMaking: a list that is made anew while a page reads it shows
// the head and the rows of the same making.
func TestAListIsOfOneMaking(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		listBooks(b)
		list, err := b.OrderLeaf(t.Context(), desk.QueueQuery{}, whole)
		if err != nil {
			t.Fatal(err)
		}
		orders, reading := 2, false
		more := func() time.Time { // who reads looks at the clock between head and rows
			if reading {
				reading = false
				orders++
				b.take("orders.csv", fmt.Sprintf("customer,order,to_ship,date\nA,N%d,5.00,2026-02-01\n", orders))
				if _, err := b.Recompute(t.Context(), list.Figures, b.Today()); err != nil {
					t.Error(err)
				}
				reading = true
			}
			return clock
		}
		s, err := desk.New(b.db, nil, more).Session(t.Context(), "", desk.Actor{System: "test"})
		if err != nil {
			t.Fatal(err)
		}
		reading = true
		list, err = s.OrderLeaf(t.Context(), desk.QueueQuery{}, whole)
		reading = false
		if err != nil || list.Making || list.Head.Total != len(list.Rows) || orders == 2 {
			t.Errorf("the head says %d orders, %d are shown, there are %d: %v", list.Head.Total, len(list.Rows), orders, err)
		}
	})
}

// plain is a list without pointers, so that it prints as what it is.
func plain(v any) any {
	switch list := v.(type) {
	case []desk.LimitRow:
		return slices.Collect(func(yield func([]any) bool) {
			for _, r := range list {
				left, known := r.Left()
				if !yield([]any{"Customer:" + string(r.Customer), r.Name, r.Item, r.Document, r.Law, r.Class, left, known, len(r.Clock.Rules)}) {
					return
				}
			}
		})
	case []claims.Row:
		return slices.Collect(func(yield func([]any) bool) {
			for _, r := range list {
				if !yield([]any{"Customer:" + string(r.Customer), r.Debts, r.Late, r.Total, r.Penalty, r.Verdict, r.Net, *r.Left, r.Fee != nil, r.Court}) {
					return
				}
			}
		})
	case []desk.CommissionRow: // Ann has customer A, Bob has B
		return slices.Collect(func(yield func([]any) bool) {
			for _, r := range list {
				if !yield([]any{"Customer:" + r.Manager[:1], r.Currency, r.Paid, r.Received, r.Counted, r.Earned}) {
					return
				}
			}
		})
	case []desk.QueuedOrder:
		return slices.Collect(func(yield func([]any) bool) {
			for _, o := range list {
				if !yield([]any{"Customer:" + string(o.Customer), o.Order, o.Left, o.Place, o.Priority, o.Goes, o.May, o.Answer.Reasons, o.Answer.Allowed}) {
					return
				}
			}
		})
	}
	return v
}
