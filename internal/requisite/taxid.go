package requisite

import (
	"regexp"
	"strings"

	"debitor/internal/fault"
)

// taxes check the tax numbers of the countries that debitor knows.
var taxes = map[string]func(string) *fault.Fault{"RU": taxRU, "BY": taxBY, "UA": taxUA, "BA": taxBA, "DE": taxDE}

// Tax tells a tax number that cannot be one of the country; nil for countries
// whose numbers are not known here.
func Tax(country, number string) *fault.Fault {
	check, known := taxes[country]
	if !known {
		return nil
	}
	return check(Compact(number))
}

// taxRU wants an ИНН of a company (10 digits) or a person (12).
func taxRU(s string) *fault.Fault {
	switch {
	case !onlyDigits(s) || len(s) != 10 && len(s) != 12:
		return fault.New(fault.Input, "requisite.inn", "%q is not an INN: a company's has 10 digits, a person's 12", s)
	case !IsINN(s):
		return mistyped(s)
	}
	return nil
}

// unp is a first sign of the office, a second that may be a letter, and digits.
var unp = regexp.MustCompile(`^[1-7ABCEHKM][0-9ABCEHKMOPT][0-9]{7}$`)

// cyrillicUNP are the letters of an УНП as they stand on a keyboard.
var cyrillicUNP = strings.NewReplacer("А", "A", "В", "B", "С", "C", "Е", "E", "Н", "H", "К", "K", "М", "M", "О", "O", "Р", "P", "Т", "T")

// taxBY wants an УНП, with the letters of either alphabet and with or without
// the country before it.
func taxBY(s string) *fault.Fault {
	s = cyrillicUNP.Replace(s)
	if len(s) == 11 {
		s = strings.TrimPrefix(s, "BY")
	}
	switch {
	case !unp.MatchString(s):
		return fault.New(fault.Input, "requisite.unp", "%q is not an UNP: it has 9 signs, the first of them 1 to 7 or a letter", s)
	case !unpAgrees(s):
		return mistyped(s)
	}
	return nil
}

// unpSecond are the letters that may stand second; they count by their place.
const unpSecond = "ABCEHKMOPT"

func unpAgrees(s string) bool {
	sum := 0
	for i, weight := range [8]int{29, 23, 19, 17, 13, 7, 5, 3} {
		value := int(s[i] - '0')
		switch at := strings.IndexByte(unpSecond, s[i]); {
		case at >= 0 && i == 1:
			value = at
		case s[i] >= 'A':
			value = int(s[i]-'A') + 10
		}
		sum += weight * value
	}
	return sum%11 == digit(s, 8) // a remainder of 10 is no digit: there is no such number
}

// taxUA wants the ЄДРПОУ of a company or the РНОКПП of a person.
func taxUA(s string) *fault.Fault {
	switch {
	case !onlyDigits(s) || len(s) != 8 && len(s) != 10 && len(s) != 12:
		return fault.New(fault.Input, "requisite.edrpou", "%q is neither an EDRPOU code (8 digits) nor a person's number (10), nor one of VAT (12)", s)
	case len(s) == 8 && !IsEDRPOU(s), len(s) == 10 && !IsRNOKPP(s):
		return mistyped(s)
	}
	return nil
}

// jib is the number of a company, pdv the one of VAT. How their last digit is
// found is not known to us, so only the form is looked at [K].
var (
	jib = regexp.MustCompile(`^4[0-9]{12}$`)
	pdv = regexp.MustCompile(`^[0-9]{12}$`)
)

func taxBA(s string) *fault.Fault {
	if !jib.MatchString(s) && !pdv.MatchString(s) {
		return fault.New(fault.Input, "requisite.jib", "%q is neither a JIB (13 digits, the first a 4) nor a number of PDV (12 digits)", s)
	}
	return nil
}

