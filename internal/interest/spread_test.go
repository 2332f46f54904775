package interest_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/interest"
	"debitor/internal/money"
)

func claim(key string, due cal.Date, costs, use, late, principal, penalty money.Minor) interest.Claim {
	return interest.Claim{Key: key, Due: due, Owed: map[interest.Kind]money.Minor{
		interest.Costs: costs, interest.UseKind: use, interest.Late: late, interest.Principal: principal, interest.PenaltyOf: penalty,
	}}
}

func spread(s *interest.Spreading) string {
	var parts []string
	for _, x := range s.Shares {
		parts = append(parts, fmt.Sprintf("%s %s %d", x.Claim, x.Kind, x.Amount))
	}
	return strings.Join(append(parts, fmt.Sprintf("left %d", s.Left)), ", ")
}

// TestOrderOfTheLaw: costs, interest, principal and penalty in the order of each
// law (LAW.md 1.4, 2.3, 3.4, 4.5, 5.4).
func TestOrderOfTheLaw(t *testing.T) {
	one := []interest.Claim{claim("a", day(t, "2025-01-01"), 100, 50, 30, 1000, 60)}
	for _, c := range []struct{ law, day, want string }{
		{"RU", "2025-06-01", "a costs 100, a use 50, a principal 750, left 0"},
		{"BY", "2024-11-18", "a costs 100, a use 50, a principal 750, left 0"},
		{"BY", "2024-11-19", "a costs 100, a principal 761, a use 39, left 0"},
		{"UA", "2025-06-01", "a costs 100, a use 50, a late 30, a penalty 60, a principal 660, left 0"},
		{"DE", "2025-06-01", "a costs 100, a use 50, a late 30, a principal 720, left 0"},
		{"BA-RS", "2025-06-01", "a costs 100, a use 50, a late 30, a principal 720, left 0"},
	} {
		s, err := shipped(t).Spread(c.law, one, &interest.Receipt{Day: day(t, c.day), Amount: 900})
		if err != nil || spread(s) != c.want {
			t.Errorf("%s on %s: %s, %v; want %s", c.law, c.day, spread(s), err, c.want)
		}
	}
}

// TestOrderOfTheContract: a contract may change the order, in Russia not so that
// penalty comes before the principal.
func TestOrderOfTheContract(t *testing.T) {
	one := []interest.Claim{claim("a", day(t, "2025-01-01"), 0, 50, 30, 1000, 60)}
	penaltyFirst := [][]interest.Kind{{interest.PenaltyOf}, {interest.Costs}, {interest.UseKind, interest.Late}, {interest.Principal}}
	for law, want := range map[string]string{
		"UA": "a penalty 60, a use 25, a late 15, left 0",
		"RU": "a use 50, a principal 50, left 0",
	} {
		s, err := shipped(t).Spread(law, one, &interest.Receipt{Day: day(t, "2025-06-01"), Amount: 100, Queues: penaltyFirst})
		if err != nil || spread(s) != want || (law == "RU") != (len(s.Warnings) == 1 && s.Warnings[0].Code == "interest.order_law") {
			t.Errorf("%s: %s, %v, %v; want %s", law, spread(s), s.Warnings, err, want)
		}
	}
	_, err := shipped(t).Spread("UA", one, &interest.Receipt{Day: day(t, "2025-06-01"), Amount: 100, Queues: penaltyFirst[:2]})
	if fault.Code(err) != "interest.order" {
		t.Errorf("half an order is taken: %v", err)
	}
}

