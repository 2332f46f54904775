package credit

import (
	"testing"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/policy"
)

var listed = policy.BlackList{Times: 2, Days: 10, Prepay: 50, Months: 3, Clean: 30}

// delays is a record of due and settled days; a settled day of 0 is open.
func delays(day cal.Date, pairs ...[2]cal.Date) *ledger.Record {
	r := &ledger.Record{}
	for _, p := range pairs {
		end := p[1]
		if end == 0 {
			end = day
		}
		r.Delays = append(r.Delays, ledger.Delay{Due: p[0], Settled: p[1], Days: max(0, int(end-p[0]))})
	}
	return r
}

func TestLateLastMonth(t *testing.T) {
	day := cal.On(2026, 11, 23)
	october := func(d int) cal.Date { return cal.On(2026, 10, d) }
	for _, c := range []struct {
		name         string
		record       *ledger.Record
		times, worst int
		systematic   bool
	}{
		{"in time", delays(day, [2]cal.Date{october(5), october(5)}, [2]cal.Date{october(9), october(1)}), 0, 0, false},
		{"once by twelve", delays(day, [2]cal.Date{october(5), october(17)}), 1, 12, false},
		{"twice, the worst by ten", delays(day, [2]cal.Date{october(5), october(15)}, [2]cal.Date{october(20), october(22)}), 2, 10, true},
		{"twice, the worst by nine", delays(day, [2]cal.Date{october(5), october(14)}, [2]cal.Date{october(20), october(22)}), 2, 9, false},
		{"still open, as of the month's end", delays(day, [2]cal.Date{october(25), 0}, [2]cal.Date{october(20), 0}), 2, 11, true},
		{"paid in November", delays(day, [2]cal.Date{october(28), cal.On(2026, 11, 20)}), 1, 3, false},
		{"before the month", delays(day, [2]cal.Date{cal.On(2026, 8, 1), cal.On(2026, 9, 30)}), 0, 0, false},
		{"due before, paid in the month", delays(day, [2]cal.Date{cal.On(2026, 9, 20), october(1)}), 1, 11, false},
		{"due in November", delays(day, [2]cal.Date{cal.On(2026, 11, 2), 0}), 0, 0, false},
	} {
		got := LateLastMonth(c.record, day)
		if got.Times != c.times || got.Worst != c.worst || got.Systematic(&listed) != c.systematic {
			t.Errorf("%s: %+v, systematic %v", c.name, got, got.Systematic(&listed))
		}
	}
	all := LateLastMonth(delays(day, [2]cal.Date{october(1), 0}, [2]cal.Date{october(2), 0}), day)
	if all.Systematic(&policy.BlackList{}) {
		t.Error("a policy without a black list puts somebody on it")
	}
}

func TestTheListEnds(t *testing.T) {
	for _, c := range []struct{ from, last string }{{"2026-11-23", "2027-02-23"}, {"2026-11-30", "2027-02-28"}, {"2026-12-31", "2027-03-31"}} {
		from, _ := cal.Parse(c.from)
		if got := LastDay(&listed, from); got.String() != c.last {
			t.Errorf("from %s to %s, want %s", c.from, got, c.last)
		}
	}
	day := cal.On(2026, 11, 23)
	for _, c := range []struct {
		record *ledger.Record
		ok     bool
	}{
		{delays(day), true},
		{delays(day, [2]cal.Date{day - 60, 0}), false},        // overdue
		{delays(day, [2]cal.Date{day - 20, day - 15}), false}, // late in the last thirty days
		{delays(day, [2]cal.Date{day - 60, day - 30}), true},  // late before them
		{delays(day, [2]cal.Date{day - 10, day - 12}), true},  // in time
		{delays(day, [2]cal.Date{day, 0}), true},              // due today
	} {
		if ok, _, _ := MayReturn(&listed, c.record, day); ok != c.ok {
			t.Errorf("%+v: %v", c.record.Delays, ok)
		}
	}
}
