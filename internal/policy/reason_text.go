package policy

import (
	"fmt"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/ledger"
)

// Text is the reason as one short sentence for a sales manager, in English or
// Russian; other languages get English.
func (r Reason) Text(lang string) string {
	words, ok := catalogue[lang]
	if !ok {
		words = catalogue["en"]
	}
	text, ok := words.codes[r.Code]
	if !ok {
		return r.Code
	}
	if r.Code == AfterMissing && r.Date != 0 {
		text = words.afterToday
	}
	if r.Code == Suspended && r.Until != 0 {
		text = words.suspendedUntil
	}
	return strings.NewReplacer(
		"{days}", words.days(r.Days, r.Unit),
		"{window}", words.window(r.From, r.To),
		"{step}", words.step(r.Step),
		"{goes}", words.goes(r.Step),
		"{after}", words.step(r.After),
		"{policy}", r.Policy,
		"{date}", words.date(r.Date),
		"{until}", words.date(r.Until),
		"{max}", words.count(r.To, r.Unit),
		"{amount}", r.Amount.Decimal(r.Currency)+" "+string(r.Currency),
		"{limit}", r.Limit.Decimal(r.Currency)+" "+string(r.Currency),
	).Replace(text)
}

// language is how one language says the reasons.
type language struct {
	codes          map[string]string
	afterToday     string // step.after, when the other step was done but not earlier
	suspendedUntil string // suspended, with an end
	steps          map[string]string
	otherStep      string
	verbs          map[string]string // what the step does, where the language says it
	otherVerb      string
	days           func(n int, unit ledger.DayUnit) string
	count          func(n int, unit ledger.DayUnit) string
	window         func(from, to int) string
	date           func(cal.Date) string
}

func (l *language) step(id string) string {
	if s, ok := l.steps[id]; ok {
		return s
	}
	return fmt.Sprintf(l.otherStep, id)
}

func (l *language) goes(id string) string {
	if v, ok := l.verbs[id]; ok {
		return v
	}
	return l.otherVerb
}

// catalogue holds every sentence; a code has the same facts in each language.
var catalogue = map[string]*language{
	"en": {
		afterToday:     "{step} follows only on a later day than {after} ({date})",
		suspendedUntil: "taken out of the plans until {until}",
		otherStep:      "step “%s”",
		steps: map[string]string{
			"reminder": "the reminder", "warning": "the warning", "claim": "the claim", "court": "the court package", "call": "the call",
		},
		verbs:     map[string]string{"court": "is prepared", "call": "is made"},
		otherVerb: "goes out",
		days:      englishDays, count: englishCount, window: englishWindow, date: cal.Date.String,
		codes: map[string]string{
			OffDay:          "not a run day of policy {policy}; the next one is {date}",
			NotStarted:      "the term of payment has not started: the document it runs from is missing",
			Covered:         "the customer's unapplied payments cover {amount} of it",
			Disputed:        "{amount} of it is disputed since {date}",
			Promised:        "payment is promised by {until}",
			Suspended:       "taken out of the plans until someone resumes it",
			Transit:         "{amount} of it is on its way, waited for until {until}",
			TooOld:          "{days}; policy {policy} does nothing after {max}",
			TooSmall:        "{amount} in all; policy {policy} asks for no less than {limit}",
			WindowAhead:     "{days}; {step} {goes} {window} (policy {policy})",
			WindowPassed:    "{days}; {step} was due {window} and was missed (policy {policy})",
			AfterMissing:    "{step} follows only after {after}, which was not done",
			StepDone:        "{step} was done on {date}",
			StepsDone:       "every step of policy {policy} was done",
			BecauseWindow:   "{days}; {step} {goes} {window} (policy {policy})",
			BecauseLate:     "{days}; {step} was due {window} and is made up for now (policy {policy})",
			BecauseEarly:    "{days}; {step} {goes} {window}, but no run day falls there (policy {policy})",
			BecauseAfter:    "{after} was done on {date}",
			BecauseCombined: "documents due for {step} join {after}",
			CreditNetted:    "{amount} of unapplied payments are taken off",
			DisputeNetted:   "{amount} in dispute are left out",
			TransitNetted:   "{amount} on the way are left out",
			NoEmail:         "the customer has no e-mail address, so {step} cannot go",
			NoAddress:       "the customer has no postal address",
		},
	},
	"ru": {
		afterToday:     "{step} — только в день после шага «{after}» ({date})",
		suspendedUntil: "исключено из планов по {until}",
		otherStep:      "шаг «%s»",
		steps: map[string]string{
			"reminder": "напоминание", "warning": "предупреждение", "claim": "претензия", "court": "пакет для суда", "call": "звонок",
		},
		days: russianDays, count: russianCount, window: russianWindow, date: russianDate,
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
		},
	},
}

func englishDays(n int, unit ledger.DayUnit) string {
	switch {
	case n == 0:
		return "due today"
	case n < 0:
		return "due in " + englishCount(-n, unit)
	}
	return englishCount(n, unit) + " overdue"
}

func englishCount(n int, unit ledger.DayUnit) string {
	name := "day"
	if unit == ledger.WorkingDays || unit == ledger.BankingDays {
		name = string(unit) + " day"
	}
	if n != 1 {
		name += "s"
	}
	return fmt.Sprintf("%d %s", n, name)
}

func englishWindow(from, to int) string {
	switch {
	case from == to:
		return "on " + englishDay(from)
	case to == Open:
		return "from " + englishDay(from)
	case from == -Open:
		return "until " + englishDay(to)
	case to < 0:
		return fmt.Sprintf("%d to %d days before the due date", -from, -to)
	}
	return "from " + englishDay(from) + " to " + englishDay(to)
}

func englishDay(n int) string {
	switch {
	case n < 0:
		return englishCount(-n, "") + " before the due date"
	case n == 0:
		return "the due date"
	}
	return fmt.Sprintf("day %d", n)
}

func russianDate(d cal.Date) string {
	y, m, day := d.Civil()
	return fmt.Sprintf("%02d.%02d.%04d", day, m, y)
}

func russianDays(n int, unit ledger.DayUnit) string {
	switch {
	case n == 0:
		return "срок оплаты сегодня"
	case n < 0:
		return "до срока оплаты " + russianCount(-n, unit)
	}
	return russianCount(n, unit) + " просрочки"
}

// russianCount bends the noun as Russian numbers do: 1 день, 2 дня, 5 дней.
func russianCount(n int, unit ledger.DayUnit) string {
	form, adjective := 2, ""
	switch {
	case n%10 == 1 && n%100 != 11:
		form = 0
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		form = 1
	}
	ending := [...]string{"ий", "их", "их"}[form]
	switch unit {
	case ledger.WorkingDays:
		adjective = "рабоч" + ending + " "
	case ledger.BankingDays:
		adjective = "банковск" + ending + " "
	}
	return fmt.Sprintf("%d %s%s", n, adjective, [...]string{"день", "дня", "дней"}[form])
}

func russianWindow(from, to int) string {
	switch {
	case from == to && from < 0:
		return "за " + russianCount(-from, "") + " до срока"
	case from == 0 && to == 0:
		return "в день срока"
	case from == to:
		return fmt.Sprintf("в %d-й день просрочки", from)
	case from == -Open:
		return "до " + russianGenitive(to)
	case to == Open:
		return "с " + russianGenitive(from)
	case to < 0:
		return fmt.Sprintf("за %d–%s до срока", -from, russianCount(-to, ""))
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
