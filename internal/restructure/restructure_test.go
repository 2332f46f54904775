package restructure_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/money"
	"debitor/internal/restructure"
)

func on(s string) cal.Date {
	d, err := cal.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// F-21 of SEEDS Part III: 100,000 overdue for 10 days are in the second week, at 3 %.
func TestF21TenDaysLateCostThreePercent(t *testing.T) {
	due := on("2026-03-01")
	p := restructure.PriceOf(100_000_00, due, nil, due+10, restructure.Cumulative)
	if len(p.Lines) != 1 || p.Lines[0].Week != 2 || p.Lines[0].Percent != 300 || p.Total != 3_000_00 || p.Rest() != 3_000_00 {
		t.Errorf("%+v, want 3 %% of the second week: 3,000", p)
	}
}

// F-21: 60,000 of it are repaid in the first week; the rest, 40,000, costs 4.5 %
// in the third (R-94 §7.8). What was repaid has cost its week: a part payment
// waives nothing (SEEDS 0b).
func TestF21TheRestCostsTheThirdWeek(t *testing.T) {
	due := on("2026-03-01")
	p := restructure.PriceOf(100_000_00, due, []restructure.Repaid{{On: due + 5, Amount: 60_000_00}}, due+16, restructure.Cumulative)
	if p.Rest() != 1_800_00 || p.Lines[1].Week != 3 || p.Lines[1].Percent != 450 {
		t.Errorf("the rest costs %+v, want 4.5 %% of 40,000: 1,800", p.Lines)
	}
	if p.Lines[0].Price != 900_00 || p.Total != 2_700_00 {
		t.Errorf("%+v, want 900 for what was repaid in the first week besides", p)
	}
}

// The table of §7.4, by both readings (F-21).
func TestTableOfWeeks(t *testing.T) {
	want := map[restructure.Reading][]restructure.BasisPoints{
		restructure.Cumulative: {0, 150, 300, 450, 600, 800, 1000, 1200, 1400, 1400},
		restructure.Column:     {0, 150, 300, 450, 600, 200, 400, 600, 800, 800},
	}
	for reading, list := range want {
		for week, percent := range list {
			if got := reading.Percent(week); got != percent {
				t.Errorf("%s, week %d: %d, want %d", reading, week, got, percent)
			}
		}
	}
}

func TestWeeks(t *testing.T) {
	for days, want := range map[cal.Date]int{-3: 0, 0: 0, 1: 1, 7: 1, 8: 2, 14: 2, 15: 3, 56: 8, 57: 9} {
		if got := restructure.Week(on("2026-03-01"), on("2026-03-01")+days); got != want {
			t.Errorf("%d days late are in week %d, want %d", days, got, want)
		}
	}
	if restructure.Week(0, on("2026-03-01")) != 0 {
		t.Error("a term that has not started is late")
	}
	due := on("2026-03-01")
	if p := restructure.PriceOf(100, due, nil, due+57, restructure.Cumulative); !p.Beyond {
		t.Error("the ninth week is the director's, and nobody is told")
	}
	if p := restructure.PriceOf(100, due, nil, due+56, restructure.Cumulative); p.Beyond {
		t.Error("the eighth week is in the table")
	}
}

// naive counts by the days: each week that begins adds what it adds to the
// percentage, on what is open then; a big rational for each amount repaid.
func naive(debt money.Minor, due cal.Date, repaid []restructure.Repaid, day cal.Date, r restructure.Reading) money.Minor {
	steps := []int64{150, 150, 150, 150, 200, 200, 200, 200}
	if r == restructure.Column {
		steps = []int64{150, 150, 150, 150, -400, 200, 200, 200}
	}
	worth := func(amount money.Minor, until cal.Date) money.Minor {
		sum := new(big.Rat)
		for d := due + 1; d <= until; d++ {
			if week := int(d-due-1) / 7; int(d-due-1)%7 == 0 && week < 8 {
				sum.Add(sum, big.NewRat(int64(amount)*steps[week], 10_000))
			}
		}
		sum.Add(sum, big.NewRat(1, 2))
		return money.Minor(new(big.Int).Div(sum.Num(), sum.Denom()).Int64())
	}
	byDay := map[cal.Date]money.Minor{}
	total := money.Minor(0)
	for d := min(due, day) - 100; d <= day; d++ {
		for _, v := range repaid {
			if v.On == d {
				part := min(v.Amount, debt)
				byDay[d] += part
				debt -= part
			}
		}
		total += worth(byDay[d], d)
	}
	return total + worth(debt, day)
}

func TestPriceAgreesWithACountByDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		due := on("2026-03-01")
		debt := money.Minor(rapid.Int64Range(1, 1_000_000_000_00).Draw(t, "debt"))
		reading := rapid.SampledFrom(restructure.Readings).Draw(t, "reading")
		day := due + cal.Date(rapid.IntRange(-5, 90).Draw(t, "day"))
		var repaid []restructure.Repaid
		for range rapid.IntRange(0, 5).Draw(t, "payments") {
			repaid = append(repaid, restructure.Repaid{
				On: due + cal.Date(rapid.IntRange(-20, 90).Draw(t, "on")), Amount: money.Minor(rapid.Int64Range(1, int64(debt)).Draw(t, "amount")),
			})
		}
		p := restructure.PriceOf(debt, due, repaid, day, reading)
		if want := naive(debt, due, repaid, day, reading); p.Total != want {
			t.Fatalf("%d of %d, counted by days %d: %+v", p.Total, debt, want, p.Lines)
		}
		sum := money.Minor(0)
		for _, l := range p.Lines {
			sum += l.Price
		}
		if sum != p.Total {
			t.Fatalf("the lines sum to %d, the total is %d", sum, p.Total)
		}
		if reading == restructure.Cumulative && len(repaid) == 0 && restructure.PriceOf(debt, due, nil, day+1, reading).Total < p.Total {
			t.Fatal("a price falls with the days")
		}
	})
}

func TestDealtIsAllThereIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Int64Range(0, 1000), 1, 6)
		var debts []money.Minor
		var parts []restructure.Part
		var owed, planned money.Minor
		for _, v := range amounts.Draw(t, "debts") {
			debts, owed = append(debts, money.Minor(v)), owed+money.Minor(v)
		}
		for _, v := range amounts.Draw(t, "parts") {
			parts, planned = append(parts, restructure.Part{Amount: money.Minor(v)}), planned+money.Minor(v)
		}
		ofDebt, ofPart := map[int]money.Minor{}, map[int]money.Minor{}
		var dealt money.Minor
		last := restructure.Share{}
		for _, s := range restructure.Deal(debts, parts) {
			if s.Amount <= 0 || s.Debt < last.Debt || s.Part < last.Part {
				t.Fatalf("%+v after %+v", s, last)
			}
			last, dealt = s, dealt+s.Amount
			ofDebt[s.Debt] += s.Amount
			ofPart[s.Part] += s.Amount
		}
		if dealt != min(owed, planned) {
			t.Fatalf("dealt %d of %d owed and %d planned", dealt, owed, planned)
		}
		for i, v := range ofDebt {
			if v > debts[i] {
				t.Fatalf("debt %d of %d is dealt %d", i, debts[i], v)
			}
		}
		paid := money.Minor(rapid.Int64Range(0, 7000).Draw(t, "paid"))
		var left money.Minor
		for _, p := range restructure.After(parts, paid) {
			left += p.Amount
		}
		if left != max(0, planned-paid) {
			t.Fatalf("%d are left of %d after %d", left, planned, paid)
		}
	})
}
