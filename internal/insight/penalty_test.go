package insight_test

import (
	"testing"

	"debitor/internal/insight"
	"debitor/internal/money"
)

func TestF9(t *testing.T) {
	m, ok := insight.Penalty(10_000_00, 10, 27, nil)
	if !ok {
		t.Error("no penalty")
	}
	is(t, m, 270_00)
	m, _ = insight.Penalty(10_000_00, 10, 27, []insight.Credit{{Amount: 4_000_00, Days: 10}})
	is(t, m, 202_00)
	m, _ = insight.Penalty(10_000_00, 10, 27, []insight.Credit{{Amount: 1_000_00, Days: 30}, {Amount: 10_000_00, Days: 0}})
	is(t, m, 0)
	if _, ok := insight.Penalty(-1, 10, 27, nil); ok {
		t.Error("a debt below nothing has a penalty")
	}
}

func TestF9b(t *testing.T) {
	year, leap := insight.YearlyRate(10)
	same(t, year, "36.50")
	same(t, leap, "36.60")
}

func TestF10(t *testing.T) {
	m, ok := insight.ByYearlyRate(10_000_00, 10_00, 27)
	if !ok {
		t.Error("no interest")
	}
	is(t, m, 73_97)
	if p, _ := insight.Penalty(10_000_00, 10, 27, nil); m >= p {
		t.Error("the seed's conclusion: the penalty a day comes to more")
	}
}

func TestF22(t *testing.T) {
	m, ok := insight.ShipmentLimit([]money.Minor{4_500_000_00, 5_000_000_00, 5_500_000_00})
	if !ok {
		t.Error("no limit")
	}
	is(t, m, 5_000_000_00)
	if _, ok := insight.ShipmentLimit(nil); ok {
		t.Error("a limit of no months")
	}
}
