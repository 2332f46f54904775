package policy_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
)

const terms = `credit:
  prices: [{within: 0, percent: -3}, {within: 14, percent: 0}, {within: 30, percent: 2.5}]
  commission:
    percent: 1.5
    factors: [{paid: ahead, factor: 1.2}, {paid: in-term, within: 14, factor: 1}, {paid: in-term, factor: 0.9}, {paid: late, within: 10, factor: 0.5}]
`

func TestPricesAndCommissionByTerm(t *testing.T) {
	p, err := policy.Parse([]byte(holdsOnly + terms))
	if err != nil {
		t.Fatal(err)
	}
	for term, want := range map[int]money.Minor{-1: -300, 0: -300, 1: 0, 14: 0, 15: 250, 30: 250} {
		if got, ok := p.Credit.PriceOf(term); got != want || !ok {
			t.Errorf("a term of %d days: %d, %v; want %d", term, got, ok, want)
		}
	}
	if got, ok := p.Credit.PriceOf(31); ok {
		t.Errorf("a term beyond the list has the price %d", got)
	}
	c := &p.Credit.Commission
	if !c.Stands() || c.Percent != 150 {
		t.Errorf("%+v", c)
	}
	for _, v := range []struct {
		manner ledger.Manner
		days   int
		want   int // the place of the factor; 4: none
	}{
		{ledger.PaidAhead, 0, 0},
		{ledger.PaidInTerm, 7, 1},
		{ledger.PaidInTerm, 14, 1},
		{ledger.PaidInTerm, 15, 2},
		{ledger.PaidInTerm, 400, 2},
		{ledger.PaidLate, 1, 3},
		{ledger.PaidLate, 10, 3},
		{ledger.PaidLate, 11, 4},
	} {
		place, ok := c.FactorOf(ledger.Paid{Manner: v.manner, Days: v.days})
		if ok != (v.want < 4) || ok && place != v.want {
			t.Errorf("%s, %d days: factor %d, %v; want %d", v.manner, v.days, place, ok, v.want)
		}
	}
}

