package policy

import (
	"fmt"

	"debitor/internal/ledger"
)

var belarusian = language{
	afterToday:     "{step} — толькі ў дзень пасля кроку «{after}» ({date})",
	suspendedUntil: "выключана з планаў да {until} уключна",
	suspensionEnds: "міне {until} або выключэнне адменяць раней",
	otherStep:      "крок «%s»",
	steps: map[string]string{
		"reminder": "напамін", "warning": "папярэджанне", "claim": "прэтэнзія", "court": "пакет для суда", "call": "званок",
	},
	events: map[Event]string{
		InvoiceIssued: "дакумент выпісаны", GoodsReceived: "тавар атрыманы", NotHandedOver: "дакумент не перададзены",
		PromiseBroken: "абяцанне заплаціць парушана", PlanBroken: "графік плацяжоў парушаны", Notified: "кліент папярэдзіў пра затрымку",
		Refused: "кліент адмаўляецца плаціць", NotReached: "кліент ухіляецца ад кантакту", DisputeOpened: "доўг аспрэчаны",
		TransitExpired: "грошы ў дарозе не прыйшлі",
		ClaimReached:   "прэтэнзія ўручана",
		Prepaid:        "кліент пераведзены на перадаплату",
	},
	days: belarusianDays, count: belarusianNouns.count, window: belarusianWindow, date: dottedDate,
	eventAhead: "{step} — праз {span} пасля падзеі: {event}", eventPassed: "{step} — праз {span} пасля падзеі, прапушчана: {event}",
	codes: map[string]string{
		OffDay:          "не дзень рассылкі па палітыцы {policy}; наступны — {date}",
		NotStarted:      "тэрмін аплаты не пачаўся: няма дакумента, ад якога ён лічыцца",
		Covered:         "незалічаныя плацяжы кліента пакрываюць {amount}",
		Disputed:        "{amount} аспрэчваецца з {date}",
		Promised:        "аплата абяцана да {until}",
		Suspended:       "выключана з планаў да адмены",
		Transit:         "{amount} у дарозе, чакаем да {until} уключна",
		TooOld:          "{days}; палітыка {policy} не дзейнічае пазней, чым {max} пасля тэрміну",
		TooSmall:        "усяго {amount}; па палітыцы {policy} не патрабуем менш за {limit}",
		WindowAhead:     "{days}; {step} — {window} (палітыка {policy})",
		WindowPassed:    "{days}; {step} — {window}, прапушчана (палітыка {policy})",
		AfterMissing:    "{step} — толькі пасля кроку «{after}», а яго не было",
		StepDone:        "{step}: зроблена {date}",
		StepsDone:       "усе крокі палітыкі {policy} зроблены",
		BecauseWindow:   "{days}; {step} — {window} (палітыка {policy})",
		BecauseLate:     "{days}; {step} — {window}, прапушчана і робіцца цяпер (палітыка {policy})",
		BecauseEarly:    "{days}; {step} — {window}, але ў гэтыя дні рассылкі няма (палітыка {policy})",
		BecauseAfter:    "{after}: зроблена {date}",
		BecauseCombined: "дакументы кроку «{step}» увайшлі ў крок «{after}»",
		CreditNetted:    "адняты незалічаныя плацяжы: {amount}",
		DisputeNetted:   "аспрэчанае не ўключана: {amount}",
		TransitNetted:   "грошы ў дарозе не ўключаны: {amount}",
		NoEmail:         "у кліента няма электроннай пошты, {step} не адправіць",
		NoAddress:       "у кліента няма паштовага адраса",

		Planned:          "графік плацяжоў выконваецца, наступная частка — {until}",
		ConditionFails:   "{step} — толькі калі «{condition}» (палітыка {policy})",
		GapOpen:          "кліенту пісалі {date}; па палітыцы {policy} наступны ліст — з {until}",
		Waiting:          "{step} — толькі праз {max} пасля кроку «{after}» ({date})",
		OwnDay:           "{step} — у свае дні (палітыка {policy})",
		NoEvent:          "{step} — калі {event}",
		Overtaken:        "{step} — не: у гэты дзень ({date}) адпраўлена «{after}»",
		BecauseEvent:     "{event} ({date}): {step} (палітыка {policy})",
		BecauseNextWeek:  "тэрмін на наступным тыдні: {step} (палітыка {policy})",
		BecauseAgain:     "паўторна: {step} — {date}",
		BecauseCondition: "умова палітыкі: {condition}",
		GraceGiven:       "кліентам катэгорыі {condition} дадзена яшчэ {max}",
		NotVerified:      "адрас электроннай пошты кліента ніхто не праверыў, {step} не адправіць",
		Excluded:         "выключана з гэтай рассылкі пры праверцы",
		Postponed:        "адкладзена пры праверцы да {until}",
		Undecided:        "паступіла {amount} ({date}), магчыма ад яго: рашэння яшчэ няма",
		NoProof:          "па дакуменце {condition} не хапае падпісаных папер",
		BecauseReviewed:  "пры праверцы выбрана: {step} замест «{after}»",
	},
	changes: map[string]string{
		OffDay:         "надыдзе наступны дзень рассылкі: {date}",
		NotStarted:     "будзе ўнесена дата, ад якой лічыцца тэрмін: адгрузкі, перадачы ці прыёмкі тавару",
		Covered:        "нічога не трэба: грошы паступілі і чакаюць заліку",
		Disputed:       "спрэчку ўрэгулююць або здымуць",
		Promised:       "{until} міне, а грошай не будзе",
		Planned:        "не будзе аплачана частка з тэрмінам {until}",
		Suspended:      "выключэнне адменяць",
		Transit:        "грошы прыйдуць, або {until} міне без іх",
		TooSmall:       "доўг дасягне {limit}",
		WindowAhead:    "надыдзе тэрмін кроку: {window}",
		AfterMissing:   "будзе зроблена ў больш ранні дзень: {after}",
		ConditionFails: "спраўдзіцца «{condition}»",
		GapOpen:        "надыдзе {until}",
		Waiting:        "пасля {date} міне {max}",
		OwnDay:         "надыдзе дзень гэтага кроку",
		NoEvent:        "{event}",
		Overtaken:      "надыдзе наступны дзень рассылкі",
		NoEmail:        "будзе ўнесены адрас электроннай пошты кліента",
		NoAddress:      "будзе ўнесены паштовы адрас кліента",
		NotVerified:    "адрас электроннай пошты кліента правераць",
		Excluded:       "надыдзе наступны дзень рассылкі",
		Postponed:      "надыдзе {until}",
		Undecided:      "вырашаць, чые гэта грошы ад {date}",
		NoProof:        "вернуцца паперы па дакуменце {condition}",
	},
}

