package policy

import (
	"fmt"

	"debitor/internal/ledger"
)

var ukrainian = language{
	afterToday:     "{step} — лише в день після кроку «{after}» ({date})",
	suspendedUntil: "вилучено з планів до {until} включно",
	suspensionEnds: "мине {until} або вилучення скасують раніше",
	otherStep:      "крок «%s»",
	steps: map[string]string{
		"reminder": "нагадування", "warning": "попередження", "claim": "претензія", "court": "пакет для суду", "call": "дзвінок",
	},
	events: map[Event]string{
		InvoiceIssued: "документ виписано", GoodsReceived: "товар отримано", NotHandedOver: "документ не передано",
		PromiseBroken: "обіцянку сплатити порушено", PlanBroken: "графік платежів порушено", Notified: "клієнт попередив про затримку",
		Refused: "клієнт відмовляється платити", NotReached: "клієнт уникає контакту", DisputeOpened: "борг оскаржено",
		TransitExpired: "гроші в дорозі не надійшли",
		ClaimReached:   "претензію вручено",
		Prepaid:        "клієнта переведено на передоплату",
	},
	days: ukrainianDays, count: ukrainianNouns.count, window: ukrainianWindow, date: dottedDate,
	eventAhead: "{step} — через {span} після події: {event}", eventPassed: "{step} — через {span} після події, пропущено: {event}",
	codes: map[string]string{
		OffDay:          "не день розсилки за політикою {policy}; наступний — {date}",
		NotStarted:      "строк оплати не почався: немає документа, від якого він рахується",
		Covered:         "незараховані платежі клієнта покривають {amount}",
		Disputed:        "{amount} оскаржується з {date}",
		Promised:        "оплату обіцяно до {until}",
		Suspended:       "вилучено з планів до скасування",
		Transit:         "{amount} у дорозі, чекаємо до {until} включно",
		TooOld:          "{days}; політика {policy} не діє пізніше, ніж {max} після строку",
		TooSmall:        "усього {amount}; за політикою {policy} не вимагаємо менше ніж {limit}",
		WindowAhead:     "{days}; {step} — {window} (політика {policy})",
		WindowPassed:    "{days}; {step} — {window}, пропущено (політика {policy})",
		AfterMissing:    "{step} — лише після кроку «{after}», а його не було",
		StepDone:        "{step}: зроблено {date}",
		StepsDone:       "усі кроки політики {policy} зроблено",
		BecauseWindow:   "{days}; {step} — {window} (політика {policy})",
		BecauseLate:     "{days}; {step} — {window}, пропущено й робиться зараз (політика {policy})",
		BecauseEarly:    "{days}; {step} — {window}, але в ці дні розсилки немає (політика {policy})",
		BecauseAfter:    "{after}: зроблено {date}",
		BecauseCombined: "документи кроку «{step}» увійшли до кроку «{after}»",
		CreditNetted:    "віднято незараховані платежі: {amount}",
		DisputeNetted:   "оскаржене не включено: {amount}",
		TransitNetted:   "гроші в дорозі не включено: {amount}",
		NoEmail:         "у клієнта немає електронної пошти, {step} не надіслати",
		NoAddress:       "у клієнта немає поштової адреси",

		Planned:          "графіка платежів дотримуються, наступна частина — {until}",
		ConditionFails:   "{step} — лише якщо «{condition}» (політика {policy})",
		GapOpen:          "клієнту писали {date}; за політикою {policy} наступний лист — з {until}",
		Waiting:          "{step} — лише через {max} після кроку «{after}» ({date})",
		OwnDay:           "{step} — у свої дні (політика {policy})",
		NoEvent:          "{step} — коли {event}",
		Overtaken:        "{step} — ні: того дня ({date}) надіслано «{after}»",
		BecauseEvent:     "{event} ({date}): {step} (політика {policy})",
		BecauseNextWeek:  "строк наступного тижня: {step} (політика {policy})",
		BecauseAgain:     "повторно: {step} — {date}",
		BecauseCondition: "умова політики: {condition}",
		GraceGiven:       "клієнтам категорії {condition} надано ще {max}",
		NotVerified:      "адресу електронної пошти клієнта ніхто не перевірив, {step} не надіслати",
		Excluded:         "вилучено з цієї розсилки під час перевірки",
		Postponed:        "відкладено під час перевірки до {until}",
		Undecided:        "надійшло {amount} ({date}), можливо від нього: рішення ще немає",
		NoProof:          "за документом {condition} бракує підписаних паперів",
		BecauseReviewed:  "під час перевірки обрано: {step} замість «{after}»",
	},
	changes: map[string]string{
		OffDay:         "настане наступний день розсилки: {date}",
		NotStarted:     "буде внесено дату, від якої рахується строк: відвантаження, передачі чи приймання товару",
		Covered:        "нічого не треба: гроші надійшли й чекають зарахування",
		Disputed:       "спір буде врегульовано або знято",
		Promised:       "{until} мине, а грошей не буде",
		Planned:        "не буде сплачено частину зі строком {until}",
		Suspended:      "вилучення скасують",
		Transit:        "гроші надійдуть, або {until} мине без них",
		TooSmall:       "борг досягне {limit}",
		WindowAhead:    "настане строк кроку: {window}",
		AfterMissing:   "буде зроблено в ранішній день: {after}",
		ConditionFails: "справдиться «{condition}»",
		GapOpen:        "настане {until}",
		Waiting:        "після {date} мине {max}",
		OwnDay:         "настане день цього кроку",
		NoEvent:        "{event}",
		Overtaken:      "настане наступний день розсилки",
		NoEmail:        "буде внесено адресу електронної пошти клієнта",
		NoAddress:      "буде внесено поштову адресу клієнта",
		NotVerified:    "адресу електронної пошти клієнта перевірять",
		Excluded:       "настане наступний день розсилки",
		Postponed:      "настане {until}",
		Undecided:      "вирішать, чиї це гроші від {date}",
		NoProof:        "повернуться папери за документом {condition}",
	},
}

var ukrainianNouns = dayNouns{
	"":                 {"день", "дні", "днів"},
	ledger.WorkingDays: {"робочий день", "робочі дні", "робочих днів"},
	ledger.BankingDays: {"банківський день", "банківські дні", "банківських днів"},
}

func ukrainianDays(n int, unit ledger.DayUnit) string {
	switch {
	case n == 0:
		return "строк оплати сьогодні"
	case n < 0:
		return "до строку оплати " + ukrainianNouns.count(-n, unit)
	}
	return ukrainianNouns.count(n, unit) + " прострочення"
}

func ukrainianWindow(from, to int) string {
	switch {
	case from == to && from < 0:
		return "за " + ukrainianNouns.count(-from, "") + " до строку"
	case from == 0 && to == 0:
		return "у день строку"
	case from == to:
		return fmt.Sprintf("на %d-й день прострочення", from)
	case from == -Open:
		return "до " + ukrainianGenitive(to)
	case to == Open:
		return "з " + ukrainianGenitive(from)
	case to < 0:
		return fmt.Sprintf("за %d–%s до строку", -to, ukrainianNouns.count(-from, ""))
	case from > 0:
		return fmt.Sprintf("з %d-го по %d-й день прострочення", from, to)
	}
	return "з " + ukrainianGenitive(from) + " до " + ukrainianGenitive(to)
}

func ukrainianGenitive(n int) string {
	switch {
	case n < 0:
		return fmt.Sprintf("%d-го дня перед строком", -n)
	case n == 0:
		return "дня строку"
	}
	return fmt.Sprintf("%d-го дня прострочення", n)
}
