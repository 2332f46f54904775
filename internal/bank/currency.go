package bank

import (
	"strings"

	"debitor/internal/money"
)

// byNumber are the three digits by which accounts and statements name a
// currency: ISO 4217 numeric codes. 810 is how Russian accounts write the
// rouble to this day (Bank of Russia, chart of accounts of credit
// institutions), although ISO has 643; 933 and 643 are today's codes of the
// Belarusian and the Russian rouble.
var byNumber = map[string]money.Currency{
	"036": "AUD", "051": "AMD", "124": "CAD", "156": "CNY", "203": "CZK", "208": "DKK", "348": "HUF", "356": "INR",
	"392": "JPY", "398": "KZT", "410": "KRW", "417": "KGS", "498": "MDL", "578": "NOK", "643": "RUB", "752": "SEK",
	"756": "CHF", "810": "RUB", "826": "GBP", "840": "USD", "860": "UZS", "933": "BYN", "934": "TMT", "941": "RSD",
	"944": "AZN", "946": "RON", "949": "TRY", "972": "TJS", "975": "BGN", "977": "BAM", "978": "EUR", "980": "UAH",
	"981": "GEL", "985": "PLN", "986": "BRL",
}

// currencyNamed reads a currency written as letters or as digits, "" if it is
// neither.
func currencyNamed(s string) money.Currency {
	s = strings.TrimSpace(s)
	if c, ok := byNumber[s]; ok {
		return c
	}
	c, err := money.ParseCurrency(s)
	if err != nil {
		return ""
	}
	return c
}

// currencyOfAccount is what a Russian account of twenty digits says in its
// digits six to eight, "" for others.
func currencyOfAccount(account string) money.Currency {
	if len(account) != 20 || !digits(account) {
		return ""
	}
	return byNumber[account[5:8]]
}

// nationalCurrency is the currency of the country an account stands in, for
// formats that name a currency only where it is foreign. Belarusian accounts
// had thirteen digits before they became IBANs in 2017.
func nationalCurrency(account string) money.Currency {
	switch {
	case strings.HasPrefix(account, "BY"), len(account) == 13 && digits(account):
		return "BYN"
	case strings.HasPrefix(account, "UA"):
		return "UAH"
	case strings.HasPrefix(account, "KZ"):
		return "KZT"
	}
	return ""
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
