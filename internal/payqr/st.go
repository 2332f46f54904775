package payqr

import (
	"strconv"
	"strings"

	"debitor/internal/money"
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
	if len(p.BIC) != 9 || !digits(p.BIC) {
		return bad("bic", "%q is not the BIC of a Russian bank: it has 9 digits", p.BIC)
	}
	if err := checkRussianAccount(p.Account, p.BIC); err != nil {
		return err
	}
	if err := checkCorrespondent(p.CorrAccount, p.BIC); err != nil {
		return err
	}
	if p.TaxID != "" && !isINN(p.TaxID) {
		return bad("tax_id", "%q is not an INN: it has 10 or 12 digits and its check digits do not agree", p.TaxID)
	}
	if p.KPP != "" && !isKPP(p.KPP) {
		return bad("kpp", "%q is not a KPP: it has 9 digits", p.KPP)
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

// keyWeights of Russian accounts, repeated [K].
var keyWeights = [3]int{7, 1, 3}

// accountKey is the control sum of an account under a prefix taken from the
// BIC; it is 0 for a good one [K].
func accountKey(prefix, account string) int {
	sum := 0
	for i, r := range prefix + account {
		sum += accountDigit(r) * keyWeights[i%len(keyWeights)] % 10
	}
	return sum % 10
}

// accountLetters may stand sixth in an account, for digits 0 to 9 [K].
const accountLetters = "ABCEHKMPTX"

func accountDigit(r rune) int {
	if at := strings.IndexRune(accountLetters, r); at >= 0 {
		return at
	}
	return int(r - '0')
}

// checkRussianAccount wants 20 digits whose key agrees with the bank.
func checkRussianAccount(account, bic string) error {
	plain := len(account) == 20 && account[0] != '0' && digits(account[:5]+account[6:])
	if !plain || !digits(account[5:6]) && !strings.Contains(accountLetters, account[5:6]) {
		return bad("account", "%q is not the account of a Russian payee: it has 20 digits", account)
	}
	prefix := bic[6:]
	if prefix <= "002" { // [K] accounts at the central bank itself
		prefix = "0" + bic[4:6]
	}
	if accountKey(prefix, account) != 0 {
		return bad("account", "account %s and BIC %s do not belong together: compare both with the bank's papers", account, bic)
	}
	return nil
}

// checkCorrespondent does the same for the bank's own account, if there is one.
func checkCorrespondent(account, bic string) error {
	if account == "" {
		return nil
	}
	if len(account) != 20 || !digits(account) {
		return bad("corr_account", "%q is not a correspondent account: it has 20 digits", account)
	}
	if strings.HasPrefix(account, "301") && accountKey("0"+bic[4:6], account) != 0 {
		return bad("corr_account", "correspondent account %s and BIC %s do not belong together: compare both with the bank's papers", account, bic)
	}
	return nil
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// decimal is an amount of two decimals behind its currency, as EPC and NBU
// write it.
func decimal(m money.Minor, c money.Currency) string { return string(c) + m.Decimal(c) }
