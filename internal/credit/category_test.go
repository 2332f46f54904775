package credit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

// rated is the day of every rating here: a Tuesday.
var rated = cal.On(2026, 2, 3)

// payer is a customer known for two years whose instalments of the year were
// paid so many days after their due dates, one due every ten days, the latest
// two months ago.
func payer(late ...int) *ledger.Account {
	r := &ledger.Record{Since: rated - 730}
	for i, days := range late {
		due := rated - 60 - cal.Date(10*(len(late)-1-i))
		r.Delays = append(r.Delays, ledger.DelayOf(id.Invoice(fmt.Sprint(i+1)), due, due+cal.Date(days), rated))
	}
	return &ledger.Account{Customer: "1", Record: r}
}

// punctual is n instalments paid in time, to follow late ones.
func punctual(n int, late ...int) *ledger.Account { return payer(append(late, make([]int, n)...)...) }

func with(a *ledger.Account, events ...ledger.Event) *ledger.Account {
	a.Events = events
	return a
}

func on(kind ledger.EventKind, ago int) ledger.Event {
	return ledger.Event{Kind: kind, Date: rated - cal.Date(ago)}
}

// told is a notice on the eve of the due date of the nth instalment, with a day
// to pay on.
func told(a *ledger.Account, n ...int) *ledger.Account {
	for _, i := range n {
		d := a.Record.Delays[i-1]
		a.Events = append(a.Events, ledger.Event{Kind: ledger.Notice, Date: d.Due - 1, Invoice: d.Invoice, Until: d.Due + 5})
	}
	return a
}

func known(since cal.Date, a *ledger.Account) *ledger.Account {
	a.Record.Since = since
	return a
}