var belarusianNouns = dayNouns{
	"":                 {"дзень", "дні", "дзён"},
	ledger.WorkingDays: {"рабочы дзень", "рабочыя дні", "рабочых дзён"},
	ledger.BankingDays: {"банкаўскі дзень", "банкаўскія дні", "банкаўскіх дзён"},
}

func belarusianDays(n int, unit ledger.DayUnit) string {
	switch {
	case n == 0:
		return "тэрмін аплаты сёння"
	case n < 0:
		return "да тэрміну аплаты " + belarusianNouns.count(-n, unit)
	}
	return belarusianNouns.count(n, unit) + " пратэрміноўкі"
}

func belarusianWindow(from, to int) string {
	switch {
	case from == to && from < 0:
		return "за " + belarusianNouns.count(-from, "") + " да тэрміну"
	case from == 0 && to == 0:
		return "у дзень тэрміну"
	case from == to:
		return fmt.Sprintf("на %d-ы дзень пратэрміноўкі", from)
	case from == -Open:
		return "да " + belarusianGenitive(to)
	case to == Open:
		return "з " + belarusianGenitive(from)
	case to < 0:
		return fmt.Sprintf("за %d–%s да тэрміну", -to, belarusianNouns.count(-from, ""))
	case from > 0:
		return fmt.Sprintf("з %d-га па %d-ы дзень пратэрміноўкі", from, to)
	}
	return "з " + belarusianGenitive(from) + " да " + belarusianGenitive(to)
}

func belarusianGenitive(n int) string {
	switch {
	case n < 0:
		return fmt.Sprintf("%d-га дня перад тэрмінам", -n)
	case n == 0:
		return "дня тэрміну"
	}
	return fmt.Sprintf("%d-га дня пратэрміноўкі", n)
}
