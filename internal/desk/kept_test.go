package desk_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"debitor/internal/desk"
)

// TestLargeFiguresAreComputedInTheBackground: a page of a large company waits
// for nothing, the worker computes once, and then everybody reads the same; the
// figures stay when the books change, with the word that they are old.
func TestLargeFiguresAreComputedInTheBackground(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
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
		day := on("2026-02-03")
		for _, c := range []struct {
			job       string
			look      func() (desk.KeptAt, any)
			recompute func() (bool, error)
			moves     bool // with a payment
		}{
			{"keep plan 2026-02-03", func() (desk.KeptAt, any) {
				p, err := s.KeptPlan(t.Context(), day)
				if err != nil {
					t.Fatal(err)
				}
				return p.KeptAt, p.Sums
			}, func() (bool, error) { return s.Recompute(t.Context(), desk.PlanFigures, day) }, true},
			{"keep charts BYN 2026-02-03", func() (desk.KeptAt, any) {
				p, err := s.Charts(t.Context(), "BYN")
				if err != nil {
					t.Fatal(err)
				}
				return p.KeptAt, p.Aging
			}, func() (bool, error) { return s.Recompute(t.Context(), s.ChartsOf("BYN"), day) }, true},
			{"keep books 2026-02-03", func() (desk.KeptAt, any) {
				p, err := s.SetupList(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				return p.KeptAt, p.Advice
			}, func() (bool, error) { return s.Recompute(t.Context(), desk.BookFigures, day) }, false},
		} {
			q = nil
			work := func() {
				t.Helper()
				if !slices.Contains(q, c.job) {
					t.Fatalf("the queue has %v, not %s", q, c.job)
				}
				q = nil
				if err := d.Handlers()["keep"](t.Context(), string(b.Company().Code), []byte(strings.TrimPrefix(c.job, "keep "))); err != nil {
					t.Fatal(err)
				}
			}
			if k, figures := c.look(); !k.Making || reflect.ValueOf(figures).Len() > 0 {
				t.Errorf("%s: the page waited for it: %+v", c.job, k)
			}
			work()
			first, figures := c.look()
			if first.Making || first.Old || reflect.ValueOf(figures).Len() == 0 || len(q) > 0 {
				t.Errorf("%s: it is kept as %+v: %v; the queue has %v", c.job, first, figures, q)
			}
			b.take("payments.csv", paymentHead+fmt.Sprintf("P%d,B,2026-02-02,1,BYN,I3\n", now.Unix()))
			if k, same := c.look(); !k.Old || k.Made != first.Made || !reflect.DeepEqual(same, figures) || len(q) > 0 {
				t.Errorf("%s: after a change it is kept as %+v; the queue has %v", c.job, k, q)
			}
			if later, err := c.recompute(); err != nil || !later {
				t.Fatalf("%s: computed anew later: %t, %v", c.job, later, err)
			}
			work()
			if k, other := c.look(); k.Old || !k.Made.After(first.Made) || reflect.DeepEqual(other, figures) == c.moves {
				t.Errorf("%s: computed anew it is %+v, %v", c.job, k, other)
			}
		}
	})
}

// TestSmallFiguresAreComputedAtOnce: who has few customers sees nothing of the
// queue, and never anything old.
func TestSmallFiguresAreComputedAtOnce(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		var q noted
		s, err := desk.New(b.db, &q, func() time.Time { return clock }).Session(t.Context(), "", desk.Actor{System: "test"})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			plan, err := s.KeptPlan(t.Context(), on("2026-02-03"))
			if err != nil || plan.Making || plan.Old || len(plan.Sums) == 0 {
				t.Errorf("the plan is %+v, %v", plan.KeptAt, err)
			}
			charts, err := s.Charts(t.Context(), "")
			if err != nil || charts.Making || charts.Old || len(charts.Aging) == 0 || charts.Policy == nil {
				t.Errorf("the charts are %+v, %v", charts.KeptAt, err)
			}
			b.take("payments.csv", paymentHead+"P7,B,2026-02-02,1,BYN,I3\n")
		}
		if i := slices.IndexFunc(q, func(job string) bool { return strings.HasPrefix(job, "keep ") }); i >= 0 {
			t.Errorf("the queue was given %s", q[i])
		}
	})
}
