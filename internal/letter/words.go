package letter

import (
	"slices"
	"strings"

	"debitor/internal/money"
)

// gender of the noun a number counts.
type gender int

const (
	masculine gender = iota
	feminine
	neuter
)

// noun is a counted word: its forms in the order of the language's plural
// rule (one, few, many in Russian; one, other in English).
type noun struct {
	forms  []string
	gender gender
}

// coin is a currency in words: its unit and its hundredth.
type coin struct {
	unit, part noun
}

// numerals spells whole numbers in one language. A new language is a value of
// this type: for Slavic ones data for slavic(), else a function of its own.
type numerals struct {
	spell  func(n int64, g gender) string
	form   func(n int64) int // which of noun.forms goes with n
	joiner string            // between the units and their hundredths
	coins  map[money.Currency]coin
}

// Words is a non-negative amount in words in the language, the hundredths in
// two digits as accountants write them: «семьдесят два белорусских рубля 27
// копеек». A currency without words in the language keeps its code.
func Words(m money.Minor, c money.Currency, lang string) string {
	return lexiconOf(lang).numerals.amount(m, c)
}

func (num *numerals) amount(m money.Minor, c money.Currency) string {
	scale := int64(1)
	for range c.Decimals() {
		scale *= 10
	}
	units, parts := int64(m)/scale, int64(m)%scale
	words, known := num.coins[c]
	if !known {
		text := num.spell(units, masculine) + " " + string(c)
		if scale > 1 {
			text += " " + twoDigits(parts) + "/100"
		}
		return text
	}
	text := num.spell(units, words.unit.gender) + " " + words.unit.forms[num.form(units)]
	if scale > 1 {
		text += num.joiner + twoDigits(parts) + nbsp + words.part.forms[num.form(parts)]
	}
	return text
}

func twoDigits(n int64) string { return string([]byte{byte('0' + n/10%10), byte('0' + n%10)}) }

// slavic is the data of a language that counts as Russian does: hundreds have
// words of their own, one and two agree with the noun, scales are nouns.
type slavic struct {
	zero     string
	ones     [3][3]string // one and two by gender; [gender][n]
	digits   [10]string   // three to nine
	teens    [10]string
	tens     [10]string
	hundreds [10]string
	scales   []noun // thousand, million, …
	form     func(n int64) int
}

func (s *slavic) spell(n int64, g gender) string {
	if n == 0 {
		return s.zero
	}
	var groups []int64
	for ; n > 0; n /= 1000 {
		groups = append(groups, n%1000)
	}
	var words []string
	for i, group := range slices.Backward(groups) {
		if group == 0 {
			continue
		}
		if i == 0 {
			words = s.group(words, group, g)
			continue
		}
		scale := s.scales[i-1]
		words = s.group(words, group, scale.gender)
		words = append(words, scale.forms[s.form(group)])
	}
	return strings.Join(words, " ")
}

// group appends the words of 1…999.
func (s *slavic) group(words []string, n int64, g gender) []string {
	if n >= 100 {
		words = append(words, s.hundreds[n/100])
	}
	n %= 100
	if n >= 10 && n < 20 {
		return append(words, s.teens[n-10])
	}
	if n >= 20 {
		words = append(words, s.tens[n/10])
	}
	switch d := n % 10; {
	case d == 1 || d == 2:
		words = append(words, s.ones[g][d])
	case d > 2:
		words = append(words, s.digits[d])
	}
	return words
}

// formEastSlavic is one (1, 21), few (2–4, 22–24), many (the rest).
func formEastSlavic(n int64) int {
	switch {
	case n%10 == 1 && n%100 != 11:
		return 0
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return 1
	}
	return 2
}

// formOne is one (1) and other.
func formOne(n int64) int {
	if n == 1 {
		return 0
	}
	return 1
}

var (
	englishOnes = [20]string{
		"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
	}
	englishTens   = [10]string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	englishScales = [...]string{"", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion"}
)

// spellEnglish is the British way: "one hundred and one thousand and five".
func spellEnglish(n int64, _ gender) string {
	if n < 1000 {
		return englishGroup(n)
	}
	var groups []int64
	for ; n > 0; n /= 1000 {
		groups = append(groups, n%1000)
	}
	var b strings.Builder
	for i, group := range slices.Backward(groups) {
		if group == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
			if i == 0 && group < 100 {
				b.WriteString("and ")
			}
		}
		b.WriteString(englishGroup(group) + englishScales[i])
	}
	return b.String()
}

func englishGroup(n int64) string {
	switch {
	case n < 20:
		return englishOnes[n]
	case n < 100 && n%10 == 0:
		return englishTens[n/10]
	case n < 100:
		return englishTens[n/10] + "-" + englishOnes[n%10]
	case n%100 == 0:
		return englishOnes[n/100] + " hundred"
	}
	return englishOnes[n/100] + " hundred and " + englishGroup(n%100)
}
