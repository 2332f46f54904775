package requisite

import (
	"regexp"
	"strings"

	"debitor/internal/fault"
)

var swift = regexp.MustCompile(`^[A-Z]{4}[A-Z]{2}[0-9A-Z]{2}([0-9A-Z]{3})?$`)

// BIC tells what cannot be a bank's code of ISO 9362.
func BIC(s string) *fault.Fault {
	if !swift.MatchString(s) {
		return fault.New(fault.Input, "requisite.bic", "%q is not a BIC: it has 8 or 11 letters and digits, in Russia 9 digits", s)
	}
	return nil
}

// RussianBIC tells what cannot be the БИК of a Russian bank.
func RussianBIC(s string) *fault.Fault {
	if len(s) != 9 || !onlyDigits(s) {
		return fault.New(fault.Input, "requisite.bic_ru", "%q is not the BIC of a Russian bank: it has 9 digits", s)
	}
	return nil
}

// IsNational says whether an account is written as a country's own number, and
// not as an IBAN, which begins with two letters.
func IsNational(account string) bool {
	return len(account) < 2 || !isLetter(account[0]) || !isLetter(account[1])
}

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' }

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

// RussianAccount wants 20 digits, and where the BIC is known, which is a good
// one, that their key agrees with the bank.
func RussianAccount(account, bic string) *fault.Fault {
	plain := len(account) == 20 && account[0] != '0' && onlyDigits(account[:5]+account[6:])
	if !plain || !onlyDigits(account[5:6]) && !strings.Contains(accountLetters, account[5:6]) {
		return fault.New(fault.Input, "requisite.account", "%q is not the account of a Russian payee: it has 20 digits", account)
	}
	if bic == "" {
		return nil
	}
	prefix := bic[6:]
	if prefix <= "002" { // [K] accounts at the central bank itself
		prefix = "0" + bic[4:6]
	}
	if accountKey(prefix, account) != 0 {
		return fault.New(fault.Input, "requisite.account_bic", "account %s and BIC %s do not belong together: compare both with the bank's papers", account, bic)
	}
	return nil
}

// Correspondent does the same for the bank's own account.
func Correspondent(account, bic string) *fault.Fault {
	if len(account) != 20 || !onlyDigits(account) {
		return fault.New(fault.Input, "requisite.correspondent", "%q is not a correspondent account: it has 20 digits", account)
	}
	if strings.HasPrefix(account, "301") && RussianBIC(bic) == nil && accountKey("0"+bic[4:6], account) != 0 {
		return fault.New(fault.Input, "requisite.account_bic", "account %s and BIC %s do not belong together: compare both with the bank's papers", account, bic)
	}
	return nil
}