func TestRate(t *testing.T) {
	resists := []ledger.Event{on(ledger.Refusal, 10), on(ledger.NoContact, 5)}
	for name, c := range map[string]struct {
		account *ledger.Account
		want    credit.Category
		codes   []string
	}{
		"never late":                    {punctual(12), 1, []string{credit.RatedPunctual}},
		"twice a week late, told":       {told(punctual(10, 7, 3), 1, 2), 1, []string{credit.RatedExcused}},
		"the same, one not told":        {told(punctual(10, 7, 3), 1), 2, []string{credit.RatedUnsteady}},
		"eight days, told":              {told(punctual(10, 8), 1), 2, []string{credit.RatedUnsteady}},
		"three times, told":             {told(punctual(10, 2, 2, 2), 1, 2, 3), 2, []string{credit.RatedUnsteady}},
		"three delays of five days":     {punctual(10, 5, 5, 5), 2, []string{credit.RatedUnsteady}},
		"no due date in the year":       {punctual(0), 2, []string{credit.RatedNoStatistics}},
		"nobody at all":                 {&ledger.Account{}, 2, []string{credit.RatedNoStatistics}},
		"twelve months":                 {known(cal.On(2025, 2, 3), punctual(12)), 1, []string{credit.RatedPunctual}},
		"a day short of twelve months":  {known(cal.On(2025, 2, 4), punctual(12)), 2, []string{credit.RatedShortHistory}},
		"eleven months, late":           {known(cal.On(2025, 3, 3), punctual(12, 4)), 2, []string{credit.RatedShortHistory, credit.RatedUnsteady}},
		"one document, paid late":       {payer(3), 2, []string{credit.RatedUnsteady}},
		"half of the cases, 14 days":    {punctual(2, 14, 14), 2, []string{credit.RatedUnsteady}},
		"more than half, 14 days":       {punctual(2, 14, 14, 14), 3, []string{credit.RatedOftenLate}},
		"more than half, one day, told": {told(punctual(1, 1, 1), 1, 2), 3, []string{credit.RatedOftenLate}},
		"thirty days":                   {punctual(10, 30), 2, []string{credit.RatedUnsteady}},
		"thirty-one days":               {punctual(10, 31), 3, []string{credit.RatedMonthLate}},
		"thirty-one days, told":         {told(punctual(10, 31), 1), 3, []string{credit.RatedMonthLate}},
		// Instalments 9 and 10 of 12 fall due on 5 and 15 November.
		"twice 15 days in a month":       {payer(0, 0, 0, 0, 0, 0, 0, 0, 15, 15, 0, 0), 3, []string{credit.RatedTwiceAMonth}},
		"twice 15 days in a month, told": {told(payer(0, 0, 0, 0, 0, 0, 0, 0, 15, 15, 0, 0), 9, 10), 3, []string{credit.RatedTwiceAMonth}},
		"twice 14 days in a month":       {payer(0, 0, 0, 0, 0, 0, 0, 0, 14, 14, 0, 0), 2, []string{credit.RatedUnsteady}},
		"15 days in two months":          {payer(0, 0, 0, 15, 0, 0, 0, 0, 15, 0, 0, 0), 2, []string{credit.RatedUnsteady}},
		"refuses, but talks":             {with(punctual(12), on(ledger.Refusal, 10)), 1, []string{credit.RatedPunctual}},
		"hides, but refused nothing":     {with(punctual(10, 20), on(ledger.NoContact, 10)), 2, []string{credit.RatedUnsteady}},
		"hides and refuses":              {with(punctual(12), resists...), 3, []string{credit.RatedResists}},
		"hid and refused a year ago":     {with(punctual(12), on(ledger.Refusal, 366), on(ledger.NoContact, 366)), 1, []string{credit.RatedPunctual}},
		"two of 15 days, hides, refuses": {with(punctual(10, 15, 0, 0, 0, 15), resists...), 4, []string{credit.RatedEvader}},
		"the same, one of them told": {
			told(with(punctual(10, 15, 0, 0, 0, 15), resists...), 1), 3, []string{credit.RatedResists},
		},
		"two of 14 days, hides, refuses":    {with(punctual(10, 14, 0, 0, 0, 14), resists...), 3, []string{credit.RatedResists}},
		"claim delivered":                   {with(punctual(12), on(ledger.ClaimDelivered, 30)), 4, []string{credit.RatedClaim}},
		"claim delivered, first day":        {with(punctual(12), on(ledger.ClaimDelivered, 365)), 4, []string{credit.RatedClaim}},
		"claim delivered before":            {with(punctual(12), on(ledger.ClaimDelivered, 366)), 1, []string{credit.RatedPunctual}},
		"claim delivered later":             {with(punctual(12), on(ledger.ClaimDelivered, -1)), 1, []string{credit.RatedPunctual}},
		"in court, claim before":            {with(punctual(12), on(ledger.Lawsuit, 3), on(ledger.ClaimDelivered, 40)), 4, []string{credit.RatedLawsuit, credit.RatedClaim}},
		"all that speaks against him":       {with(payer(31, 31, 31, 20, 20), resists[0]), 3, []string{credit.RatedMonthLate, credit.RatedTwiceAMonth}},
		"the ladder's letters do not count": {letters(punctual(10, 20)), 2, []string{credit.RatedUnsteady}},
		"open since long before the year": {
			&ledger.Account{
				Record: &ledger.Record{Since: rated - 900},
				Items:  []ledger.Item{{Invoice: "old", Due: rated - 800, Amount: 5, Open: 5}, {Invoice: "never due", Amount: 5, Open: 5}},
			},
			3,
			[]string{credit.RatedMonthLate},
		},
	} {
		got := credit.Rate(c.account, rated, nil)
		var codes []string
		for _, r := range got.Reasons {
			codes = append(codes, r.Code)
		}
		if got.Category != c.want || !cmp.Equal(codes, c.codes) {
			t.Errorf("%s: category %d for %v, want %d for %v", name, got.Category, codes, c.want, c.codes)
		}
	}
}

// letters is the account after a policy wrote every letter it has.
func letters(a *ledger.Account) *ledger.Account {
	for _, step := range []string{"reminder", "warning", "claim"} {
		a.Steps = append(a.Steps, ledger.Applied{Invoice: "1", Part: 1, Policy: "aktivmarket", Step: step, On: rated - 30})
	}
	return a
}

