package interest_test

import (
	"math/big"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/interest"
	"debitor/internal/money"
)

// drawn is a case of some law with what a property is about left as it is.
func drawn(t *rapid.T, tb testing.TB) *interest.Case {
	code := rapid.SampledFrom([]string{"RU", "BY", "UA", "BA-FBIH", "BA-RS", "DE", "EU"}).Draw(t, "law")
	seed := rapid.Uint64().Draw(t, "seed")
	return invent(tb, code, rand.New(rand.NewPCG(seed, 1)))
}

func accrue(t *rapid.T, b *interest.Book, c *interest.Case) *interest.Sheet {
	s, err := b.Accrue(c)
	if err != nil {
		t.Fatalf("%v: %s", err, told(c))
	}
	return s
}

// TestOrderOfFactsIsNothing: facts, debts and suspensions may come in any order.
func TestOrderOfFactsIsNothing(t *testing.T) {
	b := shipped(t)
	rapid.Check(t, func(r *rapid.T) {
		c := drawn(r, t)
		other := *c
		other.Debts = append(append([]interest.Debt{}, c.Debts...), interest.Debt{Key: "b", Principal: 70000, Due: c.Debts[0].Due + 30}, interest.Debt{Key: "a", Principal: 500, Due: c.Debts[0].Due + 30})
		c = &other
		want := accrue(r, b, c)
		mixed := *c
		mixed.Facts = rapid.Permutation(c.Facts).Draw(r, "facts")
		mixed.Debts = rapid.Permutation(c.Debts).Draw(r, "debts")
		mixed.Suspended = rapid.Permutation(c.Suspended).Draw(r, "suspended")
		if got := accrue(r, b, &mixed); !reflect.DeepEqual(got, want) {
			r.Fatalf("%+v\nis not\n%+v\n%s", got, want, told(c))
		}
	})
}

// TestAdditiveAtTheYearsEnd: what is counted to 31 December and from 1 January
// is what is counted at once; a cap and a rate of the day of payment belong to
// the whole.
func TestAdditiveAtTheYearsEnd(t *testing.T) {
	b := shipped(t)
	rapid.Check(t, func(r *rapid.T) {
		c := drawn(r, t)
		c.Cap, c.PaymentDay, c.Paid = 0, interest.DayCounted, false
		if c.RateOf == "" {
			c.RateOf = interest.PerPeriod
		}
		if c.Law == "BA-RS" || c.Law == "BA-FBIH" {
			c.To = min(c.To, c.Debts[0].Due+3000) // below the law's cap
		}
		end := cal.On(c.Debts[0].Due.Year(), 12, 31)
		if c.To <= end {
			r.Skip("within one year")
		}
		whole, early, late := *c, *c, *c
		early.To = end
		late.From = end + 1
		sum := accrue(r, b, &early).Total + accrue(r, b, &late).Total
		if got := accrue(r, b, &whole).Total; got != sum {
			r.Fatalf("%d, in two %d: %s", got, sum, told(c))
		}
	})
}

// TestMonotone: a day more never costs less, and nothing accrues on nothing.
func TestMonotone(t *testing.T) {
	b := shipped(t)
	rapid.Check(t, func(r *rapid.T) {
		c := drawn(r, t)
		if c.RateOf == "" {
			c.RateOf = interest.PerPeriod // the rate of a later day may be lower, for all days
		}
		c.Paid = false
		c.Facts = nil // one of the later day would take away
		today := accrue(r, b, c)
		tomorrow := *c
		tomorrow.To++
		after := accrue(r, b, &tomorrow)
		if after.Total < today.Total || after.Days < today.Days {
			r.Fatalf("%d in %d days, a day later %d in %d: %s", today.Total, today.Days, after.Total, after.Days, told(c))
		}
		c.Facts = []interest.Fact{{Day: c.Debts[0].Due - 30, Amount: c.Debts[0].Principal}}
		if s := accrue(r, b, c); s.Total != 0 || s.Days != 0 || len(s.Intervals) != 0 || s.Remaining != 0 || s.PerDay != 0 {
			r.Fatalf("on nothing accrues %+v: %s", s, told(c))
		}
	})
}

// TestCapsHold: neither the law's cap nor the contract's is ever exceeded, and
// the total is the sum of the intervals.
func TestCapsHold(t *testing.T) {
	b := shipped(t)
	rapid.Check(t, func(r *rapid.T) {
		c := drawn(r, t)
		c.Cap = interest.Percent(rapid.Int64Range(1, 30_000_000).Draw(r, "cap"))
		s := accrue(r, b, c)
		var sum money.Minor
		for _, iv := range s.Intervals {
			sum += iv.Amount
			if iv.Amount < 0 || iv.Days < 0 || iv.To < iv.From || iv.From.Year() != iv.To.Year() {
				r.Fatalf("%+v: %s", iv, told(c))
			}
		}
		p := c.Debts[0].Principal
		// In hundred-millionths, which a large principal takes beyond 64 bits.
		total, capped, unit := wide(s.Total, 100_000_000), wide(p, int64(c.Cap)), wide(1, 100_000_000)
		if sum != s.Total || total.Cmp(new(big.Int).Add(capped, unit)) > 0 || total.Cmp(capped) > 0 && p < 100_000_000 {
			r.Fatalf("%d of %d, capped at %s: %s", s.Total, p, c.Cap, told(c))
		}
	})
}

func wide(m money.Minor, by int64) *big.Int {
	return new(big.Int).Mul(big.NewInt(int64(m)), big.NewInt(by))
}

// TestPerDayIsTheNextDay: what a further day is said to cost, it costs.
func TestPerDayIsTheNextDay(t *testing.T) {
	b := shipped(t)
	rapid.Check(t, func(r *rapid.T) {
		c := drawn(r, t)
		c.Facts, c.Paid, c.RateOf, c.Cap = nil, false, interest.PerPeriod, 0
		next := *c
		next.To = c.To + 1
		next.From = max(c.From, c.To+1) // that day alone
		if s, n := accrue(r, b, c), accrue(r, b, &next); s.PerDay != n.Total && s.Total < c.Debts[0].Principal {
			r.Fatalf("a further day is said to cost %d and costs %d: %s", s.PerDay, n.Total, told(c))
		}
	})
}

// FuzzAccrue: whatever is asked, there is a sheet or a fault, never a panic.
func FuzzAccrue(f *testing.F) {
	f.Add("RU", "statutory", int64(10_000_000), int32(739_000), int32(739_900), int64(5), int32(739_100), int64(100_000), int64(0), "actual")
	f.Add("BA-FBIH", "statutory", int64(1), int32(737_500), int32(803_000), int64(1), int32(739_100), int64(0), int64(1), "30E/360")
	b, err := interest.Shipped()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, code, method string, principal int64, due, to int32, paid int64, on int32, perDay, limit int64, basis string) {
		s, err := b.Accrue(&interest.Case{
			Law: code, Debts: []interest.Debt{{Principal: money.Minor(principal), Due: cal.Date(due)}}, To: cal.Date(to), Paid: perDay%2 == 0,
			Facts: []interest.Fact{{Day: cal.Date(on), Amount: money.Minor(paid)}},
			Terms: interest.Terms{Method: interest.Method(method), PerDay: interest.Percent(perDay), Cap: interest.Percent(limit), Basis: interest.Basis(basis)},
		})
		if err == nil && (s.Total < 0 || s.Total > money.Max || s.Remaining < 0) {
			t.Fatalf("%+v", s)
		}
	})
}
