package letter

import (
	"fmt"
	"slices"
	"strings"

	"debitor/internal/money"
)

var (
	germanOnes = [20]string{
		"null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
		"dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
	}
	germanTens   = [10]string{"", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"}
	germanScales = [...]noun{
		{[]string{"Million", "Millionen"}, feminine},
		{[]string{"Milliarde", "Milliarden"}, feminine},
		{[]string{"Billion", "Billionen"}, feminine},
		{[]string{"Billiarde", "Billiarden"}, feminine},
		{[]string{"Trillion", "Trillionen"}, feminine},
	}
)

// spellGerman writes everything below a million in one word and counts the
// scales above it as the feminine nouns they are: "eine Million
// zweihunderttausendein Euro".
func spellGerman(n int64, g gender) string {
	if n == 0 {
		return germanOnes[0]
	}
	below := n % 1_000_000
	var words []string
	var groups []int64
	for n /= 1_000_000; n > 0; n /= 1000 {
		groups = append(groups, n%1000)
	}
	for i, group := range slices.Backward(groups) {
		if group > 0 {
			words = append(words, germanGroup(group, feminine), germanScales[i].forms[formOne(group)])
		}
	}
	if below > 0 {
		word := ""
		if below >= 1000 {
			word = germanGroup(below/1000, masculine) + "tausend"
		}
		words = append(words, word+germanGroup(below%1000, g))
	}
	return strings.Join(words, " ")
}

// germanGroup is 1…999, and nothing for 0. Only a final one agrees with the noun.
func germanGroup(n int64, g gender) string {
	word := ""
	if n >= 100 {
		word = germanOnes[n/100] + "hundert"
	}
	switch n %= 100; {
	case n == 0:
		return word
	case n == 1 && g == feminine:
		return word + "eine"
	case n < 20:
		return word + germanOnes[n]
	case n%10 == 0:
		return word + germanTens[n/10]
	}
	return word + germanOnes[n%10] + "und" + germanTens[n/10]
}

var (
	germanKopeck = noun{[]string{"Kopeke", "Kopeken"}, feminine}
	germanCents  = noun{[]string{"Cent", "Cent"}, masculine}
)

var german = lexicon{
	numerals: numerals{
		spell: spellGerman, form: formOne, joiner: " und ",
		coins: map[money.Currency]coin{
			"EUR": {noun{[]string{"Euro", "Euro"}, masculine}, germanCents},
			"USD": {noun{[]string{"US-Dollar", "US-Dollar"}, masculine}, germanCents},
			"RUB": {noun{[]string{"russischer Rubel", "russische Rubel"}, masculine}, germanKopeck},
			"BYN": {noun{[]string{"belarussischer Rubel", "belarussische Rubel"}, masculine}, germanKopeck},
			"UAH": {noun{[]string{"ukrainische Hrywnja", "ukrainische Hrywen"}, feminine}, germanKopeck},
			"BAM": {
				noun{[]string{"konvertible Mark", "konvertible Mark"}, feminine},
				noun{[]string{"Fening", "Fening"}, masculine},
			},
		},
	},
	group: ".", dec: ",",
	months:    germanMonths,
	date:      func(day, year, month string) string { return day + "." + nbsp + month + nbsp + year },
	shortDate: func(y, m, d int) string { return fmt.Sprintf("%02d.%02d.%04d", d, m, y) },
	amount:    func(figure, currency string) string { return figure + nbsp + currency },
	currency:  map[money.Currency]string{"EUR": "€"},
	day:       noun{[]string{"Tag", "Tage"}, masculine},
	tight: either(
		keep("§ §§ art. artikel abs. absatz nr. ziff. ziffer satz tel. dr. prof. herr herrn frau", "z. d. i. u. ca. vgl. bzgl. & co. ust-idnr. hrb iban bic"),
		before("GmbH AG KG OHG UG GbR SE e.K. e.V. & Co. €"),
		ordinalDay(germanMonths[1:]...),
	),
	quotes: quotes{"„", "“", "‚", "‘"},
	columns: map[string]string{
		"number": "Nr.", "contract": "Vertrag", "document": "Beleg", "due": "Fällig am",
		"amount": "Betrag", "open": "Offen", "days": "Tage überfällig",
	},
	total:    "Summe",
	totalDue: "Insgesamt zu" + nbsp + "zahlen:",
	details:  "Bankverbindung",
	payee:    "Empfänger:",
	taxNumber: map[string]string{
		"RU": "INN", "BY": "UNP", "UA": "EDRPOU", personUA: "RNOKPP", "BA": "JIB", "DE": "USt-IdNr.", nationalDE: "Steuernummer",
		"": "Steuernummer",
	},
	phone:       "Tel.",
	email:       "E-Mail",
	address:     townBelow,
	reference:   func(number, date string) string { return "Unser Zeichen:" + nbsp + number + ", " + date },
	dated:       func(thing, date string) string { return thing + " vom" + nbsp + date },
	number:      "Nr." + nbsp,
	part:        func(n, of int) string { return fmt.Sprintf("Rate"+nbsp+"%d"+nbsp+"von"+nbsp+"%d", n, of) },
	closing:     "Mit freundlichen Grüßen",
	contact:     "Rückfragen an:",
	pageLabel:   func(n, of int) string { return fmt.Sprintf("Seite %d von %d", n, of) },
	letterLabel: func(id string) string { return "Schreiben" + nbsp + id },
}

var germanMonths = [13]string{
	"", "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
}