// What no factor names counts for what the next later one does.
func TestCommissionHasNoGaps(t *testing.T) {
	p, err := policy.Parse([]byte(holdsOnly + "credit: {commission: {factors: [{paid: ahead, factor: 1}, {paid: in-term, within: 30, factor: 0.8}, {paid: late, factor: 0.5}]}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if place, ok := p.Credit.Commission.FactorOf(ledger.Paid{Manner: ledger.PaidInTerm, Days: 60}); place != 2 || !ok {
		t.Errorf("in a term of 60 days: %d, %v", place, ok)
	}
}

func TestTermProblems(t *testing.T) {
	for text, want := range map[string]string{
		"credit: {prices: [{within: 0, percent: 2}, {within: 14, percent: 2}]}":  `line 3, column 44: a longer term must cost more than a shorter one; begin with the shortest`,
		"credit: {prices: [{within: 0, percent: 2}, {within: 14, percent: 1}]}":  `a longer term must cost more`,
		"credit: {prices: [{within: 14, percent: 1}, {within: 14, percent: 2}]}": `a longer term must cost more`,
		"credit: {prices: [{within: 14, percent: 1}, {within: 0, percent: 2}]}":  `a longer term must cost more`,
		"credit: {prices: []}":                                                                                               `at least one price by term is needed`,
		"credit: {prices: [{within: 0}]}":                                                                                    `"percent" is missing here`,
		"credit: {prices: [{percent: 2}]}":                                                                                   `"within" is missing here`,
		"credit: {prices: [{within: 0, percent: -100}]}":                                                                     `"-100" is not a change of price between -100 and 100 per cent`,
		"credit: {prices: [{within: 0, percent: dear}]}":                                                                     `"dear" is not a change of price`,
		"credit: {prices: [{within: -1, percent: 2}]}":                                                                       `"-1" is not a number`,
		"credit: {commission: {percent: 2}}":                                                                                 `"factors" is missing here`,
		"credit: {commission: {percent: 100, factors: [{paid: ahead, factor: 1}]}}":                                          `"100" is not a commission between 0 and 100 per cent`,
		"credit: {commission: {factors: []}}":                                                                                `at least one factor is needed`,
		"credit: {commission: {factors: [{paid: soon, factor: 1}]}}":                                                         `"soon" is not a way to be paid; known are ahead, in-term, late`,
		"credit: {commission: {factors: [{paid: ahead}]}}":                                                                   `"factor" is missing here`,
		"credit: {commission: {factors: [{paid: ahead, factor: -1}]}}":                                                       `"-1" is less than nothing`,
		"credit: {commission: {factors: [{paid: ahead, factor: 10.01}]}}":                                                    `"10.01" is not a factor from 0 to 10`,
		"credit: {commission: {factors: [{paid: ahead, within: 3, factor: 1}]}}":                                             `what is paid ahead has no days; leave within out`,
		"credit: {commission: {factors: [{paid: ahead, factor: 1}, {paid: late, factor: 1}]}}":                               `line 3, column 59: later money must count for less than earlier money; what is paid ahead`,
		"credit: {commission: {factors: [{paid: ahead, factor: 1}, {paid: late, factor: 1.1}]}}":                             `later money must count for less`,
		"credit: {commission: {factors: [{paid: late, factor: 1}, {paid: ahead, factor: 0.5}]}}":                             `stands after money that is not paid earlier; write them in the order ahead, in-term, late`,
		"credit: {commission: {factors: [{paid: ahead, factor: 1}, {paid: ahead, factor: 0.5}]}}":                            `stands after money that is not paid earlier`,
		"credit: {commission: {factors: [{paid: late, factor: 1}, {paid: late, within: 10, factor: 0.5}]}}":                  `stands after money that is not paid earlier`,
		"credit: {commission: {factors: [{paid: late, within: 10, factor: 1}, {paid: late, within: 10, factor: 0.5}]}}":      `stands after money that is not paid earlier`,
		"credit: {commission: {factors: [{paid: in-term, within: 20, factor: 1}, {paid: in-term, within: 9, factor: 0.5}]}}": `stands after money that is not paid earlier`,
	} {
		_, err := policy.Parse([]byte(holdsOnly + text + "\n"))
		if err == nil || !strings.Contains(err.Error(), want) || fault.KindOf(err) != fault.Input {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// whatever a policy says that is taken, a longer term never costs less, and
// later money never counts for more.
func TestLaterIsNeverBetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var prices []string
		for range rapid.IntRange(1, 3).Draw(t, "prices") {
			prices = append(prices, "{within: "+rapid.SampledFrom([]string{"0", "7", "14", "30"}).Draw(t, "within")+", percent: "+rapid.SampledFrom([]string{"-3", "0", "1.5", "4"}).Draw(t, "percent")+"}")
		}
		var factors []string
		for range rapid.IntRange(1, 4).Draw(t, "factors") {
			factors = append(factors, "{paid: "+rapid.SampledFrom([]string{"ahead", "in-term", "in-term, within: 14", "late", "late, within: 5", "late, within: 30"}).Draw(t, "paid")+
				", factor: "+rapid.SampledFrom([]string{"0", "0.5", "0.8", "1", "1.2"}).Draw(t, "factor")+"}")
		}
		p, err := policy.Parse([]byte(holdsOnly + "credit: {prices: [" + strings.Join(prices, ", ") + "], commission: {factors: [" + strings.Join(factors, ", ") + "]}}\n"))
		if err != nil {
			t.Skip("refused")
		}
		short, long := rapid.IntRange(0, 40).Draw(t, "short"), rapid.IntRange(0, 40).Draw(t, "more")
		cheap, _ := p.Credit.PriceOf(short)
		if dear, ok := p.Credit.PriceOf(short + long); ok && dear < cheap {
			t.Fatalf("%d days cost %d, %d days %d", short, cheap, short+long, dear)
		}
		counts := func(v ledger.Paid) money.Minor {
			if place, ok := p.Credit.Commission.FactorOf(v); ok {
				return p.Credit.Commission.Factors[place].Factor
			}
			return 0
		}
		at := rapid.Custom(func(t *rapid.T) ledger.Paid {
			v := ledger.Paid{Manner: rapid.SampledFrom(ledger.Manners).Draw(t, "manner")}
			if v.Manner != ledger.PaidAhead {
				v.Days = rapid.IntRange(1, 40).Draw(t, "days")
			}
			return v
		})
		a, b := at.Draw(t, "a"), at.Draw(t, "b")
		if slices.Index(ledger.Manners, a.Manner) > slices.Index(ledger.Manners, b.Manner) || a.Manner == b.Manner && a.Days > b.Days {
			a, b = b, a
		}
		if counts(b) > counts(a) {
			t.Fatalf("%+v counts for %d, the earlier %+v for %d", b, counts(b), a, counts(a))
		}
	})
}
