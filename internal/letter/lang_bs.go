package letter

import (
	"fmt"

	"debitor/internal/money"
)

// bosnianNumerals counts by the long scale: a milijarda is 10⁹, a bilion 10¹².
// Thousands are always counted ("jedna hiljada"), for a bare "hiljadu" leaves
// room for a word before it.
var bosnianNumerals = slavic{
	zero:   "nula",
	ones:   [3][3]string{{"", "jedan", "dva"}, {"", "jedna", "dvije"}, {"", "jedno", "dva"}},
	digits: [10]string{3: "tri", 4: "četiri", 5: "pet", 6: "šest", 7: "sedam", 8: "osam", 9: "devet"},
	teens: [10]string{
		"deset", "jedanaest", "dvanaest", "trinaest", "četrnaest", "petnaest",
		"šesnaest", "sedamnaest", "osamnaest", "devetnaest",
	},
	tens: [10]string{
		2: "dvadeset", 3: "trideset", 4: "četrdeset", 5: "pedeset", 6: "šezdeset", 7: "sedamdeset",
		8: "osamdeset", 9: "devedeset",
	},
	hundreds: [10]string{
		"", "sto", "dvjesto", "tristo", "četiristo", "petsto", "šeststo", "sedamsto", "osamsto", "devetsto",
	},
	scales: []noun{
		{[]string{"hiljada", "hiljade", "hiljada"}, feminine},
		{[]string{"milion", "miliona", "miliona"}, masculine}, //nolint:misspell // it is Bosnian
		{[]string{"milijarda", "milijarde", "milijardi"}, feminine},
		{[]string{"bilion", "biliona", "biliona"}, masculine},
		{[]string{"bilijarda", "bilijarde", "bilijardi"}, feminine},
		{[]string{"trilion", "triliona", "triliona"}, masculine},
	},
	form: formEastSlavic,
}

var (
	bosnianKopeck = noun{[]string{"kopejka", "kopejke", "kopejki"}, feminine}
	bosnianCents  = noun{[]string{"cent", "centa", "centi"}, masculine}
)

// bosnian needs no variant for Bosnia: KM is nobody else's.
var bosnian = lexicon{
	numerals: numerals{
		spell: bosnianNumerals.spell, form: formEastSlavic, joiner: " i" + nbsp,
		coins: map[money.Currency]coin{
			"BAM": {
				noun{[]string{"konvertibilna marka", "konvertibilne marke", "konvertibilnih maraka"}, feminine},
				noun{[]string{"fening", "feninga", "feninga"}, masculine},
			},
			"EUR": {noun{[]string{"euro", "eura", "eura"}, masculine}, bosnianCents},
			"USD": {noun{[]string{"američki dolar", "američka dolara", "američkih dolara"}, masculine}, bosnianCents},
			"RUB": {noun{[]string{"ruska rublja", "ruske rublje", "ruskih rubalja"}, feminine}, bosnianKopeck},
			"BYN": {noun{[]string{"bjeloruska rublja", "bjeloruske rublje", "bjeloruskih rubalja"}, feminine}, bosnianKopeck},
			"UAH": {noun{[]string{"ukrajinska hrivnja", "ukrajinske hrivnje", "ukrajinskih hrivnji"}, feminine}, bosnianKopeck},
		},
	},
	group: ".", dec: ",",
	months: [13]string{
		"", "januara", "februara", "marta", "aprila", "maja", "juna", "jula", "augusta", "septembra", "oktobra", "novembra", "decembra",
	},
	date:      func(day, year, month string) string { return day + "." + nbsp + month + nbsp + year + "." },
	shortDate: func(y, m, d int) string { return fmt.Sprintf("%02d.%02d.%04d.", d, m, y) },
	amount:    func(figure, currency string) string { return figure + nbsp + currency },
	currency:  map[money.Currency]string{"BAM": "KM"},
	day:       noun{[]string{"dan", "dana", "dana"}, masculine},
	tight: either(
		keep("a i o u s k sa na po za do od iz uz ne br.", "ul. tel. § čl. član st. stav tač. tačka broj g. gđa jib pdv"),
		before("d.o.o. d.o.o d.d. s.p. KM"),
		ordinalDay("januar", "februar", "mart", "april", "maj", "jun", "jul", "august", "septemb", "oktob", "novemb", "decemb"),
	),
	fullStop: oneStop("0.", "1.", "2.", "3.", "4.", "5.", "6.", "7.", "8.", "9.", "d.o.o.", "d.d.", "s.p."),
	quotes:   quotes{"„", "”", "‘", "’"},
	columns: map[string]string{
		"number": "R." + nbsp + "br.", "contract": "Ugovor", "document": "Dokument", "due": "Rok plaćanja",
		"amount": "Iznos", "open": "Za" + nbsp + "uplatu", "days": "Dana kašnjenja",
	},
	total:    "Ukupno",
	totalDue: "Ukupno za" + nbsp + "uplatu:",
	details:  "Podaci za uplatu",
	payee:    "Primalac:",
	taxNumber: map[string]string{
		"RU": "INN", "BY": "UNP", "UA": "EDRPOU", personUA: "RNOKPP", "BA": "JIB", "DE": "USt-IdNr.", nationalDE: "Steuernummer",
		"": "Porezni broj",
	},
	phone:       "tel.",
	email:       "e-mail",
	address:     townBelow,
	reference:   func(number, date string) string { return "Broj:" + nbsp + number + ", datum: " + date },
	dated:       func(thing, date string) string { return thing + " od" + nbsp + date },
	number:      "br." + nbsp,
	part:        func(n, of int) string { return fmt.Sprintf("rata"+nbsp+"%d"+nbsp+"od"+nbsp+"%d", n, of) },
	closing:     "S" + nbsp + "poštovanjem,",
	contact:     "Osoba za kontakt:",
	pageLabel:   func(n, of int) string { return fmt.Sprintf("Strana %d od %d", n, of) },
	letterLabel: func(id string) string { return "Dopis br." + nbsp + id },
}
