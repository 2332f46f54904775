package letter

import (
	"fmt"
	"strconv"

	"debitor/internal/money"
)

var (
	englishCents   = noun{[]string{"cent", "cents"}, neuter}
	englishKopecks = noun{[]string{"kopeck", "kopecks"}, neuter}
)

var english = lexicon{
	numerals: numerals{
		spell: spellEnglish, form: formOne, joiner: " and ",
		coins: map[money.Currency]coin{
			"RUB": {noun{[]string{"Russian rouble", "Russian roubles"}, neuter}, englishKopecks},
			"BYN": {noun{[]string{"Belarusian rouble", "Belarusian roubles"}, neuter}, englishKopecks},
			"UAH": {noun{[]string{"hryvnia", "hryvnias"}, neuter}, noun{[]string{"kopiyka", "kopiykas"}, neuter}},
			"USD": {noun{[]string{"US dollar", "US dollars"}, neuter}, englishCents},
			"EUR": {noun{[]string{"euro", "euros"}, neuter}, englishCents},
			"BAM": {
				noun{[]string{"convertible mark", "convertible marks"}, neuter},
				noun{[]string{"fening", "fenings"}, neuter},
			},
		},
	},
	group: ",", dec: ".",
	months: [13]string{
		"", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
	},
	date: func(day, year, month string) string { return day + nbsp + month + nbsp + year },
	shortDate: func(y, m, d int) string {
		return strconv.Itoa(d) + nbsp + englishMonths[m] + nbsp + strconv.Itoa(y)
	},
	amount: func(figure, currency string) string { return currency + nbsp + figure },
	day:    noun{[]string{"day", "days"}, neuter},
	tight:  keep("no. section article clause eur"),
	quotes: quotes{"“", "”", "‘", "’"},
	columns: map[string]string{
		"number": "No.", "contract": "Contract", "document": "Document", "due": "Due date",
		"amount": "Amount", "open": "Outstanding", "days": "Days overdue",
	},
	total:    "Total",
	totalDue: "Total payable:",
	details:  "Payment details",
	payee:    "Payee:",
	taxNumber: map[string]string{
		"RU": "INN", "BY": "UNP", "UA": "EDRPOU", personUA: "RNOKPP", "BA": "JIB", "DE": "VAT ID", nationalDE: "Steuernummer", "": "Tax ID",
	},
	phone:       "tel.",
	email:       "e-mail",
	address:     oneLine,
	reference:   func(number, date string) string { return "Our ref. " + number + ", " + date },
	dated:       func(thing, date string) string { return thing + " dated" + nbsp + date },
	number:      "No." + nbsp,
	part:        func(n, of int) string { return fmt.Sprintf("instalment %d"+nbsp+"of"+nbsp+"%d", n, of) },
	closing:     "Yours faithfully,",
	contact:     "Contact:",
	pageLabel:   func(n, of int) string { return fmt.Sprintf("Page %d of %d", n, of) },
	letterLabel: func(id string) string { return "Ref. " + id },
}

var englishMonths = [13]string{"", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
