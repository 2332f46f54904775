package ledger

import (
	"slices"
	"strings"

	"debitor/internal/id"
	"debitor/internal/money"
)

// InvoiceLine is a position of an invoice. A credit note's are negative.
type InvoiceLine struct {
	Invoice id.Invoice
	Number  int // from 1
	Text    string
	Group   string // product group; empty: not said
	Segment string // price segment; empty: not said
	Rate    string // of VAT in per cent: "20", "5.5"; empty: none
	Net     money.Minor
	VAT     money.Minor
}

// withoutVAT is what people write in the place of a rate where there is none.
var withoutVAT = []string{"", "-", "–", "—", "без ндс", "без пдв", "не облагается", "не абкладаецца", "bez pdv", "ohne mwst", "ohne ust", "steuerfrei", "exempt", "no vat", "none"}

// VATRate reads a rate of VAT: "25.00" and "25 %" are "25", "20/120" is "20", "без
// НДС" is none. It answers in hundredths of a per cent, too; false where it is
// neither a rate nor a word for none. A rate between nothing and one is no rate:
// it is a share, as workbooks keep a percentage.
func VATRate(text string) (rate string, hundredths money.Minor, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if slices.Contains(withoutVAT, text) {
		return "", 0, true
	}
	text, _, _ = strings.Cut(strings.ReplaceAll(text, ",", "."), "/")
	text = strings.TrimSpace(strings.TrimSuffix(text, "%"))
	m, err := money.ParseMinor(text, 2)
	if err != nil || m < 0 || m > 10000 || m > 0 && m < 100 {
		return "", 0, false
	}
	s := m.Decimal("EUR")
	return strings.TrimSuffix(strings.TrimRight(s, "0"), "."), m, true
}

// VATOf is the VAT of a net amount at a rate in hundredths of a per cent, rounded
// half away from zero.
func VATOf(net, hundredths money.Minor) money.Minor {
	product := net * hundredths // both are bounded: a hundred billion and a hundred per cent
	if product < 0 {
		return -((-product + 5000) / 10000)
	}
	return (product + 5000) / 10000
}
