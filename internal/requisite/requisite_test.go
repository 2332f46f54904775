package requisite

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func withCheckDigits(country, national string) string {
	for check := range 98 {
		if iban := fmt.Sprintf("%s%02d%s", country, check, national); mod97(national+iban[:4]) == 1 {
			return iban
		}
	}
	return ""
}

// codes are the flaws as field and the end of the code.
func codes(list []Flaw) (out []string) {
	for _, f := range list {
		out = append(out, f.Field+" "+strings.TrimPrefix(f.Code, "requisite."))
	}
	return out
}

func TestFlaws(t *testing.T) {
	for _, c := range []struct {
		of   Details
		want []string
	}{
		{Details{}, nil},
		{Details{Country: "RU", TaxID: "1234567894", KPP: "123401001", Registration: "1022200525819"}, nil},
		{Details{Country: "RU", TaxID: "12 345 678 94"}, nil},
		{Details{Country: "RU", TaxID: "1234567895"}, []string{"tax_id digit"}},
		{Details{Country: "RU", TaxID: "123456789047"}, nil},
		{Details{Country: "RU", TaxID: "123456789"}, []string{"tax_id inn"}},
		{Details{Country: "RU", KPP: "A23401001"}, []string{"kpp kpp"}},
		{Details{Country: "RU", KPP: "1234AB001"}, nil},
		{Details{Country: "RU", Registration: "1022200525818"}, []string{"registration digit"}},
		{Details{Country: "RU", Registration: "0022200525818"}, []string{"registration ogrn"}},
		{Details{Country: "RU", Registration: "304500116000157"}, nil},
		{Details{Country: "RU", Registration: "304500116000158"}, []string{"registration digit"}},
		{Details{Country: "DE", Registration: "HRB 1"}, nil},
		{Details{Country: "RU", Account: "40702810138250123017", BIC: "044525225"}, nil},
		{Details{Country: "RU", Account: "40702810138250123018", BIC: "044525225"}, []string{"account account_bic"}},
		{Details{Country: "RU", Account: "40702810138250123018"}, nil}, // without the bank nothing can be told
		{Details{Country: "RU", Account: "4070281013825012301", BIC: "04452522"}, []string{"bic bic_ru"}},
		{Details{Country: "RU", Account: "4070281013825012301"}, []string{"account account"}},
		{Details{Country: "RU", Account: "40702810138250123017", BIC: "044525225", Corr: "30101810965770000413"}, []string{"correspondent account_bic"}},
		{Details{Country: "RU", Corr: "301018"}, []string{"correspondent correspondent"}},
		{Details{Country: "BY", TaxID: "200988541"}, nil},
		{Details{Country: "BY", TaxID: "BY200988541"}, nil},
		{Details{Country: "BY", TaxID: "200988542"}, []string{"tax_id digit"}},
		{Details{Country: "BY", TaxID: "MA1953684"}, nil},
		{Details{Country: "BY", TaxID: "МА1953684"}, nil}, // the same in Cyrillic
		{Details{Country: "BY", TaxID: "MA1953685"}, []string{"tax_id digit"}},
		{Details{Country: "BY", TaxID: "900988541"}, []string{"tax_id unp"}},
		{Details{Country: "UA", TaxID: "32855961"}, nil},
		{Details{Country: "UA", TaxID: "32855968"}, []string{"tax_id digit"}},
		{Details{Country: "UA", TaxID: "1759013776"}, nil},
		{Details{Country: "UA", TaxID: "1759013770"}, []string{"tax_id digit"}},
		{Details{Country: "UA", TaxID: "3285596"}, []string{"tax_id edrpou"}},
		{Details{Country: "BA", TaxID: "4200000000000"}, nil},
		{Details{Country: "BA", TaxID: "200000000000"}, nil},
		{Details{Country: "BA", TaxID: "5200000000000"}, []string{"tax_id jib"}},
		{Details{Country: "DE", TaxID: "DE136695976"}, nil},
		{Details{Country: "DE", TaxID: "DE 136 695 976"}, nil},
		{Details{Country: "DE", TaxID: "DE136695977"}, []string{"tax_id digit"}},
		{Details{Country: "DE", TaxID: "DE036695976"}, []string{"tax_id ustid"}},
		{Details{Country: "DE", TaxID: "93/815/08152"}, nil},
		{Details{Country: "DE", TaxID: "DE9381508152"}, []string{"tax_id ustid"}},
		{Details{Country: "KZ", TaxID: "anything"}, nil},
		{Details{Country: "DE", Account: "DE33 1002 0500 0001 1947 00", BIC: "BFSWDE33BER"}, nil},
		{Details{Country: "DE", Account: "DE33 1002 0500 0001 1947 01", BIC: "BFSWDE33BE"}, []string{"account iban_digits", "bic bic"}},
		{Details{Country: "BY", Account: "BY13NBRB3600900000002Z00AB0"}, []string{"account iban_form"}},
		{Details{Country: "BA", Account: "XX33100205000001194700"}, []string{"account iban_country"}},
		{Details{Country: "BA", Account: "1610000010640098"}, nil}, // a national number, of which nothing is known
		{Details{Country: "RU", Account: "DE33100205000001194700", BIC: "BFSWDE33BER"}, nil},
	} {
		if got := codes(c.of.Flaws()); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q, want %q", c.of, got, c.want)
		}
	}
}

