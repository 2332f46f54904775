package cli

// warnings are the warnings of bank statements in Russian, by code; {0} and so on
// stand for what the warning tells.
var warnings = map[string]string{
	"bank.version":        "Версия формата {0}; известны 1.01–1.03",
	"bank.currency":       "Ни файл, ни счёт {0} не говорят, какая это валюта",
	"bank.currency_taken": "Валюта счёта {0} не указана; принята национальная, {1}",
	"bank.outside":        "Запись от {0} вне периода выписки {1} – {2}",
	"bank.totals":         "{0}: входящий остаток {1} и записи дают {2}, а исходящий остаток {3}",
	"bank.credits":        "{0}: поступления составляют {1}, банк указал {2}",
	"bank.debits":         "{0}: списания составляют {1}, банк указал {2}",
	"bank.account":        "Ни одна сторона платежа — не счёт {0}; запись ждёт решения человека",
	"bank.undated":        "В документе не сказано, когда прошли деньги; запись ждёт решения человека",
	"bank.negative":       "Сумма отрицательная; запись ждёт решения человека",
	"bank.entry_currency": "Запись в {0}, выписка в {1}; запись ждёт решения человека",
	"bank.left_out":       "{0} — PDF, пропущен",
	"bank.account_unsaid": "В таблице не сказано, чей это счёт",
}
