package policy

import (
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/ledger"
)

var english = language{
	afterToday:     "{step} follows only on a later day than {after} ({date})",
	suspendedUntil: "taken out of the plans until {until}",
	suspensionEnds: "{until} passes, or someone resumes it before",
	changes: map[string]string{
		OffDay:         "the next run day comes: {date}",
		NotStarted:     "the day from which the term runs is recorded: shipment, hand-over or acceptance of the goods",
		Covered:        "nothing has to: the money is here and waits to be allocated",
		Disputed:       "the dispute is settled or withdrawn",
		Promised:       "the money is not there when {until} has passed",
		Planned:        "the part due {until} is not paid",
		Suspended:      "someone resumes it",
		Transit:        "the money comes, or {until} passes without it",
		TooSmall:       "the debt reaches {limit}",
		WindowAhead:    "its days come: {window}",
		AfterMissing:   "{after} is done on an earlier day",
		ConditionFails: "“{condition}” comes true",
		GapOpen:        "{until} comes",
		Waiting:        "{max} have passed since {date}",
		OwnDay:         "its own day comes",
		NoEvent:        "{event}",
		Overtaken:      "the next run day comes",
		NoEmail:        "someone enters an e-mail address of the customer",
		NoAddress:      "someone enters the customer's postal address",
		NotVerified:    "someone verifies an e-mail address of the customer",
		Excluded:       "the next run day comes",
		Postponed:      "{until} comes",
		Undecided:      "someone decides whose money of {date} it is",
		NoProof:        "the papers of {condition} have come back",
	},
	otherStep: "step “%s”",
	steps: map[string]string{
		"reminder": "the reminder", "warning": "the warning", "claim": "the claim", "court": "the court package", "call": "the call",
	},
	verbs:     map[string]string{"court": "is prepared", "call": "is made"},
	otherVerb: "goes out",
	taskVerb:  "comes",
	events: map[Event]string{
		InvoiceIssued: "the document is issued", GoodsReceived: "the goods are received", NotHandedOver: "the document is not handed over",
		PromiseBroken: "a promise to pay is broken", PlanBroken: "the payment plan is broken", Notified: "the customer says that he will be late",
		Refused: "the customer refuses to pay", NotReached: "the customer avoids contact", DisputeOpened: "the debt is disputed",
		TransitExpired: "money on its way does not come",
		ClaimReached:   "the claim has reached the customer",
		Prepaid:        "he is to pay in advance",
	},
	days: englishDays, count: englishCount, window: englishWindow, date: cal.Date.String,
	eventAhead: "{step} follows {span} after this: {event}", eventPassed: "{step} was to follow {span} after this and was missed: {event}",
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

		Planned:          "a payment plan is being kept, its next part is due {until}",
		ConditionFails:   "{step} is only for “{condition}” (policy {policy})",
		GapOpen:          "the customer was written to on {date}; policy {policy} writes again from {until}",
		Waiting:          "{step} follows {after} ({date}) only after {max}",
		OwnDay:           "{step} has days of its own (policy {policy})",
		NoEvent:          "{step} waits until {event}",
		Overtaken:        "{step} gave way: {after} went on {date}",
		BecauseEvent:     "{event} on {date}: {step} {goes} (policy {policy})",
		BecauseNextWeek:  "due next week: {step} {goes} (policy {policy})",
		BecauseAgain:     "again: {step} was done on {date}",
		BecauseCondition: "as the policy asks: {condition}",
		GraceGiven:       "customers of category {condition} are given {max} more",
		NotVerified:      "nobody has verified an e-mail address of the customer, so {step} cannot go",
		Excluded:         "left out of this run by a person",
		Postponed:        "put off by a person until {until}",
		Undecided:        "money of {date} ({amount}) may be his, and nobody has decided yet",
		NoProof:          "document {condition} lacks its signed papers",
		BecauseReviewed:  "a person chose {step} instead of {after}",
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
	case from == to && from < 0:
		return englishDay(from)
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
