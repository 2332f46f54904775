package sample

import (
	"fmt"
	"strconv"
)

// taxID is the tax id of customer n of a country, with its check digit, from a
// range that is not issued; distinct for n below MaxCustomers.
func taxID(country string, n int) string {
	switch country {
	case "BY":
		return unp(n)
	case "RU":
		body := fmt.Sprintf("00%07d", scatter(n, 10_000_000)) // there is no region 00
		return body + strconv.Itoa(weigh(body, []int{2, 4, 10, 3, 5, 9, 4, 6, 8})%11%10)
	case "UA":
		return edrpou(n)
	case "BA":
		return fmt.Sprintf("4999%09d", scatter(n, 1_000_000_000))
	case "DE":
		body := fmt.Sprintf("99%06d", scatter(n, 1_000_000))
		return "DE" + body + strconv.Itoa(mod1110(body))
	}
	return ""
}

// scatter maps 0, 1, 2… one to one onto numbers below a power of ten that do
// not look counted.
func scatter(n, below int) int { return (n*7919 + 4711) % below }

// unp is a Belarusian УНП. Some numbers have no check digit; of two neighbours
// at least one has, so each customer owns two.
func unp(n int) string {
	region := n/50_000%7 + 1
	for serial := 2 * scatter(n%50_000, 50_000); ; serial++ {
		body := fmt.Sprintf("%d99%05d", region, serial)
		if check := weigh(body, []int{29, 23, 19, 17, 13, 7, 5, 3}) % 11; check < 10 {
			return body + strconv.Itoa(check)
		}
	}
}

// edrpou is a Ukrainian ЄДРПОУ, from the range 9……….
func edrpou(n int) string {
	body := fmt.Sprintf("9%06d", scatter(n, 1_000_000))
	check := weigh(body, []int{1, 2, 3, 4, 5, 6, 7}) % 11
	if check == 10 {
		check = weigh(body, []int{3, 4, 5, 6, 7, 8, 9}) % 11 % 10
	}
	return body + strconv.Itoa(check)
}

// weigh is the sum of digits times weights.
func weigh(digits string, weights []int) int {
	sum := 0
	for i, w := range weights {
		sum += int(digits[i]-'0') * w
	}
	return sum
}

// mod1110 is the check digit of ISO 7064 MOD 11,10.
func mod1110(digits string) int {
	check := 10
	for i := range len(digits) {
		sum := (check + int(digits[i]-'0')) % 10
		if sum == 0 {
			sum = 10
		}
		check = sum * 2 % 11
	}
	return (11 - check) % 10
}
