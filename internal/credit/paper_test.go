package credit

import (
	"slices"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/policy"
)

func TestCheckPapers(t *testing.T) {
	day := cal.On(2026, 11, 23)
	wanted := []policy.Paper{{ID: "charter"}, {ID: "extract", Fresh: 30}}
	for _, c := range []struct {
		have []Paper
		want [2]PaperState
	}{
		{nil, [2]PaperState{PaperMissing, PaperMissing}},
		{[]Paper{{ID: "charter", Dated: day - 900}, {ID: "extract", Dated: day - 30}}, [2]PaperState{PaperShown, PaperShown}},
		{[]Paper{{ID: "charter", Dated: day}, {ID: "extract", Dated: day - 31}}, [2]PaperState{PaperShown, PaperOld}},
		{[]Paper{{ID: "charter", Waived: true}, {ID: "other", Dated: day}}, [2]PaperState{PaperWaived, PaperMissing}},
	} {
		got := CheckPapers(wanted, c.have, day)
		if got[0].State != c.want[0] || got[1].State != c.want[1] {
			t.Errorf("%+v: %s, %s; want %v", c.have, got[0].State, got[1].State, c.want)
		}
		if got[1].Lacks() != (c.want[1] == PaperOld || c.want[1] == PaperMissing) {
			t.Errorf("%+v: lacks %v", c.have, got[1].Lacks())
		}
	}
}

func TestContractGaps(t *testing.T) {
	whole := ledger.Contract{Number: "5", Date: cal.On(2026, 1, 1), Law: "RU", PaymentDays: 30, PenaltyPerDay: "0.1", PaymentClause: "4.1", PenaltyClause: "7.2"}
	for _, c := range []struct {
		change func(*ledger.Contract)
		want   []string
	}{
		{func(*ledger.Contract) {}, nil},
		{func(c *ledger.Contract) { c.PaymentDays = 0 }, nil}, // at once is a term
		{func(c *ledger.Contract) { c.PaymentDays = -1 }, []string{GapTerm}},
		{func(c *ledger.Contract) { c.PaymentDays, c.Terms = -1, "30%@0;70%@20" }, nil},
		{func(c *ledger.Contract) { c.PenaltyPerDay, c.PenaltyClause = "", "" }, []string{GapPenalty}},
		{func(c *ledger.Contract) { c.Date = 0 }, []string{GapNumber}},
		{func(c *ledger.Contract) { *c = ledger.Contract{PaymentDays: -1} }, []string{GapTerm, GapNumber, GapLaw, GapPenalty, GapPaymentClause}},
	} {
		k := whole
		if c.change(&k); !slices.Equal(ContractGaps(&k), c.want) {
			t.Errorf("%+v: %v, want %v", k, ContractGaps(&k), c.want)
		}
	}
	demand := cal.On(2026, 11, 23)
	if got := DueOnDemand(&ledger.Contract{Law: "RU", PaymentDays: -1}, "", demand); got != cal.On(2026, 11, 30) {
		t.Errorf("art. 314: %s", got)
	}
	if got := DueOnDemand(&ledger.Contract{PaymentDays: -1}, "RU", demand); got != cal.On(2026, 11, 30) {
		t.Errorf("art. 314 at home: %s", got)
	}
	for _, k := range []ledger.Contract{{PaymentDays: -1}, {Law: "BY", PaymentDays: -1}, {Law: "RU", PaymentDays: 0}, {Law: "RU", PaymentDays: -1, Terms: "100%@5"}} {
		if got := DueOnDemand(&k, "BY", demand); got != 0 {
			t.Errorf("%+v: %s", k, got)
		}
	}
}
