package bank

import (
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
)

// dottedDate reads 31.03.2026, with a time of day behind or not.
func dottedDate(s string) (cal.Date, bool) {
	s, _, _ = strings.Cut(strings.TrimSpace(s), " ")
	s = strings.TrimSuffix(s, ",")
	if len(s) != 10 || s[2] != s[5] || s[2] != '.' && s[2] != '/' || !digits(s[:2]+s[3:5]+s[6:]) {
		return 0, false
	}
	return cal.Valid(number(s[6:]), number(s[3:5]), number(s[:2]))
}

func number(s string) (n int) {
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// amount reads digits with a dot or a comma before the decimals, and spaces
// between thousands or not.
func amount(s string, c money.Currency) (money.Minor, error) {
	plain := strings.NewReplacer(" ", "", "\u00A0", "", ",", ".").Replace(strings.TrimSpace(s))
	if strings.Count(plain, ".") > 1 {
		return 0, fault.New(fault.Input, "money.not_a_number", "%q is not an amount (write 1234.50)", s)
	}
	return money.ParseMinor(plain, c.Decimals())
}

// compact is an account or a number without the spaces people put into it.
func compact(s string) string { return strings.Join(strings.Fields(s), "") }

// oneLine is a text with every run of white space as one space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
