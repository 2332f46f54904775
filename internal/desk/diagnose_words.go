package desk

// reportLanguage is the language a report is written in: Russian for those who
// read it, else English.
func reportLanguage(lang string) string {
	if lang == "ru" || lang == "be" {
		return "ru"
	}
	return "en"
}

// reportWord is a word or a format of a report in the language.
func reportWord(lang, english string) string {
	if reportLanguage(lang) == "ru" {
		if russian, ok := reportRussian[english]; ok {
			return russian
		}
	}
	if text, ok := reportEnglish[english]; ok {
		return text
	}
	return english
}

// reportEnglish is how figures of a baseline are called.
var reportEnglish = map[string]string{
	"overdue_share": "overdue, % of what is open", "average_delay": "average delay, days", "average_delay_weighted": "average delay by amount, days",
	"paid_in_time_share": "paid in time, % of documents", "dso": "DSO, days", "dso_countback": "DSO by months, days",
	"average_days_delinquent": "average days delinquent", "overdue_on_average": "overdue on an average day of the year", "sales": "sales of the year",
}

var reportRussian = map[string]string{
	"State of receivables": "Состояние дебиторской задолженности",
	"%s, as of %s. The books cover %s to %s: customers %d, open documents %d. Amounts are in %s.": "%s, на %s. Данные с %s по %s: клиентов — %d, неоплаченных документов — %d. Суммы в %s.",

	"What has changed": "Что изменилось", "figure": "показатель", "before": "было", "now": "сейчас", "times less": "меньше в … раз", "verdict": "итог", "better": "лучше", "worse": "хуже",
	"overdue_share": "доля просрочки, % долга", "average_delay": "средняя задержка, дней", "average_delay_weighted": "средняя задержка по суммам, дней",
	"paid_in_time_share": "оплачено в срок, % документов", "dso": "DSO, дней", "dso_countback": "DSO по месяцам, дней",
	"average_days_delinquent": "просрочка в днях продаж", "overdue_on_average": "просрочка в среднем за год", "open": "долг", "sales": "продажи за год",

	"open, %s": "долг, %s", "owed by %d customers": "должников: %d", "overdue, %s": "просрочено, %s", "%s on an average day of the year": "%s в среднем за год",
	"of what is open is overdue": "долга просрочено", "%s on %s": "%s на %s", "of documents were paid in time": "документов оплачено в срок",
	"of those paid within the year": "из оплаченных за год", "days of sales are open (DSO)": "дней продаж в долге (DSO)",
	"%s by the sales of each month": "%s по продажам каждого месяца", "days if all were paid in time": "дней, если бы все платили в срок",
	"the best DSO with the terms agreed": "лучший DSO при нынешних условиях", "days late on average": "дней — средняя задержка", "%s weighted by amount": "%s с учётом сумм",
	"customers owe 80 %% of what is overdue": "должников дают 80 %% просрочки", "of %d who owe anything": "из %d должников",

	"In short": "Коротко",
	"%s of %s owed are overdue. Customers who owe four fifths of it: %d; begin with them.":                                                                   "Просрочено %s из %s долга. На четыре пятых просрочки приходится должников: %d; с них и начинать.",
	"For %s of what is overdue nobody has recorded a reason: no dispute, no promise, no payment on its way.":                                                 "О причине %s просрочки ничего не записано: ни спора, ни обещания, ни платежа в пути.",
	"The terms agreed account for %s days of sales; delay adds %s.":                                                                                          "Договорные сроки дают %s дня продаж в долге; задержки добавляют %s.",
	"On an average day of the year %s were overdue. Every per cent of yearly interest on it costs %s.":                                                       "В среднем за год просрочено %s. Каждый процент годовых на эти деньги стоит %s.",
	"%s of payments settle nothing yet: allocate them before anyone is reminded.":                                                                            "Оплаты на %s ещё ни к чему не отнесены: сначала разнести их, потом напоминать.",
	"For %s the term of payment has not started: the documents it runs from are not recorded as handed over.":                                                "По долгу на %s срок оплаты не начался: не записана передача документов, от которой он считается.",
	"The books hold open documents only. How fast customers pay, what was sold and how it was before cannot be said; policies are played over what is open.": "В данных только неоплаченные документы. Сказать, как платят клиенты, сколько продано и что было раньше, нельзя; политики проиграны по тому, что открыто.",
	"By how they paid in the last year: reliable customers %d, uncertain %d, threatened by delay %d, non-paying %d.":                                         "По оплатам последнего года: надёжных клиентов — %d, неопределённых — %d, под угрозой задержки — %d, неплательщиков — %d.",
	"No payment of the last year is in the books: how fast customers pay cannot be said.":                                                                    "В данных нет оплат за последний год: сказать, как платят клиенты, нельзя.",
	"What is open, by days overdue": "Долг по дням просрочки",
	"not due":                       "срок не наступил",
	"Open at the end of each month, the overdue part dark, with its share in per cent": "Долг на конец месяца; тёмным — просроченный, сверху его доля в процентах",
	"How the money comes in":                       "Как приходят деньги",
	"Documents paid within the year, by days late": "Документы, оплаченные за год, по дням задержки",
	"in time": "в срок", "%s days": "%s дн.", "days": "дней", "how it is computed": "как считается",
	"from document to payment":                              "от документа до оплаты",
	"days between document and payment, weighted by amount": "дни между документом и оплатой с учётом сумм",
	"beyond the terms":                                      "сверх срока",
	"days between due date and payment, weighted by amount, early payments negative": "дни между сроком и оплатой с учётом сумм, ранние со знаком минус",
	"average delay": "средняя задержка", "days late of each document paid, early ones 0": "дни задержки каждого оплаченного документа, ранние — 0",
	"open × days / sales": "долг × дни / продажи", "DSO by months": "DSO по месяцам", "sales taken off the open amount month by month": "из долга вычитаются продажи месяц за месяцем",
	"best DSO": "лучший DSO", "not due × days / sales": "непросроченный долг × дни / продажи",
	"average days delinquent": "просрочка в днях продаж", "DSO less best DSO": "DSO минус лучший DSO",

	"Where it is stuck": "Где застряли деньги", "What is open, by the reason that is recorded": "Долг по записанной причине",
	"term not started": "срок не начался", "disputed": "спор", "on its way": "в пути", "promised": "обещано", "suspended by order": "исключено распоряжением",
	"overdue, nothing recorded": "просрочено, причина не записана", "Reasons of non-payment, as contacts recorded them": "Причины неоплаты по записям контактов",

	"Who owes most of what is overdue": "За кем основная просрочка", "customer": "клиент", "overdue": "просрочено", "oldest, days": "старейшая, дней",
	"together": "нарастающим итогом", "category": "категория",
	"Whose delays cost most": "Чьи задержки дороже всего", "Who buys most and always pays in time": "Кто покупает больше всех и всегда платит в срок",
	"due in the year": "к оплате за год", "documents": "документов", "late": "с задержкой", "days late": "дней задержки",
	"half year before": "полгода до", "last half year": "последние полгода", "worst": "худшая", "overdue on average": "просрочено в среднем", "pays on": "день оплаты",
	"Mon": "пн", "Tue": "вт", "Wed": "ср", "Thu": "чт", "Fri": "пт", "Sat": "сб", "Sun": "вс",

	"What each policy would have done in the last year": "Что сделала бы за последний год каждая политика",
	"policy": "политика", "letters": "писем", "printed": "печатных", "calls": "звонков", "meetings and visits": "встреч и визитов", "other work": "прочих задач",
	"days without shipments": "дней без отгрузки", "first step, days": "первый шаг, день", "untouched": "не тронуто", "cost": "затраты",
	"Played over %s to %s as the books knew it on each day; customers pay as they did pay, for nobody can know what a letter would have moved. First step: calendar days after the due date. Untouched: documents not paid on the due date about which nothing was done. Cost: at the prices the policy names.": "Проиграно с %s по %s по данным на каждый день; клиенты платят так, как платили: что изменило бы письмо, знать нельзя. Первый шаг — календарных дней после срока. Не тронуто — документы, не оплаченные в срок, по которым ничего не сделано. Затраты — по ценам, записанным в политике.",

	"Other currencies": "Другие валюты", "currency": "валюта", "share": "доля", "customers": "клиентов", "Made from %s.": "Составлено по файлам: %s.",
}
