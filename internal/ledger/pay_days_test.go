package ledger_test

import (
	"testing"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/ledger"
)

func TestPayDays(t *testing.T) {
	for _, c := range []struct {
		days string
		from string
		want string
	}{
		{"tue, fri", "2026-11-23", "2026-11-24"}, // a Monday
		{"tue, fri", "2026-11-24", "2026-11-24"},
		{"Tue;Fri", "2026-11-25", "2026-11-27"},
		{"10, 25", "2026-11-26", "2026-12-10"},
		{"31", "2026-02-03", "2026-02-28"},
		{"30 10", "2026-02-11", "2026-02-28"},
		{"30", "2026-01-30", "2026-01-30"},
		{"mon, 25", "2026-11-24", "2026-11-25"},
		{"", "2026-11-24", ""},
	} {
		from, _ := cal.Parse(c.from)
		p, err := ledger.ParsePayDays(c.days)
		if err != nil {
			t.Fatal(err)
		}
		want := cal.Date(0)
		if c.want != "" {
			want, _ = cal.Parse(c.want)
		}
		if got := p.Next(from); got != want {
			t.Errorf("%q from %s: %s, want %s", c.days, c.from, got, c.want)
		}
	}
	for _, bad := range []string{"0", "32", "tuesday", "tue,x"} {
		if _, err := ledger.ParsePayDays(bad); fault.Code(err) != "customer.pay_days" {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
