package policy

import (
	"fmt"

	"debitor/internal/ledger"
)

var german = language{
	afterToday:     "{step} folgt erst an einem späteren Tag als {after} ({date})",
	suspendedUntil: "bis {until} aus den Plänen genommen",
	suspensionEnds: "der {until} vergeht oder die Ausnahme vorher aufgehoben wird",
	otherStep:      "Schritt „%s“",
	steps: map[string]string{
		"reminder": "die Zahlungserinnerung", "warning": "die Mahnung", "claim": "die Zahlungsaufforderung", "court": "die Gerichtsakte",
		"call": "der Anruf",
	},
	events: map[Event]string{
		InvoiceIssued: "der Beleg ausgestellt ist", GoodsReceived: "die Ware eingegangen ist", NotHandedOver: "der Beleg nicht übergeben ist",
		PromiseBroken: "eine Zahlungszusage gebrochen ist", PlanBroken: "der Zahlungsplan gebrochen ist", Notified: "der Kunde einen Verzug ankündigt",
		Refused: "der Kunde die Zahlung verweigert", NotReached: "der Kunde den Kontakt meidet", DisputeOpened: "die Forderung bestritten ist",
		TransitExpired: "Geld, das unterwegs war, ausbleibt",
		ClaimReached:   "die Zahlungsaufforderung zugegangen ist",
		Prepaid:        "der Kunde auf Vorkasse umgestellt ist",
	},
	days: germanDays, count: germanCount, window: germanWindow, date: dottedDate,
	eventAhead: "{step} folgt {span} nachdem {event}", eventPassed: "{step}: {span} nachdem {event}, versäumt",
	codes: map[string]string{
		OffDay:          "kein Lauftag der Richtlinie {policy}; der nächste ist der {date}",
		NotStarted:      "die Zahlungsfrist hat nicht begonnen: der Beleg fehlt, ab dem sie läuft",
		Covered:         "nicht zugeordnete Zahlungen des Kunden decken {amount}",
		Disputed:        "{amount} sind seit {date} bestritten",
		Promised:        "Zahlung ist bis {until} zugesagt",
		Suspended:       "bis auf Weiteres aus den Plänen genommen",
		Transit:         "{amount} sind unterwegs, gewartet wird bis {until}",
		TooOld:          "{days}; Richtlinie {policy} tut nach {max} nichts mehr",
		TooSmall:        "zusammen {amount}; Richtlinie {policy} fordert nichts unter {limit}",
		WindowAhead:     "{days}; {step}: {window} (Richtlinie {policy})",
		WindowPassed:    "{days}; {step}: {window}, versäumt (Richtlinie {policy})",
		AfterMissing:    "{step} folgt erst auf {after}, und das ist nicht geschehen",
		StepDone:        "{step}: erledigt am {date}",
		StepsDone:       "alle Schritte der Richtlinie {policy} sind erledigt",
		BecauseWindow:   "{days}; {step}: {window} (Richtlinie {policy})",
		BecauseLate:     "{days}; {step}: {window}, versäumt und jetzt nachgeholt (Richtlinie {policy})",
		BecauseEarly:    "{days}; {step}: {window}, dort liegt aber kein Lauftag (Richtlinie {policy})",
		BecauseAfter:    "{after}: erledigt am {date}",
		BecauseCombined: "Belege für {step} gehen in {after} ein",
		CreditNetted:    "abgezogen sind nicht zugeordnete Zahlungen: {amount}",
		DisputeNetted:   "Bestrittenes ist ausgenommen: {amount}",
		TransitNetted:   "Geld, das unterwegs ist, ist ausgenommen: {amount}",
		NoEmail:         "der Kunde hat keine E-Mail-Adresse; nicht versandt werden kann: {step}",
		NoAddress:       "der Kunde hat keine Postanschrift",

		Planned:          "ein Zahlungsplan wird eingehalten, der nächste Teil ist am {until} fällig",
		ConditionFails:   "{step} nur, wenn „{condition}“ (Richtlinie {policy})",
		GapOpen:          "dem Kunden wurde am {date} geschrieben; Richtlinie {policy} schreibt wieder ab {until}",
		Waiting:          "{step} folgt erst {max} nach {after} ({date})",
		OwnDay:           "{step} hat eigene Tage (Richtlinie {policy})",
		NoEvent:          "{step} wartet, bis {event}",
		Overtaken:        "{step} entfällt: am {date} ging {after} hinaus",
		BecauseEvent:     "weil {event} ({date}): {step} (Richtlinie {policy})",
		BecauseNextWeek:  "fällig in der nächsten Woche: {step} (Richtlinie {policy})",
		BecauseAgain:     "erneut: {step}, zuletzt am {date}",
		BecauseCondition: "Bedingung der Richtlinie: {condition}",
		GraceGiven:       "Kunden der Kategorie {condition} haben {max} länger Zeit",
		NotVerified:      "keine E-Mail-Adresse des Kunden ist geprüft; nicht versandt werden kann: {step}",
		Excluded:         "bei der Durchsicht aus diesem Lauf genommen",
		Postponed:        "bei der Durchsicht zurückgestellt bis {until}",
		Undecided:        "{amount} vom {date} ist vielleicht von ihm: noch nicht entschieden",
		NoProof:          "zu Beleg {condition} fehlen unterschriebene Papiere",
		BecauseReviewed:  "bei der Durchsicht gewählt: {step} statt „{after}“",
	},
	changes: map[string]string{
		OffDay:         "der nächste Lauftag kommt: {date}",
		NotStarted:     "der Tag erfasst wird, ab dem die Frist läuft: Versand, Übergabe oder Abnahme der Ware",
		Covered:        "nichts ist nötig: das Geld ist da und wartet auf die Zuordnung",
		Disputed:       "die Beanstandung erledigt oder zurückgenommen wird",
		Promised:       "der {until} vergeht und das Geld nicht da ist",
		Planned:        "der am {until} fällige Teil nicht gezahlt wird",
		Suspended:      "jemand die Ausnahme aufhebt",
		Transit:        "das Geld eingeht oder der {until} ohne es vergeht",
		TooSmall:       "die Schuld {limit} erreicht",
		WindowAhead:    "seine Tage kommen: {window}",
		AfterMissing:   "an einem früheren Tag erledigt wird: {after}",
		ConditionFails: "„{condition}“ zutrifft",
		GapOpen:        "der {until} kommt",
		Waiting:        "seit {date} {max} vergangen sind",
		OwnDay:         "sein eigener Tag kommt",
		NoEvent:        "{event}",
		Overtaken:      "der nächste Lauftag kommt",
		NoEmail:        "jemand eine E-Mail-Adresse des Kunden einträgt",
		NoAddress:      "jemand die Postanschrift des Kunden einträgt",
		NotVerified:    "jemand eine E-Mail-Adresse des Kunden prüft",
		Excluded:       "der nächste Lauftag kommt",
		Postponed:      "{until} kommt",
		Undecided:      "jemand entscheidet, wessen Geld vom {date} es ist",
		NoProof:        "die Papiere zu Beleg {condition} zurück sind",
	},
}

