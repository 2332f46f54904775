package letter

import (
	"fmt"

	"debitor/internal/money"
)

var ukrainianNumerals = slavic{
	zero:   "нуль",
	ones:   [3][3]string{{"", "один", "два"}, {"", "одна", "дві"}, {"", "одне", "два"}},
	digits: [10]string{3: "три", 4: "чотири", 5: "п’ять", 6: "шість", 7: "сім", 8: "вісім", 9: "дев’ять"},
	teens: [10]string{
		"десять", "одинадцять", "дванадцять", "тринадцять", "чотирнадцять", "п’ятнадцять",
		"шістнадцять", "сімнадцять", "вісімнадцять", "дев’ятнадцять",
	},
	tens: [10]string{
		2: "двадцять", 3: "тридцять", 4: "сорок", 5: "п’ятдесят", 6: "шістдесят", 7: "сімдесят",
		8: "вісімдесят", 9: "дев’яносто",
	},
	hundreds: [10]string{
		"", "сто", "двісті", "триста", "чотириста", "п’ятсот", "шістсот", "сімсот", "вісімсот", "дев’ятсот",
	},
	scales: []noun{
		{[]string{"тисяча", "тисячі", "тисяч"}, feminine},
		{[]string{"мільйон", "мільйони", "мільйонів"}, masculine},
		{[]string{"мільярд", "мільярди", "мільярдів"}, masculine},
		{[]string{"трильйон", "трильйони", "трильйонів"}, masculine},
		{[]string{"квадрильйон", "квадрильйони", "квадрильйонів"}, masculine},
		{[]string{"квінтильйон", "квінтильйони", "квінтильйонів"}, masculine},
	},
	form: formEastSlavic,
}

var (
	ukrainianKopeck = noun{[]string{"копійка", "копійки", "копійок"}, feminine}
	ukrainianCents  = noun{[]string{"цент", "центи", "центів"}, masculine}
)

// ukrainian needs no variant for Ukraine: a hryvnia is nobody else's.
var ukrainian = lexicon{
	numerals: numerals{
		spell: ukrainianNumerals.spell, form: formEastSlavic, joiner: " ",
		coins: map[money.Currency]coin{
			"UAH": {noun{[]string{"гривня", "гривні", "гривень"}, feminine}, ukrainianKopeck},
			"RUB": {noun{[]string{"російський рубль", "російські рублі", "російських рублів"}, masculine}, ukrainianKopeck},
			"BYN": {noun{[]string{"білоруський рубль", "білоруські рублі", "білоруських рублів"}, masculine}, ukrainianKopeck},
			"USD": {noun{[]string{"долар США", "долари США", "доларів США"}, masculine}, ukrainianCents},
			"EUR": {noun{[]string{"євро", "євро", "євро"}, masculine}, ukrainianCents},
			"BAM": {
				noun{[]string{"конвертована марка", "конвертовані марки", "конвертованих марок"}, feminine},
				noun{[]string{"фенінг", "фенінги", "фенінгів"}, masculine},
			},
		},
	},
	group: nbsp, dec: ",",
	months: [13]string{
		"", "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
	},
	date:      func(day, year, month string) string { return day + nbsp + month + nbsp + year + nbsp + "р." },
	shortDate: func(y, m, d int) string { return fmt.Sprintf("%02d.%02d.%04d", d, m, y) },
	amount:    func(figure, currency string) string { return figure + nbsp + currency },
	currency: map[money.Currency]string{
		"UAH": "грн", "RUB": "рос." + nbsp + "руб.", "BYN": "біл." + nbsp + "руб.", "USD": "дол." + nbsp + "США", "EUR": "євро",
	},
	day: noun{[]string{"день", "дні", "днів"}, masculine},
	tight: keep(
		"в у і й а з о із зі об на по за до від не ні та № §",
		"м. вул. просп. пр-т пров. пл. буд. оф. кв. корп. стор. прим. смт с. р/р п/р тел. ст. ч. п. абз. єдрпоу іпн рнокпп мфо унп",
	),
	fullStop:   oneStop(nbsp+"р.", nbsp+"руб."),
	quotes:     quotes{"«", "»", "„", "“"},
	apostrophe: true,
	columns: map[string]string{
		"number": "№", "contract": "Договір", "document": "Документ", "due": "Строк оплати",
		"amount": "Сума", "open": "До" + nbsp + "сплати", "days": "Днів прострочення",
	},
	total:    "Разом",
	totalDue: "Усього до" + nbsp + "сплати:",
	details:  "Реквізити для оплати",
	payee:    "Отримувач:",
	taxNumber: map[string]string{
		"RU": "ІПН", "BY": "УНП", "UA": "код" + nbsp + "ЄДРПОУ", personUA: "РНОКПП", "BA": "JIB", "DE": "USt-IdNr.", nationalDE: "Steuernummer",
		"": "Податковий номер",
	},
	phone:       "тел.",
	email:       "ел." + nbsp + "пошта",
	address:     oneLine,
	reference:   func(number, date string) string { return "Вих." + nbsp + "№" + nbsp + number + " від " + date },
	dated:       func(thing, date string) string { return thing + " від" + nbsp + date },
	number:      "№" + nbsp,
	part:        func(n, of int) string { return fmt.Sprintf("частина"+nbsp+"%d"+nbsp+"з"+nbsp+"%d", n, of) },
	closing:     "З" + nbsp + "повагою,",
	contact:     "Виконавець:",
	pageLabel:   func(n, of int) string { return fmt.Sprintf("Сторінка %d з %d", n, of) },
	letterLabel: func(id string) string { return "Лист №" + nbsp + id },
}
