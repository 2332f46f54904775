package ledger_test

import (
	"testing"

	"debitor/internal/cal"
	"debitor/internal/ledger"
)

// TestPromiseStates: a promise of no amount is about what was open when it was
// given.
func TestPromiseStates(t *testing.T) {
	items := []ledger.Item{{Invoice: "I1", Part: 1, Issued: date(t, "2026-01-05"), Due: date(t, "2026-01-20"), Amount: 100, Currency: "BYN"}}
	events := []ledger.Event{{Date: date(t, "2026-02-03"), Kind: ledger.Promise, Invoice: "I1", Currency: "BYN", Until: date(t, "2026-02-06")}}
	receipts := []ledger.Receipt{
		{On: date(t, "2026-02-03"), Invoice: "I1", Issued: date(t, "2026-01-05"), Amount: 30, Currency: "BYN"}, // before he said so
		{On: date(t, "2026-02-09"), Invoice: "I1", Issued: date(t, "2026-01-05"), Amount: 70, Currency: "BYN"}, // too late
	}
	for _, c := range []struct {
		day  string
		days int
		want ledger.Kept
	}{
		{"2026-02-06", 0, ledger.Kept{State: ledger.PromiseOpen, Target: 70}},
		{"2026-02-20", 0, ledger.Kept{State: ledger.PromiseBroken, Target: 70}},
		{"2026-02-20", 3, ledger.Kept{State: ledger.PromiseKept, Target: 70, Received: 70}},
	} {
		if got := ledger.PromiseAt(events, 0, items, receipts, cal.Date(c.days), date(t, c.day)); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.day, got, c.want)
		}
	}
}

func date(t *testing.T, s string) cal.Date {
	t.Helper()
	d, err := cal.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