func germanDays(n int, unit ledger.DayUnit) string {
	switch {
	case n == 0:
		return "heute fällig"
	case n < 0:
		return "fällig in " + germanDative(-n, unit)
	}
	return germanCount(n, unit) + " überfällig"
}

func germanCount(n int, unit ledger.DayUnit) string {
	name, ending := "Tag", "e"
	switch unit {
	case ledger.WorkingDays:
		name = "Arbeitstag"
	case ledger.BankingDays:
		name = "Bankarbeitstag"
	}
	if n == 1 {
		ending = ""
	}
	return fmt.Sprintf("%d %s%s", n, name, ending)
}

// germanDative is the count after "in", "vor" and "seit".
func germanDative(n int, unit ledger.DayUnit) string {
	if n == 1 {
		return germanCount(n, unit)
	}
	return germanCount(n, unit) + "n"
}

func germanWindow(from, to int) string {
	switch {
	case from == to:
		return "am " + germanDay(from)
	case to == Open:
		return "ab dem " + germanDay(from)
	case from == -Open:
		return "bis zum " + germanDay(to)
	case to < 0:
		return fmt.Sprintf("%d bis %s vor Fälligkeit", -from, germanCount(-to, ""))
	case from > 0:
		return fmt.Sprintf("vom %d. bis %s", from, germanDay(to))
	}
	return "vom " + germanDay(from) + " bis zum " + germanDay(to)
}

func germanDay(n int) string {
	switch {
	case n < 0:
		return fmt.Sprintf("%d. Tag vor Fälligkeit", -n)
	case n == 0:
		return "Fälligkeitstag"
	}
	return fmt.Sprintf("%d. Tag nach Fälligkeit", n)
}
