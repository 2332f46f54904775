package desk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"debitor/internal/credit"
	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

// warehouse is a group with a limit of 1,000.00 BYN whose customers are shipped to
// in two currencies, pay, are lifted and reserve what they never take, all at once.
type warehouse struct {
	*books
	at              *atomic.Int64
	dir             string
	failed          chan error
	shipped, denied atomic.Int64
	expired, paid   atomic.Int64
}

// take imports one record; who meets another import tries again.
func (w *warehouse) take(s *desk.Session, name, text string) error {
	path := filepath.Join(w.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return err
	}
	for {
		_, err := s.Import(w.Context(), []string{path}, desk.ImportOptions{})
		if fault.Code(err) != "import.concurrent" {
			return err
		}
	}
}

// clerk does what the dice say, over and over, but for his first two orders: the
// first goes and is paid for, the second is small and forgotten, so that whoever
// is first finds room for both.
func (w *warehouse) clerk(seed uint64, c id.Customer) {
	s, dice := w.as(""), rand.New(rand.NewPCG(seed, 11))
	for i := range 10 {
		number := fmt.Sprintf("%s-%d-%d", c, seed, i)
		if err := w.turn(s, dice, c, number, i); err != nil {
			w.failed <- fmt.Errorf("%s: %w", number, err)
			return
		}
	}
}

func (w *warehouse) turn(s *desk.Session, dice *rand.Rand, c id.Customer, number string, turn int) error {
	amount, currency := fmt.Sprint(40+dice.IntN(160)), money.Currency("BYN")
	if dice.IntN(3) == 0 {
		amount, currency = fmt.Sprint(10+dice.IntN(50)), "EUR"
	}
	forgotten := turn == 1 || turn > 1 && dice.IntN(4) == 0 // it runs out while others ask
	if turn == 1 {
		amount, currency = "10", "BYN"
	}
	q := desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: c, Amount: amount, Order: number, Currency: currency}, Hours: 100}
	if forgotten {
		q.Hours = 1
	}
	r, err := s.Reserve(w.Context(), q)
	switch {
	case err != nil:
		return err
	case r.Key == "":
		w.denied.Add(1)
		return nil
	case forgotten:
		w.at.Add((20 * time.Minute).Milliseconds())
		w.expired.Add(1)
		return nil
	case turn > 0 && dice.IntN(5) == 0:
		return s.Release(w.Context(), r.Key, "not today")
	}
	w.shipped.Add(1)
	err = w.take(s, "invoice-"+number+".csv", "invoice,customer,date,due,amount,currency\n"+number+","+string(c)+",2026-02-03,2026-03-03,"+amount+","+string(currency)+"\n")
	if err != nil || turn > 0 && dice.IntN(3) > 0 {
		return err
	}
	w.paid.Add(1) // sometimes a little more than he owes for it
	return w.take(s, "payment-"+number+".csv", fmt.Sprintf("payment,customer,date,amount,currency,invoice\nP%s,%s,2026-02-03,%d.00,%s,%[1]s\n", number, c, 30+dice.IntN(20), currency))
}

// owed is what the group owes or has reserved at a moment, and its limit with all
// that was ever lifted, in kopecks, summed without the code under test. What is
// paid ahead in euros lends nothing in roubles.
func (w *warehouse) owed(ctx context.Context) (owed, bound int64, err error) {
	err = w.db.Read(ctx, func(q db.Querier) error {
		net := map[string]int64{}
		for _, sql := range []string{
			"SELECT currency, CAST(SUM(amount - paid) AS BIGINT) FROM instalment GROUP BY currency",
			"SELECT currency, CAST(-SUM(amount - used) AS BIGINT) FROM payment GROUP BY currency",
		} {
			rows, err := q.Query(ctx, sql)
			if err != nil {
				return err
			}
			for rows.Next() {
				var currency string
				var sum int64
				if err := rows.Scan(&currency, &sum); err != nil {
					rows.Close()
					return err
				}
				net[currency] += sum
			}
			rows.Close()
			if err := rows.Err(); err != nil {
				return err
			}
		}
		held, err := store.Read(q, w.Company().Code).Commitments(ctx, []id.Customer{"H", "A", "B"}, time.UnixMilli(w.at.Load()))
		if err != nil {
			return err
		}
		for i := range held {
			net[string(held[i].Currency)] += int64(held[i].Amount)
		}
		owed = net["BYN"] + max(0, net["EUR"])*34012/10000
		return q.QueryRow(ctx, "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM hold_lift").Scan(&bound)
	})
	return owed, bound + 100_000, err
}

// TestExposureAtEveryMoment: while clerks reserve, ship, give back and forget, in
// two currencies, while money comes in, time runs, and lifts are given and taken
// back, at no moment does a recount in plain sums find more than limit and lifts.
func TestExposureAtEveryMoment(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		w := &warehouse{books: b, at: b.ticking(), dir: t.TempDir(), failed: make(chan error, 1000)}
		b.take("customers.csv", "customer,name,parent\nH,Head,\nA,One,H\nB,Two,H\n")
		b.take("rates.csv", ratesOfFebruary)
		b.using("")
		sales := b.user("olga", "head-of-sales")
		if _, err := sales.SetTerm(t.Context(), desk.NewTerm{Customer: "H", Kind: credit.TermLimit, Scope: credit.OfGroup, Amount: "1000", Reason: "all"}); err != nil {
			t.Fatal(err)
		}
		var clerks, others sync.WaitGroup
		for n, c := range []id.Customer{"H", "A", "B", "A"} {
			clerks.Go(func() { w.clerk(uint64(n), c) })
		}
		stop := make(chan struct{})
		looks := 0
		others.Go(func() {
			for ended := false; !ended; looks++ {
				select {
				case <-stop:
					ended = true // and once more, at the end
				default:
				}
				owed, bound, err := w.owed(t.Context())
				if err == nil && owed > bound+5 { // what is counted by rates is rounded
					err = fmt.Errorf("%d are owed and reserved; limit and lifts are %d", owed, bound)
				}
				if err != nil {
					w.failed <- err
					return
				}
			}
		})
		others.Go(func() {
			for i := range int64(4) {
				lift := desk.LiftRequest{Customer: []id.Customer{"A", "B"}[i%2], Reason: "the season", Amount: "60", Until: b.Today() + 5}
				_, err := sales.Again().LiftHold(t.Context(), lift)
				if err == nil && i%2 == 1 {
					err = sales.Again().EndLift(t.Context(), lift.Customer, i/2+1, "enough")
				}
				if err != nil {
					w.failed <- err
				}
			}
		})
		clerks.Wait()
		close(stop)
		others.Wait()
		close(w.failed)
		for err := range w.failed {
			t.Error(err)
		}
		if w.shipped.Load() < 4 || w.denied.Load() < 5 || w.expired.Load() < 1 || w.paid.Load() < 1 || looks < 5 {
			t.Errorf("%d shipped, %d denied, %d expired, %d paid, %d looks: nothing was tried", w.shipped.Load(), w.denied.Load(), w.expired.Load(), w.paid.Load(), looks)
		}
		b.sound()
	})
}
