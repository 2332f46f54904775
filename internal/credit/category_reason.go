package credit

import (
	"fmt"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/id"
)

// The codes of a rating's reasons. They are stable.
const (
	RatedLawsuit      = "category.lawsuit"       // it went to court within the year
	RatedClaim        = "category.claim"         // a formal claim reached him within the year
	RatedEvader       = "category.evader"        // long delays without notice, refusal, no contact
	RatedMonthLate    = "category.month_late"    // one delay of more than a month
	RatedTwiceAMonth  = "category.twice_a_month" // two delays of over two weeks in one month
	RatedOftenLate    = "category.often_late"    // late in more than half of the cases
	RatedResists      = "category.resists"       // avoids contact and resists restructuring
	RatedPunctual     = "category.punctual"      // never late
	RatedExcused      = "category.excused"       // late once or twice, announced and agreed
	RatedNoStatistics = "category.no_statistics" // nothing fell due within the year
	RatedShortHistory = "category.short_history" // known for less than a year
	RatedUnsteady     = "category.unsteady"      // late, but neither 1 nor 3 describes it
)

// RatingReason is a criterion that a customer meets. Only the facts that its
// code needs are set.
type RatingReason struct {
	Code    string     `json:"code"`
	Invoice id.Invoice `json:"invoice,omitempty"` // of the longest delay
	Days    int        `json:"days,omitempty"`    // the longest delay, calendar days
	Count   int        `json:"count,omitempty"`   // delays
	Of      int        `json:"of,omitempty"`      // instalments that fell due within the year
	Silent  int        `json:"silent,omitempty"`  // delays without notice or without a new term
	On      cal.Date   `json:"on,omitzero"`       // of the event; the month's first day
	And     cal.Date   `json:"and,omitzero"`      // of the second event
	Since   cal.Date   `json:"since,omitzero"`    // of his first document
}

// Text is the reason as one sentence, in English or Russian; other languages
// get English.
func (r RatingReason) Text(lang string) string {
	text, date := ratedEnglish[r.Code], cal.Date.String
	if lang == "ru" || lang == "be" {
		text, date = ratedRussian[r.Code], russianDate
	}
	return strings.NewReplacer(
		"{invoice}", string(r.Invoice), "{days}", fmt.Sprint(r.Days), "{count}", fmt.Sprint(r.Count), "{of}", fmt.Sprint(r.Of),
		"{silent}", fmt.Sprint(r.Silent), "{on}", date(r.On), "{and}", date(r.And), "{since}", date(r.Since), "{month}", monthName(r.On),
	).Replace(text)
}

func russianDate(day cal.Date) string {
	if day == 0 {
		return "—"
	}
	y, m, d := day.Civil()
	return fmt.Sprintf("%02d.%02d.%04d", d, m, y)
}

func monthName(day cal.Date) string {
	y, m, _ := day.Civil()
	return fmt.Sprintf("%02d.%04d", m, y)
}

var ratedEnglish = map[string]string{
	RatedLawsuit:      "it went to court on {on}",
	RatedClaim:        "a formal claim was delivered on {on}",
	RatedEvader:       "{count} delays of more than two weeks without notice, restructuring refused on {on}, no contact on {and}",
	RatedMonthLate:    "document {invoice} was {days} days late, more than a month",
	RatedTwiceAMonth:  "{count} delays of more than two weeks in {month}",
	RatedOftenLate:    "late in {count} of {of} cases, more than half",
	RatedResists:      "resists restructuring ({on}) and avoids contact ({and})",
	RatedPunctual:     "a year of deferral and never late; due dates kept: {of}",
	RatedExcused:      "late in {count} of {of} cases, {days} days at most, announced and with a new term agreed",
	RatedNoStatistics: "no statistics: nothing fell due in the last year",
	RatedShortHistory: "known since {since}, less than a year",
	RatedUnsteady:     "late in {count} of {of} cases, {days} days at most, {silent} of them not announced or without a new term",
}

var ratedRussian = map[string]string{
	RatedLawsuit:      "дело передано в суд {on}",
	RatedClaim:        "формальная претензия вручена {on}",
	RatedEvader:       "задержек более двух недель без предупреждения — {count}, отказ от реструктуризации {on}, уклонение от контактов {and}",
	RatedMonthLate:    "задержка по документу {invoice} — {days} дн., более месяца",
	RatedTwiceAMonth:  "задержек более двух недель за {month} — {count}",
	RatedOftenLate:    "с задержкой {count} из {of} оплат, более половины",
	RatedResists:      "противится реструктуризации ({on}) и уклоняется от контактов ({and})",
	RatedPunctual:     "год отсрочки без задержек; соблюдено сроков: {of}",
	RatedExcused:      "с задержкой {count} из {of} оплат, не более {days} дн., с предупреждением и согласованным новым сроком",
	RatedNoStatistics: "нет статистики: за последний год не наступил ни один срок",
	RatedShortHistory: "известен с {since}, менее года",
	RatedUnsteady:     "с задержкой {count} из {of} оплат, не более {days} дн., без предупреждения или нового срока — {silent}",
}