// taxDE wants a USt-IdNr., or a Steuernummer, whose form differs by Land and
// which is only counted.
func taxDE(s string) *fault.Fault {
	number := strings.TrimPrefix(s, "DE")
	switch {
	case !onlyDigits(number) || len(number) == 9 && number[0] == '0':
	case len(number) == 9 && !mod1110(number):
		return mistyped(s)
	case len(number) == 9, s == number && (len(s) == 10 || len(s) == 11 || len(s) == 13):
		return nil
	}
	return fault.New(fault.Input, "requisite.ustid", "%q is neither a USt-IdNr. (DE and 9 digits) nor a Steuernummer (10, 11 or 13 digits)", s)
}

// mod1110 is the check of ISO 7064, mod 11,10, over digits.
func mod1110(s string) bool {
	product := 10
	for i := range len(s) - 1 {
		if product = (product + digit(s, i)) % 10; product == 0 {
			product = 10
		}
		product = product * 2 % 11
	}
	return (11-product)%10 == digit(s, len(s)-1)
}

// kpp is four digits of the office, two signs of the reason, three of a number [K].
var kpp = regexp.MustCompile(`^[0-9]{4}[0-9A-Z]{2}[0-9]{3}$`)

// KPP tells what cannot be a Russian КПП.
func KPP(s string) *fault.Fault {
	if !kpp.MatchString(s) {
		return fault.New(fault.Input, "requisite.kpp", "%q is not a KPP: it has 9 digits", s)
	}
	return nil
}

// Register tells a number that cannot stand in the country's register: in
// Russia an ОГРН (13 digits) or ОГРНИП (15 digits [K]).
func Register(country, s string) *fault.Fault {
	switch {
	case country != "RU":
		return nil
	case !onlyDigits(s) || s[0] == '0' || len(s) != 13 && len(s) != 15:
		return fault.New(fault.Input, "requisite.ogrn", "%q is not an OGRN: it has 13 digits, an entrepreneur's 15", s)
	}
	body, by := s[:len(s)-1], len(s)-2 // modulo 11 of the first 12, modulo 13 of the first 14
	rest := 0
	for _, c := range []byte(body) {
		rest = (10*rest + int(c-'0')) % by
	}
	if rest%10 != digit(s, len(s)-1) {
		return mistyped(s)
	}
	return nil
}

// weighted is the sum of digits by weights; the text has at least as many digits.
func weighted(s string, weights ...int) (sum int) {
	for i, w := range weights {
		sum += w * int(s[i]-'0')
	}
	return sum
}

func digit(s string, at int) int { return int(s[at] - '0') }

// IsINN tells the tax number of a Russian company (10 digits) or person (12).
func IsINN(s string) bool {
	if !onlyDigits(s) {
		return false
	}
	switch len(s) {
	case 10:
		return weighted(s, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == digit(s, 9)
	case 12:
		return weighted(s, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == digit(s, 10) &&
			weighted(s, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == digit(s, 11)
	}
	return false
}

// IsEDRPOU tells the code of a Ukrainian company. Codes from 30000000 to
// 59999999 have the weights in another order.
func IsEDRPOU(s string) bool {
	if len(s) != 8 || !onlyDigits(s) {
		return false
	}
	weights := []int{1, 2, 3, 4, 5, 6, 7}
	if s[0] >= '3' && s[0] <= '5' {
		weights = []int{7, 1, 2, 3, 4, 5, 6}
	}
	check := weighted(s, weights...) % 11
	if check == 10 {
		for i := range weights {
			weights[i] += 2
		}
		check = weighted(s, weights...) % 11 % 10
	}
	return check == digit(s, 7)
}

// IsRNOKPP tells the tax number of a person in Ukraine.
func IsRNOKPP(s string) bool {
	if len(s) != 10 || !onlyDigits(s) {
		return false
	}
	sum := weighted(s, -1, 5, 7, 9, 4, 6, 10, 5, 7)
	return (sum%11+11)%11%10 == digit(s, 9)
}
