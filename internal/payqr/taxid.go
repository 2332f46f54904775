package payqr

import "regexp"

// kpp is four digits of the office, two signs of the reason, three of a number [K].
var kpp = regexp.MustCompile(`^[0-9]{4}[0-9A-Z]{2}[0-9]{3}$`)

func isKPP(s string) bool { return kpp.MatchString(s) }

// weighted is the sum of digits by weights; the text has at least as many digits.
func weighted(s string, weights ...int) (sum int) {
	for i, w := range weights {
		sum += w * int(s[i]-'0')
	}
	return sum
}

func digit(s string, at int) int { return int(s[at] - '0') }

// isINN tells the tax number of a Russian company (10 digits) or person (12).
func isINN(s string) bool {
	if !digits(s) {
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

// isEDRPOU tells the code of a Ukrainian company. Codes from 30000000 to
// 59999999 have the weights in another order.
func isEDRPOU(s string) bool {
	if len(s) != 8 || !digits(s) {
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

// isRNOKPP tells the tax number of a person in Ukraine.
func isRNOKPP(s string) bool {
	if len(s) != 10 || !digits(s) {
		return false
	}
	sum := weighted(s, -1, 5, 7, 9, 4, 6, 10, 5, 7)
	return (sum%11+11)%11%10 == digit(s, 9)
}
