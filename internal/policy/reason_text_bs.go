package policy

import (
	"fmt"

	"debitor/internal/ledger"
)

var bosnian = language{
	afterToday:     "{step} – tek nakon dana u kojem je urađeno: {after} ({date})",
	suspendedUntil: "izuzeto iz planova do {until}",
	suspensionEnds: "prođe {until} ili se izuzeće ranije ukine",
	otherStep:      "korak „%s“",
	steps: map[string]string{
		"reminder": "podsjetnik", "warning": "opomena", "claim": "zahtjev za isplatu", "court": "dokumentacija za sud", "call": "poziv",
	},
	events: map[Event]string{
		InvoiceIssued: "dokument je izdat", GoodsReceived: "roba je primljena", NotHandedOver: "dokument nije predat",
		PromiseBroken: "obećanje plaćanja je prekršeno", PlanBroken: "plan otplate je prekršen", Notified: "kupac je najavio kašnjenje",
		Refused: "kupac odbija platiti", NotReached: "kupac izbjegava kontakt", DisputeOpened: "dug je osporen",
		TransitExpired: "novac na putu nije stigao",
		ClaimReached:   "zahtjev je uručen",
		Prepaid:        "kupac je prešao na avansno plaćanje",
	},
	days: bosnianDays, count: bosnianNouns.count, window: bosnianWindow, date: dottedDate,
	eventAhead: "{step} – {span} nakon događaja: {event}", eventPassed: "{step} – {span} nakon događaja, propušteno: {event}",
	codes: map[string]string{
		OffDay:          "nije dan slanja po politici {policy}; sljedeći je {date}",
		NotStarted:      "rok plaćanja nije počeo: nema dokumenta od kojeg se računa",
		Covered:         "neraspoređene uplate kupca pokrivaju {amount}",
		Disputed:        "{amount} je osporeno od {date}",
		Promised:        "plaćanje je obećano do {until}",
		Suspended:       "izuzeto iz planova do ukidanja",
		Transit:         "{amount} je na putu, čeka se do {until}",
		TooOld:          "{days}; politika {policy} ne djeluje kasnije od {max} nakon dospijeća",
		TooSmall:        "ukupno {amount}; po politici {policy} ne traži se manje od {limit}",
		WindowAhead:     "{days}; {step} – {window} (politika {policy})",
		WindowPassed:    "{days}; {step} – {window}, propušteno (politika {policy})",
		AfterMissing:    "{step} – tek nakon: {after}, a to nije urađeno",
		StepDone:        "{step}: urađeno {date}",
		StepsDone:       "svi koraci politike {policy} su urađeni",
		BecauseWindow:   "{days}; {step} – {window} (politika {policy})",
		BecauseLate:     "{days}; {step} – {window}, propušteno i radi se sada (politika {policy})",
		BecauseEarly:    "{days}; {step} – {window}, ali tih dana nema slanja (politika {policy})",
		BecauseAfter:    "{after}: urađeno {date}",
		BecauseCombined: "dokumenti za {step} ulaze u {after}",
		CreditNetted:    "odbijene su neraspoređene uplate: {amount}",
		DisputeNetted:   "osporeno nije uključeno: {amount}",
		TransitNetted:   "novac na putu nije uključen: {amount}",
		NoEmail:         "kupac nema adresu e-pošte, {step} se ne može poslati",
		NoAddress:       "kupac nema poštansku adresu",

		Planned:          "plan otplate se poštuje, sljedeći dio dospijeva {until}",
		ConditionFails:   "{step} – samo ako „{condition}“ (politika {policy})",
		GapOpen:          "kupcu je pisano {date}; po politici {policy} ponovo od {until}",
		Waiting:          "{step} – tek {max} nakon: {after} ({date})",
		OwnDay:           "{step} ima svoje dane (politika {policy})",
		NoEvent:          "{step} – kada {event}",
		Overtaken:        "{step} – ne: tog dana ({date}) poslano je „{after}“",
		BecauseEvent:     "{event} ({date}): {step} (politika {policy})",
		BecauseNextWeek:  "dospijeva sljedeće sedmice: {step} (politika {policy})",
		BecauseAgain:     "ponovo: {step} – {date}",
		BecauseCondition: "uslov politike: {condition}",
		GraceGiven:       "kupcima kategorije {condition} dato je još {max}",
		NotVerified:      "adresu e-pošte kupca niko nije provjerio, {step} se ne može poslati",
		Excluded:         "pri pregledu izostavljeno iz ovog slanja",
		Postponed:        "pri pregledu odgođeno do {until}",
		Undecided:        "stiglo je {amount} ({date}), možda od njega: još nije odlučeno",
		NoProof:          "dokumentu {condition} nedostaju potpisani papiri",
		BecauseReviewed:  "pri pregledu izabrano: {step} umjesto „{after}“",
	},
	changes: map[string]string{
		OffDay:         "dođe sljedeći dan slanja: {date}",
		NotStarted:     "bude upisan datum od kojeg teče rok: otprema, predaja ili prijem robe",
		Covered:        "ništa nije potrebno: novac je stigao i čeka raspoređivanje",
		Disputed:       "spor bude riješen ili povučen",
		Promised:       "prođe {until}, a novca nema",
		Planned:        "dio koji dospijeva {until} ne bude plaćen",
		Suspended:      "izuzeće bude ukinuto",
		Transit:        "novac stigne ili {until} prođe bez njega",
		TooSmall:       "dug dostigne {limit}",
		WindowAhead:    "dođe vrijeme koraka: {window}",
		AfterMissing:   "bude urađeno ranijeg dana: {after}",
		ConditionFails: "ispuni se „{condition}“",
		GapOpen:        "dođe {until}",
		Waiting:        "od {date} prođe {max}",
		OwnDay:         "dođe dan ovog koraka",
		NoEvent:        "{event}",
		Overtaken:      "dođe sljedeći dan slanja",
		NoEmail:        "bude upisana adresa e-pošte kupca",
		NoAddress:      "bude upisana poštanska adresa kupca",
		NotVerified:    "adresa e-pošte kupca bude provjerena",
		Excluded:       "dođe sljedeći dan slanja",
		Postponed:      "dođe {until}",
		Undecided:      "odluči se čiji je novac od {date}",
		NoProof:        "se vrate papiri dokumenta {condition}",
	},
}

