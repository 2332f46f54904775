package letter

import (
	"fmt"
	"maps"

	"debitor/internal/money"
)

var russianNumerals = slavic{
	zero:   "ноль",
	ones:   [3][3]string{{"", "один", "два"}, {"", "одна", "две"}, {"", "одно", "два"}},
	digits: [10]string{3: "три", 4: "четыре", 5: "пять", 6: "шесть", 7: "семь", 8: "восемь", 9: "девять"},
	teens: [10]string{
		"десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать",
		"шестнадцать", "семнадцать", "восемнадцать", "девятнадцать",
	},
	tens: [10]string{
		2: "двадцать", 3: "тридцать", 4: "сорок", 5: "пятьдесят", 6: "шестьдесят", 7: "семьдесят",
		8: "восемьдесят", 9: "девяносто",
	},
	hundreds: [10]string{
		"", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот",
	},
	scales: []noun{
		{[]string{"тысяча", "тысячи", "тысяч"}, feminine},
		{[]string{"миллион", "миллиона", "миллионов"}, masculine},
		{[]string{"миллиард", "миллиарда", "миллиардов"}, masculine},
		{[]string{"триллион", "триллиона", "триллионов"}, masculine},
		{[]string{"квадриллион", "квадриллиона", "квадриллионов"}, masculine},
		{[]string{"квинтиллион", "квинтиллиона", "квинтиллионов"}, masculine},
	},
	form: formEastSlavic,
}

var (
	kopeck       = noun{[]string{"копейка", "копейки", "копеек"}, feminine}
	russianCents = noun{[]string{"цент", "цента", "центов"}, masculine}
)

var russian = lexicon{
	numerals: numerals{
		spell: russianNumerals.spell, form: formEastSlavic, joiner: " ",
		coins: map[money.Currency]coin{
			"RUB": {noun{[]string{"российский рубль", "российских рубля", "российских рублей"}, masculine}, kopeck},
			"BYN": {noun{[]string{"белорусский рубль", "белорусских рубля", "белорусских рублей"}, masculine}, kopeck},
			"UAH": {noun{[]string{"гривна", "гривны", "гривен"}, feminine}, kopeck},
			"USD": {noun{[]string{"доллар США", "доллара США", "долларов США"}, masculine}, russianCents},
			"EUR": {noun{[]string{"евро", "евро", "евро"}, masculine}, russianCents},
			"BAM": {
				noun{[]string{"конвертируемая марка", "конвертируемые марки", "конвертируемых марок"}, feminine},
				noun{[]string{"фенинг", "фенинга", "фенингов"}, masculine},
			},
		},
	},
	group: nbsp, dec: ",",
	months: [13]string{
		"", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
	},
	date:      func(day, year, month string) string { return day + nbsp + month + nbsp + year + nbsp + "г." },
	shortDate: func(y, m, d int) string { return fmt.Sprintf("%02d.%02d.%04d", d, m, y) },
	amount:    func(figure, currency string) string { return figure + nbsp + currency },
	currency: map[money.Currency]string{
		"RUB": "рос." + nbsp + "руб.", "BYN": "бел." + nbsp + "руб.", "UAH": "грн", "USD": "долл." + nbsp + "США", "EUR": "евро",
	},
	day: noun{[]string{"день", "дня", "дней"}, masculine},
	tight: either(city("г."), keep(
		"в к с о у и а я во ко со об на по за до из от не ни № §",
		"ул. пр. пер. пл. д. оф. кв. корп. стр. пом. аг. пос. дер. р/с к/с тел. п. пп. ст. ч. абз. бик унп инн",
	)),
	fullStop: oneStop(nbsp+"г.", nbsp+"руб."),
	quotes:   quotes{"«", "»", "„", "“"},
	columns: map[string]string{
		"number": "№", "contract": "Договор", "document": "Документ", "due": "Срок оплаты",
		"amount": "Сумма", "open": "К" + nbsp + "оплате", "days": "Дней просрочки",
	},
	total:    "Итого",
	totalDue: "Всего к" + nbsp + "оплате:",
	details:  "Реквизиты для оплаты",
	payee:    "Получатель:",
	taxNumber: map[string]string{
		"RU": "ИНН", "BY": "УНП", "UA": "ЕГРПОУ", personUA: "РНОКПП", "BA": "JIB", "DE": "USt-IdNr.", nationalDE: "Steuernummer",
		"": "Налоговый номер",
	},
	phone:     "тел.",
	email:     "эл." + nbsp + "почта",
	address:   oneLine,
	reference: func(number, date string) string { return "Исх." + nbsp + "№" + nbsp + number + " от " + date },
	dated:     func(thing, date string) string { return thing + " от" + nbsp + date },
	number:    "№" + nbsp,
	part:      func(n, of int) string { return fmt.Sprintf("часть"+nbsp+"%d"+nbsp+"из"+nbsp+"%d", n, of) },
	closing:   "С" + nbsp + "уважением,",
	contact:   "Исполнитель:",
	pageLabel: func(n, of int) string { return fmt.Sprintf("Страница %d из %d", n, of) },
	letterLabel: func(id string) string {
		return "Письмо №" + nbsp + id
	},
}

// russianInRussia calls the rouble by its bare name, as a Russian creditor does;
// elsewhere that would be the wrong money or none in particular.
var russianInRussia = func() lexicon {
	l := russian
	l.numerals.coins = maps.Clone(russian.numerals.coins)
	l.numerals.coins["RUB"] = coin{noun{[]string{"рубль", "рубля", "рублей"}, masculine}, kopeck}
	l.currency = maps.Clone(russian.currency)
	l.currency["RUB"] = "руб."
	return l
}()
