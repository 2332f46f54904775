package credit_test

import (
	"testing"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/ledger"
)

func TestCampaigns(t *testing.T) {
	for _, c := range []struct {
		day    cal.Date
		now    credit.Campaign
		begins cal.Date
		next   credit.Campaign
		from   cal.Date
	}{
		{cal.On(2026, 1, 1), credit.Yearly, cal.On(2026, 1, 12), credit.Quarterly, cal.On(2026, 4, 1)},
		{cal.On(2026, 1, 31), credit.Yearly, cal.On(2026, 1, 12), credit.Quarterly, cal.On(2026, 4, 1)},
		{cal.On(2026, 2, 1), "", 0, credit.Quarterly, cal.On(2026, 4, 1)},
		{cal.On(2026, 4, 30), credit.Quarterly, cal.On(2026, 4, 1), credit.Quarterly, cal.On(2026, 7, 1)},
		{cal.On(2026, 10, 5), credit.Quarterly, cal.On(2026, 10, 1), credit.Yearly, cal.On(2027, 1, 1)},
		{cal.On(2025, 12, 31), "", 0, credit.Yearly, cal.On(2026, 1, 12)},
	} {
		now, begins := credit.CampaignOn(cal.For("RU"), c.day)
		next, from := credit.NextCampaign(cal.For("RU"), c.day)
		if now != c.now || begins != c.begins || next != c.next || from != c.from {
			t.Errorf("%s: %q since %s, then %q on %s", c.day, now, begins, next, from)
		}
	}
}

func TestCampaignsConcern(t *testing.T) {
	h := func(issued, due cal.Date) *ledger.History {
		return &ledger.History{Items: []ledger.HistoryItem{{Item: ledger.Item{Issued: issued, Due: due, Amount: 1}}}}
	}
	quarter := cal.On(2025, 11, 3) // three months before
	paid := h(quarter-60, quarter-30)
	paid.Payments = []ledger.Receipt{{On: rated, Amount: 1}}
	spoken := h(quarter-60, quarter-30)
	spoken.Events = []ledger.Event{on(ledger.Call, 1)}
	for name, c := range map[string]struct {
		history           *ledger.History
		yearly, quarterly bool
	}{
		"nothing ever":           {&ledger.History{}, false, false},
		"only money":             {&ledger.History{Payments: paid.Payments}, false, false},
		"long ago":               {h(quarter-60, quarter), true, false},
		"due within the quarter": {h(quarter-60, quarter+1), true, true},
		"bought on the day":      {h(rated, rated+30), true, true},
		"will buy":               {h(rated+1, rated+30), false, false},
		"paid":                   {paid, true, true},
		"spoken to":              {spoken, true, true},
	} {
		yearly, quarterly := credit.Yearly.Concerns(c.history, rated), credit.Quarterly.Concerns(c.history, rated)
		if yearly != c.yearly || quarterly != c.quarterly {
			t.Errorf("%s: yearly %v, quarterly %v", name, yearly, quarterly)
		}
	}
}