// What counts as telling beforehand, and as a new term.
func TestRateKnowsNotice(t *testing.T) {
	due := payer(5).Record.Delays[0].Due
	event := func(kind ledger.EventKind, invoice id.Invoice, day, until cal.Date) ledger.Event {
		return ledger.Event{Kind: kind, Invoice: invoice, Date: day, Until: until}
	}
	for name, c := range map[string]struct {
		events []ledger.Event
		want   credit.Category
	}{
		"on the due date":                  {[]ledger.Event{event(ledger.Notice, "1", due, due+5)}, 1},
		"the day after":                    {[]ledger.Event{event(ledger.Notice, "1", due+1, due+5)}, 2},
		"of another document":              {[]ledger.Event{event(ledger.Notice, "2", due, due+5)}, 2},
		"without a day":                    {[]ledger.Event{event(ledger.Notice, "1", due, 0)}, 2},
		"without a day, restructured":      {[]ledger.Event{event(ledger.Notice, "1", due, 0), event(ledger.Restructured, "1", due+2, 0)}, 1},
		"restructured after it was paid":   {[]ledger.Event{event(ledger.Notice, "1", due, 0), event(ledger.Restructured, "1", due+6, 0)}, 2},
		"a payment plan":                   {[]ledger.Event{event(ledger.Notice, "1", due, 0), event(ledger.Plan, "1", due, due+30)}, 1},
		"promised beforehand":              {[]ledger.Event{event(ledger.Promise, "1", due-1, due+3)}, 1},
		"promised for the due date":        {[]ledger.Event{event(ledger.Promise, "1", due-1, due)}, 2},
		"for all, to a later day":          {[]ledger.Event{event(ledger.Notice, "", due-3, due+1)}, 1},
		"for all, to an earlier day":       {[]ledger.Event{event(ledger.Notice, "", due-3, due-1)}, 2},
		"for all, thirty days before":      {[]ledger.Event{event(ledger.Notice, "", due-30, 0), event(ledger.Restructured, "", due, 0)}, 1},
		"for all, thirty-one days before":  {[]ledger.Event{event(ledger.Notice, "", due-31, 0), event(ledger.Restructured, "", due, 0)}, 2},
		"restructuring without any notice": {[]ledger.Event{event(ledger.Restructured, "1", due, due+5)}, 2},
	} {
		a := with(punctual(10, 5), c.events...)
		a.Record.Delays[0].Due, a.Record.Delays[0].Settled = due, due+5
		if got := credit.Rate(a, rated, nil); got.Category != c.want {
			t.Errorf("%s: category %d for %+v, want %d", name, got.Category, got.Reasons, c.want)
		}
	}
}

// A payment due on a Saturday and made on Monday is late only where due dates
// do not roll.
func TestRateRollsDueDates(t *testing.T) {
	saturday := cal.On(2025, 11, 15)
	a := &ledger.Account{Record: &ledger.Record{Since: rated - 730, Delays: []ledger.Delay{
		ledger.DelayOf("1", saturday, saturday+2, rated), ledger.DelayOf("2", saturday, saturday, rated), ledger.DelayOf("3", saturday+3, saturday+3, rated),
	}}}
	if got := credit.Rate(a, rated, nil).Category; got != credit.Uncertain {
		t.Errorf("as it stands: %d", got)
	}
	if got := credit.Rate(a, rated, cal.For("RU")).Category; got != credit.Reliable {
		t.Errorf("rolled: %d", got)
	}
}

// A document that was cancelled is nothing to be late with.
func TestRateLeavesOutCancelledDocuments(t *testing.T) {
	h := ledger.History{Items: []ledger.HistoryItem{
		{Item: ledger.Item{Invoice: "1", Issued: rated - 500, Due: rated - 480, Amount: 5}, Settled: []ledger.Settle{{On: rated - 480, Amount: 5}}},
		{Item: ledger.Item{Invoice: "2", Issued: rated - 100, Due: rated - 70}},
		{Item: ledger.Item{Invoice: "3", Issued: rated - 100, Due: rated - 70, Amount: 5}, Settled: []ledger.Settle{{On: rated - 70, Amount: 5}}},
	}}
	a := h.At(rated)
	if got := credit.Rate(&a, rated, nil); got.Category != credit.Reliable || got.Reasons[0].Of != 1 {
		t.Errorf("%+v", got)
	}
}

func TestRatingReasonsAreSentences(t *testing.T) {
	for _, code := range []string{
		credit.RatedLawsuit, credit.RatedClaim, credit.RatedEvader, credit.RatedMonthLate, credit.RatedTwiceAMonth, credit.RatedOftenLate,
		credit.RatedResists, credit.RatedPunctual, credit.RatedExcused, credit.RatedNoStatistics, credit.RatedShortHistory, credit.RatedUnsteady,
	} {
		r := credit.RatingReason{Code: code, Invoice: "A-1", Days: 41, Count: 3, Of: 12, On: rated}
		for _, lang := range []string{"en", "ru"} {
			if text := r.Text(lang); text == "" || strings.ContainsAny(text, "{}") {
				t.Errorf("%s in %s: %q", code, lang, text)
			}
		}
	}
	r := credit.RatingReason{Code: credit.RatedMonthLate, Invoice: "A-1", Days: 41}
	if got := r.Text("ru"); got != "задержка по документу A-1 — 41 дн., более месяца" {
		t.Error(got)
	}
}