var bosnianNouns = dayNouns{
	"":                 {"dan", "dana", "dana"},
	ledger.WorkingDays: {"radni dan", "radna dana", "radnih dana"},
	ledger.BankingDays: {"bankarski dan", "bankarska dana", "bankarskih dana"},
}

func bosnianDays(n int, unit ledger.DayUnit) string {
	switch {
	case n == 0:
		return "dospijeva danas"
	case n < 0:
		return "do dospijeća " + bosnianNouns.count(-n, unit)
	}
	return bosnianNouns.count(n, unit) + " kašnjenja"
}

func bosnianWindow(from, to int) string {
	switch {
	case from == to && from < 0:
		return bosnianNouns.count(-from, "") + " prije dospijeća"
	case from == 0 && to == 0:
		return "na dan dospijeća"
	case from == to:
		return fmt.Sprintf("%d. dan kašnjenja", from)
	case from == -Open:
		return "do " + bosnianGenitive(to)
	case to == Open:
		return "od " + bosnianGenitive(from)
	case to < 0:
		return fmt.Sprintf("%d do %s prije dospijeća", -to, bosnianNouns.count(-from, ""))
	case from > 0:
		return fmt.Sprintf("od %d. do %d. dana kašnjenja", from, to)
	}
	return "od " + bosnianGenitive(from) + " do " + bosnianGenitive(to)
}

func bosnianGenitive(n int) string {
	switch {
	case n < 0:
		return fmt.Sprintf("%d. dana prije dospijeća", -n)
	case n == 0:
		return "dana dospijeća"
	}
	return fmt.Sprintf("%d. dana kašnjenja", n)
}