// TestOneWrongDigitIsFound changes every digit of good numbers: what a check
// digit is for.
func TestOneWrongDigitIsFound(t *testing.T) {
	for country, good := range map[string]string{"RU": "1234567894", "BY": "200988541", "UA": "32855961", "DE": "136695976"} {
		missed := 0
		for i := range good {
			for d := byte('0'); d <= '9'; d++ {
				other := []byte(good)
				if other[i] = d; string(other) != good && Tax(country, string(other)) == nil {
					missed++
				}
			}
		}
		if missed > 2 { // where a remainder of 10 counts as 0, a few pass
			t.Errorf("%s: %d numbers with one wrong digit pass for good ones", country, missed)
		}
	}
}

func TestCheckDigits(t *testing.T) {
	for _, c := range []struct {
		name  string
		is    func(string) bool
		value string
		want  bool
	}{
		{"INN", IsINN, "1234567894", true},
		{"INN", IsINN, "1234567895", false},
		{"INN", IsINN, "123456789047", true},
		{"INN", IsINN, "123456789048", false},
		{"INN", IsINN, "123456789", false},
		{"INN", IsINN, "12345678９4", false},
		{"EDRPOU", IsEDRPOU, "32855961", true},
		{"EDRPOU", IsEDRPOU, "32855968", false},
		{"EDRPOU", IsEDRPOU, "3285596", false},
		{"RNOKPP", IsRNOKPP, "1759013776", true},
		{"RNOKPP", IsRNOKPP, "1759013770", false},
		{"RF", IsRF, "RF18539007547034", true},
		{"RF", IsRF, "RF18539007547035", false},
		{"RF", IsRF, "RF18", false},
		{"RF", IsRF, "RF18539007547034539007547034", false},
	} {
		if got := c.is(c.value); got != c.want {
			t.Errorf("%s %s: %v", c.name, c.value, got)
		}
	}
	for _, iban := range []string{"DE33100205000001194700", "FR1420041010050500013M02606", "GB82WEST12345698765432"} {
		if err := IBAN(iban); err != nil {
			t.Errorf("%s: %v", iban, err)
		}
	}
}

// TestPatternsAreIBANs makes an account of every country and reads it back.
func TestPatternsAreIBANs(t *testing.T) {
	for country, pattern := range bban {
		var national strings.Builder
		eachPart(pattern, func(count int, class byte) {
			national.WriteString(strings.Repeat(map[byte]string{'n': "7", 'a': "Q", 'c': "X"}[class], count))
		})
		if err := IBAN(withCheckDigits(country, national.String())); err != nil || national.Len() > 30 {
			t.Errorf("%s %s: %v", country, pattern, err)
		}
	}
	for _, country := range append(eeaCountries, sepaOnly...) {
		if bban[country] == "" {
			t.Errorf("%s belongs to SEPA and has no pattern", country)
		}
	}
}
