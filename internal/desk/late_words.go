package desk

import (
	"strings"

	"debitor/internal/interest"
)

// lateText is the words of a calculation in a language.
type lateText struct {
	title                                                       map[interest.Method]string
	titleMixed                                                  string
	debt, debtOf, paid, paidSame, credited                      string
	byYear, byDay, compound                                     string
	total, flat, inflation, all, perDay, settled                string
	basis, unverified, together                                 string
	from, to, days, balance, rate, basis1, formula, amount, sum string
	eachDay                                                     string
}

// year is how many days a year has, or that the rate is one a day.
func (w *lateText) year(b interest.Basis) string {
	if b == interest.ByDay {
		return w.eachDay
	}
	return strings.TrimSpace(string(b))
}

var lateWords = map[string]*lateText{
	"en": {
		title: map[interest.Method]string{
			interest.ByContract: "Calculation of the contractual penalty up to {to}", interest.Statutory: "Calculation of interest for late payment up to {to}",
			interest.ForUse: "Calculation of interest for the use of money up to {to}",
		},
		titleMixed: "Calculation of penalty and interest up to {to}",
		debt:       "Debt under document {document}: {amount}, due {due}.",
		debtOf:     "Debt under document {document}, contract {contract}: {amount}, due {due}.",
		paid:       "On {date}, {amount} was paid; the balance is lower from the next day on.",
		paidSame:   "On {date}, {amount} was paid; the balance is lower from that day on.",
		credited:   "On {date}, a credit note lowered the debt by {amount}.",
		byYear:     "Each line is the balance × the yearly rate × the days ÷ the days of the year, rounded half up.",
		byDay:      "Each line is the balance × the daily rate × the days, rounded half up.",
		compound:   "Each line is the balance × ((1 + rate)^(days ÷ 365) − 1), rounded half up.",
		total:      "Days counted: {days}. By days: {total}.",
		flat:       "Fixed sum besides: {flat}.",
		inflation:  "Compensation for inflation besides: {inflation}.",
		all:        "In all: {all} ({words}).",
		perDay:     "After {to} until payment, {perday} is added for each day, at {remaining} of principal.",
		settled:    "The principal is paid in full.",
		basis:      "Grounds: {rules}.",
		unverified: "[K] marks a rule that was not verified in its source.",
		together:   "In all, for all documents",
		from:       "From", to: "To", days: "Days", balance: "Balance", rate: "Rate, %", basis1: "Days of year", formula: "Counted", amount: "Amount", sum: "Total", eachDay: "a day",
	},
	"ru": {
		title: map[interest.Method]string{
			interest.ByContract: "Расчёт договорной неустойки на {to}", interest.Statutory: "Расчёт процентов за просрочку оплаты на {to}",
			interest.ForUse: "Расчёт процентов за пользование деньгами на {to}",
		},
		titleMixed: "Расчёт неустойки и процентов на {to}",
		debt:       "Долг по документу {document}: {amount}, срок оплаты {due}.",
		debtOf:     "Долг по документу {document}, договор {contract}: {amount}, срок оплаты {due}.",
		paid:       "{date} оплачено {amount}; остаток уменьшается со следующего дня.",
		paidSame:   "{date} оплачено {amount}; остаток уменьшается с этого же дня.",
		credited:   "{date} долг уменьшен на {amount} по кредит-ноте (возврату).",
		byYear:     "Каждая строка: остаток × годовая ставка × дни ÷ дни года, с округлением до копейки.",
		byDay:      "Каждая строка: остаток × ставка в день × дни, с округлением до копейки.",
		compound:   "Каждая строка: остаток × ((1 + ставка)^(дни ÷ 365) − 1), с округлением до копейки.",
		total:      "Дней в расчёте: {days}. По дням: {total}.",
		flat:       "Кроме того, фиксированная сумма: {flat}.",
		inflation:  "Кроме того, индексация по инфляции: {inflation}.",
		all:        "Всего: {all} ({words}).",
		perDay:     "После {to} по день оплаты добавляется {perday} за каждый день при остатке основного долга {remaining}.",
		settled:    "Основной долг оплачен полностью.",
		basis:      "Основание: {rules}.",
		unverified: "[K] — норма не проверена по первоисточнику.",
		together:   "Всего по всем документам",
		from:       "С", to: "По", days: "Дней", balance: "Остаток долга", rate: "Ставка, %", basis1: "Дней в году", formula: "Расчёт", amount: "Начислено", sum: "Итого", eachDay: "в день",
	},
	"uk": {
		title: map[interest.Method]string{
			interest.ByContract: "Розрахунок договірної неустойки на {to}", interest.Statutory: "Розрахунок процентів за прострочення оплати на {to}",
			interest.ForUse: "Розрахунок процентів за користування грошима на {to}",
		},
		titleMixed: "Розрахунок неустойки та процентів на {to}",
		debt:       "Борг за документом {document}: {amount}, строк оплати {due}.",
		debtOf:     "Борг за документом {document}, договір {contract}: {amount}, строк оплати {due}.",
		paid:       "{date} сплачено {amount}; залишок зменшується з наступного дня.",
		paidSame:   "{date} сплачено {amount}; залишок зменшується з цього ж дня.",
		credited:   "{date} борг зменшено на {amount} за кредит-нотою (поверненням).",
		byYear:     "Кожен рядок: залишок × річна ставка × дні ÷ дні року, з округленням до копійки.",
		byDay:      "Кожен рядок: залишок × ставка за день × дні, з округленням до копійки.",
		compound:   "Кожен рядок: залишок × ((1 + ставка)^(дні ÷ 365) − 1), з округленням до копійки.",
		total:      "Днів у розрахунку: {days}. За днями: {total}.",
		flat:       "Крім того, фіксована сума: {flat}.",
		inflation:  "Крім того, інфляційні втрати: {inflation}.",
		all:        "Усього: {all} ({words}).",
		perDay:     "Після {to} по день оплати додається {perday} за кожен день при залишку основного боргу {remaining}.",
		settled:    "Основний борг сплачено повністю.",
		basis:      "Підстава: {rules}.",
		unverified: "[K] — норму не перевірено за першоджерелом.",
		together:   "Усього за всіма документами",
		from:       "З", to: "По", days: "Днів", balance: "Залишок боргу", rate: "Ставка, %", basis1: "Днів у році", formula: "Розрахунок", amount: "Нараховано", sum: "Разом", eachDay: "за день",
	},
	"be": {
		title: map[interest.Method]string{
			interest.ByContract: "Разлік дагаворнай няўстойкі на {to}", interest.Statutory: "Разлік працэнтаў за пратэрміноўку аплаты на {to}",
			interest.ForUse: "Разлік працэнтаў за карыстанне грашыма на {to}",
		},
		titleMixed: "Разлік няўстойкі і працэнтаў на {to}",
		debt:       "Доўг па дакуменце {document}: {amount}, тэрмін аплаты {due}.",
		debtOf:     "Доўг па дакуменце {document}, дагавор {contract}: {amount}, тэрмін аплаты {due}.",
		paid:       "{date} аплачана {amount}; рэшта памяншаецца з наступнага дня.",
		paidSame:   "{date} аплачана {amount}; рэшта памяншаецца з гэтага ж дня.",
		credited:   "{date} доўг паменшаны на {amount} па крэдыт-ноце (вяртанні).",
		byYear:     "Кожны радок: рэшта × гадавая стаўка × дні ÷ дні года, з акругленнем да капейкі.",
		byDay:      "Кожны радок: рэшта × стаўка за дзень × дні, з акругленнем да капейкі.",
		compound:   "Кожны радок: рэшта × ((1 + стаўка)^(дні ÷ 365) − 1), з акругленнем да капейкі.",
		total:      "Дзён у разліку: {days}. Па днях: {total}.",
		flat:       "Акрамя таго, фіксаваная сума: {flat}.",
		inflation:  "Акрамя таго, індэксацыя па інфляцыі: {inflation}.",
		all:        "Усяго: {all} ({words}).",
		perDay:     "Пасля {to} па дзень аплаты дадаецца {perday} за кожны дзень пры рэшце асноўнага доўгу {remaining}.",
		settled:    "Асноўны доўг аплачаны цалкам.",
		basis:      "Падстава: {rules}.",
		unverified: "[K] — норма не праверана па першакрыніцы.",
		together:   "Усяго па ўсіх дакументах",
		from:       "З", to: "Па", days: "Дзён", balance: "Рэшта доўгу", rate: "Стаўка, %", basis1: "Дзён у годзе", formula: "Разлік", amount: "Налічана", sum: "Разам", eachDay: "за дзень",
	},
	"bs": {
		title: map[interest.Method]string{
			interest.ByContract: "Obračun ugovorne kazne do {to}", interest.Statutory: "Obračun zatezne kamate do {to}",
			interest.ForUse: "Obračun kamate za korištenje novca do {to}",
		},
		titleMixed: "Obračun kazne i kamate do {to}",
		debt:       "Dug po dokumentu {document}: {amount}, dospijeće {due}.",
		debtOf:     "Dug po dokumentu {document}, ugovor {contract}: {amount}, dospijeće {due}.",
		paid:       "Dana {date} plaćeno je {amount}; ostatak je manji od narednog dana.",
		paidSame:   "Dana {date} plaćeno je {amount}; ostatak je manji od tog dana.",
		credited:   "Dana {date} dug je umanjen za {amount} knjižnim odobrenjem.",
		byYear:     "Svaki red: ostatak × godišnja stopa × dani ÷ dani godine, zaokruženo na najmanju jedinicu.",
		byDay:      "Svaki red: ostatak × dnevna stopa × dani, zaokruženo na najmanju jedinicu.",
		compound:   "Svaki red: ostatak × ((1 + stopa)^(dani ÷ 365) − 1), zaokruženo na najmanju jedinicu.",
		total:      "Obračunatih dana: {days}. Po danima: {total}.",
		flat:       "Uz to, paušalni iznos: {flat}.",
		inflation:  "Uz to, naknada za inflaciju: {inflation}.",
		all:        "Ukupno: {all} ({words}).",
		perDay:     "Nakon {to} do isplate dodaje se {perday} za svaki dan, uz ostatak glavnice {remaining}.",
		settled:    "Glavnica je u cijelosti plaćena.",
		basis:      "Osnov: {rules}.",
		unverified: "[K] označava propis koji nije provjeren u izvoru.",
		together:   "Ukupno za sve dokumente",
		from:       "Od", to: "Do", days: "Dana", balance: "Ostatak duga", rate: "Stopa, %", basis1: "Dana u godini", formula: "Račun", amount: "Obračunato", sum: "Ukupno", eachDay: "dnevno",
	},
	"de": {
		title: map[interest.Method]string{
			interest.ByContract: "Berechnung der Vertragsstrafe bis {to}", interest.Statutory: "Berechnung der Verzugszinsen bis {to}",
			interest.ForUse: "Berechnung der Fälligkeitszinsen bis {to}",
		},
		titleMixed: "Berechnung von Vertragsstrafe und Zinsen bis {to}",
		debt:       "Forderung aus Beleg {document}: {amount}, fällig am {due}.",
		debtOf:     "Forderung aus Beleg {document}, Vertrag {contract}: {amount}, fällig am {due}.",
		paid:       "Am {date} wurden {amount} gezahlt; der Restbetrag ist ab dem Folgetag geringer.",
		paidSame:   "Am {date} wurden {amount} gezahlt; der Restbetrag ist ab diesem Tag geringer.",
		credited:   "Am {date} minderte eine Gutschrift die Forderung um {amount}.",
		byYear:     "Je Zeile: Restbetrag × Jahreszins × Tage ÷ Tage des Jahres, kaufmännisch gerundet.",
		byDay:      "Je Zeile: Restbetrag × Tagessatz × Tage, kaufmännisch gerundet.",
		compound:   "Je Zeile: Restbetrag × ((1 + Zinssatz)^(Tage ÷ 365) − 1), kaufmännisch gerundet.",
		total:      "Gezählte Tage: {days}. Nach Tagen: {total}.",
		flat:       "Zuzüglich Pauschale: {flat}.",
		inflation:  "Zuzüglich Inflationsausgleich: {inflation}.",
		all:        "Insgesamt: {all} ({words}).",
		perDay:     "Nach dem {to} kommen bis zur Zahlung je Tag {perday} hinzu, bei einer Hauptforderung von {remaining}.",
		settled:    "Die Hauptforderung ist vollständig bezahlt.",
		basis:      "Grundlage: {rules}.",
		unverified: "[K] kennzeichnet eine Vorschrift, die nicht an ihrer Quelle geprüft wurde.",
		together:   "Insgesamt für alle Belege",
		from:       "Von", to: "Bis", days: "Tage", balance: "Restbetrag", rate: "Satz, %", basis1: "Tage im Jahr", formula: "Rechnung", amount: "Betrag", sum: "Summe", eachDay: "je Tag",
	},
}
