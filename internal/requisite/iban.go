package requisite

import (
	"slices"
	"strings"

	"debitor/internal/fault"
)

// bban is the national part of an IBAN by country, as its register writes it:
// a count and n for digits, a for letters, c for both. Sources confirm AT, BA,
// BY, DE and UA; the others are [K].
var bban = map[string]string{
	"AD": "8n12c", "AL": "8n16c", "AT": "16n", "BA": "16n", "BE": "12n", "BG": "4a6n8c", "BY": "4c4n16c", "CH": "5n12c",
	"CY": "8n16c", "CZ": "20n", "DE": "18n", "DK": "14n", "EE": "16n", "ES": "20n", "FI": "14n", "FR": "10n11c2n",
	"GB": "4a14n", "GI": "4a15c", "GR": "7n16c", "HR": "17n", "HU": "24n", "IE": "4a14n", "IS": "22n", "IT": "1a10n12c",
	"LI": "5n12c", "LT": "16n", "LU": "3n13c", "LV": "4a13c", "MC": "10n11c2n", "MD": "20c", "ME": "18n", "MK": "3n10c2n",
	"MT": "4a5n18c", "NL": "4a10n", "NO": "11n", "PL": "24n", "PT": "21n", "RO": "4a16c", "RS": "18n", "SE": "20n",
	"SI": "15n", "SK": "20n", "SM": "1a10n12c", "UA": "6n19c", "VA": "18n",
}

// eeaCountries are those where the IBAN alone finds the bank; sepaOnly belong
// to SEPA beside them [K].
var (
	eeaCountries = strings.Fields("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK")
	sepaOnly     = strings.Fields("AD AL CH GB GI MC MD ME MK RS SM VA")
)

// EEA says whether the IBAN alone finds the bank in a country.
func EEA(country string) bool { return slices.Contains(eeaCountries, country) }

// SEPA says whether a country takes part in the single euro payments area.
func SEPA(country string) bool { return EEA(country) || slices.Contains(sepaOnly, country) }

// IBAN wants the country's own length and pattern and the check digits of ISO
// 13616.
func IBAN(s string) *fault.Fault {
	if len(s) < 5 {
		return fault.New(fault.Input, "requisite.iban", "%q is not an IBAN: it has two letters of the country and up to 32 signs more", s)
	}
	pattern, known := bban[s[:2]]
	if !known {
		return fault.New(fault.Input, "requisite.iban_country", "%q is not an IBAN of a country debitor knows: compare it with the bank's papers", s)
	}
	if !onlyDigits(s[2:4]) || !follows(s[4:], pattern) {
		return fault.New(fault.Input, "requisite.iban_form", "%q has not the form of an IBAN of %s (%d signs): compare it with the bank's papers", s, s[:2], 4+size(pattern))
	}
	if mod97(s[4:]+s[:4]) != 1 {
		return fault.New(fault.Input, "requisite.iban_digits", "the check digits of IBAN %s do not agree: compare it with the bank's papers", s)
	}
	return nil
}

// eachPart walks a pattern such as "4a6n8c".
func eachPart(pattern string, visit func(count int, class byte)) {
	count := 0
	for _, c := range []byte(pattern) {
		if c >= '0' && c <= '9' {
			count = 10*count + int(c-'0')
			continue
		}
		visit(count, c)
		count = 0
	}
}

func size(pattern string) (n int) {
	eachPart(pattern, func(count int, _ byte) { n += count })
	return n
}

func follows(s, pattern string) bool {
	if len(s) != size(pattern) {
		return false
	}
	ok := true
	eachPart(pattern, func(count int, class byte) {
		for _, c := range []byte(s[:count]) {
			digit, letter := c >= '0' && c <= '9', c >= 'A' && c <= 'Z'
			ok = ok && (digit && class != 'a' || letter && class != 'n')
		}
		s = s[count:]
	})
	return ok
}

// mod97 is the remainder of ISO 7064 mod 97-10, letters counting 10 to 35; 0
// for what has other signs.
func mod97(s string) int {
	n := 0
	for _, c := range []byte(s) {
		switch {
		case c >= '0' && c <= '9':
			n = (10*n + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			n = (100*n + int(c-'A') + 10) % 97
		default:
			return 0
		}
	}
	return n
}

// IsRF tells a creditor reference of ISO 11649: RF, two check digits, up to 21
// letters and digits.
func IsRF(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	return len(s) > 4 && len(s) <= 25 && s[:2] == "RF" && onlyDigits(s[2:4]) && mod97(s[4:]+s[:4]) == 1
}
