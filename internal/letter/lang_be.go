package letter

import (
	"fmt"
	"maps"

	"debitor/internal/money"
)

var belarusianNumerals = slavic{
	zero:   "нуль",
	ones:   [3][3]string{{"", "адзін", "два"}, {"", "адна", "дзве"}, {"", "адно", "два"}},
	digits: [10]string{3: "тры", 4: "чатыры", 5: "пяць", 6: "шэсць", 7: "сем", 8: "восем", 9: "дзевяць"},
	teens: [10]string{
		"дзесяць", "адзінаццаць", "дванаццаць", "трынаццаць", "чатырнаццаць", "пятнаццаць",
		"шаснаццаць", "сямнаццаць", "васямнаццаць", "дзевятнаццаць",
	},
	tens: [10]string{
		2: "дваццаць", 3: "трыццаць", 4: "сорак", 5: "пяцьдзясят", 6: "шэсцьдзесят", 7: "семдзесят",
		8: "восемдзесят", 9: "дзевяноста",
	},
	hundreds: [10]string{
		"", "сто", "дзвесце", "трыста", "чатырыста", "пяцьсот", "шэсцьсот", "семсот", "восемсот", "дзевяцьсот",
	},
	scales: []noun{
		{[]string{"тысяча", "тысячы", "тысяч"}, feminine},
		{[]string{"мільён", "мільёны", "мільёнаў"}, masculine},
		{[]string{"мільярд", "мільярды", "мільярдаў"}, masculine},
		{[]string{"трыльён", "трыльёны", "трыльёнаў"}, masculine},
		{[]string{"квадрыльён", "квадрыльёны", "квадрыльёнаў"}, masculine},
		{[]string{"квінтыльён", "квінтыльёны", "квінтыльёнаў"}, masculine},
	},
	form: formEastSlavic,
}

var (
	belarusianKopeck = noun{[]string{"капейка", "капейкі", "капеек"}, feminine}
	belarusianCents  = noun{[]string{"цэнт", "цэнты", "цэнтаў"}, masculine}
)

var belarusian = lexicon{
	numerals: numerals{
		spell: belarusianNumerals.spell, form: formEastSlavic, joiner: " ",
		coins: map[money.Currency]coin{
			"BYN": {noun{[]string{"беларускі рубель", "беларускія рублі", "беларускіх рублёў"}, masculine}, belarusianKopeck},
			"RUB": {noun{[]string{"расійскі рубель", "расійскія рублі", "расійскіх рублёў"}, masculine}, belarusianKopeck},
			"UAH": {noun{[]string{"грыўня", "грыўні", "грыўняў"}, feminine}, belarusianKopeck},
			"USD": {noun{[]string{"долар ЗША", "долары ЗША", "долараў ЗША"}, masculine}, belarusianCents},
			"EUR": {noun{[]string{"еўра", "еўра", "еўра"}, masculine}, belarusianCents},
			"BAM": {
				noun{[]string{"канверсоўная марка", "канверсоўныя маркі", "канверсоўных марак"}, feminine},
				noun{[]string{"фенінг", "фенінгі", "фенінгаў"}, masculine},
			},
		},
	},
	group: nbsp, dec: ",",
	months: [13]string{
		"", "студзеня", "лютага", "сакавіка", "красавіка", "мая", "чэрвеня", "ліпеня", "жніўня", "верасня", "кастрычніка", "лістапада", "снежня",
	},
	date:      func(day, year, month string) string { return day + nbsp + month + nbsp + year + nbsp + "г." },
	shortDate: func(y, m, d int) string { return fmt.Sprintf("%02d.%02d.%04d", d, m, y) },
	amount:    func(figure, currency string) string { return figure + nbsp + currency },
	currency: map[money.Currency]string{
		"BYN": "бел." + nbsp + "руб.", "RUB": "рас." + nbsp + "руб.", "UAH": "грн", "USD": "дол." + nbsp + "ЗША", "EUR": "еўра",
	},
	day: noun{[]string{"дзень", "дні", "дзён"}, masculine},
	tight: either(city("г."), keep(
		"у ў ва і й а з аб ад са да на па за не ні ды № §",
		"вул. пр. зав. пл. д. оф. кв. корп. пам. аг. р/р тэл. арт. п. абз. бік унп",
	)),
	fullStop:   oneStop(nbsp+"г.", nbsp+"руб."),
	quotes:     quotes{"«", "»", "„", "“"},
	apostrophe: true,
	columns: map[string]string{
		"number": "№", "contract": "Дагавор", "document": "Дакумент", "due": "Тэрмін аплаты",
		"amount": "Сума", "open": "Да" + nbsp + "аплаты", "days": "Дзён пратэрміноўкі",
	},
	total:    "Разам",
	totalDue: "Усяго да" + nbsp + "аплаты:",
	details:  "Рэквізіты для аплаты",
	payee:    "Атрымальнік:",
	taxNumber: map[string]string{
		"RU": "ІНН", "BY": "УНП", "UA": "ЄДРПОУ", personUA: "РНОКПП", "BA": "JIB", "DE": "USt-IdNr.", nationalDE: "Steuernummer",
		"": "Падатковы нумар",
	},
	phone:       "тэл.",
	email:       "эл." + nbsp + "пошта",
	address:     oneLine,
	reference:   func(number, date string) string { return "Зых." + nbsp + "№" + nbsp + number + " ад " + date },
	dated:       func(thing, date string) string { return thing + " ад" + nbsp + date },
	number:      "№" + nbsp,
	part:        func(n, of int) string { return fmt.Sprintf("частка"+nbsp+"%d"+nbsp+"з"+nbsp+"%d", n, of) },
	closing:     "З" + nbsp + "павагай,",
	contact:     "Выканаўца:",
	pageLabel:   func(n, of int) string { return fmt.Sprintf("Старонка %d з %d", n, of) },
	letterLabel: func(id string) string { return "Ліст №" + nbsp + id },
}

// belarusianInBelarus calls the rouble by its bare name, as a creditor there does.
var belarusianInBelarus = func() lexicon {
	l := belarusian
	l.numerals.coins = maps.Clone(belarusian.numerals.coins)
	l.numerals.coins["BYN"] = coin{noun{[]string{"рубель", "рублі", "рублёў"}, masculine}, belarusianKopeck}
	l.currency = maps.Clone(belarusian.currency)
	l.currency["BYN"] = "руб."
	return l
}()
