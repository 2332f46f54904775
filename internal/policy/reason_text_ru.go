package policy

import (
	"fmt"
	"strings"

	"debitor/internal/ledger"
)

var russian = language{
	afterToday:     "{step} — только в день после шага «{after}» ({date})",
	suspendedUntil: "исключено из планов по {until}",
	suspensionEnds: "пройдёт {until} или исключение отменят раньше",
	changes: map[string]string{
		OffDay:         "наступит следующий день рассылки: {date}",
		NotStarted:     "будет внесена дата, от которой считается срок: отгрузки, передачи или приёмки товара",
		Covered:        "ничего не нужно: деньги поступили и ждут зачёта",
		Disputed:       "спор будет урегулирован или снят",
		Promised:       "{until} пройдёт, а денег не будет",
		Planned:        "не будет оплачена часть со сроком {until}",
		Suspended:      "исключение отменят",
		Transit:        "деньги придут, или {until} пройдёт без них",
		TooSmall:       "долг достигнет {limit}",
		WindowAhead:    "наступит срок шага: {window}",
		AfterMissing:   "будет сделано в более ранний день: {after}",
		ConditionFails: "станет верно «{condition}»",
		GapOpen:        "наступит {until}",
		Waiting:        "после {date} пройдёт {max}",
		OwnDay:         "наступит день этого шага",
		NoEvent:        "{event}",
		Overtaken:      "наступит следующий день рассылки",
		NoEmail:        "будет внесён адрес электронной почты клиента",
		NoAddress:      "будет внесён почтовый адрес клиента",
		NotVerified:    "адрес электронной почты клиента проверят",
		Excluded:       "наступит следующий день рассылки",
		Postponed:      "наступит {until}",
		Undecided:      "решат, чьи деньги от {date}",
		NoProof:        "вернутся бумаги по документу {condition}",
	},
	otherStep: "шаг «%s»",
	steps: map[string]string{
		"reminder": "напоминание", "warning": "предупреждение", "claim": "претензия", "court": "пакет для суда", "call": "звонок",
	},
	events: map[Event]string{
		InvoiceIssued: "документ выписан", GoodsReceived: "товар получен", NotHandedOver: "документ не передан",
		PromiseBroken: "обещание оплатить нарушено", PlanBroken: "график платежей нарушен", Notified: "клиент предупредил о задержке",
		Refused: "клиент отказывается платить", NotReached: "клиент уклоняется от контакта", DisputeOpened: "долг оспорен",
		TransitExpired: "деньги в пути не пришли",
		ClaimReached:   "претензия вручена",
		Prepaid:        "клиент переведён на предоплату",
	},
	days: russianDays, count: russianNouns.count, window: russianWindow, date: dottedDate,
	eventAhead: "{step} — через {span} после события: {event}", eventPassed: "{step} — через {span} после события, пропущено: {event}",
	codes: map[string]string{
		OffDay:          "не день рассылки по политике {policy}; следующий — {date}",
		NotStarted:      "срок оплаты не начался: нет документа, от которого он считается",
		Covered:         "незачтённые платежи клиента покрывают {amount}",
		Disputed:        "{amount} оспаривается с {date}",
		Promised:        "оплата обещана до {until}",
		Suspended:       "исключено из планов до отмены",
		Transit:         "{amount} в пути, ждём по {until}",
		TooOld:          "{days}; политика {policy} не действует позже, чем {max} после срока",
		TooSmall:        "всего {amount}; по политике {policy} не требуем меньше {limit}",
		WindowAhead:     "{days}; {step} — {window} (политика {policy})",
		WindowPassed:    "{days}; {step} — {window}, пропущено (политика {policy})",
		AfterMissing:    "{step} — только после шага «{after}», а его не было",
		StepDone:        "{step}: сделано {date}",
		StepsDone:       "все шаги политики {policy} сделаны",
		BecauseWindow:   "{days}; {step} — {window} (политика {policy})",
		BecauseLate:     "{days}; {step} — {window}, пропущено и делается сейчас (политика {policy})",
		BecauseEarly:    "{days}; {step} — {window}, но в эти дни рассылки нет (политика {policy})",
		BecauseAfter:    "{after}: сделано {date}",
		BecauseCombined: "документы шага «{step}» входят в шаг «{after}»",
		CreditNetted:    "вычтены незачтённые платежи: {amount}",
		DisputeNetted:   "оспариваемое не включено: {amount}",
		TransitNetted:   "деньги в пути не включены: {amount}",
		NoEmail:         "у клиента нет электронной почты, {step} не отправить",
		NoAddress:       "у клиента нет почтового адреса",

		Planned:          "график платежей соблюдается, следующая часть — {until}",
		ConditionFails:   "{step} — только если «{condition}» (политика {policy})",
		GapOpen:          "клиенту писали {date}; по политике {policy} следующее письмо — с {until}",
		Waiting:          "{step} — только через {max} после шага «{after}» ({date})",
		OwnDay:           "{step} — в свои дни (политика {policy})",
		NoEvent:          "{step} — когда {event}",
		Overtaken:        "{step} — нет: в этот день ({date}) отправлено «{after}»",
		BecauseEvent:     "{event} ({date}): {step} (политика {policy})",
		BecauseNextWeek:  "срок на следующей неделе: {step} (политика {policy})",
		BecauseAgain:     "повторно: {step} — {date}",
		BecauseCondition: "условие политики: {condition}",
		GraceGiven:       "клиентам категории {condition} дано ещё {max}",
		NotVerified:      "адрес электронной почты клиента никем не проверен, {step} не отправить",
		Excluded:         "исключено из этой рассылки при проверке",
		Postponed:        "отложено при проверке до {until}",
		Undecided:        "поступило {amount} ({date}), возможно от него: решения ещё нет",
		NoProof:          "по документу {condition} не хватает подписанных бумаг",
		BecauseReviewed:  "при проверке выбрано: {step} вместо «{after}»",
	},
}

var russianNouns = dayNouns{
	"":                 {"день", "дня", "дней"},
	ledger.WorkingDays: {"рабочий день", "рабочих дня", "рабочих дней"},
	ledger.BankingDays: {"банковский день", "банковских дня", "банковских дней"},
}

func russianDays(n int, unit ledger.DayUnit) string {
	switch {
	case n == 0:
		return "срок оплаты сегодня"
	case n < 0:
		return "до срока оплаты " + russianNouns.count(-n, unit)
	}
	return russianNouns.count(n, unit) + " просрочки"
}

// russianWindow says «со 2-го», which alone of the numbers asks for it.
func russianWindow(from, to int) string {
	return strings.Replace(russianStretch(from, to), "с 2-го", "со 2-го", 1)
}

func russianStretch(from, to int) string {
	switch {
	case from == to && from < 0:
		return "за " + russianNouns.count(-from, "") + " до срока"
	case from == 0 && to == 0:
		return "в день срока"
	case from == to:
		return fmt.Sprintf("в %d-й день просрочки", from)
	case from == -Open:
		return "до " + russianGenitive(to)
	case to == Open:
		return "с " + russianGenitive(from)
	case to < 0:
		return fmt.Sprintf("за %d–%s до срока", -to, russianNouns.count(-from, ""))
	case from > 0:
		return fmt.Sprintf("с %d-го по %d-й день просрочки", from, to)
	}
	return "с " + russianGenitive(from) + " до " + russianGenitive(to)
}

func russianGenitive(n int) string {
	switch {
	case n < 0:
		return fmt.Sprintf("%d-го дня перед сроком", -n)
	case n == 0:
		return "дня срока"
	}
	return fmt.Sprintf("%d-го дня просрочки", n)
}
