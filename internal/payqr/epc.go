package payqr

import (
	"strings"

	"debitor/internal/money"
	"debitor/internal/requisite"
)

// The bounds of EPC069-12, in characters, and of the whole text, in bytes [K].
const (
	epcNameMost    = 70
	epcPurposeMost = 140
	epcMost        = 331
)

// largest is what EPC and NBU can carry: 999,999,999.99.
const largest money.Minor = 99_999_999_999

func (p *Payment) checkEPC() error {
	if err := p.inCurrency("EUR"); err != nil {
		return err
	}
	if p.Amount > largest {
		return bad("amount", "%s EUR is more than a SEPA code carries (999999999.99): ask for it in parts", p.Amount.Decimal("EUR"))
	}
	if f := requisite.IBAN(p.Account); f != nil {
		return wrong("account", f)
	}
	switch country := p.Account[:2]; {
	case !requisite.SEPA(country):
		return bad("account", "IBAN %s is not in a country of SEPA: use another account or no code", p.Account)
	case p.BIC == "" && !requisite.EEA(country):
		return bad("bic", "an account in %s needs its bank's BIC: set it with the bank details", country)
	case p.BIC != "" && requisite.BIC(p.BIC) != nil:
		return bad("bic", "%q is not a BIC: it has 8 or 11 letters and digits", p.BIC)
	}
	if strings.HasPrefix(p.Reference, "RF") && !requisite.IsRF(p.Reference) {
		return bad("reference", "%q is not a creditor reference of ISO 11649: its check digits do not agree", p.Reference)
	}
	return nil
}

// epc writes the lines. A creditor reference has a line of its own and leaves
// none for the purpose, for the two exclude each other.
func (p *Payment) epc() string {
	reference := ""
	if requisite.IsRF(p.Reference) {
		reference = strings.ReplaceAll(p.Reference, " ", "")
	}
	lines := []string{
		"BCD", "002", "1", "SCT", // 1: UTF-8
		p.BIC,
		shortName(p.PayeeName, epcNameMost, 2*epcNameMost),
		p.Account,
		decimal(p.Amount, "EUR"),
		"", // purpose code
		reference,
		"",
	}
	if reference == "" {
		lines[len(lines)-1] = p.text(epcPurposeMost, epcMost-len(strings.Join(lines, "\n")))
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}
