package ledger_test

import (
	"testing"

	"debitor/internal/ledger"
	"debitor/internal/money"
)

func TestVATRate(t *testing.T) {
	for text, want := range map[string]string{"20": "20", "25.00": "25", " 5,5 % ": "5.5", "20/120": "20", "0": "0", "100": "100", "без НДС": "", "Bez PDV": "", "—": "", "": ""} {
		got, hundredths, ok := ledger.VATRate(text)
		if got != want || !ok || want == "5.5" && hundredths != 550 {
			t.Errorf("%q is %q, %d, %v", text, got, hundredths, ok)
		}
	}
	for _, text := range []string{"0.2", "-5", "101", "20.125", "abc"} {
		if got, _, ok := ledger.VATRate(text); ok {
			t.Errorf("%q is taken for %q", text, got)
		}
	}
	for net, want := range map[money.Minor]money.Minor{10: 2, 12: 2, 13: 3, -13: -3, 100: 20} {
		if got := ledger.VATOf(net, 2000); got != want {
			t.Errorf("of %d: %d, want %d", net, got, want)
		}
	}
}
