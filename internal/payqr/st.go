package payqr

import (
	"strconv"
	"strings"

	"debitor/internal/money"
	"debitor/internal/requisite"
)

// The bounds of GOST R 56042-2014, in characters, and of its mandatory block
// after the eight bytes of service, in bytes.
const (
	stNameMost      = 160
	stBankMost      = 45
	stPurposeMost   = 210
	stMandatoryMost = 300
)

// separators are what may stand between two fields; the first that is in none
// of the values is taken. The header tells the reader which it is.
const separators = "|#;~^@&*"

// checkST refuses details with which a Russian payment would come back.
func (p *Payment) checkST() error {
	if err := p.inCurrency("RUB"); err != nil {
		return err
	}
	if p.BankName == "" {
		return bad("bank", "the payee's bank has no name: set it with the bank details")
	}
	if f := requisite.RussianBIC(p.BIC); f != nil {
		return wrong("bic", f)
	}
	if f := requisite.RussianAccount(p.Account, p.BIC); f != nil {
		return wrong("account", f)
	}
	if p.CorrAccount != "" {
		if f := requisite.Correspondent(p.CorrAccount, p.BIC); f != nil {
			return wrong("corr_account", f)
		}
	}
	if p.TaxID != "" {
		if f := requisite.Tax("RU", p.TaxID); f != nil {
			return wrong("tax_id", f)
		}
	}
	if p.KPP != "" {
		if f := requisite.KPP(p.KPP); f != nil {
			return wrong("kpp", f)
		}
	}
	return nil
}

// st writes the fields in the standard's order: five mandatory ones, then the
// sum in kopecks and what else we know. The name yields to the bound of the
// mandatory block; the other four leave it more than a hundred bytes.
func (p *Payment) st() (string, error) {
	bank := shortName(p.BankName, stBankMost, 2*stBankMost)
	corr := p.CorrAccount
	if corr == "" {
		corr = "0" // [K] a payee at the treasury or the central bank has none
	}
	block := len("Name=|PersonalAcc=|BankName=|BIC=|CorrespAcc=") + len(p.Account) + len(bank) + len(p.BIC) + len(corr)
	fields := []string{
		"Name=" + shortName(p.PayeeName, stNameMost, stMandatoryMost-block),
		"PersonalAcc=" + p.Account,
		"BankName=" + bank,
		"BIC=" + p.BIC,
		"CorrespAcc=" + corr,
		"Sum=" + strconv.FormatInt(int64(p.Amount), 10),
	}
	for _, optional := range []struct{ key, value string }{
		{"Purpose", p.text(stPurposeMost, 4*stPurposeMost)},
		{"PayeeINN", p.TaxID},
		{"KPP", p.KPP},
	} {
		if optional.value != "" {
			fields = append(fields, optional.key+"="+optional.value)
		}
	}
	all := strings.Join(fields, "")
	for _, sep := range separators {
		if !strings.ContainsRune(all, sep) {
			return string(ST) + string(sep) + strings.Join(fields, string(sep)), nil
		}
	}
	return "", bad("text", "the names and the purpose use every sign that could stand between two fields (%s): leave one of them out", separators)
}

// decimal is an amount of two decimals behind its currency, as EPC and NBU
// write it.
func decimal(m money.Minor, c money.Currency) string { return string(c) + m.Decimal(c) }
