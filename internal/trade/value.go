package trade

import (
	"errors"
	"regexp"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// sum is an amount that a document states, with where it stands; it is not said
// where n is nil.
type sum struct {
	money.Minor
	n     *node
	value string
	attr  string // "@name" where it is an attribute
}

func (s sum) said() bool { return s.n != nil }

// amount is the amount an element holds.
func (r *reader) amount(n *node) sum {
	if n == nil {
		return sum{}
	}
	return r.money(n, "", n.text)
}

// forPeople is an amount as 1C writes it where it was told to, with a decimal
// comma and thousands apart.
var forPeople = regexp.MustCompile(`^-?(?:\d+|\d{1,3}(?:[ \x{a0}\x{202f}]\d{3})+)(?:,\d{1,2})?$`)

// money reads an amount as XML writes it, "-1234.50", of CommerceML also "1
// 234,50". An empty one is not said.
func (r *reader) money(n *node, attr, text string) sum {
	if n == nil || text == "" {
		return sum{}
	}
	plain := strings.TrimPrefix(text, "+")
	if r.file.Format == "CommerceML" && forPeople.MatchString(plain) {
		plain = strings.NewReplacer("\u00a0", "", "\u202f", "", " ", "", ",", ".").Replace(plain)
	}
	m, err := money.ParseMinor(plain, r.currency.Decimals())
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		r.unread = true
		switch f.Code {
		case "money.too_many_decimals":
			r.refuse(n, attr, text, "intake.amount.decimals", "has more decimals than %s has", string(r.currency))
		case "money.too_large":
			r.refuse(n, attr, text, "intake.amount.too_large", "is larger than debitor records")
		default:
			r.refuse(n, attr, text, "intake.amount.format", "is not an amount (write 1234.50)")
		}
		return sum{}
	}
	return sum{m, n, text, attr}
}

// date reads a day: 2026-03-31 with or without a time behind it, 31.03.2026,
// 20260331. An empty one is none.
func (r *reader) date(n *node, attr, text string) cal.Date {
	if n == nil || text == "" {
		return 0
	}
	iso := text
	switch {
	case len(text) >= 10 && text[2] == '.' && text[5] == '.':
		iso = text[6:10] + "-" + text[3:5] + "-" + text[:2]
	case len(text) == 8 && strings.Trim(text, "0123456789") == "":
		iso = text[:4] + "-" + text[4:6] + "-" + text[6:]
	case len(text) > 10 && strings.ContainsRune("TZ+- ", rune(text[10])):
		iso = text[:10]
	}
	d, err := cal.Parse(iso)
	if err != nil {
		r.refuse(n, attr, text, "intake.date.none", "is no day of the calendar (of the years 1990 to 2199)")
		return 0
	}
	return d
}

// day reads the day an element holds.
func (r *reader) day(n *node) cal.Date {
	if n == nil {
		return 0
	}
	return r.date(n, "", n.text)
}

// need refuses a document without a value; rule is the rule of EN 16931 that
// asks for it, empty elsewhere.
func (r *reader) need(n *node, element, value, rule string) {
	if value == "" {
		r.refuse(n, element, "", "trade.missing", "is missing%s", ruled(rule))
	}
}

// ruled names a rule for a message.
func ruled(rule string) string {
	if rule == "" {
		return ""
	}
	return " (rule " + rule + ")"
}

// codes are the currencies that 1C writes as numbers or words.
var codes = map[string]money.Currency{
	"643": "RUB", "810": "RUB", "руб": "RUB", "рубль": "RUB", "rur": "RUB", "933": "BYN", "бел. руб": "BYN", "980": "UAH", "грн": "UAH", "978": "EUR", "евро": "EUR",
	"840": "USD", "долл": "USD", "398": "KZT", "тг": "KZT", "тенге": "KZT", "156": "CNY", "944": "AZN", "051": "AMD", "417": "KGS", "860": "UZS", "977": "BAM", "498": "MDL", "981": "GEL",
}

// setCurrency reads the currency in which the document's amounts are.
func (r *reader) setCurrency(n *node, element, text, rule string) money.Currency {
	r.currency, r.unread = "", false
	if r.need(n, element, text, rule); text == "" {
		return ""
	}
	c, ok := codes[strings.TrimSuffix(strings.ToLower(text), ".")]
	if !ok {
		var err error
		if c, err = money.ParseCurrency(text); err != nil {
			r.refuse(n, element, text, "money.currency", "is not a currency code debitor knows (such as RUB, BYN, EUR)")
		}
	}
	r.currency = c
	return c
}

// rate is a rate of VAT as the books keep it, empty where the document has none
// or writes it in words; and in hundredths of a per cent.
func rate(text string) (string, money.Minor) {
	s, hundredths, _ := ledger.VATRate(text)
	return s, hundredths
}

// country is a country's code of two letters, else empty: who wrote it in words
// has said it in the address.
func country(s string) string {
	if s = strings.ToUpper(s); len(s) != 2 || s[0] < 'A' || s[0] > 'Z' || s[1] < 'A' || s[1] > 'Z' {
		return ""
	}
	return s
}

// joined puts the parts of an address or a name together.
func joined(sep string, parts ...string) string {
	var list []string
	for _, p := range parts {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			list = append(list, p)
		}
	}
	return strings.Join(list, sep)
}