// TestSeveralDebts: the debtor's word first; else by the law (319.1, 366 BGB).
func TestSeveralDebts(t *testing.T) {
	secured := claim("s", day(t, "2025-01-01"), 0, 0, 0, 100, 10)
	secured.Secured = true
	dear := claim("d", day(t, "2025-03-01"), 0, 0, 0, 100, 0)
	dear.Burden = percent(t, "20")
	claims := []interest.Claim{claim("n", day(t, "2025-09-01"), 0, 0, 0, 100, 0), secured, dear, claim("b", day(t, "2025-02-01"), 0, 0, 0, 100, 5), claim("a", day(t, "2025-02-01"), 0, 0, 0, 200, 0)}
	for _, c := range []struct {
		law    string
		named  []string
		amount money.Minor
		want   string
	}{
		{"RU", nil, 150, "a principal 100, b principal 50, left 0"}, // equal in all: in proportion
		{"RU", nil, 450, "a principal 200, b principal 100, d principal 100, n principal 50, left 0"},
		{"UA", nil, 450, "s penalty 10, s principal 100, b penalty 5, a principal 200, b principal 100, d principal 35, left 0"},
		{"RU", []string{"s"}, 150, "s principal 100, a principal 33, b principal 17, left 0"},
		{"DE", nil, 150, "d principal 100, a principal 33, b principal 17, left 0"},
		{"RU", nil, 700, "a principal 200, b principal 100, d principal 100, n principal 100, s principal 100, b penalty 5, s penalty 10, left 85"},
	} {
		s, err := shipped(t).Spread(c.law, claims, &interest.Receipt{Day: day(t, "2025-06-01"), Amount: c.amount, For: c.named})
		if err != nil || spread(s) != c.want {
			t.Errorf("%s, %d for %v:\n%s, %v\n%s", c.law, c.amount, c.named, spread(s), err, c.want)
		}
	}
}

// TestNothingIsLost: whatever the law, the order and the names, shares and rest
// make the receipt, and nobody gets more than is owed.
func TestNothingIsLost(t *testing.T) {
	b := shipped(t)
	rapid.Check(t, func(r *rapid.T) {
		amount := rapid.Custom(func(r *rapid.T) money.Minor { return money.Minor(rapid.Int64Range(0, 1000).Draw(r, "owed")) })
		var claims []interest.Claim
		var owed money.Minor
		for i := range rapid.IntRange(1, 5).Draw(r, "claims") {
			c := claim(fmt.Sprint(i), day(t, "2025-01-01")+cal.Date(rapid.IntRange(0, 3).Draw(r, "due")*100), amount.Draw(r, "c"), amount.Draw(r, "u"), amount.Draw(r, "l"), amount.Draw(r, "p"), amount.Draw(r, "f"))
			c.Secured = rapid.Bool().Draw(r, "secured")
			claims = append(claims, c)
			for _, m := range c.Owed {
				owed += m
			}
		}
		receipt := &interest.Receipt{Day: day(t, "2025-06-01"), Amount: money.Minor(rapid.Int64Range(1, 20_000).Draw(r, "amount"))}
		if rapid.Bool().Draw(r, "named") {
			receipt.For = []string{claims[len(claims)-1].Key}
		}
		if rapid.Bool().Draw(r, "contract") {
			for _, k := range rapid.Permutation(interest.Kinds).Draw(r, "order") {
				receipt.Queues = append(receipt.Queues, []interest.Kind{k})
			}
		}
		for _, law := range b.Codes() {
			s, err := b.Spread(law, claims, receipt)
			if err != nil {
				r.Fatal(err)
			}
			sum := s.Left
			for _, x := range s.Shares {
				i := slices.IndexFunc(claims, func(c interest.Claim) bool { return c.Key == x.Claim })
				if x.Amount <= 0 || x.Amount > claims[i].Owed[x.Kind] {
					r.Fatalf("%+v of %v", x, claims[i])
				}
				sum += x.Amount
			}
			if sum != receipt.Amount || s.Left != max(0, receipt.Amount-owed) {
				r.Fatalf("%d of %d, owed %d: %s", sum, receipt.Amount, owed, spread(s))
			}
		}
	})
}

// TestSettleInGermany: interest and lump sum are paid before the principal
// (§ 367 BGB), so the balance sinks less.
func TestSettleInGermany(t *testing.T) {
	c := &interest.Case{
		Law: "DE", Debts: []interest.Debt{{Principal: 1_000_000, Due: day(t, "2024-01-31")}}, To: day(t, "2024-09-30"),
		Facts: []interest.Fact{{Day: day(t, "2024-06-30"), Amount: 100_000}}, Terms: interest.Terms{Method: interest.Statutory},
	}
	a, err := shipped(t).Settle(c, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	// 151 days at 12.62 % of 366 are 520.66, and 40 EUR.
	if got := a.Applied[0].Shares; len(got) != 2 || got[0].Amount != 56_066 || got[1].Amount != 43_934 {
		t.Errorf("the payment is spread %+v", got)
	}
	// 92 days at 12.37 % of 366 on 9,560.66 are 297.28.
	if a.Sheet.Total != 52_066+29_728 || a.Sheet.Remaining != 956_066 || a.Owed[interest.Late] != 29_728 || a.Sheet.Days != 243 {
		t.Errorf("%+v, owed %v", a.Sheet, a.Owed)
	}
	c.Law, c.Currency = "RU", "RUB" // there, the principal comes first
	a, err = shipped(t).Settle(c, 0, nil)
	if err != nil || a.Sheet.Remaining != 900_000 {
		t.Errorf("%+v, %v", a, err)
	}
	plain, err := shipped(t).Accrue(c)
	if err != nil || plain.Total != a.Sheet.Total {
		t.Errorf("%d and %d: %v", plain.Total, a.Sheet.Total, err)
	}
}

// TestSettleKeepsEverything: what was owed and accrued is paid or still owed,
// and what was paid is spread or left; whatever the order.
func TestSettleKeepsEverything(t *testing.T) {
	b := shipped(t)
	rapid.Check(t, func(r *rapid.T) {
		c := drawn(r, t)
		c.Paid, c.RateOf = false, interest.PerPeriod
		c.Debts = append(c.Debts, interest.Debt{Key: "other", Principal: 50_000, Due: c.Debts[0].Due + 45})
		costs := money.Minor(rapid.Int64Range(0, 5000).Draw(r, "costs"))
		var queues [][]interest.Kind
		if rapid.Bool().Draw(r, "contract") {
			queues = [][]interest.Kind{{interest.PenaltyOf, interest.Late}, {interest.Costs}, {interest.UseKind}, {interest.Principal}}
		}
		a, err := b.Settle(c, costs, queues)
		if err != nil {
			r.Fatal(err)
		}
		var paid, left, credited money.Minor
		byKind := map[interest.Kind]money.Minor{}
		for _, p := range a.Applied {
			paid, left = paid+p.Amount, left+p.Left
			for _, s := range p.Shares {
				byKind[s.Kind] += s.Amount
				paid -= s.Amount
			}
		}
		if paid != left {
			r.Fatalf("payments lost %d: %s", paid-left, told(c))
		}
		principal := c.Debts[0].Principal + c.Debts[1].Principal
		for _, f := range c.Facts {
			if f.Credit && f.Day <= c.To {
				credited += f.Amount
			}
		}
		kind := interest.Late
		if c.Method == interest.ByContract {
			kind = interest.PenaltyOf
		}
		if gone := principal - byKind[interest.Principal] - a.Owed[interest.Principal]; gone < 0 || gone > credited {
			r.Fatalf("principal %d, credited %d: %v %v %s", principal, credited, byKind, a.Owed, told(c))
		}
		// Only an index falls: beside it, nobody pays interest that is not owed in the end.
		over := a.Sheet.Overpaid - left
		if over < 0 || over > 0 && a.Sheet.Inflation == nil {
			r.Fatalf("overpaid %d, left %d: %s", a.Sheet.Overpaid, left, told(c))
		}
		if a.Owed[kind]+byKind[kind]-over != a.Sheet.All() || a.Owed[interest.Costs]+byKind[interest.Costs] != costs {
			r.Fatalf("accrued %d, costs %d: %v %v %s", a.Sheet.All(), costs, byKind, a.Owed, told(c))
		}
		again := *c
		again.Facts = rapid.Permutation(c.Facts).Draw(r, "facts")
		if o, err := b.Settle(&again, costs, queues); err != nil || o.Sheet.Total != a.Sheet.Total || !maps.Equal(o.Owed, a.Owed) {
			r.Fatalf("another order of facts: %v", err)
		}
	})
}
